#include "common/rules/rule_tables.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "common/core/sha256.h"
#include "common/core/status_macros.h"
#include "common/rules/rule_check.h"

namespace interim::rules {
namespace {

absl::Status UnknownKey(absl::string_view rule_id, absl::string_view key) {
  return MakeError({.code = absl::StatusCode::kInternal,
                    .reason = "RULE_KEY_UNKNOWN",
                    .message = absl::StrCat("No figure ", rule_id, "/", key, " in the rule data."),
                    .metadata = {{"ruleId", std::string(rule_id)}, {"key", std::string(key)}}});
}

absl::Status TypeMismatch(absl::string_view rule_id, absl::string_view key) {
  return MakeError({.code = absl::StatusCode::kInternal,
                    .reason = "RULE_TYPE_MISMATCH",
                    .message = absl::StrCat("Figure ", rule_id, "/", key, " has another type."),
                    .metadata = {{"ruleId", std::string(rule_id)}, {"key", std::string(key)}}});
}

// Rows of a checked parameter; an open end is closed by the next row.
absl::StatusOr<std::vector<RuleRow>> BuildRows(const Parameter& parameter) {
  std::vector<RuleRow> rows;
  for (const Row& definition : parameter.row()) {
    RuleRow row;
    ASSIGN_OR_RETURN(row.from, Date::Parse(definition.from()));
    if (!definition.to().empty()) {
      ASSIGN_OR_RETURN(row.to, Date::Parse(definition.to()));
    }
    ASSIGN_OR_RETURN(row.value, ParseRuleValue(definition.value()));
    row.definition = &definition;
    if (!rows.empty() && !rows.back().to.has_value()) rows.back().to = row.from;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

const RuleRow* RuleParameter::FindRow(Date on) const {
  const auto after = std::upper_bound(rows.begin(), rows.end(), on,
                                      [](Date day, const RuleRow& row) { return day < row.from; });
  if (after == rows.begin()) return nullptr;
  const RuleRow& row = *std::prev(after);
  return row.Covers(on) ? &row : nullptr;
}

absl::StatusOr<const RuleRow*> RuleParameter::GetRow(Date on) const {
  const RuleRow* row = FindRow(on);
  if (row != nullptr) return row;
  return MakeError(
      {.code = absl::StatusCode::kOutOfRange,
       .reason = "NO_RULE_ROW",
       .message = absl::StrCat("No figure ", rule_id, "/", key, " for ", on.ToString(), "."),
       .metadata = {{"ruleId", rule_id}, {"key", key}, {"date", on.ToString()}}});
}

std::string ToText(const RuleValue& value) {
  struct Writer {
    std::string operator()(std::int64_t v) const { return absl::StrCat(v); }
    std::string operator()(const Decimal& v) const { return v.ToString(); }
    std::string operator()(const Money& v) const { return v.Format(); }
    std::string operator()(Date v) const { return v.ToString(); }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(const std::string& v) const { return v; }
    std::string operator()(const std::vector<std::string>& v) const {
      return absl::StrJoin(v, ", ");
    }
  };
  return std::visit(Writer(), value);
}

struct RuleTables::Impl {
  struct Rule {
    RuleSet set;
    std::string version;
    absl::flat_hash_map<std::string, RuleParameter> parameters;
  };
  // Addresses of the messages must stay: rows point into them.
  std::map<std::string, std::unique_ptr<Rule>> sorted;
  absl::flat_hash_map<std::string, const Rule*> by_id;
  std::string version;

  const Rule* Find(absl::string_view rule_id) const {
    const auto found = by_id.find(rule_id);
    return found == by_id.end() ? nullptr : found->second;
  }
};

RuleTables::RuleTables(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
RuleTables::RuleTables(RuleTables&&) noexcept = default;
RuleTables& RuleTables::operator=(RuleTables&&) noexcept = default;
RuleTables::~RuleTables() = default;

absl::StatusOr<RuleTables> RuleTables::FromSets(std::vector<RuleSet> sets) {
  std::vector<FileProblem> problems;
  auto impl = std::make_unique<Impl>();
  for (RuleSet& set : sets) {
    LocatedRuleSet located;
    located.set = set;
    CheckRuleSet(located, &problems);
    if (impl->sorted.count(set.rule_id()) != 0) {
      problems.push_back({"", 0, absl::StrCat(set.rule_id(), ": The rule is given twice.")});
      continue;
    }
    auto rule = std::make_unique<Impl::Rule>();
    rule->set = std::move(set);
    rule->version = ShortHash(rule->set.SerializeAsString());
    impl->sorted.emplace(rule->set.rule_id(), std::move(rule));
  }
  RETURN_IF_ERROR(ProblemsToStatus(problems));
  std::string versions;
  for (const auto& [id, rule] : impl->sorted) {
    for (const Parameter& definition : rule->set.parameter()) {
      RuleParameter parameter;
      parameter.rule_id = id;
      parameter.rule_version = rule->version;
      parameter.key = definition.key();
      parameter.unit = definition.unit();
      parameter.definition = &definition;
      ASSIGN_OR_RETURN(parameter.rows, BuildRows(definition));
      rule->parameters.emplace(definition.key(), std::move(parameter));
    }
    impl->by_id.emplace(id, rule.get());
    absl::StrAppend(&versions, id, " ", rule->version, "\n");
  }
  impl->version = ShortHash(versions);
  return RuleTables(std::move(impl));
}

const RuleParameter* RuleTables::FindParameter(absl::string_view rule_id,
                                               absl::string_view key) const {
  const Impl::Rule* rule = impl_->Find(rule_id);
  if (rule == nullptr) return nullptr;
  const auto found = rule->parameters.find(key);
  return found == rule->parameters.end() ? nullptr : &found->second;
}

const RuleSet* RuleTables::FindRule(absl::string_view rule_id) const {
  const Impl::Rule* rule = impl_->Find(rule_id);
  return rule == nullptr ? nullptr : &rule->set;
}

absl::StatusOr<const RuleRow*> RuleTables::GetRow(absl::string_view rule_id, absl::string_view key,
                                                  Date on) const {
  const RuleParameter* parameter = FindParameter(rule_id, key);
  if (parameter == nullptr) return UnknownKey(rule_id, key);
  return parameter->GetRow(on);
}

template <typename T>
absl::StatusOr<T> RuleTables::GetTyped(absl::string_view rule_id, absl::string_view key,
                                       Date on) const {
  ASSIGN_OR_RETURN(const RuleRow* row, GetRow(rule_id, key, on));
  const T* value = std::get_if<T>(&row->value);
  if (value == nullptr) return TypeMismatch(rule_id, key);
  return *value;
}

absl::StatusOr<std::int64_t> RuleTables::GetInteger(absl::string_view rule_id,
                                                    absl::string_view key, Date on) const {
  return GetTyped<std::int64_t>(rule_id, key, on);
}

absl::StatusOr<Decimal> RuleTables::GetDecimal(absl::string_view rule_id, absl::string_view key,
                                               Date on) const {
  ASSIGN_OR_RETURN(const RuleRow* row, GetRow(rule_id, key, on));
  if (const auto* whole = std::get_if<std::int64_t>(&row->value)) return Decimal(*whole);
  if (const auto* decimal = std::get_if<Decimal>(&row->value)) return *decimal;
  return TypeMismatch(rule_id, key);
}

absl::StatusOr<Money> RuleTables::GetMoney(absl::string_view rule_id, absl::string_view key,
                                           Date on) const {
  return GetTyped<Money>(rule_id, key, on);
}

absl::StatusOr<Date> RuleTables::GetDate(absl::string_view rule_id, absl::string_view key,
                                         Date on) const {
  return GetTyped<Date>(rule_id, key, on);
}

absl::StatusOr<bool> RuleTables::GetBoolean(absl::string_view rule_id, absl::string_view key,
                                            Date on) const {
  return GetTyped<bool>(rule_id, key, on);
}

absl::StatusOr<std::string> RuleTables::GetText(absl::string_view rule_id, absl::string_view key,
                                                Date on) const {
  return GetTyped<std::string>(rule_id, key, on);
}

absl::StatusOr<std::vector<std::string>> RuleTables::GetTexts(absl::string_view rule_id,
                                                              absl::string_view key,
                                                              Date on) const {
  return GetTyped<std::vector<std::string>>(rule_id, key, on);
}

std::vector<std::string> RuleTables::rule_ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, rule] : impl_->sorted) ids.push_back(id);
  return ids;
}

std::string RuleTables::RuleVersion(absl::string_view rule_id) const {
  const Impl::Rule* rule = impl_->Find(rule_id);
  return rule == nullptr ? "" : rule->version;
}

const std::string& RuleTables::version() const { return impl_->version; }

}  // namespace interim::rules
