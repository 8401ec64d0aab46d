// Requests about the working relation, practice and recheck.
#ifndef INTERIM_TESTS_CONFORMANCE_CONTRACTING_RELATION_CALLS_H_
#define INTERIM_TESTS_CONFORMANCE_CONTRACTING_RELATION_CALLS_H_

#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/contracting_calls.h"

namespace interim::conformance {

inline v1::RecordWorkingRelationAnswersRequest Answers(const v1::Contract& contract,
                                                       const std::vector<int>& scores) {
  auto request = Named<v1::RecordWorkingRelationAnswersRequest>(contract);
  v1::ComplianceFacts facts;
  AddAnswers(facts, scores);
  *request.mutable_answers() = facts.working_relation_answers();
  return request;
}

inline v1::RecordPracticeRequest Practice(const v1::Contract& contract, v1::PracticeKind kind,
                                          int count = 1, int month = 3) {
  auto request = Named<v1::RecordPracticeRequest>(contract);
  for (int i = 0; i < count; ++i) {
    v1::PracticeFact& fact = *request.add_facts();
    fact.set_kind(kind);
    SetDate(fact.mutable_occur_date(), 2026, month, i % 28 + 1);
    fact.set_source(absl::StrCat("organizations/acme/engagements/e1/meetings/m", month, "-", i));
    fact.set_description("overleg");
  }
  return request;
}

inline v1::AssessWorkingRelationRequest Assessment(const std::vector<int>& scores,
                                                   v1::ContractForm form) {
  v1::AssessWorkingRelationRequest request;
  request.set_parent("organizations/acme");
  v1::ComplianceFacts& facts = *request.mutable_facts();
  facts.set_form(form);
  SetDate(facts.mutable_period()->mutable_start_date(), 2026, 7, 1);
  SetDate(facts.mutable_period()->mutable_end_date(), 2027, 6, 30);
  AddAnswers(facts, scores);
  return request;
}

inline v1::GetWorkingRelationRequest Read(const v1::Contract& contract) {
  v1::GetWorkingRelationRequest request;
  request.set_name(contract.name());
  return request;
}

inline v1::RecheckContractsRequest Recheck() {
  v1::RecheckContractsRequest request;
  request.set_parent("organizations/acme");
  return request;
}

}  // namespace interim::conformance

#endif  // INTERIM_TESTS_CONFORMANCE_CONTRACTING_RELATION_CALLS_H_
