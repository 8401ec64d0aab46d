#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_CONDITION_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_CONDITION_H_

#include <cstdint>
#include <vector>

namespace interim::assessment {

// Three-valued truth: a condition over facts of which some are not known.
enum class Tri : std::uint8_t { kFalse, kTrue, kUnknown };

// What is known: per slot the set of values that are still possible, one bit each. A known fact has
// one bit, an open one all bits of its slot, a disputed one a bit per value that was named.
using FactVector = std::vector<std::uint64_t>;

// One step of a compiled condition. Children come before their parent in the program.
struct Node {
  enum class Op : std::uint8_t { kTrue, kHas, kIsOpen, kAll, kAny, kNone };
  Op op = Op::kTrue;
  std::int32_t slot = -1;  // kHas, kIsOpen
  std::uint64_t mask = 0;  // kHas: the values that make it true; kIsOpen: all values of the slot
  std::int32_t first = 0;  // kAll, kAny, kNone: first child in Program::children
  std::int32_t count = 0;
};

// All conditions of a model, in an order in which each node can be evaluated from those before it.
struct Program {
  std::vector<Node> nodes;
  std::vector<std::int32_t> children;

  // Evaluates one node from its children.
  Tri ValueOf(const FactVector& facts, const Tri* values, int node) const;
  // Evaluates the first `count` nodes; `values` has room for them.
  void Evaluate(const FactVector& facts, int count, Tri* values) const;
  // Adds to `slots` (one entry per slot) the slots below `node` that keep it unknown.
  void CollectOpen(const FactVector& facts, const Tri* values, int node,
                   std::vector<char>& slots) const;
  // Adds the slots that make `node` true or false as it is: of several alternatives only those that
  // hold, of several demands all. Nothing for an unknown node.
  void CollectSupport(const Tri* values, int node, std::vector<char>& slots) const;
  // Adds all slots below `node`.
  void CollectAll(int node, std::vector<char>& slots) const;
};

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_CONDITION_H_
