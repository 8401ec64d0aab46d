// Drafting and submitting.
#include "services/contracting/domain/contract.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/contracting/domain/brief_check.h"
#include "services/contracting/domain/clauses.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/employment_notice.h"
#include "services/contracting/domain/ending.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/gates.h"
#include "services/contracting/domain/masks.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

// "organizations/acme/suppliers/s1" -> "suppliers/s1": the form of a token's party.
std::string PartyOf(const v1::PartyPerson& person) {
  std::vector<std::string> parts = absl::StrSplit(person.resource(), absl::MaxSplits('/', 2));
  bool is_full = parts.size() == 3 && parts[0] == "organizations";
  return is_full ? parts[2] : person.resource();
}

v1::SignatureSlot MakeSlot(const char* code, v1::PartySide side, int turn,
                           const v1::PartyPerson& person) {
  v1::SignatureSlot slot;
  slot.set_code(code);
  slot.set_side(side);
  slot.set_turn(turn);
  slot.set_required_count(1);
  v1::Signatory& signatory = *slot.add_signatories();
  signatory.set_subject(person.subject());
  if (side == v1::PARTY_SIDE_CLIENT) {
    if (person.subject().empty()) signatory.set_role("formal_client");
  } else {
    signatory.set_party(PartyOf(person));
  }
  signatory.set_display_name(person.display_name());
  signatory.set_capacity(person.capacity());
  return slot;
}

void FillParties(const v1::Brief& brief, v1::Contract& contract) {
  const v1::BriefParties& parties = brief.parties();
  if (!contract.has_client()) *contract.mutable_client() = parties.formal_client();
  // Who is employed signs in person, also when a bureau found him.
  const bool employs = contract.form() == v1::CONTRACT_FORM_FIXED_TERM;
  if (!contract.has_supplier()) {
    *contract.mutable_supplier() =
        employs ? parties.interim_manager() : parties.contracting_party();
  }
  if (!contract.has_interim_manager()) {
    *contract.mutable_interim_manager() = parties.interim_manager();
  }
  if (!contract.signature_slots().empty()) return;
  *contract.add_signature_slots() = MakeSlot("client", v1::PARTY_SIDE_CLIENT, 1, contract.client());
  *contract.add_signature_slots() =
      MakeSlot("supplier", v1::PARTY_SIDE_SUPPLIER, 2, contract.supplier());
}

void FillTerms(const Catalogs& catalogs, const v1::Brief& brief, v1::Contract& contract) {
  std::optional<DatePeriod> period = PeriodOf(brief.duration());
  if (!contract.has_period() && period) *contract.mutable_period() = ToProto(*period);
  // The price of a service is no wage: what an employee earns is stated in the contract.
  const bool employs = contract.form() == v1::CONTRACT_FORM_FIXED_TERM;
  if (!employs && !contract.has_rate() && brief.budget().has_rate()) {
    *contract.mutable_rate() = brief.budget().rate();
  }
  if (!employs && !contract.has_maximum() && brief.budget().has_maximum()) {
    *contract.mutable_maximum() = brief.budget().maximum();
  }
  std::optional<Decimal> days =
      FindDecimal(brief.duration().has_days_per_week(), brief.duration().days_per_week());
  if (!contract.has_hours_per_week() && days) {
    Decimal per_day =
        FindDecimal(brief.duration().has_hours_per_day(), brief.duration().hours_per_day())
            .value_or(BasisOf(catalogs, contract.rate()).hours_per_day);
    absl::StatusOr<Decimal> hours = days->Mul(per_day);
    if (hours.ok()) *contract.mutable_hours_per_week() = ToProto(*hours);
  }
  if (contract.notice_days() == 0) contract.set_notice_days(catalogs.figures().notice_days());
  if (contract.payment_days() == 0) contract.set_payment_days(catalogs.figures().payment_days());
}

using Problems = std::vector<PreconditionViolation>;

// With cash for weeks there is no time to try out.
bool IsTooUrgentForPilot(const HouseFigures& figures, const v1::Brief& brief) {
  const auto& codes = brief.situation_codes();
  return std::any_of(
      figures.no_pilot_situation().begin(), figures.no_pilot_situation().end(),
      [&](const std::string& code) { return std::count(codes.begin(), codes.end(), code) > 0; });
}

