// Stage 2: who, and how do we choose with care?
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "services/cli/pool/import.h"
#include "services/cli/pool/pool.h"
#include "services/cli/walk/case.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::matching::v1;

constexpr char kNeed[] = R"req(
  need {
    situation_codes: "TR-MERGER"
    situation_codes: "TR-REORG"
    role_code: "TRANS"
    second_role_code: "PLANT"
    sector_code: "INDUSTRY"
    mandate_level: 2
    start_date { ${day:2026-01-26} }
    duration_months: 11
    days_per_week: 5
    max_hourly_rate { ${eur:185.00} }
    skills: "samenvoeging van vestigingen"
    skills: "overleg met ondernemingsraad"
    skills: "productieverhuizing"
    region_code: "NL-NB"
    conflicting_parties: "${text:case.client}"
    conflicting_parties: "Speelwerk Holding"
    conflicting_parties: "Papierwerk Holding"
  }
)req";

// A person on the list, as the walk needs it.
struct Person {
  std::string resource;
  std::string display_name;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
  int rank = 0;
  int score_bp = 0;
};

std::string ChannelCode(v1::Channel channel) {
  return std::string(absl::StripPrefix(v1::Channel_Name(channel), "CHANNEL_"));
}

absl::Status ImportPool(Walk& walk, Report& report) {
  const PoolSize size;
  const Pool pool = MakePool(size, walk.suite().Parent());
  rpc::Client& matching = walk.suite().ClientOf("matching");
  for (const PoolSupplier& made : pool.suppliers) {
    v1::Supplier stored;
    const std::string key = absl::StrCat("select/supplier/", made.id);
    v1::CreateSupplierRequest request;
    request.set_parent(walk.suite().Parent());
    request.set_supplier_id(made.id);
    request.set_request_id(walk.RequestId(key));
    *request.mutable_supplier() = made.supplier;
    RETURN_IF_ERROR(walk.Act(key, stored, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const auto options, walk.OptionsFor("hr"));
      const absl::Status status = matching.Invoke(
          "interim.matching.v1.MatchingService/CreateSupplier", request, stored, options);
      // An earlier walk on the same records made it.
      return absl::IsAlreadyExists(status) ? absl::OkStatus() : status;
    }));
  }
  ProgressBar bar(Phrase("select.importing", walk.language()), size.candidates, walk.quiet());
  v1::ImportCandidatesResponse response;
  RETURN_IF_ERROR(walk.Act("select/import", response, [&]() -> absl::Status {
    ASSIGN_OR_RETURN(auto options, walk.OptionsFor("hr"));
    options.timeout = absl::Minutes(2);
    return SendCandidates(
        matching, pool, walk.suite().Parent(), options, [&](int done) { bar.Show(done); },
        response);
  }));
  const int count =
      response.created_count() + response.unchanged_count() + response.updated_count();
  RETURN_IF_ERROR(Expect(count == size.candidates && response.failed_count() == 0, "select/import",
                         "all candidates are in the pool"));
  report.Fact("select.pool", absl::StrCat(count));
  report.Fact("select.suppliers", absl::StrCat(size.suppliers));
  return absl::OkStatus();
}

absl::StatusOr<v1::SearchCandidatesResponse> SearchPool(Walk& walk) {
  ASSIGN_OR_RETURN(const auto found,
                   walk.Do<v1::SearchCandidatesResponse>(
                       {"select/search", "hr", "matching.SearchCandidates",
                        absl::StrCat("parent: \"${parent}\" page_size: 5 ", kNeed), ""}));
  RETURN_IF_ERROR(Expect(found.matches_size() == 5, "select/search", "five matches are explained"));
  RETURN_IF_ERROR(
      Expect(found.knock_out_counts_size() > 0, "select/search", "knock-outs are counted apart"));
  return found;
}

