#ifndef INTERIM_COMMON_CORE_DECIMAL_H_
#define INTERIM_COMMON_CORE_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/money.h"

namespace interim {

__extension__ typedef __int128 Int128;

// Most decimals a Decimal can hold.
inline constexpr int kMaxDecimalScale = 30;

// An exact decimal number, about 38 digits, at most kMaxDecimalScale of them after the point.
// Trailing zeros are dropped, so equal numbers have one form. A default Decimal is 0.
class Decimal {
 public:
  Decimal() = default;
  Decimal(std::int64_t value) : mantissa_(value) {}  // NOLINT(google-explicit-constructor): exact

  // `units` x 10^-`scale`: FromScaled(1234, 2) is 12.34.
  //   errors  OUT_OF_RANGE DECIMAL_OVERFLOW when scale is below 0 or above kMaxDecimalScale
  static absl::StatusOr<Decimal> FromScaled(std::int64_t units, int scale);
  // Reads "12", "-0.5", "12.340", "1.2e-3" (the form of google.type.Decimal).
  //   errors  INVALID_ARGUMENT DECIMAL_INVALID; OUT_OF_RANGE DECIMAL_OVERFLOW
  static absl::StatusOr<Decimal> Parse(absl::string_view text);
  // The amount in whole units of its currency: 12.34 for 12.34 EUR.
  static Decimal FromMoney(const Money& money);

  // Exact arithmetic.
  //   errors  OUT_OF_RANGE DECIMAL_OVERFLOW when the exact result does not fit
  absl::StatusOr<Decimal> Add(const Decimal& other) const;
  absl::StatusOr<Decimal> Sub(const Decimal& other) const;
  absl::StatusOr<Decimal> Mul(const Decimal& other) const;
  // Exact quotient.
  //   errors  INVALID_ARGUMENT DIVISION_BY_ZERO; OUT_OF_RANGE DECIMAL_OVERFLOW when the quotient
  //   has
  //           no end (1 / 3): use Ratio and round once
  absl::StatusOr<Decimal> DivExact(const Decimal& other) const;

  // Rounded to `scale` decimals (0 to kMaxDecimalScale); a half goes away from zero.
  Decimal RoundHalfUp(int scale) const;
  // Rounded half up to whole cents.
  //   errors  OUT_OF_RANGE DECIMAL_OVERFLOW; INVALID_ARGUMENT CURRENCY_INVALID
  absl::StatusOr<Money> ToMoney(absl::string_view currency_code) const;
  // The value as a whole number.
  //   errors  OUT_OF_RANGE DECIMAL_OVERFLOW when it has decimals or does not fit
  absl::StatusOr<std::int64_t> ToInt64() const;

  bool IsNegative() const { return mantissa_ < 0; }
  bool IsZero() const { return mantissa_ == 0; }
  int scale() const { return scale_; }
  // Shortest exact form: "-0.5".
  std::string ToString() const;
  // With at least `decimals` decimals, zeros added: "0.50". Never cuts digits off.
  std::string ToFixed(int decimals) const;

  // Exact, whatever the scales.
  friend bool operator==(const Decimal& a, const Decimal& b) {
    return a.mantissa_ == b.mantissa_ && a.scale_ == b.scale_;
  }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

 private:
  friend class Ratio;
  Decimal(Int128 mantissa, int scale);  // normalises
  Int128 mantissa_ = 0;
  int scale_ = 0;
};

// An exact fraction for formulas: multiply first, divide last, round once. An overflow or a
// division by zero sticks to the result and comes out of the last call, so a formula reads as one
// line:
//   (Ratio(hours) * Ratio(rate) / Ratio(160)).ToMoney("EUR")
class Ratio {
 public:
  Ratio() = default;                                // 0
  Ratio(const Decimal& value);                      // NOLINT(google-explicit-constructor): exact
  Ratio(std::int64_t value) : numerator_(value) {}  // NOLINT(google-explicit-constructor): exact
  Ratio(int value) : numerator_(value) {}           // NOLINT(google-explicit-constructor): exact
  explicit Ratio(const Money& money) : Ratio(Decimal::FromMoney(money)) {}

  friend Ratio operator+(const Ratio& a, const Ratio& b);
  friend Ratio operator-(const Ratio& a, const Ratio& b);
  friend Ratio operator*(const Ratio& a, const Ratio& b);
  // Division by zero gives a ratio whose status() is DIVISION_BY_ZERO.
  friend Ratio operator/(const Ratio& a, const Ratio& b);

  // OK, or the first thing that went wrong.
  //   errors  OUT_OF_RANGE DECIMAL_OVERFLOW; INVALID_ARGUMENT DIVISION_BY_ZERO
  absl::Status status() const;

  // Below zero when this is less than `other`, 0 when equal, above zero when more; not rounded.
  //   errors  those of status() of either
  absl::StatusOr<int> Compare(const Ratio& other) const;
  // Rounded to `scale` decimals; a half goes away from zero.
  //   errors  those of status(); OUT_OF_RANGE DECIMAL_OVERFLOW
  absl::StatusOr<Decimal> RoundHalfUp(int scale) const;
  // Rounded half up to whole cents.
  //   errors  those of RoundHalfUp; INVALID_ARGUMENT CURRENCY_INVALID
  absl::StatusOr<Money> ToMoney(absl::string_view currency_code) const;
  // Largest whole number not above the value, and smallest not below it.
  //   errors  those of status(); OUT_OF_RANGE DECIMAL_OVERFLOW
  absl::StatusOr<std::int64_t> Floor() const;
  absl::StatusOr<std::int64_t> Ceil() const;

 private:
  enum class State { kOk, kOverflow, kDivisionByZero };
  static Ratio Reduced(Int128 numerator, Int128 denominator);
  static Ratio Failed(State state);

  Int128 numerator_ = 0;
  Int128 denominator_ = 1;  // above zero
  State state_ = State::kOk;
};

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_DECIMAL_H_
