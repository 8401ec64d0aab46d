#include "services/cli/pool/pool.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/core/date.h"
#include "services/cli/pool/profiles.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::matching::v1;

// splitmix64: the same numbers on every machine and library, which std::uniform_int_distribution
// does not promise.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30u)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27u)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31u);
  }
  // From low to high, both included.
  int Roll(int low, int high) {
    return low + static_cast<int>(Next() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool Chance(int percent) { return Roll(1, 100) <= percent; }
  const std::string& Pick(const std::vector<std::string>& list) {
    return list[Next() % list.size()];
  }

 private:
  std::uint64_t state_;
};

void SetDay(const Date& date, google::type::Date& day) {
  day.set_year(date.year());
  day.set_month(date.month());
  day.set_day(date.day());
}

const Kind& PickKind(Dice& dice) {
  int total = 0;
  for (const Kind& kind : Kinds()) total += kind.share;
  int ticket = dice.Roll(1, total);
  for (const Kind& kind : Kinds()) {
    ticket -= kind.share;
    if (ticket <= 0) return kind;
  }
  return Kinds().back();
}

// Mostly the first of the list.
const std::string& MostlyFirst(Dice& dice, const std::vector<std::string>& list) {
  return dice.Chance(55) ? list.front() : dice.Pick(list);
}

void AddTrack(Dice& dice, const Kind& kind, int end_year, v1::Candidate& candidate) {
  v1::TrackRecord& track = *candidate.add_track_records();
  track.set_situation_code(MostlyFirst(dice, kind.situations));
  track.set_role_code(MostlyFirst(dice, kind.roles));
  track.set_sector_code(MostlyFirst(dice, kind.sectors));
  track.set_mandate_level(dice.Roll(kind.mandate_low, kind.mandate_high));
  track.set_people_count(dice.Roll(2, 60) * 10);
  track.set_end_year(end_year);
  track.set_duration_months(dice.Roll(4, 18));
  track.set_result(
      absl::StrReplaceAll(dice.Pick(kind.results), {{"{n}", absl::StrCat(dice.Roll(3, 38))}}));
  const int proof = dice.Roll(1, 100);
  track.set_result_evidence(proof <= 45   ? v1::RESULT_EVIDENCE_CONFIRMED
                            : proof <= 95 ? v1::RESULT_EVIDENCE_CLAIMED
                                          : v1::RESULT_EVIDENCE_CONTRADICTED);
  track.set_has_handover(dice.Chance(60));
  track.set_has_approved_plan(dice.Chance(65));
}

void AddSome(Dice& dice, const std::vector<std::string>& from, int count,
             google::protobuf::RepeatedPtrField<std::string>& to) {
  for (int i = 0; i < count; ++i) {
    const std::string& one = dice.Pick(from);
    if (std::find(to.begin(), to.end(), one) == to.end()) *to.Add() = one;
  }
}

void SetPrice(Dice& dice, const Kind& kind, bool is_direct, v1::Candidate& candidate) {
  int euro = dice.Roll(kind.rate_low, kind.rate_high);
  constexpr int kMarginPercent = 18;
  if (!is_direct) euro += euro * kMarginPercent / 100;
  candidate.mutable_hourly_rate()->set_currency_code("EUR");
  candidate.mutable_hourly_rate()->set_units(euro);
}

void SetChannel(Dice& dice, const std::vector<PoolSupplier>& suppliers, const std::string& parent,
                v1::Candidate& candidate) {
  candidate.set_channel(v1::CHANNEL_DIRECT);
  if (suppliers.empty() || dice.Chance(48)) return;
  const PoolSupplier& supplier = suppliers[dice.Next() % suppliers.size()];
  candidate.set_channel(supplier.supplier.channel());
  candidate.set_supplier(absl::StrCat(parent, "/suppliers/", supplier.id));
}

void AddTie(Dice& dice, v1::Candidate& candidate) {
  if (!dice.Chance(6)) return;
  v1::Tie& tie = *candidate.add_ties();
  tie.set_party(absl::StrCat(dice.Pick(FamilyStems()), "werk Holding"));
  tie.set_kind(dice.Chance(50) ? v1::TIE_KIND_SHARES : v1::TIE_KIND_FUNCTION);
  tie.set_description("Opgegeven bij inschrijving.");
}

PoolCandidate MakeCandidate(Dice& dice, int number, const std::vector<PoolSupplier>& suppliers,
                            const std::string& parent) {
  PoolCandidate made;
  made.id = absl::StrCat("pool-", absl::Dec(number, absl::kZeroPad5));
  v1::Candidate& candidate = made.candidate;
  const Kind& kind = PickKind(dice);
  candidate.set_given_name(dice.Pick(GivenNames()));
  candidate.set_family_name(absl::StrCat(dice.Pick(FamilyStems()), dice.Pick(FamilyEndings())));
  SetChannel(dice, suppliers, parent, candidate);
  *candidate.add_role_codes() = kind.roles.front();
  AddSome(dice, kind.roles, 2, *candidate.mutable_role_codes());
  AddSome(dice, kind.skills, dice.Roll(2, 6), *candidate.mutable_skills());
  int year = dice.Roll(2023, 2025);
  for (int left = dice.Roll(1, 6); left > 0; --left) {
    AddTrack(dice, kind, year, candidate);
    year -= dice.Roll(1, 2);
  }
  const Date first = Date::FromYmd(2026, 1, 5).value_or(Date());
  SetDay(first.AddDays(dice.Chance(60) ? dice.Roll(0, 20) : dice.Roll(21, 150)),
         *candidate.mutable_available_date());
  candidate.set_days_per_week(dice.Chance(70) ? 5 : dice.Roll(2, 4));
  SetPrice(dice, kind, candidate.channel() == v1::CHANNEL_DIRECT, candidate);
  if (!dice.Chance(30))
    AddSome(dice, Provinces(), dice.Roll(2, 5), *candidate.mutable_region_codes());
  AddSome(dice, Styles(), dice.Roll(1, 3), *candidate.mutable_style_codes());
  AddTie(dice, candidate);
  SetDay(first.AddDays(-dice.Roll(10, 90)), *candidate.mutable_consent_date());
  return made;
}

PoolSupplier MakeSupplier(Dice& dice, int number) {
  PoolSupplier made;
  made.id = absl::StrCat("supplier-", number);
  v1::Supplier& supplier = made.supplier;
  const auto& names = BureauNames();
  const std::size_t place = static_cast<std::size_t>(number - 1);
  supplier.set_display_name(
      place < names.size() ? names[place] : absl::StrCat(names[place % names.size()], " ", number));
  const bool is_agency = number % 4 == 0;
  supplier.set_channel(is_agency ? v1::CHANNEL_SECONDMENT_AGENCY : v1::CHANNEL_INTERIM_BUREAU);
  supplier.mutable_margin_percent()->set_value(absl::StrCat(dice.Roll(12, 24)));
  supplier.set_has_replacement_promise(dice.Chance(70));
  supplier.set_has_shadow_management(!is_agency && dice.Chance(70));
  supplier.set_has_code_of_conduct(dice.Chance(80));
  supplier.set_is_waadi_registered(is_agency || dice.Chance(80));
  supplier.set_lead_working_days(dice.Roll(3, 9));
  supplier.add_sector_codes("INDUSTRY");
  if (dice.Chance(50)) supplier.add_sector_codes("BUSINESS_SERVICES");
  return made;
}

}  // namespace

Pool MakePool(const PoolSize& size, const std::string& parent) {
  Pool pool;
  Dice dice(size.seed);
  for (int i = 1; i <= size.suppliers; ++i) pool.suppliers.push_back(MakeSupplier(dice, i));
  for (int i = 1; i <= size.candidates; ++i) {
    pool.candidates.push_back(MakeCandidate(dice, i, pool.suppliers, parent));
  }
  return pool;
}

}  // namespace interim::cli
