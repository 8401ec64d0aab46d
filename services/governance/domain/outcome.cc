#include "services/governance/domain/outcome.h"

#include <algorithm>

#include "common/core/status_macros.h"
#include "common/type/convert.h"

namespace interim::governance {
namespace {

namespace av = ::interim::assessment::v1;

struct Goals {
  int total = 0;
  int reached = 0;
};

Goals CountGoals(const PolicyData& policy, const std::vector<v1::Evaluation>& evaluations) {
  Goals goals;
  for (const v1::Evaluation& evaluation : evaluations) {
    if (evaluation.moment_code() != policy.final_moment()) continue;
    goals.total = evaluation.goals_size();
    goals.reached = static_cast<int>(
        std::count_if(evaluation.goals().begin(), evaluation.goals().end(),
                      [](const v1::GoalResult& goal) { return goal.is_reached(); }));
  }
  return goals;
}

av::RealizedResult ResultOf(const Goals& goals, bool is_early) {
  if (goals.reached == goals.total) return av::REALIZED_RESULT_REACHED;
  if (is_early) return av::REALIZED_RESULT_ENDED_EARLY;
  return goals.reached > 0 ? av::REALIZED_RESULT_PARTLY_REACHED : av::REALIZED_RESULT_NOT_REACHED;
}

}  // namespace

absl::StatusOr<std::optional<av::RealizedOutcome>> OutcomeOf(
    const PolicyData& policy, const v1::Engagement& engagement,
    const std::vector<v1::Evaluation>& evaluations, Date today) {
  ASSIGN_OR_RETURN(const Date end, DateFromProto(engagement.end_date(), "engagement.end_date"));
  const Goals goals = CountGoals(policy, evaluations);
  if (goals.total == 0) return std::nullopt;
  av::RealizedOutcome outcome;
  Date planned = end;
  if (engagement.has_former_end_date()) {
    ASSIGN_OR_RETURN(const Date former,
                     DateFromProto(engagement.former_end_date(), "engagement.former_end_date"));
    planned = std::max(end, former);
  }
  outcome.set_result(ResultOf(goals, std::min(today, end) < planned));
  *outcome.mutable_start_date() = engagement.start_date();
  *outcome.mutable_end_date() = ToProto(std::min(today, end));
  constexpr int kPercent = 100;
  outcome.set_goals_reached_percent(goals.reached * kPercent / goals.total);
  outcome.set_source(engagement.name());
  return outcome;
}

}  // namespace interim::governance
