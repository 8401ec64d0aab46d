// covers: S28, S210, S225, S226, S227, S228, S229, S194, S240, X6, X7
#include "services/contracting/domain/contract.h"

#include <algorithm>
#include <string>
#include <vector>

#include "common/core/sha256.h"
#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/brief.h"
#include "services/contracting/domain/clauses.h"
#include "services/contracting/domain/document.h"
#include "services/contracting/domain/domain_test_data.h"
#include "services/contracting/domain/gates.h"

namespace interim::contracting {
namespace {

using ::interim::testing::HasField;
using ::interim::testing::HasMetadata;
using ::interim::testing::HasReason;
using ::interim::testing::IsOk;
using ::interim::testing::StatusIs;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1769425200);  // 2026-01-26
const Date kToday = Day(2026, 1, 26);

const Signer kBoard{
    .subject = "board", .party = "", .roles = {"formal_client"}, .display_name = ""};
const Signer kBureau{
    .subject = "kim", .party = "suppliers/s1", .roles = {"supplier"}, .display_name = "Kim"};

v1::Brief ApprovedBrief() {
  v1::Brief brief = CompleteBrief();
  EXPECT_THAT(RefreshGates(TestLaw(), TestCatalogs(), kToday, brief), IsOk());
  return *ApproveBrief(TestCatalogs(), brief, "board", kNow);
}

v1::Contract Draft(v1::ContractForm form = v1::CONTRACT_FORM_BUREAU,
                   const v1::Contract& given = {}) {
  v1::Contract contract = *DraftContract(TestCatalogs(), ApprovedBrief(), form, given);
  contract.set_name("organizations/acme/contracts/c1");
  return contract;
}

v1::Contract Submitted(const v1::Contract& draft = Draft()) {
  v1::ContractDocument document = MakeDocument(
      TestCatalogs(), draft, ApprovedBrief(),
      {.language = "nl", .purpose = DocumentPurpose::kSignature, .revision = 1, .day = kToday});
  return SubmitForSignature(draft, document, "hr", kNow);
}

absl::StatusOr<v1::Contract> Sign(const v1::Contract& contract, const Signer& signer) {
  return SignContract(contract, contract.document().document_sha256(), signer, kNow);
}

std::vector<std::string> Subjects(const absl::Status& status) {
  std::vector<std::string> subjects;
  std::optional<ErrorSpec> spec = FindError(status);
  if (!spec) return subjects;
  for (const PreconditionViolation& violation : spec->preconditions) {
    subjects.push_back(violation.subject);
  }
  return subjects;
}

TEST(ContractDraftTest, Bureau_HasRequiredClausesAndTwoSigningPlaces) {
  v1::Contract contract = Draft();
  EXPECT_EQ(contract.supplier().display_name(), "Bureau Kompas B.V.");
  EXPECT_EQ(contract.notice_days(), 28);
  EXPECT_EQ(contract.hours_per_week().value(), "32");
  ASSERT_THAT(contract.signature_slots(), SizeIs(2));
  EXPECT_EQ(contract.signature_slots(0).signatories(0).subject(), "board");
  EXPECT_EQ(contract.signature_slots(1).signatories(0).party(), "suppliers/s1");
  EXPECT_THAT(CheckCanSubmit(TestCatalogs(), contract, ApprovedBrief()), IsOk());
}

// In employment the employee signs and does the work: no bureau between.
TEST(ContractDraftTest, Employment_IsWithTheInterimManager) {
  v1::Contract contract = Draft(v1::CONTRACT_FORM_FIXED_TERM);
  EXPECT_THAT(Subjects(CheckCanSubmit(TestCatalogs(), contract, ApprovedBrief())),
              Not(Contains("supplier")));
  *contract.mutable_supplier() = ApprovedBrief().parties().contracting_party();
  EXPECT_THAT(Subjects(CheckCanSubmit(TestCatalogs(), contract, ApprovedBrief())),
              Contains("supplier"));
}

// A bureau works under a code of conduct and with a shadow manager, and its margin is told.
TEST(ContractDraftTest, Bureau_HasCodeOfConductAndShadowManager_AndShowsItsMargin) {
  v1::Contract given;
  *given.mutable_rate() = CompleteBrief().budget().rate();
  given.mutable_rate()->mutable_margin_percent()->set_value("22.5");
  v1::Contract contract = Draft(v1::CONTRACT_FORM_BUREAU, given);
  for (const char* code : {"CL-20", "CL-21"}) {
    EXPECT_EQ(std::count_if(contract.clauses().begin(), contract.clauses().end(),
                            [&](const v1::Clause& c) { return c.code() == code; }),
              1)
        << code;
  }
  std::string text = MakeDocument(TestCatalogs(), contract, ApprovedBrief(),
                                  {.language = "nl", .revision = 0, .day = kToday})
                         .content();
  EXPECT_THAT(text, HasSubstr("22,5% van de prijs"));
}

TEST(ContractDraftTest, Secondment_HasNoIndependenceClause) {
  v1::Contract contract = Draft(v1::CONTRACT_FORM_SECONDMENT);
  EXPECT_EQ(std::count_if(contract.clauses().begin(), contract.clauses().end(),
                          [](const v1::Clause& c) { return c.code() == "CL-10"; }),
            0);
  EXPECT_THAT(CheckCanSubmit(TestCatalogs(), contract, ApprovedBrief()), IsOk());
}

TEST(ContractSubmitTest, MissingRequiredAndForbiddenClause_AreNamed) {
  v1::Contract contract = Draft(v1::CONTRACT_FORM_ZZP);
  contract.mutable_clauses()->DeleteSubrange(0, 1);  // CL-01
  contract.add_clauses()->set_code("CL-18");         // no take-over fee with a self-employed person
  absl::Status status = CheckCanSubmit(TestCatalogs(), contract, ApprovedBrief());
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "CONTRACT_INCOMPLETE"));
  EXPECT_THAT(Subjects(status), ::testing::UnorderedElementsAre("CL-01", "CL-18"));
}

