// covers: S31, S230
// Notice in employment with the client: BW 7:672 and 7:667(3), term by term.
#include "services/contracting/domain/employment_notice.h"

#include <string>
#include <utility>
#include <vector>

#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/domain_test_data.h"

namespace interim::contracting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr v1::PartySide kEmployer = v1::PARTY_SIDE_CLIENT;
constexpr v1::PartySide kEmployee = v1::PARTY_SIDE_SUPPLIER;

v1::Contract Employment(Date first = Day(2026, 1, 1)) {
  v1::Contract contract;
  contract.set_form(v1::CONTRACT_FORM_FIXED_TERM);
  *contract.mutable_first_date() = ToProto(first);
  *contract.mutable_period() = ToProto(*DatePeriod::Make(first, first.AddMonths(240).date));
  return contract;
}

EmploymentTerm Term(const v1::Contract& contract, v1::PartySide side, Date notice) {
  const auto term = EmploymentTermOf(TestCatalogs(), contract, side, notice);
  EXPECT_TRUE(term.has_value());
  return term.value_or(EmploymentTerm{});
}

// Years of service on the day of notice, and the months of the employer.
struct Service {
  const char* name;
  Date notice;
  int years;
  int months;
};

class ServiceTest : public ::testing::TestWithParam<Service> {};

// In service from 1 March 2008.
TEST_P(ServiceTest, EmployerTerm_GrowsWithService_EmployeeStaysAtOne) {
  const v1::Contract contract = Employment(Day(2008, 3, 1));
  const EmploymentTerm term = Term(contract, kEmployer, GetParam().notice);
  EXPECT_EQ(term.service_years, GetParam().years);
  EXPECT_EQ(term.months, GetParam().months);
  EXPECT_FALSE(term.is_agreed);
  EXPECT_THAT(term.row->source(), Not(IsEmpty()));
  EXPECT_EQ(Term(contract, kEmployee, GetParam().notice).months, 1);
}

INSTANTIATE_TEST_SUITE_P(Law, ServiceTest,
                         ::testing::Values(Service{"FirstDay", Day(2008, 3, 1), 0, 1},
                                           Service{"DayBeforeFive", Day(2013, 2, 28), 4, 1},
                                           Service{"FiveYears", Day(2013, 3, 1), 5, 2},
                                           Service{"DayBeforeTen", Day(2018, 2, 28), 9, 2},
                                           Service{"TenYears", Day(2018, 3, 1), 10, 3},
                                           Service{"DayBeforeFifteen", Day(2023, 2, 28), 14, 3},
                                           Service{"FifteenYears", Day(2023, 3, 1), 15, 4},
                                           Service{"EighteenYears", Day(2026, 3, 1), 18, 4}),
                         [](const auto& row) { return row.param.name; });

// The day notice arrives and the last day it leads to, at a term of one month.
struct Ending {
  const char* name;
  Date notice;
  Date last_day;
};

class MonthEndTest : public ::testing::TestWithParam<Ending> {};

TEST_P(MonthEndTest, TermEndsWithTheMonth) {
  EXPECT_EQ(Term(Employment(), kEmployer, GetParam().notice).earliest, GetParam().last_day);
}

INSTANTIATE_TEST_SUITE_P(
    Law, MonthEndTest,
    ::testing::Values(Ending{"MidMonth", Day(2026, 3, 2), Day(2026, 4, 30)},
                      Ending{"LastDay", Day(2026, 3, 31), Day(2026, 4, 30)},
                      Ending{"FirstDayOfTheNext", Day(2026, 4, 1), Day(2026, 5, 31)},
                      Ending{"EndOfFebruary", Day(2026, 2, 28), Day(2026, 3, 31)},
                      Ending{"EndOfJanuary", Day(2026, 1, 31), Day(2026, 2, 28)},
                      Ending{"EndOfJanuaryInALeapYear", Day(2028, 1, 31), Day(2028, 2, 29)},
                      Ending{"YearEnd", Day(2026, 12, 10), Day(2027, 1, 31)}),
    [](const auto& row) { return row.param.name; });

TEST(EmploymentNoticeTest, AnyDay_WhenThatWasAgreed) {
  v1::Contract contract = Employment();
  contract.set_is_notice_any_day(true);
  const EmploymentTerm term = Term(contract, kEmployer, Day(2026, 3, 2));
  EXPECT_FALSE(term.ends_month);
  EXPECT_EQ(term.earliest, Day(2026, 4, 2));
  EXPECT_EQ(NoticeDeadline(term, Day(2026, 4, 2)), Day(2026, 3, 2));
  EXPECT_EQ(NoticeDeadline(term, Day(2026, 3, 31)), Day(2026, 2, 28));
}

