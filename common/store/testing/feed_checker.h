// The six rules of a change feed, checked over what watchers saw: ordered, unique, atomic,
// reliable, resumable, bookmarkable.
#ifndef INTERIM_COMMON_STORE_TESTING_FEED_CHECKER_H_
#define INTERIM_COMMON_STORE_TESTING_FEED_CHECKER_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/store/store.h"

namespace interim::store::testing {

// Collects what one watcher saw, in its order. One thread at a time.
class Watch {
 public:
  // The watcher starts, or starts again, after this sequence.
  void Resume(std::int64_t after);
  // The watcher was told that everything up to this sequence has been delivered.
  void Bookmark(std::int64_t sequence);
  void See(const Event& event);

  // The rules broken so far, "reliable: ..." and the like.
  const std::vector<std::string>& violations() const { return violations_; }
  const std::vector<Event>& events() const { return events_; }
  std::int64_t last() const { return last_; }

 private:
  void Break(const std::string& rule, std::int64_t sequence);

  std::int64_t last_ = 0;
  std::int64_t bookmark_ = 0;
  bool just_resumed_ = true;
  std::set<std::int64_t> seen_;
  std::vector<Event> events_;
  std::vector<std::string> violations_;
};

// What a writer was told: the commit at this sequence wrote these records.
struct Acknowledged {
  std::int64_t sequence = 0;
  std::set<std::string> ids;
};

// Compares a watcher with the whole feed as it stands at the end, and the feed with what writers
// were told. Linear in the number of events (times the logarithm for look-ups).
//   returns  everything broken; empty when all six rules hold
std::vector<std::string> CheckFeed(const Watch& watch, const std::vector<FeedEntry>& feed,
                                   const std::vector<Acknowledged>& acknowledged);

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_TESTING_FEED_CHECKER_H_
