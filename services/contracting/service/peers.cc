#include "services/contracting/service/peers.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

namespace assessment = ::interim::assessment::v1;
namespace matching = ::interim::matching::v1;

constexpr absl::string_view kMatching = "interim.matching.v1.MatchingService/";
constexpr absl::string_view kGetAssessment =
    "interim.assessment.v1.AssessmentService/GetAssessment";

// A caller who may not see the person still drafts the brief; the name is then filled in by hand.
bool MayNotSee(const absl::Status& status) {
  return status.code() == absl::StatusCode::kPermissionDenied ||
         status.code() == absl::StatusCode::kNotFound;
}

template <class Response, class Request>
absl::StatusOr<Response> Get(rpc::Call& call, const char* method, const std::string& name) {
  Request request;
  request.set_name(name);
  return call.Ask<Response>(absl::StrCat(kMatching, method), request);
}

absl::Status AskNames(rpc::Call& call, BriefSources& sources) {
  absl::StatusOr<matching::Candidate> candidate =
      Get<matching::Candidate, matching::GetCandidateRequest>(call, "GetCandidate",
                                                              sources.candidate);
  if (!candidate.ok() && !MayNotSee(candidate.status())) return candidate.status();
  if (candidate.ok()) {
    sources.candidate_name = std::string(absl::StripAsciiWhitespace(
        absl::StrCat(candidate->given_name(), " ", candidate->family_name())));
  }
  if (sources.supplier.empty()) return absl::OkStatus();
  absl::StatusOr<matching::Supplier> supplier =
      Get<matching::Supplier, matching::GetSupplierRequest>(call, "GetSupplier", sources.supplier);
  if (!supplier.ok() && !MayNotSee(supplier.status())) return supplier.status();
  if (supplier.ok()) {
    sources.supplier_name = supplier->display_name();
    sources.margin_percent =
        FindDecimal(supplier->has_margin_percent(), supplier->margin_percent());
  }
  return absl::OkStatus();
}

absl::Status AskSelection(rpc::Call& call, v1::Brief& brief, BriefSources& sources) {
  ASSIGN_OR_RETURN(auto selection, (Get<matching::Selection, matching::GetSelectionRequest>(
                                       call, "GetSelection", brief.selection())));
  if (!selection.has_decision() || selection.decision().candidate().empty()) {
    return SelectionNotDecided(brief.selection());
  }
  const matching::Need& need = selection.need();
  sources.situation_codes.assign(need.situation_codes().begin(), need.situation_codes().end());
  sources.role_code = need.role_code();
  sources.sector_code = need.sector_code();
  sources.mandate_level = need.mandate_level();
  sources.start = FindDate(need.has_start_date(), need.start_date());
  if (need.duration_months() > 0) sources.duration_months = need.duration_months();
  if (need.days_per_week() > 0) sources.days_per_week = need.days_per_week();
  const matching::Decision& decision = selection.decision();
  sources.candidate = decision.candidate();
  sources.supplier = decision.supplier();
  sources.hourly_rate = FindMoney(decision.has_hourly_rate(), decision.hourly_rate());
  if (brief.assessment().empty()) brief.set_assessment(selection.assessment());
  return AskNames(call, sources);
}

// The advice fills what the selection left open.
absl::Status AskAssessment(rpc::Call& call, const v1::Brief& brief, BriefSources& sources) {
  assessment::GetAssessmentRequest request;
  request.set_name(brief.assessment());
  ASSIGN_OR_RETURN(auto found, call.Ask<assessment::Assessment>(kGetAssessment, request));
  const assessment::Advice& advice = found.advice();
  if (sources.situation_codes.empty()) {
    for (const auto& match : advice.situations()) {
      sources.situation_codes.push_back(match.situation_code());
    }
  }
  if (sources.role_code.empty()) sources.role_code = advice.role().role_code();
  if (!sources.mandate_level && advice.has_mandate()) {
    sources.mandate_level = advice.mandate().min_level();
  }
  if (!sources.duration_months && advice.duration().has_planned_months()) {
    sources.duration_months = advice.duration().planned_months();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<BriefSources> AskPeers(rpc::Call& call, v1::Brief& brief) {
  BriefSources sources;
  if (!brief.selection().empty()) RETURN_IF_ERROR(AskSelection(call, brief, sources));
  if (!brief.assessment().empty()) RETURN_IF_ERROR(AskAssessment(call, brief, sources));
  return sources;
}

}  // namespace interim::contracting
