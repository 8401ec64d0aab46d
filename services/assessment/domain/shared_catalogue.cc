#include "services/assessment/domain/shared_catalogue.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/catalogue/catalogue.h"
#include "interim/type/localized_text.pb.h"

namespace interim::assessment {
namespace {

constexpr int kWorkingDays = 5;  // of a week
constexpr int kWeekDays = 7;

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

}  // namespace

SharedCatalogue TakeShared(const catalogue::Catalogue& catalogue) {
  SharedCatalogue shared;
  for (const auto& row : catalogue.data().situation()) {
    shared.situations.push_back(
        {.code = row.code(),
         .label = TextOf(row.name()),
         .group = row.family(),
         .first_choice = {row.first_choice().begin(), row.first_choice().end()},
         .second_choice = {row.second_choice().begin(), row.second_choice().end()},
         .min_mandate = row.min_mandate_level(),
         .max_mandate = row.max_mandate_level(),
         .reporting_line = TextOf(row.reporting_line()),
         .min_months = row.min_months(),
         .max_months = row.max_months(),
         .kpi_sets = {row.kpi_group().begin(), row.kpi_group().end()}});
  }
  for (const auto& row : catalogue.data().role()) {
    SharedRole role{
        .code = row.code(),
        .label = TextOf(row.name()),
        .role_class = CodeOf(catalogue::RoleClass_Name(row.role_class()), "ROLE_CLASS_"),
        .min_months = row.min_months(),
        .max_months = row.max_months()};
    if (row.level_size() > 0) {
      role.level = CodeOf(catalogue::RoleLevel_Name(row.level(0)), "ROLE_LEVEL_");
    }
    shared.roles.push_back(std::move(role));
  }
  for (const auto& row : catalogue.data().channel()) {
    shared.channels.push_back({.code = row.code(),
                               .label = TextOf(row.name()),
                               .min_start_days = CalendarDays(row.min_start_working_days()),
                               .max_start_days = CalendarDays(row.max_start_working_days())});
  }
  return shared;
}

}  // namespace interim::assessment
