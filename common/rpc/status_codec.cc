#include "common/rpc/status_codec.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/rpc/limits.h"
#include "google/rpc/error_details.pb.h"

namespace interim::rpc {
namespace {

constexpr absl::string_view kDomainPayload = "interim/domain";
constexpr absl::string_view kLocalizedPayload = "interim/localized";
constexpr absl::Duration kDefaultRetry = absl::Seconds(1);

// Cuts at a character, not inside one.
std::string Cut(absl::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end));
}

std::string PayloadOf(const absl::Status& status, absl::string_view url) {
  const auto cord = status.GetPayload(url);
  return cord.has_value() ? std::string(*cord) : std::string();
}

// Failures that are ours alone: the client learns nothing of their inside.
bool IsOurs(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown;
}

std::string DefaultReason(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kCancelled:
      return "CANCELLED";
    case absl::StatusCode::kDeadlineExceeded:
      return "DEADLINE_EXCEEDED";
    case absl::StatusCode::kUnavailable:
      return "UNAVAILABLE";
    case absl::StatusCode::kUnimplemented:
      return "UNIMPLEMENTED";
    case absl::StatusCode::kResourceExhausted:
      return "LIMIT_REACHED";
    case absl::StatusCode::kDataLoss:
      return "DATA_LOSS";
    case absl::StatusCode::kInvalidArgument:
      return "REQUEST_INVALID";
    case absl::StatusCode::kUnauthenticated:
      return "TOKEN_INVALID";
    case absl::StatusCode::kPermissionDenied:
      return "METHOD_NOT_ALLOWED";
    case absl::StatusCode::kNotFound:
      return "RESOURCE_NOT_FOUND";
    default:
      return "INTERNAL";
  }
}

ErrorSpec SpecOf(const absl::Status& status, const ErrorContext& context) {
  ErrorSpec spec;
  if (std::optional<ErrorSpec> found = FindError(status); found.has_value()) {
    spec = *std::move(found);
  } else {
    spec.code = status.code();
    spec.message = std::string(status.message());
  }
  if (spec.reason.empty()) spec.reason = DefaultReason(spec.code);
  if (IsOurs(spec.code)) {
    spec = {.code = absl::StatusCode::kInternal,
            .reason = "INTERNAL",
            .message = "internal error",
            .metadata = {{"requestId", context.request_id}}};
  }
  const bool retry = spec.code == absl::StatusCode::kUnavailable ||
                     spec.code == absl::StatusCode::kResourceExhausted;
  if (retry && !spec.retry_after.has_value()) spec.retry_after = kDefaultRetry;
  return spec;
}

void AddFields(const ErrorSpec& spec, std::size_t count, google::rpc::Status& out) {
  if (spec.fields.empty() || count == 0) return;
  google::rpc::BadRequest bad;
  for (std::size_t i = 0; i < std::min(count, spec.fields.size()); ++i) {
    const FieldViolation& field = spec.fields[i];
    auto* violation = bad.add_field_violations();
    violation->set_field(Cut(field.field, 256));
    violation->set_description(Cut(absl::StrCat(field.reason, ": ", field.description), 256));
  }
  out.add_details()->PackFrom(bad);
}

void AddPreconditions(const ErrorSpec& spec, std::size_t count, google::rpc::Status& out) {
  if (spec.preconditions.empty() || count == 0) return;
  google::rpc::PreconditionFailure failure;
  for (std::size_t i = 0; i < std::min(count, spec.preconditions.size()); ++i) {
    const PreconditionViolation& precondition = spec.preconditions[i];
    auto* violation = failure.add_violations();
    violation->set_type(Cut(precondition.type, 64));
    violation->set_subject(Cut(precondition.subject, 256));
    violation->set_description(Cut(precondition.description, 256));
  }
  out.add_details()->PackFrom(failure);
}

