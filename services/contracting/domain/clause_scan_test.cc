// covers: S15, S225, S227, S230
#include "services/contracting/domain/clause_scan.h"

#include <algorithm>
#include <string>
#include <vector>

#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/test_contracts.h"

namespace interim::contracting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

v1::ScanClausesResponse Scan(const std::vector<std::string>& texts,
                             v1::ContractForm form = v1::CONTRACT_FORM_ZZP, bool leading = false) {
  ScanQuestion question;
  for (const std::string& text : texts) {
    v1::ScannedClause clause;
    clause.set_text(text);
    question.clauses.push_back(clause);
  }
  question.form = form;
  question.is_leading = leading;
  question.agreed = Day(2026, 11, 24);
  return *ScanClauses(TestLaw(), TestCatalogs(), question);
}

std::vector<std::string> Codes(const v1::ScanClausesResponse& response) {
  std::vector<std::string> codes;
  for (const v1::ClauseWarning& warning : response.warnings()) {
    if (!warning.clause_code().empty()) codes.push_back(warning.code());
  }
  return codes;
}

std::vector<std::string> Missing(const v1::ScanClausesResponse& response) {
  std::vector<std::string> codes;
  for (const v1::ClauseWarning& warning : response.warnings()) {
    if (warning.clause_code().empty()) codes.push_back(warning.code());
  }
  return codes;
}

struct ScanCase {
  const char* name;
  const char* text;
  std::vector<std::string> codes;
};

class ScanTest : public ::testing::TestWithParam<ScanCase> {};
TEST_P(ScanTest, Wording) {
  EXPECT_THAT(Codes(Scan({GetParam().text})),
              ::testing::UnorderedElementsAreArray(GetParam().codes))
      << GetParam().text;
}
INSTANTIATE_TEST_SUITE_P(
    Clauses, ScanTest,
    ::testing::Values(
        ScanCase{"ExclusiveNl",
                 "De opdrachtnemer werkt uitsluitend voor de opdrachtgever.",
                 {"EXCLUSIVITY"}},
        ScanCase{"ExclusiveNl2",
                 "Opdrachtnemer zal niet gelijktijdig voor derden werken.",
                 {"EXCLUSIVITY"}},
        ScanCase{"ExclusiveEn",
                 "The contractor shall work exclusively for the Client.",
                 {"EXCLUSIVITY"}},
        ScanCase{"NotExclusive", "Er geldt geen exclusiviteit.", {}},
        ScanCase{"RelationNl",
                 "Gedurende een jaar na afloop zal opdrachtnemer geen zaken doen met relaties van "
                 "de opdrachtgever.",
                 {"RELATION_CLAUSE"}},
        ScanCase{"RelationEn",
                 "The contractor shall not solicit clients of the company.",
                 {"RELATION_CLAUSE"}},
        ScanCase{"RenewalNl",
                 "De overeenkomst wordt telkens stilzwijgend met drie maanden verlengd.",
                 {"SILENT_RENEWAL"}},
        // A negation elsewhere in the sentence does not hide the renewal.
        ScanCase{"RenewalNegated",
                 "Wordt niet opgezegd, dan wordt zij stilzwijgend voor een jaar verlengd.",
                 {"SILENT_RENEWAL"}},
        ScanCase{"RenewalExcludedNl", "Stilzwijgende verlenging is uitgesloten.", {}},
        ScanCase{"RenewalEn",
                 "This agreement is automatically renewed for one year.",
                 {"SILENT_RENEWAL"}},
        ScanCase{"RenewalExcludedEn", "Silent extension is excluded.", {}},
        ScanCase{"NonCompeteNl",
                 "Concurrentiebeding: opdrachtnemer onthoudt zich van mededinging.",
                 {"NON_COMPETE"}},
        ScanCase{
            "NonCompeteEn", "The contractor shall not compete with the client.", {"NON_COMPETE"}},
        ScanCase{"HireBanNl",
                 "De opdrachtgever mag de kandidaat niet binnen 12 maanden in dienst nemen.",
                 {"DIRECT_HIRE_BAN"}},
        ScanCase{"HireBanEn", "The client may not hire the manager directly.", {"DIRECT_HIRE_BAN"}},
        ScanCase{"Plain", "De opdrachtnemer factureert per maand.", {}},
        ScanCase{"Empty", "...", {}}),
    [](const auto& row) { return row.param.name; });

TEST(ClauseScanTest, OtherWords_AreNotUnderstood_AndTheAnswerSaysSo) {
  // The same meaning in words the data does not hold: no warning, and the limits are told.
  const auto response = Scan({"Zolang dit duurt is uw agenda van ons."});
  EXPECT_THAT(Codes(response), IsEmpty());
  EXPECT_THAT(response.limits().nl(), HasSubstr("begrijpt zij niet"));
  EXPECT_THAT(response.limits().en(), HasSubstr("does not understand"));
  EXPECT_EQ(response.clause_count(), 1);
}

