// Stage 1: is an interim manager the right answer, and which kind?
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "interim/assessment/v1/assessment.pb.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "services/cli/walk/case.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

constexpr char kBoardSays[] = R"req(
  name: "${assessment}"
  informant: "board"
  answers {
    fact {
      key: "triggers"
      codes { codes: "site_merger" codes: "merger" }
    }
  }
  answers { fact { key: "organisation_type" choice: "company" } }
  answers { fact { key: "sector" choice: "industry" } }
  answers { fact { key: "country" choice: "nl" } }
  answers { fact { key: "formal_client" choice: "board" } }
  answers { fact { key: "end_definition" choice: "end_date" } }
  answers { fact { key: "planned_months" number: 11 } }
  answers {
    fact {
      key: "hard_deadline"
      date { ${day:2026-12-11} }
    }
  }
  answers { fact { key: "inside_capability" choice: "partly" } }
  answers { fact { key: "independence_need" number: 3 } }
  answers { fact { key: "purpose" choice: "real_need" } }
  answers { fact { key: "works_council" flag: true } }
  answers { fact { key: "statutory_director" flag: false } }
  answers { fact { key: "supervisor_approval" flag: false } }
  answers { fact { key: "headcount_reduction" number: 18 } }
)req";

constexpr char kSiteSays[] = R"req(
  name: "${assessment}"
  informant: "site-director-north"
  answers { fact { key: "independence_need" number: 2 } }
  answers { fact { key: "damage_within_weeks" number: 8 } }
  answers { fact { key: "days_per_week" number: 5 } }
  answers { fact { key: "ordinary_line_work" flag: false } }
  answers { fact { key: "works_under_direction" flag: false } }
  answers { fact { key: "key_staff_at_risk" flag: true } }
)req";

// What the questions of the service asked for.
constexpr char kBoardAddsSponsor[] = R"req(
  name: "${assessment}"
  informant: "board"
  answers { fact { key: "sponsor_time" choice: "weekly" } }
  answers { fact { key: "sponsor_owns_problem" flag: true } }
  answers { fact { key: "question_clear" flag: true } }
  answers { fact { key: "preconditions_met" flag: true } }
  answers { fact { key: "decision_power" choice: "full" } }
  answers { fact { key: "asked_result" choice: "execution" } }
)req";

constexpr char kHrAdds[] = R"req(
  name: "${assessment}"
  informant: "hr"
  answers { fact { key: "recruitment_months" number: 5 } }
  answers { fact { key: "profile_clear" flag: true } }
  answers { fact { key: "conduct_certificate" flag: false } }
  answers { fact { key: "self_employed_considered" flag: true } }
  answers { fact { key: "external_share" number: 10 } }
  answers { fact { key: "above_house_norm" flag: false } }
)req";

std::string Code(const std::string& name, absl::string_view prefix) {
  return std::string(absl::StripPrefix(name, prefix));
}

std::string OutcomeWord(const Report& report, v1::AdviceOutcome outcome) {
  return report.Word("outcome", Code(v1::AdviceOutcome_Name(outcome), "ADVICE_OUTCOME_"));
}

void ReportQuestions(const v1::NextQuestionsResponse& next, Report& report) {
  std::vector<std::string> texts;
  for (const v1::Question& question : next.questions()) {
    if (texts.size() < 3) texts.push_back(absl::StrCat("\"", question.text(), "\""));
  }
  report.Item("assess.questions", {{"questions", Listed(texts, report.language())}});
}

void ReportRole(const v1::Advice& advice, Report& report) {
  std::vector<std::string> situations;
  for (const auto& match : advice.situations()) {
    situations.push_back(absl::StrCat(Inside(match.label()), " (", match.situation_code(), ")"));
  }
  report.Item("assess.situation", {{"situations", Listed(situations, report.language())}});
  report.Item("assess.role", {{"role", advice.role().label()},
                              {"code", advice.role().role_code()},
                              {"second", Inside(advice.role().second_label())}});
  report.Item("assess.mandate", {{"low", absl::StrCat(advice.mandate().min_level())},
                                 {"high", absl::StrCat(advice.mandate().max_level())},
                                 {"line", Inside(advice.mandate().reporting_line())}});
  report.Item("assess.duration", {{"planned", absl::StrCat(advice.duration().planned_months())},
                                  {"low", absl::StrCat(advice.duration().min_months())},
                                  {"high", absl::StrCat(advice.duration().max_months())}});
  if (advice.channels_size() > 0) {
    const v1::ChannelProposal& channel = advice.channels(0);
    report.Item("assess.channel", {{"channel", Inside(channel.label())},
                                   {"from", report.Day(channel.earliest_start_date())},
                                   {"to", report.Day(channel.latest_start_date())}});
  }
}

