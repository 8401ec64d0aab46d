// The brief as annex of a contract: blocks B1 to B17 in the order of the form.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/contracting/domain/document.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/markdown.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/wording.h"

namespace interim::contracting {
namespace {

void Block(const char* code, Markdown& out) {
  const auto* block = out.catalogs().FindBlock(code);
  out.Heading(3,
              absl::StrCat(code, ". ", block == nullptr ? "" : In(block->title(), out.language())));
}

std::string Person(const v1::PartyPerson& person) {
  if (person.capacity().empty()) return person.display_name();
  return absl::StrCat(person.display_name(), ", ", person.capacity());
}

std::string MoneyText(bool has, const google::type::Money& value, const Markdown& out) {
  std::optional<Money> money = FindMoney(has, value);
  return money ? money->FormatFor(out.language()) : out.Word("no_limit");
}

// A unit of the catalogue in the language of the document; any other as it was written.
std::string UnitText(const std::string& unit, const Markdown& out) {
  const std::string key = absl::StrCat("kpi_", unit);
  const std::string word = out.catalogs().Word(key, out.language());
  return word == key ? unit : word;
}

// A domain of the mandate by its name.
std::string DomainText(const std::string& code, const Markdown& out) {
  const type::LocalizedText name = out.catalogs().shared().MandateDomainName(code);
  return name.nl().empty() ? code : In(name, out.language());
}

void WriteParties(const v1::Brief& brief, Markdown& out) {
  const v1::BriefParties& parties = brief.parties();
  Block("B1", out);
  out.Field("formal_client", Person(parties.formal_client()));
  out.Field("authority", parties.formal_client_authority());
  out.Field("functional_client", Person(parties.functional_client()));
  out.Field("contracting_party", Person(parties.contracting_party()));
  out.Field("manager", Person(parties.interim_manager()));
  out.Field("bureau", Person(parties.bureau()));
  out.Field("shadow", Person(parties.shadow_manager()));
  Block("B2", out);
  out.Field("trigger", brief.context().trigger());
  out.Field("history", brief.context().history());
  out.Field("attempts", brief.context().attempts());
  out.Items("involved", brief.context().involved());
}

void WriteResult(const v1::Brief& brief, Markdown& out) {
  const std::string& language = out.language();
  Block("B3", out);
  out.Field("end_result", brief.result().end_result());
  for (const v1::Goal& goal : brief.result().goals()) {
    const v1::KpiTarget& kpi = goal.kpi();
    out.ItemOf("goal_line",
               {{"title", goal.title()},
                {"owner", goal.owner()},
                {"date", DayText(goal.has_due_date(), goal.due_date(), language)},
                {"kpi", absl::StrCat(kpi.code(), " ", kpi.title())},
                {"unit", UnitText(kpi.unit(), out)},
                {"baseline", NumberText(kpi.has_baseline(), kpi.baseline(), language)},
                {"baseline_date", DayText(kpi.has_baseline_date(), kpi.baseline_date(), language)},
                {"target", NumberText(kpi.has_target(), kpi.target(), language)}});
  }
  if (!brief.expectations().empty()) {
    out.Field("expectations", ":");
    for (const v1::Expectation& item : brief.expectations()) {
      out.ItemOf("expectation_line",
                 {{"stakeholder", item.stakeholder()}, {"expectation", item.expectation()}});
    }
  }
  Block("B4", out);
  out.Items("in_scope", brief.scope().in_scope());
  out.Items("out_of_scope", brief.scope().out_of_scope());
  out.Items("interfaces", brief.scope().interfaces());
}

void WriteDeliveries(const v1::Brief& brief, Markdown& out) {
  const std::string& language = out.language();
  Block("B5", out);
  for (const v1::Deliverable& item : brief.deliverables()) {
    out.ItemOf("deliverable_line",
               {{"title", item.title()},
                {"criterion", item.acceptance_criterion()},
                {"approver", item.approver()},
                {"date", DayText(item.has_due_date(), item.due_date(), language)}});
  }
  Block("B6", out);
  for (const v1::Milestone& item : brief.milestones()) {
    out.ItemOf(item.is_hard() ? "milestone_hard" : "milestone_line",
               {{"date", DayText(item.has_due_date(), item.due_date(), language)},
                {"title", item.title()},
                {"consequence", item.consequence()}});
  }
}

void WriteMandate(const v1::Brief& brief, Markdown& out) {
  Block("B7", out);
  if (!brief.has_mandate()) {
    out.Raw(out.Word("none"));
    return;
  }
  const v1::BriefMandate& mandate = brief.mandate();
  constexpr int kLevels = 4;
  const std::string level = absl::StrCat("mandate_level_", mandate.level());
  out.Field("mandate_level", mandate.level() >= 0 && mandate.level() <= kLevels
                                 ? out.catalogs().Word(level, out.language())
                                 : absl::StrCat(mandate.level()));
  for (const v1::MandateDomain& domain : mandate.domains()) {
    std::string period;
    if (domain.has_limit_per_period()) {
      period = out.Word(domain.period_months() == 1 ? "mandate_period_one" : "mandate_period",
                        {{"months", absl::StrCat(domain.period_months())},
                         {"amount", MoneyText(true, domain.limit_per_period(), out)}});
    }
    std::string second;
    if (!domain.second_signatory().empty()) {
      second = out.catalogs().Word("mandate_second", out.language(),
                                   {{"name", domain.second_signatory()}});
    }
    out.ItemOf(
        "mandate_domain",
        {{"domain", DomainText(domain.domain_code(), out)},
         {"limit", MoneyText(domain.has_limit_per_decision(), domain.limit_per_decision(), out)},
         {"period", period},
         {"second", second}});
  }
  out.Items("reserved", mandate.reserved_matters());
  out.Field("mandate_period_line",
            out.catalogs().Word("period_value", out.language(),
                                {{"start", DayText(mandate.has_valid_from_date(),
                                                   mandate.valid_from_date(), out.language())},
                                 {"end", DayText(mandate.has_valid_to_date(),
                                                 mandate.valid_to_date(), out.language())}}));
  if (mandate.has_emergency_rule()) {
    out.Raw(out.Word("emergency", {{"hours", absl::StrCat(mandate.emergency_report_hours())}}));
  }
}

void WriteGovernance(const v1::Brief& brief, Markdown& out) {
  Block("B8", out);
  for (const v1::ReportingLine& line : brief.reporting_lines()) {
    out.ItemOf("reporting_line",
               {{"to", line.to()}, {"form", line.form()}, {"cadence", line.cadence()}});
  }
  const v1::BriefGovernance& governance = brief.governance();
  Block("B9", out);
  out.Field("steering", governance.steering_body());
  out.Items("members", governance.steering_members());
  out.Items("decision_rights", governance.decision_rights());
  if (!governance.escalation_steps().empty()) out.Field("escalation", ":");
  for (const v1::EscalationStep& step : governance.escalation_steps()) {
    out.ItemOf(step.answer_working_days() == 1 ? "escalation_line_one" : "escalation_line",
               {{"to", step.to()}, {"days", absl::StrCat(step.answer_working_days())}});
  }
  std::vector<std::string> days;
  for (const google::type::Date& day : governance.evaluation_dates()) {
    days.push_back(DayText(true, day, out.language()));
  }
  out.Field("evaluations", absl::StrJoin(days, "; "));
  out.Field("evaluator", Person(governance.evaluator()));
}

void WriteTerms(const v1::Brief& brief, Markdown& out) {
  const std::string& language = out.language();
  const v1::BriefDuration& duration = brief.duration();
  Block("B10", out);
  out.Field("period",
            out.catalogs().Word(
                "period_value", out.language(),
                {{"start", DayText(duration.has_start_date(), duration.start_date(), language)},
                 {"end", DayText(duration.has_end_date(), duration.end_date(), language)}}));
  out.Field("end_condition", duration.end_condition());
  out.Field("effort", NumberText(duration.has_days_per_week(), duration.days_per_week(), language));
  out.Field("extension", duration.extension_rule());
  const v1::BriefBudget& budget = brief.budget();
  Block("B11", out);
  out.Field("rate", RateText(out.catalogs(), budget.rate(), language));
  if (budget.has_maximum()) out.Field("maximum", MoneyText(true, budget.maximum(), out));
  out.Field("expenses", budget.expenses_rule());
  out.Field("margin_disclosure", budget.margin_disclosure());
  Block("B12", out);
  for (const v1::Precondition& item : brief.preconditions()) {
    out.ItemOf("precondition_line",
               {{"title", item.title()},
                {"owner", item.owner()},
                {"date", DayText(item.has_due_date(), item.due_date(), language)}});
  }
  Block("B13", out);
  for (const v1::BriefRisk& risk : brief.risks().risks()) {
    out.ItemOf("risk_line",
               {{"title", risk.title()}, {"owner", risk.owner()}, {"measure", risk.measure()}});
  }
  out.Field("conflicts", brief.risks().conflict_statement());
}

void WriteGates(const v1::Brief& brief, Markdown& out) {
  const v1::PersonnelImpact& impact = brief.personnel_impact();
  Block("B14", out);
  if (impact.has_head_count()) out.Field("head_count", absl::StrCat(impact.head_count()));
  out.Field("impact", impact.impact());
  out.Field("working_relation", impact.working_relation_note());
  for (const v1::Gate& gate : brief.gates()) {
    if (gate.state() == v1::GATE_STATE_NOT_APPLICABLE) continue;
    bool advised = gate.has_advice_date();
    std::string day = DayText(advised || gate.has_request_date(),
                              advised ? gate.advice_date() : gate.request_date(), out.language());
    std::string state = out.Word(absl::StrCat("gate_", ShortName(gate.state())),
                                 {{"date", day}, {"reason", gate.waive_reason()}});
    out.ItemOf("gate_line", {{"title", In(gate.title(), out.language())}, {"state", state}});
  }
}

void WriteExit(const v1::Brief& brief, Markdown& out) {
  const v1::BriefExit& exit = brief.exit();
  Block("B15", out);
  out.Field("successor", exit.successor());
  for (const v1::HandoverItem& item : exit.handover_items()) {
    out.ItemOf("handover_line", {{"title", item.title()}, {"receiver", item.receiver()}});
  }
  out.Field("overlap", absl::StrCat(exit.overlap_working_days()));
  out.Field("after_exit", exit.after_exit_owner());
  const v1::BriefRecontracting& moment = brief.recontracting();
  Block("B16", out);
  if (brief.has_recontracting()) {
    out.Raw(
        out.Word("recontracting", {{"date", DayText(moment.has_plan_decision_date(),
                                                    moment.plan_decision_date(), out.language())},
                                   {"by", moment.decided_by()}}));
  }
  const v1::BriefConfidentiality& words = brief.confidentiality();
  Block("B17", out);
  out.Field("confidentiality", words.confidentiality());
  out.Field("personal_data", words.personal_data());
  out.Field("intellectual_property", words.intellectual_property());
}

}  // namespace

std::string BriefText(const Catalogs& catalogs, const v1::Brief& brief,
                      absl::string_view language) {
  Markdown out(catalogs, language);
  out.Heading(2, out.Word("annex"));
  out.Text(brief.title());
  if (brief.state() == v1::BRIEF_STATE_APPROVED) {
    out.Raw(out.Word("approved", {{"actor", brief.approved_by()},
                                  {"revision", absl::StrCat(brief.revision())}}));
  }
  WriteParties(brief, out);
  WriteResult(brief, out);
  WriteDeliveries(brief, out);
  WriteMandate(brief, out);
  WriteGovernance(brief, out);
  WriteTerms(brief, out);
  WriteGates(brief, out);
  WriteExit(brief, out);
  return out.Take();
}

}  // namespace interim::contracting
