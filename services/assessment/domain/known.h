#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_KNOWN_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_KNOWN_H_

#include <string>
#include <vector>

#include "common/core/date.h"
#include "interim/assessment/v1/fact.pb.h"
#include "services/assessment/domain/compiled_model.h"

namespace interim::assessment {

// A fact with several values, each with the informant who holds it; empty informants for disputes
// that a caller states.
struct Dispute {
  std::string key;
  std::vector<v1::InformantView> views;  // ordered by informant
  std::string settled_informant;         // whose value counts by decision; empty while open
};

// Everything known about a need at one time.
struct Known {
  Date reference;
  std::vector<v1::Fact> facts;  // agreed or settled, canonical, in catalogue order
  std::vector<Dispute> disputes;
  std::vector<Dispute> settled;  // their facts are among `facts`
  FactVector vector;
  std::vector<char> asked;  // one per fact of the model: somebody said they do not know it

  // The agreed or settled fact of a key, or null.
  const v1::Fact* Find(absl::string_view key) const;
};

// From facts that passed CheckFact, each key at most once over both lists.
Known MakeKnown(const CompiledModel& model, std::vector<v1::Fact> facts,
                std::vector<Dispute> disputes, Date reference);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_KNOWN_H_
