#include "common/catalogue/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "common/catalogue/conversions.h"
#include "common/core/error.h"

// covers: S3, S4, S5, S6, S7, S8, S9, S10, S11, S12, S13, S16, S17, S18, S19, S20, S199, S205
namespace interim::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string& DataFolder() {
  static const std::string kFolder = std::string(INTERIM_SOURCE_DIR) + "/common/catalogue/data";
  return kFolder;
}

class CatalogueTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto loaded = Catalogue::Load(DataFolder());
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    catalogue_ = new Catalogue(*std::move(loaded));
  }
  static void TearDownTestSuite() {
    delete catalogue_;
    catalogue_ = nullptr;
  }
  void SetUp() override { ASSERT_NE(catalogue_, nullptr); }

  static const Catalogue* catalogue_;
};
const Catalogue* CatalogueTest::catalogue_ = nullptr;

template <typename Rows>
std::vector<std::string> Codes(const Rows& rows) {
  std::vector<std::string> codes;
  for (const auto* row : rows) codes.push_back(row->code());
  return codes;
}

Decimal N(const char* text) { return *Decimal::Parse(text); }
Date D(const char* text) { return *Date::Parse(text); }

TEST_F(CatalogueTest, HoldsEverythingThePracticeNames) {
  const CatalogueFile& data = catalogue_->data();
  EXPECT_EQ(data.situation_size(), 20);
  EXPECT_EQ(data.role_size(), 22);
  EXPECT_EQ(data.organization_type_size(), 4);
  EXPECT_EQ(data.sector_size(), 5);
  EXPECT_EQ(data.channel_size(), 3);
  EXPECT_EQ(data.style_size(), 6);
  EXPECT_EQ(data.kpi_group_size(), 12);
  EXPECT_EQ(data.kpi_size(), 76);
  EXPECT_EQ(data.milestone_template_size(), 9);
  EXPECT_EQ(data.mandate_level_size(), 5);
  EXPECT_EQ(data.mandate_domain_size(), 10);
  EXPECT_EQ(data.reserved_matter_size(), 7);
  EXPECT_EQ(data.raci_decision_size(), 9);
  EXPECT_EQ(data.escalation_level_size(), 6);
  EXPECT_EQ(data.evaluation_moment_size(), 10);
  EXPECT_EQ(data.handover_group_size(), 7);
  EXPECT_EQ(data.handover_item_size(), 30);
  EXPECT_EQ(catalogue_->version().size(), 12u);
}

TEST_F(CatalogueTest, KpiGroups_HaveTheirNumberOfKpis) {
  const std::pair<const char*, std::size_t> sizes[] = {
      {"TUR", 15}, {"PRJ", 11}, {"SUC", 7}, {"INT", 9}, {"REP", 7}, {"OPS", 4},
      {"DIG", 4},  {"CMP", 4},  {"SCM", 3}, {"CHG", 4}, {"PUB", 2}, {"GEN", 6}};
  for (const auto& [group, size] : sizes)
    EXPECT_THAT(catalogue_->Kpis(group), SizeIs(size)) << group;
  EXPECT_THAT(catalogue_->Kpis("XXX"), SizeIs(0));
}

TEST_F(CatalogueTest, SiteMerger_GivesTheWholeProfile) {
  const Situation* situation = catalogue_->FindSituation("TR-REORG");
  ASSERT_NE(situation, nullptr);
  EXPECT_THAT(situation->first_choice(), ElementsAre("TRANS"));
  EXPECT_EQ(situation->min_mandate_level(), 2);
  EXPECT_EQ(situation->max_mandate_level(), 3);
  EXPECT_EQ(situation->min_months(), 6);
  EXPECT_EQ(situation->max_months(), 12);
  const auto kpis = Codes(catalogue_->KpisForSituation("TR-REORG"));
  ASSERT_THAT(kpis, SizeIs(9 + 4 + 6));
  EXPECT_EQ(kpis.front(), "INT-01");
  EXPECT_EQ(kpis.back(), "GEN-06");
  EXPECT_THAT(Codes(catalogue_->StylesFor("TR-REORG")),
              ElementsAre("AUTHORITATIVE", "AFFILIATIVE"));
}

