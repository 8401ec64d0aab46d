#include "services/assessment/domain/localize.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/params.h"
#include "services/assessment/domain/advice.h"

namespace interim::assessment {
namespace {

// A label inside a sentence: a small first letter, unless it begins with capitals ("CEO").
std::string Inside(std::string label) {
  const bool is_word = label.size() > 1 && absl::ascii_islower(label[1]);
  if (is_word) label[0] = absl::ascii_tolower(label[0]);
  return label;
}

class Localizer {
 public:
  Localizer(const CompiledModel& model, Lang lang, v1::Advice& advice)
      : model_(model), lang_(lang), advice_(advice) {}

  void Run() {
    Alternatives();
    Profile();
    Approach();
    for (v1::Statement& row : *advice_.mutable_conditions()) Say(row);
    for (v1::Statement& row : *advice_.mutable_benefits()) Say(row);
    for (v1::Statement& row : *advice_.mutable_risks()) Say(row);
    for (v1::GateResult& gate : *advice_.mutable_gates()) {
      Fill(gate.gate_id(), {}, *gate.mutable_text());
      Fill(absl::StrCat(gate.gate_id(), ".remedy"), {}, *gate.mutable_remedy());
    }
    for (v1::LegalPoint& point : *advice_.mutable_legal_points()) {
      Fill(point.code(), {}, *point.mutable_text());
    }
    for (v1::CriterionScore& row : *advice_.mutable_score()->mutable_criteria()) {
      Fill(row.criterion_code(), {}, *row.mutable_label());
    }
    for (v1::Flip& flip : *advice_.mutable_flips()) FlipText(flip);
    for (v1::Disagreement& row : *advice_.mutable_disagreements()) Localize(model_, lang_, row);
    ConfidenceText();
    Question();
    Summary();
    ProblemStatement();
  }

 private:
  std::string Render(absl::string_view code, const TextParams& params) const {
    const model::Text* text = model_.FindText(code);
    return text == nullptr ? std::string() : Replace(In(*text, lang_), params);
  }

  // Replaces {name} by a parameter, or by the value of the fact of that key.
  std::string Replace(const std::string& text, const TextParams& params) const {
    std::string result;
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t open = text.find('{', at);
      const std::size_t close = open == std::string::npos ? open : text.find('}', open);
      if (close == std::string::npos) break;
      result.append(text, at, open - at);
      result += ValueOf(text.substr(open + 1, close - open - 1), params);
      at = close + 1;
    }
    return result.append(text, at, std::string::npos);
  }

  std::string ValueOf(const std::string& name, const TextParams& params) const {
    for (const auto& [key, value] : params) {
      if (key == name) return value;
    }
    for (const v1::Fact& fact : advice_.facts()) {
      if (fact.key() == name) return FormatValue(model_, fact, lang_);
    }
    return Render("value.unknown", {});
  }

  // Leaves the text alone when the model does not know the code.
  void Fill(absl::string_view code, const TextParams& params, std::string& text) const {
    if (model_.FindText(code) != nullptr) text = Render(code, params);
  }

  std::string OutcomeLabel(v1::AdviceOutcome outcome) const {
    const std::string code = OutcomeCode(outcome);
    return Render(absl::StrCat("label.", code), {});
  }

  std::string SituationLabel(absl::string_view code) const {
    const SharedSituation* shared = model_.shared().FindSituation(code);
    return shared == nullptr ? std::string(code) : In(shared->label, lang_);
  }

  std::string RoleLabel(absl::string_view code) const {
    if (code.empty()) return "";
    const SharedRole* shared = model_.shared().FindRole(code);
    return shared == nullptr ? std::string(code) : In(shared->label, lang_);
  }

  std::string FactLabel(absl::string_view key) const {
    const int index = model_.FindFact(key);
    return index < 0 ? std::string(key) : In(model_.data().fact(index).label(), lang_);
  }

  template <typename Keys>
  std::string FactLabels(const Keys& keys) const {
    std::vector<std::string> labels;
    for (const auto& key : keys) labels.push_back(FactLabel(key));
    return absl::StrJoin(labels, "; ");
  }

