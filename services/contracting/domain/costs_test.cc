// covers: S26, S15, S220, S221, S222, S223
#include "services/contracting/domain/costs.h"

#include <cstdint>
#include <string>
#include <vector>

#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/domain_test_data.h"
#include "services/contracting/domain/rates.h"

namespace interim::contracting {
namespace {

using ::interim::testing::HasField;
using ::interim::testing::HasReason;
using ::interim::testing::IsOk;

google::type::Money Euro(std::int64_t cents) { return ToProto(Money::Eur(cents)); }

// 1,200 a day, 18 days; salary 120,000, on-cost 65%; fee 25%; 50 h x 75; vacancy 12,500 x 4.5
// months.
v1::CompareCostsRequest PublishedCase() {
  v1::CompareCostsRequest request;
  request.set_parent("organizations/acme");
  v1::InterimOffer& interim = *request.mutable_interim();
  *interim.mutable_rate()->mutable_amount() = Euro(120000);
  interim.mutable_rate()->set_unit(v1::RATE_UNIT_DAY);
  interim.mutable_days_per_month()->set_value("18");
  interim.mutable_vat_deductible_percent()->set_value("100");
  v1::PermanentOffer& permanent = *request.mutable_permanent();
  *permanent.mutable_yearly_salary() = Euro(12000000);
  permanent.mutable_on_cost_percent()->set_value("65");
  permanent.mutable_recruitment_fee_percent()->set_value("25");
  permanent.mutable_selection_hours()->set_value("50");
  *permanent.mutable_selection_hour_cost() = Euro(7500);
  *permanent.mutable_vacancy_cost_per_month() = Euro(1250000);
  permanent.mutable_vacancy_months()->set_value("4.5");
  request.mutable_months()->set_value("11");
  *request.mutable_reference_date() = ToProto(Day(2026, 1, 26));
  return request;
}

std::int64_t Cents(const google::type::Money& money) { return MoneyFromProto(money, "")->cents(); }

std::int64_t SumOf(const google::protobuf::RepeatedPtrField<v1::CostLine>& lines) {
  std::int64_t sum = 0;
  for (const v1::CostLine& line : lines) sum += Cents(line.amount());
  return sum;
}

// m = 16,500; interim 21,600 a month; break-even 17.65 months with vacancy cost, 6.62 without.
TEST(CostsTest, PublishedBreakEven) {
  absl::StatusOr<v1::CostComparison> result =
      CompareCosts(TestLaw(), TestCatalogs(), PublishedCase());
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(Cents(result->permanent_per_month()), 1650000);
  EXPECT_EQ(Cents(result->interim_per_month()), 2160000);
  EXPECT_EQ(Cents(result->interim_total()), 23760000);  // 21,600 x 11
  ASSERT_EQ(result->break_evens_size(), 4);
  for (const v1::BreakEven& row : result->break_evens()) {
    EXPECT_EQ(row.months().value(), row.with_vacancy_cost() ? "17.65" : "6.62");
  }
  // 30,000 + 3,750 + 56,250 + 16,500 x 11 = 271,500.
  EXPECT_EQ(Cents(result->permanent_total()), 27150000);
  EXPECT_EQ(Cents(result->difference()), -3390000);
}

TEST(CostsTest, Lines_AddUpToTheirTotal_AndSayWhereTheyComeFrom) {
  v1::CompareCostsRequest request = PublishedCase();
  request.mutable_interim()->mutable_vat_deductible_percent()->set_value("37");
  *request.mutable_interim()->mutable_expenses() = Euro(123457);
  request.mutable_interim()->mutable_markup_percent_on_top()->set_value("13.7");
  request.mutable_permanent()->mutable_failure_percent()->set_value("7");
  v1::CostComparison result = *CompareCosts(TestLaw(), TestCatalogs(), request);
  EXPECT_EQ(SumOf(result.interim_lines()), Cents(result.interim_total()));
  EXPECT_EQ(SumOf(result.permanent_lines()), Cents(result.permanent_total()));
  for (const v1::CostLine& line : result.interim_lines()) {
    EXPECT_FALSE(line.title().nl().empty()) << line.code();
    EXPECT_FALSE(line.formula().empty()) << line.code();
    EXPECT_FALSE(line.origin().empty()) << line.code();
  }
}

// 150 a day of 8 hours is the same price per hour; a month of 18 days.
TEST(CostsTest, DayHourAndMonth_GiveTheSameTotal) {
  v1::CompareCostsRequest day = PublishedCase();
  v1::CompareCostsRequest hour = PublishedCase();
  *hour.mutable_interim()->mutable_rate()->mutable_amount() = Euro(15000);
  hour.mutable_interim()->mutable_rate()->set_unit(v1::RATE_UNIT_HOUR);
  v1::CompareCostsRequest month = PublishedCase();
  *month.mutable_interim()->mutable_rate()->mutable_amount() = Euro(2160000);
  month.mutable_interim()->mutable_rate()->set_unit(v1::RATE_UNIT_MONTH);
  std::int64_t total = Cents(CompareCosts(TestLaw(), TestCatalogs(), day)->interim_total());
  EXPECT_EQ(Cents(CompareCosts(TestLaw(), TestCatalogs(), hour)->interim_total()), total);
  EXPECT_EQ(Cents(CompareCosts(TestLaw(), TestCatalogs(), month)->interim_total()), total);
  v1::CostComparison converted = *CompareCosts(TestLaw(), TestCatalogs(), hour);
  EXPECT_EQ(Cents(converted.rate_conversions().per_day()), 120000);
  EXPECT_EQ(Cents(converted.rate_conversions().per_month()), 2160000);
}

TEST(CostsTest, FixedPrice_DoesNotGrowWithTheMonths) {
  v1::CompareCostsRequest request = PublishedCase();
  request.mutable_interim()->mutable_rate()->set_unit(v1::RATE_UNIT_FIXED);
  *request.mutable_interim()->mutable_rate()->mutable_amount() = Euro(9000000);
  *request.mutable_interim()->mutable_rate()->mutable_success_fee() = Euro(1000000);
  v1::CostComparison result = *CompareCosts(TestLaw(), TestCatalogs(), request);
  EXPECT_EQ(Cents(result.interim_total()), 10000000);
  EXPECT_EQ(Cents(result.interim_per_month()), 909091);  // 100,000 / 11
  EXPECT_FALSE(result.break_evens(0).has_months());
}

// 21% of 237,600 that cannot be deducted: 49,896.
TEST(CostsTest, VatThatCannotBeDeducted_IsACost) {
  v1::CompareCostsRequest request = PublishedCase();
  request.mutable_interim()->mutable_vat_deductible_percent()->set_value("0");
  v1::CostComparison result = *CompareCosts(TestLaw(), TestCatalogs(), request);
  EXPECT_EQ(Cents(result.interim_total()), 23760000 + 4989600);
}

// Margin 25% of 140: the manager gets 105; mark-up 33.3%.
TEST(CostsTest, MarginAndMarkup_AreKeptApart) {
  v1::CompareCostsRequest request = PublishedCase();
  *request.mutable_interim()->mutable_rate()->mutable_amount() = Euro(14000);
  request.mutable_interim()->mutable_rate()->mutable_margin_percent()->set_value("25");
  v1::CostComparison result = *CompareCosts(TestLaw(), TestCatalogs(), request);
  EXPECT_EQ(Cents(result.margin().manager_price()), 10500);
  EXPECT_EQ(result.margin().margin_percent().value(), "25");
  EXPECT_EQ(result.margin().markup_percent().value(), "33.3");
}

// 2026, 8,000 a month, permanent, large: 128,503.68 a year = 10,708.64 a month.
TEST(CostsTest, MonthlyWage_UsesTheDutchPremiumsOfTheYear) {
  v1::CompareCostsRequest request = PublishedCase();
  v1::PermanentOffer& permanent = *request.mutable_permanent();
  permanent.clear_yearly_salary();
  permanent.clear_on_cost_percent();
  *permanent.mutable_monthly_wage() = Euro(800000);
  v1::CostComparison result = *CompareCosts(TestLaw(), TestCatalogs(), request);
  EXPECT_EQ(Cents(result.permanent_per_month()), 1070864);
  // The fee is a share of the gross year, 103,680, not of the employer cost: 25,920.
  bool has_fee = false;
  for (const v1::CostLine& line : result.permanent_lines()) {
    if (line.code() != "cost.recruitment") continue;
    has_fee = true;
    EXPECT_EQ(Cents(line.amount()), 2592000);
  }
  EXPECT_TRUE(has_fee);
}

TEST(CostsTest, MonthlyWage_YearWithoutFigures_IsNotGuessed) {
  v1::CompareCostsRequest request = PublishedCase();
  request.mutable_permanent()->clear_yearly_salary();
  request.mutable_permanent()->clear_on_cost_percent();
  *request.mutable_permanent()->mutable_monthly_wage() = Euro(800000);
  *request.mutable_reference_date() = ToProto(Day(2027, 1, 1));
  absl::StatusOr<v1::CostComparison> result = CompareCosts(TestLaw(), TestCatalogs(), request);
  if (result.ok()) {
    bool told = false;
    for (const type::Finding& finding : result->findings()) {
      told = told || finding.outcome() == type::RULE_OUTCOME_INDETERMINATE;
    }
    EXPECT_TRUE(told);
  } else {
    EXPECT_THAT(result, HasReason("CALCULATION_IMPOSSIBLE"));
  }
}

TEST(CostsTest, BadRequests_NameEveryField) {
  v1::CompareCostsRequest request = PublishedCase();
  request.mutable_interim()->clear_days_per_month();
  request.mutable_months()->set_value("0");
  request.mutable_permanent()->clear_on_cost_percent();
  absl::Status status = CompareCosts(TestLaw(), TestCatalogs(), request).status();
  EXPECT_THAT(status, HasField("interim.days_per_month"));
  EXPECT_THAT(status, HasField("months"));
  EXPECT_THAT(status, HasField("permanent.on_cost_percent"));
  request = PublishedCase();
  request.mutable_months()->set_value("60");
  EXPECT_THAT(CompareCosts(TestLaw(), TestCatalogs(), request), IsOk());
  request.mutable_months()->set_value("60.01");
  EXPECT_THAT(CompareCosts(TestLaw(), TestCatalogs(), request), HasField("months"));
}

// ---- published cases ----

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Found(const Message& actual, const Message& expected, const std::string& path);

// The row of a list that belongs to an expected one: the same code, else the same place.
const Message* RowFor(const Message& actual, const FieldDescriptor& field, const Message& row,
                      int index) {
  const auto* code = row.GetDescriptor()->FindFieldByName("code");
  const auto& rows = *actual.GetReflection();
  for (int i = 0; i < rows.FieldSize(actual, &field); ++i) {
    const Message& candidate = rows.GetRepeatedMessage(actual, &field, i);
    if (code == nullptr ? i == index
                        : candidate.GetReflection()->GetString(candidate, code) ==
                              row.GetReflection()->GetString(row, code)) {
      return &candidate;
    }
  }
  return nullptr;
}

std::string FoundField(const Message& actual, const Message& expected, const FieldDescriptor& field,
                       const std::string& path) {
  const auto& want = *expected.GetReflection();
  const auto& have = *actual.GetReflection();
  std::string problems;
  if (field.is_repeated()) {
    for (int i = 0; i < want.FieldSize(expected, &field); ++i) {
      const Message& row = want.GetRepeatedMessage(expected, &field, i);
      const Message* found = RowFor(actual, field, row, i);
      problems += found == nullptr ? path + " is missing\n" : Found(*found, row, path);
    }
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    problems += Found(have.GetMessage(actual, &field), want.GetMessage(expected, &field), path);
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    // A rule id ending in "@" stands for any version of it.
    std::string wanted = want.GetString(expected, &field);
    std::string got = have.GetString(actual, &field);
    bool same = wanted.back() == '@' ? got.rfind(wanted, 0) == 0 : got == wanted;
    if (!same) problems += path + ": " + got + " instead of " + wanted + "\n";
  } else {
    std::string got = actual.ShortDebugString();
    bool same = field.cpp_type() == FieldDescriptor::CPPTYPE_INT64
                    ? have.GetInt64(actual, &field) == want.GetInt64(expected, &field)
                : field.cpp_type() == FieldDescriptor::CPPTYPE_INT32
                    ? have.GetInt32(actual, &field) == want.GetInt32(expected, &field)
                    : have.GetBool(actual, &field) == want.GetBool(expected, &field);
    if (!same) problems += path + ": " + got + " instead of " + expected.ShortDebugString() + "\n";
  }
  return problems;
}

// What of `expected` is not in `actual`; empty when all is.
std::string Found(const Message& actual, const Message& expected, const std::string& path) {
  std::vector<const FieldDescriptor*> fields;
  expected.GetReflection()->ListFields(expected, &fields);
  std::string problems;
  for (const FieldDescriptor* field : fields) {
    problems += FoundField(actual, expected, *field, path + "." + field->name());
  }
  return problems;
}

std::vector<CostCase> PublishedCases() {
  const auto cases = MustLoad<CostCases>(DataFolder() + "/cases/costs.textproto");
  return {cases.cost_case().begin(), cases.cost_case().end()};
}

class CostCaseTest : public ::testing::TestWithParam<CostCase> {};
TEST_P(CostCaseTest, Expected) {
  const auto result = CompareCosts(TestLaw(), TestCatalogs(), GetParam().request());
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(Found(*result, GetParam().expected(), GetParam().code()), "")
      << GetParam().arithmetic();
  EXPECT_FALSE(GetParam().source().empty());
}
INSTANTIATE_TEST_SUITE_P(Published, CostCaseTest, ::testing::ValuesIn(PublishedCases()),
                         [](const auto& row) { return row.param.code(); });

// ---- properties ----

// A row of numbers that looks arbitrary and is the same each time.
class Chance {
 public:
  int Below(int limit) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(limit));
  }