TEST_F(CatalogueTest, KpisForSituation_NeverRepeatsTheGeneralOnes) {
  const auto kpis = Codes(catalogue_->KpisForSituation("CR-GOV"));
  EXPECT_EQ(std::set<std::string>(kpis.begin(), kpis.end()).size(), kpis.size());
  EXPECT_THAT(kpis, SizeIs(7 + 6));
  EXPECT_THAT(catalogue_->KpisForSituation("XX-NONE"), SizeIs(0));
}

TEST_F(CatalogueTest, Roles_CarryTheirSpecialRules) {
  const Role* fg = catalogue_->FindRole("FG");
  ASSERT_NE(fg, nullptr);
  EXPECT_TRUE(fg->is_independent());
  EXPECT_THAT(fg->incompatible_role(), ElementsAre("CIO", "CDO"));
  EXPECT_EQ(fg->role_class(), ROLE_CLASS_SPECIALIST);
  EXPECT_TRUE(catalogue_->FindRole("ZB")->has_pay_cap());
  EXPECT_EQ(catalogue_->FindRole("TRANS")->role_class(), ROLE_CLASS_LEADING);
  EXPECT_EQ(catalogue_->FindRole("FRAC")->max_months(), 0);
  EXPECT_EQ(catalogue_->FindRole("NONE"), nullptr);
  EXPECT_EQ(catalogue_->FindRole(""), nullptr);
}

TEST_F(CatalogueTest, FindRate_OtherYear_IsAnEstimate) {
  const auto same = catalogue_->FindRate("TRANS", 2025);
  ASSERT_TRUE(same.has_value());
  EXPECT_EQ(same->range->min_hourly_cents(), 11500);
  EXPECT_EQ(same->range->max_hourly_cents(), 18000);
  EXPECT_FALSE(same->is_estimate);
  EXPECT_TRUE(catalogue_->FindRate("TRANS", 2026)->is_estimate);
  EXPECT_TRUE(catalogue_->FindRate("TRANS", 2024)->is_estimate);
  EXPECT_EQ(catalogue_->FindRate("REP", 2025, "ACUTE")->range->max_hourly_cents(), 25000);
  EXPECT_FALSE(catalogue_->FindRate("TRANS", 2025, "ACUTE").has_value());
  EXPECT_FALSE(catalogue_->FindRate("FRAC", 2025).has_value());
  EXPECT_FALSE(catalogue_->FindRate("NONE", 2025).has_value());
}

TEST_F(CatalogueTest, Organizations_AskWhatDiffers) {
  EXPECT_EQ(catalogue_->FindOrganizationType("HOSPITAL")->pay_cap(), PRESUMPTION_YES);
  EXPECT_EQ(catalogue_->FindOrganizationType("HOSPITAL")->vat_is_cost(), PRESUMPTION_YES);
  EXPECT_EQ(catalogue_->FindOrganizationType("MUNICIPALITY")->procurement(), PRESUMPTION_YES);
  EXPECT_EQ(catalogue_->FindOrganizationType("NON_PROFIT")->pay_cap(), PRESUMPTION_ASK);
  EXPECT_EQ(catalogue_->FindOrganizationType("NON_PROFIT")->vat_is_cost(), PRESUMPTION_ASK);
  EXPECT_EQ(catalogue_->FindOrganizationType("COMPANY")->pay_cap(), PRESUMPTION_NO);
  for (const char* code : {"INDUSTRY", "HEALTHCARE", "PUBLIC_ADMIN", "BUSINESS_SERVICES"}) {
    ASSERT_NE(catalogue_->FindSector(code), nullptr) << code;
    EXPECT_FALSE(catalogue_->FindSector(code)->has_fitness_test()) << code;
  }
  EXPECT_TRUE(catalogue_->FindSector("FINANCIAL_SERVICES")->has_fitness_test());
}

