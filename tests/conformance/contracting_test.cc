// What protos/interim/contracting/v1 promises, over the wire to the built server.
// covers: S28, S31, S35, S206, S211, S224, S225, S234, S241
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "common/core/sha256.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "tests/conformance/contracting_calls.h"

namespace interim::conformance {
namespace {

const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerEnd);

TEST(JourneyTest, BriefToActiveContract) {
  v1::Brief incomplete;
  incomplete.add_situation_codes("TR-MERGER");
  incomplete.set_role_code("TRANS");
  v1::Brief brief = Create(incomplete);
  EXPECT_EQ(brief.template_version(), "SITE_MERGER@1");
  const auto refused = DoBrief("ApproveBrief", Etagged<v1::ApproveBriefRequest>(brief), Board());
  EXPECT_THAT(refused, StatusIs(kPrecondition, "BRIEF_INCOMPLETE"));
  v1::CheckBriefRequest check;
  check.set_name(brief.name());
  const auto gaps = Must(Call<v1::CheckBriefResponse>("CheckBrief", check));
  EXPECT_FALSE(gaps.is_complete());
  EXPECT_GT(gaps.gaps_size(), 10);

  brief = Approved();
  v1::CompareFormsRequest compare;
  compare.set_parent("organizations/acme");
  compare.set_brief(brief.name());
  compare.set_channel_code("INTERIM_BUREAU");
  AddAnswers(*compare.mutable_facts(), kIndependent);
  const auto forms = Must(Call<v1::CompareFormsResponse>("CompareForms", compare));
  EXPECT_EQ(forms.forms_size(), 7);

  const v1::Contract contract = Active();
  EXPECT_EQ(contract.state(), v1::CONTRACT_STATE_ACTIVE);
  EXPECT_EQ(contract.signatures_size(), 2);
  const v1::Contract worked = Must(DoContract("RecordWork", Work(contract)));
  EXPECT_EQ(worked.work_totals().invoiced().units(), 18850);
}

TEST(DocumentTest, SignedBytes_AreKept_AndRenderedInTheOtherLanguage) {
  const v1::Contract contract = Submitted();
  v1::RenderContractRequest render;
  render.set_name(contract.name());
  const auto own = Must(Call<v1::ContractDocument>("RenderContract", render, Bureau()));
  EXPECT_EQ(own.document_sha256(), contract.document().document_sha256());
  EXPECT_EQ(Sha256Hex(own.content()), own.document_sha256());
  EXPECT_TRUE(own.is_signed_text());
  EXPECT_THAT(own.content(), HasSubstr("Bijlage A. Opdrachtbrief"));
  render.set_language_code("en");
  const auto english = Must(Call<v1::ContractDocument>("RenderContract", render, Bureau()));
  EXPECT_FALSE(english.is_signed_text());
  EXPECT_NE(english.document_sha256(), own.document_sha256());
  EXPECT_THAT(english.content(), HasSubstr("Annex A. Assignment brief"));
  // A later change of the brief does not touch what is in signature.
  v1::GetBriefRequest get;
  get.set_name(contract.brief());
  ASSERT_THAT(DoBrief("UpdateBrief", BriefUpdate(Must(DoBrief("GetBrief", get)))), IsOk());
  render.clear_language_code();
  EXPECT_EQ(Must(Call<v1::ContractDocument>("RenderContract", render)).content(), own.content());
  render.set_language_code("fr");
  EXPECT_THAT(Call<v1::ContractDocument>("RenderContract", render), HasField("language_code"));
}

// ---- briefs and gates ----

TEST(BriefTest, Refusals_NameStateAndWhatToDo) {
  v1::CreateBriefRequest create = NewBrief();
  create.set_template_code("NONE");
  EXPECT_THAT(DoBrief("CreateBrief", create),
              StatusIs(absl::StatusCode::kInvalidArgument, "TEMPLATE_UNKNOWN"));
  create = NewBrief(v1::Brief());
  const auto empty = DoBrief("CreateBrief", create);
  EXPECT_THAT(empty, HasField("brief.situation_codes"));
  EXPECT_THAT(empty, HasField("brief.role_code"));
  create = NewBrief();
  create.mutable_brief()->mutable_duration()->mutable_start_date()->set_month(13);
  create.mutable_brief()->mutable_budget()->mutable_maximum()->set_currency_code("USD");
  create.mutable_brief()->set_language_code("fr");
  create.mutable_brief()->set_title(std::string(8001, 'x'));
  const auto bad = DoBrief("CreateBrief", create);
  EXPECT_THAT(bad, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(bad, HasField("brief.duration.start_date"));
  EXPECT_THAT(bad, HasField("brief.budget.maximum"));
  EXPECT_THAT(bad, HasField("brief.language_code"));
  EXPECT_THAT(bad, HasField("brief.title"));

  v1::Brief gap = SiteMerger();
  gap.mutable_deliverables(0)->clear_approver();
  gap.mutable_risks()->clear_conflict_statement();
  const auto refused =
      DoBrief("ApproveBrief", Etagged<v1::ApproveBriefRequest>(Create(gap)), Board());
  EXPECT_THAT(refused, StatusIs(kPrecondition, "BRIEF_INCOMPLETE"));
  EXPECT_THAT(refused, HasMetadata("firstGap", "B5 FIELD_MISSING"));
  EXPECT_THAT(refused, HasMetadata("gapCount", "2"));
  EXPECT_EQ(Violations(refused.status()), 2u);
  const v1::Brief approved = Approved();
  EXPECT_THAT(DoBrief("ApproveBrief", Etagged<v1::ApproveBriefRequest>(approved), Board()),
              StatusIs(kPrecondition, "BRIEF_APPROVED"));
  v1::UpdateBriefRequest update = BriefUpdate(approved);
  update.mutable_update_mask()->add_paths("approved_by");
  EXPECT_THAT(DoBrief("UpdateBrief", update), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(GateTest, Steps_InOrder_AndOnlyForGatesOfThisBrief) {
  v1::Brief brief = Create();
  EXPECT_THAT(DoBrief("RequestAdvice", Asked(brief, "NONE")),
              StatusIs(kPrecondition, "GATE_UNKNOWN"));
  EXPECT_THAT(DoBrief("RecordAdvice", Advised(brief, "NONE")), HasReason("GATE_UNKNOWN"));
  EXPECT_THAT(DoBrief("WaiveGate", Waived(brief, "NONE"), Board()), HasReason("GATE_UNKNOWN"));
  EXPECT_THAT(DoBrief("RequestAdvice", Asked(brief, "OR-30")),
              StatusIs(kPrecondition, "GATE_STATE_WRONG"))
      << "the manager does not become director";
  EXPECT_THAT(DoBrief("RecordAdvice", Advised(brief)), StatusIs(kPrecondition, "GATE_STATE_WRONG"));
  EXPECT_THAT(DoBrief("WaiveGate", Waived(brief, "OR-25"), Board()),
              StatusIs(kPrecondition, "GATE_NOT_WAIVABLE"));
  brief = Must(DoBrief("RequestAdvice", Asked(brief)));
  EXPECT_THAT(DoBrief("RequestAdvice", Asked(brief)), HasReason("GATE_STATE_WRONG"));
  brief = Must(DoBrief("RecordAdvice", Advised(brief), Someone("or", "works_council")));
  EXPECT_THAT(DoBrief("WaiveGate", Waived(brief, "OR-25"), Board()),
              StatusIs(kPrecondition, "GATE_STATE_WRONG"));
  auto wrong = Advised(brief);
  wrong.set_outcome(v1::GATE_STATE_WAIVED_WITH_REASON);
  EXPECT_THAT(DoBrief("RecordAdvice", wrong), HasField("outcome"));
}

// ---- calculations ----

TEST(CalculationTest, CostsFormsRulesAndFindings) {
  const auto costs = Must(Call<v1::CostComparison>("CompareCosts", Costs()));
  EXPECT_EQ(costs.permanent_per_month().units(), 16500);
  EXPECT_EQ(costs.break_evens_size(), 4);
  v1::CompareCostsRequest bad = Costs();
  bad.mutable_months()->set_value("0");
  EXPECT_THAT(Call<v1::CostComparison>("CompareCosts", bad), HasField("months"));
  bad.mutable_interim()->mutable_vat_deductible_percent()->set_value("100.01");
  bad.mutable_interim()->mutable_days_per_month()->set_value("-1");
  bad.mutable_permanent()->mutable_yearly_salary()->set_currency_code("USD");
  const auto impossible = Call<v1::CostComparison>("CompareCosts", bad);
  EXPECT_THAT(impossible, HasField("interim.vat_deductible_percent"));
  EXPECT_THAT(impossible, HasField("interim.days_per_month"));
  EXPECT_THAT(impossible, HasField("permanent.yearly_salary"));

  v1::ListRulesRequest list;
  list.set_parent("organizations/acme");
  EXPECT_EQ(Must(Call<v1::ListRulesResponse>("ListRules", list)).rules_size(), 17);

  v1::CheckComplianceRequest check;
  check.set_parent("organizations/acme");
  EXPECT_THAT(Call<v1::CheckComplianceResponse>("CheckCompliance", check), HasField("facts"));
  check.mutable_facts()->set_form(v1::CONTRACT_FORM_ZZP);
  EXPECT_THAT(Call<v1::CheckComplianceResponse>("CheckCompliance", check),
              HasField("facts.period"));
  AddAnswers(*check.mutable_facts(), {3});
  EXPECT_THAT(Call<v1::CheckComplianceResponse>("CheckCompliance", check),
              HasField("facts.working_relation_answers[0].score"));
  v1::CheckComplianceRequest by_contract;
  by_contract.set_parent("organizations/acme");
  by_contract.set_contract(Draft(Approved(), kEmployee).name());
  const auto found = Must(Call<v1::CheckComplianceResponse>("CheckCompliance", by_contract));
  EXPECT_EQ(found.outcome(), type::RULE_OUTCOME_BLOCK);
  EXPECT_FALSE(found.findings(0).sources().empty());
}

// ---- from draft to signature ----

TEST(SubmitTest, Refusals_InOrder) {
  const v1::Contract unapproved = Draft(Create());
  EXPECT_THAT(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(unapproved)),
              StatusIs(kPrecondition, "BRIEF_NOT_APPROVED"));

  v1::Contract contract = Draft();
  v1::UpdateContractRequest update = ContractUpdate(contract);
  update.mutable_update_mask()->add_paths("clauses");
  update.mutable_contract()->add_clauses()->set_code("CL-01");
  contract = Must(DoContract("UpdateContract", update));
  const auto incomplete =
      DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(contract));
  EXPECT_THAT(incomplete, StatusIs(kPrecondition, "CONTRACT_INCOMPLETE"));
  EXPECT_GT(Violations(incomplete.status()), 5u);

  v1::Brief group = SiteMerger();
  group.mutable_personnel_impact()->set_group_hiring(v1::ANSWER_YES);
  EXPECT_THAT(DoContract("SubmitForSignature",
                         Etagged<v1::SubmitForSignatureRequest>(Draft(Approved(group)))),
              StatusIs(kPrecondition, "GATE_OPEN"));

  const v1::Contract blocked = Draft(Approved(), kEmployee);
  const auto refused =
      DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(blocked));
  EXPECT_THAT(refused, StatusIs(kPrecondition, "RULE_BLOCKS"));
  EXPECT_THAT(refused, HasMetadata("ruleId", "R05"));
  EXPECT_THAT(DoContract("DecideFindings", Decisions(blocked)),
              StatusIs(absl::StatusCode::kPermissionDenied, "RELEASE_NOT_ALLOWED"));
  EXPECT_EQ(Submitted(Decided(blocked, Legal())).state(), v1::CONTRACT_STATE_IN_SIGNATURE);

  const v1::Contract warned = Draft(Approved(), {0, 0, -1, 0, 1, 1, 2, 0, 1});
  EXPECT_THAT(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(warned)),
              StatusIs(kPrecondition, "FINDING_UNDECIDED"));
  v1::DecideFindingsRequest unknown = Decisions(warned);
  unknown.mutable_decisions(0)->set_rule_version("other");
  EXPECT_THAT(DoContract("DecideFindings", unknown), StatusIs(kPrecondition, "FINDING_UNKNOWN"));
}

