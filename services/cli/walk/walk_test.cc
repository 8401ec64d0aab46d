// covers: S59
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "common/core/error.h"
#include "gtest/gtest.h"
#include "interim/matching/v1/need.pb.h"
#include "services/cli/files.h"
#include "services/cli/walk/journal.h"
#include "services/cli/walk/report.h"
#include "services/cli/walk/template.h"
#include "services/cli/walk/texts.h"

namespace interim::cli {
namespace {

class JournalTest : public ::testing::Test {
 protected:
  void TearDown() override { std::remove(path_.c_str()); }
  const std::string path_ = ::testing::TempDir() + "/walk-test-" + std::to_string(getpid());
};

TEST_F(JournalTest, Steps_AreThereAfterReopening) {
  {
    auto journal = Journal::Open(path_, false, "w1");
    ASSERT_TRUE(journal.ok()) << journal.status();
    ASSERT_TRUE(
        (*journal)->Append({"a/one", "2026-01-12", 12, false, std::string("\0\n\t", 3)}).ok());
    ASSERT_TRUE((*journal)->Append({"a/two", "2026-01-13", 7, true, "x"}).ok());
  }
  auto journal = Journal::Open(path_, true, "other");
  ASSERT_TRUE(journal.ok()) << journal.status();
  EXPECT_EQ((*journal)->walk_id(), "w1");
  EXPECT_EQ((*journal)->size(), 2u);
  const JournalEntry* one = (*journal)->Find("a/one");
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(one->bytes, std::string("\0\n\t", 3));
  EXPECT_EQ(one->millis, 12);
  EXPECT_TRUE((*journal)->Find("a/two")->refused);
  EXPECT_EQ((*journal)->Find("a/three"), nullptr);
}

TEST_F(JournalTest, HalfALine_IsDropped_AndTheNextStepFits) {
  {
    auto journal = Journal::Open(path_, false, "w1");
    ASSERT_TRUE((*journal)->Append({"a/one", "2026-01-12", 1, false, "x"}).ok());
  }
  const std::string whole = *ReadFile(path_);
  ASSERT_TRUE(WriteFile(path_, whole + "a/two\t2026-01").ok());
  {
    auto journal = Journal::Open(path_, true, "");
    ASSERT_TRUE(journal.ok()) << journal.status();
    EXPECT_EQ((*journal)->size(), 1u);
    ASSERT_TRUE((*journal)->Append({"a/two", "2026-01-13", 2, false, "y"}).ok());
  }
  auto journal = Journal::Open(path_, true, "");
  ASSERT_TRUE(journal.ok()) << journal.status();
  EXPECT_EQ((*journal)->Find("a/two")->bytes, "y");
}

TEST_F(JournalTest, NothingOrAnotherFile_CannotBeResumed) {
  EXPECT_TRUE(absl::IsNotFound(Journal::Open(path_, true, "").status()));
  ASSERT_TRUE(WriteFile(path_, "something else\n").ok());
  EXPECT_TRUE(absl::IsDataLoss(Journal::Open(path_, true, "").status()));
}

TEST(ErrorBytesTest, Refusal_ComesBackWhole) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kFailedPrecondition;
  spec.reason = "EXECUTION_SUSPENDED";
  spec.message = "not yet";
  spec.metadata = {{"earliestDate", "2026-03-24"}, {"a", "b"}};
  spec.fields = {{"f", "REQUIRED", "must be set"}};
  spec.preconditions = {{"RULE", "R12", "wait"}};
  const auto status = DecodeError(EncodeError(MakeError(spec)));
  ASSERT_TRUE(status.ok());
  const auto back = FindError(*status);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->code, spec.code);
  EXPECT_EQ(back->reason, spec.reason);
  EXPECT_EQ(back->metadata, spec.metadata);
  EXPECT_EQ(back->fields, spec.fields);
  EXPECT_EQ(back->preconditions, spec.preconditions);
}

absl::StatusOr<std::string> Value(absl::string_view name) {
  if (name == "client") return std::string("\"Één\" B.V.");
  return absl::InvalidArgumentError("no such value");
}