TEST_F(CatalogueTest, Channels_HaveLeadTimesAndTasks) {
  const Channel* bureau = catalogue_->FindChannel("INTERIM_BUREAU");
  ASSERT_NE(bureau, nullptr);
  EXPECT_EQ(bureau->min_start_working_days(), 5);
  EXPECT_EQ(bureau->max_start_working_days(), 15);
  EXPECT_EQ(bureau->basis().evidence(), type::EVIDENCE_COMMERCIAL);
  EXPECT_THAT(catalogue_->SourcesOf(bureau->basis()), SizeIs(4));
  EXPECT_EQ(catalogue_->FindChannel("DIRECT")->client_task_size(), 4);
  EXPECT_THAT(catalogue_->FindChannel("SECONDMENT_AGENCY")->contract_form(),
              ElementsAre("SECONDMENT"));
}

TEST_F(CatalogueTest, Milestones_EveryAssignmentAndTheSituation) {
  const auto merger = Codes(catalogue_->MilestonesFor("TR-MERGER"));
  ASSERT_THAT(merger, SizeIs(10 + 7));
  EXPECT_EQ(merger[2], "PLAN_APPROVED");
  EXPECT_EQ(merger[11], "DAY_1");
  EXPECT_THAT(catalogue_->MilestonesFor("VA-ILL"), SizeIs(10));
  const Milestone* plan = catalogue_->MilestonesFor("VA-ILL")[2];
  EXPECT_EQ(plan->offset_days(), 28);
  EXPECT_EQ(plan->earliest_days(), 21);
  EXPECT_EQ(plan->latest_days(), 35);
}

TEST_F(CatalogueTest, Mandates_RiseWithTheLevel) {
  EXPECT_EQ(catalogue_->FindMandateLevel(0)->domain_size(), 0);
  EXPECT_EQ(catalogue_->FindMandateLevel(4)->domain_size(), 10);
  for (int level = 1; level <= 4; ++level) {
    EXPECT_GT(catalogue_->FindMandateLevel(level)->domain_size(),
              catalogue_->FindMandateLevel(level - 1)->domain_size());
  }
  EXPECT_EQ(catalogue_->FindMandateLevel(5), nullptr);
  EXPECT_NE(catalogue_->FindReservedMatter("OWN_EVALUATION"), nullptr);
  EXPECT_TRUE(catalogue_->FindMandateDomain("PAYMENTS")->has_amount());
}

TEST_F(CatalogueTest, Governance_LadderAndEvaluations) {
  const EscalationLevel* sponsor = catalogue_->FindEscalationLevel("L1");
  EXPECT_EQ(sponsor->working_days(), 2);
  EXPECT_EQ(sponsor->crisis_hours(), 4);
  EXPECT_EQ(sponsor->next_level(), "L2");
  EXPECT_EQ(catalogue_->FindEscalationLevel("L4")->next_level(), "");
  EXPECT_EQ(catalogue_->FindEscalationLevel("SIDE")->working_days(), -1);
  EXPECT_THAT(catalogue_->FindEvaluationMoment("D28")->evaluator(), ElementsAre("FORMAL_CLIENT"));
  EXPECT_EQ(catalogue_->FindEvaluationMoment("E42")->offset_days(), -42);
  EXPECT_EQ(catalogue_->FindEvaluationMoment("M12")->offset_months(), 12);
  EXPECT_EQ(catalogue_->FindRaciDecision("INSIDE_MANDATE")->cell(0).party(), "INTERIM_MANAGER");
  EXPECT_TRUE(catalogue_->FindRaciDecision("INSIDE_MANDATE")->cell(0).is_accountable());
  EXPECT_THAT(catalogue_->HandoverItems("AUTHORITY"), SizeIs(4));
}