TEST(SubmitTest, NoDraftAnyMore_IsRefused) {
  const v1::Contract contract = Submitted();
  EXPECT_THAT(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(contract)),
              StatusIs(kPrecondition, "CONTRACT_NOT_DRAFT"));
  EXPECT_THAT(DoContract("UpdateContract", ContractUpdate(contract)),
              HasReason("CONTRACT_NOT_DRAFT"));
  auto decide = Etagged<v1::DecideFindingsRequest>(contract);
  v1::FindingDecision& decision = *decide.add_decisions();
  decision.set_rule_id("R05");
  decision.set_message_key("dba.low");
  decision.set_reason("x");
  EXPECT_THAT(DoContract("DecideFindings", decide), HasReason("CONTRACT_NOT_DRAFT"));
}

TEST(SubmitTest, ValidateOnly_WritesNothing) {
  const v1::Contract contract = Decided(Draft());
  auto request = Etagged<v1::SubmitForSignatureRequest>(contract);
  request.set_validate_only(true);
  EXPECT_EQ(Must(DoContract("SubmitForSignature", request)).state(),
            v1::CONTRACT_STATE_IN_SIGNATURE);
  v1::GetContractRequest get;
  get.set_name(contract.name());
  const auto read = Must(DoContract("GetContract", get));
  EXPECT_EQ(read.state(), v1::CONTRACT_STATE_DRAFT);
  EXPECT_EQ(read.etag(), contract.etag());
}

