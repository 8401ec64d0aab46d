// The service with its peers: what it asks matching and assessment, what it tells them, and what
// the clock does. covers: S12, S31, S70, S194, S195, S225, X1
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/core/mutex.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "interim/clock/v1/clock_service.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/matching/v1/matching_service.pb.h"
// A program's file, not part of the library.
#include "services/contracting/adapter.cc"  // NOLINT(bugprone-suspicious-include)
#include "services/contracting/domain/domain_test_data.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

namespace matching = ::interim::matching::v1;
using ::interim::testing::HasMetadata;
using ::interim::testing::InProcessServer;
using ::interim::testing::IsOk;
using ::interim::testing::NextRequestId;
using ::interim::testing::Person;
using ::interim::testing::ServerSetup;
using ::interim::testing::StatusIs;
using ::testing::ElementsAre;

constexpr char kService[] = "interim.contracting.v1.ContractingService/";
constexpr char kSelection[] = "organizations/acme/selections/s7";

// Access for every method of a service, for any role the tests use.
std::string OpenTable(const google::protobuf::ServiceDescriptor& service) {
  std::string table;
  for (int i = 0; i < service.method_count(); ++i) {
    table += "method { name: \"" + service.full_name() + "/" + service.method(i)->name() +
             "\" class: NORMAL allow { roles: \"hr_advisor\" roles: \"service\" } }\n";
  }
  return table;
}

// Answers the methods that contracting uses; nobody asks it anything else.
class FakeMatching {
 public:
  void Mount(rpc::Server& server) {
    rpc::Mounted& mounted = server.Mount("interim.matching.v1.MatchingService");
    Nothing<matching::CreateCandidateRequest, matching::Candidate>(mounted, "CreateCandidate");
    Nothing<matching::UpdateCandidateRequest, matching::Candidate>(mounted, "UpdateCandidate");
    Nothing<matching::ListCandidatesRequest, matching::ListCandidatesResponse>(mounted,
                                                                               "ListCandidates");
    mounted.AddStream<matching::ImportCandidatesRequest, matching::ImportCandidatesResponse>(
        "ImportCandidates",
        [](rpc::Call&, rpc::Inbound<matching::ImportCandidatesRequest>&)
            -> absl::StatusOr<matching::ImportCandidatesResponse> {
          return absl::InternalError("nobody asks this here");
        });
    Nothing<matching::CreateSupplierRequest, matching::Supplier>(mounted, "CreateSupplier");
    Nothing<matching::ListSuppliersRequest, matching::ListSuppliersResponse>(mounted,
                                                                             "ListSuppliers");
    Nothing<matching::SearchCandidatesRequest, matching::SearchCandidatesResponse>(
        mounted, "SearchCandidates");
    Nothing<matching::CreateSelectionRequest, matching::Selection>(mounted, "CreateSelection");
    Nothing<matching::FreezeCriteriaRequest, matching::Selection>(mounted, "FreezeCriteria");
    Nothing<matching::LonglistCandidatesRequest, matching::Selection>(mounted,
                                                                      "LonglistCandidates");
    Nothing<matching::ShortlistCandidatesRequest, matching::Selection>(mounted,
                                                                       "ShortlistCandidates");
    Nothing<matching::DeclareInterestRequest, matching::Selection>(mounted, "DeclareInterest");
    Nothing<matching::RecordScoreRequest, matching::Score>(mounted, "RecordScore");
    Nothing<matching::ListScoresRequest, matching::ListScoresResponse>(mounted, "ListScores");
    Nothing<matching::RecordReferenceRequest, matching::Reference>(mounted, "RecordReference");
    Nothing<matching::CompareFinalistsRequest, matching::CompareFinalistsResponse>(
        mounted, "CompareFinalists");
    Nothing<matching::DecideSelectionRequest, matching::Selection>(mounted, "DecideSelection");
    Nothing<matching::CloseProcedureRequest, matching::Selection>(mounted, "CloseProcedure");
    Nothing<matching::ListSelectionsRequest, matching::ListSelectionsResponse>(mounted,
                                                                               "ListSelections");
    Nothing<matching::WithdrawCandidateRequest, matching::Selection>(mounted, "WithdrawCandidate");
    Nothing<matching::RecordDiscussionRequest, matching::Selection>(mounted, "RecordDiscussion");
    Answer<matching::GetCandidateRequest, matching::Candidate>(mounted, "GetCandidate", candidate);
    Answer<matching::GetSupplierRequest, matching::Supplier>(mounted, "GetSupplier", supplier);
    Answer<matching::GetSelectionRequest, matching::Selection>(mounted, "GetSelection", selection);
    mounted.AddUnary<matching::RecordPlacementRequest, matching::Selection>(
        "RecordPlacement",
        [this](rpc::Call&, const matching::RecordPlacementRequest& request)
            -> absl::StatusOr<matching::Selection> {
          MutexLock lock(mutex_);
          placements_.push_back(request.name() + " " + request.contract());
          return matching::Selection();
        });
  }

