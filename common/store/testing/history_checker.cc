#include "common/store/testing/history_checker.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/store/event_chain.h"

namespace interim::store::testing {
namespace {

// State of one group while its events are replayed.
struct Group {
  std::int64_t limit = 0, a = 0, b = 0;
  std::int64_t used = 0, children = 0;
  std::string list;
};

class Replay {
 public:
  explicit Replay(const HistoryRecord& record) : record_(record) {}

  void Play(const FeedEntry& entry) {
    sequence_ = entry.event.sequence;
    Apply(entry.event.what.resource, entry.event.record_version, *entry.payload);
    for (std::size_t i = 0; i < entry.event.others.size(); ++i) {
      Apply(entry.event.others[i].id, entry.event.others[i].version, entry.other_payloads[i]);
    }
    for (const auto& [name, group] : groups_) {
      if (!absl::StartsWith(entry.event.what.resource, name)) continue;
      if (group.a + group.b > group.limit) {
        Break(absl::StrCat("write skew: a + b = ", group.a + group.b, " above ", group.limit));
      }
      if (group.used != group.children) {
        Break(absl::StrCat("root says ", group.used, ", children sum to ", group.children));
      }
    }
    acknowledged_left_.erase(sequence_);
  }

  std::vector<std::string> Finish() {
    std::set<std::string> found;
    for (const auto& [name, group] : groups_) {
      for (absl::string_view number : absl::StrSplit(group.list, ',', absl::SkipEmpty())) {
        if (!found.insert(std::string(number)).second) {
          Break(absl::StrCat("appended twice: ", number));
        }
      }
    }
    for (const std::string& number : record_.acknowledged) {
      if (found.count(number) == 0) Break(absl::StrCat("acknowledged and lost: ", number));
    }
    for (const std::string& number : record_.refused) {
      if (found.count(number) != 0) Break(absl::StrCat("refused and yet there: ", number));
    }
    for (std::int64_t sequence : acknowledged_left_) {
      Break(absl::StrCat("acknowledged commit is not in the feed: ", sequence));
    }
    return std::move(broken_);
  }

 private:
  void Apply(const std::string& id, std::int64_t version, const Payload& payload) {
    std::int64_t& known = versions_[id];
    if (version != known + 1) Break(absl::StrCat(id, " goes from ", known, " to ", version));
    known = version;
    const std::vector<std::string> parts = absl::StrSplit(id, '/');
    Group& group = groups_[absl::StrCat(parts[0], "/", parts[1])];
    const std::string& kind = parts[2];
    if (kind == "lists") {
      const std::string start = group.list.empty() ? "" : group.list + ",";
      if (!absl::StartsWith(payload.bytes, start)) Break("a list lost what was appended before");
      group.list = payload.bytes;
      return;
    }
    const std::int64_t number = std::stoll(payload.bytes);
    if (kind == "limits") group.limit = number;
    if (kind == "sides") (parts[3] == "a" ? group.a : group.b) = number;
    if (kind == "roots") group.used = number;
    if (kind == "children") group.children += number;
  }

  void Break(const std::string& what) {
    broken_.push_back(absl::StrCat("event ", sequence_, ": ", what));
  }

  const HistoryRecord& record_;
  std::set<std::int64_t> acknowledged_left_ = record_.sequences;
  std::int64_t sequence_ = 0;
  std::map<std::string, Group> groups_;
  std::map<std::string, std::int64_t> versions_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> CheckHistory(Store& store, const TenantId& tenant,
                                      const HistoryRecord& record) {
  const absl::StatusOr<ChainReport> chain = VerifyStore(store, tenant);
  if (!chain.ok()) return {absl::StrCat("verify: ", chain.status().ToString())};
  if (!chain->intact) return {absl::StrCat("chain: ", chain->problem)};
  Replay replay(record);
  std::int64_t after = 0;
  while (true) {
    const absl::StatusOr<std::vector<FeedEntry>> entries =
        store.ReadFeed(tenant, after, 500, Store::Payloads::kWith);
    if (!entries.ok()) return {absl::StrCat("read: ", entries.status().ToString())};
    if (entries->empty()) return replay.Finish();
    for (const FeedEntry& entry : *entries) replay.Play(entry);
    after = entries->back().event.sequence;
  }
}

}  // namespace interim::store::testing
