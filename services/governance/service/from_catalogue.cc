#include "services/governance/service/from_catalogue.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/core/decimal.h"
#include "common/core/status_macros.h"
#include "services/governance/domain/policy.h"

namespace interim::governance {
namespace {

absl::StatusOr<std::int32_t> Term(const catalogue::Catalogue& catalogue, absl::string_view code) {
  ASSIGN_OR_RETURN(const Decimal value, catalogue.GetParameter(code));
  ASSIGN_OR_RETURN(const std::int64_t whole, value.ToInt64());
  return static_cast<std::int32_t>(whole);
}

// Levels of the ladder that have a clock, in order: L1 is the sponsor.
void FillLadder(const catalogue::CatalogueFile& rows, PolicyData& policy) {
  v1::EscalationLevel level = v1::ESCALATION_LEVEL_INTERIM_MANAGER;
  for (const auto& row : rows.escalation_level()) {
    if (row.working_days() < 1) continue;
    level = LevelAbove(level);
    LadderStep* step = policy.add_ladder();
    step->set_level(level);
    step->set_working_days(row.working_days());
    step->set_crisis_hours(row.crisis_hours());
  }
}

MomentAnchor AnchorOf(catalogue::Anchor anchor) {
  switch (anchor) {
    case catalogue::ANCHOR_MIDDLE:
      return MOMENT_ANCHOR_MIDDLE;
    case catalogue::ANCHOR_END:
      return MOMENT_ANCHOR_END;
    default:
      return MOMENT_ANCHOR_START;
  }
}

// The bureau takes part in evaluations but never evaluates alone, so it is not among those who
// record one.
void FillMoments(const catalogue::CatalogueFile& rows, PolicyData& policy) {
  for (const auto& row : rows.evaluation_moment()) {
    EvaluationMomentRule* rule = policy.add_moment();
    rule->set_code(row.code());
    rule->set_anchor(AnchorOf(row.anchor()));
    rule->set_offset_days(row.offset_days());
    rule->set_offset_months(row.offset_months());
    for (const std::string& evaluator : row.evaluator()) {
      v1::PartyRole role = v1::PARTY_ROLE_UNSPECIFIED;
      const bool known = v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", evaluator), &role);
      if (known && role != v1::PARTY_ROLE_SHADOW_MANAGER) rule->add_evaluator(role);
    }
  }
}

v1::KpiDirection DirectionOf(catalogue::Direction direction) {
  switch (direction) {
    case catalogue::DIRECTION_UP:
      return v1::KPI_DIRECTION_UP;
    case catalogue::DIRECTION_DOWN:
      return v1::KPI_DIRECTION_DOWN;
    case catalogue::DIRECTION_TARGET:
      return v1::KPI_DIRECTION_TARGET;
    default:
      return v1::KPI_DIRECTION_UNSPECIFIED;
  }
}

}  // namespace

absl::Status FillFromCatalogue(const catalogue::Catalogue& catalogue, PolicyData& policy) {
  const catalogue::CatalogueFile& rows = catalogue.data();
  FillLadder(rows, policy);
  for (const auto& row : rows.mandate_domain()) {
    MandateDomainRule* rule = policy.add_domain();
    rule->set_code(row.code());
    rule->set_min_level(row.min_level());
  }
  for (const auto& row : rows.reserved_matter()) policy.add_reserved_matter(row.code());
  FillMoments(rows, policy);
  for (const auto& row : rows.handover_group()) policy.add_handover_group(row.code());
  ASSIGN_OR_RETURN(const auto lead, Term(catalogue, "HANDOVER_START_DAYS"));
  ASSIGN_OR_RETURN(const auto red, Term(catalogue, "HANDOVER_RED_DAYS"));
  ASSIGN_OR_RETURN(const auto plan, Term(catalogue, "PLAN_LATEST_DAYS"));
  ASSIGN_OR_RETURN(const auto redecision, Term(catalogue, "REDECISION_MONTHS"));
  ASSIGN_OR_RETURN(const auto stop, Term(catalogue, "MAX_ASSIGNMENT_MONTHS"));
  policy.set_handover_lead_days(lead);
  policy.set_handover_red_days(red);
  policy.set_plan_due_days(plan);
  policy.set_redecision_months(redecision);
  policy.set_stop_months(stop);
  return absl::OkStatus();
}

v1::Kpi CompleteKpi(const catalogue::Catalogue& catalogue, const v1::Kpi& draft,
                    NameLanguage language) {
  v1::Kpi kpi = draft;
  const catalogue::Kpi* row = catalogue.FindKpi(draft.kpi_code());
  if (row == nullptr) return kpi;
  kpi.set_is_result(row->is_result());
  if (kpi.display_name().empty()) {
    const auto& name = row->name();
    kpi.set_display_name(language == NameLanguage::kDutch ? name.nl() : name.en());
  }
  if (kpi.unit().empty()) kpi.set_unit(row->unit());
  if (kpi.direction() == v1::KPI_DIRECTION_UNSPECIFIED) {
    kpi.set_direction(DirectionOf(row->direction()));
  }
  // Thresholds hold in the unit of the catalogue only.
  if (kpi.unit() != row->unit() || kpi.has_amber_value() || kpi.has_red_value()) return kpi;
  if (!row->threshold().amber().empty()) {
    kpi.mutable_amber_value()->set_value(row->threshold().amber());
  }
  if (!row->threshold().red().empty()) kpi.mutable_red_value()->set_value(row->threshold().red());
  return kpi;
}

}  // namespace interim::governance
