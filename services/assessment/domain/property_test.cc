// What must hold for any set of facts. The sets are drawn with a fixed seed. INTERIM_LONG=1 tries
// ten times as many, with a seed of its own; the seed is printed, and INTERIM_SEED repeats it.
// covers: S25, X8
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/testing/long_run.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/ask.h"
#include "services/assessment/domain/decide.h"
#include "services/assessment/domain/flips.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment {
namespace {

// Optimised builds try many times as many sets as slow ones.
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
constexpr int kScale = 50;
#else
constexpr int kScale = 1;
#endif
constexpr int kLongFactor = 10;
constexpr int kLeastLong = 100 * 1000;  // for each property, where the build is optimised

// How many sets a property is tried on.
int Rounds(int base) {
  if (!testing::IsLongRun()) return base * kScale;
  const int rounds = kLongFactor * base * kScale;
  return kScale > 1 ? std::max(rounds, kLeastLong) : rounds;
}
const int kDecisionRounds = Rounds(2000);  // a decision costs about a microsecond
const int kAdviceRounds = Rounds(2000);    // a basic advice a few hundred
const int kTwiceRounds = Rounds(400);      // two advices
const int kFullRounds = Rounds(60);        // with questions and flips
const int kTalkRounds = Rounds(20);        // a whole questionnaire, asked in several orders
const int kPairRounds =
    kScale * 6 * (testing::IsLongRun() ? kLongFactor : 1);  // every pair of changes

class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  v1::Fact FactFor(const model::FactRow& row) {
    v1::Fact fact;
    fact.set_key(row.key());
    switch (row.kind()) {
      case model::FLAG:
        fact.set_flag(Below(2) == 1);
        break;
      case model::NUMBER: {
        // Small values, where the thresholds are.
        const int span = static_cast<int>(std::min<std::int64_t>(row.max() - row.min(), 30));
        fact.set_number(row.min() + Below(span + 1));
        break;
      }
      case model::CHOICE:
        fact.set_choice(row.choice(Below(row.choice_size())).code());
        break;
      case model::DATE:
        fact.mutable_date()->set_year(2026);
        fact.mutable_date()->set_month(1 + Below(12));
        fact.mutable_date()->set_day(1 + Below(28));
        break;
      default:
        fact.mutable_codes();
        for (int i = Below(3); i > 0; --i) {
          fact.mutable_codes()->add_codes(row.choice(Below(row.choice_size())).code());
        }
        fact = Canonical(TestModel(), fact);
    }
    return fact;
  }

  // The same without facts: each known with the given chance in percent, now and then disputed.
  FactVector Vector(int percent) {
    FactVector vector = TestModel().Open();
    for (const CompiledFact& fact : TestModel().facts()) {
      const bool is_known = Below(100) < percent;
      const bool is_list = fact.slot_count > 1;
      const bool is_disputed = percent < 100 && Below(12) == 0;
      for (int slot = fact.first_slot; is_known && slot < fact.first_slot + fact.slot_count;
           ++slot) {
        const int values = std::popcount(TestModel().FullMask(slot));
        // Few codes of a list hold.
        const int value = is_list ? (Below(fact.slot_count) < 2 ? 1 : 0) : Below(values);
        vector[slot] = std::uint64_t{1} << value;
        if (is_disputed && !is_list) vector[slot] |= std::uint64_t{1} << Below(values);
      }
    }
    return vector;
  }

  // Each fact known with the given chance in percent, now and then disputed.
  Known Need(int percent) {
    std::vector<v1::Fact> facts;
    std::vector<Dispute> disputes;
    for (const auto& row : TestModel().data().fact()) {
      if (row.derived() || Below(100) >= percent) continue;
      v1::Fact fact = FactFor(row);
      const v1::Fact other = FactFor(row);
      if (Below(12) == 0 && !SameFact(fact, other)) {
        Dispute dispute{.key = row.key()};
        *dispute.views.emplace_back().mutable_fact() = fact;
        *dispute.views.emplace_back().mutable_fact() = other;
        disputes.push_back(std::move(dispute));
      } else {
        facts.push_back(std::move(fact));
      }
    }
    return MakeKnown(TestModel(), std::move(facts), std::move(disputes), TestDay());
  }

 private:
  std::mt19937 random_;
};

Decision DecisionOf(const FactVector& vector) {
  NodeValues values;
  return Decide(TestModel(), vector, values);
}

// How many sets a property was tried on.
void Report(const char* property, int count) {
  std::printf("[ PROPERTY ] %s: %d fact sets\n", property, count);
}

std::uint64_t OneOf(Draw& draw, std::uint64_t possible) {
  std::vector<int> values;
  for (int bit = 0; bit < 64; ++bit) {
    if ((possible >> bit & 1) != 0) values.push_back(bit);
  }
  return std::uint64_t{1} << values[draw.Below(static_cast<int>(values.size()))];
}

