// Candidates in memory, per organization, kept up to date from the feed: a search compares numbers
// and reads no record.
#ifndef INTERIM_SERVICES_MATCHING_SERVICE_CANDIDATE_INDEX_H_
#define INTERIM_SERVICES_MATCHING_SERVICE_CANDIDATE_INDEX_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/core/mutex.h"
#include "common/core/tenant.h"
#include "common/store/store.h"
#include "services/matching/domain/model.pb.h"
#include "services/matching/domain/profile.h"

namespace interim::matching {

// One organization's candidates as of one point of the trail. Valid while `use` runs.
struct IndexView {
  const std::vector<const Profile*>& profiles;
  const std::vector<Codes::Code>& barred_suppliers;  // sorted
  const Codes& codes;
  std::int64_t data_version = 0;  // sequence of the last event taken in
};

// Thread-safe. Searches of one organization take turns; different organizations do not meet.
class CandidateIndex {
 public:
  // `model` and `store` must outlive the index.
  CandidateIndex(const MatchingModel& model, store::Store& store) : model_(model), store_(store) {}

  // Takes in what has happened since the last time and hands the view to `use`.
  //   errors  what the store answers; DATA_LOSS CANDIDATE_UNREADABLE for a record that is none
  absl::Status With(const TenantId& tenant,
                    const std::function<absl::Status(const IndexView&)>& use);

 private:
  struct Part {
    Mutex mutex;
    std::map<std::string, std::unique_ptr<Profile>> by_name ABSL_GUARDED_BY(mutex);
    std::vector<const Profile*> profiles ABSL_GUARDED_BY(mutex);
    Codes codes ABSL_GUARDED_BY(mutex);
    std::vector<Codes::Code> barred_suppliers ABSL_GUARDED_BY(mutex);
    std::int64_t sequence ABSL_GUARDED_BY(mutex) = 0;
  };

  Part& PartOf(const TenantId& tenant);
  absl::Status CatchUp(const TenantId& tenant, Part& part)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(part.mutex);
  // True when the event changed a candidate.
  absl::StatusOr<bool> Take(const TenantId& tenant, const store::FeedEntry& entry, Part& part)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(part.mutex);
  // A secondment agency that is not registered may not make workers available (R09).
  absl::Status TakeSupplier(const std::string& name, const store::Payload* payload, Part& part)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(part.mutex);
  absl::Status TakeOne(const std::string& name, const store::Payload* payload, Part& part)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(part.mutex);

  const MatchingModel& model_;
  store::Store& store_;
  Mutex mutex_;
  std::map<std::string, std::unique_ptr<Part>> parts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_SERVICE_CANDIDATE_INDEX_H_
