#include "common/session/draft.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/session/limits.h"

namespace interim::session {
namespace {

bool IsKey(absl::string_view key) {
  return !key.empty() && key.size() <= kMaxDraftKeyBytes &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  absl::string_view("._-/[]").find(c) != absl::string_view::npos;
         });
}

}  // namespace

void CheckDraft(const google::protobuf::RepeatedPtrField<v1::DraftEntry>& draft,
                absl::string_view field, FieldErrors& errors) {
  if (draft.size() > kMaxDraftEntries) {
    errors.Add(field, "TOO_MANY", absl::StrCat("at most ", kMaxDraftEntries, " entries"));
    return;
  }
  std::size_t total = 0;
  std::vector<absl::string_view> keys;
  for (int i = 0; i < draft.size(); ++i) {
    const v1::DraftEntry& entry = draft[i];
    const std::string at = absl::StrCat(field, "[", i, "]");
    if (!IsKey(entry.key())) {
      errors.Add(absl::StrCat(at, ".key"), "MALFORMED",
                 "1 to 128 letters, digits and ._-/[] are needed");
    } else if (std::find(keys.begin(), keys.end(), entry.key()) != keys.end()) {
      errors.Add(absl::StrCat(at, ".key"), "DUPLICATE", "another entry has this key");
    }
    if (entry.value().size() > kMaxDraftValueBytes) {
      errors.Add(absl::StrCat(at, ".value"), "TOO_LONG", "at most 16 KiB");
    }
    keys.push_back(entry.key());
    total += entry.key().size() + entry.value().size();
  }
  if (total > kMaxDraftBytes) errors.Add(field, "TOO_LONG", "at most 64 KiB in all");
}

}  // namespace interim::session
