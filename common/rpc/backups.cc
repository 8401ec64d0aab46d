#include "common/rpc/backups.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/observe/log.h"

namespace interim::rpc {
namespace {

namespace fs = std::filesystem;

constexpr char kTotal[] = "store_backups_total";
constexpr char kTotalHelp[] = "Copies of the store, by outcome";
constexpr char kSuffix[] = ".db";
constexpr char kPart[] = ".part";

}  // namespace

Backups::Backups(store::SqliteStore& store, const SystemClock& clock, Metrics& metrics,
                 Options options)
    : store_(store),
      clock_(clock),
      options_(std::move(options)),
      done_(metrics.AddCounter(kTotal, kTotalHelp, {{"outcome", "done"}})),
      failed_(metrics.AddCounter(kTotal, kTotalHelp, {{"outcome", "failed"}})),
      last_(metrics.AddGauge("store_backup_time_seconds", "Unix time of the last good copy")),
      thread_([this] { Run(); }) {}

Backups::~Backups() { Stop(); }

void Backups::Stop() {
  {
    MutexLock lock(mutex_);
    stop_ = true;
    changed_.SignalAll();
  }
  if (thread_.joinable()) thread_.join();
}

void Backups::TakeSoon() {
  MutexLock lock(mutex_);
  wanted_ = true;
  changed_.SignalAll();
}

void Backups::Run() {
  while (true) {
    {
      MutexLock lock(mutex_);
      bool due = false;
      while (!stop_ && !wanted_ && !due) {
        if (options_.every == absl::InfiniteDuration()) {
          changed_.Wait(mutex_);
        } else {
          due = changed_.WaitFor(mutex_, options_.every);
        }
      }
      if (stop_) return;
      wanted_ = false;
    }
    const absl::Time start = absl::Now();
    const absl::Status taken = Take();
    (taken.ok() ? done_ : failed_).Add();
    if (taken.ok()) {
      last_.Set(absl::ToDoubleSeconds(clock_.Now() - absl::UnixEpoch()));
      LOG_INFO("backup_taken", {{"took_ms", absl::Now() - start}});
      RemoveOld();
    } else {
      LOG_ERROR("backup_failed", {{"status", taken}, {"detail", taken.message()}});
    }
  }
}

absl::Status Backups::Take() {
  mkdir(options_.folder.c_str(), 0700);
  const std::string path =
      absl::StrCat(options_.folder, "/", options_.service, "-",
                   absl::FormatTime("%Y%m%dT%H%M%SZ", clock_.Now(), absl::UTCTimeZone()), kSuffix);
  const std::string part = path + kPart;
  std::remove(part.c_str());  // of a run that crashed within this second
  RETURN_IF_ERROR(store_.BackUp(part));
  if (std::rename(part.c_str(), path.c_str()) == 0) return absl::OkStatus();
  std::remove(part.c_str());
  return absl::UnavailableError("the copy cannot be renamed");
}

void Backups::RemoveOld() const {
  std::error_code error;
  std::vector<std::string> copies;
  const std::string prefix = options_.service + "-";
  for (const auto& entry : fs::directory_iterator(options_.folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!absl::StartsWith(name, prefix)) continue;
    if (absl::EndsWith(name, kPart)) fs::remove(entry.path(), error);  // none is under way now
    if (absl::EndsWith(name, kSuffix)) copies.push_back(entry.path().string());
  }
  std::sort(copies.begin(), copies.end());  // by time: the names say it
  while (static_cast<int>(copies.size()) > options_.kept) {
    fs::remove(copies.front(), error);
    copies.erase(copies.begin());
  }
}

}  // namespace interim::rpc
