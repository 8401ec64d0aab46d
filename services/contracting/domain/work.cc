// Hours, invoices and leave of an active contract.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/contracting/domain/contract.h"
#include "services/contracting/domain/ending.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

constexpr int kPercent = 100;
constexpr int kOneDecimal = 1;

Money AmountOf(bool has, const google::type::Money& value) {
  return FindMoney(has, value).value_or(Money());
}

Decimal NumberOf(bool has, const google::type::Decimal& value) {
  return FindDecimal(has, value).value_or(Decimal());
}

// Whether what was invoiced lies further than the tolerance from hours times the hourly price.
bool RateDiffers(const Catalogs& catalogs, const v1::Rate& rate, const v1::WorkMonth& month) {
  bool by_time = rate.unit() == v1::RATE_UNIT_HOUR || rate.unit() == v1::RATE_UNIT_DAY;
  std::optional<Money> invoiced = FindMoney(month.has_invoiced(), month.invoiced());
  std::optional<Ratio> hourly = HourlyRate(catalogs, rate);
  if (!by_time || !invoiced || !hourly) return false;
  Ratio expected = *hourly * Ratio(NumberOf(month.has_hours(), month.hours()));
  Ratio slack =
      expected * Ratio(Figure(catalogs.figures().invoice_tolerance_percent())) / Ratio(kPercent);
  absl::StatusOr<int> above = Ratio(*invoiced).Compare(expected + slack);
  absl::StatusOr<int> below = Ratio(*invoiced).Compare(expected - slack);
  return (above.ok() && *above > 0) || (below.ok() && *below < 0);
}

// Prices that held in a month: that of its first day, and one that began within it.
std::vector<v1::Rate> RatesIn(const v1::Contract& contract, Date first) {
  std::vector<v1::Rate> rates;
  for (const v1::ContractVersion& version : contract.versions()) {
    std::optional<Date> from = FindDate(version.has_effective_date(), version.effective_date());
    if (version.version() == 0 || !from || *from > first.LastDayOfMonth()) continue;
    if (*from <= first) rates.clear();
    rates.push_back(version.rate());
  }
  if (rates.empty()) rates.push_back(contract.rate());
  return rates;
}

bool DiffersFromAll(const Catalogs& catalogs, const std::vector<v1::Rate>& rates,
                    const v1::WorkMonth& month) {
  return std::all_of(rates.begin(), rates.end(),
                     [&](const v1::Rate& rate) { return RateDiffers(catalogs, rate, month); });
}

absl::StatusOr<v1::WorkTotals> TotalsOf(const v1::Contract& contract) {
  Decimal hours;
  Decimal leave;
  Money invoiced;
  Money expenses;
  for (const v1::WorkMonth& month : contract.work_months()) {
    ASSIGN_OR_RETURN(hours, hours.Add(NumberOf(month.has_hours(), month.hours())));
    ASSIGN_OR_RETURN(leave, leave.Add(NumberOf(month.has_leave_days(), month.leave_days())));
    ASSIGN_OR_RETURN(invoiced, invoiced.Add(AmountOf(month.has_invoiced(), month.invoiced())));
    ASSIGN_OR_RETURN(expenses, expenses.Add(AmountOf(month.has_expenses(), month.expenses())));
  }
  v1::WorkTotals totals;
  *totals.mutable_hours() = ToProto(hours);
  *totals.mutable_leave_days() = ToProto(leave);
  *totals.mutable_invoiced() = ToProto(invoiced);
  *totals.mutable_expenses() = ToProto(expenses);
  std::optional<Money> maximum = FindMoney(contract.has_maximum(), contract.maximum());
  if (maximum && maximum->cents() > 0) {
    ASSIGN_OR_RETURN(
        Decimal percent,
        (Ratio(invoiced) * Ratio(kPercent) / Ratio(*maximum)).RoundHalfUp(kOneDecimal));
    *totals.mutable_maximum_used_percent() = ToProto(percent);
  }
  return totals;
}

bool IsBefore(const v1::WorkMonth& a, const v1::WorkMonth& b) {
  return std::make_pair(a.year(), a.month()) < std::make_pair(b.year(), b.month());
}

// Puts the month in its place, instead of one recorded before.
v1::WorkMonth& PutMonth(const v1::WorkMonth& month, v1::Contract& contract) {
  for (v1::WorkMonth& old : *contract.mutable_work_months()) {
    if (old.year() == month.year() && old.month() == month.month()) {
      old = month;
      return old;
    }
  }
  *contract.add_work_months() = month;
  std::sort(contract.mutable_work_months()->begin(), contract.mutable_work_months()->end(),
            IsBefore);
  return *std::find_if(contract.mutable_work_months()->begin(),
                       contract.mutable_work_months()->end(), [&](const v1::WorkMonth& m) {
                         return m.year() == month.year() && m.month() == month.month();
                       });
}

}  // namespace

absl::StatusOr<v1::Contract> RecordWork(const Catalogs& catalogs, const v1::Contract& contract,
                                        const v1::WorkMonth& month, const WorkStamp& stamp) {
  if (contract.has_amendment()) return IsAnAmendment(contract);
  if (contract.state() != v1::CONTRACT_STATE_ACTIVE &&
      contract.state() != v1::CONTRACT_STATE_ENDED) {
    return ContractNotActive(contract);
  }
  std::string name = absl::StrFormat("%04d-%02d", month.year(), month.month());
  absl::StatusOr<Date> first = Date::FromYmd(month.year(), month.month(), 1);
  std::optional<Date> begin = FirstDay(contract);
  std::optional<Date> end = LastDay(contract);
  if (!first.ok() || !begin || !end || first->LastDayOfMonth() < *begin || *end < *first ||
      stamp.today < *first) {
    return MonthNotWorked(contract, name);
  }
  v1::Contract after = contract;
  v1::WorkMonth& stored = PutMonth(month, after);
  stored.set_actor(stamp.subject);
  *stored.mutable_record_time() = ToTimestamp(stamp.now);
  stored.clear_deviation_codes();
  if (DiffersFromAll(catalogs, RatesIn(contract, *first), month)) {
    stored.add_deviation_codes("RATE_DIFFERS");
  }
  ASSIGN_OR_RETURN(*after.mutable_work_totals(), TotalsOf(after));
  std::optional<Money> maximum = FindMoney(contract.has_maximum(), contract.maximum());
  Money invoiced = AmountOf(true, after.work_totals().invoiced());
  if (maximum && maximum->cents() < invoiced.cents()) stored.add_deviation_codes("ABOVE_MAXIMUM");
  return after;
}

}  // namespace interim::contracting