  std::string LeadingSituation() const {
    return advice_.situations().empty() ? std::string()
                                        : SituationLabel(advice_.situations(0).situation_code());
  }

  void Say(v1::Statement& statement) const {
    TextParams params;
    if (statement.code() == "condition.criterion" && statement.rule_ids_size() > 0) {
      for (const v1::CriterionScore& row : advice_.score().criteria()) {
        if (row.criterion_code() != statement.rule_ids(0)) continue;
        params = {{"label", Render(row.criterion_code(), {})},
                  {"points", absl::StrCat(row.min_points())}};
      }
    } else if (statement.code() == "role.situation") {
      params = {{"situation", LeadingSituation()},
                {"role", Inside(RoleLabel(advice_.role().role_code()))}};
    } else if (statement.code() == "mandate.situation") {
      const SharedSituation* shared =
          advice_.situations().empty()
              ? nullptr
              : model_.shared().FindSituation(advice_.situations(0).situation_code());
      params = {{"situation", LeadingSituation()},
                {"min", absl::StrCat(shared == nullptr ? 0 : shared->min_mandate)},
                {"max", absl::StrCat(shared == nullptr ? 0 : shared->max_mandate)}};
    }
    Fill(statement.code(), params, *statement.mutable_text());
  }

  template <typename Statements>
  void SayAll(Statements* statements) const {
    for (v1::Statement& statement : *statements) Say(statement);
  }

  void Alternatives() {
    for (v1::Alternative& row : *advice_.mutable_alternatives()) {
      row.set_label(OutcomeLabel(row.outcome()));
      SayAll(row.mutable_reasons_for());
      SayAll(row.mutable_reasons_against());
    }
  }

  void Profile() {
    for (v1::SituationMatch& row : *advice_.mutable_situations()) {
      row.set_label(SituationLabel(row.situation_code()));
    }
    if (advice_.has_role()) {
      v1::RoleProposal* role = advice_.mutable_role();
      role->set_label(RoleLabel(role->role_code()));
      role->set_second_label(RoleLabel(role->second_role_code()));
      SayAll(role->mutable_reasons());
    }
    if (advice_.has_mandate() && !advice_.situations().empty()) {
      v1::MandateProposal* mandate = advice_.mutable_mandate();
      const SharedSituation* shared =
          model_.shared().FindSituation(advice_.situations(0).situation_code());
      if (shared != nullptr) mandate->set_reporting_line(In(shared->reporting_line, lang_));
      SayAll(mandate->mutable_reasons());
    }
    if (advice_.has_duration()) SayAll(advice_.mutable_duration()->mutable_notes());
  }

  void Approach() {
    for (v1::ChannelProposal& row : *advice_.mutable_channels()) {
      const SharedChannel* shared = model_.shared().FindChannel(row.channel_code());
      if (shared != nullptr) row.set_label(In(shared->label, lang_));
      SayAll(row.mutable_reasons_for());
      SayAll(row.mutable_reasons_against());
    }
    SayAll(advice_.mutable_urgency()->mutable_reasons());
    v1::PilotProposal* pilot = advice_.mutable_pilot();
    SayAll(pilot->mutable_reasons());
    SayAll(pilot->mutable_stop_criteria());
    if (pilot->verdict() == v1::PILOT_VERDICT_HELPS) {
      Fill("pilot.question", {}, *pilot->mutable_question());
      Fill("pilot.proves", {}, *pilot->mutable_proves());
    }
  }

  void FlipText(v1::Flip& flip) const {
    std::vector<std::string> parts;
    for (const v1::Fact& fact : flip.facts()) {
      parts.push_back(Render("flip.fact", {{"fact", FactLabel(fact.key())},
                                           {"value", FormatValue(model_, fact, lang_)}}));
    }
    flip.set_text(Render("flip", {{"facts", absl::StrJoin(parts, Render("and", {}))},
                                  {"outcome", OutcomeLabel(flip.outcome())}}));
  }

