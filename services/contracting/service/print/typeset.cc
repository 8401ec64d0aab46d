#include "services/contracting/service/print/typeset.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace interim::contracting::print {
namespace {

// How each kind of block looks, in points.
struct Look {
  Points size = 0;
  Points leading = 0;  // line height
  Points before = 0;
  Points indent = 0;
  bool rule = false;
  int keep = 0;
};

Look LookOf(BlockKind kind) {
  switch (kind) {
    case BlockKind::kTitle:
      return {.size = 19, .leading = 24, .before = 12, .keep = 2};
    case BlockKind::kHeading:
      return {.size = 12.5, .leading = 17, .before = 19, .rule = true, .keep = 2};
    case BlockKind::kSubheading:
      return {.size = 10, .leading = 14, .before = 10, .keep = 2};
    case BlockKind::kItem:
      return {.size = 9.5, .leading = 13, .before = 3, .indent = 12};
    default:
      return {.size = 9.5, .leading = 13, .before = 6};
  }
}

constexpr Points kTextWidth = kPageWidth - kLeft - kRight;
constexpr Points kMonoScale = 0.86;  // the fixed-width font looks larger

// A word in one style, with the space before it.
struct Word {
  Style style = Style::kRegular;
  std::string text;
  bool space_before = false;
};

std::vector<Word> WordsOf(const std::vector<TextRun>& runs) {
  std::vector<Word> words;
  bool space = false;
  for (const TextRun& run : runs) {
    std::string word;
    auto close = [&] {
      if (word.empty()) return;
      words.push_back({run.style, std::move(word), space && !words.empty()});
      word.clear();
      space = false;
    };
    for (char c : run.text) {
      if (c == ' ') {
        close();
        space = true;
      } else {
        word.push_back(c);
      }
    }
    close();
  }
  return words;
}

bool IsContinuation(char c) {
  constexpr unsigned kMask = 0xC0;
  constexpr unsigned kFollows = 0x80;
  return (static_cast<unsigned char>(c) & kMask) == kFollows;
}

// Breaks runs into lines of a given width.
class Breaker {
 public:
  Breaker(const Ruler& ruler, const Look& look, Points left, Points width)
      : ruler_(ruler), look_(look), left_(left), width_(width) {}

  std::vector<Line> Break(const std::vector<TextRun>& runs) {
    for (const Word& word : WordsOf(runs)) Put(word);
    if (!line_.pieces.empty()) Close();
    return std::move(lines_);
  }

 private:
  Points SizeOf(Style style) const {
    return style == Style::kMono ? look_.size * kMonoScale : look_.size;
  }
  Points WidthOf(const std::string& text, Style style) const {
    return ruler_.Width(text, style, SizeOf(style));
  }
  void Close() {
    line_.height = look_.leading;
    lines_.push_back(std::move(line_));
    line_ = Line();
    x_ = 0;
  }
  void Place(const Word& word, Points space) {
    // Words of one style that follow each other are one piece, so that text can be searched.
    if (!line_.pieces.empty() && line_.pieces.back().style == word.style) {
      absl::StrAppend(&line_.pieces.back().text, word.space_before ? " " : "", word.text);
    } else {
      line_.pieces.push_back({left_ + x_ + space, word.style, SizeOf(word.style), word.text});
    }
    x_ += space + WidthOf(word.text, word.style);
  }
  void Put(const Word& word) {
    Points space = word.space_before && !line_.pieces.empty() ? WidthOf(" ", word.style) : 0;
    Points width = WidthOf(word.text, word.style);
    if (x_ + space + width <= width_) {
      Place(word, space);
      return;
    }
    if (!line_.pieces.empty()) Close();
    if (width <= width_) {
      Place(word, 0);
    } else {
      PutLong(word);
    }
  }
  // A word wider than the page, such as a hash, is cut where it must be.
  void PutLong(const Word& word) {
    Word part{word.style, "", false};
    for (std::size_t i = 0; i < word.text.size();) {
      std::size_t next = i + 1;
      while (next < word.text.size() && IsContinuation(word.text[next])) ++next;
      std::string longer = part.text + word.text.substr(i, next - i);
      if (!part.text.empty() && WidthOf(longer, word.style) > width_) {
        Place(part, 0);
        Close();
        part.text.clear();
        continue;
      }
      part.text = std::move(longer);
      i = next;
    }
    Place(part, 0);
  }

