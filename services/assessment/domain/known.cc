#include "services/assessment/domain/known.h"

#include <algorithm>
#include <utility>

#include "services/assessment/domain/facts.h"

namespace interim::assessment {

namespace {

// Moves settled disputes out of `disputes`, and the value that counts into `facts`.
void TakeSettled(std::vector<v1::Fact>& facts, std::vector<Dispute>& disputes,
                 std::vector<Dispute>& settled) {
  const auto open = std::stable_partition(
      disputes.begin(), disputes.end(),
      [](const Dispute& dispute) { return dispute.settled_informant.empty(); });
  for (auto it = open; it != disputes.end(); ++it) {
    for (const v1::InformantView& view : it->views) {
      if (view.informant() == it->settled_informant) facts.push_back(view.fact());
    }
    settled.push_back(std::move(*it));
  }
  disputes.erase(open, disputes.end());
}

}  // namespace

const v1::Fact* Known::Find(absl::string_view key) const {
  for (const v1::Fact& fact : facts) {
    if (fact.key() == key) return &fact;
  }
  return nullptr;
}

Known MakeKnown(const CompiledModel& model, std::vector<v1::Fact> facts,
                std::vector<Dispute> disputes, Date reference) {
  Known known{.reference = reference, .vector = model.Open()};
  known.asked.assign(model.facts().size(), 0);
  TakeSettled(facts, disputes, known.settled);
  for (v1::Fact& fact : facts) fact = Canonical(model, fact);
  SortFacts(model, facts);
  for (const v1::Fact& fact : facts) SetKnown(model, fact, reference, known.vector);
  for (const Dispute& dispute : disputes) {
    std::vector<v1::Fact> values;
    for (const v1::InformantView& view : dispute.views) values.push_back(view.fact());
    SetDisputed(model, values, reference, known.vector);
  }
  for (std::vector<Dispute>* list : {&disputes, &known.settled}) {
    std::stable_sort(list->begin(), list->end(), [&](const Dispute& a, const Dispute& b) {
      return model.FindFact(a.key) < model.FindFact(b.key);
    });
  }
  known.facts = std::move(facts);
  known.disputes = std::move(disputes);
  return known;
}

}  // namespace interim::assessment
