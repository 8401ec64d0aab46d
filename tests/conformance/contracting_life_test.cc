// The life of a contract after its signature, over the wire: changes, extensions, notice, pilots,
// and what is read of it: earlier texts, PDF, clauses. covers: S10, S15, S211, S225, S240
#include <string>

#include "common/core/sha256.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "tests/conformance/contracting_calls.h"

namespace interim::conformance {
namespace {

using ::testing::StartsWith;

const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerOnDay(2026, 3, 2));

v1::RenderContractRequest Render(const v1::Contract& contract, const std::string& hash = "") {
  v1::RenderContractRequest request;
  request.set_name(contract.name());
  request.set_document_sha256(hash);
  return request;
}

TEST(AmendTest, SignedByAll_ReplacesTheTerms_EveryTextStaysReadable) {
  const v1::Contract base = Active();
  const std::string first_hash = base.document().document_sha256();
  const v1::Contract draft = Must(DoContract("AmendContract", Amendment(base)));
  EXPECT_EQ(draft.amendment().base_contract(), base.name());
  EXPECT_EQ(Read(base.name()).open_amendment(), draft.name());
  // Until the last signature the contract is as it was.
  const v1::Contract half =
      Must(DoContract("SignContract", Signature(Submitted(Decided(draft))), Board()));
  EXPECT_EQ(Read(base.name()).payment_days(), base.payment_days());
  Must(DoContract("SignContract", Signature(half), Bureau()));
  const v1::Contract after = Read(base.name());
  EXPECT_EQ(after.payment_days(), 14);
  EXPECT_EQ(after.state(), v1::CONTRACT_STATE_ACTIVE);
  EXPECT_EQ(after.version(), 2);
  EXPECT_EQ(after.open_amendment(), "");
  ASSERT_EQ(after.versions_size(), 2);
  for (const v1::ContractVersion& version : after.versions()) {
    const std::string hash = version.document().document_sha256();
    const auto text =
        Must(Call<v1::ContractDocument>("RenderContract", Render(after, hash), Bureau()));
    EXPECT_EQ(Sha256Hex(text.content()), hash);
    EXPECT_EQ(version.signatures_size(), 2);
  }
  EXPECT_EQ(after.versions(0).document().document_sha256(), first_hash);
  EXPECT_THAT(Call<v1::ContractDocument>("RenderContract", Render(after, std::string(64, '0'))),
              StatusIs(kPrecondition, "DOCUMENT_UNKNOWN"));
}

TEST(AmendTest, Refusals) {
  EXPECT_THAT(DoContract("AmendContract", Amendment(Draft())),
              StatusIs(kPrecondition, "CONTRACT_NOT_IN_FORCE"));
  const v1::Contract base = Active();
  EXPECT_THAT(DoContract("AmendContract", Amendment(base, base.payment_days())),
              StatusIs(kPrecondition, "NOTHING_CHANGES"));
  v1::AmendContractRequest form = Amendment(base);
  form.mutable_contract()->set_form(v1::CONTRACT_FORM_ZZP);
  EXPECT_THAT(DoContract("AmendContract", form), HasField("contract.form"));
  const v1::Contract change = Must(DoContract("AmendContract", Amendment(base)));
  EXPECT_THAT(DoContract("AmendContract", Amendment(Read(base.name()))),
              StatusIs(kPrecondition, "AMENDMENT_OPEN"));
  EXPECT_THAT(DoContract("AmendContract", Amendment(change, 20)),
              StatusIs(kPrecondition, "IS_AN_AMENDMENT"));
  EXPECT_THAT(DoContract("AmendContract", Amendment(base), Bureau()),
              StatusIs(absl::StatusCode::kPermissionDenied, "METHOD_NOT_ALLOWED"));
}

TEST(AmendTest, EndedMeanwhile_CannotBeSignedAnyMore) {
  const v1::Contract base = Active();
  const v1::Contract open = Submitted(Decided(Must(DoContract("AmendContract", Amendment(base)))));
  Must(DoContract("TerminateContract", Notice(Read(base.name())), Board()));
  EXPECT_THAT(DoContract("SignContract", Signature(open), Board()),
              StatusIs(kPrecondition, "AMENDMENT_OUTDATED"));
}

TEST(AmendTest, Declined_IsSeenByBothSides_AndTheNextMayStart) {
  const v1::Contract base = Active();
  const v1::Contract open = Submitted(Decided(Must(DoContract("AmendContract", Amendment(base)))));
  Must(DoContract("DeclineContract", Declined(open), Bureau()));
  for (const Person& person : {Hr(), Bureau()}) {
    const v1::Contract seen = Read(base.name(), person);
    ASSERT_EQ(seen.versions_size(), 2);
    EXPECT_EQ(seen.versions(1).declination().reason(), "tarief");
    EXPECT_EQ(seen.version(), 1);
  }
  EXPECT_THAT(DoContract("AmendContract", Amendment(Read(base.name()))), IsOk());
}

TEST(WithdrawTest, Change_IsTakenBack_AndFreesTheContract) {
  const v1::Contract base = Active();
  const v1::Contract change = Must(DoContract("AmendContract", Amendment(base)));
  const v1::Contract after = Must(DoContract("WithdrawContract", Withdrawal(change)));
  EXPECT_EQ(after.state(), v1::CONTRACT_STATE_WITHDRAWN);
  EXPECT_EQ(Read(base.name()).open_amendment(), "");
  EXPECT_THAT(DoContract("WithdrawContract", Withdrawal(Read(base.name()))),
              StatusIs(kPrecondition, "CONTRACT_NOT_OPEN"));
}

TEST(ExtendTest, TheClientDecidesAboveTwelveMonths_AndNobodyAboveTwentyFour) {
  const v1::Contract base = Active();
  EXPECT_THAT(DoContract("ExtendContract", Extension(base, 2026, 12, 11)),
              StatusIs(kPrecondition, "EXTENSION_NOT_LATER"));
  EXPECT_THAT(DoContract("ExtendContract", Extension(base, 2027, 1, 26)),
              StatusIs(kPrecondition, "REDECISION_NEEDED"));
  v1::ExtendContractRequest longer = Extension(base, 2028, 1, 26);
  longer.mutable_need()->set_permanent_route("werving begint in mei");
  longer.mutable_need()->add_alternatives("interne waarnemer");
  EXPECT_THAT(DoContract("ExtendContract", longer, Board()),
              StatusIs(kPrecondition, "EXTENSION_TOO_LONG"));
  SetDate(longer.mutable_end_date(), 2027, 1, 26);
  EXPECT_THAT(DoContract("ExtendContract", longer), HasMetadata("missing", "formal_client"));
  longer.set_request_id(NextRequestId());
  const v1::Contract draft = Must(DoContract("ExtendContract", longer, Board()));
  EXPECT_TRUE(draft.amendment().need().is_redecision());
  EXPECT_FALSE(draft.findings().empty());  // a fresh legal check
  SignedByBoth(Submitted(Decided(draft)));
  const v1::Contract after = Read(base.name());
  EXPECT_EQ(after.period().end_date().year(), 2027);
  EXPECT_EQ(after.first_date().year(), 2026);
}

TEST(ExtendTest, NeedIsAsked) {
  v1::ExtendContractRequest request = Extension(Active());
  request.mutable_need()->clear_need();
  request.mutable_need()->clear_remaining_work();
  const auto refused = DoContract("ExtendContract", request);
  EXPECT_THAT(refused, HasField("need.need"));
  EXPECT_THAT(refused, HasField("need.remaining_work"));
}

TEST(NoticeTest, EitherSide_CountsTheDays_AndOnlyOnce) {
  // Notice on 2 March; 28 days: the last day of work is 30 March.
  const v1::Contract base = Active();
  const v1::Contract after = Must(DoContract("TerminateContract", Notice(base), Bureau()));
  EXPECT_EQ(after.termination().side(), v1::PARTY_SIDE_SUPPLIER);
  EXPECT_EQ(after.termination().end_date().month(), 3);
  EXPECT_EQ(after.termination().end_date().day(), 30);
  EXPECT_EQ(Read(base.name(), Hr()).termination().reason(), "het resultaat is eerder bereikt");
  EXPECT_THAT(DoContract("TerminateContract", Notice(Read(base.name())), Board()),
              StatusIs(kPrecondition, "NOTICE_GIVEN"));
  EXPECT_THAT(DoContract("ExtendContract", Extension(Read(base.name()))),
              StatusIs(kPrecondition, "NOTICE_GIVEN"));
}

TEST(NoticeTest, Refusals) {
  const v1::Contract base = Active();
  v1::TerminateContractRequest early = Notice(base);
  SetDate(early.mutable_end_date(), 2026, 3, 29);
  const auto refused = DoContract("TerminateContract", early, Board());
  EXPECT_THAT(refused, StatusIs(kPrecondition, "END_DATE_NOT_POSSIBLE"));
  EXPECT_THAT(refused, HasMetadata("earliestEndDate", "2026-03-30"));
  v1::TerminateContractRequest late = Notice(base);
  late.set_ground(v1::TERMINATION_GROUND_SATISFACTION);
  EXPECT_THAT(DoContract("TerminateContract", late, Board()),
              StatusIs(kPrecondition, "TERMINATION_NOT_ALLOWED"));
  v1::TerminateContractRequest future = Notice(base);
  SetDate(future.mutable_notice_date(), 2026, 3, 3);
  EXPECT_THAT(DoContract("TerminateContract", future, Board()), HasField("notice_date"));
  EXPECT_THAT(DoContract("TerminateContract", Notice(Draft()), Board()),
              StatusIs(kPrecondition, "CONTRACT_NOT_IN_FORCE"));
  EXPECT_THAT(DoContract("TerminateContract", Notice(base)),  // hr prepares, and ends nothing
              StatusIs(absl::StatusCode::kPermissionDenied, "METHOD_NOT_ALLOWED"));
  EXPECT_THAT(DoContract("TerminateContract", Notice(base), OtherBureau()),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(PilotTest, GoesOnAfterADecisionOnly) {
  const v1::Contract pilot = ActivePilot();
  EXPECT_THAT(DoContract("ExtendContract", Extension(pilot)),
              StatusIs(kPrecondition, "PILOT_NOT_DECIDED"));
  EXPECT_THAT(DoContract("DecidePilot", PilotDecision(Active()), Board()),
              StatusIs(kPrecondition, "NOT_A_PILOT"));
  const v1::Contract decided = Must(DoContract("DecidePilot", PilotDecision(pilot), Board()));
  EXPECT_EQ(decided.pilot().outcome(), v1::PILOT_OUTCOME_GO);
  EXPECT_THAT(DoContract("DecidePilot", PilotDecision(decided), Board()),
              StatusIs(kPrecondition, "PILOT_DECIDED"));
  const v1::Contract draft = Must(DoContract("ExtendContract", Extension(decided)));
  EXPECT_FALSE(draft.is_pilot());
  const v1::Contract stopped = Must(
      DoContract("DecidePilot", PilotDecision(ActivePilot(), v1::PILOT_OUTCOME_STOP), Board()));
  EXPECT_THAT(DoContract("ExtendContract", Extension(stopped)),
              StatusIs(kPrecondition, "PILOT_STOPPED"));
}

// ---- what is read ----

TEST(PdfTest, SameBytesEachTime_ForBothSides_AndTheTextBesideIt) {
  const v1::Contract contract = Signed();
  v1::RenderContractRequest request = Render(contract);
  request.set_format(v1::DOCUMENT_FORMAT_PDF);
  const auto own = Must(Call<v1::ContractDocument>("RenderContract", request));
  const auto theirs = Must(Call<v1::ContractDocument>("RenderContract", request, Bureau()));
  EXPECT_THAT(own.pdf(), StartsWith("%PDF-"));
  EXPECT_EQ(own.pdf(), theirs.pdf());
  EXPECT_GT(own.pdf_page_count(), 3);
  EXPECT_EQ(Sha256Hex(own.content()), contract.document().document_sha256());
  request.set_format(v1::DOCUMENT_FORMAT_MARKDOWN);
  EXPECT_EQ(Must(Call<v1::ContractDocument>("RenderContract", request)).pdf(), "");
  request.set_format(v1::DOCUMENT_FORMAT_PDF);
  request.set_language_code("en");
  EXPECT_FALSE(Must(Call<v1::ContractDocument>("RenderContract", request)).is_signed_text());
  EXPECT_THAT(Call<v1::ContractDocument>("RenderContract", request, OtherBureau()),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(CostsTest, UnitsThatAreNone_CannotBeDividedBy) {
  v1::CompareCostsRequest request = Costs();
  request.mutable_permanent()->mutable_productive_days_per_year()->set_value("0");
  EXPECT_THAT(Call<v1::CostComparison>("CompareCosts", request),
              StatusIs(absl::StatusCode::kInvalidArgument, "CALCULATION_IMPOSSIBLE"));
  request.mutable_permanent()->mutable_productive_days_per_year()->set_value("206");
  EXPECT_TRUE(
      Must(Call<v1::CostComparison>("CompareCosts", request)).permanent_unit().has_per_day());
}

TEST(ScanTest, ContractAndForeignText) {
  v1::ScanClausesRequest request;
  request.set_parent("organizations/acme");
  EXPECT_THAT(Call<v1::ScanClausesResponse>("ScanClauses", request), HasField("clauses"));
  request.set_contract(Draft().name());
  EXPECT_EQ(Must(Call<v1::ScanClausesResponse>("ScanClauses", request)).warnings_size(), 0);
  Person stranger = Hr();
  stranger.organization = "globex";
  EXPECT_FALSE(Call<v1::ScanClausesResponse>("ScanClauses", request, stranger).ok());
  EXPECT_THAT(Call<v1::ScanClausesResponse>("ScanClauses", request, Bureau()),
              StatusIs(absl::StatusCode::kPermissionDenied, "METHOD_NOT_ALLOWED"));
  request.clear_contract();
  request.add_clauses()->set_text("De overeenkomst wordt stilzwijgend verlengd.");
  request.set_form(v1::CONTRACT_FORM_ZZP);
  const auto found = Must(Call<v1::ScanClausesResponse>("ScanClauses", request, Legal()));
  ASSERT_GT(found.warnings_size(), 0);
  bool renewal = false;
  for (const v1::ClauseWarning& warning : found.warnings()) {
    renewal = renewal || warning.code() == "SILENT_RENEWAL";
  }
  EXPECT_TRUE(renewal);
  EXPECT_FALSE(found.limits().nl().empty());
  for (int i = 0; i < 80; ++i) request.add_clauses()->set_text("x");
  EXPECT_THAT(Call<v1::ScanClausesResponse>("ScanClauses", request), HasField("clauses"));
}

}  // namespace
}  // namespace interim::conformance
