#include "services/assessment/domain/facts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/type/convert.h"

namespace interim::assessment {
namespace {

int ChoiceIndex(const model::FactRow& row, absl::string_view code) {
  for (int i = 0; i < row.choice_size(); ++i) {
    if (row.choice(i).code() == code) return i;
  }
  return -1;
}

v1::Fact::ValueCase ExpectedCase(model::Kind kind) {
  switch (kind) {
    case model::FLAG:
      return v1::Fact::kFlag;
    case model::NUMBER:
      return v1::Fact::kNumber;
    case model::CHOICE:
      return v1::Fact::kChoice;
    case model::DATE:
      return v1::Fact::kDate;
    case model::CODES:
      return v1::Fact::kCodes;
    default:
      return v1::Fact::VALUE_NOT_SET;
  }
}

int RangeOf(const CompiledFact& fact, std::int64_t value) {
  const auto after = std::upper_bound(fact.cuts.begin(), fact.cuts.end(), value);
  return std::max(0, static_cast<int>(after - fact.cuts.begin()) - 1);
}

std::int64_t DaysAfter(const google::type::Date& date, Date reference) {
  const absl::StatusOr<Date> day = DateFromProto(date, "date");
  return day.ok() ? reference.DaysUntil(*day) : 0;
}

// Bits of the value in each slot of the fact.
std::vector<std::uint64_t> BitsOf(const CompiledModel& model, int index, const v1::Fact& fact,
                                  Date reference) {
  const model::FactRow& row = model.data().fact(index);
  const CompiledFact& compiled = model.facts()[index];
  int value = 0;
  switch (row.kind()) {
    case model::FLAG:
      value = fact.flag() ? 1 : 0;
      break;
    case model::CHOICE:
      value = std::max(0, ChoiceIndex(row, fact.choice()));
      break;
    case model::NUMBER:
      value = RangeOf(compiled, fact.number());
      break;
    case model::DATE:
      value = RangeOf(compiled, DaysAfter(fact.date(), reference));
      break;
    default: {
      std::vector<std::uint64_t> bits(compiled.slot_count, 1);
      for (const std::string& code : fact.codes().codes()) {
        const int at = ChoiceIndex(row, code);
        if (at >= 0) bits[at] = 2;
      }
      return bits;
    }
  }
  return {std::uint64_t{1} << value};
}

void CheckValue(const model::FactRow& row, const v1::Fact& fact, absl::string_view path,
                FieldErrors& errors) {
  switch (row.kind()) {
    case model::NUMBER:
      if (fact.number() < row.min() || fact.number() > row.max()) {
        errors.Add(absl::StrCat(path, ".number"), "OUT_OF_RANGE",
                   absl::StrCat("must be ", row.min(), " to ", row.max()));
      }
      break;
    case model::CHOICE:
      if (ChoiceIndex(row, fact.choice()) < 0) {
        errors.Add(absl::StrCat(path, ".choice"), "CHOICE_UNKNOWN",
                   absl::StrCat("no choice of ", row.key()));
      }
      break;
    case model::DATE:
      ReadDate(fact.date(), absl::StrCat(path, ".date"), errors);
      break;
    case model::CODES:
      for (int i = 0; i < fact.codes().codes_size(); ++i) {
        if (ChoiceIndex(row, fact.codes().codes(i)) < 0) {
          errors.Add(absl::StrCat(path, ".codes.codes[", i, "]"), "CHOICE_UNKNOWN",
                     absl::StrCat("no code of ", row.key()));
        }
      }
      break;
    default:
      break;
  }
}

std::string Phrase(const CompiledModel& model, absl::string_view key, Lang lang) {
  const model::Text* text = model.FindText(key);
  return text == nullptr ? std::string() : In(*text, lang);
}

}  // namespace

const std::string& In(const model::Text& text, Lang lang) {
  return lang == Lang::kDutch ? text.nl() : text.en();
}

void CheckFact(const CompiledModel& model, const v1::Fact& fact, absl::string_view path,
               FieldErrors& errors) {
  const int index = model.FindFact(fact.key());
  if (index < 0 || model.data().fact(index).derived()) {
    errors.Add(absl::StrCat(path, ".key"), "FACT_UNKNOWN", "no such fact; see ListQuestions");
    return;
  }
  const model::FactRow& row = model.data().fact(index);
  if (fact.value_case() == v1::Fact::VALUE_NOT_SET) {
    errors.Add(path, "VALUE_MISSING", "a value is needed");
    return;
  }
  if (fact.value_case() != ExpectedCase(row.kind())) {
    errors.Add(path, "KIND_WRONG",
               absl::StrCat("the value must be of kind ", Kind_Name(row.kind())));
    return;
  }
  CheckValue(row, fact, path, errors);
}

v1::Fact Canonical(const CompiledModel& model, const v1::Fact& fact) {
  const int index = model.FindFact(fact.key());
  if (index < 0 || fact.value_case() != v1::Fact::kCodes) return fact;
  v1::Fact canonical;
  canonical.set_key(fact.key());
  v1::CodeSet* set = canonical.mutable_codes();
  for (const auto& choice : model.data().fact(index).choice()) {
    const auto& codes = fact.codes().codes();
    if (std::find(codes.begin(), codes.end(), choice.code()) != codes.end()) {
      set->add_codes(choice.code());
    }
  }
  return canonical;
}

bool SameFact(const v1::Fact& a, const v1::Fact& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

void SetKnown(const CompiledModel& model, const v1::Fact& fact, Date reference,
              FactVector& vector) {
  SetDisputed(model, {fact}, reference, vector);
}

void SetDisputed(const CompiledModel& model, const std::vector<v1::Fact>& values, Date reference,
                 FactVector& vector) {
  const int index = model.FindFact(values.front().key());
  if (index < 0) return;
  const CompiledFact& compiled = model.facts()[index];
  for (int s = 0; s < compiled.slot_count; ++s) vector[compiled.first_slot + s] = 0;
  for (const v1::Fact& value : values) {
    const std::vector<std::uint64_t> bits = BitsOf(model, index, value, reference);
    for (std::size_t s = 0; s < bits.size(); ++s) vector[compiled.first_slot + s] |= bits[s];
  }
}

v1::Fact FactWithValue(const CompiledModel& model, int fact_index, int slot, int value,
                       const v1::Fact* present, Date reference) {
  const model::FactRow& row = model.data().fact(fact_index);
  const CompiledFact& compiled = model.facts()[fact_index];
  v1::Fact fact;
  fact.set_key(row.key());
  switch (row.kind()) {
    case model::FLAG:
      fact.set_flag(value == 1);
      return fact;
    case model::CHOICE:
      fact.set_choice(row.choice(value).code());
      return fact;
    case model::CODES: {
      const std::string& code = row.choice(slot - compiled.first_slot).code();
      v1::CodeSet* set = fact.mutable_codes();
      if (present != nullptr) {
        for (const std::string& other : present->codes().codes()) {
          if (other != code) set->add_codes(other);
        }
      }
      if (value == 1) set->add_codes(code);
      return Canonical(model, fact);
    }
    default:
      break;
  }
  const std::int64_t low = compiled.cuts[value];
  const bool is_last = value + 1 == static_cast<int>(compiled.cuts.size());
  const bool is_date = row.kind() == model::DATE;
  const std::int64_t high = is_last ? (is_date ? low : row.max()) : compiled.cuts[value + 1] - 1;
  std::int64_t nearest = 0;
  if (present != nullptr) {
    nearest = is_date ? DaysAfter(present->date(), reference) : present->number();
  }
  const std::int64_t chosen = std::clamp(nearest, low, high);
  if (is_date) {
    *fact.mutable_date() = ToProto(reference.AddDays(chosen));
  } else {
    fact.set_number(chosen);
  }
  return fact;
}

std::string FormatValue(const CompiledModel& model, const v1::Fact& fact, Lang lang) {
  const int index = model.FindFact(fact.key());
  if (index < 0) return "";
  const model::FactRow& row = model.data().fact(index);
  switch (fact.value_case()) {
    case v1::Fact::kFlag:
      return Phrase(model, fact.flag() ? "value.yes" : "value.no", lang);
    case v1::Fact::kNumber: {
      const std::string unit = absl::StrCat("unit.", row.unit());
      const std::string one = fact.number() == 1 ? Phrase(model, unit + ".one", lang) : "";
      if (!one.empty()) return one;
      return absl::StrReplaceAll(Phrase(model, unit, lang), {{"{n}", absl::StrCat(fact.number())}});
    }
    case v1::Fact::kDate: {
      const absl::StatusOr<Date> day = DateFromProto(fact.date(), "date");
      if (!day.ok()) return "";
      return absl::StrCat(day->day(), " ",
                          Phrase(model, absl::StrCat("month.", day->month()), lang), " ",
                          day->year());
    }
    case v1::Fact::kChoice: {
      const int at = ChoiceIndex(row, fact.choice());
      return at < 0 ? fact.choice() : In(row.choice(at).label(), lang);
    }
    case v1::Fact::kCodes: {
      std::vector<std::string> labels;
      for (const std::string& code : fact.codes().codes()) {
        const int at = ChoiceIndex(row, code);
        labels.push_back(at < 0 ? code : In(row.choice(at).label(), lang));
      }
      if (labels.empty()) return Phrase(model, "value.nothing", lang);
      return absl::StrJoin(labels, ", ");
    }
    default:
      return Phrase(model, "value.unknown", lang);
  }
}

void SortFacts(const CompiledModel& model, std::vector<v1::Fact>& facts) {
  std::stable_sort(facts.begin(), facts.end(), [&](const v1::Fact& a, const v1::Fact& b) {
    return model.FindFact(a.key()) < model.FindFact(b.key());
  });
}

}  // namespace interim::assessment
