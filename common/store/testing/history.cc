#include "common/store/testing/history.h"

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/mutex.h"
#include "common/store/store_errors.h"
#include "common/store/testing/history_checker.h"
#include "common/store/testing/store_fixtures.h"

namespace interim::store::testing {
namespace {

constexpr std::int64_t kStartLimit = 10;

// What all clients share.
struct Shared {
  Store& store;
  const TenantId& tenant;
  HistoryOptions options;
  Mutex mutex;
  HistoryReport report ABSL_GUARDED_BY(mutex);
  HistoryRecord record ABSL_GUARDED_BY(mutex);
};

class Client {
 public:
  Client(Shared& shared, int number)
      : shared_(shared),
        number_(number),
        random_(shared.options.seed * 1000003 + static_cast<std::uint64_t>(number)) {}

  // Reads and decides; the commit follows by the next Step, so that others can come between.
  void Step() {
    if (pending_) {
      CommitPending();
    } else {
      Decide();
    }
  }
  bool done() const { return tries_ >= shared_.options.commits_per_client && !pending_; }

 private:
  struct Seen {
    std::string bytes;
    std::int64_t version = 0;
    std::int64_t number() const { return std::stoll(bytes); }
  };

  std::int64_t Pick(std::int64_t count) {
    return std::uniform_int_distribution<std::int64_t>(0, count - 1)(random_);
  }
  std::optional<Seen> Read(const std::string& id) {
    const absl::StatusOr<Record> record = shared_.store.Get(shared_.tenant, id);
    if (!record.ok()) return std::nullopt;
    return Seen{.bytes = record->bytes, .version = record->version};
  }

  void Decide() {
    ++tries_;
    const std::string group = absl::StrCat("groups/g", Pick(shared_.options.groups));
    switch (Pick(6)) {
      case 0:
      case 1:
        return DecideList(group);
      case 2:
      case 3:
        return DecidePair(group);
      case 4:
        return DecideLimit(group);
      default:
        return DecideRoot(group);
    }
  }

  void DecideList(const std::string& group) {
    const std::string id = group + "/lists/l";
    const std::optional<Seen> list = Read(id);
    if (!list) return;
    appended_ = absl::StrCat(number_, "-", tries_);
    const std::string longer =
        list->bytes.empty() ? *appended_ : absl::StrCat(list->bytes, ",", *appended_);
    pending_.emplace("list.appended");
    pending_->Put(id, list->version, longer);
  }

  void DecidePair(const std::string& group) {
    const std::optional<Seen> limit = Read(group + "/limits/l");
    const std::optional<Seen> a = Read(group + "/sides/a");
    const std::optional<Seen> b = Read(group + "/sides/b");
    if (!limit || !a || !b) return;
    const bool left = Pick(2) == 0;
    const Seen& mine = left ? *a : *b;
    const bool fits = a->number() + b->number() + 1 <= limit->number();
    if (!fits && mine.number() == 0) return;
    pending_.emplace("side.moved");
    pending_->Put(group + (left ? "/sides/a" : "/sides/b"), mine.version,
                  absl::StrCat(mine.number() + (fits ? 1 : -1)));
    pending_->Read(group + (left ? "/sides/b" : "/sides/a"), left ? b->version : a->version);
    pending_->Read(group + "/limits/l", limit->version);
  }

  void DecideLimit(const std::string& group) {
    const std::optional<Seen> limit = Read(group + "/limits/l");
    const std::optional<Seen> a = Read(group + "/sides/a");
    const std::optional<Seen> b = Read(group + "/sides/b");
    if (!limit || !a || !b) return;
    const std::int64_t used = a->number() + b->number();
    pending_.emplace("limit.moved");
    pending_->Put(group + "/limits/l", limit->version, absl::StrCat(used + Pick(4)));
    pending_->Read(group + "/sides/a", a->version).Read(group + "/sides/b", b->version);
  }

  void DecideRoot(const std::string& group) {
    const std::optional<Seen> root = Read(group + "/roots/r");
    if (!root) return;
    const std::int64_t amount = 1 + Pick(3);
    pending_.emplace("child.added");
    pending_->Put(group + "/roots/r", root->version, absl::StrCat(root->number() + amount));
    pending_->Put(absl::StrCat(group, "/children/c", number_, "-", tries_), 0,
                  absl::StrCat(amount));
  }

  void CommitPending() {
    const absl::StatusOr<CommitResult> result =
        shared_.store.Commit(shared_.tenant, pending_->transaction());
    MutexLock lock(shared_.mutex);
    if (result.ok()) {
      ++shared_.report.committed;
      if (appended_) shared_.record.acknowledged.insert(*appended_);
      shared_.record.sequences.insert(result->sequence);
    } else if (IsConflict(result.status())) {
      ++shared_.report.conflicts;
      if (appended_) shared_.record.refused.insert(*appended_);
    } else if (absl::IsUnavailable(result.status())) {
      ++shared_.report.unknown;
    } else {
      shared_.report.violations.push_back(absl::StrCat("commit: ", result.status().ToString()));
    }
    pending_.reset();
    appended_.reset();
  }

  Shared& shared_;
  const int number_;
  std::mt19937_64 random_;
  int tries_ = 0;
  std::optional<Draft> pending_;
  std::optional<std::string> appended_;
};

absl::Status CreateGroups(Shared& shared) {
  for (int i = 0; i < shared.options.groups; ++i) {
    const std::string group = absl::StrCat("groups/g", i);
    Draft draft("group.created");
    draft.Put(group + "/lists/l", 0, "")
        .Put(group + "/limits/l", 0, absl::StrCat(kStartLimit))
        .Put(group + "/sides/a", 0, "0")
        .Put(group + "/sides/b", 0, "0")
        .Put(group + "/roots/r", 0, "0");
    const absl::StatusOr<CommitResult> result =
        shared.store.Commit(shared.tenant, draft.transaction());
    if (!result.ok()) return result.status();
  }
  return absl::OkStatus();
}

void RunInterleaved(Shared& shared, std::vector<std::unique_ptr<Client>>& clients) {
  std::mt19937_64 random(shared.options.seed);
  std::vector<Client*> active;
  for (const std::unique_ptr<Client>& client : clients) active.push_back(client.get());
  while (!active.empty()) {
    const std::size_t next =
        std::uniform_int_distribution<std::size_t>(0, active.size() - 1)(random);
    active[next]->Step();
    if (active[next]->done()) active.erase(active.begin() + static_cast<std::ptrdiff_t>(next));
  }
}

void RunThreads(std::vector<std::unique_ptr<Client>>& clients) {
  std::vector<std::thread> threads;
  for (const std::unique_ptr<Client>& client : clients) {
    threads.emplace_back([&client] {
      while (!client->done()) client->Step();
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

HistoryReport RunHistory(Store& store, const TenantId& tenant, const HistoryOptions& options) {
  Shared shared{.store = store, .tenant = tenant, .options = options};
  const absl::Status created = CreateGroups(shared);
  if (!created.ok()) return {.violations = {absl::StrCat("create: ", created.ToString())}};
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < options.clients; ++i) {
    clients.push_back(std::make_unique<Client>(shared, i));
  }
  if (options.mode == HistoryOptions::Mode::kInterleaved) {
    RunInterleaved(shared, clients);
  } else {
    RunThreads(clients);
  }
  MutexLock lock(shared.mutex);
  for (const std::string& violation : CheckHistory(store, tenant, shared.record)) {
    shared.report.violations.push_back(absl::StrCat("seed ", options.seed, ": ", violation));
  }
  return shared.report;
}

}  // namespace interim::store::testing
