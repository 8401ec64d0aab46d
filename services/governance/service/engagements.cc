#include "services/governance/service/engagements.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/core/error.h"
#include "common/type/convert.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "services/governance/domain/dashboard.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/gates.h"
#include "services/governance/domain/lifecycle.h"
#include "services/governance/domain/mandate.h"
#include "services/governance/domain/outcome.h"
#include "services/governance/service/from_contract.h"

namespace interim::governance {
namespace {

constexpr absl::string_view kRecordOutcome =
    "interim.assessment.v1.AssessmentService/RecordOutcome";

template <class T>
absl::StatusOr<std::vector<T>> Children(rpc::Call& call, const std::string& parent) {
  ASSIGN_OR_RETURN(const auto stored, call.LoadChildren<T>(parent));
  std::vector<T> values;
  values.reserve(stored.size());
  for (const auto& child : stored) values.push_back(*child);
  return values;
}

absl::StatusOr<Date> DayOrToday(const rpc::Call& call, bool is_set, const google::type::Date& day,
                                absl::string_view field) {
  if (!is_set) return call.today();
  ASSIGN_OR_RETURN(const Date date, DateFromProto(day, field));
  if (date > call.today()) {
    FieldErrors errors;
    errors.Add(field, "OUT_OF_RANGE", "Not in the future.");
    return errors.ToStatus();
  }
  return date;
}

// Early in the morning after the days of the policy.
void PlanLook(const rpc::Call& call, const PolicyData& policy, absl::string_view engagement,
              rpc::Commit& commit) {
  commit.SetTimer(engagement, kContractTimer,
                  StartOfAmsterdamDay(call.today().AddDays(policy.contract_check_days())));
}

// "e-c1" for contract "organizations/acme/contracts/c1".
absl::StatusOr<std::string> IdFor(const std::string& contract) {
  ASSIGN_OR_RETURN(const ResourceName name, ResourceName::Parse(contract));
  return absl::StrCat("e-", name.last_id());
}

}  // namespace

absl::StatusOr<v1::Engagement> Engagements::Open(rpc::Call& call,
                                                 const v1::OpenEngagementRequest& request) {
  ASSIGN_OR_RETURN(v1::Engagement draft, FillFromContract(call, request.engagement()));
  FieldErrors errors;
  CheckEngagement(data_.policy, draft, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  draft.set_session(std::string(call.session()));
  ASSIGN_OR_RETURN(const v1::Engagement engagement, governance::Open(data_.policy, draft));
  if (draft.contract().empty()) return call.Create("", engagement, "engagement.opened");
  // One engagement per contract: its id follows from the contract.
  ASSIGN_OR_RETURN(const std::string id, IdFor(draft.contract()));
  ASSIGN_OR_RETURN(const ResourceName name,
                   ResourceName::Make(call.tenant(), absl::StrCat("engagements/", id)));
  const auto existing = call.Load<v1::Engagement>(name.ToString());
  if (existing.ok()) return EngagementExists(**existing);
  rpc::Commit commit = call.Begin("engagement.opened");
  const std::string created = commit.Create("", engagement, id);
  PlanLook(call, data_.policy, created, commit);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(created, engagement);
}

absl::StatusOr<v1::Engagement> Engagements::Start(rpc::Call& call,
                                                  const v1::StartEngagementRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  ASSIGN_OR_RETURN(const auto started, governance::Start(*engagement, call.now()));
  return call.Commit(engagement, started, "engagement.started");
}

absl::StatusOr<v1::Engagement> Engagements::Get(rpc::Call& call,
                                                const v1::GetEngagementRequest& request) {
  if (request.as_of_sequence() > 0) {
    return call.LoadAsOf<v1::Engagement>(request.name(), request.as_of_sequence());
  }
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  return *engagement;
}

absl::StatusOr<v1::ListEngagementsResponse> Engagements::List(
    rpc::Call& call, const v1::ListEngagementsRequest& request) {
  rpc::ListArgs args;
  if (request.state() != v1::ENGAGEMENT_STATE_UNSPECIFIED) {
    args.filters.push_back({"state", ShortName(request.state())});
  }
  ASSIGN_OR_RETURN(auto page, call.List<v1::Engagement>(args));
  v1::ListEngagementsResponse response;
  for (v1::Engagement& engagement : page.items) {
    *response.add_engagements() = std::move(engagement);
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::Engagement> Engagements::Close(rpc::Call& call,
                                                  const v1::CloseEngagementRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  CloseFacts facts;
  facts.waive_reason = request.waive_reason();
  ASSIGN_OR_RETURN(facts.items, Children<v1::HandoverItem>(call, engagement.id()));
  ASSIGN_OR_RETURN(facts.evaluations, Children<v1::Evaluation>(call, engagement.id()));
  ASSIGN_OR_RETURN(facts.decisions, Children<v1::Decision>(call, engagement.id()));
  ASSIGN_OR_RETURN(facts.escalations, Children<v1::Escalation>(call, engagement.id()));
  ASSIGN_OR_RETURN(const auto closed,
                   governance::Close(data_.policy, *engagement, facts, call.now()));
  assessment::v1::RecordOutcomeRequest told;
  ASSIGN_OR_RETURN(*told.mutable_name(), FindAssessment(call, closed));
  ASSIGN_OR_RETURN(const auto outcome,
                   OutcomeOf(data_.policy, closed, facts.evaluations, call.today()));
  if (outcome) *told.mutable_realized_outcome() = *outcome;
  rpc::Commit commit = call.Begin("engagement.closed");
  commit.Update(engagement, closed);
  commit.CancelTimer(engagement.id(), kContractTimer);
  commit.Reason(request.waive_reason());
  if (outcome && !told.name().empty()) commit.Relay(kRecordOutcome, told);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(engagement.id(), closed);
}

absl::StatusOr<v1::Engagement> Engagements::FollowContract(
    rpc::Call& call, const v1::FollowContractRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*engagement));
  if (engagement->contract().empty()) return ContractAbsent(*engagement);
  ASSIGN_OR_RETURN(const ContractTerm term, ReadTerm(call, *engagement));
  ASSIGN_OR_RETURN(const auto after, FollowTerm(data_.policy, *engagement, term, call.today()));
  rpc::Commit commit = call.Begin("engagement.contract_followed");
  commit.Update(engagement, after);
  // Also for an engagement from before the clock looked.
  PlanLook(call, data_.policy, engagement.id(), commit);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(engagement.id(), after);
}

absl::Status Engagements::OnContractDue(rpc::Call& call, const store::Timer& timer) {
  ASSIGN_OR_RETURN(const ResourceName timed, ResourceName::Make(call.tenant(), timer.resource));
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(timed.ToString()));
  if (engagement->contract().empty() || !CheckNotClosed(*engagement).ok()) {
    return absl::OkStatus();
  }
  const auto term = ReadTerm(call, *engagement);
  if (absl::IsNotFound(term.status())) return absl::OkStatus();
  RETURN_IF_ERROR(term.status());
  ASSIGN_OR_RETURN(const auto after, FollowTerm(data_.policy, *engagement, *term, call.today()));
  const bool moved = after.SerializeAsString() != engagement->SerializeAsString();
  rpc::Commit commit =
      call.Begin(moved ? "engagement.contract_followed" : "engagement.contract_read");
  if (moved) commit.Update(engagement, after);
  commit.About(timed.ToString());
  PlanLook(call, data_.policy, timed.ToString(), commit);
  return call.Finish(std::move(commit));
}

absl::StatusOr<v1::Engagement> Engagements::GrantMandate(rpc::Call& call,
                                                         const v1::GrantMandateRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*engagement));
  RETURN_IF_ERROR(CheckMandate(data_.policy, *engagement, request.mandate()));
  return call.Commit(
      engagement,
      governance::Grant(*engagement, request.mandate(), call.principal().subject, call.now()),
      "mandate.granted");
}

