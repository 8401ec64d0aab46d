// What only the SQLite store has: one process, schema steps, copies, files without traces.
#include "common/store/sqlite/sqlite_store.h"

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/core/error.h"
#include "common/core/fake_clock.h"
#include "common/store/event_chain.h"
#include "common/store/sqlite/connection.h"
#include "common/store/sqlite/fault_gate.h"
#include "common/store/sqlite/schema.h"
#include "common/store/testing/store_fixtures.h"
#include "common/store/testing/temp_folder.h"
#include "gtest/gtest.h"

namespace interim::store::testing {
namespace {

using sqlite::Connection;
using sqlite::ConnectionOptions;
using sqlite::Migration;

class SqliteStoreTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<SqliteStore>> Open(
      const std::vector<Migration>* migrations = nullptr) {
    SqliteStore::Options options;
    options.path = path_;
    options.clock = &clock_;
    options.timeout = absl::Milliseconds(200);
    options.migrations = migrations;
    return SqliteStore::Open(std::move(options));
  }
  std::unique_ptr<SqliteStore> MustOpen(const std::vector<Migration>* migrations = nullptr) {
    auto store = Open(migrations);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }
  void Put(Store& store, absl::string_view id, absl::string_view bytes) {
    const auto result = store.Commit(tenant_, Draft().Put(id, 0, bytes).transaction());
    EXPECT_TRUE(result.ok()) << result.status();
  }
  // Runs SQL behind the store's back.
  void Tamper(const std::string& sql) {
    auto connection = Connection::Open({.path = path_}, gate_);
    ASSERT_TRUE(connection.ok()) << connection.status();
    ASSERT_TRUE((*connection)->Execute("PRAGMA query_only=OFF; " + sql).ok()) << sql;
  }
  static std::string ReadFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
  }

  TempFolder folder_;
  std::string path_ = folder_.path() + "/data/store.db";
  FakeClock clock_;
  const TenantId tenant_ = Tenant("acme");
  sqlite::FaultGate gate_{nullptr, nullptr};
};

TEST_F(SqliteStoreTest, SecondOpener_IsRefusedUntilTheFirstIsGone) {
  auto first = MustOpen();
  const auto second = Open();
  EXPECT_EQ(ReasonOf(second.status()), "STORE_LOCKED");
  Put(*first, "things/a", "still works");
  first.reset();
  EXPECT_TRUE(Open().ok());
}

TEST_F(SqliteStoreTest, Options_WithoutPathOrClock_AreMisuse) {
  EXPECT_EQ(ReasonOf(SqliteStore::Open({.path = path_}).status()), "STORE_MISUSE");
  EXPECT_EQ(ReasonOf(SqliteStore::Open({.clock = &clock_}).status()), "STORE_MISUSE");
}

