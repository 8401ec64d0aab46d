// The desk over the public API, with the session that lets another device go on.
#ifndef INTERIM_SERVICES_CLI_ASSESS_REMOTE_DESK_H_
#define INTERIM_SERVICES_CLI_ASSESS_REMOTE_DESK_H_

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/core/ids.h"
#include "common/rpc/client.h"
#include "interim/session/v1/session.pb.h"
#include "services/cli/assess/desk.h"
#include "services/cli/suite.h"

namespace interim::cli {

// Who asks, and how calls are made.
struct DeskOptions {
  rpc::CallOptions call;  // token, language, time-out
  std::string informant;  // "hr-advisor"
  std::string known_by;   // only questions this role usually can answer; empty: all
};

class RemoteDesk : public Desk {
 public:
  RemoteDesk(Suite& suite, DeskOptions options);

  // Begins a session; false when sessions cannot be reached, which stops nothing.
  bool BeginSession();
  // Goes on with a session ("s1" or its full name).
  //   errors  NOT_FOUND when it has ended, holds no assessment or is not the caller's
  absl::Status ResumeSession(const std::string& session);
  // Opens an assessment, or goes on with one by name or id.
  absl::Status Create(const std::string& title);
  absl::Status Resume(const std::string& assessment);
  // The caller's assessments that are open, newest first.
  absl::StatusOr<std::vector<assessment::v1::Assessment>> Open();

  const std::string& session() const { return options_.call.session; }
  const std::string& assessment() const { return assessment_.name(); }
  const std::string& title() const { return assessment_.title(); }

  absl::StatusOr<assessment::v1::NextQuestionsResponse> Next() override;
  absl::StatusOr<std::vector<assessment::v1::Question>> AllQuestions() override;
  absl::Status Record(const assessment::v1::Answer& answer) override;
  absl::StatusOr<std::vector<assessment::v1::Answer>> OwnAnswers() override;
  absl::StatusOr<assessment::v1::Advice> Advise() override;
  std::vector<assessment::v1::FactStatus> Facts() override;
  absl::Status Settle(const std::string& fact_key, const std::string& informant,
                      const std::string& reason) override;
  std::set<std::string> Skipped() override;
  void SaveSkipped(const std::set<std::string>& codes) override;

 private:
  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message& response);
  absl::Status CallSession(absl::string_view method, const google::protobuf::Message& request);
  std::string FullName(absl::string_view collection, const std::string& name) const;

  Suite& suite_;
  DeskOptions options_;
  std::unique_ptr<IdGenerator> ids_;
  session::v1::Session session_;
  assessment::v1::Assessment assessment_;
};

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_REMOTE_DESK_H_
