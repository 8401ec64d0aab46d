// Stage 3: on what brief, form, price and legal ground?
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "google/protobuf/text_format.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/matching/v1/selection.pb.h"
#include "services/cli/walk/brief_form.h"
#include "services/cli/walk/case.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;

// Answers on the nine viewpoints of the working relation, and facts about the firm.
constexpr char kFacts[] = R"req(
  working_relation_answers { question_code: "V1_RESULT" viewpoint: 1 score: 2 evidence: "B3, B5" }
  working_relation_answers { question_code: "V2_METHOD" viewpoint: 2 score: 1 evidence: "B7" }
  working_relation_answers { question_code: "V3_ORG_CHART" viewpoint: 3 score: 0 evidence: "B9" }
  working_relation_answers { question_code: "V4_REPLACEMENT" viewpoint: 4 score: 1 evidence: "CL" }
  working_relation_answers { question_code: "V5_NEGOTIATED" viewpoint: 5 score: 2 evidence: "B11" }
  working_relation_answers { question_code: "V6_INVOICE" viewpoint: 6 score: 2 evidence: "B11" }
  working_relation_answers { question_code: "V7_LEVEL" viewpoint: 7 score: 2 evidence: "B11" }
  working_relation_answers { question_code: "V8_DAMAGE" viewpoint: 8 score: 1 evidence: "CL" }
  working_relation_answers { question_code: "V9_CLIENTS" viewpoint: 9 score: 2 evidence: "KVK" }
  direction_by_client: ANSWER_NO
  lender_registered: ANSWER_YES
  registration_check_date { ${day:2026-01-19} }
  authority: AUTHORITY_KIND_NONE
  resolution_on_file: ANSWER_YES
  signatory_limit { ${eur:500000.00} }
  identity_copy_kept: ANSWER_NO
  statutory_director: ANSWER_NO
  recruited_by_client: ANSWER_NO
  small_business_scheme: ANSWER_NO
)req";

std::string FormCode(v1::ContractForm form) {
  return std::string(absl::StripPrefix(v1::ContractForm_Name(form), "CONTRACT_FORM_"));
}

const std::string& In(const type::LocalizedText& text, const std::string& language) {
  return language == "nl" ? text.nl() : text.en();
}

absl::StatusOr<std::string> AsText(const google::protobuf::Message& message) {
  std::string text;
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  if (printer.PrintToString(message, &text)) return text;
  return absl::InternalError("a message has no text form");
}

std::string SourceOf(const type::Finding& finding) {
  if (finding.sources_size() == 0) return "";
  const type::Source& source = finding.sources(0);
  std::string text = source.article().empty() ? source.title() : source.article();
  if (!source.url().empty()) absl::StrAppend(&text, text.empty() ? "" : ", ", source.url());
  return text;
}

// First incomplete: the refusal counts as many gaps as the check lists.
struct Gaps {
  int blocking = 0;
  std::vector<std::string> blocks;  // codes, each once
};

absl::StatusOr<Gaps> TryIncomplete(Walk& walk) {
  ASSIGN_OR_RETURN(
      const auto check,
      walk.Do<v1::CheckBriefResponse>({"contract/check_incomplete", "hr", "contracting.CheckBrief",
                                       R"req(name: "${brief}")req", ""}));
  Gaps gaps;
  for (const v1::BriefGap& gap : check.gaps()) {
    if (!gap.is_blocking()) continue;
    ++gaps.blocking;
    if (gaps.blocks.empty() || gaps.blocks.back() != gap.block_code()) {
      gaps.blocks.push_back(gap.block_code());
    }
  }
  ASSIGN_OR_RETURN(const ErrorSpec error,
                   walk.Refused({"contract/approve_incomplete", "board", "contracting.ApproveBrief",
                                 R"req(name: "${brief}")req", ""},
                                "BRIEF_INCOMPLETE"));
  bool is_same = false;
  for (const auto& [key, value] : error.metadata) {
    is_same = is_same || (key == "gapCount" && value == absl::StrCat(gaps.blocking));
  }
  RETURN_IF_ERROR(Expect(is_same && gaps.blocking > 10, "contract/approve_incomplete",
                         "the refusal counts every gap of the check"));
  return gaps;
}

