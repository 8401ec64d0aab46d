#ifndef INTERIM_COMMON_LAW_EVALUATION_H_
#define INTERIM_COMMON_LAW_EVALUATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/money.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace google::protobuf {
class MessageLite;
}  // namespace google::protobuf

namespace interim::rules {
struct RuleRow;
}  // namespace interim::rules

// Helpers of the evaluators in this folder; not for other folders.
namespace interim::law {

inline constexpr type::RuleOutcome kOk = type::RULE_OUTCOME_OK;
inline constexpr type::RuleOutcome kInform = type::RULE_OUTCOME_INFORM;
inline constexpr type::RuleOutcome kWarn = type::RULE_OUTCOME_WARN;
inline constexpr type::RuleOutcome kBlock = type::RULE_OUTCOME_BLOCK;
inline constexpr type::RuleOutcome kIndeterminate = type::RULE_OUTCOME_INDETERMINATE;

// Parameters of a message. Each is kept in one exact form and formatted per language when the text
// is rendered.
class Params {
 public:
  enum class Kind { kPlain, kNumber, kDay, kAmount, kTextKeys, kNamed };
  struct Entry {
    std::string name;
    Kind kind = Kind::kPlain;
    std::string plain;  // exact form, also what is stored in Finding.params
    Date day;
    Money amount;
    std::vector<std::string> text_keys;
    std::vector<std::string> codes;  // kNamed: shown where the catalogue has no name
  };

  Params& Plain(absl::string_view name, absl::string_view value);
  Params& Count(absl::string_view name, std::int64_t value);
  // A number whose decimal sign depends on the language.
  Params& Number(absl::string_view name, const Decimal& value);
  Params& Day(absl::string_view name, Date value);
  Params& Amount(absl::string_view name, const Money& value);
  // A word or phrase that differs per language: a key of the text catalogue.
  Params& Phrase(absl::string_view name, absl::string_view text_key);
  // Several; whole sentences follow each other, other phrases are joined by semicolons.
  Params& Phrases(absl::string_view name, std::vector<std::string> text_keys);
  // Codes that a reader sees by the names under `prefix` in the text catalogue; kept as codes.
  Params& Named(absl::string_view name, absl::string_view prefix, std::vector<std::string> codes);
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

// One run of one rule: looks up dated rows, remembers which were used, and makes findings that name
// them. A copy goes on from the same state, for parts that must not share their sources.
class Evaluation {
 public:
  // `law` must outlive this object; `input` is only hashed.
  Evaluation(const LawData& law, absl::string_view rule_id,
             const google::protobuf::MessageLite& input);

  // The row of `key` on a day. Nothing, and noted as missing, when no row covers the day or the row
  // holds another type.
  std::optional<Decimal> FindNumber(absl::string_view key, Date on);
  std::optional<int> FindCount(absl::string_view key, Date on);
  std::optional<Money> FindAmount(absl::string_view key, Date on);
  std::optional<bool> FindFlag(absl::string_view key, Date on);
  std::optional<std::string> FindText(absl::string_view key, Date on);
  std::optional<Date> FindDay(absl::string_view key, Date on);
  // True when the row of the day was read in a primary, official or professional source.
  bool IsConfirmed(absl::string_view key, Date on) const;
  // Article in the first source of the row, or an empty string.
  std::string ArticleOf(absl::string_view key, Date on) const;

  // The day that finding rows are told to rest on.
  void SetReference(Date on) { reference_ = on; }
  // Values shown with the next findings, in order.
  void Value(absl::string_view key, std::int64_t value, absl::string_view unit = "");
  void Value(absl::string_view key, int value, absl::string_view unit = "") {
    Value(key, static_cast<std::int64_t>(value), unit);
  }
  void Value(absl::string_view key, bool value);
  void Value(absl::string_view key, const Decimal& value, absl::string_view unit = "");
  void Value(absl::string_view key, const Money& value);
  void Value(absl::string_view key, Date value);
  void Value(absl::string_view key, absl::string_view text);
  void Value(absl::string_view key, const char* text) { Value(key, absl::string_view(text)); }
  void Value(absl::string_view key, const std::string& text) {
    Value(key, absl::string_view(text));
  }
  // Something that takes the next findings away or makes them lighter.
  void Cure(absl::string_view text_key) { AddOnce(text_key, cures_); }
  // The next findings are a signal for a person; the text says what a machine cannot decide.
  void NeedsJudgement(absl::string_view text_key) { AddOnce(text_key, judgements_); }
  // Path of the fact the next findings are about.
  void Subject(absl::string_view subject) { subject_ = std::string(subject); }

  // A finding with everything noted so far.
  type::Finding Make(type::RuleOutcome outcome, absl::string_view message_key,
                     const Params& params = {}) const;
  // Calendar year of the first lookup that found no row; 0 when all did.
  int missing_year() const { return missing_ ? missing_->on.year() : 0; }
  // INDETERMINATE law.no_figure for the first key that was missing.
  type::Finding MakeNoFigure() const;
  // INDETERMINATE law.facts_missing for a fact, optionally of one party: "parties.registered: X".
  type::Finding MakeMissingFact(absl::string_view fact) const;

  const LawData& law() const { return *law_; }

 private:
  struct Missing {
    std::string key;
    Date on;
  };
  static void AddOnce(absl::string_view text_key, std::vector<std::string>& keys);
  const rules::RuleRow* FindRow(absl::string_view key, Date on);
  template <typename T>
  std::optional<T> FindTyped(absl::string_view key, Date on);
  void Note(const type::Source& source);
  // Where the rule stands, for a finding that looked up no figure.
  type::Source LawItself() const;
  void NoteFigure(absl::string_view key, Date on, const rules::RuleRow& row);

  const LawData* law_;  // never null
  std::string rule_id_;
  std::string inputs_hash_;
  std::optional<Date> reference_;
  std::vector<type::ComputedValue> values_;
  std::vector<type::Source> sources_;
  std::vector<type::Evidence> evidence_;
  std::vector<type::UsedFigure> figures_;
  std::vector<std::string> overlay_keys_;  // figures of the operator that were used
  std::vector<std::string> cures_;
  std::optional<Missing> missing_;
  std::string subject_;
  std::vector<std::string> judgements_;  // text keys: what a person has to decide
};

// Heaviest first: BLOCK, INDETERMINATE, WARN, INFORM, OK; stable otherwise.
void SortByWeight(std::vector<type::Finding>* findings);
// 0 for the heaviest outcome, 4 for OK.
int WeightOf(type::RuleOutcome outcome);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_EVALUATION_H_
