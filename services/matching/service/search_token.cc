#include "services/matching/service/search_token.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "common/core/sha256.h"

namespace interim::matching {
namespace {

// What the token is bound to: everything asked but the place and size of the page.
std::string Fingerprint(const v1::SearchCandidatesRequest& request) {
  v1::SearchCandidatesRequest asked = request;
  asked.clear_page_token();
  asked.clear_page_size();
  asked.clear_read_mask();
  return ShortHash(asked.SerializeAsString());
}

absl::Status Refuse() {
  FieldErrors errors;
  errors.Add("page_token", "PAGE_TOKEN_INVALID",
             "Use the token of the page before, with the same arguments.");
  return errors.ToStatus("PAGE_TOKEN_INVALID");
}

}  // namespace

std::string WriteSearchToken(const v1::SearchCandidatesRequest& request, const SearchToken& token) {
  return absl::WebSafeBase64Escape(absl::StrCat(Fingerprint(request), "|", token.after.score_bp,
                                                "|", token.after.name, "|", token.next_rank, "|",
                                                token.data_version));
}

absl::StatusOr<SearchToken> ReadSearchToken(const v1::SearchCandidatesRequest& request) {
  SearchToken token;
  if (request.page_token().empty()) return token;
  std::string text;
  if (!absl::WebSafeBase64Unescape(request.page_token(), &text)) return Refuse();
  const std::vector<std::string> parts = absl::StrSplit(text, '|');
  if (parts.size() != 5 || parts[0] != Fingerprint(request) ||
      !absl::SimpleAtoi(parts[1], &token.after.score_bp) ||
      !absl::SimpleAtoi(parts[3], &token.next_rank) ||
      !absl::SimpleAtoi(parts[4], &token.data_version) || token.next_rank < 1) {
    return Refuse();
  }
  token.after.name = parts[2];
  return token;
}

}  // namespace interim::matching
