#include "common/store/testing/store_suite.h"

#include "absl/status/status.h"
#include "common/core/error.h"
#include "common/store/event_chain.h"
#include "common/store/testing/suite_parts.h"

namespace interim::store::testing {

CommitResult StoreSuite::Commit(const Draft& draft) { return CommitTo(tenant_, draft); }

CommitResult StoreSuite::CommitTo(const TenantId& tenant, const Draft& draft) {
  absl::StatusOr<CommitResult> result = store().Commit(tenant, draft.transaction());
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : CommitResult();
}

std::string StoreSuite::FailCommit(const Draft& draft) {
  absl::StatusOr<CommitResult> result = store().Commit(tenant_, draft.transaction());
  EXPECT_FALSE(result.ok());
  return ReasonOf(result.status());
}

Record StoreSuite::Get(absl::string_view id) {
  absl::StatusOr<Record> record = store().Get(tenant_, id);
  EXPECT_TRUE(record.ok()) << id << ": " << record.status();
  return record.ok() ? *std::move(record) : Record();
}

bool StoreSuite::Exists(absl::string_view id) {
  absl::StatusOr<Record> record = store().Get(tenant_, id);
  EXPECT_TRUE(record.ok() || absl::IsNotFound(record.status())) << record.status();
  return record.ok();
}

std::vector<std::string> StoreSuite::ListIds(const ListQuery& query) {
  absl::StatusOr<std::vector<Record>> records = store().List(tenant_, query);
  EXPECT_TRUE(records.ok()) << records.status();
  std::vector<std::string> ids;
  if (records.ok()) {
    for (const Record& record : *records) ids.push_back(record.id);
  }
  return ids;
}

std::vector<FeedEntry> StoreSuite::ReadAll(const TenantId& tenant) {
  std::vector<FeedEntry> all;
  while (true) {
    const std::int64_t after = all.empty() ? 0 : all.back().event.sequence;
    absl::StatusOr<std::vector<FeedEntry>> next =
        store().ReadFeed(tenant, after, 100, Store::Payloads::kWith);
    EXPECT_TRUE(next.ok()) << next.status();
    if (!next.ok() || next->empty()) return all;
    for (FeedEntry& entry : *next) all.push_back(std::move(entry));
  }
}

void StoreSuite::ExpectChainIntact(const TenantId& tenant) {
  absl::StatusOr<ChainReport> report = VerifyStore(store(), tenant);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->intact) << "at " << report->bad_sequence << ": " << report->problem;
}

bool LinkStoreSuite() {
  LinkRecordTests();
  LinkListTests();
  LinkFeedTests();
  LinkRetryTests();
  LinkTimerTests();
  LinkFaultTests();
  LinkHistoryTests();
  return true;
}

}  // namespace interim::store::testing