// A pilot is short, answers one question, is decided on a day within it, and its price has a limit.
void CheckPilot(const Catalogs& catalogs, const v1::Contract& contract, const v1::Brief& brief,
                const DatePeriod& period, Problems& problems) {
  const HouseFigures& figures = catalogs.figures();
  if (!contract.is_pilot()) {
    if (contract.has_pilot() && !contract.has_amendment()) {
      problems.push_back({"FIELD", "pilot", "belongs to a pilot only"});
    }
    return;
  }
  if (IsTooUrgentForPilot(figures, brief)) {
    problems.push_back({"FIELD", "is_pilot", "an acute financial crisis leaves no time for one"});
  }
  if (period.days() < figures.pilot_min_days() || period.days() > figures.pilot_max_days()) {
    problems.push_back({"FIELD", "period", "a pilot lasts two to six weeks"});
  }
  std::optional<Date> day =
      FindDate(contract.pilot().has_decision_date(), contract.pilot().decision_date());
  if (contract.pilot().question().empty()) {
    problems.push_back({"FIELD", "pilot.question", "a pilot answers a question"});
  }
  if (!day || !period.Contains(*day)) {
    problems.push_back({"FIELD", "pilot.decision_date", "is needed, within the period"});
  }
  if (contract.rate().unit() != v1::RATE_UNIT_FIXED && !contract.has_maximum()) {
    problems.push_back({"FIELD", "maximum", "a pilot has a fixed price or a maximum"});
  }
}

// One person or organization: the resource tells, else the subject, else the name.
bool IsSameParty(const v1::PartyPerson& a, const v1::PartyPerson& b) {
  if (!a.resource().empty() || !b.resource().empty()) return PartyOf(a) == PartyOf(b);
  if (!a.subject().empty() || !b.subject().empty()) return a.subject() == b.subject();
  return a.display_name() == b.display_name();
}

// Who is employed does the work in person; a contract that runs keeps the employee it has.
void CheckEmployee(const v1::Contract& contract, Problems& problems) {
  if (contract.form() != v1::CONTRACT_FORM_FIXED_TERM || contract.has_amendment()) return;
  if (!IsSameParty(contract.supplier(), contract.interim_manager())) {
    problems.push_back({"FIELD", "supplier", "in employment, the employee: the interim manager"});
  }
}

void CheckTerms(const Catalogs& catalogs, const v1::Contract& contract, const v1::Brief& brief,
                Problems& problems) {
  auto need = [&](bool present, const char* field) {
    if (!present) problems.push_back({"FIELD", field, "is missing"});
  };
  need(!contract.client().display_name().empty(), "client");
  need(!contract.supplier().display_name().empty(), "supplier");
  need(!contract.interim_manager().display_name().empty(), "interim_manager");
  CheckEmployee(contract, problems);
  need(FindMoney(contract.rate().has_amount(), contract.rate().amount()).has_value() &&
           contract.rate().unit() != v1::RATE_UNIT_UNSPECIFIED,
       "rate");
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  need(period.has_value(), "period");
  if (!period) return;
  std::optional<DatePeriod> agreed = PeriodOf(brief.duration());
  // An extension is decided on its own need, beyond what the brief first agreed.
  if (agreed && !agreed->Contains(*period) &&
      contract.amendment().kind() != v1::CONTRACT_KIND_EXTENSION) {
    problems.push_back({"FIELD", "period", "runs beyond the period of the brief"});
  }
  CheckPilot(catalogs, contract, brief, *period, problems);
  CheckNoticeTerms(catalogs, contract, problems);
}

// Signatures that could be given in one place: without limit when a signatory is no single person.
bool CanFill(const v1::SignatureSlot& slot) {
  int named = 0;
  for (const v1::Signatory& signatory : slot.signatories()) {
    if (signatory.subject().empty()) return true;
    ++named;
  }
  return slot.required_count() <= named;
}

