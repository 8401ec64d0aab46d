#include "services/contracting/service/validation.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/core/decimal.h"
#include "common/type/convert.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"
#include "google/type/money.pb.h"
#include "services/contracting/service/limits.h"

namespace interim::contracting::v1 {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void CheckLength(const std::string& text, std::size_t limit, absl::string_view path,
                 FieldErrors& errors) {
  if (text.size() > limit) errors.Add(path, "TOO_LONG", absl::StrCat("at most ", limit, " bytes"));
}

// The text of a clause is limited in characters: those of UTF-8, whatever their bytes.
void CheckCharacters(const std::string& text, absl::string_view path, FieldErrors& errors) {
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) {
    constexpr int kContinuationMask = 0xC0;
    constexpr int kContinuation = 0x80;
    return (static_cast<unsigned char>(c) & kContinuationMask) != kContinuation;
  });
  if (characters > kMaxClauseCharacters) {
    errors.Add(path, "TOO_LONG", absl::StrCat("at most ", kMaxClauseCharacters, " characters"));
  }
}

void CheckReason(const std::string& text, absl::string_view path, FieldErrors& errors) {
  CheckLength(text, kMaxReasonBytes, path, errors);
  if (absl::StripAsciiWhitespace(text).empty()) errors.Add(path, "REQUIRED", "say why");
}

void CheckHash(const std::string& hash, FieldErrors& errors) {
  bool well_formed = hash.size() == kSha256Digits &&
                     hash.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!hash.empty() && !well_formed) {
    errors.Add("document_sha256", "MALFORMED", "64 hexadecimal digits in lower case");
  }
}

void CheckLanguage(const std::string& language, absl::string_view path, FieldErrors& errors) {
  if (!language.empty() && language != "nl" && language != "en") {
    errors.Add(path, "NOT_SUPPORTED", "nl or en");
  }
}

bool CheckWellKnown(const Message& message, const std::string& path, FieldErrors& errors) {
  const std::string& type = message.GetDescriptor()->full_name();
  if (type == "google.type.Date") {
    ReadDate(static_cast<const google::type::Date&>(message), path, errors);
  } else if (type == "google.type.Decimal") {
    ReadDecimal(static_cast<const google::type::Decimal&>(message), path, errors);
  } else if (type == "google.type.Money") {
    std::optional<Money> money =
        ReadMoney(static_cast<const google::type::Money&>(message), path, errors);
    if (money && money->currency() != "EUR") errors.Add(path, "CURRENCY_INVALID", "euro only");
    if (money && money->IsNegative()) errors.Add(path, "OUT_OF_RANGE", "not below zero");
  } else {
    return false;
  }
  return true;
}

// Every date, amount and number at any depth must be well formed, every text and list within
// limits.
void CheckValues(const Message& message, const std::string& prefix, FieldErrors& errors) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    std::string path = absl::StrCat(prefix, prefix.empty() ? "" : ".", field->name());
    int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    if (field->is_repeated() && count > kMaxAnswers) {
      errors.Add(path, "TOO_MANY", absl::StrCat("at most ", kMaxAnswers));
      continue;
    }
    for (int i = 0; i < count; ++i) {
      std::string at = field->is_repeated() ? absl::StrCat(path, "[", i, "]") : path;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        std::string scratch;
        const std::string& text =
            field->is_repeated()
                ? reflection.GetRepeatedStringReference(message, field, i, &scratch)
                : reflection.GetStringReference(message, field, &scratch);
        bool is_clause = message.GetDescriptor() == Clause::descriptor();
        if (is_clause) {
          CheckCharacters(text, at, errors);
        } else {
          CheckLength(text, kMaxTextBytes, at, errors);
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Message& inner = field->is_repeated()
                                   ? reflection.GetRepeatedMessage(message, field, i)
                                   : reflection.GetMessage(message, field);
        if (!CheckWellKnown(inner, at, errors)) CheckValues(inner, at, errors);
      }
    }
  }
}

void CheckPercent(bool has, const google::type::Decimal& value, absl::string_view path,
                  FieldErrors& errors) {
  constexpr int kWhole = 100;
  if (!has) return;
  absl::StatusOr<Decimal> number = DecimalFromProto(value, path);
  if (number.ok() && (number->IsNegative() || *number > Decimal(kWhole))) {
    errors.Add(path, "OUT_OF_RANGE", "0 to 100");
  }
}

