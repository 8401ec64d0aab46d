#include "services/governance/domain/dashboard.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/core/decimal.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/governance/domain/contract_term.h"
#include "services/governance/domain/gates.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/kpis.h"
#include "services/governance/domain/lifecycle.h"
#include "services/governance/domain/mandate.h"
#include "services/governance/domain/milestones.h"
#include "services/governance/domain/parties.h"

namespace interim::governance {
namespace {

struct Draft {
  const PolicyData& policy;
  const EngagementFacts& facts;
  const WordText& word;
  Date today;
  v1::Dashboard board;

  void Signal(absl::string_view code, v1::TrafficLight light, absl::string_view rule_id,
              const TextParams& params) {
    v1::Signal* signal = board.add_signals();
    signal->set_code(std::string(code));
    signal->set_light(light);
    signal->set_rule_id(std::string(rule_id));
    signal->set_text(word(absl::StrCat("signal.", code), params));
  }
};

absl::Status AddLights(Draft& draft) {
  for (const v1::Kpi& kpi : draft.facts.kpis) {
    v1::Light* light = draft.board.add_lights();
    light->set_resource(kpi.name());
    light->set_display_name(kpi.display_name());
    ASSIGN_OR_RETURN(const v1::TrafficLight now, LightToday(kpi, draft.today));
    light->set_light(now);
    const std::string last =
        kpi.measurements().empty() ? "-" : kpi.measurements().rbegin()->value().value();
    light->set_text(draft.word("light.kpi", {{"value", last},
                                             {"baseline", kpi.baseline().value()},
                                             {"target", kpi.target().value()},
                                             {"unit", kpi.unit()}}));
  }
  for (const v1::Milestone& milestone : draft.facts.milestones) {
    v1::Light* light = draft.board.add_lights();
    light->set_resource(milestone.name());
    light->set_display_name(milestone.title());
    ASSIGN_OR_RETURN(const v1::TrafficLight colour, MilestoneLight(milestone, draft.today));
    light->set_light(colour);
    ASSIGN_OR_RETURN(const Date planned,
                     DateFromProto(milestone.planned_date(), "milestone.planned_date"));
    light->set_text(draft.word("light.milestone", {{"date", planned.ToString()},
                                                   {"days", absl::StrCat(milestone.slip_days())}}));
  }
  return absl::OkStatus();
}

absl::Status CountDecisions(Draft& draft, const WorkingDaysAfter& working_days_after) {
  int open = 0;
  int old = 0;
  int outside = 0;
  for (const v1::Decision& decision : draft.facts.decisions) {
    if (decision.state() == v1::DECISION_STATE_OUT_OF_MANDATE) ++outside;
    if (decision.state() != v1::DECISION_STATE_OPEN &&
        decision.state() != v1::DECISION_STATE_ESCALATED &&
        decision.state() != v1::DECISION_STATE_CONFIRMING) {
      continue;
    }
    ++open;
    const Date raised = AmsterdamDate(FromInstant(decision.raise_time()));
    ASSIGN_OR_RETURN(const Date limit,
                     working_days_after(raised, draft.policy.old_decision_working_days()));
    if (draft.today > limit) ++old;
  }
  draft.board.set_open_decision_count(open);
  draft.board.set_old_decision_count(old);
  draft.board.set_out_of_mandate_count(outside);
  if (outside > 0) {
    draft.Signal("OUT_OF_MANDATE", v1::TRAFFIC_LIGHT_RED, "GEN-06",
                 {{"count", absl::StrCat(outside)}});
  }
  if (old > 0) {
    draft.Signal("DECISIONS_OLD", v1::TRAFFIC_LIGHT_AMBER, "SUC-05",
                 {{"count", absl::StrCat(old)},
                  {"days", absl::StrCat(draft.policy.old_decision_working_days())}});
  }
  return absl::OkStatus();
}

void CountTheRest(Draft& draft) {
  int running = 0;
  int exhausted = 0;
  for (const v1::Escalation& escalation : draft.facts.escalations) {
    if (IsRunning(escalation)) ++running;
    if (escalation.state() == v1::ESCALATION_STATE_EXHAUSTED) ++exhausted;
  }
  draft.board.set_running_escalation_count(running);
  if (exhausted > 0) {
    draft.Signal("ESCALATION_EXHAUSTED", v1::TRAFFIC_LIGHT_RED, "LADDER",
                 {{"count", absl::StrCat(exhausted)}});
  }
  int open_gates = 0;
  for (const v1::Gate& gate : draft.facts.engagement.gates()) {
    if (IsClosed(gate)) continue;
    ++open_gates;
    draft.Signal("GATE_OPEN", v1::TRAFFIC_LIGHT_AMBER, gate.rule_id(),
                 {{"article", gate.article()}});
  }
  draft.board.set_open_gate_count(open_gates);
  int confirmed = 0;
  for (const v1::HandoverItem& item : draft.facts.items) {
    if (item.state() == v1::HANDOVER_ITEM_STATE_CONFIRMED) ++confirmed;
  }
  draft.board.set_handover_item_count(static_cast<int>(draft.facts.items.size()));
  draft.board.set_confirmed_item_count(confirmed);
}

void SignalHandover(Draft& draft, Date end) {
  const v1::Engagement& engagement = draft.facts.engagement;
  const std::int64_t left = draft.today.DaysUntil(end);
  if (!CheckRunning(engagement).ok() || left > draft.policy.handover_lead_days()) return;
  const bool red = left <= draft.policy.handover_red_days();
  if (engagement.state() == v1::ENGAGEMENT_STATE_ACTIVE) {
    draft.Signal("HANDOVER_LATE", red ? v1::TRAFFIC_LIGHT_RED : v1::TRAFFIC_LIGHT_AMBER, "G-E1",
                 {{"days", absl::StrCat(left)}, {"end", end.ToString()}});
  } else if (red && draft.board.confirmed_item_count() < draft.board.handover_item_count()) {
    draft.Signal("HANDOVER_UNCONFIRMED", v1::TRAFFIC_LIGHT_AMBER, "G-E2",
                 {{"confirmed", absl::StrCat(draft.board.confirmed_item_count())},
                  {"count", absl::StrCat(draft.board.handover_item_count())}});
  }
  // With an owner per item the client has chosen in writing how to go on without a successor.
  if (draft.facts.items.empty() && !IsFilled(engagement, v1::PARTY_ROLE_SUCCESSOR)) {
    draft.Signal("SUCCESSOR_MISSING", v1::TRAFFIC_LIGHT_AMBER, "G-E3", {{"end", end.ToString()}});
  }
}

// A plan that was stopped ends the assignment: nobody acts under its mandate any more.
void SignalStop(Draft& draft) {
  const bool stopped =
      std::any_of(draft.facts.plans.begin(), draft.facts.plans.end(),
                  [](const v1::Plan& plan) { return plan.outcome() == v1::PLAN_OUTCOME_STOP; });
  if (stopped && HasMandate(draft.facts.engagement)) {
    draft.Signal("PLAN_STOPPED", v1::TRAFFIC_LIGHT_RED, "G-E5", {});
  }
}

void SignalPlan(Draft& draft, Date start) {
  const bool decided =
      std::any_of(draft.facts.plans.begin(), draft.facts.plans.end(),
                  [](const v1::Plan& plan) { return plan.state() == v1::PLAN_STATE_DECIDED; });
  const Date due = start.AddDays(draft.policy.plan_due_days());
  if (decided || draft.today <= due || !CheckRunning(draft.facts.engagement).ok()) return;
  draft.Signal("PLAN_OVERDUE", v1::TRAFFIC_LIGHT_RED, "GEN-01", {{"due", due.ToString()}});
}

// A target that was not reached on its day stays a signal until it is.
absl::Status SignalOverdue(Draft& draft) {
  if (!CheckNotClosed(draft.facts.engagement).ok()) return absl::OkStatus();
  for (const v1::Kpi& kpi : draft.facts.kpis) {
    if (!kpi.is_overdue()) continue;
    ASSIGN_OR_RETURN(const Date due, DateFromProto(kpi.due_date(), "kpi.due_date"));
    draft.Signal("KPI_OVERDUE", v1::TRAFFIC_LIGHT_RED, kpi.kpi_code(),
                 {{"name", kpi.display_name()}, {"due", due.ToString()}});
  }
  return absl::OkStatus();
}

// What of the contract the engagement could not follow.
absl::Status SignalContract(Draft& draft, Date start, Date end) {
  const v1::Engagement& engagement = draft.facts.engagement;
  if (!engagement.has_contract_end_date() || !CheckNotClosed(engagement).ok()) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Date contract_end,
                   DateFromProto(engagement.contract_end_date(), "contract_end_date"));
  if (engagement.is_contract_over()) {
    draft.Signal("CONTRACT_OVER", v1::TRAFFIC_LIGHT_RED, "G-E5",
                 {{"end", contract_end.ToString()}});
  }
  if (LatestEnd(draft.policy, start) < contract_end) {
    draft.Signal("CONTRACT_TOO_LONG", v1::TRAFFIC_LIGHT_RED, "G-E4",
                 {{"contract_end", contract_end.ToString()},
                  {"end", end.ToString()},
                  {"months", absl::StrCat(draft.policy.stop_months())}});
  }
  return absl::OkStatus();
}

// An extension does not stretch the mandate; without a new one nobody decides after its last day.
absl::Status SignalMandateEnd(Draft& draft, Date end) {
  const v1::Engagement& engagement = draft.facts.engagement;
  if (!HasMandate(engagement) || !CheckRunning(engagement).ok()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Date last,
                   DateFromProto(engagement.mandate().valid_to_date(), "mandate.valid_to_date"));
  if (end <= last || draft.today < last.AddDays(-draft.policy.redecision_warning_days())) {
    return absl::OkStatus();
  }
  draft.Signal("MANDATE_ENDS_FIRST", v1::TRAFFIC_LIGHT_AMBER, "G-E4",
               {{"last", last.ToString()}, {"end", end.ToString()}});
  return absl::OkStatus();
}

void SignalRedecision(Draft& draft, Date start, Date end) {
  const Date due = start.AddMonths(draft.policy.redecision_months()).date;
  if (end < due || draft.today < due.AddDays(-draft.policy.redecision_warning_days())) return;
  draft.Signal("REDECISION_DUE", v1::TRAFFIC_LIGHT_AMBER, "G-E4", {{"due", due.ToString()}});
}

void SortSignals(v1::Dashboard& board) {
  std::stable_sort(board.mutable_signals()->begin(), board.mutable_signals()->end(),
                   [](const v1::Signal& a, const v1::Signal& b) { return a.light() > b.light(); });
}

}  // namespace