// Reasons for the advice, risks, and no outcome that a firing gate forbids.
void ExpectSound(const v1::Advice& advice) {
  EXPECT_FALSE(advice.risks().empty());
  if (advice.outcome() == v1::ADVICE_OUTCOME_NOT_ENOUGH_KNOWN) return;
  ASSERT_FALSE(advice.alternatives().empty());
  const v1::Alternative& first = advice.alternatives(0);
  EXPECT_EQ(first.outcome(), advice.outcome());
  EXPECT_TRUE(first.is_possible()) << advice.ShortDebugString();
  EXPECT_FALSE(first.reasons_for().empty() && first.reasons_against().empty());
  for (const v1::GateResult& gate : advice.gates()) {
    if (gate.state() != v1::GATE_STATE_FIRED) continue;
    if (gate.effect() == v1::GATE_EFFECT_BLOCK) {
      EXPECT_EQ(advice.outcome(), gate.outcome());
    }
    if (gate.effect() == v1::GATE_EFFECT_DEFER || gate.effect() == v1::GATE_EFFECT_REDIRECT) {
      EXPECT_NE(advice.outcome(), v1::ADVICE_OUTCOME_INTERIM) << gate.gate_id();
    }
  }
}

TEST(PropertyTest, AnyFacts_GiveASoundAdvice) {
  Draw draw(testing::RunSeed());
  for (int round = 0; round < kAdviceRounds && !HasFailure(); ++round) {
    const Known known = draw.Need(round % 101);
    ExpectSound(BuildAdvice(TestModel(), nullptr, known, Depth::kBasic));
  }
  Report("risks, reasons, and no outcome that a gate forbids", kAdviceRounds);
}

TEST(PropertyTest, SameFacts_InAnyOrder_GiveTheSameBytes) {
  Draw draw(testing::RunSeed() + 1);
  for (int round = 0; round < kTwiceRounds && !HasFailure(); ++round) {
    const Known known = draw.Need(round % 101);
    std::vector<v1::Fact> reversed(known.facts.rbegin(), known.facts.rend());
    const Known other = MakeKnown(TestModel(), reversed, known.disputes, known.reference);
    EXPECT_EQ(BuildAdvice(TestModel(), nullptr, known, Depth::kBasic).SerializeAsString(),
              BuildAdvice(TestModel(), nullptr, other, Depth::kBasic).SerializeAsString())
        << "round " << round;
  }
  Report("same facts, same bytes", kTwiceRounds);
}

// What the outcome rests on, in one string.
std::string Essence(const v1::Advice& advice) {
  v1::Advice essence;
  essence.set_outcome(advice.outcome());
  essence.set_strength(advice.strength());
  *essence.mutable_gates() = advice.gates();
  *essence.mutable_score() = advice.score();
  *essence.mutable_confidence() = advice.confidence();
  return essence.SerializeAsString();
}

TEST(PropertyTest, IrrelevantFact_ChangesNothing) {
  std::vector<const model::FactRow*> irrelevant;
  for (int i = 0; i < TestModel().data().fact_size(); ++i) {
    const model::FactRow& row = TestModel().data().fact(i);
    if (!row.derived() && !TestModel().facts()[i].in_decision) irrelevant.push_back(&row);
  }
  ASSERT_FALSE(irrelevant.empty());
  Draw draw(testing::RunSeed() + 5);
  for (int round = 0; round < kTwiceRounds && !HasFailure(); ++round) {
    const Known known = draw.Need(round % 101);
    const auto* row = irrelevant[draw.Below(static_cast<int>(irrelevant.size()))];
    std::vector<v1::Fact> facts;
    for (const v1::Fact& fact : known.facts) {
      if (fact.key() != row->key()) facts.push_back(fact);
    }
    std::vector<Dispute> disputes;
    for (const Dispute& dispute : known.disputes) {
      if (dispute.key != row->key()) disputes.push_back(dispute);
    }
    const Known without = MakeKnown(TestModel(), facts, disputes, known.reference);
    facts.push_back(draw.FactFor(*row));
    const Known with = MakeKnown(TestModel(), facts, disputes, known.reference);
    EXPECT_EQ(Essence(BuildAdvice(TestModel(), nullptr, without, Depth::kBasic)),
              Essence(BuildAdvice(TestModel(), nullptr, with, Depth::kBasic)))
        << row->key();
  }
  Report("an irrelevant fact changes nothing (advice)", kTwiceRounds);
}

