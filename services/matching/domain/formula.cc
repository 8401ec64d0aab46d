#include "services/matching/domain/formula.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/decimal.h"
#include "common/core/status_macros.h"
#include "services/matching/domain/model.h"

namespace interim::matching {
namespace {

constexpr int kLowestPoint = 1;
constexpr int kPointSteps = 4;

// Sums of one criterion by one method.
struct Sum {
  std::int64_t points = 0;
  std::int64_t count = 0;
};
using ByCriterion = std::map<std::string, Sum>;
using ByMethod = std::map<std::string, ByCriterion>;

Ratio ToBp(const Sum& sum) {
  return Ratio(kFullBp) * (Ratio(sum.points) - Ratio(sum.count * kLowestPoint)) /
         Ratio(sum.count * kPointSteps);
}

ByMethod Collect(const MatchingModel& model, const v1::Selection& selection,
                 const Evidence& evidence, const std::string& candidate) {
  ByMethod sums;
  for (const v1::Score& score : CountedScores(selection, candidate, evidence.scores)) {
    Sum& sum = sums[score.method_code()][score.criterion_code()];
    sum.points += score.points();
    ++sum.count;
  }
  const auto method = std::find_if(model.method().begin(), model.method().end(),
                                   [](const MethodRow& row) { return row.is_reference(); });
  for (const v1::Reference& reference : evidence.references) {
    if (reference.candidate() != candidate || method == model.method().end()) continue;
    for (const v1::ReferencePoint& point : reference.points()) {
      Sum& sum = sums[method->code()][point.criterion_code()];
      sum.points += point.points();
      ++sum.count;
    }
  }
  return sums;
}

std::int64_t WeightOf(const v1::Selection& selection, const std::string& criterion) {
  for (const v1::Criterion& row : selection.criteria()) {
    if (row.code() == criterion) return row.weight_bp();
  }
  return 0;
}

// The result of one method: criteria by their frozen weight.
absl::StatusOr<Ratio> MethodPoints(const v1::Selection& selection, const ByCriterion& sums) {
  Ratio points;
  std::int64_t weights = 0;
  for (const auto& [criterion, sum] : sums) {
    const std::int64_t weight = WeightOf(selection, criterion);
    points = points + ToBp(sum) * Ratio(weight);
    weights += weight;
  }
  if (weights == 0) return Ratio(0);
  points = points / Ratio(weights);
  RETURN_IF_ERROR(points.status());
  return points;
}

absl::StatusOr<v1::Finalist> Combine(const v1::Selection& selection, const ByMethod& sums,
                                     std::vector<v1::MethodResult> methods) {
  v1::Finalist finalist;
  Ratio combined;
  for (v1::MethodResult& method : methods) {
    const auto own = sums.find(method.method_code());
    if (own == sums.end()) {
      *finalist.add_methods() = method;
      continue;
    }
    ASSIGN_OR_RETURN(const Ratio points, MethodPoints(selection, own->second));
    combined = combined + points * Ratio(method.weight_bp());
    ASSIGN_OR_RETURN(const Decimal rounded, points.RoundHalfUp(0));
    ASSIGN_OR_RETURN(const std::int64_t whole, rounded.ToInt64());
    method.set_points_bp(static_cast<std::int32_t>(whole));
    *finalist.add_methods() = method;
  }
  ASSIGN_OR_RETURN(const Decimal total, (combined / Ratio(kFullBp)).RoundHalfUp(0));
  ASSIGN_OR_RETURN(const std::int64_t whole, total.ToInt64());
  finalist.set_combined_bp(static_cast<std::int32_t>(whole));
  return finalist;
}

}  // namespace

absl::StatusOr<std::vector<v1::MethodResult>> MethodWeights(const MatchingModel& model,
                                                            const std::vector<std::string>& used) {
  for (const std::string& code : used) {
    if (FindMethod(model, code) == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("no method '", code, "'"));
    }
  }
  std::vector<v1::MethodResult> results;
  std::int64_t sum = 0;
  for (const MethodRow& row : model.method()) {
    if (std::find(used.begin(), used.end(), row.code()) == used.end()) continue;
    sum += row.validity_thousandths();
    results.emplace_back().set_method_code(row.code());
  }
  std::int32_t given = 0;
  for (v1::MethodResult& result : results) {
    const MethodRow* row = FindMethod(model, result.method_code());
    ASSIGN_OR_RETURN(
        const Decimal weight,
        (Ratio(kFullBp) * Ratio(std::int64_t{row->validity_thousandths()}) / Ratio(sum))
            .RoundHalfUp(0));
    ASSIGN_OR_RETURN(const std::int64_t whole, weight.ToInt64());
    result.set_weight_bp(static_cast<std::int32_t>(whole));
    given += result.weight_bp();
  }
  if (!results.empty())
    results.front().set_weight_bp(results.front().weight_bp() + kFullBp - given);
  return results;
}

absl::StatusOr<std::vector<v1::Finalist>> CompareFinalists(const MatchingModel& model,
                                                           const v1::Selection& selection,
                                                           const Evidence& evidence) {
  std::map<std::string, ByMethod> sums;
  std::set<std::string> used;
  for (const v1::Entry& entry : selection.entries()) {
    if (entry.state() != v1::ENTRY_STATE_SHORTLISTED) continue;
    ByMethod& own = sums[entry.candidate()];
    own = Collect(model, selection, evidence, entry.candidate());
    for (const auto& [method, by_criterion] : own) used.insert(method);
  }
  ASSIGN_OR_RETURN(const auto methods, MethodWeights(model, {used.begin(), used.end()}));
  std::vector<v1::Finalist> finalists;
  for (const auto& [candidate, own] : sums) {
    ASSIGN_OR_RETURN(v1::Finalist finalist, Combine(selection, own, methods));
    finalist.set_candidate(candidate);
    for (auto& code : OpenDiscussions(model, selection, candidate, evidence.scores)) {
      finalist.add_discuss_criterion_codes(std::move(code));
    }
    finalists.push_back(std::move(finalist));
  }
  std::sort(finalists.begin(), finalists.end(), [](const v1::Finalist& a, const v1::Finalist& b) {
    if (a.combined_bp() != b.combined_bp()) return a.combined_bp() > b.combined_bp();
    return a.candidate() < b.candidate();
  });
  for (std::size_t i = 0; i < finalists.size(); ++i) {
    finalists[i].set_rank(static_cast<std::int32_t>(i + 1));
  }
  return finalists;
}

}  // namespace interim::matching
