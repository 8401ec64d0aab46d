#include "common/core/date.h"

#include <gtest/gtest.h>

#include "common/core/day_text.h"
#include "common/core/error.h"

namespace interim {
namespace {

Date D(const char* text) {
  const auto date = Date::Parse(text);
  EXPECT_TRUE(date.ok()) << text;
  return date.value_or(Date());
}

DatePeriod P(const char* start, const char* end) { return *DatePeriod::Make(D(start), D(end)); }

TEST(DayTextTest, InWords_PerLanguage) {
  EXPECT_EQ(DayText(D("2026-03-01"), "nl"), "1 maart 2026");
  EXPECT_EQ(DayText(D("2026-12-31"), "en"), "31 December 2026");
  EXPECT_EQ(DayText(D("2026-01-09"), "de"), "9 January 2026");
}

TEST(DateTest, Parse_ExistingDay_KeepsParts) {
  const Date date = D("2028-02-29");
  EXPECT_EQ(date.year(), 2028);
  EXPECT_EQ(date.month(), 2);
  EXPECT_EQ(date.day(), 29);
  EXPECT_TRUE(date.IsLeapYear());
  EXPECT_EQ(date.ToString(), "2028-02-29");
}

TEST(DateTest, Parse_WrongShapeOrDay_IsRefused) {
  for (const char* text : {"", "2026-1-01", "2026-01-1", "26-01-01", "2026/01/01", "2026-02-29",
                           "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32", "0000-01-01",
                           " 2026-01-01", "2026-01-01T00", "+026-01-01"}) {
    const auto date = Date::Parse(text);
    EXPECT_EQ(date.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(ReasonOf(date.status()), "DATE_INVALID") << text;
  }
}

TEST(DateTest, FromYmd_OutOfRangeParts_AreRefusedBeforeTheyWrap) {
  EXPECT_FALSE(Date::FromYmd(2026, 257, 1).ok());
  EXPECT_FALSE(Date::FromYmd(2026, 1, 257).ok());
  EXPECT_FALSE(Date::FromYmd(2026, -1, 1).ok());
  EXPECT_FALSE(Date::FromYmd(10000, 1, 1).ok());
}

TEST(DateTest, LeapYears_FollowTheGregorianRule) {
  EXPECT_TRUE(IsLeapYear(2024));
  EXPECT_FALSE(IsLeapYear(2026));
  EXPECT_TRUE(IsLeapYear(2000));
  EXPECT_FALSE(IsLeapYear(2100));
}

TEST(DateTest, AddMonths_DayExists_IsExact) {
  const auto result = D("2026-01-15").AddMonths(36);
  EXPECT_EQ(result.date, D("2029-01-15"));
  EXPECT_FALSE(result.clamped);
}

TEST(DateTest, AddMonths_DayMissing_ClampsToLastDayAndSaysSo) {
  // 31 August + 6 months: never 3 March.
  EXPECT_EQ(D("2026-08-31").AddMonths(6).date, D("2027-02-28"));
  EXPECT_TRUE(D("2026-08-31").AddMonths(6).clamped);
  EXPECT_EQ(D("2027-08-31").AddMonths(6).date, D("2028-02-29"));
  EXPECT_TRUE(D("2027-08-31").AddMonths(6).clamped);
  EXPECT_EQ(D("2026-08-29").AddMonths(6).date, D("2027-02-28"));
  EXPECT_TRUE(D("2026-08-29").AddMonths(6).clamped);
  EXPECT_EQ(D("2026-08-28").AddMonths(6).date, D("2027-02-28"));
  EXPECT_FALSE(D("2026-08-28").AddMonths(6).clamped);
}

TEST(DateTest, AddMonths_Negative_GoesBackOverTheYear) {
  EXPECT_EQ(D("2026-03-31").AddMonths(-1).date, D("2026-02-28"));
  EXPECT_EQ(D("2026-01-15").AddMonths(-1).date, D("2025-12-15"));
  EXPECT_EQ(D("2026-01-15").AddMonths(-13).date, D("2024-12-15"));
  EXPECT_EQ(D("2026-01-15").AddMonths(0).date, D("2026-01-15"));
}

TEST(DateTest, Arithmetic_BeyondTheRange_StopsAtTheLimit) {
  EXPECT_EQ(Date::Max().AddDays(1), Date::Max());
  EXPECT_EQ(Date::Min().AddDays(-1), Date::Min());
  EXPECT_EQ(Date::Max().AddDays(INT64_MAX), Date::Max());
  EXPECT_EQ(Date::Min().AddDays(INT64_MIN), Date::Min());
  EXPECT_EQ(Date::Max().AddMonths(1).date, Date::Max());
  EXPECT_TRUE(Date::Max().AddMonths(1).clamped);
  EXPECT_EQ(Date::Min().AddMonths(INT32_MIN).date, Date::Min());
}

TEST(DateTest, AddDaysAndDaysUntil_AreInverse) {
  EXPECT_EQ(D("2026-12-31").AddDays(1), D("2027-01-01"));
  EXPECT_EQ(D("2028-02-28").AddDays(1), D("2028-02-29"));
  EXPECT_EQ(D("2026-01-01").DaysUntil(D("2026-01-01")), 0);
  EXPECT_EQ(D("2026-01-01").DaysUntil(D("2027-01-01")), 365);
  EXPECT_EQ(D("2027-01-01").DaysUntil(D("2026-12-31")), -1);
}

TEST(DateTest, Weekday_KnownDays) {
  EXPECT_EQ(D("2026-11-24").weekday(), Weekday::kTuesday);
  EXPECT_EQ(D("2026-11-29").weekday(), Weekday::kSunday);
  EXPECT_EQ(D("1970-01-01").weekday(), Weekday::kThursday);
}

TEST(DateTest, MonthEdges) {
  EXPECT_EQ(D("2028-02-10").LastDayOfMonth(), D("2028-02-29"));
  EXPECT_EQ(D("2026-12-31").LastDayOfMonth(), D("2026-12-31"));
  EXPECT_EQ(D("2026-12-31").FirstDayOfMonth(), D("2026-12-01"));
}

TEST(DatePeriodTest, Make_EndBeforeStart_IsRefused) {
  const auto period = DatePeriod::Make(D("2026-01-02"), D("2026-01-01"));
  EXPECT_EQ(ReasonOf(period.status()), "PERIOD_INVALID");
  EXPECT_TRUE(DatePeriod::Make(D("2026-01-01"), D("2026-01-01")).ok());
}

TEST(DatePeriodTest, Days_CountBothEnds) {
  EXPECT_EQ(P("2026-01-01", "2026-01-01").days(), 1);
  EXPECT_EQ(P("2026-01-01", "2026-12-31").days(), 365);
}

TEST(DatePeriodTest, ContainsAndOverlaps_AtTheEdges) {
  const DatePeriod period = P("2026-03-10", "2026-03-20");
  EXPECT_FALSE(period.Contains(D("2026-03-09")));
  EXPECT_TRUE(period.Contains(D("2026-03-10")));
  EXPECT_TRUE(period.Contains(D("2026-03-20")));
  EXPECT_FALSE(period.Contains(D("2026-03-21")));
  EXPECT_TRUE(period.Overlaps(P("2026-03-20", "2026-03-25")));
  EXPECT_FALSE(period.Overlaps(P("2026-03-21", "2026-03-25")));
  EXPECT_TRUE(period.Overlaps(P("2026-03-01", "2026-03-10")));
  EXPECT_FALSE(period.Overlaps(P("2026-03-01", "2026-03-09")));
  EXPECT_TRUE(period.Contains(P("2026-03-10", "2026-03-20")));
  EXPECT_FALSE(period.Contains(P("2026-03-10", "2026-03-21")));
  EXPECT_EQ(period.Intersect(P("2026-03-15", "2026-04-01")), P("2026-03-15", "2026-03-20"));
  EXPECT_EQ(period.Intersect(P("2026-03-21", "2026-04-01")), std::nullopt);
}

TEST(DatePeriodTest, ElapsedMonths_VersusMonthsTouched) {
  EXPECT_EQ(P("2026-01-01", "2026-01-31").ElapsedMonths(), (MonthsAndDays{1, 0}));
  EXPECT_EQ(P("2026-01-01", "2026-01-30").ElapsedMonths(), (MonthsAndDays{0, 30}));
  EXPECT_EQ(P("2026-01-01", "2026-02-01").ElapsedMonths(), (MonthsAndDays{1, 1}));
  EXPECT_EQ(P("2023-01-01", "2025-12-31").ElapsedMonths(), (MonthsAndDays{36, 0}));
  // 31 January + 1 month is 28 February, so the month is full on 27 February.
  EXPECT_EQ(P("2026-01-31", "2026-02-27").ElapsedMonths(), (MonthsAndDays{1, 0}));
  EXPECT_EQ(P("2026-01-31", "2026-02-26").ElapsedMonths(), (MonthsAndDays{0, 27}));
  EXPECT_EQ(P("2026-01-31", "2026-02-01").CalendarMonthsTouched(), 2);
  EXPECT_EQ(P("2026-01-01", "2026-12-31").CalendarMonthsTouched(), 12);
  EXPECT_EQ(DatePeriod::Make(Date::Min(), Date::Max())->ElapsedMonths().months, 9999 * 12);
}

TEST(DatePeriodTest, CalendarMonths_ListsEveryMonthOverTheYear) {
  const auto months = P("2026-11-30", "2027-01-01").CalendarMonths();
  ASSERT_EQ(months.size(), 3u);
  EXPECT_EQ(months[0], (CalendarMonth{2026, 11}));
  EXPECT_EQ(months[1], (CalendarMonth{2026, 12}));
  EXPECT_EQ(months[2], (CalendarMonth{2027, 1}));
}

TEST(DatePeriodTest, SplitByYear_CutsAtNewYear) {
  const auto parts = P("2025-06-30", "2027-01-01").SplitByYear();
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0], P("2025-06-30", "2025-12-31"));
  EXPECT_EQ(parts[1], P("2026-01-01", "2026-12-31"));
  EXPECT_EQ(parts[2], P("2027-01-01", "2027-01-01"));
}

}  // namespace
}  // namespace interim
