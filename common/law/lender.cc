#include "common/law/lender.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

// The duties of one day.
struct Stage {
  bool registration = false;
  bool application = false;
  bool admission = false;
};

std::optional<Stage> StageOn(Evaluation* ev, Date on) {
  const auto registration = ev->FindFlag("registration_required", on);
  const auto application = ev->FindFlag("application_expected", on);
  const auto admission = ev->FindFlag("admission_required", on);
  if (!registration || !application || !admission) return std::nullopt;
  return Stage{*registration, *application, *admission};
}

// A party without a name is the supplier of the contract.
Params PartyParams(const LenderParty& party) {
  Params params;
  if (party.party().empty()) return params.Phrase("party", "law.party.supplier");
  return params.Plain("party", party.party());
}

// A fact about one party that is missing.
type::Finding MissingOf(const Evaluation& ev, absl::string_view fact, const LenderParty& party) {
  if (party.party().empty()) return ev.MakeMissingFact(fact);
  return ev.MakeMissingFact(absl::StrCat(fact, ": ", party.party()));
}

// Parameters of a finding about admission: the party and the day from which it is required.
Params AdmissionParams(Evaluation* ev, const LenderParty& party, const DatePeriod& period) {
  Params params = PartyParams(party);
  params.Day("date", ev->FindDay("admission_required_from", period.end()).value_or(period.end()));
  return params;
}

// Each day counts, but duties only grow: the last day of the period carries all of them.
type::Finding JudgeLender(Evaluation* ev, const LenderParty& party, const DatePeriod& period) {
  const auto stage = StageOn(ev, period.end());
  if (!stage) return ev->MakeNoFigure();
  const Params params = PartyParams(party);
  if (stage->registration && party.registered() != TERNARY_YES) {
    ev->Cure("lender.cure.register");
    if (party.registered() == TERNARY_UNSPECIFIED) {
      return MissingOf(*ev, "parties.registered", party);
    }
    return ev->Make(kBlock, "lender.unregistered", params);
  }
  if (party.admitted() == TERNARY_YES || party.exempt())
    return ev->Make(kOk, "lender.fine", params);
  if (stage->admission) {
    ev->Cure("lender.cure.admission");
    ev->Cure("lender.cure.end_before");
    if (party.admitted() == TERNARY_UNSPECIFIED) {
      return MissingOf(*ev, "parties.admitted", party);
    }
    return ev->Make(kBlock, "lender.admission", AdmissionParams(ev, party, period));
  }
  if (stage->application && party.applied() != TERNARY_YES) {
    ev->Cure("lender.cure.apply");
    if (party.applied() == TERNARY_UNSPECIFIED) {
      return MissingOf(*ev, "parties.applied", party);
    }
    return ev->Make(kWarn, "lender.admission", AdmissionParams(ev, party, period));
  }
  return ev->Make(kOk, "lender.fine", params);
}

// A party about which it is not settled whether it lends: the result of a lender is softened.
type::Finding JudgeDoubt(Evaluation* ev, const LenderParty& party, const DatePeriod& period) {
  const Params params = PartyParams(party);
  if (party.under_direction() == TERNARY_NO) {
    return ev->Make(kOk, "lender.not_applicable", params);
  }
  ev->FindFlag("own_bv_position_settled", period.end());
  ev->NeedsJudgement("law.judge.direction");
  ev->Cure("lender.cure.no_direction");
  return ev->Make(kWarn, "lender.doubt", params);
}

}  // namespace

absl::StatusOr<std::vector<type::Finding>> EvaluateLenders(const LawData& law,
                                                           const LenderInput& input) {
  ASSIGN_OR_RETURN(const DatePeriod period,
                   NeedPeriod(input.has_period(), input.period(), "period"));
  std::vector<type::Finding> findings;
  for (int i = 0; i < input.parties_size(); ++i) {
    const LenderParty& party = input.parties(i);
    Evaluation ev(law, "R09", input);
    ev.SetReference(period.end());
    ev.Subject(absl::StrCat("parties[", i, "]"));
    switch (party.role()) {
      case LenderParty::ROLE_LENDER:
        findings.push_back(JudgeLender(&ev, party, period));
        break;
      case LenderParty::ROLE_OWN_BV:
      case LenderParty::ROLE_PASSES_ON_SELF_EMPLOYED:
        findings.push_back(JudgeDoubt(&ev, party, period));
        break;
      case LenderParty::ROLE_BROKER:
      case LenderParty::ROLE_SELF_EMPLOYED:
        findings.push_back(ev.Make(kOk, "lender.not_applicable", PartyParams(party)));
        break;
      default:
        return BadFact(absl::StrCat("parties[", i, "].role"), "REQUIRED",
                       "say what the party does");
    }
  }
  if (findings.empty()) {
    Evaluation ev(law, "R09", input);
    ev.SetReference(period.end());
    findings.push_back(ev.Make(kOk, "lender.none"));
  }
  SortByWeight(&findings);
  return findings;
}

}  // namespace interim::law
