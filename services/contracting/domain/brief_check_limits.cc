// The blocks that say within which limits: B7 to B17.
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/money.h"
#include "services/contracting/domain/brief_check.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting::brief_check {
namespace {

constexpr int kHighestLevel = 4;
constexpr int kAdviseOnly = 0;
constexpr int kDaysOfWeek = 7;
constexpr int kCents = 100;

std::optional<Date> StartOf(const v1::Brief& brief) {
  return FindDate(brief.duration().has_start_date(), brief.duration().start_date());
}

std::optional<Date> EndOf(const v1::Brief& brief) {
  return FindDate(brief.duration().has_end_date(), brief.duration().end_date());
}

// The highest of the levels that the situations ask for.
int MinimumLevel(const v1::Brief& brief, const Gaps& gaps) {
  int level = 0;
  for (const std::string& code : brief.situation_codes()) {
    level = std::max(level, gaps.catalogs().shared().FindMinimumMandate(code).value_or(0));
  }
  return level;
}

bool IsCrisis(const v1::Brief& brief) {
  return std::any_of(brief.situation_codes().begin(), brief.situation_codes().end(),
                     [](const std::string& code) { return absl::StartsWith(code, "CR-"); });
}

void CheckDomain(const v1::Brief& brief, int index, Gaps& gaps) {
  const v1::MandateDomain& domain = brief.mandate().domains(index);
  std::string path = absl::StrCat("mandate.domains[", index, "].");
  std::optional<bool> has_amount = gaps.catalogs().shared().FindMandateDomain(domain.domain_code());
  if (!has_amount) {
    gaps.Add("MANDATE_DOMAIN_UNKNOWN", path + "domain_code", {{"value", domain.domain_code()}});
  } else if (*has_amount &&
             !FindMoney(domain.has_limit_per_decision(), domain.limit_per_decision())) {
    gaps.Add("MANDATE_LIMIT_MISSING", path + "limit_per_decision",
             {{"value", domain.domain_code()}});
  }
  const std::string& bureau = brief.parties().bureau().display_name();
  if (!domain.second_signatory().empty() &&
      absl::EqualsIgnoreCase(domain.second_signatory(), bureau)) {
    gaps.Add("SECOND_SIGNATORY_IS_BUREAU", path + "second_signatory");
  }
}

void CheckMandatePeriod(const v1::Brief& brief, Gaps& gaps) {
  const v1::BriefMandate& mandate = brief.mandate();
  std::optional<Date> from = FindDate(mandate.has_valid_from_date(), mandate.valid_from_date());
  std::optional<Date> to = FindDate(mandate.has_valid_to_date(), mandate.valid_to_date());
  gaps.Need(from.has_value(), "mandate.valid_from_date");
  gaps.Need(to.has_value(), "mandate.valid_to_date");
  std::optional<Date> start = StartOf(brief);
  std::optional<Date> end = EndOf(brief);
  if ((from && start && *from < *start) || (to && end && *end < *to) ||
      (from && to && *to < *from)) {
    gaps.Add("MANDATE_BEYOND_ASSIGNMENT", "mandate.valid_to_date");
  }
}

}  // namespace

void CheckMandate(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B7");
  if (!brief.has_mandate()) {
    if (gaps.IsRequired()) gaps.Add("BLOCK_EMPTY", "mandate");
    return;
  }
  const v1::BriefMandate& mandate = brief.mandate();
  int minimum = MinimumLevel(brief, gaps);
  if (mandate.level() < 0 || mandate.level() > kHighestLevel) {
    gaps.Add("MANDATE_LEVEL_INVALID", "mandate.level", {{"value", absl::StrCat(mandate.level())}});
  } else if (mandate.level() < minimum) {
    gaps.Add("MANDATE_LEVEL_TOO_LOW", "mandate.level",
             {{"value", absl::StrCat(mandate.level())}, {"limit", absl::StrCat(minimum)}});
  }
  if (mandate.domains().empty() && mandate.level() != kAdviseOnly) {
    gaps.Add("MANDATE_DOMAINS_EMPTY", "mandate.domains");
  }
  for (int i = 0; i < mandate.domains_size(); ++i) CheckDomain(brief, i, gaps);
  if (mandate.reserved_matters().empty()) {
    gaps.Add("RESERVED_MATTERS_EMPTY", "mandate.reserved_matters");
  }
  CheckMandatePeriod(brief, gaps);
  if (mandate.is_statutory_director()) {
    gaps.Add("DIRECTOR_LIMITS_INTERNAL", "mandate.is_statutory_director");
  }
}

