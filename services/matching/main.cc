// The matching server: from configuration to a running service.
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/core/sha256.h"
#include "common/core/status_macros.h"
#include "common/rpc/server.h"
#include "common/rules/text_proto.h"
#include "services/matching/adapter.h"

namespace interim::matching {
namespace {

absl::StatusOr<MatchingData> LoadData(rpc::Server& server) {
  ASSIGN_OR_RETURN(auto model, rules::LoadTextProto<MatchingModel>(absl::StrCat(
                                   server.DataPath("services/matching/data"), "/model.textproto")));
  RETURN_IF_ERROR(CheckModel(model));
  ASSIGN_OR_RETURN(auto catalogue,
                   catalogue::Catalogue::Load(server.DataPath("common/catalogue/data"),
                                              server.OverlayPaths("common/catalogue/data")));
  ASSIGN_OR_RETURN(auto law, law::LawData::Load(server.DataPath("common/law/data"),
                                                server.OverlayPaths("common/law/data")));
  std::string version = ShortHash(absl::StrCat(model.SerializeAsString(), catalogue.version()));
  return MatchingData{.model = std::move(model),
                      .catalogue = std::move(catalogue),
                      .law = std::move(law),
                      .rule_version = std::move(version)};
}

int Run(int argc, char** argv) {
  std::optional<MatchingData> data;
  std::optional<CandidateIndex> index;
  std::optional<Candidates> candidates;
  std::optional<Selections> selections;
  rpc::ServerSpec spec;
  spec.service = "interim.matching.v1.MatchingService";
  spec.data_dir = "services/matching/data";
  spec.mount = [&](rpc::Server& server) -> absl::Status {
    ASSIGN_OR_RETURN(MatchingData loaded, LoadData(server));
    data.emplace(std::move(loaded));
    index.emplace(data->model, server.store());
    candidates.emplace(*data, *index);
    selections.emplace(*data, *index);
    MountMatching(server, *candidates, *selections);
    return absl::OkStatus();
  };
  return rpc::RunServer(argc, argv, spec);
}

}  // namespace
}  // namespace interim::matching

int main(int argc, char** argv) { return interim::matching::Run(argc, argv); }