// Notice against 30 April can arrive up to and including 31 March.
TEST(EmploymentNoticeTest, Deadline_IsTheLastDayThatStillWorks) {
  const EmploymentTerm term = Term(Employment(), kEmployee, Day(2026, 3, 2));
  EXPECT_EQ(NoticeDeadline(term, Day(2026, 4, 30)), Day(2026, 3, 31));
  EXPECT_EQ(NoticeDeadline(term, Day(2026, 3, 31)), Day(2026, 2, 28));
}

// Notice in November leads to 31 December, past the last day 11 December: October is the last
// month.
TEST(EmploymentNoticeTest, Deadline_WhenTheEndIsWithinAMonth) {
  const EmploymentTerm term = Term(Employment(), kEmployee, Day(2026, 3, 2));
  EXPECT_EQ(NoticeDeadline(term, Day(2026, 12, 11)), Day(2026, 10, 31));
  EXPECT_EQ(NoticeDeadline(term, Day(2026, 12, 31)), Day(2026, 11, 30));
  EXPECT_EQ(NoticeDeadline(term, Day(2026, 3, 30)), Day(2026, 1, 31));
  EXPECT_LE(NoticeDeadline(term, Date::Max()), Date::Max());  // comes back at the limit of dates
}

TEST(EmploymentNoticeTest, LongerTermOfTheEmployee_DoublesThatOfTheEmployer) {
  v1::Contract contract = Employment();
  contract.set_employee_notice_months(2);
  EXPECT_EQ(Term(contract, kEmployee, Day(2026, 3, 2)).months, 2);
  EXPECT_TRUE(Term(contract, kEmployee, Day(2026, 3, 2)).is_agreed);
  EXPECT_EQ(Term(contract, kEmployer, Day(2026, 3, 2)).months, 4);
  contract.set_employer_notice_months(5);
  EXPECT_EQ(Term(contract, kEmployer, Day(2026, 3, 2)).months, 5);
  // As long as the law has it is not longer: nothing doubles.
  contract.set_employee_notice_months(1);
  contract.clear_employer_notice_months();
  EXPECT_EQ(Term(contract, kEmployer, Day(2026, 3, 2)).months, 1);
}

// The term of the law goes before a shorter agreed one: only a collective agreement shortens it.
TEST(EmploymentNoticeTest, EmployerTerm_IsNeverShorterThanTheLaw) {
  v1::Contract contract = Employment(Day(2008, 3, 1));
  contract.set_employer_notice_months(2);
  EXPECT_EQ(Term(contract, kEmployer, Day(2023, 3, 1)).months, 4);
}

TEST(EmploymentNoticeTest, Service_CountsContractsThatRunOn_NotThoseBeforeABreak) {
  v1::Contract contract = Employment(Day(2025, 1, 1));
  auto earlier = [&](Date from, Date to) {
    v1::EarlierContract& entry = *contract.mutable_facts()->add_earlier_contracts();
    *entry.mutable_start_date() = ToProto(from);
    *entry.mutable_end_date() = ToProto(to);
  };
  earlier(Day(2020, 1, 1), Day(2024, 12, 31));
  EXPECT_EQ(*ServiceStart(contract), Day(2020, 1, 1));
  EXPECT_EQ(Term(contract, kEmployer, Day(2026, 3, 2)).months, 2);
  earlier(Day(2010, 1, 1), Day(2019, 12, 30));  // one day between
  EXPECT_EQ(*ServiceStart(contract), Day(2020, 1, 1));
}

// Service is employment with this employer: services, and work for another, do not lengthen it.
TEST(EmploymentNoticeTest, Service_SkipsServicesAndOtherEmployers) {
  v1::Contract contract = Employment(Day(2025, 1, 1));
  v1::EarlierContract& earlier = *contract.mutable_facts()->add_earlier_contracts();
  *earlier.mutable_start_date() = ToProto(Day(2010, 1, 1));
  *earlier.mutable_end_date() = ToProto(Day(2024, 12, 31));
  earlier.set_kind(v1::EARLIER_CONTRACT_KIND_FIXED_TERM);
  EXPECT_EQ(Term(contract, kEmployer, Day(2026, 3, 2)).months, 4);
  earlier.set_kind(v1::EARLIER_CONTRACT_KIND_SERVICES);
  EXPECT_EQ(*ServiceStart(contract), Day(2025, 1, 1));
  EXPECT_EQ(Term(contract, kEmployer, Day(2026, 3, 2)).months, 1);
  earlier.set_kind(v1::EARLIER_CONTRACT_KIND_FIXED_TERM);
  earlier.set_is_other_employer(true);
  EXPECT_EQ(*ServiceStart(contract), Day(2025, 1, 1));
}

