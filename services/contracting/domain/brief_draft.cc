// A first draft of a brief: given values, then what is known, then the template.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/type/convert.h"
#include "services/contracting/domain/brief.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

// Writes one draft. Every Fill... leaves a block alone that the caller gave.
class Drafter {
 public:
  Drafter(const Catalogs& catalogs, const BriefTemplate& source, const BriefSources& known,
          v1::Brief& brief)
      : catalogs_(catalogs), template_(source), known_(known), brief_(brief) {}

  void Run() {
    FillHead();
    FillParties();
    FillDuration();
    FillResult();
    FillDeliverables();
    FillMilestones();
    FillMandate();
    FillReporting();
    FillGovernance();
    FillBudget();
    FillRest();
  }

 private:
  const std::string& Text(const type::LocalizedText& text) const {
    return In(text, brief_.language_code());
  }
  std::optional<Date> Start() const {
    return FindDate(brief_.duration().has_start_date(), brief_.duration().start_date());
  }
  std::optional<Date> End() const {
    return FindDate(brief_.duration().has_end_date(), brief_.duration().end_date());
  }
  // The day of a template; nothing while the dates of the assignment are open.
  std::optional<Date> Day(Anchor anchor, int days) const {
    std::optional<Date> from = anchor == ANCHOR_END ? End() : Start();
    if (!from) return std::nullopt;
    return from->AddDays(days);
  }

  void FillHead();
  void FillParties();
  void FillDuration();
  void FillResult();
  void FillDeliverables();
  void FillMilestones();
  void FillMandate();
  void FillReporting();
  void FillGovernance();
  void FillBudget();
  void FillRest();

  const Catalogs& catalogs_;
  const BriefTemplate& template_;
  const BriefSources& known_;
  v1::Brief& brief_;
};

void Drafter::FillHead() {
  brief_.set_template_version(absl::StrCat(template_.code(), "@", template_.version()));
  if (brief_.title().empty()) brief_.set_title(Text(template_.title()));
  if (brief_.context().trigger().empty() && !template_.trigger().nl().empty()) {
    brief_.mutable_context()->set_trigger(Text(template_.trigger()));
  }
  v1::PersonnelImpact& impact = *brief_.mutable_personnel_impact();
  if (impact.sector_code().empty()) impact.set_sector_code(known_.sector_code);
  if (impact.carries_out_advice_plan() == v1::ANSWER_UNSPECIFIED &&
      template_.carries_out_advice_plan()) {
    impact.set_carries_out_advice_plan(v1::ANSWER_YES);
  }
}

void Drafter::FillParties() {
  v1::BriefParties& parties = *brief_.mutable_parties();
  if (!parties.has_interim_manager() && !known_.candidate.empty()) {
    parties.mutable_interim_manager()->set_resource(known_.candidate);
    parties.mutable_interim_manager()->set_display_name(known_.candidate_name);
  }
  if (!parties.has_bureau() && !known_.supplier.empty()) {
    parties.mutable_bureau()->set_resource(known_.supplier);
    parties.mutable_bureau()->set_display_name(known_.supplier_name);
  }
  if (!parties.has_contracting_party()) {
    if (parties.has_bureau()) {
      *parties.mutable_contracting_party() = parties.bureau();
    } else if (parties.has_interim_manager()) {
      *parties.mutable_contracting_party() = parties.interim_manager();
    }
  }
}

void Drafter::FillDuration() {
  v1::BriefDuration& duration = *brief_.mutable_duration();
  if (!duration.has_start_date() && known_.start) {
    *duration.mutable_start_date() = ToProto(*known_.start);
  }
  std::optional<Date> start = Start();
  if (!duration.has_end_date() && duration.end_condition().empty() && start &&
      known_.duration_months) {
    // n months from the first day: the last day is the day before the same day n months later.
    *duration.mutable_end_date() =
        ToProto(start->AddMonths(*known_.duration_months).date.AddDays(-1));
  }
  if (!duration.has_days_per_week() && known_.days_per_week) {
    duration.mutable_days_per_week()->set_value(absl::StrCat(*known_.days_per_week));
  }
  if (duration.extension_rule().empty()) {
    duration.set_extension_rule(Text(template_.extension_rule()));
  }
}

