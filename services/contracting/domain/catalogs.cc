#include "services/contracting/domain/catalogs.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/contracting/domain/employment_notice.h"

namespace interim::contracting {
namespace {

// Codes that code names; a data file without one of them is refused at start.
constexpr const char* kGaps[] = {"BLOCK_EMPTY",
                                 "FIELD_MISSING",
                                 "SITUATION_MISSING",
                                 "SITUATION_UNKNOWN",
                                 "ROLE_MISSING",
                                 "ROLE_UNKNOWN",
                                 "AUTHORITY_MISSING",
                                 "GOALS_TOO_FEW",
                                 "GOALS_TOO_MANY",
                                 "GOAL_NOT_TESTABLE",
                                 "KPI_BASELINE_MISSING",
                                 "KPI_TARGET_MISSING",
                                 "KPI_DIRECTION_MISSING",
                                 "KPI_DIRECTION_CONTRADICTED",
                                 "KPI_UNKNOWN",
                                 "GOAL_OWNER_IS_MANAGER",
                                 "GOAL_AFTER_END",
                                 "OUT_OF_SCOPE_EMPTY",
                                 "PLAN_OF_APPROACH_MISSING",
                                 "MILESTONE_OUTSIDE_PERIOD",
                                 "HARD_DATE_WITHOUT_CONSEQUENCE",
                                 "MANDATE_LEVEL_TOO_LOW",
                                 "MANDATE_LEVEL_INVALID",
                                 "MANDATE_DOMAINS_EMPTY",
                                 "MANDATE_DOMAIN_UNKNOWN",
                                 "MANDATE_LIMIT_MISSING",
                                 "RESERVED_MATTERS_EMPTY",
                                 "MANDATE_BEYOND_ASSIGNMENT",
                                 "SECOND_SIGNATORY_IS_BUREAU",
                                 "DIRECTOR_LIMITS_INTERNAL",
                                 "REPORTING_TOO_LOW",
                                 "EVALUATOR_IS_MANAGER",
                                 "EVALUATOR_IS_BUREAU",
                                 "END_MISSING",
                                 "PERIOD_INVALID",
                                 "DURATION_LONG",
                                 "DURATION_TOO_LONG",
                                 "DAYS_PER_WEEK_INVALID",
                                 "RATE_INVALID",
                                 "MAXIMUM_TOO_LOW",
                                 "MARGIN_NOT_DISCLOSED",
                                 "PRECONDITION_UNOWNED",
                                 "CONFLICT_STATEMENT_MISSING",
                                 "WORKS_COUNCIL_UNKNOWN",
                                 "HEAD_COUNT_MISSING",
                                 "LEGAL_FORM_MISSING",
                                 "WNT_UNKNOWN",
                                 "WORKING_RELATION_OPEN",
                                 "HANDOVER_ITEMS_EMPTY",
                                 "PLAN_DECISION_LATE",
                                 "EXPECTATIONS_EMPTY"};
constexpr const char* kGates[] = {"OR-30",       "OR-25",       "OR-GROUP",
                                  "APPOINTMENT", "FINANCIAL",   "HOUSING",
                                  "HEALTH-CARE", "SUPERVISORS", "COLLECTIVE-DISMISSAL"};
constexpr const char* kReasons[] = {
    "RULE_BLOCKS",       "RULE_ASKS",     "ROLE_FIT",      "ROLE_MISFIT",
    "CHANNEL_CHOSEN",    "CHANNEL_OTHER", "COST_BASIS",    "COST_BASIS_EMPLOYMENT",
    "COST_UNKNOWN",      "RECOMMENDED",   "ALL_CLOSED",    "COST_BASIS_PAYROLL",
    "COST_BASIS_DIRECT", "CHAIN_FIGURES", "ADMISSION_FROM"};
constexpr int kBlocks = 17;

bool Complete(const type::LocalizedText& text) { return !text.nl().empty() && !text.en().empty(); }

template <class List, class Match>
auto FindIn(const List& list, Match match) -> decltype(&*list.begin()) {
  for (const auto& item : list) {
    if (match(item)) return &item;
  }
  return nullptr;
}

void CheckFigures(const HouseFigures& figures, std::vector<std::string>& problems) {
  for (const std::string& text :
       {figures.hours_per_day(), figures.days_per_month(), figures.hours_per_month(),
        figures.hours_per_week(), figures.invoice_tolerance_percent(), figures.weeks_per_month(),
        figures.form_cost_spread_percent()}) {
    if (!Decimal::Parse(text).ok()) problems.push_back(absl::StrCat("figure '", text, "'"));
  }
  if (figures.goals_min() <= 0 || figures.goals_max() < figures.goals_min() ||
      figures.plan_due_days() <= 0 || figures.flag_months() <= 0 || figures.notice_days() <= 0 ||
      figures.payment_days() <= 0 || figures.pilot_min_days() <= 0) {
    problems.emplace_back("figures: all must be above zero");
  }
}

// What `stated` says, and what `base` says where it is silent.
BriefTemplate Completed(const BriefTemplate& base, const BriefTemplate& stated) {
  BriefTemplate result = base;
  result.clear_situation_code();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  stated.GetReflection()->ListFields(stated, &fields);
  for (const auto* field : fields) result.GetReflection()->ClearField(&result, field);
  result.MergeFrom(stated);
  return result;
}

void CheckClauses(const CatalogFiles& files, std::vector<std::string>& problems) {
  for (const ClauseEntry& clause : files.clauses.clause()) {
    if (!Complete(clause.title()) || !Complete(clause.text())) {
      problems.push_back(absl::StrCat("clause ", clause.code()));
    }
  }
  for (const ClausePattern& pattern : files.patterns.pattern()) {
    if (!Complete(pattern.text()) || pattern.phrase().empty()) {
      problems.push_back(absl::StrCat("clause pattern ", pattern.code()));
    }
  }
  if (!Complete(files.patterns.limits())) problems.emplace_back("limits of the clause scan");
}

void CheckRoleAdditions(const BriefTemplates& templates, std::vector<std::string>& problems) {
  for (const RoleAddition& role : templates.role_addition()) {
    bool fine = !role.role_code().empty() && !role.source().empty();
    for (const auto* list : {&role.out_of_scope(), &role.precondition(), &role.decision_right()}) {
      for (const type::LocalizedText& text : *list) fine = fine && Complete(text);
    }
    for (const RiskTemplate& risk : role.risk()) {
      fine = fine && Complete(risk.title()) && Complete(risk.measure());
    }
    for (const ReportingTemplate& line : role.reporting_line()) {
      fine = fine && Complete(line.to()) && Complete(line.form()) && Complete(line.cadence());
    }
    if (!fine) {
      problems.push_back(absl::StrCat("addition for role ", absl::StrJoin(role.role_code(), ", ")));
    }
  }
}

void CheckTemplates(const BriefTemplates& templates, const SharedCatalogue& shared,
                    std::vector<std::string>& problems) {
  std::set<std::string> known;
  for (const BriefTemplate& entry : templates.brief_template()) known.insert(entry.code());
  for (const BriefTemplate& entry : templates.brief_template()) {
    bool has_base = entry.based_on().empty() || known.count(entry.based_on()) > 0;
    if (!has_base) problems.push_back(absl::StrCat("template ", entry.based_on()));
    for (const GoalTemplate& goal : entry.goal()) {
      if (!shared.HasKpi(goal.kpi_code())) {
        problems.push_back(absl::StrCat("KPI ", goal.kpi_code(), " of template ", entry.code()));
      }
    }
    for (const std::string& code : entry.mandate_domain_code()) {
      if (!shared.FindMandateDomain(code)) {
        problems.push_back(absl::StrCat("domain ", code, " of template ", entry.code()));
      }
    }
  }
}

}  // namespace

Catalogs::Catalogs(CatalogFiles files, const SharedCatalogue& shared)
    : files_(std::move(files)), shared_(shared) {
  const BriefTemplates stated = files_.templates;
  for (BriefTemplate& entry : *files_.templates.mutable_brief_template()) {
    if (entry.based_on().empty()) continue;
    const BriefTemplate* base = FindIn(stated.brief_template(), [&](const BriefTemplate& t) {
      return t.code() == entry.based_on();
    });
    if (base != nullptr) entry = Completed(*base, entry);
    if (entry.has_no_mandate_domain()) entry.clear_mandate_domain_code();
  }
}

absl::Status Catalogs::Check() const {
  std::vector<std::string> problems;
  for (int i = 1; i <= kBlocks; ++i) {
    const Block* block = FindBlock(absl::StrCat("B", i));
    if (block == nullptr || !Complete(block->title()))
      problems.push_back(absl::StrCat("block B", i));
  }
  for (const char* code : kGaps) {
    const GapText* gap = FindGap(code);
    if (gap == nullptr || !Complete(gap->text())) problems.push_back(absl::StrCat("gap ", code));
  }
  for (const char* code : kGates) {
    const GateEntry* gate = FindGate(code);
    if (gate == nullptr || !Complete(gate->title()) || !Complete(gate->applies()) ||
        !Complete(gate->applies_not()) || gate->source().empty()) {
      problems.push_back(absl::StrCat("gate ", code));
    }
  }
  for (const char* code : kReasons) {
    if (Reason(code).nl().empty()) problems.push_back(absl::StrCat("reason ", code));
  }
  for (const FormEntry& form : files_.forms.form()) {
    if (!Complete(form.title()) || form.cell_size() != files_.forms.row_title_size()) {
      problems.push_back(absl::StrCat("form ", v1::ContractForm_Name(form.form())));
    }
    for (const std::string& code : form.for_reason()) {
      if (Reason(code).nl().empty()) problems.push_back(absl::StrCat("reason ", code));
    }
  }
  CheckClauses(files_, problems);
  CheckTemplates(files_.templates, shared_, problems);
  CheckRoleAdditions(files_.templates, problems);
  if (FindTemplate("GENERAL") == nullptr) problems.emplace_back("template GENERAL");
  CheckFigures(figures(), problems);
  for (std::string& problem : CheckNoticeData(files_.employment_notice)) {
    problems.push_back(std::move(problem));
  }
  if (problems.empty()) return absl::OkStatus();
  return MakeError(
      {.code = absl::StatusCode::kInvalidArgument,
       .reason = "CATALOGUE_INVALID",
       .message = absl::StrCat("missing or incomplete: ", absl::StrJoin(problems, ", ")),
       .metadata = {{"problemCount", absl::StrCat(problems.size())}}});
}

const Block* Catalogs::FindBlock(absl::string_view code) const {
  return FindIn(files_.brief_form.block(), [&](const Block& b) { return b.code() == code; });
}

const GapText* Catalogs::FindGap(absl::string_view code) const {
  return FindIn(files_.brief_form.gap(), [&](const GapText& g) { return g.code() == code; });
}

const BriefTemplate* Catalogs::FindTemplate(absl::string_view code) const {
  return FindIn(files_.templates.brief_template(),
                [&](const BriefTemplate& t) { return t.code() == code; });
}

const BriefTemplate& Catalogs::TemplateFor(const std::vector<std::string>& situation_codes,
                                           absl::string_view role_code) const {
  for (const std::string& situation : situation_codes) {
    const BriefTemplate* any_role = nullptr;
    for (const BriefTemplate& entry : files_.templates.brief_template()) {
      bool serves = std::find(entry.situation_code().begin(), entry.situation_code().end(),
                              situation) != entry.situation_code().end();
      if (!serves) continue;
      if (!role_code.empty() && entry.role_code() == role_code) return entry;
      if (any_role == nullptr && entry.role_code().empty()) any_role = &entry;
    }
    if (any_role != nullptr) return *any_role;
  }
  const BriefTemplate* general = FindTemplate("GENERAL");
  return general != nullptr ? *general : BriefTemplate::default_instance();
}

const ClauseEntry* Catalogs::FindClause(absl::string_view code) const {
  return FindIn(files_.clauses.clause(), [&](const ClauseEntry& c) { return c.code() == code; });
}

const FormEntry* Catalogs::FindForm(v1::ContractForm form) const {
  return FindIn(files_.forms.form(), [&](const FormEntry& f) { return f.form() == form; });
}

const GateEntry* Catalogs::FindGate(absl::string_view code) const {
  return FindIn(files_.gates.gate(), [&](const GateEntry& g) { return g.code() == code; });
}

type::LocalizedText Catalogs::Reason(absl::string_view code, const TextParams& params) const {
  const ReasonText* reason =
      FindIn(files_.forms.reason(), [&](const ReasonText& r) { return r.code() == code; });
  return reason == nullptr ? type::LocalizedText() : Fill(reason->text(), params);
}

std::string Catalogs::Word(absl::string_view key, absl::string_view language,
                           const TextParams& params) const {
  const DocumentText* text =
      FindIn(files_.document.text(), [&](const DocumentText& t) { return t.key() == key; });
  if (text == nullptr) return std::string(key);
  return Fill(language == "nl" ? text->nl() : text->en(), params);
}

std::string Fill(absl::string_view text, const TextParams& params) {
  std::string result;
  while (!text.empty()) {
    std::size_t open = text.find('{');
    std::size_t close = open == absl::string_view::npos ? open : text.find('}', open);
    if (close == absl::string_view::npos) break;
    absl::string_view name = text.substr(open + 1, close - open - 1);
    absl::StrAppend(&result, text.substr(0, open));
    const auto* param = FindIn(params, [&](const auto& p) { return p.first == name; });
    absl::StrAppend(&result, param != nullptr ? absl::string_view(param->second)
                                              : text.substr(open, close - open + 1));
    text.remove_prefix(close + 1);
  }
  absl::StrAppend(&result, text);
  return result;
}

type::LocalizedText Fill(const type::LocalizedText& text, const TextParams& params) {
  type::LocalizedText result;
  result.set_nl(Fill(text.nl(), params));
  result.set_en(Fill(text.en(), params));
  return result;
}

const std::string& In(const type::LocalizedText& text, absl::string_view language) {
  return language == "nl" ? text.nl() : text.en();
}

Decimal Figure(const std::string& text) {
  absl::StatusOr<Decimal> value = Decimal::Parse(text);
  return value.ok() ? *value : Decimal();
}

}  // namespace interim::contracting
