#include "common/core/money.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"

namespace interim {
namespace {

constexpr std::int64_t kCentsPerUnit = 100;

// ISO 4217 currencies whose minor unit is not a hundredth.
constexpr std::array<absl::string_view, 25> kNotTwoDecimals = {
    "BHD", "BIF", "CLF", "CLP", "DJF", "GNF", "IQD", "ISK", "JOD", "JPY", "KMF", "KRW", "KWD",
    "LYD", "OMR", "PYG", "RWF", "TND", "UGX", "UYI", "UYW", "VND", "VUV", "XAF", "XOF"};

absl::Status CheckCurrency(absl::string_view code) {
  const bool shape_ok =
      code.size() == 3 && std::all_of(code.begin(), code.end(), absl::ascii_isupper);
  if (shape_ok &&
      std::find(kNotTwoDecimals.begin(), kNotTwoDecimals.end(), code) == kNotTwoDecimals.end()) {
    return absl::OkStatus();
  }
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "CURRENCY_INVALID",
                    .message = "A currency is three capitals (ISO 4217) and has two decimals.",
                    .metadata = {{"currencyCode", std::string(code.substr(0, 20))}}});
}

absl::Status CheckSame(const Money& a, const Money& b) {
  if (a.currency() == b.currency()) return absl::OkStatus();
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "CURRENCY_MISMATCH",
                    .message = "Amounts in two currencies cannot be combined.",
                    .metadata = {{"left", a.currency()}, {"right", b.currency()}}});
}

absl::Status Overflow() {
  return MakeError({.code = absl::StatusCode::kOutOfRange,
                    .reason = "AMOUNT_OVERFLOW",
                    .message = "The amount is too large to calculate with."});
}

absl::Status AmountInvalid(absl::string_view text) {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "AMOUNT_INVALID",
                    .message = "An amount has digits, at most two decimals after a point, and no "
                               "separators.",
                    .metadata = {{"value", std::string(text.substr(0, 40))}}});
}

// Absolute value as unsigned, safe for the smallest number.
std::uint64_t Magnitude(std::int64_t cents) {
  return cents < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(cents)
                   : static_cast<std::uint64_t>(cents);
}

std::string Grouped(std::uint64_t units, absl::string_view separator) {
  const std::string digits = absl::StrCat(units);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) absl::StrAppend(&out, separator);
    out.push_back(digits[i]);
  }
  return out;
}

}  // namespace

absl::StatusOr<Money> Money::Make(std::int64_t cents, absl::string_view currency_code) {
  RETURN_IF_ERROR(CheckCurrency(currency_code));
  return Money(cents, std::string(currency_code));
}

Money Money::Eur(std::int64_t cents) { return Money(cents, "EUR"); }

absl::StatusOr<Money> Money::Parse(absl::string_view amount, absl::string_view currency_code) {
  absl::string_view rest = amount;
  const bool negative = absl::ConsumePrefix(&rest, "-");
  const std::size_t point = std::min(rest.find('.'), rest.size());
  std::string digits(rest.substr(0, point));
  std::string decimals(point < rest.size() ? rest.substr(point + 1) : "00");
  if (decimals.size() == 1) decimals += "0";
  digits += decimals;
  std::int64_t cents = 0;
  if (point == 0 || decimals.size() != 2 ||
      !std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(absl::StrCat(negative ? "-" : "", digits), &cents)) {
    return AmountInvalid(amount);
  }
  return Make(cents, currency_code);
}

absl::StatusOr<Money> Money::Parse(absl::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == absl::string_view::npos) return AmountInvalid(text);
  return Parse(text.substr(0, space), text.substr(space + 1));
}

absl::StatusOr<Money> Money::Add(const Money& other) const {
  RETURN_IF_ERROR(CheckSame(*this, other));
  std::int64_t result = 0;
  if (__builtin_add_overflow(cents_, other.cents_, &result)) return Overflow();
  return Money(result, currency_);
}

absl::StatusOr<Money> Money::Subtract(const Money& other) const {
  RETURN_IF_ERROR(CheckSame(*this, other));
  std::int64_t result = 0;
  if (__builtin_sub_overflow(cents_, other.cents_, &result)) return Overflow();
  return Money(result, currency_);
}

absl::StatusOr<Money> Money::MultiplyBy(std::int64_t factor) const {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(cents_, factor, &result)) return Overflow();
  return Money(result, currency_);
}

absl::StatusOr<int> Money::Compare(const Money& other) const {
  RETURN_IF_ERROR(CheckSame(*this, other));
  return cents_ < other.cents_ ? -1 : (cents_ > other.cents_ ? 1 : 0);
}

std::string Money::Format() const {
  const std::uint64_t size = Magnitude(cents_);
  return absl::StrFormat("%s%d.%02d %s", cents_ < 0 ? "-" : "", size / kCentsPerUnit,
                         size % kCentsPerUnit, currency_);
}

std::string Money::FormatFor(absl::string_view language_code) const {
  const bool dutch = absl::StartsWith(language_code, "nl");
  const std::uint64_t size = Magnitude(cents_);
  const std::string symbol = currency_ == "EUR" ? "€" : currency_;
  const std::string gap = dutch || currency_ != "EUR" ? " " : "";
  return absl::StrFormat("%s%s%s%s%s%02d", cents_ < 0 ? "-" : "", symbol, gap,
                         Grouped(size / kCentsPerUnit, dutch ? "." : ","), dutch ? "," : ".",
                         size % kCentsPerUnit);
}

}  // namespace interim