absl::StatusOr<v1::Dashboard> BuildDashboard(const PolicyData& policy, const EngagementFacts& facts,
                                             const WorkingDaysAfter& working_days_after,
                                             const WordText& word, Date today) {
  Draft draft{.policy = policy, .facts = facts, .word = word, .today = today, .board = {}};
  const v1::Engagement& engagement = facts.engagement;
  ASSIGN_OR_RETURN(const Date start, DateFromProto(engagement.start_date(), "start_date"));
  ASSIGN_OR_RETURN(const Date end, DateFromProto(engagement.end_date(), "end_date"));
  ASSIGN_OR_RETURN(const DatePeriod term, DatePeriod::Make(start, end));
  const std::int64_t gone = std::clamp<std::int64_t>(start.DaysUntil(today) + 1, 0, term.days());
  ASSIGN_OR_RETURN(const Decimal elapsed,
                   (Ratio(100) * Ratio(gone) / Ratio(term.days())).RoundHalfUp(1));
  draft.board.set_engagement(engagement.name());
  *draft.board.mutable_reference_date() = ToProto(today);
  draft.board.set_state(engagement.state());
  *draft.board.mutable_elapsed_percent() = ToProto(elapsed);
  RETURN_IF_ERROR(AddLights(draft));
  RETURN_IF_ERROR(CountDecisions(draft, working_days_after));
  CountTheRest(draft);
  SignalHandover(draft, end);
  SignalPlan(draft, start);
  SignalStop(draft);
  SignalRedecision(draft, start, end);
  RETURN_IF_ERROR(SignalOverdue(draft));
  RETURN_IF_ERROR(SignalContract(draft, start, end));
  RETURN_IF_ERROR(SignalMandateEnd(draft, end));
  SortSignals(draft.board);
  return draft.board;
}

}  // namespace interim::governance
