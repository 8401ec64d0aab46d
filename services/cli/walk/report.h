// The page a manager reads after a walk, and the same as facts for machines.
#ifndef INTERIM_SERVICES_CLI_WALK_REPORT_H_
#define INTERIM_SERVICES_CLI_WALK_REPORT_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"
#include "google/type/money.pb.h"
#include "services/cli/walk/engine.h"
#include "services/cli/walk/texts.h"

namespace interim::cli {

// Collects lines in one language; every text comes from the text tables. Nothing in it depends on
// chance or the clock, except the section with the cost in time.
class Report {
 public:
  explicit Report(std::string language) : language_(std::move(language)) {}

  // "# text" and "## text".
  void Title(absl::string_view key, const TextValues& values = {});
  void Section(absl::string_view key, const TextValues& values = {});
  // A paragraph, and a point of a list; long lines are wrapped.
  void Line(absl::string_view key, const TextValues& values = {});
  void Item(absl::string_view key, const TextValues& values = {});
  void Blank();
  // The cost of the stages in time.
  void Costs(const std::map<std::string, StageCost>& costs);

  // One fact for machines: "select.chosen" and its value.
  void Fact(const std::string& path, std::string value) { facts_[path] = std::move(value); }

  // The page, and the facts as a JSON object of stages.
  const std::string& text() const { return text_; }
  std::string Json() const;
  const std::string& language() const { return language_; }

  // Values as people write them.
  std::string Day(const google::type::Date& date) const;
  std::string Day(absl::string_view iso) const { return DayText(iso, language_); }
  std::string Amount(const google::type::Money& money) const;
  // 8650 hundredths of a percent as "86,5%" or "86.5%".
  std::string Percent(int basis_points) const;
  std::string Number(const google::type::Decimal& decimal) const;
  // A word of the tables: Word("outcome", "INTERIM").
  std::string Word(absl::string_view group, absl::string_view code) const;

 private:
  void Add(const std::string& text, const std::string& first, const std::string& next);

  std::string language_;
  std::string text_;
  std::map<std::string, std::string> facts_;
};

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_REPORT_H_
