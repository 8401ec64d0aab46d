// Runs the case files of data/cases/, for the tests of this folder.
#ifndef INTERIM_COMMON_LAW_CASE_RUNNER_H_
#define INTERIM_COMMON_LAW_CASE_RUNNER_H_

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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

namespace interim::law {

// Findings of one rule, heaviest first.
using Findings = std::vector<type::Finding>;

// common/law/data of the source tree.
inline const std::string& DataFolder() {
  static const std::string folder = absl::StrCat(INTERIM_SOURCE_DIR, "/common/law/data");
  return folder;
}

// The rules as shipped.
inline const LawData& Law() {
  static const absl::StatusOr<LawData> law = LawData::Load(DataFolder());
  if (!law.ok()) {
    std::cerr << law.status() << "\n";
    std::abort();
  }
  return *law;
}

// One case and the name of its test.
struct NamedCase {
  std::string name;
  RuleCase rule_case;
};

inline void PrintTo(const NamedCase& named, std::ostream* out) { *out << named.name; }

// What went wrong while reading the case files; told by one test, because this runs before main.
inline std::string* ReadProblem() {
  static std::string problem;
  return &problem;
}

inline std::vector<NamedCase> ReadCases() {
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

// The findings of any result.
template <typename Result>
absl::StatusOr<Findings> FindingsOf(absl::StatusOr<Result> result) {
  if (!result.ok()) return result.status();
  return std::move(result->findings);
}

// What the rule of a case says about its facts.
inline absl::StatusOr<Findings> Evaluate(const LawData& law, const RuleCase& c) {
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

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_CASE_RUNNER_H_