TEST(PropertyTest, IrrelevantFact_ChangesNoDecision) {
  Draw draw(testing::RunSeed() + 6);
  for (int round = 0; round < kDecisionRounds && !HasFailure(); ++round) {
    FactVector vector = draw.Vector(round % 101);
    const Decision before = DecisionOf(vector);
    for (int slot = 0; slot < TestModel().slot_count(); ++slot) {
      if (TestModel().facts()[TestModel().FactOfSlot(slot)].in_decision) continue;
      vector[slot] = OneOf(draw, TestModel().FullMask(slot));
    }
    const Decision after = DecisionOf(vector);
    EXPECT_EQ(before.outcome, after.outcome);
    EXPECT_EQ(before.possible, after.possible);
    EXPECT_EQ(before.score, after.score);
  }
  Report("an irrelevant fact changes nothing (decision)", kDecisionRounds);
}

// A decision by the values that were set one after another is that of all at once.
TEST(PropertyTest, Trial_DecidesAsIfAllWasNew) {
  Draw draw(testing::RunSeed() + 7);
  Trial trial(TestModel(), TestModel().Open());
  for (int round = 0; round < kDecisionRounds && !HasFailure(); ++round) {
    const FactVector vector = draw.Vector(round % 101);
    for (std::size_t slot = 0; slot < vector.size(); ++slot) {
      trial.Set(static_cast<int>(slot), vector[slot]);
    }
    const Decision expected = DecisionOf(vector);
    EXPECT_EQ(trial.Decide().outcome, expected.outcome);
    EXPECT_EQ(trial.Decide().possible, expected.possible);
  }
  Report("evaluation of what changed only", kDecisionRounds);
}

// A completion of the open facts never reaches an outcome that was said to be impossible, and a
// settled outcome stays.
TEST(PropertyTest, Completions_StayWithinWhatWasPossible) {
  Draw draw(testing::RunSeed() + 2);
  for (int round = 0; round < kDecisionRounds && !HasFailure(); ++round) {
    FactVector vector = draw.Vector(round % 101);
    const Decision before = DecisionOf(vector);
    for (std::uint64_t& possible : vector) possible = OneOf(draw, possible);
    const Decision after = DecisionOf(vector);
    ASSERT_TRUE(after.is_settled());
    EXPECT_NE(before.possible >> after.outcome & 1, 0u) << "round " << round;
    EXPECT_GE(after.score.min, before.score.min);
    EXPECT_LE(after.score.max, before.score.max);
    if (before.is_settled()) {
      EXPECT_EQ(after.outcome, before.outcome);
    }
  }
  Report("what is said to be impossible stays so", kDecisionRounds);
}

