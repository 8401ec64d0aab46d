#include "services/contracting/domain/brief.h"

#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "services/contracting/domain/brief_check.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/masks.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {

absl::StatusOr<v1::Brief> UpdateBrief(const Catalogs& catalogs, const v1::Brief& brief,
                                      const v1::Brief& change,
                                      const google::protobuf::FieldMask& mask) {
  v1::Brief after = brief;
  RETURN_IF_ERROR(MergeMasked(change, mask, after));
  after.set_state(v1::BRIEF_STATE_DRAFT);
  after.clear_approved_by();
  after.clear_approve_time();
  after.set_role_class(
      catalogs.shared().FindRoleClass(after.role_code()).value_or(v1::ROLE_CLASS_UNSPECIFIED));
  return after;
}

absl::StatusOr<v1::Brief> ApproveBrief(const Catalogs& catalogs, const v1::Brief& brief,
                                       absl::string_view subject, absl::Time now) {
  if (brief.state() == v1::BRIEF_STATE_APPROVED) return BriefIsApproved(brief);
  std::vector<v1::BriefGap> gaps = BlockingGaps(CheckBrief(catalogs, brief));
  if (!gaps.empty()) return BriefIncomplete(brief, gaps);
  v1::Brief after = brief;
  after.set_state(v1::BRIEF_STATE_APPROVED);
  after.set_approved_by(std::string(subject));
  *after.mutable_approve_time() = ToTimestamp(now);
  after.set_revision(brief.revision() + 1);
  return after;
}

}  // namespace interim::contracting
