// What a walk has done so far, step by step, in a file that survives the end of the process.
#ifndef INTERIM_SERVICES_CLI_WALK_JOURNAL_H_
#define INTERIM_SERVICES_CLI_WALK_JOURNAL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interim::cli {

// How one step ended.
struct JournalEntry {
  std::string key;
  std::string day;  // business day, 2026-01-12
  std::int64_t millis = 0;
  bool refused = false;  // the expected refusal; `bytes` then holds an EncodeError
  std::string bytes;     // serialized response
};

// An append-only file, one line per step, flushed with each. A half line at the end (the process
// was killed while it wrote) is dropped. Not thread-safe.
class Journal {
 public:
  // Begins a new journal with this walk id, or with `resume` reads the one that is there.
  //   errors  NOT_FOUND when there is nothing to resume; DATA_LOSS when it is no journal;
  //           UNAVAILABLE when it cannot be written
  static absl::StatusOr<std::unique_ptr<Journal>> Open(const std::string& path, bool resume,
                                                       const std::string& walk_id);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  const std::string& walk_id() const { return walk_id_; }
  // The entry of a finished step, or null.
  const JournalEntry* Find(absl::string_view key) const;
  // Number of steps finished.
  std::size_t size() const { return entries_.size(); }
  //   errors  UNAVAILABLE when it cannot be written
  absl::Status Append(JournalEntry entry);

 private:
  Journal() = default;
  absl::Status Write(const std::string& line);
  bool Read(const std::string& text, std::size_t* good_bytes);

  int file_ = -1;
  std::string walk_id_;
  std::map<std::string, JournalEntry, std::less<>> entries_;
};

// A refusal with its reason, metadata, fields and preconditions as bytes, and back.
std::string EncodeError(const absl::Status& status);
//   errors  DATA_LOSS
absl::StatusOr<absl::Status> DecodeError(absl::string_view bytes);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_JOURNAL_H_
