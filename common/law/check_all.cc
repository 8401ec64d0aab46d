#include "common/law/check_all.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/law/approval.h"
#include "common/law/candidate_data.h"
#include "common/law/chain.h"
#include "common/law/clauses.h"
#include "common/law/employment_cost.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"
#include "common/law/lender.h"
#include "common/law/liability.h"
#include "common/law/notice.h"
#include "common/law/presumption.h"
#include "common/law/probation.h"
#include "common/law/procurement.h"
#include "common/law/retention.h"
#include "common/law/self_employed.h"
#include "common/law/triangle.h"
#include "common/law/vat.h"
#include "common/law/wnt.h"
#include "common/law/works_council.h"
#include "common/rules/rule_tables.h"
#include "common/type/convert.h"

namespace interim::law {
namespace {

// Collects what the evaluators say.
class Checker {
 public:
  Checker(const LawData& law, const ComplianceCase& facts, Date end)
      : law_(law), facts_(facts), end_(end) {}

  bool FormIsAnyOf(std::initializer_list<EngagementForm> forms) const {
    return std::find(forms.begin(), forms.end(), facts_.form()) != forms.end();
  }

  void Skip(const char* rule_id, const char* message_key) {
    report_.not_applicable.push_back({rule_id, message_key});
  }

  // The rule applies but its part of the case is absent.
  void Missing(const char* rule_id, absl::string_view part) {
    Evaluation ev(law_, rule_id, facts_);
    ev.SetReference(end_);
    report_.findings.push_back(ev.MakeMissingFact(part));
  }

  // A fact that an evaluator needs and does not find is told as missing, so that one gap does not
  // hide what the other rules say.
  absl::Status AddFailure(const char* rule_id, const absl::Status& status) {
    const auto error = FindError(status);
    if (!error || error->fields.empty() || error->fields.front().reason != "REQUIRED") {
      return status;
    }
    Missing(rule_id, error->fields.front().field);
    return absl::OkStatus();
  }

  absl::Status Add(const char* rule_id, absl::StatusOr<std::vector<type::Finding>> findings) {
    if (!findings.ok()) return AddFailure(rule_id, findings.status());
    for (type::Finding& finding : *findings) report_.findings.push_back(std::move(finding));
    return absl::OkStatus();
  }

  template <typename Result>
  absl::Status AddResult(const char* rule_id, absl::StatusOr<Result> result) {
    if (!result.ok()) return AddFailure(rule_id, result.status());
    return Add(rule_id, std::move(result->findings));
  }

  // A bureau of which every party is known to work without direction by the client.
  bool IsKnownWithoutDirection() const {
    const auto& parties = facts_.lender().parties();
    return FormIsAnyOf({ENGAGEMENT_FORM_BUREAU}) && !parties.empty() &&
           std::all_of(parties.begin(), parties.end(), [](const LenderParty& party) {
             return party.under_direction() == TERNARY_NO;
           });
  }

  absl::Status CheckEmployment();
  absl::Status CheckLaterMinimumWages();
  absl::Status CheckServices();
  absl::Status CheckChainOfParties();
  absl::Status CheckPublic();
  absl::Status CheckGovernance();
  absl::Status CheckData();

  ComplianceReport Take() {
    std::stable_sort(report_.findings.begin(), report_.findings.end(),
                     [](const type::Finding& a, const type::Finding& b) {
                       const int left = WeightOf(a.outcome());
                       const int right = WeightOf(b.outcome());
                       return left != right ? left < right : a.rule_id() < b.rule_id();
                     });
    std::stable_sort(
        report_.not_applicable.begin(), report_.not_applicable.end(),
        [](const NotApplicable& a, const NotApplicable& b) { return a.rule_id < b.rule_id; });
    return std::move(report_);
  }

