// Command-line arguments: words and --name=value flags.
#ifndef INTERIM_SERVICES_CLI_ARGS_H_
#define INTERIM_SERVICES_CLI_ARGS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interim::cli {

// What was typed, in the order of the words. A flag without a value has the value "true".
class Args {
 public:
  // Reads "--name=value", "--name value" and "--name"; `switches` are flags that never take the
  // next word. Everything after "--" is a word.
  //   errors  INVALID_ARGUMENT for a flag given twice or an empty name
  static absl::StatusOr<Args> Parse(const std::vector<std::string>& typed,
                                    const std::set<std::string>& switches);

  const std::vector<std::string>& words() const { return words_; }
  // The word at a place, or "".
  std::string Word(std::size_t place) const;
  bool Has(absl::string_view flag) const;
  // Names of all flags given, sorted.
  std::vector<std::string> FlagNames() const;
  std::string Get(absl::string_view flag, absl::string_view fallback = "") const;
  //   errors  INVALID_ARGUMENT when the value is not a whole number of at least `low`
  absl::StatusOr<int> GetInt(absl::string_view flag, int fallback, int low) const;
  // Refuses flags that are not in `known`, all at once, with the nearest known one.
  absl::Status CheckKnown(const std::set<std::string>& known) const;

 private:
  std::vector<std::string> words_;
  std::map<std::string, std::string> flags_;
};

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ARGS_H_
