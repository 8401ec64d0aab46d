// KPIs, milestones, the plan, work, evaluations and the hand-over.
#include <array>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/governance/v1/governance_service.pb.h"
#include "services/cli/walk/case.h"
#include "services/cli/walk/govern.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::governance::v1;

struct KpiRow {
  const char* code;
  const char* baseline;
  const char* target;
  const char* due;
  std::array<const char*, 5> values;
};
// In the middle the retention of key people dips, which the dashboard shows.
constexpr std::array<KpiRow, 3> kKpis = {{
    {"INT-01", "10", "100", "2026-10-12", {"22", "48", "71", "100", "100"}},
    {"INT-04", "92", "95", "2026-12-11", {"92", "89", "93", "94", "96"}},
    {"INT-06", "20", "100", "2026-11-30", {"26", "45", "62", "88", "100"}},
}};

struct MilestoneRow {
  const char* id;
  const char* title;
  const char* day;
  bool is_hard;
};
constexpr std::array<MilestoneRow, 3> kMilestones = {{
    {"design", "case.m_design", "2026-03-27", false},
    {"move", "case.m_move", "2026-03-20", false},
    {"day1", "case.m_day1", "2026-10-12", true},
}};

struct ItemRow {
  const char* group;
  const char* title;
  const char* receiver;  // subject
  const char* persona;
};
constexpr std::array<ItemRow, 3> kItems = {{
    {"RESULTS", "case.item1", "site.manager.south", "successor"},
    {"WORK", "case.item2", "operations.director", "sponsor"},
    {"PEOPLE", "case.item3", "hr.advisor", "hr"},
}};

std::string LightCode(v1::TrafficLight light) {
  return std::string(absl::StripPrefix(v1::TrafficLight_Name(light), "TRAFFIC_LIGHT_"));
}

}  // namespace

absl::Status PlanProgress(Walk& walk) {
  for (const KpiRow& row : kKpis) {
    const std::string request = absl::StrCat(
        "parent: \"${engagement}\" kpi { kpi_code: \"", row.code, "\" baseline { value: \"",
        row.baseline, "\" } baseline_date { ${day:2026-01-16} } target { value: \"", row.target,
        "\" } due_date { ${day:", row.due, "} } owner: \"operations.director\" }");
    ASSIGN_OR_RETURN(const auto kpi,
                     walk.Do<v1::Kpi>({absl::StrCat("govern/kpi/", row.code), "sponsor",
                                       "governance.DefineKpi", request, ""}));
    walk.Set(row.code, kpi.name());
  }
  for (const MilestoneRow& row : kMilestones) {
    const std::string request =
        absl::StrCat("parent: \"${engagement}\" milestone { title: \"${text:", row.title,
                     "}\" planned_date { ${day:", row.day,
                     "} } is_hard: ", row.is_hard ? "true" : "false", " }");
    ASSIGN_OR_RETURN(const auto milestone,
                     walk.Do<v1::Milestone>({absl::StrCat("govern/milestone/", row.id), "manager",
                                             "governance.PlanMilestone", request, ""}));
    walk.Set(row.id, milestone.name());
  }
  return absl::OkStatus();
}

absl::Status Measure(Walk& walk, int round) {
  for (const KpiRow& row : kKpis) {
    const std::string request =
        absl::StrCat("name: \"${", row.code, "}\" measurement { measure_date { ${day:", walk.day(),
                     "} } value { value: \"", row.values[static_cast<std::size_t>(round)],
                     "\" } note: \"${text:case.kpi_note}\" }");
    RETURN_IF_ERROR(walk.Do<v1::Kpi>({absl::StrCat("govern/measure/", row.code, "/", round),
                                      "manager", "governance.RecordMeasurement", request, ""})
                        .status());
  }
  return absl::OkStatus();
}

absl::Status RecordWork(Walk& walk, int month, int hours) {
  ASSIGN_OR_RETURN(const std::string rate, walk.Get("rate"));
  int euro = 0;
  RETURN_IF_ERROR(
      Expect(absl::SimpleAtoi(rate, &euro), "govern/hours", "the rate is in whole euros"));
  const std::string request = absl::StrCat(
      "name: \"${contract}\" work_month { year: 2026 month: ", month, " hours { value: \"", hours,
      "\" } invoiced { ${eur:", hours * euro, ".00} } invoice_number: \"2026-", month, "\" }");
  ASSIGN_OR_RETURN(const auto contract,
                   walk.Do<contracting::v1::Contract>({absl::StrCat("govern/hours/", month), "hr",
                                                       "contracting.RecordWork", request, ""}));
  walk.Set("hours_total", contract.work_totals().hours().value());
  walk.Set("invoiced_total", absl::StrCat(contract.work_totals().invoiced().units()));
  walk.Set("maximum_used", contract.work_totals().maximum_used_percent().value());
  return absl::OkStatus();
}

