// The working relation, practice and recheck over the wire: good cases, every documented refusal.
// covers: S31, S35, X2
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "tests/conformance/contracting_relation_calls.h"

namespace interim::conformance {
namespace {

const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerEnd);

absl::StatusOr<v1::WorkingRelation> Relation(const char* method,
                                             const google::protobuf::Message& request,
                                             const Person& person = Hr()) {
  return Call<v1::WorkingRelation>(method, request, person);
}

v1::WorkingRelationWeighing Assessed(const std::vector<int>& scores, v1::ContractForm form) {
  return Must(Call<v1::WorkingRelationWeighing>("AssessWorkingRelation", Assessment(scores, form)));
}

std::vector<std::string> DriftCodes(const v1::WorkingRelation& relation) {
  std::vector<std::string> codes;
  for (const auto& drift : relation.drifts()) codes.push_back(drift.code());
  return codes;
}

// ---- weighing ----

TEST(AssessWorkingRelationTest, ShowsNineViewpointsForAndAgainst_NeverANumber) {
  const auto weighing = Assessed(kIndependent, v1::CONTRACT_FORM_ZZP);
  ASSERT_EQ(weighing.viewpoints_size(), 9);
  for (int i = 0; i < 9; ++i) {
    EXPECT_EQ(weighing.viewpoints(i).viewpoint(), i + 1);
    EXPECT_GT(weighing.viewpoints(i).sources_size(), 0);
    EXPECT_FALSE(weighing.viewpoints(i).open_points().empty());
  }
  EXPECT_EQ(weighing.viewpoints(0).direction(), v1::POINT_DIRECTION_SELF_EMPLOYMENT);
  ASSERT_EQ(weighing.viewpoints(2).points_against_size(), 1);
  EXPECT_EQ(weighing.viewpoints(2).direction(), v1::POINT_DIRECTION_EMPLOYMENT);
  EXPECT_EQ(weighing.band(), v1::RISK_BAND_LOW);
  EXPECT_FALSE(weighing.is_form_closed());
  EXPECT_GE(weighing.open_questions_size(), 2);
  // The assignment runs over New Year: what the tax authority may do is told for each year.
  int years = 0;
  for (const auto& finding : weighing.findings()) {
    years += finding.message_key() == "dba.exposure" ? 1 : 0;
    for (const auto& value : finding.computed_values()) {
      EXPECT_NE(value.key(), "sum");
      EXPECT_EQ(value.key().find("viewpoint_"), std::string::npos);
    }
  }
  EXPECT_EQ(years, 2);
}

TEST(AssessWorkingRelationTest, High_ClosesTheForm_AlsoThroughAnOwnCompany) {
  const auto person = Assessed(kEmployee, v1::CONTRACT_FORM_ZZP);
  EXPECT_EQ(person.band(), v1::RISK_BAND_HIGH);
  EXPECT_TRUE(person.is_form_closed());
  const auto company = Assessed(kEmployee, v1::CONTRACT_FORM_MANAGEMENT_BV);
  EXPECT_TRUE(company.is_form_closed());
  EXPECT_GT(company.open_questions_size(), person.open_questions_size());
}

TEST(AssessWorkingRelationTest, EvidenceIsAskedWhereNoneWasGiven) {
  auto request = Assessment({}, v1::CONTRACT_FORM_ZZP);
  v1::WorkingRelationAnswer& answer = *request.mutable_facts()->add_working_relation_answers();
  answer.set_question_code("V3_SAME_WORK");
  answer.set_viewpoint(3);
  answer.set_score(-2);
  auto weighing = Must(Call<v1::WorkingRelationWeighing>("AssessWorkingRelation", request));
  ASSERT_EQ(weighing.viewpoints(2).points_against_size(), 1);
  const auto& point = weighing.viewpoints(2).points_against(0);
  EXPECT_EQ(point.strength(), v1::POINT_STRENGTH_STRONG);
  EXPECT_NE(point.evidence_asked().nl(), "");
  EXPECT_NE(point.question().en(), point.question_code());
  EXPECT_EQ(weighing.band(), v1::RISK_BAND_NOT_DECIDED);
  answer.set_evidence("functieomschrijving teamleider");
  weighing = Must(Call<v1::WorkingRelationWeighing>("AssessWorkingRelation", request));
  EXPECT_EQ(weighing.viewpoints(2).points_against(0).evidence_asked().nl(), "");
}

TEST(AssessWorkingRelationTest, RefusesEmploymentAndMissingFacts) {
  EXPECT_THAT(Call<v1::WorkingRelationWeighing>(
                  "AssessWorkingRelation", Assessment(kEmployee, v1::CONTRACT_FORM_FIXED_TERM)),
              StatusIs(kPrecondition, "NO_WORKING_RELATION"));
  v1::AssessWorkingRelationRequest empty;
  empty.set_parent("organizations/acme");
  EXPECT_THAT(Call<v1::WorkingRelationWeighing>("AssessWorkingRelation", empty), HasField("facts"));
  auto wrong = Assessment({3}, v1::CONTRACT_FORM_ZZP);
  EXPECT_THAT(Call<v1::WorkingRelationWeighing>("AssessWorkingRelation", wrong),
              HasField("facts.working_relation_answers[0].score"));
  auto formless = Assessment(kEmployee, v1::CONTRACT_FORM_UNSPECIFIED);
  EXPECT_THAT(Call<v1::WorkingRelationWeighing>("AssessWorkingRelation", formless),
              HasField("facts.form"));
}

TEST(QuestionsTest, EachNamesViewpointAndEvidence) {
  v1::ListWorkingRelationQuestionsRequest request;
  request.set_parent("organizations/acme");
  const auto list =
      Must(Call<v1::ListWorkingRelationQuestionsResponse>("ListWorkingRelationQuestions", request));
  EXPECT_GE(list.questions_size(), 20);
  int last = 1;
  for (const auto& question : list.questions()) {
    EXPECT_GE(question.viewpoint(), last);
    last = question.viewpoint();
    EXPECT_NE(question.text().nl(), "");
    EXPECT_NE(question.viewpoint_title().en(), "");
    EXPECT_NE(question.evidence_asked().nl(), "");
  }
  EXPECT_EQ(last, 9);
}

// ---- both sides of the three-party form ----

TEST(AnswersTest, BureauAnswersForItself_TheNearestToEmploymentIsWeighed_AndSidesStayApart) {
  const v1::Contract draft = Draft();
  const auto seen_by_bureau =
      Must(Relation("RecordWorkingRelationAnswers", Answers(draft, kEmployee), Bureau()));
  EXPECT_EQ(seen_by_bureau.intermediary_answers_size(), 9);
  EXPECT_TRUE(seen_by_bureau.client_answers().empty());
  EXPECT_TRUE(seen_by_bureau.weighings().empty());  // the client's judgement is the client's
  Must(Relation("RecordWorkingRelationAnswers", Answers(draft, kIndependent)));
  const auto relation = Must(Relation("GetWorkingRelation", Read(draft)));
  EXPECT_EQ(relation.client_answers_size(), 9);
  ASSERT_GE(relation.weighings_size(), 2);
  EXPECT_EQ(relation.weighings(0).band(), v1::RISK_BAND_LOW);  // as drafted
  const auto& latest = relation.weighings(relation.weighings_size() - 1);
  EXPECT_EQ(latest.band(), v1::RISK_BAND_HIGH);
  bool disputed = false;
  for (const auto& view : latest.viewpoints()) {
    for (const auto& point : view.points_against()) disputed |= point.is_disputed();
  }
  EXPECT_TRUE(disputed);
  EXPECT_TRUE(Must(Relation("GetWorkingRelation", Read(draft), Bureau())).client_answers().empty());
  // What the bureau says reaches the legal check at signature.
  EXPECT_THAT(
      DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(Decided(draft))),
      StatusIs(kPrecondition, "RULE_BLOCKS"));
}

