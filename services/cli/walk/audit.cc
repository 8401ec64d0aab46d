// The audit trails of the whole case.
#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "interim/audit/v1/audit_service.pb.h"
#include "services/cli/walk/case.h"

namespace interim::cli {

absl::Status VerifyTrails(Walk& walk, Report& report) {
  std::vector<std::string> counts;
  for (const std::string& server : Suite::ServiceNames()) {
    const std::string key = absl::StrCat("audit/verify/", server);
    ASSIGN_OR_RETURN(const auto verified,
                     walk.Do<audit::v1::VerifyTrailResponse>(
                         {key, "auditor", "interim.audit.v1.AuditService/VerifyTrail",
                          R"req(parent: "${parent}")req", server}));
    RETURN_IF_ERROR(Expect(verified.verified(), key, "the trail verifies"));
    RETURN_IF_ERROR(Expect(verified.event_count() > 0, key, "there are events"));
    counts.push_back(absl::StrCat(Phrase(absl::StrCat("service.", server), walk.language()), " ",
                                  verified.event_count()));
    report.Fact(absl::StrCat("audit.", server, "_events"), absl::StrCat(verified.event_count()));
  }
  report.Fact("audit.verified", "true");
  report.Item("audit.verified", {{"counts", Listed(counts, walk.language())}});
  return absl::OkStatus();
}

}  // namespace interim::cli
