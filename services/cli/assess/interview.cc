#include "services/cli/assess/interview.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "services/cli/assess/show.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

bool IsSame(const v1::Fact& a, const v1::Fact& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

}  // namespace

absl::StatusOr<InterviewEnd> Interview::Run() {
  RETURN_IF_ERROR(Load());
  Write(CommandsText(console_.style, speech_));
  std::optional<Visit> visit;
  while (true) {
    if (!visit) {
      ASSIGN_OR_RETURN(visit, Choose());
      if (is_stopped_) return InterviewEnd::kStopped;
      if (!visit) return InterviewEnd::kEnough;
    }
    ASSIGN_OR_RETURN(const Turn turn, Ask(*visit));
    if (turn == Turn::kStop) return InterviewEnd::kStopped;
    if (turn == Turn::kDone) {
      history_.push_back(visit->question);
      visit.reset();
    } else if (!history_.empty()) {
      visit = Visit{.question = history_.back(), .again = true};
      history_.pop_back();
    } else {
      ShowProblem(speech_("ask.first"));
    }
  }
}

absl::Status Interview::Load() {
  ASSIGN_OR_RETURN(questions_, desk_.AllQuestions());
  ASSIGN_OR_RETURN(const std::vector<v1::Answer> answers, desk_.OwnAnswers());
  skipped_ = desk_.Skipped();
  for (const v1::Answer& answer : answers) {
    if (answer.is_unknown()) {
      unknown_.insert(answer.fact().key());
    } else {
      answers_[answer.fact().key()] = answer.fact();
    }
    for (const v1::Question& question : questions_) {
      const bool settles =
          std::any_of(question.facts().begin(), question.facts().end(),
                      [&](const v1::FactSpec& spec) { return spec.key() == answer.fact().key(); });
      if (!settles) continue;
      std::erase(history_, &question);
      history_.push_back(&question);
    }
  }
  if (!answers.empty()) {
    Write(absl::StrCat(speech_("ask.resumed", {{"count", absl::StrCat(answers.size())}}), "\n"));
  }
  return absl::OkStatus();
}

// The most useful question that was not put off and of which something can be asked here.
absl::StatusOr<std::optional<Interview::Visit>> Interview::Choose() {
  ASSIGN_OR_RETURN(next_, desk_.Next());
  for (const v1::Question& question : next_.questions()) {
    const v1::Question* known = Find(question.code());
    if (known == nullptr || skipped_.contains(question.code())) continue;
    const Visit visit = VisitTo(*known, question);
    if (!FactsToAsk(visit).empty()) return visit;
  }
  if (next_.questions().empty()) return ChooseRefining(next_);
  return WhenOnlySkipped();
}

// Only those facts of the question that the service proposes.
Interview::Visit Interview::VisitTo(const v1::Question& known, const v1::Question& proposed) const {
  Visit visit{.question = &known};
  for (const v1::FactSpec& spec : proposed.facts()) visit.worth.insert(spec.key());
  return visit;
}

absl::StatusOr<std::optional<Interview::Visit>> Interview::ChooseRefining(
    const v1::NextQuestionsResponse& next) {
  for (const v1::Question& question : next.refining_questions()) {
    const v1::Question* known = Find(question.code());
    if (known == nullptr || skipped_.contains(question.code())) continue;
    const Visit visit = VisitTo(*known, question);
    if (FactsToAsk(visit).empty()) continue;
    if (!wants_refining_) {
      wants_refining_ = YesOrNo(speech_("ask.want_refining"));
      if (!wants_refining_) return std::optional<Visit>();
    }
    return *wants_refining_ ? std::optional<Visit>(visit) : std::nullopt;
  }
  return std::optional<Visit>();
}

// What is left was put off or is not known here: offer it once more.
absl::StatusOr<std::optional<Interview::Visit>> Interview::WhenOnlySkipped() {
  const bool any =
      std::any_of(next_.questions().begin(), next_.questions().end(),
                  [&](const auto& question) { return skipped_.contains(question.code()); });
  if (!any || std::exchange(skipped_was_offered_, true)) return std::optional<Visit>();
  const std::optional<bool> wanted =
      YesOrNo(speech_("ask.skipped_left", {{"count", absl::StrCat(skipped_.size())}}));
  if (!wanted || !*wanted) return std::optional<Visit>();
  skipped_.clear();
  desk_.SaveSkipped(skipped_);
  return Choose();
}

std::vector<const v1::FactSpec*> Interview::FactsToAsk(const Visit& visit) const {
  std::vector<const v1::FactSpec*> facts;
  for (const v1::FactSpec& spec : visit.question->facts()) {
    const bool is_open = !answers_.contains(spec.key()) && !unknown_.contains(spec.key());
    const bool is_worth = visit.worth.empty() || visit.worth.contains(spec.key());
    if (visit.again || (is_open && is_worth)) facts.push_back(&spec);
  }
  return facts;
}

absl::StatusOr<Interview::Turn> Interview::Ask(const Visit& visit) {
  ShowQuestion(visit);
  if (skipped_.erase(visit.question->code()) > 0) desk_.SaveSkipped(skipped_);
  const std::vector<const v1::FactSpec*> facts = FactsToAsk(visit);
  // Asked again, or to sharpen: nothing of it is settled by an answer.
  const bool decides = !visit.again && !next_.questions().empty();
  std::size_t place = 0;
  while (place < facts.size()) {
    ASSIGN_OR_RETURN(const Turn turn, AskFact(*visit.question, *facts[place]));
    if (turn == Turn::kStop) return turn;
    if (turn == Turn::kBack) {
      if (place == 0) return turn;
      --place;
      continue;
    }
    if (skipped_.contains(visit.question->code())) break;
    ++place;
    if (decides) {
      ASSIGN_OR_RETURN(place, PassSettled(*visit.question, facts, place));
    }
  }
  return Turn::kDone;
}

