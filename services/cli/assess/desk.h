// What the questionnaire needs of the assessment service, for one assessment.
#ifndef INTERIM_SERVICES_CLI_ASSESS_DESK_H_
#define INTERIM_SERVICES_CLI_ASSESS_DESK_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "interim/assessment/v1/advice.pb.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "interim/assessment/v1/fact.pb.h"
#include "interim/assessment/v1/question.pb.h"

namespace interim::cli {

// Errors of all: what the service answered.
class Desk {
 public:
  virtual ~Desk() = default;
  // What to ask next.
  virtual absl::StatusOr<assessment::v1::NextQuestionsResponse> Next() = 0;
  // All questions of the model, in its order; asked of the service once.
  virtual absl::StatusOr<std::vector<assessment::v1::Question>> AllQuestions() = 0;
  // Records one answer of the informant at once, so that nothing typed is lost.
  virtual absl::Status Record(const assessment::v1::Answer& answer) = 0;
  // The informant's present answers, oldest first.
  virtual absl::StatusOr<std::vector<assessment::v1::Answer>> OwnAnswers() = 0;
  // Computes the advice and keeps it.
  virtual absl::StatusOr<assessment::v1::Advice> Advise() = 0;
  // Where each answered fact stands over all informants, as of the last call.
  virtual std::vector<assessment::v1::FactStatus> Facts() = 0;
  // Decides whose answer counts where informants differ; the service lets only the client do so.
  virtual absl::Status Settle(const std::string& fact_key, const std::string& informant,
                              const std::string& reason) = 0;
  // Questions put off, kept in the session for another device. Losing them only means that they are
  // asked again, so saving never fails.
  virtual std::set<std::string> Skipped() = 0;
  virtual void SaveSkipped(const std::set<std::string>& codes) = 0;
};

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_DESK_H_
