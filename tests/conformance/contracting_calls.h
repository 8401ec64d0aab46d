// People, requests and records for the tests of contracting over the wire.
#ifndef INTERIM_TESTS_CONFORMANCE_CONTRACTING_CALLS_H_
#define INTERIM_TESTS_CONFORMANCE_CONTRACTING_CALLS_H_

#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/core/error.h"
#include "common/testing/matchers.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "interim/clock/v1/clock_service.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "tests/conformance/requests.h"
#include "tests/conformance/server_process.h"

namespace interim::conformance {

using testing::HasField;
using testing::HasMetadata;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::NextRequestId;
using testing::Person;
using testing::StatusIs;
namespace v1 = contracting::v1;

inline constexpr char kService[] = "interim.contracting.v1.ContractingService/";
inline constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

inline Person Someone(const char* subject, const char* role, const char* party = "") {
  return {.subject = subject, .roles = {role}, .party = party};
}
inline Person Hr() { return Someone("hr", "hr_advisor"); }
inline Person Board() { return Someone("board", "formal_client"); }
inline Person Legal() { return Someone("jurist", "legal"); }
inline Person Bureau() { return Someone("kim", "supplier", "suppliers/s1"); }
inline Person OtherBureau() { return Someone("olaf", "supplier", "suppliers/s2"); }
inline Person Manager() { return Someone("manager", "interim_manager", "candidates/c17"); }

// One server for all tests: each works on records of its own.
inline ServerProcess& Server() {
  static ServerProcess* server = new ServerProcess("contracting_server");
  return *server;
}

template <class Response>
absl::StatusOr<Response> Call(const char* method, const google::protobuf::Message& request,
                              const Person& person = Hr(), rpc::CallOptions options = {}) {
  return Server().Call<Response>(std::string(kService) + method, request, person, options);
}

inline absl::StatusOr<v1::Brief> DoBrief(const char* method,
                                         const google::protobuf::Message& request,
                                         const Person& person = Hr()) {
  return Call<v1::Brief>(method, request, person);
}

inline absl::StatusOr<v1::Contract> DoContract(const char* method,
                                               const google::protobuf::Message& request,
                                               const Person& person = Hr()) {
  return Call<v1::Contract>(method, request, person);
}

// Sets the business day of the server, so that these tests do not depend on the day they run.
inline void SetDay(int year, int month, int day) {
  clock::v1::SetClockRequest request;
  const absl::CivilSecond noon(year, month, day, 12, 0, 0);
  request.mutable_business_time()->set_seconds(
      absl::ToUnixSeconds(absl::FromCivil(noon, absl::UTCTimeZone())));
  EXPECT_THAT(Server().Call<clock::v1::Clock>("interim.clock.v1.ClockService/SetClock", request,
                                              Someone("u-admin", "admin")),
              IsOk());
}

// Ends the server with the tests.
class ServerEnd : public ::testing::Environment {
 public:
  void TearDown() override { delete &Server(); }
};

// The same; the tests begin on this business day.
class ServerOnDay : public ServerEnd {
 public:
  ServerOnDay(int year, int month, int day) : year_(year), month_(month), day_(day) {}
  void SetUp() override { SetDay(year_, month_, day_); }

 private:
  const int year_;
  const int month_;
  const int day_;
};

// ---- requests that work ----

inline v1::Brief SiteMerger() {
  std::ifstream file(std::string(INTERIM_SOURCE_DIR) +
                     "/services/contracting/data/cases/brief_site_merger.textproto");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  v1::Brief brief;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &brief));
  return brief;
}

inline v1::CreateBriefRequest NewBrief(const v1::Brief& brief = SiteMerger()) {
  v1::CreateBriefRequest request;
  request.set_parent("organizations/acme");
  *request.mutable_brief() = brief;
  request.set_request_id(NextRequestId());
  return request;
}

inline v1::Brief Create(const v1::Brief& brief = SiteMerger()) {
  return Must(DoBrief("CreateBrief", NewBrief(brief)));
}

