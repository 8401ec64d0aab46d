#include "common/law/self_employed.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

constexpr std::size_t kViewpoints = 9;
constexpr int kStrongest = 2;
constexpr int kScoreDecimals = 2;

// Sum and number of the answers of one viewpoint.
struct Viewpoint {
  int sum = 0;
  int answered = 0;
};

struct Answers {
  std::array<Viewpoint, kViewpoints> viewpoints;
  int asked = 0;
  int unknown = 0;

  // Mean of viewpoint `i` (0-based); only when it has answers.
  Ratio Score(std::size_t i) const {
    return Ratio(viewpoints[i].sum) / Ratio(viewpoints[i].answered);
  }
};

// Limits of the bands; house rules, one row per key.
struct Limits {
  Decimal high_sum, high_factor, low_sum, low_factor_floor, unknown_percent;
  int high_factor_count = 0, low_negative_count = 0, weakest_count = 0;
};

absl::StatusOr<Answers> ReadAnswers(const SelfEmployedInput& in) {
  Answers answers;
  for (const ViewpointAnswer& answer : in.answers()) {
    if (answer.viewpoint() < 1 || answer.viewpoint() > static_cast<int>(kViewpoints)) {
      return BadFact("answers.viewpoint", "OUT_OF_RANGE", "viewpoints run from 1 to 9");
    }
    ++answers.asked;
    if (!answer.has_score()) {
      ++answers.unknown;
      continue;
    }
    if (answer.score() < -kStrongest || answer.score() > kStrongest) {
      return BadFact("answers.score", "OUT_OF_RANGE", "scores run from -2 to 2");
    }
    Viewpoint& viewpoint = answers.viewpoints[static_cast<std::size_t>(answer.viewpoint() - 1)];
    viewpoint.sum += answer.score();
    ++viewpoint.answered;
  }
  return answers;
}

std::optional<Limits> FindLimits(Evaluation* ev, Date on) {
  const auto high_sum = ev->FindNumber("high_sum", on);
  const auto high_factor = ev->FindNumber("high_factor", on);
  const auto high_count = ev->FindCount("high_factor_count", on);
  const auto low_sum = ev->FindNumber("low_sum", on);
  const auto floor = ev->FindNumber("low_factor_floor", on);
  const auto negative = ev->FindCount("low_negative_count", on);
  const auto unknown = ev->FindNumber("unknown_percent", on);
  const auto weakest = ev->FindCount("weakest_count", on);
  if (!high_sum || !high_factor || !high_count || !low_sum || !floor || !negative || !unknown ||
      !weakest) {
    return std::nullopt;
  }
  return Limits{.high_sum = *high_sum,
                .high_factor = *high_factor,
                .low_sum = *low_sum,
                .low_factor_floor = *floor,
                .unknown_percent = *unknown,
                .high_factor_count = *high_count,
                .low_negative_count = *negative,
                .weakest_count = *weakest};
}

// True when too little is known to choose a band.
absl::StatusOr<bool> TooLittleKnown(const Answers& answers, const Limits& limits) {
  if (std::any_of(answers.viewpoints.begin(), answers.viewpoints.end(),
                  [](const Viewpoint& v) { return v.answered == 0; })) {
    return true;
  }
  // unknown / asked > percent / 100, without a division.
  const Ratio percent = Ratio(answers.unknown) * Ratio(100) / Ratio(answers.asked);
  ASSIGN_OR_RETURN(const int compared, percent.Compare(Ratio(limits.unknown_percent)));
  return compared > 0;
}

// Viewpoint numbers 1..9, lowest score first.
absl::StatusOr<std::vector<int>> LowestFirst(const Answers& answers) {
  std::vector<int> order;
  for (std::size_t i = 0; i < kViewpoints; ++i) order.push_back(static_cast<int>(i) + 1);
  absl::Status failed;
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    const auto compared = answers.Score(static_cast<std::size_t>(a - 1))
                              .Compare(answers.Score(static_cast<std::size_t>(b - 1)));
    if (!compared.ok()) failed = compared.status();
    return compared.ok() && *compared < 0;
  });
  RETURN_IF_ERROR(failed);
  return order;
}

absl::StatusOr<RiskBand> Band(const Answers& answers, const Limits& limits, const Ratio& sum) {
  int strong = 0;
  int negative = 0;
  bool at_floor = false;
  for (std::size_t i = 0; i < kViewpoints; ++i) {
    ASSIGN_OR_RETURN(const int to_high, answers.Score(i).Compare(Ratio(limits.high_factor)));
    ASSIGN_OR_RETURN(const int to_floor, answers.Score(i).Compare(Ratio(limits.low_factor_floor)));
    if (to_high <= 0) ++strong;
    if (to_floor <= 0) at_floor = true;
    if (answers.viewpoints[i].sum < 0) ++negative;
  }
  ASSIGN_OR_RETURN(const int to_high_sum, sum.Compare(Ratio(limits.high_sum)));
  ASSIGN_OR_RETURN(const int to_low_sum, sum.Compare(Ratio(limits.low_sum)));
  if (to_high_sum <= 0 || strong >= limits.high_factor_count) return RiskBand::kHigh;
  if (to_low_sum >= 0 && !at_floor && negative <= limits.low_negative_count) return RiskBand::kLow;
  return RiskBand::kMedium;
}

