#include "services/cli/args.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace interim::cli {
namespace {

// Number of single-letter changes between two words.
std::size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

std::string Nearest(absl::string_view typed, const std::set<std::string>& known) {
  const auto best = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
    return Distance(typed, a) < Distance(typed, b);
  });
  return best == known.end() || Distance(typed, *best) > 3 ? "" : *best;
}

}  // namespace

absl::StatusOr<Args> Args::Parse(const std::vector<std::string>& typed,
                                 const std::set<std::string>& switches) {
  Args args;
  bool words_only = false;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const std::string& word = typed[i];
    if (words_only || !absl::StartsWith(word, "--")) {
      args.words_.push_back(word);
      continue;
    }
    if (word == "--") {
      words_only = true;
      continue;
    }
    const std::size_t equals = word.find('=');
    const std::string name =
        word.substr(2, equals == std::string::npos ? std::string::npos : equals - 2);
    std::string value = "true";
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (!switches.contains(name) && i + 1 < typed.size() &&
               !absl::StartsWith(typed[i + 1], "--")) {
      value = typed[++i];
    }
    if (name.empty()) return absl::InvalidArgumentError(absl::StrCat("'", word, "' has no name"));
    if (!args.flags_.emplace(name, value).second) {
      return absl::InvalidArgumentError(absl::StrCat("--", name, " is given twice"));
    }
  }
  return args;
}

std::string Args::Word(std::size_t place) const {
  return place < words_.size() ? words_[place] : "";
}

bool Args::Has(absl::string_view flag) const { return flags_.contains(std::string(flag)); }

std::vector<std::string> Args::FlagNames() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : flags_) names.push_back(name);
  return names;
}

std::string Args::Get(absl::string_view flag, absl::string_view fallback) const {
  const auto found = flags_.find(std::string(flag));
  return found == flags_.end() ? std::string(fallback) : found->second;
}

absl::StatusOr<int> Args::GetInt(absl::string_view flag, int fallback, int low) const {
  if (!Has(flag)) return fallback;
  int value = 0;
  if (!absl::SimpleAtoi(Get(flag), &value) || value < low) {
    return absl::InvalidArgumentError(
        absl::StrCat("--", flag, " needs a whole number of at least ", low));
  }
  return value;
}

absl::Status Args::CheckKnown(const std::set<std::string>& known) const {
  std::vector<std::string> problems;
  for (const auto& [name, value] : flags_) {
    if (known.contains(name)) continue;
    const std::string nearest = Nearest(name, known);
    problems.push_back(nearest.empty()
                           ? absl::StrCat("no flag --", name)
                           : absl::StrCat("no flag --", name, "; did you mean --", nearest, "?"));
  }
  if (problems.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(problems, "\n"));
}

}  // namespace interim::cli