void CheckReporting(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B8");
  if (brief.reporting_lines().empty()) {
    gaps.Add("BLOCK_EMPTY", "reporting_lines");
    return;
  }
  bool reaches_top = false;
  for (int i = 0; i < brief.reporting_lines_size(); ++i) {
    const v1::ReportingLine& line = brief.reporting_lines(i);
    std::string path = absl::StrCat("reporting_lines[", i, "].");
    gaps.Need(line.to(), path + "to");
    gaps.Need(line.kind() != v1::REPORTING_KIND_UNSPECIFIED, path + "kind");
    gaps.Need(line.form(), path + "form");
    gaps.Need(line.cadence(), path + "cadence");
    reaches_top = reaches_top || line.kind() == v1::REPORTING_KIND_BOARD ||
                  line.kind() == v1::REPORTING_KIND_SUPERVISORY_BOARD ||
                  line.kind() == v1::REPORTING_KIND_OWNERS;
  }
  if (IsCrisis(brief) && !reaches_top) gaps.Add("REPORTING_TOO_LOW", "reporting_lines");
}

void CheckGovernance(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B9");
  const v1::BriefGovernance& governance = brief.governance();
  gaps.Need(governance.steering_body(), "governance.steering_body");
  gaps.Need(governance.decision_rights_size() > 0, "governance.decision_rights");
  gaps.Need(governance.escalation_steps_size() > 0, "governance.escalation_steps");
  for (int i = 0; i < governance.escalation_steps_size(); ++i) {
    const v1::EscalationStep& step = governance.escalation_steps(i);
    std::string path = absl::StrCat("governance.escalation_steps[", i, "].");
    gaps.Need(step.to(), path + "to");
    gaps.Need(step.answer_working_days() > 0, path + "answer_working_days");
  }
  gaps.Need(governance.evaluation_dates_size() > 0, "governance.evaluation_dates");
  gaps.Need(governance.evaluator().display_name(), "governance.evaluator");
  if (SamePerson(governance.evaluator(), brief.parties().interim_manager())) {
    gaps.Add("EVALUATOR_IS_MANAGER", "governance.evaluator");
  }
  if (SamePerson(governance.evaluator(), brief.parties().bureau())) {
    gaps.Add("EVALUATOR_IS_BUREAU", "governance.evaluator");
  }
}

void CheckDuration(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B10");
  const v1::BriefDuration& duration = brief.duration();
  const HouseFigures& figures = gaps.catalogs().figures();
  std::optional<Date> start = StartOf(brief);
  std::optional<Date> end = EndOf(brief);
  gaps.Need(start.has_value(), "duration.start_date");
  if (!end && duration.end_condition().empty()) gaps.Add("END_MISSING", "duration.end_date");
  if (start && end && *end < *start) {
    gaps.Add("PERIOD_INVALID", "duration.end_date");
  } else if (start && end) {
    // Longer than n months: the last day lies on or after the same day n months later.
    if (*end >= start->AddMonths(figures.refuse_months()).date) {
      gaps.Add("DURATION_TOO_LONG", "duration.end_date",
               {{"limit", absl::StrCat(figures.refuse_months())}});
    } else if (*end >= start->AddMonths(figures.flag_months()).date) {
      gaps.Add("DURATION_LONG", "duration.end_date",
               {{"limit", absl::StrCat(figures.flag_months())}});
    }
  }
  std::optional<Decimal> days = FindDecimal(duration.has_days_per_week(), duration.days_per_week());
  gaps.Need(days.has_value(), "duration.days_per_week");
  if (days && (*days <= Decimal(0) || *days > Decimal(kDaysOfWeek))) {
    gaps.Add("DAYS_PER_WEEK_INVALID", "duration.days_per_week");
  }
  gaps.Need(duration.extension_rule(), "duration.extension_rule");
}

