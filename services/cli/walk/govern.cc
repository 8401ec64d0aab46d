// Stage 4: who may decide what, is it working, how does it end?
#include "services/cli/walk/govern.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "interim/assessment/v1/assessment.pb.h"
#include "interim/contracting/v1/working_relation.pb.h"
#include "interim/governance/v1/governance_service.pb.h"
#include "services/cli/walk/case.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::governance::v1;

constexpr char kOpen[] = R"req(
  parent: "${parent}"
  engagement {
    contract: "${contract}"
    cadence_mode: CADENCE_MODE_PROJECT
    parties {
      role: PARTY_ROLE_STEERING
      subject: "finance.director"
      display_name: "${text:case.steering_member}"
    }
    parties {
      role: PARTY_ROLE_WORKS_COUNCIL
      subject: "works.council"
      display_name: "${text:case.stakeholder}"
    }
    parties {
      role: PARTY_ROLE_SUCCESSOR
      subject: "site.manager.south"
      display_name: "${text:case.successor}"
    }
    parties { role: PARTY_ROLE_RECEIVER subject: "hr.advisor" display_name: "${text:case.hr}" }
  }
)req";

constexpr char kMandate[] = R"req(
  name: "${engagement}"
  etag: "${etag}"
  mandate {
    level: 2
    domains {
      domain_code: "COMMITMENTS"
      decision_limit { ${eur:50000.00} }
      period_limit { ${eur:120000.00} }
    }
    domains {
      domain_code: "PEOPLE"
      decision_limit { ${eur:0.00} }
      needs_four_eyes: true
    }
    valid_from_date { ${day:2026-01-26} }
    valid_to_date { ${day:2026-12-11} }
    emergency_report_hours: 24
  }
)req";

constexpr char kMergerPlan[] = R"req(
  parent: "${engagement}"
  decision {
    title: "${text:case.plan_title}"
    domain_code: "ORGANIZATION_CHANGE"
    options: "${text:case.plan_yes}"
    options: "${text:case.plan_no}"
    recommendation: "${text:case.plan_yes}"
    effect: "${text:case.plan_effect}"
    has_personnel_impact: true
    plan_kind: PLAN_KIND_MERGER
    due_date { ${day:2026-03-31} }
  }
)req";

constexpr char kDecideMerger[] = R"req(
  name: "${plan_decision}"
  chosen_option: "${text:case.plan_yes}"
  reason: "${text:case.plan_reason}"
  departs_from_advice: true
)req";

std::string LevelCode(v1::EscalationLevel level) {
  return std::string(absl::StripPrefix(v1::EscalationLevel_Name(level), "ESCALATION_LEVEL_"));
}

std::string Metadata(const ErrorSpec& error, absl::string_view name) {
  for (const auto& [key, value] : error.metadata) {
    if (key == name) return value;
  }
  return "";
}

absl::Status OpenAndGrant(Walk& walk, Report& report) {
  ASSIGN_OR_RETURN(
      v1::Engagement engagement,
      walk.Do<v1::Engagement>({"govern/open", "hr", "governance.OpenEngagement", kOpen, ""}));
  walk.Set("engagement", engagement.name());
  walk.Set("etag", engagement.etag());
  ASSIGN_OR_RETURN(engagement, walk.Do<v1::Engagement>({"govern/mandate", "board",
                                                        "governance.GrantMandate", kMandate, ""}));
  RETURN_IF_ERROR(
      Expect(engagement.mandate().has_grant_time(), "govern/mandate", "the mandate is in force"));
  report.Item("govern.mandate",
              {{"level", absl::StrCat(engagement.mandate().level())},
               {"limit", report.Amount(engagement.mandate().domains(0).decision_limit())},
               {"period", report.Amount(engagement.mandate().domains(0).period_limit())}});
  report.Fact("govern.parties", absl::StrCat(engagement.parties_size()));
  report.Fact("govern.mandate_level", absl::StrCat(engagement.mandate().level()));
  return absl::OkStatus();
}

