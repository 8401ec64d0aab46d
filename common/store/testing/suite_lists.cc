// Lists: order, cursor, filters, also while others write.
#include <atomic>
#include <set>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/core/error.h"
#include "common/store/testing/store_suite.h"
#include "common/store/testing/suite_parts.h"

namespace interim::store::testing {

void LinkListTests() {}

namespace {

using Ids = std::vector<std::string>;

TEST_P(StoreSuite, List_NothingStored_IsEmpty) {
  EXPECT_TRUE(ListIds({.collection = "contracts"}).empty());
}

TEST_P(StoreSuite, List_OneCollection_IsInByteOrderOfIds) {
  Commit(Draft().Put("contracts/b", 0, "").Put("contracts/a", 0, "").Put("contracts/C", 0, ""));
  Commit(Draft().Put("contracts/a-1", 0, "").Put("contracts/\xc3\xa9", 0, ""));
  Commit(Draft().Put("briefs/a", 0, ""));
  EXPECT_EQ(
      ListIds({.collection = "contracts"}),
      (Ids{"contracts/C", "contracts/a", "contracts/a-1", "contracts/b", "contracts/\xc3\xa9"}));
}

TEST_P(StoreSuite, List_Cursor_ContinuesAfterTheIdWhetherItExistsOrNot) {
  for (int i = 0; i < 7; ++i) Commit(Draft().Put(absl::StrCat("contracts/c", i), 0, ""));
  EXPECT_EQ(ListIds({.collection = "contracts", .limit = 3}),
            (Ids{"contracts/c0", "contracts/c1", "contracts/c2"}));
  EXPECT_EQ(ListIds({.collection = "contracts", .after_id = "contracts/c2", .limit = 3}),
            (Ids{"contracts/c3", "contracts/c4", "contracts/c5"}));
  Commit(Draft().Delete("contracts/c5", 1));
  EXPECT_EQ(ListIds({.collection = "contracts", .after_id = "contracts/c5", .limit = 3}),
            (Ids{"contracts/c6"}));
  EXPECT_TRUE(ListIds({.collection = "contracts", .after_id = "contracts/c6"}).empty());
}

TEST_P(StoreSuite, List_ByParent_GivesItsChildrenOnly) {
  Commit(Draft().Put("engagements/e1", 0, "").Put("engagements/e2", 0, ""));
  Commit(Draft()
             .Put("engagements/e1/decisions/d2", 0, "", {{"state", "OPEN"}})
             .Put("engagements/e1/decisions/d1", 0, "", {{"state", "DONE"}})
             .Put("engagements/e2/decisions/d3", 0, "", {{"state", "OPEN"}})
             .Put("engagements/e11/decisions/d4", 0, "", {{"state", "OPEN"}})
             .Put("engagements/e1/risks/r1", 0, "", {{"state", "OPEN"}}));
  EXPECT_EQ(ListIds({.collection = "engagements/decisions", .parent = "engagements/e1"}),
            (Ids{"engagements/e1/decisions/d1", "engagements/e1/decisions/d2"}));
  EXPECT_EQ(ListIds({.collection = "engagements/decisions",
                     .parent = "engagements/e1",
                     .filters = {{"state", "OPEN"}}}),
            (Ids{"engagements/e1/decisions/d2"}));
  EXPECT_EQ(ListIds({.collection = "engagements/decisions"}).size(), 4u);
  Commit(Draft().Put("engagements/e1/decisions/d1/notes/n1", 0, ""));
  EXPECT_TRUE(
      ListIds({.collection = "engagements/decisions/notes", .parent = "engagements/e1"}).empty())
      << "a grandchild is not a child";
  EXPECT_TRUE(ListIds({.collection = "engagements", .parent = "engagements/e1"}).empty());
  EXPECT_TRUE(ListIds({.collection = "engagements/decisions", .parent = "engagements/e9"}).empty());
}

TEST_P(StoreSuite, List_Filters_AllMustMatchAndFollowChanges) {
  Commit(Draft().Put("candidates/a", 0, "", {{"role", "cfo"}, {"state", "FREE"}}));
  Commit(Draft().Put("candidates/b", 0, "", {{"role", "cfo"}, {"state", "BUSY"}}));
  Commit(Draft().Put("candidates/c", 0, "", {{"role", "cto"}, {"state", "FREE"}}));
  const ListQuery free_cfo{.collection = "candidates",
                           .filters = {{"role", "cfo"}, {"state", "FREE"}}};
  EXPECT_EQ(ListIds(free_cfo), (Ids{"candidates/a"}));
  Commit(Draft().Put("candidates/b", 1, "", {{"state", "FREE"}, {"role", "cfo"}}));
  EXPECT_EQ(ListIds(free_cfo), (Ids{"candidates/a", "candidates/b"}));
  Commit(Draft().Put("candidates/a", 1, "", {{"state", "FREE"}}));
  EXPECT_EQ(ListIds(free_cfo), (Ids{"candidates/b"}));
  EXPECT_EQ(ListIds({.collection = "candidates", .filters = {{"state", "FREE"}}}).size(), 3u);
  EXPECT_TRUE(ListIds({.collection = "candidates", .filters = {{"unknown", "x"}}}).empty());
  EXPECT_TRUE(ListIds({.collection = "candidates", .filters = {{"role", ""}}}).empty());
}

TEST_P(StoreSuite, List_FieldWithSeveralValues_MatchesEachOnce) {
  Commit(Draft().Put("candidates/a", 0, "",
                     {{"skill", "lean"}, {"skill", "sap"}, {"skill", "sap"}, {"note", ""}}));
  EXPECT_EQ(ListIds({.collection = "candidates", .filters = {{"skill", "sap"}}}).size(), 1u);
  EXPECT_EQ(ListIds({.collection = "candidates", .filters = {{"skill", "sap"}, {"skill", "lean"}}})
                .size(),
            1u);
  EXPECT_EQ(ListIds({.collection = "candidates", .filters = {{"note", ""}}}).size(), 1u);
  Commit(Draft().Put("candidates/a", 1, "", {{"skill", "lean"}}));
  EXPECT_TRUE(ListIds({.collection = "candidates", .filters = {{"skill", "sap"}}}).empty());
}

TEST_P(StoreSuite, List_FilterWithCursorAndLimit_MissesNothing) {
  Draft bulk;
  for (int i = 0; i < 40; ++i) {
    bulk.Put(absl::StrFormat("candidates/c%02d", i), 0, "", {{"role", i % 4 == 0 ? "cfo" : "cto"}});
  }
  Commit(bulk);
  Ids all;
  ListQuery query{.collection = "candidates", .filters = {{"role", "cfo"}}, .limit = 3};
  for (Ids page = ListIds(query); !page.empty(); page = ListIds(query)) {
    all.insert(all.end(), page.begin(), page.end());
    query.after_id = page.back();
  }
  EXPECT_EQ(all.size(), 10u);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

TEST_P(StoreSuite, List_BadArguments_AreMisuse) {
  EXPECT_EQ(ReasonOf(store().List(tenant(), {.collection = ""}).status()), "STORE_MISUSE");
  EXPECT_EQ(ReasonOf(store().List(tenant(), {.collection = "c", .limit = 0}).status()),
            "STORE_MISUSE");
  EXPECT_EQ(ReasonOf(store().List(tenant(), {.collection = "c", .limit = 501}).status()),
            "STORE_MISUSE");
}

// What was there before the walk and is not touched must be seen exactly once, in order, however
// many others come and go meanwhile.
TEST_P(StoreSuite, List_WalkWhileOthersWrite_SeesEveryUntouchedRecordOnce) {
  Draft bulk;
  for (int i = 0; i < 200; ++i) {
    bulk.Put(absl::StrFormat("candidates/s%03d", i), 0, "", {{"role", "cfo"}});
  }
  Commit(bulk);
  std::atomic<bool> stop{false};
  std::thread writer([this, &stop] {
    for (int i = 0; !stop; ++i) {
      const std::string id = absl::StrFormat("candidates/s%03d-x", i % 200);
      const auto record = store().Get(tenant(), id);
      Draft change;
      if (record.ok()) {
        change.Delete(id, record->version);
      } else {
        change.Put(id, 0, "", {{"role", "cfo"}});
      }
      EXPECT_TRUE(store().Commit(tenant(), change.transaction()).ok());
    }
  });
  for (int walk = 0; walk < 5; ++walk) {
    std::multiset<std::string> stable;
    std::string last;
    ListQuery query{.collection = "candidates", .filters = {{"role", "cfo"}}, .limit = 7};
    for (Ids page = ListIds(query); !page.empty(); page = ListIds(query)) {
      for (const std::string& id : page) {
        EXPECT_GT(id, last);
        last = id;
        if (id.find("-x") == std::string::npos) stable.insert(id);
      }
      query.after_id = page.back();
    }
    EXPECT_EQ(stable.size(), 200u);
    EXPECT_EQ(std::set<std::string>(stable.begin(), stable.end()).size(), 200u);
  }
  stop = true;
  writer.join();
}

}  // namespace
}  // namespace interim::store::testing