// From 2016 on: one month once the employee has reached pension age, whatever the service.
TEST(EmploymentNoticeTest, PensionAge_GivesTheEmployerOneMonth_From2016) {
  v1::Contract contract = Employment(Day(1999, 3, 1));
  contract.mutable_facts()->set_pension_age_reached(v1::ANSWER_YES);
  EXPECT_EQ(Term(contract, kEmployer, Day(2015, 12, 31)).months, 4);
  EXPECT_EQ(Term(contract, kEmployer, Day(2016, 1, 1)).months, 1);
  EXPECT_FALSE(Term(contract, kEmployer, Day(2016, 1, 1)).is_agreed);
  contract.set_employer_notice_months(2);  // what was agreed stays
  EXPECT_EQ(Term(contract, kEmployer, Day(2016, 1, 1)).months, 2);
  contract.clear_employer_notice_months();
  contract.mutable_facts()->set_pension_age_reached(v1::ANSWER_NO);
  EXPECT_EQ(Term(contract, kEmployer, Day(2016, 1, 1)).months, 4);
}

TEST(EmploymentNoticeTest, NoRowForTheDay_GivesNoTerm) {
  EXPECT_TRUE(
      EmploymentTermOf(TestCatalogs(), Employment(), kEmployer, Day(1999, 1, 1)).has_value());
  EXPECT_FALSE(
      EmploymentTermOf(TestCatalogs(), Employment(), kEmployer, Day(1998, 12, 31)).has_value());
}

std::vector<PreconditionViolation> Problems(const v1::Contract& contract) {
  std::vector<PreconditionViolation> problems;
  CheckNoticeTerms(TestCatalogs(), contract, problems);
  return problems;
}

TEST(NoticeTermsTest, SixMonthsForTheEmployee_AndAtLeastDoubleForTheEmployer) {
  v1::Contract contract = Employment();
  EXPECT_THAT(Problems(contract), IsEmpty());
  contract.set_employee_notice_months(6);
  contract.set_employer_notice_months(12);
  EXPECT_THAT(Problems(contract), IsEmpty());
  contract.set_employer_notice_months(11);
  EXPECT_THAT(Problems(contract), SizeIs(1));
  contract.clear_employer_notice_months();  // the law fills it in
  EXPECT_THAT(Problems(contract), IsEmpty());
  contract.set_employee_notice_months(7);
  EXPECT_THAT(Problems(contract), SizeIs(1));
}

TEST(NoticeTermsTest, BelongToEmploymentWithTheClientOnly) {
  for (const v1::ContractForm form : {v1::CONTRACT_FORM_BUREAU, v1::CONTRACT_FORM_PAYROLL}) {
    v1::Contract contract = Employment();
    contract.set_form(form);
    EXPECT_THAT(Problems(contract), IsEmpty());
    contract.set_is_notice_any_day(true);
    EXPECT_THAT(Problems(contract), SizeIs(1));
  }
}

TEST(NoticeDataTest, BadRows_AreTold) {
  EmploymentNotice data = TestCatalogs().files().employment_notice;
  EXPECT_THAT(CheckNoticeData(data), IsEmpty());
  *data.add_row() = data.row(1);  // the same day twice
  data.mutable_row(0)->clear_source();
  data.mutable_row(1)->clear_employer();
  EXPECT_THAT(CheckNoticeData(data), SizeIs(3));
  EXPECT_THAT(CheckNoticeData(EmploymentNotice()), SizeIs(2));
}

TEST(NoticeDataTest, RowsThatOverlap_AreRefused_AndTheDayAfterTheLastIsOut) {
  EmploymentNotice data = TestCatalogs().files().employment_notice;
  data.mutable_row(0)->set_to("2016-01-02");
  EXPECT_THAT(CheckNoticeData(data), ElementsAre(HasSubstr("overlaps")));
  data.mutable_row(0)->clear_to();  // open, with a row after it
  EXPECT_THAT(CheckNoticeData(data), ElementsAre(HasSubstr("overlaps")));
  data.mutable_row(0)->set_to("1999-01-01");  // no day at all
  EXPECT_THAT(CheckNoticeData(data), ElementsAre(HasSubstr(": to")));
  data.mutable_row(0)->set_to("2016-01-01");
  data.mutable_row()->RemoveLast();
  EXPECT_THAT(CheckNoticeData(data), IsEmpty());
  CatalogFiles files = TestCatalogs().files();
  files.employment_notice = data;
  const FakeShared shared;
  const Catalogs catalogs(std::move(files), shared);
  EXPECT_TRUE(EmploymentTermOf(catalogs, Employment(), kEmployer, Day(2015, 12, 31)).has_value());
  EXPECT_FALSE(EmploymentTermOf(catalogs, Employment(), kEmployer, Day(2016, 1, 1)).has_value());
}

}  // namespace
}  // namespace interim::contracting