 private:
  std::uint64_t state_ = 42;
};

v1::CompareCostsRequest SomeRequest(Chance& chance) {
  v1::CompareCostsRequest request = PublishedCase();
  v1::InterimOffer& interim = *request.mutable_interim();
  const v1::RateUnit units[] = {v1::RATE_UNIT_HOUR, v1::RATE_UNIT_DAY, v1::RATE_UNIT_MONTH,
                                v1::RATE_UNIT_RETAINER, v1::RATE_UNIT_FIXED};
  interim.mutable_rate()->set_unit(units[chance.Below(5)]);
  *interim.mutable_rate()->mutable_amount() = Euro(1 + chance.Below(3000000));
  interim.mutable_vat_deductible_percent()->set_value(std::to_string(chance.Below(101)));
  if (chance.Below(2) == 0) *interim.mutable_expenses() = Euro(chance.Below(1000000));
  if (chance.Below(2) == 0) {
    interim.mutable_markup_percent_on_top()->set_value(std::to_string(chance.Below(40)) + ".7");
  }
  if (chance.Below(2) == 0) {
    *interim.mutable_rate()->mutable_success_fee() = Euro(chance.Below(5000000));
  }
  v1::PermanentOffer& permanent = *request.mutable_permanent();
  *permanent.mutable_yearly_salary() = Euro(1 + chance.Below(30000000));
  if (chance.Below(2) == 0) *permanent.mutable_yearly_extras() = Euro(chance.Below(4000000));
  if (chance.Below(2) == 0) permanent.clear_vacancy_cost_per_month();
  if (chance.Below(2) == 0) permanent.mutable_failure_percent()->set_value("12.5");
  request.mutable_months()->set_value(std::to_string(1 + chance.Below(59)));
  return request;
}

