// What happened during an assignment, what it says about the working relation, and where it has
// drifted from what was signed.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_PRACTICE_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_PRACTICE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/working_relation.pb.h"
#include "services/contracting/domain/working_relation.h"

namespace interim::contracting {

// Who records or asks, and when.
struct RelationStamp {
  std::string subject;
  Date today;
  absl::Time now;
};

// A contract with what belongs to it.
struct RelationContract {
  const v1::Contract& contract;
  const v1::Brief& brief;
};

// Puts facts in their place by day; the same kind and source is one fact.
//   errors  FAILED_PRECONDITION CONTRACT_NOT_ACTIVE, FACT_NOT_IN_CONTRACT;
//           FAILED_PRECONDITION PRACTICE_FULL
absl::StatusOr<v1::WorkingRelation> RecordPractice(const v1::WorkingRelation& relation,
                                                   const v1::Contract& contract,
                                                   const std::vector<v1::PracticeFact>& facts,
                                                   const RelationStamp& stamp);

// Keeps answers of one side; a later one to the same question replaces the former.
//   errors  FAILED_PRECONDITION CONTRACT_CLOSED, NO_WORKING_RELATION
absl::StatusOr<v1::WorkingRelation> RecordAnswers(
    const v1::WorkingRelation& relation, const v1::Contract& contract, v1::AnswerSide side,
    const std::vector<v1::WorkingRelationAnswer>& answers, const RelationStamp& stamp);

// Everything the kept record adds to the facts of the contract: answers of the sides.
std::vector<v1::WorkingRelationAnswer> LaterAnswers(const v1::WorkingRelation& relation);

// What the facts and recorded work say, in order of kind.
std::vector<Observation> Observe(const RelationKnowledge& knowledge, const v1::Contract& contract,
                                 const v1::WorkingRelation& relation, Date today);

// Where practice differs from the signed contract, heaviest first. A drift found before keeps its
// day.
std::vector<v1::WorkingRelationDrift> FindDrift(const RelationKnowledge& knowledge,
                                                const RelationContract& signed_as,
                                                const v1::WorkingRelation& relation,
                                                const v1::WorkingRelationWeighing& current,
                                                Date today);

// The pay cap on recorded work; nothing when the cap does not apply or nothing was recorded.
absl::StatusOr<std::optional<v1::PayCapSpend>> SpendOf(const RelationKnowledge& knowledge,
                                                       const RelationContract& of, Date today);

// Weighs again on everything that is kept, adds the weighing when it says something else than the
// latest, and brings drift, pay cap and review day up to date. Before signature the first weighing
// follows the draft; after it stays what was signed. A form of employment has no weighings.
enum class Keep { kWhenNew, kAlways };
absl::StatusOr<v1::WorkingRelation> Refresh(const RelationKnowledge& knowledge,
                                            const v1::WorkingRelation& relation,
                                            const RelationContract& of, v1::WeighingMoment moment,
                                            const RelationStamp& stamp, Keep keep);

// True when `after` reports a drift that `before` did not.
bool HasNewDrift(const v1::WorkingRelation& before, const v1::WorkingRelation& after);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_PRACTICE_H_