void Drafter::FillResult() {
  v1::BriefResult& result = *brief_.mutable_result();
  if (result.end_result().empty()) result.set_end_result(Text(template_.end_result()));
  if (result.goals().empty()) {
    for (const GoalTemplate& entry : template_.goal()) {
      v1::Goal& goal = *result.add_goals();
      goal.set_title(Text(entry.title()));
      goal.mutable_kpi()->set_code(entry.kpi_code());
      goal.mutable_kpi()->set_title(Text(entry.kpi_title()));
      goal.mutable_kpi()->set_unit(entry.unit());
      goal.mutable_kpi()->set_direction(entry.direction());
      goal.mutable_kpi()->set_cadence(Text(entry.cadence()));
    }
  }
  if (brief_.has_scope()) return;
  for (const auto& line : template_.in_scope()) brief_.mutable_scope()->add_in_scope(Text(line));
  for (const auto& line : template_.out_of_scope()) {
    brief_.mutable_scope()->add_out_of_scope(Text(line));
  }
  for (const auto& line : template_.interface()) brief_.mutable_scope()->add_interfaces(Text(line));
}

void Drafter::FillDeliverables() {
  if (!brief_.deliverables().empty()) return;
  for (const DeliverableTemplate& entry : template_.deliverable()) {
    v1::Deliverable& item = *brief_.add_deliverables();
    item.set_title(Text(entry.title()));
    item.set_type_code(entry.type_code());
    item.set_acceptance_criterion(Text(entry.acceptance_criterion()));
    std::optional<Date> day = Day(entry.anchor(), entry.day());
    if (day) *item.mutable_due_date() = ToProto(*day);
  }
}

void Drafter::FillMilestones() {
  if (!brief_.milestones().empty()) return;
  for (const MilestoneTemplate& entry : template_.milestone()) {
    v1::Milestone item;
    item.set_code(entry.code());
    item.set_title(Text(entry.title()));
    item.set_is_hard(entry.is_hard());
    item.set_consequence(Text(entry.consequence()));
    std::optional<Date> day = Day(entry.anchor(), entry.day());
    bool outside = day && ((Start() && *day < *Start()) || (End() && *End() < *day));
    if (outside) continue;  // a short assignment has no day 180
    if (day) *item.mutable_due_date() = ToProto(*day);
    *brief_.add_milestones() = std::move(item);
  }
  std::stable_sort(brief_.mutable_milestones()->begin(), brief_.mutable_milestones()->end(),
                   [](const v1::Milestone& a, const v1::Milestone& b) {
                     return FindDate(a.has_due_date(), a.due_date()).value_or(Date::Max()) <
                            FindDate(b.has_due_date(), b.due_date()).value_or(Date::Max());
                   });
}

void Drafter::FillMandate() {
  if (!brief_.has_mandate()) {
    v1::BriefMandate& mandate = *brief_.mutable_mandate();
    int level = known_.mandate_level.value_or(template_.mandate_level());
    for (const std::string& code : brief_.situation_codes()) {
      level = std::max(level, catalogs_.shared().FindMinimumMandate(code).value_or(0));
    }
    mandate.set_level(level);
    for (const std::string& code : template_.mandate_domain_code()) {
      mandate.add_domains()->set_domain_code(code);
    }
    mandate.set_has_emergency_rule(template_.has_emergency_rule());
  }
  v1::BriefMandate& mandate = *brief_.mutable_mandate();
  if (mandate.reserved_matters().empty()) {
    for (const auto& line : template_.reserved_matter()) mandate.add_reserved_matters(Text(line));
  }
  if (mandate.has_emergency_rule() && mandate.emergency_report_hours() == 0) {
    mandate.set_emergency_report_hours(catalogs_.figures().emergency_report_hours());
  }
  if (!mandate.has_valid_from_date() && Start()) {
    *mandate.mutable_valid_from_date() = ToProto(*Start());
  }
  if (!mandate.has_valid_to_date() && End()) *mandate.mutable_valid_to_date() = ToProto(*End());
}

void Drafter::FillReporting() {
  if (!brief_.reporting_lines().empty()) return;
  for (const ReportingTemplate& entry : template_.reporting_line()) {
    v1::ReportingLine& line = *brief_.add_reporting_lines();
    line.set_kind(entry.kind());
    line.set_to(Text(entry.to()));
    line.set_form(Text(entry.form()));
    line.set_cadence(Text(entry.cadence()));
  }
}

void Drafter::FillGovernance() {
  v1::BriefGovernance& governance = *brief_.mutable_governance();
  if (governance.decision_rights().empty()) {
    for (const auto& line : template_.decision_right()) governance.add_decision_rights(Text(line));
  }
  if (governance.escalation_steps().empty()) {
    for (const EscalationTemplate& entry : template_.escalation_step()) {
      v1::EscalationStep& step = *governance.add_escalation_steps();
      step.set_to(Text(entry.to()));
      step.set_answer_working_days(entry.answer_working_days());
    }
  }
  if (!governance.evaluation_dates().empty() || !Start()) return;
  for (int day : template_.evaluation_day()) {
    Date date = Start()->AddDays(day);
    if (End() && *End() <= date) break;
    *governance.add_evaluation_dates() = ToProto(date);
  }
  if (End()) *governance.add_evaluation_dates() = ToProto(*End());
}

