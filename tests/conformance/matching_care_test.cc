// The care in a selection, over the wire: who may prove what, blind scores, evidence for everybody,
// a chosen one who drops out, and the texts in the reader's language.
// covers: S24, S27, S197, S203
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "tests/conformance/matching_calls.h"

namespace interim::conformance {
namespace {

v1::Supplier NewAgency(const std::string& more = "") {
  return Must(Call<v1::Supplier>(
      "CreateSupplier",
      Below<v1::CreateSupplierRequest>("organizations/acme",
                                       absl::StrCat("supplier { display_name: 'Bureau' channel: "
                                                    "CHANNEL_SECONDMENT_AGENCY ",
                                                    more, " }"))));
}
v1::Candidate Offered(const v1::Supplier& supplier) {
  auto request = NewCandidate(20);
  request.mutable_candidate()->set_channel(v1::CHANNEL_SECONDMENT_AGENCY);
  request.mutable_candidate()->set_supplier(supplier.name());
  return Must(Call<v1::Candidate>("CreateCandidate", request));
}
Person PartyOf(const std::string& name, const char* role) {
  return {.subject = "u-outside",
          .roles = {role},
          .party = name.substr(sizeof("organizations/acme/") - 1)};
}
absl::StatusOr<v1::Candidate> Change(const v1::Candidate& candidate, const std::string& paths,
                                     const Person& person) {
  v1::UpdateCandidateRequest request;
  *request.mutable_candidate() = candidate;
  request.mutable_candidate()->clear_etag();
  if (!paths.empty()) request.mutable_update_mask()->add_paths(paths);
  request.set_request_id(NextRequestId());
  return Call<v1::Candidate>("UpdateCandidate", request, person);
}

TEST(OutsideTest, Supplier_ChangesAvailability_AndProvesNothing) {
  const v1::Supplier supplier = NewAgency("is_waadi_registered: true");
  v1::Candidate candidate = Offered(supplier);
  const Person bureau = PartyOf(supplier.name(), "supplier");
  candidate.set_days_per_week(3);
  candidate.add_ties()->set_party("Somebody");
  candidate.mutable_ties(0)->set_kind(v1::TIE_KIND_SUPPLIER);
  const auto changed = Change(candidate, "", bureau);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->days_per_week(), 3);
  EXPECT_EQ(changed->ties_size(), 1);
  EXPECT_EQ(changed->track_records_size(), 1) << "a record sent back is not doubled";
  candidate.mutable_track_records(0)->set_has_approved_plan(true);
  const auto refused = Change(candidate, "track_records", bureau);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied, "FIELD_NOT_YOURS"));
  EXPECT_THAT(refused, HasMetadata("field", "track_records"));
  candidate = *changed;
  candidate.clear_ties();
  EXPECT_THAT(Change(candidate, "ties", bureau), HasMetadata("field", "ties"));
  candidate.mutable_consent_date()->set_year(2026);
  candidate.mutable_consent_date()->set_month(1);
  candidate.mutable_consent_date()->set_day(5);
  EXPECT_THAT(Change(candidate, "consent_date", bureau), HasMetadata("field", "consent_date"));
  EXPECT_THAT(Change(candidate, "consent_date", PartyOf(candidate.name(), "interim_manager")),
              IsOk());
  candidate.set_supplier("organizations/acme/suppliers/nobody");
  EXPECT_THAT(Change(candidate, "supplier", kHr), HasReason("SUPPLIER_UNKNOWN"));
}

TEST(OutsideTest, Consent_TakenAway_EndsTheUseAtOnce) {
  auto request = NewCandidate(21);
  request.mutable_candidate()->mutable_consent_date()->set_year(2026);
  request.mutable_candidate()->mutable_consent_date()->set_month(1);
  request.mutable_candidate()->mutable_consent_date()->set_day(5);
  v1::Candidate candidate = Must(Call<v1::Candidate>("CreateCandidate", request));
  candidate.clear_consent_date();
  EXPECT_THAT(Change(candidate, "consent_date", PartyOf(candidate.name(), "interim_manager")),
              IsOk());
  EXPECT_THAT(Call<v1::Candidate>("GetCandidate", Named<v1::GetCandidateRequest>(candidate.name())),
              HasReason("RETENTION_ENDED"));
}

TEST(SupplierTest, Agency_WithoutRegistration_IsKnockedOut) {
  auto search = Below<v1::SearchCandidatesRequest>("organizations/acme", kNeed);
  search.set_candidate(Offered(NewAgency()).name());
  const auto found = Must(Call<v1::SearchCandidatesResponse>("SearchCandidates", search));
  ASSERT_EQ(found.matches_size(), 1);
  ASSERT_EQ(found.matches(0).knock_outs_size(), 1);
  EXPECT_EQ(found.matches(0).knock_outs(0).code(), "SUPPLIER");
  EXPECT_EQ(found.matches(0).knock_outs(0).rule_id(), "R09");
}

