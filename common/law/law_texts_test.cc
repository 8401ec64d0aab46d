// What a reader sees of the rules: no codes and no dates in machine form, a name for every figure
// and fact, something to do about every finding that asks for it.
// covers: S31, S34, S35, X2

#include <cctype>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/law/case_runner.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_catalogue.h"
#include "gtest/gtest.h"

namespace interim::law {
namespace {

bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// "2026-01-31" or "2026-01" in running text.
bool HasMachineDate(absl::string_view text) {
  for (std::size_t i = 4; i + 2 < text.size(); ++i) {
    if (text[i] == '-' && IsDigit(text[i - 4]) && IsDigit(text[i - 3]) && IsDigit(text[i - 2]) &&
        IsDigit(text[i - 1]) && IsDigit(text[i + 1]) && IsDigit(text[i + 2])) {
      return true;
    }
  }
  return false;
}

// All findings of all cases.
const Findings& AllFindings() {
  static const Findings all = [] {
    Findings found;
    for (const NamedCase& named : ReadCases()) {
      const auto findings = Evaluate(Law(), named.rule_case);
      if (findings.ok()) found.insert(found.end(), findings->begin(), findings->end());
    }
    return found;
  }();
  return all;
}

TEST(Texts, HoldNoCodesAndNoDatesInMachineForm) {
  ASSERT_GT(AllFindings().size(), 300u);
  for (const type::Finding& finding : AllFindings()) {
    for (const std::string* text : {&finding.text().nl(), &finding.text().en()}) {
      EXPECT_EQ(text->find('_'), std::string::npos) << *text;
      EXPECT_FALSE(HasMachineDate(*text)) << *text;
      EXPECT_FALSE(absl::StrContains(*text, "..")) << *text;
      EXPECT_FALSE(absl::StrContains(*text, "  ")) << *text;
    }
  }
}

TEST(Texts, TheCheckOfDatesCanFail) {
  EXPECT_TRUE(HasMachineDate("vanaf 2026-01-31."));
  EXPECT_TRUE(HasMachineDate("in 2026-01"));
  EXPECT_FALSE(HasMachineDate("vanaf 31 januari 2026 (WOR art. 25)"));
}

TEST(Texts, EveryFigureHasAName) {
  for (const std::string& id : Law().tables().rule_ids()) {
    for (const rules::Parameter& parameter : Law().tables().FindRule(id)->parameter()) {
      EXPECT_TRUE(Law().texts().Has(absl::StrCat("law.figure.", id, ".", parameter.key())))
          << id << " " << parameter.key();
    }
  }
}

TEST(Findings, ThatAskSomethingSayWhatCanBeDone) {
  std::set<std::string> without;
  for (const type::Finding& finding : AllFindings()) {
    const bool asks = finding.outcome() == type::RULE_OUTCOME_BLOCK ||
                      finding.outcome() == type::RULE_OUTCOME_WARN ||
                      finding.outcome() == type::RULE_OUTCOME_INDETERMINATE;
    if (asks && finding.cures().empty()) without.insert(finding.message_key());
  }
  std::string keys;
  for (const std::string& key : without) absl::StrAppend(&keys, key, " ");
  EXPECT_EQ(keys, "");
}

TEST(Findings, SayWhatAMachineCannotDecide) {
  int judged = 0;
  for (const type::Finding& finding : AllFindings()) {
    const bool says = absl::StrContains(finding.text().nl(), "Wat een machine niet kan beslissen");
    EXPECT_EQ(finding.human_judgement(), says) << finding.text().nl();
    EXPECT_EQ(finding.human_judgement(),
              absl::StrContains(finding.text().en(), "What a machine cannot decide"));
    if (says) ++judged;
  }
  EXPECT_GT(judged, 50);
}

}  // namespace
}  // namespace interim::law
