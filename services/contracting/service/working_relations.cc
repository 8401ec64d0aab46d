#include "services/contracting/service/working_relations.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/clock.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/rules/text_proto.h"
#include "common/type/convert.h"
#include "services/contracting/domain/contract.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/practice.h"
#include "services/contracting/domain/recheck.h"
#include "services/contracting/domain/relation_errors.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/working_relation.h"
#include "services/contracting/domain/working_relation_data.pb.h"
#include "services/contracting/service/resources.h"

namespace interim::contracting {
namespace {

constexpr char kId[] = "current";

std::string RelationName(absl::string_view contract) {
  return absl::StrCat(contract, "/workingRelations/", kId);
}

// What is kept with a contract; an empty value when nothing is yet.
struct Kept {
  std::optional<rpc::Stored<v1::WorkingRelation>> stored;
  v1::WorkingRelation value;
};

absl::StatusOr<Kept> LoadKept(rpc::Call& call, absl::string_view contract) {
  Kept kept;
  const std::string name = RelationName(contract);
  absl::StatusOr<rpc::Stored<v1::WorkingRelation>> stored = call.Load<v1::WorkingRelation>(name);
  if (stored.ok()) {
    kept.value = **stored;
    kept.stored.emplace(*std::move(stored));
  } else if (absl::IsNotFound(stored.status())) {
    kept.value.set_name(name);
  } else {
    return stored.status();
  }
  return kept;
}

// Adds the record to a commit; the full or relative name it is written under.
std::string Put(const Kept& kept, const std::string& contract_id, const v1::WorkingRelation& after,
                rpc::Commit& commit) {
  if (kept.stored) {
    commit.Update(*kept.stored, after);
    return kept.stored->id();
  }
  return commit.Create<v1::WorkingRelation>(contract_id, after, kId);
}

// The yearly look follows the latest weighing.
void PlanReview(const std::string& contract_id, const v1::WorkingRelation& relation,
                rpc::Commit& commit) {
  const auto day = FindDate(relation.has_next_review_date(), relation.next_review_date());
  if (day) commit.SetTimer(contract_id, kReviewTimer, StartOfAmsterdamDay(*day));
}

void NameRules(const v1::WorkingRelation& relation, rpc::Commit& commit) {
  if (relation.weighings().empty()) return;
  const auto& latest = relation.weighings(relation.weighings_size() - 1);
  commit.Rule("R05", latest.rule_version());
}

std::string DriftReason(const v1::WorkingRelation& relation) {
  std::vector<std::string> codes;
  for (const v1::WorkingRelationDrift& drift : relation.drifts()) codes.push_back(drift.code());
  return absl::StrJoin(codes, " ");
}

// The same but for what is used of the pay cap, which every reading computes anew.
bool SaysNothingNew(const v1::WorkingRelation& before, v1::WorkingRelation after) {
  v1::WorkingRelation old = before;
  old.clear_pay_cap_spend();
  after.clear_pay_cap_spend();
  return old.SerializeAsString() == after.SerializeAsString();
}

absl::StatusOr<v1::WorkingRelation> Save(rpc::Call& call, const Kept& kept,
                                         const std::string& contract_id,
                                         const v1::WorkingRelation& after,
                                         absl::string_view event) {
  const bool drifted = HasNewDrift(kept.value, after);
  rpc::Commit commit = call.Begin(drifted ? "contract.drift_found" : event);
  const std::string name = Put(kept, contract_id, after, commit);
  PlanReview(contract_id, after, commit);
  NameRules(after, commit);
  if (drifted) commit.Reason(DriftReason(after));
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::WorkingRelation>(name, after);
}

RelationStamp StampOf(const rpc::Call& call) {
  return {.subject = call.principal().subject, .today = call.today(), .now = call.now()};
}

// Which side the identity in the token speaks for.
v1::AnswerSide SideOf(const v1::Contract& contract, const rpc::Principal& principal) {
  if (!principal.IsOutside()) return v1::ANSWER_SIDE_CLIENT;
  rpc::Relations relations;
  AddPartyRelations(contract.supplier(), contract.interim_manager(), principal, relations);
  const bool is_person =
      std::find(relations.begin(), relations.end(), "engaged") != relations.end();
  const bool in_between = contract.form() == v1::CONTRACT_FORM_BUREAU ||
                          contract.form() == v1::CONTRACT_FORM_CONSULTANCY;
  return is_person || !in_between ? v1::ANSWER_SIDE_PERSON : v1::ANSWER_SIDE_INTERMEDIARY;
}

bool IsActive(const v1::Contract& contract) {
  return contract.state() == v1::CONTRACT_STATE_ACTIVE ||
         contract.state() == v1::CONTRACT_STATE_ENDED;
}

absl::Status CheckAsOf(const rpc::Call& call, const v1::RecheckContractsRequest& request,
                       Date& as_of) {
  as_of = call.today();
  if (!request.has_as_of_date()) return absl::OkStatus();
  FieldErrors errors;
  const std::optional<Date> day = ReadDate(request.as_of_date(), "as_of_date", errors);
  if (day && *day < call.today()) errors.Add("as_of_date", "OUT_OF_RANGE", "today or later");
  if (!errors.empty()) return errors.ToStatus();
  as_of = *day;
  return absl::OkStatus();
}

}  // namespace

WorkingRelations::WorkingRelations(const Knowledge& knowledge,
                                   std::unique_ptr<const WorkingRelationData> data)
    : knowledge_(knowledge), data_(std::move(data)) {}
WorkingRelations::WorkingRelations(WorkingRelations&&) noexcept = default;
WorkingRelations::~WorkingRelations() = default;

absl::StatusOr<WorkingRelations> WorkingRelations::Create(const Knowledge& knowledge,
                                                          const std::string& folder) {
  ASSIGN_OR_RETURN(WorkingRelationData data, rules::LoadTextProto<WorkingRelationData>(absl::StrCat(
                                                 folder, "/working_relation.textproto")));
  RETURN_IF_ERROR(CheckRelationData(knowledge.law(), data));
  return WorkingRelations(knowledge, std::make_unique<const WorkingRelationData>(std::move(data)));
}

absl::StatusOr<v1::ListWorkingRelationQuestionsResponse>
WorkingRelations::ListWorkingRelationQuestions(
    rpc::Call&, const v1::ListWorkingRelationQuestionsRequest&) const {
  v1::ListWorkingRelationQuestionsResponse response;
  for (v1::WorkingRelationQuestion& question : WorkingRelationQuestions(knowledge_.law())) {
    *response.add_questions() = std::move(question);
  }
  return response;
}

absl::StatusOr<v1::WorkingRelationWeighing> WorkingRelations::AssessWorkingRelation(
    rpc::Call& call, const v1::AssessWorkingRelationRequest& request) const {
  RelationFacts known{.facts = request.facts()};
  if (!request.contract().empty()) {
    ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.contract()));
    ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
    ASSIGN_OR_RETURN(known.later, LoadLaterAnswers(call, *contract));
    known.facts = FactsOf(knowledge_.catalogs(), *contract, *brief);
    known.facts.MergeFrom(request.facts());
    known.legal_sign_off = HasLegalSignOff(knowledge_.law(), *contract);
  }
  return Weigh({knowledge_.law(), knowledge_.catalogs(), *data_}, known,
               {.today = call.today(), .moment = v1::WEIGHING_MOMENT_CONTRACT});
}

