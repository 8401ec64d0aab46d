#include "services/matching/domain/candidates.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "common/core/status_macros.h"
#include "common/law/candidate_data.h"
#include "common/type/convert.h"
#include "google/protobuf/util/field_mask_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/matching/domain/errors.h"

namespace interim::matching {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::util::FieldMaskUtil;
using google::protobuf::util::MessageDifferencer;

// What the service sets itself.
constexpr std::array<const char*, 8> kOwn = {
    "name",      "etag",      "create_time", "update_time", "delete_date", "procedure_end_date",
    "is_placed", "chosen_by",
};
// What a supplier and the candidate may set.
constexpr std::array<const char*, 6> kTheirs = {"available_date", "days_per_week", "hourly_rate",
                                                "skills",         "region_codes",  "style_codes"};

FieldMask OwnFields() {
  FieldMask mask;
  for (const char* path : kOwn) mask.add_paths(path);
  return mask;
}

void Copy(const v1::Candidate& from, const FieldMask& mask, v1::Candidate& to) {
  FieldMaskUtil::MergeOptions options;
  options.set_replace_repeated_fields(true);
  options.set_replace_message_fields(true);
  FieldMaskUtil::MergeMessageTo(from, mask, options, &to);
}

bool IsSame(const v1::Candidate& a, const v1::Candidate& b, const std::string& field) {
  FieldMask mask;
  mask.add_paths(field);
  v1::Candidate only_a;
  v1::Candidate only_b;
  Copy(a, mask, only_a);
  Copy(b, mask, only_b);
  return MessageDifferencer::Equals(only_a, only_b);
}

// True when every tie is still there, as often as before.
bool KeepsTies(const v1::Candidate& before, const v1::Candidate& after) {
  std::vector<bool> used(after.ties_size());
  for (const v1::Tie& tie : before.ties()) {
    int found = 0;
    while (found < after.ties_size() &&
           (used[found] || !MessageDifferencer::Equals(tie, after.ties(found)))) {
      ++found;
    }
    if (found == after.ties_size()) return false;
    used[found] = true;
  }
  return true;
}

bool IsNeeded(const v1::Candidate& candidate) {
  return candidate.is_placed() || !candidate.chosen_by().empty();
}

absl::StatusOr<Date> LastUse(const law::LawData& law, const v1::Candidate& candidate) {
  ASSIGN_OR_RETURN(const Date end,
                   DateFromProto(candidate.procedure_end_date(), "procedure_end_date"));
  return law::DeleteOn(
      law, end, candidate.has_consent_date() ? law::KeepConsent::kGiven : law::KeepConsent::kNone);
}

}  // namespace

void CheckCandidateValues(const v1::Candidate& candidate, Date today, FieldErrors& errors) {
  if (candidate.days_per_week() < 1 || candidate.days_per_week() > 5) {
    errors.Add("candidate.days_per_week", "OUT_OF_RANGE", "1 to 5 days.");
  }
  const auto rate = ReadMoney(candidate.hourly_rate(), "candidate.hourly_rate", errors);
  if (rate && rate->cents() <= 0) {
    errors.Add("candidate.hourly_rate", "OUT_OF_RANGE", "Above zero.");
  }
  ReadDate(candidate.available_date(), "candidate.available_date", errors);
  if (candidate.has_consent_date()) {
    const auto consent = ReadDate(candidate.consent_date(), "candidate.consent_date", errors);
    if (consent && *consent > today) {
      errors.Add("candidate.consent_date", "OUT_OF_RANGE", "Not after today.");
    }
  }
  const bool direct = candidate.channel() == v1::CHANNEL_DIRECT;
  if (direct != candidate.supplier().empty()) {
    errors.Add("candidate.supplier", direct ? "FORBIDDEN" : "REQUIRED",
               direct ? "A direct candidate has no supplier."
                      : "The bureau or agency that offers the candidate.");
  }
}

v1::Candidate PlainCandidate(const v1::Candidate& candidate) {
  return ReplaceCandidate(v1::Candidate(), candidate);
}

v1::Candidate ReplaceCandidate(const v1::Candidate& before, const v1::Candidate& wanted) {
  v1::Candidate after = wanted;
  Copy(before, OwnFields(), after);
  return after;
}

v1::Candidate MergeCandidate(const v1::Candidate& before, const v1::Candidate& wanted,
                             const FieldMask& mask) {
  FieldMask chosen = mask;
  if (chosen.paths().empty()) {
    std::vector<const FieldDescriptor*> fields;
    wanted.GetReflection()->ListFields(wanted, &fields);
    for (const FieldDescriptor* field : fields) chosen.add_paths(field->name());
  }
  v1::Candidate after = before;
  Copy(wanted, chosen, after);
  return ReplaceCandidate(before, after);
}

absl::Status CheckOutsideChange(const v1::Candidate& before, const v1::Candidate& after,
                                OutsideParty party) {
  const google::protobuf::Descriptor& type = *v1::Candidate::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const std::string& field = type.field(i)->name();
    const bool theirs = std::any_of(kTheirs.begin(), kTheirs.end(),
                                    [&](const char* name) { return field == name; });
    const bool consent = party == OutsideParty::kCandidate && field == "consent_date";
    if (theirs || consent || (field == "ties" && KeepsTies(before, after))) continue;
    if (!IsSame(before, after, field)) return FieldNotYours(before.name(), field);
  }
  return absl::OkStatus();
}

absl::Status CheckUsable(const v1::Candidate& candidate, Date today) {
  if (!candidate.has_delete_date()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Date last, DateFromProto(candidate.delete_date(), "delete_date"));
  if (today <= last) return absl::OkStatus();
  return RetentionEnded(candidate.name(), last.ToString());
}

absl::StatusOr<v1::Candidate> WithConsent(const law::LawData& law, const v1::Candidate& before,
                                          const v1::Candidate& after, Date today) {
  v1::Candidate result = after;
  if (before.has_consent_date() == after.has_consent_date() || IsNeeded(after)) return result;
  if (!after.has_consent_date()) {
    *result.mutable_delete_date() = ToProto(today.AddDays(-1));
  } else if (after.has_delete_date() && after.has_procedure_end_date()) {
    ASSIGN_OR_RETURN(const Date last, LastUse(law, after));
    *result.mutable_delete_date() = ToProto(last);
  }
  return result;
}

v1::Candidate AsChosen(const v1::Candidate& candidate, absl::string_view selection) {
  v1::Candidate after = candidate;
  after.set_chosen_by(std::string(selection));
  after.clear_delete_date();
  return after;
}

v1::Candidate AsNotChosen(const v1::Candidate& candidate, absl::string_view selection) {
  v1::Candidate after = candidate;
  if (after.chosen_by() == selection) after.clear_chosen_by();
  return after;
}

v1::Candidate AsPlaced(const v1::Candidate& candidate) {
  v1::Candidate after = candidate;
  after.clear_chosen_by();
  after.clear_delete_date();
  after.set_is_placed(true);
  return after;
}

absl::StatusOr<v1::Candidate> AsPassedOver(const law::LawData& law, const v1::Candidate& candidate,
                                           absl::string_view selection, Date end) {
  v1::Candidate after = AsNotChosen(candidate, selection);
  *after.mutable_procedure_end_date() = ToProto(end);
  if (IsNeeded(after) || !CheckUsable(after, end).ok()) return after;
  ASSIGN_OR_RETURN(const Date last, LastUse(law, after));
  *after.mutable_delete_date() = ToProto(last);
  return after;
}

}  // namespace interim::matching
