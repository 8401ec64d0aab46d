#include "common/session/feed.h"

#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/core/mutex.h"
#include "common/core/status_macros.h"
#include "common/session/errors.h"
#include "common/session/limits.h"

namespace interim::session {
namespace {

using std::chrono::steady_clock;

// A new watcher is followed after at most this long; also the pause while Redis is away.
constexpr absl::Duration kBlock = absl::Milliseconds(200);
// A session that vanished leaves no event in its feed, so each is looked at this often.
constexpr std::chrono::seconds kLookEvery{5};
constexpr absl::Duration kLookBudget = absl::Milliseconds(100);

}  // namespace

struct SessionFeed::Watched {
  Watched(const TenantId& t, absl::string_view i) : tenant(t), id(i) {}

  const TenantId tenant;
  const std::string id;
  std::string key;    // of the feed
  std::string start;  // id in the feed from where to read
  v1::Session first;
  // Used by the feed's thread alone after the start.
  std::int64_t version = 0;
  steady_clock::time_point looked;
  bool over = false;

  Mutex mutex;
  std::optional<FeedUpdate> pending ABSL_GUARDED_BY(mutex);
};

struct SessionFeed::Impl {
  Impl(redis::Client& r, Sessions& s) : redis(r), sessions(s) {}

  // The sessions still watched, by feed key; forgets the others.
  struct Group {
    std::string after;  // last id seen in the feed
    std::vector<std::shared_ptr<Watched>> watched;
  };
  using Groups = absl::flat_hash_map<std::string, Group>;

  void Run();
  bool Collect(Groups& groups);
  // One XREAD over all feeds; false when Redis does not answer.
  bool Read(Groups& groups);
  void Look(Watched& watched, bool ended);
  void Tell(Watched& watched, FeedUpdate update);

  redis::Client& redis;
  Sessions& sessions;
  Mutex mutex;
  CondVar changed;
  bool stop ABSL_GUARDED_BY(mutex) = false;
  std::vector<std::weak_ptr<Watched>> subscribed ABSL_GUARDED_BY(mutex);
  std::thread thread;
};

const v1::Session& SessionFeed::Subscription::first() const { return watched_->first; }

std::optional<FeedUpdate> SessionFeed::Subscription::Take() {
  MutexLock lock(watched_->mutex);
  return std::exchange(watched_->pending, std::nullopt);
}

void SessionFeed::Impl::Tell(Watched& watched, FeedUpdate update) {
  watched.over = update.kind != FeedUpdate::Kind::kChanged;
  MutexLock lock(watched.mutex);
  watched.pending = std::move(update);
}

void SessionFeed::Impl::Look(Watched& watched, bool ended) {
  if (watched.over) return;
  if (ended) return Tell(watched, {.kind = FeedUpdate::Kind::kEnded});
  absl::StatusOr<v1::Session> now =
      sessions.Get(watched.tenant, watched.id, kLookBudget, Sessions::Use::kLook);
  if (absl::IsUnavailable(now.status())) return;  // looked at again soon
  watched.looked = steady_clock::now();
  if (!now.ok() || now->epoch() != watched.first.epoch() || now->version() < watched.version) {
    return Tell(watched, {.kind = FeedUpdate::Kind::kLost});
  }
  if (now->version() == watched.version) return;
  watched.version = now->version();
  Tell(watched, {.kind = FeedUpdate::Kind::kChanged, .session = *std::move(now)});
}

bool SessionFeed::Impl::Collect(Groups& groups) {
  for (auto& [key, group] : groups) group.watched.clear();
  {
    MutexLock lock(mutex);
    while (!stop && subscribed.empty()) changed.Wait(mutex);
    if (stop) return false;
    std::vector<std::weak_ptr<Watched>> alive;
    for (std::weak_ptr<Watched>& weak : subscribed) {
      std::shared_ptr<Watched> watched = weak.lock();
      if (watched == nullptr) continue;
      alive.push_back(std::move(weak));
      Group& group = groups[watched->key];
      if (group.after.empty()) group.after = watched->start;
      group.watched.push_back(std::move(watched));
    }
    subscribed.swap(alive);
  }
  for (auto it = groups.begin(); it != groups.end();) {
    if (it->second.watched.empty()) {
      groups.erase(it++);
    } else {
      ++it;
    }
  }
  return true;
}

bool SessionFeed::Impl::Read(Groups& groups) {
  const std::string block = absl::StrCat(absl::ToInt64Milliseconds(kBlock));
  std::vector<absl::string_view> args = {"XREAD", "BLOCK", block, "STREAMS"};
  for (const auto& [key, group] : groups) args.push_back(key);
  for (const auto& [key, group] : groups) args.push_back(group.after);
  const absl::StatusOr<redis::Reply> reply = redis.Blocking(args, kBlock);
  if (!reply.ok()) return false;
  for (std::size_t s = 0; s < reply->size(); ++s) {
    const redis::ReplyView stream = reply->at(s);
    const auto found = groups.find(stream[0].text());
    if (found == groups.end()) continue;
    bool ended = false;
    for (std::size_t e = 0; e < stream[1].size(); ++e) {
      const redis::ReplyView entry = stream[1][e];
      found->second.after = std::string(entry[0].text());
      ended = ended || entry[1][1].text() == "ended";  // the first field is the kind
    }
    for (const auto& watched : found->second.watched) Look(*watched, ended);
  }
  return true;
}

void SessionFeed::Impl::Run() {
  Groups groups;
  bool look_at_all = false;
  while (Collect(groups)) {
    if (groups.empty()) continue;
    if (!Read(groups)) {
      look_at_all = true;
      MutexLock lock(mutex);
      if (!stop) changed.WaitFor(mutex, kBlock);
      continue;
    }
    const auto now = steady_clock::now();
    for (auto& [key, group] : groups) {
      for (const auto& watched : group.watched) {
        if (look_at_all || now - watched->looked >= kLookEvery) Look(*watched, false);
      }
    }
    look_at_all = false;
  }
}

SessionFeed::SessionFeed(redis::Client& redis, Sessions& sessions)
    : impl_(std::make_unique<Impl>(redis, sessions)) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->Run(); });
}

SessionFeed::~SessionFeed() {
  {
    MutexLock lock(impl_->mutex);
    impl_->stop = true;
  }
  impl_->changed.SignalAll();
  impl_->thread.join();
}

absl::StatusOr<std::unique_ptr<SessionFeed::Subscription>> SessionFeed::Subscribe(
    const TenantId& tenant, absl::string_view id, absl::Duration budget) {
  auto watched = std::make_shared<Watched>(tenant, id);
  watched->key = impl_->sessions.FeedKeyOf(tenant, id);
  // First the place in the feed, then the state: what comes in between is seen twice, never missed.
  const absl::StatusOr<redis::Reply> latest =
      impl_->redis.Command({"XREVRANGE", watched->key, "+", "-", "COUNT", "1"}, budget);
  if (!latest.ok()) return SessionUnavailable(latest.status());
  const absl::string_view place = latest->at(0)[0].text();
  watched->start = place.empty() ? "0" : std::string(place);
  ASSIGN_OR_RETURN(watched->first, impl_->sessions.Get(tenant, id, budget, Sessions::Use::kLook));
  watched->version = watched->first.version();
  watched->looked = steady_clock::now();
  {
    MutexLock lock(impl_->mutex);
    if (impl_->subscribed.size() >= static_cast<std::size_t>(kMaxWatches)) return TooManyWatches();
    impl_->subscribed.push_back(watched);
  }
  impl_->changed.SignalAll();
  return std::make_unique<Subscription>(std::move(watched));
}

}  // namespace interim::session
