// The assessment server: from configuration to a running service.
#include <optional>

#include "absl/status/status.h"
#include "common/core/status_macros.h"
#include "common/rpc/server.h"
#include "services/assessment/adapter.h"
#include "services/assessment/service/assessments.h"
#include "services/assessment/service/calculations.h"
#include "services/assessment/service/knowledge.h"

int main(int argc, char** argv) {
  using interim::assessment::Knowledge;
  std::optional<Knowledge> knowledge;
  std::optional<interim::assessment::Assessments> assessments;
  std::optional<interim::assessment::Calculations> calculations;
  interim::rpc::ServerSpec spec;
  spec.service = "interim.assessment.v1.AssessmentService";
  spec.data_dir = "services/assessment/data";
  spec.mount = [&](interim::rpc::Server& server) -> absl::Status {
    ASSIGN_OR_RETURN(Knowledge loaded,
                     Knowledge::Load({.model = server.DataPath("services/assessment/data"),
                                      .catalogue = server.DataPath("common/catalogue/data"),
                                      .law = server.DataPath("common/law/data")}));
    knowledge.emplace(std::move(loaded));
    assessments.emplace(*knowledge);
    calculations.emplace(*knowledge);
    interim::assessment::MountAssessment(server, *assessments, *calculations);
    return absl::OkStatus();
  };
  return interim::rpc::RunServer(argc, argv, spec);
}
