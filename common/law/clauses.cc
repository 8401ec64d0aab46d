#include "common/law/clauses.h"

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

bool IsEmployed(EngagementForm form) {
  return form == ENGAGEMENT_FORM_FIXED_TERM || form == ENGAGEMENT_FORM_PERMANENT ||
         form == ENGAGEMENT_FORM_PAYROLL || form == ENGAGEMENT_FORM_SECONDMENT;
}

bool IsLent(EngagementForm form) {
  return form == ENGAGEMENT_FORM_BUREAU || form == ENGAGEMENT_FORM_PAYROLL ||
         form == ENGAGEMENT_FORM_SECONDMENT;
}

type::Finding NonCompete(Evaluation* ev, const ClauseInput& in, const RestrictiveClause& clause,
                         Date on) {
  if (!IsEmployed(in.form())) {
    if (!clause.is_wide()) return ev->Make(kOk, "clause.fine");
    ev->NeedsJudgement("clause.judge.wide");
    ev->Cure("clause.cure.narrow");
    return ev->Make(kWarn, "clause.wide");
  }
  if (!clause.is_written() || !in.worker_of_age()) {
    ev->Cure("clause.cure.remove");
    return ev->Make(kBlock, "clause.noncompete_form");
  }
  if (in.form() == ENGAGEMENT_FORM_PERMANENT || clause.has_weighty_reasons()) {
    if (in.form() != ENGAGEMENT_FORM_PERMANENT) ev->NeedsJudgement("clause.judge.reasons");
    return ev->Make(kOk, "clause.fine");
  }
  const auto needs_reasons = ev->FindFlag("fixed_term_needs_reasons", on);
  if (!needs_reasons) return ev->MakeNoFigure();
  if (!*needs_reasons) return ev->Make(kOk, "clause.fine");
  ev->Cure("clause.cure.reasons");
  ev->Cure("clause.cure.remove");
  return ev->Make(kBlock, "clause.noncompete");
}

type::Finding DirectHire(Evaluation* ev, const ClauseInput& in, const RestrictiveClause& clause,
                         Date on) {
  if (!IsLent(in.form())) return ev->Make(kOk, "clause.fine");
  ev->NeedsJudgement("clause.judge.fee");
  if (clause.only_reasonable_fee()) return ev->Make(kOk, "clause.fine");
  const auto is_void = ev->FindFlag("direct_hire_ban_void", on);
  if (!is_void) return ev->MakeNoFigure();
  if (!*is_void) return ev->Make(kOk, "clause.fine");
  ev->Cure("clause.cure.fee");
  return ev->Make(kWarn, "clause.directhire");
}

type::Finding Other(Evaluation* ev, const ClauseInput& in, const RestrictiveClause& clause) {
  if (IsEmployed(in.form())) return ev->Make(kOk, "clause.fine");
  if (clause.kind() == RestrictiveClause::KIND_EXCLUSIVITY) {
    ev->Cure("clause.cure.other_clients");
    return ev->Make(kWarn, "clause.exclusivity");
  }
  if (!clause.is_wide()) return ev->Make(kOk, "clause.fine");
  ev->NeedsJudgement("clause.judge.wide");
  ev->Cure("clause.cure.narrow");
  return ev->Make(kWarn, "clause.wide");
}

}  // namespace

absl::StatusOr<std::vector<type::Finding>> EvaluateClauses(const LawData& law,
                                                           const ClauseInput& input) {
  if (input.form() == ENGAGEMENT_FORM_UNSPECIFIED) {
    return BadFact("form", "REQUIRED", "say which contract form");
  }
  ASSIGN_OR_RETURN(auto on, FindDate(input.has_agreed_date(), input.agreed_date(), "agreed_date"));
  if (!on) {
    ASSIGN_OR_RETURN(on, NeedDate(input.has_start_date(), input.start_date(), "start_date"));
  }
  std::vector<type::Finding> findings;
  for (int i = 0; i < input.clauses_size(); ++i) {
    const RestrictiveClause& clause = input.clauses(i);
    Evaluation ev(law, "R04", input);
    ev.SetReference(*on);
    ev.Subject(absl::StrCat("clauses[", i, "]"));
    switch (clause.kind()) {
      case RestrictiveClause::KIND_NON_COMPETE:
        findings.push_back(NonCompete(&ev, input, clause, *on));
        break;
      case RestrictiveClause::KIND_DIRECT_HIRE_BAN:
        findings.push_back(DirectHire(&ev, input, clause, *on));
        break;
      case RestrictiveClause::KIND_RELATIONS:
      case RestrictiveClause::KIND_EXCLUSIVITY:
        findings.push_back(Other(&ev, input, clause));
        break;
      default:
        return BadFact(absl::StrCat("clauses[", i, "].kind"), "REQUIRED", "say what is forbidden");
    }
  }
  SortByWeight(&findings);
  return findings;
}

}  // namespace interim::law
