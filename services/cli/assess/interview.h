// The questionnaire: one question at a time, back, skip, stop, go on later.
#ifndef INTERIM_SERVICES_CLI_ASSESS_INTERVIEW_H_
#define INTERIM_SERVICES_CLI_ASSESS_INTERVIEW_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/assess/desk.h"
#include "services/cli/assess/reply.h"
#include "services/cli/page/page.h"

namespace interim::cli {

// Where a person types and reads.
struct Console {
  // The next line without its end; nothing at the end of input.
  std::function<std::optional<std::string>()> read;
  std::function<void(const std::string&)> write;
  // True when what is typed does not show by itself (input from a file), so that it is repeated.
  bool echo = false;
  PageStyle style;
};

enum class InterviewEnd {
  kEnough,   // no open question can change the outcome, or the person wants the advice now
  kStopped,  // to be gone on with later
};

// Runs the questionnaire of one informant.
class Interview {
 public:
  Interview(Desk& desk, Console console, const Speech& speech)
      : desk_(desk), console_(std::move(console)), speech_(speech) {}
  //   errors  what the service answered; everything answered before is kept
  absl::StatusOr<InterviewEnd> Run();
  // Values given in this run, corrections included.
  int answer_count() const { return answer_count_; }
  // Questions answered, those of earlier runs included.
  int question_count() const { return static_cast<int>(history_.size()); }

 private:
  enum class Turn { kDone, kBack, kStop };
  // A question to ask: again with all its facts, or only what is open of it and worth asking.
  struct Visit {
    const assessment::v1::Question* question;
    bool again = false;
    std::set<std::string> worth = {};  // fact keys; empty: all that are open
  };
  Visit VisitTo(const assessment::v1::Question& known,
                const assessment::v1::Question& proposed) const;

  absl::Status Load();
  absl::StatusOr<std::optional<Visit>> Choose();
  absl::StatusOr<std::optional<Visit>> ChooseRefining(
      const assessment::v1::NextQuestionsResponse& next);
  absl::StatusOr<std::optional<Visit>> WhenOnlySkipped();
  absl::StatusOr<Turn> Ask(const Visit& visit);
  absl::StatusOr<Turn> AskFact(const assessment::v1::Question& question,
                               const assessment::v1::FactSpec& spec);
  absl::StatusOr<std::size_t> PassSettled(const assessment::v1::Question& question,
                                          const std::vector<const assessment::v1::FactSpec*>& facts,
                                          std::size_t place);
  absl::Status Keep(const assessment::v1::Fact& fact);
  absl::Status KeepUnknown(const assessment::v1::FactSpec& spec);
  std::vector<const assessment::v1::FactSpec*> FactsToAsk(const Visit& visit) const;
  // A yes-or-no question of our own; nothing when the person stops.
  std::optional<bool> YesOrNo(const std::string& question);
  std::optional<std::string> ReadLine(const std::string& prompt);
  void Write(const std::string& text) { console_.write(text); }
  void ShowQuestion(const Visit& visit);
  void ShowProblem(const std::string& problem);
  const assessment::v1::Question* Find(const std::string& code) const;
  void PutOff(const std::string& code);

  Desk& desk_;
  Console console_;
  const Speech& speech_;
  std::vector<assessment::v1::Question> questions_;
  std::map<std::string, assessment::v1::Fact> answers_;  // by fact key
  std::set<std::string> unknown_;                        // fact keys nobody here knows
  std::set<std::string> skipped_;                        // question codes put off
  std::vector<const assessment::v1::Question*> history_;
  assessment::v1::NextQuestionsResponse next_;
  bool skipped_was_offered_ = false;
  std::optional<bool> wants_refining_;
  bool is_stopped_ = false;
  int answer_count_ = 0;
};

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_INTERVIEW_H_
