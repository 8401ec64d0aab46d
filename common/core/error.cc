#include "common/core/error.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace interim {
namespace {

constexpr char kPayloadType[] = "type.interim/error.1";

// Payload: a flat list of "<length>:<bytes>" items in a fixed order. Own encoding, because this
// layer may not know protobuf.
void Put(absl::string_view value, std::string* out) {
  absl::StrAppend(out, value.size(), ":", value);
}

class Reader {
 public:
  explicit Reader(absl::string_view rest) : rest_(rest) {}

  std::string Text() {
    const std::size_t colon = rest_.find(':');
    std::uint64_t size = 0;
    if (colon == absl::string_view::npos || !absl::SimpleAtoi(rest_.substr(0, colon), &size) ||
        size > rest_.size() - colon - 1) {
      ok_ = false;
      rest_ = absl::string_view();
      return "";
    }
    std::string value(rest_.substr(colon + 1, size));
    rest_.remove_prefix(colon + 1 + size);
    return value;
  }

  // A count of items that follow; each item takes at least two bytes, so more cannot be true.
  std::size_t Count() {
    std::uint64_t count = 0;
    if (!absl::SimpleAtoi(Text(), &count) || count > rest_.size()) {
      ok_ = false;
      return 0;
    }
    return static_cast<std::size_t>(count);
  }

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  absl::string_view rest_;
  bool ok_ = true;
};

std::string Encode(const ErrorSpec& spec) {
  std::string out;
  Put(spec.reason, &out);
  Put(spec.retry_after ? absl::StrCat(absl::ToInt64Nanoseconds(*spec.retry_after)) : "", &out);
  Put(absl::StrCat(spec.metadata.size()), &out);
  for (const auto& [key, value] : spec.metadata) {
    Put(key, &out);
    Put(value, &out);
  }
  Put(absl::StrCat(spec.fields.size()), &out);
  for (const FieldViolation& f : spec.fields) {
    Put(f.field, &out);
    Put(f.reason, &out);
    Put(f.description, &out);
  }
  Put(absl::StrCat(spec.preconditions.size()), &out);
  for (const PreconditionViolation& p : spec.preconditions) {
    Put(p.type, &out);
    Put(p.subject, &out);
    Put(p.description, &out);
  }
  return out;
}

std::optional<ErrorSpec> Decode(absl::string_view bytes) {
  Reader reader(bytes);
  ErrorSpec spec;
  spec.reason = reader.Text();
  const std::string retry = reader.Text();
  if (!retry.empty()) {
    std::int64_t nanos = 0;
    if (!absl::SimpleAtoi(retry, &nanos)) return std::nullopt;
    spec.retry_after = absl::Nanoseconds(nanos);
  }
  // The braces of an initialiser list fix the order of the reads.
  for (std::size_t n = reader.Count(); reader.ok() && n > 0; --n) {
    spec.metadata.push_back(std::pair<std::string, std::string>{reader.Text(), reader.Text()});
  }
  for (std::size_t n = reader.Count(); reader.ok() && n > 0; --n) {
    spec.fields.push_back(FieldViolation{reader.Text(), reader.Text(), reader.Text()});
  }
  for (std::size_t n = reader.Count(); reader.ok() && n > 0; --n) {
    spec.preconditions.push_back(
        PreconditionViolation{reader.Text(), reader.Text(), reader.Text()});
  }
  if (!reader.ok() || !reader.at_end()) return std::nullopt;
  return spec;
}

}  // namespace

// By value: a caller hands over what it built, whatever this keeps of it.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
absl::Status MakeError(ErrorSpec spec) {
  const absl::StatusCode code =
      spec.code == absl::StatusCode::kOk ? absl::StatusCode::kInternal : spec.code;
  absl::Status status(code, spec.message);
  status.SetPayload(kPayloadType, absl::Cord(Encode(spec)));
  return status;
}

std::optional<ErrorSpec> FindError(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadType);
  if (!payload.has_value()) return std::nullopt;
  std::optional<ErrorSpec> spec = Decode(std::string(*payload));
  if (spec.has_value()) {
    spec->code = status.code();
    spec->message = std::string(status.message());
  }
  return spec;
}

std::string ReasonOf(const absl::Status& status) {
  const std::optional<ErrorSpec> spec = FindError(status);
  return spec.has_value() ? spec->reason : "";
}

void FieldErrors::Add(absl::string_view field_path, absl::string_view reason,
                      absl::string_view description) {
  fields_.push_back(
      FieldViolation{std::string(field_path), std::string(reason), std::string(description)});
}

absl::Status FieldErrors::ToStatus(std::string reason) const {
  if (fields_.empty()) return absl::OkStatus();
  ErrorSpec spec;
  spec.code = absl::StatusCode::kInvalidArgument;
  spec.reason = std::move(reason);
  const std::size_t kept = std::min(fields_.size(), kMaxFieldViolations);
  spec.fields.assign(fields_.begin(), fields_.begin() + static_cast<std::ptrdiff_t>(kept));
  spec.message = absl::StrCat(
      fields_.size(), fields_.size() == 1 ? " field is invalid: " : " fields are invalid: ",
      absl::StrJoin(spec.fields, ", ", [](std::string* out, const FieldViolation& violation) {
        out->append(violation.field);
      }));
  if (kept < fields_.size()) spec.message += ", ...";
  spec.metadata.emplace_back("fieldCount", absl::StrCat(fields_.size()));
  return MakeError(std::move(spec));
}

}  // namespace interim
