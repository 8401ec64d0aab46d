// The pages on clauses, the working relation and the rules. covers: S26, S222
#include "services/cli/contract/pages.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cli/contract/contract.h"
#include "services/cli/contract/texts.h"
#include "services/cli/page/test_pages.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;

Speech Dutch() { return Speech(ContractTexts(), "nl"); }
Speech English() { return Speech(ContractTexts(), "en"); }

// ---- clauses ----

v1::ScanClausesResponse SomeWarnings() {
  return FromText<v1::ScanClausesResponse>(R"pb(
    clause_count: 3
    limits { nl: "Dit leest woorden, geen bedoelingen." en: "This reads words only." }
    warnings {
      code: "NON_COMPETE"
      outcome: RULE_OUTCOME_WARN
      clause_code: "#2"
      excerpt: "niet werkzaam zijn voor"
      text { nl: "Dit beding houdt vaak geen stand: schrap het." en: "Strike this clause." }
      finding {
        rule_id: "R04"
        text { nl: "Alleen met zwaarwegend belang." en: "Only with a weighty interest." }
        cures { text { nl: "Motiveer het." en: "Give the reason." } }
      }
      sources { article: "BW 7:653 lid 2" url: "https://wetten.overheid.nl/" }
      evidence: EVIDENCE_SECONDARY
    }
    warnings {
      code: "MANDATE_MISSING"
      outcome: RULE_OUTCOME_WARN
      text { nl: "Er is geen mandaat geregeld." en: "No mandate clause." }
      sources { title: "House rule" decision: "common/docs/x.md" }
    }
  )pb");
}

TEST(ScanPageTest, EveryWarning_SaysWhereWhyAndWhatToDo) {
  const std::vector<v1::ScannedClause> clauses =
      ClausesOf("Artikel 1\n\nHij werkt.\n\nConcurrentie\n\nHij zal niet werkzaam zijn voor A.");
  ASSERT_EQ(clauses.size(), 2U);
  ExpectParts(
      ScanPage(SomeWarnings(), clauses, {}, Dutch()),
      {"bepalingen: 3 · waarschuwingen: 2", "alinea 2", "Concurrentie", "let op",
       "Dit beding houdt vaak geen stand: schrap het.", "Gelezen: “niet werkzaam zijn voor”",
       "Regel R04: Alleen met zwaarwegend belang.", "Wat helpt: Motiveer het.", "BW 7:653 lid 2",
       "uit een tweede hand", "ontbreekt", "Er is geen mandaat geregeld.",
       "regel van dit huis, geen wet", "Dit leest woorden, geen bedoelingen."});
  ExpectParts(ScanPage(SomeWarnings(), {}, {}, English()),
              {"#2", "Strike this clause.", "missing"});
}

TEST(ScanPageTest, NoWarnings_SaysSo) {
  ExpectParts(ScanPage({}, {}, {}, English()), {"No warnings."});
}

// Each clause as "title|text".
void ExpectClauses(const std::vector<v1::ScannedClause>& clauses,
                   const std::vector<std::string>& expected) {
  std::vector<std::string> found;
  found.reserve(clauses.size());
  for (const v1::ScannedClause& clause : clauses) {
    found.push_back(absl::StrCat(clause.title(), "|", clause.text()));
  }
  EXPECT_EQ(found, expected);
}

TEST(ClausesOfTest, EmptyLinesPart_ShortLinesWithoutAStopAreHeadings) {
  const auto clauses = ClausesOf(
      "# Duur\r\n\r\nDe opdracht duurt\r\nelf maanden.\r\n\r\n\r\nKop zonder tekst\n\nTarief\n\n"
      "Het tarief is € 145.\n");
  ExpectClauses(clauses, {"Duur|De opdracht duurt\nelf maanden.", "|Kop zonder tekst",
                          "Tarief|Het tarief is € 145."});
  EXPECT_TRUE(ClausesOf(" \n\n").empty());
}

