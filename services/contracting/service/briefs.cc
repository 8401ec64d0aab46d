#include "services/contracting/service/briefs.h"

#include <string>
#include <utility>
#include <vector>

#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/contracting/domain/brief.h"
#include "services/contracting/domain/brief_check.h"
#include "services/contracting/domain/gates.h"
#include "services/contracting/service/peers.h"
#include "services/contracting/service/resources.h"

namespace interim::contracting {
namespace {

Act ActOf(const rpc::Call& call) {
  return {.subject = call.principal().subject, .today = call.today()};
}

// A day of the request; today when it is absent.
absl::StatusOr<Date> DayOr(bool has, const google::type::Date& day, absl::string_view field,
                           Date today) {
  if (!has) return today;
  return DateFromProto(day, field);
}

}  // namespace

absl::StatusOr<v1::Brief> Briefs::CreateBrief(rpc::Call& call,
                                              const v1::CreateBriefRequest& request) const {
  v1::Brief given = request.brief();
  if (given.selection().empty()) given.set_selection(request.selection());
  if (given.assessment().empty()) given.set_assessment(request.assessment());
  ASSIGN_OR_RETURN(BriefSources sources, AskPeers(call, given));
  ASSIGN_OR_RETURN(v1::Brief brief,
                   DraftBrief(knowledge_.catalogs(), given, sources, request.template_code()));
  RETURN_IF_ERROR(RefreshGates(knowledge_.law(), knowledge_.catalogs(), call.today(), brief));
  return call.Create<v1::Brief>("", brief, "brief.created");
}

absl::StatusOr<v1::Brief> Briefs::UpdateBrief(rpc::Call& call,
                                              const v1::UpdateBriefRequest& request) const {
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(request.brief().name()));
  ASSIGN_OR_RETURN(v1::Brief after,
                   contracting::UpdateBrief(knowledge_.catalogs(), *brief, request.brief(),
                                            request.update_mask()));
  RETURN_IF_ERROR(RefreshGates(knowledge_.law(), knowledge_.catalogs(), call.today(), after));
  return call.Commit(brief, after, "brief.updated");
}

absl::StatusOr<v1::CheckBriefResponse> Briefs::CheckBrief(
    rpc::Call& call, const v1::CheckBriefRequest& request) const {
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(request.name()));
  std::vector<v1::BriefGap> gaps = contracting::CheckBrief(knowledge_.catalogs(), *brief);
  v1::CheckBriefResponse response;
  response.set_is_complete(BlockingGaps(gaps).empty());
  response.set_rule_version(BriefCheckVersion(knowledge_.catalogs()));
  for (v1::BriefGap& gap : gaps) *response.add_gaps() = std::move(gap);
  return response;
}

absl::StatusOr<v1::Brief> Briefs::ApproveBrief(rpc::Call& call,
                                               const v1::ApproveBriefRequest& request) const {
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(request.name()));
  ASSIGN_OR_RETURN(v1::Brief after,
                   contracting::ApproveBrief(knowledge_.catalogs(), *brief,
                                             call.principal().subject, call.now()));
  return call.Commit(brief, after, "brief.approved");
}

absl::StatusOr<v1::Brief> Briefs::GetBrief(rpc::Call& call,
                                           const v1::GetBriefRequest& request) const {
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(request.name()));
  return *brief;
}

absl::StatusOr<v1::ListBriefsResponse> Briefs::ListBriefs(
    rpc::Call& call, const v1::ListBriefsRequest& request) const {
  rpc::ListArgs args;
  if (request.state() != v1::BRIEF_STATE_UNSPECIFIED) {
    args.filters.push_back({"state", v1::BriefState_Name(request.state())});
  }
  ASSIGN_OR_RETURN(auto page, call.List<v1::Brief>(args));
  v1::ListBriefsResponse response;
  for (v1::Brief& brief : page.items) *response.add_briefs() = std::move(brief);
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::Brief> Briefs::RequestAdvice(rpc::Call& call,
                                                const v1::RequestAdviceRequest& request) const {
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(request.name()));
  ASSIGN_OR_RETURN(Date day, DayOr(request.has_request_date(), request.request_date(),
                                   "request_date", call.today()));
  AdviceRequest asked{
      .gate_code = request.gate_code(),
      .day = day,
      .contents = {request.request_contents().begin(), request.request_contents().end()}};
  ASSIGN_OR_RETURN(v1::Brief after, contracting::RequestAdvice(*brief, asked, ActOf(call)));
  return call.Commit(brief, after, "gate.requested");
}

absl::StatusOr<v1::Brief> Briefs::RecordAdvice(rpc::Call& call,
                                               const v1::RecordAdviceRequest& request) const {
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(request.name()));
  ASSIGN_OR_RETURN(Date day, DayOr(request.has_advice_date(), request.advice_date(), "advice_date",
                                   call.today()));
  Advice advice{.gate_code = request.gate_code(),
                .outcome = request.outcome(),
                .day = day,
                .text = request.advice()};
  ASSIGN_OR_RETURN(v1::Brief after, contracting::RecordAdvice(*brief, advice, ActOf(call)));
  return call.Commit(brief, after, "gate.advised");
}

absl::StatusOr<v1::Brief> Briefs::WaiveGate(rpc::Call& call,
                                            const v1::WaiveGateRequest& request) const {
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(request.name()));
  ASSIGN_OR_RETURN(v1::Brief after,
                   contracting::WaiveGate(knowledge_.catalogs(), *brief, request.gate_code(),
                                          request.reason(), ActOf(call)));
  rpc::Commit commit = call.Begin("gate.waived");
  commit.Update(brief, after);
  commit.Reason(request.reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Brief>(brief.id(), after);
}

}  // namespace interim::contracting