// No number at any depth is below zero.
void CheckNotNegative(const Message& message, const std::string& prefix, FieldErrors& errors) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const Message& inner = message.GetReflection()->GetMessage(message, field);
    std::string path = absl::StrCat(prefix, prefix.empty() ? "" : ".", field->name());
    if (inner.GetDescriptor() != google::type::Decimal::descriptor()) {
      CheckNotNegative(inner, path, errors);
      continue;
    }
    absl::StatusOr<Decimal> number =
        DecimalFromProto(static_cast<const google::type::Decimal&>(inner), path);
    if (number.ok() && number->IsNegative()) errors.Add(path, "OUT_OF_RANGE", "not below zero");
  }
}

void CheckBriefValues(const Brief& brief, FieldErrors& errors) {
  CheckLanguage(brief.language_code(), "brief.language_code", errors);
  CheckValues(brief, "brief", errors);
  CheckPercent(brief.budget().has_vat_deductible_percent(), brief.budget().vat_deductible_percent(),
               "brief.budget.vat_deductible_percent", errors);
  if (brief.personnel_impact().head_count() < 0) {
    errors.Add("brief.personnel_impact.head_count", "OUT_OF_RANGE", "not below zero");
  }
}

void CheckFacts(const ComplianceFacts& facts, const std::string& prefix, FieldErrors& errors) {
  constexpr int kViewpoints = 9;
  constexpr int kStrongest = 2;
  CheckValues(facts, prefix, errors);
  CheckPercent(facts.has_vat_deductible_percent(), facts.vat_deductible_percent(),
               absl::StrCat(prefix, ".vat_deductible_percent"), errors);
  if (facts.has_period()) {
    ReadDatePeriod(facts.period(), absl::StrCat(prefix, ".period"), errors);
  }
  for (int i = 0; i < facts.working_relation_answers_size(); ++i) {
    const WorkingRelationAnswer& answer = facts.working_relation_answers(i);
    std::string path = absl::StrCat(prefix, ".working_relation_answers[", i, "]");
    if (answer.viewpoint() < 1 || answer.viewpoint() > kViewpoints) {
      errors.Add(path + ".viewpoint", "OUT_OF_RANGE", "1 to 9");
    }
    if (answer.score() < -kStrongest || answer.score() > kStrongest) {
      errors.Add(path + ".score", "OUT_OF_RANGE", "-2 to 2");
    }
  }
}

void CheckMonths(int months, absl::string_view path, FieldErrors& errors) {
  if (months < 0 || months > kMaxNoticeMonths) {
    errors.Add(path, "OUT_OF_RANGE", absl::StrCat("0 to ", kMaxNoticeMonths));
  }
}

void CheckContractValues(const Contract& contract, FieldErrors& errors) {
  CheckLanguage(contract.language_code(), "contract.language_code", errors);
  CheckValues(contract, "contract", errors);
  if (contract.has_period()) ReadDatePeriod(contract.period(), "contract.period", errors);
  if (contract.has_facts()) CheckFacts(contract.facts(), "contract.facts", errors);
  CheckPercent(contract.rate().has_margin_percent(), contract.rate().margin_percent(),
               "contract.rate.margin_percent", errors);
  if (contract.notice_days() < 0 || contract.notice_days() > kMaxTermDays) {
    errors.Add("contract.notice_days", "OUT_OF_RANGE", absl::StrCat("0 to ", kMaxTermDays));
  }
  if (contract.payment_days() < 0 || contract.payment_days() > kMaxTermDays) {
    errors.Add("contract.payment_days", "OUT_OF_RANGE", absl::StrCat("0 to ", kMaxTermDays));
  }
  CheckMonths(contract.employee_notice_months(), "contract.employee_notice_months", errors);
  CheckMonths(contract.employer_notice_months(), "contract.employer_notice_months", errors);
  if (contract.clauses_size() > kMaxClauses) {
    errors.Add("contract.clauses", "TOO_MANY", absl::StrCat("at most ", kMaxClauses));
  }
  if (contract.signature_slots_size() > kMaxSlots) {
    errors.Add("contract.signature_slots", "TOO_MANY", absl::StrCat("at most ", kMaxSlots));
  }
  for (int i = 0; i < contract.signature_slots_size(); ++i) {
    if (contract.signature_slots(i).signatories_size() > kMaxSignatories) {
      errors.Add(absl::StrCat("contract.signature_slots[", i, "].signatories"), "TOO_MANY",
                 absl::StrCat("at most ", kMaxSignatories));
    }
  }
}

}  // namespace