// What approving needs beside the brief: this assignment next to a permanent hire.
absl::StatusOr<v1::CostComparison> CompareCosts(Walk& walk, const v1::Brief& brief) {
  ASSIGN_OR_RETURN(const std::string rate, AsText(brief.budget().rate()));
  return walk.Do<v1::CostComparison>({"contract/costs", "purchasing", "contracting.CompareCosts",
                                      absl::StrCat("parent: \"${parent}\" interim { rate {", rate,
                                                   "} hours_per_month { value: \"160\" } "
                                                   "vat_deductible_percent { value: \"100\" } }",
                                                   R"req(
                      permanent {
                        yearly_salary { ${eur:138000.00} }
                        on_cost_percent { value: "28" }
                        recruitment_fee_percent { value: "25" }
                        vacancy_months { value: "5" }
                        vacancy_cost_per_month { ${eur:9000.00} }
                        ramp_up_months { value: "3" }
                        ramp_up_loss_percent { value: "40" }
                      }
                      months { value: "10.5" }
                      reference_date { ${day:2026-01-26} })req"),
                                      ""});
}

absl::StatusOr<v1::Brief> MakeBrief(Walk& walk, Gaps* gaps, v1::CostComparison* costs) {
  ASSIGN_OR_RETURN(v1::Brief brief,
                   walk.Do<v1::Brief>({"contract/brief", "hr", "contracting.CreateBrief", R"req(
                                         parent: "${parent}"
                                         selection: "${selection}"
                                         brief {
                                           title: "${text:case.title}"
                                           language_code: "${lang}"
                                           duration {
                                             start_date { ${day:2026-01-26} }
                                             end_date { ${day:2026-12-11} }
                                           }
                                         })req",
                                       ""}));
  walk.Set("brief", brief.name());
  ASSIGN_OR_RETURN(*gaps, TryIncomplete(walk));
  RETURN_IF_ERROR(CompleteBrief(walk, brief));
  ASSIGN_OR_RETURN(*costs, CompareCosts(walk, brief));
  v1::BriefCostComparison& comparison = *brief.mutable_budget()->mutable_cost_comparison();
  *comparison.mutable_interim_total() = costs->interim_total();
  *comparison.mutable_permanent_total() = costs->permanent_total();
  *comparison.mutable_comparison_date() = costs->reference_date();
  comparison.set_explanation(Phrase("case.dearer", walk.language()));
  ASSIGN_OR_RETURN(const std::string text, AsText(brief));
  ASSIGN_OR_RETURN(brief,
                   walk.Do<v1::Brief>({"contract/brief_complete", "hr", "contracting.UpdateBrief",
                                       absl::StrCat("brief {", text, "} ", BriefMask()), ""}));
  ASSIGN_OR_RETURN(const auto check, walk.Do<v1::CheckBriefResponse>(
                                         {"contract/check_complete", "hr", "contracting.CheckBrief",
                                          R"req(name: "${brief}")req", ""}));
  std::string first = check.gaps_size() > 0 ? check.gaps(0).field_path() : "";
  for (const v1::BriefGap& gap : check.gaps()) {
    if (gap.is_blocking()) first = absl::StrCat(gap.field_path(), " ", gap.gap_code());
  }
  RETURN_IF_ERROR(Expect(check.is_complete(), "contract/check_complete",
                         absl::StrCat("no gap is left, but there is ", first)));
  ASSIGN_OR_RETURN(brief,
                   walk.Do<v1::Brief>({"contract/approve", "board", "contracting.ApproveBrief",
                                       R"req(name: "${brief}")req", ""}));
  RETURN_IF_ERROR(Expect(brief.state() == v1::BRIEF_STATE_APPROVED, "contract/approve",
                         "the brief is approved"));
  return brief;
}

