// Terms of a contract over the wire: own clauses, notice in employment, and what a decision about a
// finding holds for.
// covers: S31, S32, S35, S224, S230
#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "tests/conformance/contracting_calls.h"

namespace interim::conformance {
namespace {

const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerOnDay(2026, 3, 2));

// ---- own clauses ----

constexpr char kOwnText[] =
    "De uitvoerder mag honden meenemen op vrijdag.\n# Geen kop\n[geen link](http://x.example)";

v1::DraftContractRequest WithOwnClause() {
  const v1::Brief brief = Approved();
  v1::DraftContractRequest request = NewDraft(brief);
  *request.mutable_contract()->mutable_clauses() = Draft(brief).clauses();
  v1::Clause& own = *request.mutable_contract()->add_clauses();
  own.set_code("OWN-HOND");
  own.set_title("Huisdieren");
  own.set_text(kOwnText);
  return request;
}

v1::ContractDocument Rendered(const std::string& name) {
  v1::RenderContractRequest request;
  request.set_name(name);
  return Must(Call<v1::ContractDocument>("RenderContract", request));
}

// Kept to the letter, shown as text and not as mark-up, signed with the rest, and understood as
// nothing more.
TEST(OwnClauseTest, IsKept_Shown_Signed_AndNotUnderstood) {
  const v1::Contract draft = Must(DoContract("DraftContract", WithOwnClause()));
  const v1::Clause& own = draft.clauses(draft.clauses_size() - 1);
  EXPECT_EQ(own.text(), kOwnText);
  EXPECT_TRUE(own.is_changed());
  EXPECT_EQ(own.requirement(), v1::CLAUSE_REQUIREMENT_OPTIONAL);
  const v1::Contract contract = Submitted(Decided(draft));
  const std::string text = Rendered(contract.name()).content();
  EXPECT_THAT(text, HasSubstr("Huisdieren (OWN-HOND)"));
  EXPECT_THAT(text, HasSubstr("honden meenemen op vrijdag"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("\n# Geen kop")));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("[geen link](")));
  EXPECT_EQ(SignedByBoth(contract).clauses(draft.clauses_size() - 1).text(), kOwnText);
  v1::ScanClausesRequest scan;
  scan.set_parent("organizations/acme");
  scan.set_contract(contract.name());
  const auto found = Must(Call<v1::ScanClausesResponse>("ScanClauses", scan));
  for (const v1::ClauseWarning& warning : found.warnings()) {
    EXPECT_NE(warning.clause_code(), "OWN-HOND") << warning.code();
  }
  EXPECT_FALSE(found.limits().en().empty());  // says that it read no more than known wordings
}

TEST(OwnClauseTest, WithoutTitleOrPrefix_IsNotPutUpForSignature) {
  v1::DraftContractRequest request = WithOwnClause();
  v1::Clause& own =
      *request.mutable_contract()->mutable_clauses(request.contract().clauses_size() - 1);
  own.clear_title();
  const auto untitled = Decided(Must(DoContract("DraftContract", request)));
  EXPECT_THAT(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(untitled)),
              StatusIs(kPrecondition, "CONTRACT_INCOMPLETE"));
  request.set_request_id(NextRequestId());
  own.set_title("Huisdieren");
  std::string longest;
  for (int i = 0; i < 5000; ++i) longest += "\u00e9";  // characters, not bytes
  own.set_text(longest);
  EXPECT_THAT(DoContract("DraftContract", request), IsOk());
  request.set_request_id(NextRequestId());
  own.set_text(longest + "x");
  const int last = request.contract().clauses_size() - 1;
  EXPECT_THAT(DoContract("DraftContract", request),
              HasField("contract.clauses[" + std::to_string(last) + "].text"));
}

// ---- notice in employment ----

v1::DraftContractRequest Employment() {
  v1::DraftContractRequest request =
      NewDraft(Approved(), kIndependent, v1::CONTRACT_FORM_FIXED_TERM);
  request.mutable_contract()->mutable_facts()->set_direction_by_client(v1::ANSWER_YES);
  v1::Rate& wage = *request.mutable_contract()->mutable_rate();
  wage.set_unit(v1::RATE_UNIT_MONTH);
  wage.mutable_amount()->set_currency_code("EUR");
  wage.mutable_amount()->set_units(9000);
  return request;
}

v1::Contract ActiveEmployment(const v1::DraftContractRequest& request) {
  const v1::Contract draft = Decided(Must(DoContract("DraftContract", request)), Legal());
  const v1::Contract half = Must(DoContract("SignContract", Signature(Submitted(draft)), Board()));
  EXPECT_THAT(DoContract("SignContract", Signature(half), Bureau()).status().code(),
              ::testing::AnyOf(absl::StatusCode::kNotFound, absl::StatusCode::kPermissionDenied));
  const v1::Contract done = Must(DoContract("SignContract", Signature(half), Manager()));
  return Must(DoContract("ActivateContract", Etagged<v1::ActivateContractRequest>(done)));
}

