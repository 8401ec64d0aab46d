#include "services/assessment/domain/condition_text.h"

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace interim::assessment {
namespace {

using Children = google::protobuf::RepeatedPtrField<model::Condition>;

class Writer {
 public:
  Writer(const CompiledModel& model, Lang lang) : model_(model), lang_(lang) {}

  std::string Write(const model::Condition& when) const {
    if (!when.named().empty()) return Named(when.named());
    if (when.all_size() > 0) return Join(when.all(), "cond.and");
    if (when.any_size() > 0) return Join(when.any(), "cond.or");
    if (when.none_size() > 0) return Fill("cond.not", {{"{x}", Join(when.none(), "cond.or")}});
    return when.fact().empty() ? std::string() : Test(when);
  }

 private:
  std::string Phrase(absl::string_view key) const {
    const model::Text* text = model_.FindText(key);
    return text == nullptr ? std::string() : In(*text, lang_);
  }

  std::string Fill(absl::string_view key,
                   const std::vector<std::pair<std::string, std::string>>& values) const {
    return absl::StrReplaceAll(Phrase(key), values);
  }

  std::string Named(const std::string& name) const {
    for (const auto& row : model_.data().condition()) {
      if (row.name() == name && !row.label().nl().empty()) return In(row.label(), lang_);
    }
    return absl::StrReplaceAll(name, {{"_", " "}});
  }

  std::string Join(const Children& children, absl::string_view between) const {
    if (children.size() == 1) return Write(children.Get(0));
    std::vector<std::string> parts;
    for (const model::Condition& child : children) {
      const bool is_list = child.all_size() > 1 || child.any_size() > 1;
      parts.push_back(is_list ? absl::StrCat("(", Write(child), ")") : Write(child));
    }
    return absl::StrJoin(parts, Phrase(between));
  }

  std::string Test(const model::Condition& when) const {
    const int index = model_.FindFact(when.fact());
    if (index < 0) return when.fact();
    const model::FactRow& row = model_.data().fact(index);
    const std::pair<std::string, std::string> fact{"{fact}", In(row.label(), lang_)};
    if (when.is_open()) return Fill("cond.open", {fact});
    if (when.is_size() > 0) {
      const char* key = row.kind() == model::CODES ? "cond.names" : "cond.is";
      return Fill(key, {fact, {"{values}", Values(row, when)}});
    }
    const std::pair<std::string, std::string> low{"{low}", Number(row, when.at_least())};
    const std::pair<std::string, std::string> high{"{high}", Number(row, when.at_most())};
    if (!when.has_at_most()) return Fill("cond.at_least", {fact, low});
    if (!when.has_at_least()) return Fill("cond.at_most", {fact, high});
    return Fill("cond.between", {fact, low, high});
  }

  std::string Values(const model::FactRow& row, const model::Condition& when) const {
    std::vector<std::string> values;
    for (const std::string& code : when.is()) values.push_back(Value(row, code));
    return absl::StrJoin(values, Phrase("cond.or"));
  }

  std::string Value(const model::FactRow& row, const std::string& code) const {
    if (row.kind() == model::FLAG) return Phrase(absl::StrCat("value.", code));
    if (row.derived()) return Phrase(absl::StrCat("label.", code));
    for (const auto& choice : row.choice()) {
      if (choice.code() == code) return In(choice.label(), lang_);
    }
    return code;
  }

  std::string Number(const model::FactRow& row, std::int64_t number) const {
    const std::string unit = row.kind() == model::DATE ? "days_after" : row.unit();
    return Fill(absl::StrCat("unit.", unit), {{"{n}", absl::StrCat(number)}});
  }

  const CompiledModel& model_;
  const Lang lang_;
};

}  // namespace

std::string ConditionText(const CompiledModel& model, const model::Condition& when, Lang lang) {
  return Writer(model, lang).Write(when);
}

}  // namespace interim::assessment