void CheckSlot(const v1::SignatureSlot& slot, Problems& problems) {
  auto wrong = [&](const char* what) { problems.push_back({"SIGNATURE_SLOT", slot.code(), what}); };
  if (slot.signatories().empty()) wrong("names nobody");
  if (slot.required_count() < 1 || !CanFill(slot)) wrong("asks more signatures than can be given");
  if (slot.turn() < 1) wrong("has no turn");
  for (const v1::Signatory& signatory : slot.signatories()) {
    if (slot.side() == v1::PARTY_SIDE_CLIENT) {
      if (!signatory.party().empty()) wrong("an outside party cannot sign for the client");
      if (signatory.subject().empty() && signatory.role().empty()) wrong("names nobody");
    } else if (signatory.party().empty()) {
      wrong("the client's own people cannot sign for the other side; name its party");
    }
  }
}

void CheckSlots(const v1::Contract& contract, Problems& problems) {
  std::set<std::string> codes;
  bool client = false;
  bool supplier = false;
  for (const v1::SignatureSlot& slot : contract.signature_slots()) {
    if (!codes.insert(slot.code()).second) {
      problems.push_back({"SIGNATURE_SLOT", slot.code(), "stands twice in the contract"});
    }
    client = client || slot.side() == v1::PARTY_SIDE_CLIENT;
    supplier = supplier || slot.side() == v1::PARTY_SIDE_SUPPLIER;
    CheckSlot(slot, problems);
  }
  if (!client) problems.push_back({"SIGNATURE_SLOT", "client", "nobody signs for the client"});
  if (!supplier)
    problems.push_back({"SIGNATURE_SLOT", "supplier", "nobody signs for the supplier"});
}

// What was declined stays in `versions`; the draft starts without it.
void Reopen(v1::Contract& contract) {
  contract.set_state(v1::CONTRACT_STATE_DRAFT);
  contract.clear_document();
  contract.clear_signatures();
  contract.clear_declination();
}

// What the draft of a change keeps of the contract it changes.
absl::Status CheckFixedTerms(const v1::Contract& before, const v1::Contract& after) {
  FieldErrors errors;
  auto keep = [&](bool same, const char* field) {
    if (!same) errors.Add(field, "NOT_AMENDABLE", "this cannot be changed while the contract runs");
  };
  auto same = [](const google::protobuf::Message& a, const google::protobuf::Message& b) {
    return a.SerializeAsString() == b.SerializeAsString();
  };
  keep(before.form() == after.form(), "contract.form");
  keep(before.language_code() == after.language_code(), "contract.language_code");
  keep(same(before.client(), after.client()), "contract.client");
  keep(same(before.supplier(), after.supplier()), "contract.supplier");
  if (before.form() == v1::CONTRACT_FORM_FIXED_TERM) {
    keep(same(before.interim_manager(), after.interim_manager()), "contract.interim_manager");
  }
  keep(same(before.pilot(), after.pilot()), "contract.pilot");
  keep(same(before.period(), after.period()), "contract.period");
  return errors.empty() ? absl::OkStatus() : errors.ToStatus();
}

}  // namespace

absl::StatusOr<v1::Contract> DraftContract(const Catalogs& catalogs, const v1::Brief& brief,
                                           v1::ContractForm form, const v1::Contract& given) {
  v1::Contract contract;
  RETURN_IF_ERROR(MergeMasked(given, {}, contract));
  contract.set_is_pilot(given.is_pilot());
  contract.set_state(v1::CONTRACT_STATE_DRAFT);
  contract.set_brief(brief.name());
  contract.set_selection(brief.selection());
  contract.set_form(form);
  if (contract.language_code().empty()) contract.set_language_code(brief.language_code());
  if (contract.language_code().empty()) contract.set_language_code("nl");
  if (contract.title().empty()) contract.set_title(brief.title());
  FillParties(brief, contract);
  FillTerms(catalogs, brief, contract);
  if (contract.has_period()) *contract.mutable_first_date() = contract.period().start_date();
  if (contract.clauses().empty()) {
    for (v1::Clause& clause : DraftClauses(catalogs, contract, brief)) {
      *contract.add_clauses() = std::move(clause);
    }
  }
  MarkClauses(catalogs, brief, contract);
  return contract;
}