absl::StatusOr<v1::WorkingRelation> WorkingRelations::RecordWorkingRelationAnswers(
    rpc::Call& call, const v1::RecordWorkingRelationAnswersRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
  ASSIGN_OR_RETURN(Kept kept, LoadKept(call, contract->name()));
  const std::vector<v1::WorkingRelationAnswer> answers(request.answers().begin(),
                                                       request.answers().end());
  ASSIGN_OR_RETURN(v1::WorkingRelation after,
                   RecordAnswers(kept.value, *contract, SideOf(*contract, call.principal()),
                                 answers, StampOf(call)));
  ASSIGN_OR_RETURN(
      after, Refresh({knowledge_.law(), knowledge_.catalogs(), *data_}, after, {*contract, *brief},
                     v1::WEIGHING_MOMENT_ANSWERS, StampOf(call), Keep::kWhenNew));
  return Save(call, kept, contract.id(), after, "contract.relation_answered");
}

absl::StatusOr<v1::WorkingRelation> WorkingRelations::WeighWorkingRelation(
    rpc::Call& call, const v1::WeighWorkingRelationRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
  if (contract->state() == v1::CONTRACT_STATE_DECLINED) return ContractClosed(*contract);
  if (!HasWorkingRelation(contract->form())) {
    return NoWorkingRelation(contract->form(), contract->name());
  }
  ASSIGN_OR_RETURN(Kept kept, LoadKept(call, contract->name()));
  v1::WeighingMoment moment = request.moment();
  if (moment == v1::WEIGHING_MOMENT_UNSPECIFIED) {
    moment = IsActive(*contract) ? v1::WEIGHING_MOMENT_PRACTICE : v1::WEIGHING_MOMENT_CONTRACT;
  }
  ASSIGN_OR_RETURN(v1::WorkingRelation after,
                   Refresh({knowledge_.law(), knowledge_.catalogs(), *data_}, kept.value,
                           {*contract, *brief}, moment, StampOf(call), Keep::kAlways));
  return Save(call, kept, contract.id(), after, "contract.relation_weighed");
}