absl::Status StartWork(Walk& walk) {
  ASSIGN_OR_RETURN(const auto engagement,
                   walk.Do<v1::Engagement>({"govern/start", "sponsor", "governance.StartEngagement",
                                            R"req(name: "${engagement}")req", ""}));
  return Expect(engagement.state() == v1::ENGAGEMENT_STATE_ACTIVE, "govern/start", "the work runs");
}

// The council is asked about the plan, not about the manager; before its advice nothing is decided.
absl::Status AskCouncil(Walk& walk) {
  ASSIGN_OR_RETURN(const auto decision,
                   walk.Do<v1::Decision>({"govern/plan_raise", "manager",
                                          "governance.RaiseDecision", kMergerPlan, ""}));
  walk.Set("plan_decision", decision.name());
  walk.Set("gate", decision.gate_id());
  RETURN_IF_ERROR(Expect(!decision.gate_id().empty(), "govern/plan_raise",
                         "a plan for a merger opens a gate of the works council"));
  RETURN_IF_ERROR(walk.Refused({"govern/plan_too_early", "board", "governance.DecideDecision",
                                kDecideMerger, ""},
                               "GATE_OPEN")
                      .status());
  return walk
      .Do<v1::Engagement>({"govern/council_ask", "sponsor", "governance.RequestAdvice", R"req(
                             name: "${engagement}"
                             gate_id: "${gate}")req",
                           ""})
      .status();
}

absl::Status CouncilAdvises(Walk& walk) {
  ASSIGN_OR_RETURN(
      const auto engagement,
      walk.Do<v1::Engagement>({"govern/council_advice", "council", "governance.RecordAdvice", R"req(
                                 name: "${engagement}"
                                 gate_id: "${gate}"
                                 is_positive: false
                                 advice_text: "${text:case.council_advice}")req",
                               ""}));
  for (const v1::Gate& gate : engagement.gates()) {
    if (gate.state() == v1::GATE_STATE_ADVICE_NEGATIVE) return absl::OkStatus();
  }
  return Expect(false, "govern/council_advice", "the advice against is on file");
}

absl::StatusOr<v1::Decision> DepartFromAdvice(Walk& walk) {
  RETURN_IF_ERROR(walk.Do<v1::Decision>({"govern/plan_decide", "board", "governance.DecideDecision",
                                         kDecideMerger, ""})
                      .status());
  return walk.Do<v1::Decision>({"govern/plan_notify", "board", "governance.NotifyDecision",
                                R"req(name: "${plan_decision}")req", ""});
}

// Refused until one month and a day after the notice; `key` says which try this is.
absl::Status TryToExecute(Walk& walk, const std::string& key, const std::string& earliest) {
  ASSIGN_OR_RETURN(const ErrorSpec error,
                   walk.Refused({key, "manager", "governance.ExecuteDecision",
                                 R"req(name: "${plan_decision}")req", ""},
                                "EXECUTION_SUSPENDED"));
  RETURN_IF_ERROR(Expect(
      Metadata(error, "earliestDate") == earliest, key,
      absl::StrCat("the first day is ", earliest, ", not ", Metadata(error, "earliestDate"))));
  return Expect(Metadata(error, "ruleId") == "R12", key, "rule R12 is named");
}

absl::Status Execute(Walk& walk, const v1::Decision& told, Report& report) {
  ASSIGN_OR_RETURN(
      const auto decision,
      walk.Do<v1::Decision>({"govern/plan_execute", "manager", "governance.ExecuteDecision",
                             R"req(name: "${plan_decision}")req", ""}));
  RETURN_IF_ERROR(Expect(decision.state() == v1::DECISION_STATE_EXECUTED, "govern/plan_execute",
                         "the plan is carried out"));
  report.Item("govern.council", {{"advised", report.Day("2026-02-16")},
                                 {"decided", report.Day("2026-02-23")},
                                 {"earliest", report.Day(told.earliest_execution_date())}});
  report.Fact("govern.earliest_execution", "2026-03-24");
  report.Fact("govern.plan_state", "EXECUTED");
  return absl::OkStatus();
}