TEST(ContractSubmitTest, ClientsOwnPeople_CannotBeNamedForTheOtherSide) {
  v1::Contract contract = Draft();
  contract.mutable_signature_slots(1)->mutable_signatories(0)->clear_party();
  contract.mutable_signature_slots(1)->mutable_signatories(0)->set_subject("hr");
  EXPECT_THAT(CheckCanSubmit(TestCatalogs(), contract, ApprovedBrief()),
              HasReason("CONTRACT_INCOMPLETE"));
}

TEST(ContractSubmitTest, TwoOfOne_IsImpossible) {
  v1::Contract contract = Draft();
  contract.mutable_signature_slots(0)->set_required_count(2);
  EXPECT_THAT(Subjects(CheckCanSubmit(TestCatalogs(), contract, ApprovedBrief())),
              Contains("client"));
}

TEST(ContractSubmitTest, BriefNotApproved_IsRefused) {
  EXPECT_THAT(CheckCanSubmit(TestCatalogs(), Draft(), CompleteBrief()),
              HasReason("BRIEF_NOT_APPROVED"));
}

TEST(ContractSubmitTest, PeriodBeyondTheBrief_IsRefused) {
  v1::Contract contract = Draft();
  *contract.mutable_period()->mutable_end_date() = ToProto(Day(2026, 12, 12));
  EXPECT_THAT(Subjects(CheckCanSubmit(TestCatalogs(), contract, ApprovedBrief())),
              Contains("period"));
}

