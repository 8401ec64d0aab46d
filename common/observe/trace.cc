#include "common/observe/trace.h"

#include <cstddef>
#include <cstdint>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace interim {
namespace {

constexpr std::size_t kMaxStateBytes = 512;
constexpr std::uint64_t kSampleOneIn = 100;

// Trace ids need to differ, not to be secret: one seeded engine per thread is quick.
std::uint64_t Chance() {
  thread_local std::mt19937_64 engine([] {
    std::random_device source;
    return (static_cast<std::uint64_t>(source()) << 32) ^ source();
  }());
  return engine();
}

std::string NonZeroHex() {
  std::uint64_t value = 0;
  while (value == 0) value = Chance();
  return absl::StrFormat("%016x", value);
}

bool IsLowerHex(absl::string_view text) {
  for (char c : text) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

bool IsId(absl::string_view text) {
  return IsLowerHex(text) && text.find_first_not_of('0') != absl::string_view::npos;
}

std::string CheckedState(absl::string_view state) {
  if (state.size() > kMaxStateBytes) return "";
  for (char c : state) {
    if (c < 0x20 || c > 0x7E) return "";
  }
  return std::string(state);
}

}  // namespace

std::string TraceContext::ToTraceparent() const {
  return absl::StrCat("00-", trace_id, "-", span_id, sampled ? "-01" : "-00");
}

std::optional<TraceContext> ParseTraceparent(absl::string_view traceparent,
                                             absl::string_view tracestate) {
  constexpr std::size_t kSize = 55;  // 2-32-16-2 with dashes
  if (traceparent.size() < kSize) return std::nullopt;
  const absl::string_view version = traceparent.substr(0, 2);
  // Version ff is not allowed; later versions may be longer, after another dash.
  if (!IsLowerHex(version) || version == "ff") return std::nullopt;
  if (version == "00" && traceparent.size() != kSize) return std::nullopt;
  if (traceparent.size() > kSize && traceparent[kSize] != '-') return std::nullopt;
  if (traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-') {
    return std::nullopt;
  }
  const absl::string_view trace_id = traceparent.substr(3, 32);
  const absl::string_view span_id = traceparent.substr(36, 16);
  const absl::string_view flags = traceparent.substr(53, 2);
  if (!IsId(trace_id) || !IsId(span_id) || !IsLowerHex(flags)) return std::nullopt;
  const char low = flags[1];
  const int bits = low <= '9' ? low - '0' : low - 'a' + 10;
  return TraceContext{std::string(trace_id), std::string(span_id), (bits & 1) != 0,
                      CheckedState(tracestate)};
}

TraceContext ChildSpan(const TraceContext& parent) {
  TraceContext child = parent;
  child.span_id = NonZeroHex();
  return child;
}

TraceContext StartSpan(absl::string_view traceparent, absl::string_view tracestate) {
  if (!traceparent.empty()) {
    std::optional<TraceContext> parent = ParseTraceparent(traceparent, tracestate);
    if (parent.has_value()) return ChildSpan(*parent);
  }
  return TraceContext{absl::StrCat(NonZeroHex(), NonZeroHex()), NonZeroHex(),
                      Chance() % kSampleOneIn == 0, ""};
}

}  // namespace interim