  std::vector<std::string> placements() {
    MutexLock lock(mutex_);
    return placements_;
  }

  matching::Candidate candidate;
  matching::Supplier supplier;
  matching::Selection selection;

 private:
  template <class Request, class Response>
  static void Nothing(rpc::Mounted& mounted, const char* method) {
    mounted.AddUnary<Request, Response>(method,
                                        [](rpc::Call&, const Request&) -> absl::StatusOr<Response> {
                                          return absl::InternalError("nobody asks this here");
                                        });
  }
  template <class Request, class Response>
  static void Answer(rpc::Mounted& mounted, const char* method, const Response& response) {
    mounted.AddUnary<Request, Response>(
        method,
        [&response](rpc::Call&, const Request&) -> absl::StatusOr<Response> { return response; });
  }
  Mutex mutex_;
  std::vector<std::string> placements_ ABSL_GUARDED_BY(mutex_);
};

// The data of the service, read once for all tests.
const Knowledge& Loaded() {
  static const Knowledge* knowledge = [] {
    std::string root = INTERIM_SOURCE_DIR;
    absl::StatusOr<Knowledge> loaded =
        Knowledge::Load({.own = DataFolder(),
                         .catalogue = root + "/common/catalogue/data",
                         .law = root + "/common/law/data",
                         .catalogue_overlays = {},
                         .law_overlays = {}});
    EXPECT_THAT(loaded, IsOk());
    return new Knowledge(*std::move(loaded));
  }();
  return *knowledge;
}

class ContractingTest : public ::testing::Test {
 protected:
  ContractingTest() {
    tokens_.WriteServiceTokens({"acme"});
    FillSelection();
    ServerSetup peer;
    peer.spec.service = "interim.matching.v1.MatchingService";
    peer.spec.data_dir = "services/contracting/data";
    peer.spec.mount = [this](rpc::Server& server) -> absl::Status {
      fake_.Mount(server);
      return absl::OkStatus();
    };
    peer.access = OpenTable(*google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        "interim.matching.v1.MatchingService"));
    peer.clock = &clock_;
    peer.tokens = &tokens_;
    matching_ = std::make_unique<InProcessServer>(std::move(peer));

