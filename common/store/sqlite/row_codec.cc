#include "common/store/sqlite/row_codec.h"

#include <cstdint>
#include <utility>

namespace interim::store::sqlite {
namespace {

void AppendNumber(std::uint64_t value, int bytes, std::string& out) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(value >> shift)));
  }
}

void AppendText(absl::string_view text, std::string& out) {
  AppendNumber(text.size(), 4, out);
  out.append(text.data(), text.size());
}

bool TakeNumber(absl::string_view& in, int bytes, std::uint64_t& out) {
  if (in.size() < static_cast<std::size_t>(bytes)) return false;
  out = 0;
  for (int i = 0; i < bytes; ++i) out = out << 8 | static_cast<unsigned char>(in[i]);
  in.remove_prefix(static_cast<std::size_t>(bytes));
  return true;
}

bool TakeText(absl::string_view& in, std::string& out) {
  std::uint64_t size = 0;
  if (!TakeNumber(in, 4, size) || in.size() < size) return false;
  out.assign(in.data(), size);
  in.remove_prefix(size);
  return true;
}

}  // namespace

std::string EncodeFields(const std::vector<IndexField>& fields) {
  std::string out;
  for (const IndexField& field : fields) {
    AppendText(field.name, out);
    AppendText(field.value, out);
  }
  return out;
}

std::string EncodeOthers(const std::vector<OtherWrite>& others) {
  std::string out;
  for (const OtherWrite& other : others) {
    AppendText(other.id, out);
    AppendNumber(static_cast<std::uint64_t>(other.version), 8, out);
    AppendText(other.payload_hash, out);
  }
  return out;
}

bool DecodeFields(absl::string_view bytes, std::vector<IndexField>& out) {
  out.clear();
  while (!bytes.empty()) {
    IndexField field;
    if (!TakeText(bytes, field.name) || !TakeText(bytes, field.value)) return false;
    out.push_back(std::move(field));
  }
  return true;
}

bool DecodeOthers(absl::string_view bytes, std::vector<OtherWrite>& out) {
  out.clear();
  while (!bytes.empty()) {
    OtherWrite other;
    std::uint64_t version = 0;
    if (!TakeText(bytes, other.id) || !TakeNumber(bytes, 8, version) ||
        !TakeText(bytes, other.payload_hash)) {
      return false;
    }
    other.version = static_cast<std::int64_t>(version);
    out.push_back(std::move(other));
  }
  return true;
}

}  // namespace interim::store::sqlite
