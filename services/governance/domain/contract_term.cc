#include "services/governance/domain/contract_term.h"

#include <algorithm>

#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/governance/domain/mandate.h"

namespace interim::governance {
namespace {

namespace cv = ::interim::contracting::v1;

// Nobody acts under a mandate after the last day of the assignment.
absl::Status CutMandate(Date end, v1::Engagement& engagement) {
  if (!HasMandate(engagement)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Date to,
                   DateFromProto(engagement.mandate().valid_to_date(), "mandate.valid_to_date"));
  if (end < to) *engagement.mutable_mandate()->mutable_valid_to_date() = ToProto(end);
  return absl::OkStatus();
}

// The last day up to which an engagement follows its contract.
absl::StatusOr<Date> FurthestEnd(const PolicyData& policy, const v1::Engagement& engagement,
                                 Date start) {
  if (!engagement.has_agreed_end_date()) return LatestEnd(policy, start);
  return DateFromProto(engagement.agreed_end_date(), "agreed_end_date");
}

}  // namespace

absl::StatusOr<ContractTerm> TermOf(const cv::Contract& contract) {
  ContractTerm term;
  term.is_over = contract.state() == cv::CONTRACT_STATE_ENDED;
  google::type::Date last = contract.period().end_date();
  if (contract.has_termination()) {
    last = contract.termination().end_date();
    ASSIGN_OR_RETURN(term.former_end, DateFromProto(contract.termination().former_end_date(),
                                                    "contract.termination.former_end_date"));
  }
  if (term.is_over && contract.has_end_date()) last = contract.end_date();
  ASSIGN_OR_RETURN(term.end, DateFromProto(last, "contract.period.end_date"));
  return term;
}

Date LatestEnd(const PolicyData& policy, Date start) {
  return start.AddMonths(policy.stop_months()).date.AddDays(-1);
}

absl::StatusOr<v1::Engagement> FollowTerm(const PolicyData& policy,
                                          const v1::Engagement& engagement,
                                          const ContractTerm& term, Date today) {
  ASSIGN_OR_RETURN(const Date start, DateFromProto(engagement.start_date(), "start_date"));
  ASSIGN_OR_RETURN(const Date end, DateFromProto(engagement.end_date(), "end_date"));
  v1::Engagement after = engagement;
  if (!engagement.has_contract_end_date() && end < term.end) {
    *after.mutable_agreed_end_date() = ToProto(end);  // opened before its contract was read
  }
  ASSIGN_OR_RETURN(const Date furthest, FurthestEnd(policy, after, start));
  const bool has_limit = after.has_agreed_end_date();
  const bool follows = term.end <= furthest;
  const Date target = std::max(follows ? term.end : has_limit ? furthest : end, start);
  *after.mutable_contract_end_date() = ToProto(term.end);
  after.set_is_contract_over(term.is_over);
  if (!term.former_end) after.clear_former_end_date();
  if (term.former_end && target < end && !after.has_former_end_date()) {
    *after.mutable_former_end_date() = ToProto(end);
  }
  if (target == end) return after;
  const Date handover = target.AddDays(-policy.handover_lead_days());
  *after.mutable_end_date() = ToProto(target);
  *after.mutable_handover_start_date() = ToProto(handover);
  RETURN_IF_ERROR(CutMandate(target, after));
  if (after.state() == v1::ENGAGEMENT_STATE_EXITING && today < handover) {
    after.set_state(v1::ENGAGEMENT_STATE_ACTIVE);
  }
  return after;
}

}  // namespace interim::governance