absl::Status Slip(Walk& walk, Report& report) {
  ASSIGN_OR_RETURN(const auto moved, walk.Do<v1::Milestone>({"govern/slip", "manager",
                                                             "governance.RescheduleMilestone",
                                                             R"req(
                                name: "${move}"
                                planned_date { ${day:2026-04-10} }
                                reason: "${text:case.slip_reason}")req",
                                                             ""}));
  RETURN_IF_ERROR(Expect(moved.slip_days() == 21 && moved.light() == v1::TRAFFIC_LIGHT_AMBER,
                         "govern/slip", "three weeks of slip show as amber"));
  RETURN_IF_ERROR(
      walk.Refused({"govern/slip_hard", "manager", "governance.RescheduleMilestone", R"req(
                      name: "${day1}"
                      planned_date { ${day:2026-10-19} }
                      reason: "${text:case.hard_reason}")req",
                    ""},
                   "HARD_DATE_NEEDS_DECISION")
          .status());
  report.Item("govern.slip", {{"title", moved.title()},
                              {"days", absl::StrCat(moved.slip_days())},
                              {"light", report.Word("light", LightCode(moved.light()))},
                              {"hard", Phrase("case.m_day1", walk.language())}});
  report.Fact("govern.slip_days", absl::StrCat(moved.slip_days()));
  return absl::OkStatus();
}

absl::Status Complete(Walk& walk, const std::string& milestone) {
  return walk
      .Do<v1::Milestone>({absl::StrCat("govern/complete/", milestone), "manager",
                          "governance.CompleteMilestone",
                          absl::StrCat("name: \"${", milestone, "}\""), ""})
      .status();
}

absl::Status SubmitPlan(Walk& walk) {
  ASSIGN_OR_RETURN(const auto plan, walk.Do<v1::Plan>({"govern/approach_submit", "manager",
                                                       "governance.SubmitPlan", R"req(
                                                         parent: "${engagement}"
                                                         plan {
                                                           summary: "${text:case.plan_summary}"
                                                           findings: "${text:case.finding1}"
                                                           findings: "${text:case.finding2}"
                                                         })req",
                                                       ""}));
  walk.Set("approach", plan.name());
  return absl::OkStatus();
}

absl::Status DecidePlan(Walk& walk, Report& report) {
  ASSIGN_OR_RETURN(const auto plan, walk.Do<v1::Plan>({"govern/approach_decide", "board",
                                                       "governance.DecidePlan", R"req(
                                                         name: "${approach}"
                                                         outcome: PLAN_OUTCOME_CONTINUE
                                                         reason: "${text:case.plan_decision}")req",
                                                       ""}));
  constexpr int kDaysOfFourWeeks = 28;
  RETURN_IF_ERROR(Expect(plan.decide_day() > 21 && plan.decide_day() <= kDaysOfFourWeeks,
                         "govern/approach_decide", "the plan is decided in week 4"));
  report.Item("govern.approach",
              {{"day", absl::StrCat(plan.decide_day())}, {"date", report.Day(plan.decide_date())}});
  report.Fact("govern.plan_of_approach_day", absl::StrCat(plan.decide_day()));
  return absl::OkStatus();
}

absl::Status Evaluate(Walk& walk, const std::string& moment, const std::string& lesson, int mark) {
  const std::string request = absl::StrCat("parent: \"${engagement}\" evaluation { moment_code: \"",
                                           moment, "\" satisfaction: ", mark,
                                           " goals { goal: \"${text:case.goal1}\" is_reached: true "
                                           "explanation: \"${text:case.goal_note}\" }"
                                           " goals { goal: \"${text:case.goal2}\" is_reached: true "
                                           "explanation: \"${text:case.goal_note}\" }"
                                           " lessons: \"${text:",
                                           lesson, "}\" }");
  return walk
      .Do<v1::Evaluation>({absl::StrCat("govern/evaluate/", moment), "board",
                           "governance.RecordEvaluation", request, ""})
      .status();
}

absl::Status PlanHandover(Walk& walk) {
  for (const ItemRow& row : kItems) {
    const std::string request =
        absl::StrCat("parent: \"${engagement}\" handover_item { group_code: \"", row.group,
                     "\" title: \"${text:", row.title, "}\" receiver: \"", row.receiver,
                     "\" location: \"${text:case.location}\" }");
    ASSIGN_OR_RETURN(const auto item,
                     walk.Do<v1::HandoverItem>({absl::StrCat("govern/item/", row.group), "manager",
                                                "governance.PlanHandoverItem", request, ""}));
    walk.Set(absl::StrCat("item_", row.group), item.name());
  }
  return absl::OkStatus();
}

