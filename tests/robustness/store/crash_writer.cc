// Writes to a store until it is killed, and says on standard output what was acknowledged, one line
// each: "ack <thread> <number> <sequence>". It is meant to die at any point.
//   store_crash_writer <store file> <threads>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/store/sqlite/sqlite_store.h"
#include "common/store/testing/store_fixtures.h"

namespace interim::store::testing {
namespace {

// One thread's loop: counts its record up, adds a child for each number, one commit each.
void Count(Store& store, int thread) {
  const TenantId tenant = Tenant("acme");
  const std::string counter = absl::StrCat("counters/c", thread);
  while (true) {
    const absl::StatusOr<Record> before = store.Get(tenant, counter);
    if (!before.ok() && !absl::IsNotFound(before.status())) return;
    const std::int64_t number = before.ok() ? std::stoll(before->bytes) + 1 : 1;
    Draft draft("counter.moved");
    draft.Put(counter, before.ok() ? before->version : 0, absl::StrCat(number),
              {{"parity", number % 2 == 0 ? "even" : "odd"}});
    draft.Put(absl::StrCat(counter, "/steps/s", number), 0, std::string(500, 's'));
    draft.Request(absl::StrCat(thread, "-", number), absl::StrCat("answer ", number));
    draft.SetTimer(counter, "reminder", absl::Now() + absl::Hours(1));
    const absl::StatusOr<CommitResult> result = store.Commit(tenant, draft.transaction());
    if (!result.ok()) return;
    const std::string line = absl::StrCat("ack ", thread, " ", number, " ", result->sequence, "\n");
    if (write(STDOUT_FILENO, line.data(), line.size()) < 0) return;
  }
}

int Run(const std::string& path, int threads) {
  const SystemClock clock;
  SqliteStore::Options options;
  options.path = path;
  options.clock = &clock;
  options.checkpoint_pages = 60;  // crash inside checkpoints, too
  auto store = SqliteStore::Open(std::move(options));
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", store.status().ToString().c_str());
    return 1;
  }
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&store, i] { Count(**store, i); });
  }
  for (std::thread& thread : running) thread.join();
  return 0;
}

}  // namespace
}  // namespace interim::store::testing

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  return interim::store::testing::Run(argv[1], std::atoi(argv[2]));
}
