// The data files are right, and a wrong one is refused with every problem.
// covers: S3, S4, S5, S6, S7, S8, S16, S17, S18, S19, S20, S45, X10
#include <string>

#include "absl/strings/match.h"
#include "common/core/error.h"
#include "gmock/gmock.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment {
namespace {

using ::testing::HasSubstr;

std::string ProblemsOf(model::Model data) {
  const auto compiled = CompiledModel::Compile(std::move(data), TestShared());
  EXPECT_FALSE(compiled.ok());
  EXPECT_EQ(ReasonOf(compiled.status()), "MODEL_INVALID");
  return std::string(compiled.status().message());
}

TEST(ModelTest, DataFiles_Compile) {
  EXPECT_EQ(TestModel().data().criterion_size(), 7);
  EXPECT_EQ(TestModel().data().situation_size(), 20);
  EXPECT_EQ(TestModel().shared().situations.size(), 20u);
}

TEST(ModelTest, EverySituation_HasTriggers_AndEveryTriggerASituation) {
  std::string triggers;
  for (const v1::Situation& situation : MakeSituations(TestModel(), Lang::kEnglish)) {
    EXPECT_FALSE(situation.triggers().empty()) << situation.code();
    EXPECT_FALSE(situation.label().empty()) << situation.code();
    for (const std::string& trigger : situation.triggers()) triggers += "," + trigger + ",";
  }
  const auto& fact = TestModel().data().fact(TestModel().FindFact("triggers"));
  for (const auto& choice : fact.choice()) {
    EXPECT_TRUE(absl::StrContains(triggers, "," + choice.code() + ",")) << choice.code();
  }
}

TEST(ModelTest, EveryFactOfADecision_CanBeAsked) {
  for (int i = 0; i < TestModel().data().fact_size(); ++i) {
    if (!TestModel().facts()[i].in_decision) continue;
    bool asked = false;
    for (const auto& question : TestModel().data().question()) {
      for (const std::string& key : question.fact()) {
        asked |= key == TestModel().data().fact(i).key();
      }
    }
    EXPECT_TRUE(asked) << TestModel().data().fact(i).key();
  }
}

TEST(ModelTest, EveryQuestion_SaysWhyAndWhoKnows) {
  for (int i = 0; i < TestModel().data().question_size(); ++i) {
    for (const Lang lang : {Lang::kDutch, Lang::kEnglish}) {
      const v1::Question question = MakeQuestion(TestModel(), i, lang);
      EXPECT_FALSE(question.text().empty()) << question.code();
      EXPECT_FALSE(question.why().empty()) << question.code();
      EXPECT_FALSE(question.known_by().empty()) << question.code();
    }
  }
}

TEST(ModelTest, NoQuestion_AsksAboutHealth) {
  for (const auto& question : TestModel().data().question()) {
    for (const char* word : {"ziek", "gezond", "diagnose", "ill", "health", "medical"}) {
      const std::string text = " " + question.text().nl() + " " + question.text().en() + " ";
      EXPECT_FALSE(absl::StrContains(text, std::string(" ") + word)) << question.code();
    }
  }
}

TEST(ModelTest, UnknownFact_IsRefused) {
  model::Model data = LoadModelData();
  data.mutable_gate(0)->mutable_when()->set_fact("no_such_fact");
  EXPECT_THAT(ProblemsOf(data), HasSubstr("no_such_fact"));
}

TEST(ModelTest, UnknownChoice_IsRefused) {
  model::Model data = LoadModelData();
  data.mutable_gate(0)->mutable_when()->add_is("somebody");
  EXPECT_THAT(ProblemsOf(data), HasSubstr("formal_client has no value somebody"));
}

TEST(ModelTest, Weights_MustAddUpToHundred) {
  model::Model data = LoadModelData();
  data.mutable_criterion(0)->set_weight(21);
  EXPECT_THAT(ProblemsOf(data), HasSubstr("the weights add up to 101"));
}

TEST(ModelTest, CriterionWithoutLastRow_IsRefused) {
  model::Model data = LoadModelData();
  data.mutable_criterion(1)->mutable_row()->RemoveLast();
  EXPECT_THAT(ProblemsOf(data), HasSubstr("the last row must always hold"));
}

TEST(ModelTest, DecisionOnAnOpenFact_IsRefused) {
  model::Model data = LoadModelData();
  data.mutable_gate(0)->mutable_when()->clear_is();
  data.mutable_gate(0)->mutable_when()->set_is_open(true);
  EXPECT_THAT(ProblemsOf(data), HasSubstr("cannot be tested like this"));
}

TEST(ModelTest, MissingLanguage_IsRefused) {
  model::Model data = LoadModelData();
  data.mutable_risk(0)->mutable_text()->clear_nl();
  EXPECT_THAT(ProblemsOf(data), HasSubstr("K-RATE lacks a text"));
}

TEST(ModelTest, NoRiskThatAlwaysHolds_IsRefused) {
  model::Model data = LoadModelData();
  *data.mutable_risk(0)->mutable_when() = data.gate(0).when();
  EXPECT_THAT(ProblemsOf(data), HasSubstr("no risk holds always"));
}

TEST(ModelTest, DoubledCode_IsRefused) {
  model::Model data = LoadModelData();
  *data.add_benefit() = data.benefit(0);
  EXPECT_THAT(ProblemsOf(data), HasSubstr("is defined twice"));
}

TEST(ModelTest, ConditionThatRefersToItself_IsRefused) {
  model::Model data = LoadModelData();
  data.mutable_condition(0)->mutable_when()->Clear();
  data.mutable_condition(0)->mutable_when()->set_named(data.condition(0).name());
  EXPECT_THAT(ProblemsOf(data), HasSubstr("refers to itself"));
}

TEST(FactTest, WrongValues_AreAllReported) {
  FieldErrors errors;
  v1::Fact fact;
  fact.set_key("planned_months");
  CheckFact(TestModel(), fact, "facts[0]", errors);
  fact.set_flag(true);
  CheckFact(TestModel(), fact, "facts[1]", errors);
  fact.set_number(121);
  CheckFact(TestModel(), fact, "facts[2]", errors);
  fact.set_key("outcome");
  CheckFact(TestModel(), fact, "facts[3]", errors);
  fact.set_key("formal_client");
  fact.set_choice("the king");
  CheckFact(TestModel(), fact, "facts[4]", errors);
  ASSERT_EQ(errors.fields().size(), 5u);
  EXPECT_EQ(errors.fields()[0].reason, "VALUE_MISSING");
  EXPECT_EQ(errors.fields()[1].reason, "KIND_WRONG");
  EXPECT_EQ(errors.fields()[2].reason, "OUT_OF_RANGE");
  EXPECT_EQ(errors.fields()[3].reason, "FACT_UNKNOWN");
  EXPECT_EQ(errors.fields()[4].reason, "CHOICE_UNKNOWN");
}

TEST(FactTest, Range_IsCheckedAtBothEnds) {
  for (const auto& [number, is_good] : {std::pair{-1, false}, {0, true}, {120, true}}) {
    FieldErrors errors;
    v1::Fact fact;
    fact.set_key("planned_months");
    fact.set_number(number);
    CheckFact(TestModel(), fact, "fact", errors);
    EXPECT_EQ(errors.empty(), is_good) << number;
  }
}

TEST(FactTest, Codes_AreStoredInCatalogueOrder_EachOnce) {
  const v1::Fact fact =
      Canonical(TestModel(), CodesFact("triggers", "site_merger, merger, site_merger"));
  ASSERT_EQ(fact.codes().codes_size(), 2);
  EXPECT_EQ(fact.codes().codes(0), "merger");
  EXPECT_EQ(fact.codes().codes(1), "site_merger");
}

TEST(FactTest, Value_ReadsInBothLanguages) {
  const v1::Fact months = FactFrom(TestModel(), "planned_months: 11");
  EXPECT_EQ(FormatValue(TestModel(), months, Lang::kDutch), "11 maanden");
  EXPECT_EQ(FormatValue(TestModel(), months, Lang::kEnglish), "11 months");
  const v1::Fact flag = FactFrom(TestModel(), "works_council: yes");
  EXPECT_EQ(FormatValue(TestModel(), flag, Lang::kDutch), "ja");
}

}  // namespace
}  // namespace interim::assessment