    ServerSetup own;
    own.spec.service = "interim.contracting.v1.ContractingService";
    own.spec.data_dir = "services/contracting/data";
    own.spec.mount = [this](rpc::Server& server) -> absl::Status {
      briefs_.emplace(Loaded());
      contracts_.emplace(Loaded());
      changes_.emplace(Loaded());
      calculations_.emplace(Loaded());
      ASSIGN_OR_RETURN(WorkingRelations relations,
                       WorkingRelations::Create(Loaded(), DataFolder()));
      relations_.emplace(std::move(relations));
      MountContracting(server, {.briefs = *briefs_,
                                .contracts = *contracts_,
                                .changes = *changes_,
                                .calculations = *calculations_,
                                .relations = *relations_});
      return absl::OkStatus();
    };
    own.peers = {{"interim.matching.v1", matching_->address()}};
    own.tokens = &tokens_;
    own.clock = &clock_;
    server_ = std::make_unique<InProcessServer>(std::move(own));
  }

  void FillSelection() {
    matching::Selection& selection = fake_.selection;
    selection.set_name(kSelection);
    matching::Need& need = *selection.mutable_need();
    need.add_situation_codes("TR-MERGER");
    need.set_role_code("TRANS");
    need.set_sector_code("INDUSTRY");
    need.set_mandate_level(3);
    *need.mutable_start_date() = ToProto(Day(2026, 1, 26));
    need.set_duration_months(11);
    need.set_days_per_week(4);
    matching::Decision& decision = *selection.mutable_decision();
    decision.set_candidate("organizations/acme/candidates/c17");
    decision.set_supplier("organizations/acme/suppliers/s1");
    *decision.mutable_hourly_rate() = ToProto(Money::Eur(14500));
    fake_.candidate.set_given_name("Sam");
    fake_.candidate.set_family_name("Voorbeeld");
    fake_.supplier.set_display_name("Bureau Kompas");
    fake_.supplier.mutable_margin_percent()->set_value("20");
  }

  template <class Response>
  absl::StatusOr<Response> Do(const char* method, const google::protobuf::Message& request,
                              const Person& person = {}) {
    return server_->Call<Response>(std::string(kService) + method, request, person);
  }

  absl::StatusOr<v1::Brief> BriefFromSelection(const v1::Brief& given = {}) {
    v1::CreateBriefRequest request;
    request.set_parent("organizations/acme");
    *request.mutable_brief() = given;
    request.set_selection(kSelection);
    request.set_request_id(NextRequestId());
    return Do<v1::Brief>("CreateBrief", request);
  }

  template <class Request, class Resource>
  Request Etagged(const Resource& resource) {
    Request request;
    request.set_name(resource.name());
    request.set_etag(resource.etag());
    request.set_request_id(NextRequestId());
    return request;
  }

  // A signed contract on the chosen candidate; until `end`, or as long as the brief says.
  v1::Contract Signed(std::optional<Date> end = std::nullopt) {
    v1::Brief given = CompleteBrief();
    given.clear_name();
    if (end) *given.mutable_duration()->mutable_end_date() = ToProto(*end);
    v1::Brief brief = *BriefFromSelection(given);
    brief = *Do<v1::Brief>("ApproveBrief", Etagged<v1::ApproveBriefRequest>(brief), board_);
    v1::DraftContractRequest draft;
    draft.set_parent("organizations/acme");
    draft.set_brief(brief.name());
    draft.set_form(v1::CONTRACT_FORM_BUREAU);
    draft.set_request_id(NextRequestId());
    v1::Contract contract = *Do<v1::Contract>("DraftContract", draft);
    auto decide = Etagged<v1::DecideFindingsRequest>(contract);
    for (const type::Finding& finding : contract.findings()) {
      v1::FindingDecision& decision = *decide.add_decisions();
      decision.set_rule_id(finding.rule_id());
      decision.set_message_key(finding.message_key());
      decision.set_rule_version(finding.rule_version());
      decision.set_subject(finding.subject());
      decision.set_reason("gewogen");
    }
    contract = *Do<v1::Contract>("DecideFindings", decide, legal_);
    contract =
        *Do<v1::Contract>("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(contract));
    for (const Person& person : {board_, bureau_}) {
      v1::SignContractRequest sign;
      sign.set_name(contract.name());
      sign.set_document_sha256(contract.document().document_sha256());
      sign.set_request_id(NextRequestId());
      contract = *Do<v1::Contract>("SignContract", sign, person);
    }
    return contract;
  }

  // Moves the business clock to noon of a day and reads the contract once everything due is done.
  v1::ContractState StateOn(const v1::Contract& contract, Date day) {
    clock::v1::SetClockRequest set;
    *set.mutable_business_time() = ToTimestamp(StartOfAmsterdamDay(day) + absl::Hours(12));
    set.set_request_id(NextRequestId());
    EXPECT_THAT(server_->Call<clock::v1::Clock>("interim.clock.v1.ClockService/SetClock", set,
                                                {.roles = {"admin"}}),
                IsOk());
    EXPECT_TRUE(server_->WaitUntilSettled());
    v1::GetContractRequest get;
    get.set_name(contract.name());
    absl::StatusOr<v1::Contract> read = Do<v1::Contract>("GetContract", get);
    EXPECT_THAT(read, IsOk());
    return read.ok() ? read->state() : v1::CONTRACT_STATE_UNSPECIFIED;
  }

  const Person board_{.subject = "board", .roles = {"formal_client"}};
  const Person legal_{.subject = "jurist", .roles = {"legal"}};
  const Person bureau_{.subject = "kim", .roles = {"supplier"}, .party = "suppliers/s1"};
  FakeClock clock_{StartOfAmsterdamDay(Day(2026, 1, 26)) + absl::Hours(9)};
  testing::TestFolder keys_;
  const testing::TestTokens tokens_{keys_.path(), clock_.Now()};
  FakeMatching fake_;
  std::unique_ptr<InProcessServer> matching_;
  std::optional<Briefs> briefs_;
  std::optional<Contracts> contracts_;
  std::optional<Changes> changes_;
  std::optional<Calculations> calculations_;
  std::optional<WorkingRelations> relations_;
  std::unique_ptr<InProcessServer> server_;
};

