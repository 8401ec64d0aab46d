// deps: interim::core interim::type interim::rules interim::law interim::protos
//
// What the law costs: one full check of a contract, and rules per second beside @gorules/zen-engine
// on an equivalent dated rule (which European threshold holds on a day, and is it reached), the
// same questions with the same answers in one run. Installs the engine with npm when it is
// missing; without npm or a working binary the comparison is told as missed, never left out.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/law/cases.pb.h"
#include "common/law/check_all.h"
#include "common/law/law_data.h"
#include "common/law/procurement.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_proto.h"
#include "common/type/convert.h"
#include "tests/bench/bench_table.h"

namespace interim::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kMostMicros = 200;
constexpr double kLeastRatio = 20;
constexpr int kQuestions = 20000;
constexpr int kChecks = 3000;

std::string Source(const std::string& path) { return absl::StrCat(INTERIM_SOURCE_DIR, "/", path); }

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Question {
  Date day;
  law::ProcurementInput::Authority authority;
  std::int64_t euro;
};

std::vector<Question> MakeQuestions() {
  std::mt19937 random(20261124);  // the same questions in every run
  const Date first = *Date::FromYmd(2019, 1, 1);
  std::vector<Question> questions;
  for (int i = 0; i < kQuestions; ++i) {
    questions.push_back({.day = first.AddDays(static_cast<std::int64_t>(random() % 4000)),
                         .authority = random() % 2 == 0 ? law::ProcurementInput::AUTHORITY_CENTRAL
                                                        : law::ProcurementInput::AUTHORITY_OTHER,
                         .euro = 130000 + static_cast<std::int64_t>(random() % 100000)});
  }
  return questions;
}

const char* Name(law::ProcurementInput::Authority authority) {
  return authority == law::ProcurementInput::AUTHORITY_CENTRAL ? "CENTRAL" : "OTHER";
}

const char* Name(law::ThresholdVerdict verdict) {
  switch (verdict) {
    case law::ThresholdVerdict::kEuropean:
      return "EUROPEAN";
    case law::ThresholdVerdict::kBelow:
      return "BELOW";
    case law::ThresholdVerdict::kUnknown:
      break;
  }
  return "UNKNOWN";
}

// The rows of R14 as the engine reads them: straight from our data, so that both know the same law.
void WriteRule(const law::LawData& data, const std::string& file) {
  std::vector<std::string> rows;
  for (const auto& [key, authority] :
       {std::pair("threshold_central", "CENTRAL"), std::pair("threshold_other", "OTHER")}) {
    const rules::RuleParameter* parameter = data.tables().FindParameter("R14", key);
    if (parameter == nullptr) continue;
    for (const rules::RuleRow& row : parameter->rows) {
      rows.push_back(
          absl::StrCat("{\"authority\":\"", authority, "\",\"from\":\"", row.from.ToString(), "\",",
                       row.to ? absl::StrCat("\"to\":\"", row.to->ToString(), "\",") : "",
                       "\"threshold\":", std::get<Money>(row.value).cents() / 100, "}"));
    }
  }
  std::ofstream(file) << "[" << absl::StrJoin(rows, ",") << "]";
}

void WriteQuestions(const std::vector<Question>& questions, const std::string& file) {
  std::vector<std::string> lines;
  for (const Question& q : questions) {
    lines.push_back(absl::StrCat("{\"date\":\"", q.day.ToString(), "\",\"authority\":\"",
                                 Name(q.authority), "\",\"value\":", q.euro, "}"));
  }
  std::ofstream(file) << "[" << absl::StrJoin(lines, ",") << "]";
}

struct Engine {
  double seconds = 0;
  std::vector<std::string> answers;
};

// Asks the engine in a process of its own. Nothing when npm, node or the binary does not work.
Engine AskEngine(const std::string& rule, const std::string& questions) {
  Engine engine;
  const std::string folder = Source("tests/bench");
  const std::string command =
      absl::StrCat("cd '", folder, "' && { [ -d node_modules/@gorules/zen-engine ] || ",
                   // `npm ci` refuses a lock file without the packages of other platforms that a
                   // registry may lack; this keeps to the versions and hashes of the lock too.
                   "npm install --no-save --ignore-scripts --no-audit --no-fund >/dev/null 2>&1; } "
                   "&& node zen_rule.mjs '",
                   rule, "' '", questions, "'");
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return engine;
  std::string text;
  char buffer[65536];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    text.append(buffer, n);
  }
  if (pclose(pipe) != 0) return {};
  for (std::size_t at = text.find('['); at != std::string::npos && text[at] != ']';) {
    const std::size_t open = text.find('"', at);
    const std::size_t close = text.find('"', open + 1);
    if (close == std::string::npos) break;
    engine.answers.push_back(text.substr(open + 1, close - open - 1));
    at = close + 1;
  }
  const std::size_t seconds = text.find("\"seconds\":");
  if (seconds != std::string::npos) {
    const std::size_t start = seconds + 10;
    const bool read = absl::SimpleAtod(text.substr(start, text.find_first_of(",}", start) - start),
                                       &engine.seconds);
    if (!read) engine.seconds = 0;
  }
  return engine;
}

