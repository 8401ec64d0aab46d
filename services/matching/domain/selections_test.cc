// covers: S27, S195, S196, S200, S201, S202, S203, X10
#include "services/matching/domain/selections.h"

#include "absl/strings/str_cat.h"
#include "common/rules/text_proto.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/domain/errors.h"
#include "services/matching/domain/formula.h"
#include "services/matching/domain/model.h"

namespace interim::matching {
namespace {

const MatchingModel& Model() {
  static const auto* const model = new MatchingModel(*rules::LoadTextProto<MatchingModel>(
      absl::StrCat(INTERIM_SOURCE_DIR, "/services/matching/data/model.textproto")));
  return *model;
}
const absl::Time kNow = absl::FromUnixSeconds(1768816800);

v1::Selection Draft() {
  v1::Selection selection;
  selection.set_name("organizations/acme/selections/l1");
  selection.set_state(v1::SELECTION_STATE_DRAFT);
  selection.mutable_need()->add_conflicting_parties("Rival NV");
  return selection;
}
v1::Match MatchOf(const std::string& id) {
  v1::Match match;
  match.set_candidate(id);
  return match;
}
v1::Selection Listed() {
  const auto frozen = *Freeze(Draft(), SuggestedCriteria(Model(), "en"), "", kNow);
  return *Longlist(frozen, {MatchOf("a"), MatchOf("b"), MatchOf("c"), MatchOf("d"), MatchOf("e")},
                   {});
}
v1::Selection Shortlisted() { return *Shortlist(Model(), Listed(), {"a", "b"}); }

v1::Score ScoreOf(const std::string& candidate, const std::string& rater,
                  const std::string& criterion, int points,
                  const std::string& method = "STRUCTURED_INTERVIEW") {
  v1::Score score;
  score.set_candidate(candidate);
  score.set_rater(rater);
  score.set_criterion_code(criterion);
  score.set_method_code(method);
  score.set_points(points);
  return score;
}
std::vector<v1::Score> AllScores(const std::string& candidate, const std::string& rater,
                                 int points) {
  std::vector<v1::Score> scores;
  for (const v1::Criterion& criterion : SuggestedCriteria(Model(), "en")) {
    scores.push_back(ScoreOf(candidate, rater, criterion.code(), points));
  }
  return scores;
}

TEST(ChosenCriteriaTest, Weights_MustAddUp) {
  auto criteria = SuggestedCriteria(Model(), "en");
  criteria[0].set_weight_bp(criteria[0].weight_bp() - 1);
  EXPECT_EQ(ReasonOf(ChosenCriteria(Model(), criteria, "en").status()), "WEIGHTS_INVALID");
  criteria[1].set_weight_bp(criteria[1].weight_bp() + 1);
  EXPECT_TRUE(ChosenCriteria(Model(), criteria, "en").ok());
  criteria.push_back(criteria[0]);
  EXPECT_EQ(ReasonOf(ChosenCriteria(Model(), criteria, "en").status()), "WEIGHTS_INVALID");
}

TEST(FreezeTest, OtherWeights_NeedAReason) {
  auto criteria = SuggestedCriteria(Model(), "en");
  criteria[0].set_weight_bp(criteria[0].weight_bp() - 500);
  criteria[4].set_weight_bp(criteria[4].weight_bp() + 500);
  EXPECT_EQ(ReasonOf(Freeze(Draft(), criteria, "", kNow).status()), "REASON_REQUIRED");
  EXPECT_TRUE(Freeze(Draft(), criteria, "regulated sector", kNow).ok());
}

TEST(LonglistTest, BeforeTheCriteria_IsRefused) {
  EXPECT_EQ(ReasonOf(Longlist(Draft(), {MatchOf("a")}, {}).status()), "SELECTION_STATE_WRONG");
}

TEST(ShortlistTest, Limit_IsFour) {
  EXPECT_TRUE(Shortlist(Model(), Listed(), {"a", "b", "c", "d"}).ok());
  EXPECT_EQ(ReasonOf(Shortlist(Model(), Listed(), {"a", "b", "c", "d", "e"}).status()),
            "SHORTLIST_FULL");
  EXPECT_EQ(ReasonOf(Shortlist(Model(), Listed(), {"z"}).status()), "CANDIDATE_NOT_LISTED");
}

v1::Tie TieWith(const std::string& party, v1::TieKind kind) {
  v1::Tie tie;
  tie.set_party(party);
  tie.set_kind(kind);
  return tie;
}

TEST(DeclareInterestTest, FeeFromAPartyThatMatters_TakesTheCandidateOut) {
  const auto after = DeclareInterest(Model(), Shortlisted(), "a",
                                     TieWith("rival nv", v1::TIE_KIND_FEE), "has a fee", kNow);
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(FindEntry(*after, "a")->state(), v1::ENTRY_STATE_KNOCKED_OUT);
  EXPECT_EQ(FindEntry(*after, "a")->interests(0).rule_id(), "M-I2");
  EXPECT_EQ(ReasonOf(CheckMayScore(*after, "a")), "CANDIDATE_NOT_SHORTLISTED");
  EXPECT_EQ(ReasonOf(Shortlist(Model(), *after, {"a"}).status()), "CANDIDATE_KNOCKED_OUT");
}

TEST(DeclareInterestTest, PartyThatDoesNotMatter_IsOnlyDisclosed) {
  const auto after = DeclareInterest(Model(), Shortlisted(), "a",
                                     TieWith("Somebody", v1::TIE_KIND_SHARES), "", kNow);
  EXPECT_EQ(FindEntry(*after, "a")->state(), v1::ENTRY_STATE_SHORTLISTED);
  EXPECT_EQ(FindEntry(*after, "a")->interests(0).measure(), v1::INTEREST_MEASURE_DISCLOSED);
}

TEST(CompleteRatersTest, EveryCriterion_MustBeScored) {
  auto scores = AllScores("a", "r1", 4);
  scores.pop_back();
  EXPECT_EQ(CompleteRaters(Shortlisted(), "a", scores), 0);
  scores = AllScores("a", "r1", 4);
  EXPECT_EQ(CompleteRaters(Shortlisted(), "a", scores), 1);
  EXPECT_EQ(CompleteRaters(Shortlisted(), "b", scores), 0);
}

TEST(CheckScoreTest, Points_OutsideTheScale_AreRefused) {
  EXPECT_TRUE(CheckScore(Model(), Shortlisted(), ScoreOf("a", "r", "KNOWLEDGE_FIT", 1)).ok());
  EXPECT_TRUE(CheckScore(Model(), Shortlisted(), ScoreOf("a", "r", "KNOWLEDGE_FIT", 5)).ok());
  for (int points : {0, 6}) {
    EXPECT_FALSE(
        CheckScore(Model(), Shortlisted(), ScoreOf("a", "r", "KNOWLEDGE_FIT", points)).ok());
  }
  EXPECT_EQ(ReasonOf(CheckScore(Model(), Shortlisted(), ScoreOf("a", "r", "YEARS", 3))),
            "CRITERION_UNKNOWN");
}

TEST(CheckReferenceTest, WithoutConsent_IsRefused) {
  v1::Reference reference;
  EXPECT_EQ(ReasonOf(CheckReference(Shortlisted(), reference)), "CONSENT_MISSING");
}

TEST(MethodWeightsTest, Published_ValuesComeOut) {
  // .42, .40, .33, .26 of 1.41: 29.8, 28.4, 23.4, 18.4%
  const auto all = *MethodWeights(
      Model(), {"STRUCTURED_INTERVIEW", "JOB_KNOWLEDGE", "WORK_SAMPLE", "REFERENCES"});
  EXPECT_EQ(all[0].weight_bp(), 2979);
  EXPECT_EQ(all[1].weight_bp(), 2837);
  EXPECT_EQ(all[2].weight_bp(), 2340);
  EXPECT_EQ(all[3].weight_bp(), 1844);
  // Without references: 36.5, 34.8, 28.7%
  const auto three =
      *MethodWeights(Model(), {"STRUCTURED_INTERVIEW", "JOB_KNOWLEDGE", "WORK_SAMPLE"});
  EXPECT_EQ(three[0].weight_bp(), 3652);
  EXPECT_EQ(three[1].weight_bp(), 3478);
  EXPECT_EQ(three[2].weight_bp(), 2870);
}

TEST(CompareFinalistsTest, Formula_OrdersAndNamesWhatToDiscuss) {
  Evidence evidence;
  evidence.scores = AllScores("a", "r1", 3);
  for (const auto& score : AllScores("a", "r2", 3)) evidence.scores.push_back(score);
  for (const auto& score : AllScores("b", "r1", 5)) evidence.scores.push_back(score);
  for (const auto& score : AllScores("b", "r2", 3)) evidence.scores.push_back(score);
  const auto finalists = CompareFinalists(Model(), Shortlisted(), evidence);
  ASSERT_TRUE(finalists.ok()) << finalists.status();
  EXPECT_EQ((*finalists)[0].candidate(), "b");
  EXPECT_EQ((*finalists)[0].combined_bp(), 7500);
  EXPECT_EQ((*finalists)[0].discuss_criterion_codes_size(), 7);
  EXPECT_EQ((*finalists)[1].combined_bp(), 5000);
  EXPECT_EQ((*finalists)[1].discuss_criterion_codes_size(), 0);
}

v1::Selection WithEvidence(int raters, int references) {
  v1::Selection selection = Shortlisted();
  for (const char* id : {"a", "b"}) {
    FindEntry(selection, id)->set_complete_rater_count(raters);
    FindEntry(selection, id)->set_reference_count(references);
  }
  return selection;
}
Verdict VerdictFor(const std::string& candidate, const std::string& reason = "") {
  Verdict verdict;
  verdict.candidate = candidate;
  verdict.reason = reason;
  verdict.finalists.emplace_back().set_candidate("a");
  verdict.finalists.emplace_back().set_candidate("b");
  return verdict;
}

TEST(DecideTest, Evidence_MissingPieces_AreAllListed) {
  const auto error = FindError(Decide(Model(), WithEvidence(1, 1), VerdictFor("a"), kNow).status());
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->reason, "EVIDENCE_INCOMPLETE");
  EXPECT_EQ(error->preconditions.size(), 2u);
  EXPECT_TRUE(Decide(Model(), WithEvidence(2, 2), VerdictFor("a"), kNow).ok());
}

TEST(DecideTest, NotTheFirstByTheFormula_NeedsAReason) {
  EXPECT_EQ(ReasonOf(Decide(Model(), WithEvidence(2, 2), VerdictFor("b"), kNow).status()),
            "REASON_REQUIRED");
  const auto decided = Decide(Model(), WithEvidence(2, 2), VerdictFor("b", "local network"), kNow);
  ASSERT_TRUE(decided.ok());
  EXPECT_TRUE(decided->decision().departs_from_formula());
  EXPECT_EQ(FindEntry(*decided, "b")->state(), v1::ENTRY_STATE_CHOSEN);
  EXPECT_EQ(FindEntry(*decided, "a")->state(), v1::ENTRY_STATE_REJECTED);
}

TEST(PlaceTest, SameContractTwice_ChangesNothing) {
  const auto decided = *Decide(Model(), WithEvidence(2, 2), VerdictFor("a"), kNow);
  const auto placed = *Place(decided, "organizations/acme/contracts/k1");
  EXPECT_TRUE(Place(placed, "organizations/acme/contracts/k1").ok());
  EXPECT_EQ(ReasonOf(Place(placed, "organizations/acme/contracts/k2").status()),
            "SELECTION_STATE_WRONG");
  EXPECT_EQ(ReasonOf(Place(Shortlisted(), "organizations/acme/contracts/k1").status()),
            "SELECTION_STATE_WRONG");
}

}  // namespace
}  // namespace interim::matching
