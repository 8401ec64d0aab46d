// People, requests and records for the tests of matching over the wire.
#ifndef INTERIM_TESTS_CONFORMANCE_MATCHING_CALLS_H_
#define INTERIM_TESTS_CONFORMANCE_MATCHING_CALLS_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "tests/conformance/requests.h"
#include "tests/conformance/server_process.h"

namespace interim::conformance {

using testing::HasField;
using testing::HasMetadata;
using testing::HasReason;
using testing::IsOk;
using testing::NextRequestId;
using testing::Person;
using testing::StatusIs;
namespace v1 = matching::v1;

inline constexpr char kService[] = "interim.matching.v1.MatchingService/";
inline const Person kHr{.subject = "u-hr", .roles = {"hr_advisor"}};
inline const Person kSponsor{.subject = "u-sponsor", .roles = {"sponsor"}};
inline const Person kFirst{.subject = "u-rater-1", .roles = {"rater"}};
inline const Person kSecond{.subject = "u-rater-2", .roles = {"rater"}};
inline const Person kService1{.subject = "relay", .roles = {"service"}};

// What matching asks assessment is answered by this.
inline testing::FakePeer& Assessment() {
  static auto* peer =
      new testing::FakePeer(*assessment::v1::GetAssessmentRequest::descriptor()->file());
  return *peer;
}
// One server for all tests: each works on records of its own.
inline ServerProcess& Server() {
  static auto* server = new ServerProcess("matching_server", &Assessment());
  return *server;
}
class ServerEnd : public ::testing::Environment {
 public:
  void TearDown() override { delete &Server(); }
};
inline const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerEnd);

template <class Response>
absl::StatusOr<Response> Call(const char* method, const google::protobuf::Message& request,
                              const Person& person = kHr) {
  return Server().Call<Response>(std::string(kService) + method, request, person);
}

inline std::string CandidateText(int number, int euros = 140) {
  return absl::StrCat(
      "given_name: 'Test", number,
      "' family_name: 'Kandidaat' channel: CHANNEL_DIRECT role_codes: "
      "'TRANS' skills: 'site integration' available_date { year: 2026 month: 1 day: 5 } "
      "days_per_week: 5 hourly_rate { currency_code: 'EUR' units: ",
      euros,
      " } track_records { situation_code: 'TR-MERGER' role_code: 'TRANS' sector_code: 'INDUSTRY' "
      "mandate_level: 3 result_evidence: RESULT_EVIDENCE_CONFIRMED has_handover: true }");
}
inline v1::CreateCandidateRequest NewCandidate(int number) {
  return Below<v1::CreateCandidateRequest>(
      "organizations/acme", absl::StrCat("candidate { ", CandidateText(number), " }"));
}
// Five candidates for all tests.
inline const std::vector<std::string>& Pool() {
  static const auto* const pool = [] {
    auto* names = new std::vector<std::string>();
    for (int i = 0; i < 5; ++i) {
      const auto created = Call<v1::Candidate>("CreateCandidate", NewCandidate(i));
      EXPECT_THAT(created, IsOk());
      names->push_back(created->name());
    }
    return names;
  }();
  return *pool;
}

inline constexpr char kNeed[] =
    "need { situation_codes: 'TR-MERGER' role_code: 'TRANS' second_role_code: 'PLANT' sector_code: "
    "'INDUSTRY' mandate_level: 2 start_date { year: 2026 month: 2 day: 2 } duration_months: 11 "
    "skills: 'integratie vestiging' conflicting_parties: 'Rival NV' } ";

