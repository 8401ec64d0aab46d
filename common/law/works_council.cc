#include "common/law/works_council.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

struct WorksCouncilDates {
  std::optional<Date> requested, advised, decided, notified, execution;
  Date reference;
};

absl::string_view RightKey(ParticipationSubject subject) {
  switch (subject) {
    case PARTICIPATION_SUBJECT_DIRECTOR_APPOINTMENT:
      return "right_director_appointment";
    case PARTICIPATION_SUBJECT_GROUP_HIRING:
      return "right_group_hiring";
    case PARTICIPATION_SUBJECT_SINGLE_HIRE:
      return "right_single_hire";
    case PARTICIPATION_SUBJECT_FRAMEWORK_CONTRACT:
      return "right_framework_contract";
    case PARTICIPATION_SUBJECT_EXPERT_ON_ADVICE_SUBJECT:
      return "right_expert_on_advice_subject";
    case PARTICIPATION_SUBJECT_EXPERT_ON_CONSENT_SUBJECT:
      return "right_expert_on_consent_subject";
    case PARTICIPATION_SUBJECT_REORGANISATION:
      return "right_reorganisation";
    case PARTICIPATION_SUBJECT_PERSONNEL_RULES:
      return "right_personnel_rules";
    default:
      return "";
  }
}

ParticipationRight RightOf(absl::string_view code) {
  if (code == "ADVICE") return PARTICIPATION_RIGHT_ADVICE;
  if (code == "DIRECTOR_ADVICE") return PARTICIPATION_RIGHT_DIRECTOR_ADVICE;
  if (code == "CONSENT") return PARTICIPATION_RIGHT_CONSENT;
  if (code == "NOTIFICATION") return PARTICIPATION_RIGHT_NOTIFICATION;
  return PARTICIPATION_RIGHT_UNSPECIFIED;
}

absl::StatusOr<WorksCouncilDates> ReadDates(const WorksCouncilInput& in) {
  WorksCouncilDates d;
  ASSIGN_OR_RETURN(d.requested,
                   FindDate(in.has_requested_date(), in.requested_date(), "requested_date"));
  ASSIGN_OR_RETURN(d.advised, FindDate(in.has_advised_date(), in.advised_date(), "advised_date"));
  ASSIGN_OR_RETURN(d.decided, FindDate(in.has_decided_date(), in.decided_date(), "decided_date"));
  ASSIGN_OR_RETURN(d.notified,
                   FindDate(in.has_notified_date(), in.notified_date(), "notified_date"));
  ASSIGN_OR_RETURN(d.execution,
                   FindDate(in.has_execution_date(), in.execution_date(), "execution_date"));
  ASSIGN_OR_RETURN(const auto given,
                   FindDate(in.has_reference_date(), in.reference_date(), "reference_date"));
  for (const auto& day : {d.decided, given, d.notified, d.execution, d.requested}) {
    if (day.has_value()) {
      d.reference = *day;
      return d;
    }
  }
  return BadFact("reference_date", "REQUIRED", "no date says when the decision is judged");
}

// True when advice was given and the decision departs from it.
bool Departs(const WorksCouncilInput& in) {
  if (in.follows_advice() == TERNARY_YES) return false;
  if (in.follows_advice() == TERNARY_NO)
    return in.advice() != WorksCouncilInput::ADVICE_UNSPECIFIED;
  return in.advice() == WorksCouncilInput::ADVICE_NEGATIVE;
}

// What holds when no works council is there, or nothing when one is (or must be asked about).
std::optional<type::Finding> WithoutCouncil(Evaluation* ev, const WorksCouncilInput& in, Date on) {
  if (in.works_council_present() == TERNARY_YES) return std::nullopt;
  const auto council_from = ev->FindCount("works_council_from", on);
  const auto staff_from = ev->FindCount("staff_representation_from", on);
  if (!council_from || !staff_from) return ev->MakeNoFigure();
  if (!in.has_head_count()) {
    if (in.works_council_present() == TERNARY_UNSPECIFIED) {
      return ev->MakeMissingFact("works_council_present");
    }
    return ev->Make(kInform, "or.none_present");
  }
  ev->Value("head_count", in.head_count(), "people");
  Params params;
  params.Count("count", in.head_count()).Count("threshold", *council_from);
  if (in.head_count() >= *council_from) {
    if (in.works_council_present() == TERNARY_UNSPECIFIED) {
      return ev->MakeMissingFact("works_council_present");
    }
    ev->Cure("or.cure.set_up");
    return ev->Make(kWarn, "or.must_exist", params);
  }
  if (in.staff_representation_present())
    return ev->Make(kInform, "or.staff_representation", params);
  if (in.head_count() >= *staff_from) {
    params.Count("staff_threshold", *staff_from);
    return ev->Make(kInform, "or.small", params);
  }
  return ev->Make(kOk, "or.very_small", params);
}

