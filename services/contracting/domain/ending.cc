#include "services/contracting/domain/ending.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/law/notice.h"
#include "common/type/convert.h"
#include "services/contracting/domain/amendment.h"
#include "services/contracting/domain/employment_notice.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/wording.h"

namespace interim::contracting {
namespace {

// Clauses that give a right to end the contract early.
constexpr char kNoticeClause[] = "CL-07";
constexpr char kImmediateClause[] = "CL-08";
constexpr char kSatisfactionClause[] = "CL-09";

bool IsInForce(const v1::Contract& contract) {
  return contract.state() == v1::CONTRACT_STATE_SIGNED ||
         contract.state() == v1::CONTRACT_STATE_ACTIVE;
}

bool HasClause(const v1::Contract& contract, absl::string_view code) {
  return std::any_of(contract.clauses().begin(), contract.clauses().end(),
                     [&](const v1::Clause& clause) { return clause.code() == code; });
}

absl::Status CheckNoticeDay(Date notice, const EndStamp& stamp) {
  FieldErrors errors;
  if (notice > stamp.today) errors.Add("notice_date", "OUT_OF_RANGE", "not in the future");
  if (stamp.signed_on && notice < *stamp.signed_on) {
    errors.Add("notice_date", "OUT_OF_RANGE", "not before the contract was signed");
  }
  return errors.empty() ? absl::OkStatus() : errors.ToStatus();
}

// The notice term of a ground, and the word that tells how it was found.
struct Term {
  int days = 0;
  std::string basis;
  google::protobuf::RepeatedPtrField<type::Source> sources = {};
  std::optional<EmploymentTerm> employment;  // in months; `days` is 0 then
};

// Employment for a term ends early only when that was agreed in writing.
absl::StatusOr<Term> EmploymentTermIn(const Catalogs& catalogs, const v1::Contract& contract,
                                      v1::PartySide side, Date notice) {
  if (!HasClause(contract, kNoticeClause)) {
    return EarlyNoticeNotAgreed(contract, kNoticeClause, LastDay(contract).value_or(notice));
  }
  std::optional<EmploymentTerm> term = EmploymentTermOf(catalogs, contract, side, notice);
  if (!term) {
    return TerminationNotAllowed(contract, v1::TERMINATION_GROUND_NOTICE,
                                 "employment_notice.textproto");
  }
  return Term{.days = 0,
              .basis = side == v1::PARTY_SIDE_CLIENT ? "notice_employer" : "notice_employee",
              .sources = term->row->source(),
              .employment = term};
}

// Employment ends at once without a clause: the law gives that right to both sides, for an urgent
// reason and within a probation that was agreed.
Term EmploymentAtOnce(const Catalogs& catalogs, const v1::Contract& contract, Date notice) {
  const EmploymentNotice& data = catalogs.files().employment_notice;
  const int months = contract.facts().probation_months();
  const Date first = FirstDay(contract).value_or(notice);
  const bool on_probation = months > 0 && notice < first.AddMonths(months).date;
  return Term{.days = 0,
              .basis = on_probation ? "notice_probation" : "notice_urgent",
              .sources = on_probation ? data.probation_source() : data.urgent_source(),
              .employment = std::nullopt};
}

absl::StatusOr<Term> TermOf(const Catalogs& catalogs, const v1::Contract& contract,
                            v1::TerminationGround ground, v1::PartySide side, Date notice) {
  auto missing = [&](absl::string_view what) {
    return TerminationNotAllowed(contract, ground, what);
  };
  switch (ground) {
    case v1::TERMINATION_GROUND_IMMEDIATE:
      if (contract.form() == v1::CONTRACT_FORM_FIXED_TERM) {
        return EmploymentAtOnce(catalogs, contract, notice);
      }
      if (!HasClause(contract, kImmediateClause)) return missing(kImmediateClause);
      return Term{
          .days = 0, .basis = "notice_immediate", .sources = {}, .employment = std::nullopt};
    case v1::TERMINATION_GROUND_SATISFACTION: {
      if (!HasClause(contract, kSatisfactionClause)) return missing(kSatisfactionClause);
      if (side != v1::PARTY_SIDE_CLIENT) return missing("client");
      Date first = FirstDay(contract).value_or(notice);
      Date window_end = first.AddDays(catalogs.figures().satisfaction_days() - 1);
      if (notice > window_end) return missing(absl::StrCat("<= ", window_end.ToString()));
      return Term{
          .days = 0, .basis = "notice_satisfaction", .sources = {}, .employment = std::nullopt};
    }
    default:
      break;
  }
  if (contract.form() == v1::CONTRACT_FORM_FIXED_TERM) {
    return EmploymentTermIn(catalogs, contract, side, notice);
  }
  const bool is_payroll = contract.form() == v1::CONTRACT_FORM_PAYROLL;
  if (HasClause(contract, kNoticeClause)) {
    return Term{.days = contract.notice_days(),
                .basis = is_payroll ? "notice_payroll" : "notice_agreed",
                .sources = {},
                .employment = std::nullopt};
  }
  // Without an agreed term the client of a contract for services may still end it; the other side
  // needs weighty reasons.
  if (side == v1::PARTY_SIDE_CLIENT && !is_payroll) {
    return Term{.days = 0, .basis = "notice_none", .sources = {}, .employment = std::nullopt};
  }
  return missing(kNoticeClause);
}

// Earliest last day, never before today; recorded late, a term that ends a month still does.
Date EarliestEnd(const Term& term, Date notice, Date today) {
  if (!term.employment) return std::max(notice.AddDays(term.days), today);
  const EmploymentTerm& found = *term.employment;
  if (found.earliest >= today) return found.earliest;
  return found.ends_month ? today.LastDayOfMonth() : today;
}

// What R02 says about not renewing an employment contract for a term.
absl::Status AddRules(const law::LawData& law, const v1::Contract& contract, Date notice,
                      v1::Termination& termination) {
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  if (contract.form() != v1::CONTRACT_FORM_FIXED_TERM || !period) return absl::OkStatus();
  law::NoticeInput input;
  *input.mutable_start_date() = ToProto(period->start());
  *input.mutable_end_date() = ToProto(period->end());
  input.set_has_calendar_end_date(true);
  *input.mutable_notice_date() = ToProto(notice);
  if (contract.facts().has_monthly_wage()) {
    *input.mutable_monthly_wage() = contract.facts().monthly_wage();
  }
  *input.mutable_as_of_date() = ToProto(notice);
  ASSIGN_OR_RETURN(law::NoticeResult result, law::EvaluateNotice(law, input));
  for (type::Finding& finding : result.findings) {
    *termination.add_findings() = std::move(finding);
  }
  return absl::OkStatus();
}

std::string BasisText(const Catalogs& catalogs, const Term& term, Date notice, Date earliest,
                      absl::string_view language) {
  TextParams params = {{"days", absl::StrCat(term.days)},
                       {"notice", DayText(notice, language)},
                       {"end", DayText(earliest, language)}};
  if (term.employment) {
    const EmploymentTerm& found = *term.employment;
    params.emplace_back("months", MonthsText(catalogs, found.months, language));
    params.emplace_back("years", absl::StrCat(found.service_years));
    const char* ground = found.is_agreed        ? "notice_ground_agreed"
                         : found.by_pension_age ? "notice_ground_pension"
                                                : "notice_ground_law";
    params.emplace_back("ground", catalogs.Word(ground, language));
    params.emplace_back(
        "against",
        catalogs.Word(found.ends_month ? "notice_against_month" : "notice_last_any_day", language));
  }
  return catalogs.Word(term.basis, language, params);
}

// The term with its days, where it comes from, and how it was counted.
void FillTerm(const Catalogs& catalogs, const Term& term, Date notice, Date earliest, Date end,
              v1::Termination& termination) {
  Date deadline = end.AddDays(-term.days);
  termination.set_notice_days(term.days);
  if (term.employment) {
    deadline = NoticeDeadline(*term.employment, end);
    termination.set_notice_months(term.employment->months);
  }
  *termination.mutable_sources() = term.sources;
  *termination.mutable_earliest_end_date() = ToProto(earliest);
  *termination.mutable_end_date() = ToProto(end);
  *termination.mutable_notice_deadline_date() = ToProto(deadline);
  termination.mutable_basis()->set_nl(BasisText(catalogs, term, notice, earliest, "nl"));
  termination.mutable_basis()->set_en(BasisText(catalogs, term, notice, earliest, "en"));
}

}  // namespace

std::optional<Date> FirstDay(const v1::Contract& contract) {
  std::optional<Date> first = FindDate(contract.has_first_date(), contract.first_date());
  if (first) return first;
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  if (!period) return std::nullopt;
  return period->start();
}

std::optional<Date> LastDay(const v1::Contract& contract) {
  if (contract.has_termination()) {
    return FindDate(true, contract.termination().end_date());
  }
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  if (!period) return std::nullopt;
  return period->end();
}

absl::StatusOr<v1::Contract> TerminateContract(const Catalogs& catalogs, const law::LawData& law,
                                               const v1::Contract& contract,
                                               const v1::TerminateContractRequest& request,
                                               const EndStamp& stamp) {
  if (contract.has_amendment()) return IsAnAmendment(contract);
  if (!IsInForce(contract)) return ContractNotInForce(contract);
  Date last = LastDay(contract).value_or(stamp.today);
  if (contract.has_termination()) return NoticeGiven(contract, last);
  Date notice = FindDate(request.has_notice_date(), request.notice_date()).value_or(stamp.today);
  RETURN_IF_ERROR(CheckNoticeDay(notice, stamp));
  v1::PartySide side = stamp.who.party.empty() ? v1::PARTY_SIDE_CLIENT : v1::PARTY_SIDE_SUPPLIER;
  ASSIGN_OR_RETURN(Term term, TermOf(catalogs, contract, request.ground(), side, notice));
  Date earliest = EarliestEnd(term, notice, stamp.today);
  Date end = FindDate(request.has_end_date(), request.end_date()).value_or(earliest);
  if (end < earliest || end > last) return EndDateNotPossible(contract, earliest, last);
  const bool must_end_month = term.employment && term.employment->ends_month;
  if (must_end_month && end != end.LastDayOfMonth() && end != last) {
    return EndDateNotPossible(contract, end.LastDayOfMonth(), last);
  }
  v1::Contract after = contract;
  v1::Termination& termination = *after.mutable_termination();
  termination.set_side(side);
  termination.set_ground(request.ground());
  termination.set_reason(request.reason());
  *termination.mutable_notice_date() = ToProto(notice);
  *termination.mutable_former_end_date() = ToProto(last);
  termination.set_actor(stamp.who.subject);
  *termination.mutable_record_time() = ToTimestamp(stamp.now);
  FillTerm(catalogs, term, notice, earliest, end, termination);
  RETURN_IF_ERROR(AddRules(law, contract, notice, termination));
  // Ended before it began: there is no work to wait for.
  if (end < FirstDay(contract).value_or(end)) {
    after.set_state(v1::CONTRACT_STATE_ENDED);
    *after.mutable_end_date() = ToProto(end);
  }
  return after;
}

absl::StatusOr<v1::Contract> DecidePilot(const v1::Contract& contract,
                                         const v1::DecidePilotRequest& request,
                                         const EndStamp& stamp) {
  if (!contract.is_pilot()) return NotAPilot(contract);
  if (!IsInForce(contract)) return ContractNotInForce(contract);
  if (contract.pilot().outcome() != v1::PILOT_OUTCOME_UNSPECIFIED) return PilotIsDecided(contract);
  v1::Contract after = contract;
  v1::PilotTerms& pilot = *after.mutable_pilot();
  pilot.set_outcome(request.outcome());
  pilot.set_reason(request.reason());
  pilot.set_actor(stamp.who.subject);
  *pilot.mutable_outcome_date() = ToProto(stamp.today);
  return after;
}

v1::Contract MarkPilotOverdue(const v1::Contract& contract, Date today) {
  v1::Contract after = contract;
  std::optional<Date> day =
      FindDate(contract.pilot().has_decision_date(), contract.pilot().decision_date());
  bool is_open = contract.is_pilot() && IsInForce(contract) && day && today > *day &&
                 contract.pilot().outcome() == v1::PILOT_OUTCOME_UNSPECIFIED;
  if (is_open) after.mutable_pilot()->set_is_overdue(true);
  return after;
}

absl::StatusOr<v1::Contract> WithdrawContract(const v1::Contract& contract,
                                              absl::string_view reason, const EndStamp& stamp) {
  bool in_signature = contract.state() == v1::CONTRACT_STATE_IN_SIGNATURE;
  if (!in_signature && contract.state() != v1::CONTRACT_STATE_DRAFT) {
    return ContractNotOpen(contract);
  }
  v1::Contract after = contract;
  if (in_signature && !contract.has_amendment()) {
    *after.add_versions() = VersionOf(contract, v1::VERSION_STATE_WITHDRAWN);
  }
  after.set_state(v1::CONTRACT_STATE_WITHDRAWN);
  v1::Withdrawal& withdrawal = *after.mutable_withdrawal();
  withdrawal.set_subject(stamp.who.subject);
  withdrawal.set_reason(std::string(reason));
  *withdrawal.mutable_withdraw_time() = ToTimestamp(stamp.now);
  return after;
}

}  // namespace interim::contracting
