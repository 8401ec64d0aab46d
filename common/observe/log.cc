#include "common/observe/log.h"

#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <random>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/core/error.h"
#include "common/core/mutex.h"

namespace interim {
namespace {

constexpr std::size_t kMaxValueBytes = 1024;

std::atomic<LogLevel> g_level{LogLevel::kInfo};
thread_local const LogContext* t_context = nullptr;

struct Sink {
  Mutex mutex;
  std::function<void(absl::string_view)> take ABSL_GUARDED_BY(mutex);
};
Sink& TheSink() {
  static Sink& sink = *new Sink;  // never destroyed: threads may log until the very end
  return sink;
}

absl::string_view LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
    case LogLevel::kOff:
      break;
  }
  return "error";
}

// Length of the UTF-8 sequence at `at`, 0 when it is not well-formed.
std::size_t Utf8Length(absl::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || first > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  }
  const unsigned second = byte(at + 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool outside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || outside ? 0 : length;
}

void AppendEscape(unsigned char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    default:
      absl::StrAppendFormat(&out, "\\u%04x", c);
  }
}

void AppendJsonString(absl::string_view text, std::string& out) {
  const bool cut = text.size() > kMaxValueBytes;
  if (cut) text = text.substr(0, kMaxValueBytes);
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F) {
      AppendEscape(c, out);
      ++i;
      continue;
    }
    const std::size_t length = Utf8Length(text, i);
    if (length == 0) {
      out += "\xEF\xBF\xBD";  // U+FFFD
      ++i;
      continue;
    }
    out.append(text.data() + i, length);
    i += length;
  }
  if (cut) out += "...";
  out += '"';
}

void AppendValue(const LogField& field, std::string& out) {
  if (const auto* text = std::get_if<absl::string_view>(&field.value)) {
    AppendJsonString(*text, out);
  } else if (const auto* flag = std::get_if<bool>(&field.value)) {
    out += *flag ? "true" : "false";
  } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    absl::StrAppend(&out, *number);
  } else if (const auto* length = std::get_if<absl::Duration>(&field.value)) {
    const std::int64_t micros = absl::ToInt64Microseconds(*length);
    const std::int64_t size = micros < 0 ? -micros : micros;
    absl::StrAppendFormat(&out, "%s%d.%03d", micros < 0 ? "-" : "", size / 1000, size % 1000);
  } else {
    const absl::Status& status = **std::get_if<const absl::Status*>(&field.value);
    const std::string reason = ReasonOf(status);
    AppendJsonString(
        absl::StrCat(absl::StatusCodeToString(status.code()), reason.empty() ? "" : " ", reason),
        out);
  }
}

void AppendField(absl::string_view key, absl::string_view value, std::string& out) {
  if (value.empty()) return;
  absl::StrAppend(&out, ",\"", key, "\":");
  AppendJsonString(value, out);
}

// One write per line, so that lines of many threads and processes do not mix.
void WriteLine(std::string line) {
  Sink& sink = TheSink();
  {
    MutexLock lock(sink.mutex);
    if (sink.take) {
      sink.take(line);
      return;
    }
  }
  line += '\n';
  std::size_t done = 0;
  while (done < line.size()) {
    const ssize_t wrote = ::write(STDOUT_FILENO, line.data() + done, line.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return;  // nobody reads the log; there is nowhere to say so
    done += static_cast<std::size_t>(wrote);
  }
}

const std::array<unsigned char, 16>& ProcessSalt() {
  static const std::array<unsigned char, 16> salt = [] {
    std::array<unsigned char, 16> made;
    std::random_device source;
    for (unsigned char& byte : made) byte = static_cast<unsigned char>(source());
    return made;
  }();
  return salt;
}

}  // namespace

LogLevel ParseLogLevel(absl::string_view text) {
  for (LogLevel level : {LogLevel::kDebug, LogLevel::kWarning, LogLevel::kError}) {
    if (text == LevelName(level)) return level;
  }
  return text == "off" ? LogLevel::kOff : LogLevel::kInfo;
}

ScopedLogContext::ScopedLogContext(const LogContext& context) : previous_(t_context) {
  t_context = &context;
}
ScopedLogContext::~ScopedLogContext() { t_context = previous_; }

void SetLogLevel(LogLevel level) { g_level.store(level, std::memory_order_relaxed); }

bool LogEnabled(LogLevel level) { return level >= g_level.load(std::memory_order_relaxed); }

void SetLogSink(std::function<void(absl::string_view)> sink) {
  MutexLock lock(TheSink().mutex);
  TheSink().take = std::move(sink);
}

std::string LogPseudonym(absl::string_view subject) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  std::string input(reinterpret_cast<const char*>(ProcessSalt().data()), ProcessSalt().size());
  absl::StrAppend(&input, subject);
  EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest.data()), 6));
}

void WriteLog(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields) {
  std::string line;
  line.reserve(256);
  absl::StrAppend(&line, "{\"time\":\"",
                  absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone()),
                  "\",\"level\":\"", LevelName(level), "\",\"event\":");
  AppendJsonString(event, line);
  if (t_context != nullptr) {
    AppendField("trace_id", t_context->trace_id, line);
    AppendField("request_id", t_context->request_id, line);
    AppendField("tenant", t_context->tenant, line);
  }
  for (const LogField& field : fields) {
    line += ',';
    AppendJsonString(field.key, line);
    line += ':';
    AppendValue(field, line);
  }
  line += '}';
  WriteLine(std::move(line));
}

}  // namespace interim