absl::Status DecideInside(Walk& walk, Report& report) {
  ASSIGN_OR_RETURN(v1::Decision decision, walk.Do<v1::Decision>({"govern/small_raise", "manager",
                                                                 "governance.RaiseDecision",
                                                                 R"req(
                               parent: "${engagement}"
                               decision {
                                 title: "${text:case.small_title}"
                                 domain_code: "COMMITMENTS"
                                 amount { ${eur:38500.00} }
                                 options: "${text:case.small_option}"
                                 recommendation: "${text:case.small_option}"
                               })req",
                                                                 ""}));
  walk.Set("small_decision", decision.name());
  ASSIGN_OR_RETURN(decision, walk.Do<v1::Decision>({"govern/small_decide", "manager",
                                                    "governance.DecideDecision", R"req(
                                                      name: "${small_decision}"
                                                      chosen_option: "${text:case.small_option}"
                                                      reason: "${text:case.small_reason}")req",
                                                    ""}));
  RETURN_IF_ERROR(Expect(decision.state() == v1::DECISION_STATE_DECIDED, "govern/small_decide",
                         "a decision inside the mandate passes"));
  report.Item("govern.inside",
              {{"title", decision.title()}, {"amount", report.Amount(decision.amount())}});
  report.Fact("govern.small_decision", "DECIDED");
  return absl::OkStatus();
}

absl::Status DecideAbove(Walk& walk) {
  ASSIGN_OR_RETURN(v1::Decision decision, walk.Do<v1::Decision>({"govern/large_raise", "manager",
                                                                 "governance.RaiseDecision",
                                                                 R"req(
                               parent: "${engagement}"
                               decision {
                                 title: "${text:case.large_title}"
                                 domain_code: "COMMITMENTS"
                                 amount { ${eur:95000.00} }
                                 options: "${text:case.large_option}"
                                 options: "${text:case.large_other}"
                                 recommendation: "${text:case.large_option}"
                                 effect: "${text:case.large_reason}"
                               })req",
                                                                 ""}));
  walk.Set("large_decision", decision.name());
  ASSIGN_OR_RETURN(decision, walk.Do<v1::Decision>({"govern/large_try", "manager",
                                                    "governance.DecideDecision", R"req(
                                                      name: "${large_decision}"
                                                      chosen_option: "${text:case.large_option}"
                                                      reason: "${text:case.large_reason}")req",
                                                    ""}));
  walk.Set("escalation", decision.escalation());
  RETURN_IF_ERROR(Expect(decision.state() == v1::DECISION_STATE_ESCALATED &&
                             decision.level() == v1::ESCALATION_LEVEL_SPONSOR,
                         "govern/large_try", "above the limit it is escalated to the sponsor"));
  return absl::OkStatus();
}

// Nobody answered for two working days, so the clock moved it to the steering committee.
absl::Status ClockMovedUp(Walk& walk, Report& report) {
  v1::Escalation escalation;
  RETURN_IF_ERROR(walk.Await({"govern/large_moved", "steering", "governance.GetEscalation",
                              R"req(name: "${escalation}")req", ""},
                             escalation, [](const google::protobuf::Message& message) {
                               return static_cast<const v1::Escalation&>(message).level() ==
                                      v1::ESCALATION_LEVEL_STEERING;
                             }));
  bool timed_out = false;
  for (const v1::EscalationStep& step : escalation.steps()) {
    timed_out = timed_out || step.cause() == v1::STEP_CAUSE_TIMED_OUT;
  }
  RETURN_IF_ERROR(Expect(timed_out, "govern/large_moved", "the clock moved it"));
  ASSIGN_OR_RETURN(const auto decision, walk.Do<v1::Decision>({"govern/large_decide", "steering",
                                                               "governance.DecideDecision", R"req(
                               name: "${large_decision}"
                               chosen_option: "${text:case.large_option}"
                               reason: "${text:case.large_decided}")req",
                                                               ""}));
  RETURN_IF_ERROR(Expect(decision.state() == v1::DECISION_STATE_DECIDED, "govern/large_decide",
                         "the steering committee decides"));
  report.Item("govern.above", {{"title", decision.title()},
                               {"amount", report.Amount(decision.amount())},
                               {"limit", report.Amount(decision.authority().limit())},
                               {"from", report.Word("level", "SPONSOR")},
                               {"to", report.Word("level", LevelCode(decision.level()))}});
  report.Fact("govern.large_decision", "DECIDED");
  report.Fact("govern.large_level", LevelCode(decision.level()));
  return absl::OkStatus();
}

