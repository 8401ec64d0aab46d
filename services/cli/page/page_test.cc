#include "services/cli/page/page.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "google/type/money.pb.h"
#include "gtest/gtest.h"
#include "services/cli/page/format.h"
#include "services/cli/page/layout.h"

namespace interim::cli {
namespace {

TEST(WidthTest, CountsColumns_NotBytes) {
  EXPECT_EQ(Width(""), 0U);
  EXPECT_EQ(Width("coördinatie"), 11U);
  EXPECT_EQ(Width("€\u00a0100"), 5U);
  EXPECT_EQ(Width("e\u0301e\u0301n"), 3U);  // marks stand on the letter before
  EXPECT_EQ(Width("東京"), 4U);
  EXPECT_EQ(Width("\xff\xfe"), 2U);  // not UTF-8: one column per byte
}

TEST(CutTest, NeverInsideACharacter) {
  EXPECT_EQ(Cut("één dag", 7), "één dag");
  EXPECT_EQ(Cut("één dagen", 4), "één…");
  EXPECT_EQ(Cut("abc", 1), "…");
  EXPECT_EQ(Cut("東京都", 4), "東…");
}

TEST(WrapTest, BreaksAtSpaces_KeepsLineFeedsAndHardSpaces) {
  EXPECT_EQ(Wrap("een twee drie", 8), (std::vector<std::string>{"een twee", "drie"}));
  EXPECT_EQ(Wrap("een\ntwee", 20), (std::vector<std::string>{"een", "twee"}));
  EXPECT_EQ(Wrap("van €\u00a0100", 7), (std::vector<std::string>{"van", "€\u00a0100"}));
  EXPECT_EQ(Wrap("", 5), (std::vector<std::string>{""}));
}

TEST(WrapTest, LinesOfAPoint_StandUnderItsText) {
  EXPECT_EQ(Wrap("- een twee drie\nvier", 10),
            (std::vector<std::string>{"- een twee", "  drie", "vier"}));
}

TEST(WrapTest, WordTooLongForALine_IsCutAtAJoint) {
  EXPECT_EQ(Wrap("https://wetten.nl/BWBR0005290", 20),
            (std::vector<std::string>{"https://wetten.nl/", "BWBR0005290"}));
  EXPECT_EQ(Wrap("aaaaaaaaaa", 4), (std::vector<std::string>{"aaaa", "aaaa", "aa"}));
}

TEST(GridTest, FitsTheWidth_AndWrapsTheWidestColumn) {
  Grid grid({{"Regel"}, {"Bevinding"}, {"Bedrag", Align::kRight}});
  grid.Row({"R01", "De keten wordt een contract voor onbepaalde tijd.", "€\u00a01.000"});
  grid.Row({"R12", "Kort.", "€\u00a05"});
  const std::string text = grid.ToString(40);
  EXPECT_EQ(text,
            "Regel  Bevinding                  Bedrag\n"
            "─────  ────────────────────────  ───────\n"
            "R01    De keten wordt een        €\u00a01.000\n"
            "       contract voor onbepaalde\n"
            "       tijd.\n"
            "R12    Kort.                         €\u00a05\n");
}

TEST(GridTest, NoLineIsWiderThanAsked_ForAnyWidth) {
  Grid grid({{"a", Align::kLeft, 3}, {"b", Align::kLeft, 3}, {"c", Align::kLeft, 3}});
  grid.Row({"organisatieverandering", "één langer stuk tekst dat breekt", "https://a.b/c/d/e/f"});
  grid.Gap();
  grid.Rule();
  for (std::size_t width = 13; width < 90; ++width) {
    for (absl::string_view line : absl::StrSplit(grid.ToString(width), '\n')) {
      EXPECT_LE(Width(line), width) << line;
    }
  }
}

TEST(PageTest, LabelWrapsBesideItsName_AndEmptyOnesStayAway) {
  Page page({.columns = 24});
  page.Label("Rol", "Transitiemanager met ervaring", 6);
  page.Label("Leeg", "", 6);
  EXPECT_EQ(page.text(), "Rol   Transitiemanager\n      met ervaring\n");
}

TEST(PageTest, Title_PutsTheAsideAtTheRight) {
  Page page({.columns = 20});
  page.Title("Advies", "2026");
  EXPECT_EQ(page.text().substr(0, page.text().find('\n')), "Advies          2026");
}

TEST(SpeechTest, FillsPlaces_AndShowsAMissingKey) {
  static const std::vector<PageText> table = {{"a", "{n} dagen", "{n} days"},
                                              {"unit.months", "maanden", "months"}};
  EXPECT_EQ(Speech(table, "nl")("a", {{"n", "3"}}), "3 dagen");
  EXPECT_EQ(Speech(table, "fr")("a", {{"n", "3"}}), "3 days");
  EXPECT_EQ(Speech(table, "nl")("b"), "[b]");
  EXPECT_EQ(Speech(table, "nl").WordOr("unit", "months", "x"), "maanden");
  EXPECT_EQ(Speech(table, "nl").WordOr("unit", "weeks", "x"), "x");
}

TEST(FormatTest, MoneyNumbersAndDays_InBothLanguages) {
  google::type::Money money;
  money.set_units(-1234567);
  money.set_nanos(-500000000);
  EXPECT_EQ(MoneyText(money, "nl"), "-€\u00a01.234.567,50");
  EXPECT_EQ(MoneyText(money, "en"), "-€\u00a01,234,567.50");
  EXPECT_EQ(HundredthsText(290, "nl"), "2,9");
  EXPECT_EQ(HundredthsText(5, "en"), "0.05");
  EXPECT_EQ(DayText("2026-03-01", "nl"), "1 maart 2026");
  EXPECT_EQ(DayText("geen dag", "nl"), "geen dag");
}

}  // namespace
}  // namespace interim::cli
