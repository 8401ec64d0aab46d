// The list of checks, and the blocks that say what is asked: B1 to B6.
#include "services/contracting/domain/brief_check.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/type/convert.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace brief_check {

void Gaps::Enter(absl::string_view block_code) {
  block_ = catalogs_.FindBlock(block_code);
  is_required_ = block_ == nullptr ||
                 (is_leading_ ? block_->required_leading() : block_->required_specialist());
}

void Gaps::Add(absl::string_view gap_code, absl::string_view field_path, const TextParams& params,
               const std::vector<std::pair<std::string, Money>>& amounts) {
  const GapText* text = catalogs_.FindGap(gap_code);
  v1::BriefGap gap;
  if (block_ != nullptr) {
    gap.set_block_code(block_->code());
    *gap.mutable_block_title() = block_->title();
  }
  gap.set_field_path(std::string(field_path));
  gap.set_gap_code(std::string(gap_code));
  if (text != nullptr) {
    TextParams dutch = params;
    TextParams english = params;
    for (const auto& [name, amount] : amounts) {
      dutch.emplace_back(name, amount.FormatFor("nl"));
      english.emplace_back(name, amount.FormatFor("en"));
    }
    gap.mutable_text()->set_nl(Fill(text->text().nl(), dutch));
    gap.mutable_text()->set_en(Fill(text->text().en(), english));
  }
  gap.set_is_blocking(is_required_ && (text == nullptr || text->is_blocking()));
  gaps_.push_back(std::move(gap));
}

void Gaps::Need(const std::string& value, absl::string_view field_path) {
  Need(!absl::StripAsciiWhitespace(value).empty(), field_path);
}

void Gaps::Need(bool present, absl::string_view field_path) {
  if (!present) Add("FIELD_MISSING", field_path, {{"field", std::string(field_path)}});
}

bool SamePerson(const v1::PartyPerson& a, const v1::PartyPerson& b) {
  if (!a.subject().empty() && !b.subject().empty()) return a.subject() == b.subject();
  if (!a.resource().empty() && !b.resource().empty()) return a.resource() == b.resource();
  return !a.display_name().empty() &&
         absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(a.display_name()),
                                absl::StripAsciiWhitespace(b.display_name()));
}

void CheckParties(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B1");
  const v1::BriefParties& parties = brief.parties();
  gaps.Need(parties.formal_client().display_name(), "parties.formal_client");
  if (parties.formal_client_authority().empty()) {
    gaps.Add("AUTHORITY_MISSING", "parties.formal_client_authority");
  }
  gaps.Need(parties.functional_client().display_name(), "parties.functional_client");
  gaps.Need(parties.contracting_party().display_name(), "parties.contracting_party");
  gaps.Need(parties.interim_manager().display_name(), "parties.interim_manager");
}

void CheckContext(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B2");
  if (brief.situation_codes().empty()) gaps.Add("SITUATION_MISSING", "situation_codes");
  for (int i = 0; i < brief.situation_codes_size(); ++i) {
    const std::string& code = brief.situation_codes(i);
    if (!gaps.catalogs().shared().FindMinimumMandate(code).has_value()) {
      gaps.Add("SITUATION_UNKNOWN", absl::StrCat("situation_codes[", i, "]"), {{"value", code}});
    }
  }
  if (brief.role_code().empty()) {
    gaps.Add("ROLE_MISSING", "role_code");
  } else if (!gaps.catalogs().shared().FindRoleClass(brief.role_code()).has_value()) {
    gaps.Add("ROLE_UNKNOWN", "role_code", {{"value", brief.role_code()}});
  }
  gaps.Need(brief.title(), "title");
  gaps.Need(brief.context().trigger(), "context.trigger");
  gaps.Need(brief.context().history(), "context.history");
  gaps.Need(brief.context().attempts(), "context.attempts");
  gaps.Need(brief.context().involved_size() > 0, "context.involved");
}

