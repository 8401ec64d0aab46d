// What protos/interim/matching/v1 promises, over the wire to the built server.
// covers: S11, S12, S13, S27, S92, S195, S196, S201, S202, S203, S204, S205
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "tests/conformance/matching_calls.h"

namespace interim::conformance {
namespace {

TEST(SelectionTest, Journey_FromNeedToPlacement) {
  const v1::Selection selection = WithEvidence();
  const auto compared = Call<v1::CompareFinalistsResponse>(
      "CompareFinalists", Named<v1::CompareFinalistsRequest>(selection.name()), kSponsor);
  ASSERT_THAT(compared, IsOk());
  EXPECT_EQ(compared->finalists(0).candidate(), selection.entries(0).candidate());
  EXPECT_EQ(compared->finalists(0).missing_size(), 0);
  EXPECT_EQ(compared->finalists(1).missing_size(), 0);
  const auto decided = Call<v1::Selection>("DecideSelection", Deciding(selection), kSponsor);
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(decided->decision().decider(), "u-sponsor");
  auto placing = Named<v1::RecordPlacementRequest>(selection.name(),
                                                   "contract: 'organizations/acme/contracts/k1'");
  ASSERT_THAT(Call<v1::Selection>("RecordPlacement", placing, kService1), IsOk());
  const auto closed =
      Call<v1::Selection>("CloseProcedure", Named<v1::CloseProcedureRequest>(selection.name()));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::SELECTION_STATE_CLOSED);
  EXPECT_THAT(
      Call<v1::Selection>("CloseProcedure", Named<v1::CloseProcedureRequest>(selection.name())),
      StatusIs(absl::StatusCode::kFailedPrecondition, "SELECTION_STATE_WRONG"));
}

TEST(SelectionTest, Steps_OutOfOrder_AreRefused) {
  const v1::Selection draft = Draft();
  EXPECT_THAT(
      Call<v1::Selection>("LonglistCandidates", Named<v1::LonglistCandidatesRequest>(draft.name())),
      HasReason("SELECTION_STATE_WRONG"));
  EXPECT_THAT(Call<v1::CompareFinalistsResponse>("CompareFinalists",
                                                 Named<v1::CompareFinalistsRequest>(draft.name())),
              HasReason("SELECTION_STATE_WRONG"));
  const v1::Selection frozen = Frozen();
  EXPECT_THAT(
      Call<v1::Selection>("FreezeCriteria", Named<v1::FreezeCriteriaRequest>(frozen.name())),
      HasReason("SELECTION_STATE_WRONG"));
  EXPECT_THAT(Call<v1::Selection>("RecordPlacement",
                                  Named<v1::RecordPlacementRequest>(
                                      frozen.name(), "contract: 'organizations/acme/contracts/k'"),
                                  kService1),
              HasReason("SELECTION_STATE_WRONG"));
}

TEST(SelectionTest, Advice_MustBeAccepted_AndForAnInterimManager) {
  const std::string name = "organizations/acme/assessments/a1";
  assessment::v1::Assessment found;
  found.set_name(name);
  found.set_state(assessment::v1::ASSESSMENT_STATE_ADVISED);
  found.mutable_advice()->set_outcome(assessment::v1::ADVICE_OUTCOME_INTERIM);
  Assessment().Answer("GetAssessment", name, found);
  auto request = NewSelection();
  request.set_assessment(name);
  const auto open = Call<v1::Selection>("CreateSelection", request);
  EXPECT_THAT(open, StatusIs(absl::StatusCode::kFailedPrecondition, "ADVICE_NOT_ACCEPTED"));
  EXPECT_THAT(open, HasMetadata("state", "ADVISED"));

  found.set_state(assessment::v1::ASSESSMENT_STATE_ACCEPTED);
  found.mutable_advice()->set_outcome(assessment::v1::ADVICE_OUTCOME_PERMANENT);
  Assessment().Answer("GetAssessment", name, found);
  const auto other = Call<v1::Selection>("CreateSelection", request);
  EXPECT_THAT(other, StatusIs(absl::StatusCode::kFailedPrecondition, "ADVICE_NOT_INTERIM"));
  EXPECT_THAT(other, HasMetadata("outcome", "PERMANENT"));

  found.mutable_decision()->set_outcome(assessment::v1::ADVICE_OUTCOME_INTERIM);
  Assessment().Answer("GetAssessment", name, found);
  EXPECT_THAT(Call<v1::Selection>("CreateSelection", request), IsOk());
}

TEST(SelectionTest, Longlist_NobodyLeft_NamesTheKnockOuts) {
  Pool();
  auto request = NewSelection();
  request.mutable_selection()->mutable_need()->mutable_max_hourly_rate()->set_currency_code("EUR");
  request.mutable_selection()->mutable_need()->mutable_max_hourly_rate()->set_units(1);
  const auto draft = Must(Call<v1::Selection>("CreateSelection", request));
  Must(Call<v1::Selection>("FreezeCriteria", Named<v1::FreezeCriteriaRequest>(draft.name())));
  const auto refused =
      Call<v1::Selection>("LonglistCandidates", Named<v1::LonglistCandidatesRequest>(draft.name()));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "NO_CANDIDATES"));
  EXPECT_GE(FindError(refused.status())->metadata.size(), 1u);
}