TEST(SearchOverviewTest, FirstPage_HasFacetsAndStableWeights) {
  Pool();
  auto search =
      Below<v1::SearchCandidatesRequest>("organizations/acme", absl::StrCat(kNeed, "page_size: 2"));
  const auto first = Must(Call<v1::SearchCandidatesResponse>("SearchCandidates", search));
  ASSERT_GT(first.facets_size(), 0);
  EXPECT_EQ(first.facets(0).field(), "channel");
  EXPECT_EQ(first.matches_size(), 2);
  ASSERT_EQ(first.weight_stability_size(), 7);
  for (int i = 0; i < 7; ++i) {
    const int weight = first.certificate().criteria(i).weight_bp();
    EXPECT_LE(first.weight_stability(i).min_weight_bp(), weight);
    EXPECT_GE(first.weight_stability(i).max_weight_bp(), weight);
  }
  search.set_page_token(first.next_page_token());
  EXPECT_EQ(Must(Call<v1::SearchCandidatesResponse>("SearchCandidates", search)).facets_size(), 0);
}

TEST(LonglistTest, MadeAnew_KeepsTheKnockOut) {
  const v1::Selection listed = Longlisted();
  const std::string candidate = listed.entries(1).candidate();
  Must(Call<v1::Selection>(
      "DeclareInterest",
      Named<v1::DeclareInterestRequest>(
          listed.name(), absl::StrCat("candidate: '", candidate,
                                      "' tie { party: 'Anybody' kind: TIE_KIND_FEE }"))));
  for (int count : {1, 10}) {
    const auto again = Must(Call<v1::Selection>(
        "LonglistCandidates", Named<v1::LonglistCandidatesRequest>(
                                  listed.name(), absl::StrCat("candidate_count: ", count))));
    const auto entry = std::find_if(again.entries().begin(), again.entries().end(),
                                    [&](const v1::Entry& e) { return e.candidate() == candidate; });
    ASSERT_NE(entry, again.entries().end());
    EXPECT_EQ(entry->state(), v1::ENTRY_STATE_KNOCKED_OUT);
  }
}

TEST(CompareTest, BlindScores_AreNotInTheComparison) {
  const v1::Selection selection = Shortlisted();
  for (const v1::Criterion& criterion : selection.criteria()) {
    Must(Call<v1::Score>("RecordScore", Scoring(selection, 0, criterion.code(), 5), kFirst));
  }
  const auto compared = Must(Call<v1::CompareFinalistsResponse>(
      "CompareFinalists", Named<v1::CompareFinalistsRequest>(selection.name()), kSecond));
  for (const v1::Finalist& finalist : compared.finalists()) {
    EXPECT_EQ(finalist.combined_bp(), 0);
    EXPECT_EQ(finalist.methods_size(), 0);
  }
}

TEST(DecideTest, Gap_MustBeTalkedAbout) {
  const v1::Selection selection = WithEvidence(2);
  const auto refused = Call<v1::Selection>("DecideSelection", Deciding(selection), kSponsor);
  EXPECT_THAT(refused, HasReason("EVIDENCE_INCOMPLETE"));
  const auto error = FindError(refused.status());
  ASSERT_EQ(error->preconditions.size(), 1u);
  EXPECT_EQ(error->preconditions[0].type, "DISCUSSION");
  EXPECT_THAT(Call<v1::Selection>("RecordDiscussion", Discussing(selection, "SECTOR_EXPERIENCE")),
              StatusIs(absl::StatusCode::kFailedPrecondition, "NOTHING_TO_DISCUSS"));
  EXPECT_THAT(Call<v1::Selection>("RecordDiscussion", Discussing(selection, "YEARS")),
              HasReason("CRITERION_UNKNOWN"));
  const auto after = Must(Call<v1::Selection>("RecordDiscussion", Discussing(selection)));
  EXPECT_EQ(after.entries(0).discussions(0).recorder(), "u-hr");
  EXPECT_THAT(Call<v1::Selection>("DecideSelection", Deciding(selection), kSponsor), IsOk());
}

TEST(DecideTest, Discussion_OutsideTheShortlist_IsRefused) {
  const v1::Selection listed = Longlisted();
  EXPECT_THAT(Call<v1::Selection>("RecordDiscussion", Discussing(listed)),
              HasReason("SELECTION_STATE_WRONG"));
  auto request = Discussing(Shortlisted());
  request.set_candidate(listed.entries(4).candidate());
  EXPECT_THAT(Call<v1::Selection>("RecordDiscussion", request),
              HasReason("CANDIDATE_NOT_SHORTLISTED"));
}

TEST(DecideTest, SameRefereeTwice_CountsOnce) {
  const v1::Selection selection = ScoredByTwo();
  for (int i = 0; i < 2; ++i) {
    Must(Call<v1::Reference>("RecordReference", Referring(selection)));
  }
  const auto read =
      Must(Call<v1::Selection>("GetSelection", Named<v1::GetSelectionRequest>(selection.name())));
  EXPECT_EQ(read.entries(0).reference_count(), 1);
  EXPECT_TRUE(read.entries(0).has_client_reference());
}

