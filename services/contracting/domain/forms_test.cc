// covers: S31, S33, S34, S35, S224, S225, S226, S227, S228, S229, S230, S231, X11
#include "services/contracting/domain/forms.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/money.h"
#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/domain_test_data.h"

namespace interim::contracting {
namespace {

using ::interim::testing::IsOk;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// Eleven months from 26 January 2026, 1,560 hours at 145 an hour.
FormQuestion Question() {
  FormQuestion question;
  question.role_code = "TRANS";
  v1::ComplianceFacts& facts = question.facts;
  *facts.mutable_period() = ToProto(*DatePeriod::Make(Day(2026, 1, 26), Day(2026, 12, 11)));
  *facts.mutable_total_fee() = ToProto(Money::Eur(22620000));
  *facts.mutable_total_hours() = ToProto(Decimal(1560));
  return question;
}

v1::CompareFormsResponse Compared(const FormQuestion& question) {
  const auto response = CompareForms(TestLaw(), TestCatalogs(), question);
  EXPECT_THAT(response, IsOk());
  return response.ok() ? *response : v1::CompareFormsResponse();
}

const v1::FormComparison& Of(const v1::CompareFormsResponse& response, v1::ContractForm form) {
  for (const v1::FormComparison& comparison : response.forms()) {
    if (comparison.form() == form) return comparison;
  }
  ADD_FAILURE() << v1::ContractForm_Name(form) << " is missing";
  return v1::FormComparison::default_instance();
}

const v1::FormRow& Row(const v1::FormComparison& comparison, const std::string& code) {
  for (const v1::FormRow& row : comparison.rows()) {
    if (row.code() == code) return row;
  }
  ADD_FAILURE() << code << " is missing";
  return v1::FormRow::default_instance();
}

std::vector<std::string> Codes(const google::protobuf::RepeatedPtrField<v1::FormReason>& reasons) {
  std::vector<std::string> codes;
  for (const v1::FormReason& reason : reasons) codes.push_back(reason.code());
  return codes;
}

bool Says(const std::string& cell, const std::string& text) {
  return absl::StrContains(absl::AsciiStrToLower(cell), absl::AsciiStrToLower(text));
}

// ---- the matrix, cell by cell ----

const FormCases& Cases() {
  static const auto* cases =
      new FormCases(MustLoad<FormCases>(DataFolder() + "/cases/forms.textproto"));
  return *cases;
}

class FormCaseTest : public ::testing::TestWithParam<FormCase> {};

TEST_P(FormCaseTest, EveryColumnSaysWhatPracticeSays) {
  const v1::CompareFormsResponse response = Compared(Question());
  std::set<int> forms;
  for (const ExpectedCell& expected : GetParam().cell()) {
    forms.insert(expected.form());
    const v1::FormRow& row = Row(Of(response, expected.form()), GetParam().row_code());
    const std::string where =
        absl::StrCat(GetParam().row_code(), " x ", v1::ContractForm_Name(expected.form()));
    for (const std::string& text : expected.nl()) {
      EXPECT_TRUE(Says(row.text().nl(), text))
          << where << ": '" << text << "' is not in '" << row.text().nl() << "'";
    }
    for (const std::string& text : expected.en()) {
      EXPECT_TRUE(Says(row.text().en(), text))
          << where << ": '" << text << "' is not in '" << row.text().en() << "'";
    }
    EXPECT_EQ(row.risk_bearer(), expected.risk_bearer()) << where;
    EXPECT_THAT(row.text().nl(), Not(HasSubstr("{"))) << where;
    EXPECT_THAT(row.title().nl(), Not(HasSubstr("{"))) << where;
  }
  EXPECT_THAT(forms, SizeIs(7));
}

INSTANTIATE_TEST_SUITE_P(Practice, FormCaseTest,
                         ::testing::ValuesIn(Cases().form_case().begin(),
                                             Cases().form_case().end()),
                         [](const auto& row) { return row.param.row_code(); });

// Every row of the data has a case, so that none is added unproven.
TEST(FormsTest, EveryRowHasACase) {
  std::set<std::string> rows;
  std::set<std::string> cases;
  for (const RowTitle& row : TestCatalogs().files().forms.row_title()) rows.insert(row.code());
  for (const FormCase& row : Cases().form_case()) cases.insert(row.row_code());
  EXPECT_EQ(rows, cases);
}

// ---- figures of the law belong to the first day of work ----

TEST(FormsTest, ChainAndAdmission_NameTheFiguresOfTheDay) {
  const v1::CompareFormsResponse response = Compared(Question());
  const v1::FormComparison& form = Of(response, v1::CONTRACT_FORM_FIXED_TERM);
  const std::string& chain = Row(form, "CHAIN").title().en();
  EXPECT_THAT(chain, HasSubstr("3 contracts, 36 months, gaps up to and including 6 months"));
  EXPECT_THAT(Row(form, "ADMISSION").title().nl(), HasSubstr("vanaf 1 januari 2028"));
}

// Before 2015-07-01 the chain was another: what the data does not hold for a day is left out.
TEST(FormsTest, DayWithoutFigures_ShowsNone) {
  FormQuestion question = Question();
  *question.facts.mutable_period() = ToProto(*DatePeriod::Make(Day(2000, 1, 1), Day(2000, 6, 30)));
  const v1::CompareFormsResponse response = Compared(question);
  const v1::FormComparison& form = Of(response, v1::CONTRACT_FORM_BUREAU);
  EXPECT_EQ(Row(form, "ADMISSION").title().en(), "Admission of lenders (Wtta)");
  const std::string& chain = Row(Of(response, v1::CONTRACT_FORM_FIXED_TERM), "CHAIN").title().en();
  EXPECT_THAT(chain, Not(HasSubstr("contracts,")));
  EXPECT_THAT(chain, Not(HasSubstr("{chain}")));
}

// ---- cost range ----

// 226,200 with 10% either side; VAT of 21% on top where it cannot be deducted.
TEST(FormsTest, CostRange_CountsVatThatCannotBeDeducted_ForEveryFormThatChargesIt) {
  FormQuestion question = Question();
  *question.facts.mutable_monthly_wage() = ToProto(Money::Eur(800000));
  question.facts.mutable_vat_deductible_percent()->set_value("100");
  const v1::CompareFormsResponse all = Compared(question);
  question.facts.mutable_vat_deductible_percent()->set_value("0");
  const v1::CompareFormsResponse none = Compared(question);
  for (const FormEntry& entry : TestCatalogs().files().forms.form()) {
    const Money with = *MoneyFromProto(Of(none, entry.form()).cost_low(), "");
    const Money without = *MoneyFromProto(Of(all, entry.form()).cost_low(), "");
    const std::string name = v1::ContractForm_Name(entry.form());
    if (!entry.vat_charged()) {
      EXPECT_EQ(with.cents(), without.cents()) << name;
      continue;
    }
    // 21% more, to the cent of rounding.
    EXPECT_LE(std::abs(with.cents() * 100 - without.cents() * 121), 100) << name;
  }
  EXPECT_THAT(Of(none, v1::CONTRACT_FORM_PAYROLL).cost_basis().en(), HasSubstr("VAT"));
  EXPECT_THAT(Of(none, v1::CONTRACT_FORM_FIXED_TERM).cost_basis().en(), Not(HasSubstr("VAT")));
}

// Without the 20% of a bureau: 226,200 x 80% x 90% = 162,864 at the least.
TEST(FormsTest, KnownMargin_LowersTheDirectFormsOnly) {
  FormQuestion question = Question();
  question.facts.mutable_vat_deductible_percent()->set_value("100");
  question.margin_percent = Decimal(20);
  const v1::CompareFormsResponse response = Compared(question);
  for (const auto form : {v1::CONTRACT_FORM_ZZP, v1::CONTRACT_FORM_MANAGEMENT_BV}) {
    EXPECT_EQ(Of(response, form).cost_low().units(), 162864) << v1::ContractForm_Name(form);
    EXPECT_EQ(Of(response, form).cost_high().units(), 248820);
    EXPECT_THAT(Of(response, form).cost_basis().en(), HasSubstr("margin (20%)"));
  }
  for (const auto form :
       {v1::CONTRACT_FORM_BUREAU, v1::CONTRACT_FORM_SECONDMENT, v1::CONTRACT_FORM_CONSULTANCY}) {
    EXPECT_EQ(Of(response, form).cost_low().units(), 203580) << v1::ContractForm_Name(form);
  }
  question.margin_percent = *Decimal::Parse("17.5");
  const v1::CompareFormsResponse half = Compared(question);
  EXPECT_THAT(Of(half, v1::CONTRACT_FORM_ZZP).cost_basis().nl(), HasSubstr("(17,5%)"));
  EXPECT_THAT(Of(half, v1::CONTRACT_FORM_ZZP).cost_basis().en(), HasSubstr("(17.5%)"));
  question.margin_percent.reset();
  const v1::CompareFormsResponse unknown = Compared(question);
  EXPECT_EQ(Of(unknown, v1::CONTRACT_FORM_ZZP).cost_low().units(), 203580);
}

TEST(FormsTest, UnknownDeduction_WidensTheRange_UnknownPriceSaysSo) {
  const v1::CompareFormsResponse response = Compared(Question());
  const v1::FormComparison& bureau = Of(response, v1::CONTRACT_FORM_BUREAU);
  EXPECT_LT(bureau.cost_low().units(), 226200);
  EXPECT_GT(bureau.cost_high().units(), 226200 + 47502);  // 21% of it
  const v1::FormComparison& term = Of(response, v1::CONTRACT_FORM_FIXED_TERM);
  EXPECT_FALSE(term.has_cost_low());  // no wage given
  EXPECT_THAT(term.cost_basis().en(), HasSubstr("cannot be computed"));
}

// ---- what decides, what is closed and why ----

TEST(FormsTest, WhatDecides_IsNamedForEachForm) {
  const v1::CompareFormsResponse response = Compared(Question());
  auto codes = [&](v1::ContractForm form) { return Codes(Of(response, form).deciding_points()); };
  EXPECT_THAT(codes(v1::CONTRACT_FORM_BUREAU), Contains("REPLACEMENT_BY_SUPPLIER"));
  EXPECT_THAT(codes(v1::CONTRACT_FORM_BUREAU), Contains("MARGIN"));
  EXPECT_THAT(codes(v1::CONTRACT_FORM_ZZP), Contains("RECLASSIFICATION"));
  EXPECT_THAT(codes(v1::CONTRACT_FORM_MANAGEMENT_BV), Contains("BOARD_ROLE"));
  EXPECT_THAT(codes(v1::CONTRACT_FORM_SECONDMENT), Contains("DBA_SAFE"));
  EXPECT_THAT(codes(v1::CONTRACT_FORM_PAYROLL), Contains("EQUAL_TERMS"));
  EXPECT_THAT(codes(v1::CONTRACT_FORM_FIXED_TERM), Contains("SLOW_START"));
  EXPECT_THAT(codes(v1::CONTRACT_FORM_CONSULTANCY), Contains("NO_LINE_AUTHORITY"));
  for (const v1::FormComparison& form : response.forms()) {
    for (const v1::FormReason& reason : form.deciding_points()) {
      EXPECT_FALSE(reason.text().nl().empty() || reason.text().en().empty()) << reason.code();
    }
  }
}

// Default forms of the practice reference, section 2: leading roles a bureau or management bv,
// specialists self-employed or a bureau, ordinary line work secondment or a fixed term.
TEST(FormsTest, Best_FollowsTheClassOfTheRole) {
  FormQuestion question = Question();
  auto best = [&] {
    const v1::CompareFormsResponse response = Compared(question);
    return std::vector<v1::ContractForm>{response.forms(0).form(), response.forms(1).form()};
  };
  EXPECT_THAT(best(), ::testing::UnorderedElementsAre(v1::CONTRACT_FORM_BUREAU,
                                                      v1::CONTRACT_FORM_MANAGEMENT_BV));
  question.role_code = "COMP";
  EXPECT_THAT(best(),
              ::testing::UnorderedElementsAre(v1::CONTRACT_FORM_ZZP, v1::CONTRACT_FORM_BUREAU));
  question.facts.set_direction_by_client(v1::ANSWER_YES);
  EXPECT_THAT(best(), ::testing::UnorderedElementsAre(v1::CONTRACT_FORM_SECONDMENT,
                                                      v1::CONTRACT_FORM_FIXED_TERM));
}

// An embedded post with no end and no risk of its own: the rule closes it and says which one.
TEST(FormsTest, ClosedForm_ComesLast_AndNamesTheRule) {
  FormQuestion question = Question();
  const int scores[] = {-1, -1, -2, -1, 0, 1, 2, 0, 1};
  for (int i = 0; i < 9; ++i) {
    v1::WorkingRelationAnswer& answer = *question.facts.add_working_relation_answers();
    answer.set_question_code(absl::StrCat("Q", i + 1));
    answer.set_viewpoint(i + 1);
    answer.set_score(scores[i]);
  }
  const v1::CompareFormsResponse response = Compared(question);
  const v1::FormComparison& zzp = Of(response, v1::CONTRACT_FORM_ZZP);
  EXPECT_TRUE(zzp.is_closed());
  bool named = false;
  for (const v1::FormReason& reason : zzp.reasons()) {
    if (!absl::StartsWith(reason.code(), "RULE_BLOCKS:")) continue;
    named = true;
    EXPECT_THAT(reason.rule_version(), HasSubstr("R05@"));
    EXPECT_THAT(reason.text().nl(), HasSubstr("Gesloten door regel R05"));
    EXPECT_FALSE(reason.sources().empty());
  }
  EXPECT_TRUE(named);
  EXPECT_FALSE(Of(response, v1::CONTRACT_FORM_FIXED_TERM).is_closed());
  bool seen_closed = false;
  for (const v1::FormComparison& form : response.forms()) {
    EXPECT_FALSE(seen_closed && !form.is_closed()) << "an open form after a closed one";
    seen_closed = seen_closed || form.is_closed();
  }
}

}  // namespace
}  // namespace interim::contracting
