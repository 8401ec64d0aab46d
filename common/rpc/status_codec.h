// Between our statuses and google.rpc.Status on the wire (AIP-193).
#ifndef INTERIM_COMMON_RPC_STATUS_CODEC_H_
#define INTERIM_COMMON_RPC_STATUS_CODEC_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"

namespace interim::rpc {

// What the caller's side of a failure needs besides the status.
struct ErrorContext {
  std::string domain;      // "contracting.interim"
  std::string locale;      // "nl-NL" or "en"
  std::string localized;   // text for people, "" for none
  std::string request_id;  // told with INTERNAL instead of what went wrong
};

// The status as it goes out: ErrorInfo always, BadRequest, PreconditionFailure, ResourceInfo,
// RetryInfo and LocalizedMessage where they apply. An internal failure says a request id only. At
// most 4 KiB packed: what does not fit is dropped from the end of the lists, the reason never.
google::rpc::Status EncodeStatus(const absl::Status& status, const ErrorContext& context);

// A received status: reason, metadata, bad fields, preconditions and retry time become an ErrorSpec
// again; domain and localized text travel along (see DomainOf, LocalizedOf).
absl::Status DecodeStatus(const google::rpc::Status& status);

// The domain and localized text a decoded status came with; "" for one made here.
std::string DomainOf(const absl::Status& status);
std::string LocalizedOf(const absl::Status& status);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_STATUS_CODEC_H_