TEST_F(CatalogueTest, Parameters_AreNumbersWithASource) {
  EXPECT_EQ(*catalogue_->GetParameter("HANDOVER_START_DAYS"), N("42"));
  EXPECT_EQ(*catalogue_->GetParameter("HANDOVER_RED_DAYS"), N("28"));
  EXPECT_EQ(*catalogue_->GetParameter("MIN_ASSIGNMENT_WEEKS"), N("2"));
  EXPECT_EQ(*catalogue_->GetParameter("REDECISION_MONTHS"), N("12"));
  EXPECT_EQ(*catalogue_->GetParameter("MAX_ASSIGNMENT_MONTHS"), N("24"));
  EXPECT_EQ(ReasonOf(catalogue_->GetParameter("NONE").status()), "CATALOGUE_PARAMETER_UNKNOWN");
}

// Value and light on both sides of each threshold, and on it.
struct LightCase {
  const char* kpi;
  const char* value;
  Light light;
};

TEST_F(CatalogueTest, EvaluateKpi_JustBelowAtAndAboveEachThreshold) {
  const LightCase cases[] = {
      {"TUR-01", "8", Light::kGreen},    {"TUR-01", "7.99", Light::kAmber},
      {"TUR-01", "4", Light::kAmber},    {"TUR-01", "3.99", Light::kRed},
      {"TUR-02", "3", Light::kGreen},    {"TUR-02", "4", Light::kAmber},
      {"TUR-02", "7", Light::kAmber},    {"TUR-02", "8", Light::kRed},
      {"TUR-03", "10", Light::kGreen},   {"TUR-03", "10.01", Light::kAmber},
      {"TUR-03", "20", Light::kAmber},   {"TUR-03", "20.01", Light::kRed},
      {"TUR-09", "10", Light::kGreen},   {"TUR-09", "9.9", Light::kAmber},
      {"TUR-09", "0", Light::kAmber},    {"TUR-09", "-0.1", Light::kRed},
      {"TUR-10", "1.5", Light::kGreen},  {"TUR-10", "1.49", Light::kAmber},
      {"TUR-11", "5", Light::kGreen},    {"TUR-11", "5.01", Light::kAmber},
      {"TUR-12", "1", Light::kGreen},    {"TUR-12", "2", Light::kAmber},
      {"PRJ-02", "0", Light::kGreen},    {"PRJ-02", "1", Light::kRed},
      {"PRJ-03", "5", Light::kGreen},    {"PRJ-03", "5.1", Light::kAmber},
      {"PRJ-03", "10", Light::kAmber},   {"PRJ-03", "10.1", Light::kRed},
      {"INT-04", "90", Light::kGreen},   {"INT-04", "89.9", Light::kAmber},
      {"INT-04", "85", Light::kAmber},   {"INT-04", "84.9", Light::kRed},
      {"INT-05", "95", Light::kGreen},   {"INT-05", "94.9", Light::kAmber},
      {"REP-01", "1", Light::kGreen},    {"REP-01", "1.5", Light::kAmber},
      {"REP-01", "2", Light::kAmber},    {"REP-01", "2.1", Light::kRed},
      {"REP-05", "100", Light::kGreen},  {"REP-05", "99.9", Light::kRed},
      {"CMP-03", "100", Light::kGreen},  {"CMP-03", "99", Light::kRed},
      {"PUB-01", "10", Light::kGreen},   {"PUB-01", "10.1", Light::kAmber},
      {"GEN-01", "28", Light::kGreen},   {"GEN-01", "29", Light::kAmber},
      {"GEN-01", "35", Light::kAmber},   {"GEN-01", "36", Light::kRed},
      {"GEN-04", "7", Light::kGreen},    {"GEN-04", "6.9", Light::kAmber},
      {"GEN-04", "6", Light::kAmber},    {"GEN-04", "5.9", Light::kRed},
      {"GEN-06", "0", Light::kGreen},    {"GEN-06", "1", Light::kRed},
      {"SUC-01", "10", Light::kUnknown},
  };
  std::set<std::string> tested;
  for (const LightCase& c : cases) {
    const Kpi* kpi = catalogue_->FindKpi(c.kpi);
    ASSERT_NE(kpi, nullptr) << c.kpi;
    EXPECT_EQ(EvaluateKpi(*kpi, N(c.value)), c.light) << c.kpi << " at " << c.value;
    tested.insert(c.kpi);
  }
  tested.insert("GEN-03");  // the next test
  for (const Kpi& kpi : catalogue_->data().kpi()) {
    EXPECT_TRUE(!kpi.has_threshold() || tested.count(kpi.code()) == 1) << kpi.code();
  }
}