int HeavyBlocks(const v1::Contract& contract) {
  int blocks = 0;
  for (const auto& finding : contract.findings()) {
    blocks += finding.rule_id() == "R05" && finding.outcome() == type::RULE_OUTCOME_BLOCK ? 1 : 0;
  }
  return blocks;
}

// What was answered while the contract ran counts when it is changed or extended.
TEST(AnswersTest, OnTheRunningContract_CountForItsExtension) {
  const v1::Contract active = Active();
  const auto before = Must(DoContract("ExtendContract", Extension(active)));
  EXPECT_EQ(HeavyBlocks(before), 0);
  Must(DoContract("WithdrawContract", Withdrawal(before)));
  Must(Relation("RecordWorkingRelationAnswers", Answers(active, kEmployee)));
  const auto extension = Must(DoContract("ExtendContract", Extension(Read(active.name(), Hr()))));
  EXPECT_GT(HeavyBlocks(extension), 0);
  EXPECT_THAT(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(extension)),
              StatusIs(kPrecondition, "RULE_BLOCKS"));
  v1::AssessWorkingRelationRequest assess;
  assess.set_parent("organizations/acme");
  assess.set_contract(extension.name());
  EXPECT_EQ(Must(Call<v1::WorkingRelationWeighing>("AssessWorkingRelation", assess)).band(),
            v1::RISK_BAND_HIGH);
}

