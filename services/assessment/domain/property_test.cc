// What must hold for any set of facts. The sets are drawn with a fixed seed.
// covers: S25, X8
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/decide.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment {
namespace {

constexpr int kBasicRounds = 2000;
constexpr int kFullRounds = 60;
constexpr unsigned kSeed = 20261124;

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

Decision DecideOn(const FactVector& vector) {
  NodeValues values;
  return Decide(TestModel(), vector, values);
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

TEST(PropertyTest, AnyFacts_GiveASoundAdvice_WithTheSameBytesTwice) {
  Draw draw(kSeed);
  for (int round = 0; round < kBasicRounds; ++round) {
    const Known known = draw.Need(round % 101);
    const v1::Advice advice = BuildAdvice(TestModel(), nullptr, known, Depth::kBasic);
    ExpectSound(advice);
    const v1::Advice again = BuildAdvice(TestModel(), nullptr, known, Depth::kBasic);
    EXPECT_EQ(advice.SerializeAsString(), again.SerializeAsString()) << "round " << round;
    if (HasFailure()) return;
  }
}

TEST(PropertyTest, OrderOfFacts_DoesNotMatter) {
  Draw draw(kSeed + 1);
  for (int round = 0; round < 200; ++round) {
    const Known known = draw.Need(70);
    std::vector<v1::Fact> reversed(known.facts.rbegin(), known.facts.rend());
    const Known other = MakeKnown(TestModel(), reversed, known.disputes, known.reference);
    EXPECT_EQ(BuildAdvice(TestModel(), nullptr, known, Depth::kBasic).SerializeAsString(),
              BuildAdvice(TestModel(), nullptr, other, Depth::kBasic).SerializeAsString());
  }
}

// A completion of the open facts never reaches an outcome that was said to be impossible, and a
// settled outcome stays.
TEST(PropertyTest, Completions_StayWithinWhatWasPossible) {
  Draw draw(kSeed + 2);
  for (int round = 0; round < kBasicRounds; ++round) {
    const Known partial = draw.Need(round % 101);
    const Decision before = DecideOn(partial.vector);
    FactVector vector = partial.vector;
    for (std::size_t slot = 0; slot < vector.size(); ++slot) {
      std::vector<int> values;
      for (int bit = 0; bit < 64; ++bit) {
        if ((vector[slot] >> bit & 1) != 0) values.push_back(bit);
      }
      vector[slot] = std::uint64_t{1} << values[draw.Below(static_cast<int>(values.size()))];
    }
    const Decision after = DecideOn(vector);
    ASSERT_TRUE(after.is_settled());
    EXPECT_NE(before.possible >> after.outcome & 1, 0u) << "round " << round;
    EXPECT_GE(after.score.min, before.score.min);
    EXPECT_LE(after.score.max, before.score.max);
    if (before.is_settled()) {
      EXPECT_EQ(after.outcome, before.outcome);
    }
    if (HasFailure()) return;
  }
}

TEST(PropertyTest, StatedFlip_ReallyFlips_AndNoSmallerPartDoes) {
  Draw draw(kSeed + 3);
  int flips = 0;
  for (int round = 0; round < kFullRounds; ++round) {
    const Known known = draw.Need(60 + round % 41);
    const v1::Advice advice = BuildAdvice(TestModel(), nullptr, known, Depth::kFull);
    for (const v1::Flip& flip : advice.flips()) {
      FactVector vector = known.vector;
      for (const v1::Fact& fact : flip.facts()) {
        SetKnown(TestModel(), fact, known.reference, vector);
      }
      EXPECT_EQ(OutcomeToProto(TestModel(), DecideOn(vector).outcome), flip.outcome())
          << flip.ShortDebugString();
      EXPECT_NE(flip.outcome(), advice.outcome());
      ++flips;
      if (flip.facts_size() < 2) continue;
      for (const v1::Fact& fact : flip.facts()) {
        FactVector part = known.vector;
        SetKnown(TestModel(), fact, known.reference, part);
        EXPECT_NE(OutcomeToProto(TestModel(), DecideOn(part).outcome), flip.outcome())
            << "one fact of " << flip.ShortDebugString() << " is enough";
      }
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(flips, kFullRounds);
}

TEST(PropertyTest, Texts_AreFilledInBothLanguages) {
  Draw draw(kSeed + 4);
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