template <class Request, class Resource>
Request Named(const Resource& resource) {
  Request request;
  request.set_name(resource.name());
  request.set_request_id(NextRequestId());
  return request;
}

template <class Request, class Resource>
Request Etagged(const Resource& resource) {
  Request request = Named<Request>(resource);
  request.set_etag(resource.etag());
  return request;
}

inline v1::Brief Approved(const v1::Brief& brief = SiteMerger()) {
  return Must(DoBrief("ApproveBrief", Etagged<v1::ApproveBriefRequest>(Create(brief)), Board()));
}

inline v1::UpdateBriefRequest BriefUpdate(const v1::Brief& brief) {
  v1::UpdateBriefRequest request;
  request.mutable_brief()->set_name(brief.name());
  request.mutable_brief()->set_etag(brief.etag());
  request.mutable_brief()->set_title("Anders");
  request.mutable_update_mask()->add_paths("title");
  request.set_request_id(NextRequestId());
  return request;
}

inline v1::RequestAdviceRequest Asked(const v1::Brief& brief, const char* gate = "OR-25") {
  auto request = Etagged<v1::RequestAdviceRequest>(brief);
  request.set_gate_code(gate);
  return request;
}

inline v1::RecordAdviceRequest Advised(const v1::Brief& brief, const char* gate = "OR-25") {
  auto request = Etagged<v1::RecordAdviceRequest>(brief);
  request.set_gate_code(gate);
  request.set_outcome(v1::GATE_STATE_ADVICE_NEGATIVE);
  request.set_advice("tegen");
  return request;
}

inline v1::WaiveGateRequest Waived(const v1::Brief& brief, const char* gate) {
  auto request = Etagged<v1::WaiveGateRequest>(brief);
  request.set_gate_code(gate);
  request.set_reason("haast");
  return request;
}

// A brief on which art. 30 applies: it flags, and may be passed by with a reason.
inline v1::Brief DirectorBrief() {
  v1::Brief brief = SiteMerger();
  brief.mutable_personnel_impact()->set_becomes_director(v1::ANSWER_YES);
  return brief;
}

inline void AddAnswers(v1::ComplianceFacts& facts, const std::vector<int>& scores) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    v1::WorkingRelationAnswer& answer = *facts.add_working_relation_answers();
    answer.set_question_code("Q" + std::to_string(i + 1));
    answer.set_viewpoint(static_cast<int>(i) + 1);
    answer.set_score(scores[i]);
  }
}

inline const std::vector<int> kIndependent = {1, 1, -1, 1, 2, 2, 2, 1, 2};
inline const std::vector<int> kEmployee = {-1, -1, -2, -1, 0, 1, 2, 0, 1};

inline v1::DraftContractRequest NewDraft(const v1::Brief& brief,
                                         const std::vector<int>& scores = kIndependent,
                                         v1::ContractForm form = v1::CONTRACT_FORM_BUREAU) {
  v1::DraftContractRequest request;
  request.set_parent("organizations/acme");
  request.set_brief(brief.name());
  request.set_form(form);
  v1::ComplianceFacts& facts = *request.mutable_contract()->mutable_facts();
  AddAnswers(facts, scores);
  facts.set_direction_by_client(v1::ANSWER_NO);
  facts.set_lender_registered(v1::ANSWER_YES);
  request.set_request_id(NextRequestId());
  return request;
}

inline v1::Contract Draft(const v1::Brief& brief = Approved(),
                          const std::vector<int>& scores = kIndependent) {
  return Must(DoContract("DraftContract", NewDraft(brief, scores)));
}

inline v1::UpdateContractRequest ContractUpdate(const v1::Contract& contract) {
  v1::UpdateContractRequest request;
  request.mutable_contract()->set_name(contract.name());
  request.mutable_contract()->set_etag(contract.etag());
  request.mutable_contract()->set_notice_days(14);
  request.mutable_update_mask()->add_paths("notice_days");
  request.set_request_id(NextRequestId());
  return request;
}

