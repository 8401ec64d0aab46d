// The contracting server: from configuration to a running service.
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "common/core/status_macros.h"
#include "common/rpc/server.h"
#include "services/contracting/adapter.h"
#include "services/contracting/service/briefs.h"
#include "services/contracting/service/calculations.h"
#include "services/contracting/service/changes.h"
#include "services/contracting/service/contracts.h"
#include "services/contracting/service/knowledge.h"
#include "services/contracting/service/working_relations.h"

int main(int argc, char** argv) {
  using interim::contracting::Knowledge;
  std::optional<Knowledge> knowledge;
  std::optional<interim::contracting::Briefs> briefs;
  std::optional<interim::contracting::Contracts> contracts;
  std::optional<interim::contracting::Changes> changes;
  std::optional<interim::contracting::Calculations> calculations;
  std::optional<interim::contracting::WorkingRelations> relations;
  interim::rpc::ServerSpec spec;
  spec.service = "interim.contracting.v1.ContractingService";
  spec.data_dir = "services/contracting/data";
  spec.mount = [&](interim::rpc::Server& server) -> absl::Status {
    ASSIGN_OR_RETURN(
        Knowledge loaded,
        Knowledge::Load({.own = server.DataPath("services/contracting/data"),
                         .catalogue = server.DataPath("common/catalogue/data"),
                         .law = server.DataPath("common/law/data"),
                         .catalogue_overlays = server.OverlayPaths("common/catalogue/data"),
                         .law_overlays = server.OverlayPaths("common/law/data/rules")}));
    knowledge.emplace(std::move(loaded));
    briefs.emplace(*knowledge);
    contracts.emplace(*knowledge);
    changes.emplace(*knowledge);
    calculations.emplace(*knowledge);
    ASSIGN_OR_RETURN(auto read, interim::contracting::WorkingRelations::Create(
                                    *knowledge, server.DataPath("services/contracting/data")));
    relations.emplace(std::move(read));
    interim::contracting::MountContracting(server, {.briefs = *briefs,
                                                    .contracts = *contracts,
                                                    .changes = *changes,
                                                    .calculations = *calculations,
                                                    .relations = *relations});
    return absl::OkStatus();
  };
  return interim::rpc::RunServer(argc, argv, spec);
}
