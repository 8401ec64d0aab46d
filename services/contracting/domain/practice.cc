#include "services/contracting/domain/practice.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/relation_errors.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/wording.h"

namespace interim::contracting {
namespace {

constexpr int kMaxFacts = 1000;
constexpr int kMaxWeighings = 24;
constexpr int kMaxSources = 20;

Date DayOf(const v1::PracticeFact& fact) {
  return FindDate(fact.has_occur_date(), fact.occur_date()).value_or(Date());
}

bool IsSame(const v1::PracticeFact& a, const v1::PracticeFact& b) {
  return a.kind() == b.kind() && a.source() == b.source();
}

// First day of the window that ends today; the start of time without a window.
Date WindowStart(const PracticeRule& rule, Date today) {
  if (rule.window_months() == 0) return Date::Min();
  return today.AddMonths(-rule.window_months()).date.AddDays(1);
}

std::optional<Observation> ObserveKind(const PracticeRule& rule,
                                       const v1::WorkingRelation& relation, Date today) {
  const Date from = WindowStart(rule, today);
  Observation seen{.kind = rule.kind(),
                   .viewpoint = rule.viewpoint(),
                   .question_code = rule.question_code(),
                   .score = rule.score()};
  int count = 0;
  Date since = today;
  for (const v1::PracticeFact& fact : relation.practice_facts()) {
    const Date day = DayOf(fact);
    if (fact.kind() != rule.kind() || day < from || today < day) continue;
    ++count;
    since = std::min(since, day);
    if (static_cast<int>(seen.sources.size()) < kMaxSources) seen.sources.push_back(fact.source());
  }
  if (count < rule.from_count()) return std::nullopt;
  const std::string times = absl::StrCat(count);
  seen.text.set_nl(
      Fill(rule.observation().nl(), {{"count", times}, {"since", DayText(since, "nl")}}));
  seen.text.set_en(
      Fill(rule.observation().en(), {{"count", times}, {"since", DayText(since, "en")}}));
  return seen;
}

// Whether more was invoiced than the hours cost, the tolerance for invoices included.
bool IsAboveHours(const Catalogs& catalogs, const v1::Contract& contract,
                  const v1::WorkMonth& month) {
  constexpr int kWhole = 100;
  const auto invoiced = FindMoney(month.has_invoiced(), month.invoiced());
  const auto hours = FindDecimal(month.has_hours(), month.hours());
  const std::optional<Ratio> hourly = HourlyRate(catalogs, contract.rate());
  if (!invoiced || !hours || !hourly) return false;
  const Ratio slack = Ratio(kWhole) + Ratio(Figure(catalogs.figures().invoice_tolerance_percent()));
  const auto compared = Ratio(*invoiced).Compare(*hourly * Ratio(*hours) * slack / Ratio(kWhole));
  return compared.ok() && *compared > 0;
}

// Months in which more was invoiced than the hours cost while there was leave.
std::vector<std::string> MonthsWithPaidLeave(const Catalogs& catalogs,
                                             const v1::Contract& contract) {
  std::vector<std::string> months;
  for (const v1::WorkMonth& month : contract.work_months()) {
    const auto leave = FindDecimal(month.has_leave_days(), month.leave_days());
    if (!leave || leave->IsZero() || !IsAboveHours(catalogs, contract, month)) continue;
    months.push_back(absl::StrFormat("%04d-%02d", month.year(), month.month()));
  }
  return months;
}

// "2026-03" and "2026-04" as "maart 2026, april 2026".
std::string MonthList(const std::vector<std::string>& months, absl::string_view language) {
  constexpr absl::string_view kFirstDay = "-01";
  std::vector<std::string> names;
  for (const std::string& month : months) {
    const auto first = Date::Parse(absl::StrCat(month, kFirstDay));
    const std::string text = first.ok() ? DayText(*first, language) : month;
    names.push_back(text.substr(text.find(' ') + 1));  // "1 maart 2026" without its day
  }
  return absl::StrJoin(names, ", ");
}

const RelationText* FindText(const WorkingRelationData& data, absl::string_view key) {
  const auto found = std::find_if(data.text().begin(), data.text().end(),
                                  [&](const RelationText& text) { return text.key() == key; });
  return found == data.text().end() ? nullptr : &*found;
}

google::protobuf::RepeatedPtrField<v1::SideAnswer>& AnswersOf(v1::AnswerSide side,
                                                              v1::WorkingRelation& relation) {
  if (side == v1::ANSWER_SIDE_INTERMEDIARY) return *relation.mutable_intermediary_answers();
  if (side == v1::ANSWER_SIDE_PERSON) return *relation.mutable_person_answers();
  return *relation.mutable_client_answers();
}

// What practice adds to the facts: fee and hours as they really were, where both are recorded.
void UsePractisedPrice(const v1::Contract& contract, v1::ComplianceFacts& facts) {
  const auto hours =
      FindDecimal(contract.work_totals().has_hours(), contract.work_totals().hours());
  const auto fee =
      FindMoney(contract.work_totals().has_invoiced(), contract.work_totals().invoiced());
  const bool all_invoiced =
      std::all_of(contract.work_months().begin(), contract.work_months().end(),
                  [](const v1::WorkMonth& m) { return m.has_invoiced(); });
  if (!hours || hours->IsZero() || !fee || fee->IsZero() || !all_invoiced) return;
  *facts.mutable_total_hours() = ToProto(*hours);
  *facts.mutable_total_fee() = ToProto(*fee);
}

bool IsSigned(const v1::Contract& contract) {
  return contract.state() == v1::CONTRACT_STATE_SIGNED ||
         contract.state() == v1::CONTRACT_STATE_ACTIVE ||
         contract.state() == v1::CONTRACT_STATE_ENDED;
}

void PutFirst(v1::WorkingRelationWeighing weighing, v1::WorkingRelation& relation) {
  if (relation.weighings().empty()) {
    *relation.add_weighings() = std::move(weighing);
  } else {
    *relation.mutable_weighings(0) = std::move(weighing);
  }
}

}  // namespace

absl::StatusOr<v1::WorkingRelation> RecordPractice(const v1::WorkingRelation& relation,
                                                   const v1::Contract& contract,
                                                   const std::vector<v1::PracticeFact>& facts,
                                                   const RelationStamp& stamp) {
  if (contract.state() != v1::CONTRACT_STATE_ACTIVE &&
      contract.state() != v1::CONTRACT_STATE_ENDED) {
    return ContractNotActive(contract);
  }
  const std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  v1::WorkingRelation after = relation;
  for (const v1::PracticeFact& asked : facts) {
    const Date day = DayOf(asked);
    if (!period || !period->Contains(day) || stamp.today < day) {
      return FactNotInContract(contract, day);
    }
    v1::PracticeFact fact = asked;
    fact.set_actor(stamp.subject);
    *fact.mutable_record_time() = ToTimestamp(stamp.now);
    const auto same =
        std::find_if(after.mutable_practice_facts()->begin(), after.mutable_practice_facts()->end(),
                     [&](const v1::PracticeFact& old) { return IsSame(old, fact); });
    if (same != after.mutable_practice_facts()->end()) {
      *same = std::move(fact);
    } else {
      *after.add_practice_facts() = std::move(fact);
    }
  }
  if (after.practice_facts_size() > kMaxFacts) return PracticeFull(contract, kMaxFacts);
  std::stable_sort(
      after.mutable_practice_facts()->begin(), after.mutable_practice_facts()->end(),
      [](const v1::PracticeFact& a, const v1::PracticeFact& b) { return DayOf(a) < DayOf(b); });
  return after;
}

absl::StatusOr<v1::WorkingRelation> RecordAnswers(
    const v1::WorkingRelation& relation, const v1::Contract& contract, v1::AnswerSide side,
    const std::vector<v1::WorkingRelationAnswer>& answers, const RelationStamp& stamp) {
  if (contract.state() == v1::CONTRACT_STATE_DECLINED ||
      contract.state() == v1::CONTRACT_STATE_ENDED) {
    return ContractClosed(contract);
  }
  if (!HasWorkingRelation(contract.form())) {
    return NoWorkingRelation(contract.form(), contract.name());
  }
  v1::WorkingRelation after = relation;
  auto& kept = AnswersOf(side, after);
  for (const v1::WorkingRelationAnswer& answer : answers) {
    auto same = std::find_if(kept.begin(), kept.end(), [&](const v1::SideAnswer& old) {
      return old.answer().question_code() == answer.question_code();
    });
    v1::SideAnswer& place = same != kept.end() ? *same : *kept.Add();
    *place.mutable_answer() = answer;
    place.mutable_answer()->set_side(side);
    place.set_actor(stamp.subject);
    *place.mutable_answer_time() = ToTimestamp(stamp.now);
  }
  return after;
}

std::vector<v1::WorkingRelationAnswer> LaterAnswers(const v1::WorkingRelation& relation) {
  std::vector<v1::WorkingRelationAnswer> answers;
  for (const auto* side :
       {&relation.client_answers(), &relation.intermediary_answers(), &relation.person_answers()}) {
    for (const v1::SideAnswer& kept : *side) answers.push_back(kept.answer());
  }
  return answers;
}

std::vector<Observation> Observe(const RelationKnowledge& knowledge, const v1::Contract& contract,
                                 const v1::WorkingRelation& relation, Date today) {
  std::vector<Observation> seen;
  for (const PracticeRule& rule : knowledge.data.practice()) {
    if (auto one = ObserveKind(rule, relation, today)) seen.push_back(*std::move(one));
  }
  const std::vector<std::string> months = MonthsWithPaidLeave(knowledge.catalogs, contract);
  const RelationText* text = FindText(knowledge.data, "observation.paid_leave");
  const PracticeRule* rule = nullptr;
  for (const PracticeRule& one : knowledge.data.practice()) {
    if (one.kind() == v1::PRACTICE_KIND_PAID_LEAVE) rule = &one;
  }
  if (months.empty() || text == nullptr || rule == nullptr) return seen;
  Observation paid{.kind = rule->kind(),
                   .viewpoint = rule->viewpoint(),
                   .question_code = rule->question_code(),
                   .score = rule->score(),
                   .sources = months};
  paid.text.set_nl(Fill(text->nl(), {{"months", MonthList(months, "nl")}}));
  paid.text.set_en(Fill(text->en(), {{"months", MonthList(months, "en")}}));
  seen.push_back(std::move(paid));
  return seen;
}

absl::StatusOr<v1::WorkingRelation> Refresh(const RelationKnowledge& knowledge,
                                            const v1::WorkingRelation& relation,
                                            const RelationContract& of, v1::WeighingMoment moment,
                                            const RelationStamp& stamp, Keep keep) {
  v1::WorkingRelation after = relation;
  ASSIGN_OR_RETURN(std::optional<v1::PayCapSpend> spend, SpendOf(knowledge, of, stamp.today));
  after.clear_pay_cap_spend();
  if (spend) *after.mutable_pay_cap_spend() = *std::move(spend);
  if (!HasWorkingRelation(of.contract.form()) || !of.contract.has_period()) return after;

  RelationFacts known{.facts = FactsOf(knowledge.catalogs, of.contract, of.brief),
                      .legal_sign_off = HasLegalSignOff(knowledge.law, of.contract)};
  WeighStamp as{
      .today = stamp.today, .moment = v1::WEIGHING_MOMENT_CONTRACT, .actor = stamp.subject};
  if (after.weighings().empty() || !IsSigned(of.contract)) {
    ASSIGN_OR_RETURN(v1::WorkingRelationWeighing first, Weigh(knowledge, known, as));
    PutFirst(std::move(first), after);
  }
  known.later = LaterAnswers(after);
  known.observations = Observe(knowledge, of.contract, after, stamp.today);
  if (!of.contract.work_months().empty()) UsePractisedPrice(of.contract, known.facts);
  as.moment = moment;
  ASSIGN_OR_RETURN(v1::WorkingRelationWeighing current, Weigh(knowledge, known, as));
  const auto& last = after.weighings(after.weighings_size() - 1);
  const bool first_is_enough = after.weighings_size() == 1 && relation.weighings().empty() &&
                               moment == v1::WEIGHING_MOMENT_CONTRACT;
  if (!SaysTheSame(last, current) || (keep == Keep::kAlways && !first_is_enough)) {
    *after.add_weighings() = current;
  }
  while (after.weighings_size() > kMaxWeighings) {
    after.mutable_weighings()->DeleteSubrange(1, 1);
  }
  after.clear_drifts();
  if (IsSigned(of.contract)) {
    for (v1::WorkingRelationDrift& drift :
         FindDrift(knowledge, of, relation, current, stamp.today)) {
      *after.add_drifts() = std::move(drift);
    }
  }
  const auto& latest = after.weighings(after.weighings_size() - 1);
  const Date weighed = FindDate(true, latest.weigh_date()).value_or(stamp.today);
  *after.mutable_next_review_date() =
      ToProto(weighed.AddMonths(knowledge.data.review_months()).date);
  return after;
}

bool HasNewDrift(const v1::WorkingRelation& before, const v1::WorkingRelation& after) {
  return std::any_of(
      after.drifts().begin(), after.drifts().end(), [&](const v1::WorkingRelationDrift& drift) {
        return std::none_of(
            before.drifts().begin(), before.drifts().end(),
            [&](const v1::WorkingRelationDrift& old) { return old.code() == drift.code(); });
      });
}

}  // namespace interim::contracting