// ---- attacks on the signature ----

TEST(SignatureTest, Order_IsKept) {
  const v1::Contract contract = Submitted();
  const auto early = DoContract("SignContract", Signature(contract), Bureau());
  EXPECT_THAT(early, StatusIs(kPrecondition, "SIGNATURE_OUT_OF_ORDER"));
  EXPECT_THAT(early, HasMetadata("waitingFor", "client"));
}

TEST(SignatureTest, OtherParty_IsTurnedAway) {
  const v1::Contract contract = Submitted();
  EXPECT_THAT(DoContract("SignContract", Signature(contract), OtherBureau()),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Hr()),
              StatusIs(absl::StatusCode::kPermissionDenied, "NOT_A_SIGNATORY"));
  Person posing = Bureau();
  posing.party = "";
  EXPECT_THAT(DoContract("SignContract", Signature(contract), posing),
              StatusIs(absl::StatusCode::kPermissionDenied, "NOT_A_SIGNATORY"));
  Person other_board = Board();
  other_board.subject = "former-board";
  EXPECT_THAT(DoContract("SignContract", Signature(contract), other_board),
              HasReason("NOT_A_SIGNATORY"));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Manager()),
              StatusIs(absl::StatusCode::kPermissionDenied, "NOT_A_SIGNATORY"));
}

