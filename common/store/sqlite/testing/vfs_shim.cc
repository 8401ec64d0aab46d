#include "common/store/sqlite/testing/vfs_shim.h"

#include <sqlite3.h>

#include <new>

namespace interim::store::testing {
namespace {

// Our file: SQLite's own lies behind it, in the same memory.
struct File {
  sqlite3_file base;
  sqlite3_file* real;
  VfsHooks* hooks;
  std::string* path;
};

File* Ours(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* Real(sqlite3_file* file) { return Ours(file)->real; }
const sqlite3_io_methods* Methods(sqlite3_file* file) { return Real(file)->pMethods; }

int Close(sqlite3_file* file) {
  delete Ours(file)->path;
  return Methods(file) != nullptr ? Methods(file)->xClose(Real(file)) : SQLITE_OK;
}

int Read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  const int code = Ours(file)->hooks->BeforeRead(*Ours(file)->path);
  return code != SQLITE_OK ? code : Methods(file)->xRead(Real(file), to, size, offset);
}

int Write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  const absl::string_view data(static_cast<const char*>(from), static_cast<std::size_t>(size));
  std::size_t written = data.size();
  const int code = Ours(file)->hooks->BeforeWrite(*Ours(file)->path, data, offset, written);
  if (code != SQLITE_OK && written == data.size()) return code;
  const int real = Methods(file)->xWrite(Real(file), from, static_cast<int>(written), offset);
  return code != SQLITE_OK ? code : real;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = Ours(file)->hooks->BeforeTruncate(*Ours(file)->path, size);
  return code != SQLITE_OK ? code : Methods(file)->xTruncate(Real(file), size);
}

int Sync(sqlite3_file* file, int flags) {
  const int code = Ours(file)->hooks->BeforeSync(*Ours(file)->path);
  if (code == SQLITE_DONE) return SQLITE_OK;
  return code != SQLITE_OK ? code : Methods(file)->xSync(Real(file), flags);
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Methods(file)->xFileSize(Real(file), size);
}
int Lock(sqlite3_file* file, int level) { return Methods(file)->xLock(Real(file), level); }
int Unlock(sqlite3_file* file, int level) { return Methods(file)->xUnlock(Real(file), level); }
int CheckReservedLock(sqlite3_file* file, int* result) {
  return Methods(file)->xCheckReservedLock(Real(file), result);
}
int FileControl(sqlite3_file* file, int operation, void* argument) {
  return Methods(file)->xFileControl(Real(file), operation, argument);
}
int SectorSize(sqlite3_file* file) { return Methods(file)->xSectorSize(Real(file)); }
int Characteristics(sqlite3_file* file) {
  return Methods(file)->xDeviceCharacteristics(Real(file));
}
int ShmMap(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
  return Methods(file)->xShmMap(Real(file), page, size, extend, to);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Methods(file)->xShmLock(Real(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) { Methods(file)->xShmBarrier(Real(file)); }
int ShmUnmap(sqlite3_file* file, int remove) {
  return Methods(file)->xShmUnmap(Real(file), remove);
}

// No memory mapping: every byte must pass here.
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

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  File* ours = Ours(file);
  ours->base.pMethods = nullptr;
  ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
  ours->hooks = static_cast<VfsHooks*>(vfs->pAppData);
  const int code = Base()->xOpen(Base(), name, ours->real, flags, out_flags);
  if (code != SQLITE_OK) return code;
  ours->path = new std::string(name == nullptr ? "" : name);
  ours->base.pMethods = &kMethods;
  ours->hooks->OnOpen(*ours->path);
  return SQLITE_OK;
}

}  // namespace

void RegisterVfs(const std::string& name, VfsHooks& hooks) {
  auto* vfs = new sqlite3_vfs(*Base());  // everything but opening is SQLite's own
  vfs->zName = (new std::string(name))->c_str();
  vfs->szOsFile = static_cast<int>(sizeof(File)) + Base()->szOsFile;
  vfs->pAppData = &hooks;
  vfs->xOpen = Open;
  sqlite3_vfs_register(vfs, 0);
}

}  // namespace interim::store::testing