TEST_F(SqliteStoreTest, Pragmas_AreThoseOfTheDecision) {
  auto store = MustOpen();
  auto reader = Connection::Open({.path = path_}, gate_);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(*(*reader)->ReadText("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(*(*reader)->ReadInteger("PRAGMA wal_autocheckpoint"), 0);
  EXPECT_EQ(*(*reader)->ReadInteger("PRAGMA trusted_schema"), 0);
  EXPECT_EQ(*(*reader)->ReadInteger("PRAGMA foreign_keys"), 1);
  EXPECT_EQ(*(*reader)->ReadInteger("PRAGMA query_only"), 1);
  store.reset();
  auto writer = Connection::Open({.path = path_, .role = ConnectionOptions::Role::kWriter}, gate_);
  ASSERT_TRUE(writer.ok());
  EXPECT_EQ(*(*writer)->ReadInteger("PRAGMA synchronous"), 2);
  EXPECT_EQ(*(*writer)->ReadInteger("PRAGMA wal_autocheckpoint"), 0);
  EXPECT_EQ(*(*writer)->ReadInteger("PRAGMA secure_delete"), 1);
}

TEST_F(SqliteStoreTest, NewerSchema_IsRefusedUntouched) {
  MustOpen();
  Tamper("PRAGMA user_version=99");
  const auto store = Open();
  EXPECT_EQ(store.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(store.status()), "STORE_SCHEMA_NEWER");
  auto connection = Connection::Open({.path = path_}, gate_);
  EXPECT_EQ(*(*connection)->ReadInteger("PRAGMA user_version"), 99);
}

TEST_F(SqliteStoreTest, ForeignFile_IsRefused) {
  MustOpen();
  Tamper("PRAGMA application_id=4711");
  EXPECT_EQ(ReasonOf(Open().status()), "STORE_FOREIGN_FILE");
}

TEST_F(SqliteStoreTest, FileThatIsNoDatabase_IsUnavailableAndKept) {
  ASSERT_TRUE(Open().ok());
  std::ofstream(path_, std::ios::binary) << std::string(8192, 'n');
  EXPECT_EQ(ReasonOf(Open().status()), "STORE_UNAVAILABLE");
  EXPECT_EQ(ReadFile(path_).substr(0, 100), std::string(100, 'n'));
}

TEST_F(SqliteStoreTest, ChangedStep_IsRefused) {
  std::vector<Migration> steps = sqlite::Migrations();
  steps.back().sql += "\nCREATE TABLE extra (a TEXT) STRICT;";
  MustOpen();
  EXPECT_EQ(ReasonOf(Open(&steps).status()), "STORE_SCHEMA_CHANGED");
}

TEST_F(SqliteStoreTest, NextStep_KeepsWhatWasWrittenBefore) {
  {
    auto store = MustOpen();
    Put(*store, "things/old", "before");
  }
  std::vector<Migration> steps = sqlite::Migrations();
  steps.push_back({.version = steps.back().version + 1,
                   .name = "note",
                   .sql = "ALTER TABLE record ADD COLUMN note TEXT NOT NULL DEFAULT '';"
                          "CREATE INDEX record_by_note ON record (tenant, note);"});
  {
    auto store = MustOpen(&steps);
    EXPECT_EQ(store->Get(tenant_, "things/old")->bytes, "before");
    Put(*store, "things/new", "after");
    EXPECT_TRUE(VerifyStore(*store, tenant_)->intact);
  }
  EXPECT_EQ(ReasonOf(Open().status()), "STORE_SCHEMA_NEWER") << "the program before this one";
  EXPECT_TRUE(Open(&steps).ok()) << "each step runs once";
}

TEST_F(SqliteStoreTest, FailingStep_LeavesTheSchemaAsItWas) {
  MustOpen();
  std::vector<Migration> steps = sqlite::Migrations();
  steps.push_back({.version = 2, .name = "bad", .sql = "CREATE TABLE t (a TEXT); NONSENSE;"});
  EXPECT_FALSE(Open(&steps).ok());
  auto store = MustOpen();
  Put(*store, "things/a", "works");
}

TEST_F(SqliteStoreTest, StrictTables_RefuseWrongTypes) {
  auto store = MustOpen();
  auto connection = Connection::Open({.path = path_}, gate_);
  EXPECT_EQ(*(*connection)
                 ->ReadInteger("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND "
                               "strict = 0 AND name NOT LIKE 'sqlite_%'"),
            0);
}

TEST_F(SqliteStoreTest, BackUp_IsACompleteStoreOfItsOwn) {
  const std::string copy = folder_.path() + "/copy.db";
  {
    auto store = MustOpen();
    for (int i = 0; i < 20; ++i) Put(*store, absl::StrCat("things/t", i), "x");
    ASSERT_TRUE(store->BackUp(copy).ok());
    EXPECT_EQ(ReasonOf(store->BackUp(copy)), "STORE_BACKUP_EXISTS");
    Put(*store, "things/later", "not in the copy");
  }
  path_ = copy;
  auto restored = MustOpen();
  EXPECT_TRUE(restored->CheckIntegrity().ok());
  EXPECT_TRUE(VerifyStore(*restored, tenant_)->intact);
  EXPECT_EQ(restored->GetFeedHead(tenant_)->sequence, 20);
  EXPECT_FALSE(restored->Get(tenant_, "things/later").ok());
}

// Every trace of an erased person must be gone from both files, with the store still open: free
// pages, the log, index entries.
TEST_F(SqliteStoreTest, Erased_NoMarkerIsLeftInAnyFile) {
  auto store = MustOpen();
  const std::string marker = "MARKER-Jansen-1967";
  for (int i = 0; i < 40; ++i) {
    const std::string id = absl::StrFormat("candidates/c%02d", i);
    const std::string text =
        absl::StrCat(i == 20 ? marker : "someone", std::string(600 + 40 * i, '.'));
    Draft draft;
    draft.Put(id, 0, text, {{"name", i == 20 ? marker : "someone"}})
        .Request(absl::StrCat("r", i), text);
    ASSERT_TRUE(store->Commit(tenant_, draft.transaction()).ok());
  }
  ASSERT_TRUE(
      store
          ->Commit(tenant_,
                   Draft().Put("candidates/c20", 1, marker + std::string(9000, '.')).transaction())
          .ok());
  EXPECT_NE((ReadFile(path_) + ReadFile(path_ + "-wal")).find(marker), std::string::npos);
  ASSERT_TRUE(store->Commit(tenant_, Draft().Delete("candidates/c20", 2).transaction()).ok());
  ASSERT_TRUE(store->ErasePayloads(tenant_, "candidates/c20").ok());
  EXPECT_EQ(ReadFile(path_).find(marker), std::string::npos) << "main file";
  EXPECT_EQ(ReadFile(path_ + "-wal").find(marker), std::string::npos) << "log";
  EXPECT_TRUE(VerifyStore(*store, tenant_)->intact);
  EXPECT_EQ(store->Get(tenant_, "candidates/c19")->bytes.substr(0, 7), "someone");
}

// The audit trail under the hands of someone who can write the file.
TEST_F(SqliteStoreTest, TamperedRows_AreFoundByTheVerifier) {
  const std::vector<std::string> attacks{
      "UPDATE event SET actor = 'mallory' WHERE sequence = 3",
      "UPDATE event SET time = time + 1 WHERE sequence = 3",
      "UPDATE event SET others = x'' WHERE sequence = 4",
      "UPDATE payload SET bytes = x'00' WHERE sequence = 3",
      "UPDATE payload SET salt = x'00' WHERE sequence = 3",
      "UPDATE payload SET sequence = 9 WHERE sequence = 3",
      "DELETE FROM payload WHERE sequence = 4 AND id = 'things/b4'",
      "DELETE FROM event WHERE sequence = 3",
      "DELETE FROM event WHERE sequence = 6",  // the last one: the head tells
      "UPDATE event SET sequence = 99 WHERE sequence = 3;"
      "UPDATE event SET sequence = 3 WHERE sequence = 4;"
      "UPDATE event SET sequence = 4 WHERE sequence = 99",
      "UPDATE event SET tenant = 'globex' WHERE sequence = 6",
      "UPDATE tenant_head SET hash = zeroblob(32)",
  };
  for (const std::string& attack : attacks) {
    path_ = absl::StrCat(folder_.path(), "/attack", &attack - attacks.data(), ".db");
    {
      auto store = MustOpen();
      for (int i = 1; i <= 6; ++i) {
        Draft draft;
        draft.Put(absl::StrCat("things/a", i), 0, "x").Put(absl::StrCat("things/b", i), 0, "y");
        ASSERT_TRUE(store->Commit(tenant_, draft.transaction()).ok());
      }
      EXPECT_TRUE(VerifyStore(*store, tenant_)->intact);
    }
    Tamper(attack);
    auto store = MustOpen();
    EXPECT_FALSE(VerifyStore(*store, tenant_)->intact) << attack;
  }
}

class Recorder : public StoreObserver {
 public:
  void OnCommit(absl::Duration, const absl::Status& status) override {
    (status.ok() ? committed : refused) += 1;
  }
  void OnBatch(std::size_t size, std::size_t, absl::Duration) override { in_batches += size; }
  void OnCheckpoint(absl::Duration, int) override { ++checkpoints; }
  void OnFault(absl::string_view text, Severity severity) override {
    ++(severity == Severity::kFatal ? fatal : transient);
    last_text = std::string(text);
  }
  int committed = 0, refused = 0, checkpoints = 0, fatal = 0, transient = 0;
  std::size_t in_batches = 0;
  std::string last_text;
};

TEST_F(SqliteStoreTest, Observer_LearnsOfCommitsCheckpointsAndABusyFile) {
  Recorder recorder;
  SqliteStore::Options options;
  options.path = path_;
  options.clock = &clock_;
  options.observer = &recorder;
  options.timeout = absl::Milliseconds(50);
  options.checkpoint_pages = 10;
  auto store = *SqliteStore::Open(std::move(options));
  for (int i = 0; i < 10; ++i) Put(*store, absl::StrCat("things/t", i), std::string(5000, 'x'));
  EXPECT_FALSE(store->Commit(tenant_, Draft().Put("things/t0", 0, "x").transaction()).ok());
  EXPECT_EQ(recorder.committed, 10);
  EXPECT_EQ(recorder.refused, 1);
  EXPECT_EQ(recorder.in_batches, 11u);
  EXPECT_GT(recorder.checkpoints, 0);
  auto blocker = *Connection::Open({.path = path_}, gate_);
  ASSERT_TRUE(blocker->Execute("PRAGMA query_only=OFF; BEGIN IMMEDIATE").ok());
  EXPECT_FALSE(store->Commit(tenant_, Draft().Put("things/u", 0, "x").transaction()).ok());
  EXPECT_EQ(recorder.transient, 1);
  EXPECT_EQ(recorder.fatal, 0);
  EXPECT_NE(recorder.last_text.find("locked"), std::string::npos) << recorder.last_text;
  EXPECT_TRUE(store->Health().ok()) << "busy is not broken";
}

}  // namespace
}  // namespace interim::store::testing
