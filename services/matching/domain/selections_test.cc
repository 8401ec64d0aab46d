// covers: S27, S195, S196, S200, S201, S202, S203, X10
#include "services/matching/domain/selections.h"

#include "absl/strings/str_cat.h"
#include "common/rules/text_proto.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/domain/errors.h"
#include "services/matching/domain/formula.h"
#include "services/matching/domain/model.h"

namespace interim::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
  score.set_is_open(true);
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

v1::Tie TieWith(const std::string& party, v1::TieKind kind) {
  v1::Tie tie;
  tie.set_party(party);
  tie.set_kind(kind);
  return tie;
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

TEST(ShortlistTest, OneAlone_IsNoChoice_UnlessTheLonglistOffersNoSecond) {
  EXPECT_EQ(ReasonOf(Shortlist(Model(), Listed(), {"a"}).status()), "SHORTLIST_TOO_SMALL");
  EXPECT_TRUE(Shortlist(Model(), Shortlisted(), {"c"}).ok());
  const auto frozen = *Freeze(Draft(), SuggestedCriteria(Model(), "en"), "", kNow);
  EXPECT_TRUE(Shortlist(Model(), *Longlist(frozen, {MatchOf("a")}, {}), {"a"}).ok());
}

TEST(LonglistTest, MadeAnew_KeepsWhoIsOut_AndDropsTheOthers) {
  auto listed =
      *DeclareInterest(Model(), Listed(), "b", TieWith("Rival NV", v1::TIE_KIND_SHARES), kNow);
  listed = *DeclareInterest(Model(), listed, "c", TieWith("Else", v1::TIE_KIND_SHARES), kNow);
  const auto one = *Longlist(listed, {MatchOf("a")}, {});
  EXPECT_EQ(FindEntry(one, "a")->state(), v1::ENTRY_STATE_LONGLISTED);
  EXPECT_EQ(FindEntry(one, "b")->state(), v1::ENTRY_STATE_KNOCKED_OUT);
  EXPECT_EQ(FindEntry(one, "c")->state(), v1::ENTRY_STATE_DROPPED);
  EXPECT_EQ(ReasonOf(Shortlist(Model(), one, {"c"}).status()), "CANDIDATE_NOT_LISTED");
  const auto again = *Longlist(one, {MatchOf("a"), MatchOf("b"), MatchOf("c")}, {});
  EXPECT_EQ(FindEntry(again, "b")->state(), v1::ENTRY_STATE_KNOCKED_OUT);
  EXPECT_EQ(FindEntry(again, "b")->interests_size(), 1);
  EXPECT_EQ(FindEntry(again, "c")->state(), v1::ENTRY_STATE_LONGLISTED);
  EXPECT_EQ(FindEntry(again, "c")->interests_size(), 1);
  EXPECT_EQ(again.entries_size(), 5);
}

TEST(DeclareInterestTest, FeeFromAPartyThatMatters_TakesTheCandidateOut) {
  const auto after =
      DeclareInterest(Model(), Shortlisted(), "a", TieWith("rival nv", v1::TIE_KIND_FEE), kNow);
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(FindEntry(*after, "a")->state(), v1::ENTRY_STATE_KNOCKED_OUT);
  EXPECT_EQ(FindEntry(*after, "a")->interests(0).rule_id(), "M-I2");
  EXPECT_EQ(ReasonOf(CheckMayScore(*after, "a")), "CANDIDATE_NOT_SHORTLISTED");
  EXPECT_EQ(ReasonOf(Shortlist(Model(), *after, {"a"}).status()), "CANDIDATE_KNOCKED_OUT");
}

TEST(DeclareInterestTest, Fee_IsForbiddenWhoeverPaysIt) {
  const auto after =
      DeclareInterest(Model(), Shortlisted(), "a", TieWith("Anybody", v1::TIE_KIND_FEE), kNow);
  EXPECT_EQ(FindEntry(*after, "a")->state(), v1::ENTRY_STATE_KNOCKED_OUT);
}

TEST(DeclareInterestTest, PartyThatDoesNotMatter_IsOnlyDisclosed) {
  const auto after =
      DeclareInterest(Model(), Shortlisted(), "a", TieWith("Somebody", v1::TIE_KIND_SHARES), kNow);
  EXPECT_EQ(FindEntry(*after, "a")->state(), v1::ENTRY_STATE_SHORTLISTED);
  EXPECT_EQ(FindEntry(*after, "a")->interests(0).measure(), v1::INTEREST_MEASURE_DISCLOSED);
}

TEST(WithdrawTest, LastOnTheShortlist_LeavesALonglist) {
  auto left = *Withdraw(Shortlisted(), "a", "other assignment");
  EXPECT_EQ(FindEntry(left, "a")->state(), v1::ENTRY_STATE_WITHDRAWN);
  EXPECT_EQ(FindEntry(left, "a")->reason(), "other assignment");
  EXPECT_EQ(left.state(), v1::SELECTION_STATE_SHORTLISTED);
  EXPECT_EQ(ReasonOf(Withdraw(left, "a", "again").status()), "CANDIDATE_WITHDRAWN");
  EXPECT_EQ(ReasonOf(Withdraw(left, "z", "who").status()), "CANDIDATE_NOT_LISTED");
  left = *Withdraw(left, "b", "ill");
  EXPECT_EQ(left.state(), v1::SELECTION_STATE_LONGLISTED);
  EXPECT_EQ(ReasonOf(Shortlist(Model(), left, {"a", "c"}).status()), "CANDIDATE_WITHDRAWN");
  EXPECT_EQ(ReasonOf(Withdraw(Draft(), "a", "early").status()), "SELECTION_STATE_WRONG");
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

TEST(CompareFinalistsTest, BlindScores_AndThoseOfIncompleteRaters_DoNotCount) {
  Evidence evidence;
  evidence.scores = AllScores("a", "r1", 5);
  for (auto& score : evidence.scores) score.set_is_open(false);
  EXPECT_EQ((*CompareFinalists(Model(), Shortlisted(), evidence))[0].combined_bp(), 0);
  for (auto& score : evidence.scores) score.set_is_open(true);
  EXPECT_EQ((*CompareFinalists(Model(), Shortlisted(), evidence))[0].combined_bp(), 10000);
  evidence.scores.push_back(ScoreOf("a", "r2", "KNOWLEDGE_FIT", 1));
  const auto finalists = *CompareFinalists(Model(), Shortlisted(), evidence);
  EXPECT_EQ(finalists[0].combined_bp(), 10000);
  EXPECT_EQ(finalists[0].discuss_criterion_codes_size(), 0);
}

v1::Reference ReferenceOf(const std::string& candidate, const std::string& organization,
                          v1::RefereeRelation relation) {
  v1::Reference reference;
  reference.set_candidate(candidate);
  reference.set_referee_organization(organization);
  reference.set_relation(relation);
  return reference;
}
// Two raters and two referees for both finalists.
Evidence FullEvidence() {
  Evidence evidence;
  for (const char* id : {"a", "b"}) {
    for (const char* rater : {"r1", "r2"}) {
      for (const auto& score : AllScores(id, rater, 4)) evidence.scores.push_back(score);
    }
    evidence.references.push_back(ReferenceOf(id, "Fabriek BV", v1::REFEREE_RELATION_CLIENT));
    evidence.references.push_back(ReferenceOf(id, "Fabriek BV", v1::REFEREE_RELATION_REPORT));
  }
  return evidence;
}
std::vector<std::string> MissingCodes(const Evidence& evidence, const std::string& candidate) {
  std::vector<std::string> codes;
  for (const auto& piece : MissingEvidence(Model(), Shortlisted(), evidence, candidate)) {
    codes.push_back(piece.code);
  }
  return codes;
}

TEST(CompareFinalistsTest, Methods_AreTheSameForAll) {
  Evidence evidence = FullEvidence();
  for (const char* rater : {"r1", "r2"}) {
    evidence.scores.push_back(ScoreOf("a", rater, "DIAGNOSIS_PLANNING", 5, "WORK_SAMPLE"));
  }
  const auto finalists = *CompareFinalists(Model(), Shortlisted(), evidence);
  ASSERT_EQ(finalists[1].candidate(), "b");
  EXPECT_EQ(finalists[0].methods_size(), finalists[1].methods_size());
  EXPECT_THAT(MissingCodes(evidence, "a"), IsEmpty());
  EXPECT_THAT(MissingCodes(evidence, "b"), ElementsAre("METHOD"));
}

TEST(MissingEvidenceTest, References_FromTheSameReferee_CountOnce_AndOneWasTheClient) {
  EXPECT_THAT(MissingCodes(FullEvidence(), "a"), IsEmpty());
  Evidence evidence = FullEvidence();
  evidence.references = {ReferenceOf("a", "Fabriek BV", v1::REFEREE_RELATION_CLIENT),
                         ReferenceOf("a", " fabriek bv", v1::REFEREE_RELATION_CLIENT)};
  EXPECT_THAT(MissingCodes(evidence, "a"), ElementsAre("REFERENCES"));
  evidence.references = {ReferenceOf("a", "Fabriek BV", v1::REFEREE_RELATION_PEER),
                         ReferenceOf("a", "Fabriek BV", v1::REFEREE_RELATION_REPORT)};
  EXPECT_THAT(MissingCodes(evidence, "a"), ElementsAre("CLIENT_REFERENCE"));
  EXPECT_THAT(MissingCodes({}, "a"), ElementsAre("RATERS", "REFERENCES", "CLIENT_REFERENCE"));
}

TEST(RecordDiscussionTest, Gap_OfTwoPoints_IsSettledByAnOutcome) {
  Evidence evidence = FullEvidence();
  evidence.scores[0].set_points(2);
  const std::string criterion = evidence.scores[0].criterion_code();
  EXPECT_THAT(MissingCodes(evidence, "a"), ElementsAre("DISCUSSION"));
  const Talk talk{.candidate = "a", .criterion = criterion, .outcome = "heard it", .recorder = "u"};
  const auto after = RecordDiscussion(Model(), Shortlisted(), evidence.scores, talk, kNow);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_THAT(MissingEvidence(Model(), *after, evidence, "a"), IsEmpty());
  EXPECT_EQ(ReasonOf(RecordDiscussion(Model(), *after, evidence.scores, talk, kNow).status()),
            "NOTHING_TO_DISCUSS");
  evidence.scores[0].set_points(3);
  EXPECT_EQ(
      ReasonOf(RecordDiscussion(Model(), Shortlisted(), evidence.scores, talk, kNow).status()),
      "NOTHING_TO_DISCUSS");
  Talk other = talk;
  other.criterion = "YEARS";
  EXPECT_EQ(
      ReasonOf(RecordDiscussion(Model(), Shortlisted(), evidence.scores, other, kNow).status()),
      "CRITERION_UNKNOWN");
}

Verdict VerdictFor(const std::string& candidate, const std::string& reason = "") {
  Verdict verdict;
  verdict.candidate = candidate;
  verdict.reason = reason;
  verdict.hourly_rate = ToProto(Money::Eur(15000));
  verdict.finalists.emplace_back().set_candidate("a");
  verdict.finalists.emplace_back().set_candidate("b");
  return verdict;
}

TEST(DecideTest, Evidence_MissingPieces_AreAllListed) {
  Verdict verdict = VerdictFor("a");
  verdict.missing = {{"RATERS", "a", 1, 2, ""}, {"DISCUSSION", "b", 0, 1, "KNOWLEDGE_FIT"}};
  const auto error = FindError(Decide(Shortlisted(), verdict, kNow).status());
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->reason, "EVIDENCE_INCOMPLETE");
  ASSERT_EQ(error->preconditions.size(), 2u);
  EXPECT_EQ(error->preconditions[1].subject, "b");
  EXPECT_TRUE(Decide(Shortlisted(), VerdictFor("a"), kNow).ok());
}

TEST(DecideTest, NotTheFirstByTheFormula_NeedsAReason) {
  EXPECT_EQ(ReasonOf(Decide(Shortlisted(), VerdictFor("b"), kNow).status()), "REASON_REQUIRED");
  const auto decided = Decide(Shortlisted(), VerdictFor("b", "local network"), kNow);
  ASSERT_TRUE(decided.ok());
  EXPECT_TRUE(decided->decision().departs_from_formula());
  EXPECT_EQ(FindEntry(*decided, "b")->state(), v1::ENTRY_STATE_CHOSEN);
  EXPECT_EQ(FindEntry(*decided, "a")->state(), v1::ENTRY_STATE_REJECTED);
}

TEST(DecideTest, Rate_MayNotBeAboveTheMaximum_NorZero) {
  auto selection = Shortlisted();
  *selection.mutable_need()->mutable_max_hourly_rate() = ToProto(Money::Eur(15000));
  Verdict verdict = VerdictFor("a");
  EXPECT_TRUE(Decide(selection, verdict, kNow).ok());
  verdict.hourly_rate = ToProto(Money::Eur(15001));
  EXPECT_EQ(ReasonOf(Decide(selection, verdict, kNow).status()), "RATE_ABOVE_MAXIMUM");
  verdict.hourly_rate = ToProto(Money::Eur(0));
  EXPECT_EQ(ReasonOf(Decide(selection, verdict, kNow).status()), "FIELDS_INVALID");
}

TEST(DecideTest, ChosenOneDropsOut_AndTheChoiceIsOpenAgain) {
  const auto decided = *Decide(Shortlisted(), VerdictFor("a"), kNow);
  const auto left = *Withdraw(decided, "a", "took another assignment");
  EXPECT_EQ(left.state(), v1::SELECTION_STATE_SHORTLISTED);
  EXPECT_FALSE(left.has_decision());
  EXPECT_EQ(FindEntry(left, "b")->state(), v1::ENTRY_STATE_SHORTLISTED);
  EXPECT_EQ(FindEntry(left, "c")->state(), v1::ENTRY_STATE_LONGLISTED);
  EXPECT_TRUE(Shortlist(Model(), left, {"c"}).ok());
  const auto out =
      *DeclareInterest(Model(), decided, "a", TieWith("rival nv", v1::TIE_KIND_SHARES), kNow);
  EXPECT_FALSE(out.has_decision());
  EXPECT_EQ(FindEntry(out, "a")->state(), v1::ENTRY_STATE_KNOCKED_OUT);
  const auto other = *Withdraw(decided, "b", "not interested");
  EXPECT_EQ(other.state(), v1::SELECTION_STATE_DECIDED);
}

TEST(PlaceTest, SameContractTwice_ChangesNothing_AndEndsTheProcedure) {
  const Date day = *Date::Parse("2026-01-19");
  const auto decided = *Decide(Shortlisted(), VerdictFor("a"), kNow);
  const auto placed = *Place(decided, "organizations/acme/contracts/k1", day);
  EXPECT_EQ(*DateFromProto(placed.end_date(), "end_date"), day);
  const auto again = Place(placed, "organizations/acme/contracts/k1", day.AddDays(3));
  EXPECT_EQ(*DateFromProto(again->end_date(), "end_date"), day);
  EXPECT_EQ(ReasonOf(Place(placed, "organizations/acme/contracts/k2", day).status()),
            "SELECTION_STATE_WRONG");
  EXPECT_EQ(ReasonOf(Place(Shortlisted(), "organizations/acme/contracts/k1", day).status()),
            "SELECTION_STATE_WRONG");
  EXPECT_EQ(ReasonOf(Withdraw(placed, "a", "late").status()), "SELECTION_STATE_WRONG");
  const auto closed = *CloseProcedure(placed, day.AddDays(30));
  EXPECT_EQ(*DateFromProto(closed.end_date(), "end_date"), day);
}

TEST(RewordTest, StoredSelection_SpeaksTheReadersLanguage) {
  auto selection =
      *DeclareInterest(Model(), Listed(), "a", TieWith("Rival NV", v1::TIE_KIND_SHARES), kNow);
  v1::CriterionMatch* row = FindEntry(selection, "b")->mutable_match()->add_criteria();
  row->set_criterion_code("SECTOR_EXPERIENCE");
  row->set_finding(v1::CriterionMatch::FINDING_FOUND);
  row->set_counted(3);
  const auto word = [](const std::string& key, const TextParams& params) {
    return absl::StrCat("nl ", key, params.empty() ? "" : params.front().second);
  };
  Reword(Model(), "nl", word, selection);
  EXPECT_EQ(FindEntry(selection, "a")->reason(), "nl knockout.INTEREST");
  EXPECT_EQ(FindEntry(selection, "b")->match().criteria(0).evidence(),
            "nl evidence.SECTOR_EXPERIENCE.found3");
  EXPECT_EQ(selection.criteria(0).display_name(), "Bewezen resultaat in vergelijkbare opdrachten");
  EXPECT_EQ(selection.certificate().tie_rule(), "nl certificate.tie_rule");
}

}  // namespace
}  // namespace interim::matching