TEST_F(CatalogueTest, EvaluateKpi_TargetDirection_CountsTheDistance) {
  const Kpi& kpi = *catalogue_->FindKpi("GEN-03");
  EXPECT_EQ(EvaluateKpi(kpi, N("5")), Light::kUnknown);
  EXPECT_EQ(EvaluateKpi(kpi, N("5"), N("0")), Light::kGreen);
  EXPECT_EQ(EvaluateKpi(kpi, N("-5.1"), N("0")), Light::kAmber);
  EXPECT_EQ(EvaluateKpi(kpi, N("10"), N("0")), Light::kAmber);
  EXPECT_EQ(EvaluateKpi(kpi, N("-10.1"), N("0")), Light::kRed);
}

TEST_F(CatalogueTest, Calendar_KnowsTheDaysThatMove) {
  const WorkingCalendar& calendar = catalogue_->calendar();
  // King's Day 2025: the 27th is a Sunday.
  EXPECT_THAT(calendar.DaysOff(2026),
              ElementsAre(D("2026-01-01"), D("2026-04-06"), D("2026-04-27"), D("2026-05-14"),
                          D("2026-05-25"), D("2026-12-25")));
  EXPECT_THAT(calendar.DaysOff(2025),
              ElementsAre(D("2025-01-01"), D("2025-04-21"), D("2025-05-05"), D("2025-05-29"),
                          D("2025-06-09"), D("2025-12-25"), D("2025-12-26")));
  EXPECT_TRUE(*calendar.IsWorkingDay(D("2026-04-03")));   // Good Friday
  EXPECT_TRUE(*calendar.IsWorkingDay(D("2026-05-05")));   // not in this year
  EXPECT_FALSE(*calendar.IsWorkingDay(D("2025-05-05")));  // once in five years
  EXPECT_FALSE(*calendar.IsWorkingDay(D("2027-03-29")));
  EXPECT_TRUE(*calendar.IsWorkingDay(D("2026-11-24")));
}

TEST_F(CatalogueTest, Calendar_OutsideItsYears_SaysSo) {
  const WorkingCalendar& calendar = catalogue_->calendar();
  EXPECT_EQ(calendar.first_year(), 2024);
  EXPECT_EQ(calendar.last_year(), 2030);
  EXPECT_TRUE(calendar.IsWorkingDay(D("2024-01-02")).ok());
  EXPECT_EQ(ReasonOf(calendar.IsWorkingDay(D("2023-12-31")).status()), "HOLIDAYS_UNKNOWN");
  EXPECT_EQ(ReasonOf(calendar.AddWorkingDays(D("2030-12-31"), 1).status()), "HOLIDAYS_UNKNOWN");
  EXPECT_EQ(ReasonOf(WorkingCalendar().IsWorkingDay(D("2026-01-01")).status()), "HOLIDAYS_UNKNOWN");
}

TEST_F(CatalogueTest, AddWorkingDays_OverWeekendAndHolidays) {
  const WorkingCalendar& calendar = catalogue_->calendar();
  EXPECT_EQ(*calendar.AddWorkingDays(D("2026-11-24"), 2), D("2026-11-26"));
  EXPECT_EQ(*calendar.AddWorkingDays(D("2026-11-27"), 1), D("2026-11-30"));
  // From Maundy Thursday over Easter: Friday 3 April counts, Monday 6 April does not.
  EXPECT_EQ(*calendar.AddWorkingDays(D("2026-04-02"), 2), D("2026-04-07"));
  EXPECT_EQ(*calendar.AddWorkingDays(D("2026-12-24"), 1), D("2026-12-28"));
  EXPECT_EQ(*calendar.AddWorkingDays(D("2026-12-28"), -1), D("2026-12-24"));
  EXPECT_EQ(*calendar.AddWorkingDays(D("2026-12-25"), 0), D("2026-12-28"));
  EXPECT_EQ(*calendar.AddWorkingDays(D("2026-12-24"), 0), D("2026-12-24"));
  EXPECT_EQ(*calendar.CountWorkingDays(*DatePeriod::Make(D("2026-12-21"), D("2027-01-03"))), 8);
}