absl::StatusOr<v1::Contract> UpdateContract(const Catalogs& catalogs, const v1::Contract& contract,
                                            const v1::Brief& brief, const v1::Contract& change,
                                            const google::protobuf::FieldMask& mask) {
  bool reopens = contract.state() == v1::CONTRACT_STATE_DECLINED && !contract.has_amendment();
  if (contract.state() != v1::CONTRACT_STATE_DRAFT && !reopens) return ContractNotDraft(contract);
  v1::Contract after = contract;
  if (reopens) Reopen(after);
  RETURN_IF_ERROR(MergeMasked(change, mask, after));
  if (contract.has_amendment()) {
    RETURN_IF_ERROR(CheckFixedTerms(contract, after));
  } else if (after.has_period()) {
    *after.mutable_first_date() = after.period().start_date();
  }
  MarkClauses(catalogs, brief, after);
  return after;
}

absl::Status CheckCanSubmit(const Catalogs& catalogs, const v1::Contract& contract,
                            const v1::Brief& brief) {
  if (contract.state() != v1::CONTRACT_STATE_DRAFT) return ContractNotDraft(contract);
  if (brief.state() != v1::BRIEF_STATE_APPROVED) return BriefNotApproved(brief);
  Problems problems;
  CheckTerms(catalogs, contract, brief, problems);
  for (PreconditionViolation& problem : CheckClauses(catalogs, contract, brief)) {
    problems.push_back(std::move(problem));
  }
  CheckSlots(contract, problems);
  if (!problems.empty()) return ContractIncomplete(contract, std::move(problems));
  std::vector<v1::Gate> gates = GatesThatStopSignature(brief);
  if (!gates.empty()) return GatesOpen(gates);
  std::vector<type::Finding> blocking = BlockingFindings(contract);
  if (!blocking.empty()) return RuleBlocks(contract, blocking);
  std::vector<type::Finding> undecided = UndecidedFindings(contract);
  if (!undecided.empty()) return FindingUndecided(contract, undecided);
  return absl::OkStatus();
}

v1::Contract SubmitForSignature(const v1::Contract& contract, const v1::ContractDocument& document,
                                absl::string_view subject, absl::Time now) {
  v1::Contract after = contract;
  after.set_state(v1::CONTRACT_STATE_IN_SIGNATURE);
  v1::DocumentRef& ref = *after.mutable_document();
  ref.set_document_sha256(document.document_sha256());
  ref.set_revision(document.revision());
  ref.set_size_bytes(static_cast<int>(document.content().size()));
  ref.set_language_code(document.language_code());
  *ref.mutable_submit_time() = ToTimestamp(now);
  ref.set_submitted_by(std::string(subject));
  ref.set_contract(contract.name());
  return after;
}

absl::StatusOr<v1::Contract> ActivateContract(const v1::Contract& contract, const v1::Brief& brief,
                                              absl::Time now) {
  if (contract.has_amendment()) return IsAnAmendment(contract);
  if (contract.state() != v1::CONTRACT_STATE_SIGNED) return ContractNotSigned(contract);
  if (brief.role_class() != v1::ROLE_CLASS_SPECIALIST && !brief.has_mandate()) {
    return MandateMissing(contract);
  }
  std::vector<v1::Gate> gates = GatesThatStopStart(brief);
  if (!gates.empty()) return GatesOpen(gates);
  v1::Contract after = contract;
  after.set_state(v1::CONTRACT_STATE_ACTIVE);
  *after.mutable_activate_time() = ToTimestamp(now);
  return after;
}

v1::Contract EndContract(const v1::Contract& contract, Date today) {
  std::optional<Date> last = LastDay(contract);
  v1::Contract after = contract;
  // A contract that was never activated ends by notice only.
  bool runs = contract.state() == v1::CONTRACT_STATE_ACTIVE ||
              (contract.state() == v1::CONTRACT_STATE_SIGNED && contract.has_termination());
  if (!runs || !last || today <= *last) return after;
  after.set_state(v1::CONTRACT_STATE_ENDED);
  *after.mutable_end_date() = ToProto(*last);
  return after;
}

}  // namespace interim::contracting
