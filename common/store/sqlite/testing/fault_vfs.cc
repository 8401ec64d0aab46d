#include "common/store/sqlite/testing/fault_vfs.h"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstddef>

#include "common/store/sqlite/testing/vfs_shim.h"

namespace interim::store::testing {
namespace {

class FaultHooks : public VfsHooks {
 public:
  int BeforeRead(const std::string&) override {
    return Fails(FaultVfs::Fault::kRead) ? SQLITE_IOERR_READ : SQLITE_OK;
  }
  int BeforeWrite(const std::string&, absl::string_view data, std::int64_t,
                  std::size_t& written) override {
    if (Fails(FaultVfs::Fault::kFull)) return SQLITE_FULL;
    if (Fails(FaultVfs::Fault::kWrite)) return SQLITE_IOERR_WRITE;
    if (!Fails(FaultVfs::Fault::kShortWrite)) return SQLITE_OK;
    written = data.size() / 2;
    return SQLITE_IOERR_WRITE;
  }
  int BeforeTruncate(const std::string&, std::int64_t) override {
    return Fails(FaultVfs::Fault::kTruncate) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
  }
  int BeforeSync(const std::string&) override {
    return Fails(FaultVfs::Fault::kSync) ? SQLITE_IOERR_FSYNC : SQLITE_DONE;
  }

  // Counts the operation; true when it is to fail.
  bool Fails(FaultVfs::Fault kind) {
    const int number = static_cast<int>(kind);
    const std::int64_t call = ++calls[static_cast<std::size_t>(number)];
    if (fault != number) return false;
    const bool fails = for_ever ? call >= nth : call == nth;
    if (fails) failed = true;
    return fails;
  }

  std::atomic<int> fault{-1};
  std::atomic<std::int64_t> nth{0};
  std::atomic<bool> for_ever{false};
  std::atomic<bool> failed{false};
  std::array<std::atomic<std::int64_t>, 6> calls{};
};

FaultHooks& Hooks() {
  static FaultHooks& hooks = *new FaultHooks();
  return hooks;
}

}  // namespace

const std::string& FaultVfs::Name() {
  static const std::string& name = *[] {
    auto* chosen = new std::string("interim-fault");
    RegisterVfs(*chosen, Hooks());
    return chosen;
  }();
  return name;
}

void FaultVfs::FailNth(Fault fault, int nth, Length length) {
  FaultHooks& hooks = Hooks();
  hooks.fault = -1;
  for (auto& calls : hooks.calls) calls = 0;
  hooks.failed = false;
  hooks.nth = nth;
  hooks.for_ever = length == Length::kForEver;
  hooks.fault = static_cast<int>(fault);
}

void FaultVfs::StopFailing() { Hooks().fault = -1; }

bool FaultVfs::has_failed() { return Hooks().failed; }

std::int64_t FaultVfs::CallCount(Fault fault) {
  return Hooks().calls[static_cast<std::size_t>(fault)];
}

}  // namespace interim::store::testing
