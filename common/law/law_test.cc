// What the data cases cannot show: direct calls, refused facts, overlays, results as values.
// covers: S31, S34, S35, S241, X2, X3

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/law/candidate_data.h"
#include "common/law/chain.h"
#include "common/law/check_all.h"
#include "common/law/costs.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "common/law/liability.h"
#include "common/law/presumption.h"
#include "common/law/retention.h"
#include "common/law/self_employed.h"
#include "common/law/vat.h"
#include "common/law/works_council.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_catalogue.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace interim::law {
namespace {

std::string DataFolder() { return absl::StrCat(INTERIM_SOURCE_DIR, "/common/law/data"); }

const LawData& Law() {
  static const absl::StatusOr<LawData> law = LawData::Load(DataFolder());
  if (!law.ok()) std::abort();
  return *law;
}

Date Day(absl::string_view text) { return Date::Parse(text).value(); }

template <typename T>
T Facts(const std::string& text) {
  T facts;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &facts)) << text;
  return facts;
}

// The bad field that a refusal names.
std::string BadField(const absl::Status& status) {
  const auto spec = FindError(status);
  if (!spec || spec->fields.empty()) return "";
  return spec->fields.front().field;
}

// Two questions of one contract never share a decision.
TEST(WorksCouncil, FindingsNameTheQuestionTheyAreAbout) {
  WorksCouncilInput input = Facts<WorksCouncilInput>(
      "subject: PARTICIPATION_SUBJECT_GROUP_HIRING works_council_present: TERNARY_YES "
      "reference_date { year: 2026 month: 11 day: 24 }");
  const auto group = EvaluateWorksCouncil(Law(), input);
  input.set_subject(PARTICIPATION_SUBJECT_REORGANISATION);
  const auto plan = EvaluateWorksCouncil(Law(), input);
  ASSERT_TRUE(group.ok() && plan.ok());
  EXPECT_EQ(group->findings.at(0).subject(), "subject.group_hiring");
  EXPECT_EQ(plan->findings.at(0).subject(), "subject.reorganisation");
}