TEST(SelectionTest, Weights_AreChecked) {
  const v1::Selection draft = Draft();
  EXPECT_THAT(Call<v1::Selection>("FreezeCriteria",
                                  Named<v1::FreezeCriteriaRequest>(
                                      draft.name(), "criteria { code: 'YEARS' weight_bp: 10000 }")),
              StatusIs(absl::StatusCode::kInvalidArgument, "WEIGHTS_INVALID"));
  EXPECT_THAT(
      Call<v1::Selection>("FreezeCriteria",
                          Named<v1::FreezeCriteriaRequest>(
                              draft.name(), "criteria { code: 'KNOWLEDGE_FIT' weight_bp: 10000 }")),
      HasReason("REASON_REQUIRED"));
}

TEST(SelectionTest, Shortlist_HasALimitAndKnowsItsList) {
  const v1::Selection listed = Longlisted();
  ASSERT_GE(listed.entries_size(), 5);
  EXPECT_THAT(Call<v1::Selection>("ShortlistCandidates", Shortlisting(listed, 5)),
              HasReason("SHORTLIST_FULL"));
  auto unknown = Shortlisting(listed, 1);
  unknown.set_candidates(0, "organizations/acme/candidates/nobody");
  EXPECT_THAT(Call<v1::Selection>("ShortlistCandidates", unknown),
              HasReason("CANDIDATE_NOT_LISTED"));
  EXPECT_THAT(Call<v1::Selection>("ShortlistCandidates", Shortlisting(listed, 1)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "SHORTLIST_TOO_SMALL"));
}

TEST(SelectionTest, Interest_KnocksOut) {
  const v1::Selection selection = Shortlisted();
  const std::string candidate = selection.entries(0).candidate();
  const auto after = Call<v1::Selection>(
      "DeclareInterest",
      Named<v1::DeclareInterestRequest>(
          selection.name(), absl::StrCat("candidate: '", candidate,
                                         "' tie { party: 'rival nv' kind: TIE_KIND_SHARES }")));
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->entries(0).state(), v1::ENTRY_STATE_KNOCKED_OUT);
  EXPECT_THAT(Call<v1::Score>("RecordScore", Scoring(selection, 0, "KNOWLEDGE_FIT"), kFirst),
              HasReason("CANDIDATE_NOT_SHORTLISTED"));
  EXPECT_THAT(Call<v1::Selection>("ShortlistCandidates", Shortlisting(selection, 1)),
              HasReason("CANDIDATE_KNOCKED_OUT"));
}

TEST(ScoreTest, Blind_UntilTwoRatersAreComplete) {
  const v1::Selection selection = Shortlisted();
  const auto mine = Call<v1::Score>("RecordScore", Scoring(selection, 0, "KNOWLEDGE_FIT"), kFirst);
  ASSERT_THAT(mine, IsOk());
  EXPECT_EQ(mine->points(), 4);
  const auto list = Below<v1::ListScoresRequest>(selection.name());
  const auto seen = Call<v1::ListScoresResponse>("ListScores", list, kSecond);
  ASSERT_THAT(seen, IsOk());
  ASSERT_EQ(seen->scores_size(), 1);
  EXPECT_EQ(seen->scores(0).points(), 0);
  EXPECT_EQ(seen->scores(0).evidence(), "");
  EXPECT_EQ(Call<v1::ListScoresResponse>("ListScores", list, kFirst)->scores(0).points(), 4);
  const auto open = Call<v1::ListScoresResponse>(
      "ListScores", Below<v1::ListScoresRequest>(WithEvidence().name(), "page_size: 100"),
      kSponsor);
  ASSERT_THAT(open, IsOk());
  for (const v1::Score& score : open->scores()) EXPECT_GE(score.points(), 3);
}