  const Ruler& ruler_;
  const Look look_;
  const Points left_;
  const Points width_;
  Points x_ = 0;
  Line line_;
  std::vector<Line> lines_;
};

void AddBlock(const Block& block, const Ruler& ruler, std::vector<Line>& out) {
  Look look = LookOf(block.kind);
  std::vector<Line> lines =
      Breaker(ruler, look, kLeft + look.indent, kTextWidth - look.indent).Break(block.runs);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0) {
      lines[i].before = look.before;
      lines[i].rule = look.rule;
      if (block.kind == BlockKind::kItem) {
        lines[i].pieces.insert(lines[i].pieces.begin(),
                               {kLeft + 2, Style::kRegular, look.size, "\xE2\x80\xA2"});
      }
    }
    lines[i].keep = look.keep;
    // No single first or last line of a paragraph alone on a page.
    if (lines.size() > 1 && (i == 0 || i + 2 == lines.size())) {
      lines[i].keep = std::max(lines[i].keep, 1);
    }
    out.push_back(std::move(lines[i]));
  }
}

void AddText(BlockKind kind, Style style, const std::string& text, const Ruler& ruler,
             std::vector<Line>& out) {
  if (!text.empty()) AddBlock({kind, {{style, text}}}, ruler, out);
}

// A label with a line to write on.
void AddWritingLine(const std::string& label, const Ruler& ruler, std::vector<Line>& out) {
  constexpr Points kRoom = 22;
  AddText(BlockKind::kParagraph, Style::kRegular, label, ruler, out);
  out.back().before = kRoom;
  out.back().stroke = true;
}

void AddPlace(const SignaturePlace& place, const PrintWords& words, const Ruler& ruler,
              std::vector<Line>& out) {
  std::size_t first = out.size();
  AddText(BlockKind::kSubheading, Style::kBold, place.heading, ruler, out);
  AddText(BlockKind::kParagraph, Style::kBold, place.name, ruler, out);
  AddText(BlockKind::kParagraph, Style::kRegular, place.capacity, ruler, out);
  for (const std::string& line : place.signed_lines) {
    AddBlock({BlockKind::kParagraph, ParseRuns(line)}, ruler, out);
  }
  if (place.signed_lines.empty()) {
    AddWritingLine(words.date_line, ruler, out);
    AddWritingLine(words.signature_line, ruler, out);
  }
  out[first].rule = true;
  out[first].before = 22;
  for (std::size_t i = first; i < out.size(); ++i) {
    out[i].keep = static_cast<int>(out.size() - i - 1);  // one place, one page
  }
}

std::vector<Line> LinesOf(const PrintInput& input, const Ruler& ruler) {
  std::vector<Line> lines;
  for (const Block& block : ParseBlocks(input.markdown)) {
    std::size_t start = lines.size();
    AddBlock(block, ruler, lines);
    // The annex starts on a page of its own.
    bool is_annex = block.kind != BlockKind::kParagraph && block.runs.size() == 1 &&
                    block.runs.front().text == input.annex_title;
    if (is_annex && start < lines.size()) lines[start].new_page = true;
  }
  if (input.places.empty()) return lines;
  std::size_t sheet = lines.size();
  AddText(BlockKind::kTitle, Style::kBold, input.words.sheet_title, ruler, lines);
  if (sheet < lines.size()) lines[sheet].new_page = true;
  AddText(BlockKind::kParagraph, Style::kRegular, input.words.sheet_intro, ruler, lines);
  AddBlock({BlockKind::kParagraph,
            {{Style::kRegular, input.words.hash + ": "}, {Style::kMono, input.document_sha256}}},
           ruler, lines);
  for (const SignaturePlace& place : input.places) AddPlace(place, input.words, ruler, lines);
  return lines;
}

}  // namespace

std::vector<Page> Typeset(const PrintInput& input, const Ruler& ruler) {
  std::vector<Line> lines = LinesOf(input, ruler);
  constexpr Points kEnd = kPageHeight - kBottom;
  std::vector<Page> pages(1);
  Points y = kTop;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    // What has to stay together, this line included.
    Points together = lines[i].before + lines[i].height;
    std::size_t last = std::min(lines.size() - 1, i + static_cast<std::size_t>(lines[i].keep));
    for (std::size_t k = i + 1; k <= last; ++k) together += lines[k].before + lines[k].height;
    bool fits = y + together <= kEnd || together > kEnd - kTop;
    bool full = y + lines[i].before + lines[i].height > kEnd;
    if (!pages.back().empty() && (lines[i].new_page || !fits || full)) {
      pages.emplace_back();
      y = kTop;
    }
    if (!pages.back().empty()) y += lines[i].before;
    y += lines[i].height;
    lines[i].y = y;
    pages.back().push_back(std::move(lines[i]));
  }
  return pages;
}

}  // namespace interim::contracting::print
