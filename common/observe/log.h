// Log lines: one JSON object a line on standard output. Fields, not prose; no personal data.
#ifndef INTERIM_COMMON_OBSERVE_LOG_H_
#define INTERIM_COMMON_OBSERVE_LOG_H_

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace interim {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

// "info" and so on, as in configuration; unknown text gives kInfo.
LogLevel ParseLogLevel(absl::string_view text);

// One field of a line. Borrows text for the length of the log call. Durations are written in
// milliseconds with three decimals, statuses as "CODE REASON" without their message.
struct LogField {
  LogField(absl::string_view k, absl::string_view v) : key(k), value(v) {}
  LogField(absl::string_view k, std::string_view v)
      : key(k), value(absl::string_view(v.data(), v.size())) {}
  LogField(absl::string_view k, const char* v) : key(k), value(absl::string_view(v)) {}
  LogField(absl::string_view k, const std::string& v) : key(k), value(absl::string_view(v)) {}
  LogField(absl::string_view k, bool v) : key(k), value(v) {}
  template <std::integral T>
  LogField(absl::string_view k, T v) : key(k), value(static_cast<std::int64_t>(v)) {}
  LogField(absl::string_view k, absl::Duration v) : key(k), value(v) {}
  LogField(absl::string_view k, const absl::Status& v) : key(k), value(&v) {}

  absl::string_view key;
  std::variant<absl::string_view, bool, std::int64_t, absl::Duration, const absl::Status*> value;
};

// What every line of one call carries. Empty members are left out.
struct LogContext {
  std::string trace_id;
  std::string request_id;
  std::string tenant;
};

// Puts a context on all lines of this thread until the end of the scope. Borrows `context`.
class ScopedLogContext {
 public:
  explicit ScopedLogContext(const LogContext& context);
  ~ScopedLogContext();
  ScopedLogContext(const ScopedLogContext&) = delete;
  ScopedLogContext& operator=(const ScopedLogContext&) = delete;

 private:
  const LogContext* previous_;
};

// Lines below this level are dropped. Process-wide, kInfo at start: a log is the one thing that
// every layer writes to and that has no meaning for any result, so it is not passed through
// constructors.
void SetLogLevel(LogLevel level);
bool LogEnabled(LogLevel level);
// Takes finished lines (without the line end) in place of standard output; an empty function puts
// it back. For tests; the sink is called under a lock and must not log.
void SetLogSink(std::function<void(absl::string_view line)> sink);

// A short stand-in for the id of a person: the same within one process, meaningless outside it.
std::string LogPseudonym(absl::string_view subject);

// Writes {"time":..,"level":..,"event":..,<context>,<fields>}. `event` in snake_case. Invalid UTF-8
// is replaced; values are cut at 1 KiB.
void WriteLog(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace interim

// LOG_INFO("contract_signed", {{"contract", id}, {"version", 3}});
#define INTERIM_LOG(level, ...)                \
  do {                                         \
    if (::interim::LogEnabled(level)) {        \
      ::interim::WriteLog(level, __VA_ARGS__); \
    }                                          \
  } while (false)
#define LOG_DEBUG(...) INTERIM_LOG(::interim::LogLevel::kDebug, __VA_ARGS__)
#define LOG_INFO(...) INTERIM_LOG(::interim::LogLevel::kInfo, __VA_ARGS__)
#define LOG_WARNING(...) INTERIM_LOG(::interim::LogLevel::kWarning, __VA_ARGS__)
#define LOG_ERROR(...) INTERIM_LOG(::interim::LogLevel::kError, __VA_ARGS__)

#endif  // INTERIM_COMMON_OBSERVE_LOG_H_