namespace {

// A target on the wrong side of the baseline says the opposite of what is meant.
bool Contradicts(const v1::KpiTarget& kpi) {
  std::optional<Decimal> baseline = FindDecimal(kpi.has_baseline(), kpi.baseline());
  std::optional<Decimal> target = FindDecimal(kpi.has_target(), kpi.target());
  if (!baseline || !target) return false;
  if (kpi.direction() == v1::KPI_DIRECTION_UP) return *target < *baseline;
  if (kpi.direction() == v1::KPI_DIRECTION_DOWN) return *target > *baseline;
  return false;
}

void CheckKpi(const v1::KpiTarget& kpi, const std::string& path, Gaps& gaps) {
  if (!kpi.code().empty() && !absl::StartsWith(kpi.code(), "OWN-") &&
      !gaps.catalogs().shared().HasKpi(kpi.code())) {
    gaps.Add("KPI_UNKNOWN", path + ".code", {{"value", kpi.code()}});
  }
  if (kpi.direction() == v1::KPI_DIRECTION_UNSPECIFIED) {
    gaps.Add("KPI_DIRECTION_MISSING", path + ".direction");
  }
  if (!FindDecimal(kpi.has_baseline(), kpi.baseline()) ||
      !FindDate(kpi.has_baseline_date(), kpi.baseline_date())) {
    gaps.Add("KPI_BASELINE_MISSING", path + ".baseline");
  }
  if (!FindDecimal(kpi.has_target(), kpi.target())) {
    gaps.Add("KPI_TARGET_MISSING", path + ".target");
  }
  if (Contradicts(kpi)) gaps.Add("KPI_DIRECTION_CONTRADICTED", path + ".target");
}

void CheckGoal(const v1::Brief& brief, int index, Gaps& gaps) {
  const v1::Goal& goal = brief.result().goals(index);
  std::string path = absl::StrCat("result.goals[", index, "]");
  std::vector<std::pair<bool, const char*>> parts = {
      {!goal.title().empty(), "title"},
      {!goal.owner().empty(), "owner"},
      {FindDate(goal.has_due_date(), goal.due_date()).has_value(), "due_date"},
      {!goal.kpi().code().empty(), "kpi.code"},
      {!goal.kpi().unit().empty(), "kpi.unit"}};
  for (const auto& [present, field] : parts) {
    if (!present) {
      gaps.Add("GOAL_NOT_TESTABLE", absl::StrCat(path, ".", field), {{"field", field}});
    }
  }
  const v1::PartyPerson& manager = brief.parties().interim_manager();
  if (!goal.owner().empty() && absl::EqualsIgnoreCase(goal.owner(), manager.display_name())) {
    gaps.Add("GOAL_OWNER_IS_MANAGER", path + ".owner");
  }
  if (goal.has_kpi()) CheckKpi(goal.kpi(), path + ".kpi", gaps);
  std::optional<Date> due = FindDate(goal.has_due_date(), goal.due_date());
  std::optional<Date> end = FindDate(brief.duration().has_end_date(), brief.duration().end_date());
  if (due && end && *end < *due) gaps.Add("GOAL_AFTER_END", path + ".due_date");
}

}  // namespace

void CheckResult(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B3");
  const HouseFigures& figures = gaps.catalogs().figures();
  gaps.Need(brief.result().end_result(), "result.end_result");
  int goals = brief.result().goals_size();
  if (goals < figures.goals_min()) {
    gaps.Add("GOALS_TOO_FEW", "result.goals",
             {{"value", absl::StrCat(goals)}, {"limit", absl::StrCat(figures.goals_min())}});
  }
  if (goals > figures.goals_max()) {
    gaps.Add("GOALS_TOO_MANY", "result.goals",
             {{"value", absl::StrCat(goals)}, {"limit", absl::StrCat(figures.goals_max())}});
  }
  for (int i = 0; i < goals; ++i) CheckGoal(brief, i, gaps);
  if (brief.expectations().empty()) gaps.Add("EXPECTATIONS_EMPTY", "expectations");
}

