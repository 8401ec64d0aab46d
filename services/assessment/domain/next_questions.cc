#include "services/assessment/domain/next_questions.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/ask.h"
#include "services/assessment/domain/limits.h"
#include "services/assessment/domain/localize.h"

namespace interim::assessment {
namespace {

bool IsKnownBy(const CompiledModel& model, int question, const std::string& role) {
  const auto& known_by = model.data().question(question).known_by();
  return role.empty() || std::find(known_by.begin(), known_by.end(), role) != known_by.end();
}

// The question with those of its facts that can still change the outcome and nobody was asked for.
v1::Question StillAsked(const CompiledModel& model, const AskPlan& plan, v1::Question question) {
  const v1::Question whole = question;
  question.clear_facts();
  for (const v1::FactSpec& spec : whole.facts()) {
    if (plan.facts[model.FindFact(spec.key())]) *question.add_facts() = spec;
  }
  return question;
}

}  // namespace

v1::NextQuestionsResponse NextQuestions(const CompiledModel& model, const Known& known,
                                        const v1::NextQuestionsRequest& request, Lang lang) {
  NodeValues values;
  const Decision decision = Decide(model, known.vector, values);
  const AskPlan plan = PlanQuestions(model, known.vector, known.asked, decision, values);
  const int wanted =
      request.max_question_count() == 0 ? kDefaultQuestions : request.max_question_count();
  v1::NextQuestionsResponse response;
  for (int index : plan.questions) {
    if (!IsKnownBy(model, index, request.known_by())) continue;
    if (response.questions_size() == wanted) break;
    *response.add_questions() = StillAsked(model, plan, MakeQuestion(model, index, lang));
  }
  if (plan.questions.empty()) {
    model.program().Evaluate(known.vector, model.all_nodes(), values.data());
    for (int index : PlanRefining(model, known.vector, known.asked, decision, values)) {
      if (!IsKnownBy(model, index, request.known_by())) continue;
      if (response.refining_questions_size() == wanted) break;
      *response.add_refining_questions() = MakeQuestion(model, index, lang);
    }
  }
  response.set_is_settled(decision.is_settled());
  for (int i = 0; i < model.data().outcome_size(); ++i) {
    if ((decision.possible >> i & 1) != 0) response.add_possible_outcomes(OutcomeToProto(model, i));
  }
  response.set_open_question_count(static_cast<int>(plan.questions.size()));
  response.set_spared_question_count(plan.spared);
  for (v1::Disagreement& disagreement : WeighDisputes(model, known)) {
    if (!disagreement.matters()) continue;
    Localize(model, lang, disagreement);
    *response.add_disagreements() = std::move(disagreement);
  }
  return response;
}

}  // namespace interim::assessment