TEST_F(ContractingTest, BriefFromADecidedSelection_NamesPersonSupplierRateAndPeriod) {
  absl::StatusOr<v1::Brief> brief = BriefFromSelection();
  ASSERT_THAT(brief, IsOk());
  EXPECT_EQ(brief->selection(), kSelection);
  EXPECT_EQ(brief->role_code(), "TRANS");
  EXPECT_EQ(brief->role_class(), v1::ROLE_CLASS_LEADING);
  EXPECT_EQ(brief->parties().interim_manager().display_name(), "Sam Voorbeeld");
  EXPECT_EQ(brief->parties().contracting_party().display_name(), "Bureau Kompas");
  EXPECT_EQ(brief->budget().rate().amount().units(), 145);
  EXPECT_EQ(brief->budget().rate().margin_percent().value(), "20");
  EXPECT_EQ(brief->mandate().level(), 3);
  EXPECT_EQ(*DateFromProto(brief->duration().end_date(), ""), Day(2026, 12, 25));
}

TEST_F(ContractingTest, SelectionWithoutDecision_IsRefused) {
  fake_.selection.clear_decision();
  absl::StatusOr<v1::Brief> brief = BriefFromSelection();
  EXPECT_THAT(brief, StatusIs(absl::StatusCode::kFailedPrecondition, "SELECTION_NOT_DECIDED"));
  EXPECT_THAT(brief, HasMetadata("selection", kSelection));
}