absl::StatusOr<Interview::Turn> Interview::AskFact(const v1::Question& question,
                                                   const v1::FactSpec& spec) {
  const auto known = answers_.find(spec.key());
  Write(FactText(question, spec, known == answers_.end() ? nullptr : &known->second, console_.style,
                 speech_));
  while (true) {
    const std::optional<std::string> line = ReadLine("> ");
    if (!line) return Turn::kStop;
    Reply reply = ParseReply(spec, *line, speech_);
    switch (reply.kind) {
      case ReplyKind::kStop:
        return Turn::kStop;
      case ReplyKind::kBack:
        return Turn::kBack;
      case ReplyKind::kSkip:
        PutOff(question.code());
        return Turn::kDone;
      case ReplyKind::kUnknown:
        RETURN_IF_ERROR(KeepUnknown(spec));
        return Turn::kDone;
      case ReplyKind::kValue:
        RETURN_IF_ERROR(Keep(reply.fact));
        return Turn::kDone;
      case ReplyKind::kKeep:
        if (answers_.contains(spec.key())) return Turn::kDone;
        ShowProblem(speech_("ask.nothing"));
        break;
      case ReplyKind::kHelp:
        Write(CommandsText(console_.style, speech_));
        break;
      case ReplyKind::kUnclear:
        ShowProblem(reply.problem);
        break;
    }
  }
}

// Facts of the same question that an answer has settled are passed over.
//   returns  the place of the next fact to ask, from `place` on
absl::StatusOr<std::size_t> Interview::PassSettled(const v1::Question& question,
                                                   const std::vector<const v1::FactSpec*>& facts,
                                                   std::size_t place) {
  if (place == facts.size() || answers_.contains(facts[place]->key())) return place;
  ASSIGN_OR_RETURN(next_, desk_.Next());
  const auto is_proposed = [&](const std::string& key) {
    for (const v1::Question& proposed : next_.questions()) {
      if (proposed.code() != question.code()) continue;
      return std::any_of(proposed.facts().begin(), proposed.facts().end(),
                         [&](const v1::FactSpec& fact) { return fact.key() == key; });
    }
    return false;
  };
  while (place < facts.size() && !answers_.contains(facts[place]->key()) &&
         !is_proposed(facts[place]->key())) {
    ++place;
  }
  return place;
}

absl::Status Interview::Keep(const v1::Fact& fact) {
  const auto known = answers_.find(fact.key());
  if (known != answers_.end() && IsSame(known->second, fact)) return absl::OkStatus();
  v1::Answer answer;
  *answer.mutable_fact() = fact;
  RETURN_IF_ERROR(desk_.Record(answer));
  answers_[fact.key()] = fact;
  unknown_.erase(fact.key());
  ++answer_count_;
  return absl::OkStatus();
}

absl::Status Interview::KeepUnknown(const v1::FactSpec& spec) {
  v1::Answer answer;
  answer.mutable_fact()->set_key(spec.key());
  answer.set_is_unknown(true);
  RETURN_IF_ERROR(desk_.Record(answer));
  answers_.erase(spec.key());
  unknown_.insert(spec.key());
  return absl::OkStatus();
}

void Interview::PutOff(const std::string& code) {
  skipped_.insert(code);
  desk_.SaveSkipped(skipped_);
}

std::optional<bool> Interview::YesOrNo(const std::string& question) {
  v1::FactSpec spec;
  spec.set_kind(v1::FACT_KIND_FLAG);
  Page page(console_.style);
  page.Blank();
  page.Line(question);
  Write(page.text());
  Write(FactText(v1::Question(), spec, nullptr, console_.style, speech_));
  while (true) {
    const std::optional<std::string> line = ReadLine("> ");
    const Reply reply = line ? ParseReply(spec, *line, speech_) : Reply{ReplyKind::kStop, {}, ""};
    if (reply.kind == ReplyKind::kStop) {
      is_stopped_ = true;
      return std::nullopt;
    }
    if (reply.kind == ReplyKind::kValue) return reply.fact.flag();
    ShowProblem(speech_("ask.yes_or_no"));
  }
}

std::optional<std::string> Interview::ReadLine(const std::string& prompt) {
  Write(prompt);
  std::optional<std::string> line = console_.read();
  if (!line || console_.echo) Write(absl::StrCat(line.value_or(""), "\n"));
  return line;
}

void Interview::ShowQuestion(const Visit& visit) {
  Write(QuestionText(*visit.question, next_, static_cast<int>(history_.size()) + 1, console_.style,
                     speech_));
}

void Interview::ShowProblem(const std::string& problem) {
  for (const std::string& line : Wrap(problem, console_.style.columns - 4)) {
    Write(absl::StrCat("  ! ", line, "\n"));
  }
}

const v1::Question* Interview::Find(const std::string& code) const {
  const auto found = std::find_if(questions_.begin(), questions_.end(),
                                  [&](const auto& question) { return question.code() == code; });
  return found == questions_.end() ? nullptr : &*found;
}

}  // namespace interim::cli
