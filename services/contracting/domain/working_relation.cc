#include "services/contracting/domain/working_relation.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/law/inputs.pb.h"
#include "common/law/presumption.h"
#include "common/law/self_employed.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_catalogue.h"
#include "common/type/convert.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/relation_errors.h"

namespace interim::contracting {
namespace {

constexpr char kRule[] = "R05";
constexpr int kStrong = 2;

type::LocalizedText Text(const law::LawData& law, absl::string_view key,
                         const TextParams& params = {}) {
  return law.texts().RenderAll(key, params).value_or(type::LocalizedText());
}

// All that was said about one question.
struct Question {
  std::string code;
  int viewpoint = 0;
  const law::ViewpointQuestion* entry = nullptr;  // null for a code outside the catalogue
  std::vector<const v1::WorkingRelationAnswer*> answers;
  std::vector<const Observation*> observations;

  // The score that is weighed: what was observed, else the answer nearest to employment.
  std::optional<int> Score() const {
    std::optional<int> lowest;
    for (const Observation* seen : observations) {
      if (!lowest || seen->score < *lowest) lowest = seen->score;
    }
    if (lowest) return lowest;
    for (const v1::WorkingRelationAnswer* answer : answers) {
      if (answer->has_score() && (!lowest || answer->score() < *lowest)) lowest = answer->score();
    }
    return lowest;
  }

  // Sides whose answers point in different directions.
  bool IsDisputed() const {
    std::set<int> directions;
    for (const v1::WorkingRelationAnswer* answer : answers) {
      if (answer->has_score()) directions.insert((answer->score() > 0) - (answer->score() < 0));
    }
    return directions.size() > 1;
  }

