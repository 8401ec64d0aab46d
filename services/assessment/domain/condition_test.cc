// Three-valued conditions: truth, what keeps them open, what they rest on.
#include "services/assessment/domain/condition.h"

#include <vector>

#include "gmock/gmock.h"

namespace interim::assessment {
namespace {

using ::testing::ElementsAre;

constexpr std::uint64_t kNo = 1;
constexpr std::uint64_t kYes = 2;
constexpr std::uint64_t kOpen = 3;

// Nodes 0 and 1 test slots 0 and 1 for yes; nodes 2, 3 and 4 are all, any and none of both.
Program TwoFacts() {
  Program program;
  program.nodes = {{.op = Node::Op::kHas, .slot = 0, .mask = kYes},
                   {.op = Node::Op::kHas, .slot = 1, .mask = kYes}};
  for (const Node::Op op : {Node::Op::kAll, Node::Op::kAny, Node::Op::kNone}) {
    program.nodes.push_back(
        {.op = op, .first = static_cast<int>(program.children.size()), .count = 2});
    program.children.insert(program.children.end(), {0, 1});
  }
  return program;
}

std::vector<Tri> Evaluate(const Program& program, const FactVector& facts) {
  std::vector<Tri> values(program.nodes.size());
  program.Evaluate(facts, static_cast<int>(values.size()), values.data());
  return values;
}

std::vector<char> SupportOf(const FactVector& facts, int node) {
  const Program program = TwoFacts();
  std::vector<char> slots(2, 0);
  program.CollectSupport(Evaluate(program, facts).data(), node, slots);
  return slots;
}

std::vector<char> OpenOf(const FactVector& facts, int node) {
  const Program program = TwoFacts();
  std::vector<char> slots(2, 0);
  program.CollectOpen(facts, Evaluate(program, facts).data(), node, slots);
  return slots;
}

TEST(ProgramTest, AllAnyNone_FollowThreeValuedLogic) {
  const Program program = TwoFacts();
  using enum Tri;
  EXPECT_THAT(Evaluate(program, {kYes, kYes}), ElementsAre(kTrue, kTrue, kTrue, kTrue, kFalse));
  EXPECT_THAT(Evaluate(program, {kYes, kNo}), ElementsAre(kTrue, kFalse, kFalse, kTrue, kFalse));
  EXPECT_THAT(Evaluate(program, {kNo, kNo}), ElementsAre(kFalse, kFalse, kFalse, kFalse, kTrue));
  EXPECT_THAT(Evaluate(program, {kYes, kOpen}),
              ElementsAre(kTrue, kUnknown, kUnknown, kTrue, kFalse));
  EXPECT_THAT(Evaluate(program, {kNo, kOpen}),
              ElementsAre(kFalse, kUnknown, kFalse, kUnknown, kUnknown));
  EXPECT_THAT(Evaluate(program, {kOpen, kOpen}),
              ElementsAre(kUnknown, kUnknown, kUnknown, kUnknown, kUnknown));
}

TEST(ProgramTest, IsOpen_TellsKnownFromOpenAndDisputed) {
  Program program;
  program.nodes = {{.op = Node::Op::kIsOpen, .slot = 0}};
  EXPECT_EQ(Evaluate(program, {kYes})[0], Tri::kFalse);
  EXPECT_EQ(Evaluate(program, {kOpen})[0], Tri::kTrue);
}

TEST(ProgramTest, Support_IsWhatDecides) {
  EXPECT_THAT(SupportOf({kYes, kYes}, 2), ElementsAre(1, 1)) << "all demands";
  EXPECT_THAT(SupportOf({kYes, kNo}, 2), ElementsAre(0, 1)) << "the demand that fails";
  EXPECT_THAT(SupportOf({kYes, kNo}, 3), ElementsAre(1, 0)) << "the alternative that holds";
  EXPECT_THAT(SupportOf({kNo, kNo}, 3), ElementsAre(1, 1)) << "all alternatives fail";
  EXPECT_THAT(SupportOf({kYes, kNo}, 4), ElementsAre(1, 0)) << "the one that spoils none";
  EXPECT_THAT(SupportOf({kNo, kNo}, 4), ElementsAre(1, 1));
  EXPECT_THAT(SupportOf({kNo, kOpen}, 3), ElementsAre(0, 0)) << "nothing while unknown";
}

TEST(ProgramTest, Open_IsWhatKeepsItUnknown) {
  EXPECT_THAT(OpenOf({kYes, kOpen}, 2), ElementsAre(0, 1));
  EXPECT_THAT(OpenOf({kYes, kOpen}, 3), ElementsAre(0, 0)) << "true already";
  EXPECT_THAT(OpenOf({kOpen, kOpen}, 4), ElementsAre(1, 1));
}

}  // namespace
}  // namespace interim::assessment