TEST(AnswersTest, Refusals) {
  const v1::Contract draft = Draft();
  EXPECT_THAT(Relation("RecordWorkingRelationAnswers", Answers(draft, {})), HasField("answers"));
  auto wrong = Answers(draft, {1});
  wrong.mutable_answers(0)->set_viewpoint(10);
  wrong.mutable_answers(0)->clear_question_code();
  EXPECT_THAT(Relation("RecordWorkingRelationAnswers", wrong), HasField("answers[0].viewpoint"));
  EXPECT_THAT(Relation("RecordWorkingRelationAnswers", wrong),
              HasField("answers[0].question_code"));
  EXPECT_THAT(Relation("RecordWorkingRelationAnswers", Answers(draft, kEmployee), OtherBureau()),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  const auto declined = Must(DoContract("DeclineContract", Declined(Submitted()), Board()));
  EXPECT_THAT(Relation("RecordWorkingRelationAnswers", Answers(declined, kEmployee)),
              StatusIs(kPrecondition, "CONTRACT_CLOSED"));
  EXPECT_THAT(Relation("WeighWorkingRelation", Named<v1::WeighWorkingRelationRequest>(declined)),
              StatusIs(kPrecondition, "CONTRACT_CLOSED"));
  const auto employed = Must(DoContract(
      "DraftContract", NewDraft(Approved(), kIndependent, v1::CONTRACT_FORM_FIXED_TERM)));
  EXPECT_THAT(Relation("RecordWorkingRelationAnswers", Answers(employed, kEmployee)),
              StatusIs(kPrecondition, "NO_WORKING_RELATION"));
  EXPECT_THAT(Relation("WeighWorkingRelation", Named<v1::WeighWorkingRelationRequest>(employed)),
              StatusIs(kPrecondition, "NO_WORKING_RELATION"));
}

TEST(WeighTest, IsKeptWithItsMoment_AndRepeatedAYearLater) {
  auto request = Named<v1::WeighWorkingRelationRequest>(Draft());
  const auto first = Must(Relation("WeighWorkingRelation", request));
  ASSERT_EQ(first.weighings_size(), 1);
  EXPECT_EQ(first.weighings(0).moment(), v1::WEIGHING_MOMENT_CONTRACT);
  EXPECT_EQ(first.weighings(0).actor(), "hr");
  EXPECT_EQ(first.next_review_date().year(), first.weighings(0).weigh_date().year() + 1);
  EXPECT_TRUE(first.drifts().empty());
  request.set_request_id(NextRequestId());
  request.set_moment(v1::WEIGHING_MOMENT_YEARLY);
  EXPECT_EQ(Must(Relation("WeighWorkingRelation", request)).weighings_size(), 2);
  request.set_request_id(NextRequestId());
  request.set_moment(v1::WEIGHING_MOMENT_ANSWERS);
  EXPECT_THAT(Relation("WeighWorkingRelation", request), HasField("moment"));
}

// ---- practice ----

TEST(PracticeTest, RepeatedStaffMeetings_AreDriftFromWhatWasSigned) {
  const v1::Contract active = Active();
  // Two speak of nothing yet; sent twice they are still two.
  auto two = Practice(active, v1::PRACTICE_KIND_STAFF_MEETING, 2, 11);
  EXPECT_TRUE(Must(Relation("RecordPractice", two, Someone("gov", "service"))).drifts().empty());
  two.set_request_id(NextRequestId());
  const auto same = Must(Relation("RecordPractice", two, Someone("gov", "service")));
  EXPECT_EQ(same.practice_facts_size(), 2);
  const auto after =
      Must(Relation("RecordPractice", Practice(active, v1::PRACTICE_KIND_STAFF_MEETING, 3, 10)));
  EXPECT_THAT(DriftCodes(after), ::testing::Contains("PRACTICE_KIND_STAFF_MEETING"));
  const auto read = Must(Relation("GetWorkingRelation", Read(active)));
  ASSERT_FALSE(read.drifts().empty());
  EXPECT_NE(read.drifts(0).text().nl(), "");
  EXPECT_FALSE(read.drifts(0).sources().empty());
  const auto& latest = read.weighings(read.weighings_size() - 1);
  bool observed = false;
  for (const auto& point : latest.viewpoints(2).points_against()) {
    observed |= point.origin() == v1::POINT_ORIGIN_PRACTICE;
  }
  EXPECT_TRUE(observed);
}

TEST(PracticeTest, HeavierBandOnPractice_IsDrift_AndClosesTheFormForAnExtension) {
  const v1::Contract active = Active();
  for (const auto kind : {v1::PRACTICE_KIND_INSTRUCTION, v1::PRACTICE_KIND_STAFF_CYCLE,
                          v1::PRACTICE_KIND_REPLACEMENT_REFUSED, v1::PRACTICE_KIND_PAID_LEAVE}) {
    Must(Relation("RecordPractice", Practice(active, kind, 4, 11)));
  }
  const auto relation = Must(Relation("GetWorkingRelation", Read(active)));
  EXPECT_THAT(DriftCodes(relation), ::testing::Contains("BAND_HEAVIER"));
  EXPECT_GT(relation.weighings(relation.weighings_size() - 1).band(), relation.weighings(0).band());
}

// Governance reports decisions of the client in words and amounts; those stay inside.
TEST(PracticeTest, TheSupplierSeesNoDrift_AndNoWordsOrAmounts_ThePersonSeesTheLatter) {
  const v1::Contract active = Active();
  auto request = Practice(active, v1::PRACTICE_KIND_MANDATE_USE, 1, 11);
  request.mutable_facts(0)->set_description("vertrek van de directeur");
  request.mutable_facts(0)->mutable_amount()->set_currency_code("EUR");
  request.mutable_facts(0)->mutable_amount()->set_units(40000);
  Must(Relation("RecordPractice", request, Someone("gov", "service")));
  Must(Relation("RecordPractice", Practice(active, v1::PRACTICE_KIND_STAFF_MEETING, 5, 10)));
  const auto inside = Must(Relation("GetWorkingRelation", Read(active)));
  EXPECT_FALSE(inside.drifts().empty());
  EXPECT_EQ(inside.practice_facts_size(), 6);
  bool is_whole = false;
  for (const v1::PracticeFact& fact : inside.practice_facts()) {
    is_whole |= fact.amount().units() == 40000 && !fact.description().empty();
  }
  EXPECT_TRUE(is_whole);
  const auto supplier = Must(Relation("GetWorkingRelation", Read(active), Bureau()));
  EXPECT_TRUE(supplier.drifts().empty());
  EXPECT_EQ(supplier.practice_facts_size(), 6);
  for (const v1::PracticeFact& fact : supplier.practice_facts()) {
    EXPECT_EQ(fact.description(), "");
    EXPECT_FALSE(fact.has_amount());
    EXPECT_NE(fact.source(), "");
  }
  const auto person = Must(Relation("GetWorkingRelation", Read(active), Manager()));
  EXPECT_TRUE(person.drifts().empty());
  bool is_told = false;
  for (const v1::PracticeFact& fact : person.practice_facts()) {
    is_told |= fact.amount().units() == 40000 && !fact.description().empty();
  }
  EXPECT_TRUE(is_told);
}

TEST(PracticeTest, MoreHoursThanPlanned_AreReportedByRecordedWork) {
  const v1::Contract active = Active();
  v1::RecordWorkRequest work = Work(active, 2026, 3);
  work.mutable_work_month()->mutable_hours()->set_value("300");
  Must(DoContract("RecordWork", work));
  const auto relation = Must(Relation("GetWorkingRelation", Read(active)));
  EXPECT_NE(relation.etag(), "");
  EXPECT_THAT(DriftCodes(relation), ::testing::Contains("HOURS_ABOVE_PLAN"));
}

TEST(PracticeTest, Refusals) {
  EXPECT_THAT(Relation("RecordPractice", Practice(Draft(), v1::PRACTICE_KIND_OWN_RISK)),
              StatusIs(kPrecondition, "CONTRACT_NOT_ACTIVE"));
  const v1::Contract active = Active();
  auto early = Practice(active, v1::PRACTICE_KIND_OWN_RISK);
  SetDate(early.mutable_facts(0)->mutable_occur_date(), 2019, 1, 1);
  EXPECT_THAT(Relation("RecordPractice", early), StatusIs(kPrecondition, "FACT_NOT_IN_CONTRACT"));
  auto wrong = Named<v1::RecordPracticeRequest>(active);
  EXPECT_THAT(Relation("RecordPractice", wrong), HasField("facts"));
  wrong.add_facts();
  for (const char* field : {"facts[0].kind", "facts[0].occur_date", "facts[0].source"}) {
    EXPECT_THAT(Relation("RecordPractice", wrong), HasField(field));
  }
  for (int i = 0; i < 100; ++i) *wrong.add_facts() = early.facts(0);
  EXPECT_THAT(Relation("RecordPractice", wrong), HasField("facts"));
}

TEST(PracticeTest, AThousandFactsAreKept_NotMore) {
  const v1::Contract active = Active();
  for (int i = 0; i < 10; ++i) {
    auto request = Practice(active, v1::PRACTICE_KIND_MANDATE_USE, 100, 3);
    for (v1::PracticeFact& fact : *request.mutable_facts()) {
      fact.set_source(absl::StrCat(fact.source(), "/", i));
    }
    Must(Relation("RecordPractice", request));
  }
  EXPECT_THAT(Relation("RecordPractice", Practice(active, v1::PRACTICE_KIND_OWN_RISK)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "PRACTICE_FULL"));
}

// ---- recheck ----

const v1::ContractRecheck* FindRecheck(const v1::RecheckContractsResponse& page,
                                       const v1::Contract& contract) {
  for (const auto& recheck : page.rechecks()) {
    if (recheck.contract() == contract.name()) return &recheck;
  }
  return nullptr;
}

v1::ContractRecheck Rechecked(const v1::Contract& contract, v1::RecheckContractsRequest request) {
  request.set_page_size(500);
  for (int pages = 0; pages < 100; ++pages) {
    const auto page = Must(Call<v1::RecheckContractsResponse>("RecheckContracts", request));
    if (const auto* found = FindRecheck(page, contract)) return *found;
    if (page.next_page_token().empty()) break;
    request.set_page_token(page.next_page_token());
  }
  return {};
}

TEST(RecheckTest, NothingChanged_IsNotTouched_AndAFigureThatStartsIsNamed) {
  auto request = NewDraft(Approved());
  v1::Contract& given = *request.mutable_contract();
  SetDate(given.mutable_period()->mutable_start_date(), 2026, 12, 1);
  SetDate(given.mutable_period()->mutable_end_date(), 2028, 3, 31);
  const auto draft = Must(DoContract("DraftContract", request));
  const auto now = Rechecked(draft, Recheck());
  EXPECT_EQ(now.contract(), draft.name());
  EXPECT_FALSE(now.is_touched()) << now.DebugString();
  EXPECT_EQ(now.outcome_before(), now.outcome_after());

  auto ahead = Recheck();
  SetDate(ahead.mutable_as_of_date(), 2028, 1, 1);
  const auto later = Rechecked(draft, ahead);
  EXPECT_TRUE(later.is_touched());
  bool names_default_fine = false;
  for (const auto& change : later.rule_changes()) {
    EXPECT_NE(change.title(), "");
    for (const auto& row : change.row_starts()) {
      names_default_fine |= change.rule_id() == "R05" && row.parameter_key() == "default_fine" &&
                            row.from_date().year() == 2027;
    }
  }
  EXPECT_TRUE(names_default_fine);
}

TEST(RecheckTest, ADecidedContractIsLeftOut_AndAPastDayRefused) {
  const auto declined = Must(DoContract("DeclineContract", Declined(Submitted()), Board()));
  EXPECT_EQ(Rechecked(declined, Recheck()).contract(), "");
  auto past = Recheck();
  SetDate(past.mutable_as_of_date(), 2020, 1, 1);
  EXPECT_THAT(Call<v1::RecheckContractsResponse>("RecheckContracts", past), HasField("as_of_date"));
  auto partial = Recheck();
  partial.mutable_as_of_date()->set_year(2030);
  EXPECT_THAT(Call<v1::RecheckContractsResponse>("RecheckContracts", partial),
              HasField("as_of_date"));
}

TEST(DecideFindingsTest, KeepsTheRolesOfWhoDecided) {
  const auto decided = Decided(Draft(Approved(), {0, 0, -1, 0, 1, 1, 2, 0, 1}));
  ASSERT_FALSE(decided.finding_decisions().empty());
  ASSERT_EQ(decided.finding_decisions(0).actor_roles_size(), 1);
  EXPECT_EQ(decided.finding_decisions(0).actor_roles(0), "hr_advisor");
}

}  // namespace
}  // namespace interim::conformance