Params WeakestParams(const std::vector<int>& weakest) {
  std::vector<std::string> factors;
  std::vector<std::string> measures;
  for (const int viewpoint : weakest) {
    factors.push_back(absl::StrCat("dba.viewpoint.", viewpoint));
    measures.push_back(absl::StrCat("dba.measure.", viewpoint));
  }
  return Params().Phrases("factors", factors).Phrases("measures", measures);
}

type::Finding BandFinding(Evaluation* ev, const SelfEmployedInput& in,
                          const SelfEmployedResult& result) {
  const Params params = WeakestParams(result.weakest_viewpoints);
  ev->NeedsJudgement("dba.judge.weight");
  switch (result.band) {
    case RiskBand::kHigh:
      for (const int viewpoint : result.weakest_viewpoints) {
        ev->Cure(absl::StrCat("dba.measure.", viewpoint));
      }
      ev->Cure("dba.cure.other_form");
      if (in.legal_sign_off()) return ev->Make(kWarn, "dba.high_signed", params);
      ev->Cure("dba.cure.sign_off");
      return ev->Make(kBlock, "dba.high", params);
    case RiskBand::kMedium:
      for (const int viewpoint : result.weakest_viewpoints) {
        ev->Cure(absl::StrCat("dba.measure.", viewpoint));
      }
      return ev->Make(kWarn, "dba.medium", params);
    case RiskBand::kLow:
      return ev->Make(kInform, "dba.low");
    case RiskBand::kNotDecided:
      break;
  }
  ev->Cure("dba.cure.answer");
  return ev->Make(kIndeterminate, "dba.unknown");
}

absl::Status Decide(Evaluation* ev, const SelfEmployedInput& in, const Limits& limits,
                    SelfEmployedResult* result) {
  ASSIGN_OR_RETURN(const Answers answers, ReadAnswers(in));
  ev->Value("questions_asked", answers.asked);
  ev->Value("questions_unknown", answers.unknown);
  ASSIGN_OR_RETURN(const bool unknown, TooLittleKnown(answers, limits));
  if (!unknown) {
    Ratio sum(0);
    for (std::size_t i = 0; i < kViewpoints; ++i) {
      sum = sum + answers.Score(i);
    }
    // The number only picks the band; a finding never shows it, because it would be read as law.
    ASSIGN_OR_RETURN(result->sum, sum.RoundHalfUp(kScoreDecimals));
    ASSIGN_OR_RETURN(result->band, Band(answers, limits, sum));
    ASSIGN_OR_RETURN(std::vector<int> order, LowestFirst(answers));
    order.resize(std::min(order.size(), static_cast<std::size_t>(limits.weakest_count)));
    result->weakest_viewpoints = std::move(order);
    ev->Value("weakest_viewpoints", absl::StrJoin(result->weakest_viewpoints, " "));
  }
  result->findings.push_back(BandFinding(ev, in, *result));
  return absl::OkStatus();
}

// Rows of one calendar year; the first day picks them, because the rows change at 1 January only.
std::optional<Exposure> FindExposure(Evaluation* ev, const DatePeriod& part) {
  const auto corrections = ev->FindText("corrections", part.start());
  const auto default_fine = ev->FindFlag("default_fine", part.start());
  const auto offence_fine = ev->FindText("offence_fine", part.start());
  const auto first_contact = ev->FindText("first_contact", part.start());
  if (!corrections || !default_fine || !offence_fine || !first_contact) return std::nullopt;
  return Exposure{.period = part,
                  .corrections = *corrections,
                  .default_fine = *default_fine,
                  .offence_fine = *offence_fine,
                  .first_contact = *first_contact};
}

std::string EnforcementKey(const std::string& code) {
  if (code == "YES") return "law.word.yes";
  if (code == "NO") return "law.word.no";
  return "dba.only_bad_faith";
}