TEST(ClausesOfTest, MarkedLine_IsAHeadingByItself_TheTextBelowItIsRead) {
  ExpectClauses(ClausesOf("# Opzegging\nDe opdrachtgever kan niet opzeggen.\n##Tarief\n€ 145\n"
                          "per uur.\nExclusief btw.\n# Slot\nGetekend te Utrecht."),
                {"Opzegging|De opdrachtgever kan niet opzeggen.",
                 "Tarief|€ 145\nper uur.\nExclusief btw.", "Slot|Getekend te Utrecht."});
}

TEST(ClausesOfTest, HeadingWithoutText_IsReadAsAClause_AlsoTheLast) {
  ExpectClauses(ClausesOf("# Overeenkomst\n## Duur\nElf maanden.\n\n# Geen opzegging mogelijk"),
                {"|Overeenkomst", "Duur|Elf maanden.", "|Geen opzegging mogelijk"});
  ExpectClauses(ClausesOf("Geen opzegging mogelijk\n"), {"|Geen opzegging mogelijk"});
}

TEST(ClausesOfTest, OnlyMarks_PartParagraphs_AndSayNothing) {
  EXPECT_TRUE(ClausesOf("#").empty());
  ExpectClauses(ClausesOf("###\n\nHij werkt.\n # \nHij rust.\n##"), {"|Hij werkt.", "|Hij rust."});
}

// ---- the working relation ----

// long: one record
v1::WorkingRelation SomeRelation() {
  return FromText<v1::WorkingRelation>(R"pb(
    next_review_date { year: 2027 month: 3 day: 2 }
    weighings {
      moment: WEIGHING_MOMENT_CONTRACT
      band: RISK_BAND_LOW
      weigh_date { year: 2026 month: 1 day: 26 }
    }
    weighings {
      moment: WEIGHING_MOMENT_PRACTICE
      band: RISK_BAND_MEDIUM
      weigh_date { year: 2026 month: 3 day: 2 }
      conclusion { nl: "Alle omstandigheden tellen." en: "All circumstances count." }
      viewpoints {
        viewpoint: 2
        title { nl: "Gezag" en: "Authority" }
        direction: POINT_DIRECTION_EMPLOYMENT
        measure { nl: "Stuur op resultaat." en: "Steer by result." }
        sources { article: "HR 24-3-2023, r.o. 3.2.5" }
        points_for {
          question { nl: "Bepaalt zelf de tijden" en: "Sets own hours" }
          strength: POINT_STRENGTH_SOME
          origin: POINT_ORIGIN_CONTRACT
          evidence_asked { nl: "agenda" en: "calendar" }
        }
        points_against {
          question { nl: "Krijgt aanwijzingen" en: "Gets instructions" }
          observation { nl: "Aanwijzingen: vaak sinds maart." en: "Instructions since March." }
          strength: POINT_STRENGTH_STRONG
          origin: POINT_ORIGIN_PRACTICE
          is_disputed: true
        }
        open_points {
          question { nl: "Wie keurt verlof goed?" en: "Who approves leave?" }
          evidence_asked { nl: "Bewijs: verlofkaart" en: "leave card" }
        }
      }
      viewpoints {
        viewpoint: 9
        title { nl: "Ondernemerschap" en: "Enterprise" }
      }
    }
    drifts {
      code: "BAND_HEAVIER"
      outcome: RULE_OUTCOME_WARN
      text { nl: "Het beeld is zwaarder." en: "The picture is heavier." }
      find_date { year: 2026 month: 3 day: 2 }
    }
    practice_facts {
      kind: PRACTICE_KIND_MANDATE_USE
      occur_date { year: 2026 month: 3 day: 2 }
      source: "organizations/acme/engagements/e1/decisions/d4"
      description: "Huur een heftruck"
      amount { currency_code: "EUR" units: 900 }
    }
  )pb");
}

TEST(RelationPageTest, BandDriftAndBothColumns_InWords) {
  const std::string page = RelationPage(SomeRelation(), PageLength::kShort, {}, Dutch());
  ExpectParts(
      page,
      {"gemengd beeld; gewogen op 2 maart 2026, op de praktijk", "Bij tekenen",
       "weinig aanwijzingen voor loondienst", "Alle omstandigheden tellen.", "2. Gezag",
       "→ loondienst", "het contract)", "uit de praktijk", "partijen antwoorden verschillend",
       "Stuur op resultaat.", "Nog niet beantwoorde vragen: 1", "Het beeld is zwaarder.",
       "besluit binnen het mandaat", "besluit: Huur een heftruck, €\u00a0900", "2 maart 2027"});
  // One row holds both sides of a viewpoint.
  const std::size_t both = page.find("Bepaalt");
  ASSERT_NE(both, std::string::npos);
  EXPECT_TRUE(absl::StrContains(page.substr(both, page.find('\n', both) - both), "Aanwijzingen"))
      << page;
  EXPECT_FALSE(absl::StrContains(page, "Ondernemerschap")) << page;
}