// Criteria first: a list before they are frozen is refused.
absl::Status FreezeCriteria(Walk& walk) {
  ASSIGN_OR_RETURN(v1::Selection selection,
                   walk.Do<v1::Selection>({"select/create", "hr", "matching.CreateSelection",
                                           absl::StrCat("parent: \"${parent}\" "
                                                        "assessment: \"${assessment}\" selection {",
                                                        kNeed, "}"),
                                           ""}));
  walk.Set("selection", selection.name());
  RETURN_IF_ERROR(walk.Refused({"select/list_too_early", "hr", "matching.LonglistCandidates",
                                R"req(name: "${selection}")req", ""},
                               "SELECTION_STATE_WRONG")
                      .status());
  return walk
      .Do<v1::Selection>({"select/freeze", "sponsor", "matching.FreezeCriteria",
                          R"req(name: "${selection}")req", ""})
      .status();
}

absl::StatusOr<v1::Selection> Longlist(Walk& walk) {
  return walk.Do<v1::Selection>({"select/longlist", "hr", "matching.LonglistCandidates",
                                 R"req(name: "${selection}" candidate_count: 10)req", ""});
}

absl::StatusOr<std::vector<Person>> ReadPeople(Walk& walk, const v1::Selection& selection) {
  std::vector<Person> people;
  for (const v1::Entry& entry : selection.entries()) {
    walk.Set("candidate", entry.candidate());
    ASSIGN_OR_RETURN(
        const auto candidate,
        walk.Do<v1::Candidate>({absl::StrCat("select/read/", people.size() + 1), "hr",
                                "matching.GetCandidate", R"req(name: "${candidate}")req", ""}));
    people.push_back({entry.candidate(),
                      absl::StrCat(candidate.given_name(), " ", candidate.family_name()),
                      candidate.channel(), entry.match().rank(), entry.match().score_bp()});
  }
  return people;
}

// The first three and the next one, or the first from a bureau when none of the three is.
std::vector<Person> ShortlistOf(const std::vector<Person>& people) {
  constexpr std::size_t kFirst = 3;
  const auto from_bureau = [](const Person& person) {
    return person.channel == v1::CHANNEL_INTERIM_BUREAU;
  };
  std::vector<Person> list(people.begin(), people.begin() + kFirst);
  auto fourth = people.begin() + kFirst;
  if (std::none_of(list.begin(), list.end(), from_bureau)) {
    const auto bureau = std::find_if(fourth, people.end(), from_bureau);
    if (bureau != people.end()) fourth = bureau;
  }
  list.push_back(*fourth);
  return list;
}

absl::Status Shortlist(Walk& walk, const std::vector<Person>& list) {
  std::string request = "name: \"${selection}\"";
  for (const Person& person : list)
    absl::StrAppend(&request, " candidates: \"", person.resource, "\"");
  return walk
      .Do<v1::Selection>({"select/shortlist", "hr", "matching.ShortlistCandidates", request, ""})
      .status();
}

// Whoever of the list holds shares in a competitor is out at once.
absl::Status KnockOut(Walk& walk, const Person& person, Report& report) {
  walk.Set("candidate", person.resource);
  ASSIGN_OR_RETURN(const auto selection, walk.Do<v1::Selection>({"select/interest", "legal",
                                                                 "matching.DeclareInterest", R"req(
                                name: "${selection}"
                                candidate: "${candidate}"
                                tie {
                                  party: "Speelwerk Holding"
                                  kind: TIE_KIND_SHARES
                                  description: "${text:case.interest}"
                                })req",
                                                                 ""}));
  for (const v1::Entry& entry : selection.entries()) {
    if (entry.candidate() != person.resource) continue;
    RETURN_IF_ERROR(Expect(entry.state() == v1::ENTRY_STATE_KNOCKED_OUT, "select/interest",
                           "the interest takes the candidate out"));
    report.Fact("select.knocked_out", person.display_name);
    report.Fact("select.knock_out_rule", entry.interests(0).rule_id());
    return absl::OkStatus();
  }
  return Expect(false, "select/interest", "the candidate is on the list");
}

constexpr std::array<const char*, 7> kCriteria = {
    "COMPARABLE_RESULT", "KNOWLEDGE_FIT",    "POLITICAL_SKILL", "DIAGNOSIS_PLANNING",
    "SECTOR_EXPERIENCE", "LEADERSHIP_STYLE", "HANDOVER_RECORD"};

