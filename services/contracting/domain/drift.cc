// Where practice differs from the signed contract, and what is used of the pay cap.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/inputs.pb.h"
#include "common/law/wnt.h"
#include "common/type/convert.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/practice.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/wording.h"

namespace interim::contracting {
namespace {

constexpr int kPercent = 100;
constexpr int kOneDecimal = 1;
constexpr int kDaysPerWeek = 7;

type::LocalizedText FillText(const WorkingRelationData& data, absl::string_view key,
                             const TextParams& nl, const TextParams& en) {
  type::LocalizedText text;
  for (const RelationText& one : data.text()) {
    if (one.key() != key) continue;
    text.set_nl(Fill(one.nl(), nl));
    text.set_en(Fill(one.en(), en));
  }
  return text;
}

// Light to heavy; "not decided" is neither.
int WeightOf(v1::RiskBand band) {
  switch (band) {
    case v1::RISK_BAND_LOW:
      return 1;
    case v1::RISK_BAND_MEDIUM:
      return 2;
    case v1::RISK_BAND_HIGH:
      return 3;
    default:
      return 0;
  }
}

std::optional<v1::WorkingRelationDrift> BandDrift(const WorkingRelationData& data,
                                                  const v1::WorkingRelationWeighing& as_signed,
                                                  const v1::WorkingRelationWeighing& current) {
  if (WeightOf(as_signed.band()) == 0 || WeightOf(current.band()) <= WeightOf(as_signed.band())) {
    return std::nullopt;
  }
  v1::WorkingRelationDrift drift;
  drift.set_code("BAND_HEAVIER");
  drift.set_outcome(type::RULE_OUTCOME_WARN);
  drift.set_agreed(v1::RiskBand_Name(as_signed.band()));
  drift.set_practised(v1::RiskBand_Name(current.band()));
  const auto agreed = FillText(data, absl::StrCat("band.", drift.agreed()), {}, {});
  const auto practised = FillText(data, absl::StrCat("band.", drift.practised()), {}, {});
  *drift.mutable_text() =
      FillText(data, "drift.band", {{"agreed", agreed.nl()}, {"practised", practised.nl()}},
               {{"agreed", agreed.en()}, {"practised", practised.en()}});
  return drift;
}

// Hours of the plan over the days of a month that lie in the contract: hours per week x days / 7.
Ratio PlannedHours(const DatePeriod& period, const v1::WorkMonth& month, const Decimal& per_week) {
  const absl::StatusOr<Date> first = Date::FromYmd(month.year(), month.month(), 1);
  if (!first.ok()) return Ratio(0);
  const absl::StatusOr<DatePeriod> whole = DatePeriod::Make(*first, first->LastDayOfMonth());
  const std::optional<DatePeriod> part = whole.ok() ? period.Intersect(*whole) : std::nullopt;
  if (!part) return Ratio(0);
  return Ratio(per_week) * Ratio(part->days()) / Ratio(kDaysPerWeek);
}

std::optional<v1::WorkingRelationDrift> HoursDrift(const WorkingRelationData& data,
                                                   const v1::Contract& contract) {
  const auto per_week = FindDecimal(contract.has_hours_per_week(), contract.hours_per_week());
  const auto period = FindPeriod(contract.has_period(), contract.period());
  if (!per_week || per_week->IsZero() || !period) return std::nullopt;
  Ratio planned(0);
  Ratio worked(0);
  for (const v1::WorkMonth& month : contract.work_months()) {
    planned = planned + PlannedHours(*period, month, *per_week);
    worked = worked + Ratio(FindDecimal(month.has_hours(), month.hours()).value_or(Decimal()));
  }
  const Ratio most =
      planned * (Ratio(kPercent) + Ratio(Figure(data.hours_tolerance_percent()))) / Ratio(kPercent);
  const auto compared = worked.Compare(most);
  const auto agreed = planned.RoundHalfUp(kOneDecimal);
  const auto practised = worked.RoundHalfUp(kOneDecimal);
  if (!compared.ok() || *compared <= 0 || !agreed.ok() || !practised.ok()) return std::nullopt;
  v1::WorkingRelationDrift drift;
  drift.set_code("HOURS_ABOVE_PLAN");
  drift.set_viewpoint(1);
  drift.set_outcome(type::RULE_OUTCOME_WARN);
  drift.set_agreed(agreed->ToString());
  drift.set_practised(practised->ToString());
  const auto params = [&](absl::string_view language) {
    return TextParams{{"agreed", NumberText(*agreed, language)},
                      {"practised", NumberText(*practised, language)}};
  };
  *drift.mutable_text() = FillText(data, "drift.hours", params("nl"), params("en"));
  return drift;
}

// How the contract answered a question: the answer nearest to employment; 0 when it did not.
int SignedScore(const v1::ComplianceFacts& facts, const std::string& question_code) {
  std::optional<int> lowest;
  for (const v1::WorkingRelationAnswer& answer : facts.working_relation_answers()) {
    if (answer.question_code() != question_code || !answer.has_score()) continue;
    if (!lowest || answer.score() < *lowest) lowest = answer.score();
  }
  return lowest.value_or(0);
}

std::optional<v1::WorkingRelationDrift> PracticeDrift(const RelationKnowledge& knowledge,
                                                      const v1::Contract& contract,
                                                      const Observation& seen) {
  const auto& rules = knowledge.data.practice();
  const auto rule = std::find_if(rules.begin(), rules.end(),
                                 [&](const PracticeRule& one) { return one.kind() == seen.kind; });
  if (rule == rules.end() || rule->drift() == type::RULE_OUTCOME_UNSPECIFIED) return std::nullopt;
  const int agreed = SignedScore(contract.facts(), seen.question_code);
  if (seen.viewpoint != 0 && seen.score >= agreed) return std::nullopt;  // as signed
  v1::WorkingRelationDrift drift;
  drift.set_code(v1::PracticeKind_Name(seen.kind));
  drift.set_viewpoint(seen.viewpoint);
  drift.set_outcome(rule->drift());
  for (const std::string& source : seen.sources) drift.add_sources(source);
  *drift.mutable_text() =
      FillText(knowledge.data, "drift.practice", {{"observation", seen.text.nl()}},
               {{"observation", seen.text.en()}});
  return drift;
}

}  // namespace

std::vector<v1::WorkingRelationDrift> FindDrift(const RelationKnowledge& knowledge,
                                                const RelationContract& signed_as,
                                                const v1::WorkingRelation& relation,
                                                const v1::WorkingRelationWeighing& current,
                                                Date today) {
  std::vector<v1::WorkingRelationDrift> drifts;
  const auto add = [&](std::optional<v1::WorkingRelationDrift> drift) {
    if (!drift) return;
    for (const v1::WorkingRelationDrift& found : drifts) {
      if (found.code() == drift->code()) return;
    }
    *drift->mutable_find_date() = ToProto(today);
    for (const v1::WorkingRelationDrift& old : relation.drifts()) {
      if (old.code() == drift->code()) *drift->mutable_find_date() = old.find_date();
    }
    drifts.push_back(*std::move(drift));
  };
  const v1::Contract& contract = signed_as.contract;
  RelationFacts as_signed{.facts = FactsOf(knowledge.catalogs, contract, signed_as.brief)};
  const auto baseline = Weigh(knowledge, as_signed, {.today = today});
  if (baseline.ok()) add(BandDrift(knowledge.data, *baseline, current));
  add(HoursDrift(knowledge.data, contract));
  for (const Observation& seen : Observe(knowledge, contract, relation, today)) {
    add(PracticeDrift(knowledge, contract, seen));
  }
  std::stable_sort(drifts.begin(), drifts.end(), [](const auto& a, const auto& b) {
    return a.outcome() == type::RULE_OUTCOME_WARN && b.outcome() != type::RULE_OUTCOME_WARN;
  });
  return drifts;
}

absl::StatusOr<std::optional<v1::PayCapSpend>> SpendOf(const RelationKnowledge& knowledge,
                                                       const RelationContract& of, Date today) {
  const v1::ComplianceFacts facts = FactsOf(knowledge.catalogs, of.contract, of.brief);
  if (facts.client().wnt_in_scope() != v1::ANSWER_YES ||
      facts.client().is_top_executive() != v1::ANSWER_YES || of.contract.work_months().empty()) {
    return std::nullopt;
  }
  const law::WntInput input = SpendFacts(facts, of.contract, today);
  ASSIGN_OR_RETURN(law::WntResult result, law::EvaluateWnt(knowledge.law, input));
  v1::PayCapSpend spend;
  spend.set_month_count(result.counted_months);
  Money spent = Money::Eur(0);
  for (const law::WntAmount& amount : input.amounts()) {
    const auto one = FindMoney(amount.has_amount(), amount.amount());
    if (one) {
      ASSIGN_OR_RETURN(spent, spent.Add(*one));
    }
  }
  *spend.mutable_spent() = ToProto(spent);
  if (result.cap) {
    *spend.mutable_cap() = ToProto(*result.cap);
    if (result.cap->cents() > 0) {
      ASSIGN_OR_RETURN(Decimal percent,
                       (Ratio(result.total.value_or(spent)) * Ratio(kPercent) / Ratio(*result.cap))
                           .RoundHalfUp(kOneDecimal));
      *spend.mutable_used_percent() = ToProto(percent);
    }
  }
  for (type::Finding& finding : result.findings) *spend.add_findings() = std::move(finding);
  return std::optional<v1::PayCapSpend>(std::move(spend));
}

}  // namespace interim::contracting
