#include "services/assessment/domain/page_writer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "interim/type/localized_text.pb.h"
#include "services/assessment/domain/condition_text.h"

namespace interim::assessment {
namespace {

void SetBoth(absl::FunctionRef<std::string(Lang)> text, type::LocalizedText* both) {
  both->set_nl(text(Lang::kDutch));
  both->set_en(text(Lang::kEnglish));
}

}  // namespace

void PageWriter::Section(absl::string_view code) {
  section_ = page_.add_sections();
  section_->set_code(std::string(code));
  const std::string key = absl::StrCat("page.", code);
  SetBoth([&](Lang lang) { return Phrase(key, lang); }, section_->mutable_title());
  SetBoth([&](Lang lang) { return Phrase(absl::StrCat(key, ".about"), lang); },
          section_->mutable_about());
}

void PageWriter::Entry(absl::string_view code, absl::FunctionRef<std::string(Lang)> text) {
  entry_ = section_->add_entries();
  entry_->set_code(std::string(code));
  SetBoth(text, entry_->mutable_text());
}

void PageWriter::Entry(absl::string_view code, const model::Text& text) {
  Entry(code, [&](Lang lang) { return In(text, lang); });
}

void PageWriter::When(const model::Condition& when) {
  if (ConditionText(model_, when, Lang::kEnglish).empty()) return;
  SetBoth([&](Lang lang) { return ConditionText(model_, when, lang); }, entry_->mutable_when());
}

void PageWriter::Source(absl::string_view source) { entry_->set_source(std::string(source)); }

void PageWriter::Source(const SharedBasis& basis) {
  entry_->set_source(absl::StrCat(absl::StrJoin(basis.sources, ", "), ", ", basis.mark));
}

void PageWriter::Detail(absl::string_view label, absl::FunctionRef<std::string(Lang)> value) {
  if (value(Lang::kEnglish).empty()) return;
  v1::ModelDetail* detail = entry_->add_details();
  SetBoth([&](Lang lang) { return Phrase(absl::StrCat("page.label.", label), lang); },
          detail->mutable_label());
  SetBoth(value, detail->mutable_value());
}

void PageWriter::Detail(absl::string_view label, const model::Text& value) {
  Detail(label, [&](Lang lang) { return In(value, lang); });
}

void PageWriter::Detail(absl::string_view label, const std::string& value) {
  Detail(label, [&](Lang) { return value; });
}

void PageWriter::Detail(absl::string_view label, bool value) {
  Detail(label, [&](Lang lang) { return Phrase(value ? "value.yes" : "value.no", lang); });
}

std::string PageWriter::Phrase(absl::string_view key, Lang lang) const {
  const model::Text* text = model_.FindText(key);
  return text == nullptr ? std::string() : In(*text, lang);
}

std::string PageWriter::FactLabel(absl::string_view key, Lang lang) const {
  const int index = model_.FindFact(key);
  return index < 0 ? std::string(key) : In(data().fact(index).label(), lang);
}

std::string PageWriter::RoleLabel(absl::string_view code, Lang lang) const {
  const SharedRole* role = model_.shared().FindRole(code);
  if (role != nullptr) return absl::StrCat(code, " ", In(role->label, lang));
  const SharedAlternative* alternative = model_.shared().FindAlternative(code);
  return alternative == nullptr ? std::string(code) : In(alternative->label, lang);
}

std::string PageWriter::Months(int min, int max, Lang lang) const {
  if (max == 0) return Phrase("page.open_ended", lang);
  return absl::StrReplaceAll(Phrase("unit.months", lang), {{"{n}", absl::StrCat(min, "-", max)}});
}

std::string PageWriter::Days(int min, int max, Lang lang) const {
  return absl::StrReplaceAll(Phrase("unit.days", lang), {{"{n}", absl::StrCat(min, "-", max)}});
}

}  // namespace interim::assessment
