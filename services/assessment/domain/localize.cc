#include "services/assessment/domain/localize.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
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
    if (text.find('{') == std::string::npos) return text;
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
    const model::Text* found = model_.FindText(code);
    if (found != nullptr) text = Replace(In(*found, lang_), params);
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

  // The first of the choices of the leading situation that is no role but has a name.
  //   stand_ins_only  leave out answers that are no manager from outside
  std::string AlternativeLabel(const std::vector<std::string> SharedSituation::*choices,
                               bool stand_ins_only) const {
    const SharedSituation* shared =
        advice_.situations().empty()
            ? nullptr
            : model_.shared().FindSituation(advice_.situations(0).situation_code());
    if (shared == nullptr) return "";
    for (const std::string& code : shared->*choices) {
      const SharedAlternative* alternative = model_.shared().FindAlternative(code);
      if (alternative == nullptr || (stand_ins_only && !alternative->is_stand_in)) continue;
      return In(alternative->label, lang_);
    }
    return "";
  }

  std::string FirstRoleLabel() const {
    const std::string& code = advice_.role().role_code();
    return code.empty() ? AlternativeLabel(&SharedSituation::first_choice, true) : RoleLabel(code);
  }
  std::string SecondRoleLabel() const {
    const std::string& code = advice_.role().second_role_code();
    return code.empty() ? AlternativeLabel(&SharedSituation::second_choice, false)
                        : RoleLabel(code);
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
      params = {{"situation", LeadingSituation()}, {"role", Inside(FirstRoleLabel())}};
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
      role->set_label(FirstRoleLabel());
      role->set_second_label(SecondRoleLabel());
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

  // A version of the model may lack the phrase for one month.
  std::string Months(const std::string& months) const {
    const std::string one = months == "1" ? Render("unit.months.one", {}) : std::string();
    return one.empty() ? Render("unit.months", {{"n", months}}) : one;
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
      const std::string role = FirstRoleLabel();
      const std::string start = advice_.urgency().has_start_within_days()
                                    ? absl::StrCat(advice_.urgency().start_within_days())
                                    : Render("value.unknown", {});
      params.insert(params.end(),
                    {{"role", role.empty() ? OutcomeLabel(advice_.outcome()) : Inside(role)},
                     {"months", Months(months)},
                     {"mandate", mandate.min_level() == mandate.max_level()
                                     ? absl::StrCat(mandate.min_level())
                                     : absl::StrCat(mandate.min_level(), "-", mandate.max_level())},
                     {"reporting", mandate.reporting_line()},
                     {"line", Inside(mandate.reporting_line())},
                     {"start", start},
                     {"start_by", advice_.urgency().has_start_within_days()
                                      ? Render("statement.start", {{"n", start}})
                                      : std::string()}});
    }
    advice_.set_problem_statement(
        Render(is_interim ? "statement.interim" : "statement.other", params));
  }

  const CompiledModel& model_;
  Lang lang_;
  v1::Advice& advice_;
};

}  // namespace

void Localize(const CompiledModel& model, Lang lang, v1::Advice& advice) {
  Localizer(model, lang, advice).Run();
}

void Localize(const CompiledModel& model, Lang lang, v1::Disagreement& disagreement) {
  const char* key = disagreement.matters() ? "disagreement.matters" : "disagreement.harmless";
  if (!disagreement.settled_informant().empty()) key = "disagreement.settled";
  const model::Text* text = model.FindText(key);
  const int fact = model.FindFact(disagreement.fact_key());
  if (text == nullptr || fact < 0) return;
  disagreement.set_text(
      absl::StrReplaceAll(In(*text, lang), {{"{fact}", In(model.data().fact(fact).label(), lang)},
                                            {"{informant}", disagreement.settled_informant()}}));
}

}  // namespace interim::assessment
