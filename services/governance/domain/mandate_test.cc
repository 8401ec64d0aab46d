// covers: S40, S70, S143, S146, S234
#include "services/governance/domain/mandate.h"

#include <string>
#include <utility>

#include "common/core/error.h"
#include "gtest/gtest.h"
#include "services/governance/domain/test_engagement.h"

namespace interim::governance {
namespace {

using testing::Day;
using testing::TestEngagement;
using testing::TestPolicy;

v1::AuthorityCheck Ask(const v1::Engagement& engagement, std::int64_t cents,
                       absl::string_view day = "2026-03-02",
                       const std::string& domain = "CONTRACTS", const std::string& reserved = "") {
  const auto check = CheckAuthority(TestPolicy(), engagement,
                                    {.domain_code = domain,
                                     .amount = Money::Eur(cents),
                                     .reserved_code = reserved,
                                     .on = Day(day)});
  EXPECT_TRUE(check.ok()) << check.status();
  return check.ok() ? *check : v1::AuthorityCheck();
}

TEST(CheckAuthorityTest, Amount_AtTheLimit_IsInside) {
  EXPECT_EQ(Ask(TestEngagement(), 4999999).outcome(), v1::AUTHORITY_OUTCOME_WITHIN_MANDATE);
  EXPECT_EQ(Ask(TestEngagement(), 5000000).outcome(), v1::AUTHORITY_OUTCOME_WITHIN_MANDATE);
}

TEST(CheckAuthorityTest, Amount_OneCentAboveTheLimit_GoesToTheSponsor) {
  const auto check = Ask(TestEngagement(), 5000001);
  EXPECT_EQ(check.outcome(), v1::AUTHORITY_OUTCOME_ABOVE_LIMIT);
  EXPECT_EQ(check.level(), v1::ESCALATION_LEVEL_SPONSOR);
}

TEST(CheckAuthorityTest, PeriodLimit_CountsTheCalendarMonthOnly) {
  auto used = TestEngagement();
  for (int i = 0; i < 2; ++i) {
    used = *CountUse(used, {.domain_code = "CONTRACTS",
                            .amount = Money::Eur(5000000),
                            .reserved_code = "",
                            .on = Day("2026-03-31")});
  }
  EXPECT_EQ(Ask(used, 2000000, "2026-03-31").outcome(), v1::AUTHORITY_OUTCOME_WITHIN_MANDATE);
  EXPECT_EQ(Ask(used, 2000001, "2026-03-31").outcome(), v1::AUTHORITY_OUTCOME_ABOVE_LIMIT);
  EXPECT_EQ(Ask(used, 5000000, "2026-04-01").outcome(), v1::AUTHORITY_OUTCOME_WITHIN_MANDATE);
}

TEST(CheckAuthorityTest, Day_OutsideTheMandate_HasNoMandate) {
  EXPECT_EQ(Ask(TestEngagement(), 1, "2026-01-11").outcome(), v1::AUTHORITY_OUTCOME_NO_MANDATE);
  EXPECT_EQ(Ask(TestEngagement(), 1, "2026-01-12").outcome(), v1::AUTHORITY_OUTCOME_WITHIN_MANDATE);
  EXPECT_EQ(Ask(TestEngagement(), 1, "2026-12-11").outcome(), v1::AUTHORITY_OUTCOME_WITHIN_MANDATE);
  EXPECT_EQ(Ask(TestEngagement(), 1, "2026-12-12").outcome(), v1::AUTHORITY_OUTCOME_NO_MANDATE);
}

TEST(CheckAuthorityTest, ReservedMatter_StaysWithTheBoard) {
  const auto check = Ask(TestEngagement(), 0, "2026-03-02", "CONTRACTS", "BUDGET");
  EXPECT_EQ(check.outcome(), v1::AUTHORITY_OUTCOME_RESERVED);
  EXPECT_EQ(check.level(), v1::ESCALATION_LEVEL_BOARD);
}

TEST(CheckAuthorityTest, Domain_NotNamed_IsNotDelegated) {
  EXPECT_EQ(Ask(TestEngagement(), 0, "2026-03-02", "ORGANIZATION_CHANGE").outcome(),
            v1::AUTHORITY_OUTCOME_NOT_DELEGATED);
}

TEST(RevokeTest, Mandate_Revoked_IsGone) {
  const auto revoked = Revoke(TestEngagement(), "integrity", testing::MorningOf("2026-03-02"));
  ASSERT_TRUE(revoked.ok());
  EXPECT_EQ(Ask(*revoked, 0).outcome(), v1::AUTHORITY_OUTCOME_NO_MANDATE);
  EXPECT_EQ(ReasonOf(Revoke(*revoked, "again", testing::MorningOf("2026-03-02")).status()),
            "MANDATE_ABSENT");
}

TEST(CheckAuthorityTest, Plan_StaysWithTheBoard_WhateverTheAmount) {
  for (const auto& [kind, outcome] :
       {std::pair(v1::PLAN_KIND_MERGER, v1::AUTHORITY_OUTCOME_RESERVED),
        std::pair(v1::PLAN_KIND_NONE, v1::AUTHORITY_OUTCOME_WITHIN_MANDATE)}) {
    const auto check = CheckAuthority(TestPolicy(), TestEngagement(),
                                      {.domain_code = "CONTRACTS",
                                       .amount = Money::Eur(100),
                                       .reserved_code = "",
                                       .on = Day("2026-03-02"),
                                       .plan_kind = kind});
    EXPECT_EQ(check->outcome(), outcome);
  }
}

std::string MandateFault(int level, const std::string& domain) {
  v1::Mandate mandate = TestEngagement().mandate();
  mandate.set_level(level);
  mandate.clear_domains();
  if (!domain.empty()) {
    v1::MandateDomain* row = mandate.add_domains();
    row->set_domain_code(domain);
    row->mutable_decision_limit()->set_currency_code("EUR");
  }
  const auto error = FindError(CheckMandate(TestPolicy(), TestEngagement(), mandate));
  return error.has_value() ? error->fields.front().field : "";
}

TEST(CheckMandateTest, Domain_GoesWithItsLevel) {
  EXPECT_EQ(MandateFault(3, "CONTRACTS"), "");
  EXPECT_EQ(MandateFault(2, "CONTRACTS"), "mandate.domains[0].domain_code");
  EXPECT_EQ(MandateFault(2, "PEOPLE"), "");
  EXPECT_EQ(MandateFault(0, "PEOPLE"), "mandate.domains[0].domain_code");
}

TEST(CheckMandateTest, Level0_HasNoDomains) {
  EXPECT_EQ(MandateFault(0, ""), "");
  EXPECT_EQ(MandateFault(1, ""), "mandate.domains");
}

TEST(CheckMandateTest, Mandate_WithManyFaults_NamesEachField) {
  v1::Mandate mandate = TestEngagement().mandate();
  mandate.set_level(4);
  mandate.mutable_domains(0)->mutable_period_limit()->set_units(49999);
  mandate.mutable_domains(1)->set_domain_code("NOTHING");
  mandate.mutable_valid_to_date()->set_day(12);
  const auto error = FindError(CheckMandate(TestPolicy(), TestEngagement(), mandate));
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->reason, "MANDATE_INVALID");
  std::vector<std::string> fields;
  for (const auto& field : error->fields) fields.push_back(field.field);
  EXPECT_EQ(fields,
            (std::vector<std::string>{"mandate.level", "mandate.domains[0].period_limit",
                                      "mandate.domains[1].domain_code", "mandate.valid_to_date"}));
}

TEST(GrantTest, NewMandate_KeepsTheUseOfTheMonth) {
  const auto used = *CountUse(TestEngagement(), {.domain_code = "CONTRACTS",
                                                 .amount = Money::Eur(5000000),
                                                 .reserved_code = "",
                                                 .on = Day("2026-03-02")});
  v1::Mandate wider = TestEngagement().mandate();
  wider.clear_uses();
  wider.mutable_domains(0)->mutable_decision_limit()->set_units(120000);
  const auto granted = Grant(used, wider, "board", testing::MorningOf("2026-03-03"));
  EXPECT_EQ(Ask(granted, 7000000, "2026-03-03").outcome(), v1::AUTHORITY_OUTCOME_WITHIN_MANDATE);
  EXPECT_EQ(Ask(granted, 7000001, "2026-03-03").outcome(), v1::AUTHORITY_OUTCOME_ABOVE_LIMIT);
}

v1::Engagement WithSponsorLimit(std::int64_t units) {
  v1::Engagement engagement = TestEngagement();
  engagement.mutable_mandate()->mutable_sponsor_limit()->set_currency_code("EUR");
  engagement.mutable_mandate()->mutable_sponsor_limit()->set_units(units);
  return engagement;
}

TEST(SponsorLimitTest, AboveIt_TheSteeringBodyDecides_TheLimitIncluded) {
  const v1::Engagement engagement = WithSponsorLimit(100000);
  EXPECT_EQ(Ask(engagement, 5000001).level(), v1::ESCALATION_LEVEL_SPONSOR);
  EXPECT_EQ(Ask(engagement, 10000000).level(), v1::ESCALATION_LEVEL_SPONSOR);
  EXPECT_EQ(Ask(engagement, 10000001).level(), v1::ESCALATION_LEVEL_STEERING);
  EXPECT_EQ(Ask(engagement, 10000001, "2026-03-02", "ORGANIZATION_CHANGE").level(),
            v1::ESCALATION_LEVEL_STEERING);
  EXPECT_EQ(Ask(engagement, 10000001, "2027-01-01").level(), v1::ESCALATION_LEVEL_STEERING);
  EXPECT_EQ(Ask(engagement, 100).level(), v1::ESCALATION_LEVEL_INTERIM_MANAGER);
}

TEST(SponsorLimitTest, OtherCurrency_IsNotWithinIt) {
  v1::Engagement engagement = WithSponsorLimit(100000);
  EXPECT_FALSE(*IsAboveSponsor(engagement, Money::Eur(10000000)));
  EXPECT_TRUE(*IsAboveSponsor(engagement, *Money::Make(100, "USD")));
}

TEST(SponsorLimitTest, AbsentLimit_LeavesEverythingToTheSponsor) {
  EXPECT_EQ(Ask(TestEngagement(), 999999900).level(), v1::ESCALATION_LEVEL_SPONSOR);
}

TEST(SponsorLimitTest, NoLimitOfTheManager_IsAboveThatOfTheSponsor) {
  const auto check = [](std::int64_t units) {
    const v1::Engagement engagement = WithSponsorLimit(units);
    return CheckMandate(TestPolicy(), engagement, engagement.mandate());
  };
  EXPECT_TRUE(check(50000).ok()) << check(50000);
  EXPECT_EQ(ReasonOf(check(49999)), "MANDATE_INVALID");
}

}  // namespace
}  // namespace interim::governance