// A decision that departs from the advice: suspended until one month after notice.
absl::StatusOr<type::Finding> Suspension(Evaluation* ev, const WorksCouncilInput& in,
                                         const WorksCouncilDates& d, WorksCouncilResult* result) {
  Params params;
  params.Plain("article", result->article);
  if (in.suspension_waived()) return ev->Make(kOk, "or.waived", params);
  if (!d.notified) {
    const bool done = d.decided.has_value() || d.execution.has_value();
    ev->Cure("or.cure.notify");
    return ev->Make(done ? kBlock : kInform, done ? "or.not_notified" : "or.suspension_ahead",
                    params);
  }
  const auto months = ev->FindCount("suspension_months", *d.notified);
  const auto appeal = ev->FindCount("appeal_months", *d.notified);
  const auto review = ev->FindCount("review_days_after_clamp", *d.notified);
  if (!months || !appeal || !review) return ev->MakeNoFigure();
  const AddMonthsResult end = d.notified->AddMonths(*months);
  const Date first = end.date.AddDays(1);
  result->executable_from = first;
  result->appeal_until = d.notified->AddMonths(*appeal).date;
  ev->Value("notified", *d.notified);
  ev->Value("executable_from", first);
  ev->Value("appeal_until", *result->appeal_until);
  params.Day("date", first).Day("notified", *d.notified).Day("appeal_until", *result->appeal_until);
  if (!d.execution) return ev->Make(kInform, "or.suspension", params);
  if (*d.execution < first) {
    ev->Cure("or.cure.wait");
    ev->Cure("or.cure.waiver");
    return ev->Make(kBlock, "or.suspended", params);
  }
  if (end.clamped && *d.execution < first.AddDays(*review)) {
    ev->Value("clamped", true);
    ev->NeedsJudgement("law.judge.month_end");
    ev->Cure("or.cure.wait");
    return ev->Make(kIndeterminate, "or.suspension_edge", params);
  }
  return ev->Make(kOk, "or.executable", params);
}

// Advice with suspension and appeal (art. 25).
absl::StatusOr<type::Finding> Advice(Evaluation* ev, const WorksCouncilInput& in,
                                     const WorksCouncilDates& d, WorksCouncilResult* result) {
  Params params;
  params.Plain("article", result->article);
  const bool decided = d.decided.has_value() || d.execution.has_value();
  if (!d.requested) {
    result->request_missing = true;
    ev->Cure("or.cure.request");
    if (in.subject() == PARTICIPATION_SUBJECT_GROUP_HIRING) {
      return ev->Make(kBlock, "or.group", params);
    }
    return ev->Make(decided ? kBlock : kWarn, decided ? "or.advice_missing" : "or.advice_due",
                    params);
  }
  params.Day("requested", *d.requested);
  if (in.advice() == WorksCouncilInput::ADVICE_UNSPECIFIED) {
    ev->Cure("or.cure.await");
    if (in.subject() == PARTICIPATION_SUBJECT_GROUP_HIRING && decided) {
      return ev->Make(kBlock, "or.group", params);
    }
    return ev->Make(decided ? kBlock : kInform, decided ? "or.advice_missing" : "or.advice_pending",
                    params);
  }
  if (!Departs(in)) return ev->Make(kOk, "or.followed", params);
  return Suspension(ev, in, d, result);
}

// Advice on the appointment of a director (art. 30): no suspension, no appeal.
type::Finding DirectorAdvice(Evaluation* ev, const WorksCouncilInput& in,
                             const WorksCouncilDates& d, WorksCouncilResult* result) {
  Params params;
  params.Plain("article", result->article);
  if (!d.requested) {
    result->request_missing = true;
    ev->Cure("or.cure.request");
    return ev->Make(kWarn, "or.art30", params);
  }
  params.Day("requested", *d.requested);
  if (in.advice() == WorksCouncilInput::ADVICE_UNSPECIFIED) {
    ev->Cure("or.cure.await");
    return ev->Make(kInform, "or.advice_pending", params);
  }
  return ev->Make(Departs(in) ? kInform : kOk, Departs(in) ? "or.art30_departed" : "or.followed",
                  params);
}

