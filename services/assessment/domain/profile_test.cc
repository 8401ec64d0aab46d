// What an advice proposes beside the outcome: the first and second choice, and when someone can
// start. covers: S9, S63, S67, S167, X4
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment {
namespace {

using Lines = std::vector<std::string>;

// A need for which an interim manager is advised, with the given facts.
v1::Advice AdviceOn(Lines lines, Lang lang = Lang::kEnglish) {
  lines.insert(lines.end(),
               {"formal_client: owners", "sponsor_time: weekly", "sponsor_owns_problem: yes",
                "question_clear: yes", "preconditions_met: yes", "end_definition: end_date",
                "planned_months: 6", "decision_power: full", "asked_result: execution",
                "inside_capability: none", "damage_within_weeks: 4", "purpose: real_need",
                "ordinary_line_work: no", "cash_weeks: 40", "lasting_leader_needed: no"});
  v1::Advice advice = BuildAdvice(TestModel(), nullptr, KnownOf(lines), Depth::kBasic);
  Localize(TestModel(), lang, advice);
  EXPECT_EQ(advice.outcome(), v1::ADVICE_OUTCOME_INTERIM);
  return advice;
}

// The first and second choice of every situation, by a trigger that makes it lead.
TEST(ProfileTest, EverySituation_ProposesAFirstAndASecondChoice) {
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"merger", "Transition or integration manager / Interim COO, operations director"},
      {"restructuring", "Transition or integration manager / Change manager"},
      {"closure", "Interim plant or site manager / Transition or integration manager"},
      {"sudden_departure", "Interim in the vacant role / Internal acting manager"},
      {"long_absence", "Interim in the vacant role / Secondment"},
      {"succession", "Interim CEO, general manager / Permanent hire"},
      {"erp_implementation", "Program manager / Interim CIO, IT director"},
      {"construction_project", "Project manager / Program manager"},
      {"strategy_execution", "Program manager / Director of the function concerned"},
      {"liquidity", "Turnaround or crisis manager / Interim CFO, finance director"},
      {"cost_reduction", "Interim CFO, finance director / Turnaround or crisis manager"},
      {"operational_crisis", "Interim plant or site manager / Turnaround or crisis manager"},
      {"media_storm", "Communication or reputation manager / Turnaround or crisis manager"},
      {"governance_conflict", "Interim CEO, general manager / Adviser to the supervisory board"},
      {"digital_transformation", "Interim CIO, IT director / Program manager"},
      {"growth_initiative", "Project manager / Change manager"},
      {"audit", "Compliance specialist / Consultant"},
      {"dpo_vacancy", "Data protection officer / Privacy officer"},
      {"supply_chain", "Supply-chain specialist / Interim COO, operations director"},
      {"change_programme", "Change manager / Consultant"}};
  std::set<std::string> leading;
  for (const auto& [trigger, choices] : expected) {
    const v1::Advice advice = AdviceOn({absl::StrCat("triggers: ", trigger)});
    EXPECT_EQ(absl::StrCat(advice.role().label(), " / ", advice.role().second_label()), choices)
        << trigger;
    ASSERT_FALSE(advice.situations().empty()) << trigger;
    leading.insert(advice.situations(0).situation_code());
    for (const v1::Statement& reason : advice.role().reasons()) {
      EXPECT_EQ(reason.text().find(" ."), std::string::npos) << reason.text();
    }
  }
  EXPECT_EQ(leading.size(), TestShared().situations.size());
}

TEST(ProfileTest, AChoiceThatIsNoRole_HasALabel_ButNoRoleCode) {
  const v1::Advice advice = AdviceOn({"triggers: sudden_departure"}, Lang::kDutch);
  EXPECT_EQ(advice.role().role_code(), "");
  EXPECT_EQ(advice.role().second_role_code(), "");
  EXPECT_EQ(advice.role().label(), "Interim in de opengevallen rol");
  EXPECT_EQ(advice.role().second_label(), "Waarnemer uit eigen huis");
  EXPECT_THAT(advice.problem_statement(), ::testing::HasSubstr("interim in de opengevallen rol"));
}

TEST(ProfileTest, ScarceExpertise_MovesTheLatestStart_OfEveryChannel) {
  const v1::Advice usual = AdviceOn({"triggers: audit", "niche: no"});
  const v1::Advice scarce = AdviceOn({"triggers: audit", "niche: yes"});
  ASSERT_EQ(usual.channels_size(), scarce.channels_size());
  for (int i = 0; i < usual.channels_size(); ++i) {
    EXPECT_EQ(usual.channels(i).channel_code(), scarce.channels(i).channel_code());
    EXPECT_EQ(usual.channels(i).min_start_days(), scarce.channels(i).min_start_days());
    EXPECT_EQ(usual.channels(i).max_start_days() + 14, scarce.channels(i).max_start_days());
  }
  // From 12 January: fifteen working days are 21 days, and two weeks more.
  EXPECT_EQ(scarce.channels(0).latest_start_date().month(), 2);
  EXPECT_EQ(scarce.channels(0).latest_start_date().day(), 16);
}

TEST(ProfileTest, DayOfTheVacancy_IsAReasonForUrgency) {
  const v1::Advice advice = AdviceOn({"triggers: sudden_departure", "vacancy_date: 2026-02-01"});
  std::vector<std::string> reasons;
  for (const v1::Statement& reason : advice.urgency().reasons()) reasons.push_back(reason.text());
  EXPECT_THAT(reasons, ::testing::Contains("The post falls vacant on 1 February 2026."));
}

TEST(ProfileTest, ProblemStatement_ReadsAsASentence) {
  v1::Advice advice = AdviceOn({"triggers: restructuring"}, Lang::kDutch);
  EXPECT_THAT(advice.problem_statement(),
              ::testing::HasSubstr("Wij zoeken voor 6 maanden een transitie- of integratiemanager "
                                   "met mandaatniveau 2-3, die rapporteert aan: directie."));
  EXPECT_THAT(advice.problem_statement(),
              ::testing::EndsWith("Binnen 35 dagen moet iemand starten."));
  advice = AdviceOn({"triggers: sudden_departure"}, Lang::kEnglish);
  EXPECT_THAT(advice.problem_statement(), ::testing::HasSubstr("with mandate level 3, reporting"));
}

TEST(ProfileTest, OneOfAUnit_IsSingular) {
  for (const auto& [line, nl, en] : std::vector<std::tuple<const char*, const char*, const char*>>{
           {"days_per_week: 1", "1 dag per week", "1 day a week"},
           {"planned_months: 1", "1 maand", "1 month"},
           {"planned_months: 2", "2 maanden", "2 months"}}) {
    const v1::Fact fact = FactFrom(TestModel(), line);
    EXPECT_EQ(FormatValue(TestModel(), fact, Lang::kDutch), nl);
    EXPECT_EQ(FormatValue(TestModel(), fact, Lang::kEnglish), en);
  }
}

}  // namespace
}  // namespace interim::assessment
