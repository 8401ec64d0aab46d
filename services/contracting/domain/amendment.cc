#include "services/contracting/domain/amendment.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/contracting/domain/amendment_terms.h"
#include "services/contracting/domain/clauses.h"
#include "services/contracting/domain/ending.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/masks.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

bool IsInForce(const v1::Contract& contract) {
  return contract.state() == v1::CONTRACT_STATE_SIGNED ||
         contract.state() == v1::CONTRACT_STATE_ACTIVE;
}

absl::Status CheckCanChange(const v1::Contract& base) {
  if (base.has_amendment()) return IsAnAmendment(base);
  if (!IsInForce(base)) return ContractNotInForce(base);
  if (!base.open_amendment().empty()) return AmendmentOpen(base);
  return absl::OkStatus();
}

// Employment ends and begins anew: an extension is another contract in the chain.
bool IsChained(v1::ContractForm form) {
  return form == v1::CONTRACT_FORM_FIXED_TERM || form == v1::CONTRACT_FORM_PAYROLL;
}

// A draft with the terms in force, to be changed.
v1::Contract NextDraft(const v1::Contract& base, v1::ContractKind kind, absl::string_view reason,
                       Date effective) {
  v1::Contract draft = base;
  draft.clear_name();
  draft.clear_etag();
  draft.clear_create_time();
  draft.clear_update_time();
  draft.clear_document();
  draft.clear_signatures();
  draft.clear_declination();
  draft.clear_work_months();
  draft.clear_work_totals();
  draft.clear_sign_time();
  draft.clear_activate_time();
  draft.clear_end_date();
  draft.clear_versions();
  draft.clear_version();
  draft.clear_termination();
  draft.clear_open_signatories();
  draft.set_state(v1::CONTRACT_STATE_DRAFT);
  std::optional<Date> first = FirstDay(base);
  if (first) *draft.mutable_first_date() = ToProto(*first);
  v1::AmendmentTerms& terms = *draft.mutable_amendment();
  terms.set_base_contract(base.name());
  terms.set_base_version(base.version());
  terms.set_base_document_sha256(base.document().document_sha256());
  terms.set_kind(kind);
  terms.set_reason(std::string(reason));
  *terms.mutable_effective_date() = ToProto(effective);
  return draft;
}

// Fields of a contract that both sides may change while it runs. Another employee is another
// employment.
bool IsAmendable(v1::ContractForm form, absl::string_view field) {
  if (form == v1::CONTRACT_FORM_FIXED_TERM && field == "interim_manager") return false;
  static const std::set<std::string>* fields = new std::set<std::string>{"interim_manager",
                                                                         "period",
                                                                         "rate",
                                                                         "maximum",
                                                                         "hours_per_week",
                                                                         "notice_days",
                                                                         "payment_days",
                                                                         "clauses",
                                                                         "facts",
                                                                         "signature_slots",
                                                                         "title",
                                                                         "employee_notice_months",
                                                                         "employer_notice_months",
                                                                         "is_notice_any_day"};
  return fields->count(std::string(field)) > 0;
}

void CheckFields(const v1::Contract& base, const v1::AmendContractRequest& request,
                 FieldErrors& errors) {
  auto refuse = [&](const std::string& field) {
    if (IsAmendable(base.form(), field)) return;
    errors.Add(absl::StrCat("contract.", field), "NOT_AMENDABLE",
               "this cannot be changed while the contract runs");
  };
  for (const std::string& path : request.update_mask().paths()) refuse(path);
  if (!request.update_mask().paths().empty()) return;
  const v1::Contract& change = request.contract();
  if (change.form() != v1::CONTRACT_FORM_UNSPECIFIED) refuse("form");
  if (!change.language_code().empty()) refuse("language_code");
  if (change.has_client()) refuse("client");
  if (change.has_supplier()) refuse("supplier");
  if (change.has_interim_manager()) refuse("interim_manager");
  if (change.has_pilot()) refuse("pilot");
}

