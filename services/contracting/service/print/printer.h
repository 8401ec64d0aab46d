// From a document to pages: A4, in process, the same input gives the same bytes.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_PRINT_PRINTER_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_PRINT_PRINTER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"

namespace interim::contracting::print {

// Folder of the packaged fonts (fonts-liberation).
inline constexpr char kFontFolder[] = "/usr/share/fonts/truetype/liberation";

// One place for a signature on the last sheet.
struct SignaturePlace {
  std::string heading;  // "1. opdrachtgever"
  std::string name;
  std::string capacity;
  // What was signed, line by line: who, when, binding. Empty: still open, a line is drawn for it.
  std::vector<std::string> signed_lines;
};

// Words that are not part of the document.
struct PrintWords {
  std::string page;            // "pagina {page} van {pages}"
  std::string hash;            // "SHA-256 van de tekst"
  std::string sheet_title;     // "Handtekeningenblad"
  std::string sheet_intro;     // one paragraph
  std::string date_line;       // "Plaats en datum"
  std::string signature_line;  // "Handtekening"
};

struct PrintInput {
  absl::string_view markdown;   // the document
  std::string document_sha256;  // of `markdown`; on every page
  std::string title;            // of the file
  std::string footer;           // contract and revision
  std::string annex_title;      // heading that starts a page of its own; empty for none
  std::string watermark;        // "CONCEPT"; empty for none
  std::vector<SignaturePlace> places;
  PrintWords words;
  Date day;  // creation day of the file; the clock is not asked
};

struct Printed {
  std::string pdf;
  int page_count = 0;
};

// Holds the fonts. Immutable after Create; Print may be called from many threads.
class Printer {
 public:
  // Reads the fonts.
  //   errors  NOT_FOUND FONT_MISSING with the path
  static absl::StatusOr<std::unique_ptr<const Printer>> Create(const std::string& folder);
  ~Printer();

  // Lays out and writes. Characters the fonts do not have are shown as "[U+4E2D]".
  //   errors  INTERNAL PRINT_FAILED when the library refuses
  absl::StatusOr<Printed> Print(const PrintInput& input) const;

 private:
  struct Fonts;
  explicit Printer(std::unique_ptr<const Fonts> fonts);
  std::unique_ptr<const Fonts> fonts_;
};

}  // namespace interim::contracting::print

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_PRINT_PRINTER_H_
