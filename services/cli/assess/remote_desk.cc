#include "services/cli/assess/remote_desk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/core/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "interim/session/v1/session_service.pb.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

constexpr char kService[] = "interim.assessment.v1.AssessmentService/";
constexpr char kSessionService[] = "interim.session.v1.SessionService/";
constexpr char kSkippedKey[] = "assess.skipped";
constexpr int kMostQuestions = 20;  // the service gives no more at once
constexpr std::size_t kSessionIdLength = 10;

}  // namespace

RemoteDesk::RemoteDesk(Suite& suite, DeskOptions options)
    : suite_(suite), options_(std::move(options)), ids_(std::make_unique<RandomIdGenerator>()) {}

absl::Status RemoteDesk::Call(absl::string_view method, const google::protobuf::Message& request,
                              google::protobuf::Message& response) {
  return suite_.ClientOf("assessment")
      .Invoke(absl::StrCat(kService, method), request, response, options_.call);
}

// Calls the session service and keeps the session it answers with.
absl::Status RemoteDesk::CallSession(absl::string_view method,
                                     const google::protobuf::Message& request) {
  rpc::CallOptions call = options_.call;
  call.session.clear();
  session::v1::Session answered;
  RETURN_IF_ERROR(suite_.ClientOf("assessment")
                      .Invoke(absl::StrCat(kSessionService, method), request, answered, call));
  session_ = std::move(answered);
  return absl::OkStatus();
}

std::string RemoteDesk::FullName(absl::string_view collection, const std::string& name) const {
  if (absl::StrContains(name, '/')) return name;
  return absl::StrCat(suite_.Parent(), "/", collection, "/", name);
}

bool RemoteDesk::BeginSession() {
  session::v1::CreateSessionRequest request;
  request.set_parent(suite_.Parent());
  // Short, because a person types it on another device.
  request.set_session_id(ids_->NewResourceId('s').substr(0, kSessionIdLength));
  request.set_request_id(ids_->NewUuid4());
  if (!CallSession("CreateSession", request).ok()) return false;
  options_.call.session = session_.name();
  return true;
}

absl::Status RemoteDesk::ResumeSession(const std::string& session) {
  session::v1::GetSessionRequest request;
  request.set_name(FullName("sessions", session));
  RETURN_IF_ERROR(CallSession("GetSession", request));
  const std::string& assessment = session_.journey().assessment().resource();
  if (assessment.empty()) {
    return absl::NotFoundError(
        absl::StrCat("session ", request.name(), " holds no assessment yet"));
  }
  options_.call.session = session_.name();
  return Resume(assessment);
}

absl::Status RemoteDesk::Create(const std::string& title) {
  v1::CreateAssessmentRequest request;
  request.set_parent(suite_.Parent());
  request.mutable_assessment()->set_title(title);
  request.set_request_id(ids_->NewUuid4());
  return Call("CreateAssessment", request, assessment_);
}

absl::Status RemoteDesk::Resume(const std::string& assessment) {
  v1::GetAssessmentRequest request;
  request.set_name(FullName("assessments", assessment));
  return Call("GetAssessment", request, assessment_);
}