// An earlier last day may be agreed, a later one is an extension.
void CheckDays(const v1::Contract& base, const v1::Contract& draft, Date effective, Date today,
               FieldErrors& errors) {
  std::optional<DatePeriod> before = FindPeriod(base.has_period(), base.period());
  std::optional<DatePeriod> after = FindPeriod(draft.has_period(), draft.period());
  if (!before) return;
  if (!after || after->start() != before->start() || after->end() > before->end()) {
    errors.Add("contract.period", "OUT_OF_RANGE", "only an earlier last day; else extend");
  } else if (after->end() < before->end() && after->end() < today) {
    errors.Add("contract.period", "OUT_OF_RANGE", "the last day lies in the past");
  }
  Date first = FirstDay(base).value_or(before->start());
  if (effective < first || effective > before->end()) {
    errors.Add("effective_date", "OUT_OF_RANGE", "within the days of the contract");
  }
}

bool Has(const std::vector<std::string>& roles, const char* role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool IsBlank(absl::string_view text) { return absl::StripAsciiWhitespace(text).empty(); }

// What is missing for a decision that goes beyond the flag length.
std::vector<std::string> MissingForRedecision(const v1::ExtensionNeed& need,
                                              const ChangeStamp& stamp) {
  std::vector<std::string> missing;
  if (!Has(stamp.roles, "formal_client") && !Has(stamp.roles, "sponsor")) {
    missing.emplace_back("formal_client");
  }
  if (IsBlank(need.permanent_route())) missing.emplace_back("need.permanent_route");
  if (need.alternatives().empty()) missing.emplace_back("need.alternatives");
  return missing;
}

void AddNote(const Catalogs& catalogs, const char* code, const TextParams& nl, const TextParams& en,
             v1::AmendmentTerms& terms) {
  v1::ExtensionNote& note = *terms.add_notes();
  note.set_code(code);
  note.mutable_text()->set_nl(catalogs.Word(absl::StrCat("note_", code), "nl", nl));
  note.mutable_text()->set_en(catalogs.Word(absl::StrCat("note_", code), "en", en));
}

absl::Status CheckPilot(const v1::Contract& base) {
  if (!base.is_pilot()) return absl::OkStatus();
  if (base.pilot().outcome() == v1::PILOT_OUTCOME_STOP) return PilotStopped(base);
  if (base.pilot().outcome() != v1::PILOT_OUTCOME_UNSPECIFIED) return absl::OkStatus();
  std::optional<Date> day =
      FindDate(base.pilot().has_decision_date(), base.pilot().decision_date());
  return PilotNotDecided(base, day ? day->ToString() : "");
}

// What goes on after a pilot is a contract in full.
void EndPilot(const Catalogs& catalogs, v1::Contract& draft) {
  if (!draft.is_pilot()) return;
  draft.set_is_pilot(false);
  google::protobuf::RepeatedPtrField<v1::Clause> kept;
  for (const v1::Clause& clause : draft.clauses()) {
    const ClauseEntry* entry = catalogs.FindClause(clause.code());
    if (entry == nullptr || entry->condition() != CLAUSE_CONDITION_PILOT) *kept.Add() = clause;
  }
  draft.mutable_clauses()->Swap(&kept);
}

// Days and earlier contracts of an extension.
absl::Status SetDays(const v1::Contract& base, Date old_end, Date end, v1::Contract& draft) {
  std::optional<DatePeriod> before = FindPeriod(base.has_period(), base.period());
  Date start = before ? before->start() : old_end;
  if (IsChained(base.form())) {
    v1::EarlierContract& link = *draft.mutable_facts()->add_earlier_contracts();
    *link.mutable_start_date() = ToProto(start);
    *link.mutable_end_date() = ToProto(old_end);
    link.set_kind(v1::EARLIER_CONTRACT_KIND_FIXED_TERM);
    start = old_end.AddDays(1);
  }
  ASSIGN_OR_RETURN(DatePeriod period, DatePeriod::Make(start, end));
  *draft.mutable_period() = ToProto(period);
  return absl::OkStatus();
}

// How long the assignment gets, and what that asks.
absl::Status CheckLength(const Catalogs& catalogs, const v1::Contract& base,
                         const v1::ExtendContractRequest& request, Date end,
                         const ChangeStamp& stamp, v1::AmendmentTerms& terms) {
  const HouseFigures& figures = catalogs.figures();
  Date first = FirstDay(base).value_or(end);
  // Longer than n months: the last day lies on or after the same day n months later.
  Date last_possible = first.AddMonths(figures.refuse_months()).date.AddDays(-1);
  if (end > last_possible) {
    return ExtensionTooLong(base, figures.refuse_months(), last_possible);
  }
  bool is_long = end >= first.AddMonths(figures.flag_months()).date;
  if (is_long) {
    std::vector<std::string> missing = MissingForRedecision(request.need(), stamp);
    if (!missing.empty()) return RedecisionNeeded(base, figures.flag_months(), missing);
    TextParams months = {{"months", absl::StrCat(figures.flag_months())}};
    AddNote(catalogs, "REDECISION", months, months, terms);
  }
  terms.mutable_need()->set_is_redecision(is_long);
  TextParams last = {{"date", last_possible.ToString()},
                     {"months", absl::StrCat(figures.refuse_months())}};
  AddNote(catalogs, "LAST_DAY", last, last, terms);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Contract> AmendContract(const Catalogs& catalogs, const v1::Contract& base,
                                           const v1::Brief& brief,
                                           const v1::AmendContractRequest& request,
                                           const ChangeStamp& stamp) {
  RETURN_IF_ERROR(CheckCanChange(base));
  FieldErrors errors;
  CheckFields(base, request, errors);
  if (!errors.empty()) return errors.ToStatus();
  Date effective = FindDate(request.has_effective_date(), request.effective_date())
                       .value_or(std::max(stamp.today, FirstDay(base).value_or(stamp.today)));
  v1::Contract draft = NextDraft(base, v1::CONTRACT_KIND_AMENDMENT, request.reason(), effective);
  RETURN_IF_ERROR(MergeMasked(request.contract(), request.update_mask(), draft));
  CheckDays(base, draft, effective, stamp.today, errors);
  if (!errors.empty()) return errors.ToStatus();
  MarkClauses(catalogs, brief, draft);
  MarkChanges(catalogs, brief, base, draft);
  if (draft.amendment().changes().empty()) return NothingChanges(base);
  return draft;
}

absl::StatusOr<v1::Contract> ExtendContract(const Catalogs& catalogs, const v1::Contract& base,
                                            const v1::Brief& brief,
                                            const v1::ExtendContractRequest& request,
                                            const ChangeStamp& stamp) {
  RETURN_IF_ERROR(CheckCanChange(base));
  std::optional<DatePeriod> before = FindPeriod(base.has_period(), base.period());
  ASSIGN_OR_RETURN(Date end, DateFromProto(request.end_date(), "end_date"));
  Date old_end = before ? before->end() : end;
  if (base.has_termination()) return NoticeGiven(base, LastDay(base).value_or(old_end));
  RETURN_IF_ERROR(CheckPilot(base));
  if (end <= old_end) return ExtensionNotLater(base, old_end);
  v1::Contract draft =
      NextDraft(base, v1::CONTRACT_KIND_EXTENSION, request.need().need(), old_end.AddDays(1));
  if (request.has_maximum()) *draft.mutable_maximum() = request.maximum();
  if (request.has_rate()) *draft.mutable_rate() = request.rate();
  if (request.has_facts()) *draft.mutable_facts() = request.facts();
  draft.clear_finding_decisions();  // a fresh check asks fresh reasons
  v1::AmendmentTerms& terms = *draft.mutable_amendment();
  *terms.mutable_need() = request.need();
  terms.mutable_need()->set_actor(stamp.subject);
  *terms.mutable_need()->mutable_decide_date() = ToProto(stamp.today);
  RETURN_IF_ERROR(CheckLength(catalogs, base, request, end, stamp, terms));
  int ahead = catalogs.figures().extension_request_days();
  if (stamp.today > old_end.AddDays(-ahead)) {
    TextParams days = {{"days", absl::StrCat(ahead)}};
    AddNote(catalogs, "REQUEST_LATE", days, days, terms);
  }
  RETURN_IF_ERROR(SetDays(base, old_end, end, draft));
  EndPilot(catalogs, draft);
  MarkClauses(catalogs, brief, draft);
  MarkChanges(catalogs, brief, base, draft);
  return draft;
}

absl::Status CheckBase(const v1::Contract& amendment, const v1::Contract& base) {
  const v1::AmendmentTerms& terms = amendment.amendment();
  if (!IsInForce(base) || base.has_termination() || base.version() != terms.base_version() ||
      base.open_amendment() != amendment.name()) {
    return AmendmentOutdated(amendment);
  }
  return absl::OkStatus();
}

v1::Contract ApplyAmendment(const v1::Contract& base, const v1::Contract& amendment) {
  v1::Contract after = amendment;
  // What belongs to the contract as a whole stays; the terms are those that were signed.
  after.set_name(base.name());
  after.set_etag(base.etag());
  after.set_state(base.state());
  if (base.has_create_time()) *after.mutable_create_time() = base.create_time();
  *after.mutable_work_months() = base.work_months();
  if (base.has_work_totals()) *after.mutable_work_totals() = base.work_totals();
  if (base.has_activate_time()) *after.mutable_activate_time() = base.activate_time();
  if (base.has_pilot()) *after.mutable_pilot() = base.pilot();
  after.clear_amendment();
  after.clear_open_amendment();
  after.clear_open_signatories();
  *after.mutable_versions() = base.versions();
  for (v1::ContractVersion& version : *after.mutable_versions()) {
    if (version.state() == v1::VERSION_STATE_IN_FORCE) {
      version.set_state(v1::VERSION_STATE_REPLACED);
    }
  }
  after.set_version(base.version() + 1);
  v1::ContractVersion version = VersionOf(amendment, v1::VERSION_STATE_IN_FORCE);
  version.set_version(after.version());
  *after.add_versions() = std::move(version);
  return after;
}

v1::Contract OpenToSignatories(const v1::Contract& base, const v1::Contract& amendment) {
  v1::Contract after = base;
  after.clear_open_signatories();
  for (const v1::SignatureSlot& slot : amendment.signature_slots()) {
    for (const v1::Signatory& signatory : slot.signatories()) {
      *after.add_open_signatories() = signatory;
    }
  }
  return after;
}

v1::Contract DropAmendment(const v1::Contract& base, const v1::Contract& amendment) {
  v1::Contract after = base;
  if (after.open_amendment() == amendment.name()) {
    after.clear_open_amendment();
    after.clear_open_signatories();
  }
  if (amendment.has_document()) {
    bool declined = amendment.state() == v1::CONTRACT_STATE_DECLINED;
    *after.add_versions() =
        VersionOf(amendment, declined ? v1::VERSION_STATE_DECLINED : v1::VERSION_STATE_WITHDRAWN);
  }
  return after;
}

v1::ContractVersion VersionOf(const v1::Contract& contract, v1::VersionState state) {
  v1::ContractVersion version;
  version.set_version(state == v1::VERSION_STATE_IN_FORCE ? 1 : 0);
  version.set_kind(contract.has_amendment() ? contract.amendment().kind()
                                            : v1::CONTRACT_KIND_ORIGINAL);
  version.set_state(state);
  *version.mutable_document() = contract.document();
  *version.mutable_signatures() = contract.signatures();
  if (contract.has_declination()) *version.mutable_declination() = contract.declination();
  if (contract.has_period()) *version.mutable_period() = contract.period();
  if (contract.has_rate()) *version.mutable_rate() = contract.rate();
  if (contract.has_maximum()) *version.mutable_maximum() = contract.maximum();
  if (contract.has_amendment()) {
    *version.mutable_effective_date() = contract.amendment().effective_date();
    version.set_reason(contract.amendment().reason());
  } else if (contract.has_period()) {
    *version.mutable_effective_date() = contract.period().start_date();
  }
  if (contract.has_sign_time()) *version.mutable_sign_time() = contract.sign_time();
  return version;
}

const v1::DocumentRef* FindDocument(const v1::Contract& contract,
                                    absl::string_view document_sha256) {
  if (contract.has_document() && contract.document().document_sha256() == document_sha256) {
    return &contract.document();
  }
  for (const v1::ContractVersion& version : contract.versions()) {
    if (version.document().document_sha256() == document_sha256) return &version.document();
  }
  return nullptr;
}

int NextRevision(const v1::Contract& contract) {
  int revision =
      contract.document().contract() == contract.name() || contract.document().contract().empty()
          ? contract.document().revision()
          : 0;
  for (const v1::ContractVersion& version : contract.versions()) {
    if (version.document().contract() == contract.name()) {
      revision = std::max(revision, version.document().revision());
    }
  }
  return revision + 1;
}

}  // namespace interim::contracting