TEST(ScoreTest, Refusals) {
  const v1::Selection selection = Shortlisted();
  ASSERT_THAT(Call<v1::Score>("RecordScore", Scoring(selection, 0, "KNOWLEDGE_FIT"), kFirst),
              IsOk());
  EXPECT_THAT(Call<v1::Score>("RecordScore", Scoring(selection, 0, "KNOWLEDGE_FIT"), kFirst),
              StatusIs(absl::StatusCode::kAlreadyExists, "SCORE_EXISTS"));
  EXPECT_THAT(Call<v1::Score>("RecordScore", Scoring(selection, 0, "YEARS"), kFirst),
              HasReason("CRITERION_UNKNOWN"));
  EXPECT_THAT(Call<v1::Score>("RecordScore", Scoring(selection, 0, "KNOWLEDGE_FIT", 6), kSecond),
              HasField("score.points"));
  EXPECT_THAT(
      Call<v1::Reference>("RecordReference", Referring(selection, false)),
      ::testing::AnyOf(HasReason("CONSENT_MISSING"), HasField("reference.has_candidate_consent")));
}

TEST(DecideTest, WithoutEvidence_ListsWhatIsMissing) {
  const v1::Selection selection = Shortlisted();
  const auto refused = Call<v1::Selection>("DecideSelection", Deciding(selection), kSponsor);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "EVIDENCE_INCOMPLETE"));
  const auto error = FindError(refused.status());
  std::vector<std::string> pieces;
  for (const auto& piece : error->preconditions) pieces.push_back(piece.type);
  EXPECT_THAT(pieces, ::testing::ElementsAre("RATERS", "REFERENCES", "CLIENT_REFERENCE", "RATERS",
                                             "REFERENCES", "CLIENT_REFERENCE"));
}

TEST(SearchTest, Order_IsExactAndPagesJoin) {
  Pool();
  auto search =
      Below<v1::SearchCandidatesRequest>("organizations/acme", absl::StrCat(kNeed, "page_size: 2"));
  std::vector<std::string> names;
  for (int page = 0; page < 20; ++page) {
    const auto found = Call<v1::SearchCandidatesResponse>("SearchCandidates", search);
    ASSERT_THAT(found, IsOk());
    for (const v1::Match& match : found->matches()) {
      names.push_back(match.candidate());
      EXPECT_EQ(match.rank(), static_cast<int>(names.size()));
      EXPECT_EQ(match.criteria_size(), 7);
    }
    if (found->next_page_token().empty()) break;
    search.set_page_token(found->next_page_token());
  }
  EXPECT_GE(names.size(), 5u);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  search.mutable_need()->set_mandate_level(3);
  EXPECT_THAT(Call<v1::SearchCandidatesResponse>("SearchCandidates", search),
              HasReason("PAGE_TOKEN_INVALID"));
}

TEST(SearchTest, KnockOuts_AreCountedAndExplained) {
  Pool();
  auto search = Below<v1::SearchCandidatesRequest>("organizations/acme", kNeed);
  search.mutable_need()->mutable_max_hourly_rate()->set_currency_code("EUR");
  search.mutable_need()->mutable_max_hourly_rate()->set_units(139);
  const auto found = Call<v1::SearchCandidatesResponse>("SearchCandidates", search);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->matches_size(), 0);
  ASSERT_EQ(found->knock_out_counts_size(), 1);
  EXPECT_EQ(found->knock_out_counts(0).code(), "RATE");
  search.set_candidate(Pool().front());
  const auto one = Call<v1::SearchCandidatesResponse>("SearchCandidates", search);
  ASSERT_EQ(one->matches_size(), 1);
  EXPECT_EQ(one->matches(0).knock_outs(0).code(), "RATE");
}

TEST(SearchTest, UnknownCodes_AreAllNamed) {
  auto search = Below<v1::SearchCandidatesRequest>("organizations/acme", kNeed);
  search.mutable_need()->set_situation_codes(0, "NO-SUCH");
  search.mutable_need()->set_role_code("BOSS");
  const auto refused = Call<v1::SearchCandidatesResponse>("SearchCandidates", search);
  EXPECT_THAT(refused, HasField("need.situation_codes[0]"));
  EXPECT_THAT(refused, HasField("need.role_code"));
}

TEST(CandidateTest, BadFields_AreAllNamed_AndSupplierMustExist) {
  auto request = NewCandidate(9);
  request.mutable_candidate()->set_days_per_week(6);
  request.mutable_candidate()->mutable_hourly_rate()->set_units(0);
  const auto refused = Call<v1::Candidate>("CreateCandidate", request);
  EXPECT_THAT(refused, HasField("candidate.days_per_week"));
  EXPECT_THAT(refused, HasField("candidate.hourly_rate"));
  auto offered = NewCandidate(10);
  offered.mutable_candidate()->set_channel(v1::CHANNEL_INTERIM_BUREAU);
  offered.mutable_candidate()->set_supplier("organizations/acme/suppliers/nobody");
  EXPECT_THAT(Call<v1::Candidate>("CreateCandidate", offered), HasReason("SUPPLIER_UNKNOWN"));
}

