#include "services/contracting/service/print/printer.h"

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo.h>
#include <ft2build.h>

#include <array>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "services/contracting/service/print/typeset.h"
#include FT_FREETYPE_H

namespace interim::contracting::print {
namespace {

constexpr int kStyles = 4;
constexpr const char* kFiles[kStyles] = {"LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf",
                                         "LiberationSans-Italic.ttf", "LiberationMono-Regular.ttf"};

absl::Status PrintFailed(absl::string_view what) {
  return MakeError({.code = absl::StatusCode::kInternal,
                    .reason = "PRINT_FAILED",
                    .message = absl::StrCat("the document could not be printed: ", what)});
}

// The next code point of valid UTF-8; a byte that fits nowhere counts as itself.
char32_t NextCodePoint(absl::string_view text, std::size_t& at) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(at++);
  constexpr unsigned char kTwo = 0xC0, kThree = 0xE0, kFour = 0xF0, kTail = 0x3F;
  if (lead < kTwo) return lead;
  int more = lead >= kFour ? 3 : lead >= kThree ? 2 : 1;
  char32_t code = lead & (kTail >> more);
  constexpr int kTailBits = 6;
  for (; more > 0 && at < text.size(); --more) code = (code << kTailBits) | (byte(at++) & kTail);
  return code;
}

}  // namespace

struct Printer::Fonts {
  std::array<std::string, kStyles> bytes;
};

namespace {

// FreeType and cairo objects of one call; nothing is shared between threads.
class Faces final : public Ruler {
 public:
  Faces() = default;
  Faces(const Faces&) = delete;
  ~Faces() override {
    for (auto* font : scaled_) {
      if (font != nullptr) cairo_scaled_font_destroy(font);
    }
    for (auto* face : cairo_) {
      if (face != nullptr) cairo_font_face_destroy(face);
    }
    // Cairo may keep a face for a while; it closes the FreeType face with its last reference.
    library_.reset();
  }

  absl::Status Open(const std::array<std::string, kStyles>& bytes) {
    auto* library = new FT_Library(nullptr);
    library_ = std::shared_ptr<FT_Library>(library, [](FT_Library* l) {
      if (*l != nullptr) FT_Done_FreeType(*l);
      delete l;
    });
    if (FT_Init_FreeType(library_.get()) != 0) return PrintFailed("no font library");
    for (int i = 0; i < kStyles; ++i) {
      RETURN_IF_ERROR(OpenOne(i, bytes[static_cast<std::size_t>(i)]));
    }
    return absl::OkStatus();
  }

  Points Width(const std::string& text, Style style, Points size) const override {
    cairo_text_extents_t extents;
    cairo_scaled_font_text_extents(scaled_[Index(style)], Visible(text, style).c_str(), &extents);
    return extents.x_advance * size / kUnit;
  }

  cairo_font_face_t* face(Style style) const { return cairo_[Index(style)]; }

  // The text with characters the font lacks written as their number.
  std::string Visible(const std::string& text, Style style) const {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t start = at;
      char32_t code = NextCodePoint(text, at);
      if (FT_Get_Char_Index(ft_[Index(style)], code) != 0) {
        result.append(text, start, at - start);
      } else {
        absl::StrAppendFormat(&result, "[U+%04X]", static_cast<unsigned>(code));
      }
    }
    return result;
  }

 private:
  static constexpr Points kUnit = 1000;  // measured large, scaled down
  static std::size_t Index(Style style) { return static_cast<std::size_t>(style); }

  absl::Status OpenOne(int index, const std::string& bytes) {
    auto i = static_cast<std::size_t>(index);
    if (FT_New_Memory_Face(*library_, reinterpret_cast<const FT_Byte*>(bytes.data()),
                           static_cast<FT_Long>(bytes.size()), 0, &ft_[i]) != 0) {
      return PrintFailed(absl::StrCat("font ", kFiles[index]));
    }
    cairo_[i] = cairo_ft_font_face_create_for_ft_face(ft_[i], FT_LOAD_NO_HINTING);
    // The FreeType face lives as long as cairo's.
    struct Held {
      std::shared_ptr<FT_Library> library;
      FT_Face face;
    };
    static const cairo_user_data_key_t kKey{};
    auto* held = new Held{library_, ft_[i]};
    auto release = [](void* data) {
      auto* h = static_cast<Held*>(data);
      FT_Done_Face(h->face);
      delete h;
    };
    if (cairo_font_face_set_user_data(cairo_[i], &kKey, held, release) != CAIRO_STATUS_SUCCESS) {
      release(held);
      return PrintFailed("out of memory");
    }
    cairo_matrix_t size;
    cairo_matrix_t identity;
    cairo_matrix_init_scale(&size, kUnit, kUnit);
    cairo_matrix_init_identity(&identity);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    scaled_[i] = cairo_scaled_font_create(cairo_[i], &size, &identity, options);
    cairo_font_options_destroy(options);
    return cairo_scaled_font_status(scaled_[i]) == CAIRO_STATUS_SUCCESS ? absl::OkStatus()
                                                                        : PrintFailed("font size");
  }

  std::shared_ptr<FT_Library> library_;
  std::array<FT_Face, kStyles> ft_{};
  std::array<cairo_font_face_t*, kStyles> cairo_{};
  std::array<cairo_scaled_font_t*, kStyles> scaled_{};
};

