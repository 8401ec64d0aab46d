#include "services/cli/contract/contract.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cli/contract/pages.h"
#include "services/cli/contract/texts.h"
#include "services/cli/contract/values.h"
#include "services/cli/page/test_pages.h"

// covers: S26, S222, X11

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;

Speech Dutch() { return Speech(ContractTexts(), "nl"); }
Speech English() { return Speech(ContractTexts(), "en"); }

v1::CheckComplianceResponse SomeFindings() {
  return FromText<v1::CheckComplianceResponse>(R"(
    outcome: RULE_OUTCOME_BLOCK
    findings { rule_id: "R01" rule_version: "abc" outcome: RULE_OUTCOME_BLOCK
      reference_date { year: 2026 month: 1 day: 26 }
      text { nl: "De keten wordt een vast contract." en: "The chain becomes permanent." }
      computed_values { key: "permanent_from" value: "2026-03-01" }
      computed_values { key: "cap" value: "32700.00 EUR" }
      computed_values { key: "counted_months" value: "36" unit: "months" }
      figures { key: "max_gap_months" value: "6" unit: "months"
        from_date { year: 2015 month: 7 day: 1 } }
      cures { key: "c" text { nl: "Maak het korter." en: "Make it shorter." } }
      sources { article: "BW 7:668a lid 1" url: "https://wetten.overheid.nl/BWBR0005290/" }
      evidence: EVIDENCE_SECONDARY }
    findings { rule_id: "R05" outcome: RULE_OUTCOME_INFORM human_judgement: true
      text { nl: "Geen sterke aanwijzingen." en: "No strong pointers." }
      computed_values { key: "viewpoint_1" value: "2" unit: "points" }
      computed_values { key: "sum" value: "13" unit: "points" }
      sources { title: "House rule" decision: "common/docs/x.md" } }
    skipped_rules { rule_id: "R02" reason { nl: "Niet van toepassing: geen dienstverband."
                                            en: "Does not apply: no employment." } }
    skipped_rules { rule_id: "R03" reason { nl: "Niet van toepassing: geen dienstverband."
                                            en: "Does not apply: no employment." } })");
}

TEST(CheckPageTest, EveryFinding_HasRuleWeightArticleValuesAndCure) {
  ExpectParts(
      CheckPage(SomeFindings(), PageLength::kShort, {}, Dutch()),
      {"Toets aan de regels: blokkeert", "1 blokkeert · 1 weet", "R01", "vast contract vanaf",
       "1 maart 2026", "€\u00a032.700", "36 maanden", "Wat helpt: Maak het korter.",
       "BW 7:668a lid 1", "https://wetten.overheid.nl/BWBR0005290/", "uit een tweede hand",
       "gezien op 26 januari 2026", "Een mens moet dit wegen", "R02, R03", "Geen dienstverband."});
  ExpectParts(CheckPage(SomeFindings(), PageLength::kFull, {}, English()),
              {"blocks", "longest gap 6 months (from 1 July 2015)", "version abc"});
}

TEST(CheckPageTest, PointsOfTheHouseFormula_NeverShow) {
  for (PageLength length : {PageLength::kShort, PageLength::kFull}) {
    const std::string page = CheckPage(SomeFindings(), length, {}, Dutch());
    EXPECT_FALSE(absl::StrContains(page, "13")) << page;
    EXPECT_FALSE(absl::StrContains(page, "viewpoint")) << page;
  }
}

TEST(CheckPageTest, NoFindings_SaysSo) {
  ExpectParts(CheckPage({}, PageLength::kShort, {}, English()), {"No findings."});
}

