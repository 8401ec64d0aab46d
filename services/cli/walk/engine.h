// Plays a case step by step over the public API, so that it can be cut anywhere and go on.
#ifndef INTERIM_SERVICES_CLI_WALK_ENGINE_H_
#define INTERIM_SERVICES_CLI_WALK_ENGINE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/core/error.h"
#include "common/rpc/client.h"
#include "google/protobuf/message.h"
#include "services/cli/suite.h"
#include "services/cli/walk/journal.h"

namespace interim::cli {

struct WalkOptions {
  std::string language;  // "nl" or "en"; empty: that of the walk resumed, else English
  bool resume = false;
  bool quiet = false;  // no progress on stderr
  // How long one step waits for a server that is away.
  absl::Duration patience = absl::Seconds(20);
};

// One call of the case.
struct Step {
  std::string key;      // "select/longlist": stage and step, unique in a case
  std::string persona;  // who calls: a name of the cast
  std::string method;   // "matching.LonglistCandidates"
  std::string request;  // text format with places, see FillTemplate
  std::string server;   // for services that every server mounts: "governance"
};

// What a stage took.
struct StageCost {
  int steps = 0;
  std::int64_t millis = 0;
  std::string first_day;  // 2026-01-12
  std::string last_day;
};

// The steps done so far, the values they gave, and the way to do the next one. Every step has a
// request id made from the walk and its key, so a repeated step is answered from the first time.
class Walk {
 public:
  //   errors  as Journal::Open; INVALID_ARGUMENT when the walk to resume speaks another language
  static absl::StatusOr<std::unique_ptr<Walk>> Open(Suite& suite, const WalkOptions& options,
                                                    const std::string& case_code);

  Suite& suite() { return suite_; }
  const std::string& language() const { return options_.language; }
  bool quiet() const { return options_.quiet; }
  const std::string& walk_id() const { return journal_->walk_id(); }

  // Values that requests name as ${...}. Get fails with INVALID_ARGUMENT when there is none.
  void Set(const std::string& name, std::string value) { values_[name] = std::move(value); }
  absl::StatusOr<std::string> Get(absl::string_view name) const;
  // Who a persona is; the outside parties get theirs during the case.
  void Cast(const std::string& name, Persona persona) { cast_[name] = std::move(persona); }

  // Does a step, or gives its answer from the journal. `response` must be of the method's type.
  //   errors  what the service answered, with the key of the step in the message
  absl::Status Do(const Step& step, google::protobuf::Message& response);
  template <class Response>
  absl::StatusOr<Response> Do(const Step& step) {
    Response response;
    absl::Status status = Do(step, response);
    if (!status.ok()) return status;
    return response;
  }
  // Does a step that the service must refuse with this reason, and gives the refusal.
  //   errors  INTERNAL when it was not refused, or for another reason
  absl::StatusOr<ErrorSpec> Refused(const Step& step, const std::string& reason);
  // Repeats a reading step until `enough` holds, for at most the patience of the walk.
  //   errors  DEADLINE_EXCEEDED when it never does
  absl::Status Await(const Step& step, google::protobuf::Message& response,
                     const std::function<bool(const google::protobuf::Message&)>& enough);
  // A step that is more than one unary call. `act` is repeated while a server is away.
  absl::Status Act(const std::string& key, google::protobuf::Message& response,
                   const std::function<absl::Status()>& act);

  // Lets business time come to the morning of a day on all four servers, and waits until everything
  // that fell due is done.
  absl::Status GoTo(const std::string& day);
  const std::string& day() const { return day_; }
  // Begins the session again when Redis has lost it; never fails because of Redis.
  void KeepSession();

  // Options of a call as this persona.
  absl::StatusOr<rpc::CallOptions> OptionsFor(const std::string& persona);
  // Cost per stage so far.
  const std::map<std::string, StageCost>& costs() const { return costs_; }
  // True when the last failure was a server that did not come back in time.
  bool server_away() const { return server_away_; }
  // The request id of a step.
  std::string RequestId(absl::string_view key) const;
  // A line of progress on stderr.
  void Tell(const std::string& line) const;

 private:
  Walk(Suite& suite, WalkOptions options) : suite_(suite), options_(std::move(options)) {}
  absl::StatusOr<rpc::MethodMessages> Prepare(const Step& step) const;
  absl::Status Call(const Step& step, rpc::MethodMessages& method);
  absl::Status WithPatience(const std::function<absl::Status()>& act);
  absl::Status Finish(const std::string& key, absl::Time begin, const absl::Status& status,
                      const std::string& bytes);
  void Count(const JournalEntry& entry);
  absl::Status AwaitSettled();
  absl::Status SetLanguage();

  Suite& suite_;
  WalkOptions options_;
  std::unique_ptr<Journal> journal_;
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, Persona> cast_;
  std::map<std::string, StageCost> costs_;
  std::string day_;
  std::string session_;
  bool server_away_ = false;
};

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_ENGINE_H_