// Points of one rater, 1 to 5: the favourite is strongest, and on one criterion of the second the
// two raters are two points apart, which they have to talk about.
int PointsOf(std::size_t place, bool is_favourite, std::size_t criterion, int rater) {
  if (!is_favourite && place == 1 && criterion == 2) return rater == 1 ? 5 : 3;
  const int base = is_favourite ? 5 : 4 - static_cast<int>(place) / 2;
  return (criterion + static_cast<std::size_t>(rater) + place) % 3 == 0 ? base - 1 : base;
}

absl::Status Score(Walk& walk, const std::vector<Person>& finalists, const Person& favourite) {
  for (std::size_t place = 0; place < finalists.size(); ++place) {
    walk.Set("candidate", finalists[place].resource);
    for (int rater = 1; rater <= 2; ++rater) {
      for (std::size_t i = 0; i < kCriteria.size(); ++i) {
        const bool is_favourite = finalists[place].resource == favourite.resource;
        const std::string request = absl::StrCat(
            "parent: \"${selection}\" score { candidate: \"${candidate}\" criterion_code: \"",
            kCriteria[i], "\" method_code: \"STRUCTURED_INTERVIEW\" points: ",
            PointsOf(place, is_favourite, i, rater), " evidence: \"${text:case.evidence}\" }");
        RETURN_IF_ERROR(
            walk.Do<v1::Score>(
                    {absl::StrCat("select/score/", place + 1, "/", rater, "/", kCriteria[i]),
                     absl::StrCat("rater", rater), "matching.RecordScore", request, ""})
                .status());
      }
    }
  }
  return absl::OkStatus();
}

absl::Status References(Walk& walk, const std::vector<Person>& finalists) {
  constexpr char kReference[] = R"req(
    parent: "${selection}"
    reference {
      candidate: "${candidate}"
      relation: ${relation}
      referee_organization: "${text:case.referee}"
      has_candidate_consent: true
      points { criterion_code: "COMPARABLE_RESULT" points: 5 example: "${text:case.example}" }
      points { criterion_code: "POLITICAL_SKILL" points: 4 example: "${text:case.example}" }
      points { criterion_code: "HANDOVER_RECORD" points: 4 example: "${text:case.example}" }
      would_hire_again: true
      has_confirmed_facts: true
    }
  )req";
  for (std::size_t place = 0; place < finalists.size(); ++place) {
    walk.Set("candidate", finalists[place].resource);
    for (const char* relation : {"REFEREE_RELATION_CLIENT", "REFEREE_RELATION_REPORT"}) {
      walk.Set("relation", relation);
      RETURN_IF_ERROR(
          walk.Do<v1::Reference>({absl::StrCat("select/reference/", place + 1, "/", relation), "hr",
                                  "matching.RecordReference", kReference, ""})
              .status());
    }
  }
  return absl::OkStatus();
}

// What the raters who differ have talked about, for each finalist.
absl::Status TalkAboutGaps(Walk& walk, const v1::CompareFinalistsResponse& compared) {
  for (const v1::Finalist& finalist : compared.finalists()) {
    for (const std::string& criterion : finalist.discuss_criterion_codes()) {
      walk.Set("candidate", finalist.candidate());
      walk.Set("criterion", criterion);
      RETURN_IF_ERROR(
          walk.Do<v1::Selection>({absl::StrCat("select/talk/", finalist.rank(), "/", criterion),
                                  "rater1", "matching.RecordDiscussion", R"req(
                                                name: "${selection}"
                                                candidate: "${candidate}"
                                                criterion_code: "${criterion}"
                                                outcome: "${text:case.talk}")req",
                                  ""})
              .status());
    }
  }
  return absl::OkStatus();
}

// Too early it is refused, for want of references; then it succeeds.
absl::StatusOr<ErrorSpec> DecideTooEarly(Walk& walk, const Person& favourite) {
  walk.Set("candidate", favourite.resource);
  ASSIGN_OR_RETURN(const ErrorSpec error, walk.Refused({"select/decide_too_early", "board",
                                                        "matching.DecideSelection", R"req(
                                                          name: "${selection}"
                                                          candidate: "${candidate}")req",
                                                        ""},
                                                       "EVIDENCE_INCOMPLETE"));
  const bool only_later_steps =
      std::all_of(error.preconditions.begin(), error.preconditions.end(), [](const auto& piece) {
        return piece.type == "REFERENCES" || piece.type == "CLIENT_REFERENCE" ||
               piece.type == "DISCUSSION";
      });
  RETURN_IF_ERROR(Expect(only_later_steps && !error.preconditions.empty(),
                         "select/decide_too_early", "all scores are there, references are not"));
  return error;
}