  bool LacksEvidence() const {
    return std::any_of(answers.begin(), answers.end(), [](const v1::WorkingRelationAnswer* answer) {
      return answer->has_score() && answer->evidence().empty();
    });
  }
};

Question& FindOrAdd(std::vector<Question>& questions, const std::string& code, int viewpoint) {
  const auto found = std::find_if(questions.begin(), questions.end(),
                                  [&](const Question& q) { return q.code == code; });
  if (found != questions.end()) return *found;
  questions.push_back({.code = code, .viewpoint = viewpoint});
  return questions.back();
}

// Catalogue first, then codes outside it in the order they were first named; by viewpoint.
std::vector<Question> Gather(const law::LawData& law,
                             const std::vector<v1::WorkingRelationAnswer>& answers,
                             const std::vector<Observation>& observations) {
  std::vector<Question> questions;
  for (const law::ViewpointQuestion& entry : law::ViewpointQuestions(law).questions()) {
    FindOrAdd(questions, entry.code(), entry.viewpoint()).entry = &entry;
  }
  for (const v1::WorkingRelationAnswer& answer : answers) {
    FindOrAdd(questions, answer.question_code(), answer.viewpoint()).answers.push_back(&answer);
  }
  for (const Observation& seen : observations) {
    if (seen.viewpoint == 0) continue;
    FindOrAdd(questions, seen.question_code, seen.viewpoint).observations.push_back(&seen);
  }
  std::stable_sort(questions.begin(), questions.end(),
                   [](const Question& a, const Question& b) { return a.viewpoint < b.viewpoint; });
  return questions;
}

law::SelfEmployedInput ToInput(const RelationFacts& known, const std::vector<Question>& questions) {
  law::SelfEmployedInput input;
  input.set_form(ToLaw(known.facts.form()));
  *input.mutable_period() = known.facts.period();
  input.set_legal_sign_off(known.legal_sign_off);
  input.set_approved_model_agreement(known.facts.approved_model_agreement() == v1::ANSWER_YES);
  for (const Question& question : questions) {
    if (question.answers.empty() && question.observations.empty()) continue;  // nobody asked
    law::ViewpointAnswer& answer = *input.add_answers();
    answer.set_question(question.code);
    answer.set_viewpoint(question.viewpoint);
    if (const std::optional<int> score = question.Score()) answer.set_score(*score);
  }
  return input;
}

v1::PointStrength StrengthOf(int score) {
  if (score == 0) return v1::POINT_STRENGTH_NEUTRAL;
  return score >= kStrong || score <= -kStrong ? v1::POINT_STRENGTH_STRONG
                                               : v1::POINT_STRENGTH_SOME;
}

v1::ViewpointPoint MakePoint(const law::LawData& law, const Question& question) {
  v1::ViewpointPoint point;
  point.set_question_code(question.code);
  if (question.entry != nullptr) {
    *point.mutable_question() = Text(law, question.entry->text_key());
  } else {
    point.mutable_question()->set_nl(question.code);
    point.mutable_question()->set_en(question.code);
  }
  point.set_is_disputed(question.IsDisputed());
  return point;
}

void AddPoint(v1::ViewpointPoint point, int score, v1::ViewpointWeighing& view) {
  point.set_strength(StrengthOf(score));
  if (score > 0) {
    *view.add_points_for() = std::move(point);
  } else if (score < 0) {
    *view.add_points_against() = std::move(point);
  } else {
    *view.add_neutral_points() = std::move(point);
  }
}

void AddQuestion(const law::LawData& law, const Question& question, v1::ViewpointWeighing& view) {
  bool is_known = false;
  for (const Observation* seen : question.observations) {
    v1::ViewpointPoint point = MakePoint(law, question);
    point.set_origin(v1::POINT_ORIGIN_PRACTICE);
    *point.mutable_observation() = seen->text;
    point.set_evidence(absl::StrJoin(seen->sources, ", "));
    AddPoint(std::move(point), seen->score, view);
    is_known = true;
  }
  for (const v1::WorkingRelationAnswer* answer : question.answers) {
    if (!answer->has_score()) continue;
    v1::ViewpointPoint point = MakePoint(law, question);
    point.set_origin(answer->side() == v1::ANSWER_SIDE_UNSPECIFIED ? v1::POINT_ORIGIN_CONTRACT
                                                                   : v1::POINT_ORIGIN_ANSWER);
    point.set_side(answer->side());
    point.set_evidence(answer->evidence());
    if (answer->evidence().empty() && question.entry != nullptr) {
      *point.mutable_evidence_asked() = Text(law, question.entry->evidence_key());
    }
    AddPoint(std::move(point), answer->score(), view);
    is_known = true;
  }
  if (is_known) return;
  v1::ViewpointPoint point = MakePoint(law, question);
  if (question.entry != nullptr) {
    *point.mutable_evidence_asked() = Text(law, question.entry->evidence_key());
  }
  *view.add_open_points() = std::move(point);
}

v1::PointDirection DirectionOf(const std::vector<Question>& questions, int viewpoint) {
  int sum = 0;
  bool is_known = false;
  for (const Question& question : questions) {
    if (question.viewpoint != viewpoint) continue;
    if (const std::optional<int> score = question.Score()) {
      sum += *score;
      is_known = true;
    }
  }
  if (!is_known) return v1::POINT_DIRECTION_UNKNOWN;
  if (sum == 0) return v1::POINT_DIRECTION_BALANCED;
  return sum > 0 ? v1::POINT_DIRECTION_SELF_EMPLOYMENT : v1::POINT_DIRECTION_EMPLOYMENT;
}

v1::RiskBand ToProto(law::RiskBand band) {
  switch (band) {
    case law::RiskBand::kLow:
      return v1::RISK_BAND_LOW;
    case law::RiskBand::kMedium:
      return v1::RISK_BAND_MEDIUM;
    case law::RiskBand::kHigh:
      return v1::RISK_BAND_HIGH;
    case law::RiskBand::kNotDecided:
      break;
  }
  return v1::RISK_BAND_NOT_DECIDED;
}

absl::string_view ConclusionKey(v1::RiskBand band, bool signed_off) {
  switch (band) {
    case v1::RISK_BAND_LOW:
      return "dba.conclusion.low";
    case v1::RISK_BAND_MEDIUM:
      return "dba.conclusion.medium";
    case v1::RISK_BAND_HIGH:
      return signed_off ? "dba.conclusion.high_signed" : "dba.conclusion.high";
    default:
      return "dba.conclusion.unknown";
  }
}

// What stays for people: weight, practice, who is right, what is not proven, form.
void AddOpenQuestions(const law::LawData& law, const RelationFacts& known,
                      const std::vector<Question>& questions,
                      v1::WorkingRelationWeighing& weighing) {
  *weighing.add_open_questions() = Text(law, "dba.open.weight");
  *weighing.add_open_questions() = Text(law, "dba.open.practice");
  std::vector<std::string> disputed_nl;
  std::vector<std::string> disputed_en;
  int unproven = 0;
  for (const Question& question : questions) {
    if (question.IsDisputed()) {
      const type::LocalizedText asked = MakePoint(law, question).question();
      disputed_nl.push_back(asked.nl());
      disputed_en.push_back(asked.en());
    }
    if (question.LacksEvidence()) ++unproven;
  }
  if (!disputed_nl.empty()) {
    type::LocalizedText& open = *weighing.add_open_questions();
    open.set_nl(
        Text(law, "dba.open.disputed", {{"questions", absl::StrJoin(disputed_nl, " ")}}).nl());
    open.set_en(
        Text(law, "dba.open.disputed", {{"questions", absl::StrJoin(disputed_en, " ")}}).en());
  }
  if (unproven > 0) {
    *weighing.add_open_questions() =
        Text(law, "dba.open.evidence", {{"count", absl::StrCat(unproven)}});
  }
  if (known.facts.form() == v1::CONTRACT_FORM_MANAGEMENT_BV) {
    *weighing.add_open_questions() = Text(law, "dba.open.own_company");
  }
  if (known.facts.form() == v1::CONTRACT_FORM_BUREAU) {
    *weighing.add_open_questions() = Text(law, "dba.open.three_party");
  }
}

absl::Status AddPresumption(const law::LawData& law, const v1::ComplianceFacts& facts,
                            v1::WorkingRelationWeighing& weighing) {
  if (!facts.has_total_fee() || !facts.has_total_hours() ||
      facts.form() == v1::CONTRACT_FORM_CONSULTANCY) {
    return absl::OkStatus();
  }
  law::PresumptionInput input;
  *input.mutable_fee() = facts.total_fee();
  *input.mutable_hours() = facts.total_hours();
  *input.mutable_period() = facts.period();
  ASSIGN_OR_RETURN(law::PresumptionResult result, law::EvaluatePresumption(law, input));
  for (type::Finding& finding : result.findings) {
    if (finding.outcome() != type::RULE_OUTCOME_OK) *weighing.add_findings() = std::move(finding);
  }
  return absl::OkStatus();
}

}  // namespace

bool HasWorkingRelation(v1::ContractForm form) {
  return form == v1::CONTRACT_FORM_BUREAU || form == v1::CONTRACT_FORM_ZZP ||
         form == v1::CONTRACT_FORM_MANAGEMENT_BV || form == v1::CONTRACT_FORM_CONSULTANCY;
}

std::vector<v1::WorkingRelationQuestion> WorkingRelationQuestions(const law::LawData& law) {
  std::vector<v1::WorkingRelationQuestion> questions;
  const law::ViewpointQuestionCatalogue& catalogue = law::ViewpointQuestions(law);
  for (const law::ViewpointQuestion& entry : catalogue.questions()) {
    v1::WorkingRelationQuestion question;
    question.set_code(entry.code());
    question.set_viewpoint(entry.viewpoint());
    for (const law::ViewpointBasis& basis : catalogue.viewpoints()) {
      if (basis.viewpoint() == entry.viewpoint()) {
        *question.mutable_viewpoint_title() = Text(law, basis.title_key());
      }
    }
    *question.mutable_text() = Text(law, entry.text_key());
    *question.mutable_evidence_asked() = Text(law, entry.evidence_key());
    questions.push_back(std::move(question));
  }
  return questions;
}

std::vector<v1::WorkingRelationAnswer> MergeAnswers(
    const v1::ComplianceFacts& facts, const std::vector<v1::WorkingRelationAnswer>& later) {
  std::vector<v1::WorkingRelationAnswer> merged(facts.working_relation_answers().begin(),
                                                facts.working_relation_answers().end());
  const auto side = [](const v1::WorkingRelationAnswer& answer) {
    return answer.side() == v1::ANSWER_SIDE_UNSPECIFIED ? v1::ANSWER_SIDE_CLIENT : answer.side();
  };
  for (const v1::WorkingRelationAnswer& answer : later) {
    const auto same =
        std::find_if(merged.begin(), merged.end(), [&](const v1::WorkingRelationAnswer& old) {
          return old.question_code() == answer.question_code() && side(old) == side(answer);
        });
    if (same != merged.end()) {
      *same = answer;
    } else {
      merged.push_back(answer);
    }
  }
  return merged;
}

absl::StatusOr<v1::WorkingRelationWeighing> Weigh(const RelationKnowledge& knowledge,
                                                  const RelationFacts& known,
                                                  const WeighStamp& stamp) {
  const law::LawData& law = knowledge.law;
  RETURN_IF_ERROR(CheckFactsComplete(known.facts));
  if (!HasWorkingRelation(known.facts.form())) return NoWorkingRelation(known.facts.form());
  std::vector<v1::WorkingRelationAnswer> answers = MergeAnswers(known.facts, known.later);
  for (const law::ViewpointAnswer& said : law::ClauseAnswers(law, ClausesOf(known.facts))) {
    v1::WorkingRelationAnswer& answer = answers.emplace_back();  // whatever a side answers
    answer.set_question_code(said.question());
    answer.set_viewpoint(said.viewpoint());
    answer.set_score(said.score());
    answer.set_evidence("contract");  // the same word in both languages
  }
  const std::vector<Question> questions = Gather(law, answers, known.observations);
  ASSIGN_OR_RETURN(law::SelfEmployedResult result,
                   law::EvaluateSelfEmployed(law, ToInput(known, questions)));
  v1::WorkingRelationWeighing weighing;
  *weighing.mutable_weigh_date() = interim::ToProto(stamp.today);
  weighing.set_moment(stamp.moment);
  weighing.set_actor(stamp.actor);
  weighing.set_form(known.facts.form());
  *weighing.mutable_period() = known.facts.period();
  weighing.set_band(ToProto(result.band));
  weighing.set_is_form_closed(weighing.band() == v1::RISK_BAND_HIGH && !known.legal_sign_off);
  weighing.set_rule_version(law.tables().RuleVersion(kRule));
  *weighing.mutable_conclusion() = Text(law, ConclusionKey(weighing.band(), known.legal_sign_off));
  for (const law::ViewpointBasis& basis : law::ViewpointQuestions(law).viewpoints()) {
    v1::ViewpointWeighing& view = *weighing.add_viewpoints();
    view.set_viewpoint(basis.viewpoint());
    *view.mutable_title() = Text(law, basis.title_key());
    *view.mutable_measure() = Text(law, basis.measure_key());
    *view.mutable_sources() = basis.source();
    view.set_direction(DirectionOf(questions, basis.viewpoint()));
    for (const Question& question : questions) {
      if (question.viewpoint == basis.viewpoint()) AddQuestion(law, question, view);
    }
  }
  for (type::Finding& finding : result.findings) *weighing.add_findings() = std::move(finding);
  RETURN_IF_ERROR(AddPresumption(law, known.facts, weighing));
  AddOpenQuestions(law, known, questions, weighing);
  return weighing;
}

bool SaysTheSame(const v1::WorkingRelationWeighing& a, const v1::WorkingRelationWeighing& b) {
  v1::WorkingRelationWeighing left = a;
  v1::WorkingRelationWeighing right = b;
  for (v1::WorkingRelationWeighing* weighing : {&left, &right}) {
    weighing->clear_weigh_date();
    weighing->clear_moment();
    weighing->clear_actor();
  }
  return left.SerializeAsString() == right.SerializeAsString();
}

bool HasLegalSignOff(const law::LawData& law, const v1::Contract& contract) {
  const std::string version = law.tables().RuleVersion(kRule);
  return std::any_of(contract.finding_decisions().begin(), contract.finding_decisions().end(),
                     [&](const v1::FindingDecision& decision) {
                       return decision.rule_id() == kRule && decision.is_release() &&
                              decision.rule_version() == version && !decision.is_outdated();
                     });
}

absl::Status CheckRelationData(const law::LawData& law, const WorkingRelationData& data) {
  std::vector<std::string> problems;
  const auto need = [&](bool fine, absl::string_view what) {
    if (!fine) problems.emplace_back(what);
  };
  const auto& questions = law::ViewpointQuestions(law).questions();
  for (int kind = 1; kind <= v1::PracticeKind_MAX; ++kind) {
    need(std::any_of(data.practice().begin(), data.practice().end(),
                     [&](const PracticeRule& rule) { return rule.kind() == kind; }),
         absl::StrCat("no rule for ", v1::PracticeKind_Name(static_cast<v1::PracticeKind>(kind))));
  }
  for (const PracticeRule& rule : data.practice()) {
    const std::string name = v1::PracticeKind_Name(rule.kind());
    const bool known = std::any_of(questions.begin(), questions.end(), [&](const auto& question) {
      return question.code() == rule.question_code() && question.viewpoint() == rule.viewpoint();
    });
    need(known || (rule.question_code().empty() && rule.viewpoint() == 0),
         absl::StrCat(name, ": no question ", rule.question_code(), " in that viewpoint"));
    need(rule.score() >= -kStrong && rule.score() <= kStrong, absl::StrCat(name, ": score"));
    need(rule.from_count() > 0 && rule.window_months() >= 0, absl::StrCat(name, ": how often"));
    need(!rule.observation().nl().empty() && !rule.observation().en().empty(),
         absl::StrCat(name, ": observation in both languages"));
  }
  for (const RelationText& text : data.text()) {
    need(!text.nl().empty() && !text.en().empty(), absl::StrCat(text.key(), ": both languages"));
  }
  need(data.review_months() > 0, "review_months");
  need(Decimal::Parse(data.hours_tolerance_percent()).ok(), "hours_tolerance_percent");
  if (problems.empty()) return absl::OkStatus();
  return MakeError(
      {.code = absl::StatusCode::kInvalidArgument,
       .reason = "CATALOGUE_INVALID",
       .message = absl::StrCat("working_relation.textproto: ", absl::StrJoin(problems, "; ")),
       .metadata = {{"problemCount", absl::StrCat(problems.size())}}});
}

}  // namespace interim::contracting
