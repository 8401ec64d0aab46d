#include "services/contracting/domain/employment_notice.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

constexpr int kMonthsPerYear = 12;

std::optional<Date> ReadDay(const std::string& text) {
  absl::StatusOr<Date> day = Date::Parse(text);
  if (!day.ok()) return std::nullopt;
  return *day;
}

const NoticeRow* RowOn(const Catalogs& catalogs, Date day) {
  const NoticeRow* found = nullptr;
  for (const NoticeRow& row : catalogs.files().employment_notice.row()) {
    std::optional<Date> from = ReadDay(row.from());
    std::optional<Date> to = ReadDay(row.to());
    if (from && *from <= day && (!to || day < *to)) found = &row;
  }
  return found;
}

// Full years from the first day of service to the day of notice.
int YearsOf(Date start, Date notice) {
  int years = std::max(notice.year() - start.year(), 0);
  while (years > 0 && notice < start.AddMonths(years * kMonthsPerYear).date) --years;
  return years;
}

bool IsByPensionAge(const NoticeRow& row, const v1::Contract& contract) {
  return contract.facts().pension_age_reached() == v1::ANSWER_YES &&
         row.employer_pension_age_months() > 0;
}

int LawOfEmployer(const NoticeRow& row, const v1::Contract& contract, int years) {
  if (IsByPensionAge(row, contract)) return row.employer_pension_age_months();
  int months = 0;
  for (const ServiceTerm& term : row.employer()) {
    if (years >= term.from_years()) months = term.months();
  }
  return months;
}

// A longer term of the employee binds the employer to a multiple of it.
int DoubleOfEmployee(const NoticeRow& row, const v1::Contract& contract) {
  const int agreed = contract.employee_notice_months();
  return agreed > row.employee_months() ? agreed * row.employer_factor() : 0;
}

Date EarliestEnd(Date notice, int months, bool ends_month) {
  const Date day = notice.AddMonths(months).date;
  return ends_month ? day.LastDayOfMonth() : day;
}

// Both ends of a row: the day after the last lies before or on the first day of the next row.
void CheckDays(const NoticeRow& row, const NoticeRow* next, std::vector<std::string>& problems) {
  const std::string name = absl::StrCat("employment notice from ", row.from());
  std::optional<Date> from = ReadDay(row.from());
  std::optional<Date> to = ReadDay(row.to());
  if (!from) problems.push_back(absl::StrCat(name, ": from"));
  if (!row.to().empty() && (!to || (from && *to <= *from))) {
    problems.push_back(absl::StrCat(name, ": to"));
  }
  std::optional<Date> follows = next != nullptr ? ReadDay(next->from()) : std::nullopt;
  if (from && follows && *follows <= *from) {
    problems.push_back(absl::StrCat(name, ": order"));
  } else if (follows && (!to || *follows < *to)) {
    problems.push_back(absl::StrCat(name, ": overlaps the next"));
  }
}

}  // namespace

bool IsEarlierEmployment(const v1::EarlierContract& earlier) {
  return !earlier.is_other_employer() && earlier.kind() != v1::EARLIER_CONTRACT_KIND_SERVICES;
}

std::optional<Date> ServiceStart(const v1::Contract& contract) {
  std::optional<Date> start = FindDate(contract.has_first_date(), contract.first_date());
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  if (!start && period) start = period->start();
  if (!start) return std::nullopt;
  bool moved = true;
  while (moved) {
    moved = false;
    for (const v1::EarlierContract& earlier : contract.facts().earlier_contracts()) {
      if (!IsEarlierEmployment(earlier)) continue;
      std::optional<Date> from = FindDate(earlier.has_start_date(), earlier.start_date());
      std::optional<Date> to = FindDate(earlier.has_end_date(), earlier.end_date());
      if (!from || !to || *from >= *start || to->AddDays(1) < *start) continue;
      start = from;
      moved = true;
    }
  }
  return start;
}

