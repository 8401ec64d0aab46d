#include "services/assessment/domain/condition.h"

namespace interim::assessment {
namespace {

bool IsSingle(std::uint64_t bits) { return bits != 0 && (bits & (bits - 1)) == 0; }

Tri Not(Tri value) {
  if (value == Tri::kUnknown) return Tri::kUnknown;
  return value == Tri::kTrue ? Tri::kFalse : Tri::kTrue;
}

Tri Has(std::uint64_t possible, std::uint64_t mask) {
  if ((possible & ~mask) == 0) return Tri::kTrue;
  return (possible & mask) == 0 ? Tri::kFalse : Tri::kUnknown;
}

}  // namespace

Tri Program::ValueOf(const FactVector& facts, const Tri* values, int node) const {
  const Node& at = nodes[node];
  switch (at.op) {
    case Node::Op::kTrue:
      return Tri::kTrue;
    case Node::Op::kHas:
      return Has(facts[at.slot], at.mask);
    case Node::Op::kIsOpen:
      return IsSingle(facts[at.slot]) ? Tri::kFalse : Tri::kTrue;
    default:
      break;
  }
  // kAny and kNone end on a true child, kAll on a false one.
  const Tri stop = at.op == Node::Op::kAll ? Tri::kFalse : Tri::kTrue;
  Tri result = Not(stop);
  for (int c = at.first; c < at.first + at.count; ++c) {
    const Tri child = values[children[c]];
    if (child == stop) {
      result = stop;
      break;
    }
    if (child == Tri::kUnknown) result = Tri::kUnknown;
  }
  return at.op == Node::Op::kNone ? Not(result) : result;
}

void Program::Evaluate(const FactVector& facts, int count, Tri* values) const {
  for (int i = 0; i < count; ++i) values[i] = ValueOf(facts, values, i);
}

void Program::CollectOpen(const FactVector& facts, const Tri* values, int node,
                          std::vector<char>& slots) const {
  if (values[node] != Tri::kUnknown) return;
  const Node& at = nodes[node];
  if (at.op == Node::Op::kHas) {
    slots[at.slot] = 1;
    return;
  }
  for (int c = at.first; c < at.first + at.count; ++c) {
    CollectOpen(facts, values, children[c], slots);
  }
}

void Program::CollectSupport(const Tri* values, int node, std::vector<char>& slots) const {
  const Node& at = nodes[node];
  const Tri value = values[node];
  if (value == Tri::kUnknown) return;
  if (at.slot >= 0) {
    slots[at.slot] = 1;
    return;
  }
  // A true "any" and a false "all" or "none" rest on the children that decide; the rest on all.
  const Tri deciding = at.op == Node::Op::kAll ? Tri::kFalse : Tri::kTrue;
  const bool is_decided = (value == Tri::kTrue) == (at.op == Node::Op::kAny);
  for (int c = at.first; c < at.first + at.count; ++c) {
    if (!is_decided || values[children[c]] == deciding) {
      CollectSupport(values, children[c], slots);
    }
  }
}

void Program::CollectAll(int node, std::vector<char>& slots) const {
  const Node& at = nodes[node];
  if (at.slot >= 0) slots[at.slot] = 1;
  for (int c = at.first; c < at.first + at.count; ++c) CollectAll(children[c], slots);
}

}  // namespace interim::assessment
