#include "common/rpc/strict_json.h"

#include <cstddef>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/core/status_macros.h"

namespace interim::rpc {
namespace {

constexpr int kMaxDepth = 16;

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

void AppendUtf8(std::uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

  absl::StatusOr<JsonValue> All() {
    JsonValue value;
    SkipSpace();
    RETURN_IF_ERROR(Value(0, value));
    SkipSpace();
    if (at_ != text_.size()) return Wrong("bytes after the end");
    return value;
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void SkipSpace() {
    while (Peek() == ' ' || Peek() == '\t' || Peek() == '\n' || Peek() == '\r') ++at_;
  }

  absl::Status Value(int depth, JsonValue& out) {
    if (depth > kMaxDepth) return Wrong("nested too deeply");
    switch (Peek()) {
      case '{':
        return Object(depth, out);
      case '[':
        return Array(depth, out);
      case '"':
        out.kind = JsonValue::Kind::kString;
        return String(out.text);
      case 't':
        out.flag = true;
        return Word("true", JsonValue::Kind::kBool, out);
      case 'f':
        return Word("false", JsonValue::Kind::kBool, out);
      case 'n':
        return Word("null", JsonValue::Kind::kNull, out);
      default:
        return Number(out);
    }
  }

  absl::Status Word(absl::string_view word, JsonValue::Kind kind, JsonValue& out) {
    if (text_.substr(at_, word.size()) != word) return Wrong("unknown word");
    at_ += word.size();
    out.kind = kind;
    return absl::OkStatus();
  }

  absl::Status Object(int depth, JsonValue& out) {
    out.kind = JsonValue::Kind::kObject;
    Take('{');
    SkipSpace();
    if (Take('}')) return absl::OkStatus();
    while (true) {
      SkipSpace();
      std::string name;
      RETURN_IF_ERROR(String(name));
      if (out.Find(name) != nullptr) return Wrong(absl::StrCat("duplicate name ", name));
      SkipSpace();
      if (!Take(':')) return Wrong("a colon is missing");
      SkipSpace();
      JsonValue value;
      RETURN_IF_ERROR(Value(depth + 1, value));
      out.members.emplace_back(std::move(name), std::move(value));
      SkipSpace();
      if (Take('}')) return absl::OkStatus();
      if (!Take(',')) return Wrong("an object is not closed");
    }
  }

  absl::Status Array(int depth, JsonValue& out) {
    out.kind = JsonValue::Kind::kArray;
    Take('[');
    SkipSpace();
    if (Take(']')) return absl::OkStatus();
    while (true) {
      SkipSpace();
      out.items.emplace_back();
      RETURN_IF_ERROR(Value(depth + 1, out.items.back()));
      SkipSpace();
      if (Take(']')) return absl::OkStatus();
      if (!Take(',')) return Wrong("an array is not closed");
    }
  }

  absl::Status Number(JsonValue& out) {
    const std::size_t start = at_;
    Take('-');
    if (!IsDigit(Peek())) return Wrong("a value is missing");
    if (!Take('0')) Digits();
    if (Take('.')) {
      if (!IsDigit(Peek())) return Wrong("bad number");
      Digits();
    }
    if (Take('e') || Take('E')) {
      if (!Take('+')) Take('-');
      if (!IsDigit(Peek())) return Wrong("bad number");
      Digits();
    }
    out.kind = JsonValue::Kind::kNumber;
    out.text = std::string(text_.substr(start, at_ - start));
    return absl::OkStatus();
  }
  void Digits() {
    while (IsDigit(Peek())) ++at_;
  }

  absl::Status String(std::string& out) {
    if (!Take('"')) return Wrong("a string is missing");
    while (at_ < text_.size()) {
      const unsigned char c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') {
        ++at_;
        return absl::OkStatus();
      }
      if (c < 0x20) return Wrong("control character in a string");
      if (c == '\\') {
        RETURN_IF_ERROR(Escape(out));
      } else if (c < 0x80) {
        out += static_cast<char>(c);
        ++at_;
      } else {
        RETURN_IF_ERROR(Utf8(out));
      }
    }
    return Wrong("a string is not closed");
  }

  absl::Status Escape(std::string& out) {
    static constexpr absl::string_view kFrom = "\"\\/bfnrt";
    static constexpr absl::string_view kTo = "\"\\/\b\f\n\r\t";
    ++at_;
    const char c = Peek();
    const std::size_t index = kFrom.find(c);
    if (at_ < text_.size() && index != absl::string_view::npos) {
      out += kTo[index];
      ++at_;
      return absl::OkStatus();
    }
    std::uint32_t code = 0;
    if (!Take('u') || !Hex4(code)) return Wrong("bad escape");
    if (code >= 0xDC00 && code <= 0xDFFF) return Wrong("lone surrogate");
    if (code >= 0xD800 && code <= 0xDBFF) {
      std::uint32_t low = 0;
      if (!Take('\\') || !Take('u') || !Hex4(low) || low < 0xDC00 || low > 0xDFFF) {
        return Wrong("lone surrogate");
      }
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendUtf8(code, out);
    return absl::OkStatus();
  }

  bool Hex4(std::uint32_t& code) {
    code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = Peek();
      if (IsDigit(c)) {
        code = code * 16 + static_cast<std::uint32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        code = code * 16 + static_cast<std::uint32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        code = code * 16 + static_cast<std::uint32_t>(c - 'A' + 10);
      } else {
        return false;
      }
    }
    return true;
  }

  // One sequence of two to four bytes.
  absl::Status Utf8(std::string& out) {
    const auto byte = [this](std::size_t i) -> std::uint32_t {
      return at_ + i < text_.size() ? static_cast<unsigned char>(text_[at_ + i]) : 0U;
    };
    const std::uint32_t first = byte(0);
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4) return Wrong("bad UTF-8");
    std::uint32_t code = first & (0x7F >> length);
    for (std::size_t i = 1; i < length; ++i) {
      if ((byte(i) & 0xC0) != 0x80) return Wrong("bad UTF-8");
      code = (code << 6) | (byte(i) & 0x3F);
    }
    const std::uint32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      return Wrong("bad UTF-8");
    }
    out.append(text_.data() + at_, length);
    at_ += length;
    return absl::OkStatus();
  }

  absl::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const JsonValue* JsonValue::Find(absl::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::optional<std::int64_t> JsonValue::Integer() const {
  std::int64_t value = 0;
  if (kind != Kind::kNumber || text.find_first_of(".eE") != std::string::npos ||
      !absl::SimpleAtoi(text, &value)) {
    return std::nullopt;
  }
  return value;
}

absl::StatusOr<JsonValue> ParseStrictJson(absl::string_view text) { return Parser(text).All(); }

std::string JsonQuote(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

}  // namespace interim::rpc
