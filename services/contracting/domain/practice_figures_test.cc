// covers: S15, S31, S33, S220, S231, X1, X2, X11
// The figures of the practice reference, one by one, against the data that uses them.
#include <map>
#include <string>

#include "common/rules/rule_tables.h"
#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/clauses.h"
#include "services/contracting/domain/test_contracts.h"

namespace interim::contracting {
namespace {

using ::testing::HasSubstr;

const PracticeFigures& Figures() {
  static const auto* figures = new PracticeFigures(
      MustLoad<PracticeFigures>(DataFolder() + "/cases/practice_figures.textproto"));
  return *figures;
}

std::string HouseFigure(const std::string& name) {
  const HouseFigures& house = TestCatalogs().figures();
  const auto* field = house.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return "no such field";
  const auto& reflection = *house.GetReflection();
  return field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING
             ? reflection.GetString(house, field)
             : std::to_string(reflection.GetInt32(house, field));
}

std::string ClauseIn(const std::string& code) {
  v1::Contract given;
  given.add_clauses()->set_code(code);
  const v1::Contract contract = TestDraft(v1::CONTRACT_FORM_BUREAU, given);
  return TextOf(TestCatalogs(), contract.clauses(0), contract, TestBrief(), "en").text;
}

TEST(PracticeFiguresTest, StandInTheDataThatUsesThem) {
  for (const PracticeFigure& figure : Figures().figure()) {
    SCOPED_TRACE(figure.place());
    if (!figure.clause_code().empty()) {
      EXPECT_THAT(ClauseIn(figure.clause_code()), HasSubstr(figure.expected()));
    } else if (!figure.house_field().empty()) {
      EXPECT_EQ(HouseFigure(figure.house_field()), figure.expected());
    } else {
      const auto row =
          TestLaw().tables().GetRow(figure.rule_id(), figure.key(), *Date::Parse(figure.on()));
      ASSERT_TRUE(row.ok()) << row.status();
      EXPECT_EQ(rules::ToText((*row)->value), figure.expected());
      EXPECT_GT((*row)->definition->source_size(), 0);
    }
  }
}

// Sums of the cap over twelve months, and eight hours of the cap per hour (section 9.6; K9, K10,
// K15).
TEST(PracticeFiguresTest, PayCap_AddsUpOverTwelveMonths) {
  const std::map<int, int> first_year = {{2020, 282600}, {2021, 292200}, {2022, 301800},
                                         {2023, 311400}, {2024, 325200}, {2025, 345600}};
  const std::map<int, int> day = {{2020, 1544}, {2025, 1880}};
  for (const auto& [year, total] : first_year) {
    const Date on = Day(year, 6, 1);
    const rules::RuleTables& tables = TestLaw().tables();
    const std::int64_t high = tables.GetMoney("R11", "interim_months_1_6", on)->cents();
    const std::int64_t low = tables.GetMoney("R11", "interim_months_7_12", on)->cents();
    EXPECT_EQ(6 * high + 6 * low, std::int64_t{total} * 100) << year;
    const auto per_day = day.find(year);
    if (per_day == day.end()) continue;
    const Decimal hour = *tables.GetDecimal("R11", "interim_hour", on);
    EXPECT_EQ(*hour.Mul(Decimal(8)), Decimal(per_day->second)) << year;
  }
}

// No figure of the practice reference is older than the law we know: nothing for 2026 is guessed.
TEST(PracticeFiguresTest, PayCapOfInterims_AfterTheLastKnownYear_IsMissing) {
  for (const char* key : {"interim_months_1_6", "interim_months_7_12", "interim_hour"}) {
    const auto last = TestLaw().tables().GetRow("R11", key, Day(2025, 12, 31));
    EXPECT_TRUE(last.ok()) << key;
    const auto* parameter = TestLaw().tables().FindParameter("R11", key);
    ASSERT_NE(parameter, nullptr);
    const Date end = parameter->rows.back().to.value_or(Date::Max());
    EXPECT_LT(end, Date::Max()) << key << " must end with its year";
    EXPECT_FALSE(TestLaw().tables().GetRow("R11", key, end).ok()) << key;
  }
}

}  // namespace
}  // namespace interim::contracting