absl::StatusOr<std::vector<v1::Assessment>> RemoteDesk::Open() {
  v1::ListAssessmentsRequest request;
  request.set_parent(suite_.Parent());
  request.set_state(v1::ASSESSMENT_STATE_OPEN);
  for (const char* field : {"name", "title", "update_time"}) {
    request.mutable_read_mask()->add_paths(field);
  }
  std::vector<v1::Assessment> open;
  do {
    v1::ListAssessmentsResponse response;
    RETURN_IF_ERROR(Call("ListAssessments", request, response));
    open.insert(open.end(), response.assessments().begin(), response.assessments().end());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  std::stable_sort(open.begin(), open.end(), [](const auto& a, const auto& b) {
    return google::protobuf::util::TimeUtil::TimestampToNanoseconds(a.update_time()) >
           google::protobuf::util::TimeUtil::TimestampToNanoseconds(b.update_time());
  });
  return open;
}

absl::StatusOr<v1::NextQuestionsResponse> RemoteDesk::Next() {
  v1::NextQuestionsRequest request;
  request.set_name(assessment_.name());
  request.set_max_question_count(kMostQuestions);
  request.set_known_by(options_.known_by);
  v1::NextQuestionsResponse response;
  RETURN_IF_ERROR(Call("NextQuestions", request, response));
  return response;
}

absl::StatusOr<std::vector<v1::Question>> RemoteDesk::AllQuestions() {
  v1::ListQuestionsRequest request;
  request.set_parent(suite_.Parent());
  std::vector<v1::Question> questions;
  do {
    v1::ListQuestionsResponse response;
    RETURN_IF_ERROR(Call("ListQuestions", request, response));
    questions.insert(questions.end(), response.questions().begin(), response.questions().end());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return questions;
}

absl::Status RemoteDesk::Record(const v1::Answer& answer) {
  v1::RecordAnswersRequest request;
  request.set_name(assessment_.name());
  request.set_informant(options_.informant);
  *request.add_answers() = answer;
  request.set_request_id(ids_->NewUuid4());
  v1::Assessment recorded;
  RETURN_IF_ERROR(Call("RecordAnswers", request, recorded));
  assessment_ = std::move(recorded);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Answer>> RemoteDesk::OwnAnswers() {
  std::vector<v1::Answer> own;
  for (const v1::Answer& answer : assessment_.answers()) {
    if (answer.informant() == options_.informant && !answer.is_superseded()) own.push_back(answer);
  }
  return own;
}

absl::StatusOr<v1::Advice> RemoteDesk::Advise() {
  v1::AdviseRequest request;
  request.set_name(assessment_.name());
  request.set_request_id(ids_->NewUuid4());
  v1::Assessment advised;
  RETURN_IF_ERROR(Call("Advise", request, advised));
  assessment_ = std::move(advised);
  return assessment_.advice();
}

std::vector<v1::FactStatus> RemoteDesk::Facts() {
  return {assessment_.facts().begin(), assessment_.facts().end()};
}

absl::Status RemoteDesk::Settle(const std::string& fact_key, const std::string& informant,
                                const std::string& reason) {
  v1::SettleFactRequest request;
  request.set_name(assessment_.name());
  request.set_fact_key(fact_key);
  request.set_informant(informant);
  request.set_reason(reason);
  request.set_request_id(ids_->NewUuid4());
  v1::Assessment settled;
  RETURN_IF_ERROR(Call("SettleFact", request, settled));
  assessment_ = std::move(settled);
  return absl::OkStatus();
}

std::set<std::string> RemoteDesk::Skipped() {
  for (const session::v1::DraftEntry& entry : session_.draft()) {
    if (entry.key() != kSkippedKey) continue;
    return absl::StrSplit(entry.value(), ',', absl::SkipEmpty());
  }
  return {};
}

// Replaces our entry of the draft; when the session moved in between, once more from what it is
// now.
void RemoteDesk::SaveSkipped(const std::set<std::string>& codes) {
  for (int attempt = 0; attempt < 2 && !session_.name().empty(); ++attempt) {
    session::v1::GetSessionRequest read;
    read.set_name(session_.name());
    if (!CallSession("GetSession", read).ok()) return;
    session::v1::UpdateDraftRequest request;
    request.set_name(session_.name());
    request.set_epoch(session_.epoch());
    request.set_version(session_.version());
    request.set_request_id(ids_->NewUuid4());
    for (const session::v1::DraftEntry& entry : session_.draft()) {
      if (entry.key() != kSkippedKey) *request.add_draft() = entry;
    }
    session::v1::DraftEntry& entry = *request.add_draft();
    entry.set_key(kSkippedKey);
    entry.set_value(absl::StrJoin(codes, ","));
    if (CallSession("UpdateDraft", request).ok()) return;
  }
}

}  // namespace interim::cli
