// Prints what was measured beside what was to be reached, one table for each program.
#ifndef INTERIM_TESTS_BENCH_BENCH_TABLE_H_
#define INTERIM_TESTS_BENCH_BENCH_TABLE_H_

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace interim::bench {

// One line: what was measured, its figures as text, and whether the goal was reached.
struct Row {
  std::string what;
  std::string reference;  // of the same run
  std::string measured;
  std::string reach;  // the goal, "" when the line is only for information
  bool reached = true;
};

class Table {
 public:
  explicit Table(std::string title) : title_(std::move(title)) {}
  void Add(Row row) { rows_.push_back(std::move(row)); }

  // Writes the table to standard output. Returns 0 when every goal was reached, 1 otherwise.
  int Print() const {
    const std::vector<std::string> head{"what", "reference", "measured", "reach", ""};
    std::vector<std::vector<std::string>> lines{head};
    bool all = true;
    for (const Row& row : rows_) {
      const bool is_goal = !row.reach.empty();
      all = all && row.reached;
      lines.push_back({row.what, row.reference, row.measured, row.reach,
                       !is_goal ? "" : (row.reached ? "reached" : "MISSED")});
    }
    std::vector<std::size_t> widths(head.size());
    for (const auto& line : lines) {
      for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
    }
    std::printf("\n%s\n", title_.c_str());
    for (const auto& line : lines) {
      for (std::size_t i = 0; i < line.size(); ++i) {
        std::printf("%-*s%s", static_cast<int>(widths[i]), line[i].c_str(),
                    i + 1 == line.size() ? "\n" : " | ");
      }
    }
    return all ? 0 : 1;
  }

 private:
  std::string title_;
  std::vector<Row> rows_;
};

// The value below which a share (0..1) of the values lies; sorts `values`. 0 when empty.
inline double Percentile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

}  // namespace interim::bench

#endif  // INTERIM_TESTS_BENCH_BENCH_TABLE_H_
