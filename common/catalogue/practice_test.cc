// The situations and roles row by row, written down apart from the data, so that a slip of the pen
// in either shows. covers: S3, S4, S60, S68, S88, S103, S104, S119, S128, S162, S163, S164, S168,
// S169, S170, S187
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/catalogue/catalogue.h"
#include "gmock/gmock.h"

namespace interim::catalogue {
namespace {

const CatalogueFile& Data() {
  static const auto* const catalogue = new absl::StatusOr<Catalogue>(
      Catalogue::Load(std::string(INTERIM_SOURCE_DIR) + "/common/catalogue/data"));
  EXPECT_TRUE(catalogue->ok()) << catalogue->status();
  return (*catalogue)->data();
}

// "code: first choices / second choices; mandate; months; KPI groups; reporting line".
std::string RowOf(const Situation& row) {
  return absl::StrCat(row.code(), ": ", absl::StrJoin(row.first_choice(), " "), " / ",
                      absl::StrJoin(row.second_choice(), " "), "; ", row.min_mandate_level(), "-",
                      row.max_mandate_level(), "; ", row.min_months(), "-", row.max_months(), "; ",
                      absl::StrJoin(row.kpi_group(), " "), "; ", row.reporting_line().en());
}

TEST(PracticeTest, Situations_AreThoseOfThePracticeReference) {
  const std::vector<std::string> expected = {
      "TR-MERGER: TRANS / COO PROG; 2-2; 6-12; INT; CEO or integration steering committee",
      "TR-REORG: TRANS / CHANGE PLANT; 2-3; 6-12; INT CHG; Board",
      "TR-CLOSE: PLANT CEO / TRANS; 3-3; 9-12; INT GEN; Board or parent company",
      "VA-SUDDEN: SAME_ROLE / INTERNAL_ACTING; 3-3; 4-9; SUC; Board or supervisory board",
      "VA-ILL: INTERNAL_ACTING SAME_ROLE / SECONDMENT; 2-3; 3-9; SUC; Board or supervisory board",
      "VA-SUCC: CEO / PERMANENT; 3-3; 6-12; SUC; Owners or supervisory board",
      "PR-ERP: PROG / CIO; 1-2; 9-18; PRJ; Steering committee",
      "PR-BUILD: PROJ / PROG; 1-2; 6-24; PRJ; Steering committee",
      "PR-STRAT: PROG / FUNCTIONAL_DIRECTOR; 2-2; 6-12; PRJ GEN; Board",
      "CR-FIN: CRO / CFO; 3-4; 3-12; TUR; Supervisory board or owners",
      "CR-COST: CFO COO / CRO; 2-3; 4-9; TUR; Board",
      "CR-OPS: PLANT COO / CRO; 3-3; 4-12; OPS REP; Board",
      "CR-REP: REP / CRO; 1-2; 1-4; REP; CEO, direct",
      "CR-GOV: CEO / SUPERVISORY_ADVISER; 3-3; 6-12; GEN SUC; Supervisory board",
      "ST-DIG: CIO CDO / PROG; 2-2; 6-12; DIG; Board",
      "ST-GROW: FUNCTIONAL_SPECIALIST / PERMANENT; 1-1; 3-9; GEN; Board",
      "SP-COMP: COMP / CONSULTANT; 1-1; 2-9; CMP; Board or CFO",
      "SP-PRIV: FG PRIV / EXTERNAL_SERVICE; 0-0; 3-12; CMP; Highest management, without "
      "instructions",
      "SP-SCM: SCM / COO; 1-1; 3-9; SCM; COO",
      "SP-CHG: CHANGE / CONSULTANT; 1-2; 6-12; CHG; Board"};
  std::vector<std::string> rows;
  for (const Situation& row : Data().situation()) rows.push_back(RowOf(row));
  EXPECT_THAT(rows, ::testing::UnorderedElementsAreArray(expected));
}

std::string Word(const std::string& name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

// "code: class, levels; months; euros per hour of each range".
std::string RowOf(const Role& row) {
  std::vector<std::string> levels;
  for (int i = 0; i < row.level_size(); ++i) {
    levels.push_back(Word(RoleLevel_Name(row.level(i)), "ROLE_LEVEL_"));
  }
  std::vector<std::string> rates;
  for (const auto& rate : row.rate()) {
    rates.push_back(
        absl::StrCat(rate.min_hourly_cents() / 100, "-", rate.max_hourly_cents() / 100));
    EXPECT_EQ(rate.year(), 2025) << row.code();
  }
  return absl::StrCat(row.code(), ": ", Word(RoleClass_Name(row.role_class()), "ROLE_CLASS_"), ", ",
                      absl::StrJoin(levels, " "), "; ", row.min_months(), "-", row.max_months(),
                      "; ", absl::StrJoin(rates, " "));
}

TEST(PracticeTest, Roles_AreThoseOfThePracticeReference) {
  const std::vector<std::string> expected = {
      "CEO: leading, board; 6-12; 160-275",
      "CFO: leading, board; 6-12; 140-225",
      "COO: leading, board; 6-12; 140-225",
      "CIO: leading, board management_team; 6-12; 130-200",
      "CDO: leading, board management_team; 6-12; 130-200",
      "CHRO: leading, board management_team; 6-12; 120-185",
      "CRO: leading, board; 3-12; 175-350",
      "PLANT: leading, management_team; 6-12; 110-175",
      "TRANS: leading, management_team; 6-12; 115-180",
      "PROG: project, below_management_team; 6-18; 100-160",
      "PROJ: project, below_management_team; 3-12; 90-140",
      "CHANGE: leading, below_management_team; 6-12; 105-160",
      "COMP: specialist, senior; 2-9; 90-140",
      "FG: specialist, senior; 3-12; 95-140",
      "PRIV: specialist, senior; 3-12; 85-130",
      "SCM: specialist, senior; 3-9; 95-150",
      "REP: specialist, senior; 1-6; 100-160 150-250",
      "GS: leading, board; 6-12; 130-200",
      "CDIR: leading, below_board; 6-12; 120-185",
      "ZB: leading, board; 6-12; 150-235",
      "TEAM: leading, middle; 3-9; 80-125",
      "FRAC: leading, board; 0-0; "};
  std::vector<std::string> rows;
  for (const Role& row : Data().role()) rows.push_back(RowOf(row));
  EXPECT_THAT(rows, ::testing::UnorderedElementsAreArray(expected));
}

// What the law or the post itself asks of whoever holds the role.
TEST(PracticeTest, Roles_CarryTheRulesThatGoWithThem) {
  const std::vector<std::string> expected = {
      "CEO: COMPETENT_BODY WORKS_COUNCIL_ADVICE TRADE_REGISTER DIRECTORS_LIABILITY "
      "PAY_CAP_IF_PUBLIC",
      "CFO: COMPETENT_BODY WORKS_COUNCIL_ADVICE TRADE_REGISTER DIRECTORS_LIABILITY "
      "PAY_CAP_IF_PUBLIC FITNESS_TEST",
      "COO: COMPETENT_BODY WORKS_COUNCIL_ADVICE TRADE_REGISTER DIRECTORS_LIABILITY "
      "PAY_CAP_IF_PUBLIC",
      "CIO: NOT_WITH_FG PAY_CAP_IF_PUBLIC",
      "CDO: NOT_WITH_FG PAY_CAP_IF_PUBLIC",
      "CHRO: PERSONNEL_DATA NO_HR_SUPPLIER_STAKE PAY_CAP_IF_PUBLIC",
      "CRO: REPORTS_TO_SUPERVISORS NOT_COURT_EXPERT SUCCESS_FEE_POSSIBLE DIRECTORS_LIABILITY",
      "PLANT: SAFETY_DUTY",
      "TRANS: ADVICE_ON_PLAN",
      "PROG: STEERING_REQUIRED",
      "PROJ: STEERING_OR_SPONSOR",
      "CHANGE: ",
      "COMP: ",
      "FG: NO_INSTRUCTIONS NO_PURPOSE_DECISIONS SERVICE_CONTRACT_ALLOWED",
      "PRIV: ADVISER_NOT_OFFICER",
      "SCM: ",
      "REP: DIRECT_LINE_CEO",
      "GS: PAY_CAP EXECUTIVE_APPOINTS WORKS_COUNCIL_ADVICE",
      "CDIR: CHECK_TOP_OFFICIAL",
      "ZB: SUPERVISORY_BOARD_CLIENT PAY_CAP WORKS_COUNCIL_ADVICE CLIENT_COUNCIL",
      "TEAM: DISGUISED_EMPLOYMENT",
      "FRAC: NOT_INTERIM"};
  std::vector<std::string> rows;
  for (const Role& row : Data().role()) {
    rows.push_back(absl::StrCat(row.code(), ": ", absl::StrJoin(row.special_rule(), " ")));
  }
  EXPECT_THAT(rows, ::testing::UnorderedElementsAreArray(expected));
}

// The situation names its own milestones, or those of every assignment are enough for it.
TEST(PracticeTest, Milestones_OfASituation_StandInItsTemplate) {
  std::set<std::string> own;
  for (const MilestoneTemplate& set : Data().milestone_template()) own.insert(set.code());
  EXPECT_EQ(own, (std::set<std::string>{"ALL", "CR-FIN", "CR-REP", "PR-BUILD", "PR-ERP", "SP-COMP",
                                        "ST-DIG", "TR-MERGER", "VA-SUDDEN"}));
  for (const MilestoneTemplate& set : Data().milestone_template()) {
    if (set.code() != "PR-BUILD") continue;
    std::vector<std::string> codes;
    for (const Milestone& milestone : set.milestone()) codes.push_back(milestone.code());
    EXPECT_THAT(codes,
                ::testing::ElementsAre("PERMIT", "TENDER", "BUILD_START", "DELIVERY", "HANDOVER"));
  }
}

}  // namespace
}  // namespace interim::catalogue
