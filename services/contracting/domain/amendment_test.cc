// covers: S10, S15, S211, S225, S240
#include "services/contracting/domain/amendment.h"

#include <string>
#include <vector>

#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/ending.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/test_contracts.h"

namespace interim::contracting {
namespace {

using ::interim::testing::HasField;
using ::interim::testing::HasMetadata;
using ::interim::testing::HasReason;
using ::interim::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kChangeName[] = "organizations/acme/contracts/c2";
const ChangeStamp kHr{.subject = "hr", .roles = {"hr_advisor"}, .today = Day(2026, 6, 1)};
const ChangeStamp kClient{.subject = "board", .roles = {"formal_client"}, .today = Day(2026, 6, 1)};

// The contract of these tests runs from 26 January to 11 December 2026.
v1::AmendContractRequest NewRate(int euro = 150) {
  v1::AmendContractRequest request;
  *request.mutable_contract()->mutable_rate() = TestDraft().rate();
  request.mutable_contract()->mutable_rate()->mutable_amount()->set_units(euro);
  request.set_reason("zwaardere opdracht");
  *request.mutable_effective_date() = ToProto(Day(2026, 7, 1));
  return request;
}

v1::ExtendContractRequest Until(Date end) {
  v1::ExtendContractRequest request;
  *request.mutable_end_date() = ToProto(end);
  request.mutable_need()->set_need("de migratie loopt uit");
  request.mutable_need()->set_remaining_work("twee systemen");
  return request;
}

v1::ExtendContractRequest LongUntil(Date end) {
  v1::ExtendContractRequest request = Until(end);
  request.mutable_need()->set_permanent_route("werving begint in mei");
  request.mutable_need()->add_alternatives("interne waarnemer: geen kandidaat");
  return request;
}

absl::StatusOr<v1::Contract> Amend(const v1::Contract& base, const v1::AmendContractRequest& change,
                                   const ChangeStamp& stamp = kHr) {
  return AmendContract(TestCatalogs(), base, TestBrief(), change, stamp);
}

absl::StatusOr<v1::Contract> Extend(const v1::Contract& base,
                                    const v1::ExtendContractRequest& request,
                                    const ChangeStamp& stamp = kHr) {
  return ExtendContract(TestCatalogs(), base, TestBrief(), request, stamp);
}

// Base and change as stored: each knows the other.
struct Pair {
  v1::Contract base;
  v1::Contract change;
};
Pair Opened(v1::Contract draft, v1::Contract base = TestActive()) {
  draft.set_name(kChangeName);
  base.set_open_amendment(kChangeName);
  return {std::move(base), std::move(draft)};
}

TEST(AmendTest, NewRate_IsADraftOfItsOwn_AndTellsWhatChanges) {
  const v1::Contract base = TestActive();
  const v1::Contract draft = *Amend(base, NewRate());
  EXPECT_EQ(draft.state(), v1::CONTRACT_STATE_DRAFT);
  EXPECT_THAT(draft.signatures(), IsEmpty());
  EXPECT_FALSE(draft.has_document());
  EXPECT_EQ(draft.amendment().base_contract(), base.name());
  EXPECT_EQ(draft.amendment().base_version(), 1);
  EXPECT_EQ(draft.amendment().base_document_sha256(), base.document().document_sha256());
  ASSERT_THAT(draft.amendment().changes(), SizeIs(1));
  EXPECT_EQ(draft.amendment().changes(0).field(), "rate");
  EXPECT_THAT(draft.amendment().changes(0).after(), HasSubstr("150"));
}

TEST(AmendTest, SignedByAll_ReplacesTheTerms_AndKeepsBothVersions) {
  Pair pair = Opened(*Amend(TestActive(), NewRate()));
  const std::string old_hash = pair.base.document().document_sha256();
  v1::Contract change = TestSigned(TestSubmitted(pair.change));
  ASSERT_EQ(change.state(), v1::CONTRACT_STATE_SIGNED);
  ASSERT_THAT(CheckBase(change, pair.base), IsOk());
  const v1::Contract after = ApplyAmendment(pair.base, change);
  EXPECT_EQ(after.name(), pair.base.name());
  EXPECT_EQ(after.state(), v1::CONTRACT_STATE_ACTIVE);
  EXPECT_EQ(after.rate().amount().units(), 150);
  EXPECT_EQ(after.version(), 2);
  EXPECT_THAT(after.open_amendment(), IsEmpty());
  EXPECT_FALSE(after.has_amendment());
  ASSERT_THAT(after.versions(), SizeIs(2));
  EXPECT_EQ(after.versions(0).state(), v1::VERSION_STATE_REPLACED);
  EXPECT_EQ(after.versions(0).document().document_sha256(), old_hash);
  EXPECT_THAT(after.versions(0).signatures(), SizeIs(2));
  EXPECT_EQ(after.versions(1).state(), v1::VERSION_STATE_IN_FORCE);
  EXPECT_EQ(after.versions(1).version(), 2);
  EXPECT_EQ(after.versions(1).kind(), v1::CONTRACT_KIND_AMENDMENT);
  EXPECT_EQ(after.document().contract(), kChangeName);
  ASSERT_NE(FindDocument(after, old_hash), nullptr);
  EXPECT_EQ(FindDocument(after, old_hash)->contract(), pair.base.name());
  EXPECT_EQ(FindDocument(after, "00"), nullptr);
}

// A signature on the first version says nothing about the second.
TEST(AmendTest, OldSignature_IsNoneOnTheNewText) {
  Pair pair = Opened(*Amend(TestActive(), NewRate()));
  const v1::Contract change = TestSubmitted(pair.change);
  EXPECT_NE(change.document().document_sha256(), pair.base.document().document_sha256());
  EXPECT_THAT(SignContract(change, pair.base.document().document_sha256(), kTestBoard, kTestNow),
              HasReason("DOCUMENT_MISMATCH"));
  EXPECT_THAT(change.signatures(), IsEmpty());
}

TEST(AmendTest, Text_NamesTheBaseItsHashAndTheChange) {
  Pair pair = Opened(*Amend(TestActive(), NewRate()));
  const std::string text = MakeDocument(TestCatalogs(), pair.change, TestBrief(),
                                        {.language = "nl",
                                         .purpose = DocumentPurpose::kSignature,
                                         .revision = 1,
                                         .day = kTestDay})
                               .content();
  EXPECT_THAT(text, HasSubstr(pair.base.document().document_sha256()));
  EXPECT_THAT(text, HasSubstr("Wijziging van de overeenkomst"));
  EXPECT_THAT(text, HasSubstr("tarief: was"));
}

TEST(AmendTest, NothingNew_IsRefused) {
  v1::AmendContractRequest request;
  request.mutable_contract()->set_notice_days(28);
  request.set_reason("x");
  EXPECT_THAT(Amend(TestActive(), request), HasReason("NOTHING_CHANGES"));
}

TEST(AmendTest, FormPartiesAndLaterEnd_AreRefused) {
  v1::AmendContractRequest request = NewRate();
  request.mutable_contract()->set_form(v1::CONTRACT_FORM_ZZP);
  EXPECT_THAT(Amend(TestActive(), request), HasField("contract.form"));
  request = NewRate();
  request.mutable_update_mask()->add_paths("supplier");
  EXPECT_THAT(Amend(TestActive(), request), HasField("contract.supplier"));
  request = NewRate();
  *request.mutable_contract()->mutable_period() = TestActive().period();
  *request.mutable_contract()->mutable_period()->mutable_end_date() = ToProto(Day(2026, 12, 12));
  EXPECT_THAT(Amend(TestActive(), request), HasField("contract.period"));
  *request.mutable_contract()->mutable_period()->mutable_end_date() = ToProto(Day(2026, 10, 30));
  EXPECT_THAT(Amend(TestActive(), request), IsOk());
}

TEST(AmendTest, OneAtATime_AndOnlyInForce) {
  v1::Contract base = TestActive();
  base.set_open_amendment(kChangeName);
  EXPECT_THAT(Amend(base, NewRate()), HasReason("AMENDMENT_OPEN"));
  EXPECT_THAT(Amend(TestDraft(), NewRate()), HasReason("CONTRACT_NOT_IN_FORCE"));
  v1::Contract change = *Amend(TestActive(), NewRate());
  EXPECT_THAT(Amend(change, NewRate()), HasReason("IS_AN_AMENDMENT"));
  EXPECT_THAT(ActivateContract(TestSigned(TestSubmitted(change)), TestBrief(), kTestNow),
              HasReason("IS_AN_AMENDMENT"));
}

TEST(AmendTest, BaseMovedOn_MakesTheChangeOutdated) {
  Pair pair = Opened(*Amend(TestActive(), NewRate()));
  EXPECT_THAT(CheckBase(pair.change, pair.base), IsOk());
  v1::Contract later = pair.base;
  later.set_version(2);
  EXPECT_THAT(CheckBase(pair.change, later), HasReason("AMENDMENT_OUTDATED"));
  v1::Contract ended = pair.base;
  ended.set_state(v1::CONTRACT_STATE_ENDED);
  EXPECT_THAT(CheckBase(pair.change, ended), HasReason("AMENDMENT_OUTDATED"));
  v1::Contract noticed = pair.base;
  noticed.mutable_termination()->set_notice_days(28);
  EXPECT_THAT(CheckBase(pair.change, noticed), HasReason("AMENDMENT_OUTDATED"));
}

TEST(AmendTest, Declined_LeavesTheContractAsItWas_AndIsSeenThere) {
  Pair pair = Opened(*Amend(TestActive(), NewRate()));
  const v1::Contract declined =
      *DeclineContract(TestSubmitted(pair.change), kTestBureau, "te laag", kTestNow);
  const v1::Contract after = DropAmendment(pair.base, declined);
  EXPECT_EQ(after.version(), 1);
  EXPECT_EQ(after.rate().amount().units(), pair.base.rate().amount().units());
  EXPECT_THAT(after.open_amendment(), IsEmpty());
  ASSERT_THAT(after.versions(), SizeIs(2));
  EXPECT_EQ(after.versions(1).state(), v1::VERSION_STATE_DECLINED);
  EXPECT_EQ(after.versions(1).declination().reason(), "te laag");
}

TEST(DeclineTest, ContractMayBeDraftedAnew_AndTheDeclinedTextIsKept) {
  v1::Contract declined = *DeclineContract(TestSubmitted(), kTestBoard, "tarief", kTestNow);
  ASSERT_THAT(declined.versions(), SizeIs(1));
  v1::Contract change;
  change.set_notice_days(14);
  const v1::Contract draft = *UpdateContract(TestCatalogs(), declined, TestBrief(), change, {});
  EXPECT_EQ(draft.state(), v1::CONTRACT_STATE_DRAFT);
  EXPECT_FALSE(draft.has_declination());
  EXPECT_EQ(NextRevision(draft), 2);
  EXPECT_EQ(draft.versions(0).declination().reason(), "tarief");
  const v1::Contract again = TestSubmitted(draft, NextRevision(draft));
  // The hash of the first round opens nothing in the second.
  EXPECT_THAT(SignContract(again, declined.document().document_sha256(), kTestBoard, kTestNow),
              HasReason("DOCUMENT_MISMATCH"));
}

// ---- extension ----

TEST(ExtendTest, WithinTwelveMonths_KeepsTheFirstDay_AndStatesTheNeed) {
  const v1::Contract draft = *Extend(TestActive(), Until(Day(2027, 1, 25)));
  EXPECT_EQ(draft.amendment().kind(), v1::CONTRACT_KIND_EXTENSION);
  EXPECT_EQ(*LastDay(draft), Day(2027, 1, 25));
  EXPECT_EQ(*FirstDay(draft), Day(2026, 1, 26));
  EXPECT_FALSE(draft.amendment().need().is_redecision());
  EXPECT_EQ(draft.amendment().need().actor(), "hr");
  EXPECT_THAT(draft.finding_decisions(), IsEmpty());
  // Beyond the brief, and may be put up for signature all the same.
  EXPECT_THAT(CheckCanSubmit(TestCatalogs(), draft, TestBrief()), IsOk());
}

// 26 January 2026 and twelve months: 25 January 2027 is the last day that is not longer.
TEST(ExtendTest, BeyondTwelveMonths_TheClientDecidesAfresh) {
  EXPECT_THAT(Extend(TestActive(), Until(Day(2027, 1, 25))), IsOk());
  const auto refused = Extend(TestActive(), Until(Day(2027, 1, 26)));
  EXPECT_THAT(refused, HasReason("REDECISION_NEEDED"));
  EXPECT_THAT(refused,
              HasMetadata("missing", "formal_client, need.permanent_route, need.alternatives"));
  EXPECT_THAT(Extend(TestActive(), LongUntil(Day(2027, 1, 26))),
              HasMetadata("missing", "formal_client"));
  const v1::Contract draft = *Extend(TestActive(), LongUntil(Day(2027, 1, 26)), kClient);
  EXPECT_TRUE(draft.amendment().need().is_redecision());
}

TEST(ExtendTest, BeyondTwentyFourMonths_IsNoInterimWork) {
  EXPECT_THAT(Extend(TestActive(), LongUntil(Day(2028, 1, 25)), kClient), IsOk());
  const auto refused = Extend(TestActive(), LongUntil(Day(2028, 1, 26)), kClient);
  EXPECT_THAT(refused, HasReason("EXTENSION_TOO_LONG"));
  EXPECT_THAT(refused, HasMetadata("lastDate", "2028-01-25"));
}

TEST(ExtendTest, NotLater_Refused_DayAfter_Allowed) {
  EXPECT_THAT(Extend(TestActive(), Until(Day(2026, 12, 11))), HasReason("EXTENSION_NOT_LATER"));
  EXPECT_THAT(Extend(TestActive(), Until(Day(2026, 12, 12))), IsOk());
}

// Another person is another employment; in the other forms the person may change.
TEST(AmendTest, Employment_KeepsItsEmployee) {
  v1::AmendContractRequest request = NewRate();
  request.mutable_contract()->mutable_interim_manager()->set_display_name("Alex Ander");
  EXPECT_THAT(Amend(TestActive(), request), IsOk());
  v1::Contract base = TestActive();
  base.set_form(v1::CONTRACT_FORM_FIXED_TERM);
  EXPECT_THAT(Amend(base, request), HasField("contract.interim_manager"));
  request.mutable_update_mask()->add_paths("interim_manager");
  EXPECT_THAT(Amend(base, request), HasField("contract.interim_manager"));
}

// The draft of a change keeps the employee too.
TEST(AmendTest, Employment_KeepsItsEmployee_InTheDraft) {
  v1::Contract base = TestActive();
  base.set_form(v1::CONTRACT_FORM_FIXED_TERM);
  v1::Contract change;
  change.mutable_interim_manager()->set_display_name("Alex Ander");
  const v1::Contract draft = *Amend(base, NewRate());
  EXPECT_THAT(UpdateContract(TestCatalogs(), draft, TestBrief(), change, {}),
              HasField("contract.interim_manager"));
}

// 28 days before 11 December is 13 November.
TEST(ExtendTest, LateRequest_IsNoted) {
  auto noted = [](Date today) {
    const ChangeStamp stamp{.subject = "hr", .roles = {"hr_advisor"}, .today = today};
    const v1::Contract draft = *Extend(TestActive(), Until(Day(2027, 1, 25)), stamp);
    for (const v1::ExtensionNote& note : draft.amendment().notes()) {
      if (note.code() == "REQUEST_LATE") return true;
    }
    return false;
  };
  EXPECT_FALSE(noted(Day(2026, 11, 13)));
  EXPECT_TRUE(noted(Day(2026, 11, 14)));
}

TEST(ExtendTest, Employment_IsANewLinkInTheChain) {
  v1::Contract base = TestActive();
  base.set_form(v1::CONTRACT_FORM_FIXED_TERM);
  const v1::Contract draft = *Extend(base, Until(Day(2027, 1, 25)));
  EXPECT_EQ(draft.period().start_date().day(), 12);  // the day after 11 December
  ASSERT_THAT(draft.facts().earlier_contracts(), SizeIs(1));
  EXPECT_EQ(draft.facts().earlier_contracts(0).end_date().day(), 11);
  EXPECT_EQ(*FirstDay(draft), Day(2026, 1, 26));
}

TEST(ExtendTest, AfterNotice_IsRefused) {
  v1::Contract base = TestActive();
  *base.mutable_termination()->mutable_end_date() = ToProto(Day(2026, 7, 1));
  EXPECT_THAT(Extend(base, Until(Day(2027, 1, 25))), HasReason("NOTICE_GIVEN"));
}

v1::Contract PilotInForce(v1::PilotOutcome outcome) {
  v1::Contract given;
  given.set_is_pilot(true);
  v1::Contract draft = TestDraft(v1::CONTRACT_FORM_BUREAU, given);
  draft.mutable_pilot()->set_question("Kan het in een jaar?");
  *draft.mutable_pilot()->mutable_decision_date() = ToProto(Day(2026, 2, 20));
  *draft.mutable_period()->mutable_end_date() = ToProto(Day(2026, 2, 27));
  v1::Contract pilot = TestActive(TestSigned(TestSubmitted(draft)));
  pilot.mutable_pilot()->set_outcome(outcome);
  return pilot;
}

TEST(ExtendTest, Pilot_GoesOnAfterADecisionOnly_AndIsThenAContractInFull) {
  EXPECT_THAT(Extend(PilotInForce(v1::PILOT_OUTCOME_UNSPECIFIED), Until(Day(2026, 9, 1))),
              HasReason("PILOT_NOT_DECIDED"));
  EXPECT_THAT(Extend(PilotInForce(v1::PILOT_OUTCOME_STOP), Until(Day(2026, 9, 1))),
              HasReason("PILOT_STOPPED"));
  const v1::Contract draft = *Extend(PilotInForce(v1::PILOT_OUTCOME_GO), Until(Day(2026, 9, 1)));
  EXPECT_FALSE(draft.is_pilot());
  for (const v1::Clause& clause : draft.clauses()) EXPECT_NE(clause.code(), "CL-30");
}

// Properties over many days: a later end never makes an extension easier, and no accepted end lies
// beyond the last possible one.
TEST(ExtendTest, LaterEnd_IsNeverEasier) {
  int severity = 0;
  for (int days = 1; days <= 500; days += 3) {
    const Date end = Day(2026, 12, 11).AddDays(days);
    const auto result = Extend(TestActive(), Until(end));
    int now = 0;
    if (!result.ok()) {
      now = FindError(result.status())->reason == "REDECISION_NEEDED" ? 1 : 2;
    }
    EXPECT_GE(now, severity) << end.ToString();
    severity = now;
  }
  EXPECT_EQ(severity, 2);
}

}  // namespace
}  // namespace interim::contracting
