// covers: S211
#include <string>
#include <vector>

#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/service/print/blocks.h"
#include "services/contracting/service/print/printer.h"
#include "services/contracting/service/print/typeset.h"

namespace interim::contracting::print {
namespace {

using ::interim::testing::HasReason;
using ::interim::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Every character is half as wide as high.
class EvenRuler final : public Ruler {
 public:
  Points Width(const std::string& text, Style, Points size) const override {
    return static_cast<Points>(text.size()) * size / 2;
  }
};

PrintInput Input(absl::string_view markdown) {
  PrintInput input;
  input.markdown = markdown;
  input.document_sha256 = std::string(64, 'a');
  input.title = "Overeenkomst";
  input.footer = "contracts/c1 / 1";
  input.words = {.page = "pagina {page} van {pages}",
                 .hash = "SHA-256",
                 .sheet_title = "Handtekeningenblad",
                 .sheet_intro = "Dit blad hoort bij de tekst.",
                 .date_line = "Plaats en datum",
                 .signature_line = "Handtekening"};
  input.day = *Date::FromYmd(2026, 1, 26);
  return input;
}

std::string TextOf(const Line& line) {
  std::string text;
  for (const Piece& piece : line.pieces) text += piece.text + "|";
  return text;
}

TEST(BlocksTest, MarksBecomeStyles_AndEscapesBecomeText) {
  EXPECT_THAT(ParseRuns("**Tarief:** € 5 \\* 3 `sha` _concept_"),
              ElementsAre(TextRun{Style::kBold, "Tarief:"}, TextRun{Style::kRegular, " € 5 * 3 "},
                          TextRun{Style::kMono, "sha"}, TextRun{Style::kRegular, " "},
                          TextRun{Style::kItalic, "concept"}));
}

TEST(BlocksTest, KindsOfBlocks) {
  const auto blocks = ParseBlocks("# A\n\n## B\n\n### 1. C\n\ntekst\n\n- een\n- twee\n");
  ASSERT_THAT(blocks, SizeIs(6));
  EXPECT_EQ(blocks[0].kind, BlockKind::kTitle);
  EXPECT_EQ(blocks[2].kind, BlockKind::kSubheading);
  EXPECT_EQ(blocks[3].kind, BlockKind::kParagraph);
  EXPECT_EQ(blocks[5].kind, BlockKind::kItem);
}

TEST(TypesetTest, NoLineIsWiderThanTheText_EvenForAHash) {
  const std::string text = std::string(400, 'x') + "\n\n" + std::string(900, 'y') + " einde";
  for (const Page& page : Typeset(Input(text), EvenRuler())) {
    for (const Line& line : page) {
      for (const Piece& piece : line.pieces) {
        EXPECT_LE(piece.x + EvenRuler().Width(piece.text, piece.style, piece.size),
                  kPageWidth - kRight + 0.01);
      }
    }
  }
}

TEST(TypesetTest, LongText_FillsPages_AndNoHeadingStandsAlone) {
  std::string text = "# Titel\n\n";
  for (int i = 0; i < 60; ++i) {
    text += "### " + std::to_string(i) + ". Bepaling\n\n" + std::string(200, 'w') + "\n\n";
  }
  const auto pages = Typeset(Input(text), EvenRuler());
  EXPECT_THAT(pages.size(), Ge(3U));
  for (const Page& page : pages) {
    EXPECT_THAT(TextOf(page.back()), ::testing::Not(HasSubstr("Bepaling")));
    EXPECT_LE(page.back().y, kPageHeight - kBottom);
  }
}

TEST(TypesetTest, AnnexAndSignatureSheet_StartOnTheirOwnPages) {
  PrintInput input = Input("# Overeenkomst\n\ntekst\n\n## Bijlage A\n\nopdracht\n");
  input.annex_title = "Bijlage A";
  input.places.push_back({.heading = "1. opdrachtgever", .name = "A. Bestuur"});
  input.places.push_back(
      {.heading = "2. opdrachtnemer",
       .name = "Kim",
       .signed_lines = {"Elektronisch getekend", "`" + std::string(64, 'b') + "`"}});
  const auto pages = Typeset(input, EvenRuler());
  ASSERT_THAT(pages, SizeIs(3));
  EXPECT_THAT(TextOf(pages[1][0]), HasSubstr("Bijlage"));
  EXPECT_THAT(TextOf(pages[2][0]), HasSubstr("Handtekeningenblad"));
  int to_write_on = 0;
  for (const Line& line : pages[2]) to_write_on += line.stroke ? 1 : 0;
  EXPECT_EQ(to_write_on, 2);  // the open place only: day and signature
}

TEST(PrinterTest, SameInput_SameBytes) {
  const auto printer = Printer::Create(kFontFolder);
  ASSERT_THAT(printer, IsOk());
  const PrintInput input = Input("# Één vestiging\n\n€ 1.200,00 – “überhaupt” Łódź 中\n");
  const auto first = (*printer)->Print(input);
  const auto second = (*printer)->Print(input);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(first->pdf, StartsWith("%PDF-"));
  EXPECT_EQ(first->page_count, 1);
  EXPECT_EQ(first->pdf, second->pdf);
  PrintInput other = input;
  other.document_sha256 = std::string(64, 'b');
  EXPECT_NE((*printer)->Print(other)->pdf, first->pdf);
}

TEST(PrinterTest, MissingFont_IsTold) {
  EXPECT_THAT(Printer::Create("/nowhere").status(), HasReason("FONT_MISSING"));
}

}  // namespace
}  // namespace interim::contracting::print