// The first statements of a list, in one item.
template <class List>
void ReportStatements(const char* key, const List& statements, int most, Report& report) {
  std::string text;
  for (int i = 0; i < statements.size() && i < most; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : " ", statements.Get(i).text());
  }
  if (!text.empty()) report.Item(key, {{"text", text}});
}

void ReportLegal(const v1::Advice& advice, Report& report) {
  for (const v1::LegalPoint& point : advice.legal_points()) {
    const std::string source =
        point.source_urls_size() == 0 ? "" : absl::StrCat("; ", point.source_urls(0));
    report.Item("assess.legal",
                {{"text", point.text()},
                 {"rule", absl::StrCat(point.rule_id(), point.rule_version().empty() ? "" : "@",
                                       point.rule_version())},
                 {"weight", report.Word("weight", point.legal_outcome())},
                 {"source", source}});
  }
}

void ReportAlternatives(const v1::Advice& advice, Report& report) {
  int shown = 0;
  for (const v1::Alternative& other : advice.alternatives()) {
    if (other.rank() == 1 || ++shown > 3) continue;
    const std::string reason = other.reasons_against_size() > 0 ? other.reasons_against(0).text()
                               : other.reasons_for_size() > 0   ? other.reasons_for(0).text()
                                                                : "";
    report.Item(
        "assess.alternative",
        {{"rank", absl::StrCat(other.rank())}, {"label", other.label()}, {"reason", reason}});
  }
}

void ReportAdvice(const v1::Advice& advice, Report& report) {
  report.Section("stage.assess.head");
  report.Line("assess.answer",
              {{"summary", advice.summary()}, {"sure", advice.confidence().text()}});
  ReportRole(advice, report);
  ReportStatements("assess.benefits", advice.benefits(), 3, report);
  ReportStatements("assess.risks", advice.risks(), 3, report);
  ReportLegal(advice, report);
  ReportAlternatives(advice, report);
  if (advice.flips_size() > 0) report.Item("assess.flip", {{"text", advice.flips(0).text()}});
  for (const v1::Disagreement& difference : advice.disagreements()) {
    report.Item(difference.matters() ? "assess.disagree_matters" : "assess.disagree_same",
                {{"text", difference.text()}});
  }
}

absl::Status CheckAdvice(const v1::Advice& advice) {
  constexpr absl::string_view kStep = "assess/advise";
  RETURN_IF_ERROR(Expect(advice.outcome() == v1::ADVICE_OUTCOME_INTERIM, kStep,
                         "the outcome is an interim manager"));
  RETURN_IF_ERROR(Expect(advice.strength() == v1::ADVICE_STRENGTH_ADVISED, kStep,
                         "it is advised without conditions"));
  RETURN_IF_ERROR(Expect(advice.role().role_code() == "TRANS", kStep, "the role is TRANS"));
  RETURN_IF_ERROR(Expect(advice.disagreements_size() == 1, kStep, "one disagreement is shown"));
  RETURN_IF_ERROR(Expect(advice.alternatives_size() > 1, kStep, "there are alternatives"));
  RETURN_IF_ERROR(Expect(advice.risks_size() > 0, kStep, "risks are never empty"));
  RETURN_IF_ERROR(Expect(advice.benefits_size() > 0, kStep, "there are benefits"));
  RETURN_IF_ERROR(Expect(advice.channels_size() > 0, kStep, "a channel is proposed"));
  RETURN_IF_ERROR(Expect(advice.flips_size() > 0, kStep, "it says what would change it"));
  for (const v1::LegalPoint& point : advice.legal_points()) {
    if (point.rule_id() == "R12") return absl::OkStatus();
  }
  return Expect(false, kStep, "the works council (R12) is among the legal points");
}