absl::StatusOr<v1::CompareFormsResponse> CompareForms(Walk& walk) {
  ASSIGN_OR_RETURN(
      const auto forms,
      walk.Do<v1::CompareFormsResponse>(
          {"contract/forms", "purchasing", "contracting.CompareForms",
           absl::StrCat("parent: \"${parent}\" brief: \"${brief}\" channel_code: \"${channel}\" "
                        "facts {",
                        kFacts, "}"),
           ""}));
  RETURN_IF_ERROR(Expect(forms.recommended_form() != v1::CONTRACT_FORM_UNSPECIFIED,
                         "contract/forms", "a form is proposed"));
  return forms;
}

// Every warning gets a reason of legal; a block is never released here.
absl::StatusOr<v1::Contract> DecideFindings(Walk& walk, const v1::Contract& contract) {
  v1::DecideFindingsRequest request;
  for (const type::Finding& finding : contract.findings()) {
    RETURN_IF_ERROR(Expect(
        finding.outcome() != type::RULE_OUTCOME_BLOCK, "contract/draft",
        absl::StrCat("no rule blocks, but ", finding.rule_id(), " does: ", finding.text().en())));
    if (finding.outcome() != type::RULE_OUTCOME_WARN &&
        finding.outcome() != type::RULE_OUTCOME_INDETERMINATE) {
      continue;
    }
    v1::FindingDecision& decision = *request.add_decisions();
    decision.set_rule_id(finding.rule_id());
    decision.set_message_key(finding.message_key());
    decision.set_rule_version(finding.rule_version());
    decision.set_subject(finding.subject());
    decision.set_reason(Phrase("case.warn", walk.language()));
  }
  if (request.decisions_size() == 0) return contract;
  RETURN_IF_ERROR(
      walk.Refused({"contract/submit_undecided", "hr", "contracting.SubmitForSignature",
                    absl::StrCat("name: \"${contract}\" etag: ", "'", contract.etag(), "'"), ""},
                   "FINDING_UNDECIDED")
          .status());
  request.set_name(contract.name());
  request.set_etag(contract.etag());
  ASSIGN_OR_RETURN(const std::string text, AsText(request));
  return walk.Do<v1::Contract>(
      {"contract/decide_findings", "legal", "contracting.DecideFindings", text, ""});
}

absl::StatusOr<v1::Contract> DraftAndSubmit(Walk& walk, v1::ContractForm form,
                                            v1::Contract* draft) {
  ASSIGN_OR_RETURN(
      *draft, walk.Do<v1::Contract>(
                  {"contract/draft", "hr", "contracting.DraftContract",
                   absl::StrCat("parent: \"${parent}\" brief: \"${brief}\" form: ",
                                v1::ContractForm_Name(form), " contract { facts {", kFacts, "} }"),
                   ""}));
  walk.Set("contract", draft->name());
  RETURN_IF_ERROR(Expect(draft->findings_size() > 0, "contract/draft", "there are legal findings"));
  ASSIGN_OR_RETURN(const v1::Contract decided, DecideFindings(walk, *draft));
  walk.Set("etag", decided.etag());
  return walk.Do<v1::Contract>({"contract/submit", "hr", "contracting.SubmitForSignature",
                                R"req(name: "${contract}" etag: "${etag}")req", ""});
}

// In order and by both parties: the supplier who is too early is refused.
absl::StatusOr<v1::Contract> Sign(Walk& walk, const v1::Contract& submitted) {
  walk.Set("document", submitted.document().document_sha256());
  const std::string signer = submitted.form() == v1::CONTRACT_FORM_BUREAU ||
                                     submitted.form() == v1::CONTRACT_FORM_SECONDMENT
                                 ? "supplier"
                                 : "manager";
  constexpr char kSign[] = R"req(name: "${contract}" document_sha256: "${document}")req";
  RETURN_IF_ERROR(
      walk.Refused({"contract/sign_too_early", signer, "contracting.SignContract", kSign, ""},
                   "SIGNATURE_OUT_OF_ORDER")
          .status());
  RETURN_IF_ERROR(walk.Do<v1::Contract>(
                          {"contract/sign_client", "board", "contracting.SignContract", kSign, ""})
                      .status());
  ASSIGN_OR_RETURN(const v1::Contract contract,
                   walk.Do<v1::Contract>(
                       {"contract/sign_supplier", signer, "contracting.SignContract", kSign, ""}));
  RETURN_IF_ERROR(Expect(contract.state() == v1::CONTRACT_STATE_SIGNED, "contract/sign_supplier",
                         "the contract is signed"));
  return contract;
}