// Notice on 2 March: one month by law, against the end of the month: 30 April.
TEST(EmploymentTest, NoticeOfTheLaw_IsInMonths_WithItsArticle) {
  const v1::Contract base = ActiveEmployment(Employment());
  const v1::Contract after = Must(DoContract("TerminateContract", Notice(base), Board()));
  const v1::Termination& termination = after.termination();
  EXPECT_EQ(termination.notice_months(), 1);
  EXPECT_EQ(termination.end_date().month(), 4);
  EXPECT_EQ(termination.end_date().day(), 30);
  ASSERT_GT(termination.sources_size(), 0);
  EXPECT_THAT(termination.sources(0).article(), HasSubstr("7:672"));
  EXPECT_THAT(termination.basis().nl(), HasSubstr("UWV"));
  EXPECT_THAT(Rendered(base.name()).content(), HasSubstr("de wettelijke termijn"));
}

// Three months for the employee and, by law, double for the employer: from 2 March to 30 September.
TEST(EmploymentTest, LongerAgreedTerm_BindsTheEmployerTwice) {
  v1::DraftContractRequest request = Employment();
  request.mutable_contract()->set_employee_notice_months(3);
  const v1::Contract after =
      Must(DoContract("TerminateContract", Notice(ActiveEmployment(request)), Board()));
  EXPECT_EQ(after.termination().notice_months(), 6);
  EXPECT_EQ(after.termination().end_date().month(), 9);
}

TEST(EmploymentTest, WithoutAgreedEarlyNotice_ItRunsToItsEnd) {
  v1::DraftContractRequest request = Employment();
  const v1::Contract plain = Must(DoContract("DraftContract", Employment()));
  for (const v1::Clause& clause : plain.clauses()) {
    if (clause.code() != "CL-07") *request.mutable_contract()->add_clauses() = clause;
  }
  const v1::Contract base = ActiveEmployment(request);
  for (const Person& person : {Board(), Manager()}) {
    const auto refused = DoContract("TerminateContract", Notice(base), person);
    EXPECT_THAT(refused, StatusIs(kPrecondition, "EARLY_NOTICE_NOT_AGREED"));
    EXPECT_THAT(refused, HasMetadata("lastDate", "2026-12-11"));
  }
}

TEST(EmploymentTest, TermsThatTheLawForbids_AreNotPutUpForSignature) {
  v1::DraftContractRequest request = Employment();
  request.mutable_contract()->set_employee_notice_months(3);
  request.mutable_contract()->set_employer_notice_months(5);
  const auto draft = Decided(Must(DoContract("DraftContract", request)), Legal());
  EXPECT_THAT(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(draft)),
              StatusIs(kPrecondition, "CONTRACT_INCOMPLETE"));
  request.mutable_contract()->set_employee_notice_months(25);
  request.set_request_id(NextRequestId());
  EXPECT_THAT(DoContract("DraftContract", request), HasField("contract.employee_notice_months"));
}

// ---- decisions and their facts ----

const std::vector<int> kWarns = {0, 0, -1, 0, 1, 1, 2, 0, 1};

v1::Contract WithAnswers(const v1::Contract& contract, const std::vector<int>& scores) {
  v1::UpdateContractRequest update;
  update.mutable_contract()->set_name(contract.name());
  update.mutable_contract()->set_etag(contract.etag());
  *update.mutable_contract()->mutable_facts() = contract.facts();
  update.mutable_contract()->mutable_facts()->clear_working_relation_answers();
  AddAnswers(*update.mutable_contract()->mutable_facts(), scores);
  update.mutable_update_mask()->add_paths("facts");
  update.set_request_id(NextRequestId());
  return Must(DoContract("UpdateContract", update));
}

// Given for these facts: other facts with the same warning ask again, and the old decision is kept
// and marked.
TEST(DecisionTest, HoldsForItsFacts_AndIsAskedAgainForOthers) {
  const v1::Contract decided = Decided(Draft(Approved(), kWarns));
  ASSERT_FALSE(decided.finding_decisions().empty());
  EXPECT_EQ(decided.finding_decisions(0).inputs_hash().size(), 64u);
  std::vector<int> other = kWarns;
  other[0] = -1;
  const v1::Contract changed = WithAnswers(decided, other);
  const bool outdated =
      std::any_of(changed.finding_decisions().begin(), changed.finding_decisions().end(),
                  [](const v1::FindingDecision& decision) { return decision.is_outdated(); });
  EXPECT_TRUE(outdated);
  EXPECT_THAT(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(changed)),
              StatusIs(kPrecondition, "FINDING_UNDECIDED"));
  const v1::Contract anew = Decided(changed);
  for (const v1::FindingDecision& decision : anew.finding_decisions()) {
    EXPECT_FALSE(decision.is_outdated());
  }
  EXPECT_THAT(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(anew)),
              IsOk());
}

}  // namespace
}  // namespace interim::conformance