cairo_status_t Append(void* closure, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

class Canvas {
 public:
  Canvas(const PrintInput& input, const Faces& faces, std::string& out)
      : input_(input), faces_(faces) {
    surface_ = cairo_pdf_surface_create_for_stream(&Append, &out, kPageWidth, kPageHeight);
    cairo_ = cairo_create(surface_);
    auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
      cairo_pdf_surface_set_metadata(surface_, key, value.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, input.title);
    set(CAIRO_PDF_METADATA_SUBJECT, absl::StrCat("SHA-256 ", input.document_sha256));
    set(CAIRO_PDF_METADATA_CREATE_DATE, absl::StrCat(input.day.ToString(), "T00:00:00Z"));
  }
  Canvas(const Canvas&) = delete;
  ~Canvas() {
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
  }

  void Draw(const Page& page, int number, int count) {
    Watermark();
    cairo_set_source_rgb(cairo_, 0, 0, 0);
    for (const Line& line : page) DrawLine(line, &line == &page.front());
    Footer(number, count);
    cairo_show_page(cairo_);
  }

  absl::Status Finish() {
    cairo_surface_finish(surface_);
    cairo_status_t status = cairo_status(cairo_);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface_);
    if (status == CAIRO_STATUS_SUCCESS) return absl::OkStatus();
    return PrintFailed(cairo_status_to_string(status));
  }

 private:
  void Text(Points x, Points y, Style style, Points size, const std::string& text) {
    cairo_set_font_face(cairo_, faces_.face(style));
    cairo_set_font_size(cairo_, size);
    cairo_move_to(cairo_, x, y);
    cairo_show_text(cairo_, faces_.Visible(text, style).c_str());
  }

  void Stroke(Points x, Points y, Points to, Points grey) {
    constexpr Points kThin = 0.6;
    cairo_save(cairo_);
    cairo_set_source_rgb(cairo_, grey, grey, grey);
    cairo_set_line_width(cairo_, kThin);
    cairo_move_to(cairo_, x, y);
    cairo_line_to(cairo_, to, y);
    cairo_stroke(cairo_);
    cairo_restore(cairo_);
  }

  void DrawLine(const Line& line, bool is_first) {
    constexpr Points kRuleGap = 7;
    constexpr Points kRuleGrey = 0.7;
    constexpr Points kLabelWidth = 110;
    if (line.rule && !is_first) {
      Stroke(kLeft, line.y - line.height - kRuleGap, kPageWidth - kRight, kRuleGrey);
    }
    for (const Piece& piece : line.pieces)
      Text(piece.x, line.y, piece.style, piece.size, piece.text);
    if (line.stroke) Stroke(kLeft + kLabelWidth, line.y + 2, kPageWidth - kRight, 0);
  }

  void Watermark() {
    if (input_.watermark.empty()) return;
    constexpr Points kSize = 90;
    constexpr Points kGrey = 0.93;
    constexpr Points kTurn = -0.9;  // radians
    cairo_save(cairo_);
    cairo_set_source_rgb(cairo_, kGrey, kGrey, kGrey);
    Points width = faces_.Width(input_.watermark, Style::kBold, kSize);
    cairo_translate(cairo_, kPageWidth / 2, kPageHeight / 2);
    cairo_rotate(cairo_, kTurn);
    Text(-width / 2, kSize / 3, Style::kBold, kSize, input_.watermark);
    cairo_restore(cairo_);
  }

  void Footer(int number, int count) {
    constexpr Points kSize = 7.5;
    constexpr Points kHashSize = 7;
    constexpr Points kLineOne = kPageHeight - 44;
    constexpr Points kLineTwo = kPageHeight - 32;
    Stroke(kLeft, kLineOne - 12, kPageWidth - kRight, 0.7);
    Text(kLeft, kLineOne, Style::kRegular, kSize, input_.footer);
    std::string page = absl::StrReplaceAll(
        input_.words.page, {{"{page}", absl::StrCat(number)}, {"{pages}", absl::StrCat(count)}});
    Text(kPageWidth - kRight - faces_.Width(page, Style::kRegular, kSize), kLineOne,
         Style::kRegular, kSize, page);
    std::string label = absl::StrCat(input_.words.hash, ": ");
    Text(kLeft, kLineTwo, Style::kRegular, kSize, label);
    Text(kLeft + faces_.Width(label, Style::kRegular, kSize), kLineTwo, Style::kMono, kHashSize,
         input_.document_sha256);
  }

  const PrintInput& input_;
  const Faces& faces_;
  cairo_surface_t* surface_;
  cairo_t* cairo_;
};

}  // namespace

Printer::Printer(std::unique_ptr<const Fonts> fonts) : fonts_(std::move(fonts)) {}
Printer::~Printer() = default;

absl::StatusOr<std::unique_ptr<const Printer>> Printer::Create(const std::string& folder) {
  auto fonts = std::make_unique<Fonts>();
  for (int i = 0; i < kStyles; ++i) {
    std::string path = absl::StrCat(folder, "/", kFiles[i]);
    std::ifstream file(path, std::ios::binary);
    if (!file) {
      return MakeError({.code = absl::StatusCode::kNotFound,
                        .reason = "FONT_MISSING",
                        .message = absl::StrCat("no font at ", path, "; install fonts-liberation"),
                        .metadata = {{"path", path}}});
    }
    fonts->bytes[static_cast<std::size_t>(i)].assign(std::istreambuf_iterator<char>(file), {});
  }
  return std::unique_ptr<const Printer>(new Printer(std::move(fonts)));
}

absl::StatusOr<Printed> Printer::Print(const PrintInput& input) const {
  Faces faces;
  RETURN_IF_ERROR(faces.Open(fonts_->bytes));
  std::vector<Page> pages = Typeset(input, faces);
  Printed printed;
  printed.page_count = static_cast<int>(pages.size());
  Canvas canvas(input, faces, printed.pdf);
  int number = 0;
  for (const Page& page : pages) canvas.Draw(page, ++number, printed.page_count);
  RETURN_IF_ERROR(canvas.Finish());
  return printed;
}

}  // namespace interim::contracting::print