absl::StatusOr<v1::Selection> Decide(Walk& walk, const v1::CompareFinalistsResponse& compared) {
  walk.Set("candidate", compared.finalists(0).candidate());
  ASSIGN_OR_RETURN(const auto selection, walk.Do<v1::Selection>({"select/decide", "board",
                                                                 "matching.DecideSelection", R"req(
                                name: "${selection}"
                                candidate: "${candidate}"
                                reason: "${text:case.choice}")req",
                                                                 ""}));
  RETURN_IF_ERROR(Expect(selection.state() == v1::SELECTION_STATE_DECIDED, "select/decide",
                         "the selection is decided"));
  return selection;
}

// From here on the chosen one and the supplier have a part in the case.
void CastChosen(Walk& walk, const v1::Selection& selection, const Person& chosen) {
  const v1::Decision& decision = selection.decision();
  const std::string prefix = walk.suite().Parent() + "/";
  const std::string party(absl::StripPrefix(decision.candidate(), prefix));
  walk.Cast("manager", {"interim.manager", {"interim_manager"}, party});
  walk.Cast("supplier", {"bureau.director",
                         {"supplier"},
                         std::string(absl::StripPrefix(decision.supplier(), prefix))});
  walk.Set("chosen", decision.candidate());
  walk.Set("chosen_name", chosen.display_name);
  walk.Set("chosen_supplier", decision.supplier());
  walk.Set("channel", ChannelCode(decision.channel()));
}

std::string ReasonsOf(const v1::Match& match) {
  std::string text;
  int shown = 0;
  for (const v1::CriterionMatch& row : match.criteria()) {
    if (row.finding() != v1::CriterionMatch::FINDING_FOUND || ++shown > 3) continue;
    absl::StrAppend(&text, text.empty() ? "" : " ", row.evidence());
  }
  return text;
}

const Person& FindPerson(const std::vector<Person>& people, const std::string& resource) {
  return *std::find_if(people.begin(), people.end(),
                       [&](const Person& person) { return person.resource == resource; });
}

void ReportSearch(const v1::SearchCandidatesResponse& found, const std::vector<Person>& people,
                  Report& report) {
  std::vector<std::string> counts;
  for (const v1::KnockOutCount& count : found.knock_out_counts()) {
    if (count.candidate_count() == 0) continue;
    counts.push_back(
        absl::StrCat(count.candidate_count(), " ", report.Word("knockout", count.code())));
  }
  report.Item("select.searched", {{"passed", absl::StrCat(found.total_count())},
                                  {"out", Listed(counts, report.language())}});
  const v1::Match& first = found.matches(0);
  report.Item("select.first", {{"name", people.front().display_name},
                               {"score", report.Percent(first.score_bp())},
                               {"reasons", ReasonsOf(first)}});
  if (first.improvements_size() > 0) {
    report.Item("select.improve", {{"text", Whole(first.improvements(0))}});
  }
  report.Item("select.certificate", {{"rule", found.certificate().rule_version()},
                                     {"tie", Whole(found.certificate().tie_rule())}});
}

void ReportFinalists(const v1::CompareFinalistsResponse& compared,
                     const std::vector<Person>& people, Report& report) {
  report.Item("select.formula", {{"formula", compared.formula()}});
  for (const v1::Finalist& finalist : compared.finalists()) {
    const Person& person = FindPerson(people, finalist.candidate());
    std::vector<std::string> talk;
    for (const std::string& code : finalist.discuss_criterion_codes()) {
      talk.push_back(report.Word("criterion", code));
    }
    report.Item(talk.empty() ? "select.finalist" : "select.finalist_talk",
                {{"rank", absl::StrCat(finalist.rank())},
                 {"name", person.display_name},
                 {"points", report.Percent(finalist.combined_bp())},
                 {"channel", report.Word("channel", ChannelCode(person.channel))},
                 {"rate", report.Amount(finalist.hourly_rate())},
                 {"criteria", Listed(talk, report.language())}});
  }
}

