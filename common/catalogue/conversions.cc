#include "common/catalogue/conversions.h"

#include "common/core/error.h"
#include "common/core/status_macros.h"

namespace interim::catalogue {
namespace {

constexpr int kPercent = 100;

absl::Status CheckHours(const Decimal& hours_per_day) {
  if (hours_per_day > Decimal(0) && hours_per_day <= Decimal(24)) return absl::OkStatus();
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "RATE_INVALID",
                    .message = "A day has more than 0 and at most 24 hours.",
                    .metadata = {{"hoursPerDay", hours_per_day.ToString()}}});
}

enum class Share { kMargin, kMarkup };

absl::Status CheckMargin(const Decimal& percent, Share share) {
  if (!percent.IsNegative() && (share == Share::kMarkup || percent < Decimal(kPercent))) {
    return absl::OkStatus();
  }
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "MARGIN_INVALID",
                    .message = "A margin is 0 percent or more and below 100; a mark-up 0 or more.",
                    .metadata = {{"percent", percent.ToString()}}});
}

}  // namespace

absl::StatusOr<Money> HourlyToDaily(const Money& hourly, const Decimal& hours_per_day) {
  RETURN_IF_ERROR(CheckHours(hours_per_day));
  return (Ratio(hourly) * hours_per_day).ToMoney(hourly.currency());
}

absl::StatusOr<Money> DailyToHourly(const Money& daily, const Decimal& hours_per_day) {
  RETURN_IF_ERROR(CheckHours(hours_per_day));
  return (Ratio(daily) / hours_per_day).ToMoney(daily.currency());
}

absl::StatusOr<Ratio> MarginToMarkup(const Decimal& margin_percent) {
  RETURN_IF_ERROR(CheckMargin(margin_percent, Share::kMargin));
  const Ratio markup = Ratio(margin_percent) * kPercent / (Ratio(kPercent) - margin_percent);
  RETURN_IF_ERROR(markup.status());
  return markup;
}

absl::StatusOr<Ratio> MarkupToMargin(const Decimal& markup_percent) {
  RETURN_IF_ERROR(CheckMargin(markup_percent, Share::kMarkup));
  const Ratio margin = Ratio(markup_percent) * kPercent / (Ratio(kPercent) + markup_percent);
  RETURN_IF_ERROR(margin.status());
  return margin;
}

absl::StatusOr<Money> PurchaseRate(const Money& client_rate, const Decimal& margin_percent) {
  RETURN_IF_ERROR(CheckMargin(margin_percent, Share::kMargin));
  return (Ratio(client_rate) * (Ratio(kPercent) - margin_percent) / kPercent)
      .ToMoney(client_rate.currency());
}

absl::StatusOr<Money> ClientRate(const Money& purchase_rate, const Decimal& margin_percent) {
  RETURN_IF_ERROR(CheckMargin(margin_percent, Share::kMargin));
  return (Ratio(purchase_rate) * kPercent / (Ratio(kPercent) - margin_percent))
      .ToMoney(purchase_rate.currency());
}

}  // namespace interim::catalogue
