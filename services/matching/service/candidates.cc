#include "services/matching/service/candidates.h"

#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "common/type/convert.h"
#include "google/protobuf/util/field_mask_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/matching/domain/errors.h"
#include "services/matching/domain/selections.h"
#include "services/matching/service/search_token.h"

namespace interim::matching {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kMostFailures = 100;

void CheckValues(const v1::Candidate& candidate, FieldErrors& errors) {
  if (candidate.days_per_week() < 1 || candidate.days_per_week() > 5) {
    errors.Add("candidate.days_per_week", "OUT_OF_RANGE", "1 to 5 days.");
  }
  const auto rate = ReadMoney(candidate.hourly_rate(), "candidate.hourly_rate", errors);
  if (rate && rate->cents() <= 0) {
    errors.Add("candidate.hourly_rate", "OUT_OF_RANGE", "Above zero.");
  }
  ReadDate(candidate.available_date(), "candidate.available_date", errors);
  const bool direct = candidate.channel() == v1::CHANNEL_DIRECT;
  if (direct != candidate.supplier().empty()) {
    errors.Add("candidate.supplier", direct ? "FORBIDDEN" : "REQUIRED",
               direct ? "A direct candidate has no supplier."
                      : "The bureau or agency that offers the candidate.");
  }
}

// The candidate without what the service sets itself.
v1::Candidate Plain(const v1::Candidate& candidate) {
  v1::Candidate plain = candidate;
  plain.clear_name();
  plain.clear_etag();
  plain.clear_create_time();
  plain.clear_update_time();
  plain.clear_delete_date();
  return plain;
}

absl::Status CheckUsable(const rpc::Call& call, const v1::Candidate& candidate) {
  if (!candidate.has_delete_date()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Date last, DateFromProto(candidate.delete_date(), "delete_date"));
  if (call.today() <= last) return absl::OkStatus();
  return RetentionEnded(candidate.name(), last.ToString());
}

void AddFailure(int number, const std::string& id, const absl::Status& status,
                v1::ImportCandidatesResponse& response) {
  response.set_failed_count(response.failed_count() + 1);
  if (response.failures_size() >= kMostFailures) return;
  v1::ImportFailure* failure = response.add_failures();
  failure->set_message_number(number);
  failure->set_candidate_id(id);
  const auto error = FindError(status);
  if (error && !error->fields.empty()) {
    failure->set_field(error->fields.front().field);
    failure->set_text(error->fields.front().description);
  } else {
    failure->set_text(std::string(status.message()));
  }
}

}  // namespace