  void ConfidenceText() {
    v1::Confidence* confidence = advice_.mutable_confidence();
    switch (confidence->level()) {
      case v1::CONFIDENCE_LEVEL_FIRM:
        confidence->set_text(Render("confidence.firm", {}));
        break;
      case v1::CONFIDENCE_LEVEL_DISPUTED:
        confidence->set_text(Render("confidence.disputed",
                                    {{"facts", FactLabels(confidence->disputed_fact_keys())}}));
        break;
      case v1::CONFIDENCE_LEVEL_OPEN:
        confidence->set_text(
            Render("confidence.open", {{"facts", FactLabels(confidence->open_fact_keys())}}));
        break;
      default:
        confidence->set_text(Render("confidence.not_enough_known",
                                    {{"facts", FactLabels(confidence->open_fact_keys())}}));
    }
  }

  void Question() {
    if (!advice_.has_next_question()) return;
    const int index = FindQuestion(model_, advice_.next_question().code());
    if (index >= 0) *advice_.mutable_next_question() = MakeQuestion(model_, index, lang_);
  }

  void Summary() {
    const std::string code = absl::StrCat("summary.", OutcomeCode(advice_.outcome()));
    const std::string plain = Render(code, {});
    if (advice_.strength() == v1::ADVICE_STRENGTH_CONDITIONAL) {
      advice_.set_summary(Render("summary.conditional", {{"summary", plain}}));
    } else {
      advice_.set_summary(plain);
    }
  }

  void ProblemStatement() {
    if (advice_.situations().empty()) return;
    TextParams params{{"situation", LeadingSituation()},
                      {"outcome", OutcomeLabel(advice_.outcome())},
                      {"end", ValueOf("end_definition", {})},
                      {"triggers", ValueOf("triggers", {})}};
    const bool is_interim = advice_.outcome() == v1::ADVICE_OUTCOME_INTERIM;
    if (is_interim) {
      const v1::DurationProposal& duration = advice_.duration();
      const v1::MandateProposal& mandate = advice_.mandate();
      const std::string months =
          duration.has_planned_months()
              ? absl::StrCat(duration.planned_months())
              : absl::StrCat(duration.min_months(), "-", duration.max_months());
      const std::string role = RoleLabel(advice_.role().role_code());
      const std::string start = advice_.urgency().has_start_within_days()
                                    ? absl::StrCat(advice_.urgency().start_within_days())
                                    : Render("value.unknown", {});
      params.insert(params.end(),
                    {{"role", role.empty() ? OutcomeLabel(advice_.outcome()) : Inside(role)},
                     {"months", Render("unit.months", {{"n", months}})},
                     {"mandate", absl::StrCat(mandate.min_level(), "-", mandate.max_level())},
                     {"reporting", mandate.reporting_line()},
                     {"start", start}});
    }
    advice_.set_problem_statement(
        Render(is_interim ? "statement.interim" : "statement.other", params));
  }

  const CompiledModel& model_;
  Lang lang_;
  v1::Advice& advice_;
};

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

}  // namespace

void Localize(const CompiledModel& model, Lang lang, v1::Advice& advice) {
  Localizer(model, lang, advice).Run();
}

void Localize(const CompiledModel& model, Lang lang, v1::Disagreement& disagreement) {
  const model::Text* text =
      model.FindText(disagreement.matters() ? "disagreement.matters" : "disagreement.harmless");
  const int fact = model.FindFact(disagreement.fact_key());
  if (text == nullptr || fact < 0) return;
  std::string sentence = In(*text, lang);
  const std::size_t at = sentence.find("{fact}");
  if (at != std::string::npos) {
    sentence.replace(at, 6, In(model.data().fact(fact).label(), lang));
  }
  disagreement.set_text(std::move(sentence));
}

v1::Question MakeQuestion(const CompiledModel& model, int index, Lang lang) {
  const model::QuestionRow& row = model.data().question(index);
  v1::Question question;
  question.set_code(row.code());
  question.set_text(In(row.text(), lang));
  question.set_why(In(row.why(), lang));
  question.mutable_known_by()->CopyFrom(row.known_by());
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
    roles.push_back(std::move(role));
  }
  return roles;
}

}  // namespace interim::assessment