inline v1::CreateSelectionRequest NewSelection() {
  return Below<v1::CreateSelectionRequest>("organizations/acme",
                                           absl::StrCat("selection { ", kNeed, " }"));
}
inline v1::Selection Draft() {
  const auto draft = Call<v1::Selection>("CreateSelection", NewSelection());
  EXPECT_THAT(draft, IsOk());
  return *draft;
}
inline v1::Selection Frozen() {
  return *Call<v1::Selection>("FreezeCriteria", Named<v1::FreezeCriteriaRequest>(Draft().name()));
}
inline v1::Selection Longlisted() {
  Pool();
  const auto listed = Call<v1::Selection>("LonglistCandidates",
                                          Named<v1::LonglistCandidatesRequest>(Frozen().name()));
  EXPECT_THAT(listed, IsOk());
  return *listed;
}
inline v1::ShortlistCandidatesRequest Shortlisting(const v1::Selection& selection, int count = 2) {
  auto request = Named<v1::ShortlistCandidatesRequest>(selection.name());
  for (int i = 0; i < count; ++i) request.add_candidates(selection.entries(i).candidate());
  return request;
}
inline v1::Selection Shortlisted() {
  const auto listed = Call<v1::Selection>("ShortlistCandidates", Shortlisting(Longlisted()));
  EXPECT_THAT(listed, IsOk());
  return *listed;
}
inline v1::RecordScoreRequest Scoring(const v1::Selection& selection, int entry,
                                      const std::string& criterion, int points = 4) {
  return Below<v1::RecordScoreRequest>(
      selection.name(), absl::StrCat("score { candidate: '", selection.entries(entry).candidate(),
                                     "' method_code: 'STRUCTURED_INTERVIEW' criterion_code: '",
                                     criterion, "' points: ", points, " evidence: 'told how' }"));
}
inline v1::RecordReferenceRequest Referring(const v1::Selection& selection, bool consent = true,
                                            int entry = 0, const std::string& relation = "CLIENT") {
  return Below<v1::RecordReferenceRequest>(
      selection.name(),
      absl::StrCat(
          "reference { candidate: '", selection.entries(entry).candidate(),
          "' relation: REFEREE_RELATION_", relation,
          " referee_organization: 'Fabriek BV' has_candidate_consent: ", consent ? "true" : "false",
          " points { criterion_code: 'KNOWLEDGE_FIT' points: 4 example: 'ran it' } }"));
}
// Both raters complete for two finalists: the first has 4 points on everything, but `points` by the
// first rater on KNOWLEDGE_FIT; the second has 3 on COMPARABLE_RESULT.
inline v1::Selection ScoredByTwo(int points = 4, const v1::Selection& selection = Shortlisted()) {
  const auto points_of = [&](int entry, const std::string& rater, const std::string& criterion) {
    if (entry == 1) return criterion == "COMPARABLE_RESULT" ? 3 : 4;
    return rater == kFirst.subject && criterion == "KNOWLEDGE_FIT" ? points : 4;
  };
  for (const Person& rater : {kFirst, kSecond}) {
    for (const v1::Criterion& criterion : selection.criteria()) {
      for (int entry : {0, 1}) {
        const int given = points_of(entry, rater.subject, criterion.code());
        EXPECT_THAT(Call<v1::Score>("RecordScore",
                                    Scoring(selection, entry, criterion.code(), given), rater),
                    IsOk());
      }
    }
  }
  return selection;
}
// The same with two referees for both finalists.
inline v1::Selection WithEvidence(int points = 4, const v1::Selection& listed = Shortlisted()) {
  v1::Selection selection = ScoredByTwo(points, listed);
  for (int entry : {0, 1}) {
    for (const char* relation : {"CLIENT", "REPORT"}) {
      EXPECT_THAT(
          Call<v1::Reference>("RecordReference", Referring(selection, true, entry, relation)),
          IsOk());
    }
  }
  return selection;
}
inline v1::RecordDiscussionRequest Discussing(const v1::Selection& selection,
                                              const std::string& criterion = "KNOWLEDGE_FIT") {
  return Named<v1::RecordDiscussionRequest>(
      selection.name(), absl::StrCat("candidate: '", selection.entries(0).candidate(),
                                     "' criterion_code: '", criterion, "' outcome: 'heard it'"));
}
inline v1::WithdrawCandidateRequest Withdrawing(const v1::Selection& selection, int entry = 0) {
  return Named<v1::WithdrawCandidateRequest>(
      selection.name(), absl::StrCat("candidate: '", selection.entries(entry).candidate(),
                                     "' reason: 'other assignment'"));
}
inline v1::DecideSelectionRequest Deciding(const v1::Selection& selection, int entry = 0,
                                           const std::string& more = "") {
  return Named<v1::DecideSelectionRequest>(
      selection.name(),
      absl::StrCat("candidate: '", selection.entries(entry).candidate(), "' ", more));
}

}  // namespace interim::conformance

#endif  // INTERIM_TESTS_CONFORMANCE_MATCHING_CALLS_H_