void CheckScope(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B4");
  gaps.Need(brief.scope().in_scope_size() > 0, "scope.in_scope");
  if (brief.scope().out_of_scope().empty()) gaps.Add("OUT_OF_SCOPE_EMPTY", "scope.out_of_scope");
}

void CheckDeliverables(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B5");
  if (brief.deliverables().empty()) gaps.Add("BLOCK_EMPTY", "deliverables");
  for (int i = 0; i < brief.deliverables_size(); ++i) {
    const v1::Deliverable& item = brief.deliverables(i);
    std::string path = absl::StrCat("deliverables[", i, "].");
    gaps.Need(item.title(), path + "title");
    gaps.Need(item.acceptance_criterion(), path + "acceptance_criterion");
    gaps.Need(item.approver(), path + "approver");
    gaps.Need(FindDate(item.has_due_date(), item.due_date()).has_value(), path + "due_date");
  }
}

void CheckMilestones(const v1::Brief& brief, Gaps& gaps) {
  gaps.Enter("B6");
  if (brief.milestones().empty()) {
    gaps.Add("BLOCK_EMPTY", "milestones");
    return;
  }
  std::optional<Date> start =
      FindDate(brief.duration().has_start_date(), brief.duration().start_date());
  std::optional<Date> end = FindDate(brief.duration().has_end_date(), brief.duration().end_date());
  bool has_plan = false;
  for (int i = 0; i < brief.milestones_size(); ++i) {
    const v1::Milestone& item = brief.milestones(i);
    std::string path = absl::StrCat("milestones[", i, "].");
    has_plan = has_plan || item.code() == "PLAN";
    gaps.Need(item.title(), path + "title");
    std::optional<Date> due = FindDate(item.has_due_date(), item.due_date());
    gaps.Need(due.has_value(), path + "due_date");
    if (due && ((start && *due < *start) || (end && *end < *due))) {
      gaps.Add("MILESTONE_OUTSIDE_PERIOD", path + "due_date");
    }
    if (item.is_hard() && item.consequence().empty()) {
      gaps.Add("HARD_DATE_WITHOUT_CONSEQUENCE", path + "consequence");
    }
  }
  if (!has_plan) gaps.Add("PLAN_OF_APPROACH_MISSING", "milestones");
}

}  // namespace brief_check

std::vector<v1::BriefGap> CheckBrief(const Catalogs& catalogs, const v1::Brief& brief) {
  std::optional<v1::RoleClass> role_class = catalogs.shared().FindRoleClass(brief.role_code());
  brief_check::Gaps gaps(catalogs, role_class != v1::ROLE_CLASS_SPECIALIST);
  brief_check::CheckParties(brief, gaps);
  brief_check::CheckContext(brief, gaps);
  brief_check::CheckResult(brief, gaps);
  brief_check::CheckScope(brief, gaps);
  brief_check::CheckDeliverables(brief, gaps);
  brief_check::CheckMilestones(brief, gaps);
  brief_check::CheckMandate(brief, gaps);
  brief_check::CheckReporting(brief, gaps);
  brief_check::CheckGovernance(brief, gaps);
  brief_check::CheckDuration(brief, gaps);
  brief_check::CheckBudget(brief, gaps);
  brief_check::CheckPreconditions(brief, gaps);
  brief_check::CheckRisks(brief, gaps);
  brief_check::CheckPersonnel(brief, gaps);
  brief_check::CheckExit(brief, gaps);
  brief_check::CheckRecontracting(brief, gaps);
  brief_check::CheckConfidentiality(brief, gaps);
  return gaps.Take();
}

std::vector<v1::BriefGap> BlockingGaps(const std::vector<v1::BriefGap>& gaps) {
  std::vector<v1::BriefGap> blocking;
  for (const v1::BriefGap& gap : gaps) {
    if (gap.is_blocking()) blocking.push_back(gap);
  }
  return blocking;
}

std::string BriefCheckVersion(const Catalogs& catalogs) {
  return absl::StrCat("brief_form@", catalogs.files().brief_form.version());
}

}  // namespace interim::contracting
