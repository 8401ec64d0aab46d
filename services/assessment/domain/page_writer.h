// Parts of MakeModelPage; not for other folders.
#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_PAGE_WRITER_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_PAGE_WRITER_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "interim/assessment/v1/model_page.pb.h"
#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/facts.h"

namespace interim::assessment {

// Writes sections, rows and properties of the page in both languages.
class PageWriter {
 public:
  // `model` and `page` outlive the writer.
  PageWriter(const CompiledModel& model, v1::ModelPage& page) : model_(model), page_(page) {}

  const CompiledModel& model() const { return model_; }
  const model::Model& data() const { return model_.data(); }

  // Starts a section; its heading and text are the phrases `page.<code>` and `page.<code>.about`.
  void Section(absl::string_view code);
  // Starts a row of the section.
  void Entry(absl::string_view code, const model::Text& text);
  // The same with a text made for each language.
  void Entry(absl::string_view code, absl::FunctionRef<std::string(Lang)> text);
  // When the row holds; nothing for a condition that always holds.
  void When(const model::Condition& when);
  void Source(absl::string_view source);
  void Source(const SharedBasis& basis);
  // A property of the row, its label the phrase `page.label.<label>`; nothing for an empty value.
  void Detail(absl::string_view label, absl::FunctionRef<std::string(Lang)> value);
  void Detail(absl::string_view label, const model::Text& value);
  void Detail(absl::string_view label, const std::string& value);
  void Detail(absl::string_view label, bool value);

  // Small texts in one language.
  std::string Phrase(absl::string_view key, Lang lang) const;
  std::string FactLabel(absl::string_view key, Lang lang) const;
  // Label of a role, or the code of what is none.
  std::string RoleLabel(absl::string_view code, Lang lang) const;
  std::string Months(int min, int max, Lang lang) const;
  std::string Days(int min, int max, Lang lang) const;

 private:
  const CompiledModel& model_;
  v1::ModelPage& page_;
  v1::ModelSection* section_ = nullptr;
  v1::ModelEntry* entry_ = nullptr;
};

// The sections on what can be known and asked: settings, facts, conditions, questions.
void WriteKnowing(PageWriter& page);
// The sections that decide: gates, criteria, ways out.
void WriteDeciding(PageWriter& page);
// The sections on the profile: situations, roles, rules, duration, channels, pilot, urgency.
void WriteProfile(PageWriter& page);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_PAGE_WRITER_H_
