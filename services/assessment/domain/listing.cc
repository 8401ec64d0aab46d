// What the lists of the service show: questions, situations and roles in one language.
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "services/assessment/domain/localize.h"

namespace interim::assessment {
namespace {

constexpr std::int64_t kCentsPerEuro = 100;
constexpr std::int32_t kNanosPerCent = 10 * 1000 * 1000;

v1::FactSpec MakeSpec(const model::FactRow& row, Lang lang) {
  v1::FactSpec spec;
  spec.set_key(row.key());
  spec.set_kind(static_cast<v1::FactKind>(row.kind()));
  spec.set_label(In(row.label(), lang));
  for (const auto& choice : row.choice()) {
    v1::FactChoice* added = spec.add_choices();
    added->set_code(choice.code());
    added->set_label(In(choice.label(), lang));
  }
  spec.set_unit(row.unit());
  spec.set_min_value(row.min());
  spec.set_max_value(row.max());
  spec.set_hint(In(row.hint(), lang));
  return spec;
}

// True when the node rests on one of the facts of the question.
bool RestsOn(const CompiledModel& model, int node, const model::QuestionRow& question) {
  std::vector<char> slots(model.slot_count(), 0);
  model.program().CollectAll(node, slots);
  for (const std::string& key : question.fact()) {
    const CompiledFact& fact = model.facts()[model.FindFact(key)];
    for (int s = 0; s < fact.slot_count; ++s) {
      if (slots[fact.first_slot + s]) return true;
    }
  }
  return false;
}

void AddTriggers(const model::Condition& when, v1::Situation& situation) {
  if (when.fact() == "triggers") {
    for (const std::string& code : when.is()) situation.add_triggers(code);
  }
  for (const auto* list : {&when.all(), &when.any()}) {
    for (const auto& child : *list) AddTriggers(child, situation);
  }
}

google::type::Money MoneyOf(std::int64_t cents) {
  google::type::Money money;
  money.set_currency_code("EUR");
  money.set_units(cents / kCentsPerEuro);
  money.set_nanos(static_cast<std::int32_t>(cents % kCentsPerEuro) * kNanosPerCent);
  return money;
}

}  // namespace

v1::Question MakeQuestion(const CompiledModel& model, int index, Lang lang) {
  const model::QuestionRow& row = model.data().question(index);
  v1::Question question;
  question.set_code(row.code());
  question.set_text(In(row.text(), lang));
  question.set_why(In(row.why(), lang));
  question.mutable_known_by()->CopyFrom(row.known_by());
  question.mutable_situation_codes()->CopyFrom(row.situation());
  for (const std::string& key : row.fact()) {
    *question.add_facts() = MakeSpec(model.data().fact(model.FindFact(key)), lang);
  }
  for (int i = 0; i < model.data().gate_size(); ++i) {
    if (RestsOn(model, model.gates()[i], row)) question.add_settles(model.data().gate(i).id());
  }
  for (int i = 0; i < model.data().criterion_size(); ++i) {
    for (int node : model.criteria()[i].nodes) {
      if (!RestsOn(model, node, row)) continue;
      question.add_settles(model.data().criterion(i).code());
      break;
    }
  }
  return question;
}

int FindQuestion(const CompiledModel& model, absl::string_view code) {
  for (int i = 0; i < model.data().question_size(); ++i) {
    if (model.data().question(i).code() == code) return i;
  }
  return -1;
}

std::vector<v1::Situation> MakeSituations(const CompiledModel& model, Lang lang) {
  std::vector<v1::Situation> situations;
  for (const SharedSituation& shared : model.shared().situations) {
    v1::Situation situation;
    situation.set_code(shared.code);
    situation.set_label(In(shared.label, lang));
    situation.set_group(shared.group);
    for (const auto& rule : model.data().situation()) {
      if (rule.code() == shared.code) AddTriggers(rule.when(), situation);
    }
    if (!shared.first_choice.empty()) situation.set_first_role_code(shared.first_choice[0]);
    if (!shared.second_choice.empty()) situation.set_second_role_code(shared.second_choice[0]);
    situation.set_min_mandate_level(shared.min_mandate);
    situation.set_max_mandate_level(shared.max_mandate);
    situation.set_min_months(shared.min_months);
    situation.set_max_months(shared.max_months);
    for (const std::string& set : shared.kpi_sets) situation.add_kpi_sets(set);
    situation.set_reporting_line(In(shared.reporting_line, lang));
    for (const auto& question : model.data().question()) {
      const auto& codes = question.situation();
      if (std::find(codes.begin(), codes.end(), shared.code) == codes.end()) continue;
      situation.add_evidence_question_codes(question.code());
    }
    for (const model::Text& text : shared.milestones) situation.add_milestones(In(text, lang));
    situation.set_evidence_mark(shared.basis.mark);
    for (const std::string& source : shared.basis.sources) situation.add_sources(source);
    situations.push_back(std::move(situation));
  }
  return situations;
}

std::vector<v1::Role> MakeRoles(const CompiledModel& model, Lang lang) {
  std::vector<v1::Role> roles;
  for (const SharedRole& shared : model.shared().roles) {
    v1::Role role;
    role.set_code(shared.code);
    role.set_label(In(shared.label, lang));
    role.set_role_class(shared.role_class);
    role.set_level(shared.level);
    role.set_min_months(shared.min_months);
    role.set_max_months(shared.max_months);
    for (const SharedRate& shared_rate : shared.rates) {
      v1::RoleRate* rate = role.add_rates();
      rate->set_year(shared_rate.year);
      *rate->mutable_min_hourly_rate() = MoneyOf(shared_rate.min_cents);
      *rate->mutable_max_hourly_rate() = MoneyOf(shared_rate.max_cents);
      rate->set_variant(shared_rate.variant);
      rate->set_evidence_mark(shared_rate.mark);
    }
    for (const model::Text& text : shared.special_rules) role.add_special_rules(In(text, lang));
    role.set_evidence_mark(shared.basis.mark);
    for (const std::string& source : shared.basis.sources) role.add_sources(source);
    roles.push_back(std::move(role));
  }
  return roles;
}

}  // namespace interim::assessment
