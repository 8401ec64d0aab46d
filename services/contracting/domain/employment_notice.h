// Notice in employment with the client: the term of the law by length of service, what was agreed
// instead, and the day it leads to. Figures come from employment_notice.textproto.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_EMPLOYMENT_NOTICE_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_EMPLOYMENT_NOTICE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/core/date.h"
#include "common/core/error.h"
#include "interim/contracting/v1/contract.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// A term with the days it leads to.
struct EmploymentTerm {
  int months = 0;
  int service_years = 0;           // full years of service on the day of notice
  bool is_agreed = false;          // longer or shorter than the law has it
  bool by_pension_age = false;     // the one term of the law after pension age
  bool ends_month = false;         // the last day must be that of a month
  Date earliest;                   // earliest last day, inclusive
  const NoticeRow* row = nullptr;  // never null in a result
};

// Whether an earlier contract was employment with this employer or its predecessor: services and
// other employers are neither.
bool IsEarlierEmployment(const v1::EarlierContract& earlier);

// First day of service: that of the contract, or of earlier employment that runs on into it without
// a day between. Nothing without a period.
std::optional<Date> ServiceStart(const v1::Contract& contract);

// The term of one side for notice that arrived on `notice`. The employer keeps to the longest of
// law, agreement and twice the longer term of the employee; the employee to what was agreed, else
// to the law. Once the employee has reached pension age, the law has one term for the employer,
// whatever the service. Nothing when no row covers the day.
//   source  BW 7:672
std::optional<EmploymentTerm> EmploymentTermOf(const Catalogs& catalogs,
                                               const v1::Contract& contract, v1::PartySide side,
                                               Date notice);

// Last day on which notice for `end` could arrive: a day later, and the earliest last day lies
// after `end`.
Date NoticeDeadline(const EmploymentTerm& term, Date end);

// Whether the term of the employee was made longer than the law has it on the first day of work.
bool IsLongerForEmployee(const Catalogs& catalogs, const v1::Contract& contract);

// What is wrong with the terms agreed: they belong to employment with the client, that of the
// employee has a longest, and when it is made longer that of the employer is at least double.
void CheckNoticeTerms(const Catalogs& catalogs, const v1::Contract& contract,
                      std::vector<PreconditionViolation>& problems);

// Problems of the file: rows out of order or overlapping, dates that are none, no terms, no
// sources. Empty when it is fine.
std::vector<std::string> CheckNoticeData(const EmploymentNotice& data);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_EMPLOYMENT_NOTICE_H_
