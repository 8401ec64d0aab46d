// Every entry of data/cases/ as a test of its own.
// covers: S31, S32, S33, S34, S35, S231, S241, S242, X1, X2, X3, X11, X12

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/law/case_runner.h"
#include "gtest/gtest.h"

namespace interim::law {
namespace {

std::string Describe(const Findings& findings) {
  std::string text;
  for (const type::Finding& finding : findings)
    absl::StrAppend(&text, finding.DebugString(), "--\n");
  return text;
}

// Everything a finding must hold whatever the rule.
void ExpectWhole(const type::Finding& finding) {
  EXPECT_NE(finding.outcome(), type::RULE_OUTCOME_UNSPECIFIED);
  EXPECT_FALSE(finding.rule_version().empty());
  EXPECT_EQ(finding.inputs_hash().size(), 64u);
  for (const std::string* text : {&finding.text().nl(), &finding.text().en()}) {
    EXPECT_NE(text->find(' '), std::string::npos) << "not rendered: " << *text;
  }
  for (const type::Cure& cure : finding.cures()) {
    EXPECT_NE(cure.text().nl().find(' '), std::string::npos) << "not rendered: " << cure.key();
  }
  const bool unconfirmed = std::count(finding.evidence().begin(), finding.evidence().end(),
                                      type::EVIDENCE_UNCONFIRMED) > 0;
  const bool noted = std::any_of(
      finding.computed_values().begin(), finding.computed_values().end(),
      [](const type::ComputedValue& value) { return value.key() == "unconfirmed_rule"; });
  EXPECT_EQ(unconfirmed, noted);
  EXPECT_FALSE(finding.sources().empty());
}

void ExpectMatch(const ExpectedFinding& expected, const type::Finding& finding) {
  if (expected.outcome() != type::RULE_OUTCOME_UNSPECIFIED) {
    EXPECT_EQ(type::RuleOutcome_Name(finding.outcome()),
              type::RuleOutcome_Name(expected.outcome()));
  }
  std::vector<std::string> values;
  for (const auto& value : finding.computed_values()) {
    values.push_back(absl::StrCat(value.key(), "=", value.value()));
  }
  for (const std::string& value : expected.value()) {
    EXPECT_NE(std::find(values.begin(), values.end(), value), values.end()) << value;
  }
  std::vector<std::string> params;
  for (const auto& param : finding.params()) {
    params.push_back(absl::StrCat(param.name(), "=", param.value()));
  }
  for (const std::string& param : expected.param()) {
    EXPECT_NE(std::find(params.begin(), params.end(), param), params.end()) << param;
  }
  if (expected.unconfirmed()) {
    EXPECT_EQ(std::count(finding.evidence().begin(), finding.evidence().end(),
                         type::EVIDENCE_UNCONFIRMED),
              1);
  }
  EXPECT_NE(finding.text().nl().find(expected.nl()), std::string::npos) << finding.text().nl();
}

class RuleCaseTest : public testing::TestWithParam<NamedCase> {};

TEST_P(RuleCaseTest, GivesWhatTheRuleSays) {
  const RuleCase& c = GetParam().rule_case;
  const auto findings = Evaluate(Law(), c);
  ASSERT_TRUE(findings.ok()) << findings.status();
  ASSERT_FALSE(findings->empty());
  SCOPED_TRACE(Describe(*findings));
  EXPECT_EQ(type::RuleOutcome_Name(findings->front().outcome()),
            type::RuleOutcome_Name(c.outcome()));
  for (const type::Finding& finding : *findings) ExpectWhole(finding);
  for (const ExpectedFinding& expected : c.expect()) {
    const auto found =
        std::find_if(findings->begin(), findings->end(), [&](const type::Finding& finding) {
          return finding.message_key() == expected.key() &&
                 std::all_of(expected.param().begin(), expected.param().end(),
                             [&](const std::string& wanted) {
                               return std::any_of(finding.params().begin(), finding.params().end(),
                                                  [&](const type::TextParam& param) {
                                                    return absl::StrCat(param.name(), "=",
                                                                        param.value()) == wanted;
                                                  });
                             });
        });
    if (found == findings->end()) {
      ADD_FAILURE() << "no finding " << expected.ShortDebugString();
      continue;
    }
    ExpectMatch(expected, *found);
  }
  for (const std::string& key : c.absent()) {
    EXPECT_TRUE(std::none_of(findings->begin(), findings->end(), [&](const type::Finding& finding) {
      return finding.message_key() == key;
    })) << key;
  }
}

TEST_P(RuleCaseTest, BandFollowsFromASumThatNoFindingShows) {
  const RuleCase& c = GetParam().rule_case;
  if (!c.has_self_employed()) {
    EXPECT_EQ(c.house_sum(), "");
    return;
  }
  const auto result = EvaluateSelfEmployed(Law(), c.self_employed());
  ASSERT_TRUE(result.ok()) << result.status();
  if (!c.house_sum().empty()) {
    ASSERT_TRUE(result->sum.has_value());
    EXPECT_EQ(result->sum->ToString(), c.house_sum());
  }
  for (const type::Finding& finding : result->findings) {
    for (const type::ComputedValue& value : finding.computed_values()) {
      EXPECT_NE(value.key(), "sum");
      EXPECT_FALSE(absl::StartsWith(value.key(), "viewpoint_")) << value.key();
    }
  }
}

TEST_P(RuleCaseTest, GivesTheSameBytesTwice) {
  const RuleCase& c = GetParam().rule_case;
  const auto first = Evaluate(Law(), c);
  const auto second = Evaluate(Law(), c);
  ASSERT_TRUE(first.ok() && second.ok());
  ASSERT_EQ(first->size(), second->size());
  for (std::size_t i = 0; i < first->size(); ++i) {
    EXPECT_EQ((*first)[i].SerializeAsString(), (*second)[i].SerializeAsString());
  }
}

TEST_P(RuleCaseTest, NamesTheRulesThatDoNotApply) {
  const RuleCase& c = GetParam().rule_case;
  if (!c.has_compliance()) {
    EXPECT_TRUE(c.not_applicable().empty());
    return;
  }
  const auto report = CheckAll(Law(), c.compliance());
  ASSERT_TRUE(report.ok()) << report.status();
  std::vector<std::string> skipped;
  for (const NotApplicable& one : report->not_applicable) {
    skipped.push_back(absl::StrCat(one.rule_id, " ", one.message_key));
  }
  for (const std::string& wanted : c.not_applicable()) {
    EXPECT_NE(std::find(skipped.begin(), skipped.end(), wanted), skipped.end()) << wanted;
  }
}

INSTANTIATE_TEST_SUITE_P(Data, RuleCaseTest, testing::ValuesIn(ReadCases()),
                         [](const testing::TestParamInfo<NamedCase>& param) {
                           return param.param.name;
                         });

// Each rule of the domain reference closes on a numbered table of worked examples; R05 has a sixth
// example in the line below its table.
TEST(RuleCaseFiles, EveryWorkedExampleIsACase) {
  const std::map<std::string, int> examples = {
      {"R01", 9}, {"R02", 4}, {"R03", 5}, {"R04", 3}, {"R05", 6}, {"R06", 4},
      {"R07", 5}, {"R08", 4}, {"R09", 4}, {"R10", 3}, {"R11", 6}, {"R12", 5},
      {"R13", 3}, {"R14", 5}, {"R15", 5}, {"R16", 4}, {"R17", 3}};
  std::map<std::string, std::set<int>> found;
  for (const NamedCase& named : ReadCases()) {
    if (named.rule_case.worked_example() == 0) continue;
    EXPECT_TRUE(found[named.name.substr(0, 3)].insert(named.rule_case.worked_example()).second)
        << named.name;
  }
  for (const auto& [rule, count] : examples) {
    for (int i = 1; i <= count; ++i) EXPECT_EQ(found[rule].count(i), 1u) << rule << " #" << i;
  }
}

TEST(RuleCaseFiles, AllCanBeRead) {
  EXPECT_EQ(*ReadProblem(), "");
  EXPECT_FALSE(ReadCases().empty());
}

}  // namespace
}  // namespace interim::law