v1::CompareFormsResponse SomeForms() {
  auto response = FromText<v1::CompareFormsResponse>(
      R"(recommendation { nl: "Neem het bureau." en: "Take the bureau." })");
  int rank = 0;
  for (const char* name : {"Bureau", "Eigen bv", "Detachering", "Advies", "Zzp"}) {
    v1::FormComparison& form = *response.add_forms();
    form.mutable_title()->set_nl(name);
    form.set_rank(++rank);
    v1::FormRow& party = *form.add_rows();
    party.set_code("COUNTERPARTY");
    party.mutable_text()->set_nl(absl::StrCat("partij van ", name));
    v1::FormRow& illness = *form.add_rows();
    illness.set_code("ILLNESS");
    illness.mutable_title()->set_nl("Ziekte");
    illness.mutable_text()->set_nl(absl::StrCat("ziekte bij ", name));
    illness.set_risk_bearer("SUPPLIER");
    v1::FormReason& reason = *form.add_reasons();
    reason.set_rule_version("R12@x");
    reason.mutable_text()->set_nl("Eerst regelen (R12): Vraag de raad.");
    form.add_deciding_points()->mutable_text()->set_nl("Past goed.");
    form.mutable_cost_low()->set_units(1000);
    form.mutable_cost_high()->set_units(2000);
  }
  v1::FormComparison& closed = *response.mutable_forms(4);
  closed.set_is_closed(true);
  closed.mutable_reasons(0)->set_rule_version("R05@x");
  closed.mutable_reasons(0)->mutable_text()->set_nl("Gesloten (R05): te veel gezag.");
  return response;
}

TEST(FormsPageTest, OpenFormsAreRanked_SharedReasonsStandOnce_ClosedOnesSayWhy) {
  const std::string page = FormsPage(SomeForms(), PageLength::kShort, {}, Dutch());
  ExpectParts(page, {"Neem het bureau.", "partij van", "€\u00a01.000 tot", "- Past goed.",
                     "elke vorm", "R12: Vraag de raad.", "Gesloten", "Zzp", "- R05: te veel gezag.",
                     "ziekte bij Detachering", "(risico: leverancier)", "--full toont alles."});
  EXPECT_EQ(page.find("Vraag de raad."), page.rfind("Vraag de raad.")) << page;
  EXPECT_FALSE(absl::StrContains(page, "ziekte bij Advies")) << page;
}

TEST(FormsPageTest, Full_PutsAllFormsBesideEachOther) {
  ExpectParts(FormsPage(SomeForms(), PageLength::kFull, {}, Dutch()),
              {"ziekte bij Advies", "ziekte bij Zzp"});
}

v1::CostComparison SomeCosts() {
  return FromText<v1::CostComparison>(R"(
    months { value: "10.5" } reference_date { year: 2026 month: 1 day: 26 }
    interim_lines { title { nl: "vergoeding" en: "fee" } amount { units: 304080 }
      formula: "181.00 EUR x 160 x 10.5" origin: "input" }
    interim_total { units: 304080 } interim_per_month { units: 28960 }
    permanent_lines { title { nl: "premies" en: "premiums" } amount { units: 1000 nanos: 500000000 }
      formula: "(severance + renewed hiring) x 10%" origin: "R07@1" }
    permanent_total { units: 251724 } permanent_per_month { units: 14720 }
    difference { units: 52356 }
    break_evens { with_vacancy_cost: true with_exit_cost: true months { value: "6.82" } }
    break_evens { with_vacancy_cost: true months { value: "6.5" } }
    break_evens { with_exit_cost: true months { value: "3.66" } }
    break_evens { }
    sensitivity { code: "rate" title { nl: "Tarief" } change_percent { value: "-10" }
      difference { units: 21948 } }
    sensitivity { code: "rate" title { nl: "Tarief" } change_percent { value: "10" }
      difference { units: 82764 } }
    rate_conversions { per_hour { units: 181 } per_day { units: 1448 } per_month { units: 26064 }
      basis: "8 h/day" })");
}

TEST(CostsPageTest, LinesTotalsBreakEvenAndSensitivity) {
  ExpectParts(CostsPage(SomeCosts(), PageLength::kShort, {}, Dutch()),
              {"Vast of interim: 10,5 maanden", "cijfers van 26 januari 2026",
               "€\u00a052.356 duurder", "€\u00a0181 × 160 × 10,5", "€\u00a01.000,50",
               "(vertrekregeling + nieuwe werving) × 10% (R07@1)", "6,82 maanden", "nooit", "-10%",
               "+10%", "€\u00a082.764", "€\u00a01.448 per dag"});
}