namespace {

// Above the amount of the form nobody approves without having seen what a permanent hire costs.
void CheckComparison(const v1::BriefBudget& budget, const Money& cost, Gaps& gaps) {
  const Money limit = Money::Eur(gaps.catalogs().figures().cost_comparison_above() * kCents);
  if (cost.cents() <= limit.cents()) return;
  if (!budget.has_cost_comparison()) {
    gaps.Add("COST_COMPARISON_MISSING", "budget.cost_comparison", {}, {{"limit", limit}});
    return;
  }
  const v1::BriefCostComparison& comparison = budget.cost_comparison();
  const std::optional<Money> interim =
      FindMoney(comparison.has_interim_total(), comparison.interim_total());
  const std::optional<Money> permanent =
      FindMoney(comparison.has_permanent_total(), comparison.permanent_total());
  gaps.Need(interim.has_value(), "budget.cost_comparison.interim_total");
  gaps.Need(FindDate(comparison.has_comparison_date(), comparison.comparison_date()).has_value(),
            "budget.cost_comparison.comparison_date");
  if (!absl::StripAsciiWhitespace(comparison.explanation()).empty()) return;
  if (!permanent) {
    gaps.Add("COST_EQUIVALENT_MISSING", "budget.cost_comparison.permanent_total");
  } else if (interim && permanent->cents() < interim->cents()) {
    gaps.Add("COST_DEARER_UNEXPLAINED", "budget.cost_comparison.explanation", {},
             {{"value", Money::Eur(interim->cents() - permanent->cents())}});
  }
}

}  // namespace

void CheckBudget(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B11");
  const v1::BriefBudget& budget = brief.budget();
  std::optional<Money> amount = FindMoney(budget.rate().has_amount(), budget.rate().amount());
  if (!amount || amount->cents() <= 0 || budget.rate().unit() == v1::RATE_UNIT_UNSPECIFIED) {
    gaps.Add("RATE_INVALID", "budget.rate");
  }
  gaps.Need(budget.expenses_rule(), "budget.expenses_rule");
  std::optional<Money> maximum = FindMoney(budget.has_maximum(), budget.maximum());
  gaps.Need(maximum.has_value(), "budget.maximum");
  if (!brief.parties().bureau().display_name().empty() && budget.margin_disclosure().empty()) {
    gaps.Add("MARGIN_NOT_DISCLOSED", "budget.margin_disclosure");
  }
  std::optional<Money> planned = PlannedFee(gaps.catalogs(), brief);
  if (planned && maximum && maximum->cents() < planned->cents()) {
    gaps.Add("MAXIMUM_TOO_LOW", "budget.maximum", {}, {{"value", *planned}, {"limit", *maximum}});
  }
  // The larger of both: a low maximum does not spare a costly assignment the comparison.
  const bool is_planned_larger = planned && (!maximum || planned->cents() > maximum->cents());
  if (const std::optional<Money> cost = is_planned_larger ? planned : maximum) {
    CheckComparison(budget, *cost, gaps);
  }
}

void CheckPreconditions(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B12");
  if (brief.preconditions().empty()) gaps.Add("BLOCK_EMPTY", "preconditions");
  for (int i = 0; i < brief.preconditions_size(); ++i) {
    const v1::Precondition& item = brief.preconditions(i);
    std::string path = absl::StrCat("preconditions[", i, "]");
    gaps.Need(item.title(), path + ".title");
    if (item.owner().empty() || !FindDate(item.has_due_date(), item.due_date())) {
      gaps.Add("PRECONDITION_UNOWNED", path);
    }
  }
}

