// What the methods of matching need besides a call; lives as long as the server.
#ifndef INTERIM_SERVICES_MATCHING_SERVICE_DATA_H_
#define INTERIM_SERVICES_MATCHING_SERVICE_DATA_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/catalogue/catalogue.h"
#include "common/core/error.h"
#include "common/law/law_data.h"
#include "common/rpc/call.h"
#include "services/matching/domain/model.h"
#include "services/matching/domain/ranking.h"
#include "services/matching/service/candidate_index.h"

namespace interim::matching {

struct MatchingData {
  MatchingModel model;
  catalogue::Catalogue catalogue;
  law::LawData law;
  std::string rule_version;  // of model and catalogue together
};

// "nl" or "en", as the caller reads.
absl::string_view LanguageCode(const rpc::Call& call);
// Words texts for the caller.
WordText WordsFor(rpc::Call& call);
// Style codes that suit the main situation of a need.
std::vector<std::string> StylesFor(const MatchingData& data, const v1::Need& need);
// Checks that codes of a need are in the catalogue; bad ones are added to `errors`.
void CheckNeedCodes(const MatchingData& data, const v1::Need& need, absl::string_view path,
                    FieldErrors& errors);

// A search over the index, explained for the candidates returned only.
struct SearchPage {
  std::vector<v1::Match> matches;
  std::vector<v1::KnockOutCount> knock_outs;
  std::vector<v1::Facet> facets;               // on the first page
  std::vector<v1::WeightStability> stability;  // on the first page
  std::int32_t total = 0;
  std::int64_t data_version = 0;
};
struct SearchAsk {
  const v1::Need& need;
  const std::vector<v1::Criterion>& criteria;
  After after;
  int limit = 0;
  int first_rank = 1;
  std::string only;  // explain this one candidate, knock-outs included
};
absl::StatusOr<SearchPage> Search(rpc::Call& call, const MatchingData& data, CandidateIndex& index,
                                  const SearchAsk& ask);

// The certificate of a search with these criteria on this data.
v1::Certificate CertificateOf(rpc::Call& call, const MatchingData& data,
                              const std::vector<v1::Criterion>& criteria,
                              std::int64_t data_version);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_SERVICE_DATA_H_
