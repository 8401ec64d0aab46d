#ifndef INTERIM_SERVICES_ASSESSMENT_SERVICE_CALCULATIONS_H_
#define INTERIM_SERVICES_ASSESSMENT_SERVICE_CALCULATIONS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/server.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "services/assessment/service/knowledge.h"

namespace interim::assessment {

// The methods that store nothing. Errors as in assessment_service.proto.
class Calculations {
 public:
  // `knowledge` must outlive this object.
  explicit Calculations(const Knowledge& knowledge) : knowledge_(knowledge) {}

  absl::StatusOr<v1::AssessNeedResponse> AssessNeed(rpc::Call& call,
                                                    const v1::AssessNeedRequest& request) const;
  // Not const because the server registers streams of objects that may change; nothing changes.
  absl::StatusOr<std::unique_ptr<rpc::WatchSource>> StreamAssessNeeds(
      rpc::Call& call, const v1::StreamAssessNeedsRequest& request);
  absl::StatusOr<v1::ModelPage> ExplainModel(rpc::Call& call,
                                             const v1::ExplainModelRequest& request) const;
  absl::StatusOr<v1::ListQuestionsResponse> ListQuestions(
      rpc::Call& call, const v1::ListQuestionsRequest& request) const;
  absl::StatusOr<v1::ListSituationsResponse> ListSituations(
      rpc::Call& call, const v1::ListSituationsRequest& request) const;
  absl::StatusOr<v1::ListRolesResponse> ListRoles(rpc::Call& call,
                                                  const v1::ListRolesRequest& request) const;

 private:
  const Knowledge& knowledge_;
};

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_SERVICE_CALCULATIONS_H_
