#include "common/rpc/page_token.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/rpc/message_plan.h"
#include "common/store/sha256.h"

namespace interim::rpc {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kMarkBytes = 16;
constexpr std::size_t kMaxTokenBytes = 2048;

std::string Mark(absl::string_view scope, absl::string_view cursor) {
  return store::Sha256({scope, absl::string_view(&kVersion, 1), cursor}).substr(0, kMarkBytes);
}

absl::Status PageTokenInvalid() {
  return MakeError(
      {.code = absl::StatusCode::kInvalidArgument,
       .reason = "PAGE_TOKEN_INVALID",
       .message = "page_token is not one of this server for these arguments; start again "
                  "without it",
       .fields = {{"page_token", "PAGE_TOKEN_INVALID",
                   "take it from the response before, with all other arguments the same"}}});
}

}  // namespace

std::string PageScope(absl::string_view tenant, absl::string_view method,
                      const google::protobuf::Message& request) {
  const MessagePlan& plan = PlanOf(*request.GetDescriptor());
  std::unique_ptr<google::protobuf::Message> others(request.New());
  others->CopyFrom(request);
  for (MessagePlan::Field field : {plan.page_size, plan.page_token, plan.read_mask}) {
    if (field != nullptr) others->GetReflection()->ClearField(others.get(), field);
  }
  return store::Sha256(absl::StrCat(tenant, "\n", method, "\n", CanonicalBytes(*others)));
}

std::string MakePageToken(absl::string_view scope, absl::string_view cursor) {
  return absl::WebSafeBase64Escape(
      absl::StrCat(std::string(1, kVersion), Mark(scope, cursor), cursor));
}

absl::StatusOr<std::string> ReadPageToken(absl::string_view scope, absl::string_view token) {
  std::string bytes;
  if (token.size() > kMaxTokenBytes || !absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() <= 1 + kMarkBytes || bytes[0] != kVersion) {
    return PageTokenInvalid();
  }
  const absl::string_view cursor = absl::string_view(bytes).substr(1 + kMarkBytes);
  if (absl::string_view(bytes).substr(1, kMarkBytes) != Mark(scope, cursor))
    return PageTokenInvalid();
  return std::string(cursor);
}

}  // namespace interim::rpc
