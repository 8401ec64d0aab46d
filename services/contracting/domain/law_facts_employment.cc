// Employment (R01 to R03, minimum wage): earlier contracts, notice, probation and wage.
#include <algorithm>
#include <optional>

#include "common/type/convert.h"
#include "services/contracting/domain/employment_notice.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

constexpr int kDaysOfWeek = 7;
constexpr int kWeeksOfYear = 52;
constexpr int kMonthsOfYear = 12;

law::ChainContract::Kind ToLaw(v1::EarlierContractKind kind) {
  switch (kind) {
    case v1::EARLIER_CONTRACT_KIND_PERMANENT:
      return law::ChainContract::KIND_PERMANENT;
    case v1::EARLIER_CONTRACT_KIND_SERVICES:
      return law::ChainContract::KIND_SERVICES;
    case v1::EARLIER_CONTRACT_KIND_TRAINING:
      return law::ChainContract::KIND_TRAINING;
    case v1::EARLIER_CONTRACT_KIND_MINOR_SMALL_JOB:
      return law::ChainContract::KIND_MINOR_SMALL_JOB;
    default:
      return law::ChainContract::KIND_FIXED_TERM;
  }
}

void AddChain(const v1::ComplianceFacts& facts, law::ComplianceCase& result) {
  law::ChainInput& chain = *result.mutable_chain();
  for (const v1::EarlierContract& earlier : facts.earlier_contracts()) {
    law::ChainContract& link = *chain.add_earlier_contracts();
    *link.mutable_start_date() = earlier.start_date();
    if (earlier.has_end_date()) *link.mutable_end_date() = earlier.end_date();
    link.set_kind(ToLaw(earlier.kind()));
    link.set_other_employer(earlier.is_other_employer());
    link.set_before_pension_age(earlier.is_before_pension_age());
  }
  *chain.mutable_contract()->mutable_start_date() = facts.period().start_date();
  *chain.mutable_contract()->mutable_end_date() = facts.period().end_date();
  chain.mutable_contract()->set_kind(law::ChainContract::KIND_FIXED_TERM);
  chain.set_history_complete(facts.history_complete());
  chain.set_statutory_director(facts.statutory_director() == v1::ANSWER_YES);
  chain.set_written_period_deviation(facts.written_chain_deviation() == v1::ANSWER_YES);
  chain.set_collective_agreement_limits(facts.collective_chain_limits() == v1::ANSWER_YES);
  chain.set_seasonal_gap(facts.seasonal_chain_gap() == v1::ANSWER_YES);
  chain.set_pension_age_reached(facts.pension_age_reached() == v1::ANSWER_YES);
}

// Employment with this or a predecessor employer before: then the contract follows up on it.
bool IsFollowUp(const v1::ComplianceFacts& facts) {
  return std::any_of(facts.earlier_contracts().begin(), facts.earlier_contracts().end(),
                     IsEarlierEmployment);
}

void AddNotice(const v1::ComplianceFacts& facts, Date as_of, law::ComplianceCase& result) {
  law::NoticeInput& notice = *result.mutable_notice();
  *notice.mutable_start_date() = facts.period().start_date();
  *notice.mutable_end_date() = facts.period().end_date();
  notice.set_has_calendar_end_date(true);
  notice.set_agency_clause(facts.agency_clause() == v1::ANSWER_YES);
  if (facts.has_renewal_notice_date()) {
    *notice.mutable_notice_date() = facts.renewal_notice_date();
  }
  if (facts.has_monthly_wage()) *notice.mutable_monthly_wage() = facts.monthly_wage();
  *notice.mutable_as_of_date() = ToProto(as_of);
}

void AddProbation(const v1::ComplianceFacts& facts, Date signing, law::ComplianceCase& result) {
  law::ProbationInput& probation = *result.mutable_probation();
  *probation.mutable_start_date() = facts.period().start_date();
  *probation.mutable_end_date() = facts.period().end_date();
  probation.set_term(law::ProbationInput::TERM_CALENDAR_END);
  probation.set_probation_months(facts.probation_months());
  probation.set_follow_up_contract(IsFollowUp(facts));
  probation.set_different_skills_needed(facts.other_skills_needed() == v1::ANSWER_YES);
  probation.set_collective_agreement_longer(facts.collective_probation() == v1::ANSWER_YES);
  probation.set_is_written(true);
  probation.set_is_equal_for_both(true);
  *probation.mutable_agreed_date() = ToProto(signing);
}

// Hours a month wage is paid for: those planned a week times 52 weeks over 12 months; those of the
// house when nobody says how many.
Ratio HoursOfMonth(const Catalogs& catalogs, const v1::ComplianceFacts& facts) {
  const std::optional<Decimal> total = FindDecimal(facts.has_total_hours(), facts.total_hours());
  const std::optional<DatePeriod> period = FindPeriod(facts.has_period(), facts.period());
  if (!total || !period || *total <= Decimal(0)) {
    return Ratio(Figure(catalogs.figures().hours_per_month()));
  }
  return Ratio(*total) * Ratio(kDaysOfWeek) / Ratio(period->days()) * Ratio(kWeeksOfYear) /
         Ratio(kMonthsOfYear);
}

}  // namespace

void AddEmployment(const Catalogs& catalogs, const v1::ComplianceFacts& facts, const LawDays& days,
                   law::ComplianceCase& result) {
  if (IsEmployment(facts.form())) AddChain(facts, result);
  if (IsEmployedByClient(facts.form())) AddNotice(facts, days.as_of, result);
  if (facts.probation_months() > 0) AddProbation(facts, days.signing, result);
  std::optional<Money> wage = FindMoney(facts.has_monthly_wage(), facts.monthly_wage());
  if (IsEmployment(facts.form()) && wage) {
    Ratio hourly = Ratio(*wage) / HoursOfMonth(catalogs, facts);
    absl::StatusOr<Money> rounded = hourly.ToMoney("EUR");
    if (rounded.ok()) {
      *result.mutable_minimum_wage()->mutable_work_date() = facts.period().start_date();
      *result.mutable_minimum_wage()->mutable_hourly_wage() = ToProto(*rounded);
    }
  }
}

}  // namespace interim::contracting