// Consent (art. 27).
type::Finding Consent(Evaluation* ev, const WorksCouncilInput& in, const WorksCouncilDates& d,
                      WorksCouncilResult* result) {
  Params params;
  params.Plain("article", result->article);
  const bool decided = d.decided.has_value() || d.execution.has_value();
  if (in.advice() == WorksCouncilInput::ADVICE_POSITIVE) {
    return ev->Make(kOk, "or.consented", params);
  }
  if (in.advice() == WorksCouncilInput::ADVICE_NEGATIVE) {
    ev->Cure("or.cure.consent");
    return ev->Make(kBlock, "or.consent_refused", params);
  }
  result->request_missing = !d.requested.has_value();
  ev->Cure("or.cure.consent");
  return ev->Make(decided ? kBlock : kWarn, decided ? "or.consent_missing" : "or.consent_due",
                  params);
}

absl::StatusOr<type::Finding> ByRight(Evaluation* ev, const WorksCouncilInput& in,
                                      const WorksCouncilDates& d, WorksCouncilResult* result) {
  switch (result->right) {
    case PARTICIPATION_RIGHT_ADVICE:
      return Advice(ev, in, d, result);
    case PARTICIPATION_RIGHT_DIRECTOR_ADVICE:
      return DirectorAdvice(ev, in, d, result);
    case PARTICIPATION_RIGHT_CONSENT:
      return Consent(ev, in, d, result);
    case PARTICIPATION_RIGHT_NOTIFICATION:
      return ev->Make(kInform, "or.notify", Params().Plain("article", result->article));
    default:
      return ev->Make(kOk, "or.no_right");
  }
}

}  // namespace

absl::StatusOr<WorksCouncilResult> EvaluateWorksCouncil(const LawData& law,
                                                        const WorksCouncilInput& input) {
  const absl::string_view right_key = RightKey(input.subject());
  if (right_key.empty()) return BadFact("subject", "REQUIRED", "say what is decided");
  ASSIGN_OR_RETURN(const WorksCouncilDates dates, ReadDates(input));
  Evaluation ev(law, "R12", input);
  ev.SetReference(dates.reference);
  // One contract may raise several questions; a decision about one covers no other.
  ev.Subject(absl::StrCat("subject.", absl::StripPrefix(right_key, "right_")));
  WorksCouncilResult result;

  if (input.client_council_present() &&
      input.subject() == PARTICIPATION_SUBJECT_DIRECTOR_APPOINTMENT) {
    Evaluation care = ev;
    if (care.FindFlag("client_council_asked", dates.reference).value_or(false)) {
      care.NeedsJudgement("or.judge.client_council");
      care.Cure("or.cure.client_council");
      result.findings.push_back(care.Make(kWarn, "or.client_council"));
    }
  }
  if (auto without = WithoutCouncil(&ev, input, dates.reference); without.has_value()) {
    result.findings.push_back(*std::move(without));
    SortByWeight(&result.findings);
    return result;
  }
  if (input.public_body() && input.political_decision() &&
      ev.FindFlag("political_decisions_outside", dates.reference).value_or(false)) {
    ev.NeedsJudgement("or.judge.political");
    result.findings.push_back(ev.Make(kInform, "or.political"));
    SortByWeight(&result.findings);
    return result;
  }
  const auto code = ev.FindText(right_key, dates.reference);
  if (!code) {
    result.findings.push_back(ev.MakeNoFigure());
    return result;
  }
  result.right = RightOf(*code);
  if (result.right != PARTICIPATION_RIGHT_UNSPECIFIED) {
    result.article = ev.ArticleOf(right_key, dates.reference);
    ev.Value("article", result.article);
  }
  ASSIGN_OR_RETURN(type::Finding finding, ByRight(&ev, input, dates, &result));
  result.findings.push_back(std::move(finding));
  SortByWeight(&result.findings);
  return result;
}

absl::StatusOr<Date> SuspensionEnd(const LawData& law, Date notified) {
  Evaluation ev(law, "R12", WorksCouncilInput());
  const auto months = ev.FindCount("suspension_months", notified);
  if (!months) return absl::OutOfRangeError("R12 suspension_months: no row covers the day");
  return notified.AddMonths(*months).date.AddDays(1);
}

}  // namespace interim::law
