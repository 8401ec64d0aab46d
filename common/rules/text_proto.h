#ifndef INTERIM_COMMON_RULES_TEXT_PROTO_H_
#define INTERIM_COMMON_RULES_TEXT_PROTO_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace interim::rules {

// One thing wrong with a data file.
struct FileProblem {
  std::string file;    // path as it was opened
  int line = 0;        // first line is 1; 0 when the problem has no line
  std::string reason;  // English, one sentence
};

// "file:line: reason"
std::string ToString(const FileProblem& problem);

// OK when there are none; else INVALID_ARGUMENT DATA_FILE_INVALID whose message lists every problem
// and whose fields are "file:line" (the first 20).
absl::Status ProblemsToStatus(const std::vector<FileProblem>& problems);

// One step down to a field: its name and, when repeated, the position.
struct FieldStep {
  const char* field;
  int index = -1;  // -1 for a field that is not repeated
};

// Knows on which line of its file each field of a parsed message stands.
class LineIndex {
 public:
  LineIndex();
  LineIndex(LineIndex&&) noexcept;
  LineIndex& operator=(LineIndex&&) noexcept;
  ~LineIndex();

  // Line of the deepest step that is in the file; 1 when none is.
  int LineOf(std::initializer_list<FieldStep> path) const;

 private:
  friend bool ReadTextProto(const std::string& path, google::protobuf::Message* message,
                            LineIndex* lines, std::vector<FileProblem>* problems);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Reads a text proto file. Every syntax problem is added to `problems` with its line; a file that
// cannot be opened, or whose leading comments do not hold a line "# proto-message: <name>" with the
// name of `message`, is a problem too. `lines` may be null.
//   returns  true when nothing was added; otherwise `message` is incomplete
bool ReadTextProto(const std::string& path, google::protobuf::Message* message, LineIndex* lines,
                   std::vector<FileProblem>* problems);

// Files directly in `folder` whose name ends in `suffix`, sorted; hidden files are left out.
//   errors  NOT_FOUND DATA_FOLDER_MISSING
absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& folder,
                                                   absl::string_view suffix);

// As ReadTextProto, with a status.
//   errors  INVALID_ARGUMENT DATA_FILE_INVALID
absl::Status LoadTextProtoInto(const std::string& path, google::protobuf::Message* message);

// Reads one message of type T from a text proto file.
//   errors  INVALID_ARGUMENT DATA_FILE_INVALID with every problem and its line
template <typename T>
absl::StatusOr<T> LoadTextProto(const std::string& path) {
  T message;
  absl::Status status = LoadTextProtoInto(path, &message);
  if (!status.ok()) return status;
  return message;
}

}  // namespace interim::rules

#endif  // INTERIM_COMMON_RULES_TEXT_PROTO_H_
