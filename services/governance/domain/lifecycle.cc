#include "services/governance/domain/lifecycle.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/governance/domain/contract_term.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/escalations.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/mandate.h"
#include "services/governance/domain/policy.h"

namespace interim::governance {
namespace {

constexpr int kHighestMandateLevel = 4;
constexpr int kHighestMark = 10;

template <class List>
bool Contains(const List& list, absl::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool IsOpenDecision(const v1::Decision& decision) {
  return decision.state() == v1::DECISION_STATE_OUT_OF_MANDATE ||
         decision.state() == v1::DECISION_STATE_ESCALATED ||
         decision.state() == v1::DECISION_STATE_CONFIRMING ||
         decision.state() == v1::DECISION_STATE_OPEN;
}

void MissingItems(const CloseFacts& facts, std::vector<PreconditionViolation>& missing) {
  if (!facts.waive_reason.empty()) return;
  if (facts.items.empty()) {
    missing.push_back({"HANDOVER", "handoverItems", "Plan what is handed over, or waive it."});
  }
  for (const v1::HandoverItem& item : facts.items) {
    if (item.state() == v1::HANDOVER_ITEM_STATE_CONFIRMED) continue;
    missing.push_back({"HANDOVER", item.name(),
                       absl::StrCat("'", item.title(), "' waits for ", item.receiver(), ".")});
  }
}

bool IsAfterTheEnd(const EvaluationMomentRule& moment) {
  return moment.anchor() == MOMENT_ANCHOR_END && moment.offset_days() > 0;
}

absl::Status CheckStarted(const v1::Engagement& engagement) {
  if (engagement.state() != v1::ENGAGEMENT_STATE_OPEN) return absl::OkStatus();
  return EngagementStateWrong(engagement, "ACTIVE, EXITING or CLOSED");
}

absl::Status CheckEvaluator(const v1::Engagement& engagement, const EvaluationMomentRule& moment,
                            absl::string_view evaluator) {
  if (HasPart(engagement, v1::PARTY_ROLE_INTERIM_MANAGER, evaluator)) {
    return EvaluatorConflicted(evaluator);
  }
  if (HasPart(engagement, v1::PARTY_ROLE_EVALUATOR, evaluator)) return absl::OkStatus();
  for (const int role : moment.evaluator()) {
    if (HasPart(engagement, static_cast<v1::PartyRole>(role), evaluator)) return absl::OkStatus();
  }
  return EvaluatorWrong(evaluator, moment.code());
}

}  // namespace

void CheckEngagement(const PolicyData& policy, const v1::Engagement& engagement,
                     FieldErrors& errors) {
  const auto start = ReadDate(engagement.start_date(), "engagement.start_date", errors);
  const auto end = ReadDate(engagement.end_date(), "engagement.end_date", errors);
  if (start && end) {
    if (*end < *start) {
      errors.Add("engagement.end_date", "ORDER", "Not before the start.");
    } else if (LatestEnd(policy, *start) < *end) {
      errors.Add("engagement.end_date", "OUT_OF_RANGE",
                 absl::StrCat("An interim assignment ends within ", policy.stop_months(),
                              " months; longer needs another solution."));
    }
  }
  if (engagement.mandate_level() < 0 || engagement.mandate_level() > kHighestMandateLevel) {
    errors.Add("engagement.mandate_level", "OUT_OF_RANGE", "0 to 4.");
  }
}

absl::StatusOr<v1::Engagement> Open(const PolicyData& policy, const v1::Engagement& draft) {
  RETURN_IF_ERROR(CheckParties(draft));
  v1::Engagement engagement = draft;
  ASSIGN_OR_RETURN(const Date end, DateFromProto(draft.end_date(), "engagement.end_date"));
  engagement.set_state(v1::ENGAGEMENT_STATE_OPEN);
  if (engagement.cadence_mode() == v1::CADENCE_MODE_UNSPECIFIED) {
    engagement.set_cadence_mode(v1::CADENCE_MODE_NORMAL);
  }
  engagement.clear_mandate();
  engagement.clear_gates();
  *engagement.mutable_handover_start_date() = ToProto(end.AddDays(-policy.handover_lead_days()));
  return engagement;
}

absl::StatusOr<v1::Engagement> Start(const v1::Engagement& engagement, absl::Time now) {
  if (engagement.state() != v1::ENGAGEMENT_STATE_OPEN) {
    return EngagementStateWrong(engagement, "OPEN");
  }
  if (engagement.is_contract_over()) return ContractNotActive(engagement.contract(), "ENDED");
  v1::Engagement after = engagement;
  after.set_state(v1::ENGAGEMENT_STATE_ACTIVE);
  *after.mutable_activate_time() = ToInstant(now);
  return after;
}

absl::StatusOr<v1::Engagement> Close(const PolicyData& policy, const v1::Engagement& engagement,
                                     const CloseFacts& facts, absl::Time now) {
  // A contract that ended before the work began leaves nothing to hand over or to evaluate.
  const bool never_began =
      engagement.state() == v1::ENGAGEMENT_STATE_OPEN && engagement.is_contract_over();
  if (!never_began) RETURN_IF_ERROR(CheckRunning(engagement));
  std::vector<PreconditionViolation> missing;
  if (HasMandate(engagement)) {
    missing.push_back({"MANDATE", engagement.name(), "Revoke the mandate."});
  }
  if (!never_began) MissingItems(facts, missing);
  const bool evaluated =
      never_began ||
      std::any_of(facts.evaluations.begin(), facts.evaluations.end(), [&](const auto& evaluation) {
        return evaluation.moment_code() == policy.final_moment();
      });
  if (!evaluated) {
    missing.push_back({"EVALUATION", policy.final_moment(), "Record the final evaluation."});
  }
  for (const v1::Decision& decision : facts.decisions) {
    if (!IsOpenDecision(decision)) continue;
    missing.push_back({"DECISION", decision.name(),
                       absl::StrCat("'", decision.title(), "' is ", ShortName(decision.state()),
                                    "; decide, ratify, reverse or withdraw it.")});
  }
  for (const v1::Escalation& escalation : facts.escalations) {
    if (!IsRunning(escalation)) continue;
    missing.push_back({"ESCALATION", escalation.name(),
                       absl::StrCat("'", escalation.issue(), "' is running; resolve it.")});
  }
  if (!missing.empty()) return CloseIncomplete(engagement, std::move(missing));
  v1::Engagement after = engagement;
  after.set_state(v1::ENGAGEMENT_STATE_CLOSED);
  *after.mutable_close_time() = ToInstant(now);
  return after;
}

absl::Status CheckRunning(const v1::Engagement& engagement) {
  if (engagement.state() == v1::ENGAGEMENT_STATE_ACTIVE ||
      engagement.state() == v1::ENGAGEMENT_STATE_EXITING) {
    return absl::OkStatus();
  }
  return EngagementStateWrong(engagement, "ACTIVE or EXITING");
}

absl::Status CheckNotClosed(const v1::Engagement& engagement) {
  if (engagement.state() != v1::ENGAGEMENT_STATE_CLOSED) return absl::OkStatus();
  return EngagementStateWrong(engagement, "OPEN, ACTIVE or EXITING");
}

v1::Plan SubmitPlan(const v1::Plan& draft, Date today) {
  v1::Plan plan = draft;
  plan.set_state(v1::PLAN_STATE_SUBMITTED);
  *plan.mutable_submit_date() = ToProto(today);
  return plan;
}

absl::StatusOr<v1::Plan> DecidePlan(const v1::Engagement& engagement, const v1::Plan& plan,
                                    const PlanChoice& choice, Date today) {
  if (plan.state() != v1::PLAN_STATE_SUBMITTED) return PlanStateWrong(plan);
  ASSIGN_OR_RETURN(const Date start, DateFromProto(engagement.start_date(), "start_date"));
  v1::Plan after = plan;
  after.set_state(v1::PLAN_STATE_DECIDED);
  after.set_outcome(choice.outcome);
  after.set_reason(choice.reason);
  after.set_decider(choice.decider);
  *after.mutable_decide_date() = ToProto(today);
  after.set_decide_day(static_cast<int>(start.DaysUntil(today)) + 1);
  return after;
}

absl::StatusOr<Date> EarliestEvaluation(const PolicyData& policy, const v1::Engagement& engagement,
                                        const EvaluationMomentRule& moment) {
  ASSIGN_OR_RETURN(const Date start, DateFromProto(engagement.start_date(), "start_date"));
  ASSIGN_OR_RETURN(Date end, DateFromProto(engagement.end_date(), "end_date"));
  if (engagement.has_close_time()) {
    end = std::min(end, AmsterdamDate(FromInstant(engagement.close_time())));
  }
  Date anchor = start;
  if (moment.anchor() == MOMENT_ANCHOR_MIDDLE) {
    anchor = start.AddDays(static_cast<int>(start.DaysUntil(end) / 2));
  } else if (moment.anchor() == MOMENT_ANCHOR_END) {
    const bool ends_now = moment.offset_days() <= 0 && engagement.has_mandate() &&
                          engagement.mandate().has_revoke_time();
    if (ends_now) return start;
    anchor = end;
  }
  return anchor.AddMonths(moment.offset_months())
      .date.AddDays(moment.offset_days() - policy.evaluation_early_days());
}

absl::StatusOr<v1::Evaluation> Evaluate(const PolicyData& policy, const v1::Engagement& engagement,
                                        const std::vector<v1::Evaluation>& earlier,
                                        const v1::Evaluation& draft, absl::string_view evaluator,
                                        Date today) {
  FieldErrors errors;
  const EvaluationMomentRule* moment = FindMoment(policy, draft.moment_code());
  if (moment == nullptr) {
    errors.Add("evaluation.moment_code", "UNKNOWN", "Not an evaluation moment.");
  }
  if (draft.satisfaction() < 1 || draft.satisfaction() > kHighestMark) {
    errors.Add("evaluation.satisfaction", "OUT_OF_RANGE", "1 to 10.");
  }
  if (draft.moment_code() == policy.final_moment() && draft.goals().empty()) {
    errors.Add("evaluation.goals", "REQUIRED",
               "Say of each goal of the brief whether it was reached.");
  }
  RETURN_IF_ERROR(errors.ToStatus());
  RETURN_IF_ERROR(IsAfterTheEnd(*moment) ? CheckStarted(engagement) : CheckRunning(engagement));
  RETURN_IF_ERROR(CheckEvaluator(engagement, *moment, evaluator));
  ASSIGN_OR_RETURN(const Date earliest, EarliestEvaluation(policy, engagement, *moment));
  if (today < earliest) return EvaluationEarly(draft.moment_code(), earliest);
  for (const v1::Evaluation& evaluation : earlier) {
    if (evaluation.moment_code() == draft.moment_code()) {
      return EvaluationExists(draft.moment_code());
    }
  }
  v1::Evaluation evaluation = draft;
  evaluation.set_evaluator(std::string(evaluator));
  *evaluation.mutable_evaluate_date() = ToProto(today);
  return evaluation;
}

absl::StatusOr<v1::HandoverItem> PlanItem(const PolicyData& policy,
                                          const v1::Engagement& engagement,
                                          const v1::HandoverItem& draft) {
  FieldErrors errors;
  if (!Contains(policy.handover_group(), draft.group_code())) {
    errors.Add("handover_item.group_code", "UNKNOWN", "Not a group of the checklist.");
  }
  if (HasPart(engagement, v1::PARTY_ROLE_INTERIM_MANAGER, draft.receiver())) {
    errors.Add("handover_item.receiver", "CONFLICT", "The interim manager cannot receive.");
  } else if (PartsOf(engagement, draft.receiver()).empty()) {
    errors.Add("handover_item.receiver", "UNKNOWN", "Somebody with a part in the engagement.");
  }
  RETURN_IF_ERROR(errors.ToStatus());
  v1::HandoverItem item = draft;
  item.set_state(v1::HANDOVER_ITEM_STATE_PLANNED);
  item.clear_confirm_time();
  item.clear_note();
  return item;
}

v1::Engagement EnterExit(const v1::Engagement& engagement, Date today) {
  v1::Engagement after = engagement;
  const auto from = DateFromProto(engagement.handover_start_date(), "handover_start_date");
  if (after.state() == v1::ENGAGEMENT_STATE_ACTIVE && from.ok() && *from <= today) {
    after.set_state(v1::ENGAGEMENT_STATE_EXITING);
  }
  return after;
}

absl::StatusOr<v1::HandoverItem> ConfirmItem(const v1::HandoverItem& item,
                                             absl::string_view subject, absl::string_view note,
                                             absl::Time now) {
  if (item.state() == v1::HANDOVER_ITEM_STATE_CONFIRMED) return HandoverItemConfirmed(item);
  if (item.receiver() != subject) return ReceiverWrong(item);
  v1::HandoverItem after = item;
  after.set_state(v1::HANDOVER_ITEM_STATE_CONFIRMED);
  after.set_note(std::string(note));
  *after.mutable_confirm_time() = ToInstant(now);
  return after;
}

}  // namespace interim::governance
