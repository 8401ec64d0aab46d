#include "common/store/testing/feed_checker.h"

#include "absl/strings/str_cat.h"

namespace interim::store::testing {

void Watch::Resume(std::int64_t after) {
  last_ = after;
  just_resumed_ = true;
}

void Watch::Bookmark(std::int64_t sequence) {
  if (sequence > bookmark_) bookmark_ = sequence;
}

void Watch::See(const Event& event) {
  const std::int64_t sequence = event.sequence;
  if (sequence <= bookmark_) Break("bookmarkable", sequence);
  if (!seen_.insert(sequence).second) Break("unique", sequence);
  if (sequence <= last_) Break("ordered", sequence);
  if (sequence > last_ + 1) Break(just_resumed_ ? "resumable" : "reliable", sequence);
  just_resumed_ = false;
  last_ = sequence;
  events_.push_back(event);
}

void Watch::Break(const std::string& rule, std::int64_t sequence) {
  violations_.push_back(absl::StrCat(rule, ": event ", sequence, " after ", last_));
}

std::vector<std::string> CheckFeed(const Watch& watch, const std::vector<FeedEntry>& feed,
                                   const std::vector<Acknowledged>& acknowledged) {
  std::vector<std::string> broken = watch.violations();
  const auto count = static_cast<std::int64_t>(feed.size());
  for (const Event& event : watch.events()) {
    if (event.sequence < 1 || event.sequence > count) {
      broken.push_back(absl::StrCat("reliable: event ", event.sequence, " is not in the feed"));
    } else if (feed[static_cast<std::size_t>(event.sequence) - 1].event.hash != event.hash) {
      broken.push_back(absl::StrCat("reliable: event ", event.sequence, " changed afterwards"));
    }
  }
  for (const Acknowledged& commit : acknowledged) {
    if (commit.sequence < 1 || commit.sequence > count) {
      broken.push_back(absl::StrCat("reliable: acknowledged ", commit.sequence, " is lost"));
      continue;
    }
    const Event& event = feed[static_cast<std::size_t>(commit.sequence) - 1].event;
    std::set<std::string> ids{event.what.resource};
    for (const OtherWrite& other : event.others) ids.insert(other.id);
    if (ids != commit.ids) {
      broken.push_back(absl::StrCat("atomic: event ", commit.sequence, " is not one commit"));
    }
  }
  return broken;
}

}  // namespace interim::store::testing