// Activation tells the selection of the placement, by itself.
absl::StatusOr<v1::Contract> Activate(Walk& walk, const v1::Contract& signed_contract) {
  namespace mv = ::interim::matching::v1;
  walk.Set("etag", signed_contract.etag());
  ASSIGN_OR_RETURN(
      const v1::Contract contract,
      walk.Do<v1::Contract>({"contract/activate", "board", "contracting.ActivateContract",
                             R"req(name: "${contract}" etag: "${etag}")req", ""}));
  RETURN_IF_ERROR(Expect(contract.state() == v1::CONTRACT_STATE_ACTIVE, "contract/activate",
                         "the contract is active"));
  mv::Selection selection;
  RETURN_IF_ERROR(walk.Await(
      {"contract/placed", "hr", "matching.GetSelection", R"req(name: "${selection}")req", ""},
      selection, [](const google::protobuf::Message& message) {
        return static_cast<const mv::Selection&>(message).state() == mv::SELECTION_STATE_PLACED;
      }));
  RETURN_IF_ERROR(
      walk.Do<mv::Selection>({"contract/close_procedure", "hr", "matching.CloseProcedure",
                              R"req(
                                name: "${selection}" reason: "${text:case.procedure_end}")req",
                              ""})
          .status());
  return contract;
}

void ReportForms(const v1::CompareFormsResponse& forms, Report& report) {
  int shown = 0;
  std::vector<std::string> closed;
  for (const v1::FormComparison& form : forms.forms()) {
    const std::string name = report.Word("form", FormCode(form.form()));
    if (form.is_closed()) {
      std::string reason =
          form.reasons_size() > 0 ? Inside(In(form.reasons(0).text(), report.language())) : "";
      closed.push_back(absl::StrCat(name, " (", reason, ")"));
    } else if (++shown <= 3) {
      const std::string point =
          form.deciding_points_size() > 0
              ? In(form.deciding_points(0).text(), report.language())
              : (form.reasons_size() > 0 ? In(form.reasons(0).text(), report.language()) : "");
      report.Item("contract.form", {{"rank", absl::StrCat(form.rank())},
                                    {"form", name},
                                    {"low", report.Amount(form.cost_low())},
                                    {"high", report.Amount(form.cost_high())},
                                    {"point", point}});
    }
  }
  if (!closed.empty()) {
    report.Item("contract.closed", {{"forms", Listed(closed, report.language())}});
  }
}

void ReportCosts(const v1::CostComparison& costs, Report& report) {
  std::string even;
  for (const v1::BreakEven& row : costs.break_evens()) {
    if (row.with_vacancy_cost() && row.has_months() && even.empty())
      even = report.Number(row.months());
  }
  report.Item(costs.difference().units() < 0 ? "contract.costs_cheaper" : "contract.costs",
              {{"months", report.Number(costs.months())},
               {"interim", report.Amount(costs.interim_total())},
               {"permanent", report.Amount(costs.permanent_total())},
               {"difference", report.Amount(costs.difference())}});
  if (!even.empty()) report.Item("contract.break_even", {{"months", even}});
}