TEST(CostsPropertyTest, AllConstructions_AddUpToTheCent_AndSayWhereTheyComeFrom) {
  Chance chance;
  for (int i = 0; i < 300; ++i) {
    const v1::CompareCostsRequest request = SomeRequest(chance);
    const auto result = CompareCosts(TestLaw(), TestCatalogs(), request);
    ASSERT_THAT(result, IsOk()) << request.ShortDebugString();
    EXPECT_EQ(SumOf(result->interim_lines()), Cents(result->interim_total()));
    EXPECT_EQ(SumOf(result->permanent_lines()), Cents(result->permanent_total()));
    EXPECT_EQ(Cents(result->difference()),
              Cents(result->interim_total()) - Cents(result->permanent_total()));
    for (const auto* lines : {&result->interim_lines(), &result->permanent_lines()}) {
      for (const v1::CostLine& line : *lines) {
        EXPECT_FALSE(line.formula().empty() || line.origin().empty()) << line.code();
      }
    }
  }
}

// Counting the vacancy never makes the permanent hire look cheaper.
TEST(CostsPropertyTest, VacancyCost_NeverShortensTheBreakEven) {
  Chance chance;
  for (int i = 0; i < 200; ++i) {
    const auto result = CompareCosts(TestLaw(), TestCatalogs(), SomeRequest(chance));
    ASSERT_THAT(result, IsOk());
    for (const v1::BreakEven& with : result->break_evens()) {
      for (const v1::BreakEven& without : result->break_evens()) {
        if (!with.with_vacancy_cost() || without.with_vacancy_cost() ||
            with.with_exit_cost() != without.with_exit_cost() || !with.has_months()) {
          continue;
        }
        EXPECT_GE(*DecimalFromProto(with.months(), ""), *DecimalFromProto(without.months(), ""));
      }
    }
  }
}

