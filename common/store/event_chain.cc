#include "common/store/event_chain.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/store/sha256.h"

namespace interim::store {
namespace {

constexpr char kEventPrefix = 0x02;
constexpr char kPayloadPrefix = 0x03;
constexpr char kFormat = 0x01;
constexpr int kReadLimit = 500;

void AppendBigEndian(std::uint64_t value, int bytes, std::string& out) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(value >> shift)));
  }
}

void AppendInteger(std::int64_t value, std::string& out) {
  AppendBigEndian(static_cast<std::uint64_t>(value), 8, out);
}

void AppendText(absl::string_view text, std::string& out) {
  AppendBigEndian(text.size(), 4, out);
  out.append(text.data(), text.size());
}

// First fault of one entry, or an empty text.
std::string FindFault(absl::string_view tenant, const FeedHead& before, const FeedEntry& entry) {
  const Event& event = entry.event;
  if (event.sequence != before.sequence + 1) {
    return absl::StrCat("event ", before.sequence + 1, " is missing; the feed goes on with ",
                        event.sequence);
  }
  if (event.previous_hash != before.hash) return "the event does not follow the one before it";
  if (event.hash != ComputeEventHash(tenant, event)) return "the event was changed";
  return "";
}

std::string FindPayloadFault(const Payload& payload, const std::string& hash,
                             std::int64_t& erased_count) {
  if (payload.erased) {
    ++erased_count;
    if (!payload.bytes.empty() || !payload.salt.empty()) return "an erased payload has content";
    return "";
  }
  if (ComputePayloadHash(payload.salt, payload.bytes) != hash) return "a payload was changed";
  return "";
}

std::string FindPayloadFaults(const FeedEntry& entry, std::int64_t& erased_count) {
  if (!entry.payload) return "the payload is missing";
  std::string fault = FindPayloadFault(*entry.payload, entry.event.payload_hash, erased_count);
  if (!fault.empty()) return fault;
  if (entry.other_payloads.size() != entry.event.others.size()) {
    return "a payload of another record is missing";
  }
  for (std::size_t i = 0; i < entry.other_payloads.size(); ++i) {
    fault =
        FindPayloadFault(entry.other_payloads[i], entry.event.others[i].payload_hash, erased_count);
    if (!fault.empty()) return fault;
  }
  return "";
}

std::string FindHeadFault(const FeedHead& head, const FeedHead& expected) {
  if (head.sequence < expected.sequence) {
    return absl::StrCat("the end of the chain is cut off; it must reach ", expected.sequence);
  }
  if (head.sequence == expected.sequence && head.hash != expected.hash) {
    return "the last event is not the one that was recorded";
  }
  return "";
}

}  // namespace

const std::string& GenesisHash() {
  static const std::string& zero = *new std::string(kSha256Bytes, '\0');
  return zero;
}

std::string ComputePayloadHash(absl::string_view salt, absl::string_view bytes) {
  return Sha256({absl::string_view(&kPayloadPrefix, 1), salt, bytes});
}

std::string EncodeEvent(absl::string_view tenant, const Event& event) {
  std::string out;
  out.reserve(512);
  out.push_back(kFormat);
  AppendText(tenant, out);
  AppendInteger(event.sequence, out);
  AppendText(event.what.type, out);
  AppendText(event.what.resource, out);
  AppendText(event.what.actor, out);
  AppendText(event.what.method, out);
  AppendText(event.what.reason, out);
  AppendText(event.what.rules, out);
  AppendText(event.what.request_id, out);
  AppendText(event.what.trace_id, out);
  AppendInteger(event.record_version, out);
  AppendInteger(absl::ToUnixMicros(event.time), out);
  AppendText(event.payload_hash, out);
  AppendBigEndian(event.others.size(), 4, out);
  for (const OtherWrite& other : event.others) {
    AppendText(other.id, out);
    AppendInteger(other.version, out);
    AppendText(other.payload_hash, out);
  }
  return out;
}

std::string ComputeEventHash(absl::string_view tenant, const Event& event) {
  return Sha256(
      {absl::string_view(&kEventPrefix, 1), event.previous_hash, EncodeEvent(tenant, event)});
}

absl::StatusOr<ChainReport> VerifyChain(absl::string_view tenant, const FeedReader& read,
                                        const std::optional<FeedHead>& expected) {
  ChainReport report;
  report.head.hash = GenesisHash();
  auto fail = [&report](std::int64_t sequence, std::string problem) {
    report.bad_sequence = sequence;
    report.problem = std::move(problem);
    return report;
  };
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<FeedEntry> entries, read(report.head.sequence, kReadLimit));
    if (entries.empty()) break;
    for (const FeedEntry& entry : entries) {
      const std::int64_t at = report.head.sequence + 1;
      std::string fault = FindFault(tenant, report.head, entry);
      if (fault.empty()) fault = FindPayloadFaults(entry, report.erased_count);
      if (!fault.empty()) return fail(at, std::move(fault));
      report.head = {.sequence = at, .hash = entry.event.hash};
      ++report.event_count;
      if (expected && at == expected->sequence && entry.event.hash != expected->hash) {
        return fail(at, FindHeadFault(report.head, *expected));
      }
    }
  }
  if (expected) {
    std::string fault = FindHeadFault(report.head, *expected);
    if (!fault.empty()) return fail(report.head.sequence + 1, std::move(fault));
  }
  report.intact = true;
  return report;
}

absl::StatusOr<ChainReport> VerifyStore(Store& store, const TenantId& tenant) {
  ASSIGN_OR_RETURN(const FeedHead head, store.GetFeedHead(tenant));
  return VerifyChain(
      tenant.value(),
      [&store, &tenant](std::int64_t after, int limit) {
        return store.ReadFeed(tenant, after, limit, Store::Payloads::kWith);
      },
      head);
}

}  // namespace interim::store