TEST(CandidateTest, Import_ReportsEachRefusalAndIsRepeatable) {
  const auto import = [] {
    int next = 0;
    v1::ImportCandidatesRequest message;
    v1::ImportCandidatesResponse response;
    const rpc::CallOptions options{.token = Server().tokens().For(kHr)};
    EXPECT_THAT(Server().client().SendStream(
                    std::string(kService) + "ImportCandidates",
                    [&](google::protobuf::Message& out) {
                      if (next == 4) return false;
                      auto& request = static_cast<v1::ImportCandidatesRequest&>(out);
                      request = Below<v1::ImportCandidatesRequest>(
                          "organizations/acme",
                          absl::StrCat("candidate_id: 'imported-", next, "' candidate { ",
                                       CandidateText(next), " }"));
                      if (next == 2) request.mutable_candidate()->set_days_per_week(9);
                      ++next;
                      return true;
                    },
                    message, response, options),
                IsOk());
    return response;
  };
  const auto first = import();
  EXPECT_EQ(first.created_count(), 3);
  EXPECT_EQ(first.failed_count(), 1);
  EXPECT_EQ(first.failures(0).message_number(), 3);
  EXPECT_EQ(first.failures(0).field(), "candidate.days_per_week");
  const auto second = import();
  EXPECT_EQ(second.created_count(), 0);
  EXPECT_EQ(second.unchanged_count(), 3);
}

// More messages that lead to no commit than one commit may have reads, then one that does.
TEST(CandidateTest, Import_LongAndMostlyRefused_TakesTheRest) {
  constexpr int kRefused = 10'001;
  int next = 0;
  v1::ImportCandidatesRequest message;
  v1::ImportCandidatesResponse response;
  auto model = Below<v1::ImportCandidatesRequest>(
      "organizations/acme",
      absl::StrCat("candidate_id: 'last-one' candidate { ", CandidateText(0), " }"));
  const rpc::CallOptions options{.token = Server().tokens().For(kHr), .timeout = absl::Minutes(2)};
  EXPECT_THAT(Server().client().SendStream(
                  std::string(kService) + "ImportCandidates",
                  [&](google::protobuf::Message& out) {
                    if (next > kRefused) return false;
                    auto& request = static_cast<v1::ImportCandidatesRequest&>(out);
                    request = model;
                    if (next++ == kRefused) return true;
                    request.mutable_candidate()->set_channel(v1::CHANNEL_INTERIM_BUREAU);
                    request.mutable_candidate()->set_supplier(
                        absl::StrCat("organizations/acme/suppliers/unknown-", next));
                    return true;
                  },
                  message, response, options),
              IsOk());
  EXPECT_EQ(response.failed_count(), kRefused);
  EXPECT_EQ(response.failures_size(), 100);
  EXPECT_EQ(response.created_count(), 1);
}

TEST(CandidateTest, Import_IntoAnotherOrganization_FindsNothing) {
  int next = 0;
  v1::ImportCandidatesRequest message;
  v1::ImportCandidatesResponse response;
  const rpc::CallOptions options{.token = Server().tokens().For(kHr)};
  EXPECT_THAT(Server().client().SendStream(
                  std::string(kService) + "ImportCandidates",
                  [&](google::protobuf::Message& out) {
                    if (next == 2) return false;
                    static_cast<v1::ImportCandidatesRequest&>(out) =
                        Below<v1::ImportCandidatesRequest>(
                            next == 0 ? "organizations/acme" : "organizations/globex",
                            absl::StrCat("candidate_id: 'two-parents-", next, "' candidate { ",
                                         CandidateText(next), " }"));
                    ++next;
                    return true;
                  },
                  message, response, options),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(RelationTest, Supplier_SeesOnlyItsOwn) {
  const auto supplier = Call<v1::Supplier>(
      "CreateSupplier",
      Below<v1::CreateSupplierRequest>("organizations/acme",
                                       "supplier { display_name: 'Bureau Noord' channel: "
                                       "CHANNEL_INTERIM_BUREAU margin_percent { "
                                       "value: '20' } }"));
  ASSERT_THAT(supplier, IsOk());
  const std::string id = supplier->name().substr(sizeof("organizations/acme/") - 1);
  const Person own{.subject = "u-bureau", .roles = {"supplier"}, .party = id};
  const Person other{.subject = "u-else", .roles = {"supplier"}, .party = "suppliers/else"};
  const auto get = Named<v1::GetSupplierRequest>(supplier->name());
  EXPECT_EQ(Call<v1::Supplier>("GetSupplier", get, own)->margin_percent().value(), "20");
  EXPECT_THAT(Call<v1::Supplier>("GetSupplier", get, other),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_FALSE(Call<v1::Supplier>("GetSupplier", get, kFirst)->has_margin_percent());
  EXPECT_THAT(
      Call<v1::Candidate>("GetCandidate", Named<v1::GetCandidateRequest>(Pool().front()), own),
      StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace interim::conformance
