// The sections of the model page on situations, roles, their rules, channels and the pilot.
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/assessment/domain/condition_text.h"
#include "services/assessment/domain/page_writer.h"

namespace interim::assessment {
namespace {

constexpr int kCentsPerEuro = 100;

std::string RoleList(const PageWriter& page, const std::vector<std::string>& codes, Lang lang) {
  std::vector<std::string> labels;
  for (const std::string& code : codes) labels.push_back(page.RoleLabel(code, lang));
  return absl::StrJoin(labels, ", ");
}

std::string TextList(const std::vector<model::Text>& texts, Lang lang) {
  std::vector<std::string> list;
  for (const model::Text& text : texts) list.push_back(In(text, lang));
  return absl::StrJoin(list, "; ");
}

std::string QuestionsFor(const model::Model& data, const std::string& situation) {
  std::vector<std::string> codes;
  for (const auto& row : data.question()) {
    for (const std::string& code : row.situation()) {
      if (code == situation) codes.push_back(row.code());
    }
  }
  return absl::StrJoin(codes, ", ");
}

void WriteSituations(PageWriter& page) {
  page.Section("SITUATIONS");
  for (const auto& row : page.data().situation()) {
    const SharedSituation* shared = page.model().shared().FindSituation(row.code());
    page.Entry(row.code(), shared->label);
    page.When(row.when());
    page.Detail("first_role",
                [&](Lang lang) { return RoleList(page, shared->first_choice, lang); });
    page.Detail("second_role",
                [&](Lang lang) { return RoleList(page, shared->second_choice, lang); });
    page.Detail("mandate", absl::StrCat(shared->min_mandate, "-", shared->max_mandate));
    page.Detail("reporting_line", shared->reporting_line);
    page.Detail("duration", [&](Lang lang) {
      return page.Months(shared->min_months, shared->max_months, lang);
    });
    page.Detail("kpi_sets", absl::StrJoin(shared->kpi_sets, ", "));
    page.Detail("milestones", [&](Lang lang) { return TextList(shared->milestones, lang); });
    page.Detail("evidence", QuestionsFor(page.data(), row.code()));
    page.Source(shared->basis);
  }
}

std::string RateText(const SharedRate& rate) {
  return absl::StrFormat("%d: EUR %d-%d%s, %s", rate.year, rate.min_cents / kCentsPerEuro,
                         rate.max_cents / kCentsPerEuro,
                         rate.variant.empty() ? "" : absl::StrCat(" ", rate.variant), rate.mark);
}

void WriteRoles(PageWriter& page) {
  page.Section("ROLES");
  for (const SharedRole& role : page.model().shared().roles) {
    page.Entry(role.code, role.label);
    page.Detail("class", absl::StrCat(role.role_class, ", ", role.level));
    page.Detail("duration",
                [&](Lang lang) { return page.Months(role.min_months, role.max_months, lang); });
    for (const SharedRate& rate : role.rates) page.Detail("rate", RateText(rate));
    page.Detail("special_rules", [&](Lang lang) { return TextList(role.special_rules, lang); });
    page.Source(role.basis);
  }
}

void WriteRules(PageWriter& page) {
  page.Section("ROLE_RULES");
  for (const auto& row : page.data().role_rule()) {
    page.Entry(row.code(), row.text());
    page.When(row.when());
    page.Detail("first_role", [&](Lang lang) {
      return row.from_fact().empty() ? page.RoleLabel(row.role(), lang)
                                     : page.FactLabel(row.from_fact(), lang);
    });
    page.Detail("second_role", [&](Lang lang) { return page.RoleLabel(row.second(), lang); });
    page.Detail("split", absl::StrJoin(row.split(), ", "));
  }
  page.Section("MANDATE_RULES");
  for (const auto& row : page.data().mandate_rule()) {
    page.Entry(row.code(), row.text());
    page.When(row.when());
    page.Detail("mandate_at_least", absl::StrCat(row.at_least()));
    if (row.has_at_most()) page.Detail("mandate_at_most", absl::StrCat(row.at_most()));
    page.Detail("rules", absl::StrJoin(row.rule(), ", "));
  }
}

void WriteChannels(PageWriter& page) {
  page.Section("CHANNELS");
  for (const auto& row : page.data().channel()) {
    const SharedChannel* shared = page.model().shared().FindChannel(row.code());
    page.Entry(row.code(), shared->label);
    page.When(row.possible());
    page.Detail("start", [&](Lang lang) {
      return page.Days(shared->min_start_days, shared->max_start_days, lang);
    });
    page.Detail("base_fit", absl::StrCat(row.base_fit()));
    for (const auto& argument : row.argument()) {
      page.Detail(argument.against() ? "against" : "for", [&](Lang lang) {
        const std::string when = ConditionText(page.model(), argument.when(), lang);
        return absl::StrCat(argument.code(), " [", argument.fit(), "]: ", In(argument.text(), lang),
                            when.empty() ? "" : absl::StrCat(" (", when, ")"));
      });
    }
    page.Source(shared->basis);
  }
}

void WritePilot(PageWriter& page) {
  page.Section("PILOT");
  const model::PilotModel& pilot = page.data().pilot();
  page.Entry("costs_time", [&](Lang lang) { return page.Phrase("page.pilot.costs_time", lang); });
  page.When(pilot.costs_time());
  page.Entry("question", pilot.question());
  page.Detail("weeks", absl::StrCat(pilot.weeks()));
  page.Entry("proves", pilot.proves());
  for (const auto* list : {&pilot.reason(), &pilot.stop()}) {
    for (const auto& row : *list) {
      page.Entry(row.code(), row.text());
      page.When(row.when());
      page.Source(row.source());
    }
  }
}

}  // namespace

void WriteProfile(PageWriter& page) {
  WriteSituations(page);
  WriteRoles(page);
  WriteRules(page);
  WriteChannels(page);
  WritePilot(page);
}

}  // namespace interim::assessment
