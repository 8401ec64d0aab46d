#include "services/cli/walk/engine.h"

#include <algorithm>
#include <iostream>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/core/sha256.h"
#include "common/core/status_macros.h"
#include "google/protobuf/empty.pb.h"
#include "interim/clock/v1/clock_service.pb.h"
#include "interim/session/v1/session.pb.h"
#include "interim/session/v1/session_service.pb.h"
#include "services/cli/walk/template.h"
#include "services/cli/walk/texts.h"

namespace interim::cli {
namespace {

constexpr absl::Duration kCallLimit = absl::Seconds(10);
constexpr absl::Duration kPause = absl::Milliseconds(100);
constexpr absl::string_view kGetClock = "interim.clock.v1.ClockService/GetClock";

// Worth trying again: the server is away, or was stopped while it worked.
bool IsAway(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsCancelled(status);
}

std::string StageOf(absl::string_view key) { return std::string(key.substr(0, key.find('/'))); }

absl::Status WithKey(const std::string& key, const absl::Status& status) {
  if (status.ok()) return status;
  auto error = FindError(status);
  const std::string message = absl::StrCat("step ", key, ": ", status.message());
  if (!error) return absl::Status(status.code(), message);
  error->message = message;
  return MakeError(*std::move(error));
}

void SetRequestId(google::protobuf::Message& request, const std::string& id) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field != nullptr) request.GetReflection()->SetString(&request, field, id);
}

