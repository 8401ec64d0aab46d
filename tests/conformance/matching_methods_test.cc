// What every method of matching keeps, checked the same way for each.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/matching_calls.h"
#include "tests/conformance/method_checks.h"

namespace interim::conformance {
namespace {

constexpr char kAcme[] = "organizations/acme";

v1::CreateSupplierRequest NewSupplier() {
  return Below<v1::CreateSupplierRequest>(
      kAcme, "supplier { display_name: 'Bureau Zuid' channel: CHANNEL_INTERIM_BUREAU }");
}
v1::Supplier Supplied() { return Must(Call<v1::Supplier>("CreateSupplier", NewSupplier())); }

v1::UpdateCandidateRequest Updating() {
  const auto candidate = Must(Call<v1::Candidate>("CreateCandidate", NewCandidate(11)));
  v1::UpdateCandidateRequest request;
  *request.mutable_candidate() = candidate;
  request.mutable_candidate()->set_days_per_week(4);
  request.mutable_update_mask()->add_paths("days_per_week");
  request.set_request_id(NextRequestId());
  return request;
}
v1::RecordPlacementRequest Placing() {
  const v1::Selection selection = WithEvidence();
  Must(Call<v1::Selection>("DecideSelection", Deciding(selection), kSponsor));
  return Named<v1::RecordPlacementRequest>(selection.name(),
                                           "contract: 'organizations/acme/contracts/k1'");
}
v1::DeclareInterestRequest Declaring() {
  const v1::Selection selection = Shortlisted();
  return Named<v1::DeclareInterestRequest>(
      selection.name(), absl::StrCat("candidate: '", selection.entries(0).candidate(),
                                     "' tie { party: 'rival nv' kind: TIE_KIND_SHARES }"));
}
v1::Selection Scored() {
  v1::Selection selection = Shortlisted();
  for (const v1::Criterion& criterion : selection.criteria()) {
    Must(Call<v1::Score>("RecordScore", Scoring(selection, 0, criterion.code()), kFirst));
  }
  return selection;
}

MethodRow Row(const char* method, const Person& person,
              std::function<std::unique_ptr<google::protobuf::Message>()> request) {
  return {
      .method = std::string(kService) + method, .person = person, .request = std::move(request)};
}

void PoolRows(std::vector<MethodRow>& rows) {
  rows.push_back(Row("CreateCandidate", kHr, [] { return Own(NewCandidate(7)); }));
  rows.push_back(Row("UpdateCandidate", kHr, [] { return Own(Updating()); }));
  rows.push_back(
      Row("GetCandidate", kHr, [] { return Own(Named<v1::GetCandidateRequest>(Pool().front())); }));
  rows.push_back(Row("ListCandidates", kHr, [] {
    Pool();
    return Own(Below<v1::ListCandidatesRequest>(kAcme));
  }));
  rows.push_back(Row("CreateSupplier", kHr, [] { return Own(NewSupplier()); }));
  rows.push_back(Row("GetSupplier", kHr,
                     [] { return Own(Named<v1::GetSupplierRequest>(Supplied().name())); }));
  rows.push_back(Row("ListSuppliers", kHr, [] {
    Supplied();
    Supplied();
    return Own(Below<v1::ListSuppliersRequest>(kAcme));
  }));
  rows.push_back(Row("SearchCandidates", kHr, [] {
    Pool();
    return Own(Below<v1::SearchCandidatesRequest>(kAcme, kNeed));
  }));
}

void SelectionRows(std::vector<MethodRow>& rows) {
  rows.push_back(Row("CreateSelection", kHr, [] { return Own(NewSelection()); }));
  rows.push_back(Row("FreezeCriteria", kHr,
                     [] { return Own(Named<v1::FreezeCriteriaRequest>(Draft().name())); }));
  rows.push_back(Row("LonglistCandidates", kHr, [] {
    Pool();
    return Own(Named<v1::LonglistCandidatesRequest>(Frozen().name()));
  }));
  rows.push_back(Row("ShortlistCandidates", kHr, [] { return Own(Shortlisting(Longlisted())); }));
  rows.push_back(Row("DeclareInterest", kHr, [] { return Own(Declaring()); }));
  rows.push_back(Row("WithdrawCandidate", kHr, [] { return Own(Withdrawing(Shortlisted())); }));
  rows.push_back(Row("CloseProcedure", kHr,
                     [] { return Own(Named<v1::CloseProcedureRequest>(Draft().name())); }));
  rows.push_back(
      Row("GetSelection", kHr, [] { return Own(Named<v1::GetSelectionRequest>(Draft().name())); }));
  rows.push_back(Row("ListSelections", kHr, [] {
    Draft();
    Draft();
    return Own(Below<v1::ListSelectionsRequest>(kAcme));
  }));
}

void EvidenceRows(std::vector<MethodRow>& rows) {
  rows.push_back(
      Row("RecordScore", kFirst, [] { return Own(Scoring(Shortlisted(), 0, "KNOWLEDGE_FIT")); }));
  rows.push_back(
      Row("ListScores", kFirst, [] { return Own(Below<v1::ListScoresRequest>(Scored().name())); }));
  rows.push_back(Row("RecordReference", kHr, [] { return Own(Referring(Shortlisted())); }));
  rows.push_back(Row("RecordDiscussion", kHr, [] { return Own(Discussing(ScoredByTwo(2))); }));
  rows.push_back(Row("CompareFinalists", kSponsor, [] {
    return Own(Named<v1::CompareFinalistsRequest>(WithEvidence().name()));
  }));
  rows.push_back(Row("DecideSelection", kSponsor, [] { return Own(Deciding(WithEvidence())); }));
  rows.push_back(Row("RecordPlacement", kService1, [] { return Own(Placing()); }));
}

std::vector<MethodRow> Rows() {
  std::vector<MethodRow> rows;
  PoolRows(rows);
  SelectionRows(rows);
  EvidenceRows(rows);
  return rows;
}

INTERIM_TEST_METHODS("interim.matching.v1.MatchingService", Rows)

TEST(ChosenIdTest, Taken_IsRefused_AndBadOnesAreNamed) {
  auto candidate = NewCandidate(12);
  candidate.set_candidate_id("chosen");
  EXPECT_THAT(Call<v1::Candidate>("CreateCandidate", candidate), IsOk());
  candidate.set_request_id(NextRequestId());
  EXPECT_THAT(Call<v1::Candidate>("CreateCandidate", candidate),
              StatusIs(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  candidate.set_candidate_id("a/b");
  EXPECT_THAT(Call<v1::Candidate>("CreateCandidate", candidate), HasField("candidate_id"));
  auto supplier = NewSupplier();
  supplier.set_supplier_id("chosen");
  EXPECT_THAT(Call<v1::Supplier>("CreateSupplier", supplier), IsOk());
  supplier.set_request_id(NextRequestId());
  EXPECT_THAT(Call<v1::Supplier>("CreateSupplier", supplier),
              StatusIs(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

}  // namespace
}  // namespace interim::conformance