void AddFacts(const v1::Assessment& assessment, Report& report) {
  const v1::Advice& advice = assessment.advice();
  report.Fact("assess.outcome", Code(v1::AdviceOutcome_Name(advice.outcome()), "ADVICE_OUTCOME_"));
  report.Fact("assess.role", advice.role().role_code());
  report.Fact("assess.situation", advice.situations(0).situation_code());
  report.Fact("assess.mandate_level",
              absl::StrCat(advice.mandate().min_level(), "-", advice.mandate().max_level()));
  report.Fact("assess.planned_months", absl::StrCat(advice.duration().planned_months()));
  report.Fact("assess.channel", advice.channels(0).channel_code());
  report.Fact("assess.disagreements", absl::StrCat(advice.disagreements_size()));
  report.Fact("assess.state",
              Code(v1::AssessmentState_Name(assessment.state()), "ASSESSMENT_STATE_"));
  report.Fact("assess.model_version", advice.model_version());
  std::string rules;
  for (const v1::LegalPoint& point : advice.legal_points()) {
    absl::StrAppend(&rules, rules.empty() ? "" : " ", point.rule_id());
  }
  report.Fact("assess.legal_rules", rules);
}

}  // namespace

absl::Status PlayAssess(Walk& walk, Report& report) {
  RETURN_IF_ERROR(walk.GoTo("2026-01-12"));
  ASSIGN_OR_RETURN(
      v1::Assessment assessment,
      walk.Do<v1::Assessment>({"assess/create", "hr", "assessment.CreateAssessment", R"req(
                                 parent: "${parent}"
                                 assessment {
                                   title: "${text:case.title}"
                                   reference_date { ${day:2026-01-12} }
                                 })req",
                               ""}));
  walk.Set("assessment", assessment.name());
  ASSIGN_OR_RETURN(assessment,
                   walk.Do<v1::Assessment>(
                       {"assess/board", "board", "assessment.RecordAnswers", kBoardSays, ""}));
  ASSIGN_OR_RETURN(assessment,
                   walk.Do<v1::Assessment>(
                       {"assess/site", "sponsor", "assessment.RecordAnswers", kSiteSays, ""}));
  ASSIGN_OR_RETURN(const auto next, walk.Do<v1::NextQuestionsResponse>(
                                        {"assess/questions", "hr", "assessment.NextQuestions",
                                         R"req(name: "${assessment}")req", ""}));
  RETURN_IF_ERROR(
      Expect(next.questions_size() > 0, "assess/questions", "there is a next question"));
  ASSIGN_OR_RETURN(assessment,
                   walk.Do<v1::Assessment>({"assess/sponsor", "board", "assessment.RecordAnswers",
                                            kBoardAddsSponsor, ""}));
  ASSIGN_OR_RETURN(assessment, walk.Do<v1::Assessment>(
                                   {"assess/hr", "hr", "assessment.RecordAnswers", kHrAdds, ""}));
  ASSIGN_OR_RETURN(assessment, walk.Do<v1::Assessment>({"assess/advise", "hr", "assessment.Advise",
                                                        R"req(name: "${assessment}")req", ""}));
  RETURN_IF_ERROR(CheckAdvice(assessment.advice()));
  ReportAdvice(assessment.advice(), report);
  ReportQuestions(next, report);
  ASSIGN_OR_RETURN(assessment, walk.Do<v1::Assessment>({"assess/accept", "board",
                                                        "assessment.AcceptAdvice", R"req(
                                                          name: "${assessment}"
                                                          reason: "${text:case.accept}")req",
                                                        ""}));
  RETURN_IF_ERROR(Expect(assessment.state() == v1::ASSESSMENT_STATE_ACCEPTED, "assess/accept",
                         "the advice is accepted"));
  report.Item("assess.accepted", {{"outcome", OutcomeWord(report, assessment.decision().outcome())},
                                  {"day", report.Day(walk.day())}});
  AddFacts(assessment, report);
  return absl::OkStatus();
}

}  // namespace interim::cli
