#include "common/core/decimal.h"

#include <gtest/gtest.h>

#include "common/core/error.h"

namespace interim {
namespace {

Decimal N(const char* text) {
  const auto value = Decimal::Parse(text);
  EXPECT_TRUE(value.ok()) << text << ": " << value.status();
  return value.value_or(Decimal());
}

TEST(DecimalTest, Parse_Forms_GiveOneShortestForm) {
  EXPECT_EQ(N("12.340").ToString(), "12.34");
  EXPECT_EQ(N("-0.50").ToString(), "-0.5");
  EXPECT_EQ(N("0.000").ToString(), "0");
  EXPECT_EQ(N("-0").ToString(), "0");
  EXPECT_EQ(N("1.2e-3").ToString(), "0.0012");
  EXPECT_EQ(N("1.2E3").ToString(), "1200");
  EXPECT_EQ(N("+7.").ToString(), "7");
  EXPECT_EQ(N(".5").ToString(), "0.5");
  EXPECT_EQ(N("0.5").ToFixed(2), "0.50");
  EXPECT_EQ(N("0.125").ToFixed(2), "0.125");
}

TEST(DecimalTest, Parse_Nonsense_IsRefused) {
  for (const char* text : {"", "-", ".", "1,5", "1.2.3", "0x10", "1e", "1 ", "nan", "e5", "--1"}) {
    EXPECT_EQ(ReasonOf(Decimal::Parse(text).status()), "DECIMAL_INVALID") << text;
  }
  EXPECT_EQ(ReasonOf(Decimal::Parse("1e39").status()), "DECIMAL_OVERFLOW");
  EXPECT_EQ(ReasonOf(Decimal::Parse("1e-31").status()), "DECIMAL_OVERFLOW");
  EXPECT_TRUE(Decimal::Parse("1e-30").ok());
  EXPECT_FALSE(Decimal::Parse("999999999999999999999999999999999999999").ok());
}

TEST(DecimalTest, Arithmetic_IsExact) {
  EXPECT_EQ(N("0.1").Add(N("0.2"))->ToString(), "0.3");
  EXPECT_EQ(N("1").Sub(N("0.9"))->ToString(), "0.1");
  EXPECT_EQ(N("1.1").Mul(N("1.1"))->ToString(), "1.21");
  EXPECT_EQ(N("1").DivExact(N("8"))->ToString(), "0.125");
  EXPECT_EQ(ReasonOf(N("1").DivExact(N("3")).status()), "DECIMAL_OVERFLOW");
  EXPECT_EQ(ReasonOf(N("1").DivExact(N("0")).status()), "DIVISION_BY_ZERO");
}

TEST(DecimalTest, Arithmetic_TooLarge_IsAnErrorNotAWrap) {
  const Decimal big = N("99999999999999999999999999999999999999");
  EXPECT_FALSE(big.Mul(big).ok());
  EXPECT_FALSE(big.Add(big).ok());
  EXPECT_FALSE(big.ToInt64().ok());
  EXPECT_FALSE(big.ToMoney("EUR").ok());
}

TEST(DecimalTest, Compare_DifferentScales_IsExact) {
  EXPECT_EQ(N("1.50"), N("1.5"));
  EXPECT_LT(N("1.4999999999999999999999999999"), N("1.5"));
  EXPECT_GT(N("1.5000000000000000000000000001"), N("1.5"));
  EXPECT_LT(N("-2"), N("-1.9"));
  // Aligning these two would need more than 38 digits.
  EXPECT_GT(N("99999999999999999999999999999999999999"), N("0.000000000000000000000000000001"));
}

TEST(DecimalTest, RoundHalfUp_JustBelowAtAndAboveTheHalf) {
  EXPECT_EQ(N("2.344999").RoundHalfUp(2).ToString(), "2.34");
  EXPECT_EQ(N("2.345").RoundHalfUp(2).ToString(), "2.35");
  EXPECT_EQ(N("2.345001").RoundHalfUp(2).ToString(), "2.35");
  EXPECT_EQ(N("-2.345").RoundHalfUp(2).ToString(), "-2.35");
  EXPECT_EQ(N("-2.3449").RoundHalfUp(2).ToString(), "-2.34");
  EXPECT_EQ(N("0.5").RoundHalfUp(0).ToString(), "1");
  EXPECT_EQ(N("0.49").RoundHalfUp(0).ToString(), "0");
}

TEST(DecimalTest, ToMoney_RoundsOnce) {
  EXPECT_EQ(N("10.005").ToMoney("EUR")->cents(), 1001);
  EXPECT_EQ(N("10.0049999").ToMoney("EUR")->cents(), 1000);
  EXPECT_EQ(Decimal::FromMoney(Money::Eur(1234)), N("12.34"));
}

TEST(RatioTest, MultiplyFirstDivideLast_RoundsOnce) {
  // 100 / 3 x 3 is exactly 100; rounding in between would give 99.99.
  EXPECT_EQ((Ratio(100) / Ratio(3) * Ratio(3)).ToMoney("EUR")->cents(), 10000);
  // Pro rata: 32,700 x 17 / 31 = 17,932.258...
  EXPECT_EQ((Ratio(32700) * 17 / 31).ToMoney("EUR")->cents(), 1793226);
  EXPECT_EQ((Ratio(N("0.2")) / (Ratio(1) - Ratio(N("0.2")))).RoundHalfUp(3)->ToString(), "0.25");
}

TEST(RatioTest, Compare_Unrounded) {
  EXPECT_EQ(*(Ratio(1) / 3).Compare(Ratio(N("0.333333"))), 1);
  EXPECT_EQ(*(Ratio(1) / 3).Compare(Ratio(2) / 6), 0);
  EXPECT_EQ(*(Ratio(-1) / 3).Compare(Ratio(-1) / 4), -1);
  EXPECT_EQ(*(Ratio(0) - Ratio(1) / 3).Compare(Ratio(0)), -1);
}

TEST(RatioTest, Errors_StickToTheEnd) {
  EXPECT_EQ(ReasonOf((Ratio(1) / 0 + 5).ToMoney("EUR").status()), "DIVISION_BY_ZERO");
  EXPECT_EQ(ReasonOf((Ratio(2) * (Ratio(1) / 0)).Compare(Ratio(1)).status()), "DIVISION_BY_ZERO");
  const Ratio big(N("99999999999999999999999999999999999999"));
  EXPECT_EQ(ReasonOf((big * big / big).status()), "DECIMAL_OVERFLOW");
}

TEST(RatioTest, FloorAndCeil_OnBothSidesOfZero) {
  EXPECT_EQ(*(Ratio(7) / 2).Floor(), 3);
  EXPECT_EQ(*(Ratio(7) / 2).Ceil(), 4);
  EXPECT_EQ(*(Ratio(-7) / 2).Floor(), -4);
  EXPECT_EQ(*(Ratio(-7) / 2).Ceil(), -3);
  EXPECT_EQ(*Ratio(4).Floor(), 4);
  EXPECT_EQ(*Ratio(4).Ceil(), 4);
}

TEST(MoneyTest, Parse_AcceptsAtMostTwoDecimals) {
  EXPECT_EQ(Money::Parse("1234.56", "EUR")->cents(), 123456);
  EXPECT_EQ(Money::Parse("1234.5", "EUR")->cents(), 123450);
  EXPECT_EQ(Money::Parse("1234", "EUR")->cents(), 123400);
  EXPECT_EQ(Money::Parse("-0.01", "EUR")->cents(), -1);
  EXPECT_EQ(Money::Parse("1234.56 EUR")->Format(), "1234.56 EUR");
  for (const char* text : {"", "1.234", "1,5", "1.", ".5", "-", "1e3", "EUR"}) {
    EXPECT_EQ(ReasonOf(Money::Parse(text, "EUR").status()), "AMOUNT_INVALID") << text;
  }
}

TEST(MoneyTest, Currency_MustHaveTwoDecimals) {
  EXPECT_TRUE(Money::Make(1, "USD").ok());
  EXPECT_EQ(ReasonOf(Money::Make(1, "JPY").status()), "CURRENCY_INVALID");
  EXPECT_EQ(ReasonOf(Money::Make(1, "eur").status()), "CURRENCY_INVALID");
  EXPECT_EQ(ReasonOf(Money::Make(1, "EURO").status()), "CURRENCY_INVALID");
}

TEST(MoneyTest, Arithmetic_ChecksOverflowAndCurrency) {
  EXPECT_EQ(*Money::Eur(150).Add(Money::Eur(-50)), Money::Eur(100));
  EXPECT_EQ(*Money::Eur(150).MultiplyBy(3), Money::Eur(450));
  EXPECT_EQ(ReasonOf(Money::Eur(INT64_MAX).Add(Money::Eur(1)).status()), "AMOUNT_OVERFLOW");
  EXPECT_EQ(ReasonOf(Money::Eur(INT64_MIN).Subtract(Money::Eur(1)).status()), "AMOUNT_OVERFLOW");
  EXPECT_EQ(ReasonOf(Money::Eur(INT64_MAX).MultiplyBy(2).status()), "AMOUNT_OVERFLOW");
  EXPECT_EQ(ReasonOf(Money::Eur(1).Add(*Money::Make(1, "USD")).status()), "CURRENCY_MISMATCH");
  EXPECT_EQ(*Money::Eur(1).Compare(Money::Eur(2)), -1);
  EXPECT_EQ(*Money::Eur(2).Compare(Money::Eur(2)), 0);
}

TEST(MoneyTest, Format_ForReaders) {
  EXPECT_EQ(Money::Eur(123456789).FormatFor("nl"), "€ 1.234.567,89");
  EXPECT_EQ(Money::Eur(123456789).FormatFor("en"), "€1,234,567.89");
  EXPECT_EQ(Money::Eur(-5).FormatFor("nl-NL"), "-€ 0,05");
  EXPECT_EQ(Money::Make(99900, "USD")->FormatFor("en"), "USD 999.00");
  EXPECT_EQ(Money::Eur(INT64_MIN).Format(), "-92233720368547758.08 EUR");
}

}  // namespace
}  // namespace interim