TEST_F(CatalogueTest, CalendarPolicy_IsAParameter) {
  WorkingDayPolicy policy;
  policy.set_is_good_friday_off(true);
  policy.set_liberation_day(LIBERATION_DAY_RULE_ALWAYS);
  const WorkingCalendar strict(catalogue_->data(), policy);
  EXPECT_FALSE(*strict.IsWorkingDay(D("2026-04-03")));
  EXPECT_FALSE(*strict.IsWorkingDay(D("2026-05-05")));
  policy.set_liberation_day(LIBERATION_DAY_RULE_NEVER);
  EXPECT_TRUE(*WorkingCalendar(catalogue_->data(), policy).IsWorkingDay(D("2025-05-05")));
}

// A folder of its own for each test of the loader.
class CatalogueLoadTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "interim_catalogue_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // Loads the real data with one file on top.
  absl::StatusOr<Catalogue> WithOverlay(const std::string& rows) {
    std::ofstream(folder_ + "/own.textproto")
        << "# proto-message: interim.catalogue.CatalogueFile\n"
        << rows;
    return Catalogue::Load(DataFolder(), {folder_});
  }
  std::string ErrorOf(const std::string& rows) {
    const auto loaded = WithOverlay(rows);
    return loaded.ok() ? "(accepted)" : std::string(loaded.status().message());
  }

  std::string folder_;
};

constexpr char kBasis[] = " basis { evidence: EVIDENCE_ASSUMPTION source: \"defaults\" } ";

TEST_F(CatalogueLoadTest, Overlay_ReplacesARowByCode) {
  const auto loaded = WithOverlay(
      std::string("parameter { code: \"HOURS_PER_DAY\" name { nl: \"u\" en: \"h\" } value: \"7.5\" "
                  "unit: \"hours\"") +
      kBasis + "}");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(*loaded->GetParameter("HOURS_PER_DAY"), N("7.5"));
  EXPECT_EQ(loaded->data().parameter_size(),
            Catalogue::Load(DataFolder())->data().parameter_size());
  EXPECT_NE(loaded->version(), Catalogue::Load(DataFolder())->version());
}