void ValidateFacts(const ComplianceFacts& facts, const std::string& prefix, FieldErrors& errors) {
  CheckFacts(facts, prefix, errors);
}

void ValidateRequest(const CreateBriefRequest& request, FieldErrors& errors) {
  bool has_source = !request.selection().empty() || !request.assessment().empty() ||
                    !request.brief().selection().empty() || !request.brief().assessment().empty();
  if (!has_source && request.brief().situation_codes().empty()) {
    errors.Add("brief.situation_codes", "REQUIRED", "needed without selection and assessment");
  }
  if (!has_source && request.brief().role_code().empty()) {
    errors.Add("brief.role_code", "REQUIRED", "needed without selection and assessment");
  }
  CheckBriefValues(request.brief(), errors);
}

void ValidateRequest(const UpdateBriefRequest& request, FieldErrors& errors) {
  if (request.brief().name().empty()) errors.Add("brief.name", "REQUIRED", "which brief");
  CheckBriefValues(request.brief(), errors);
}

void ValidateRequest(const RequestAdviceRequest& request, FieldErrors& errors) {
  CheckValues(request, "", errors);
  if (request.request_contents_size() > kMaxListItems) {
    errors.Add("request_contents", "TOO_MANY", absl::StrCat("at most ", kMaxListItems));
  }
}

void ValidateRequest(const RecordAdviceRequest& request, FieldErrors& errors) {
  CheckValues(request, "", errors);
  if (request.outcome() != GATE_STATE_UNSPECIFIED &&
      request.outcome() != GATE_STATE_ADVICE_POSITIVE &&
      request.outcome() != GATE_STATE_ADVICE_NEGATIVE) {
    errors.Add("outcome", "NOT_ALLOWED", "positive or negative advice");
  }
}

void ValidateRequest(const WaiveGateRequest& request, FieldErrors& errors) {
  CheckReason(request.reason(), "reason", errors);
}

void ValidateRequest(const CheckComplianceRequest& request, FieldErrors& errors) {
  if (!request.has_facts() && request.contract().empty()) {
    errors.Add("facts", "REQUIRED", "facts or contract");
  }
  CheckFacts(request.facts(), "facts", errors);
}

void ValidateRequest(const ScanClausesRequest& request, FieldErrors& errors) {
  if (request.contract().empty() == request.clauses().empty()) {
    errors.Add("clauses", "REQUIRED", "either contract or clauses");
  }
  if (request.clauses_size() > kMaxClauses) {
    errors.Add("clauses", "TOO_MANY", absl::StrCat("at most ", kMaxClauses));
    return;
  }
  for (int i = 0; i < request.clauses_size(); ++i) {
    const ScannedClause& clause = request.clauses(i);
    std::string path = absl::StrCat("clauses[", i, "]");
    CheckLength(clause.text(), kMaxClauseBytes, path + ".text", errors);
    CheckLength(clause.title(), kMaxTextBytes, path + ".title", errors);
    CheckLength(clause.code(), kMaxTextBytes, path + ".code", errors);
    if (clause.text().empty()) errors.Add(path + ".text", "REQUIRED", "the text to read");
  }
  CheckFacts(request.facts(), "facts", errors);
}

void ValidateRequest(const CompareFormsRequest& request, FieldErrors& errors) {
  if (request.brief().empty() && !request.facts().has_period()) {
    errors.Add("facts.period", "REQUIRED", "needed without a brief");
  }
  CheckFacts(request.facts(), "facts", errors);
}

void ValidateRequest(const CompareCostsRequest& request, FieldErrors& errors) {
  CheckValues(request, "", errors);
  CheckNotNegative(request, "", errors);
  const InterimOffer& interim = request.interim();
  const PermanentOffer& permanent = request.permanent();
  CheckPercent(interim.has_vat_deductible_percent(), interim.vat_deductible_percent(),
               "interim.vat_deductible_percent", errors);
  CheckPercent(interim.rate().has_margin_percent(), interim.rate().margin_percent(),
               "interim.rate.margin_percent", errors);
  CheckPercent(permanent.has_recruitment_fee_percent(), permanent.recruitment_fee_percent(),
               "permanent.recruitment_fee_percent", errors);
  CheckPercent(permanent.has_ramp_up_loss_percent(), permanent.ramp_up_loss_percent(),
               "permanent.ramp_up_loss_percent", errors);
  CheckPercent(permanent.has_failure_percent(), permanent.failure_percent(),
               "permanent.failure_percent", errors);
}