TEST(CostsPageTest, CheaperInterim_IsSaidSo) {
  v1::CostComparison costs = SomeCosts();
  costs.mutable_difference()->set_units(-52356);
  ExpectParts(CostsPage(costs, PageLength::kShort, {}, English()),
              {"The interim manager costs €\u00a052,356 less over these months."});
}

TEST(RecheckPageTest, TouchedContracts_ShowWhatChanges) {
  const auto response = FromText<v1::RecheckContractsResponse>(R"(
    checked_count: 2 as_of_date { year: 2028 month: 1 day: 1 }
    rechecks { contract: "organizations/acme/contracts/c1" title: "Samenvoegen" is_touched: true
      state: CONTRACT_STATE_ACTIVE outcome_before: RULE_OUTCOME_INFORM
      outcome_after: RULE_OUTCOME_WARN
      rule_changes { rule_id: "R01" title: "Keten" row_starts { parameter_key: "max_gap_months"
        value_before: "6" value_after: "36" unit: "months"
        from_date { year: 2028 month: 1 day: 1 } } }
      finding_changes { kind: FINDING_CHANGE_KIND_NEW after { rule_id: "R01"
        outcome: RULE_OUTCOME_WARN text { nl: "De keten loopt door." } } }
      lapsed_decisions { rule_id: "R05" reason: "Gezien." } }
    rechecks { contract: "organizations/acme/contracts/c2" title: "Rustig" })");
  const std::string page = RecheckPage(response, PageLength::kShort, {}, Dutch());
  ExpectParts(page,
              {"per 1 januari 2028", "Bekeken: 2; geraakt: 1.", "Samenvoegen", "c1", "loopt",
               "weet → let op", "nieuw, let op: R01 De keten loopt door.",
               "6 maanden wordt 36 maanden vanaf 1 januari 2028", "opnieuw te beslissen: R05"});
  EXPECT_FALSE(absl::StrContains(page, "Rustig")) << page;
  ExpectParts(RecheckPage(response, PageLength::kFull, {}, Dutch()), {"Rustig", "niets"});
}

TEST(ValuesTest, AsPeopleWriteThem) {
  const Speech speech = Dutch();
  EXPECT_EQ(ValueShown("32700.00 EUR", "EUR", speech), "€\u00a032.700");
  EXPECT_EQ(ValueShown("2026-01-01", "", speech), "1 januari 2026");
  EXPECT_EQ(ValueShown("2026-01-26..2026-12-11", "", speech), "26 januari 2026 - 11 december 2026");
  EXPECT_EQ(ValueShown("true", "", speech), "ja");
  EXPECT_EQ(ValueShown("21", "%", speech), "21%");
  EXPECT_EQ(ValueShown("COMPANY_VISIT", "", speech), "company visit");
  EXPECT_EQ(ValueShown("WOR art. 25", "", speech), "WOR art. 25");
  EXPECT_EQ(ValueName("some_new_key", speech), "some new key");
}

TEST(ContractTextsTest, EveryKey_StandsOnce_InBothLanguages) {
  std::set<std::string> keys;
  for (const PageText& text : ContractTexts()) {
    EXPECT_TRUE(keys.insert(text.key).second) << text.key;
    EXPECT_NE(std::string(text.nl), "") << text.key;
    EXPECT_NE(std::string(text.en), "") << text.key;
  }
}

TEST(ContractCommandTest, PageWords_AreNoMethods) {
  for (const char* word : {"check", "forms", "costs", "render", "recheck"}) {
    EXPECT_TRUE(IsContractPage(word)) << word;
  }
  EXPECT_FALSE(IsContractPage("list-contracts"));
}

}  // namespace
}  // namespace interim::cli
