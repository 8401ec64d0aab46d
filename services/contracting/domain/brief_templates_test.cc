// covers: S30, S42, S51, S52, S70, S77, S90, S115, S116, S117, S142, S143, S144, S145, S159, S160,
// covers: S179, S180, S206, S207, S208, S209, S212, S213
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/brief.h"
#include "services/contracting/domain/brief_check.h"
#include "services/contracting/domain/domain_test_data.h"

namespace interim::contracting {
namespace {

using ::interim::testing::IsOk;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Situation, template, and a deliverable that belongs to it.
struct Situation {
  const char* code;
  const char* template_code;
  const char* deliverable;
};
constexpr Situation kSituations[] = {{"TR-MERGER", "SITE_MERGER", "TRANSITION_PLAN"},
                                     {"TR-REORG", "SITE_MERGER", "TRANSITION_LEAD"},
                                     {"TR-CLOSE", "CLOSURE", "CLOSURE_PLAN"},
                                     {"VA-SUDDEN", "SUDDEN_DEPARTURE", "SUCCESSION_PROFILE"},
                                     {"VA-ILL", "ILLNESS", "CONTINUITY_LIST"},
                                     {"VA-SUCC", "SUCCESSION", "ONBOARDING_PLAN"},
                                     {"PR-ERP", "ERP", "MIGRATION_PLAN"},
                                     {"PR-BUILD", "BUILD", "DELIVERY_PLAN"},
                                     {"PR-STRAT", "STRATEGY", "BUSINESS_CASE"},
                                     {"CR-FIN", "TURNAROUND", "RECOVERY_PLAN"},
                                     {"CR-COST", "COST", "RECOVERY_PLAN"},
                                     {"CR-OPS", "OPERATIONS", "ROOT_CAUSE"},
                                     {"CR-REP", "REPUTATION", "COMMUNICATION_PLAN"},
                                     {"CR-GOV", "GOVERNANCE_CRISIS", "GOVERNANCE_PLAN"},
                                     {"ST-DIG", "DIGITAL", "DIGITAL_ROADMAP"},
                                     {"ST-GROW", "GROWTH", "KNOWLEDGE_TRANSFER"},
                                     {"SP-COMP", "COMPLIANCE", "GAP_LIST"},
                                     {"SP-PRIV", "PRIVACY", "PRIVACY_PLAN"},
                                     {"SP-SCM", "SUPPLY_CHAIN", "DIAGNOSIS"},
                                     {"SP-CHG", "CHANGE", "CULTURE_DIAGNOSIS"}};

v1::Brief DraftFor(const char* situation, const char* role = "TRANS", const char* language = "nl") {
  v1::Brief given;
  given.add_situation_codes(situation);
  given.set_role_code(role);
  given.set_language_code(language);
  *given.mutable_duration()->mutable_start_date() = ToProto(Day(2026, 1, 26));
  *given.mutable_duration()->mutable_end_date() = ToProto(Day(2026, 12, 11));
  return *DraftBrief(TestCatalogs(), given, {}, "");
}

class TemplateTest : public ::testing::TestWithParam<Situation> {};

TEST_P(TemplateTest, SituationHasItsOwnTemplate) {
  EXPECT_EQ(TestCatalogs().TemplateFor({GetParam().code}, "").code(), GetParam().template_code);
}

// A draft holds all a template can know: goals with a KPI, deliverables with a criterion,
// milestones with the plan of approach in time, scope with an out-list, a mandate, a line to report
// to, risks.
TEST_P(TemplateTest, Draft_FillsEveryBlockItCan) {
  for (const char* language : {"nl", "en"}) {
    const v1::Brief brief = DraftFor(GetParam().code, "TRANS", language);
    EXPECT_GE(brief.result().goals_size(), 3);
    EXPECT_LE(brief.result().goals_size(), 7);
    for (const v1::Goal& goal : brief.result().goals()) {
      EXPECT_FALSE(goal.title().empty());
      EXPECT_NE(goal.kpi().direction(), v1::KPI_DIRECTION_UNSPECIFIED) << goal.kpi().code();
      EXPECT_FALSE(goal.kpi().unit().empty()) << goal.kpi().code();
    }
    EXPECT_THAT(brief.scope().out_of_scope(), Not(IsEmpty()));
    EXPECT_THAT(brief.context().trigger(), Not(IsEmpty()));
    EXPECT_THAT(brief.result().end_result(), Not(IsEmpty()));
    bool has_deliverable = false;
    for (const v1::Deliverable& item : brief.deliverables()) {
      has_deliverable = has_deliverable || item.type_code() == GetParam().deliverable;
      EXPECT_FALSE(item.acceptance_criterion().empty()) << item.title();
    }
    EXPECT_TRUE(has_deliverable) << GetParam().deliverable;
    EXPECT_THAT(brief.mandate().reserved_matters(), Not(IsEmpty()));
    EXPECT_THAT(brief.risks().risks(), Not(IsEmpty()));
    EXPECT_THAT(brief.reporting_lines(), Not(IsEmpty()));
  }
}

// What is left open is the client's: owners, baselines, targets, limits. The template itself is
// never at fault.
TEST_P(TemplateTest, Check_FindsNothingTheTemplateGotWrong) {
  const v1::Brief brief = DraftFor(GetParam().code);
  for (const v1::BriefGap& gap : CheckBrief(TestCatalogs(), brief)) {
    for (const char* fault :
         {"KPI_UNKNOWN", "KPI_DIRECTION_MISSING", "PLAN_OF_APPROACH_MISSING", "GOALS_TOO_FEW",
          "GOALS_TOO_MANY", "OUT_OF_SCOPE_EMPTY", "MILESTONE_OUTSIDE_PERIOD",
          "HARD_DATE_WITHOUT_CONSEQUENCE", "MANDATE_DOMAIN_UNKNOWN", "MANDATE_LEVEL_TOO_LOW",
          "REPORTING_TOO_LOW", "PLAN_DECISION_LATE", "RESERVED_MATTERS_EMPTY"}) {
      EXPECT_NE(gap.gap_code(), fault) << GetParam().code << " " << gap.field_path();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Situations, TemplateTest, ::testing::ValuesIn(kSituations),
                         [](const auto& row) {
                           std::string name = row.param.code;
                           name.replace(2, 1, "_");
                           return name;
                         });

TEST(TemplateRoleTest, IndependentOfficer_HasItsOwnTemplateWithoutPower) {
  EXPECT_EQ(TestCatalogs().TemplateFor({"SP-PRIV"}, "FG").code(), "PRIVACY_OFFICER_INDEPENDENT");
  EXPECT_EQ(TestCatalogs().TemplateFor({"SP-PRIV"}, "PRIV").code(), "PRIVACY");
  EXPECT_THAT(DraftFor("SP-PRIV", "FG").mandate().domains(), IsEmpty());
}

// Crisis roles negotiate and decide beyond the limit to prevent damage, and report high.
TEST(TemplateRoleTest, Turnaround_NegotiatesAndHasTheEmergencyRule) {
  const v1::Brief brief = DraftFor("CR-FIN");
  EXPECT_EQ(brief.mandate().level(), 4);
  EXPECT_TRUE(brief.mandate().has_emergency_rule());
  EXPECT_EQ(brief.mandate().emergency_report_hours(), 24);
  bool settles = false;
  for (const v1::MandateDomain& domain : brief.mandate().domains()) {
    settles = settles || domain.domain_code() == "SETTLEMENT";
  }
  EXPECT_TRUE(settles);
  EXPECT_EQ(brief.reporting_lines(0).kind(), v1::REPORTING_KIND_SUPERVISORY_BOARD);
  EXPECT_EQ(brief.reporting_lines(1).kind(), v1::REPORTING_KIND_OWNERS);
}

// ---- what a role asks beside the situation ----

// Role, and words that must stand in its brief, in which list.
struct RoleCase {
  const char* role;
  const char* list;
  const char* text;
};

std::string ListOf(const v1::Brief& brief, const std::string& list) {
  std::string text;
  if (list == "precondition") {
    for (const auto& entry : brief.preconditions()) text += entry.title() + "\n";
  } else if (list == "risk") {
    for (const auto& entry : brief.risks().risks()) {
      text += entry.title() + ": " + entry.measure() + "\n";
    }
  } else if (list == "out") {
    for (const auto& entry : brief.scope().out_of_scope()) text += entry + "\n";
  } else if (list == "decides") {
    for (const auto& entry : brief.governance().decision_rights()) text += entry + "\n";
  } else {
    for (const auto& entry : brief.reporting_lines()) text += entry.to() + "\n";
  }
  return text;
}

class RoleAdditionTest : public ::testing::TestWithParam<RoleCase> {};

// In any situation, after what the situation asks; another role does not get it.
TEST_P(RoleAdditionTest, IsAddedToTheTemplateOfTheSituation) {
  const RoleCase& row = GetParam();
  for (const char* situation : {"TR-MERGER", "VA-SUDDEN", "PR-ERP"}) {
    EXPECT_THAT(ListOf(DraftFor(situation, row.role, "en"), row.list), HasSubstr(row.text));
    if (std::string(row.list) != "reports") {  // a situation may report there too
      EXPECT_THAT(ListOf(DraftFor(situation, "SCM", "en"), row.list), Not(HasSubstr(row.text)));
    }
    const auto own = DraftFor(situation, row.role, "en");
    const auto plain = DraftFor(situation, "SCM", "en");
    EXPECT_GE(own.preconditions_size(), plain.preconditions_size());
    EXPECT_GE(own.reporting_lines_size(), plain.reporting_lines_size());
    EXPECT_EQ(own.template_version(), plain.template_version());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Practice, RoleAdditionTest,
    ::testing::Values(RoleCase{"CEO", "precondition", "competent body"},
                      RoleCase{"CEO", "precondition", "trade register"},
                      RoleCase{"CEO", "precondition", "directors' liability"},
                      RoleCase{"CEO", "risk", "Joint-signature rule"},
                      RoleCase{"COO", "precondition", "competent body"},
                      RoleCase{"CFO", "precondition", "competent body"},
                      RoleCase{"CFO", "precondition", "fitness test"},
                      RoleCase{"CIO", "out", "data protection officer"},
                      RoleCase{"CDO", "out", "data protection officer"},
                      RoleCase{"CHRO", "precondition", "personnel data"},
                      RoleCase{"CHRO", "risk", "Stake in a supplier"},
                      RoleCase{"CRO", "reports", "Supervisory board"},
                      RoleCase{"CRO", "out", "appointed by the court"},
                      RoleCase{"PLANT", "precondition", "safety"},
                      RoleCase{"TRANS", "risk", "works council has advised"},
                      RoleCase{"PROG", "precondition", "Steering committee set up"},
                      RoleCase{"PROG", "decides", "scope, budget and phasing"},
                      RoleCase{"PROG", "reports", "Steering committee"},
                      RoleCase{"PROJ", "precondition", "time to decide"},
                      RoleCase{"PRIV", "out", "independent supervision"},
                      RoleCase{"REP", "reports", "Chief executive, directly"},
                      RoleCase{"GS", "precondition", "municipal executive"},
                      RoleCase{"GS", "precondition", "name and function"},
                      RoleCase{"CDIR", "precondition", "top executive"},
                      RoleCase{"ZB", "precondition", "supervisory board is formal client"},
                      RoleCase{"ZB", "precondition", "client council"},
                      RoleCase{"TEAM", "risk", "disguised employment"},
                      RoleCase{"FRAC", "risk", "without an end"}),
    [](const auto& row) {
      return std::string(row.param.role) + "_" + row.param.list + "_" + std::to_string(row.index);
    });

// A role that is misspelt would never be found.
TEST(RoleAdditionDataTest, EveryRoleIsInTheSharedCatalogue) {
  std::ifstream file(std::string(INTERIM_SOURCE_DIR) + "/common/catalogue/data/roles.textproto");
  const std::string roles{std::istreambuf_iterator<char>(file), {}};
  for (const RoleAddition& role : TestCatalogs().files().templates.role_addition()) {
    for (const std::string& code : role.role_code()) {
      EXPECT_THAT(roles, HasSubstr("  code: \"" + code + "\""));
    }
  }
}

TEST(TemplateRoleTest, UnknownSituation_GetsTheGeneralTemplate) {
  EXPECT_EQ(TestCatalogs().TemplateFor({"XX-NONE"}, "").code(), "GENERAL");
}

}  // namespace
}  // namespace interim::contracting