// Microseconds of the median full check over the worked cases of all rules.
double MedianCheck(const law::LawData& data, const law::RuleCases& cases, int& rules) {
  std::vector<double> micros;
  for (const law::RuleCase& one : cases.case_()) {
    if (!one.has_compliance()) continue;
    for (int i = 0; i < kChecks; ++i) {
      const auto start = Clock::now();
      const auto report = law::CheckAll(data, one.compliance());
      micros.push_back(SecondsSince(start) * 1e6);
      if (!report.ok()) return 0;
      if (i == 0) rules = 17 - static_cast<int>(report->not_applicable.size());
    }
  }
  return Percentile(micros, 0.5);
}

double FullPerSecond(const law::LawData& data, const std::vector<Question>& questions) {
  law::ProcurementInput input;
  input.set_service(law::ProcurementInput::SERVICE_ORDINARY);
  input.set_procedure(law::ProcurementInput::PROCEDURE_SEVERAL_QUOTES);
  const auto start = Clock::now();
  std::size_t findings = 0;
  for (const Question& q : questions) {
    input.set_authority(q.authority);
    *input.mutable_procedure_start_date() = ToProto(q.day);
    *input.mutable_base_value() = ToProto(Money::Eur(q.euro * 100));
    const auto result = law::EvaluateProcurement(data, input);
    if (result.ok()) findings += result->findings.size();
  }
  return findings == 0 ? 0 : static_cast<double>(questions.size()) / SecondsSince(start);
}

struct Own {
  double seconds = 1e9;  // the best of five rounds, as for the engine
  std::vector<std::string> answers;
};

Own AskOurselves(const law::LawData& data, const std::vector<Question>& questions) {
  Own own;
  for (int round = 0; round < 5; ++round) {
    std::vector<law::ThresholdVerdict> verdicts;
    verdicts.reserve(questions.size());
    const auto start = Clock::now();
    for (const Question& q : questions) {
      verdicts.push_back(law::JudgeThreshold(data, q.authority,
                                             law::ProcurementInput::SERVICE_ORDINARY,
                                             Money::Eur(q.euro * 100), q.day));
    }
    own.seconds = std::min(own.seconds, SecondsSince(start));
    if (round > 0) continue;
    for (const law::ThresholdVerdict verdict : verdicts) own.answers.emplace_back(Name(verdict));
  }
  return own;
}

void CompareWithEngine(const law::LawData& data, Table& table) {
  const std::vector<Question> questions = MakeQuestions();
  const Own own = AskOurselves(data, questions);
  const char* temp = std::getenv("TMPDIR");
  const std::string files = absl::StrCat(temp == nullptr ? "/tmp" : temp, "/interim_law_bench");
  WriteRule(data, absl::StrCat(files, "_rule.json"));
  WriteQuestions(questions, absl::StrCat(files, "_questions.json"));
  const Engine engine =
      AskEngine(absl::StrCat(files, "_rule.json"), absl::StrCat(files, "_questions.json"));
  const double count = static_cast<double>(questions.size());
  const double own_rate = count / own.seconds;
  const double their_rate = engine.seconds > 0 ? count / engine.seconds : 0;
  const double ratio = their_rate > 0 ? own_rate / their_rate : 0;
  const bool same = engine.answers == own.answers;
  table.Add({.what = "one dated rule, answer only",
             .reference = their_rate > 0 ? absl::StrFormat("zen-engine %.0f rules/s", their_rate)
                                         : "zen-engine did not run (npm, node or its binary)",
             .measured = absl::StrFormat("%.0f rules/s, %.0fx", own_rate, ratio),
             .reach = absl::StrFormat(">= %.0fx", kLeastRatio),
             .reached = ratio >= kLeastRatio});
  table.Add({.what = "the same answers to the same questions",
             .reference = absl::StrFormat("%d questions", kQuestions),
             .measured = same ? "all" : "NOT the same",
             .reach = "all",
             .reached = same});
  table.Add({.what = "the same rule as a finding: texts in two languages, sources, hash",
             .reference = absl::StrFormat("zen-engine %.0f rules/s", their_rate),
             .measured = absl::StrFormat("%.0f rules/s", FullPerSecond(data, questions))});
}

int Run() {
  const auto data = law::LawData::Load(Source("common/law/data"));
  const auto cases = rules::LoadTextProto<law::RuleCases>(
      Source("common/law/data/cases/All_site_merger.textproto"));
  if (!data.ok() || !cases.ok()) {
    std::fprintf(stderr, "%s\n", (data.ok() ? cases.status() : data.status()).ToString().c_str());
    return 2;
  }
  Table table("Law: a full check of a contract, and one dated rule beside @gorules/zen-engine");
  int applied = 0;
  const double check = MedianCheck(*data, *cases, applied);
  table.Add({.what = "full check of a contract, all texts and sources",
             .reference = "-",
             .measured = absl::StrFormat("%.0f us, %d rules apply", check, applied),
             .reach = absl::StrFormat("<= %.0f us", kMostMicros),
             .reached = check > 0 && check <= kMostMicros});
  CompareWithEngine(*data, table);
  return table.Print();
}

}  // namespace
}  // namespace interim::bench

int main() { return interim::bench::Run(); }