// Worked examples of rule R04.
TEST(ClauseScanTest, NonCompeteInAFixedTerm_Blocks_WithReasonsItDoesNot) {
  const std::string ban = "Werknemer mag niet bij een concurrent werken.";
  auto blocked = Scan({ban}, v1::CONTRACT_FORM_FIXED_TERM);
  ASSERT_FALSE(blocked.warnings().empty());
  EXPECT_EQ(blocked.warnings(0).outcome(), type::RULE_OUTCOME_BLOCK);
  EXPECT_EQ(blocked.warnings(0).finding().rule_id(), "R04");
  EXPECT_THAT(blocked.warnings(0).finding().sources(), Not(IsEmpty()));
  auto reasoned = Scan({ban + " Dit is nodig wegens zwaarwegende bedrijfsbelangen, namelijk X."},
                       v1::CONTRACT_FORM_FIXED_TERM);
  EXPECT_EQ(reasoned.warnings(0).code(), "EXIT_MISSING");  // the heaviest that is left
  EXPECT_THAT(Codes(reasoned), ElementsAre("NON_COMPETE"));
}

TEST(ClauseScanTest, HireBanInLending_Warns_AReasonableFeeDoesNot) {
  const auto ban = Scan({"De inlener mag de kracht niet binnen 12 maanden in dienst nemen, op "
                         "straffe van een boete van 25.000 euro."},
                        v1::CONTRACT_FORM_SECONDMENT);
  EXPECT_EQ(ban.warnings(0).outcome(), type::RULE_OUTCOME_WARN);
  EXPECT_EQ(ban.warnings(0).finding().message_key(), "clause.directhire");
  const auto fee = Scan({"De inlener mag de kracht niet in dienst nemen zonder een redelijke "
                         "vergoeding te betalen."},
                        v1::CONTRACT_FORM_SECONDMENT);
  for (const v1::ClauseWarning& warning : fee.warnings()) {
    if (warning.code() == "DIRECT_HIRE_BAN") {
      EXPECT_EQ(warning.outcome(), type::RULE_OUTCOME_INFORM);
    }
  }
}

TEST(ClauseScanTest, WithoutFormOrDay_NoRuleIsAsked) {
  ScanQuestion question;
  question.clauses.emplace_back().set_text("Concurrentiebeding.");
  question.form = v1::CONTRACT_FORM_FIXED_TERM;
  const auto response = *ScanClauses(TestLaw(), TestCatalogs(), question);
  EXPECT_FALSE(response.warnings(0).has_finding());
}

TEST(ClauseScanTest, MissingMandateAndExit_AreTold_MandateForLeadingRolesOnly) {
  EXPECT_THAT(
      Missing(Scan({"Het tarief is 100 euro."}, v1::CONTRACT_FORM_ZZP, true)),
      ::testing::UnorderedElementsAre("MANDATE_MISSING", "EXIT_MISSING", "HANDOVER_MISSING"));
  EXPECT_THAT(Missing(Scan({"Het tarief is 100 euro."})), Not(Contains("MANDATE_MISSING")));
  EXPECT_THAT(Missing(Scan({"Het mandaat staat in de bijlage. Beide partijen kunnen opzeggen met "
                            "een termijn van 28 dagen, met een behoorlijke overdracht."},
                           v1::CONTRACT_FORM_ZZP, true)),
              IsEmpty());
}

// Our own library raises nothing heavier than information, in any form and language.
TEST(ClauseScanTest, OwnLibrary_IsClean) {
  for (int form = v1::CONTRACT_FORM_BUREAU; form <= v1::CONTRACT_FORM_CONSULTANCY; ++form) {
    for (const char* language : {"nl", "en"}) {
      v1::Contract given;
      given.set_language_code(language);
      const v1::Contract draft = TestDraft(static_cast<v1::ContractForm>(form), given);
      const auto response = *ScanClauses(TestLaw(), TestCatalogs(),
                                         ScanOf(TestCatalogs(), draft, TestBrief(), kTestDay));
      for (const v1::ClauseWarning& warning : response.warnings()) {
        ADD_FAILURE() << form << language << " " << warning.clause_code() << " " << warning.code()
                      << ": " << warning.excerpt();
      }
    }
  }
}

// Each warning has a text in both languages and a source.
TEST(ClauseScanTest, EveryWarning_HasItsSource) {
  for (const ClausePattern& pattern : TestCatalogs().files().patterns.pattern()) {
    EXPECT_FALSE(pattern.source().empty()) << pattern.code();
    EXPECT_FALSE(pattern.text().nl().empty() || pattern.text().en().empty()) << pattern.code();
  }
}

TEST(ClauseScanTest, Phrases_GapsAndStarts) {
  const auto words = WordsOf("De Opdrachtnemer zal, tijdens de duur, geen vergelijkbaar werk doen");
  EXPECT_TRUE(FindPhrase(words, "zal * geen").has_value());
  EXPECT_TRUE(FindPhrase(words, "opdrachtn~").has_value());
  EXPECT_FALSE(FindPhrase(words, "de doen").has_value());
  // At most six words in between.
  EXPECT_TRUE(FindPhrase(WordsOf("a 1 2 3 4 5 6 b"), "a * b").has_value());
  EXPECT_FALSE(FindPhrase(WordsOf("a 1 2 3 4 5 6 7 b"), "a * b").has_value());
  EXPECT_THAT(WordsOf("Één vestiging’s"), ElementsAre("een", "vestigings"));
}

}  // namespace
}  // namespace interim::contracting
