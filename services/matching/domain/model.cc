#include "services/matching/domain/model.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "services/matching/domain/errors.h"

namespace interim::matching {
namespace {

constexpr std::array<absl::string_view, 7> kCodes = {
    kComparableResult, kKnowledgeFit,    kPoliticalSkill, kDiagnosisPlanning,
    kSectorExperience, kLeadershipStyle, kHandoverRecord};

void CheckPoints(int value, const std::string& path, FieldErrors& errors) {
  if (value < 0 || value > kFullBp) errors.Add(path, "OUT_OF_RANGE", "0 to 10,000.");
}

void CheckCriteria(const MatchingModel& model, FieldErrors& errors) {
  int sum = 0;
  std::set<std::string> seen;
  for (int i = 0; i < model.criterion_size(); ++i) {
    const CriterionRow& row = model.criterion(i);
    const std::string path = absl::StrCat("criterion[", i, "]");
    CheckPoints(row.weight_bp(), path + ".weight_bp", errors);
    sum += row.weight_bp();
    const bool known = std::find(kCodes.begin(), kCodes.end(), row.code()) != kCodes.end();
    if (!known || !seen.insert(row.code()).second) {
      errors.Add(path + ".code", "UNKNOWN", "Each criterion of the engine, once.");
    }
    if (row.source().empty()) errors.Add(path + ".source", "REQUIRED", "Where it comes from.");
  }
  if (seen.size() != kCodes.size()) errors.Add("criterion", "COUNT", "All criteria are needed.");
  if (sum != kFullBp) errors.Add("criterion", "SUM", "Weights add up to 10,000.");
}

void CheckMethods(const MatchingModel& model, FieldErrors& errors) {
  int references = 0;
  for (int i = 0; i < model.method_size(); ++i) {
    const std::string path = absl::StrCat("method[", i, "]");
    if (model.method(i).validity_thousandths() < 1) {
      errors.Add(path + ".validity_thousandths", "OUT_OF_RANGE", "At least 1.");
    }
    if (model.method(i).source().empty()) {
      errors.Add(path + ".source", "REQUIRED", "Where it comes from.");
    }
    references += model.method(i).is_reference() ? 1 : 0;
  }
  if (references != 1) errors.Add("method", "COUNT", "Exactly one method is the references.");
}

void CheckComparable(const ComparablePoints& points, FieldErrors& errors) {
  const int most = points.main_situation_bp() + points.first_role_bp() + points.mandate_bp() +
                   points.confirmed_bp();
  if (most != kFullBp) errors.Add("comparable", "SUM", "The best of each adds up to 10,000.");
}

void CheckInterests(const MatchingModel& model, FieldErrors& errors) {
  std::set<int> kinds;
  for (int i = 0; i < model.interest_size(); ++i) {
    const InterestRow& row = model.interest(i);
    const std::string path = absl::StrCat("interest[", i, "]");
    if (!kinds.insert(row.kind()).second) errors.Add(path + ".kind", "DUPLICATE", "Once.");
    if (row.measure() == v1::INTEREST_MEASURE_UNSPECIFIED ||
        row.independent_measure() == v1::INTEREST_MEASURE_UNSPECIFIED) {
      errors.Add(path + ".measure", "REQUIRED", "Both measures.");
    }
  }
  for (int kind = v1::TieKind_MIN + 1; kind <= v1::TieKind_MAX; ++kind) {
    if (!kinds.contains(kind)) {
      errors.Add("interest", "MISSING", absl::StrCat("No row for tie kind ", kind, "."));
    }
  }
}

const CriterionRow* FindCriterion(const MatchingModel& model, absl::string_view code) {
  for (const CriterionRow& row : model.criterion()) {
    if (row.code() == code) return &row;
  }
  return nullptr;
}

v1::Criterion FromRow(const CriterionRow& row, int weight_bp, absl::string_view language_code) {
  v1::Criterion criterion;
  criterion.set_code(row.code());
  criterion.set_weight_bp(weight_bp);
  criterion.set_suggested_weight_bp(row.weight_bp());
  criterion.set_display_name(language_code == "nl" ? row.name().nl() : row.name().en());
  return criterion;
}

}  // namespace

absl::Status CheckModel(const MatchingModel& model) {
  FieldErrors errors;
  CheckCriteria(model, errors);
  CheckMethods(model, errors);
  CheckComparable(model.comparable(), errors);
  CheckInterests(model, errors);
  for (int step : model.sector_step_bp()) CheckPoints(step, "sector_step_bp", errors);
  for (int step : model.style_step_bp()) CheckPoints(step, "style_step_bp", errors);
  CheckPoints(model.knowledge().first_role_bp(), "knowledge.first_role_bp", errors);
  CheckPoints(model.knowledge().second_role_bp(), "knowledge.second_role_bp", errors);
  if (model.sector_step_bp().empty()) errors.Add("sector_step_bp", "REQUIRED", "At least one.");
  if (model.style_step_bp().empty()) errors.Add("style_step_bp", "REQUIRED", "At least one.");
  const SelectionRules& rules = model.selection();
  if (rules.shortlist_limit() < 2) errors.Add("selection.shortlist_limit", "OUT_OF_RANGE", "2+.");
  if (rules.shortlist_minimum() < 2 || rules.shortlist_minimum() > rules.shortlist_limit()) {
    errors.Add("selection.shortlist_minimum", "OUT_OF_RANGE", "2 to the limit.");
  }
  if (rules.min_raters() < 2) errors.Add("selection.min_raters", "OUT_OF_RANGE", "2+.");
  if (rules.longlist_default() < 1) errors.Add("selection.longlist_default", "OUT_OF_RANGE", "1+.");
  return errors.ToStatus();
}

std::vector<v1::Criterion> SuggestedCriteria(const MatchingModel& model,
                                             absl::string_view language_code) {
  std::vector<v1::Criterion> criteria;
  for (const CriterionRow& row : model.criterion()) {
    criteria.push_back(FromRow(row, row.weight_bp(), language_code));
  }
  return criteria;
}

absl::StatusOr<std::vector<v1::Criterion>> ChosenCriteria(const MatchingModel& model,
                                                          const std::vector<v1::Criterion>& chosen,
                                                          absl::string_view language_code) {
  if (chosen.empty()) return SuggestedCriteria(model, language_code);
  int sum = 0;
  std::set<std::string> seen;
  for (const v1::Criterion& criterion : chosen) {
    if (FindCriterion(model, criterion.code()) == nullptr ||
        !seen.insert(criterion.code()).second) {
      return WeightsInvalid(sum, criterion.code());
    }
    if (criterion.weight_bp() < 0 || criterion.weight_bp() > kFullBp) {
      return WeightsInvalid(criterion.weight_bp(), "");
    }
    sum += criterion.weight_bp();
  }
  if (sum != kFullBp) return WeightsInvalid(sum, "");
  std::vector<v1::Criterion> criteria;
  for (const CriterionRow& row : model.criterion()) {
    const auto found = std::find_if(chosen.begin(), chosen.end(),
                                    [&](const v1::Criterion& c) { return c.code() == row.code(); });
    criteria.push_back(FromRow(row, found == chosen.end() ? 0 : found->weight_bp(), language_code));
  }
  return criteria;
}

void NameCriteria(const MatchingModel& model, absl::string_view language_code,
                  google::protobuf::RepeatedPtrField<v1::Criterion>& criteria) {
  for (v1::Criterion& criterion : criteria) {
    const CriterionRow* row = FindCriterion(model, criterion.code());
    if (row == nullptr) continue;
    criterion.set_display_name(FromRow(*row, 0, language_code).display_name());
  }
}

bool DiffersFromSuggested(const std::vector<v1::Criterion>& criteria) {
  return std::any_of(criteria.begin(), criteria.end(), [](const v1::Criterion& criterion) {
    return criterion.weight_bp() != criterion.suggested_weight_bp();
  });
}

const MethodRow* FindMethod(const MatchingModel& model, absl::string_view code) {
  for (const MethodRow& row : model.method()) {
    if (row.code() == code) return &row;
  }
  return nullptr;
}

}  // namespace interim::matching