// Closing tells the assessment what became of its advice, by itself.
absl::Status OutcomeKnown(Walk& walk, Report& report) {
  namespace av = ::interim::assessment::v1;
  av::Assessment assessment;
  RETURN_IF_ERROR(walk.Await(
      {"govern/outcome", "hr", "assessment.GetAssessment", R"req(name: "${assessment}")req", ""},
      assessment, [](const google::protobuf::Message& message) {
        return static_cast<const av::Assessment&>(message).has_realized_outcome();
      }));
  const av::RealizedOutcome& outcome = assessment.realized_outcome();
  RETURN_IF_ERROR(Expect(outcome.result() == av::REALIZED_RESULT_REACHED, "govern/outcome",
                         "the assessment knows that the goals were reached"));
  report.Item("govern.outcome", {{"percent", absl::StrCat(outcome.goals_reached_percent())}});
  report.Fact("govern.realized", "REACHED");
  return absl::OkStatus();
}

// Contracting has heard how the work was done, and weighed the working relation on it.
absl::Status PracticeKnown(Walk& walk, Report& report) {
  namespace cv = ::interim::contracting::v1;
  constexpr int kFacts = 7;  // a decision, the plan, two evaluations, three items handed over
  cv::WorkingRelation relation;
  RETURN_IF_ERROR(walk.Await(
      {"govern/practice", "hr", "contracting.GetWorkingRelation", R"req(name: "${contract}")req",
       ""},
      relation, [](const google::protobuf::Message& message) {
        return static_cast<const cv::WorkingRelation&>(message).practice_facts_size() >= kFacts;
      }));
  const auto count = [&relation](cv::PracticeKind kind) {
    return absl::StrCat(std::count_if(relation.practice_facts().begin(),
                                      relation.practice_facts().end(),
                                      [&](const auto& fact) { return fact.kind() == kind; }));
  };
  RETURN_IF_ERROR(Expect(relation.practice_facts_size() == kFacts, "govern/practice",
                         "contracting knows each fact once"));
  RETURN_IF_ERROR(Expect(relation.drifts().empty(), "govern/practice",
                         "practice does not differ from what was signed"));
  report.Item("govern.practice", {{"decisions", count(cv::PRACTICE_KIND_MANDATE_USE)},
                                  {"meetings", count(cv::PRACTICE_KIND_STEERING_MEETING)},
                                  {"results", count(cv::PRACTICE_KIND_RESULT_ACCEPTED)}});
  report.Fact("govern.practice_facts", absl::StrCat(relation.practice_facts_size()));
  return absl::OkStatus();
}

absl::Status FirstMonth(Walk& walk, Report& report) {
  RETURN_IF_ERROR(walk.GoTo("2026-01-26"));
  RETURN_IF_ERROR(StartWork(walk));
  RETURN_IF_ERROR(PlanProgress(walk));
  RETURN_IF_ERROR(AskCouncil(walk));
  RETURN_IF_ERROR(walk.GoTo("2026-02-02"));
  RETURN_IF_ERROR(RecordWork(walk, 1, 40));
  RETURN_IF_ERROR(DecideInside(walk, report));
  RETURN_IF_ERROR(DecideAbove(walk));
  RETURN_IF_ERROR(walk.GoTo("2026-02-05"));
  RETURN_IF_ERROR(ClockMovedUp(walk, report));
  RETURN_IF_ERROR(walk.GoTo("2026-02-16"));
  RETURN_IF_ERROR(CouncilAdvises(walk));
  RETURN_IF_ERROR(SubmitPlan(walk));
  RETURN_IF_ERROR(walk.GoTo("2026-02-20"));
  return DecidePlan(walk, report);
}