// Decisions about everything that asks for one.
inline v1::DecideFindingsRequest Decisions(const v1::Contract& contract) {
  auto request = Etagged<v1::DecideFindingsRequest>(contract);
  for (const type::Finding& finding : contract.findings()) {
    if (finding.outcome() == type::RULE_OUTCOME_INFORM) continue;
    v1::FindingDecision& decision = *request.add_decisions();
    decision.set_rule_id(finding.rule_id());
    decision.set_message_key(finding.message_key());
    decision.set_rule_version(finding.rule_version());
    decision.set_subject(finding.subject());
    decision.set_reason("gewogen in het overleg van 20 januari");
  }
  return request;
}

inline v1::Contract Decided(const v1::Contract& contract, const Person& person = Hr()) {
  v1::DecideFindingsRequest request = Decisions(contract);
  if (request.decisions().empty()) return contract;
  return Must(DoContract("DecideFindings", request, person));
}

inline v1::Contract Submitted(const v1::Contract& draft) {
  return Must(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(draft)));
}

// A contract that two of three must sign for the client; the supplier signs in this turn.
inline v1::Contract TwoOfThree(int supplier_turn) {
  v1::DraftContractRequest request = NewDraft(Approved());
  v1::SignatureSlot& client = *request.mutable_contract()->add_signature_slots();
  client.set_code("client");
  client.set_side(v1::PARTY_SIDE_CLIENT);
  client.set_turn(1);
  client.set_required_count(2);
  for (const char* subject : {"p1", "p2", "p3"}) client.add_signatories()->set_subject(subject);
  v1::SignatureSlot& supplier = *request.mutable_contract()->add_signature_slots();
  supplier.set_code("supplier");
  supplier.set_side(v1::PARTY_SIDE_SUPPLIER);
  supplier.set_turn(supplier_turn);
  supplier.set_required_count(1);
  supplier.add_signatories()->set_party("suppliers/s1");
  return Submitted(Decided(Must(DoContract("DraftContract", request))));
}
inline v1::Contract Submitted() { return Submitted(Decided(Draft())); }

inline v1::SignContractRequest Signature(const v1::Contract& contract) {
  auto request = Named<v1::SignContractRequest>(contract);
  request.set_document_sha256(contract.document().document_sha256());
  return request;
}

inline v1::Contract Signed() {
  v1::Contract contract = Must(DoContract("SignContract", Signature(Submitted()), Board()));
  return Must(DoContract("SignContract", Signature(contract), Bureau()));
}

inline v1::Contract Active() {
  return Must(DoContract("ActivateContract", Etagged<v1::ActivateContractRequest>(Signed())));
}

inline v1::DeclineContractRequest Declined(const v1::Contract& contract) {
  auto request = Named<v1::DeclineContractRequest>(contract);
  request.set_reason("tarief");
  return request;
}

inline v1::RecordWorkRequest Work(const v1::Contract& contract, int year = 2026, int month = 2) {
  auto request = Named<v1::RecordWorkRequest>(contract);
  request.mutable_work_month()->set_year(year);
  request.mutable_work_month()->set_month(month);
  request.mutable_work_month()->mutable_hours()->set_value("130");
  request.mutable_work_month()->mutable_invoiced()->set_currency_code("EUR");
  request.mutable_work_month()->mutable_invoiced()->set_units(18850);
  return request;
}

// ---- changes and endings ----

inline void SetDate(google::type::Date* date, int year, int month, int day) {
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
}

inline v1::Contract Read(const std::string& name, const Person& person = Hr()) {
  v1::GetContractRequest get;
  get.set_name(name);
  return Must(DoContract("GetContract", get, person));
}

