// The working relation weighed in front of the user: viewpoints for and against, each with basis
// and evidence. R05's house formula only picks the band; its number leaves common/law nowhere.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_WORKING_RELATION_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_WORKING_RELATION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/law/law_data.h"
#include "interim/contracting/v1/compliance.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/working_relation.pb.h"
#include "services/contracting/domain/catalogs.h"
#include "services/contracting/domain/working_relation_data.pb.h"

namespace interim::contracting {

// What a weighing is made with; all must outlive the call.
struct RelationKnowledge {
  const law::LawData& law;
  const Catalogs& catalogs;
  const WorkingRelationData& data;
};

// Something seen in practice that answers a question of the catalogue, whatever paper says.
struct Observation {
  v1::PracticeKind kind = v1::PRACTICE_KIND_UNSPECIFIED;  // unspecified: seen in recorded work
  int viewpoint = 0;                                      // 1..9; 0 when it answers no question
  std::string question_code;
  int score = 0;  // -2..2
  type::LocalizedText text;
  std::vector<std::string> sources;  // at most 20
};

// Everything that is known at one moment.
struct RelationFacts {
  v1::ComplianceFacts facts;                     // with the answers of the contract
  std::vector<v1::WorkingRelationAnswer> later;  // with their side; win over the contract's
  std::vector<Observation> observations;         // win over every answer to the same question
  bool legal_sign_off = false;                   // legal released a HIGH of this rule version
};

struct WeighStamp {
  Date today;
  v1::WeighingMoment moment = v1::WEIGHING_MOMENT_UNSPECIFIED;
  std::string actor;
};

// OK when every kind of fact has a rule, every rule a question of the catalogue and texts in both
// languages.
//   errors  INVALID_ARGUMENT CATALOGUE_INVALID with every problem
absl::Status CheckRelationData(const law::LawData& law, const WorkingRelationData& data);

// Whether the person works on a contract for services in this form, so that there is something to
// weigh: bureau, self-employed, own company, consultancy.
bool HasWorkingRelation(v1::ContractForm form);

// The questions with the evidence each asks, in order of viewpoint.
std::vector<v1::WorkingRelationQuestion> WorkingRelationQuestions(const law::LawData& law);

// Weighs what is known. Findings of R05, and of R06 where fee and hours are known.
//   errors  FAILED_PRECONDITION NO_WORKING_RELATION for a form of employment; INVALID_ARGUMENT for
//           a missing form or period
absl::StatusOr<v1::WorkingRelationWeighing> Weigh(const RelationKnowledge& knowledge,
                                                  const RelationFacts& known,
                                                  const WeighStamp& stamp);

// Whether two weighings say the same, apart from when, why and by whom they were made.
bool SaysTheSame(const v1::WorkingRelationWeighing& a, const v1::WorkingRelationWeighing& b);

// One answer per question and side: a later one replaces that of the same side; an answer without
// side is the client's. Order: as first given.
std::vector<v1::WorkingRelationAnswer> MergeAnswers(
    const v1::ComplianceFacts& facts, const std::vector<v1::WorkingRelationAnswer>& later);

// Whether legal released the finding that the relation is high, in the rule version of `law`.
bool HasLegalSignOff(const law::LawData& law, const v1::Contract& contract);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_WORKING_RELATION_H_
