#include "services/matching/domain/profile.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "common/core/money.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"

namespace interim::matching {
namespace {

// Letters and digits of any alphabet; UTF-8 bytes above ASCII count as letters.
bool IsWordByte(char c) { return absl::ascii_isalnum(c) || static_cast<unsigned char>(c) >= 0x80; }

// Words as written.
std::vector<std::string> SplitWords(absl::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (IsWordByte(c)) {
      word += c;
    } else if (c == '.' && word.size() == 1 && i + 1 < text.size() && IsWordByte(text[i + 1])) {
      continue;  // "a.i." is one word, "ai"
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, ""));
    }
  }
  return words;
}

const std::string& Canonical(const MatchingModel& model, const std::string& word) {
  for (const SynonymRow& row : model.synonym()) {
    if (std::find(row.variant().begin(), row.variant().end(), word) != row.variant().end()) {
      return row.term();
    }
  }
  return word;
}

std::string FamilyOf(absl::string_view situation) {
  return std::string(situation.substr(0, situation.find('-')));
}

void SortUnique(std::vector<Codes::Code>& codes) {
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
}

std::string PartyKey(absl::string_view party) {
  return absl::StrCat("party:", absl::AsciiStrToLower(absl::StripAsciiWhitespace(party)));
}

absl::StatusOr<v1::Channel> ChannelOf(absl::string_view code) {
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
  if (v1::Channel_Parse(absl::StrCat("CHANNEL_", code), &channel) &&
      channel != v1::CHANNEL_UNSPECIFIED) {
    return channel;
  }
  FieldErrors errors;
  errors.Add("need.channel_codes", "UNKNOWN", "INTERIM_BUREAU, SECONDMENT_AGENCY or DIRECT.");
  return errors.ToStatus();
}

Track CompileTrack(const v1::TrackRecord& record, Codes& codes) {
  return Track{.situation = codes.Add(record.situation_code()),
               .family = codes.Add(FamilyOf(record.situation_code())),
               .role = codes.Add(record.role_code()),
               .sector = codes.Add(record.sector_code()),
               .mandate_level = record.mandate_level(),
               .evidence = record.result_evidence(),
               .has_handover = record.has_handover(),
               .has_plan = record.has_approved_plan()};
}

}  // namespace

Codes::Code Codes::Add(absl::string_view text) {
  if (text.empty()) return 0;
  const auto [at, fresh] =
      codes_.try_emplace(std::string(text), static_cast<Code>(codes_.size() + 1));
  if (fresh) texts_.push_back(at->first);
  return at->second;
}

Codes::Code Codes::Find(absl::string_view text) const {
  if (text.empty()) return 0;
  const auto found = codes_.find(text);
  return found == codes_.end() ? kUnknownCode : found->second;
}

std::string Codes::TextOf(Code code) const {
  return code == 0 || code > texts_.size() ? "" : texts_[code - 1];
}

std::string SupplierKey(absl::string_view supplier) {
  return supplier.empty() ? "" : absl::StrCat("supplier:", supplier);
}

std::vector<std::string> NormalizeWords(const MatchingModel& model, absl::string_view text) {
  std::vector<std::string> words;
  for (const std::string& word : SplitWords(text)) {
    const std::string lower = absl::AsciiStrToLower(word);
    std::string term = Canonical(model, word);
    if (term == word) {
      const auto& noise = model.noise_word();
      if (std::find(noise.begin(), noise.end(), lower) != noise.end()) continue;
      term = Canonical(model, lower);
    }
    if (std::find(words.begin(), words.end(), term) == words.end()) words.push_back(term);
  }
  return words;
}

absl::StatusOr<Profile> CompileCandidate(const MatchingModel& model, const v1::Candidate& candidate,
                                         Codes& codes) {
  Profile profile;
  profile.name = candidate.name();
  ASSIGN_OR_RETURN(const Date available,
                   DateFromProto(candidate.available_date(), "candidate.available_date"));
  profile.available_day = available.epoch_days();
  profile.last_use_day = std::numeric_limits<std::int64_t>::max();
  if (candidate.has_delete_date()) {
    ASSIGN_OR_RETURN(const Date last, DateFromProto(candidate.delete_date(), "delete_date"));
    profile.last_use_day = last.epoch_days();
  }
  ASSIGN_OR_RETURN(const Money rate,
                   MoneyFromProto(candidate.hourly_rate(), "candidate.hourly_rate"));
  profile.rate_cents = rate.cents();
  profile.days_per_week = candidate.days_per_week();
  profile.channel = candidate.channel();
  profile.supplier = codes.Add(SupplierKey(candidate.supplier()));
  for (const auto& role : candidate.role_codes()) profile.roles.push_back(codes.Add(role));
  for (const auto& region : candidate.region_codes()) profile.regions.push_back(codes.Add(region));
  for (const auto& style : candidate.style_codes()) profile.styles.push_back(codes.Add(style));
  for (const auto& skill : candidate.skills()) {
    for (const auto& word : NormalizeWords(model, skill)) profile.words.push_back(codes.Add(word));
  }
  SortUnique(profile.words);
  for (const auto& record : candidate.track_records()) {
    profile.tracks.push_back(CompileTrack(record, codes));
  }
  for (const auto& tie : candidate.ties()) {
    profile.ties.push_back({.party = codes.Add(PartyKey(tie.party())), .kind = tie.kind()});
  }
  return profile;
}

absl::StatusOr<CompiledNeed> CompileNeed(const MatchingModel& model, const v1::Need& need,
                                         const std::vector<std::string>& styles, Date today,
                                         const Codes& codes) {
  CompiledNeed compiled;
  for (const auto& situation : need.situation_codes()) {
    compiled.situations.push_back(codes.Find(situation));
    compiled.families.push_back(codes.Find(FamilyOf(situation)));
  }
  compiled.role = codes.Find(need.role_code());
  compiled.second_role = codes.Find(need.second_role_code());
  compiled.sector = codes.Find(need.sector_code());
  compiled.region = codes.Find(need.region_code());
  compiled.mandate_level = need.mandate_level();
  ASSIGN_OR_RETURN(const Date start, DateFromProto(need.start_date(), "need.start_date"));
  compiled.start_day = start.epoch_days();
  compiled.latest_start_day = start.epoch_days() + model.selection().availability_grace_days();
  compiled.today = today.epoch_days();
  if (need.has_max_hourly_rate()) {
    ASSIGN_OR_RETURN(const Money most,
                     MoneyFromProto(need.max_hourly_rate(), "need.max_hourly_rate"));
    compiled.max_rate_cents = most.cents();
  }
  constexpr int kFullWeek = 5;
  compiled.days_per_week = need.days_per_week() == 0 ? kFullWeek : need.days_per_week();
  for (const auto& skill : need.skills()) {
    std::vector<Codes::Code>& words = compiled.skills.emplace_back();
    for (const auto& word : NormalizeWords(model, skill)) words.push_back(codes.Find(word));
  }
  if (need.style_codes().empty()) {
    for (const auto& style : styles) compiled.styles.push_back(codes.Find(style));
  }
  for (const auto& style : need.style_codes()) compiled.styles.push_back(codes.Find(style));
  for (const auto& code : need.channel_codes()) {
    ASSIGN_OR_RETURN(compiled.channels.emplace_back(), ChannelOf(code));
  }
  for (const auto& party : need.conflicting_parties()) {
    compiled.parties.push_back(codes.Find(PartyKey(party)));
  }
  compiled.requires_independence = need.requires_independence();
  return compiled;
}

}  // namespace interim::matching
