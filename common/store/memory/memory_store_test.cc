#include "common/store/memory/memory_store.h"

#include <memory>

#include "common/store/testing/store_suite.h"

namespace interim::store::testing {
namespace {

class MemoryHarness : public StoreHarness {
 public:
  Store& store() override { return *store_; }
  FakeClock& clock() override { return clock_; }
  void Close() override { store_->Close(); }
  bool Restart() override { return false; }
  void SetPaused(bool paused) override { store_->SetPaused(paused); }

 private:
  FakeClock clock_;
  std::unique_ptr<MemoryStore> store_ = MemoryStore::Create(clock_);
};

INTERIM_RUN_STORE_SUITE(Memory,
                        (StoreBackend{"memory", [] { return std::make_unique<MemoryHarness>(); }}));

}  // namespace
}  // namespace interim::store::testing
