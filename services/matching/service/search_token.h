// The page token of a search: the last place shown and what was asked.
#ifndef INTERIM_SERVICES_MATCHING_SERVICE_SEARCH_TOKEN_H_
#define INTERIM_SERVICES_MATCHING_SERVICE_SEARCH_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "services/matching/domain/ranking.h"

namespace interim::matching {

struct SearchToken {
  After after;
  int next_rank = 1;
  std::int64_t data_version = 0;  // 0 on the first page
};

// Opaque text for the next page; bound to all other arguments of the request.
std::string WriteSearchToken(const v1::SearchCandidatesRequest& request, const SearchToken& token);
// The token of a request; the first page without one.
//   errors  INVALID_ARGUMENT PAGE_TOKEN_INVALID for a text that is none, or changed arguments
absl::StatusOr<SearchToken> ReadSearchToken(const v1::SearchCandidatesRequest& request);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_SERVICE_SEARCH_TOKEN_H_