absl::StatusOr<v1::WorkingRelation> WorkingRelations::RecordPractice(
    rpc::Call& call, const v1::RecordPracticeRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
  ASSIGN_OR_RETURN(Kept kept, LoadKept(call, contract->name()));
  const std::vector<v1::PracticeFact> facts(request.facts().begin(), request.facts().end());
  ASSIGN_OR_RETURN(v1::WorkingRelation after,
                   contracting::RecordPractice(kept.value, *contract, facts, StampOf(call)));
  ASSIGN_OR_RETURN(
      after, Refresh({knowledge_.law(), knowledge_.catalogs(), *data_}, after, {*contract, *brief},
                     v1::WEIGHING_MOMENT_PRACTICE, StampOf(call), Keep::kWhenNew));
  return Save(call, kept, contract.id(), after, "contract.practice_recorded");
}

absl::StatusOr<v1::WorkingRelation> WorkingRelations::GetWorkingRelation(
    rpc::Call& call, const v1::GetWorkingRelationRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
  ASSIGN_OR_RETURN(Kept kept, LoadKept(call, contract->name()));
  return Refresh({knowledge_.law(), knowledge_.catalogs(), *data_}, kept.value, {*contract, *brief},
                 IsActive(*contract) ? v1::WEIGHING_MOMENT_PRACTICE : v1::WEIGHING_MOMENT_CONTRACT,
                 StampOf(call), Keep::kWhenNew);
}

absl::StatusOr<v1::RecheckContractsResponse> WorkingRelations::RecheckContracts(
    rpc::Call& call, const v1::RecheckContractsRequest& request) const {
  Date as_of;
  RETURN_IF_ERROR(CheckAsOf(call, request, as_of));
  ASSIGN_OR_RETURN(auto page, call.List<v1::Contract>({}));
  v1::RecheckContractsResponse response;
  *response.mutable_as_of_date() = ToProto(as_of);
  response.set_next_page_token(page.next_page_token);
  for (const v1::Contract& contract : page.items) {
    if (!IsOpen(contract)) continue;
    ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract.brief()));
    ASSIGN_OR_RETURN(Kept kept, LoadKept(call, contract.name()));
    ASSIGN_OR_RETURN(
        v1::ContractRecheck recheck,
        Recheck(knowledge_.law(), knowledge_.catalogs(),
                {.contract = contract, .brief = *brief, .relation = kept.value, .as_of = as_of}));
    response.set_checked_count(response.checked_count() + 1);
    if (request.only_touched() && !recheck.is_touched()) continue;
    *response.add_rechecks() = std::move(recheck);
  }
  return response;
}

