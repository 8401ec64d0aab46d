// Every entry of data/cases/ as a test of its own.
// covers: S31, S32, S33, S34, S35, S231, S241, S242, X2, X3, X11

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/status_macros.h"
#include "common/law/approval.h"
#include "common/law/candidate_data.h"
#include "common/law/cases.pb.h"
#include "common/law/chain.h"
#include "common/law/check_all.h"
#include "common/law/clauses.h"
#include "common/law/costs.h"
#include "common/law/employment_cost.h"
#include "common/law/law_data.h"
#include "common/law/lender.h"
#include "common/law/liability.h"
#include "common/law/notice.h"
#include "common/law/presumption.h"
#include "common/law/probation.h"
#include "common/law/procurement.h"
#include "common/law/retention.h"
#include "common/law/self_employed.h"
#include "common/law/triangle.h"
#include "common/law/vat.h"
#include "common/law/wnt.h"
#include "common/law/works_council.h"
#include "common/rules/text_proto.h"
#include "gtest/gtest.h"

namespace interim::law {
namespace {

using Findings = std::vector<type::Finding>;

const std::string& DataFolder() {
  static const std::string folder = absl::StrCat(INTERIM_SOURCE_DIR, "/common/law/data");
  return folder;
}

const LawData& Law() {
  static const absl::StatusOr<LawData> law = LawData::Load(DataFolder());
  if (!law.ok()) {
    ADD_FAILURE() << law.status();
    std::abort();
  }
  return *law;
}

struct NamedCase {
  std::string name;
  RuleCase rule_case;
};

void PrintTo(const NamedCase& named, std::ostream* out) { *out << named.name; }

// What went wrong while reading the case files; told by one test, because this runs before main.
std::string* ReadProblem() {
  static std::string problem;
  return &problem;
}

std::vector<NamedCase> ReadCases() {
  std::vector<NamedCase> cases;
  const auto files = rules::ListFiles(absl::StrCat(DataFolder(), "/cases"), ".textproto");
  if (!files.ok()) {
    *ReadProblem() = files.status().ToString();
    return cases;
  }
  for (const std::string& file : *files) {
    const auto read = rules::LoadTextProto<RuleCases>(file);
    if (!read.ok()) {
      absl::StrAppend(ReadProblem(), read.status().ToString(), "\n");
      continue;
    }
    const std::string base = file.substr(file.rfind('/') + 1);
    for (const RuleCase& one : read->case_()) {
      cases.push_back({absl::StrCat(base.substr(0, base.find('_')), "_", one.name()), one});
    }
  }
  return cases;
}

template <typename Result>
absl::StatusOr<Findings> FindingsOf(absl::StatusOr<Result> result) {
  if (!result.ok()) return result.status();
  return std::move(result->findings);
}

absl::StatusOr<Findings> Evaluate(const RuleCase& c) {
  const LawData& law = Law();
  switch (c.input_case()) {
    case RuleCase::kChain:
      return FindingsOf(EvaluateChain(law, c.chain()));
    case RuleCase::kNotice:
      return FindingsOf(EvaluateNotice(law, c.notice()));
    case RuleCase::kProbation:
      return EvaluateProbation(law, c.probation());
    case RuleCase::kClauses:
      return EvaluateClauses(law, c.clauses());
    case RuleCase::kSelfEmployed:
      return FindingsOf(EvaluateSelfEmployed(law, c.self_employed()));
    case RuleCase::kPresumption:
      return FindingsOf(EvaluatePresumption(law, c.presumption()));
    case RuleCase::kVat:
      return FindingsOf(EvaluateVat(law, c.vat()));
    case RuleCase::kTriangle:
      return FindingsOf(EvaluateTriangle(law, c.triangle()));
    case RuleCase::kLender:
      return EvaluateLenders(law, c.lender());
    case RuleCase::kLiability:
      return FindingsOf(EvaluateLiability(law, c.liability()));
    case RuleCase::kWnt:
      return FindingsOf(EvaluateWnt(law, c.wnt()));
    case RuleCase::kWorksCouncil:
      return FindingsOf(EvaluateWorksCouncil(law, c.works_council()));
    case RuleCase::kApproval:
      return FindingsOf(EvaluateApproval(law, c.approval()));
    case RuleCase::kProcurement:
      return FindingsOf(EvaluateProcurement(law, c.procurement()));
    case RuleCase::kEmploymentCost:
      return FindingsOf(EvaluateEmploymentCost(law, c.employment_cost()));
    case RuleCase::kMinimumWage:
      return EvaluateMinimumWage(law, c.minimum_wage());
    case RuleCase::kTransition:
      return FindingsOf(EvaluateTransition(law, c.transition()));
    case RuleCase::kCostComparison:
      return FindingsOf(CompareCosts(law, c.cost_comparison()));
    case RuleCase::kCandidateData:
      return FindingsOf(EvaluateCandidateData(law, c.candidate_data()));
    case RuleCase::kRetention:
      return FindingsOf(EvaluateRetention(law, c.retention()));
    case RuleCase::kCompliance:
      return FindingsOf(CheckAll(law, c.compliance()));
    case RuleCase::INPUT_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("the case holds no facts");
}

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
  EXPECT_EQ(finding.evidence().empty(), finding.sources().empty());
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
  const auto findings = Evaluate(c);
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
  const auto first = Evaluate(c);
  const auto second = Evaluate(c);
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

TEST(RuleCaseFiles, AllCanBeRead) {
  EXPECT_EQ(*ReadProblem(), "");
  EXPECT_FALSE(ReadCases().empty());
}

}  // namespace
}  // namespace interim::law