TEST(DecideTest, Rate_IsHeldToTheNeed) {
  Pool();
  auto request = NewSelection();
  request.mutable_selection()->mutable_need()->mutable_max_hourly_rate()->set_currency_code("EUR");
  request.mutable_selection()->mutable_need()->mutable_max_hourly_rate()->set_units(150);
  const auto draft = Must(Call<v1::Selection>("CreateSelection", request));
  Must(Call<v1::Selection>("FreezeCriteria", Named<v1::FreezeCriteriaRequest>(draft.name())));
  const auto listed = Must(Call<v1::Selection>("LonglistCandidates",
                                               Named<v1::LonglistCandidatesRequest>(draft.name())));
  const v1::Selection selection =
      WithEvidence(4, Must(Call<v1::Selection>("ShortlistCandidates", Shortlisting(listed))));
  EXPECT_THAT(Call<v1::Selection>("DecideSelection",
                                  Deciding(selection, 0,
                                           "reason: 'best' hourly_rate { currency_code: 'EUR' "
                                           "units: 151 }"),
                                  kSponsor),
              StatusIs(absl::StatusCode::kFailedPrecondition, "RATE_ABOVE_MAXIMUM"));
  EXPECT_THAT(
      Call<v1::Selection>(
          "DecideSelection",
          Deciding(selection, 0, "reason: 'best' hourly_rate { currency_code: 'EUR' }"), kSponsor),
      HasField("hourly_rate"));
}

TEST(WithdrawTest, ChosenOne_DropsOut_AndAnotherIsChosen) {
  const v1::Selection selection = WithEvidence();
  const auto decided = Must(Call<v1::Selection>("DecideSelection", Deciding(selection), kSponsor));
  const std::string chosen = decided.decision().candidate();
  const auto get = Named<v1::GetCandidateRequest>(chosen);
  EXPECT_EQ(Must(Call<v1::Candidate>("GetCandidate", get)).chosen_by(), selection.name());
  const auto left = Must(Call<v1::Selection>("WithdrawCandidate", Withdrawing(selection)));
  EXPECT_EQ(left.state(), v1::SELECTION_STATE_SHORTLISTED);
  EXPECT_EQ(left.entries(0).state(), v1::ENTRY_STATE_WITHDRAWN);
  EXPECT_FALSE(left.has_decision());
  EXPECT_EQ(Must(Call<v1::Candidate>("GetCandidate", get)).chosen_by(), "");
  EXPECT_THAT(Call<v1::Selection>("WithdrawCandidate", Withdrawing(selection)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "CANDIDATE_WITHDRAWN"));
  EXPECT_THAT(Call<v1::Selection>("DecideSelection", Deciding(selection, 1), kSponsor), IsOk());
}

TEST(WithdrawTest, Refusals) {
  EXPECT_THAT(
      Call<v1::Selection>("WithdrawCandidate", Named<v1::WithdrawCandidateRequest>(
                                                   Frozen().name(),
                                                   "candidate: 'organizations/acme/candidates/c' "
                                                   "reason: 'gone'")),
      HasReason("SELECTION_STATE_WRONG"));
  const v1::Selection listed = Longlisted();
  auto request = Withdrawing(listed);
  request.set_candidate("organizations/acme/candidates/nobody");
  EXPECT_THAT(Call<v1::Selection>("WithdrawCandidate", request), HasReason("CANDIDATE_NOT_LISTED"));
  Must(Call<v1::Selection>(
      "DeclareInterest",
      Named<v1::DeclareInterestRequest>(
          listed.name(), absl::StrCat("candidate: '", listed.entries(0).candidate(),
                                      "' tie { party: 'rival nv' kind: TIE_KIND_SHARES }"))));
  EXPECT_THAT(Call<v1::Selection>("WithdrawCandidate", Withdrawing(listed)),
              HasReason("CANDIDATE_KNOCKED_OUT"));
  request = Withdrawing(listed, 1);
  request.clear_reason();
  EXPECT_THAT(Call<v1::Selection>("WithdrawCandidate", request), HasField("reason"));
}

TEST(LanguageTest, StoredSelection_IsReadInTheReadersLanguage) {
  const v1::Selection listed = Longlisted();
  const auto get = Named<v1::GetSelectionRequest>(listed.name());
  const auto in = [&](const char* language) {
    rpc::CallOptions options;
    options.language = language;
    return Must(
        Server().Call<v1::Selection>(absl::StrCat(kService, "GetSelection"), get, kHr, options));
  };
  const v1::Selection dutch = in("nl");
  const v1::Selection english = in("en");
  EXPECT_NE(dutch.entries(0).match().criteria(0).evidence(),
            english.entries(0).match().criteria(0).evidence());
  EXPECT_EQ(dutch.criteria(0).display_name(), "Bewezen resultaat in vergelijkbare opdrachten");
  EXPECT_EQ(english.criteria(0).display_name(), "Proven result in comparable assignments");
  EXPECT_NE(dutch.certificate().tie_rule(), english.certificate().tie_rule());
}

}  // namespace
}  // namespace interim::conformance