TEST(SignatureTest, DocumentOfAnotherContract_DoesNotFit) {
  const v1::Contract first = Submitted();
  const v1::Contract second = Submitted();
  auto copied = Signature(first);
  copied.set_name(second.name());
  const auto refused = DoContract("SignContract", copied, Board());
  EXPECT_THAT(refused, StatusIs(kPrecondition, "DOCUMENT_MISMATCH"));
  EXPECT_THAT(refused, HasMetadata("documentSha256", second.document().document_sha256()));
  copied.set_document_sha256("ABC");
  EXPECT_THAT(DoContract("SignContract", copied, Board()), HasField("document_sha256"));
}

TEST(SignatureTest, Twice_IsRefused_AndAReplayChangesNothing) {
  const v1::Contract contract = Submitted();
  const auto request = Signature(contract);
  const v1::Contract once = Must(DoContract("SignContract", request, Board()));
  const v1::Contract replayed = Must(DoContract("SignContract", request, Board()));
  EXPECT_EQ(replayed.signatures_size(), 1);
  EXPECT_THAT(DoContract("SignContract", Signature(once), Board()),
              StatusIs(kPrecondition, "ALREADY_SIGNED"));
  // The id of the board's request is of no use to somebody else.
  EXPECT_EQ(Must(DoContract("SignContract", request, Bureau())).signatures_size(), 2);
}