absl::StatusOr<v1::Engagement> Engagements::RevokeMandate(rpc::Call& call,
                                                          const v1::RevokeMandateRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  ASSIGN_OR_RETURN(const auto revoked,
                   governance::Revoke(*engagement, request.reason(), call.now()));
  rpc::Commit commit = call.Begin("mandate.revoked");
  commit.Update(engagement, revoked);
  commit.Reason(request.reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(engagement.id(), revoked);
}

absl::StatusOr<v1::AuthorityCheck> Engagements::CheckAuthority(
    rpc::Call& call, const v1::CheckAuthorityRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  AuthorityQuestion question{.domain_code = request.domain_code(),
                             .amount = {},
                             .reserved_code = request.reserved_matter_code(),
                             .on = call.today(),
                             .plan_kind = request.plan_kind()};
  if (request.has_amount()) {
    ASSIGN_OR_RETURN(question.amount, MoneyFromProto(request.amount(), "amount"));
  }
  if (request.has_check_date()) {
    ASSIGN_OR_RETURN(question.on, DateFromProto(request.check_date(), "check_date"));
  }
  ASSIGN_OR_RETURN(v1::AuthorityCheck check,
                   governance::CheckAuthority(data_.policy, *engagement, question));
  check.set_reason(
      call.Text(absl::StrCat("authority.", v1::AuthorityOutcome_Name(check.outcome()))));
  return check;
}

absl::StatusOr<v1::Engagement> Engagements::RequestAdvice(rpc::Call& call,
                                                          const v1::RequestAdviceRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*engagement));
  ASSIGN_OR_RETURN(const Date day, DayOrToday(call, request.has_request_date(),
                                              request.request_date(), "request_date"));
  ASSIGN_OR_RETURN(const auto asked,
                   governance::RequestAdvice(*engagement, request.gate_id(), day));
  return call.Commit(engagement, asked, "gate.requested");
}

