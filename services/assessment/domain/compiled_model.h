#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_COMPILED_MODEL_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_COMPILED_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/assessment/domain/condition.h"
#include "services/assessment/domain/model.pb.h"

namespace interim::assessment {

// How well a row is supported: P, B, D, A or K, and the codes of its sources.
struct SharedBasis {
  std::string mark;
  std::vector<std::string> sources;
};

// What the shared catalogue says about a situation, as far as an advice needs it.
struct SharedSituation {
  std::string code;
  model::Text label;
  std::string group;
  std::vector<std::string> first_choice;  // roles, or other answers such as "SAME_ROLE"
  std::vector<std::string> second_choice;
  int min_mandate = 0;
  int max_mandate = 0;
  model::Text reporting_line;
  int min_months = 0;
  int max_months = 0;
  std::vector<std::string> kpi_sets;
  std::vector<model::Text> milestones;  // its own, or else those of every assignment
  SharedBasis basis;
};

// A planning range of a role, cents per hour without VAT.
struct SharedRate {
  int year = 0;
  std::int64_t min_cents = 0;
  std::int64_t max_cents = 0;
  std::string variant;  // empty: the ordinary range
  std::string mark;
};

// A role of the shared catalogue.
struct SharedRole {
  std::string code;
  model::Text label;
  std::string role_class;
  std::string level;
  int min_months = 0;  // 0: open-ended
  int max_months = 0;
  std::vector<SharedRate> rates;
  std::vector<model::Text> special_rules;
  SharedBasis basis;
};

// Another answer than a role, such as an internal acting manager; a stand-in is a role that depends
// on the case, such as the one that falls vacant.
struct SharedAlternative {
  std::string code;
  model::Text label;
  bool is_stand_in = false;
};

// A channel of the shared catalogue.
struct SharedChannel {
  std::string code;
  model::Text label;
  int min_start_days = 0;
  int max_start_days = 0;
  SharedBasis basis;
};

// The shared catalogues, in catalogue order.
struct SharedCatalogue {
  std::vector<SharedSituation> situations;
  std::vector<SharedRole> roles;
  std::vector<SharedChannel> channels;
  std::vector<SharedAlternative> alternatives;  // empty in archives before 2026-11-24.3

  const SharedSituation* FindSituation(absl::string_view code) const;
  const SharedRole* FindRole(absl::string_view code) const;
  const SharedChannel* FindChannel(absl::string_view code) const;
  const SharedAlternative* FindAlternative(absl::string_view code) const;
};

// Finds a string by a view of it, without making one.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(absl::string_view text) const {
    return std::hash<std::string_view>()({text.data(), text.size()});
  }
};

// One fact with the place of its values in a FactVector.
struct CompiledFact {
  int first_slot = 0;
  int slot_count = 1;  // CODES: one per code (bit 0 no, bit 1 yes); else one
  // NUMBER and DATE: value range i is cuts[i] .. cuts[i + 1] - 1, the last one open.
  std::vector<std::int64_t> cuts;
  bool in_decision = false;  // the outcome can depend on it
};

// A criterion or way out, compiled: nodes of its rows or arguments in order, and what each gives.
struct CompiledRows {
  int possible = -1;         // way out: node of its precondition
  bool is_fallback = false;  // way out: may be the advice when the score is low
  int base = 0;              // criterion: weight in percent; way out: fit before arguments
  std::vector<int> nodes;
  std::vector<int> values;  // points, or fit
};

// The model, checked and turned into small integers. Immutable, safe to read from many threads.
class CompiledModel {
 public:
  // Checks everything a data file can get wrong: unknown facts, codes, conditions, situations,
  // roles and channels, doubled keys, missing texts, weights that do not add up to 100, points
  // outside 0 to 4, conditions that use derived or open facts in a decision.
  //   errors  INVALID_ARGUMENT MODEL_INVALID with every problem in the message
  static absl::StatusOr<std::shared_ptr<const CompiledModel>> Compile(model::Model data,
                                                                      SharedCatalogue shared);

  const model::Model& data() const { return data_; }
  const SharedCatalogue& shared() const { return shared_; }
  const Program& program() const { return program_; }
  // Nodes that the outcome depends on come first.
  int decision_nodes() const { return decision_nodes_; }
  int all_nodes() const { return static_cast<int>(program_.nodes.size()); }
  int slot_count() const { return static_cast<int>(full_.size()); }
  const std::vector<CompiledFact>& facts() const { return facts_; }

  // Index of a fact in data().fact(), or -1.
  int FindFact(absl::string_view key) const;
  // Index of a way out in data().outcome(), or -1.
  int FindOutcome(absl::string_view code) const;
  // Index of the fact a slot belongs to.
  int FactOfSlot(int slot) const { return fact_of_slot_[slot]; }
  // Everything open.
  const FactVector& Open() const { return full_; }
  // All values of one slot.
  std::uint64_t FullMask(int slot) const { return full_[slot]; }

  // Nodes by row of data(): gate(i), benefit(i) ...
  const std::vector<int>& gates() const { return gates_; }
  const std::vector<int>& gate_outcomes() const { return gate_outcomes_; }  // -1: leaves it
  const std::vector<char>& gate_must_know() const { return gate_must_know_; }
  // Nodes of the decision that depend on a slot, in an order in which they can be evaluated.
  const std::vector<int>& DependentsOf(int slot) const { return dependents_[slot]; }
  const std::vector<CompiledRows>& criteria() const { return criteria_; }
  const std::vector<CompiledRows>& outcomes() const { return outcomes_; }
  const std::vector<CompiledRows>& channels() const { return channels_; }
  int interim() const { return interim_; }
  // Number of a way out in the public interface.
  int OutcomeNumber(int outcome) const { return outcome_numbers_[outcome]; }
  // Node of any other condition of data(), by its address.
  int NodeOf(const model::Condition& condition) const;

  // A text by code: statements, gates, arguments, "C-URGENCY+" and "C-URGENCY-", phrases.
  const model::Text* FindText(absl::string_view code) const;

 private:
  friend class Compiler;
  CompiledModel() = default;

  model::Model data_;
  SharedCatalogue shared_;
  Program program_;
  int decision_nodes_ = 0;
  int interim_ = 0;
  std::vector<CompiledFact> facts_;
  std::vector<int> fact_of_slot_;
  FactVector full_;
  std::vector<int> gates_;
  std::vector<int> gate_outcomes_;
  std::vector<char> gate_must_know_;
  std::vector<std::vector<int>> dependents_;
  std::vector<CompiledRows> criteria_;
  std::vector<CompiledRows> outcomes_;
  std::vector<CompiledRows> channels_;
  std::unordered_map<std::string, int, TextHash, std::equal_to<>> fact_index_;
  std::unordered_map<const model::Condition*, int> node_of_;
  std::unordered_map<std::string, const model::Text*, TextHash, std::equal_to<>> texts_;
  std::vector<int> outcome_numbers_;
};

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_COMPILED_MODEL_H_
