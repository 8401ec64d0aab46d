// Where informants differ: shown per fact, with whether it matters, and decided by the client.
// covers: X4
#include "services/cli/assess/settle.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cli/assess/texts.h"
#include "services/cli/page/test_pages.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

// Two facts in dispute, one agreed. Only the one that matters is listed last by the service.
class SettleDesk : public Desk {
 public:
  SettleDesk() {
    questions_ = {FromText<v1::Question>(R"(code: "Q-END"
        facts { key: "end" kind: FACT_KIND_CHOICE label: "einde van de behoefte"
          choices { code: "date" label: "een einddatum" }
          choices { code: "never" label: "geen einde" } }
        facts { key: "months" kind: FACT_KIND_NUMBER label: "geplande duur" unit: "months" })")};
    facts = {FromText<v1::FactStatus>(R"(fact_key: "client" agreed { key: "client" })"),
             FromText<v1::FactStatus>(R"(fact_key: "months" disagreement { fact_key: "months"
               views { informant: "board" fact { key: "months" number: 6 } }
               views { informant: "hr" fact { key: "months" number: 9 } } })"),
             FromText<v1::FactStatus>(R"(fact_key: "end" disagreement { fact_key: "end"
               matters: true
               views { informant: "board" fact { key: "end" choice: "date" } }
               views { informant: "works-director" fact { key: "end" choice: "never" } } })")};
  }

  absl::StatusOr<v1::NextQuestionsResponse> Next() override { return v1::NextQuestionsResponse(); }
  absl::StatusOr<std::vector<v1::Question>> AllQuestions() override { return questions_; }
  absl::Status Record(const v1::Answer&) override { return absl::OkStatus(); }
  absl::StatusOr<std::vector<v1::Answer>> OwnAnswers() override {
    return std::vector<v1::Answer>();
  }
  absl::StatusOr<v1::Advice> Advise() override { return v1::Advice(); }
  std::vector<v1::FactStatus> Facts() override { return facts; }
  absl::Status Settle(const std::string& fact_key, const std::string& informant,
                      const std::string& reason) override {
    if (is_refused) return absl::PermissionDeniedError("only the client decides");
    settled.push_back(absl::StrCat(fact_key, "|", informant, "|", reason));
    return absl::OkStatus();
  }
  std::set<std::string> Skipped() override { return {}; }
  void SaveSkipped(const std::set<std::string>&) override {}

  std::vector<v1::FactStatus> facts;
  std::vector<std::string> settled;
  bool is_refused = false;

 private:
  std::vector<v1::Question> questions_;
};

struct Typed {
  absl::StatusOr<int> count = 0;
  std::string screen;
};

Typed Type(SettleDesk& desk, const std::vector<std::string>& lines) {
  Typed typed;
  std::size_t used = 0;
  const Speech speech(AssessTexts(), "nl");
  const Console console{.read = [&]() -> std::optional<std::string> {
                          if (used == lines.size()) return std::nullopt;
                          return lines[used++];
                        },
                        .write = [&](const std::string& text) { typed.screen += text; },
                        .echo = true,
                        .style = {}};
  typed.count = SettleDisagreements(desk, console, speech);
  return typed;
}

TEST(SettleTest, ShowsWhoSaysWhat_AndWhetherItMatters_ThatFirst) {
  SettleDesk desk;
  const Typed typed = Type(desk, {});
  ASSERT_TRUE(typed.count.ok());
  EXPECT_EQ(*typed.count, 0);
  const std::size_t end = typed.screen.find("Einde van de behoefte");
  const std::size_t months = typed.screen.find("Geplande duur");
  ASSERT_NE(end, std::string::npos) << typed.screen;
  ASSERT_NE(months, std::string::npos) << typed.screen;
  EXPECT_LT(end, months) << "what matters comes first";
  for (const char* part : {"Dit maakt uit voor het advies", "Voor het advies maakt dit niet uit",
                           "works-director  geen einde", "9 maanden"}) {
    EXPECT_TRUE(absl::StrContains(typed.screen, part)) << part << " in\n" << typed.screen;
  }
  EXPECT_FALSE(absl::StrContains(typed.screen, "client"));
}

TEST(SettleTest, TheClientDecides_WithAReason_OnceForEachFact) {
  SettleDesk desk;
  const Typed typed = Type(desk, {"1", "", "the board owns the plan", "2", "payroll knows"});
  ASSERT_TRUE(typed.count.ok());
  EXPECT_EQ(*typed.count, 2);
  EXPECT_EQ(desk.settled, (std::vector<std::string>{"end|board|the board owns the plan",
                                                    "months|hr|payroll knows"}));
  EXPECT_TRUE(absl::StrContains(typed.screen, "Een beslissing heeft een reden nodig."));
  EXPECT_TRUE(absl::StrContains(typed.screen, "Vastgelegd: het antwoord van hr telt."));
}

TEST(SettleTest, Skipping_LeavesAFact_AndStoppingKeepsWhatWasDecided) {
  SettleDesk desk;
  EXPECT_EQ(*Type(desk, {"o", "2", "as agreed"}).count, 1);
  EXPECT_EQ(desk.settled, (std::vector<std::string>{"months|hr|as agreed"}));
  desk.settled.clear();
  EXPECT_EQ(*Type(desk, {"9", "?", "1", "first", "q"}).count, 1);
  EXPECT_EQ(desk.settled.size(), 1U);
  EXPECT_EQ(*Type(desk, {"1", "q"}).count, 0) << "no reason, no decision";
}

TEST(SettleTest, WhatWasDecided_IsShown_AndNotAskedAgain) {
  SettleDesk desk;
  for (v1::FactStatus& fact : desk.facts) {
    if (!fact.has_disagreement()) continue;
    fact.mutable_disagreement()->set_matters(false);
    fact.mutable_disagreement()->set_settled_informant("board");
  }
  const Typed typed = Type(desk, {"1", "again"});
  EXPECT_EQ(*typed.count, 0);
  EXPECT_TRUE(desk.settled.empty());
  EXPECT_TRUE(absl::StrContains(typed.screen, "Beslist: het antwoord van board telt."));
  EXPECT_TRUE(absl::StrContains(typed.screen, "✓")) << typed.screen;
}

TEST(SettleTest, WhoIsNotTheClient_IsRefused_ByTheService) {
  SettleDesk desk;
  desk.is_refused = true;
  EXPECT_TRUE(absl::IsPermissionDenied(Type(desk, {"1", "mine"}).count.status()));
}

TEST(SettleTest, WithoutDisagreement_SaysSo) {
  SettleDesk desk;
  desk.facts.resize(1);
  EXPECT_TRUE(absl::StrContains(Type(desk, {}).screen, "over alles eens"));
}

}  // namespace
}  // namespace interim::cli