TEST(RelationPageTest, Full_AsksForEvidence_AndNamesTheLaw) {
  const std::string page = RelationPage(SomeRelation(), PageLength::kFull, {}, Dutch());
  ExpectParts(page, {"gevraagd:", "agenda", "HR 24-3-2023, r.o. 3.2.5", "Wie keurt verlof goed?",
                     "verlofkaart", "9. Ondernemerschap"});
  EXPECT_FALSE(absl::StrContains(page, "Bewijs: verlofkaart")) << page;
}

TEST(RelationPageTest, WithoutDrift_AndWithoutSight_SaysSo) {
  v1::WorkingRelation relation = SomeRelation();
  relation.clear_drifts();
  ExpectParts(RelationPage(relation, PageLength::kShort, {}, English()),
              {"Practice does not differ from what was signed."});
  relation.clear_weighings();
  ExpectParts(RelationPage(relation, PageLength::kShort, {}, English()),
              {"The weighing itself is not visible for your role."});
}

// ---- the rules ----

v1::ListRulesResponse SomeRules() {
  return FromText<v1::ListRulesResponse>(R"pb(
    rules {
      rule_id: "R11"
      rule_version: "1@abc"
      title: "WNT: pay cap"
      law: "WNT art. 2.1"
      parameters {
        key: "hourly_cap"
        unit: "EUR/hour"
        rows {
          value: "212.00 EUR"
          from_date { year: 2025 month: 1 day: 1 }
          to_date { year: 2026 month: 1 day: 1 }
        }
        rows {
          value: "221.00 EUR"
          from_date { year: 2026 month: 1 day: 1 }
          to_date { year: 2027 month: 1 day: 1 }
          evidence: EVIDENCE_SECONDARY
          sources { article: "Stcrt. 2025" url: "https://example.nl/wnt" }
        }
        rows {
          value: "230.00 EUR"
          from_date { year: 2027 month: 1 day: 1 }
          is_overlay: true
        }
      }
      parameters {
        key: "weight_viewpoint"
        unit: "points"
        rows {
          value: "77"
          from_date { year: 2025 month: 1 day: 1 }
        }
      }
    }
  )pb");
}

TEST(RulesPageTest, WhatHoldsOnTheDay_WhatComes_AndWhoAddedIt) {
  const std::string page = RulesPage(SomeRules(), "2026-06-01", PageLength::kShort, {}, Dutch());
  ExpectParts(page, {"per 1 juni 2026", "R11 WNT: bezoldigingsmaximum", "WNT art. 2.1",
                     "grens per uur", "€\u00a0221", "1 januari 2026 tot", "uit een tweede",
                     "€\u00a0230 (later)", "vanaf 1 januari 2027", "AANGEVULD door uw beheerder"});
  EXPECT_FALSE(absl::StrContains(page, "212")) << page;
  EXPECT_FALSE(absl::StrContains(page, "77")) << page;
}

TEST(RulesPageTest, Full_ShowsWhatHeldBefore_WithAddresses) {
  ExpectParts(RulesPage(SomeRules(), "2026-06-01", PageLength::kFull, {}, English()),
              {"212", "https://example.nl/wnt", "version 1@abc"});
}

TEST(RulesPageTest, UnknownRule_SaysSo) {
  ExpectParts(RulesPage({}, "2026-06-01", PageLength::kShort, {}, English()),
              {"There is no such rule."});
}

TEST(ContractCommandTest, MorePageWords_AreNoMethods) {
  for (const char* word : {"scan", "relation", "rules"}) EXPECT_TRUE(IsContractPage(word)) << word;
}

}  // namespace
}  // namespace interim::cli
