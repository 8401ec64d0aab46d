// The governance server: from configuration to a running service.
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/rpc/server.h"
#include "common/rules/text_proto.h"
#include "services/governance/adapter.h"
#include "services/governance/domain/policy.h"
#include "services/governance/service/from_catalogue.h"

namespace interim::governance {
namespace {

absl::StatusOr<GovernanceData> LoadData(rpc::Server& server,
                                        const catalogue::Catalogue& catalogue) {
  ASSIGN_OR_RETURN(PolicyData policy,
                   rules::LoadTextProto<PolicyData>(absl::StrCat(
                       server.DataPath("services/governance/data"), "/policy.textproto")));
  RETURN_IF_ERROR(FillFromCatalogue(catalogue, policy));
  RETURN_IF_ERROR(CheckPolicy(policy));
  ASSIGN_OR_RETURN(auto law, law::LawData::Load(server.DataPath("common/law/data"),
                                                server.OverlayPaths("common/law/data")));
  return GovernanceData{.policy = std::move(policy),
                        .law = std::move(law),
                        .working_days_after =
                            [&catalogue](Date day, int count) {
                              return catalogue.calendar().AddWorkingDays(day, count);
                            },
                        .complete_kpi =
                            [&catalogue](const v1::Kpi& kpi, rpc::Language language) {
                              return CompleteKpi(catalogue, kpi,
                                                 language == rpc::Language::kDutch
                                                     ? NameLanguage::kDutch
                                                     : NameLanguage::kEnglish);
                            }};
}

int Run(int argc, char** argv) {
  std::optional<catalogue::Catalogue> catalogue;
  std::optional<GovernanceData> data;
  std::optional<Engagements> engagements;
  std::optional<Decisions> decisions;
  std::optional<Progress> progress;
  rpc::ServerSpec spec;
  spec.service = "interim.governance.v1.GovernanceService";
  spec.data_dir = "services/governance/data";
  spec.mount = [&](rpc::Server& server) -> absl::Status {
    ASSIGN_OR_RETURN(auto loaded,
                     catalogue::Catalogue::Load(server.DataPath("common/catalogue/data"),
                                                server.OverlayPaths("common/catalogue/data")));
    catalogue.emplace(std::move(loaded));
    ASSIGN_OR_RETURN(GovernanceData ready, LoadData(server, *catalogue));
    data.emplace(std::move(ready));
    engagements.emplace(*data);
    decisions.emplace(*data);
    progress.emplace(*data);
    MountGovernance(server, *engagements, *decisions, *progress);
    server.OnTimer(kEscalationTimer, [&](rpc::Call& call, const store::Timer& timer) {
      return decisions->OnEscalationDue(call, timer);
    });
    server.OnTimer(kContractTimer, [&](rpc::Call& call, const store::Timer& timer) {
      return engagements->OnContractDue(call, timer);
    });
    server.OnTimer(kKpiTimer, [&](rpc::Call& call, const store::Timer& timer) {
      return progress->OnKpiDue(call, timer);
    });
    return absl::OkStatus();
  };
  return rpc::RunServer(argc, argv, spec);
}

}  // namespace
}  // namespace interim::governance

int main(int argc, char** argv) { return interim::governance::Run(argc, argv); }