void ReportFindings(const v1::Contract& contract, Report& report) {
  int informs = 0;
  for (const type::Finding& finding : contract.findings()) {
    if (finding.outcome() == type::RULE_OUTCOME_INFORM && ++informs > 2) continue;
    const std::string weight =
        std::string(absl::StripPrefix(type::RuleOutcome_Name(finding.outcome()), "RULE_OUTCOME_"));
    const std::string source = SourceOf(finding);
    report.Item(source.empty() ? "contract.finding_plain" : "contract.finding",
                {{"rule", absl::StrCat(finding.rule_id(), finding.rule_version().empty() ? "" : "@",
                                       finding.rule_version())},
                 {"weight", report.Word("weight", weight)},
                 {"text", In(finding.text(), report.language())},
                 {"source", source}});
  }
}

void ReportContract(const v1::Brief& brief, const Gaps& gaps, const v1::Contract& contract,
                    Report& report) {
  report.Section("stage.contract.head");
  report.Line("contract.answer", {{"form", report.Word("form", FormCode(contract.form()))},
                                  {"supplier", contract.supplier().display_name()},
                                  {"rate", report.Amount(contract.rate().amount())},
                                  {"maximum", report.Amount(contract.maximum())},
                                  {"from", report.Day(contract.period().start_date())},
                                  {"to", report.Day(contract.period().end_date())}});
  report.Item("contract.gaps", {{"count", absl::StrCat(gaps.blocking)},
                                {"blocks", Listed(gaps.blocks, report.language())}});
  for (const v1::Gate& gate : brief.gates()) {
    if (gate.state() != v1::GATE_STATE_TO_DO) continue;
    report.Item("contract.gate",
                {{"title", In(gate.title(), report.language())}, {"rule", gate.rule_version()}});
  }
}

void AddFacts(const Gaps& gaps, const v1::CostComparison& costs, const v1::Contract& contract,
              Report& report) {
  report.Fact("contract.gaps", absl::StrCat(gaps.blocking));
  report.Fact("contract.form", FormCode(contract.form()));
  report.Fact("contract.state", std::string(absl::StripPrefix(
                                    v1::ContractState_Name(contract.state()), "CONTRACT_STATE_")));
  report.Fact("contract.signatures", absl::StrCat(contract.signatures_size()));
  report.Fact("contract.rate", absl::StrCat(contract.rate().amount().units()));
  report.Fact("contract.interim_total", absl::StrCat(costs.interim_total().units()));
  report.Fact("contract.permanent_total", absl::StrCat(costs.permanent_total().units()));
  std::string rules;
  for (const type::Finding& finding : contract.findings()) {
    absl::StrAppend(&rules, rules.empty() ? "" : " ", finding.rule_id());
  }
  report.Fact("contract.findings", rules);
}

}  // namespace

absl::Status PlayContract(Walk& walk, Report& report) {
  RETURN_IF_ERROR(walk.GoTo("2026-01-19"));
  Gaps gaps;
  v1::CostComparison costs;
  ASSIGN_OR_RETURN(const v1::Brief brief, MakeBrief(walk, &gaps, &costs));
  RETURN_IF_ERROR(walk.GoTo("2026-01-20"));
  ASSIGN_OR_RETURN(const v1::CompareFormsResponse forms, CompareForms(walk));
  v1::Contract draft;
  ASSIGN_OR_RETURN(const v1::Contract submitted,
                   DraftAndSubmit(walk, forms.recommended_form(), &draft));
  RETURN_IF_ERROR(walk.GoTo("2026-01-21"));
  ASSIGN_OR_RETURN(const v1::Contract signed_contract, Sign(walk, submitted));
  RETURN_IF_ERROR(walk.GoTo("2026-01-22"));
  ASSIGN_OR_RETURN(const v1::Contract contract, Activate(walk, signed_contract));
  ReportContract(brief, gaps, contract, report);
  report.Item("contract.recommended", {{"text", In(forms.recommendation(), report.language())}});
  ReportForms(forms, report);
  ReportCosts(costs, report);
  ReportFindings(draft, report);
  report.Item("contract.signed");
  walk.Set("rate", absl::StrCat(contract.rate().amount().units()));
  AddFacts(gaps, costs, contract, report);
  return absl::OkStatus();
}

}  // namespace interim::cli
