// Lines and pages; internal to this folder.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_PRINT_TYPESET_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_PRINT_TYPESET_H_

#include <string>
#include <vector>

#include "services/contracting/service/print/blocks.h"
#include "services/contracting/service/print/printer.h"

namespace interim::contracting::print {

// Lengths in 1/72 inch, from the top left corner.
using Points = double;  // double: a place on paper, compared with no rule
inline constexpr Points kPageWidth = 595.28;
inline constexpr Points kPageHeight = 841.89;
inline constexpr Points kLeft = 68;
inline constexpr Points kRight = 62;
inline constexpr Points kTop = 68;
inline constexpr Points kBottom = 78;

// How wide text is.
class Ruler {
 public:
  virtual ~Ruler() = default;
  virtual Points Width(const std::string& text, Style style, Points size) const = 0;
};

// Text at a place of a line.
struct Piece {
  Points x = 0;
  Style style = Style::kRegular;
  Points size = 0;
  std::string text;
};

// One line; `y` is its base line once it stands on a page.
struct Line {
  std::vector<Piece> pieces;
  Points before = 0;    // space above, dropped at the top of a page
  Points height = 0;    // of the line itself
  bool rule = false;    // a thin line across the page above it
  bool stroke = false;  // a line to write on, at the base line
  int keep = 0;         // this many following lines stay on its page
  bool new_page = false;
  Points y = 0;
};

using Page = std::vector<Line>;

// All pages of a document, signature sheet last.
std::vector<Page> Typeset(const PrintInput& input, const Ruler& ruler);

}  // namespace interim::contracting::print

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_PRINT_TYPESET_H_