// A pilot lasts 14 to 42 days.
TEST(ContractSubmitTest, Pilot_TwoToSixWeeks) {
  v1::Contract given;
  given.set_is_pilot(true);
  given.mutable_pilot()->set_question("Kan het in een jaar?");
  *given.mutable_pilot()->mutable_decision_date() = ToProto(Day(2026, 2, 6));
  v1::Contract contract = Draft(v1::CONTRACT_FORM_BUREAU, given);
  auto with_days = [&](int days) {
    *contract.mutable_period()->mutable_end_date() = ToProto(Day(2026, 1, 26).AddDays(days - 1));
    return CheckCanSubmit(TestCatalogs(), contract, ApprovedBrief());
  };
  EXPECT_THAT(with_days(13), HasReason("CONTRACT_INCOMPLETE"));
  EXPECT_THAT(with_days(14), IsOk());
  EXPECT_THAT(with_days(42), IsOk());
  EXPECT_THAT(with_days(43), HasReason("CONTRACT_INCOMPLETE"));
  contract.clear_pilot();
  contract.clear_maximum();
  EXPECT_THAT(Subjects(with_days(28)),
              ::testing::ElementsAre("pilot.question", "pilot.decision_date", "maximum"));
}

TEST(ContractSubmitTest, Pilot_NotInAnAcuteFinancialCrisis) {
  v1::Contract given;
  given.set_is_pilot(true);
  given.mutable_pilot()->set_question("Kan het in een jaar?");
  *given.mutable_pilot()->mutable_decision_date() = ToProto(Day(2026, 2, 6));
  v1::Contract contract = Draft(v1::CONTRACT_FORM_BUREAU, given);
  *contract.mutable_period()->mutable_end_date() = ToProto(Day(2026, 2, 22));
  v1::Brief brief = ApprovedBrief();
  brief.add_situation_codes("CR-COST");
  EXPECT_THAT(CheckCanSubmit(TestCatalogs(), contract, brief), IsOk());
  brief.add_situation_codes("CR-FIN");
  EXPECT_THAT(Subjects(CheckCanSubmit(TestCatalogs(), contract, brief)),
              ::testing::ElementsAre("is_pilot"));
  contract.set_is_pilot(false);
  contract.clear_pilot();
  EXPECT_THAT(Subjects(CheckCanSubmit(TestCatalogs(), contract, brief)), Not(Contains("is_pilot")));
}

TEST(ContractSubmitTest, OpenGateThatStopsSignature_IsNamed) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_personnel_impact()->set_group_hiring(v1::ANSWER_YES);
  ASSERT_THAT(RefreshGates(TestLaw(), TestCatalogs(), kToday, brief), IsOk());
  brief = *ApproveBrief(TestCatalogs(), brief, "board", kNow);
  absl::Status status = CheckCanSubmit(TestCatalogs(), Draft(), brief);
  EXPECT_THAT(status, HasReason("GATE_OPEN"));
  EXPECT_THAT(status, HasMetadata("firstGate", "OR-GROUP"));
}

TEST(SigningTest, BothInOrder_MakesItSigned) {
  v1::Contract contract = *Sign(Submitted(), kBoard);
  EXPECT_EQ(contract.state(), v1::CONTRACT_STATE_IN_SIGNATURE);
  contract = *Sign(contract, kBureau);
  EXPECT_EQ(contract.state(), v1::CONTRACT_STATE_SIGNED);
  ASSERT_THAT(contract.signatures(), SizeIs(2));
  EXPECT_EQ(contract.signatures(1).display_name(), "Kim");
  EXPECT_EQ(contract.signatures(1).document_sha256(), contract.document().document_sha256());
  EXPECT_EQ(contract.signatures(0).binding_sha256(),
            BindingOf(contract.name(), contract.signatures(0)));
}

TEST(SigningTest, OutOfOrder_IsRefused) {
  absl::Status status = Sign(Submitted(), kBureau).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "SIGNATURE_OUT_OF_ORDER"));
  EXPECT_THAT(status, HasMetadata("waitingFor", "client"));
}

