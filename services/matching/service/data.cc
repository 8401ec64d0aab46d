#include "services/matching/service/data.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/type/convert.h"
#include "services/matching/domain/overview.h"

namespace interim::matching {
namespace {

// The day a candidate can start: when available, and not before the channel usually delivers.
absl::StatusOr<Date> ExpectedStart(const MatchingData& data, const Profile& profile, Date today) {
  const std::string code = v1::Channel_Name(profile.channel).substr(sizeof("CHANNEL_") - 1);
  const Date available = Date::FromEpochDays(profile.available_day);
  const catalogue::Channel* channel = data.catalogue.FindChannel(code);
  if (channel == nullptr) return available;
  ASSIGN_OR_RETURN(const Date lead, data.catalogue.calendar().AddWorkingDays(
                                        today, channel->min_start_working_days()));
  return std::max(available, lead);
}

std::vector<v1::KnockOutCount> Counts(const SearchResult& result) {
  std::vector<v1::KnockOutCount> counts;
  for (int bit = 0; bit < kKnockOutCount; ++bit) {
    if (result.knocked_out[bit] == 0) continue;
    v1::KnockOutCount& count = counts.emplace_back();
    count.set_code(std::string(KnockOutCode(bit)));
    count.set_candidate_count(result.knocked_out[bit]);
  }
  return counts;
}

const Profile* FindProfile(const IndexView& view, absl::string_view name) {
  for (const Profile* profile : view.profiles) {
    if (profile->name == name) return profile;
  }
  return nullptr;
}

}  // namespace

absl::string_view LanguageCode(const rpc::Call& call) {
  return call.language() == rpc::Language::kEnglish ? "en" : "nl";
}

WordText WordsFor(rpc::Call& call) {
  return
      [&call](const std::string& key, const TextParams& params) { return call.Text(key, params); };
}

std::vector<std::string> StylesFor(const MatchingData& data, const v1::Need& need) {
  std::vector<std::string> codes;
  if (need.situation_codes().empty()) return codes;
  for (const auto* style : data.catalogue.StylesFor(need.situation_codes(0))) {
    codes.push_back(style->code());
  }
  return codes;
}

void CheckNeedCodes(const MatchingData& data, const v1::Need& need, absl::string_view path,
                    FieldErrors& errors) {
  for (int i = 0; i < need.situation_codes_size(); ++i) {
    if (data.catalogue.FindSituation(need.situation_codes(i)) == nullptr) {
      errors.Add(absl::StrCat(path, ".situation_codes[", i, "]"), "UNKNOWN",
                 "A situation code of the catalogue, for example TR-MERGER.");
    }
  }
  const auto role = [&](const std::string& code, absl::string_view field) {
    if (!code.empty() && data.catalogue.FindRole(code) == nullptr) {
      errors.Add(absl::StrCat(path, ".", field), "UNKNOWN",
                 "A role code of the catalogue, for example TRANS.");
    }
  };
  role(need.role_code(), "role_code");
  role(need.second_role_code(), "second_role_code");
  if (!need.sector_code().empty() && data.catalogue.FindSector(need.sector_code()) == nullptr) {
    errors.Add(absl::StrCat(path, ".sector_code"), "UNKNOWN",
               "A sector code of the catalogue, for example INDUSTRY.");
  }
}

absl::StatusOr<SearchPage> Search(rpc::Call& call, const MatchingData& data, CandidateIndex& index,
                                  const SearchAsk& ask) {
  SearchPage page;
  const WordText word = WordsFor(call);
  const Date today = call.today();
  const absl::Status status = index.With(call.tenant(), [&](const IndexView& view) -> absl::Status {
    ASSIGN_OR_RETURN(CompiledNeed need, CompileNeed(data.model, ask.need, StylesFor(data, ask.need),
                                                    today, view.codes));
    need.barred_suppliers = view.barred_suppliers;
    page.data_version = view.data_version;
    const auto add = [&](const Profile& profile) -> absl::Status {
      v1::Match match = Explain(data.model, need, ask.criteria, profile, word);
      ASSIGN_OR_RETURN(const Date start, ExpectedStart(data, profile, today));
      *match.mutable_expected_start_date() = ToProto(start);
      match.set_rank(ask.first_rank + static_cast<std::int32_t>(page.matches.size()));
      page.matches.push_back(std::move(match));
      return absl::OkStatus();
    };
    if (!ask.only.empty()) {
      const Profile* profile = FindProfile(view, ask.only);
      return profile == nullptr ? absl::OkStatus() : add(*profile);
    }
    const SearchResult result =
        Rank(data.model, need, WeightsOf(ask.criteria), view.profiles, ask.after, ask.limit);
    page.total = result.total;
    page.knock_outs = Counts(result);
    if (ask.first_rank == 1) {
      page.facets = CountFacets(result.ranked, view.codes);
      page.stability = StableWeights(result.ranked, ask.criteria);
    }
    const auto shown = std::min<std::size_t>(ask.limit, result.ranked.size());
    for (std::size_t i = 0; i < shown; ++i) {
      RETURN_IF_ERROR(add(*result.ranked[i].profile));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return page;
}

v1::Certificate CertificateOf(rpc::Call& call, const MatchingData& data,
                              const std::vector<v1::Criterion>& criteria,
                              std::int64_t data_version) {
  v1::Certificate certificate;
  certificate.set_data_version(data_version);
  certificate.set_rule_version(data.rule_version);
  certificate.set_tie_rule(call.Text("certificate.tie_rule"));
  for (const v1::Criterion& criterion : criteria) *certificate.add_criteria() = criterion;
  return certificate;
}

}  // namespace interim::matching
