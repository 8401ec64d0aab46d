#include "services/cli/walk/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/cli/files.h"

namespace interim::cli {
namespace {

constexpr absl::string_view kHead = "interim-walk 1 ";
constexpr mode_t kOwnerOnly = 0600;

std::string LineOf(const JournalEntry& entry) {
  return absl::StrCat(entry.key, "\t", entry.day, "\t", entry.millis, "\t",
                      entry.refused ? "refused" : "done", "\t", absl::Base64Escape(entry.bytes),
                      "\n");
}

bool EntryOf(absl::string_view line, JournalEntry* entry) {
  const std::vector<std::string> parts = absl::StrSplit(line, '\t');
  constexpr std::size_t kParts = 5;
  if (parts.size() != kParts) return false;
  entry->key = parts[0];
  entry->day = parts[1];
  entry->refused = parts[3] == "refused";
  return absl::SimpleAtoi(parts[2], &entry->millis) &&
         absl::Base64Unescape(parts[4], &entry->bytes);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(const std::string& path, bool resume,
                                                       const std::string& walk_id) {
  std::unique_ptr<Journal> journal(new Journal());
  std::size_t good_bytes = 0;
  if (resume) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    if (!journal->Read(text, &good_bytes)) {
      return absl::DataLossError(absl::StrCat(path, " is not the journal of a walk"));
    }
  }
  journal->file_ = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (journal->file_ < 0 || ftruncate(journal->file_, static_cast<off_t>(good_bytes)) != 0 ||
      lseek(journal->file_, 0, SEEK_END) < 0) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path));
  }
  if (resume) return journal;
  journal->walk_id_ = walk_id;
  RETURN_IF_ERROR(journal->Write(absl::StrCat(kHead, walk_id, "\n")));
  return journal;
}

Journal::~Journal() {
  if (file_ >= 0) close(file_);
}

bool Journal::Read(const std::string& text, std::size_t* good_bytes) {
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    absl::string_view line(text.data() + begin, end - begin);
    if (begin == 0) {
      if (!absl::ConsumePrefix(&line, kHead)) return false;
      walk_id_ = std::string(line);
    } else {
      JournalEntry entry;
      if (!EntryOf(line, &entry)) return false;
      entries_[entry.key] = std::move(entry);
    }
    begin = end + 1;
  }
  *good_bytes = begin;
  return !walk_id_.empty();
}

const JournalEntry* Journal::Find(absl::string_view key) const {
  const auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second;
}

absl::Status Journal::Append(JournalEntry entry) {
  RETURN_IF_ERROR(Write(LineOf(entry)));
  std::string key = entry.key;
  entries_[std::move(key)] = std::move(entry);
  return absl::OkStatus();
}

absl::Status Journal::Write(const std::string& line) {
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t count = write(file_, line.data() + written, line.size() - written);
    if (count <= 0) return absl::UnavailableError("cannot write the journal of the walk");
    written += static_cast<std::size_t>(count);
  }
  return absl::OkStatus();
}

std::string EncodeError(const absl::Status& status) {
  google::rpc::Status packed;
  packed.set_code(static_cast<int>(status.code()));
  packed.set_message(std::string(status.message()));
  const auto error = FindError(status);
  if (error) {
    google::rpc::ErrorInfo info;
    info.set_reason(error->reason);
    // A repeated field keeps the order; the metadata map of ErrorInfo would not.
    google::rpc::PreconditionFailure failure;
    for (const auto& [key, value] : error->metadata) {
      auto* row = failure.add_violations();
      row->set_type("metadata");
      row->set_subject(key);
      row->set_description(value);
    }
    for (const PreconditionViolation& violation : error->preconditions) {
      auto* row = failure.add_violations();
      row->set_type(absl::StrCat("needed ", violation.type));
      row->set_subject(violation.subject);
      row->set_description(violation.description);
    }
    google::rpc::BadRequest bad;
    for (const FieldViolation& violation : error->fields) {
      auto* row = bad.add_field_violations();
      row->set_field(violation.field);
      row->set_description(absl::StrCat(violation.reason, "\n", violation.description));
    }
    packed.add_details()->PackFrom(info);
    packed.add_details()->PackFrom(failure);
    packed.add_details()->PackFrom(bad);
  }
  return packed.SerializeAsString();
}

absl::StatusOr<absl::Status> DecodeError(absl::string_view bytes) {
  google::rpc::Status packed;
  if (!packed.ParseFromString(std::string(bytes))) {
    return absl::DataLossError("a refusal in the journal cannot be read");
  }
  const auto code = static_cast<absl::StatusCode>(packed.code());
  constexpr int kDetails = 3;
  if (packed.details_size() != kDetails) return absl::Status(code, packed.message());
  google::rpc::ErrorInfo info;
  google::rpc::PreconditionFailure failure;
  google::rpc::BadRequest bad;
  if (!packed.details(0).UnpackTo(&info) || !packed.details(1).UnpackTo(&failure) ||
      !packed.details(2).UnpackTo(&bad)) {
    return absl::DataLossError("a refusal in the journal cannot be read");
  }
  ErrorSpec spec;
  spec.code = code;
  spec.reason = info.reason();
  spec.message = packed.message();
  for (const auto& row : failure.violations()) {
    absl::string_view type = row.type();
    if (absl::ConsumePrefix(&type, "needed ")) {
      spec.preconditions.push_back({std::string(type), row.subject(), row.description()});
    } else {
      spec.metadata.emplace_back(row.subject(), row.description());
    }
  }
  for (const auto& row : bad.field_violations()) {
    const std::vector<std::string> parts =
        absl::StrSplit(row.description(), absl::MaxSplits('\n', 1));
    spec.fields.push_back({row.field(), parts.front(), parts.back()});
  }
  return MakeError(std::move(spec));
}

}  // namespace interim::cli