TEST(SignatureTest, AfterTheLastSignature_NothingIsAdded) {
  const v1::Contract contract = Signed();
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Board()),
              StatusIs(kPrecondition, "CONTRACT_NOT_IN_SIGNATURE"));
  EXPECT_THAT(DoContract("DeclineContract", Declined(contract), Bureau()),
              StatusIs(kPrecondition, "CONTRACT_NOT_IN_SIGNATURE"));
}

TEST(SignatureTest, Decline_IsSeenByBothSides) {
  const v1::Contract contract = Submitted();
  EXPECT_THAT(DoContract("DeclineContract", Declined(contract), Hr()),
              StatusIs(absl::StatusCode::kPermissionDenied, "NOT_A_SIGNATORY"));
  ASSERT_THAT(DoContract("DeclineContract", Declined(contract), Bureau()), IsOk());
  v1::GetContractRequest get;
  get.set_name(contract.name());
  for (const Person& person : {Hr(), Bureau()}) {
    const auto read = Must(DoContract("GetContract", get, person));
    EXPECT_EQ(read.state(), v1::CONTRACT_STATE_DECLINED);
    EXPECT_EQ(read.declination().reason(), "tarief");
  }
}

// Two of three for the client, all at once, and every one of them twice: exactly two count.
TEST(SignatureTest, ConcurrentSigners_NoneLostNoneDoubled) {
  const v1::Contract contract = TwoOfThree(1);
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  for (const Person& person : {Someone("p1", "formal_client"), Someone("p2", "steering"),
                               Someone("p3", "sponsor"), Bureau()}) {
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&accepted, person, sign = Signature(contract)] {
        if (DoContract("SignContract", sign, person).ok()) ++accepted;
      });
    }
  }
  for (std::thread& thread : threads) thread.join();
  v1::GetContractRequest get;
  get.set_name(contract.name());
  const auto read = Must(DoContract("GetContract", get));
  EXPECT_EQ(read.state(), v1::CONTRACT_STATE_SIGNED);
  EXPECT_EQ(read.signatures_size(), 3);
}

// ---- after the signature ----

TEST(ActivateTest, Refusals) {
  EXPECT_THAT(DoContract("ActivateContract", Etagged<v1::ActivateContractRequest>(Submitted())),
              StatusIs(kPrecondition, "CONTRACT_NOT_SIGNED"));
  const v1::Contract contract = Signed();
  v1::GetBriefRequest get;
  get.set_name(contract.brief());
  v1::UpdateBriefRequest update = BriefUpdate(Must(DoBrief("GetBrief", get)));
  update.mutable_brief()->mutable_personnel_impact()->add_regulators(v1::REGULATOR_KIND_FINANCIAL);
  update.mutable_update_mask()->add_paths("personnel_impact");
  v1::Brief brief = Must(DoBrief("UpdateBrief", update));
  EXPECT_THAT(DoContract("ActivateContract", Etagged<v1::ActivateContractRequest>(contract)),
              StatusIs(kPrecondition, "GATE_OPEN"));
  update = BriefUpdate(brief);
  update.mutable_update_mask()->add_paths("mandate");  // not set: cleared
  ASSERT_THAT(DoBrief("UpdateBrief", update), IsOk());
  EXPECT_THAT(DoContract("ActivateContract", Etagged<v1::ActivateContractRequest>(contract)),
              StatusIs(kPrecondition, "MANDATE_MISSING"));
}

