#include "services/contracting/domain/clauses.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/contracting/domain/employment_notice.h"
#include "services/contracting/domain/gates.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/wording.h"

namespace interim::contracting {
namespace {

bool Holds(ClauseCondition condition, const v1::Contract& contract, const v1::Brief& brief) {
  const v1::PersonnelImpact& impact = brief.personnel_impact();
  bool wnt = impact.wnt_in_scope() == v1::ANSWER_YES;
  switch (condition) {
    case CLAUSE_CONDITION_DIRECTOR:
      return brief.mandate().is_statutory_director() || impact.becomes_director() == v1::ANSWER_YES;
    case CLAUSE_CONDITION_WNT:
      return wnt && impact.is_top_executive() != v1::ANSWER_NO;
    case CLAUSE_CONDITION_PUBLIC:
      return wnt || impact.legal_form() == v1::LEGAL_FORM_MUNICIPALITY ||
             impact.legal_form() == v1::LEGAL_FORM_OTHER_PUBLIC;
    case CLAUSE_CONDITION_GATES:
      return !GatesThatStopStart(brief).empty();
    case CLAUSE_CONDITION_SUCCESS_FEE:
      return contract.rate().has_success_fee();
    case CLAUSE_CONDITION_PILOT:
      return contract.is_pilot();
    default:
      return true;
  }
}

v1::ClauseRequirement FormRequirementOf(const ClauseEntry& entry, v1::ContractForm form) {
  for (const FormRequirement& need : entry.form()) {
    if (need.form() == form) return need.requirement();
  }
  return v1::CLAUSE_REQUIREMENT_OPTIONAL;
}

std::string Maximum(const Catalogs& catalogs, const v1::Contract& contract,
                    absl::string_view language) {
  std::optional<Money> maximum = FindMoney(contract.has_maximum(), contract.maximum());
  if (!maximum) return "";
  return catalogs.Word("maximum_sentence", language, {{"amount", maximum->FormatFor(language)}});
}

std::string OpenGateTitles(const v1::Brief& brief, absl::string_view language) {
  std::vector<std::string> titles;
  for (const v1::Gate& gate : GatesThatStopStart(brief))
    titles.push_back(In(gate.title(), language));
  return absl::StrJoin(titles, "; ");
}

// " (name)", or nothing for no name.
std::string Apart(const std::string& name) {
  return name.empty() ? "" : absl::StrCat(" (", name, ")");
}

// A sentence ends with a full stop.
std::string Sentence(std::string text) {
  if (!text.empty() && !absl::EndsWith(text, ".")) text += ".";
  return text;
}

// An agreed term in months, else what the law has.
std::string NoticeText(const Catalogs& catalogs, int months, absl::string_view law_key,
                       absl::string_view language) {
  if (months == 0) return catalogs.Word(law_key, language);
  return MonthsText(catalogs, months, language);
}

// Notice in employment with the client.
TextParams NoticeParams(const Catalogs& catalogs, const v1::Contract& contract,
                        absl::string_view language) {
  return {{"employee_notice", NoticeText(catalogs, contract.employee_notice_months(),
                                         "notice_law_employee", language)},
          {"employer_notice",
           NoticeText(catalogs, contract.employer_notice_months(),
                      IsLongerForEmployee(catalogs, contract) ? "notice_law_employer_double"
                                                              : "notice_law_employer",
                      language)},
          {"notice_day",
           catalogs.Word(contract.is_notice_any_day() ? "notice_against_day" : "notice_law_month",
                         language)}};
}

TextParams ParamsOf(const Catalogs& catalogs, const v1::Contract& contract, const v1::Brief& brief,
                    absl::string_view language) {
  const HouseFigures& figures = catalogs.figures();
  const v1::BriefConfidentiality& words = brief.confidentiality();
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  std::optional<Money> success =
      FindMoney(contract.rate().has_success_fee(), contract.rate().success_fee());
  std::string expenses = brief.budget().expenses_rule();
  if (expenses.empty()) expenses = catalogs.Word("expenses_default", language);
  TextParams params = NoticeParams(catalogs, contract, language);
  const TextParams others = {
      {"client", contract.client().display_name()},
      {"represented",
       contract.client().capacity().empty()
           ? ""
           : catalogs.Word("represented", language, {{"capacity", contract.client().capacity()}})},
      {"supplier", contract.supplier().display_name()},
      {"manager", contract.interim_manager().display_name()},
      {"start", period ? DayText(period->start(), language) : "-"},
      {"end", period ? DayText(period->end(), language) : "-"},
      {"rate", RateText(catalogs, contract.rate(), language)},
      {"hours_per_day", NumberText(BasisOf(catalogs, contract.rate()).hours_per_day, language)},
      {"hours_per_week",
       NumberText(FindDecimal(contract.has_hours_per_week(), contract.hours_per_week())
                      .value_or(Decimal()),
                  language)},
      {"maximum", Maximum(catalogs, contract, language)},
      {"expenses", Sentence(expenses)},
      {"payment_days", absl::StrCat(contract.payment_days())},
      {"notice_days", absl::StrCat(contract.notice_days())},
      {"satisfaction_days", absl::StrCat(figures.satisfaction_days())},
      {"extension_days", absl::StrCat(figures.extension_request_days())},
      {"confidentiality", words.confidentiality()},
      {"intellectual_property", words.intellectual_property()},
      {"personal_data", words.personal_data()},
      {"conflicts", brief.risks().conflict_statement()},
      {"shadow", Apart(brief.parties().shadow_manager().display_name())},
      {"success_fee", success ? success->FormatFor(language) : "-"},
      {"pilot_question", contract.pilot().question()},
      {"pilot_decision",
       DayText(contract.pilot().has_decision_date(), contract.pilot().decision_date(), language)},
      {"gates", OpenGateTitles(brief, language)}};
  params.insert(params.end(), others.begin(), others.end());
  return params;
}

}  // namespace

v1::ClauseRequirement RequirementOf(const ClauseEntry& entry, const v1::Contract& contract,
                                    const v1::Brief& brief) {
  v1::ClauseRequirement requirement = FormRequirementOf(entry, contract.form());
  if (requirement == v1::CLAUSE_REQUIREMENT_REQUIRED &&
      !Holds(entry.condition(), contract, brief)) {
    return v1::CLAUSE_REQUIREMENT_OPTIONAL;
  }
  return requirement;
}

std::vector<v1::Clause> DraftClauses(const Catalogs& catalogs, const v1::Contract& contract,
                                     const v1::Brief& brief) {
  std::vector<v1::Clause> clauses;
  for (const ClauseEntry& entry : catalogs.files().clauses.clause()) {
    v1::ClauseRequirement requirement = RequirementOf(entry, contract, brief);
    bool usual = requirement == v1::CLAUSE_REQUIREMENT_OPTIONAL &&
                 (entry.in_draft_when_optional() || (entry.condition() != CLAUSE_CONDITION_NONE &&
                                                     Holds(entry.condition(), contract, brief)));
    if (requirement != v1::CLAUSE_REQUIREMENT_REQUIRED && !usual) continue;
    v1::Clause clause;
    clause.set_code(entry.code());
    clauses.push_back(std::move(clause));
  }
  return clauses;
}

void MarkClauses(const Catalogs& catalogs, const v1::Brief& brief, v1::Contract& contract) {
  for (v1::Clause& clause : *contract.mutable_clauses()) {
    const ClauseEntry* entry = catalogs.FindClause(clause.code());
    clause.set_requirement(entry == nullptr ? v1::CLAUSE_REQUIREMENT_OPTIONAL
                                            : RequirementOf(*entry, contract, brief));
    clause.set_is_changed(entry == nullptr || !clause.text().empty() || !clause.title().empty());
  }
}

std::vector<PreconditionViolation> CheckClauses(const Catalogs& catalogs,
                                                const v1::Contract& contract,
                                                const v1::Brief& brief) {
  std::vector<PreconditionViolation> problems;
  std::set<std::string> seen;
  for (const v1::Clause& clause : contract.clauses()) {
    if (!seen.insert(clause.code()).second) {
      problems.push_back({"CLAUSE", clause.code(), "the clause stands twice in the contract"});
    }
    const ClauseEntry* entry = catalogs.FindClause(clause.code());
    if (entry == nullptr && (!absl::StartsWith(clause.code(), "OWN-") || clause.text().empty() ||
                             clause.title().empty())) {
      problems.push_back({"CLAUSE", clause.code(), "an own clause needs OWN-, title and text"});
    }
    if (entry != nullptr &&
        RequirementOf(*entry, contract, brief) == v1::CLAUSE_REQUIREMENT_FORBIDDEN) {
      problems.push_back({"CLAUSE", clause.code(), "the clause is not allowed in this form"});
    }
  }
  for (const ClauseEntry& entry : catalogs.files().clauses.clause()) {
    if (RequirementOf(entry, contract, brief) == v1::CLAUSE_REQUIREMENT_REQUIRED &&
        seen.count(entry.code()) == 0) {
      problems.push_back({"CLAUSE", entry.code(), "the clause is required in this form"});
    }
  }
  return problems;
}

ClauseText TextOf(const Catalogs& catalogs, const v1::Clause& clause, const v1::Contract& contract,
                  const v1::Brief& brief, absl::string_view language) {
  const ClauseEntry* entry = catalogs.FindClause(clause.code());
  ClauseText result{.title = clause.title(), .text = clause.text()};
  if (entry == nullptr) return result;
  if (result.title.empty()) result.title = In(entry->title(), language);
  if (!result.text.empty()) return result;
  const type::LocalizedText* text = &entry->text();
  for (const FormRequirement& need : entry->form()) {
    if (need.form() == contract.form() && need.has_text()) text = &need.text();
  }
  result.text = Fill(In(*text, language), ParamsOf(catalogs, contract, brief, language));
  return result;
}

}  // namespace interim::contracting
