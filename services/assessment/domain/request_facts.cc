// From the facts of a calculation to what is known.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/domain/assessment_parts.h"
#include "services/assessment/domain/facts.h"

namespace interim::assessment {
namespace {

using Facts = google::protobuf::RepeatedPtrField<v1::Fact>;
using DisputedFacts = google::protobuf::RepeatedPtrField<v1::DisputedFact>;

void CheckFacts(const CompiledModel& model, const Facts& facts, const std::string& field,
                std::set<std::string>& seen, FieldErrors& errors) {
  for (int i = 0; i < facts.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    CheckOnce(seen, facts.Get(i).key(), absl::StrCat(path, ".key"), errors);
    CheckFact(model, facts.Get(i), path, errors);
  }
}

std::vector<Dispute> ReadDisputes(const CompiledModel& model, const DisputedFacts& rows,
                                  const std::string& field, std::set<std::string>& seen,
                                  FieldErrors& errors) {
  std::vector<Dispute> disputes;
  for (int i = 0; i < rows.size(); ++i) {
    const v1::DisputedFact& disputed = rows.Get(i);
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (disputed.possible_size() < 2) {
      errors.Add(absl::StrCat(path, ".possible"), "TOO_FEW_VALUES", "two values at least");
      continue;
    }
    Dispute dispute{.key = disputed.possible(0).key()};
    CheckOnce(seen, dispute.key, path, errors);
    for (int v = 0; v < disputed.possible_size(); ++v) {
      const std::string value_path = absl::StrCat(path, ".possible[", v, "]");
      CheckFact(model, disputed.possible(v), value_path, errors);
      if (disputed.possible(v).key() != dispute.key) {
        errors.Add(absl::StrCat(value_path, ".key"), "KEY_DIFFERS", "one fact in one dispute");
      }
      *dispute.views.emplace_back().mutable_fact() = Canonical(model, disputed.possible(v));
    }
    disputes.push_back(std::move(dispute));
  }
  return disputes;
}

}  // namespace

absl::StatusOr<Known> KnownFromRequest(const CompiledModel& model,
                                       const v1::AssessNeedRequest& request, Date today) {
  FieldErrors errors;
  std::set<std::string> seen;
  std::set<std::string> seen_what_if;
  CheckFacts(model, request.facts(), "facts", seen, errors);
  CheckFacts(model, request.what_if_facts(), "what_if_facts", seen_what_if, errors);
  std::vector<Dispute> disputes =
      ReadDisputes(model, request.disputed_facts(), "disputed_facts", seen, errors);
  std::optional<Date> reference = today;
  if (request.has_reference_date()) {
    reference = ReadDate(request.reference_date(), "reference_date", errors);
  }
  RETURN_IF_ERROR(errors.ToStatus());
  std::vector<v1::Fact> facts(request.facts().begin(), request.facts().end());
  return MakeKnown(model, std::move(facts), std::move(disputes), *reference);
}

Known KnownFromNeed(const CompiledModel& model, const v1::Need& need, const std::string& path,
                    Date reference, FieldErrors& errors) {
  const std::size_t before = errors.fields().size();
  std::set<std::string> seen;
  CheckFacts(model, need.facts(), absl::StrCat(path, "facts"), seen, errors);
  std::vector<Dispute> disputes = ReadDisputes(model, need.disputed_facts(),
                                               absl::StrCat(path, "disputed_facts"), seen, errors);
  std::optional<Date> day = reference;
  if (need.has_reference_date()) {
    day = ReadDate(need.reference_date(), absl::StrCat(path, "reference_date"), errors);
  }
  if (errors.fields().size() > before || !day.has_value()) return {.reference = reference};
  std::vector<v1::Fact> facts(need.facts().begin(), need.facts().end());
  return MakeKnown(model, std::move(facts), std::move(disputes), *day);
}

Known WhatIf(const CompiledModel& model, const Known& known, const v1::AssessNeedRequest& request) {
  const auto is_replaced = [&](absl::string_view key) {
    return std::any_of(request.what_if_facts().begin(), request.what_if_facts().end(),
                       [key](const v1::Fact& fact) { return fact.key() == key; });
  };
  std::vector<v1::Fact> facts(request.what_if_facts().begin(), request.what_if_facts().end());
  for (const v1::Fact& fact : known.facts) {
    if (!is_replaced(fact.key())) facts.push_back(fact);
  }
  std::vector<Dispute> disputes;
  for (const Dispute& dispute : known.disputes) {
    if (!is_replaced(dispute.key)) disputes.push_back(dispute);
  }
  return MakeKnown(model, std::move(facts), std::move(disputes), known.reference);
}

}  // namespace interim::assessment