inline v1::AmendContractRequest Amendment(const v1::Contract& contract, int payment_days = 14) {
  auto request = Etagged<v1::AmendContractRequest>(contract);
  request.mutable_contract()->set_payment_days(payment_days);
  request.set_reason("snellere betaling");
  return request;
}

// The contract runs to 11 December 2026; twelve months end on 25 January 2027.
inline v1::ExtendContractRequest Extension(const v1::Contract& contract, int year = 2027,
                                           int month = 1, int day = 25) {
  auto request = Etagged<v1::ExtendContractRequest>(contract);
  SetDate(request.mutable_end_date(), year, month, day);
  request.mutable_need()->set_need("de migratie loopt uit");
  request.mutable_need()->set_remaining_work("twee systemen");
  return request;
}

inline v1::TerminateContractRequest Notice(const v1::Contract& contract) {
  auto request = Etagged<v1::TerminateContractRequest>(contract);
  request.set_ground(v1::TERMINATION_GROUND_NOTICE);
  request.set_reason("het resultaat is eerder bereikt");
  return request;
}

inline v1::WithdrawContractRequest Withdrawal(const v1::Contract& contract) {
  auto request = Etagged<v1::WithdrawContractRequest>(contract);
  request.set_reason("andere vorm gekozen");
  return request;
}

inline v1::DecidePilotRequest PilotDecision(const v1::Contract& contract,
                                            v1::PilotOutcome outcome = v1::PILOT_OUTCOME_GO) {
  auto request = Etagged<v1::DecidePilotRequest>(contract);
  request.set_outcome(outcome);
  request.set_reason("plan overtuigt");
  return request;
}

// Both sides sign what is in signature.
inline v1::Contract SignedByBoth(const v1::Contract& contract) {
  const v1::Contract half = Must(DoContract("SignContract", Signature(contract), Board()));
  return Must(DoContract("SignContract", Signature(half), Bureau()));
}

// A pilot from 26 January to 6 March 2026, decided on 4 March.
inline v1::Contract ActivePilot() {
  v1::DraftContractRequest request = NewDraft(Approved());
  v1::Contract& draft = *request.mutable_contract();
  draft.set_is_pilot(true);
  draft.mutable_pilot()->set_question("Kan het in een jaar?");
  SetDate(draft.mutable_pilot()->mutable_decision_date(), 2026, 3, 4);
  SetDate(draft.mutable_period()->mutable_start_date(), 2026, 1, 26);
  SetDate(draft.mutable_period()->mutable_end_date(), 2026, 3, 6);
  const v1::Contract signed_pilot =
      SignedByBoth(Submitted(Decided(Must(DoContract("DraftContract", request)))));
  return Must(DoContract("ActivateContract", Etagged<v1::ActivateContractRequest>(signed_pilot)));
}

inline v1::CompareCostsRequest Costs() {
  v1::CompareCostsRequest request;
  request.set_parent("organizations/acme");
  auto euro = [](google::type::Money* money, int units) {
    money->set_currency_code("EUR");
    money->set_units(units);
  };
  euro(request.mutable_interim()->mutable_rate()->mutable_amount(), 1200);
  request.mutable_interim()->mutable_rate()->set_unit(v1::RATE_UNIT_DAY);
  request.mutable_interim()->mutable_days_per_month()->set_value("18");
  request.mutable_interim()->mutable_vat_deductible_percent()->set_value("100");
  euro(request.mutable_permanent()->mutable_yearly_salary(), 120000);
  request.mutable_permanent()->mutable_on_cost_percent()->set_value("65");
  request.mutable_months()->set_value("11");
  request.mutable_reference_date()->set_year(2026);
  request.mutable_reference_date()->set_month(1);
  request.mutable_reference_date()->set_day(26);
  return request;
}

inline std::size_t Violations(const absl::Status& status) {
  const auto spec = FindError(status);
  return spec ? spec->preconditions.size() : 0;
}

}  // namespace interim::conformance

#endif  // INTERIM_TESTS_CONFORMANCE_CONTRACTING_CALLS_H_