absl::Status TheMerger(Walk& walk, Report& report) {
  RETURN_IF_ERROR(walk.GoTo("2026-02-23"));
  ASSIGN_OR_RETURN(const v1::Decision told, DepartFromAdvice(walk));
  RETURN_IF_ERROR(TryToExecute(walk, "govern/plan_execute_at_once", "2026-03-24"));
  RETURN_IF_ERROR(Slip(walk, report));
  RETURN_IF_ERROR(walk.GoTo("2026-03-02"));
  RETURN_IF_ERROR(RecordWork(walk, 2, 160));
  RETURN_IF_ERROR(Measure(walk, 0));
  RETURN_IF_ERROR(walk.GoTo("2026-03-23"));
  RETURN_IF_ERROR(TryToExecute(walk, "govern/plan_execute_a_day_early", "2026-03-24"));
  RETURN_IF_ERROR(walk.GoTo("2026-03-24"));
  RETURN_IF_ERROR(Execute(walk, told, report));
  return Complete(walk, "design");
}

absl::Status TheMiddle(Walk& walk) {
  RETURN_IF_ERROR(walk.GoTo("2026-04-10"));
  RETURN_IF_ERROR(RecordWork(walk, 3, 168));
  RETURN_IF_ERROR(Complete(walk, "move"));
  RETURN_IF_ERROR(walk.GoTo("2026-05-04"));
  RETURN_IF_ERROR(RecordWork(walk, 4, 152));
  RETURN_IF_ERROR(Measure(walk, 1));
  RETURN_IF_ERROR(walk.GoTo("2026-07-01"));
  RETURN_IF_ERROR(RecordWork(walk, 5, 144));
  RETURN_IF_ERROR(RecordWork(walk, 6, 160));
  RETURN_IF_ERROR(Measure(walk, 2));
  RETURN_IF_ERROR(Evaluate(walk, "MID_TERM", "case.lesson_mid", 8));
  RETURN_IF_ERROR(walk.GoTo("2026-10-12"));
  for (const auto& [month, hours] :
       std::vector<std::pair<int, int>>{{7, 120}, {8, 104}, {9, 168}}) {
    RETURN_IF_ERROR(RecordWork(walk, month, hours));
  }
  RETURN_IF_ERROR(Measure(walk, 3));
  return Complete(walk, "day1");
}

absl::Status TheEnd(Walk& walk, Report& report) {
  RETURN_IF_ERROR(walk.GoTo("2026-10-30"));
  RETURN_IF_ERROR(PlanHandover(walk));
  RETURN_IF_ERROR(walk.GoTo("2026-12-07"));
  RETURN_IF_ERROR(RecordWork(walk, 10, 160));
  RETURN_IF_ERROR(RecordWork(walk, 11, 152));
  RETURN_IF_ERROR(Measure(walk, 4));
  RETURN_IF_ERROR(ConfirmHandover(walk, report));
  RETURN_IF_ERROR(walk.GoTo("2026-12-11"));
  RETURN_IF_ERROR(RecordWork(walk, 12, 56));
  RETURN_IF_ERROR(Evaluate(walk, "END", "case.lesson_end", 9));
  RETURN_IF_ERROR(ReportKpis(walk, report));
  RETURN_IF_ERROR(Close(walk, report));
  RETURN_IF_ERROR(PracticeKnown(walk, report));
  return OutcomeKnown(walk, report);
}

}  // namespace

absl::Status PlayGovern(Walk& walk, Report& report) {
  report.Section("stage.govern.head");
  report.Line("govern.answer");
  RETURN_IF_ERROR(walk.GoTo("2026-01-23"));
  RETURN_IF_ERROR(OpenAndGrant(walk, report));
  RETURN_IF_ERROR(FirstMonth(walk, report));
  RETURN_IF_ERROR(TheMerger(walk, report));
  RETURN_IF_ERROR(TheMiddle(walk));
  return TheEnd(walk, report);
}

}  // namespace interim::cli
