#include "common/rules/rule_loader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/date.h"
#include "common/core/sha256.h"
#include "common/core/status_macros.h"
#include "common/rules/rule_tables.h"

namespace interim::rules {
namespace {

constexpr char kSuffix[] = ".textproto";
constexpr char kTextsSuffix[] = ".texts.textproto";

// Reads the files of one folder, without looking at what they say.
std::vector<LocatedRuleSet> ReadFiles(const std::string& folder,
                                      std::vector<FileProblem>* problems) {
  std::vector<LocatedRuleSet> rules;
  const auto files = ListFiles(folder, kSuffix);
  if (!files.ok()) {
    problems->push_back({folder, 0, std::string(files.status().message())});
    return rules;
  }
  for (const std::string& file : *files) {
    if (absl::EndsWith(file, kTextsSuffix)) continue;
    LocatedRuleSet rule;
    rule.file = file;
    if (ReadTextProto(file, &rule.set, &rule.lines, problems)) rules.push_back(std::move(rule));
  }
  return rules;
}

// First day after a row, or nothing when it has no end; `next` is the row that follows it.
std::optional<Date> EndOf(const Row& row, const Row* next) {
  const auto to = Date::Parse(row.to());
  if (to.ok()) return *to;
  if (next == nullptr) return std::nullopt;
  const auto next_from = Date::Parse(next->from());
  return next_from.ok() ? std::optional<Date>(*next_from) : std::nullopt;
}

// True when a day of `row` is already covered by `base`. A row without `to` reaches to the first
// base row after it, which is no overlap.
bool IsCovered(const Row& row, const Parameter& base) {
  const auto from = Date::Parse(row.from());
  const auto to = Date::Parse(row.to());
  if (!from.ok()) return true;
  for (int i = 0; i < base.row_size(); ++i) {
    const auto base_from = Date::Parse(base.row(i).from());
    if (!base_from.ok()) continue;  // reported with the base file
    const auto base_to = EndOf(base.row(i), i + 1 < base.row_size() ? &base.row(i + 1) : nullptr);
    const bool starts_before_base_ends = !base_to.has_value() || *from < *base_to;
    const bool ends_after_base_starts = to.ok() ? *to > *base_from : *from >= *base_from;
    if (starts_before_base_ends && ends_after_base_starts) return true;
  }
  return false;
}

// Puts a row in its place by date. The reason for the hole it closes is no longer true.
void InsertRow(const Row& row, Parameter* base) {
  *base->add_row() = row;
  std::sort(base->mutable_row()->begin(), base->mutable_row()->end(),
            [](const Row& a, const Row& b) { return a.from() < b.from(); });
  for (int i = 1; i < base->row_size(); ++i) {
    const Row& before = base->row(i - 1);
    if (before.to().empty() || before.to() == base->row(i).from()) {
      base->mutable_row(i)->clear_gap_reason();
    }
  }
}

// Applies one overlay file to the rule it names.
class Overlay {
 public:
  Overlay(const LocatedRuleSet& overlay, LocatedRuleSet* base, std::vector<FileProblem>* problems)
      : overlay_(overlay), base_(*base), problems_(*problems) {}

  void Apply() {
    if (!overlay_.set.replaces_version().empty()) {
      Replace();
      return;
    }
    for (int i = 0; i < overlay_.set.parameter_size(); ++i) Merge(i);
  }

 private:
  void Problem(std::initializer_list<FieldStep> place, std::string reason) {
    problems_.push_back({overlay_.file, overlay_.lines.LineOf(place), std::move(reason)});
  }

  void Replace() {
    const std::string version = ShortHash(base_.set.SerializeAsString());
    if (overlay_.set.replaces_version() != version) {
      Problem({{"replaces_version"}},
              absl::StrCat("The rule has version ", version, ", not the one this file replaces."));
      return;
    }
    base_.set = overlay_.set;
    base_.set.clear_replaces_version();
  }

  void Merge(int index) {
    const Parameter& parameter = overlay_.set.parameter(index);
    auto* all = base_.set.mutable_parameter();
    const auto found = std::find_if(all->begin(), all->end(), [&](const Parameter& candidate) {
      return candidate.key() == parameter.key();
    });
    if (found == all->end()) {
      Problem({{"parameter", index}, {"key"}},
              absl::StrCat(parameter.key(), ": The rule has no such figure."));
    } else if (found->unit() != parameter.unit()) {
      Problem({{"parameter", index}, {"unit"}},
              absl::StrCat(parameter.key(), ": The rule has unit '", found->unit(), "'."));
    } else if (IsTunable(*found)) {
      *found->mutable_row() = parameter.row();
      found->clear_gap_reason();
      found->set_checked_on(parameter.checked_on());
    } else {
      AddRows(index, &*found);
    }
  }

