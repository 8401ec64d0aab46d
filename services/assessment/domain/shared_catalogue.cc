#include "services/assessment/domain/shared_catalogue.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/catalogue/catalogue.pb.h"
#include "interim/type/localized_text.pb.h"

namespace interim::assessment {
namespace {

constexpr int kWorkingDays = 5;  // of a week
constexpr int kWeekDays = 7;
constexpr absl::string_view kEveryAssignment = "ALL";  // milestones that come with all of them

model::Text TextOf(const type::LocalizedText& text) {
  model::Text result;
  result.set_nl(text.nl());
  result.set_en(text.en());
  return result;
}

std::string CodeOf(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

int CalendarDays(int working_days) {
  return (working_days * kWeekDays + kWorkingDays - 1) / kWorkingDays;
}

// The letter of the mark as experts write it.
std::string MarkOf(const catalogue::Basis& basis) {
  switch (basis.evidence()) {
    case type::EVIDENCE_PUBLISHED:
      return "P";
    case type::EVIDENCE_COMMERCIAL:
      return "B";
    case type::EVIDENCE_DERIVED:
      return "D";
    case type::EVIDENCE_ASSUMPTION:
      return "A";
    case type::EVIDENCE_KNOWLEDGE:
      return "K";
    default:
      return "";
  }
}

SharedBasis BasisOf(const catalogue::Basis& basis) {
  return {.mark = MarkOf(basis), .sources = {basis.source().begin(), basis.source().end()}};
}

std::vector<model::Text> MilestonesOf(const catalogue::CatalogueFile& catalogue,
                                      absl::string_view code) {
  std::vector<model::Text> milestones;
  for (const auto& set : catalogue.milestone_template()) {
    if (set.code() != code) continue;
    for (const auto& milestone : set.milestone()) milestones.push_back(TextOf(milestone.name()));
  }
  return milestones;
}

SharedSituation SituationOf(const catalogue::CatalogueFile& catalogue,
                            const catalogue::Situation& row) {
  SharedSituation situation{
      .code = row.code(),
      .label = TextOf(row.name()),
      .group = row.family(),
      .first_choice = {row.first_choice().begin(), row.first_choice().end()},
      .second_choice = {row.second_choice().begin(), row.second_choice().end()},
      .min_mandate = row.min_mandate_level(),
      .max_mandate = row.max_mandate_level(),
      .reporting_line = TextOf(row.reporting_line()),
      .min_months = row.min_months(),
      .max_months = row.max_months(),
      .kpi_sets = {row.kpi_group().begin(), row.kpi_group().end()},
      .basis = BasisOf(row.basis())};
  situation.milestones = MilestonesOf(catalogue, row.code());
  if (situation.milestones.empty()) {
    situation.milestones = MilestonesOf(catalogue, kEveryAssignment);
  }
  return situation;
}

SharedRole RoleOf(const catalogue::CatalogueFile& catalogue, const catalogue::Role& row) {
  SharedRole role{.code = row.code(),
                  .label = TextOf(row.name()),
                  .role_class = CodeOf(catalogue::RoleClass_Name(row.role_class()), "ROLE_CLASS_"),
                  .min_months = row.min_months(),
                  .max_months = row.max_months(),
                  .basis = BasisOf(row.basis())};
  if (row.level_size() > 0) {
    role.level = CodeOf(catalogue::RoleLevel_Name(row.level(0)), "ROLE_LEVEL_");
  }
  for (const auto& rate : row.rate()) {
    role.rates.push_back({.year = rate.year(),
                          .min_cents = rate.min_hourly_cents(),
                          .max_cents = rate.max_hourly_cents(),
                          .variant = rate.variant(),
                          .mark = MarkOf(rate.basis())});
  }
  for (const std::string& code : row.special_rule()) {
    for (const auto& rule : catalogue.special_rule()) {
      if (rule.code() == code) role.special_rules.push_back(TextOf(rule.text()));
    }
  }
  return role;
}

}  // namespace

SharedCatalogue TakeShared(const catalogue::CatalogueFile& catalogue) {
  SharedCatalogue shared;
  for (const auto& row : catalogue.situation()) {
    shared.situations.push_back(SituationOf(catalogue, row));
  }
  for (const auto& row : catalogue.role()) shared.roles.push_back(RoleOf(catalogue, row));
  for (const auto& row : catalogue.channel()) {
    shared.channels.push_back({.code = row.code(),
                               .label = TextOf(row.name()),
                               .min_start_days = CalendarDays(row.min_start_working_days()),
                               .max_start_days = CalendarDays(row.max_start_working_days()),
                               .basis = BasisOf(row.basis())});
  }
  for (const auto& row : catalogue.alternative()) {
    shared.alternatives.push_back(
        {.code = row.code(), .label = TextOf(row.name()), .is_stand_in = row.is_stand_in()});
  }
  return shared;
}

catalogue::CatalogueFile KeepUsed(const catalogue::CatalogueFile& catalogue) {
  catalogue::CatalogueFile kept;
  *kept.mutable_situation() = catalogue.situation();
  *kept.mutable_role() = catalogue.role();
  *kept.mutable_special_rule() = catalogue.special_rule();
  *kept.mutable_channel() = catalogue.channel();
  *kept.mutable_milestone_template() = catalogue.milestone_template();
  *kept.mutable_alternative() = catalogue.alternative();
  return kept;
}

}  // namespace interim::assessment
