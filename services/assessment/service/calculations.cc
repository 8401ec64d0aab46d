#include "services/assessment/service/calculations.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/rpc/limits.h"
#include "common/rpc/page_token.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/model_page.h"

namespace interim::assessment {
namespace {

constexpr absl::string_view kService = "interim.assessment.v1.AssessmentService/";

// One page of rows that are all in memory; the cursor is the number of rows before it.
template <typename Row, typename Request>
absl::StatusOr<std::string> TakePage(const rpc::Call& call, const Request& request,
                                     absl::string_view method, std::vector<Row>& rows) {
  const std::string scope =
      rpc::PageScope(call.tenant().value(), absl::StrCat(kService, method), request);
  std::size_t from = 0;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const std::string cursor, rpc::ReadPageToken(scope, request.page_token()));
    if (!absl::SimpleAtoi(cursor, &from)) from = rows.size();
  }
  const int wanted = request.page_size() == 0 ? rpc::kDefaultPageSize : request.page_size();
  const std::size_t size = static_cast<std::size_t>(std::min(wanted, rpc::kMaxPageSize));
  from = std::min(from, rows.size());
  const std::size_t to = std::min(from + size, rows.size());
  const std::string next =
      to < rows.size() ? rpc::MakePageToken(scope, absl::StrCat(to)) : std::string();
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(to), rows.end());
  rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(from));
  return next;
}

bool IsKnownBy(const model::QuestionRow& row, const std::string& role) {
  return role.empty() ||
         std::find(row.known_by().begin(), row.known_by().end(), role) != row.known_by().end();
}

}  // namespace

absl::StatusOr<v1::AssessNeedResponse> Calculations::AssessNeed(
    rpc::Call& call, const v1::AssessNeedRequest& request) const {
  const CompiledModel& model = knowledge_.model();
  const Depth depth = request.view() == v1::ADVICE_VIEW_BASIC ? Depth::kBasic : Depth::kFull;
  ASSIGN_OR_RETURN(const Known known, KnownFromRequest(model, request, call.today()));
  v1::AssessNeedResponse response;
  *response.mutable_advice() = BuildAdvice(model, &knowledge_.law(), known, depth);
  Localize(model, LanguageOf(call), *response.mutable_advice());
  if (request.what_if_facts().empty()) return response;
  *response.mutable_what_if_advice() =
      BuildAdvice(model, &knowledge_.law(), WhatIf(model, known, request), depth);
  Localize(model, LanguageOf(call), *response.mutable_what_if_advice());
  return response;
}

absl::StatusOr<v1::ModelPage> Calculations::ExplainModel(
    rpc::Call&, const v1::ExplainModelRequest& request) const {
  ASSIGN_OR_RETURN(const CompiledModel* model, knowledge_.FindVersion(request.model_version()));
  v1::ModelPage page = MakeModelPage(*model);
  for (const std::string& version : knowledge_.Versions()) page.add_known_versions(version);
  return page;
}

absl::StatusOr<v1::ListQuestionsResponse> Calculations::ListQuestions(
    rpc::Call& call, const v1::ListQuestionsRequest& request) const {
  const CompiledModel& model = knowledge_.model();
  std::vector<v1::Question> questions;
  for (int i = 0; i < model.data().question_size(); ++i) {
    if (!IsKnownBy(model.data().question(i), request.known_by())) continue;
    questions.push_back(MakeQuestion(model, i, LanguageOf(call)));
  }
  v1::ListQuestionsResponse response;
  ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                   TakePage(call, request, "ListQuestions", questions));
  for (v1::Question& question : questions) *response.add_questions() = std::move(question);
  response.set_model_version(model.data().settings().version());
  return response;
}

absl::StatusOr<v1::ListSituationsResponse> Calculations::ListSituations(
    rpc::Call& call, const v1::ListSituationsRequest& request) const {
  std::vector<v1::Situation> situations = MakeSituations(knowledge_.model(), LanguageOf(call));
  v1::ListSituationsResponse response;
  ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                   TakePage(call, request, "ListSituations", situations));
  for (v1::Situation& situation : situations) *response.add_situations() = std::move(situation);
  return response;
}

absl::StatusOr<v1::ListRolesResponse> Calculations::ListRoles(
    rpc::Call& call, const v1::ListRolesRequest& request) const {
  std::vector<v1::Role> roles = MakeRoles(knowledge_.model(), LanguageOf(call));
  v1::ListRolesResponse response;
  ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                   TakePage(call, request, "ListRoles", roles));
  for (v1::Role& role : roles) *response.add_roles() = std::move(role);
  return response;
}

}  // namespace interim::assessment