TEST(SuspensionEnd, MonthAndADayAfterNotice) {
  EXPECT_EQ(SuspensionEnd(Law(), Day("2026-11-24")).value(), Day("2026-12-25"));
  EXPECT_EQ(SuspensionEnd(Law(), Day("2026-01-31")).value(), Day("2026-03-01"));
  EXPECT_EQ(SuspensionEnd(Law(), Day("1999-12-31")).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(KeepUntil, SevenYearsFromTheEndOfTheYear) {
  EXPECT_EQ(KeepUntil(Law(), Day("2026-12-05")).value(), Day("2033-12-31"));
  EXPECT_EQ(KeepUntil(Law(), Day("2027-01-15")).value(), Day("2034-12-31"));
  EXPECT_EQ(KeepUntil(Law(), Day("2014-12-31")).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(DeleteOn, FourWeeksOrAYearWithConsent) {
  EXPECT_EQ(DeleteOn(Law(), Day("2026-12-15"), KeepConsent::kNone).value(), Day("2027-01-12"));
  EXPECT_EQ(DeleteOn(Law(), Day("2026-12-15"), KeepConsent::kGiven).value(), Day("2027-12-15"));
  EXPECT_EQ(DeleteOn(Law(), Day("2018-05-24"), KeepConsent::kNone).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST(ExposureByYear, CutAtNewYear) {
  const auto rows =
      ExposureByYear(Law(), DatePeriod::Make(Day("2026-07-01"), Day("2027-06-30")).value());
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].period.ToString(), "2026-07-01..2026-12-31");
  EXPECT_FALSE((*rows)[0].default_fine);
  EXPECT_TRUE((*rows)[1].default_fine);
}

TEST(ViewpointQuestions, AllNineViewpointsWithTexts) {
  std::vector<bool> seen(10);
  for (const ViewpointQuestion& question : ViewpointQuestions(Law()).questions()) {
    ASSERT_GE(question.viewpoint(), 1);
    ASSERT_LE(question.viewpoint(), 9);
    seen[static_cast<std::size_t>(question.viewpoint())] = true;
    EXPECT_TRUE(Law().texts().Has(question.evidence_key())) << question.evidence_key();
    EXPECT_TRUE(Law().texts().Has(question.text_key())) << question.text_key();
    EXPECT_TRUE(Law().texts().Has(question.measure_key())) << question.measure_key();
  }
  for (std::size_t viewpoint = 1; viewpoint < seen.size(); ++viewpoint) {
    EXPECT_TRUE(seen[viewpoint]) << viewpoint;
  }
  ASSERT_EQ(ViewpointQuestions(Law()).viewpoints_size(), 9);
  for (int i = 0; i < 9; ++i) {
    const ViewpointBasis& basis = ViewpointQuestions(Law()).viewpoints(i);
    EXPECT_EQ(basis.viewpoint(), i + 1);
    EXPECT_TRUE(Law().texts().Has(basis.title_key()));
    EXPECT_TRUE(Law().texts().Has(basis.measure_key()));
    EXPECT_GT(basis.source_size(), 0);
  }
}

TEST(Margin, ClientPriceRateAndMarkup) {
  // Margin 25% of 140: 105 for the manager; 35 / 105 = 33.33% mark-up.
  EXPECT_EQ(RateAfterMargin(Money::Eur(14000), Decimal(25)).value(), Money::Eur(10500));
  EXPECT_EQ(MarkupFromMargin(Decimal(25)).value().ToString(), "33.33");
  EXPECT_EQ(MarginFromMarkup(Decimal::Parse("33.3333333333").value()).value().ToString(), "25");
  EXPECT_EQ(BadField(MarkupFromMargin(Decimal(100)).status()), "margin_percent");
  EXPECT_EQ(BadField(RateAfterMargin(Money::Eur(1), Decimal(101)).status()), "margin_percent");
}

CostComparisonInput Comparison() {
  return Facts<CostComparisonInput>(R"pb(
    interim {
      day_rate { currency_code: "EUR" units: 1200 }
      days_per_month { value: "18" }
      vat_charged: true
      deductible_percent { value: "100" }
    }
    permanent {
      yearly_salary { currency_code: "EUR" units: 120000 }
      on_cost_percent { value: "65" }
      recruitment_fee_percent { value: "25" }
      selection_hours { value: "50" }
      selection_hour_cost { currency_code: "EUR" units: 75 }
      vacancy_cost_per_month { currency_code: "EUR" units: 12500 }
      vacancy_months { value: "4.5" }
    }
    months { value: "11" }
    reference_date { year: 2026 month: 1 day: 12 }
  )pb");
}

TEST(CompareCosts, PartsAddUpAndSensitivityMovesBothWays) {
  const auto out = CompareCosts(Law(), Comparison());
  ASSERT_TRUE(out.ok()) << out.status();
  std::int64_t cents = 0;
  for (const CostPart& part : out->permanent_parts) cents += part.amount.cents();
  EXPECT_EQ(cents, out->permanent_total.cents());
  EXPECT_EQ(out->months_without_service->ToString(), "4.5");
  ASSERT_EQ(out->break_even.size(), 4u);
  // Day rate 10% up: 90,000 / (23,760 - 16,500) = 12.40 months; 10% down: 90,000 / 2,940 = 30.61.
  ASSERT_GE(out->sensitivity.size(), 2u);
  EXPECT_EQ(out->sensitivity[0].key, "interim_price");
  EXPECT_EQ(out->sensitivity[0].months->ToString(), "30.61");
  EXPECT_EQ(out->sensitivity[1].change_percent, Decimal(10));
  EXPECT_EQ(out->sensitivity[1].months->ToString(), "12.4");
}

TEST(CompareCosts, RefusesWhatCannotBeCompared) {
  CostComparisonInput no_months = Comparison();
  no_months.mutable_months()->set_value("0");
  EXPECT_EQ(BadField(CompareCosts(Law(), no_months).status()), "months");
  CostComparisonInput two_prices = Comparison();
  *two_prices.mutable_interim()->mutable_hourly_rate() = two_prices.interim().day_rate();
  EXPECT_EQ(BadField(CompareCosts(Law(), two_prices).status()), "interim.day_rate");
  CostComparisonInput no_salary = Comparison();
  no_salary.mutable_permanent()->clear_yearly_salary();
  EXPECT_EQ(BadField(CompareCosts(Law(), no_salary).status()), "permanent.yearly_salary");
}

TEST(Inputs, BadFactsAreNamed) {
  EXPECT_EQ(BadField(EvaluateSelfEmployed(Law(), SelfEmployedInput()).status()), "period");
  EXPECT_EQ(BadField(EvaluateWorksCouncil(Law(), WorksCouncilInput()).status()), "subject");
  EXPECT_EQ(BadField(EvaluateVat(Law(), VatInput()).status()), "supplier");
  EXPECT_EQ(BadField(EvaluateChain(Law(), ChainInput()).status()), "contract.start_date");
  EXPECT_EQ(BadField(EvaluateLiability(Law(), LiabilityInput()).status()), "invoice_date");
  EXPECT_EQ(BadField(CheckAll(Law(), ComplianceCase()).status()), "form");
  const auto partial = Facts<CandidateDataInput>("as_of_date { year: 2026 month: 10 }");
  EXPECT_EQ(BadField(EvaluateCandidateData(Law(), partial).status()), "as_of_date");
  const auto score = Facts<SelfEmployedInput>(R"pb(
    period {
      start_date { year: 2026 month: 1 day: 12 }
      end_date { year: 2026 month: 12 day: 11 }
    }
    answers { viewpoint: 1 score: 3 }
  )pb");
  EXPECT_EQ(BadField(EvaluateSelfEmployed(Law(), score).status()), "answers.score");
}

TEST(Findings, HashFollowsTheFacts) {
  CandidateDataInput facts = Facts<CandidateDataInput>(R"pb(
    procedure_end_date { year: 2026 month: 12 day: 15 }
    as_of_date { year: 2027 month: 1 day: 2 }
  )pb");
  const auto first = EvaluateCandidateData(Law(), facts);
  facts.mutable_as_of_date()->set_day(3);
  const auto second = EvaluateCandidateData(Law(), facts);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(first->findings[0].inputs_hash(), second->findings[0].inputs_hash());
  EXPECT_EQ(first->findings[0].rule_version(), second->findings[0].rule_version());
}

// A folder with one overlay file, removed at the end.
class Overlay {
 public:
  explicit Overlay(const std::string& contents)
      : folder_(absl::StrCat(testing::TempDir(), "/law_overlay_",
                             testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::create_directories(folder_);
    std::ofstream(absl::StrCat(folder_, "/R06_regulation.textproto")) << contents;
  }
  ~Overlay() { std::filesystem::remove_all(folder_); }
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
};

constexpr char kRegulation[] = R"(# proto-message: interim.rules.RuleSet
rule_id: "R06"
title: "Hourly-rate presumption of employment"
law: "BW 7:610aa"
parameter {
  key: "threshold_applied"
  unit: "EUR/hour"
  row {
    from: "2027-01-01"
    value { decimal: "38.00" }
    evidence: EVIDENCE_CONFIRMED
    source { article: "ministerial regulation" url: "https://example.org/regulation" }
  }
  checked_on: "2026-12-15"
}
)";

TEST(LawData, OverlayWithTheRegulationSettlesThePresumption) {
  const Overlay overlay(kRegulation);
  const auto law = LawData::Load(DataFolder(), {overlay.folder()});
  ASSERT_TRUE(law.ok()) << law.status();
  const auto facts = Facts<PresumptionInput>(R"pb(
    fee { currency_code: "EUR" units: 5320 }
    hours { value: "140" }
    period {
      start_date { year: 2027 month: 2 day: 1 }
      end_date { year: 2027 month: 2 day: 1 }
    }
  )pb");
  const auto before = EvaluatePresumption(Law(), facts);
  const auto after = EvaluatePresumption(*law, facts);
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_EQ(before->findings[0].outcome(), type::RULE_OUTCOME_INDETERMINATE);
  EXPECT_EQ(after->findings[0].outcome(), type::RULE_OUTCOME_WARN);
  EXPECT_NE(before->findings[0].rule_version(), after->findings[0].rule_version());
  // Every result that rests on the operator's own figure says so; no other does.
  const auto own_figures = [](const type::Finding& finding) {
    std::string keys;
    for (const type::ComputedValue& value : finding.computed_values()) {
      if (value.key() == "overlay_figures") keys = value.value();
    }
    return keys;
  };
  EXPECT_EQ(own_figures(before->findings[0]), "");
  EXPECT_EQ(own_figures(after->findings[0]), "threshold_applied");
  EXPECT_NE(after->findings[0].text().nl().find("eigen cijfer"), std::string::npos);
}

TEST(LawData, FileThatCallsItselfAnOverlayIsRefused) {
  std::string marked = kRegulation;
  marked.insert(marked.find("    evidence:"), "    from_overlay: true\n");
  const Overlay overlay(marked);
  EXPECT_EQ(LawData::Load(DataFolder(), {overlay.folder()}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(LawData, BadOrMissingFilesAreRefused) {
  const Overlay overlay("# proto-message: interim.rules.RuleSet\nrule_id: \"R06\"\nno_such: 1\n");
  EXPECT_EQ(LawData::Load(DataFolder(), {overlay.folder()}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(LawData::Load("/nonexistent").status().code(), absl::StatusCode::kNotFound);
}

TEST(LawData, HoldsAllSeventeenRules) {
  std::vector<std::string> expected;
  for (int i = 1; i <= 17; ++i) expected.push_back(absl::StrCat(i < 10 ? "R0" : "R", i));
  EXPECT_EQ(Law().tables().rule_ids(), expected);
}

}  // namespace
}  // namespace interim::law