  void AddRows(int index, Parameter* base) {
    const Parameter& parameter = overlay_.set.parameter(index);
    for (int i = 0; i < parameter.row_size(); ++i) {
      if (IsCovered(parameter.row(i), *base)) {
        Problem(
            {{"parameter", index}, {"row", i}, {"from"}},
            absl::StrCat(parameter.key(), " row ", i + 1,
                         ": The rule already has a figure for these days; to correct it, replace "
                         "the whole rule and name its version."));
      } else {
        InsertRow(parameter.row(i), base);
        base->clear_gap_reason();
        base->set_checked_on(parameter.checked_on());
      }
    }
  }

  const LocatedRuleSet& overlay_;
  LocatedRuleSet& base_;
  std::vector<FileProblem>& problems_;
};

LocatedRuleSet* FindRule(std::vector<LocatedRuleSet>& rules, const std::string& rule_id) {
  for (LocatedRuleSet& rule : rules) {
    if (rule.set.rule_id() == rule_id) return &rule;
  }
  return nullptr;
}

// No file says of itself that it is an overlay.
void RefuseMarks(const LocatedRuleSet& rule, std::vector<FileProblem>* problems) {
  for (int i = 0; i < rule.set.parameter_size(); ++i) {
    for (int j = 0; j < rule.set.parameter(i).row_size(); ++j) {
      if (!rule.set.parameter(i).row(j).from_overlay()) continue;
      problems->push_back({rule.file, rule.lines.LineOf({{"parameter", i}, {"row", j}}),
                           "from_overlay is set when files are read, never in a file."});
    }
  }
}

// Marks the rows, so that every result that rests on one can say so.
void MarkRows(RuleSet* set) {
  for (Parameter& parameter : *set->mutable_parameter()) {
    for (Row& row : *parameter.mutable_row()) row.set_from_overlay(true);
  }
}

void ApplyOverlayFolder(const std::string& folder, std::vector<LocatedRuleSet>& rules,
                        std::vector<FileProblem>* problems) {
  for (LocatedRuleSet& overlay : ReadFiles(folder, problems)) {
    const std::size_t before = problems->size();
    RefuseMarks(overlay, problems);
    MarkRows(&overlay.set);
    // Holes are filled in the rule itself, so the file alone may lack their reason: check all the
    // rest here and the order in the result.
    CheckRuleSet(overlay, problems);
    LocatedRuleSet* base = FindRule(rules, overlay.set.rule_id());
    if (base == nullptr) {
      problems->push_back(
          {overlay.file, overlay.lines.LineOf({{"rule_id"}}),
           absl::StrCat("There is no rule ", overlay.set.rule_id(), " to lay this file over.")});
    }
    if (problems->size() == before) Overlay(overlay, base, problems).Apply();
    if (problems->size() == before) {
      LocatedRuleSet merged;
      merged.set = base->set;
      std::vector<FileProblem> found;
      CheckRuleSet(merged, &found);
      for (const FileProblem& problem : found) {
        problems->push_back({overlay.file, 0, "With this file on top: " + problem.reason});
      }
    }
  }
}

}  // namespace

std::vector<LocatedRuleSet> ReadRuleFolder(const std::string& folder,
                                           const std::vector<std::string>& overlay_folders,
                                           std::vector<FileProblem>* problems) {
  std::vector<LocatedRuleSet> rules;
  for (LocatedRuleSet& rule : ReadFiles(folder, problems)) {
    CheckRuleSet(rule, problems);
    RefuseMarks(rule, problems);
    if (!rule.set.replaces_version().empty()) {
      problems->push_back({rule.file, rule.lines.LineOf({{"replaces_version"}}),
                           "replaces_version belongs in overlay files only."});
    }
    if (const LocatedRuleSet* other = FindRule(rules, rule.set.rule_id()); other != nullptr) {
      problems->push_back(
          {rule.file, rule.lines.LineOf({{"rule_id"}}),
           absl::StrCat("Rule ", rule.set.rule_id(), " is also in ", other->file, ".")});
    }
    rules.push_back(std::move(rule));
  }
  for (const std::string& overlay : overlay_folders) ApplyOverlayFolder(overlay, rules, problems);
  return rules;
}

absl::StatusOr<RuleTables> LoadRuleFolder(const std::string& folder,
                                          const std::vector<std::string>& overlay_folders) {
  RETURN_IF_ERROR(ListFiles(folder, kSuffix).status());
  std::vector<FileProblem> problems;
  std::vector<LocatedRuleSet> rules = ReadRuleFolder(folder, overlay_folders, &problems);
  RETURN_IF_ERROR(ProblemsToStatus(problems));
  std::vector<RuleSet> sets;
  sets.reserve(rules.size());
  for (LocatedRuleSet& rule : rules) sets.push_back(std::move(rule.set));
  return RuleTables::FromSets(std::move(sets));
}

}  // namespace interim::rules