absl::Status ConfirmHandover(Walk& walk, Report& report) {
  RETURN_IF_ERROR(walk.Refused({"govern/confirm_wrong", "sponsor", "governance.ConfirmHandoverItem",
                                R"req(name: "${item_RESULTS}")req", ""},
                               "RECEIVER_WRONG")
                      .status());
  for (const ItemRow& row : kItems) {
    const std::string request =
        absl::StrCat("name: \"${item_", row.group, "}\" note: \"${text:case.received}\"");
    RETURN_IF_ERROR(
        walk.Do<v1::HandoverItem>({absl::StrCat("govern/confirm/", row.group), row.persona,
                                   "governance.ConfirmHandoverItem", request, ""})
            .status());
  }
  report.Item("govern.handover",
              {{"count", absl::StrCat(kItems.size())}, {"start", report.Day("2026-10-30")}});
  report.Fact("govern.handover_items", absl::StrCat(kItems.size()));
  return absl::OkStatus();
}

absl::Status ReportKpis(Walk& walk, Report& report) {
  std::vector<std::string> words;
  for (const KpiRow& row : kKpis) {
    ASSIGN_OR_RETURN(
        const auto kpi,
        walk.Do<v1::Kpi>({absl::StrCat("govern/read/", row.code), "sponsor", "governance.GetKpi",
                          absl::StrCat("name: \"${", row.code, "}\""), ""}));
    const std::string last =
        kpi.measurements_size() == 0
            ? ""
            : report.Number(kpi.measurements(kpi.measurements_size() - 1).value());
    words.push_back(Phrase("govern.kpi_one", walk.language(),
                           {{"name", Phrase(absl::StrCat("kpi.", row.code), walk.language())},
                            {"from", report.Number(kpi.baseline())},
                            {"to", last},
                            {"target", report.Number(kpi.target())},
                            {"light", report.Word("light", LightCode(kpi.light()))}}));
    report.Fact(absl::StrCat("govern.kpi_", row.code), LightCode(kpi.light()));
  }
  report.Item("govern.kpis", {{"kpis", Listed(words, walk.language())}});
  ASSIGN_OR_RETURN(const std::string hours, walk.Get("hours_total"));
  ASSIGN_OR_RETURN(const std::string invoiced, walk.Get("invoiced_total"));
  ASSIGN_OR_RETURN(const std::string used, walk.Get("maximum_used"));
  google::type::Money money;
  std::int64_t units = 0;
  RETURN_IF_ERROR(Expect(absl::SimpleAtoi(invoiced, &units), "govern/hours", "invoices add up"));
  money.set_units(units);
  report.Item("govern.work", {{"hours", NumberText(hours, walk.language())},
                              {"invoiced", report.Amount(money)},
                              {"used", NumberText(used, walk.language())}});
  report.Fact("govern.hours", hours);
  report.Fact("govern.invoiced", invoiced);
  return absl::OkStatus();
}

absl::Status Close(Walk& walk, Report& report) {
  ASSIGN_OR_RETURN(const ErrorSpec error,
                   walk.Refused({"govern/close_too_early", "board", "governance.CloseEngagement",
                                 R"req(name: "${engagement}")req", ""},
                                "CLOSE_INCOMPLETE"));
  RETURN_IF_ERROR(Expect(error.preconditions.size() == 1, "govern/close_too_early",
                         "only the mandate is still in force"));
  ASSIGN_OR_RETURN(const auto running,
                   walk.Do<v1::Engagement>({"govern/read", "board", "governance.GetEngagement",
                                            R"req(name: "${engagement}")req", ""}));
  walk.Set("etag", running.etag());
  RETURN_IF_ERROR(
      walk.Do<v1::Engagement>({"govern/revoke", "board", "governance.RevokeMandate", R"req(
                                 name: "${engagement}"
                                 etag: "${etag}"
                                 reason: "${text:case.revoke}")req",
                               ""})
          .status());
  ASSIGN_OR_RETURN(const auto dashboard,
                   walk.Do<v1::Dashboard>({"govern/dashboard", "board", "governance.GetDashboard",
                                           R"req(name: "${engagement}")req", ""}));
  RETURN_IF_ERROR(Expect(dashboard.handover_item_count() == dashboard.confirmed_item_count(),
                         "govern/dashboard", "everything is confirmed"));
  ASSIGN_OR_RETURN(const auto engagement,
                   walk.Do<v1::Engagement>({"govern/close", "board", "governance.CloseEngagement",
                                            R"req(name: "${engagement}")req", ""}));
  RETURN_IF_ERROR(Expect(engagement.state() == v1::ENGAGEMENT_STATE_CLOSED, "govern/close",
                         "the engagement is closed"));
  report.Item("govern.closed", {{"day", report.Day(walk.day())}});
  report.Fact("govern.state", "CLOSED");
  return absl::OkStatus();
}

}  // namespace interim::cli
