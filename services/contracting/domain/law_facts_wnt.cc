// The pay cap (R11): what was planned, and what was really worked and paid.
#include <optional>
#include <vector>

#include "common/type/convert.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

constexpr int kDecimalsOfHours = 2;

law::Ternary ToTernary(v1::Answer answer) {
  if (answer == v1::ANSWER_YES) return law::TERNARY_YES;
  if (answer == v1::ANSWER_NO) return law::TERNARY_NO;
  return law::TERNARY_UNSPECIFIED;
}

void AddScope(const v1::ComplianceFacts& facts, law::WntInput& wnt) {
  const v1::PersonnelImpact& client = facts.client();
  wnt.set_institution_in_scope(ToTernary(client.wnt_in_scope()));
  wnt.set_is_top_executive(ToTernary(client.is_top_executive()));
  wnt.set_is_employed(facts.form() == v1::CONTRACT_FORM_FIXED_TERM);
  *wnt.mutable_period() = facts.period();
  wnt.set_sector_class(facts.wnt_class());
  if (facts.has_wnt_part_time_factor()) {
    *wnt.mutable_part_time_factor() = facts.wnt_part_time_factor();
  }
}

void AddAmount(law::WntAmount::Kind kind, const Money& amount, Date day, law::WntInput& wnt) {
  law::WntAmount& added = *wnt.add_amounts();
  added.set_kind(kind);
  *added.mutable_amount() = ToProto(amount);
  *added.mutable_work_date() = ToProto(day);
}

// The parts of a period that lie in each calendar month.
std::vector<DatePeriod> MonthParts(const DatePeriod& period) {
  std::vector<DatePeriod> parts;
  for (Date first = period.start().FirstDayOfMonth(); first <= period.end();
       first = first.AddMonths(1).date) {
    const auto month = DatePeriod::Make(first, first.LastDayOfMonth());
    if (!month.ok()) break;
    if (const auto part = period.Intersect(*month)) parts.push_back(*part);
  }
  return parts;
}

}  // namespace

void AddPayCap(const v1::ComplianceFacts& facts, law::ComplianceCase& result) {
  if (facts.client().wnt_in_scope() == v1::ANSWER_NO) return;
  law::WntInput& wnt = *result.mutable_wnt();
  AddScope(facts, wnt);
  const auto period = FindPeriod(true, facts.period());
  const auto fee = FindMoney(facts.has_total_fee(), facts.total_fee());
  const auto hours = FindDecimal(facts.has_total_hours(), facts.total_hours());
  if (!period || (!fee && !hours)) return;
  // Each part ends at the rounded share of the days so far, so that the parts add up exactly.
  std::int64_t days = 0;
  Money paid = Money::Eur(0);
  Decimal worked;
  for (const DatePeriod& part : MonthParts(*period)) {
    days += part.days();
    const Ratio share = Ratio(days) / Ratio(period->days());
    if (fee) {
      const auto until = (Ratio(*fee) * share).ToMoney("EUR");
      const auto amount = until.ok() ? until->Subtract(paid) : until;
      if (!amount.ok()) return;
      AddAmount(law::WntAmount::KIND_FEE, *amount, part.start(), wnt);
      paid = *until;
    }
    if (hours) {
      const auto until = (Ratio(*hours) * share).RoundHalfUp(kDecimalsOfHours);
      const auto amount = until.ok() ? until->Sub(worked) : until;
      if (!amount.ok()) return;
      law::WntMonth& month = *wnt.add_months();
      month.set_year(part.start().year());
      month.set_month(part.start().month());
      *month.mutable_hours() = ToProto(*amount);
      worked = *until;
    }
  }
}

law::WntInput SpendFacts(const v1::ComplianceFacts& facts, const v1::Contract& contract,
                         Date today) {
  law::WntInput wnt;
  AddScope(facts, wnt);
  *wnt.mutable_as_of_date() = ToProto(today);
  for (const v1::WorkMonth& work : contract.work_months()) {
    const auto first = Date::FromYmd(work.year(), work.month(), 1);
    const auto hours = FindDecimal(work.has_hours(), work.hours());
    if (!first.ok()) continue;
    if (hours && !hours->IsZero()) {
      law::WntMonth& month = *wnt.add_months();
      month.set_year(work.year());
      month.set_month(work.month());
      *month.mutable_hours() = ToProto(*hours);
    }
    const auto invoiced = FindMoney(work.has_invoiced(), work.invoiced());
    if (invoiced) AddAmount(law::WntAmount::KIND_FEE, *invoiced, *first, wnt);
    const auto expenses = FindMoney(work.has_expenses(), work.expenses());
    if (expenses && !expenses->IsZero()) {
      AddAmount(law::WntAmount::KIND_REIMBURSED_COST, *expenses, *first, wnt);
    }
  }
  return wnt;
}

}  // namespace interim::contracting
