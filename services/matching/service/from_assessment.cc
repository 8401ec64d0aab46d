#include "services/matching/service/from_assessment.h"

#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "interim/assessment/v1/assessment.pb.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "services/matching/domain/errors.h"

namespace interim::matching {
namespace {

namespace assessment = ::interim::assessment::v1;

constexpr absl::string_view kGetAssessment =
    "interim.assessment.v1.AssessmentService/GetAssessment";

void AddSituations(const assessment::Advice& advice, v1::Need& need) {
  if (!need.situation_codes().empty()) return;
  for (const auto& situation : advice.situations()) {
    if (situation.is_leading()) need.add_situation_codes(situation.situation_code());
  }
  for (const auto& situation : advice.situations()) {
    if (!situation.is_leading()) need.add_situation_codes(situation.situation_code());
  }
}

}  // namespace

absl::StatusOr<v1::Need> FillFromAssessment(rpc::Call& call, const std::string& name,
                                            const v1::Need& given) {
  assessment::GetAssessmentRequest request;
  request.set_name(name);
  ASSIGN_OR_RETURN(const auto found, call.Ask<assessment::Assessment>(kGetAssessment, request));
  if (found.state() != assessment::ASSESSMENT_STATE_ACCEPTED) {
    return AdviceNotAccepted(
        name,
        absl::StripPrefix(assessment::AssessmentState_Name(found.state()), "ASSESSMENT_STATE_"));
  }
  const assessment::Advice& advice = found.advice();
  const assessment::AdviceOutcome outcome =
      found.decision().outcome() == assessment::ADVICE_OUTCOME_UNSPECIFIED
          ? advice.outcome()
          : found.decision().outcome();
  if (outcome != assessment::ADVICE_OUTCOME_INTERIM) {
    return AdviceNotInterim(
        name, absl::StripPrefix(assessment::AdviceOutcome_Name(outcome), "ADVICE_OUTCOME_"));
  }
  v1::Need need = given;
  AddSituations(advice, need);
  if (need.role_code().empty()) need.set_role_code(advice.role().role_code());
  if (need.second_role_code().empty()) {
    need.set_second_role_code(advice.role().second_role_code());
  }
  if (need.mandate_level() == 0) need.set_mandate_level(advice.mandate().min_level());
  if (need.duration_months() == 0) {
    need.set_duration_months(advice.duration().has_planned_months()
                                 ? advice.duration().planned_months()
                                 : advice.duration().max_months());
  }
  return need;
}

}  // namespace interim::matching
