// covers: S211, S224, S230, X6
// A page that a party would sign: words, names and numbers as they stand in it.
#include "services/contracting/domain/document.h"

#include <string>

#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/amendment.h"
#include "services/contracting/domain/test_contracts.h"

namespace interim::contracting {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Text(v1::ContractForm form, const std::string& language,
                 const v1::Brief& brief = TestBrief(), const v1::Contract& given = {}) {
  v1::Contract chosen = given;
  chosen.set_language_code(language);
  const v1::Contract contract = *DraftContract(TestCatalogs(), brief, form, chosen);
  return MakeDocument(TestCatalogs(), contract, brief,
                      {.language = language,
                       .purpose = DocumentPurpose::kSignature,
                       .revision = 1,
                       .day = kTestDay})
      .content();
}

// No leftovers of a form: open places, empty brackets, "(s)", codes for words.
TEST(DocumentWordsTest, NoLeftovers_InAnyFormAndLanguage) {
  v1::Brief brief = TestBrief();
  brief.mutable_parties()->clear_shadow_manager();
  for (int form = v1::CONTRACT_FORM_BUREAU; form <= v1::CONTRACT_FORM_CONSULTANCY; ++form) {
    for (const char* language : {"nl", "en"}) {
      SCOPED_TRACE(std::to_string(form) + language);
      const std::string text = Text(static_cast<v1::ContractForm>(form), language, brief);
      for (const char* leftover :
           {"{", "()", "(s)", "(en)", "kpi_", "mandate_", "notice_", "- -"}) {
        EXPECT_THAT(text, Not(HasSubstr(leftover)));
      }
    }
  }
}

TEST(DocumentWordsTest, MandateAndUnits_AreInWords) {
  v1::Brief brief = TestBrief();
  brief.mutable_mandate()->set_level(3);
  brief.mutable_result()->mutable_goals(0)->mutable_kpi()->set_unit("% of list");
  brief.mutable_result()->mutable_goals(1)->mutable_kpi()->set_unit("grijs gebied");
  EXPECT_THAT(Text(v1::CONTRACT_FORM_BUREAU, "nl", brief), HasSubstr("3, volledige lijn"));
  EXPECT_THAT(Text(v1::CONTRACT_FORM_BUREAU, "nl", brief), HasSubstr("% van de lijst"));
  EXPECT_THAT(Text(v1::CONTRACT_FORM_BUREAU, "en", brief), HasSubstr("3, full line"));
  // A unit of the client's own stays as it was written.
  EXPECT_THAT(Text(v1::CONTRACT_FORM_BUREAU, "en", brief), HasSubstr("grijs gebied"));
}

// Where annex and terms differ: the terms on price and period, so that a later change of the price
// is not undone by the brief it came from.
TEST(DocumentWordsTest, TermsGoBeforeTheBriefOnPrice) {
  EXPECT_THAT(Text(v1::CONTRACT_FORM_BUREAU, "nl"),
              HasSubstr("voor looptijd, prijs en betaling deze bepalingen voor"));
}

TEST(DocumentWordsTest, Employment_SpeaksOfEmployerAndWage) {
  const std::string dutch = Text(v1::CONTRACT_FORM_FIXED_TERM, "nl");
  EXPECT_THAT(dutch, HasSubstr("# Arbeidsovereenkomst voor bepaalde tijd"));
  EXPECT_THAT(dutch, HasSubstr("**Werkgever:**"));
  EXPECT_THAT(dutch, HasSubstr("**Werknemer:**"));
  EXPECT_THAT(dutch, HasSubstr("betaalt het loon per kalendermaand"));
  EXPECT_THAT(dutch, HasSubstr("De werknemer neemt de wettelijke termijn in acht"));
  EXPECT_THAT(dutch, Not(HasSubstr("factureert")));
  EXPECT_THAT(dutch, Not(HasSubstr("Opdrachtnemer is")));
  const std::string english = Text(v1::CONTRACT_FORM_FIXED_TERM, "en");
  EXPECT_THAT(english, HasSubstr("# Fixed-term employment agreement"));
  EXPECT_THAT(english, Not(HasSubstr("invoices per")));
}

// The price of a bureau is no wage: the contract has to state one.
TEST(DocumentWordsTest, Employment_TakesNoPriceFromTheBrief) {
  const v1::Contract contract = TestDraft(v1::CONTRACT_FORM_FIXED_TERM);
  EXPECT_FALSE(contract.has_rate());
  EXPECT_FALSE(contract.has_maximum());
  EXPECT_TRUE(TestDraft(v1::CONTRACT_FORM_ZZP).has_rate());
}

// A bureau in the brief is no party to an employment: employee and employer sign.
TEST(DocumentWordsTest, Employment_IsSignedByTheEmployee) {
  const v1::Contract contract = TestDraft(v1::CONTRACT_FORM_FIXED_TERM);
  EXPECT_EQ(contract.supplier().resource(), TestBrief().parties().interim_manager().resource());
  EXPECT_EQ(contract.signature_slots(1).signatories(0).party(), "candidates/c17");
  EXPECT_THAT(Text(v1::CONTRACT_FORM_FIXED_TERM, "nl"), HasSubstr("werknemer, handtekening van"));
}

// A change of notice is told in words, and nothing about it where nothing changes.
TEST(DocumentWordsTest, ChangeOfNotice_IsInWords) {
  v1::Contract base = TestActive();
  base.set_form(v1::CONTRACT_FORM_FIXED_TERM);
  v1::AmendContractRequest request;
  request.mutable_contract()->set_employee_notice_months(2);
  request.mutable_contract()->set_is_notice_any_day(true);
  request.set_reason("langere termijn");
  const auto draft =
      AmendContract(TestCatalogs(), base, TestBrief(), request,
                    {.subject = "hr", .roles = {"hr_advisor"}, .today = Day(2026, 3, 2)});
  ASSERT_THAT(draft, ::interim::testing::IsOk());
  ASSERT_EQ(draft->amendment().changes_size(), 2);
  EXPECT_EQ(draft->amendment().changes(0).before(), "de wettelijke termijn");
  EXPECT_EQ(draft->amendment().changes(0).after(), "2 maanden");
  EXPECT_EQ(draft->amendment().changes(1).before(), "tegen het einde van een maand");
}

TEST(DocumentWordsTest, AgreedNotice_StandsInTheClause) {
  v1::Contract given;
  given.set_employee_notice_months(2);
  EXPECT_THAT(Text(v1::CONTRACT_FORM_FIXED_TERM, "nl", TestBrief(), given),
              HasSubstr("niet korter dan het dubbele van die van de werknemer"));
  given.set_employer_notice_months(4);
  given.set_is_notice_any_day(true);
  const std::string text = Text(v1::CONTRACT_FORM_FIXED_TERM, "en", TestBrief(), given);
  EXPECT_THAT(text, HasSubstr("observes 2 months, the employer 4 months"));
  EXPECT_THAT(text, HasSubstr("against any day"));
}

}  // namespace
}  // namespace interim::contracting
