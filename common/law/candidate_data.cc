#include "common/law/candidate_data.h"

#include <algorithm>
#include <string>

#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

// Retention: the record must be gone after delete_on, and at once when consent is withdrawn.
void JudgeRetention(Evaluation ev, const CandidateDataInput& in, Date as_of,
                    const std::optional<Date>& end, const std::optional<Date>& withdrawn,
                    CandidateDataResult* result) {
  if (!end) {
    result->findings.push_back(ev.Make(kOk, "data.procedure_open"));
    return;
  }
  // Consent that was withdrawn before the end of the procedure never lengthened the term; withdrawn
  // later, the data go on that day.
  const bool withdrawn_by_now = withdrawn && *withdrawn <= as_of;
  const bool consent = in.keep_consent() && !(withdrawn_by_now && *withdrawn < *end);
  const std::optional<int> length =
      consent ? ev.FindCount("keep_consent_months", *end) : ev.FindCount("keep_days", *end);
  if (!length) {
    result->findings.push_back(ev.MakeNoFigure());
    return;
  }
  const AddMonthsResult year_on = end->AddMonths(consent ? *length : 0);
  Date delete_on = consent ? year_on.date : end->AddDays(*length);
  if (consent && withdrawn_by_now) delete_on = std::min(delete_on, *withdrawn);
  result->delete_on = delete_on;
  ev.Value("delete_on", delete_on);
  const Params params = Params().Day("date", delete_on);
  const auto review = ev.FindCount("review_days_after_clamp", *end);
  if (!review) {
    result->findings.push_back(ev.MakeNoFigure());
    return;
  }
  const bool by_month_end = year_on.clamped && delete_on == year_on.date;
  if (by_month_end && as_of > delete_on && as_of <= delete_on.AddDays(*review)) {
    ev.Value("clamped", true);
    ev.NeedsJudgement("law.judge.month_end");
    ev.Cure("data.cure.purge");
    result->findings.push_back(ev.Make(kIndeterminate, "data.month_end", params));
    return;
  }
  if (as_of > delete_on) {
    ev.Cure("data.cure.purge");
    result->findings.push_back(ev.Make(kBlock, "data.purge", params));
  } else {
    result->findings.push_back(ev.Make(kInform, "data.keep", params));
  }
}

void JudgeCategories(Evaluation ev, const CandidateDataInput& in, Date as_of,
                     CandidateDataResult* result) {
  std::vector<std::string> forbidden;
  for (const int category : in.categories()) {
    if (category == CandidateDataInput::DATA_CATEGORY_PAY_HISTORY) {
      Evaluation pay = ev;
      if (!pay.FindFlag("pay_history_discouraged", as_of).value_or(false)) continue;
      result->findings.push_back(pay.Make(kInform, "data.pay_history"));
    } else if (category != CandidateDataInput::DATA_CATEGORY_UNSPECIFIED) {
      forbidden.push_back("data.category." + std::to_string(category));
    }
  }
  if (forbidden.empty()) return;
  if (!ev.FindFlag("sensitive_forbidden", as_of).value_or(false)) {
    result->findings.push_back(ev.MakeNoFigure());
    return;
  }
  ev.Cure("data.cure.remove");
  result->findings.push_back(
      ev.Make(kWarn, "data.category", Params().Phrases("categories", forbidden)));
}

void JudgeAutomation(const Evaluation& base, const CandidateDataInput& in, Date as_of,
                     CandidateDataResult* result) {
  if (in.automated_rejection()) {
    Evaluation ev = base;
    ev.FindFlag("human_decision_required", as_of);
    ev.Cure("data.cure.human");
    result->findings.push_back(ev.Make(kBlock, "data.human"));
  }
  if (!in.automated_scoring() && !in.automated_rejection()) return;
  if (!in.dpia_on_file()) {
    Evaluation ev = base;
    ev.FindFlag("dpia_required", as_of);
    ev.Cure("data.cure.dpia");
    result->findings.push_back(ev.Make(kWarn, "data.dpia"));
  }
  Evaluation ev = base;
  const auto transparency = ev.FindFlag("ai_transparency", as_of);
  const auto high_risk = ev.FindFlag("ai_high_risk", as_of);
  if (!transparency || !high_risk) {
    result->findings.push_back(ev.MakeNoFigure());
    return;
  }
  result->ai_transparency = *transparency;
  result->ai_high_risk = *high_risk;
  ev.Value("ai_transparency", *transparency);
  ev.Value("ai_high_risk", *high_risk);
  if (*high_risk) ev.Cure("data.cure.high_risk");
  result->findings.push_back(
      ev.Make(*high_risk ? kWarn : kInform, "data.ai_act",
              Params()
                  .Phrase("transparency", *transparency ? "law.word.yes" : "law.word.no")
                  .Phrase("high_risk", *high_risk ? "law.word.yes" : "law.word.no")));
}

}  // namespace

absl::StatusOr<Date> DeleteOn(const LawData& law, Date procedure_end, KeepConsent consent) {
  Evaluation ev(law, "R16", CandidateDataInput());
  const auto days = ev.FindCount("keep_days", procedure_end);
  const auto months = ev.FindCount("keep_consent_months", procedure_end);
  if (!days || !months) return absl::OutOfRangeError("R16: no row covers the day");
  if (consent == KeepConsent::kGiven) return procedure_end.AddMonths(*months).date;
  return procedure_end.AddDays(*days);
}

absl::StatusOr<CandidateDataResult> EvaluateCandidateData(const LawData& law,
                                                          const CandidateDataInput& input) {
  ASSIGN_OR_RETURN(const Date as_of,
                   NeedDate(input.has_as_of_date(), input.as_of_date(), "as_of_date"));
  ASSIGN_OR_RETURN(const auto end, FindDate(input.has_procedure_end_date(),
                                            input.procedure_end_date(), "procedure_end_date"));
  ASSIGN_OR_RETURN(const auto withdrawn,
                   FindDate(input.has_consent_withdrawn_date(), input.consent_withdrawn_date(),
                            "consent_withdrawn_date"));
  Evaluation ev(law, "R16", input);
  ev.SetReference(as_of);
  CandidateDataResult result;
  JudgeRetention(ev, input, as_of, end, withdrawn, &result);
  JudgeCategories(ev, input, as_of, &result);
  JudgeAutomation(ev, input, as_of, &result);
  SortByWeight(&result.findings);
  return result;
}

}  // namespace interim::law