 private:
  const LawData& law_;
  const ComplianceCase& facts_;
  Date end_;
  ComplianceReport report_;
};

// The minimum wage changes during the contract: each later amount is compared too, and a last day
// without amount is told.
absl::Status Checker::CheckLaterMinimumWages() {
  const rules::RuleParameter* minimum = law_.tables().FindParameter("R15", "minimum_wage_hour");
  const MinimumWageInput& first = facts_.minimum_wage();
  if (minimum == nullptr || !first.has_work_date()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Date start, DateFromProto(first.work_date(), "minimum_wage.work_date"));
  std::vector<Date> days;
  for (const rules::RuleRow& row : minimum->rows) {
    if (row.from > start && row.from <= end_) days.push_back(row.from);
  }
  if (end_ > start && minimum->FindRow(end_) == nullptr) days.push_back(end_);
  for (const Date day : days) {
    MinimumWageInput later = first;
    *later.mutable_work_date() = ToProto(day);
    ASSIGN_OR_RETURN(std::vector<type::Finding> findings, EvaluateMinimumWage(law_, later));
    for (type::Finding& finding : findings) {
      finding.set_subject(absl::StrCat("from ", day.ToString()));
      if (finding.outcome() != kOk) report_.findings.push_back(std::move(finding));
    }
  }
  return absl::OkStatus();
}

// R01 to R03 and the minimum wage: employment only.
absl::Status Checker::CheckEmployment() {
  const bool fixed = FormIsAnyOf({ENGAGEMENT_FORM_FIXED_TERM, ENGAGEMENT_FORM_PAYROLL});
  const bool employed = fixed || FormIsAnyOf({ENGAGEMENT_FORM_PERMANENT});
  const bool other_employer = FormIsAnyOf({ENGAGEMENT_FORM_SECONDMENT});
  const char* why = other_employer ? "law.na.other_employer" : "law.na.no_employment";
  if (!fixed) {
    Skip("R01", employed ? "law.na.permanent" : why);
    Skip("R02", employed ? "law.na.permanent" : why);
  } else {
    if (!facts_.has_chain()) {
      Missing("R01", "chain");
    } else {
      RETURN_IF_ERROR(AddResult("R01", EvaluateChain(law_, facts_.chain())));
    }
    if (!facts_.has_notice() && FormIsAnyOf({ENGAGEMENT_FORM_PAYROLL})) {
      Skip("R02", "law.na.other_employer");
    } else if (!facts_.has_notice()) {
      Missing("R02", "notice");
    } else {
      RETURN_IF_ERROR(AddResult("R02", EvaluateNotice(law_, facts_.notice())));
    }
  }
  if (!employed) {
    Skip("R03", why);
  } else if (!facts_.has_probation()) {
    Skip("R03", "law.na.no_probation");
  } else {
    RETURN_IF_ERROR(Add("R03", EvaluateProbation(law_, facts_.probation())));
  }
  if (!employed) {
    Skip("R15", why);
  } else if (!facts_.has_minimum_wage()) {
    Missing("R15", "minimum_wage");
  } else {
    RETURN_IF_ERROR(Add("R15", EvaluateMinimumWage(law_, facts_.minimum_wage())));
    RETURN_IF_ERROR(CheckLaterMinimumWages());
  }
  return absl::OkStatus();
}

// R04 to R07.
absl::Status Checker::CheckServices() {
  if (!facts_.has_clauses()) {
    Skip("R04", "law.na.no_clauses");
  } else {
    RETURN_IF_ERROR(Add("R04", EvaluateClauses(law_, facts_.clauses())));
  }
  const bool services = FormIsAnyOf({ENGAGEMENT_FORM_BUREAU, ENGAGEMENT_FORM_SELF_EMPLOYED,
                                     ENGAGEMENT_FORM_MANAGEMENT_BV, ENGAGEMENT_FORM_CONSULTANCY});
  if (!services) {
    Skip("R05", "law.na.employed");
    Skip("R06", "law.na.employed");
  } else {
    if (!facts_.has_self_employed()) {
      Missing("R05", "self_employed");
    } else {
      RETURN_IF_ERROR(AddResult("R05", EvaluateSelfEmployed(law_, facts_.self_employed())));
    }
    if (FormIsAnyOf({ENGAGEMENT_FORM_CONSULTANCY})) {
      Skip("R06", "law.na.firm");
    } else if (!facts_.has_presumption()) {
      Missing("R06", "presumption");
    } else {
      RETURN_IF_ERROR(AddResult("R06", EvaluatePresumption(law_, facts_.presumption())));
    }
  }
  if (!facts_.has_vat()) {
    Missing("R07", "vat");
    return absl::OkStatus();
  }
  return AddResult("R07", EvaluateVat(law_, facts_.vat()));
}

// R08 to R10: other parties between client and worker.
absl::Status Checker::CheckChainOfParties() {
  const bool lent =
      FormIsAnyOf({ENGAGEMENT_FORM_SECONDMENT, ENGAGEMENT_FORM_PAYROLL, ENGAGEMENT_FORM_BUREAU});
  if (!lent) {
    Skip("R08", "law.na.no_lender");
  } else if (!facts_.has_triangle() && IsKnownWithoutDirection()) {
    Skip("R08", "law.na.no_direction");
  } else if (!facts_.has_triangle()) {
    Missing("R08", "triangle");
  } else {
    RETURN_IF_ERROR(AddResult("R08", EvaluateTriangle(law_, facts_.triangle())));
  }
  const bool maybe_lender = lent || FormIsAnyOf({ENGAGEMENT_FORM_MANAGEMENT_BV});
  const bool employed = FormIsAnyOf({ENGAGEMENT_FORM_FIXED_TERM, ENGAGEMENT_FORM_PERMANENT});
  if (!maybe_lender && !facts_.has_lender()) {
    Skip("R09", employed ? "law.na.own_employee" : "law.na.no_lender");
  } else if (!facts_.has_lender()) {
    Missing("R09", "lender");
  } else {
    RETURN_IF_ERROR(Add("R09", EvaluateLenders(law_, facts_.lender())));
  }
  if (!maybe_lender && !facts_.has_liability()) {
    Skip("R10", employed ? "law.na.own_employee" : "law.na.no_lent_employee");
  } else if (!facts_.has_liability()) {
    Missing("R10", "liability");
  } else {
    RETURN_IF_ERROR(AddResult("R10", EvaluateLiability(law_, facts_.liability())));
  }
  return absl::OkStatus();
}

// R11 and R14: public money.
absl::Status Checker::CheckPublic() {
  if (facts_.has_wnt()) {
    RETURN_IF_ERROR(AddResult("R11", EvaluateWnt(law_, facts_.wnt())));
  } else if (facts_.public_client()) {
    Missing("R11", "wnt");
  } else {
    Skip("R11", "law.na.private_client");
  }
  if (facts_.has_procurement()) {
    RETURN_IF_ERROR(AddResult("R14", EvaluateProcurement(law_, facts_.procurement())));
  } else if (facts_.public_client()) {
    Missing("R14", "procurement");
  } else {
    Skip("R14", "law.na.private_client");
  }
  return absl::OkStatus();
}

// R12 and R13.
absl::Status Checker::CheckGovernance() {
  if (facts_.works_council().empty()) Missing("R12", "works_council");
  for (const WorksCouncilInput& input : facts_.works_council()) {
    RETURN_IF_ERROR(AddResult("R12", EvaluateWorksCouncil(law_, input)));
  }
  if (!facts_.has_approval()) {
    Missing("R13", "approval");
    return absl::OkStatus();
  }
  return AddResult("R13", EvaluateApproval(law_, facts_.approval()));
}

// R16 and R17.
absl::Status Checker::CheckData() {
  if (!facts_.has_candidate_data()) {
    Skip("R16", "law.na.no_candidate_data");
  } else {
    RETURN_IF_ERROR(AddResult("R16", EvaluateCandidateData(law_, facts_.candidate_data())));
  }
  if (!facts_.has_retention()) {
    Skip("R17", "law.na.not_ended");
    return absl::OkStatus();
  }
  return AddResult("R17", EvaluateRetention(law_, facts_.retention()));
}

}  // namespace

absl::StatusOr<ComplianceReport> CheckAll(const LawData& law, const ComplianceCase& facts) {
  if (facts.form() == ENGAGEMENT_FORM_UNSPECIFIED) {
    return BadFact("form", "REQUIRED", "say which contract form");
  }
  ASSIGN_OR_RETURN(const DatePeriod period,
                   NeedPeriod(facts.has_period(), facts.period(), "period"));
  Checker checker(law, facts, period.end());
  RETURN_IF_ERROR(checker.CheckEmployment());
  RETURN_IF_ERROR(checker.CheckServices());
  RETURN_IF_ERROR(checker.CheckChainOfParties());
  RETURN_IF_ERROR(checker.CheckPublic());
  RETURN_IF_ERROR(checker.CheckGovernance());
  RETURN_IF_ERROR(checker.CheckData());
  return checker.Take();
}

}  // namespace interim::law