TEST(SigningTest, OtherDocument_IsRefused) {
  EXPECT_THAT(SignContract(Submitted(), Sha256Hex("another text"), kBoard, kNow),
              HasReason("DOCUMENT_MISMATCH"));
}

TEST(SigningTest, Twice_IsRefused) {
  v1::Contract contract = *Sign(Submitted(), kBoard);
  EXPECT_THAT(Sign(contract, kBoard), HasReason("ALREADY_SIGNED"));
}

TEST(SigningTest, Stranger_OtherPartyAndOwnPersonPosingAsSupplier_AreRefused) {
  v1::Contract contract = Submitted();
  Signer stranger = kBoard;
  stranger.subject = "hr";
  EXPECT_THAT(Sign(contract, stranger),
              StatusIs(absl::StatusCode::kPermissionDenied, "NOT_A_SIGNATORY"));
  Signer other = kBureau;
  other.party = "suppliers/s2";
  EXPECT_THAT(Sign(contract, other), HasReason("NOT_A_SIGNATORY"));
  Signer posing = kBureau;
  posing.party = "";
  EXPECT_THAT(Sign(contract, posing), HasReason("NOT_A_SIGNATORY"));
}

TEST(SigningTest, SupplierCannotSignForTheClient_EvenWithItsRole) {
  v1::Contract draft = Draft();
  v1::Signatory& client = *draft.mutable_signature_slots(0)->mutable_signatories(0);
  client.clear_subject();
  client.set_role("formal_client");
  Signer bureau = kBureau;
  bureau.roles.push_back("formal_client");
  EXPECT_THAT(Sign(Submitted(draft), bureau), HasReason("SIGNATURE_OUT_OF_ORDER"));
}

TEST(SigningTest, TwoOfThree_NeedsTwoDifferentPeople) {
  v1::Contract draft = Draft();
  v1::SignatureSlot& slot = *draft.mutable_signature_slots(0);
  slot.set_required_count(2);
  for (const char* subject : {"cfo", "chair"}) slot.add_signatories()->set_subject(subject);
  v1::Contract contract = *Sign(Submitted(draft), kBoard);
  EXPECT_THAT(Sign(contract, kBoard), HasReason("ALREADY_SIGNED"));
  EXPECT_THAT(Sign(contract, kBureau), HasReason("SIGNATURE_OUT_OF_ORDER"));
  Signer chair = kBoard;
  chair.subject = "chair";
  contract = *Sign(contract, chair);
  Signer cfo = kBoard;
  cfo.subject = "cfo";
  EXPECT_THAT(Sign(contract, cfo), HasReason("SLOT_FILLED"));
  EXPECT_EQ(Sign(contract, kBureau)->state(), v1::CONTRACT_STATE_SIGNED);
}

TEST(SigningTest, SameTurn_AnyOrder) {
  v1::Contract draft = Draft();
  draft.mutable_signature_slots(1)->set_turn(1);
  v1::Contract contract = *Sign(Submitted(draft), kBureau);
  EXPECT_EQ(Sign(contract, kBoard)->state(), v1::CONTRACT_STATE_SIGNED);
}

TEST(SigningTest, Decline_EndsTheSignature) {
  absl::StatusOr<v1::Contract> declined = DeclineContract(Submitted(), kBureau, "tarief", kNow);
  ASSERT_THAT(declined, IsOk());
  EXPECT_EQ(declined->state(), v1::CONTRACT_STATE_DECLINED);
  EXPECT_EQ(declined->declination().reason(), "tarief");
  EXPECT_THAT(Sign(*declined, kBoard), HasReason("CONTRACT_NOT_IN_SIGNATURE"));
  EXPECT_THAT(DeclineContract(*declined, kBoard, "ook", kNow),
              HasReason("CONTRACT_NOT_IN_SIGNATURE"));
}