void ValidateRequest(const DraftContractRequest& request, FieldErrors& errors) {
  CheckContractValues(request.contract(), errors);
}

void ValidateRequest(const UpdateContractRequest& request, FieldErrors& errors) {
  if (request.contract().name().empty()) errors.Add("contract.name", "REQUIRED", "which contract");
  if (request.contract().etag().empty()) errors.Add("contract.etag", "REQUIRED", "read it first");
  CheckContractValues(request.contract(), errors);
}

void ValidateRequest(const DecideFindingsRequest& request, FieldErrors& errors) {
  if (request.decisions_size() > kMaxDecisions) {
    errors.Add("decisions", "TOO_MANY", absl::StrCat("at most ", kMaxDecisions));
  }
  for (int i = 0; i < request.decisions_size(); ++i) {
    CheckReason(request.decisions(i).reason(), absl::StrCat("decisions[", i, "].reason"), errors);
  }
}

void ValidateRequest(const SignContractRequest& request, FieldErrors& errors) {
  constexpr std::size_t kMaxNameBytes = 800;
  CheckLength(request.display_name(), kMaxNameBytes, "display_name", errors);
  CheckHash(request.document_sha256(), errors);
}

void ValidateRequest(const DeclineContractRequest& request, FieldErrors& errors) {
  CheckReason(request.reason(), "reason", errors);
}

void ValidateRequest(const RecordWorkRequest& request, FieldErrors& errors) {
  constexpr int kFirstYear = 2000;
  constexpr int kLastYear = 2100;
  constexpr int kMonths = 12;
  constexpr int kDays = 31;
  const WorkMonth& month = request.work_month();
  CheckValues(month, "work_month", errors);
  if (month.year() < kFirstYear || month.year() > kLastYear) {
    errors.Add("work_month.year", "OUT_OF_RANGE", "2000 to 2100");
  }
  if (month.month() < 1 || month.month() > kMonths) {
    errors.Add("work_month.month", "OUT_OF_RANGE", "1 to 12");
  }
  absl::StatusOr<Decimal> hours = DecimalFromProto(month.hours(), "");
  if (hours.ok() && (hours->IsNegative() || *hours > Decimal(kMaxHoursPerMonth))) {
    errors.Add("work_month.hours", "OUT_OF_RANGE", absl::StrCat("0 to ", kMaxHoursPerMonth));
  }
  if (!month.has_leave_days()) return;
  absl::StatusOr<Decimal> leave = DecimalFromProto(month.leave_days(), "");
  if (leave.ok() && (leave->IsNegative() || *leave > Decimal(kDays))) {
    errors.Add("work_month.leave_days", "OUT_OF_RANGE", "0 to 31");
  }
}

void ValidateRequest(const RenderContractRequest& request, FieldErrors& errors) {
  CheckLanguage(request.language_code(), "language_code", errors);
  CheckHash(request.document_sha256(), errors);
}

void ValidateRequest(const AmendContractRequest& request, FieldErrors& errors) {
  CheckReason(request.reason(), "reason", errors);
  if (request.has_effective_date()) ReadDate(request.effective_date(), "effective_date", errors);
  CheckContractValues(request.contract(), errors);
}

void ValidateRequest(const ExtendContractRequest& request, FieldErrors& errors) {
  CheckValues(request, "", errors);
  if (request.has_facts()) CheckFacts(request.facts(), "facts", errors);
  CheckReason(request.need().need(), "need.need", errors);
  CheckReason(request.need().remaining_work(), "need.remaining_work", errors);
  if (request.need().alternatives_size() > kMaxAlternatives) {
    errors.Add("need.alternatives", "TOO_MANY", absl::StrCat("at most ", kMaxAlternatives));
  }
}

void ValidateRequest(const TerminateContractRequest& request, FieldErrors& errors) {
  CheckValues(request, "", errors);
  CheckReason(request.reason(), "reason", errors);
}

void ValidateRequest(const DecidePilotRequest& request, FieldErrors& errors) {
  CheckReason(request.reason(), "reason", errors);
}

void ValidateRequest(const WithdrawContractRequest& request, FieldErrors& errors) {
  CheckReason(request.reason(), "reason", errors);
}

}  // namespace interim::contracting::v1
