// W3C trace context (https://www.w3.org/TR/trace-context/): read, check, pass on.
#ifndef INTERIM_COMMON_OBSERVE_TRACE_H_
#define INTERIM_COMMON_OBSERVE_TRACE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace interim {

// Where a call stands in a trace.
struct TraceContext {
  std::string trace_id;  // 32 lower-case hexadecimal digits, not all zero
  std::string span_id;   // 16 of them, not all zero
  bool sampled = false;
  std::string state;  // `tracestate` as received, "" when absent or not acceptable

  // The `traceparent` header to send on: "00-<trace>-<span>-01".
  std::string ToTraceparent() const;
};

// Reads a `traceparent`; nothing when it is malformed. `tracestate` above 512 bytes or with control
// characters is dropped.
std::optional<TraceContext> ParseTraceparent(absl::string_view traceparent,
                                             absl::string_view tracestate = "");

// The span of a call that came with these headers: the caller's trace with a new span id, or a new
// trace (1 in 100 sampled) when there was none. Ids are quick random numbers, not secrets.
TraceContext StartSpan(absl::string_view traceparent, absl::string_view tracestate = "");
// A new span in the same trace.
TraceContext ChildSpan(const TraceContext& parent);

}  // namespace interim

#endif  // INTERIM_COMMON_OBSERVE_TRACE_H_
