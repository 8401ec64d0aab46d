// covers: S32, X2
// A decision about a finding holds for the facts it was given for, not for others.
#include <string>
#include <utility>
#include <vector>

#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/contract.h"
#include "services/contracting/domain/domain_test_data.h"
#include "services/contracting/domain/working_relation.h"

namespace interim::contracting {
namespace {

using ::interim::testing::IsOk;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const Date kDrafted = Day(2026, 1, 20);
const Date kDecided = Day(2026, 1, 22);
const std::vector<int> kWarns = {0, 0, -1, 0, 1, 1, 2, 0, 1};
const std::vector<int> kBlocks = {-1, -1, -2, -1, 0, 1, 2, 0, 1};

void SetAnswers(const std::vector<int>& scores, v1::Contract& contract) {
  contract.mutable_facts()->clear_working_relation_answers();
  for (std::size_t i = 0; i < scores.size(); ++i) {
    v1::WorkingRelationAnswer& answer = *contract.mutable_facts()->add_working_relation_answers();
    answer.set_question_code("Q" + std::to_string(i + 1));
    answer.set_viewpoint(static_cast<int>(i) + 1);
    answer.set_score(scores[i]);
  }
}

void Check(Date signing, v1::Contract& contract) {
  EXPECT_THAT(RefreshFindings(TestLaw(), TestCatalogs(), CompleteBrief(), signing, contract),
              IsOk());
}

v1::Contract Draft(const std::vector<int>& scores) {
  v1::Contract given;
  SetAnswers(scores, given);
  given.mutable_facts()->set_direction_by_client(v1::ANSWER_NO);
  v1::Contract contract =
      *DraftContract(TestCatalogs(), CompleteBrief(), v1::CONTRACT_FORM_ZZP, given);
  Check(kDrafted, contract);
  return contract;
}

// Legal decides about everything that is open, two days after the check.
v1::Contract Decided(const v1::Contract& contract) {
  std::vector<v1::FindingDecision> decisions;
  for (const auto& findings : {BlockingFindings(contract), UndecidedFindings(contract)}) {
    for (const type::Finding& finding : findings) {
      v1::FindingDecision& decision = decisions.emplace_back();
      decision.set_rule_id(finding.rule_id());
      decision.set_message_key(finding.message_key());
      decision.set_rule_version(finding.rule_version());
      decision.set_subject(finding.subject());
      decision.set_reason("gewogen");
    }
  }
  return *DecideFindings(contract, decisions,
                         {.subject = "jurist", .is_legal = true, .today = kDecided, .roles = {}});
}

const v1::FindingDecision& DecisionOn(const v1::Contract& contract, const std::string& rule_id) {
  for (const v1::FindingDecision& decision : contract.finding_decisions()) {
    if (decision.rule_id() == rule_id) return decision;
  }
  ADD_FAILURE() << "nothing decided about " << rule_id;
  return v1::FindingDecision::default_instance();
}

TEST(FactsOfADecisionTest, AreNamedByTheFindingsHash) {
  const v1::Contract contract = Decided(Draft(kWarns));
  EXPECT_THAT(UndecidedFindings(contract), IsEmpty());
  for (const v1::FindingDecision& decision : contract.finding_decisions()) {
    EXPECT_THAT(decision.inputs_hash(), SizeIs(64));
    EXPECT_EQ(decision.check_date().day(), kDrafted.day());
    EXPECT_EQ(decision.decide_date().day(), kDecided.day());
    EXPECT_FALSE(decision.is_outdated());
  }
}

// The same warning on other facts: another answer, the same band.
TEST(FactsOfADecisionTest, OtherFacts_AskANewReason) {
  v1::Contract contract = Decided(Draft(kWarns));
  std::vector<int> other = kWarns;
  other[0] = -1;
  SetAnswers(other, contract);
  Check(kDrafted, contract);
  EXPECT_TRUE(DecisionOn(contract, "R05").is_outdated());
  const std::vector<type::Finding> undecided = UndecidedFindings(contract);
  ASSERT_THAT(undecided, Not(IsEmpty()));
  EXPECT_EQ(undecided[0].rule_id(), "R05");
  // Decided anew: one decision, not two, and it covers.
  const int before = contract.finding_decisions_size();
  contract = Decided(contract);
  EXPECT_THAT(UndecidedFindings(contract), IsEmpty());
  EXPECT_EQ(contract.finding_decisions_size(), before);
  EXPECT_FALSE(DecisionOn(contract, "R05").is_outdated());
}

TEST(FactsOfADecisionTest, ReleaseOfABlock_FallsWithItsFacts) {
  v1::Contract contract = Decided(Draft(kBlocks));
  EXPECT_THAT(BlockingFindings(contract), IsEmpty());
  EXPECT_TRUE(HasLegalSignOff(TestLaw(), contract));
  std::vector<int> other = kBlocks;
  other[4] = -1;  // still nearer to employment
  SetAnswers(other, contract);
  Check(kDrafted, contract);
  EXPECT_THAT(BlockingFindings(contract), SizeIs(1));
  EXPECT_FALSE(HasLegalSignOff(TestLaw(), contract));
  SetAnswers(kBlocks, contract);  // the facts it was given for are back
  Check(kDrafted, contract);
  EXPECT_THAT(BlockingFindings(contract), IsEmpty());
  EXPECT_TRUE(HasLegalSignOff(TestLaw(), contract));
  SetAnswers(kWarns, contract);  // nothing blocks: there is nothing left to release
  Check(kDrafted, contract);
  EXPECT_TRUE(DecisionOn(contract, "R05").is_outdated());
  EXPECT_FALSE(HasLegalSignOff(TestLaw(), contract));
}

// Signing a week later is no other fact, as long as nothing else changed.
TEST(FactsOfADecisionTest, LaterDay_IsNoOtherFact) {
  v1::Contract contract = Decided(Draft(kWarns));
  for (const Date day : {kDecided, Day(2026, 1, 27), Day(2026, 2, 3)}) {
    Check(day, contract);
    EXPECT_THAT(UndecidedFindings(contract), IsEmpty()) << day.ToString();
    EXPECT_EQ(contract.check_date().day(), day.day());
  }
  // But a fact that changed in the meantime counts on any day.
  std::vector<int> other = kWarns;
  other[0] = -1;
  SetAnswers(other, contract);
  Check(Day(2026, 2, 3), contract);
  EXPECT_THAT(UndecidedFindings(contract), Not(IsEmpty()));
}

// A fact that a rule does not look at leaves its decision alone.
TEST(FactsOfADecisionTest, FactsOfAnotherRule_LeaveItAlone) {
  v1::Contract contract = Decided(Draft(kWarns));
  contract.set_title("Een andere titel");
  contract.set_payment_days(14);
  Check(kDrafted, contract);
  EXPECT_THAT(UndecidedFindings(contract), IsEmpty());
}

// What was decided before facts were named covers nothing.
TEST(FactsOfADecisionTest, WithoutNamedFacts_CoversNothing) {
  v1::Contract contract = Decided(Draft(kWarns));
  for (v1::FindingDecision& decision : *contract.mutable_finding_decisions()) {
    decision.clear_inputs_hash();
  }
  Check(kDrafted, contract);
  EXPECT_THAT(UndecidedFindings(contract), Not(IsEmpty()));
}

}  // namespace
}  // namespace interim::contracting
