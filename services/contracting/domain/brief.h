// A brief from draft to approved.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_BRIEF_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_BRIEF_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/money.h"
#include "google/protobuf/field_mask.pb.h"
#include "interim/contracting/v1/brief.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// What a decided selection and an accepted advice say about the assignment. Empty: not known.
struct BriefSources {
  std::vector<std::string> situation_codes;
  std::string role_code;
  std::string sector_code;
  std::optional<int> mandate_level;
  std::optional<Date> start;
  std::optional<int> duration_months;
  std::optional<int> days_per_week;
  std::optional<Money> hourly_rate;
  std::string candidate;       // resource name
  std::string candidate_name;  // empty when it may not be seen
  std::string supplier;        // resource name; empty for a direct contract
  std::string supplier_name;
  std::optional<Decimal> margin_percent;
};

// A draft: given values first, then the sources, then the template. Lists of a block that is given
// are the caller's; a block that is not given comes from the template. Pure.
//   errors  INVALID_ARGUMENT TEMPLATE_UNKNOWN
absl::StatusOr<v1::Brief> DraftBrief(const Catalogs& catalogs, const v1::Brief& given,
                                     const BriefSources& sources, absl::string_view template_code);

// The brief with the masked top-level fields of `change` (all set fields when the mask is empty).
// An approved brief becomes a draft again. Output-only fields are never taken over.
//   errors  INVALID_ARGUMENT FIELDS_INVALID for a mask that names an output-only field
absl::StatusOr<v1::Brief> UpdateBrief(const Catalogs& catalogs, const v1::Brief& brief,
                                      const v1::Brief& change,
                                      const google::protobuf::FieldMask& mask);

// Approves a complete brief.
//   errors  FAILED_PRECONDITION BRIEF_APPROVED, BRIEF_INCOMPLETE (every gap)
absl::StatusOr<v1::Brief> ApproveBrief(const Catalogs& catalogs, const v1::Brief& brief,
                                       absl::string_view subject, absl::Time now);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_BRIEF_H_
