// The advice on every worked case, as a director reads it: one screen, and nothing left out.
// covers: S1, S25, S36
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/test_model.h"
#include "services/cli/assess/advice_page.h"
#include "services/cli/assess/texts.h"

namespace interim::assessment {
namespace {

constexpr int kMostLines = 48;
constexpr std::size_t kColumns = 100;

v1::Advice AdviceOn(const model::Case& row, Lang lang) {
  const auto known = KnownOfCase(TestModel(), row, TestDay());
  EXPECT_TRUE(known.ok()) << known.status();
  v1::Advice advice = BuildAdvice(TestModel(), &TestLaw(), *known, Depth::kFull);
  Localize(TestModel(), lang, advice);
  return advice;
}

class ScreenTest : public ::testing::TestWithParam<const char*> {
 protected:
  bool IsDutch() const { return std::string(GetParam()) == "nl"; }
  Lang language() const { return IsDutch() ? Lang::kDutch : Lang::kEnglish; }
  std::string PageOf(const v1::Advice& advice) const {
    const cli::Speech speech(cli::AssessTexts(), GetParam());
    return cli::AdvicePage(advice, cli::AdviceLength::kScreen, {.columns = kColumns}, speech);
  }
};

TEST_P(ScreenTest, EveryCase_FitsOneScreen) {
  std::string longest;
  int most = 0;
  for (const model::Case& row : AllCases()) {
    const std::string page = PageOf(AdviceOn(row, language()));
    const std::vector<std::string> lines = absl::StrSplit(page, '\n');
    const int count = static_cast<int>(lines.size()) - 1;  // the page ends with a line feed
    EXPECT_LE(count, kMostLines) << row.name() << "\n" << page;
    for (const std::string& line : lines) EXPECT_LE(cli::Width(line), kColumns) << row.name();
    if (count > most) longest = row.name();
    most = std::max(most, count);
  }
  RecordProperty("longest", absl::StrCat(longest, ": ", most));
}

// Whether a line begins with the name of the part.
bool HasPart(const std::string& page, const std::string& name) {
  return absl::StrContains(page, absl::StrCat("\n", name));
}

TEST_P(ScreenTest, EveryCase_NamesEveryPart) {
  const cli::Speech speech(cli::AssessTexts(), GetParam());
  for (const model::Case& row : AllCases()) {
    const v1::Advice advice = AdviceOn(row, language());
    const std::string page = PageOf(advice);
    std::vector<std::string> parts = {"advice.firm"};
    if (advice.outcome() != v1::ADVICE_OUTCOME_NOT_ENOUGH_KNOWN) parts.push_back("advice.flips");
    if (advice.legal_points_size() > 0) parts.push_back("advice.legal");
    if (advice.outcome() == v1::ADVICE_OUTCOME_INTERIM) {
      parts.push_back("advice.channel");
      parts.push_back("advice.pilot");
      parts.push_back("advice.benefits");
      if (advice.urgency().has_start_within_days()) parts.push_back("advice.urgency");
      if (advice.situations_size() > 0) {
        for (const char* part : {"advice.role", "advice.mandate", "advice.duration"}) {
          parts.push_back(part);
        }
      }
    }
    for (const std::string& part : parts) {
      EXPECT_TRUE(HasPart(page, speech(part))) << row.name() << " " << part << "\n" << page;
    }
    EXPECT_TRUE(absl::StrContains(page, speech("advice.risks"))) << row.name();
    EXPECT_TRUE(absl::StrContains(page, "  + ") && absl::StrContains(page, "  - ")) << row.name();
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, ScreenTest, ::testing::Values("nl", "en"),
                         [](const auto& row) { return std::string(row.param); });

}  // namespace
}  // namespace interim::assessment
