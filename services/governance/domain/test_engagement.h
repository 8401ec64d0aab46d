// A site merger under governance, for the tests of this folder.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_TEST_ENGAGEMENT_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_TEST_ENGAGEMENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/clock.h"
#include "common/core/date.h"
#include "common/type/convert.h"
#include "google/protobuf/text_format.h"
#include "interim/governance/v1/engagement.pb.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance::testing {

inline Date Day(absl::string_view text) { return *Date::Parse(text); }
// Ten in the morning of a day in Amsterdam.
inline absl::Time MorningOf(absl::string_view day) {
  return StartOfAmsterdamDay(Day(day)) + absl::Hours(10);
}

template <class T>
T FromText(const std::string& text) {
  T message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) std::abort();
  return message;
}

inline PolicyData TestPolicy() {
  return FromText<PolicyData>(R"pb(
    ladder { level: ESCALATION_LEVEL_SPONSOR working_days: 2 crisis_hours: 4 }
    ladder { level: ESCALATION_LEVEL_STEERING working_days: 5 crisis_hours: 24 }
    ladder { level: ESCALATION_LEVEL_BOARD working_days: 5 crisis_hours: 24 }
    ladder { level: ESCALATION_LEVEL_SUPERVISORS working_days: 10 crisis_hours: 48 }
    domain { code: "CONTRACTS" min_level: 3 }
    domain { code: "PEOPLE" min_level: 2 }
    domain { code: "ORGANIZATION_CHANGE" min_level: 3 }
    reserved_matter: "BUDGET"
    handover_lead_days: 42
    handover_red_days: 28
    plan_due_days: 35
    old_decision_working_days: 10
    redecision_months: 12
    stop_months: 24
    redecision_warning_days: 30
    kpi_amber_percent: "10"
    kpi_red_percent: "20"
    final_moment: "END"
    moment { code: "D30" anchor: MOMENT_ANCHOR_START offset_days: 30 evaluator: PARTY_ROLE_SPONSOR }
    moment { code: "MID_TERM" anchor: MOMENT_ANCHOR_MIDDLE evaluator: PARTY_ROLE_FORMAL_CLIENT }
    moment { code: "END" anchor: MOMENT_ANCHOR_END evaluator: PARTY_ROLE_FORMAL_CLIENT }
    moment { code: "E90" anchor: MOMENT_ANCHOR_END offset_days: 90 evaluator: PARTY_ROLE_SPONSOR }
    evaluation_early_days: 7
    contract_check_days: 1
    plan_domain: "ORGANIZATION_CHANGE"
    plan_matter: "COLLECTIVE_DISMISSAL"
    plan_kind {
      kind: PLAN_KIND_CLOSURE
      evidence: EVIDENCE_UNCONFIRMED
      source { article: "WOR art. 25 lid 1 sub c" }
    }
    handover_group: "WORK"
    source { decision: "test" }
  )pb");
}

// Monday 2026-01-12 to 2026-12-11, active, with a mandate: CONTRACTS up to 50,000 a decision and
// 120,000 a month, PEOPLE with four eyes.
inline v1::Engagement TestEngagement() {
  return FromText<v1::Engagement>(R"pb(
    name: "organizations/acme/engagements/e1"
    state: ENGAGEMENT_STATE_ACTIVE
    situation_code: "TR-MERGER"
    cadence_mode: CADENCE_MODE_NORMAL
    start_date { year: 2026 month: 1 day: 12 }
    end_date { year: 2026 month: 12 day: 11 }
    handover_start_date { year: 2026 month: 10 day: 30 }
    parties { role: PARTY_ROLE_FORMAL_CLIENT subject: "board" }
    parties { role: PARTY_ROLE_SPONSOR subject: "sponsor" }
    parties { role: PARTY_ROLE_STEERING subject: "steering" }
    parties { role: PARTY_ROLE_INTERIM_MANAGER subject: "manager" }
    parties { role: PARTY_ROLE_SUPERVISOR subject: "supervisor" }
    parties { role: PARTY_ROLE_SUCCESSOR subject: "successor" }
    has_works_council: true
    mandate_level: 3
    mandate {
      level: 3
      domains {
        domain_code: "CONTRACTS"
        decision_limit { currency_code: "EUR" units: 50000 }
        period_limit { currency_code: "EUR" units: 120000 }
      }
      domains {
        domain_code: "PEOPLE"
        decision_limit { currency_code: "EUR" units: 10000 }
        needs_four_eyes: true
      }
      valid_from_date { year: 2026 month: 1 day: 12 }
      valid_to_date { year: 2026 month: 12 day: 11 }
      emergency_report_hours: 24
      grantor: "board"
      grant_time { seconds: 1768200000 }
    }
  )pb");
}

}  // namespace interim::governance::testing

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_TEST_ENGAGEMENT_H_