// 300,000 of benefit over 237,600 of cost: 62,400, a return of 26.26%.
TEST(CostsTest, Benefit_GivesNetBenefitAndReturn_AndIsNeverEstimated) {
  v1::CompareCostsRequest request = PublishedCase();
  EXPECT_FALSE(CompareCosts(TestLaw(), TestCatalogs(), request)->has_net_benefit());
  *request.mutable_attributable_benefit() = Euro(30000000);
  const v1::CostComparison result = *CompareCosts(TestLaw(), TestCatalogs(), request);
  EXPECT_EQ(Cents(result.net_benefit()), 6240000);
  EXPECT_EQ(result.return_percent().value(), "26.26");
}

TEST(CostsTest, MonthlyWage_LineNamesTheRuleOfItsPremiums) {
  v1::CompareCostsRequest request = PublishedCase();
  request.mutable_permanent()->clear_yearly_salary();
  request.mutable_permanent()->clear_on_cost_percent();
  *request.mutable_permanent()->mutable_monthly_wage() = Euro(800000);
  const v1::CostComparison result = *CompareCosts(TestLaw(), TestCatalogs(), request);
  for (const v1::CostLine& line : result.permanent_lines()) {
    if (line.code() != "cost.salary") continue;
    EXPECT_EQ(line.origin().substr(0, 4), "R15@");
  }
}

// 11 months from 1 January to 30 November at 21,600: 237,600; one more day: a thirtieth of a month.
TEST(RatesTest, MonthlyFee_CountsElapsedMonthsAndDays) {
  v1::Rate rate;
  *rate.mutable_amount() = Euro(2160000);
  rate.set_unit(v1::RATE_UNIT_MONTH);
  auto fee = [&](Date end) {
    return PlannedFee(TestCatalogs(), rate, *DatePeriod::Make(Day(2026, 1, 1), end), Ratio(0))
        ->cents();
  };
  EXPECT_EQ(fee(Day(2026, 11, 30)), 23760000);
  EXPECT_EQ(fee(Day(2026, 12, 1)), 23760000 + 72000);
}

}  // namespace
}  // namespace interim::contracting