TEST(SigningTest, Draft_CannotBeSigned) {
  EXPECT_THAT(SignContract(Draft(), "", kBoard, kNow), HasReason("CONTRACT_NOT_IN_SIGNATURE"));
}

TEST(BindingTest, DiffersPerContractDocumentPersonPartyAndTime) {
  v1::Signature signature = Sign(Submitted(), kBoard)->signatures(0);
  std::string binding = BindingOf("organizations/acme/contracts/c1", signature);
  EXPECT_EQ(binding, signature.binding_sha256());
  EXPECT_NE(binding, BindingOf("organizations/acme/contracts/c2", signature));
  v1::Signature other = signature;
  other.set_subject("hr");
  EXPECT_NE(binding, BindingOf("organizations/acme/contracts/c1", other));
  other = signature;
  other.set_party("suppliers/s1");
  EXPECT_NE(binding, BindingOf("organizations/acme/contracts/c1", other));
  other = signature;
  other.set_document_sha256(Sha256Hex("x"));
  EXPECT_NE(binding, BindingOf("organizations/acme/contracts/c1", other));
  other = signature;
  other.mutable_sign_time()->set_seconds(1);
  EXPECT_NE(binding, BindingOf("organizations/acme/contracts/c1", other));
}

v1::Contract Active() {
  v1::Contract contract = *Sign(*Sign(Submitted(), kBoard), kBureau);
  return *ActivateContract(contract, ApprovedBrief(), kNow);
}

TEST(ActivateTest, OnlyASignedContract) {
  EXPECT_THAT(ActivateContract(Submitted(), ApprovedBrief(), kNow),
              HasReason("CONTRACT_NOT_SIGNED"));
  EXPECT_EQ(Active().state(), v1::CONTRACT_STATE_ACTIVE);
}

TEST(ActivateTest, RegulatorThatHasNotAgreed_StopsTheStart) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_personnel_impact()->add_regulators(v1::REGULATOR_KIND_FINANCIAL);
  ASSERT_THAT(RefreshGates(TestLaw(), TestCatalogs(), kToday, brief), IsOk());
  v1::Contract contract = *Sign(*Sign(Submitted(), kBoard), kBureau);
  EXPECT_THAT(ActivateContract(contract, brief, kNow), HasReason("GATE_OPEN"));
}

TEST(ActivateTest, LeadingRoleWithoutMandate_IsRefused) {
  v1::Brief brief = ApprovedBrief();
  brief.clear_mandate();
  v1::Contract contract = *Sign(*Sign(Submitted(), kBoard), kBureau);
  EXPECT_THAT(ActivateContract(contract, brief, kNow), HasReason("MANDATE_MISSING"));
}

TEST(EndTest, TheDayAfterTheLastDay) {
  EXPECT_EQ(EndContract(Active(), Day(2026, 12, 11)).state(), v1::CONTRACT_STATE_ACTIVE);
  EXPECT_EQ(EndContract(Active(), Day(2026, 12, 12)).state(), v1::CONTRACT_STATE_ENDED);
  EXPECT_EQ(EndContract(Draft(), Day(2027, 1, 1)).state(), v1::CONTRACT_STATE_DRAFT);
}

v1::WorkMonth Month(int year, int month, const char* hours, int euro) {
  v1::WorkMonth work;
  work.set_year(year);
  work.set_month(month);
  work.mutable_hours()->set_value(hours);
  *work.mutable_invoiced() = ToProto(Money::Eur(euro * 100));
  return work;
}

absl::StatusOr<v1::Contract> Record(const v1::Contract& contract, const v1::WorkMonth& month,
                                    Date today = Day(2026, 3, 2)) {
  return RecordWork(TestCatalogs(), contract, month,
                    {.subject = "hr", .today = today, .now = kNow});
}

