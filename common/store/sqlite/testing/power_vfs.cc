#include "common/store/sqlite/testing/power_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <vector>

#include "common/core/mutex.h"
#include "common/store/sqlite/testing/vfs_shim.h"

namespace interim::store::testing {
namespace {

constexpr std::size_t kSector = 512;

// One write or truncation that no sync has covered yet.
struct Pending {
  bool is_truncate = false;
  std::int64_t offset = 0;  // of the write; new size of a truncation
  std::string data;
};

struct Image {
  std::string durable;
  std::vector<Pending> pending;
};

void ApplyBytes(std::int64_t offset, absl::string_view data, std::string& content) {
  const auto at = static_cast<std::size_t>(offset);
  if (content.size() < at + data.size()) content.resize(at + data.size(), '\0');
  content.replace(at, data.size(), data.data(), data.size());
}

void Apply(const Pending& change, std::string& content) {
  if (change.is_truncate) {
    content.resize(static_cast<std::size_t>(change.offset), '\0');
  } else {
    ApplyBytes(change.offset, change.data, content);
  }
}

// Applies the sectors of a write that chance has let through.
void ApplyTorn(const Pending& write, std::mt19937_64& random, std::string& content) {
  for (std::size_t at = 0; at < write.data.size(); at += kSector) {
    if (random() % 2 == 0) continue;
    ApplyBytes(write.offset + static_cast<std::int64_t>(at),
               absl::string_view(write.data).substr(at, kSector), content);
  }
}

class PowerHooks : public VfsHooks {
 public:
  void Start(std::int64_t cut_at, PowerVfs::Syncs syncs) {
    MutexLock lock(mutex_);
    syncs_ = syncs;
    images_.clear();
    cut_at_ = cut_at;
    count_ = 0;
  }
  bool is_cut() {
    MutexLock lock(mutex_);
    return count_ >= cut_at_;
  }
  std::int64_t count() {
    MutexLock lock(mutex_);
    return count_;
  }
  std::string Survivor(const std::string& path, std::uint64_t seed) {
    MutexLock lock(mutex_);
    std::mt19937_64 random(seed);
    Image& image = images_[path];
    std::string content = image.durable;
    std::vector<const Pending*> order;
    for (const Pending& change : image.pending) order.push_back(&change);
    if (random() % 2 == 0) std::shuffle(order.begin(), order.end(), random);
    for (const Pending* change : order) {
      const std::uint64_t fate = random() % 3;
      if (fate == 0) Apply(*change, content);
      if (fate == 1 && !change->is_truncate) ApplyTorn(*change, random, content);
    }
    return content;
  }

  int BeforeRead(const std::string&) override { return is_cut() ? SQLITE_IOERR_READ : SQLITE_OK; }
  int BeforeWrite(const std::string& path, absl::string_view data, std::int64_t offset,
                  std::size_t&) override {
    MutexLock lock(mutex_);
    if (IsCutNow()) return SQLITE_IOERR_WRITE;
    images_[path].pending.push_back({.offset = offset, .data = std::string(data)});
    return SQLITE_OK;
  }
  int BeforeTruncate(const std::string& path, std::int64_t size) override {
    MutexLock lock(mutex_);
    if (IsCutNow()) return SQLITE_IOERR_TRUNCATE;
    images_[path].pending.push_back({.is_truncate = true, .offset = size});
    return SQLITE_OK;
  }
  int BeforeSync(const std::string& path) override {
    MutexLock lock(mutex_);
    if (IsCutNow()) return SQLITE_IOERR_FSYNC;
    if (syncs_ == PowerVfs::Syncs::kIgnored) return SQLITE_DONE;
    Image& image = images_[path];
    for (const Pending& change : image.pending) Apply(change, image.durable);
    image.pending.clear();
    return SQLITE_DONE;
  }

 private:
  bool IsCutNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (count_ < cut_at_) ++count_;
    return count_ >= cut_at_;
  }

  Mutex mutex_;
  std::map<std::string, Image> images_ ABSL_GUARDED_BY(mutex_);
  PowerVfs::Syncs syncs_ ABSL_GUARDED_BY(mutex_) = PowerVfs::Syncs::kKept;
  std::int64_t cut_at_ ABSL_GUARDED_BY(mutex_) = 1;
  std::int64_t count_ ABSL_GUARDED_BY(mutex_) = 0;
};

PowerHooks& Hooks() {
  static PowerHooks& hooks = *new PowerHooks();
  return hooks;
}

}  // namespace

const std::string& PowerVfs::Name() {
  static const std::string& name = *[] {
    auto* chosen = new std::string("interim-power");
    RegisterVfs(*chosen, Hooks());
    return chosen;
  }();
  return name;
}

void PowerVfs::Start(std::int64_t cut_at, Syncs syncs) { Hooks().Start(cut_at, syncs); }
bool PowerVfs::is_cut() { return Hooks().is_cut(); }
std::int64_t PowerVfs::operation_count() { return Hooks().count(); }

void PowerVfs::Survive(const std::string& path, const std::string& to, std::uint64_t seed) {
  std::ofstream file(to, std::ios::binary | std::ios::trunc);
  file << Hooks().Survivor(path, seed);
}

}  // namespace interim::store::testing