TEST(FillTemplateTest, Places_BecomeValuesDaysAndAmounts) {
  const auto text = FillTemplate(
      "conflicting_parties: \"${client}\" start_date { ${day:2026-01-26} } "
      "max_hourly_rate { ${eur:185.25} }",
      Value);
  ASSERT_TRUE(text.ok()) << text.status();
  matching::v1::Need need;
  ASSERT_TRUE(FromText(*text, need).ok()) << *text;
  EXPECT_EQ(need.conflicting_parties(0), "\"Één\" B.V.");
  EXPECT_EQ(need.start_date().month(), 1);
  EXPECT_EQ(need.max_hourly_rate().units(), 185);
  EXPECT_EQ(need.max_hourly_rate().nanos(), 250000000);
}

TEST(FillTemplateTest, WhatCannotBeFilled_IsAnError) {
  EXPECT_FALSE(FillTemplate("${nobody}", Value).ok());
  EXPECT_FALSE(FillTemplate("${day:2026-02-30}", Value).ok());
  EXPECT_FALSE(FillTemplate("${eur:much}", Value).ok());
  EXPECT_FALSE(FillTemplate("${client", Value).ok());
  matching::v1::Need need;
  EXPECT_FALSE(FromText("no_such_field: 1", need).ok());
}

// Names between braces.
std::multiset<std::string> PlacesOf(const std::string& text) {
  std::multiset<std::string> places;
  for (std::size_t open = text.find('{'); open != std::string::npos;
       open = text.find('{', open + 1)) {
    places.insert(text.substr(open, text.find('}', open) - open + 1));
  }
  return places;
}

TEST(TextsTest, EveryText_StandsOnce_InBothLanguages_WithTheSamePlaces) {
  std::set<std::string> keys;
  for (const auto* table : {&CaseTexts(), &ReportTexts(), &WordTexts()}) {
    for (const WalkText& text : *table) {
      EXPECT_TRUE(keys.insert(text.key).second) << text.key << " stands twice";
      EXPECT_NE(std::string(text.nl), "") << text.key;
      EXPECT_NE(std::string(text.en), "") << text.key;
      EXPECT_EQ(PlacesOf(text.nl), PlacesOf(text.en)) << text.key;
    }
  }
  EXPECT_GT(keys.size(), 150u);
}

TEST(TextsTest, DaysAmountsAndNumbers_AsPeopleWriteThem) {
  EXPECT_EQ(DayText("2026-03-24", "nl"), "24 maart 2026");
  EXPECT_EQ(DayText("2026-03-24", "en"), "24 March 2026");
  EXPECT_EQ(DayText("soon", "en"), "soon");
  EXPECT_EQ(MoneyText(123456789, "nl"), "€\u00a01.234.567,89");
  EXPECT_EQ(MoneyText(-5000, "en"), "-€\u00a050");
  EXPECT_EQ(NumberText("6.82", "nl"), "6,82");
  EXPECT_EQ(Listed({"a", "b", "c"}, "nl"), "a, b en c");
  EXPECT_EQ(Listed({}, "en"), "");
  EXPECT_EQ(Inside("Rol van de baas."), "rol van de baas");
  EXPECT_EQ(Inside("HR is er."), "HR is er");
  EXPECT_EQ(Whole("Klaar"), "Klaar.");
}

TEST(ReportTest, LongLines_AreWrapped_AndCostsStandAtTheEnd) {
  Report report("en");
  report.Item("assess.risks", {{"text", std::string(100, 'a') + " " + std::string(100, 'b')}});
  EXPECT_EQ(report.text(),
            "- What to watch:\n  " + std::string(100, 'a') + "\n  " + std::string(100, 'b') + "\n");
  report.Costs({{"assess", {3, 41, "2026-01-12", "2026-01-13"}}});
  EXPECT_NE(report.text().find("2026-01-12 - 2026-01-13  3      41"), std::string::npos)
      << report.text();
}

TEST(ReportTest, Facts_AreJsonByStage) {
  Report report("nl");
  EXPECT_EQ(report.Json(), "{}\n");
  report.Fact("select.chosen", "Vera \"V\" Oefenman");
  report.Fact("assess.role", "TRANS");
  report.Fact("select.rate", "181");
  EXPECT_EQ(report.Json(),
            "{\n  \"assess\": {\n    \"role\": \"TRANS\"\n  },\n  \"select\": {\n    \"chosen\": "
            "\"Vera \\\"V\\\" Oefenman\",\n    \"rate\": \"181\"\n  }\n}\n");
}

}  // namespace
}  // namespace interim::cli