// Details with at most `count` entries of each list and `text` bytes of each free text.
google::rpc::Status Build(const ErrorSpec& spec, const ErrorContext& context, std::size_t count,
                          std::size_t text) {
  google::rpc::Status out;
  out.set_code(static_cast<int>(spec.code));
  out.set_message(Cut(spec.message, std::min(text, kMaxErrorMessageBytes)));
  google::rpc::ErrorInfo info;
  info.set_reason(spec.reason);
  info.set_domain(context.domain);
  for (const auto& [key, value] : spec.metadata) (*info.mutable_metadata())[key] = Cut(value, text);
  out.add_details()->PackFrom(info);
  AddFields(spec, count, out);
  AddPreconditions(spec, count, out);
  if (spec.code == absl::StatusCode::kNotFound) {
    for (const auto& [key, value] : spec.metadata) {
      if (key != "resource") continue;
      google::rpc::ResourceInfo resource;
      resource.set_resource_name(Cut(value, text));
      out.add_details()->PackFrom(resource);
    }
  }
  if (spec.retry_after.has_value()) {
    google::rpc::RetryInfo retry;
    const std::int64_t nanos = absl::ToInt64Nanoseconds(*spec.retry_after);
    retry.mutable_retry_delay()->set_seconds(nanos / 1000000000);
    retry.mutable_retry_delay()->set_nanos(static_cast<std::int32_t>(nanos % 1000000000));
    out.add_details()->PackFrom(retry);
  }
  if (!context.localized.empty()) {
    google::rpc::LocalizedMessage localized;
    localized.set_locale(context.locale);
    localized.set_message(Cut(context.localized, text));
    out.add_details()->PackFrom(localized);
  }
  return out;
}

void ReadDetails(const google::rpc::Status& status, ErrorSpec& spec, std::string& domain,
                 std::string& localized) {
  for (const google::protobuf::Any& any : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    google::rpc::PreconditionFailure failure;
    google::rpc::RetryInfo retry;
    google::rpc::LocalizedMessage message;
    if (any.UnpackTo(&info)) {
      spec.reason = info.reason();
      domain = info.domain();
      for (const auto& [key, value] : info.metadata()) spec.metadata.emplace_back(key, value);
      std::sort(spec.metadata.begin(), spec.metadata.end());  // a map has no order of its own
    } else if (any.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) {
        const std::string& text = violation.description();
        const std::size_t colon = text.find(": ");
        const bool split = colon != std::string::npos;
        spec.fields.push_back({violation.field(), split ? text.substr(0, colon) : "",
                               split ? text.substr(colon + 2) : text});
      }
    } else if (any.UnpackTo(&failure)) {
      for (const auto& violation : failure.violations()) {
        spec.preconditions.push_back(
            {violation.type(), violation.subject(), violation.description()});
      }
    } else if (any.UnpackTo(&retry)) {
      spec.retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                         absl::Nanoseconds(retry.retry_delay().nanos());
    } else if (any.UnpackTo(&message)) {
      localized = message.message();
    }
  }
}

}  // namespace

google::rpc::Status EncodeStatus(const absl::Status& status, const ErrorContext& given) {
  ErrorContext context = given;
  if (std::string domain = DomainOf(status); !domain.empty()) context.domain = std::move(domain);
  if (std::string text = LocalizedOf(status); !text.empty()) context.localized = std::move(text);
  const ErrorSpec spec = SpecOf(status, context);
  std::size_t text = kMaxErrorMessageBytes;
  for (std::size_t count = kMaxFieldViolations;;) {
    google::rpc::Status out = Build(spec, context, count, text);
    if (out.ByteSizeLong() <= kMaxPackedStatusBytes || (count == 0 && text < 32)) return out;
    if (count > 0 && (!spec.fields.empty() || !spec.preconditions.empty())) {
      count = count > 4 ? count - 4 : count - 1;
    } else {
      count = 0;
      text /= 2;
    }
  }
}

absl::Status DecodeStatus(const google::rpc::Status& status) {
  ErrorSpec spec;
  spec.code = static_cast<absl::StatusCode>(status.code());
  spec.message = status.message();
  std::string domain;
  std::string localized;
  ReadDetails(status, spec, domain, localized);
  if (spec.reason.empty()) spec.reason = DefaultReason(spec.code);
  absl::Status made = MakeError(std::move(spec));
  if (!domain.empty()) made.SetPayload(kDomainPayload, absl::Cord(domain));
  if (!localized.empty()) made.SetPayload(kLocalizedPayload, absl::Cord(localized));
  return made;
}

std::string DomainOf(const absl::Status& status) { return PayloadOf(status, kDomainPayload); }
std::string LocalizedOf(const absl::Status& status) { return PayloadOf(status, kLocalizedPayload); }

}  // namespace interim::rpc
