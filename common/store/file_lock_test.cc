#include "common/store/file_lock.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "gtest/gtest.h"

namespace interim::store {
namespace {

std::string NewFolder() {
  std::string pattern = ::testing::TempDir() + "interim-lock-XXXXXX";
  return mkdtemp(pattern.data()) == nullptr ? "" : pattern;
}

TEST(FileLockTest, SecondOwner_IsRefusedWithTheHolder) {
  const std::string path = NewFolder() + "/store.lock";
  auto first = FileLock::Acquire(path);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = FileLock::Acquire(path);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(second.status()), "STORE_LOCKED");
  const ErrorSpec error = *FindError(second.status());
  ASSERT_EQ(error.metadata.size(), 2u);
  EXPECT_EQ(error.metadata[0].second, path);
  EXPECT_EQ(error.metadata[1].second, absl::StrCat(getpid()));
  first->reset();
  EXPECT_TRUE(FileLock::Acquire(path).ok());
}

TEST(FileLockTest, MissingFolder_IsUnavailable) {
  EXPECT_EQ(ReasonOf(FileLock::Acquire(NewFolder() + "/none/x.lock").status()),
            "STORE_UNAVAILABLE");
}

TEST(FileLockTest, PrivateFile_IsReadableByItsOwnerOnly) {
  const std::string folder = NewFolder() + "/a/b";
  ASSERT_TRUE(CreatePrivateFile(folder + "/store.db").ok());
  struct stat status = {};
  ASSERT_EQ(stat((folder + "/store.db").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(stat(folder.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  EXPECT_TRUE(CreatePrivateFile(folder + "/store.db").ok()) << "an existing file is kept";
  EXPECT_TRUE(SyncFile(folder + "/store.db").ok());
  EXPECT_FALSE(SyncFile(folder + "/none").ok());
}

}  // namespace
}  // namespace interim::store