TEST(PropertyTest, StatedFlip_ReallyFlips_AndNoSmallerPartDoes) {
  Draw draw(testing::RunSeed() + 3);
  int flips = 0;
  for (int round = 0; round < kFullRounds; ++round) {
    const Known known = draw.Need(60 + round % 41);
    const v1::Advice advice = BuildAdvice(TestModel(), nullptr, known, Depth::kFull);
    for (const v1::Flip& flip : advice.flips()) {
      FactVector vector = known.vector;
      for (const v1::Fact& fact : flip.facts()) {
        SetKnown(TestModel(), fact, known.reference, vector);
      }
      EXPECT_EQ(OutcomeToProto(TestModel(), DecisionOf(vector).outcome), flip.outcome())
          << flip.ShortDebugString();
      EXPECT_NE(flip.outcome(), advice.outcome());
      ++flips;
      if (flip.facts_size() < 2) continue;
      for (const v1::Fact& fact : flip.facts()) {
        FactVector part = known.vector;
        SetKnown(TestModel(), fact, known.reference, part);
        EXPECT_NE(OutcomeToProto(TestModel(), DecisionOf(part).outcome), flip.outcome())
            << "one fact of " << flip.ShortDebugString() << " is enough";
      }
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(flips, kFullRounds);
  Report("a stated flip really flips", kFullRounds);
}

// All outcomes that changing one or two facts can reach, by trying every pair.
std::uint64_t ReachedByTwo(const FactVector& facts) {
  const CompiledModel& model = TestModel();
  std::vector<std::pair<int, std::uint64_t>> changes;
  std::uint64_t reached = 0;
  for (int slot = 0; slot < model.slot_count(); ++slot) {
    const int fact = model.FactOfSlot(slot);
    if (!model.facts()[fact].in_decision || model.facts()[fact].slot_count > 1) continue;
    for (std::uint64_t rest = model.FullMask(slot); rest != 0; rest &= rest - 1) {
      changes.emplace_back(slot, rest & (~rest + 1));
    }
  }
  for (const auto& [slot, value] : changes) {
    for (const auto& [other, other_value] : changes) {
      FactVector trial = facts;
      trial[slot] = value;
      if (other != slot) trial[other] = other_value;
      const int outcome = DecisionOf(trial).outcome;
      if (outcome >= 0) reached |= std::uint64_t{1} << outcome;
    }
  }
  return reached;
}

TEST(PropertyTest, NoFlipOfTwoFacts_IsOverlooked) {
  Draw draw(testing::RunSeed() + 8);
  for (int round = 0; round < kPairRounds && !HasFailure(); ++round) {
    FactVector vector = draw.Vector(60 + round % 41);
    const int triggers = TestModel().FindFact("triggers");
    const CompiledFact& codes = TestModel().facts()[triggers];
    for (int s = 0; s < codes.slot_count; ++s) {
      vector[codes.first_slot + s] = TestModel().FullMask(codes.first_slot + s);  // never changed
    }
    const Decision decision = DecisionOf(vector);
    if (decision.outcome < 0) continue;
    std::uint64_t found = std::uint64_t{1} << decision.outcome;
    for (const FlipSet& flip : FindFlips(TestModel(), vector, decision)) {
      if (flip.changes.size() <= 2) found |= std::uint64_t{1} << flip.outcome;
    }
    EXPECT_EQ(found, ReachedByTwo(vector) | std::uint64_t{1} << decision.outcome);
  }
  Report("no flip of one or two facts is overlooked", kPairRounds);
}

// Answers what is proposed from a complete truth, choosing among the proposed questions by `pick`,
// until nothing is proposed any more. Returns the outcome.
template <typename Pick>
int Talk(const FactVector& truth, const Pick& pick) {
  const CompiledModel& model = TestModel();
  FactVector vector = model.Open();
  const std::vector<char> asked(model.facts().size(), 0);
  NodeValues values;
  for (int answered = 0; answered <= model.data().question_size(); ++answered) {
    const Decision decision = Decide(model, vector, values);
    const AskPlan plan = PlanQuestions(model, vector, asked, decision, values);
    if (plan.questions.empty()) {
      EXPECT_TRUE(decision.is_settled());
      return decision.outcome;
    }
    const int question = plan.questions[pick(static_cast<int>(plan.questions.size()))];
    for (const std::string& key : model.data().question(question).fact()) {
      const CompiledFact& fact = model.facts()[model.FindFact(key)];
      for (int s = fact.first_slot; s < fact.first_slot + fact.slot_count; ++s) {
        vector[s] = truth[s];
      }
    }
  }
  ADD_FAILURE() << "the questions do not end";
  return Decision::kNotEnoughKnown;
}

TEST(PropertyTest, ProposedQuestions_InAnyOrder_ReachTheSameAdvice) {
  Draw draw(testing::RunSeed() + 9);
  for (int round = 0; round < kTalkRounds && !HasFailure(); ++round) {
    const FactVector truth = draw.Vector(100);
    const int outcome = DecisionOf(truth).outcome;
    EXPECT_EQ(Talk(truth, [](int) { return 0; }), outcome) << "the first proposed each time";
    EXPECT_EQ(Talk(truth, [](int count) { return count - 1; }), outcome) << "the last proposed";
    for (int order = 0; order < 3; ++order) {
      EXPECT_EQ(Talk(truth, [&](int count) { return draw.Below(count); }), outcome) << "any";
    }
  }
  Report("answers in any order reach the same advice", kTalkRounds);
}

TEST(PropertyTest, EverythingKnown_NeedsNoQuestion) {
  Draw draw(testing::RunSeed() + 10);
  NodeValues values;
  const std::vector<char> asked(TestModel().facts().size(), 0);
  for (int round = 0; round < kDecisionRounds && !HasFailure(); ++round) {
    const FactVector truth = draw.Vector(100);
    const Decision decision = Decide(TestModel(), truth, values);
    EXPECT_TRUE(PlanQuestions(TestModel(), truth, asked, decision, values).questions.empty());
  }
  Report("everything known needs no question", kDecisionRounds);
}

TEST(PropertyTest, Texts_AreFilledInBothLanguages) {
  Draw draw(testing::RunSeed() + 4);
  for (int round = 0; round < 20; ++round) {
    v1::Advice advice = BuildAdvice(TestModel(), nullptr, draw.Need(30 + 3 * round), Depth::kFull);
    for (const Lang lang : {Lang::kDutch, Lang::kEnglish}) {
      Localize(TestModel(), lang, advice);
      EXPECT_FALSE(advice.summary().empty());
      EXPECT_FALSE(advice.confidence().text().empty());
      for (const auto& row : advice.alternatives()) EXPECT_FALSE(row.label().empty());
      for (const auto& row : advice.risks()) EXPECT_FALSE(row.text().empty());
      for (const auto& row : advice.flips()) EXPECT_FALSE(row.text().empty());
    }
  }
}

}  // namespace
}  // namespace interim::assessment
