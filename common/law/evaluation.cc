#include "common/law/evaluation.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/core/params.h"
#include "common/core/sha256.h"
#include "common/law/check_all.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_catalogue.h"
#include "common/type/convert.h"
#include "google/protobuf/message_lite.h"

namespace interim::law {
namespace {

// "25 december 2026" or "25 December 2026"; the names of months are texts.
std::string LongDate(const rules::TextCatalogue& texts, Date day, absl::string_view language) {
  const auto month = texts.Render(absl::StrCat("law.month.", day.month()), language, {});
  if (!month.ok()) return day.ToString();
  return absl::StrCat(day.day(), " ", *month, " ", day.year());
}

std::string JoinPhrases(const rules::TextCatalogue& texts, const Params::Entry& entry,
                        absl::string_view language) {
  std::string joined;
  for (const std::string& key : entry.text_keys) {
    if (!joined.empty()) joined += absl::EndsWith(joined, ".") ? " " : "; ";
    joined += texts.Render(key, language, {}).value_or(key);
  }
  return joined;
}

std::string Show(const rules::TextCatalogue& texts, const Params::Entry& entry,
                 absl::string_view language) {
  switch (entry.kind) {
    case Params::Kind::kDay:
      return LongDate(texts, entry.day, language);
    case Params::Kind::kAmount:
      return entry.amount.FormatFor(language);
    case Params::Kind::kTextKeys:
      return JoinPhrases(texts, entry, language);
    case Params::Kind::kNamed: {
      std::vector<std::string> names;
      for (std::size_t i = 0; i < entry.codes.size(); ++i) {
        names.push_back(texts.Render(entry.text_keys[i], language, {}).value_or(entry.codes[i]));
      }
      return absl::StrJoin(names, ", ");
    }
    case Params::Kind::kNumber:
      return language == "nl" ? absl::StrReplaceAll(entry.plain, {{".", ","}}) : entry.plain;
    case Params::Kind::kPlain:
      break;
  }
  return entry.plain;
}

// The text in one language; the key itself when the catalogue lacks it, which the tests refuse.
std::string Render(const rules::TextCatalogue& texts, absl::string_view key, const Params& params,
                   absl::string_view language) {
  TextParams shown;
  for (const Params::Entry& entry : params.entries()) {
    shown.emplace_back(entry.name, Show(texts, entry, language));
  }
  return texts.Render(key, language, shown).value_or(std::string(key));
}

// A sentence behind the text, in both languages.
void AppendNote(const rules::TextCatalogue& texts, absl::string_view key, const Params& params,
                type::Finding& finding) {
  absl::StrAppend(finding.mutable_text()->mutable_nl(), " ", Render(texts, key, params, "nl"));
  absl::StrAppend(finding.mutable_text()->mutable_en(), " ", Render(texts, key, params, "en"));
}

// "clauses[2].kind" as "clauses.kind".
std::string WithoutPlaces(absl::string_view path) {
  std::string plain;
  bool inside = false;
  for (const char c : path) {
    if (c == '[') inside = true;
    if (!inside) plain += c;
    if (c == ']') inside = false;
  }
  return plain;
}

type::ComputedValue MakeValue(absl::string_view key, type::ValueType value_type, std::string value,
                              absl::string_view unit) {
  type::ComputedValue out;
  out.set_key(std::string(key));
  out.set_value_type(value_type);
  out.set_value(std::move(value));
  out.set_unit(std::string(unit));
  return out;
}

}  // namespace

Params& Params::Plain(absl::string_view name, absl::string_view value) {
  entries_.push_back({.name = std::string(name), .plain = std::string(value)});
  return *this;
}

Params& Params::Count(absl::string_view name, std::int64_t value) {
  return Plain(name, absl::StrCat(value));
}

Params& Params::Number(absl::string_view name, const Decimal& value) {
  entries_.push_back({.name = std::string(name), .kind = Kind::kNumber, .plain = value.ToString()});
  return *this;
}

Params& Params::Day(absl::string_view name, Date value) {
  entries_.push_back(
      {.name = std::string(name), .kind = Kind::kDay, .plain = value.ToString(), .day = value});
  return *this;
}

Params& Params::Amount(absl::string_view name, const Money& value) {
  entries_.push_back(
      {.name = std::string(name), .kind = Kind::kAmount, .plain = value.Format(), .amount = value});
  return *this;
}

Params& Params::Phrase(absl::string_view name, absl::string_view text_key) {
  return Phrases(name, {std::string(text_key)});
}

Params& Params::Phrases(absl::string_view name, std::vector<std::string> text_keys) {
  std::string plain = absl::StrJoin(text_keys, " ");
  entries_.push_back({.name = std::string(name),
                      .kind = Kind::kTextKeys,
                      .plain = std::move(plain),
                      .text_keys = std::move(text_keys)});
  return *this;
}

Params& Params::Named(absl::string_view name, absl::string_view prefix,
                      std::vector<std::string> codes) {
  Entry entry{.name = std::string(name), .kind = Kind::kNamed};
  entry.plain = absl::StrJoin(codes, " ");
  for (const std::string& code : codes) {
    entry.text_keys.push_back(absl::StrCat(prefix, WithoutPlaces(code)));
  }
  entry.codes = std::move(codes);
  entries_.push_back(std::move(entry));
  return *this;
}

std::string InputsHash(const google::protobuf::MessageLite& input) {
  return Sha256Hex(absl::StrCat(input.GetTypeName(), "\n", input.SerializeAsString()));
}

Evaluation::Evaluation(const LawData& law, absl::string_view rule_id,
                       const google::protobuf::MessageLite& input)
    : law_(&law), rule_id_(rule_id), inputs_hash_(InputsHash(input)) {}

void Evaluation::AddOnce(absl::string_view text_key, std::vector<std::string>& keys) {
  if (std::find(keys.begin(), keys.end(), text_key) == keys.end()) keys.emplace_back(text_key);
}

const rules::RuleRow* Evaluation::FindRow(absl::string_view key, Date on) {
  const auto row = law_->tables().GetRow(rule_id_, key, on);
  if (!row.ok()) {
    if (!missing_) missing_ = Missing{std::string(key), on};
    return nullptr;
  }
  NoteFigure(key, on, **row);
  for (const type::Source& source : (*row)->definition->source()) Note(source);
  const type::Evidence mark = (*row)->evidence();
  if (std::find(evidence_.begin(), evidence_.end(), mark) == evidence_.end()) {
    evidence_.push_back(mark);
  }
  if ((*row)->definition->from_overlay() &&
      std::find(overlay_keys_.begin(), overlay_keys_.end(), key) == overlay_keys_.end()) {
    overlay_keys_.emplace_back(key);
  }
  return *row;
}

template <typename T>
std::optional<T> Evaluation::FindTyped(absl::string_view key, Date on) {
  const rules::RuleRow* row = FindRow(key, on);
  if (row == nullptr) return std::nullopt;
  const T* value = std::get_if<T>(&row->value);
  if (value == nullptr) {
    if (!missing_) missing_ = Missing{std::string(key), on};
    return std::nullopt;
  }
  return *value;
}

std::optional<Decimal> Evaluation::FindNumber(absl::string_view key, Date on) {
  const rules::RuleRow* row = FindRow(key, on);
  if (row == nullptr) return std::nullopt;
  if (const auto* whole = std::get_if<std::int64_t>(&row->value)) return Decimal(*whole);
  return FindTyped<Decimal>(key, on);
}

std::optional<int> Evaluation::FindCount(absl::string_view key, Date on) {
  const auto value = FindTyped<std::int64_t>(key, on);
  if (!value || *value < 0 || *value > std::numeric_limits<int>::max()) return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<Money> Evaluation::FindAmount(absl::string_view key, Date on) {
  return FindTyped<Money>(key, on);
}

std::optional<bool> Evaluation::FindFlag(absl::string_view key, Date on) {
  return FindTyped<bool>(key, on);
}

std::optional<std::string> Evaluation::FindText(absl::string_view key, Date on) {
  return FindTyped<std::string>(key, on);
}

std::optional<Date> Evaluation::FindDay(absl::string_view key, Date on) {
  return FindTyped<Date>(key, on);
}

bool Evaluation::IsConfirmed(absl::string_view key, Date on) const {
  const auto row = law_->tables().GetRow(rule_id_, key, on);
  return row.ok() && (*row)->evidence() == type::EVIDENCE_CONFIRMED;
}

std::string Evaluation::ArticleOf(absl::string_view key, Date on) const {
  const auto row = law_->tables().GetRow(rule_id_, key, on);
  if (!row.ok() || (*row)->definition->source_size() == 0) return "";
  return (*row)->definition->source(0).article();
}

void Evaluation::NoteFigure(absl::string_view key, Date on, const rules::RuleRow& row) {
  const google::type::Date from = ToProto(row.from);
  for (const type::UsedFigure& figure : figures_) {
    const bool same_row = figure.from_date().year() == from.year() &&
                          figure.from_date().month() == from.month() &&
                          figure.from_date().day() == from.day();
    if (same_row && figure.key() == key) return;
  }
  type::UsedFigure figure;
  figure.set_key(std::string(key));
  figure.set_value(rules::ToText(row.value));
  figure.set_unit(law_->tables().FindParameter(rule_id_, key)->unit);
  *figure.mutable_from_date() = from;
  *figure.mutable_on_date() = ToProto(on);
  figure.set_evidence(row.evidence());
  figures_.push_back(std::move(figure));
}

void Evaluation::Note(const type::Source& source) {
  const auto same = [&](const type::Source& other) {
    return other.article() == source.article() && other.url() == source.url() &&
           other.decision() == source.decision() && other.title() == source.title();
  };
  if (std::none_of(sources_.begin(), sources_.end(), same)) sources_.push_back(source);
}

void Evaluation::Value(absl::string_view key, std::int64_t value, absl::string_view unit) {
  values_.push_back(MakeValue(key, type::VALUE_TYPE_INTEGER, absl::StrCat(value), unit));
}

void Evaluation::Value(absl::string_view key, bool value) {
  values_.push_back(MakeValue(key, type::VALUE_TYPE_BOOLEAN, value ? "true" : "false", ""));
}

void Evaluation::Value(absl::string_view key, const Decimal& value, absl::string_view unit) {
  values_.push_back(MakeValue(key, type::VALUE_TYPE_DECIMAL, value.ToString(), unit));
}

void Evaluation::Value(absl::string_view key, const Money& value) {
  values_.push_back(MakeValue(key, type::VALUE_TYPE_MONEY, value.Format(), ""));
}

void Evaluation::Value(absl::string_view key, Date value) {
  values_.push_back(MakeValue(key, type::VALUE_TYPE_DATE, value.ToString(), ""));
}

void Evaluation::Value(absl::string_view key, absl::string_view text) {
  values_.push_back(MakeValue(key, type::VALUE_TYPE_TEXT, std::string(text), ""));
}

type::Source Evaluation::LawItself() const {
  type::Source source;
  const rules::RuleSet* rule = law_->tables().FindRule(rule_id_);
  if (rule == nullptr) return source;
  source.set_article(rule->law());
  source.set_title(rule->title());
  if (!rule->bwb_id().empty()) {
    source.set_url(absl::StrCat("https://wetten.overheid.nl/", rule->bwb_id(), "/"));
  }
  return source;
}

type::Finding Evaluation::Make(type::RuleOutcome outcome, absl::string_view message_key,
                               const Params& params) const {
  const rules::TextCatalogue& texts = law_->texts();
  type::Finding finding;
  finding.set_rule_id(rule_id_);
  finding.set_rule_version(law_->tables().RuleVersion(rule_id_));
  if (reference_) *finding.mutable_reference_date() = ToProto(*reference_);
  finding.set_outcome(outcome);
  finding.set_inputs_hash(inputs_hash_);
  for (const type::ComputedValue& value : values_) *finding.add_computed_values() = value;
  finding.set_message_key(std::string(message_key));
  for (const Params::Entry& entry : params.entries()) {
    type::TextParam* param = finding.add_params();
    param->set_name(entry.name);
    param->set_value(entry.plain);
  }
  finding.mutable_text()->set_nl(Render(texts, message_key, params, "nl"));
  finding.mutable_text()->set_en(Render(texts, message_key, params, "en"));
  std::vector<type::Evidence> marks = evidence_;
  std::sort(marks.begin(), marks.end());
  for (const type::Evidence mark : marks) {
    finding.add_evidence(mark);
    if (mark != type::EVIDENCE_UNCONFIRMED) continue;
    AppendNote(texts, "law.unconfirmed_rule", {}, finding);
    *finding.add_computed_values() =
        MakeValue("unconfirmed_rule", type::VALUE_TYPE_BOOLEAN, "true", "");
  }
  if (!overlay_keys_.empty()) {
    AppendNote(texts, "law.overlay_figure",
               Params().Named("keys", absl::StrCat("law.figure.", rule_id_, "."), overlay_keys_),
               finding);
    *finding.add_computed_values() =
        MakeValue("overlay_figures", type::VALUE_TYPE_TEXT, absl::StrJoin(overlay_keys_, " "), "");
  }
  if (!judgements_.empty()) {
    AppendNote(texts, "law.judgement", Params().Phrases("what", judgements_), finding);
  }
  for (const type::Source& source : sources_) *finding.add_sources() = source;
  if (sources_.empty()) *finding.add_sources() = LawItself();
  for (const std::string& key : cures_) {
    type::Cure* cure = finding.add_cures();
    cure->set_key(key);
    cure->mutable_text()->set_nl(Render(texts, key, {}, "nl"));
    cure->mutable_text()->set_en(Render(texts, key, {}, "en"));
  }
  for (const type::UsedFigure& figure : figures_) *finding.add_figures() = figure;
  finding.set_human_judgement(!judgements_.empty());
  finding.set_subject(subject_);
  return finding;
}

type::Finding Evaluation::MakeNoFigure() const {
  Evaluation ev = *this;
  ev.Cure("law.cure.figure");
  Params params;
  params.Named("key", absl::StrCat("law.figure.", rule_id_, "."),
               {missing_ ? missing_->key : std::string()});
  if (missing_) {
    params.Day("date", missing_->on);
  } else {
    params.Plain("date", "");
  }
  return ev.Make(kIndeterminate, "law.no_figure", params);
}

type::Finding Evaluation::MakeMissingFact(absl::string_view fact) const {
  Evaluation ev = *this;
  ev.Cure("law.cure.fact");
  constexpr absl::string_view kOf = ": ";
  const std::size_t at = fact.find(kOf);
  const absl::string_view code = fact.substr(0, at);
  std::string about;
  if (at != absl::string_view::npos) about = absl::StrCat(" (", fact.substr(at + kOf.size()), ")");
  return ev.Make(kIndeterminate, "law.facts_missing",
                 Params().Named("fact", "law.fact.", {std::string(code)}).Plain("about", about));
}

int WeightOf(type::RuleOutcome outcome) {
  switch (outcome) {
    case type::RULE_OUTCOME_BLOCK:
      return 0;
    case type::RULE_OUTCOME_INDETERMINATE:
      return 1;
    case type::RULE_OUTCOME_WARN:
      return 2;
    case type::RULE_OUTCOME_INFORM:
      return 3;
    default:
      return 4;
  }
}

void SortByWeight(std::vector<type::Finding>* findings) {
  std::stable_sort(findings->begin(), findings->end(),
                   [](const type::Finding& a, const type::Finding& b) {
                     return WeightOf(a.outcome()) < WeightOf(b.outcome());
                   });
}

}  // namespace interim::law