std::optional<EmploymentTerm> EmploymentTermOf(const Catalogs& catalogs,
                                               const v1::Contract& contract, v1::PartySide side,
                                               Date notice) {
  const NoticeRow* row = RowOn(catalogs, notice);
  if (row == nullptr) return std::nullopt;
  EmploymentTerm term;
  term.row = row;
  term.service_years = YearsOf(ServiceStart(contract).value_or(notice), notice);
  if (side == v1::PARTY_SIDE_CLIENT) {
    const int law = LawOfEmployer(*row, contract, term.service_years);
    term.months =
        std::max({law, contract.employer_notice_months(), DoubleOfEmployee(*row, contract)});
    term.is_agreed = term.months != law;
    term.by_pension_age = IsByPensionAge(*row, contract) && !term.is_agreed;
  } else {
    const int agreed = contract.employee_notice_months();
    term.months = agreed > 0 ? agreed : row->employee_months();
    term.is_agreed = term.months != row->employee_months();
  }
  term.ends_month = row->is_month_end() && !contract.is_notice_any_day();
  term.earliest = EarliestEnd(notice, term.months, term.ends_month);
  return term;
}

Date NoticeDeadline(const EmploymentTerm& term, Date end) {
  Date day = end.AddMonths(-term.months).date;
  auto leads_to = [&](Date notice) { return EarliestEnd(notice, term.months, term.ends_month); };
  // Within the last month the term runs past the end: the deadline lies in the month before.
  while (leads_to(day) > end && day > Date::Min()) day = day.AddDays(-1);
  while (day < end && leads_to(day.AddDays(1)) <= end) day = day.AddDays(1);
  return day;
}

bool IsLongerForEmployee(const Catalogs& catalogs, const v1::Contract& contract) {
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  const NoticeRow* row = period ? RowOn(catalogs, period->start()) : nullptr;
  return row != nullptr && contract.employee_notice_months() > row->employee_months();
}

void CheckNoticeTerms(const Catalogs& catalogs, const v1::Contract& contract,
                      std::vector<PreconditionViolation>& problems) {
  const int employee = contract.employee_notice_months();
  const int employer = contract.employer_notice_months();
  if (contract.form() != v1::CONTRACT_FORM_FIXED_TERM) {
    if (employee != 0 || employer != 0 || contract.is_notice_any_day()) {
      problems.push_back({"FIELD", "employee_notice_months",
                          "notice in months belongs to employment with the client only"});
    }
    return;
  }
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  const NoticeRow* row = period ? RowOn(catalogs, period->start()) : nullptr;
  if (row == nullptr) return;
  if (employee > row->employee_max_months()) {
    problems.push_back({"FIELD", "employee_notice_months",
                        absl::StrCat("at most ", row->employee_max_months(), " months by law")});
  }
  if (employer != 0 && employer < DoubleOfEmployee(*row, contract)) {
    problems.push_back({"FIELD", "employer_notice_months",
                        absl::StrCat("at least ", DoubleOfEmployee(*row, contract),
                                     " months beside ", employee, " of the employee, by law")});
  }
}

std::vector<std::string> CheckNoticeData(const EmploymentNotice& data) {
  std::vector<std::string> problems;
  if (data.row().empty()) problems.emplace_back("employment notice: no row");
  if (data.urgent_source().empty() || data.probation_source().empty()) {
    problems.emplace_back("employment notice: sources of an end at once");
  }
  for (int i = 0; i < data.row_size(); ++i) {
    const NoticeRow& row = data.row(i);
    const std::string name = absl::StrCat("employment notice from ", row.from());
    CheckDays(row, i + 1 < data.row_size() ? &data.row(i + 1) : nullptr, problems);
    if (row.employer().empty() || row.employee_months() <= 0 || row.employer_factor() <= 0) {
      problems.push_back(absl::StrCat(name, ": terms"));
    }
    if (row.source().empty()) problems.push_back(absl::StrCat(name, ": source"));
  }
  return problems;
}

}  // namespace interim::contracting
