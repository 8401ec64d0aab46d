// Gates, scores and outcomes at every edge of the data.
// covers: S1, S9, S10, S26, S37, S38, S39, S40, S81, S101, S108, S109, S110, S151, S171, S244, X8
#include "services/assessment/domain/decide.h"

#include <string>
#include <vector>

#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment {
namespace {

using Lines = std::vector<std::string>;

// Facts under which no gate fires and an interim manager is advised: urgency 4, capability 4,
// bounded 4, decision 4, independence 4, recruiting 4, sponsor 4: 400.
Lines Best() {
  return {"triggers: restructuring",
          "formal_client: supervisory_board",
          "sponsor_time: weekly",
          "sponsor_owns_problem: yes",
          "question_clear: yes",
          "preconditions_met: yes",
          "end_definition: end_date",
          "planned_months: 6",
          "days_per_week: 5",
          "decision_power: full",
          "asked_result: execution",
          "inside_capability: none",
          "independence_need: 4",
          "damage_within_weeks: 2",
          "recruitment_months: 7",
          "profile_clear: yes",
          "purpose: real_need",
          "ordinary_line_work: no",
          "works_under_direction: no",
          "statutory_director: no",
          "works_council: no",
          "supervisor_approval: no",
          "conduct_certificate: no",
          "external_share: 0",
          "above_house_norm: no",
          "country: nl",
          "lasting_leader_needed: no",
          "cash_weeks: 100",
          "fee_secured: yes",
          "second_decision_maker: no",
          "independent_role_combined: no",
          "pay_cap_applies: no",
          "organisation_type: company"};
}

// `lines` with the facts of the same keys replaced, or added.
Lines With(Lines lines, const Lines& changes) {
  for (const std::string& change : changes) {
    const std::string key = change.substr(0, change.find(':') + 1);
    bool found = false;
    for (std::string& line : lines) {
      if (line.rfind(key, 0) == 0) {
        line = change;
        found = true;
      }
    }
    if (!found) lines.push_back(change);
  }
  return lines;
}

Lines Without(const Lines& lines, const std::string& key) {
  Lines rest;
  for (const std::string& line : lines) {
    if (line.rfind(key + ":", 0) != 0) rest.push_back(line);
  }
  return rest;
}

struct Result {
  Decision decision;
  NodeValues values;
};

Result DecideOn(const Lines& lines) {
  Result result;
  result.decision = Decide(TestModel(), KnownOf(lines).vector, result.values);
  return result;
}

std::string OutcomeOf(const Lines& lines) {
  return OutcomeCode(OutcomeToProto(TestModel(), DecideOn(lines).decision.outcome));
}

std::vector<std::string> Fired(const Lines& lines) {
  const Result result = DecideOn(lines);
  std::vector<std::string> fired;
  for (int i = 0; i < TestModel().data().gate_size(); ++i) {
    if (result.values[TestModel().gates()[i]] == Tri::kTrue) {
      fired.push_back(TestModel().data().gate(i).id());
    }
  }
  return fired;
}

TEST(DecideTest, EverythingInFavour_AdvisesInterim) {
  const Decision decision = DecideOn(Best()).decision;
  EXPECT_EQ(OutcomeOf(Best()), "interim");
  EXPECT_EQ(decision.score, (Interval{400, 400}));
  EXPECT_FALSE(decision.is_conditional);
  EXPECT_TRUE(decision.is_settled());
  EXPECT_EQ(Fired(Best()), Lines{});
}

TEST(DecideTest, NothingKnown_IsNotEnough) {
  const Decision decision = DecideOn({}).decision;
  EXPECT_EQ(decision.outcome, Decision::kNotEnoughKnown);
  EXPECT_FALSE(decision.is_settled());
  EXPECT_EQ(decision.score, (Interval{0, 400}));
}

struct GateCase {
  std::string gate;
  Lines fires;   // on top of Best()
  Lines spared;  // just not enough
  std::string outcome;
};

class GateTest : public ::testing::TestWithParam<GateCase> {};

TEST_P(GateTest, FiresAlone_AndNotJustBeside) {
  const GateCase& row = GetParam();
  EXPECT_EQ(Fired(With(Best(), row.fires)), Lines{row.gate});
  EXPECT_EQ(OutcomeOf(With(Best(), row.fires)), row.outcome);
  EXPECT_EQ(Fired(With(Best(), row.spared)), Lines{});
}

INSTANTIATE_TEST_SUITE_P(
    Gates, GateTest,
    ::testing::Values(
        GateCase{"A-G1",
                 {"formal_client: nobody"},
                 {"formal_client: owners"},
                 "restore_governance_first"},
        GateCase{"A-G1",
                 {"formal_client: in_dispute"},
                 {"formal_client: manager_with_mandate"},
                 "restore_governance_first"},
        GateCase{"A-G2", {"sponsor_time: none"}, {"sponsor_time: some_hours"}, "wait"},
        GateCase{"A-G2", {"sponsor_owns_problem: no"}, {"question_clear: no"}, "wait"},
        GateCase{"A-G2", {"preconditions_met: no"}, {"preconditions_met: yes"}, "wait"},
        GateCase{"A-G3",
                 {"end_definition: open_ended", "days_per_week: 3"},
                 {"end_definition: vague_condition"},
                 "permanent"},
        GateCase{"A-G4",
                 {"asked_result: report", "decision_power: advice_only"},
                 {"asked_result: report"},
                 "consultant"},
        GateCase{"A-G4",
                 {"asked_result: report", "decision_power: advice_only"},
                 {"decision_power: advice_only"},
                 "consultant"},
        GateCase{"A-G5",
                 {"triggers: long_absence", "inside_capability: full", "independence_need: 1",
                  "planned_months: 6", "second_decision_maker: yes"},
                 {"triggers: long_absence", "inside_capability: full", "independence_need: 2",
                  "planned_months: 6", "second_decision_maker: yes"},
                 "internal_acting"},
        GateCase{"A-G5",
                 {"triggers: long_absence", "inside_capability: full", "independence_need: 0",
                  "planned_months: 6", "second_decision_maker: yes"},
                 {"triggers: long_absence", "inside_capability: full", "independence_need: 0",
                  "planned_months: 7", "second_decision_maker: yes"},
                 "internal_acting"},
        GateCase{"A-G7",
                 {"purpose: hidden_tryout", "damage_within_weeks: 3"},
                 {"purpose: open_tryout", "damage_within_weeks: 3"},
                 "permanent"},
        GateCase{"A-G7",
                 {"purpose: hidden_tryout", "damage_within_weeks: 3"},
                 {"purpose: hidden_tryout", "damage_within_weeks: 2"},
                 "permanent"},
        GateCase{"A-G8",
                 {"purpose: postpone_decision", "damage_within_weeks: 3"},
                 {"purpose: postpone_decision", "damage_within_weeks: 2"},
                 "permanent"},
        GateCase{"A-G9",
                 {"triggers: dpo_vacancy", "independent_role_combined: yes"},
                 {"triggers: restructuring", "independent_role_combined: yes"},
                 "interim"},
        GateCase{"A-G10",
                 {"triggers: growth_initiative", "lasting_leader_needed: yes"},
                 {"lasting_leader_needed: yes"},
                 "permanent"},
        GateCase{"A-G11",
                 {"triggers: liquidity", "cash_weeks: 4", "fee_secured: no"},
                 {"triggers: liquidity", "cash_weeks: 5", "fee_secured: no"},
                 "specialist_counsel_first"},
        GateCase{"A-G11",
                 {"triggers: liquidity", "cash_weeks: 4", "fee_secured: no"},
                 {"triggers: liquidity", "cash_weeks: 4", "fee_secured: yes"},
                 "specialist_counsel_first"},
        GateCase{"A-G12",
                 {"ordinary_line_work: yes", "works_under_direction: yes", "planned_months: 7",
                  "damage_within_weeks: 3"},
                 {"ordinary_line_work: yes", "works_under_direction: yes", "planned_months: 6",
                  "damage_within_weeks: 3"},
                 "secondment"},
        GateCase{"A-G13", {"conduct_certificate: yes"}, {"statutory_director: yes"}, "interim"},
        GateCase{"A-G13", {"supervisor_approval: yes"}, {"works_council: yes"}, "interim"},
        GateCase{"A-G13",
                 {"statutory_director: yes", "works_council: yes"},
                 {"works_council: yes"},
                 "interim"},
        GateCase{"A-G13",
                 {"statutory_director: yes", "organisation_type: housing_corporation"},
                 {"organisation_type: housing_corporation"},
                 "interim"},
        GateCase{"A-G14", {"external_share: 50"}, {"external_share: 49"}, "interim"},
        GateCase{"A-G14", {"above_house_norm: yes"}, {"above_house_norm: no"}, "interim"},
        GateCase{"A-D24", {"planned_months: 25"}, {"planned_months: 24"}, "permanent"},
        GateCase{"A-C1",
                 {"formal_client: manager_with_mandate", "statutory_director: yes"},
                 {"formal_client: manager_with_mandate", "statutory_director: no"},
                 "interim"},
        GateCase{"A-C1",
                 {"formal_client: board", "statutory_director: yes"},
                 {"formal_client: owners", "statutory_director: yes"},
                 "interim"},
        GateCase{"A-C1",
                 {"formal_client: owners", "organisation_type: municipality"},
                 {"formal_client: municipal_executive", "organisation_type: municipality"},
                 "interim"},
        GateCase{
            "A-C1", {"formal_client: municipal_executive"}, {"formal_client: board"}, "interim"},
        GateCase{"A-J1", {"country: other"}, {"country: nl"}, "interim"}));

TEST(DecideTest, ContinuingNeed_OfTwoDays_IsFractional_AndBothGatesAreReported) {
  const Lines open = {"end_definition: open_ended", "days_per_week: 2"};
  EXPECT_EQ(OutcomeOf(With(Best(), open)), "fractional");
  EXPECT_EQ(Fired(With(Best(), open)), (Lines{"A-G6", "A-G3"}));
  EXPECT_EQ(OutcomeOf(With(Best(), {"end_definition: open_ended", "days_per_week: 3"})),
            "permanent");
}

TEST(DecideTest, BlockOutranksDefer_AndDeferOutranksEveryScore) {
  const Lines both = {"formal_client: nobody", "sponsor_time: none", "end_definition: open_ended"};
  EXPECT_EQ(OutcomeOf(With(Best(), both)), "restore_governance_first");
  EXPECT_EQ(OutcomeOf(With(Best(), {"sponsor_time: none"})), "wait");
}

TEST(DecideTest, ConditionalGate_KeepsOutcome_AddsCondition) {
  const Decision decision = DecideOn(With(Best(), {"external_share: 60"})).decision;
  EXPECT_EQ(decision.outcome, TestModel().interim());
  EXPECT_TRUE(decision.is_conditional);
}

TEST(DecideTest, AllGatesOfTheReference_AreInTheData) {
  for (int i = 1; i <= 14; ++i) {
    const std::string id = "A-G" + std::to_string(i);
    bool found = false;
    for (const auto& gate : TestModel().data().gate()) found |= gate.id() == id;
    EXPECT_TRUE(found) << id;
  }
}

struct PointsCase {
  std::string criterion;
  std::string line;
  int points;
};

class CriterionTest : public ::testing::TestWithParam<PointsCase> {};

TEST_P(CriterionTest, GivesThePointsOfTheReference) {
  const PointsCase& row = GetParam();
  const Result result = DecideOn(With(Best(), {row.line}));
  for (int i = 0; i < TestModel().data().criterion_size(); ++i) {
    if (TestModel().data().criterion(i).code() != row.criterion) continue;
    EXPECT_EQ(PointsOf(TestModel(), i, result.values), (Interval{row.points, row.points}));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Edges, CriterionTest,
    ::testing::Values(PointsCase{"C-URGENCY", "damage_within_weeks: 2", 4},
                      PointsCase{"C-URGENCY", "damage_within_weeks: 3", 3},
                      PointsCase{"C-URGENCY", "damage_within_weeks: 5", 3},
                      PointsCase{"C-URGENCY", "damage_within_weeks: 6", 2},
                      PointsCase{"C-URGENCY", "damage_within_weeks: 9", 2},
                      PointsCase{"C-URGENCY", "damage_within_weeks: 10", 1},
                      PointsCase{"C-URGENCY", "damage_within_weeks: 17", 1},
                      PointsCase{"C-URGENCY", "damage_within_weeks: 18", 0},
                      PointsCase{"C-URGENCY", "triggers: acute_distress", 4},
                      PointsCase{"C-CAPABILITY", "inside_capability: none", 4},
                      PointsCase{"C-CAPABILITY", "inside_capability: partly", 2},
                      PointsCase{"C-CAPABILITY", "inside_capability: full", 0},
                      PointsCase{"C-BOUNDEDNESS", "end_definition: testable_condition", 4},
                      PointsCase{"C-BOUNDEDNESS", "end_definition: vague_condition", 2},
                      PointsCase{"C-BOUNDEDNESS", "end_definition: open_ended", 0},
                      PointsCase{"C-DECISION", "decision_power: full", 4},
                      PointsCase{"C-DECISION", "decision_power: shared", 2},
                      PointsCase{"C-DECISION", "decision_power: advice_only", 0},
                      PointsCase{"C-INDEPENDENCE", "independence_need: 3", 3},
                      PointsCase{"C-INDEPENDENCE", "independence_need: 0", 0},
                      PointsCase{"C-RECRUITING", "recruitment_months: 2", 0},
                      PointsCase{"C-RECRUITING", "recruitment_months: 3", 2},
                      PointsCase{"C-RECRUITING", "recruitment_months: 6", 2},
                      PointsCase{"C-RECRUITING", "recruitment_months: 7", 4},
                      PointsCase{"C-RECRUITING", "profile_clear: no", 4},
                      PointsCase{"C-SPONSOR", "sponsor_time: weekly", 4},
                      PointsCase{"C-SPONSOR", "question_clear: no", 3},
                      PointsCase{"C-SPONSOR", "sponsor_time: some_hours", 2},
                      PointsCase{"C-SPONSOR", "sponsor_time: none", 0}));

// Score 260: urgency 0, capability 80, bounded 60, decision 60, independence 20, recruiting 0,
// sponsor 40.
Lines AtAdvise() {
  return With(Best(), {"damage_within_weeks: 30", "independence_need: 2", "recruitment_months: 1"});
}

TEST(ThresholdTest, Score260_IsAdvised_AndJustBelowIsConditional) {
  EXPECT_EQ(DecideOn(AtAdvise()).decision.score, (Interval{260, 260}));
  EXPECT_FALSE(DecideOn(AtAdvise()).decision.is_conditional);
  const Lines below = With(AtAdvise(), {"independence_need: 1"});
  EXPECT_EQ(DecideOn(below).decision.score, (Interval{250, 250}));
  EXPECT_TRUE(DecideOn(below).decision.is_conditional);
  EXPECT_EQ(OutcomeOf(below), "interim");
}

TEST(ThresholdTest, Score180_IsConditional_AndJustBelowIsTheBestOtherWay) {
  // capability 40, bounded 60, decision 30, independence 10, sponsor 40: 180
  const Lines at = With(
      AtAdvise(), {"inside_capability: partly", "decision_power: shared", "independence_need: 1"});
  EXPECT_EQ(DecideOn(at).decision.score, (Interval{180, 180}));
  EXPECT_EQ(OutcomeOf(at), "interim");
  EXPECT_TRUE(DecideOn(at).decision.is_conditional);
  // 170. Best other way: permanent 140 + 60 quick + 60 time - 40 bounded = 220; internal acting 100
  // + 50 partly + 60 short - 40 alone = 170; consultant 100 - 40 = 60; wait 110 + 50 = 160.
  const Lines below = With(at, {"independence_need: 0"});
  EXPECT_EQ(DecideOn(below).decision.score, (Interval{170, 170}));
  EXPECT_EQ(OutcomeOf(below), "permanent");
}

TEST(OpenFactsTest, OpenCriterion_GivesAnInterval) {
  const Decision decision = DecideOn(Without(Best(), "independence_need")).decision;
  EXPECT_EQ(decision.score, (Interval{360, 400}));
  EXPECT_EQ(decision.outcome, TestModel().interim());
}

TEST(OpenFactsTest, OpenGateThatMustBeKnown_IsNotEnough) {
  EXPECT_EQ(OutcomeOf(Without(Best(), "formal_client")), "not_enough_known");
  EXPECT_EQ(OutcomeOf(Without(Best(), "preconditions_met")), "not_enough_known");
}

TEST(OpenFactsTest, OtherOpenGate_IsTakenAsNotFiring_ButKeptPossible) {
  const Result result = DecideOn(With(Without(Best(), "purpose"), {"damage_within_weeks: 3"}));
  EXPECT_EQ(result.decision.outcome, TestModel().interim());
  EXPECT_FALSE(result.decision.is_settled());
  const Known known = KnownOf(With(Without(Best(), "purpose"), {"damage_within_weeks: 3"}));
  const std::vector<char> live =
      LiveFacts(TestModel(), known.vector, result.decision, result.values);
  for (std::size_t i = 0; i < live.size(); ++i) {
    const std::string& key = TestModel().data().fact(static_cast<int>(i)).key();
    EXPECT_EQ(live[i] != 0, key == "purpose") << key;
  }
}

TEST(OpenFactsTest, BlockedGate_SettlesWhateverElseIsOpen) {
  const Decision decision = DecideOn({"formal_client: nobody"}).decision;
  EXPECT_TRUE(decision.is_settled());
  EXPECT_EQ(OutcomeOf({"formal_client: nobody"}), "restore_governance_first");
}

}  // namespace
}  // namespace interim::assessment
