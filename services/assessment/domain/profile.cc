#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "common/type/convert.h"
#include "services/assessment/domain/advice_context.h"

namespace interim::assessment {
namespace {

constexpr int kHighestLevel = 4;
constexpr char kUrgency[] = "C-URGENCY";

std::vector<const SharedSituation*> MatchSituations(const AdviceContext& context,
                                                    v1::Advice& advice) {
  std::vector<const SharedSituation*> matched;
  const v1::Fact* triggers = context.known.Find("triggers");
  for (const auto& row : context.model.data().situation()) {
    if (!context.Holds(row.when())) continue;
    const SharedSituation* shared = context.model.shared().FindSituation(row.code());
    v1::SituationMatch* match = advice.add_situations();
    match->set_situation_code(row.code());
    match->set_is_leading(matched.empty());
    for (const std::string& code : row.when().is()) {
      if (triggers == nullptr) break;
      const auto& given = triggers->codes().codes();
      if (std::find(given.begin(), given.end(), code) != given.end()) match->add_triggers(code);
    }
    matched.push_back(shared);
  }
  return matched;
}

// The first of the choices that is a role of the catalogue, or nothing.
std::string FirstRole(const CompiledModel& model, const std::vector<std::string>& choices) {
  for (const std::string& code : choices) {
    if (model.shared().FindRole(code) != nullptr) return code;
  }
  return "";
}

// The rule that replaces the role of the situation, with the role it gives.
std::pair<const model::RoleRule*, std::string> FindRoleRule(const AdviceContext& context) {
  for (const auto& rule : context.model.data().role_rule()) {
    if (!context.Holds(rule.when())) continue;
    std::string role = rule.role();
    if (!rule.from_fact().empty()) {
      const v1::Fact* fact = context.known.Find(rule.from_fact());
      if (fact == nullptr) continue;
      role = absl::AsciiStrToUpper(fact->choice());
      if (context.model.shared().FindRole(role) == nullptr) continue;
    }
    return {&rule, std::move(role)};
  }
  return {nullptr, ""};
}

void AddRole(const AdviceContext& context, const SharedSituation& leading, v1::Advice& advice) {
  const CompiledModel& model = context.model;
  v1::RoleProposal* role = advice.mutable_role();
  role->set_role_code(FirstRole(model, leading.first_choice));
  role->set_second_role_code(FirstRole(model, leading.second_choice));
  const auto [rule, code] = FindRoleRule(context);
  if (rule != nullptr) {
    role->set_role_code(code);
    if (!rule->second().empty()) role->set_second_role_code(rule->second());
    *role->add_reasons() = context.Say(rule->code(), model.NodeOf(rule->when()), {});
    for (const std::string& split : rule->split()) role->add_split_role_codes(split);
  } else {
    v1::Statement* reason = role->add_reasons();
    reason->set_code("role.situation");
    reason->add_fact_keys("triggers");
  }
  const SharedRole* shared = model.shared().FindRole(role->role_code());
  if (shared == nullptr) return;
  role->set_role_class(shared->role_class);
  role->set_level(shared->level);
}

void AddMandate(const AdviceContext& context, const SharedSituation& leading, v1::Advice& advice) {
  v1::MandateProposal* mandate = advice.mutable_mandate();
  int lowest = leading.min_mandate;
  int highest = std::max(leading.max_mandate, lowest);
  v1::Statement* reason = mandate->add_reasons();
  reason->set_code("mandate.situation");
  reason->add_fact_keys("triggers");
  for (const auto& rule : context.model.data().mandate_rule()) {
    if (!context.Holds(rule.when())) continue;
    const bool raises = rule.at_least() > lowest;
    const bool caps = rule.has_at_most() && rule.at_most() < highest;
    if (!raises && !caps) continue;
    lowest = std::max(lowest, rule.at_least());
    highest = std::max(highest, lowest);
    if (rule.has_at_most()) {
      highest = std::min(highest, rule.at_most());
      lowest = std::min(lowest, highest);
    }
    *mandate->add_reasons() =
        context.Say(rule.code(), context.model.NodeOf(rule.when()), rule.rule());
  }
  mandate->set_min_level(lowest);
  mandate->set_max_level(std::min(highest, kHighestLevel));
}

void AddDuration(const AdviceContext& context, const SharedSituation& leading, v1::Advice& advice) {
  const model::Settings& settings = context.model.data().settings();
  v1::DurationProposal* duration = advice.mutable_duration();
  duration->set_min_months(leading.min_months);
  duration->set_max_months(leading.max_months);
  duration->set_stop_month(settings.stop_month());
  if (const v1::Fact* planned = context.known.Find("planned_months"); planned != nullptr) {
    const int months = static_cast<int>(planned->number());
    duration->set_planned_months(months);
    duration->set_is_usual(leading.min_months <= months && months <= leading.max_months);
    if (months > settings.decide_again_month()) {
      duration->set_decide_again_month(settings.decide_again_month());
    }
  }
  for (const auto& row : context.model.data().duration_note()) {
    if (!context.Holds(row.when())) continue;
    *duration->add_notes() = context.Say(row.code(), context.model.NodeOf(row.when()), row.rule());
  }
}

v1::ChannelProposal MakeChannel(const AdviceContext& context, int index) {
  const CompiledModel& model = context.model;
  const model::ChannelRow& row = model.data().channel(index);
  const SharedChannel* shared = model.shared().FindChannel(row.code());
  const Date reference = context.known.reference;
  v1::ChannelProposal channel;
  channel.set_channel_code(row.code());
  channel.set_min_start_days(shared->min_start_days);
  channel.set_max_start_days(shared->max_start_days);
  const std::vector<int>& nodes = model.channels()[index].nodes;
  for (int i = 0; i < row.argument_size(); ++i) {
    if (context.values[nodes[i]] != Tri::kTrue) continue;
    v1::Statement* statement =
        row.argument(i).against() ? channel.add_reasons_against() : channel.add_reasons_for();
    *statement = context.Say(row.argument(i).code(), nodes[i], row.argument(i).rule());
    channel.set_max_start_days(channel.max_start_days() + row.argument(i).slower_days());
  }
  *channel.mutable_earliest_start_date() = ToProto(reference.AddDays(channel.min_start_days()));
  *channel.mutable_latest_start_date() = ToProto(reference.AddDays(channel.max_start_days()));
  return channel;
}

void AddChannels(const AdviceContext& context, v1::Advice& advice) {
  const CompiledModel& model = context.model;
  std::vector<std::pair<int, v1::ChannelProposal>> ranked;
  for (int i = 0; i < model.data().channel_size(); ++i) {
    const CompiledRows& rows = model.channels()[i];
    if (context.values[rows.possible] == Tri::kFalse) continue;
    int fit = model.data().channel(i).base_fit();
    for (std::size_t a = 0; a < rows.nodes.size(); ++a) {
      if (context.values[rows.nodes[a]] == Tri::kTrue) {
        fit += model.data().channel(i).argument(static_cast<int>(a)).fit();
      }
    }
    ranked.emplace_back(fit, MakeChannel(context, i));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& [fit, channel] : ranked) {
    channel.set_is_proposed(advice.channels().empty());
    *advice.add_channels() = std::move(channel);
  }
}

void AddUrgency(const AdviceContext& context, v1::Advice& advice) {
  const CompiledModel& model = context.model;
  v1::UrgencyProposal* urgency = advice.mutable_urgency();
  for (int i = 0; i < model.data().criterion_size(); ++i) {
    if (model.data().criterion(i).code() != kUrgency) continue;
    const Interval points = PointsOf(model, i, context.values);
    urgency->set_level(points.min);
    if (points.min == points.max) {
      urgency->set_start_within_days(model.data().settings().start_within_days(points.min));
    }
  }
  for (const auto& row : model.data().urgency_reason()) {
    if (!context.Holds(row.when())) continue;
    *urgency->add_reasons() = context.Say(row.code(), model.NodeOf(row.when()), row.rule());
  }
}

void AddPilot(const AdviceContext& context, v1::Advice& advice) {
  const model::PilotModel& row = context.model.data().pilot();
  v1::PilotProposal* pilot = advice.mutable_pilot();
  if (context.decision.outcome != context.model.interim()) {
    pilot->set_verdict(v1::PILOT_VERDICT_NOT_APPLICABLE);
    return;
  }
  const bool costs_time = context.Holds(row.costs_time());
  pilot->set_verdict(costs_time ? v1::PILOT_VERDICT_COSTS_TIME : v1::PILOT_VERDICT_HELPS);
  for (const auto& reason : row.reason()) {
    if (!context.Holds(reason.when())) continue;
    *pilot->add_reasons() =
        context.Say(reason.code(), context.model.NodeOf(reason.when()), reason.rule());
  }
  if (costs_time) return;
  pilot->set_weeks(row.weeks());
  for (const auto& stop : row.stop()) {
    if (!context.Holds(stop.when())) continue;
    *pilot->add_stop_criteria() =
        context.Say(stop.code(), context.model.NodeOf(stop.when()), stop.rule());
  }
}

}  // namespace

void AddProfile(const AdviceContext& context, v1::Advice& advice) {
  const std::vector<const SharedSituation*> matched = MatchSituations(context, advice);
  if (matched.empty()) return;
  AddRole(context, *matched.front(), advice);
  AddMandate(context, *matched.front(), advice);
  AddDuration(context, *matched.front(), advice);
  for (const SharedSituation* situation : matched) {
    for (const std::string& set : situation->kpi_sets) {
      const auto& sets = advice.kpi_sets();
      if (std::find(sets.begin(), sets.end(), set) == sets.end()) advice.add_kpi_sets(set);
    }
  }
}

void AddApproach(const AdviceContext& context, v1::Advice& advice) {
  AddChannels(context, advice);
  AddUrgency(context, advice);
  AddPilot(context, advice);
}

}  // namespace interim::assessment
