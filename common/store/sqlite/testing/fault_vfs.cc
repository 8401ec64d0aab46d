#include "common/store/sqlite/testing/fault_vfs.h"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <mutex>
#include <new>

namespace interim::store::testing {
namespace {

struct State {
  std::atomic<int> fault{-1};
  std::atomic<std::int64_t> nth{0};
  std::atomic<bool> for_ever{false};
  std::atomic<bool> failed{false};
  std::array<std::atomic<std::int64_t>, 6> calls{};
};

State& Shared() {
  static State& state = *new State();
  return state;
}

// Counts the call; true when it is to fail.
bool Count(FaultVfs::Fault fault) {
  State& state = Shared();
  const int kind = static_cast<int>(fault);
  const std::int64_t call = ++state.calls[static_cast<std::size_t>(kind)];
  if (state.fault != kind) return false;
  const bool fails = state.for_ever ? call >= state.nth : call == state.nth;
  if (fails) state.failed = true;
  return fails;
}

// Our file: SQLite's own behind it, in the same memory.
struct File {
  sqlite3_file base;
  sqlite3_file* real;
};

sqlite3_file* Real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

int Close(sqlite3_file* file) {
  sqlite3_file* real = Real(file);
  return real->pMethods != nullptr ? real->pMethods->xClose(real) : SQLITE_OK;
}
int Read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  if (Count(FaultVfs::Fault::kRead)) return SQLITE_IOERR_READ;
  return Real(file)->pMethods->xRead(Real(file), to, size, offset);
}
int Write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  if (Count(FaultVfs::Fault::kFull)) return SQLITE_FULL;
  if (Count(FaultVfs::Fault::kWrite)) return SQLITE_IOERR_WRITE;
  if (Count(FaultVfs::Fault::kShortWrite)) {
    Real(file)->pMethods->xWrite(Real(file), from, size / 2, offset);
    return SQLITE_IOERR_WRITE;
  }
  return Real(file)->pMethods->xWrite(Real(file), from, size, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (Count(FaultVfs::Fault::kTruncate)) return SQLITE_IOERR_TRUNCATE;
  return Real(file)->pMethods->xTruncate(Real(file), size);
}
int Sync(sqlite3_file* file, int flags) {
  if (Count(FaultVfs::Fault::kSync)) return SQLITE_IOERR_FSYNC;
  return Real(file)->pMethods->xSync(Real(file), flags);
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->pMethods->xFileSize(Real(file), size);
}
int Lock(sqlite3_file* file, int level) { return Real(file)->pMethods->xLock(Real(file), level); }
int Unlock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xUnlock(Real(file), level);
}
int CheckReservedLock(sqlite3_file* file, int* result) {
  return Real(file)->pMethods->xCheckReservedLock(Real(file), result);
}
int FileControl(sqlite3_file* file, int operation, void* argument) {
  return Real(file)->pMethods->xFileControl(Real(file), operation, argument);
}
int SectorSize(sqlite3_file* file) { return Real(file)->pMethods->xSectorSize(Real(file)); }
int Characteristics(sqlite3_file* file) {
  return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
}
int ShmMap(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
  return Real(file)->pMethods->xShmMap(Real(file), page, size, extend, to);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) { Real(file)->pMethods->xShmBarrier(Real(file)); }
int ShmUnmap(sqlite3_file* file, int remove) {
  return Real(file)->pMethods->xShmUnmap(Real(file), remove);
}

constexpr sqlite3_io_methods kMethods = {2,
                                         Close,
                                         Read,
                                         Write,
                                         Truncate,
                                         Sync,
                                         FileSize,
                                         Lock,
                                         Unlock,
                                         CheckReservedLock,
                                         FileControl,
                                         SectorSize,
                                         Characteristics,
                                         ShmMap,
                                         ShmLock,
                                         ShmBarrier,
                                         ShmUnmap,
                                         nullptr,
                                         nullptr};

sqlite3_vfs* Base() { return sqlite3_vfs_find("unix"); }

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* ours = reinterpret_cast<File*>(file);
  ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
  ours->base.pMethods = nullptr;
  const int code = Base()->xOpen(Base(), name, ours->real, flags, out_flags);
  if (code == SQLITE_OK) ours->base.pMethods = &kMethods;
  return code;
}

}  // namespace

const std::string& FaultVfs::Name() {
  static const std::string& name = *new std::string("interim-fault");
  static std::once_flag once;
  std::call_once(once, [] {
    // Everything but opening is SQLite's own.
    auto* vfs = new sqlite3_vfs(*Base());
    vfs->zName = name.c_str();
    vfs->szOsFile = static_cast<int>(sizeof(File)) + Base()->szOsFile;
    vfs->xOpen = Open;
    sqlite3_vfs_register(vfs, 0);
  });
  return name;
}

void FaultVfs::FailNth(Fault fault, int nth, Length length) {
  State& state = Shared();
  state.fault = -1;
  for (auto& calls : state.calls) calls = 0;
  state.failed = false;
  state.nth = nth;
  state.for_ever = length == Length::kForEver;
  state.fault = static_cast<int>(fault);
}

void FaultVfs::StopFailing() { Shared().fault = -1; }

bool FaultVfs::has_failed() { return Shared().failed; }

std::int64_t FaultVfs::CallCount(Fault fault) {
  return Shared().calls[static_cast<std::size_t>(fault)];
}

}  // namespace interim::store::testing