absl::Status Candidates::CheckCandidate(rpc::Call& call, const v1::Candidate& candidate) {
  FieldErrors errors;
  CheckValues(candidate, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  if (candidate.supplier().empty()) return absl::OkStatus();
  const auto supplier = call.Load<v1::Supplier>(candidate.supplier());
  if (absl::IsNotFound(supplier.status())) return SupplierUnknown(candidate.supplier());
  return supplier.status();
}

absl::StatusOr<v1::Candidate> Candidates::Create(rpc::Call& call,
                                                 const v1::CreateCandidateRequest& request) {
  RETURN_IF_ERROR(CheckCandidate(call, request.candidate()));
  return call.Create("", Plain(request.candidate()), "candidate.created", request.candidate_id());
}

absl::StatusOr<v1::Candidate> Candidates::Update(rpc::Call& call,
                                                 const v1::UpdateCandidateRequest& request) {
  ASSIGN_OR_RETURN(const auto before, call.Load<v1::Candidate>(request.candidate().name()));
  RETURN_IF_ERROR(CheckUsable(call, *before));
  v1::Candidate after = *before;
  const v1::Candidate wanted = Plain(request.candidate());
  if (request.update_mask().paths().empty()) {
    after.MergeFrom(wanted);
  } else {
    google::protobuf::util::FieldMaskUtil::MergeOptions options;
    options.set_replace_repeated_fields(true);
    options.set_replace_message_fields(true);
    google::protobuf::util::FieldMaskUtil::MergeMessageTo(wanted, request.update_mask(), options,
                                                          &after);
  }
  RETURN_IF_ERROR(CheckCandidate(call, after));
  return call.Commit(before, after, "candidate.updated");
}

absl::StatusOr<v1::Candidate> Candidates::Get(rpc::Call& call,
                                              const v1::GetCandidateRequest& request) {
  ASSIGN_OR_RETURN(const auto candidate, call.Load<v1::Candidate>(request.name()));
  RETURN_IF_ERROR(CheckUsable(call, *candidate));
  return *candidate;
}

absl::StatusOr<v1::ListCandidatesResponse> Candidates::List(
    rpc::Call& call, const v1::ListCandidatesRequest& request) {
  rpc::ListArgs args;
  if (!request.supplier().empty()) args.filters.push_back({"supplier", request.supplier()});
  ASSIGN_OR_RETURN(auto page, call.List<v1::Candidate>(args));
  v1::ListCandidatesResponse response;
  for (v1::Candidate& candidate : page.items) {
    if (CheckUsable(call, candidate).ok()) *response.add_candidates() = std::move(candidate);
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::ImportCandidatesResponse> Candidates::Import(
    rpc::Call& call, rpc::Inbound<v1::ImportCandidatesRequest>& inbound) {
  v1::ImportCandidatesResponse response;
  v1::ImportCandidatesRequest message;
  std::string parent;
  for (int number = 1;; ++number) {
    const absl::StatusOr<bool> more = inbound.Next(message);
    if (absl::IsInvalidArgument(more.status()) && ReasonOf(more.status()) == "FIELDS_INVALID") {
      AddFailure(number, message.candidate_id(), more.status(), response);
      continue;
    }
    RETURN_IF_ERROR(more.status());
    if (!*more) return response;
    if (parent.empty()) parent = message.parent();
    if (message.parent() != parent) return ImportParentChanged(parent, message.parent());
    const absl::Status checked = CheckCandidate(call, message.candidate());
    if (!checked.ok()) {
      AddFailure(number, message.candidate_id(), checked, response);
      continue;
    }
    const std::string name = absl::StrCat(parent, "/candidates/", message.candidate_id());
    const auto before = call.Load<v1::Candidate>(name);
    const v1::Candidate wanted = Plain(message.candidate());
    if (absl::IsNotFound(before.status())) {
      RETURN_IF_ERROR(
          call.Create("", wanted, "candidate.imported", message.candidate_id()).status());
      response.set_created_count(response.created_count() + 1);
      continue;
    }
    RETURN_IF_ERROR(before.status());
    if (google::protobuf::util::MessageDifferencer::Equals(Plain(**before), wanted)) {
      response.set_unchanged_count(response.unchanged_count() + 1);
      continue;
    }
    RETURN_IF_ERROR(call.Commit(*before, wanted, "candidate.imported").status());
    response.set_updated_count(response.updated_count() + 1);
  }
}

absl::StatusOr<v1::Supplier> Candidates::CreateSupplier(rpc::Call& call,
                                                        const v1::CreateSupplierRequest& request) {
  FieldErrors errors;
  const v1::Supplier& supplier = request.supplier();
  if (supplier.channel() == v1::CHANNEL_DIRECT) {
    errors.Add("supplier.channel", "FORBIDDEN", "A direct candidate has no supplier.");
  }
  if (supplier.has_margin_percent()) {
    constexpr int kMostMargin = 60;
    const auto margin = ReadDecimal(supplier.margin_percent(), "supplier.margin_percent", errors);
    if (margin && (margin->IsNegative() || *margin > Decimal(kMostMargin))) {
      errors.Add("supplier.margin_percent", "OUT_OF_RANGE", "0 to 60 percent of the client price.");
    }
  }
  RETURN_IF_ERROR(errors.ToStatus());
  return call.Create("", supplier, "supplier.created", request.supplier_id());
}

absl::StatusOr<v1::Supplier> Candidates::GetSupplier(rpc::Call& call,
                                                     const v1::GetSupplierRequest& request) {
  ASSIGN_OR_RETURN(const auto supplier, call.Load<v1::Supplier>(request.name()));
  return *supplier;
}

absl::StatusOr<v1::ListSuppliersResponse> Candidates::ListSuppliers(
    rpc::Call& call, const v1::ListSuppliersRequest&) {
  ASSIGN_OR_RETURN(auto page, call.List<v1::Supplier>({}));
  v1::ListSuppliersResponse response;
  for (v1::Supplier& supplier : page.items) *response.add_suppliers() = std::move(supplier);
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::SearchCandidatesResponse> Candidates::Search(
    rpc::Call& call, const v1::SearchCandidatesRequest& request) {
  FieldErrors errors;
  CheckNeed(request.need(), "need", errors);
  CheckNeedCodes(data_, request.need(), "need", errors);
  RETURN_IF_ERROR(errors.ToStatus());
  ASSIGN_OR_RETURN(
      const auto criteria,
      ChosenCriteria(data_.model, {request.criteria().begin(), request.criteria().end()},
                     LanguageCode(call)));
  ASSIGN_OR_RETURN(const SearchToken token, ReadSearchToken(request));
  constexpr int kMostPage = 500;
  const int limit =
      request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMostPage);
  ASSIGN_OR_RETURN(SearchPage page, matching::Search(call, data_, index_,
                                                     {.need = request.need(),
                                                      .criteria = criteria,
                                                      .after = token.after,
                                                      .limit = limit,
                                                      .first_rank = token.next_rank,
                                                      .only = request.candidate()}));
  v1::SearchCandidatesResponse response;
  for (v1::Match& match : page.matches) *response.add_matches() = std::move(match);
  for (v1::KnockOutCount& count : page.knock_outs) {
    *response.add_knock_out_counts() = std::move(count);
  }
  response.set_total_count(page.total);
  *response.mutable_certificate() = CertificateOf(call, data_, criteria, page.data_version);
  response.set_data_changed(token.data_version != 0 && token.data_version != page.data_version);
  const int shown = token.next_rank - 1 + response.matches_size();
  if (response.matches_size() == limit && shown < page.total) {
    const v1::Match& last = *response.matches().rbegin();
    response.set_next_page_token(WriteSearchToken(
        request,
        {.after = {.score_bp = last.score_bp(), .name = last.candidate()},
         .next_rank = last.rank() + 1,
         .data_version = token.data_version == 0 ? page.data_version : token.data_version}));
  }
  return response;
}

}  // namespace interim::matching
