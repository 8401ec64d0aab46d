#include "common/store/record_id.h"

#include "gtest/gtest.h"

namespace interim::store {
namespace {

TEST(RecordIdTest, EachLevel_GivesItsCollectionAndParent) {
  EXPECT_EQ(CollectionOf("contracts/c1"), "contracts");
  EXPECT_EQ(ParentOf("contracts/c1"), "");
  EXPECT_EQ(CollectionOf("engagements/e1/decisions/d2"), "engagements/decisions");
  EXPECT_EQ(ParentOf("engagements/e1/decisions/d2"), "engagements/e1");
  EXPECT_EQ(CollectionOf("a/1/b/2/c/3"), "a/b/c");
  EXPECT_EQ(ParentOf("a/1/b/2/c/3"), "a/1/b/2");
  EXPECT_EQ(CollectionOf("engagements/e1/dashboard"), "engagements/dashboard");
  EXPECT_EQ(ParentOf("engagements/e1/dashboard"), "engagements/e1");
  EXPECT_EQ(CollectionOf("clock"), "clock");
  EXPECT_EQ(ParentOf("clock"), "");
  EXPECT_EQ(CollectionOf(""), "");
  EXPECT_EQ(ParentOf(""), "");
}

}  // namespace
}  // namespace interim::store
