#include "common/rpc/service_tokens.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/observe/log.h"

namespace interim::rpc {
namespace {

constexpr absl::Duration kLookEvery = absl::Seconds(1);

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

ServiceTokenFile::ServiceTokenFile(std::string path, TokenVerifier& verifier,
                                   const SystemClock& clock)
    : path_(std::move(path)), verifier_(verifier), clock_(clock) {}

std::string ServiceTokenFile::TokenFor(const TenantId& tenant) {
  if (path_.empty()) return "";
  MutexLock lock(mutex_);
  RereadWhenChanged();
  const auto it = by_tenant_.find(tenant.value());
  return it == by_tenant_.end() ? "" : it->second;
}

void ServiceTokenFile::RereadWhenChanged() {
  const absl::Time now = clock_.Now();
  if (now < next_look_) return;
  next_look_ = now + kLookEvery;
  std::string content = ReadAll(path_);
  if (content == content_) return;
  content_ = std::move(content);
  by_tenant_.clear();
  for (absl::string_view line : absl::StrSplit(content_, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    const absl::StatusOr<Principal> principal = verifier_.Verify(line, now);
    if (!principal.ok() || !principal->HasRole("service")) {
      LOG_WARNING("service_token_refused", {{"status", principal.status()}});
      continue;
    }
    by_tenant_[principal->organization.value()] = std::string(line);
  }
}

}  // namespace interim::rpc