void Drafter::FillBudget() {
  v1::BriefBudget& budget = *brief_.mutable_budget();
  if (!budget.has_rate() && known_.hourly_rate) {
    *budget.mutable_rate()->mutable_amount() = ToProto(*known_.hourly_rate);
    budget.mutable_rate()->set_unit(v1::RATE_UNIT_HOUR);
    if (known_.margin_percent) {
      *budget.mutable_rate()->mutable_margin_percent() = ToProto(*known_.margin_percent);
    }
  }
  if (budget.expenses_rule().empty()) budget.set_expenses_rule(Text(template_.expenses_rule()));
  if (budget.margin_disclosure().empty() && brief_.parties().has_bureau()) {
    budget.set_margin_disclosure(Text(template_.margin_disclosure()));
  }
}

void Drafter::FillRest() {
  if (brief_.preconditions().empty()) {
    for (const auto& line : template_.precondition())
      brief_.add_preconditions()->set_title(Text(line));
  }
  if (brief_.risks().risks().empty()) {
    for (const RiskTemplate& entry : template_.risk()) {
      v1::BriefRisk& risk = *brief_.mutable_risks()->add_risks();
      risk.set_title(Text(entry.title()));
      risk.set_measure(Text(entry.measure()));
    }
  }
  v1::BriefExit& exit = *brief_.mutable_exit();
  if (exit.handover_items().empty()) {
    for (const auto& line : template_.handover_item()) {
      exit.add_handover_items()->set_title(Text(line));
    }
  }
  if (exit.overlap_working_days() == 0) {
    exit.set_overlap_working_days(template_.overlap_working_days());
  }
  if (!brief_.recontracting().has_plan_decision_date() && Start()) {
    *brief_.mutable_recontracting()->mutable_plan_decision_date() =
        ToProto(Start()->AddDays(template_.plan_decision_day()));
  }
  v1::BriefConfidentiality& words = *brief_.mutable_confidentiality();
  if (words.confidentiality().empty()) words.set_confidentiality(Text(template_.confidentiality()));
  if (words.personal_data().empty()) words.set_personal_data(Text(template_.personal_data()));
  if (words.intellectual_property().empty()) {
    words.set_intellectual_property(Text(template_.intellectual_property()));
  }
}

// The template with what the role asks beside the situation.
BriefTemplate WithRole(const Catalogs& catalogs, const BriefTemplate& source,
                       const std::string& role_code) {
  BriefTemplate result = source;
  for (const RoleAddition& role : catalogs.files().templates.role_addition()) {
    const auto& codes = role.role_code();
    if (std::find(codes.begin(), codes.end(), role_code) == codes.end()) continue;
    result.mutable_out_of_scope()->MergeFrom(role.out_of_scope());
    result.mutable_precondition()->MergeFrom(role.precondition());
    result.mutable_risk()->MergeFrom(role.risk());
    result.mutable_decision_right()->MergeFrom(role.decision_right());
    result.mutable_deliverable()->MergeFrom(role.deliverable());
    for (const ReportingTemplate& line : role.reporting_line()) {
      auto same = std::find_if(
          result.mutable_reporting_line()->begin(), result.mutable_reporting_line()->end(),
          [&](const ReportingTemplate& other) { return other.kind() == line.kind(); });
      if (same != result.mutable_reporting_line()->end()) {
        *same = line;
      } else {
        *result.add_reporting_line() = line;
      }
    }
  }
  return result;
}

}  // namespace

absl::StatusOr<v1::Brief> DraftBrief(const Catalogs& catalogs, const v1::Brief& given,
                                     const BriefSources& sources, absl::string_view template_code) {
  v1::Brief brief = given;
  if (brief.language_code().empty()) brief.set_language_code("nl");
  if (brief.situation_codes().empty()) {
    for (const std::string& code : sources.situation_codes) brief.add_situation_codes(code);
  }
  if (brief.role_code().empty()) brief.set_role_code(sources.role_code);
  brief.set_role_class(
      catalogs.shared().FindRoleClass(brief.role_code()).value_or(v1::ROLE_CLASS_UNSPECIFIED));
  const BriefTemplate* entry =
      template_code.empty()
          ? &catalogs.TemplateFor({brief.situation_codes().begin(), brief.situation_codes().end()},
                                  brief.role_code())
          : catalogs.FindTemplate(template_code);
  if (entry == nullptr) return TemplateUnknown(template_code);
  brief.set_state(v1::BRIEF_STATE_DRAFT);
  brief.clear_approved_by();
  brief.clear_approve_time();
  brief.set_revision(0);
  brief.clear_gates();
  const BriefTemplate source = WithRole(catalogs, *entry, brief.role_code());
  Drafter(catalogs, source, sources, brief).Run();
  return brief;
}

}  // namespace interim::contracting