TEST_F(CatalogueLoadTest, PlantedMistakes_AreRefusedWithFileAndLine) {
  const std::string name = " name { nl: \"n\" en: \"e\" } ";
  EXPECT_THAT(ErrorOf("\nsector { code: \"X\"" + name + "}"),
              HasSubstr(folder_ + "/own.textproto:3: sector X: basis is missing"));
  EXPECT_THAT(ErrorOf("sector { code: \"X\" " + std::string(kBasis) + "}"),
              HasSubstr("name is missing"));
  EXPECT_THAT(ErrorOf("sector { code: \"X\" name { nl: \"n\" }" + std::string(kBasis) + "}"),
              HasSubstr("lacks one of the languages"));
  EXPECT_THAT(ErrorOf("sector { code: \"X\" kpi_group: \"NOPE\"" + name + kBasis + "}"),
              HasSubstr("There is no kpi_group 'NOPE'"));
  EXPECT_THAT(ErrorOf("sector { " + name + kBasis + "}"), HasSubstr("missing or used twice"));
  EXPECT_THAT(ErrorOf("sector { code: \"X\"" + name +
                      "basis { evidence: EVIDENCE_PUBLISHED source: \"defaults\" } }"),
              HasSubstr("has no url"));
  EXPECT_THAT(ErrorOf("sector { code: \"X\"" + name +
                      "basis { evidence: EVIDENCE_PUBLISHED source: \"nobody\" } }"),
              HasSubstr("There is no source 'nobody'"));
  EXPECT_THAT(ErrorOf("kpi { code: \"GEN-99\" group: \"GEN\" unit: \"%\" direction: DIRECTION_UP "
                      "cadence: CADENCE_DAILY"
                      " threshold { amber: \"5\" red: \"6\"" +
                      std::string(kBasis) + "}" + name + kBasis + "}"),
              HasSubstr("Red is reached before amber"));
  EXPECT_THAT(ErrorOf("kpi { code: \"GEN-99\" group: \"GEN\" unit: \"%\" cadence: CADENCE_DAILY" +
                      name + kBasis + "}"),
              HasSubstr("direction is not set"));
  EXPECT_THAT(
      ErrorOf("raci_decision { code: \"X\" cell { party: \"SPONSOR\" is_responsible: true }" +
              name + kBasis + "}"),
      HasSubstr("Exactly one party is accountable"));
  EXPECT_THAT(
      ErrorOf(
          "evaluation_moment { code: \"X\" anchor: ANCHOR_START evaluator: \"INTERIM_MANAGER\"" +
          name + kBasis + "}"),
      HasSubstr("Somebody else than the interim manager"));
  EXPECT_THAT(ErrorOf("holiday { code: \"X\" date: \"2026-02-30\" kind: HOLIDAY_KIND_GENERAL" +
                      name + kBasis + "}"),
              HasSubstr("date is not a date"));
  EXPECT_THAT(
      ErrorOf("working_day_policy { code: \"TWO\" liberation_day: LIBERATION_DAY_RULE_NEVER" +
              std::string(kBasis) + "}"),
      HasSubstr("Exactly one policy"));
}

TEST_F(CatalogueLoadTest, MissingFolder_IsNotFound) {
  EXPECT_EQ(Catalogue::Load(folder_ + "/none").status().code(), absl::StatusCode::kNotFound);
}

TEST(ConversionsTest, MarginIsNotMarkup) {
  const std::pair<const char*, const char*> table[] = {
      {"15", "17.6"}, {"20", "25"}, {"25", "33.3"}, {"0", "0"}};
  for (const auto& [margin, markup] : table) {
    EXPECT_EQ(MarginToMarkup(N(margin))->RoundHalfUp(1)->ToString(), markup);
  }
  EXPECT_EQ(MarkupToMargin(N("25"))->RoundHalfUp(4)->ToString(), "20");
  EXPECT_EQ(ReasonOf(MarginToMarkup(N("100")).status()), "MARGIN_INVALID");
  EXPECT_TRUE(MarginToMarkup(N("99.99")).ok());
  EXPECT_EQ(ReasonOf(MarginToMarkup(N("-1")).status()), "MARGIN_INVALID");
}

TEST(ConversionsTest, RatesRoundOnce) {
  EXPECT_EQ(HourlyToDaily(Money::Eur(12550), N("8"))->cents(), 100400);
  EXPECT_EQ(DailyToHourly(Money::Eur(100000), N("7.5"))->cents(), 13333);
  EXPECT_EQ(PurchaseRate(Money::Eur(15000), N("20"))->cents(), 12000);
  EXPECT_EQ(ClientRate(Money::Eur(12000), N("20"))->cents(), 15000);
  EXPECT_EQ(ClientRate(Money::Eur(10000), N("33.3"))->cents(), 14993);
  EXPECT_EQ(ReasonOf(HourlyToDaily(Money::Eur(1), N("0")).status()), "RATE_INVALID");
  EXPECT_EQ(ReasonOf(HourlyToDaily(Money::Eur(1), N("24.1")).status()), "RATE_INVALID");
  EXPECT_TRUE(HourlyToDaily(Money::Eur(1), N("24")).ok());
}

}  // namespace
}  // namespace interim::catalogue