// 40 h x 145 = 5,800; 130 h x 145 = 18,850.
TEST(WorkTest, MonthsAddUp_AndAreReplaced) {
  v1::Contract contract = *Record(Active(), Month(2026, 2, "130", 18850));
  contract = *Record(contract, Month(2026, 1, "38", 5510));
  contract = *Record(contract, Month(2026, 1, "40", 5800));
  ASSERT_THAT(contract.work_months(), SizeIs(2));
  EXPECT_EQ(contract.work_months(0).month(), 1);
  EXPECT_EQ(contract.work_totals().hours().value(), "170");
  EXPECT_EQ(contract.work_totals().invoiced().units(), 24650);
  // 24,650 / 230,000 = 10.717...%
  EXPECT_EQ(contract.work_totals().maximum_used_percent().value(), "10.7");
  EXPECT_THAT(contract.work_months(0).deviation_codes(), IsEmpty());
}

// One percent of 5,800 is 58.
TEST(WorkTest, InvoiceOffTheRate_IsTold) {
  EXPECT_THAT(Record(Active(), Month(2026, 1, "40", 5858))->work_months(0).deviation_codes(),
              IsEmpty());
  EXPECT_THAT(Record(Active(), Month(2026, 1, "40", 5859))->work_months(0).deviation_codes(),
              Contains("RATE_DIFFERS"));
  EXPECT_THAT(Record(Active(), Month(2026, 1, "40", 5741))->work_months(0).deviation_codes(),
              Contains("RATE_DIFFERS"));
}

TEST(WorkTest, AboveTheMaximum_IsTold) {
  v1::Contract contract = Active();
  contract.mutable_maximum()->set_units(5800);
  EXPECT_THAT(Record(contract, Month(2026, 1, "40", 5800))->work_months(0).deviation_codes(),
              Not(Contains("ABOVE_MAXIMUM")));
  contract.mutable_maximum()->set_units(5799);
  EXPECT_THAT(Record(contract, Month(2026, 1, "40", 5800))->work_months(0).deviation_codes(),
              Contains("ABOVE_MAXIMUM"));
}

TEST(WorkTest, MonthOutsideContractOrInTheFuture_IsRefused) {
  EXPECT_THAT(Record(Active(), Month(2025, 12, "1", 0)), HasReason("MONTH_NOT_WORKED"));
  EXPECT_THAT(Record(Active(), Month(2027, 1, "1", 0), Day(2027, 2, 1)),
              HasReason("MONTH_NOT_WORKED"));
  EXPECT_THAT(Record(Active(), Month(2026, 3, "1", 145), Day(2026, 2, 28)),
              HasReason("MONTH_NOT_WORKED"));
  EXPECT_THAT(Record(Active(), Month(2026, 3, "1", 145), Day(2026, 3, 1)), IsOk());
  EXPECT_THAT(Record(Draft(), Month(2026, 1, "1", 145)), HasReason("CONTRACT_NOT_ACTIVE"));
}

TEST(DocumentTest, SameInput_SameBytes_InBothLanguages) {
  for (const char* language : {"nl", "en"}) {
    DocumentQuestion question{
        .language = language, .purpose = DocumentPurpose::kSignature, .revision = 1, .day = kToday};
    v1::ContractDocument a = MakeDocument(TestCatalogs(), Draft(), ApprovedBrief(), question);
    v1::ContractDocument b = MakeDocument(TestCatalogs(), Draft(), ApprovedBrief(), question);
    EXPECT_EQ(a.content(), b.content());
    EXPECT_EQ(a.document_sha256(), Sha256Hex(a.content()));
    EXPECT_EQ(a.content().back(), '\n');
    EXPECT_EQ(a.content().find(" \n"), std::string::npos);
    EXPECT_EQ(a.content().find('\r'), std::string::npos);
    EXPECT_EQ(a.content().find("\n\n\n"), std::string::npos);
    EXPECT_EQ(a.content().find('{'), std::string::npos) << a.content();
  }
}