absl::StatusOr<v1::Engagement> Engagements::RecordAdvice(rpc::Call& call,
                                                         const v1::RecordAdviceRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*engagement));
  RETURN_IF_ERROR(CheckAdviser(*engagement, request.gate_id(), call.principal().subject));
  Advice advice{.is_positive = request.is_positive(), .text = request.advice_text(), .day = {}};
  ASSIGN_OR_RETURN(advice.day, DayOrToday(call, request.has_advice_date(), request.advice_date(),
                                          "advice_date"));
  ASSIGN_OR_RETURN(const auto advised,
                   governance::RecordAdvice(*engagement, request.gate_id(), advice));
  return call.Commit(engagement, advised, "gate.advised");
}

absl::StatusOr<v1::Engagement> Engagements::WaiveGate(rpc::Call& call,
                                                      const v1::WaiveGateRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*engagement));
  const WaivedBy by = HasPart(*engagement, v1::PARTY_ROLE_WORKS_COUNCIL, call.principal().subject)
                          ? WaivedBy::kWorksCouncil
                          : WaivedBy::kClient;
  ASSIGN_OR_RETURN(const auto waived,
                   governance::WaiveGate(*engagement, request.gate_id(), request.reason(), by));
  rpc::Commit commit = call.Begin("gate.waived");
  commit.Update(engagement, waived);
  const v1::Gate* gate = FindGate(waived, request.gate_id());
  if (gate->state() != v1::GATE_STATE_WAIVED && !gate->subject().empty()) {
    // The suspension is waived: the decision may be carried out at once.
    ASSIGN_OR_RETURN(const auto decision, call.Load<v1::Decision>(gate->subject()));
    v1::Decision free = *decision;
    free.clear_earliest_execution_date();
    commit.Update(decision, free);
  }
  commit.Reason(request.reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(engagement.id(), waived);
}

absl::StatusOr<v1::Dashboard> Engagements::GetDashboard(rpc::Call& call,
                                                        const v1::GetDashboardRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.name()));
  EngagementFacts facts;
  facts.engagement = *engagement;
  ASSIGN_OR_RETURN(facts.kpis, Children<v1::Kpi>(call, engagement.id()));
  ASSIGN_OR_RETURN(facts.milestones, Children<v1::Milestone>(call, engagement.id()));
  ASSIGN_OR_RETURN(facts.decisions, Children<v1::Decision>(call, engagement.id()));
  ASSIGN_OR_RETURN(facts.escalations, Children<v1::Escalation>(call, engagement.id()));
  ASSIGN_OR_RETURN(facts.plans, Children<v1::Plan>(call, engagement.id()));
  ASSIGN_OR_RETURN(facts.items, Children<v1::HandoverItem>(call, engagement.id()));
  const WordText word = [&call](const std::string& key, const TextParams& params) {
    return call.Text(key, params);
  };
  return BuildDashboard(data_.policy, facts, data_.working_days_after, word, call.today());
}

}  // namespace interim::governance
