// Candidates and needs as small numbers, so that a search compares integers only.
#ifndef INTERIM_SERVICES_MATCHING_DOMAIN_PROFILE_H_
#define INTERIM_SERVICES_MATCHING_DOMAIN_PROFILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "interim/matching/v1/candidate.pb.h"
#include "interim/matching/v1/need.pb.h"
#include "services/matching/domain/model.pb.h"

namespace interim::matching {

// Text codes as numbers. 0 is no code; Find of an unknown text gives kUnknownCode, which equals
// nothing.
class Codes {
 public:
  using Code = std::uint32_t;
  static constexpr Code kUnknownCode = 0xFFFFFFFF;

  Code Add(absl::string_view text);
  Code Find(absl::string_view text) const;
  // The text of a code that Add has given; "" for any other.
  std::string TextOf(Code code) const;

 private:
  absl::flat_hash_map<std::string, Code> codes_;
  std::vector<std::string> texts_;  // by code, from 1
};

// The code of a supplier, apart from all other codes.
std::string SupplierKey(absl::string_view supplier);

// Words of a title or skill: lower case, without noise words and signs, synonyms by their first
// term, each once, in order. Abbreviations count when written in capitals: "OR", not "or". "Interim
// Plant Manager a.i." and "fabriek manager" give the same.
std::vector<std::string> NormalizeWords(const MatchingModel& model, absl::string_view text);

// One earlier assignment.
struct Track {
  Codes::Code situation = 0;
  Codes::Code family = 0;  // first part of the situation: TR, VA, PR, ...
  Codes::Code role = 0;
  Codes::Code sector = 0;
  std::int32_t mandate_level = 0;
  v1::ResultEvidence evidence = v1::RESULT_EVIDENCE_UNSPECIFIED;
  bool has_handover = false;
  bool has_plan = false;
};

// One declared tie.
struct TieCode {
  Codes::Code party = 0;
  v1::TieKind kind = v1::TIE_KIND_UNSPECIFIED;
};

// A candidate, ready to compare. Days are counted from 1970-01-01.
struct Profile {
  std::string name;
  std::int64_t available_day = 0;
  std::int64_t last_use_day = 0;  // day after which the data may not be used; far away when unset
  std::int64_t rate_cents = 0;
  std::int32_t days_per_week = 0;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
  Codes::Code supplier = 0;
  std::vector<Codes::Code> roles;
  std::vector<Codes::Code> regions;
  std::vector<Codes::Code> styles;
  std::vector<Codes::Code> words;  // of skills, sorted, each once
  std::vector<Track> tracks;
  std::vector<TieCode> ties;
};

// A need, ready to compare. Codes that no candidate has are kUnknownCode.
struct CompiledNeed {
  std::vector<Codes::Code> situations;  // the main one first
  std::vector<Codes::Code> families;
  Codes::Code role = 0;
  Codes::Code second_role = 0;
  Codes::Code sector = 0;
  Codes::Code region = 0;
  std::int32_t mandate_level = 0;
  std::int64_t start_day = 0;
  std::int64_t latest_start_day = 0;
  std::int64_t today = 0;
  std::int64_t max_rate_cents = -1;  // below 0: no limit
  std::int32_t days_per_week = 0;
  std::vector<std::vector<Codes::Code>> skills;  // words per skill asked
  std::vector<Codes::Code> styles;
  std::vector<v1::Channel> channels;
  std::vector<Codes::Code> parties;
  std::vector<Codes::Code> barred_suppliers;  // may not make workers available, sorted
  bool requires_independence = false;
};

//   errors  INVALID_ARGUMENT for a date or amount that cannot be read (stored candidates can)
absl::StatusOr<Profile> CompileCandidate(const MatchingModel& model, const v1::Candidate& candidate,
                                         Codes& codes);
// `styles` are those that suit the situation, used when the need names none.
//   errors  INVALID_ARGUMENT for a date, amount or channel code that cannot be read
absl::StatusOr<CompiledNeed> CompileNeed(const MatchingModel& model, const v1::Need& need,
                                         const std::vector<std::string>& styles, Date today,
                                         const Codes& codes);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_PROFILE_H_
