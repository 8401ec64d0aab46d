// covers: S15, S225, S230, S240
#include "services/contracting/domain/ending.h"

#include <algorithm>
#include <string>

#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/test_contracts.h"

namespace interim::contracting {
namespace {

using ::interim::testing::HasField;
using ::interim::testing::HasMetadata;
using ::interim::testing::HasReason;
using ::interim::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

EndStamp Client(Date today) {
  return {.who = kTestBoard, .today = today, .now = kTestNow, .signed_on = kTestDay};
}
EndStamp Bureau(Date today) {
  return {.who = kTestBureau, .today = today, .now = kTestNow, .signed_on = kTestDay};
}

v1::TerminateContractRequest Notice(v1::TerminationGround ground = v1::TERMINATION_GROUND_NOTICE) {
  v1::TerminateContractRequest request;
  request.set_ground(ground);
  request.set_reason("het resultaat is eerder bereikt");
  return request;
}

absl::StatusOr<v1::Contract> End(const v1::Contract& contract,
                                 const v1::TerminateContractRequest& request,
                                 const EndStamp& stamp) {
  return TerminateContract(TestCatalogs(), TestLaw(), contract, request, stamp);
}

Date DayOf(const google::type::Date& day) { return Day(day.year(), day.month(), day.day()); }

void RemoveClause(const std::string& code, v1::Contract& contract) {
  auto& clauses = *contract.mutable_clauses();
  for (int i = clauses.size() - 1; i >= 0; --i) {
    if (clauses[i].code() == code) clauses.DeleteSubrange(i, 1);
  }
}

// Received 2 March; 28 days from 3 March on: the last is 30 March.
TEST(NoticeTest, AgreedTerm_StartsTheDayAfterReceipt) {
  const v1::Contract after = *End(TestActive(), Notice(), Client(Day(2026, 3, 2)));
  EXPECT_EQ(after.state(), v1::CONTRACT_STATE_ACTIVE);
  EXPECT_EQ(*LastDay(after), Day(2026, 3, 30));
  EXPECT_EQ(after.termination().notice_days(), 28);
  EXPECT_EQ(after.termination().side(), v1::PARTY_SIDE_CLIENT);
  EXPECT_THAT(after.termination().basis().en(), HasSubstr("28 days"));
  EXPECT_EQ(EndContract(after, Day(2026, 3, 30)).state(), v1::CONTRACT_STATE_ACTIVE);
  const v1::Contract ended = EndContract(after, Day(2026, 3, 31));
  EXPECT_EQ(ended.state(), v1::CONTRACT_STATE_ENDED);
  EXPECT_EQ(ended.end_date().day(), 30);
}

// Leap year and year end: 28 days after 1 February 2028 is 29 February; after 10 December, 7
// January.
TEST(NoticeTest, Days_CrossMonthAndYearEnds) {
  v1::Contract contract = TestActive();
  *contract.mutable_period()->mutable_end_date() = ToProto(Day(2028, 12, 31));
  EXPECT_EQ(*LastDay(*End(contract, Notice(), Client(Day(2028, 2, 1)))), Day(2028, 2, 29));
  EXPECT_EQ(*LastDay(*End(contract, Notice(), Client(Day(2027, 12, 10)))), Day(2028, 1, 7));
}

TEST(NoticeTest, BothSides_MayGiveIt) {
  const v1::Contract after = *End(TestActive(), Notice(), Bureau(Day(2026, 3, 2)));
  EXPECT_EQ(after.termination().side(), v1::PARTY_SIDE_SUPPLIER);
  EXPECT_EQ(*LastDay(after), Day(2026, 3, 30));
}

TEST(NoticeTest, WantedEnd_FromTheEarliestToTheLastDay) {
  auto wanted = [](Date end) {
    v1::TerminateContractRequest request = Notice();
    *request.mutable_end_date() = ToProto(end);
    return End(TestActive(), request, Client(Day(2026, 3, 2)));
  };
  EXPECT_THAT(wanted(Day(2026, 3, 29)), HasReason("END_DATE_NOT_POSSIBLE"));
  EXPECT_THAT(wanted(Day(2026, 3, 29)), HasMetadata("earliestEndDate", "2026-03-30"));
  EXPECT_THAT(wanted(Day(2026, 3, 30)), IsOk());
  EXPECT_EQ(wanted(Day(2026, 4, 30))->termination().notice_deadline_date().day(), 2);
  EXPECT_THAT(wanted(Day(2026, 12, 11)), IsOk());
  EXPECT_THAT(wanted(Day(2026, 12, 12)), HasReason("END_DATE_NOT_POSSIBLE"));
}

// Too close to the end: the term would run past the last day, so the contract just runs out.
TEST(NoticeTest, TermBeyondTheLastDay_IsNotPossible) {
  EXPECT_THAT(End(TestActive(), Notice(), Client(Day(2026, 11, 13))), IsOk());
  EXPECT_THAT(End(TestActive(), Notice(), Client(Day(2026, 11, 14))),
              HasReason("END_DATE_NOT_POSSIBLE"));
}

TEST(NoticeTest, NoticeDay_NotInTheFuture_NotBeforeSigning_AndNeverEndsBeforeToday) {
  v1::TerminateContractRequest request = Notice();
  *request.mutable_notice_date() = ToProto(Day(2026, 3, 3));
  EXPECT_THAT(End(TestActive(), request, Client(Day(2026, 3, 2))), HasField("notice_date"));
  *request.mutable_notice_date() = ToProto(Day(2026, 1, 25));
  EXPECT_THAT(End(TestActive(), request, Client(Day(2026, 3, 2))), HasField("notice_date"));
  *request.mutable_notice_date() = ToProto(Day(2026, 2, 2));
  EXPECT_EQ(*LastDay(*End(TestActive(), request, Client(Day(2026, 4, 1)))), Day(2026, 4, 1));
}

TEST(NoticeTest, Twice_OrOnADraft_IsRefused) {
  const v1::Contract once = *End(TestActive(), Notice(), Client(Day(2026, 3, 2)));
  EXPECT_THAT(End(once, Notice(), Client(Day(2026, 3, 3))), HasReason("NOTICE_GIVEN"));
  EXPECT_THAT(End(TestDraft(), Notice(), Client(Day(2026, 3, 2))),
              HasReason("CONTRACT_NOT_IN_FORCE"));
}

// Without an agreed term the client may still end a contract for services, the contractor may not.
TEST(NoticeTest, WithoutTheClause_OnlyTheClientOfServices) {
  v1::Contract contract = TestActive();
  RemoveClause("CL-07", contract);
  const v1::Contract after = *End(contract, Notice(), Client(Day(2026, 3, 2)));
  EXPECT_EQ(after.termination().notice_days(), 0);
  EXPECT_THAT(after.termination().basis().en(), HasSubstr("ask a lawyer"));
  EXPECT_THAT(End(contract, Notice(), Bureau(Day(2026, 3, 2))),
              HasReason("TERMINATION_NOT_ALLOWED"));
  contract.set_form(v1::CONTRACT_FORM_PAYROLL);
  EXPECT_THAT(End(contract, Notice(), Client(Day(2026, 3, 2))),
              HasReason("TERMINATION_NOT_ALLOWED"));
}

v1::Contract Employment() {
  v1::Contract contract = TestActive();
  contract.set_form(v1::CONTRACT_FORM_FIXED_TERM);
  return contract;
}

// Employment for a term runs to its end when nobody agreed otherwise in writing: for both sides.
TEST(EmploymentTest, WithoutAgreedEarlyNotice_RunsToItsEnd) {
  v1::Contract contract = Employment();
  RemoveClause("CL-07", contract);
  for (const EndStamp& stamp : {Client(Day(2026, 3, 2)), Bureau(Day(2026, 3, 2))}) {
    const auto refused = End(contract, Notice(), stamp);
    EXPECT_THAT(refused, HasReason("EARLY_NOTICE_NOT_AGREED"));
    EXPECT_THAT(refused, HasMetadata("missing", "CL-07"));
    EXPECT_THAT(refused, HasMetadata("lastDate", "2026-12-11"));
  }
}

// Received 2 March: one month, and on to the end of the month in which it is over.
TEST(EmploymentTest, TermOfTheLaw_IsInMonths_WithItsSources) {
  const v1::Contract after = *End(Employment(), Notice(), Client(Day(2026, 3, 2)));
  const v1::Termination& termination = after.termination();
  EXPECT_EQ(*LastDay(after), Day(2026, 4, 30));
  EXPECT_EQ(termination.notice_months(), 1);
  EXPECT_EQ(termination.notice_days(), 0);
  EXPECT_EQ(DayOf(termination.notice_deadline_date()), Day(2026, 3, 31));
  EXPECT_EQ(termination.sources(0).article().substr(0, 8), "BW 7:672");
  EXPECT_THAT(termination.basis().nl(), HasSubstr("De werkgever neemt 1 maand in acht"));
  EXPECT_THAT(termination.basis().nl(), HasSubstr("UWV"));
  const v1::Contract left = *End(Employment(), Notice(), Bureau(Day(2026, 3, 2)));
  EXPECT_THAT(left.termination().basis().en(), HasSubstr("The employee observes 1 month"));
  EXPECT_THAT(left.termination().basis().en(), Not(HasSubstr("UWV")));
}

TEST(EmploymentTest, WantedEnd_IsTheEndOfAMonth_OrTheLastDayOfTheContract) {
  auto wanted = [](Date end, bool any_day) {
    v1::Contract contract = Employment();
    contract.set_is_notice_any_day(any_day);
    v1::TerminateContractRequest request = Notice();
    *request.mutable_end_date() = ToProto(end);
    return End(contract, request, Client(Day(2026, 3, 2)));
  };
  EXPECT_THAT(wanted(Day(2026, 3, 31), false), HasMetadata("earliestEndDate", "2026-04-30"));
  EXPECT_THAT(wanted(Day(2026, 5, 15), false), HasMetadata("earliestEndDate", "2026-05-31"));
  EXPECT_THAT(wanted(Day(2026, 5, 31), false), IsOk());
  EXPECT_EQ(DayOf(wanted(Day(2026, 12, 11), false)->termination().notice_deadline_date()),
            Day(2026, 10, 31));
  EXPECT_THAT(wanted(Day(2026, 4, 1), true), HasMetadata("earliestEndDate", "2026-04-02"));
  EXPECT_THAT(wanted(Day(2026, 5, 15), true), IsOk());
}

// Days and the agreed day of the end, as a sentence in both languages.
TEST(EmploymentTest, Basis_ReadsAsASentence) {
  v1::Contract contract = Employment();
  const auto month = End(contract, Notice(), Bureau(Day(2026, 3, 2)))->termination().basis();
  EXPECT_THAT(month.nl(), HasSubstr("op zijn vroegst 30 april 2026, het einde van een maand."));
  contract.set_is_notice_any_day(true);
  const auto any = End(contract, Notice(), Bureau(Day(2026, 3, 2)))->termination().basis();
  EXPECT_THAT(any.nl(), HasSubstr("Ontvangen op 2 maart 2026; de laatste dag is op zijn vroegst "
                                  "2 april 2026, want er is afgesproken dat tegen elke dag kan "
                                  "worden opgezegd."));
  EXPECT_THAT(any.en(), HasSubstr("Received on 2 March 2026; the last day is 2 April 2026 at the "
                                  "earliest, because it was agreed that notice may be given for "
                                  "any day."));
}

// The law lets both sides end employment at once for an urgent reason; no clause gives that right.
TEST(EmploymentTest, UrgentReason_EndsItAtOnce_WithoutAClause) {
  v1::Contract contract = Employment();
  RemoveClause("CL-07", contract);
  RemoveClause("CL-08", contract);
  const auto request = Notice(v1::TERMINATION_GROUND_IMMEDIATE);
  for (const EndStamp& stamp : {Client(Day(2026, 3, 2)), Bureau(Day(2026, 3, 2))}) {
    const auto after = End(contract, request, stamp);
    ASSERT_THAT(after, IsOk());
    EXPECT_EQ(*LastDay(*after), Day(2026, 3, 2));
    EXPECT_EQ(after->termination().notice_months(), 0);
    EXPECT_EQ(after->termination().sources(0).article(), "BW 7:677 lid 1");
    EXPECT_THAT(after->termination().basis().nl(), HasSubstr("dringende reden (BW 7:677)"));
    EXPECT_THAT(after->termination().basis().en(), HasSubstr("received on 2 March 2026"));
  }
  EXPECT_THAT(End(contract, Notice(), Client(Day(2026, 3, 2))),
              HasReason("EARLY_NOTICE_NOT_AGREED"));
}

// In service from 26 January with one month of probation: until 25 February.
TEST(EmploymentTest, Probation_EndsItAtOnce_OnItsOwnGround) {
  v1::Contract contract = Employment();
  RemoveClause("CL-08", contract);
  contract.mutable_facts()->set_probation_months(1);
  *contract.mutable_first_date() = ToProto(Day(2026, 1, 26));
  auto source = [&](Date notice) {
    const auto after = End(contract, Notice(v1::TERMINATION_GROUND_IMMEDIATE), Client(notice));
    return after.ok() ? after->termination().sources(0).article() : "";
  };
  EXPECT_EQ(source(Day(2026, 2, 25)), "BW 7:676");
  EXPECT_EQ(source(Day(2026, 2, 26)), "BW 7:677 lid 1");
  contract.mutable_facts()->clear_probation_months();
  EXPECT_EQ(source(Day(2026, 2, 25)), "BW 7:677 lid 1");
}

TEST(EmploymentTest, PensionAge_IsNamedAsTheGround) {
  v1::Contract contract = Employment();
  *contract.mutable_first_date() = ToProto(Day(2006, 1, 26));
  contract.mutable_facts()->set_pension_age_reached(v1::ANSWER_YES);
  const v1::Contract after = *End(contract, Notice(), Client(Day(2026, 3, 2)));
  EXPECT_EQ(after.termination().notice_months(), 1);
  EXPECT_THAT(after.termination().basis().nl(), HasSubstr("na de AOW-leeftijd, BW 7:672 lid 3"));
}

// Recorded late: the term has run out, and the contract still ends with a month.
TEST(EmploymentTest, RecordedLate_EndsWithTheRunningMonth) {
  v1::TerminateContractRequest request = Notice();
  *request.mutable_notice_date() = ToProto(Day(2026, 2, 2));
  EXPECT_EQ(*LastDay(*End(Employment(), request, Client(Day(2026, 5, 4)))), Day(2026, 5, 31));
}

TEST(EmploymentTest, Payroll_KeepsTheTermOfTheFirm) {
  v1::Contract contract = TestActive();
  contract.set_form(v1::CONTRACT_FORM_PAYROLL);
  const v1::Contract after = *End(contract, Notice(), Client(Day(2026, 3, 2)));
  EXPECT_EQ(*LastDay(after), Day(2026, 3, 30));
  EXPECT_EQ(after.termination().notice_months(), 0);
  EXPECT_THAT(after.termination().basis().nl(), HasSubstr("payrollbedrijf"));
}

TEST(NoticeTest, Employment_CarriesTheRuleOnRenewal_AndSendsToALawyer) {
  v1::Contract contract = TestActive();
  contract.set_form(v1::CONTRACT_FORM_FIXED_TERM);
  const v1::Contract after = *End(contract, Notice(), Client(Day(2026, 3, 2)));
  ASSERT_THAT(after.termination().findings(), SizeIs(1));
  EXPECT_EQ(after.termination().findings(0).rule_id(), "R02");
  EXPECT_THAT(after.termination().basis().nl(), HasSubstr("vraag een jurist"));
}

TEST(NoticeTest, Immediate_NeedsTheClause_AndEndsToday) {
  v1::Contract contract = TestActive();
  const auto request = Notice(v1::TERMINATION_GROUND_IMMEDIATE);
  EXPECT_EQ(*LastDay(*End(contract, request, Client(Day(2026, 3, 2)))), Day(2026, 3, 2));
  RemoveClause("CL-08", contract);
  EXPECT_THAT(End(contract, request, Client(Day(2026, 3, 2))), HasMetadata("missing", "CL-08"));
}

// First 28 days from 26 January: until 22 February.
TEST(NoticeTest, SatisfactionWindow_OnlyTheClientInTheFirstWeeks) {
  v1::Contract contract = TestActive();
  if (std::none_of(contract.clauses().begin(), contract.clauses().end(),
                   [](const v1::Clause& c) { return c.code() == "CL-09"; })) {
    contract.add_clauses()->set_code("CL-09");
  }
  const auto request = Notice(v1::TERMINATION_GROUND_SATISFACTION);
  EXPECT_THAT(End(contract, request, Client(Day(2026, 2, 22))), IsOk());
  EXPECT_THAT(End(contract, request, Client(Day(2026, 2, 23))),
              HasReason("TERMINATION_NOT_ALLOWED"));
  EXPECT_THAT(End(contract, request, Bureau(Day(2026, 2, 1))), HasMetadata("missing", "client"));
}

TEST(NoticeTest, BeforeTheFirstDay_EndsItAtOnce) {
  v1::Contract contract = TestSigned();
  *contract.mutable_period()->mutable_start_date() = ToProto(Day(2026, 6, 1));
  *contract.mutable_first_date() = ToProto(Day(2026, 6, 1));
  const v1::Contract after = *End(contract, Notice(), Client(Day(2026, 3, 2)));
  EXPECT_EQ(after.state(), v1::CONTRACT_STATE_ENDED);
}

TEST(WorkTest, AfterTheNewLastDay_NoMonthIsWorked) {
  const v1::Contract after = *End(TestActive(), Notice(), Client(Day(2026, 3, 2)));
  v1::WorkMonth april;
  april.set_year(2026);
  april.set_month(4);
  april.mutable_hours()->set_value("10");
  EXPECT_THAT(RecordWork(TestCatalogs(), after, april,
                         {.subject = "kim", .today = Day(2026, 5, 1), .now = kTestNow}),
              HasReason("MONTH_NOT_WORKED"));
}

// ---- pilot ----

v1::Contract Pilot() {
  v1::Contract given;
  given.set_is_pilot(true);
  v1::Contract draft = TestDraft(v1::CONTRACT_FORM_BUREAU, given);
  draft.mutable_pilot()->set_question("Kan het in een jaar?");
  *draft.mutable_pilot()->mutable_decision_date() = ToProto(Day(2026, 2, 20));
  *draft.mutable_period()->mutable_end_date() = ToProto(Day(2026, 2, 27));
  return TestActive(TestSigned(TestSubmitted(draft)));
}

v1::DecidePilotRequest Decision(v1::PilotOutcome outcome) {
  v1::DecidePilotRequest request;
  request.set_outcome(outcome);
  request.set_reason("plan overtuigt");
  return request;
}

TEST(PilotTest, Decision_IsTakenOnce) {
  const v1::Contract after =
      *DecidePilot(Pilot(), Decision(v1::PILOT_OUTCOME_GO), Client(Day(2026, 2, 20)));
  EXPECT_EQ(after.pilot().outcome(), v1::PILOT_OUTCOME_GO);
  EXPECT_EQ(after.pilot().actor(), "board");
  EXPECT_THAT(DecidePilot(after, Decision(v1::PILOT_OUTCOME_STOP), Client(Day(2026, 2, 21))),
              HasReason("PILOT_DECIDED"));
  EXPECT_THAT(DecidePilot(TestActive(), Decision(v1::PILOT_OUTCOME_GO), Client(Day(2026, 2, 20))),
              HasReason("NOT_A_PILOT"));
}

TEST(PilotTest, NoDecision_IsToldTheDayAfter_AndThePilotEnds) {
  EXPECT_FALSE(MarkPilotOverdue(Pilot(), Day(2026, 2, 20)).pilot().is_overdue());
  EXPECT_TRUE(MarkPilotOverdue(Pilot(), Day(2026, 2, 21)).pilot().is_overdue());
  EXPECT_EQ(EndContract(Pilot(), Day(2026, 2, 28)).state(), v1::CONTRACT_STATE_ENDED);
  const v1::Contract decided =
      *DecidePilot(Pilot(), Decision(v1::PILOT_OUTCOME_STOP), Client(Day(2026, 2, 20)));
  EXPECT_FALSE(MarkPilotOverdue(decided, Day(2026, 2, 21)).pilot().is_overdue());
}

TEST(WithdrawTest, DraftAndInSignature_ButNotWhatIsSigned) {
  const v1::Contract draft = *WithdrawContract(TestDraft(), "andere vorm", Client(kTestDay));
  EXPECT_EQ(draft.state(), v1::CONTRACT_STATE_WITHDRAWN);
  EXPECT_THAT(draft.versions(), IsEmpty());
  const v1::Contract open = *WithdrawContract(TestSubmitted(), "fout", Client(kTestDay));
  ASSERT_THAT(open.versions(), SizeIs(1));
  EXPECT_EQ(open.versions(0).state(), v1::VERSION_STATE_WITHDRAWN);
  EXPECT_THAT(SignContract(open, open.document().document_sha256(), kTestBoard, kTestNow),
              HasReason("CONTRACT_NOT_IN_SIGNATURE"));
  EXPECT_THAT(WithdrawContract(TestSigned(), "te laat", Client(kTestDay)),
              HasReason("CONTRACT_NOT_OPEN"));
}

}  // namespace
}  // namespace interim::contracting
