#include "common/rules/text_proto.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/core/error.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"

namespace interim::rules {
namespace {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

constexpr std::size_t kMaxListedProblems = 200;

class Collector : public pb::io::ErrorCollector {
 public:
  Collector(const std::string& file, std::vector<FileProblem>* problems)
      : file_(file), problems_(*problems) {}
  void AddError(int line, pb::io::ColumnNumber /*column*/, const std::string& message) override {
    problems_.push_back({file_, line + 1, message});
  }
  void AddWarning(int line, pb::io::ColumnNumber column, const std::string& message) override {
    AddError(line, column, message);
  }

 private:
  const std::string& file_;
  std::vector<FileProblem>& problems_;
};

// True when a leading comment names the message, in full or by its last part.
bool HeaderNames(absl::string_view content, const pb::Descriptor& descriptor) {
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    if (!absl::ConsumePrefix(&line, "#")) return false;
    const std::size_t at = line.find("proto-message:");
    if (at == absl::string_view::npos) continue;
    line = absl::StripAsciiWhitespace(line.substr(at + 14));
    return line == descriptor.full_name() || line == descriptor.name();
  }
  return false;
}

}  // namespace

std::string ToString(const FileProblem& problem) {
  if (problem.line == 0) return absl::StrCat(problem.file, ": ", problem.reason);
  return absl::StrCat(problem.file, ":", problem.line, ": ", problem.reason);
}

absl::Status ProblemsToStatus(const std::vector<FileProblem>& problems) {
  if (problems.empty()) return absl::OkStatus();
  ErrorSpec spec;
  spec.code = absl::StatusCode::kInvalidArgument;
  spec.reason = "DATA_FILE_INVALID";
  std::vector<std::string> lines;
  for (const FileProblem& problem : problems) {
    if (lines.size() < kMaxListedProblems) lines.push_back(ToString(problem));
    if (spec.fields.size() < kMaxFieldViolations) {
      spec.fields.push_back(
          {absl::StrCat(problem.file, ":", problem.line), "DATA_FILE_INVALID", problem.reason});
    }
  }
  spec.message = absl::StrJoin(lines, "\n");
  spec.metadata.emplace_back("problemCount", absl::StrCat(problems.size()));
  return MakeError(std::move(spec));
}

struct LineIndex::Impl {
  pb::TextFormat::ParseInfoTree tree;
  const pb::Descriptor* descriptor = nullptr;
};

LineIndex::LineIndex() : impl_(std::make_unique<Impl>()) {}
LineIndex::LineIndex(LineIndex&&) noexcept = default;
LineIndex& LineIndex::operator=(LineIndex&&) noexcept = default;
LineIndex::~LineIndex() = default;

int LineIndex::LineOf(std::initializer_list<FieldStep> path) const {
  int line = 1;
  const pb::Descriptor* descriptor = impl_->descriptor;
  const pb::TextFormat::ParseInfoTree* tree = &impl_->tree;
  for (const FieldStep& step : path) {
    if (descriptor == nullptr || tree == nullptr) break;
    const pb::FieldDescriptor* field = descriptor->FindFieldByName(step.field);
    if (field == nullptr) break;
    // protobuf aborts on a position that does not suit the field; -1 for a repeated one is its
    // first.
    const int index = field->is_repeated() ? std::max(step.index, 0) : -1;
    const auto location = tree->GetLocation(field, index);
    if (location.line < 0) break;
    line = location.line + 1;
    if (field->message_type() == nullptr) break;
    tree = tree->GetTreeForNested(field, index);
    descriptor = field->message_type();
  }
  return line;
}

bool ReadTextProto(const std::string& path, pb::Message* message, LineIndex* lines,
                   std::vector<FileProblem>* problems) {
  const std::size_t before = problems->size();
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  if (!in || !(content << in.rdbuf())) {
    problems->push_back({path, 0, "The file cannot be read or is empty."});
    return false;
  }
  const std::string text = content.str();
  if (!HeaderNames(text, *message->GetDescriptor())) {
    problems->push_back({path, 1,
                         absl::StrCat("The leading comments lack '# proto-message: ",
                                      message->GetDescriptor()->full_name(), "'.")});
  }
  Collector collector(path, problems);
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  if (lines != nullptr) {
    lines->impl_->descriptor = message->GetDescriptor();
    parser.WriteLocationsTo(&lines->impl_->tree);
  }
  const bool parsed = parser.ParseFromString(text, message);
  if (!parsed && problems->size() == before) {
    problems->push_back({path, 0, "The file is not a text proto."});
  }
  return problems->size() == before;
}

absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& folder,
                                                   absl::string_view suffix) {
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  std::vector<std::string> files;
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (absl::EndsWith(name, suffix) && !absl::StartsWith(name, ".")) {
      files.push_back(entry->path().string());
    }
  }
  if (error) {
    return MakeError({.code = absl::StatusCode::kNotFound,
                      .reason = "DATA_FOLDER_MISSING",
                      .message = absl::StrCat("The data folder cannot be read: ", folder, "."),
                      .metadata = {{"folder", folder}}});
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::Status LoadTextProtoInto(const std::string& path, pb::Message* message) {
  std::vector<FileProblem> problems;
  ReadTextProto(path, message, nullptr, &problems);
  return ProblemsToStatus(problems);
}

}  // namespace interim::rules