TEST(DocumentTest, HoldsPartiesPriceClausesAndTheBriefAsAnnex) {
  v1::ContractDocument document = MakeDocument(
      TestCatalogs(), Draft(), ApprovedBrief(),
      {.language = "nl", .purpose = DocumentPurpose::kSignature, .revision = 1, .day = kToday});
  EXPECT_THAT(document.content(), HasSubstr("Bureau Kompas B.V."));
  EXPECT_THAT(document.content(), HasSubstr("€ 145,00 per uur"));
  EXPECT_THAT(document.content(), HasSubstr("26 januari 2026 tot en met 11 december 2026"));
  EXPECT_THAT(document.content(), HasSubstr("(CL-10)"));
  EXPECT_THAT(document.content(), HasSubstr("Bijlage A. Opdrachtbrief"));
  EXPECT_THAT(document.content(), HasSubstr("HARDE DATUM; Huur Breda loopt af"));
  EXPECT_THAT(document.content(), Not(HasSubstr("CONCEPT")));
  EXPECT_THAT(document.content(), HasSubstr("organizations/acme/contracts/c1"));
}

TEST(DocumentTest, AnotherContractOrRevision_HasAnotherHash) {
  DocumentQuestion question{
      .language = "nl", .purpose = DocumentPurpose::kSignature, .revision = 1, .day = kToday};
  std::string hash =
      MakeDocument(TestCatalogs(), Draft(), ApprovedBrief(), question).document_sha256();
  v1::Contract other = Draft();
  other.set_name("organizations/acme/contracts/c2");
  EXPECT_NE(MakeDocument(TestCatalogs(), other, ApprovedBrief(), question).document_sha256(), hash);
  question.revision = 2;
  EXPECT_NE(MakeDocument(TestCatalogs(), Draft(), ApprovedBrief(), question).document_sha256(),
            hash);
}

TEST(DocumentTest, TextOfPeople_CannotForgeHeadingsOrHideWords) {
  v1::Contract contract = Draft();
  contract.mutable_client()->set_display_name("Acme\n## Extra\xE2\x80\xAE <b>x</b> *y*");
  std::string content =
      MakeDocument(
          TestCatalogs(), contract, ApprovedBrief(),
          {.language = "nl", .purpose = DocumentPurpose::kSignature, .revision = 1, .day = kToday})
          .content();
  EXPECT_THAT(content, Not(HasSubstr("\n## Extra")));
  EXPECT_THAT(content, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(content, HasSubstr("\\<b\\>x\\</b\\> \\*y\\*"));
}

TEST(DocumentTest, OwnClause_StaysAsItIs) {
  v1::Contract contract = Draft();
  v1::Clause& own = *contract.add_clauses();
  own.set_code("OWN-1");
  own.set_title("Thuiswerk");
  own.set_text("Een dag per week {start}.");
  std::string content =
      MakeDocument(
          TestCatalogs(), contract, ApprovedBrief(),
          {.language = "nl", .purpose = DocumentPurpose::kSignature, .revision = 1, .day = kToday})
          .content();
  EXPECT_THAT(content, HasSubstr("Een dag per week {start}."));
}

TEST(UpdateContractTest, OnlyADraft_OnlyWritableFields) {
  v1::Contract change;
  change.set_notice_days(14);
  google::protobuf::FieldMask mask;
  mask.add_paths("notice_days");
  absl::StatusOr<v1::Contract> after =
      UpdateContract(TestCatalogs(), Draft(), ApprovedBrief(), change, mask);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->notice_days(), 14);
  EXPECT_THAT(UpdateContract(TestCatalogs(), Submitted(), ApprovedBrief(), change, mask),
              HasReason("CONTRACT_NOT_DRAFT"));
  mask.add_paths("signatures");
  EXPECT_THAT(UpdateContract(TestCatalogs(), Draft(), ApprovedBrief(), change, mask),
              HasField("update_mask"));
}

}  // namespace
}  // namespace interim::contracting