void AddExposure(const LawData& law, const SelfEmployedInput& in, const DatePeriod& period,
                 SelfEmployedResult* result) {
  for (const DatePeriod& part : period.SplitByYear()) {
    Evaluation ev(law, "R05", in);
    ev.SetReference(part.start());
    ev.Subject(absl::StrCat("period.", part.start().year()));
    const std::optional<Exposure> exposure = FindExposure(&ev, part);
    if (!exposure) {
      result->findings.push_back(ev.MakeNoFigure());
      continue;
    }
    ev.Value("period", part.ToString());
    ev.Value("corrections", exposure->corrections);
    ev.Value("default_fine", exposure->default_fine);
    ev.Value("offence_fine", exposure->offence_fine);
    ev.Value("first_contact", exposure->first_contact);
    Params params;
    params.Count("year", part.start().year())
        .Phrase("corrections", EnforcementKey(exposure->corrections))
        .Phrase("default_fine", exposure->default_fine ? "law.word.yes" : "law.word.no")
        .Phrase("offence_fine", EnforcementKey(exposure->offence_fine));
    result->findings.push_back(ev.Make(kInform, "dba.exposure", params));
    result->exposure.push_back(*exposure);
  }
}

// Points the form brings with it, whatever the answers say.
void AddFormNotes(const LawData& law, const SelfEmployedInput& in, const DatePeriod& period,
                  SelfEmployedResult* result) {
  Evaluation ev(law, "R05", in);
  ev.SetReference(period.end());
  if (in.form() == ENGAGEMENT_FORM_MANAGEMENT_BV) {
    result->findings.push_back(ev.Make(kInform, "dba.own_bv"));
  } else if (in.form() == ENGAGEMENT_FORM_BUREAU) {
    result->findings.push_back(ev.Make(kInform, "dba.intermediary"));
  }
  if (!in.approved_model_agreement()) return;
  const auto valid = ev.FindFlag("model_agreement_valid", period.end());
  if (!valid) {
    result->findings.push_back(ev.MakeNoFigure());
  } else {
    if (!*valid) ev.Cure("dba.cure.model");
    result->findings.push_back(
        ev.Make(*valid ? kInform : kWarn, *valid ? "dba.model_agreement" : "dba.model_expired"));
  }
}

// The answers with what the clauses say: the score nearest to employment counts per question.
SelfEmployedInput WithClauses(const LawData& law, const SelfEmployedInput& in) {
  SelfEmployedInput merged = in;
  for (ViewpointAnswer& said : ClauseAnswers(law, in.clauses())) {
    const auto same =
        std::find_if(merged.mutable_answers()->begin(), merged.mutable_answers()->end(),
                     [&](const ViewpointAnswer& one) { return one.question() == said.question(); });
    if (same == merged.mutable_answers()->end()) {
      *merged.add_answers() = std::move(said);
    } else if (!same->has_score() || same->score() > said.score()) {
      same->set_score(said.score());
    }
  }
  return merged;
}

}  // namespace

std::vector<ViewpointAnswer> ClauseAnswers(
    const LawData& law, const google::protobuf::RepeatedPtrField<RestrictiveClause>& clauses) {
  std::vector<ViewpointAnswer> answers;
  for (const ViewpointQuestion& question : law.viewpoint_questions().questions()) {
    std::optional<int> lowest;
    for (const ClauseScore& rule : question.clause_scores()) {
      const bool speaks =
          std::any_of(clauses.begin(), clauses.end(), [&](const RestrictiveClause& clause) {
            return clause.kind() == rule.kind() && (clause.is_wide() || !rule.only_wide());
          });
      if (speaks) lowest = std::min(lowest.value_or(rule.score()), rule.score());
    }
    if (!lowest) continue;
    ViewpointAnswer& answer = answers.emplace_back();
    answer.set_question(question.code());
    answer.set_viewpoint(question.viewpoint());
    answer.set_score(*lowest);
  }
  return answers;
}

absl::StatusOr<SelfEmployedResult> EvaluateSelfEmployed(const LawData& law,
                                                        const SelfEmployedInput& input) {
  ASSIGN_OR_RETURN(const DatePeriod period,
                   NeedPeriod(input.has_period(), input.period(), "period"));
  SelfEmployedResult result;
  Evaluation ev(law, "R05", input);
  ev.SetReference(period.start());
  const std::optional<Limits> limits = FindLimits(&ev, period.start());
  if (limits) {
    RETURN_IF_ERROR(Decide(&ev, WithClauses(law, input), *limits, &result));
  } else {
    result.findings.push_back(ev.MakeNoFigure());
  }
  AddExposure(law, input, period, &result);
  AddFormNotes(law, input, period, &result);
  SortByWeight(&result.findings);
  return result;
}

absl::StatusOr<std::vector<Exposure>> ExposureByYear(const LawData& law, DatePeriod period) {
  std::vector<Exposure> exposure;
  for (const DatePeriod& part : period.SplitByYear()) {
    Evaluation ev(law, "R05", SelfEmployedInput());
    const std::optional<Exposure> row = FindExposure(&ev, part);
    if (!row) {
      return absl::OutOfRangeError(absl::StrCat("R05: no enforcement row for ", part.ToString()));
    }
    exposure.push_back(*row);
  }
  return exposure;
}

const ViewpointQuestionCatalogue& ViewpointQuestions(const LawData& law) {
  return law.viewpoint_questions();
}

}  // namespace interim::law