// "nl-5f0c...": the language stands in front, because what the people of a case write depends on
// it.
std::string NewWalkId(const std::string& language) {
  absl::BitGen chance;
  return absl::StrCat(language.empty() ? "en" : language, "-",
                      absl::Hex(absl::Uniform<std::uint64_t>(chance), absl::kZeroPad16));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Walk>> Walk::Open(Suite& suite, const WalkOptions& options,
                                                 const std::string& case_code) {
  std::unique_ptr<Walk> walk(new Walk(suite, options));
  const std::string path = absl::StrCat(suite.folder(), "/walk-", case_code, ".journal");
  ASSIGN_OR_RETURN(walk->journal_,
                   Journal::Open(path, options.resume, NewWalkId(options.language)));
  RETURN_IF_ERROR(walk->SetLanguage());
  walk->Set("parent", suite.Parent());
  walk->Set("lang", walk->language());
  walk->session_ = absl::StrCat(suite.Parent(), "/sessions/walk-", walk->walk_id());
  return walk;
}

absl::Status Walk::SetLanguage() {
  const std::string spoken = walk_id().substr(0, walk_id().find('-'));
  if (!options_.language.empty() && options_.language != spoken) {
    return absl::InvalidArgumentError(
        absl::StrCat("the walk was begun with --lang=", spoken, "; resume it with the same"));
  }
  options_.language = spoken;
  return absl::OkStatus();
}

absl::StatusOr<std::string> Walk::Get(absl::string_view name) const {
  if (absl::ConsumePrefix(&name, "text:")) return TextOf(name, options_.language);
  const auto found = values_.find(name);
  if (found != values_.end()) return found->second;
  return absl::InvalidArgumentError(absl::StrCat("the walk has no value '", name, "'"));
}

std::string Walk::RequestId(absl::string_view key) const {
  std::string hex = Sha256Hex(absl::StrCat(walk_id(), "/", key)).substr(0, 32);
  hex[12] = '4';                  // version
  hex[16] = "89ab"[hex[16] % 4];  // variant
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

absl::StatusOr<rpc::CallOptions> Walk::OptionsFor(const std::string& persona) {
  const auto who = cast_.find(persona);
  if (who == cast_.end()) {
    return absl::InvalidArgumentError(absl::StrCat("nobody is called '", persona, "'"));
  }
  rpc::CallOptions options;
  ASSIGN_OR_RETURN(options.token, suite_.TokenFor(who->second));
  options.language = options_.language;
  options.session = session_;
  options.timeout = kCallLimit;
  return options;
}

absl::StatusOr<rpc::MethodMessages> Walk::Prepare(const Step& step) const {
  ASSIGN_OR_RETURN(rpc::MethodMessages method, rpc::FindMethod(step.method));
  ASSIGN_OR_RETURN(
      const std::string text,
      FillTemplate(step.request, [this](absl::string_view name) { return Get(name); }));
  RETURN_IF_ERROR(FromText(text, *method.request));
  SetRequestId(*method.request, RequestId(step.key));
  return method;
}

absl::Status Walk::Call(const Step& step, rpc::MethodMessages& method) {
  ASSIGN_OR_RETURN(const rpc::CallOptions options, OptionsFor(step.persona));
  const std::string server = step.server.empty() ? ServerOfMethod(method.method) : step.server;
  return suite_.ClientOf(server).Invoke(method.method, *method.request, *method.response, options);
}

absl::Status Walk::WithPatience(const std::function<absl::Status()>& act) {
  const absl::Time end = absl::Now() + options_.patience;
  absl::Status status = act();
  while (IsAway(status) && absl::Now() < end) {
    absl::SleepFor(kPause);
    status = act();
  }
  server_away_ = IsAway(status);
  return status;
}

void Walk::Count(const JournalEntry& entry) {
  StageCost& cost = costs_[StageOf(entry.key)];
  ++cost.steps;
  cost.millis += entry.millis;
  if (cost.first_day.empty()) cost.first_day = entry.day;
  cost.last_day = entry.day;
}

absl::Status Walk::Finish(const std::string& key, absl::Time begin, const absl::Status& status,
                          const std::string& bytes) {
  JournalEntry entry;
  entry.key = key;
  entry.day = day_;
  entry.millis = absl::ToInt64Milliseconds(absl::Now() - begin);
  entry.refused = !status.ok();
  entry.bytes = status.ok() ? bytes : EncodeError(status);
  Count(entry);
  return journal_->Append(std::move(entry));
}

absl::Status Walk::Act(const std::string& key, google::protobuf::Message& response,
                       const std::function<absl::Status()>& act) {
  const JournalEntry* done = journal_->Find(key);
  if (done != nullptr) {
    Count(*done);
    if (done->refused || !response.ParseFromString(done->bytes)) {
      return absl::DataLossError(absl::StrCat("step ", key, " cannot be read from the journal"));
    }
    return absl::OkStatus();
  }
  const absl::Time begin = absl::Now();
  RETURN_IF_ERROR(WithKey(key, WithPatience(act)));
  return Finish(key, begin, absl::OkStatus(), response.SerializeAsString());
}

absl::Status Walk::Do(const Step& step, google::protobuf::Message& response) {
  return Act(step.key, response, [&]() -> absl::Status {
    ASSIGN_OR_RETURN(rpc::MethodMessages method, Prepare(step));
    RETURN_IF_ERROR(Call(step, method));
    response.CopyFrom(*method.response);
    return absl::OkStatus();
  });
}

absl::StatusOr<ErrorSpec> Walk::Refused(const Step& step, const std::string& reason) {
  const JournalEntry* done = journal_->Find(step.key);
  absl::Status status;
  if (done != nullptr) {
    Count(*done);
    ASSIGN_OR_RETURN(status, DecodeError(done->bytes));
  } else {
    const absl::Time begin = absl::Now();
    ASSIGN_OR_RETURN(rpc::MethodMessages method, Prepare(step));
    status = WithPatience([&] { return Call(step, method); });
    if (IsAway(status)) return WithKey(step.key, status);
    if (status.ok()) {
      return absl::InternalError(
          absl::StrCat("step ", step.key, " must be refused with ", reason, " but succeeded"));
    }
    if (ReasonOf(status) != reason) return WithKey(step.key, status);
    RETURN_IF_ERROR(Finish(step.key, begin, status, ""));
  }
  const auto error = FindError(status);
  if (!error || error->reason != reason) return WithKey(step.key, status);
  return *error;
}

absl::Status Walk::Await(const Step& step, google::protobuf::Message& response,
                         const std::function<bool(const google::protobuf::Message&)>& enough) {
  return Act(step.key, response, [&]() -> absl::Status {
    ASSIGN_OR_RETURN(rpc::MethodMessages method, Prepare(step));
    RETURN_IF_ERROR(Call(step, method));
    if (!enough(*method.response))
      return absl::DeadlineExceededError("what was awaited did not come");
    response.CopyFrom(*method.response);
    return absl::OkStatus();
  });
}

absl::Status Walk::AwaitSettled() {
  ASSIGN_OR_RETURN(const rpc::CallOptions options, OptionsFor("admin"));
  for (const std::string& server : Suite::ServiceNames()) {
    ASSIGN_OR_RETURN(const auto clock, suite_.ClientOf(server).Call<clock::v1::Clock>(
                                           kGetClock, clock::v1::GetClockRequest(), options));
    if (!clock.settled())
      return absl::DeadlineExceededError(absl::StrCat(server, " is not settled"));
  }
  return absl::OkStatus();
}

absl::Status Walk::GoTo(const std::string& day) {
  if (day == day_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Date date, Date::Parse(day));
  day_ = day;
  constexpr int kMorningUtc = 8;  // 9 or 10 o'clock in Amsterdam
  const std::int64_t seconds = date.epoch_days() * absl::ToInt64Seconds(absl::Hours(24)) +
                               absl::ToInt64Seconds(absl::Hours(kMorningUtc));
  for (const std::string& server : Suite::ServiceNames()) {
    clock::v1::Clock clock;
    RETURN_IF_ERROR(Do({.key = absl::StrCat("clock/", day, "/", server),
                        .persona = "admin",
                        .method = "interim.clock.v1.ClockService/SetClock",
                        .request = absl::StrCat("business_time { seconds: ", seconds, " }"),
                        .server = server},
                       clock));
  }
  google::protobuf::Empty nothing;
  return Act(absl::StrCat("clock/", day, "/settled"), nothing, [this] { return AwaitSettled(); });
}

void Walk::KeepSession() {
  namespace sv = session::v1;
  const auto options = OptionsFor("hr");
  if (!options.ok()) return;
  for (const std::string& server : Suite::ServiceNames()) {
    sv::GetSessionRequest get;
    get.set_name(session_);
    rpc::Client& client = suite_.ClientOf(server);
    absl::Status status =
        client.Call<sv::Session>("interim.session.v1.SessionService/GetSession", get, *options)
            .status();
    if (status.ok()) return;
    sv::CreateSessionRequest create;
    create.set_parent(suite_.Parent());
    create.set_session_id(absl::StrCat("walk-", walk_id()));
    status =
        client
            .Call<sv::Session>("interim.session.v1.SessionService/CreateSession", create, *options)
            .status();
    if (status.ok()) return;
    Tell(absl::StrCat("session: ", status.message(), "; going on without it"));
  }
}

void Walk::Tell(const std::string& line) const {
  if (!options_.quiet) std::cerr << line << "\n";
}

}  // namespace interim::cli
