#include "services/assessment/domain/compiled_model.h"

namespace interim::assessment {
namespace {

template <typename T>
const T* FindByCode(const std::vector<T>& rows, absl::string_view code) {
  for (const T& row : rows) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

}  // namespace

const SharedSituation* SharedCatalogue::FindSituation(absl::string_view code) const {
  return FindByCode(situations, code);
}

const SharedRole* SharedCatalogue::FindRole(absl::string_view code) const {
  return FindByCode(roles, code);
}

const SharedChannel* SharedCatalogue::FindChannel(absl::string_view code) const {
  return FindByCode(channels, code);
}

const SharedAlternative* SharedCatalogue::FindAlternative(absl::string_view code) const {
  return FindByCode(alternatives, code);
}

int CompiledModel::FindFact(absl::string_view key) const {
  const auto found = fact_index_.find(key);
  return found == fact_index_.end() ? -1 : found->second;
}

int CompiledModel::FindOutcome(absl::string_view code) const {
  for (int i = 0; i < data_.outcome_size(); ++i) {
    if (data_.outcome(i).code() == code) return i;
  }
  return -1;
}

int CompiledModel::NodeOf(const model::Condition& condition) const {
  return node_of_.at(&condition);
}

const model::Text* CompiledModel::FindText(absl::string_view code) const {
  const auto found = texts_.find(code);
  return found == texts_.end() ? nullptr : found->second;
}

}  // namespace interim::assessment
