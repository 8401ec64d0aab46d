#include "common/core/decimal.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"

namespace interim {
namespace {

constexpr int kCentsScale = 2;

absl::Status Overflow() {
  return MakeError({.code = absl::StatusCode::kOutOfRange,
                    .reason = "DECIMAL_OVERFLOW",
                    .message = "The number has no exact form of at most 38 digits."});
}

absl::Status DivisionByZero() {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "DIVISION_BY_ZERO",
                    .message = "Division by zero."});
}

absl::Status DecimalInvalid(absl::string_view text) {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "DECIMAL_INVALID",
                    .message = "Not a decimal number; use digits and a point.",
                    .metadata = {{"value", std::string(text.substr(0, 40))}}});
}

// 10^exponent, for 0 to 38.
Int128 Power10(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// a x b and a + b; false when the result does not fit or cannot be negated.
bool Multiply(Int128 a, Int128 b, Int128* out) {
  return !__builtin_mul_overflow(a, b, out) && *out != std::numeric_limits<Int128>::min();
}
bool Plus(Int128 a, Int128 b, Int128* out) {
  return !__builtin_add_overflow(a, b, out) && *out != std::numeric_limits<Int128>::min();
}

// value x 10^exponent; false when it does not fit.
bool ScaleUp(Int128 value, int exponent, Int128* out) {
  for (int i = 0; i < exponent; ++i) {
    if (!Multiply(value, Int128{10}, &value)) return false;
  }
  *out = value;
  return true;
}

Int128 Abs(Int128 value) { return value < 0 ? -value : value; }

Int128 Gcd(Int128 a, Int128 b) {
  a = Abs(a);
  b = Abs(b);
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// Rounds numerator / denominator (above zero) to a whole number; a half goes away from zero.
Int128 DivideHalfUp(Int128 numerator, Int128 denominator) {
  const Int128 quotient = numerator / denominator;
  const Int128 rest = Abs(numerator % denominator);
  if (rest < denominator - rest) return quotient;
  return numerator < 0 ? quotient - 1 : quotient + 1;
}

Int128 FloorDivide(Int128 numerator, Int128 denominator) {
  const Int128 quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

// Sign of a/b - c/d, with b and d above zero. Compares whole parts and goes on with the inverted
// rests, so nothing can overflow.
int CompareFractions(Int128 a, Int128 b, Int128 c, Int128 d) {
  int sign = 1;
  while (true) {
    const Int128 left = FloorDivide(a, b);
    const Int128 right = FloorDivide(c, d);
    if (left != right) return left < right ? -sign : sign;
    const Int128 left_rest = a - left * b;
    const Int128 right_rest = c - right * d;
    if (left_rest == 0 || right_rest == 0) {
      if (left_rest == right_rest) return 0;
      return left_rest == 0 ? -sign : sign;
    }
    a = b;
    b = left_rest;
    c = d;
    d = right_rest;
    sign = -sign;  // 1/x turns the order round
  }
}

std::string Digits(Int128 value) {
  std::string digits;
  for (value = Abs(value); value > 0; value /= 10) {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
  }
  if (digits.empty()) digits.push_back('0');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

bool FitsInt64(Int128 value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

}  // namespace

Decimal::Decimal(Int128 mantissa, int scale) : mantissa_(mantissa), scale_(scale) {
  while (scale_ > 0 && mantissa_ % 10 == 0) {
    mantissa_ /= 10;
    --scale_;
  }
}

absl::StatusOr<Decimal> Decimal::FromScaled(std::int64_t units, int scale) {
  if (scale < 0 || scale > kMaxDecimalScale) return Overflow();
  return Decimal(Int128{units}, scale);
}

absl::StatusOr<Decimal> Decimal::Parse(absl::string_view text) {
  absl::string_view rest = text;
  const bool negative = absl::ConsumePrefix(&rest, "-");
  if (!negative) absl::ConsumePrefix(&rest, "+");
  int exponent = 0;
  const std::size_t e = rest.find_first_of("eE");
  if (e != absl::string_view::npos) {
    if (!absl::SimpleAtoi(rest.substr(e + 1), &exponent) || exponent < -1000 || exponent > 1000) {
      return DecimalInvalid(text);
    }
    rest = rest.substr(0, e);
  }
  Int128 mantissa = 0;
  int scale = 0;
  bool after_point = false;
  bool any_digit = false;
  for (const char c : rest) {
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (!absl::ascii_isdigit(c)) return DecimalInvalid(text);
    any_digit = true;
    if (!Multiply(mantissa, 10, &mantissa) || !Plus(mantissa, c - '0', &mantissa)) {
      return Overflow();
    }
    if (after_point) ++scale;
  }
  if (!any_digit) return DecimalInvalid(text);
  if (mantissa == 0) return Decimal();
  scale -= exponent;
  if (scale < 0 && !ScaleUp(mantissa, -scale, &mantissa)) return Overflow();
  const Decimal value(negative ? -mantissa : mantissa, std::max(scale, 0));
  if (value.scale_ > kMaxDecimalScale) return Overflow();
  return value;
}

Decimal Decimal::FromMoney(const Money& money) {
  return Decimal(Int128{money.cents()}, kCentsScale);
}

absl::StatusOr<Decimal> Decimal::Add(const Decimal& other) const {
  const int scale = std::max(scale_, other.scale_);
  Int128 left = 0;
  Int128 right = 0;
  Int128 sum = 0;
  if (!ScaleUp(mantissa_, scale - scale_, &left) ||
      !ScaleUp(other.mantissa_, scale - other.scale_, &right) || !Plus(left, right, &sum)) {
    return Overflow();
  }
  return Decimal(sum, scale);
}

absl::StatusOr<Decimal> Decimal::Sub(const Decimal& other) const {
  return Add(Decimal(-other.mantissa_, other.scale_));
}

absl::StatusOr<Decimal> Decimal::Mul(const Decimal& other) const {
  Int128 product = 0;
  if (!Multiply(mantissa_, other.mantissa_, &product)) return Overflow();
  const Decimal value(product, scale_ + other.scale_);
  if (value.scale_ > kMaxDecimalScale) return Overflow();
  return value;
}

absl::StatusOr<Decimal> Decimal::DivExact(const Decimal& other) const {
  if (other.IsZero()) return DivisionByZero();
  const Ratio quotient = Ratio(*this) / Ratio(other);
  // The smallest scale that holds the quotient is the largest power of two or five below the line.
  for (int scale = 0; scale <= kMaxDecimalScale; ++scale) {
    const absl::StatusOr<Decimal> candidate = quotient.RoundHalfUp(scale);
    if (!candidate.ok()) return candidate.status();
    ASSIGN_OR_RETURN(const int difference, Ratio(*candidate).Compare(quotient));
    if (difference == 0) return *candidate;
  }
  return Overflow();
}

Decimal Decimal::RoundHalfUp(int scale) const {
  const int wanted = std::clamp(scale, 0, kMaxDecimalScale);
  if (scale_ <= wanted) return *this;
  return Decimal(DivideHalfUp(mantissa_, Power10(scale_ - wanted)), wanted);
}

absl::StatusOr<Money> Decimal::ToMoney(absl::string_view currency_code) const {
  const Decimal rounded = RoundHalfUp(kCentsScale);
  Int128 cents = 0;
  if (!ScaleUp(rounded.mantissa_, kCentsScale - rounded.scale_, &cents) || !FitsInt64(cents)) {
    return Overflow();
  }
  return Money::Make(static_cast<std::int64_t>(cents), currency_code);
}

absl::StatusOr<std::int64_t> Decimal::ToInt64() const {
  if (scale_ != 0 || !FitsInt64(mantissa_)) return Overflow();
  return static_cast<std::int64_t>(mantissa_);
}

std::string Decimal::ToString() const { return ToFixed(0); }

std::string Decimal::ToFixed(int decimals) const {
  std::string digits = Digits(mantissa_);
  const std::size_t scale = static_cast<std::size_t>(scale_);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  const std::string whole = digits.substr(0, digits.size() - scale);
  std::string fraction = digits.substr(digits.size() - scale);
  const std::size_t wanted = static_cast<std::size_t>(std::clamp(decimals, 0, kMaxDecimalScale));
  if (fraction.size() < wanted) fraction.append(wanted - fraction.size(), '0');
  return absl::StrCat(mantissa_ < 0 ? "-" : "", whole, fraction.empty() ? "" : ".", fraction);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const int sign = CompareFractions(a.mantissa_, Power10(a.scale_), b.mantissa_, Power10(b.scale_));
  return sign <=> 0;
}

Ratio::Ratio(const Decimal& value) { *this = Reduced(value.mantissa_, Power10(value.scale_)); }

Ratio Ratio::Failed(State state) {
  Ratio result;
  result.state_ = state;
  return result;
}

Ratio Ratio::Reduced(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return Failed(State::kDivisionByZero);
  const Int128 divisor = Gcd(numerator, denominator);
  Ratio result;
  result.numerator_ = numerator / divisor;
  result.denominator_ = denominator / divisor;
  if (result.denominator_ < 0) {
    result.numerator_ = -result.numerator_;
    result.denominator_ = -result.denominator_;
  }
  return result;
}

Ratio operator+(const Ratio& a, const Ratio& b) {
  if (a.state_ != Ratio::State::kOk) return a;
  if (b.state_ != Ratio::State::kOk) return b;
  // Over the least common multiple, so that intermediate numbers stay small.
  const Int128 divisor = Gcd(a.denominator_, b.denominator_);
  Int128 left = 0;
  Int128 right = 0;
  Int128 numerator = 0;
  Int128 denominator = 0;
  if (!Multiply(a.numerator_, b.denominator_ / divisor, &left) ||
      !Multiply(b.numerator_, a.denominator_ / divisor, &right) || !Plus(left, right, &numerator) ||
      !Multiply(a.denominator_, b.denominator_ / divisor, &denominator)) {
    return Ratio::Failed(Ratio::State::kOverflow);
  }
  return Ratio::Reduced(numerator, denominator);
}

Ratio operator-(const Ratio& a, const Ratio& b) {
  Ratio negated = b;
  negated.numerator_ = -negated.numerator_;
  return a + negated;
}

Ratio operator*(const Ratio& a, const Ratio& b) {
  if (a.state_ != Ratio::State::kOk) return a;
  if (b.state_ != Ratio::State::kOk) return b;
  const Ratio first = Ratio::Reduced(a.numerator_, b.denominator_);
  const Ratio second = Ratio::Reduced(b.numerator_, a.denominator_);
  Int128 numerator = 0;
  Int128 denominator = 0;
  if (!Multiply(first.numerator_, second.numerator_, &numerator) ||
      !Multiply(first.denominator_, second.denominator_, &denominator)) {
    return Ratio::Failed(Ratio::State::kOverflow);
  }
  return Ratio::Reduced(numerator, denominator);
}

Ratio operator/(const Ratio& a, const Ratio& b) {
  if (a.state_ != Ratio::State::kOk) return a;
  if (b.state_ != Ratio::State::kOk) return b;
  return a * Ratio::Reduced(b.denominator_, b.numerator_);
}

absl::Status Ratio::status() const {
  switch (state_) {
    case State::kOverflow:
      return Overflow();
    case State::kDivisionByZero:
      return DivisionByZero();
    case State::kOk:
      break;
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Ratio::Compare(const Ratio& other) const {
  RETURN_IF_ERROR(status());
  RETURN_IF_ERROR(other.status());
  return CompareFractions(numerator_, denominator_, other.numerator_, other.denominator_);
}

absl::StatusOr<Decimal> Ratio::RoundHalfUp(int scale) const {
  RETURN_IF_ERROR(status());
  const int wanted = std::clamp(scale, 0, kMaxDecimalScale);
  // Common factors of ten leave the fraction first: less to overflow.
  const Ratio scaled = *this * Reduced(Power10(wanted), 1);
  RETURN_IF_ERROR(scaled.status());
  return Decimal(DivideHalfUp(scaled.numerator_, scaled.denominator_), wanted);
}

absl::StatusOr<Money> Ratio::ToMoney(absl::string_view currency_code) const {
  ASSIGN_OR_RETURN(const Decimal rounded, RoundHalfUp(kCentsScale));
  return rounded.ToMoney(currency_code);
}

absl::StatusOr<std::int64_t> Ratio::Floor() const {
  RETURN_IF_ERROR(status());
  const Int128 whole = FloorDivide(numerator_, denominator_);
  if (!FitsInt64(whole)) return Overflow();
  return static_cast<std::int64_t>(whole);
}

absl::StatusOr<std::int64_t> Ratio::Ceil() const {
  RETURN_IF_ERROR(status());
  const Int128 whole = -FloorDivide(-numerator_, denominator_);
  if (!FitsInt64(whole)) return Overflow();
  return static_cast<std::int64_t>(whole);
}

}  // namespace interim
