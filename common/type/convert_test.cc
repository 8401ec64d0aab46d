#include "common/type/convert.h"

#include <gtest/gtest.h>

#include <string>

#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"
#include "google/type/money.pb.h"
#include "interim/type/date_period.pb.h"
#include "interim/type/localized_text.pb.h"

namespace interim {
namespace {

google::type::Date MakeDate(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

google::type::Money MakeMoney(const char* currency, int64_t units, int32_t nanos) {
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

// The one bad field of a failed conversion, as "path REASON".
template <typename T>
std::string BadField(const absl::StatusOr<T>& result) {
  const auto spec = FindError(result.status());
  if (!spec.has_value() || spec->fields.size() != 1) return "(not one field)";
  return spec->fields[0].field + " " + spec->fields[0].reason;
}

TEST(DateConversionTest, FullDate_RoundTrips) {
  const auto date = DateFromProto(MakeDate(2028, 2, 29), "start_date");
  ASSERT_TRUE(date.ok());
  EXPECT_EQ(date->ToString(), "2028-02-29");
  EXPECT_EQ(ToProto(*date).SerializeAsString(), MakeDate(2028, 2, 29).SerializeAsString());
}

TEST(DateConversionTest, AbsentOrPartialOrUnreal_NamesThePath) {
  EXPECT_EQ(BadField(DateFromProto(MakeDate(0, 0, 0), "a.b")), "a.b REQUIRED");
  EXPECT_EQ(BadField(DateFromProto(MakeDate(2026, 2, 0), "a.b")), "a.b DATE_INVALID");
  EXPECT_EQ(BadField(DateFromProto(MakeDate(0, 2, 1), "a.b")), "a.b DATE_INVALID");
  EXPECT_EQ(BadField(DateFromProto(MakeDate(2026, 2, 29), "a.b")), "a.b DATE_INVALID");
}

TEST(PeriodConversionTest, AllBadPartsAreReportedAtOnce) {
  type::DatePeriod period;
  *period.mutable_end_date() = MakeDate(2026, 13, 1);
  FieldErrors errors;
  EXPECT_FALSE(ReadDatePeriod(period, "brief.period", errors).has_value());
  ASSERT_EQ(errors.fields().size(), 2u);
  EXPECT_EQ(errors.fields()[0].field, "brief.period.start_date");
  EXPECT_EQ(errors.fields()[0].reason, "REQUIRED");
  EXPECT_EQ(errors.fields()[1].field, "brief.period.end_date");
  EXPECT_EQ(errors.fields()[1].reason, "DATE_INVALID");
}

TEST(PeriodConversionTest, EndBeforeStart_IsTheEndDatesFault) {
  type::DatePeriod period;
  *period.mutable_start_date() = MakeDate(2026, 1, 2);
  *period.mutable_end_date() = MakeDate(2026, 1, 1);
  EXPECT_EQ(BadField(DatePeriodFromProto(period, "p")), "p.end_date PERIOD_INVALID");
  *period.mutable_end_date() = MakeDate(2026, 1, 2);
  const auto one_day = DatePeriodFromProto(period, "p");
  ASSERT_TRUE(one_day.ok());
  EXPECT_EQ(ToProto(*one_day).SerializeAsString(), period.SerializeAsString());
}

TEST(MoneyConversionTest, WholeCents_RoundTrip) {
  for (const auto& message : {MakeMoney("EUR", 12, 340000000), MakeMoney("EUR", -12, -340000000),
                              MakeMoney("USD", 0, -10000000), MakeMoney("EUR", 0, 0)}) {
    const auto money = MoneyFromProto(message, "rate");
    ASSERT_TRUE(money.ok()) << message.ShortDebugString();
    EXPECT_EQ(ToProto(*money).SerializeAsString(), message.SerializeAsString());
  }
  EXPECT_EQ(MoneyFromProto(MakeMoney("EUR", 12, 340000000), "rate")->cents(), 1234);
}

TEST(MoneyConversionTest, BadAmounts_NameThePart) {
  EXPECT_EQ(BadField(MoneyFromProto(MakeMoney("", 1, 0), "rate")), "rate.currency_code REQUIRED");
  EXPECT_EQ(BadField(MoneyFromProto(MakeMoney("JPY", 1, 0), "rate")),
            "rate.currency_code CURRENCY_INVALID");
  EXPECT_EQ(BadField(MoneyFromProto(MakeMoney("EUR", 1, 5000000), "rate")),
            "rate.nanos AMOUNT_INVALID");
  EXPECT_EQ(BadField(MoneyFromProto(MakeMoney("EUR", 1, -10000000), "rate")),
            "rate.nanos AMOUNT_INVALID");
  EXPECT_EQ(BadField(MoneyFromProto(MakeMoney("EUR", 1, 1000000000), "rate")),
            "rate.nanos AMOUNT_INVALID");
  EXPECT_EQ(BadField(MoneyFromProto(MakeMoney("EUR", INT64_MAX, 0), "rate")),
            "rate.units OUT_OF_RANGE");
}

TEST(DecimalConversionTest, ValueAndErrors) {
  google::type::Decimal message;
  EXPECT_EQ(BadField(DecimalFromProto(message, "share")), "share REQUIRED");
  message.set_value("1,5");
  EXPECT_EQ(BadField(DecimalFromProto(message, "share")), "share DECIMAL_INVALID");
  message.set_value("1e99");
  EXPECT_EQ(BadField(DecimalFromProto(message, "share")), "share OUT_OF_RANGE");
  message.set_value("0.50");
  EXPECT_EQ(ToProto(*DecimalFromProto(message, "share")).value(), "0.5");
}

TEST(ParamsConversionTest, KeepsOrder) {
  const TextParams params = {{"z", "1"}, {"a", "2"}};
  google::protobuf::RepeatedPtrField<type::TextParam> messages;
  AppendParams(params, &messages);
  EXPECT_EQ(ParamsFromProto(messages), params);
}

}  // namespace
}  // namespace interim
