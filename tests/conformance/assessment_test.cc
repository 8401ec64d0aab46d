// What protos/interim/assessment/v1 promises, over the wire to the built server.
// covers: S1, S36, S37, S59, X8, X10
#include <string>
#include <utility>
#include <vector>

#include "common/core/error.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "tests/conformance/assessment_requests.h"
#include "tests/conformance/server_process.h"

namespace interim::conformance {
namespace {

using testing::HasField;
using testing::HasMetadata;
using testing::HasReason;
using testing::StatusIs;

TEST(JourneyTest, TwoInformantsDiffer_Questions_Advice_Accept) {
  const v1::Assessment created = Create();
  EXPECT_EQ(created.state(), v1::ASSESSMENT_STATE_OPEN);
  EXPECT_FALSE(created.etag().empty());
  ASSERT_THAT(Do("RecordAnswers", Answers(created, "board", SiteMerger())), IsOk());
  const auto disputed =
      Do("RecordAnswers", Answers(created, "site-director", {Number("damage_within_weeks", 20)}));
  ASSERT_THAT(disputed, IsOk());
  bool seen = false;
  for (const v1::FactStatus& fact : disputed->facts()) {
    if (!fact.has_disagreement()) continue;
    seen = true;
    EXPECT_EQ(fact.fact_key(), "damage_within_weeks");
    EXPECT_EQ(fact.disagreement().views_size(), 2);
    EXPECT_FALSE(fact.disagreement().text().empty());
  }
  EXPECT_TRUE(seen);

  v1::NextQuestionsRequest ask;
  ask.set_name(created.name());
  const auto next = Call<v1::NextQuestionsResponse>("NextQuestions", ask);
  ASSERT_THAT(next, IsOk());
  EXPECT_FALSE(next->possible_outcomes().empty());

  const auto advised = Do("Advise", Named<v1::AdviseRequest>(created));
  ASSERT_THAT(advised, IsOk());
  const v1::Advice& advice = advised->advice();
  EXPECT_EQ(advice.outcome(), v1::ADVICE_OUTCOME_INTERIM);
  EXPECT_EQ(advice.role().role_code(), "TRANS");
  EXPECT_EQ(advice.mandate().min_level(), 2);
  EXPECT_EQ(advice.mandate().max_level(), 3);
  EXPECT_FALSE(advice.risks().empty());
  EXPECT_FALSE(advice.flips().empty());
  EXPECT_FALSE(advice.summary().empty());
  bool has_works_council = false;
  for (const v1::LegalPoint& point : advice.legal_points()) {
    has_works_council |= point.code() == "L-OR25" && point.rule_id() == "R12" &&
                         !point.rule_version().empty() && !point.text().empty();
  }
  EXPECT_TRUE(has_works_council);

  const auto accepted = Do("AcceptAdvice", Named<v1::AcceptAdviceRequest>(*advised), Client());
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->state(), v1::ASSESSMENT_STATE_ACCEPTED);
  EXPECT_EQ(accepted->decision().outcome(), v1::ADVICE_OUTCOME_INTERIM);
  const auto recorded =
      Do("RecordOutcome", Outcome(*accepted, v1::REALIZED_RESULT_REACHED), Relay());
  ASSERT_THAT(recorded, IsOk());
  EXPECT_EQ(recorded->realized_outcome().result(), v1::REALIZED_RESULT_REACHED);
}

TEST(ReadTest, Get_AnswersInTheCallersLanguage_AndOnlyWhatIsMasked) {
  const v1::Assessment advised = Advised();
  v1::GetAssessmentRequest request;
  request.set_name(advised.name());
  const auto dutch = Call<v1::Assessment>("GetAssessment", request);
  const auto english = Call<v1::Assessment>("GetAssessment", request, Hr(), {.language = "en"});
  ASSERT_THAT(dutch, IsOk());
  ASSERT_THAT(english, IsOk());
  EXPECT_EQ(english->advice().summary(), "Engage an interim manager.");
  EXPECT_EQ(dutch->advice().summary(), "Schakel een interim-manager in.");
  request.mutable_read_mask()->add_paths("title");
  const auto masked = Call<v1::Assessment>("GetAssessment", request);
  ASSERT_THAT(masked, IsOk());
  EXPECT_FALSE(masked->has_advice());
  EXPECT_EQ(masked->title(), "Merging two sites");
}

TEST(ListTest, Pages_CoverEverything_AndTokensAreBound) {
  for (int i = 0; i < 3; ++i) Create();
  v1::ListAssessmentsRequest request;
  request.set_parent("organizations/acme");
  request.set_page_size(2);
  const auto first = Call<v1::ListAssessmentsResponse>("ListAssessments", request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->assessments_size(), 2);
  ASSERT_FALSE(first->next_page_token().empty());
  request.set_page_token(first->next_page_token());
  const auto second = Call<v1::ListAssessmentsResponse>("ListAssessments", request);
  ASSERT_THAT(second, IsOk());
  EXPECT_LT(first->assessments(1).name(), second->assessments(0).name());
  request.set_state(v1::ASSESSMENT_STATE_OPEN);
  EXPECT_THAT(Call<v1::ListAssessmentsResponse>("ListAssessments", request),
              StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.set_page_token("nonsense");
  EXPECT_THAT(Call<v1::ListAssessmentsResponse>("ListAssessments", request),
              StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_THAT(Call<v1::ListAssessmentsResponse>("ListAssessments", request), HasField("page_size"));
}

TEST(ListTest, State_Filters) {
  const v1::Assessment accepted = Accepted();
  v1::ListAssessmentsRequest request;
  request.set_parent("organizations/acme");
  request.set_page_size(500);
  request.set_state(v1::ASSESSMENT_STATE_ACCEPTED);
  const auto page = Call<v1::ListAssessmentsResponse>("ListAssessments", request);
  ASSERT_THAT(page, IsOk());
  bool found = false;
  for (const v1::Assessment& assessment : page->assessments()) {
    EXPECT_EQ(assessment.state(), v1::ASSESSMENT_STATE_ACCEPTED);
    found |= assessment.name() == accepted.name();
  }
  EXPECT_TRUE(found);
}

TEST(CatalogueTest, QuestionsSituationsRoles_ArePaged_AndBilingual) {
  v1::ListQuestionsRequest questions;
  questions.set_parent("organizations/acme");
  questions.set_page_size(5);
  int count = 0;
  do {
    const auto page = Call<v1::ListQuestionsResponse>("ListQuestions", questions);
    ASSERT_THAT(page, IsOk());
    count += page->questions_size();
    questions.set_page_token(page->next_page_token());
  } while (!questions.page_token().empty());
  EXPECT_GE(count, 20);
  questions.set_page_token("nonsense");
  EXPECT_THAT(Call<v1::ListQuestionsResponse>("ListQuestions", questions),
              StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  v1::ListSituationsRequest situations;
  situations.set_parent("organizations/acme");
  const auto listed = Call<v1::ListSituationsResponse>("ListSituations", situations);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->situations_size(), 20);
  v1::ListRolesRequest roles;
  roles.set_parent("organizations/acme");
  const auto listed_roles = Call<v1::ListRolesResponse>("ListRoles", roles);
  ASSERT_THAT(listed_roles, IsOk());
  EXPECT_GE(listed_roles->roles_size(), 20);
}

TEST(CalculationTest, AssessNeed_StoresNothing_ComparesTwoFactSets) {
  v1::AssessNeedRequest request;
  request.set_parent("organizations/acme");
  for (const v1::Fact& fact : SiteMerger()) *request.add_facts() = fact;
  *request.add_what_if_facts() = Choice("end_definition", "open_ended");
  const auto response = Call<v1::AssessNeedResponse>("AssessNeed", request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->advice().outcome(), v1::ADVICE_OUTCOME_INTERIM);
  EXPECT_EQ(response->what_if_advice().outcome(), v1::ADVICE_OUTCOME_PERMANENT);
  const auto again = Call<v1::AssessNeedResponse>("AssessNeed", request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), response->SerializeAsString());
}

TEST(RefusalTest, BadFacts_AreAllReported) {
  v1::AssessNeedRequest request;
  request.set_parent("organizations/acme");
  *request.add_facts() = Number("planned_months", 500);
  *request.add_facts() = Choice("weather", "sunny");
  *request.add_facts() = Choice("formal_client", "the king");
  const auto response = Call<v1::AssessNeedResponse>("AssessNeed", request);
  EXPECT_THAT(response, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(response, HasField("facts[0].number"));
  EXPECT_THAT(response, HasField("facts[1].key"));
  EXPECT_THAT(response, HasField("facts[2].choice"));
}

TEST(RefusalTest, BadAnswers_AndTitles) {
  const v1::Assessment created = Create();
  auto answers = Answers(created, "The Board", {Number("planned_months", 5)});
  EXPECT_THAT(Do("RecordAnswers", answers), HasField("informant"));
  answers = Answers(created, "board", {});
  EXPECT_THAT(Do("RecordAnswers", answers), HasField("answers"));
  answers = Answers(created, "board", std::vector<v1::Fact>(201, Number("planned_months", 5)));
  EXPECT_THAT(Do("RecordAnswers", answers), HasField("answers"));
  v1::CreateAssessmentRequest request = NewAssessment();
  request.mutable_assessment()->set_title(std::string(201, 'x'));
  EXPECT_THAT(Do("CreateAssessment", request), HasField("assessment.title"));
  request.mutable_assessment()->clear_title();
  EXPECT_THAT(Do("CreateAssessment", request), HasField("assessment.title"));
  v1::NextQuestionsRequest ask;
  ask.set_name(created.name());
  ask.set_max_question_count(21);
  EXPECT_THAT(Call<v1::NextQuestionsResponse>("NextQuestions", ask),
              HasField("max_question_count"));
}

TEST(RefusalTest, ChosenId_IsTaken_OrMalformed) {
  v1::CreateAssessmentRequest request = NewAssessment();
  request.set_assessment_id("chosen-one");
  ASSERT_THAT(Do("CreateAssessment", request), IsOk());
  request.set_request_id(NextRequestId());
  EXPECT_THAT(Do("CreateAssessment", request),
              StatusIs(absl::StatusCode::kAlreadyExists, "ASSESSMENT_EXISTS"));
  request.set_request_id(NextRequestId());
  request.set_assessment_id("No Such Id");
  EXPECT_THAT(Do("CreateAssessment", request), HasField("assessment_id"));
}

TEST(StateTest, Refusals_NameTheStateAndWhatToDo) {
  const v1::Assessment created = Create();
  EXPECT_THAT(Do("Advise", Named<v1::AdviseRequest>(created)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "NO_ANSWERS"));
  EXPECT_THAT(Do("AcceptAdvice", Named<v1::AcceptAdviceRequest>(created), Client()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ADVICE_MISSING"));
  EXPECT_THAT(Do("RejectAdvice", Rejection(created), Client()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ADVICE_MISSING"));
  EXPECT_THAT(Do("RecordOutcome", Outcome(created, v1::REALIZED_RESULT_REACHED), Relay()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "NOT_DECIDED"));

  ASSERT_THAT(Do("RecordAnswers", Answers(created, "board", {Number("planned_months", 5)})),
              IsOk());
  ASSERT_THAT(Do("Advise", Named<v1::AdviseRequest>(created)), IsOk());
  const auto refused = Do("AcceptAdvice", Named<v1::AcceptAdviceRequest>(created), Client());
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "ADVICE_NOT_ENOUGH_KNOWN"));
  EXPECT_THAT(refused, HasMetadata("assessment", created.name()));

  ASSERT_THAT(Do("RecordAnswers", Answers(created, "board", SiteMerger())), IsOk());
  EXPECT_THAT(Do("AcceptAdvice", Named<v1::AcceptAdviceRequest>(created), Client()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ADVICE_STALE"));
}

TEST(StateTest, Accepted_IsFinal) {
  const v1::Assessment accepted = Accepted();
  EXPECT_THAT(Do("RecordAnswers", Answers(accepted, "board", {Number("planned_months", 5)})),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ASSESSMENT_CLOSED"));
  EXPECT_THAT(Do("Advise", Named<v1::AdviseRequest>(accepted)), HasReason("ASSESSMENT_CLOSED"));
  EXPECT_THAT(Do("AcceptAdvice", Named<v1::AcceptAdviceRequest>(accepted), Client()),
              HasReason("ADVICE_DECIDED"));
  EXPECT_THAT(Do("RejectAdvice", Rejection(accepted), Client()), HasReason("ADVICE_DECIDED"));
  ASSERT_THAT(Do("RecordOutcome", Outcome(accepted, v1::REALIZED_RESULT_REACHED), Relay()), IsOk());
  EXPECT_THAT(Do("RecordOutcome", Outcome(accepted, v1::REALIZED_RESULT_REACHED), Relay()), IsOk())
      << "the same outcome told twice";
  EXPECT_THAT(Do("RecordOutcome", Outcome(accepted, v1::REALIZED_RESULT_NOT_STARTED), Relay()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "OUTCOME_RECORDED"));
}

TEST(StateTest, Rejected_OpensAgainWithNewAnswers) {
  const auto rejected = Do("RejectAdvice", Rejection(Advised()), Client());
  ASSERT_THAT(rejected, IsOk());
  EXPECT_EQ(rejected->state(), v1::ASSESSMENT_STATE_REJECTED);
  const auto open = Do("RecordAnswers", Answers(*rejected, "board", {Number("planned_months", 5)}));
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->state(), v1::ASSESSMENT_STATE_OPEN);
}

TEST(StateTest, ValidateOnly_WritesNothing) {
  const v1::Assessment created = Create();
  auto answers = Answers(created, "board", {Number("planned_months", 5)});
  answers.set_validate_only(true);
  ASSERT_THAT(Do("RecordAnswers", answers), IsOk());
  v1::GetAssessmentRequest get;
  get.set_name(created.name());
  const auto read = Do("GetAssessment", get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->answers_size(), 0);
  EXPECT_EQ(read->etag(), created.etag());
}

TEST(TenantTest, Reads_OfAnotherTenant_AreNotFound) {
  const v1::Assessment created = Create();
  Person stranger = Hr();
  stranger.organization = "globex";
  v1::GetAssessmentRequest get;
  get.set_name(created.name());
  EXPECT_THAT(Do("GetAssessment", get, stranger),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  v1::NextQuestionsRequest ask;
  ask.set_name(created.name());
  EXPECT_THAT(Call<v1::NextQuestionsResponse>("NextQuestions", ask, stranger),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  v1::ListAssessmentsRequest list;
  list.set_parent("organizations/acme");
  EXPECT_THAT(Call<v1::ListAssessmentsResponse>("ListAssessments", list, stranger),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(TenantTest, OutsideParty_HasNoRelation) {
  const v1::Assessment created = Create();
  const Person supplier{.subject = "u-x", .roles = {"hr_advisor"}, .party = "suppliers/s1"};
  v1::GetAssessmentRequest get;
  get.set_name(created.name());
  EXPECT_THAT(Do("GetAssessment", get, supplier),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

// Board and works director differ on whether the need ends.
v1::Assessment Disputed() {
  const auto disputed = Do("RecordAnswers", Answers(Answered(), "works-director",
                                                    {Choice("end_definition", "open_ended")}));
  EXPECT_THAT(disputed, IsOk());
  return disputed.ok() ? *disputed : v1::Assessment();
}

TEST(SettleTest, ClientDecidesWhoseAnswerCounts_AndItStaysInTheHistory) {
  const v1::Assessment disputed = Disputed();
  EXPECT_THAT(Do("SettleFact", Settlement(disputed, "end_definition", "board"), Hr()),
              StatusIs(absl::StatusCode::kPermissionDenied))
      << "a decision of the client";
  const auto settled = Do("SettleFact", Settlement(disputed, "end_definition", "board"), Client());
  ASSERT_THAT(settled, IsOk());
  ASSERT_EQ(settled->settlements_size(), 1);
  EXPECT_EQ(settled->settlements(0).settled_by(), "u-board");
  const auto advised = Do("Advise", Named<v1::AdviseRequest>(*settled));
  ASSERT_THAT(advised, IsOk());
  EXPECT_EQ(advised->advice().outcome(), v1::ADVICE_OUTCOME_INTERIM);
  const auto reopened =
      Do("RecordAnswers", Answers(*advised, "hr", {Choice("end_definition", "vague_condition")}));
  ASSERT_THAT(reopened, IsOk());
  EXPECT_TRUE(reopened->settlements(0).is_lapsed());
}

TEST(SettleTest, WhatCannotBeSettled_IsRefused) {
  const v1::Assessment disputed = Disputed();
  const auto agreed = Do("SettleFact", Settlement(disputed, "planned_months", "board"), Client());
  EXPECT_THAT(agreed, StatusIs(absl::StatusCode::kFailedPrecondition, "FACT_NOT_DISPUTED"));
  EXPECT_THAT(agreed, HasMetadata("factKey", "planned_months"));
  EXPECT_THAT(Do("SettleFact", Settlement(disputed, "end_definition", "stranger"), Client()),
              HasField("informant"));
  EXPECT_THAT(Do("SettleFact", Settlement(disputed, "weather", "board"), Client()),
              HasField("fact_key"));
  auto wordy = Settlement(disputed, "end_definition", "board");
  wordy.set_reason(std::string(1001, 'x'));
  EXPECT_THAT(Do("SettleFact", wordy, Client()), HasField("reason"));
  EXPECT_THAT(Do("SettleFact", Settlement(Accepted(), "end_definition", "board"), Client()),
              HasReason("ASSESSMENT_CLOSED"));
}

TEST(LimitTest, Settlements_AndAnswers_EndAtTheirNumber) {
  v1::Assessment disputed = Disputed();
  absl::Status full;
  constexpr int kMost = 300;
  for (int i = 0; i < kMost && full.ok(); ++i) {
    full = Do("SettleFact",
              Settlement(disputed, "end_definition", i % 2 == 0 ? "board" : "works-director"),
              Client())
               .status();
  }
  EXPECT_THAT(full, StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_SETTLEMENTS"));
  full = absl::OkStatus();
  for (int i = 0; i < kMost && full.ok(); ++i) {
    full =
        Do("RecordAnswers", Answers(disputed, absl::StrCat("person-", i), SiteMerger())).status();
  }
  EXPECT_THAT(full, StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_ANSWERS"));
  EXPECT_THAT(full, HasMetadata("assessment", disputed.name()));
}

TEST(RecomputeTest, KeptAdvice_ComesOutTheSame_UnderItsOwnVersion) {
  const v1::Assessment advised = Advised();
  ASSERT_THAT(Do("RecordAnswers", Answers(advised, "board", {Number("planned_months", 40)})),
              IsOk());
  v1::RecomputeAdviceRequest request;
  request.set_name(advised.name());
  const auto again = Call<v1::RecomputeAdviceResponse>("RecomputeAdvice", request);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->is_same()) << again->ShortDebugString();
  EXPECT_EQ(again->advice().SerializeAsString(), advised.advice().SerializeAsString());
}

TEST(RecomputeTest, EveryKnownVersion_CanCompute_AnUnknownOneIsRefused) {
  v1::ExplainModelRequest explain;
  explain.set_parent("organizations/acme");
  const auto page = Call<v1::ModelPage>("ExplainModel", explain);
  ASSERT_THAT(page, IsOk());
  EXPECT_GE(page->known_versions_size(), 2);
  v1::RecomputeAdviceRequest request;
  request.set_name(Advised().name());
  for (const std::string& version : page->known_versions()) {
    request.set_model_version(version);
    const auto again = Call<v1::RecomputeAdviceResponse>("RecomputeAdvice", request);
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(again->advice().model_version(), version);
    EXPECT_EQ(again->advice().outcome(), v1::ADVICE_OUTCOME_INTERIM);
  }
  request.set_model_version("never");
  const auto never = Call<v1::RecomputeAdviceResponse>("RecomputeAdvice", request);
  EXPECT_THAT(never, StatusIs(absl::StatusCode::kInvalidArgument, "MODEL_VERSION_UNKNOWN"));
  EXPECT_THAT(never, HasMetadata("modelVersion", "never"));
  request.clear_model_version();
  request.set_name(Answered().name());
  EXPECT_THAT(Call<v1::RecomputeAdviceResponse>("RecomputeAdvice", request),
              HasReason("ADVICE_MISSING"));
}

TEST(ModelTest, Page_ShowsEveryVersion) {
  v1::ExplainModelRequest request;
  request.set_parent("organizations/acme");
  const auto page = Call<v1::ModelPage>("ExplainModel", request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->sections_size(), 18);
  request.set_model_version(page->known_versions(0));
  const auto first = Call<v1::ModelPage>("ExplainModel", request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->model_version(), page->known_versions(0));
  request.set_model_version("never");
  EXPECT_THAT(Call<v1::ModelPage>("ExplainModel", request),
              StatusIs(absl::StatusCode::kInvalidArgument, "MODEL_VERSION_UNKNOWN"));
}

TEST(QuestionsTest, SettledNeed_IsRefinedByItsSituation) {
  v1::NextQuestionsRequest request;
  const auto more =
      Do("RecordAnswers", Answers(Answered(), "board", {Flag("works_under_direction", false)}));
  ASSERT_THAT(more, IsOk());
  request.set_name(more->name());
  request.set_max_question_count(20);
  const auto next = Call<v1::NextQuestionsResponse>("NextQuestions", request);
  ASSERT_THAT(next, IsOk());
  EXPECT_TRUE(next->is_settled());
  bool asks_for_the_deal = false;
  for (const v1::Question& question : next->refining_questions()) {
    asks_for_the_deal |= question.code() == "Q-DEAL";
  }
  EXPECT_TRUE(asks_for_the_deal) << next->ShortDebugString();
}

}  // namespace
}  // namespace interim::conformance
