#ifndef INTERIM_COMMON_CORE_MONEY_H_
#define INTERIM_COMMON_CORE_MONEY_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interim {

// An exact amount: whole cents and a currency. Only currencies with two decimals are supported.
// A default Money is zero euro.
class Money {
 public:
  Money() = default;

  // `cents` in hundredths of `currency_code` (ISO 4217, upper case).
  //   errors  INVALID_ARGUMENT CURRENCY_INVALID for another shape or a currency without two
  //   decimals
  static absl::StatusOr<Money> Make(std::int64_t cents, absl::string_view currency_code);
  // `cents` in euro cents.
  static Money Eur(std::int64_t cents);
  // Reads an amount "1234", "-1234.5" or "1234.56" in `currency_code`; a point, no separators.
  //   errors  INVALID_ARGUMENT AMOUNT_INVALID, CURRENCY_INVALID
  static absl::StatusOr<Money> Parse(absl::string_view amount, absl::string_view currency_code);
  // Reads what Format writes: "1234.56 EUR".
  //   errors  INVALID_ARGUMENT AMOUNT_INVALID, CURRENCY_INVALID
  static absl::StatusOr<Money> Parse(absl::string_view text);

  std::int64_t cents() const { return cents_; }
  const std::string& currency() const { return currency_; }
  bool IsNegative() const { return cents_ < 0; }
  bool IsZero() const { return cents_ == 0; }

  // Exact arithmetic.
  //   errors  INVALID_ARGUMENT CURRENCY_MISMATCH; OUT_OF_RANGE AMOUNT_OVERFLOW
  absl::StatusOr<Money> Add(const Money& other) const;
  absl::StatusOr<Money> Subtract(const Money& other) const;
  //   errors  OUT_OF_RANGE AMOUNT_OVERFLOW
  absl::StatusOr<Money> MultiplyBy(std::int64_t factor) const;
  // Below zero when this is less than `other`, 0 when equal, above zero when more.
  //   errors  INVALID_ARGUMENT CURRENCY_MISMATCH
  absl::StatusOr<int> Compare(const Money& other) const;

  // "1234.56 EUR": for logs, hashes and data.
  std::string Format() const;
  // For readers. Language "nl": "€ 1.234,56"; any other: "€1,234.56". Other currencies show their
  // code.
  std::string FormatFor(absl::string_view language_code) const;

  friend bool operator==(const Money&, const Money&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Money& money) {
    return H::combine(std::move(h), money.cents_, money.currency_);
  }

 private:
  Money(std::int64_t cents, std::string currency) : cents_(cents), currency_(std::move(currency)) {}
  std::int64_t cents_ = 0;
  std::string currency_ = "EUR";
};

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_MONEY_H_
