#include "services/governance/domain/mandate.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/policy.h"

namespace interim::governance {
namespace {

constexpr int kHighestLevel = 4;

const v1::MandateDomain* FindDomain(const v1::Mandate& mandate, absl::string_view code) {
  for (const v1::MandateDomain& domain : mandate.domains()) {
    if (domain.domain_code() == code) return &domain;
  }
  return nullptr;
}

const v1::PeriodUse* FindUse(const v1::Mandate& mandate, absl::string_view code, Date month) {
  const google::type::Date start = ToProto(month);
  for (const v1::PeriodUse& use : mandate.uses()) {
    if (use.domain_code() == code && use.month_start_date().year() == start.year() &&
        use.month_start_date().month() == start.month()) {
      return &use;
    }
  }
  return nullptr;
}

absl::StatusOr<Money> UsedIn(const v1::Mandate& mandate, absl::string_view code, Date month,
                             absl::string_view currency) {
  const v1::PeriodUse* use = FindUse(mandate, code, month);
  if (use == nullptr) return Money::Make(0, currency);
  return MoneyFromProto(use->used_amount(), "mandate.uses.used_amount");
}

void CheckDomain(const PolicyData& policy, int level, const v1::MandateDomain& domain,
                 const std::string& path, FieldErrors& errors) {
  const MandateDomainRule* rule = FindDomainRule(policy, domain.domain_code());
  if (rule == nullptr) {
    errors.Add(path + ".domain_code", "UNKNOWN", "Not a mandate domain.");
  } else if (level < rule->min_level()) {
    errors.Add(path + ".domain_code", "LEVEL",
               absl::StrCat("Goes with level ", rule->min_level(), " or higher."));
  }
  const auto limit = ReadMoney(domain.decision_limit(), path + ".decision_limit", errors);
  if (limit && limit->IsNegative()) {
    errors.Add(path + ".decision_limit", "OUT_OF_RANGE", "0 or more.");
  }
  if (!domain.has_period_limit()) return;
  const auto period = ReadMoney(domain.period_limit(), path + ".period_limit", errors);
  if (!limit || !period) return;
  const auto compared = period->Compare(*limit);
  if (!compared.ok()) {
    errors.Add(path + ".period_limit", "CURRENCY_MISMATCH", "The currency of the decision limit.");
  } else if (*compared < 0) {
    errors.Add(path + ".period_limit", "OUT_OF_RANGE", "At least the limit of one decision.");
  }
}

void CheckDays(const v1::Engagement& engagement, const v1::Mandate& mandate, FieldErrors& errors) {
  const auto from = ReadDate(mandate.valid_from_date(), "mandate.valid_from_date", errors);
  const auto to = ReadDate(mandate.valid_to_date(), "mandate.valid_to_date", errors);
  if (!from || !to) return;
  if (*to < *from) errors.Add("mandate.valid_to_date", "ORDER", "Not before valid_from_date.");
  const auto end = DateFromProto(engagement.end_date(), "end_date");
  if (end.ok() && *to > *end) {
    errors.Add("mandate.valid_to_date", "OUT_OF_RANGE",
               absl::StrCat("Not after the end of the engagement, ", end->ToString(), "."));
  }
  const auto start = DateFromProto(engagement.start_date(), "start_date");
  if (start.ok() && *from < *start) {
    errors.Add("mandate.valid_from_date", "OUT_OF_RANGE",
               absl::StrCat("Not before the start of the engagement, ", start->ToString(), "."));
  }
}

// Limits rise with the level: the sponsor decides what the interim manager may not.
void CheckSponsorLimit(const v1::Mandate& mandate, FieldErrors& errors) {
  if (!mandate.has_sponsor_limit()) return;
  const auto sponsor = ReadMoney(mandate.sponsor_limit(), "mandate.sponsor_limit", errors);
  if (!sponsor) return;
  for (int i = 0; i < mandate.domains_size(); ++i) {
    const std::string path = absl::StrCat("mandate.domains[", i, "].decision_limit");
    const auto limit = MoneyFromProto(mandate.domains(i).decision_limit(), path);
    if (!limit.ok()) continue;
    const auto compared = limit->Compare(*sponsor);
    if (!compared.ok()) {
      errors.Add(path, "CURRENCY_MISMATCH", "The currency of the limit of the sponsor.");
    } else if (*compared > 0) {
      errors.Add(path, "OUT_OF_RANGE",
                 absl::StrCat("Not above the limit of the sponsor, ", sponsor->Format(), "."));
    }
  }
}

v1::AuthorityCheck Answer(v1::AuthorityOutcome outcome, v1::EscalationLevel level) {
  v1::AuthorityCheck check;
  check.set_outcome(outcome);
  check.set_level(level);
  return check;
}

absl::StatusOr<bool> CoversDay(const v1::Mandate& mandate, Date day) {
  ASSIGN_OR_RETURN(const Date from, DateFromProto(mandate.valid_from_date(), "valid_from_date"));
  ASSIGN_OR_RETURN(const Date to, DateFromProto(mandate.valid_to_date(), "valid_to_date"));
  return from <= day && day <= to;
}

// What the interim manager may not decide is the sponsor's up to the sponsor's own limit.
absl::StatusOr<v1::AuthorityCheck> PassedOn(const v1::Engagement& engagement,
                                            v1::AuthorityCheck check, const Money& amount) {
  ASSIGN_OR_RETURN(const bool above, IsAboveSponsor(engagement, amount));
  if (above) check.set_level(v1::ESCALATION_LEVEL_STEERING);
  return check;
}

absl::StatusOr<v1::AuthorityCheck> CompareLimits(const v1::Mandate& mandate,
                                                 const v1::MandateDomain& domain,
                                                 const AuthorityQuestion& question) {
  v1::AuthorityCheck check =
      Answer(v1::AUTHORITY_OUTCOME_WITHIN_MANDATE, v1::ESCALATION_LEVEL_INTERIM_MANAGER);
  check.set_needs_four_eyes(domain.needs_four_eyes());
  *check.mutable_limit() = domain.decision_limit();
  ASSIGN_OR_RETURN(const Money limit, MoneyFromProto(domain.decision_limit(), "decision_limit"));
  ASSIGN_OR_RETURN(const int over_one, question.amount.Compare(limit));
  if (over_one > 0) {
    check.set_outcome(v1::AUTHORITY_OUTCOME_ABOVE_LIMIT);
    check.set_level(v1::ESCALATION_LEVEL_SPONSOR);
  }
  if (!domain.has_period_limit()) return check;
  ASSIGN_OR_RETURN(const Money period, MoneyFromProto(domain.period_limit(), "period_limit"));
  ASSIGN_OR_RETURN(const Money used, UsedIn(mandate, domain.domain_code(),
                                            question.on.FirstDayOfMonth(), limit.currency()));
  ASSIGN_OR_RETURN(const Money left, period.Subtract(used));
  ASSIGN_OR_RETURN(const Money none, Money::Make(0, left.currency()));
  *check.mutable_remaining_amount() = ToProto(left.IsNegative() ? none : left);
  ASSIGN_OR_RETURN(const int over_month, question.amount.Compare(left));
  if (over_month > 0 && over_one <= 0) {
    check.set_outcome(v1::AUTHORITY_OUTCOME_ABOVE_LIMIT);
    check.set_level(v1::ESCALATION_LEVEL_SPONSOR);
    *check.mutable_limit() = domain.period_limit();
  }
  return check;
}

// The engagement with `amount` as the use of the month of the question.
v1::Engagement WithUse(const v1::Engagement& engagement, const AuthorityQuestion& question,
                       const Money& amount) {
  v1::Engagement after = engagement;
  const Date month = question.on.FirstDayOfMonth();
  for (v1::PeriodUse& use : *after.mutable_mandate()->mutable_uses()) {
    if (use.domain_code() == question.domain_code &&
        use.month_start_date().year() == month.year() &&
        use.month_start_date().month() == month.month()) {
      *use.mutable_used_amount() = ToProto(amount);
      return after;
    }
  }
  v1::PeriodUse* use = after.mutable_mandate()->add_uses();
  use->set_domain_code(question.domain_code);
  *use->mutable_month_start_date() = ToProto(month);
  *use->mutable_used_amount() = ToProto(amount);
  return after;
}

}  // namespace

bool IsPlan(v1::PlanKind kind) {
  return kind != v1::PLAN_KIND_UNSPECIFIED && kind != v1::PLAN_KIND_NONE;
}

bool IsReserved(const PolicyData& policy, const v1::Engagement& engagement,
                absl::string_view code) {
  if (code.empty()) return false;
  const auto& agreed = engagement.mandate().reserved_matters();
  return IsFixedReservedMatter(policy, code) ||
         std::find(agreed.begin(), agreed.end(), code) != agreed.end();
}

absl::Status CheckMandate(const PolicyData& policy, const v1::Engagement& engagement,
                          const v1::Mandate& mandate) {
  FieldErrors errors;
  if (mandate.level() < 0 || mandate.level() > kHighestLevel) {
    errors.Add("mandate.level", "OUT_OF_RANGE", "0 to 4.");
  } else if (mandate.level() > engagement.mandate_level()) {
    errors.Add("mandate.level", "OUT_OF_RANGE",
               absl::StrCat("Not above level ", engagement.mandate_level(),
                            " of the brief; agree a new brief first."));
  }
  if (mandate.level() > 0 && mandate.domains().empty()) {
    errors.Add("mandate.domains", "REQUIRED", "Name what may be decided.");
  }
  std::set<std::string> seen;
  for (int i = 0; i < mandate.domains_size(); ++i) {
    const std::string path = absl::StrCat("mandate.domains[", i, "]");
    CheckDomain(policy, mandate.level(), mandate.domains(i), path, errors);
    if (!seen.insert(mandate.domains(i).domain_code()).second) {
      errors.Add(path + ".domain_code", "DUPLICATE", "Name each domain once.");
    }
  }
  if (mandate.emergency_report_hours() < 0) {
    errors.Add("mandate.emergency_report_hours", "OUT_OF_RANGE", "0 or more.");
  }
  CheckSponsorLimit(mandate, errors);
  CheckDays(engagement, mandate, errors);
  return errors.ToStatus("MANDATE_INVALID");
}

v1::Engagement Grant(const v1::Engagement& engagement, const v1::Mandate& mandate,
                     absl::string_view grantor, absl::Time now) {
  v1::Engagement after = engagement;
  v1::Mandate granted = mandate;
  *granted.mutable_uses() = engagement.mandate().uses();
  granted.set_grantor(std::string(grantor));
  *granted.mutable_grant_time() = ToInstant(now);
  granted.clear_revoke_time();
  granted.clear_revoke_reason();
  *after.mutable_mandate() = granted;
  return after;
}

bool HasMandate(const v1::Engagement& engagement) {
  return engagement.has_mandate() && engagement.mandate().has_grant_time() &&
         !engagement.mandate().has_revoke_time();
}

absl::StatusOr<v1::Engagement> Revoke(const v1::Engagement& engagement, absl::string_view reason,
                                      absl::Time now) {
  if (!HasMandate(engagement)) return MandateAbsent(engagement);
  v1::Engagement after = engagement;
  *after.mutable_mandate()->mutable_revoke_time() = ToInstant(now);
  after.mutable_mandate()->set_revoke_reason(std::string(reason));
  return after;
}

absl::StatusOr<bool> IsAboveSponsor(const v1::Engagement& engagement, const Money& amount) {
  if (!engagement.mandate().has_sponsor_limit()) return false;
  ASSIGN_OR_RETURN(const Money limit,
                   MoneyFromProto(engagement.mandate().sponsor_limit(), "mandate.sponsor_limit"));
  // What cannot be compared is not within the limit.
  return amount.Compare(limit).value_or(1) > 0;
}

absl::StatusOr<v1::AuthorityCheck> CheckAuthority(const PolicyData& policy,
                                                  const v1::Engagement& engagement,
                                                  const AuthorityQuestion& question) {
  if (IsPlan(question.plan_kind) || IsReserved(policy, engagement, question.reserved_code)) {
    return Answer(v1::AUTHORITY_OUTCOME_RESERVED, v1::ESCALATION_LEVEL_BOARD);
  }
  v1::AuthorityCheck check = Answer(v1::AUTHORITY_OUTCOME_NO_MANDATE, v1::ESCALATION_LEVEL_SPONSOR);
  if (!HasMandate(engagement)) return PassedOn(engagement, check, question.amount);
  ASSIGN_OR_RETURN(const bool covered, CoversDay(engagement.mandate(), question.on));
  if (!covered) return PassedOn(engagement, check, question.amount);
  const v1::MandateDomain* domain = FindDomain(engagement.mandate(), question.domain_code);
  if (domain == nullptr) {
    check.set_outcome(v1::AUTHORITY_OUTCOME_NOT_DELEGATED);
    return PassedOn(engagement, check, question.amount);
  }
  ASSIGN_OR_RETURN(check, CompareLimits(engagement.mandate(), *domain, question));
  if (check.level() != v1::ESCALATION_LEVEL_SPONSOR) return check;
  return PassedOn(engagement, check, question.amount);
}

absl::StatusOr<v1::Engagement> CountUse(const v1::Engagement& engagement,
                                        const AuthorityQuestion& question) {
  if (question.amount.IsZero()) return engagement;
  ASSIGN_OR_RETURN(const Money used,
                   UsedIn(engagement.mandate(), question.domain_code, question.on.FirstDayOfMonth(),
                          question.amount.currency()));
  ASSIGN_OR_RETURN(const Money total, used.Add(question.amount));
  return WithUse(engagement, question, total);
}

absl::StatusOr<v1::Engagement> GiveBack(const v1::Engagement& engagement,
                                        const AuthorityQuestion& question) {
  const Date month = question.on.FirstDayOfMonth();
  if (question.amount.IsZero() ||
      FindUse(engagement.mandate(), question.domain_code, month) == nullptr) {
    return engagement;
  }
  ASSIGN_OR_RETURN(const Money used, UsedIn(engagement.mandate(), question.domain_code, month,
                                            question.amount.currency()));
  const auto left = used.Subtract(question.amount);
  if (!left.ok()) return engagement;  // the month is counted in another currency since
  ASSIGN_OR_RETURN(const Money none, Money::Make(0, question.amount.currency()));
  return WithUse(engagement, question, left->IsNegative() ? none : *left);
}

}  // namespace interim::governance