TEST_F(ContractingTest, PeerThatIsAway_IsToldAsSuch) {
  matching_.reset();
  EXPECT_THAT(BriefFromSelection(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ContractingTest, Activation_TellsMatchingOnce_AndTheClockEndsTheContract) {
  v1::Contract contract = Signed();
  auto activate = Etagged<v1::ActivateContractRequest>(contract);
  absl::StatusOr<v1::Contract> active = Do<v1::Contract>("ActivateContract", activate);
  ASSERT_THAT(active, IsOk());
  ASSERT_THAT(Do<v1::Contract>("ActivateContract", activate), IsOk());  // a retry
  ASSERT_TRUE(testing::WaitFor([this] { return !fake_.placements().empty(); }));
  ASSERT_TRUE(server_->WaitUntilSettled());
  EXPECT_THAT(fake_.placements(), ElementsAre(std::string(kSelection) + " " + contract.name()));

  EXPECT_EQ(StateOn(contract, Day(2026, 12, 11)), v1::CONTRACT_STATE_ACTIVE);
  EXPECT_EQ(StateOn(contract, Day(2026, 12, 12)), v1::CONTRACT_STATE_ENDED);
}

// Nobody records anything: the clock alone keeps the weighing, and weighs again after a year.
TEST_F(ContractingTest, WorkingRelation_IsKeptAfterActivation_AndWeighedAgainEveryYear) {
  v1::Contract contract = Signed(Day(2027, 12, 31));
  ASSERT_THAT(Do<v1::Contract>("ActivateContract", Etagged<v1::ActivateContractRequest>(contract)),
              IsOk());
  const auto relation_on = [&](Date day) {
    EXPECT_EQ(StateOn(contract, day), v1::CONTRACT_STATE_ACTIVE);
    v1::GetWorkingRelationRequest get;
    get.set_name(contract.name());
    return Do<v1::WorkingRelation>("GetWorkingRelation", get);
  };
  const absl::StatusOr<v1::WorkingRelation> first = relation_on(Day(2026, 1, 27));
  ASSERT_THAT(first, IsOk());
  EXPECT_FALSE(first->etag().empty());  // kept
  ASSERT_EQ(first->weighings_size(), 1);
  EXPECT_EQ(first->weighings(0).moment(), v1::WEIGHING_MOMENT_CONTRACT);
  EXPECT_EQ(*DateFromProto(first->next_review_date(), ""), Day(2027, 1, 27));

  EXPECT_EQ(relation_on(Day(2027, 1, 26))->weighings_size(), 1);  // the day before
  const absl::StatusOr<v1::WorkingRelation> second = relation_on(Day(2027, 1, 27));
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->weighings_size(), 2);
  EXPECT_EQ(second->weighings(1).moment(), v1::WEIGHING_MOMENT_YEARLY);
  EXPECT_EQ(*DateFromProto(second->weighings(1).weigh_date(), ""), Day(2027, 1, 27));
  EXPECT_EQ(*DateFromProto(second->next_review_date(), ""), Day(2028, 1, 27));
  EXPECT_EQ(relation_on(Day(2027, 12, 31))->weighings_size(), 2);  // once a year
}

// Weighed before it was activated: the day after only plans the look a year later.
TEST_F(ContractingTest, WorkingRelation_WeighedBeforeActivation_IsNotWrittenAgain) {
  v1::Contract contract = Signed(Day(2027, 12, 31));
  v1::WeighWorkingRelationRequest weigh;
  weigh.set_name(contract.name());
  weigh.set_request_id(NextRequestId());
  ASSERT_THAT(Do<v1::WorkingRelation>("WeighWorkingRelation", weigh), IsOk());
  ASSERT_THAT(Do<v1::Contract>("ActivateContract", Etagged<v1::ActivateContractRequest>(contract)),
              IsOk());
  v1::GetWorkingRelationRequest get;
  get.set_name(contract.name());
  const auto before = Do<v1::WorkingRelation>("GetWorkingRelation", get);
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(StateOn(contract, Day(2026, 1, 28)), v1::CONTRACT_STATE_ACTIVE);
  const auto after = Do<v1::WorkingRelation>("GetWorkingRelation", get);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->etag(), before->etag());
  EXPECT_EQ(StateOn(contract, Day(2027, 1, 27)), v1::CONTRACT_STATE_ACTIVE);
  EXPECT_EQ(Do<v1::WorkingRelation>("GetWorkingRelation", get)->weighings_size(), 2);
}

}  // namespace
}  // namespace interim::contracting
