#ifndef INTERIM_COMMON_RULES_RULE_TABLES_H_
#define INTERIM_COMMON_RULES_RULE_TABLES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/money.h"
#include "common/rules/text_proto.h"
#include "interim/rules/rule_set.pb.h"

namespace interim::rules {

// A checked value of a row.
using RuleValue =
    std::variant<std::int64_t, Decimal, Money, Date, bool, std::string, std::vector<std::string>>;

// One exact form of a value: "6", "0.0585", "32700.00 EUR", "2026-01-01", "true", texts by commas.
std::string ToText(const RuleValue& value);

// The value of a figure in one period.
struct RuleRow {
  Date from;               // inclusive
  std::optional<Date> to;  // exclusive; absent: without end. Filled in from the next row.
  RuleValue value;
  const Row* definition = nullptr;  // evidence, sources and notes; lives as long as the tables

  bool Covers(Date day) const { return from <= day && (!to.has_value() || day < *to); }
  type::Evidence evidence() const { return definition->evidence(); }
};

// One figure of a rule through time.
struct RuleParameter {
  std::string rule_id;
  std::string rule_version;
  std::string key;
  std::string unit;
  std::vector<RuleRow> rows;  // sorted, without overlap
  const Parameter* definition = nullptr;

  // The row that covers a day, or null.
  const RuleRow* FindRow(Date on) const;
  // The row that covers a day.
  //   errors  OUT_OF_RANGE NO_RULE_ROW (callers report INDETERMINATE); metadata ruleId, key, date
  absl::StatusOr<const RuleRow*> GetRow(Date on) const;
};

// All rules of one set of data files. Immutable, safe to read from many threads, cheap to move;
// pointers into it stay valid while it or what it was moved to lives.
class RuleTables {
 public:
  // Builds tables from messages, for tests and for data that is not in files.
  //   errors  INVALID_ARGUMENT DATA_FILE_INVALID with all problems
  static absl::StatusOr<RuleTables> FromSets(std::vector<RuleSet> sets);

  RuleTables(RuleTables&&) noexcept;
  RuleTables& operator=(RuleTables&&) noexcept;
  ~RuleTables();

  // A parameter, or null when the rule has no such key.
  const RuleParameter* FindParameter(absl::string_view rule_id, absl::string_view key) const;
  // A rule as it was read, overlays applied, or null.
  const RuleSet* FindRule(absl::string_view rule_id) const;

  // The row of a figure that covers a day. `on` is the day the rule names, not always today.
  //   errors  OUT_OF_RANGE NO_RULE_ROW (callers report INDETERMINATE); metadata ruleId, key, date
  //           INTERNAL RULE_KEY_UNKNOWN when there is no such rule or key
  absl::StatusOr<const RuleRow*> GetRow(absl::string_view rule_id, absl::string_view key,
                                        Date on) const;

  // The value itself.
  //   errors  those of GetRow; INTERNAL RULE_TYPE_MISMATCH when the figure has another type
  absl::StatusOr<std::int64_t> GetInteger(absl::string_view rule_id, absl::string_view key,
                                          Date on) const;
  // Also reads whole numbers.
  absl::StatusOr<Decimal> GetDecimal(absl::string_view rule_id, absl::string_view key,
                                     Date on) const;
  absl::StatusOr<Money> GetMoney(absl::string_view rule_id, absl::string_view key, Date on) const;
  absl::StatusOr<Date> GetDate(absl::string_view rule_id, absl::string_view key, Date on) const;
  absl::StatusOr<bool> GetBoolean(absl::string_view rule_id, absl::string_view key, Date on) const;
  absl::StatusOr<std::string> GetText(absl::string_view rule_id, absl::string_view key,
                                      Date on) const;
  absl::StatusOr<std::vector<std::string>> GetTexts(absl::string_view rule_id,
                                                    absl::string_view key, Date on) const;

  // Ids of all rules, sorted.
  std::vector<std::string> rule_ids() const;
  // Short content hash of one rule (comments and layout do not count); empty for an unknown rule.
  std::string RuleVersion(absl::string_view rule_id) const;
  // Short content hash of the whole set.
  const std::string& version() const;

 private:
  struct Impl;
  explicit RuleTables(std::unique_ptr<const Impl> impl);
  template <typename T>
  absl::StatusOr<T> GetTyped(absl::string_view rule_id, absl::string_view key, Date on) const;
  std::unique_ptr<const Impl> impl_;
};

// Reads every *.textproto file of `folder` (texts left out) and applies the overlay folders in
// order. An overlay file names a known rule and either replaces it as a whole (`replaces_version`),
// or adds rows where the rule has none and sets figures that are tunable or house rules.
//   errors  INVALID_ARGUMENT DATA_FILE_INVALID with every problem of every file, each with its
//   line;
//           NOT_FOUND DATA_FOLDER_MISSING
absl::StatusOr<RuleTables> LoadRuleFolder(const std::string& folder,
                                          const std::vector<std::string>& overlay_folders = {});

}  // namespace interim::rules

#endif  // INTERIM_COMMON_RULES_RULE_TABLES_H_
