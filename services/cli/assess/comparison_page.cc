// Two advices side by side.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/assess/advice_page.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

std::string Outcome(const v1::Advice& advice, const Speech& speech) {
  std::string text = speech(absl::StrCat("outcome.", OutcomeCode(advice.outcome())));
  if (advice.strength() == v1::ADVICE_STRENGTH_CONDITIONAL) {
    absl::StrAppend(&text, speech("advice.conditional"));
  }
  return text;
}

std::string Gates(const v1::Advice& advice) {
  std::vector<std::string> fired;
  for (const v1::GateResult& gate : advice.gates()) {
    if (gate.state() == v1::GATE_STATE_FIRED) fired.push_back(gate.gate_id());
  }
  return absl::StrJoin(fired, ", ");
}

std::string Mandate(const v1::Advice& advice) {
  if (!advice.has_mandate()) return "";
  return absl::StrCat(advice.mandate().min_level(), "-", advice.mandate().max_level());
}

std::string Duration(const v1::Advice& advice, const Speech& speech) {
  if (!advice.has_duration()) return "";
  return speech("advice.duration_text", {{"low", absl::StrCat(advice.duration().min_months())},
                                         {"high", absl::StrCat(advice.duration().max_months())}});
}

template <class Statements>
std::string Points(const Statements& statements) {
  std::vector<std::string> texts;
  for (const auto& statement : statements) texts.push_back(absl::StrCat("- ", statement.text()));
  return absl::StrJoin(texts, "\n");
}

std::string Ranking(const v1::Advice& advice, const Speech& speech) {
  std::vector<std::string> ways;
  for (const v1::Alternative& way : advice.alternatives()) {
    if (!way.is_possible()) continue;
    ways.push_back(absl::StrCat("- ", way.label(), " ",
                                HundredthsText(way.fit_hundredths(), speech.language())));
  }
  return absl::StrJoin(ways, "\n");
}

}  // namespace

std::string ComparisonPage(const v1::Advice& now, const v1::Advice& then, const PageStyle& style,
                           const Speech& speech) {
  Page page(style);
  page.Line(speech(now.outcome() == then.outcome() ? "compare.same" : "compare.other"));
  page.Blank();
  Grid grid({{"", Align::kLeft, 12}, {speech("compare.now")}, {speech("compare.then")}});
  const auto row = [&](absl::string_view key, const std::string& a, const std::string& b) {
    if (!a.empty() || !b.empty()) grid.Row({speech(key), a, b});
  };
  row("compare.outcome", Outcome(now, speech), Outcome(then, speech));
  row("advice.firm", now.confidence().text(), then.confidence().text());
  row("advice.gates", Gates(now), Gates(then));
  row("advice.role", now.role().label(), then.role().label());
  row("advice.mandate", Mandate(now), Mandate(then));
  row("advice.duration", Duration(now, speech), Duration(then, speech));
  row("advice.ranking", Ranking(now, speech), Ranking(then, speech));
  row("advice.conditions", Points(now.conditions()), Points(then.conditions()));
  row("advice.risks", Points(now.risks()), Points(then.risks()));
  row("advice.legal", Points(now.legal_points()), Points(then.legal_points()));
  page.Add(grid);
  return page.text();
}

}  // namespace interim::cli
