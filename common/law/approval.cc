#include "common/law/approval.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

DecidingBody BodyOf(absl::string_view code) {
  DecidingBody body = DECIDING_BODY_UNSPECIFIED;
  DecidingBody_Parse(absl::StrCat("DECIDING_BODY_", code), &body);
  return body;
}

// Key of the row that names the body for a position; empty when the legal form must be known first.
absl::string_view BodyKey(const ApprovalInput& in) {
  switch (in.position()) {
    case ApprovalInput::POSITION_MUNICIPAL_SECRETARY:
      return "body_municipal_secretary";
    case ApprovalInput::POSITION_COUNCIL_CLERK:
      return "body_council_clerk";
    default:
      break;
  }
  switch (in.legal_form()) {
    case ApprovalInput::LEGAL_FORM_BV:
    case ApprovalInput::LEGAL_FORM_NV:
      return in.large_company_regime() ? "body_large_company_director" : "body_company_director";
    case ApprovalInput::LEGAL_FORM_FOUNDATION:
      return "body_foundation_director";
    case ApprovalInput::LEGAL_FORM_ASSOCIATION:
      return "body_association_director";
    default:
      return "";
  }
}

bool NeedsAppointment(ApprovalInput::Position position) {
  return position == ApprovalInput::POSITION_STATUTORY_DIRECTOR ||
         position == ApprovalInput::POSITION_MUNICIPAL_SECRETARY ||
         position == ApprovalInput::POSITION_COUNCIL_CLERK;
}

std::string BodyText(DecidingBody body) {
  return absl::StrCat("approval.body.", static_cast<int>(body));
}

// The appointment itself: the body by law or by statutes, and whether its resolution is on file.
void JudgeAppointment(Evaluation ev, const ApprovalInput& in, Date on, ApprovalResult* result) {
  DecidingBody body = in.body_in_statutes();
  if (body == DECIDING_BODY_UNSPECIFIED) {
    const absl::string_view key = BodyKey(in);
    if (key.empty()) {
      result->findings.push_back(ev.MakeMissingFact("legal_form"));
      return;
    }
    const auto code = ev.FindText(key, on);
    if (!code) {
      result->findings.push_back(ev.MakeNoFigure());
      return;
    }
    body = BodyOf(*code);
    ev.NeedsJudgement("approval.judge.statutes");
  }
  result->required.push_back(body);
  ev.Value("deciding_body", DecidingBody_Name(body));
  const auto& on_file = in.resolutions_on_file();
  const Params params = Params().Phrase("body", BodyText(body));
  const bool is_company = in.legal_form() == ApprovalInput::LEGAL_FORM_BV ||
                          in.legal_form() == ApprovalInput::LEGAL_FORM_NV;
  if (is_company && in.regime_unknown() && in.body_in_statutes() == DECIDING_BODY_UNSPECIFIED) {
    Evaluation regime = ev;
    regime.Cure("approval.cure.statutes");
    result->findings.push_back(regime.MakeMissingFact("large_company_regime"));
  }
  if (!in.deciding_resolution_on_file() &&
      std::find(on_file.begin(), on_file.end(), body) == on_file.end()) {
    result->missing.push_back(body);
    ev.Cure("approval.cure.resolution");
    if (in.body_in_statutes() == DECIDING_BODY_UNSPECIFIED) ev.Cure("approval.cure.statutes");
    result->findings.push_back(ev.Make(kBlock, "approval.missing", params));
    return;
  }
  result->findings.push_back(ev.Make(kOk, "approval.fine", params));
}

// The signature: inside the limit of the person who signs, or with a resolution of the board.
void JudgeSignature(Evaluation ev, const ApprovalInput& in, const std::optional<Money>& value,
                    const std::optional<Money>& limit, ApprovalResult* result) {
  const auto& on_file = in.resolutions_on_file();
  const bool has_other =
      in.deciding_resolution_on_file() || std::any_of(on_file.begin(), on_file.end(), [](int body) {
        return body != DECIDING_BODY_MANDATE_HOLDER && body != DECIDING_BODY_UNSPECIFIED;
      });
  if (!value || !limit) {
    if (has_other) return;
    result->findings.push_back(ev.MakeMissingFact(value ? "signatory_limit" : "contract_value"));
    return;
  }
  ev.Value("contract_value", *value);
  ev.Value("signatory_limit", *limit);
  const Params params = Params()
                            .Amount("value", *value)
                            .Amount("limit", *limit)
                            .Phrase("body", BodyText(DECIDING_BODY_BOARD));
  if (value->cents() <= limit->cents()) {
    result->findings.push_back(ev.Make(kOk, "approval.within_limit", params));
    return;
  }
  result->required.push_back(DECIDING_BODY_BOARD);
  if (has_other) {
    result->findings.push_back(ev.Make(kOk, "approval.fine", params));
    return;
  }
  result->missing.push_back(DECIDING_BODY_BOARD);
  ev.Cure("approval.cure.resolution");
  ev.Cure("approval.cure.signatory");
  result->findings.push_back(ev.Make(kBlock, "approval.above_limit", params));
}

}  // namespace

absl::StatusOr<ApprovalResult> EvaluateApproval(const LawData& law, const ApprovalInput& input) {
  if (input.position() == ApprovalInput::POSITION_UNSPECIFIED) {
    return BadFact("position", "REQUIRED", "say which position the person gets");
  }
  ASSIGN_OR_RETURN(const Date on,
                   NeedDate(input.has_signing_date(), input.signing_date(), "signing_date"));
  ASSIGN_OR_RETURN(const auto value,
                   FindMoney(input.has_contract_value(), input.contract_value(), "contract_value"));
  ASSIGN_OR_RETURN(const auto limit, FindMoney(input.has_signatory_limit(), input.signatory_limit(),
                                               "signatory_limit"));
  Evaluation ev(law, "R13", input);
  ev.SetReference(on);
  ApprovalResult result;
  if (NeedsAppointment(input.position())) JudgeAppointment(ev, input, on, &result);
  JudgeSignature(ev, input, value, limit, &result);
  if (input.position() == ApprovalInput::POSITION_STAND_IN) {
    Evaluation part = ev;
    part.FindFlag("absence_arrangement_required", on);
    part.NeedsJudgement("approval.judge.absence");
    const bool followed = input.absence_arrangement_followed();
    if (!followed) part.Cure("approval.cure.statutes");
    result.findings.push_back(part.Make(
        followed ? kOk : kWarn, followed ? "approval.absence_followed" : "approval.absence"));
  }
  if (input.is_supervisor()) {
    Evaluation part = ev;
    part.FindFlag("supervisor_steps_out", on);
    if (!input.stepped_out()) {
      part.Cure("approval.cure.step_out");
      result.findings.push_back(part.Make(kWarn, "approval.supervisor"));
    } else {
      result.findings.push_back(part.Make(
          input.care_sector() ? kWarn : kInform,
          input.care_sector() ? "approval.supervisor_return_care" : "approval.supervisor_return"));
    }
  }
  SortByWeight(&result.findings);
  return result;
}

}  // namespace interim::law
