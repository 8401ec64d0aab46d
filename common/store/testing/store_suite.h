// The shared suite: the same tests for every back end. A back end's own test file holds one line,
//   INTERIM_RUN_STORE_SUITE(Sqlite, StoreBackend{...});
// and tests of what only that back end has.
#ifndef INTERIM_COMMON_STORE_TESTING_STORE_SUITE_H_
#define INTERIM_COMMON_STORE_TESTING_STORE_SUITE_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/core/fake_clock.h"
#include "common/core/tenant.h"
#include "common/store/store.h"
#include "common/store/testing/store_fixtures.h"
#include "gtest/gtest.h"

namespace interim::store::testing {

// One fresh store under test, with what a test must be able to do to it from outside.
class StoreHarness {
 public:
  virtual ~StoreHarness() = default;
  // The store as it stands now; another object after Restart.
  virtual Store& store() = 0;
  virtual FakeClock& clock() = 0;
  // Stops serving.
  virtual void Close() = 0;
  // Closes and opens again from what is durable. False: this back end keeps nothing.
  virtual bool Restart() = 0;
  // While paused the database behind the store does not answer.
  virtual void SetPaused(bool paused) = 0;
};

struct StoreBackend {
  std::string name;
  std::function<std::unique_ptr<StoreHarness>()> make;
};
inline void PrintTo(const StoreBackend& backend, std::ostream* out) { *out << backend.name; }

class StoreSuite : public ::testing::TestWithParam<StoreBackend> {
 protected:
  StoreSuite() : harness_(GetParam().make()) {}
  StoreHarness& harness() { return *harness_; }
  Store& store() { return harness_->store(); }
  FakeClock& clock() { return harness_->clock(); }
  const TenantId& tenant() const { return tenant_; }
  const TenantId& other() const { return other_; }

  // Commits and expects success.
  CommitResult Commit(const Draft& draft);
  CommitResult CommitTo(const TenantId& tenant, const Draft& draft);
  // The reason of a commit that must fail.
  std::string FailCommit(const Draft& draft);
  // The record; the test fails when it is not there.
  Record Get(absl::string_view id);
  bool Exists(absl::string_view id);
  std::vector<std::string> ListIds(const ListQuery& query);
  std::vector<FeedEntry> ReadAll(const TenantId& tenant);
  void ExpectChainIntact(const TenantId& tenant);

 private:
  std::unique_ptr<StoreHarness> harness_;
  TenantId tenant_ = Tenant("acme");
  TenantId other_ = Tenant("globex");
};

// Makes the linker keep the tests of the suite; true.
bool LinkStoreSuite();

}  // namespace interim::store::testing

#define INTERIM_RUN_STORE_SUITE(prefix, backend)                               \
  INSTANTIATE_TEST_SUITE_P(prefix, StoreSuite, ::testing::Values(backend));    \
  [[maybe_unused]] static const bool interim_store_suite_linked_for_##prefix = \
      ::interim::store::testing::LinkStoreSuite()

#endif  // INTERIM_COMMON_STORE_TESTING_STORE_SUITE_H_