absl::StatusOr<v1::Contract> WorkingRelations::RecordWork(
    rpc::Call& call, const v1::RecordWorkRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  const RelationStamp stamp = StampOf(call);
  ASSIGN_OR_RETURN(
      v1::Contract after,
      contracting::RecordWork(knowledge_.catalogs(), *contract, request.work_month(),
                              {.subject = stamp.subject, .today = stamp.today, .now = stamp.now}));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
  ASSIGN_OR_RETURN(Kept kept, LoadKept(call, contract->name()));
  ASSIGN_OR_RETURN(v1::WorkingRelation relation,
                   Refresh({knowledge_.law(), knowledge_.catalogs(), *data_}, kept.value,
                           {after, *brief}, v1::WEIGHING_MOMENT_PRACTICE, stamp, Keep::kWhenNew));
  rpc::Commit commit = call.Begin("contract.work_recorded");
  commit.Update(contract, after);
  if (relation.SerializeAsString() != kept.value.SerializeAsString()) {
    Put(kept, contract.id(), relation, commit);
    PlanReview(contract.id(), relation, commit);
    NameRules(relation, commit);
    if (HasNewDrift(kept.value, relation)) commit.Reason(DriftReason(relation));
  }
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(contract.id(), after);
}

absl::Status WorkingRelations::ReviewWhenDue(rpc::Call& call, const store::Timer& timer) const {
  const auto contract = call.Load<v1::Contract>(
      absl::StrCat("organizations/", call.tenant().value(), "/", timer.resource));
  if (absl::IsNotFound(contract.status())) return absl::OkStatus();  // nothing left to weigh
  RETURN_IF_ERROR(contract.status());
  if ((*contract)->state() != v1::CONTRACT_STATE_ACTIVE) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>((*contract)->brief()));
  ASSIGN_OR_RETURN(Kept kept, LoadKept(call, (*contract)->name()));
  const auto next = FindDate(kept.value.has_next_review_date(), kept.value.next_review_date());
  const bool is_yearly = next && *next <= call.today();
  ASSIGN_OR_RETURN(
      v1::WorkingRelation after,
      Refresh({knowledge_.law(), knowledge_.catalogs(), *data_}, kept.value, {**contract, *brief},
              is_yearly ? v1::WEIGHING_MOMENT_YEARLY : v1::WEIGHING_MOMENT_CONTRACT, StampOf(call),
              is_yearly ? Keep::kAlways : Keep::kWhenNew));
  if (after.weighings().empty() && !after.has_pay_cap_spend()) return absl::OkStatus();  // employed
  if (kept.stored && SaysNothingNew(kept.value, after)) {
    // Weighed before it was activated: only the yearly look is still to be planned.
    rpc::Commit commit = call.Begin("contract.review_planned");
    commit.About((*contract)->name());
    PlanReview(contract->id(), after, commit);
    return call.Finish(std::move(commit));
  }
  return Save(call, kept, contract->id(), after, "contract.relation_weighed").status();
}

absl::Time FirstReview(Date activated) { return StartOfAmsterdamDay(activated.AddDays(1)); }

absl::StatusOr<std::vector<v1::WorkingRelationAnswer>> LoadLaterAnswers(
    rpc::Call& call, const v1::Contract& contract) {
  v1::ComplianceFacts answered;
  if (contract.has_amendment()) {
    ASSIGN_OR_RETURN(Kept base, LoadKept(call, contract.amendment().base_contract()));
    for (v1::WorkingRelationAnswer& answer : LaterAnswers(base.value)) {
      *answered.add_working_relation_answers() = std::move(answer);
    }
  }
  if (contract.name().empty()) return MergeAnswers(answered, {});  // a change not stored yet
  ASSIGN_OR_RETURN(Kept own, LoadKept(call, contract.name()));
  return MergeAnswers(answered, LaterAnswers(own.value));
}

}  // namespace interim::contracting
