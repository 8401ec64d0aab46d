#include "services/assessment/domain/model_page.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/assessment/domain/condition_text.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/page_writer.h"

namespace interim::assessment {
namespace {

using Rows = google::protobuf::RepeatedPtrField<model::StatementRow>;
using Arguments = google::protobuf::RepeatedPtrField<model::ArgumentRow>;

void WriteSettings(PageWriter& page) {
  page.Section("SETTINGS");
  const model::Settings& settings = page.data().settings();
  const auto setting = [&](absl::string_view code, int value) {
    page.Entry(code, [&](Lang lang) {
      return absl::StrReplaceAll(page.Phrase(absl::StrCat("page.setting.", code), lang),
                                 {{"{n}", absl::StrCat(value)}});
    });
  };
  setting("advise_from", settings.advise_from());
  setting("conditional_from", settings.conditional_from());
  setting("decide_again_month", settings.decide_again_month());
  setting("stop_month", settings.stop_month());
  setting("max_flip_facts", settings.max_flip_facts());
  for (int level = 0; level < settings.start_within_days_size(); ++level) {
    page.Entry(absl::StrCat("start_within_days.", level), [&](Lang lang) {
      return absl::StrReplaceAll(page.Phrase("page.setting.start_within_days", lang),
                                 {{"{level}", absl::StrCat(level)},
                                  {"{n}", absl::StrCat(settings.start_within_days(level))}});
    });
  }
}

std::string ChoiceList(const model::FactRow& row, Lang lang) {
  std::vector<std::string> choices;
  for (const auto& choice : row.choice()) {
    choices.push_back(absl::StrCat(choice.code(), " (", In(choice.label(), lang), ")"));
  }
  return absl::StrJoin(choices, ", ");
}

void WriteFacts(PageWriter& page) {
  page.Section("FACTS");
  for (int i = 0; i < page.data().fact_size(); ++i) {
    const model::FactRow& row = page.data().fact(i);
    if (row.derived()) continue;
    page.Entry(row.key(), row.label());
    page.Detail("kind", absl::AsciiStrToLower(model::Kind_Name(row.kind())));
    page.Detail("choices", [&](Lang lang) { return ChoiceList(row, lang); });
    if (row.kind() == model::NUMBER) {
      page.Detail("range", [&](Lang lang) {
        return absl::StrReplaceAll(page.Phrase(absl::StrCat("unit.", row.unit()), lang),
                                   {{"{n}", absl::StrCat(row.min(), "-", row.max())}});
      });
    }
    page.Detail("hint", row.hint());
    page.Detail("decides", page.model().facts()[i].in_decision);
  }
}

void WriteConditions(PageWriter& page) {
  page.Section("CONDITIONS");
  for (const auto& row : page.data().condition()) {
    page.Entry(row.name(), row.label());
    page.When(row.when());
  }
}

void WriteQuestions(PageWriter& page) {
  page.Section("QUESTIONS");
  for (int i = 0; i < page.data().question_size(); ++i) {
    const model::QuestionRow& row = page.data().question(i);
    page.Entry(row.code(), row.text());
    page.Detail("why", row.why());
    page.Detail("known_by", absl::StrJoin(row.known_by(), ", "));
    page.Detail("facts", [&](Lang lang) {
      std::vector<std::string> labels;
      for (const std::string& key : row.fact()) labels.push_back(page.FactLabel(key, lang));
      return absl::StrJoin(labels, "; ");
    });
    page.Detail("settles",
                absl::StrJoin(MakeQuestion(page.model(), i, Lang::kEnglish).settles(), ", "));
    page.Detail("evidence_for", absl::StrJoin(row.situation(), ", "));
  }
}

void WriteGates(PageWriter& page) {
  page.Section("GATES");
  for (const auto& row : page.data().gate()) {
    page.Entry(row.id(), row.text());
    page.When(row.when());
    page.Detail("effect", [&](Lang lang) {
      return page.Phrase(absl::StrCat("page.effect.", model::Effect_Name(row.effect())), lang);
    });
    page.Detail("outcome", [&](Lang lang) {
      return row.outcome().empty() ? std::string()
                                   : page.Phrase(absl::StrCat("label.", row.outcome()), lang);
    });
    page.Detail("remedy", row.remedy());
    page.Detail("must_know", row.must_know());
    page.Source(row.source());
  }
}

void WriteCriteria(PageWriter& page) {
  page.Section("CRITERIA");
  for (const auto& criterion : page.data().criterion()) {
    page.Entry(criterion.code(), criterion.label());
    page.Detail("weight", absl::StrCat(criterion.weight(), "%"));
    for (const auto& row : criterion.row()) {
      page.Detail("points", [&](Lang lang) {
        const std::string when = ConditionText(page.model(), row.when(), lang);
        return absl::StrCat(row.points(), ": ",
                            when.empty() ? page.Phrase("page.otherwise", lang) : when);
      });
    }
    page.Detail("when_high", criterion.when_high());
    page.Detail("when_low", criterion.when_low());
    page.Source(criterion.source());
  }
}

void WriteArguments(PageWriter& page, const Arguments& arguments) {
  for (const auto& row : arguments) {
    page.Detail(row.against() ? "against" : "for", [&](Lang lang) {
      const std::string when = ConditionText(page.model(), row.when(), lang);
      const std::string fit = row.fit() == 0 ? "" : absl::StrCat(" [", row.fit(), "]");
      return absl::StrCat(row.code(), fit, ": ", In(row.text(), lang),
                          when.empty() ? "" : absl::StrCat(" (", when, ")"));
    });
  }
}

void WriteOutcomes(PageWriter& page) {
  page.Section("OUTCOMES");
  for (const auto& row : page.data().outcome()) {
    page.Entry(row.code(), row.label());
    page.When(row.possible());
    page.Detail("summary", row.summary());
    page.Detail("is_fallback", row.is_fallback());
    page.Detail("base_fit", absl::StrCat(row.base_fit()));
    page.Detail("start", [&](Lang lang) {
      return page.Days(row.min_start_days(), row.max_start_days(), lang);
    });
    WriteArguments(page, row.argument());
    page.Source(row.source());
  }
}

void WriteStatements(PageWriter& page, absl::string_view section, const Rows& rows) {
  page.Section(section);
  for (const auto& row : rows) {
    page.Entry(row.code(), row.text());
    page.When(row.when());
    page.Detail("rules", absl::StrJoin(row.rule(), ", "));
    page.Source(row.source());
  }
}

void WriteLegal(PageWriter& page) {
  page.Section("LEGAL");
  for (const auto& row : page.data().legal()) {
    page.Entry(row.code(), row.text());
    page.When(row.when());
    page.Detail("rules", row.rule_id());
    page.Detail("legal_outcome", row.outcome());
    page.Detail("settle_before", [&](Lang lang) {
      return page.Phrase(absl::StrCat("page.moment.", model::Moment_Name(row.settle_before())),
                         lang);
    });
    page.Source(absl::StrJoin(row.url(), " "));
  }
}

}  // namespace

void WriteKnowing(PageWriter& page) {
  WriteSettings(page);
  WriteFacts(page);
  WriteConditions(page);
  WriteQuestions(page);
}

void WriteDeciding(PageWriter& page) {
  WriteGates(page);
  WriteCriteria(page);
  WriteOutcomes(page);
}

v1::ModelPage MakeModelPage(const CompiledModel& model) {
  v1::ModelPage made;
  made.set_model_version(model.data().settings().version());
  PageWriter page(model, made);
  WriteKnowing(page);
  WriteDeciding(page);
  WriteStatements(page, "BENEFITS", model.data().benefit());
  WriteStatements(page, "RISKS", model.data().risk());
  WriteProfile(page);
  WriteStatements(page, "DURATION", model.data().duration_note());
  WriteStatements(page, "URGENCY", model.data().urgency_reason());
  WriteLegal(page);
  return made;
}

}  // namespace interim::assessment