TEST(WorkTest, Refusals) {
  EXPECT_THAT(DoContract("RecordWork", Work(Draft())),
              StatusIs(kPrecondition, "CONTRACT_NOT_ACTIVE"));
  const v1::Contract contract = Active();
  EXPECT_THAT(DoContract("RecordWork", Work(contract, 2025, 12)),
              StatusIs(kPrecondition, "MONTH_NOT_WORKED"));
  auto bad = Work(contract, 2026, 13);
  bad.mutable_work_month()->mutable_hours()->set_value("745");
  const auto refused = DoContract("RecordWork", bad);
  EXPECT_THAT(refused, HasField("work_month.month"));
  EXPECT_THAT(refused, HasField("work_month.hours"));
  EXPECT_THAT(DoContract("RecordWork", Work(contract), Bureau()), IsOk());
  EXPECT_THAT(DoContract("RecordWork", Work(contract), OtherBureau()),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

// ---- who sees what ----

TEST(FieldTest, MarginAndFacts_AreNotForTheManager) {
  const v1::Contract contract = Submitted();
  EXPECT_TRUE(contract.rate().has_margin_percent());
  v1::GetContractRequest get;
  get.set_name(contract.name());
  const auto for_manager = Must(DoContract("GetContract", get, Manager()));
  EXPECT_FALSE(for_manager.rate().has_margin_percent());
  EXPECT_FALSE(for_manager.has_facts());
  EXPECT_TRUE(for_manager.rate().has_amount());
  const auto for_bureau = Must(DoContract("GetContract", get, Bureau()));
  EXPECT_TRUE(for_bureau.rate().has_margin_percent());
  EXPECT_FALSE(for_bureau.has_facts());
  v1::GetBriefRequest get_brief;
  get_brief.set_name(contract.brief());
  const auto brief_for_bureau = Must(DoBrief("GetBrief", get_brief, Bureau()));
  EXPECT_FALSE(brief_for_bureau.budget().has_maximum());
  EXPECT_FALSE(brief_for_bureau.budget().has_cost_comparison());
  EXPECT_TRUE(Must(DoBrief("GetBrief", get_brief)).budget().has_cost_comparison());
  EXPECT_THAT(DoBrief("GetBrief", get_brief, OtherBureau()),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

// ---- lists ----

TEST(ListTest, Pages_FiltersAndTokens) {
  const v1::Brief brief = Approved();
  for (int i = 0; i < 3; ++i) Draft(brief);
  v1::ListContractsRequest list;
  list.set_parent("organizations/acme");
  list.set_brief(brief.name());
  list.set_page_size(2);
  const auto first = Must(Call<v1::ListContractsResponse>("ListContracts", list));
  EXPECT_EQ(first.contracts_size(), 2);
  list.set_page_token(first.next_page_token());
  const auto second = Must(Call<v1::ListContractsResponse>("ListContracts", list));
  EXPECT_EQ(second.contracts_size(), 1);
  EXPECT_TRUE(second.next_page_token().empty());
  list.set_state(v1::CONTRACT_STATE_ACTIVE);
  EXPECT_THAT(Call<v1::ListContractsResponse>("ListContracts", list),
              StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  list.set_page_token("made-up");
  EXPECT_THAT(Call<v1::ListContractsResponse>("ListContracts", list),
              StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  list.clear_page_token();
  EXPECT_EQ(Must(Call<v1::ListContractsResponse>("ListContracts", list)).contracts_size(), 0);
  list.set_page_size(-1);
  EXPECT_THAT(Call<v1::ListContractsResponse>("ListContracts", list), HasField("page_size"));
  v1::ListBriefsRequest briefs;
  briefs.set_parent("organizations/acme");
  briefs.set_page_size(1);
  const auto page = Must(Call<v1::ListBriefsResponse>("ListBriefs", briefs));
  EXPECT_EQ(page.briefs_size(), 1);
  briefs.set_page_token(page.next_page_token() + "x");
  EXPECT_THAT(Call<v1::ListBriefsResponse>("ListBriefs", briefs),
              StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  // Of the contracts of this brief a bureau that is no party sees none.
  list.set_page_size(50);
  list.clear_state();
  EXPECT_EQ(
      Must(Call<v1::ListContractsResponse>("ListContracts", list, OtherBureau())).contracts_size(),
      0);
}

}  // namespace
}  // namespace interim::conformance
