#include "services/matching/service/candidate_index.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "interim/matching/v1/candidate.pb.h"
#include "interim/matching/v1/supplier.pb.h"

namespace interim::matching {
namespace {

constexpr int kEventsAtATime = 500;
constexpr absl::string_view kCandidates = "candidates/";
constexpr absl::string_view kSuppliers = "suppliers/";

absl::Status Unreadable(absl::string_view resource) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kDataLoss;
  spec.reason = "CANDIDATE_UNREADABLE";
  spec.message = "A stored candidate cannot be read.";
  spec.metadata = {{"candidate", std::string(resource)}};
  return MakeError(std::move(spec));
}

}  // namespace

CandidateIndex::Part& CandidateIndex::PartOf(const TenantId& tenant) {
  MutexLock lock(mutex_);
  std::unique_ptr<Part>& part = parts_[std::string(tenant.value())];
  if (part == nullptr) part = std::make_unique<Part>();
  return *part;
}

absl::Status CandidateIndex::With(const TenantId& tenant,
                                  const std::function<absl::Status(const IndexView&)>& use) {
  Part& part = PartOf(tenant);
  MutexLock lock(part.mutex);
  RETURN_IF_ERROR(CatchUp(tenant, part));
  return use({.profiles = part.profiles,
              .barred_suppliers = part.barred_suppliers,
              .codes = part.codes,
              .data_version = part.sequence});
}

absl::Status CandidateIndex::CatchUp(const TenantId& tenant, Part& part) {
  bool changed = false;
  while (true) {
    ASSIGN_OR_RETURN(const auto entries, store_.ReadFeed(tenant, part.sequence, kEventsAtATime,
                                                         store::Store::Payloads::kWith));
    for (const store::FeedEntry& entry : entries) {
      ASSIGN_OR_RETURN(const bool took, Take(tenant, entry, part));
      changed = changed || took;
      part.sequence = entry.event.sequence;
    }
    // A read also stops at a size, so only an empty answer is the end.
    if (entries.empty()) break;
  }
  if (!changed) return absl::OkStatus();
  part.profiles.clear();
  part.profiles.reserve(part.by_name.size());
  for (const auto& [name, profile] : part.by_name) part.profiles.push_back(profile.get());
  return absl::OkStatus();
}

absl::StatusOr<bool> CandidateIndex::Take(const TenantId& tenant, const store::FeedEntry& entry,
                                          Part& part) {
  bool took = false;
  const auto take = [&](const std::string& resource,
                        const store::Payload* payload) -> absl::Status {
    const std::string name = absl::StrCat("organizations/", tenant.value(), "/", resource);
    if (absl::StartsWith(resource, kSuppliers)) return TakeSupplier(name, payload, part);
    if (!absl::StartsWith(resource, kCandidates)) return absl::OkStatus();
    took = true;
    return TakeOne(name, payload, part);
  };
  RETURN_IF_ERROR(take(entry.event.what.resource, entry.payload ? &*entry.payload : nullptr));
  for (std::size_t i = 0; i < entry.event.others.size(); ++i) {
    RETURN_IF_ERROR(take(entry.event.others[i].id,
                         i < entry.other_payloads.size() ? &entry.other_payloads[i] : nullptr));
  }
  return took;
}

absl::Status CandidateIndex::TakeSupplier(const std::string& name, const store::Payload* payload,
                                          Part& part) {
  const Codes::Code code = part.codes.Add(SupplierKey(name));
  std::vector<Codes::Code>& barred = part.barred_suppliers;
  barred.erase(std::remove(barred.begin(), barred.end(), code), barred.end());
  if (payload == nullptr || payload->erased || payload->bytes.empty()) return absl::OkStatus();
  v1::Supplier supplier;
  if (!supplier.ParseFromString(payload->bytes)) return Unreadable(name);
  if (supplier.channel() != v1::CHANNEL_SECONDMENT_AGENCY || supplier.is_waadi_registered()) {
    return absl::OkStatus();
  }
  barred.insert(std::upper_bound(barred.begin(), barred.end(), code), code);
  return absl::OkStatus();
}

absl::Status CandidateIndex::TakeOne(const std::string& name, const store::Payload* payload,
                                     Part& part) {
  if (payload == nullptr || payload->erased || payload->bytes.empty()) {
    part.by_name.erase(name);
    return absl::OkStatus();
  }
  v1::Candidate candidate;
  if (!candidate.ParseFromString(payload->bytes)) return Unreadable(name);
  candidate.set_name(name);
  ASSIGN_OR_RETURN(Profile profile, CompileCandidate(model_, candidate, part.codes));
  part.by_name[name] = std::make_unique<Profile>(std::move(profile));
  return absl::OkStatus();
}

}  // namespace interim::matching