void CheckRisks(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B13");
  if (brief.risks().risks().empty()) gaps.Add("BLOCK_EMPTY", "risks.risks");
  for (int i = 0; i < brief.risks().risks_size(); ++i) {
    const v1::BriefRisk& risk = brief.risks().risks(i);
    std::string path = absl::StrCat("risks.risks[", i, "].");
    gaps.Need(risk.title(), path + "title");
    gaps.Need(risk.owner(), path + "owner");
    gaps.Need(risk.measure(), path + "measure");
  }
  if (brief.risks().conflict_statement().empty()) {
    gaps.Add("CONFLICT_STATEMENT_MISSING", "risks.conflict_statement");
  }
}

void CheckPersonnel(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B14");
  const v1::PersonnelImpact& impact = brief.personnel_impact();
  if (!impact.has_head_count()) gaps.Add("HEAD_COUNT_MISSING", "personnel_impact.head_count");
  if (impact.works_council_present() == v1::ANSWER_UNSPECIFIED) {
    gaps.Add("WORKS_COUNCIL_UNKNOWN", "personnel_impact.works_council_present");
  }
  if (impact.becomes_director() == v1::ANSWER_UNSPECIFIED) {
    gaps.Add("WORKS_COUNCIL_UNKNOWN", "personnel_impact.becomes_director");
  }
  if (impact.legal_form() == v1::LEGAL_FORM_UNSPECIFIED) {
    gaps.Add("LEGAL_FORM_MISSING", "personnel_impact.legal_form");
  }
  if (impact.wnt_in_scope() == v1::ANSWER_UNSPECIFIED) {
    gaps.Add("WNT_UNKNOWN", "personnel_impact.wnt_in_scope");
  }
  gaps.Need(impact.impact(), "personnel_impact.impact");
  if (impact.working_relation_note().empty()) {
    gaps.Add("WORKING_RELATION_OPEN", "personnel_impact.working_relation_note");
  }
}

void CheckExit(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B15");
  const v1::BriefExit& exit = brief.exit();
  gaps.Need(exit.successor(), "exit.successor");
  bool owned = exit.handover_items_size() > 0 &&
               std::all_of(exit.handover_items().begin(), exit.handover_items().end(),
                           [](const v1::HandoverItem& item) {
                             return !item.title().empty() && !item.receiver().empty();
                           });
  if (!owned) gaps.Add("HANDOVER_ITEMS_EMPTY", "exit.handover_items");
  gaps.Need(exit.overlap_working_days() > 0, "exit.overlap_working_days");
  gaps.Need(exit.after_exit_owner(), "exit.after_exit_owner");
}

void CheckRecontracting(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B16");
  const v1::BriefRecontracting& moment = brief.recontracting();
  std::optional<Date> day = FindDate(moment.has_plan_decision_date(), moment.plan_decision_date());
  if (!brief.has_recontracting() && !gaps.IsRequired()) return;
  gaps.Need(day.has_value(), "recontracting.plan_decision_date");
  gaps.Need(moment.decided_by(), "recontracting.decided_by");
  std::optional<Date> start = StartOf(brief);
  int limit = gaps.catalogs().figures().plan_due_days();
  if (day && start && *day > start->AddDays(limit)) {
    gaps.Add("PLAN_DECISION_LATE", "recontracting.plan_decision_date",
             {{"limit", absl::StrCat(limit)}});
  }
}

void CheckConfidentiality(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B17");
  const v1::BriefConfidentiality& block = brief.confidentiality();
  gaps.Need(block.confidentiality(), "confidentiality.confidentiality");
  gaps.Need(block.personal_data(), "confidentiality.personal_data");
  gaps.Need(block.intellectual_property(), "confidentiality.intellectual_property");
}

}  // namespace interim::contracting::brief_check
