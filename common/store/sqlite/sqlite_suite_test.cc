// The shared suite over SQLite.
#include <memory>
#include <string>

#include "common/store/sqlite/connection.h"
#include "common/store/sqlite/fault_gate.h"
#include "common/store/sqlite/sqlite_store.h"
#include "common/store/testing/store_suite.h"
#include "common/store/testing/temp_folder.h"

namespace interim::store::testing {
namespace {

class SqliteHarness : public StoreHarness {
 public:
  SqliteHarness() { Open(); }
  Store& store() override { return *store_; }
  FakeClock& clock() override { return clock_; }
  void Close() override { store_->Close(); }
  bool Restart() override {
    store_.reset();
    Open();
    return true;
  }
  // Another connection that holds the write lock is a database that does not answer.
  void SetPaused(bool paused) override {
    if (!paused) {
      blocker_.reset();
      return;
    }
    auto connection = sqlite::Connection::Open(
        {.path = path_, .role = sqlite::ConnectionOptions::Role::kReader}, gate_);
    ASSERT_TRUE(connection.ok()) << connection.status();
    blocker_ = *std::move(connection);
    ASSERT_TRUE(blocker_->Execute("PRAGMA query_only=OFF; BEGIN IMMEDIATE").ok());
  }

 private:
  void Open() {
    SqliteStore::Options options;
    options.path = path_;
    options.clock = &clock_;
    options.timeout = absl::Milliseconds(200);
    options.checkpoint_pages = 50;  // many checkpoints in a short test
    auto store = SqliteStore::Open(std::move(options));
    if (!store.ok()) {
      ADD_FAILURE() << store.status();
      return;
    }
    store_ = *std::move(store);
  }

  TempFolder folder_;
  std::string path_ = folder_.path() + "/store.db";
  FakeClock clock_;
  sqlite::FaultGate gate_{nullptr, nullptr};
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<sqlite::Connection> blocker_;
};

INTERIM_RUN_STORE_SUITE(Sqlite,
                        (StoreBackend{"sqlite", [] { return std::make_unique<SqliteHarness>(); }}));

}  // namespace
}  // namespace interim::store::testing