void AddFacts(const v1::Selection& selection, const v1::SearchCandidatesResponse& found,
              const Person& chosen, Report& report) {
  report.Fact("select.passed", absl::StrCat(found.total_count()));
  report.Fact("select.chosen", chosen.display_name);
  report.Fact("select.channel", ChannelCode(selection.decision().channel()));
  report.Fact("select.rate", absl::StrCat(selection.decision().hourly_rate().units()));
  report.Fact("select.rule_version", found.certificate().rule_version());
  report.Fact("select.state", std::string(absl::StripPrefix(
                                  v1::SelectionState_Name(selection.state()), "SELECTION_STATE_")));
}

// From the criteria to those who are still in: the list without whoever was knocked out.
absl::StatusOr<std::vector<Person>> FindFinalists(Walk& walk, const std::vector<Person>& people,
                                                  Report& report) {
  std::vector<Person> list = ShortlistOf(people);
  RETURN_IF_ERROR(Shortlist(walk, list));
  RETURN_IF_ERROR(KnockOut(walk, list[1], report));
  list.erase(list.begin() + 1);
  return list;
}

}  // namespace

absl::Status PlaySelect(Walk& walk, Report& report) {
  RETURN_IF_ERROR(walk.GoTo("2026-01-13"));
  RETURN_IF_ERROR(ImportPool(walk, report));
  RETURN_IF_ERROR(FreezeCriteria(walk));
  ASSIGN_OR_RETURN(const auto found, SearchPool(walk));
  ASSIGN_OR_RETURN(const v1::Selection listed, Longlist(walk));
  ASSIGN_OR_RETURN(const std::vector<Person> people, ReadPeople(walk, listed));
  RETURN_IF_ERROR(Expect(people.size() == 10, "select/longlist", "ten people are on the list"));
  RETURN_IF_ERROR(walk.GoTo("2026-01-14"));
  ASSIGN_OR_RETURN(const std::vector<Person> finalists, FindFinalists(walk, people, report));
  const auto bureau = std::find_if(finalists.begin(), finalists.end(), [](const Person& person) {
    return person.channel == v1::CHANNEL_INTERIM_BUREAU;
  });
  const Person favourite = bureau == finalists.end() ? finalists.front() : *bureau;
  RETURN_IF_ERROR(walk.GoTo("2026-01-15"));
  RETURN_IF_ERROR(Score(walk, finalists, favourite));
  ASSIGN_OR_RETURN(const ErrorSpec refusal, DecideTooEarly(walk, favourite));
  RETURN_IF_ERROR(walk.GoTo("2026-01-16"));
  RETURN_IF_ERROR(References(walk, finalists));
  ASSIGN_OR_RETURN(const auto compared,
                   walk.Do<v1::CompareFinalistsResponse>({"select/compare", "sponsor",
                                                          "matching.CompareFinalists",
                                                          R"req(name: "${selection}")req", ""}));
  RETURN_IF_ERROR(TalkAboutGaps(walk, compared));
  ASSIGN_OR_RETURN(const v1::Selection selection, Decide(walk, compared));
  const Person& chosen = FindPerson(people, selection.decision().candidate());
  CastChosen(walk, selection, chosen);
  report.Section("stage.select.head");
  report.Line("select.answer", {{"name", chosen.display_name},
                                {"channel", report.Word("channel", ChannelCode(chosen.channel))},
                                {"rate", report.Amount(selection.decision().hourly_rate())}});
  report.Item("select.criteria_first");
  ReportSearch(found, people, report);
  report.Item("select.interest",
              {{"name", FindPerson(people, ShortlistOf(people)[1].resource).display_name},
               {"party", "Speelwerk Holding"}});
  ReportFinalists(compared, people, report);
  report.Item("select.too_early", {{"count", absl::StrCat(refusal.preconditions.size())}});
  AddFacts(selection, found, chosen, report);
  return absl::OkStatus();
}

}  // namespace interim::cli
