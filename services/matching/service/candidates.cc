#include "services/matching/service/candidates.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "common/type/convert.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/matching/domain/candidates.h"
#include "services/matching/domain/errors.h"
#include "services/matching/domain/selections.h"
#include "services/matching/service/search_token.h"

namespace interim::matching {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kMostFailures = 100;

// True when one message of an import is at fault, not the call.
bool IsRefusal(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "FIELDS_INVALID" || reason == "SUPPLIER_UNKNOWN" || reason == "RETENTION_ENDED";
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

absl::Status Candidates::CheckCandidate(rpc::Call& call, const v1::Candidate& candidate,
                                        absl::string_view known_supplier) {
  FieldErrors errors;
  CheckCandidateValues(candidate, call.today(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  if (candidate.supplier().empty() || candidate.supplier() == known_supplier) {
    return absl::OkStatus();
  }
  const auto supplier = call.Load<v1::Supplier>(candidate.supplier());
  if (absl::IsNotFound(supplier.status())) return SupplierUnknown(candidate.supplier());
  return supplier.status();
}

absl::StatusOr<v1::Candidate> Candidates::Create(rpc::Call& call,
                                                 const v1::CreateCandidateRequest& request) {
  RETURN_IF_ERROR(CheckCandidate(call, request.candidate()));
  return call.Create("", PlainCandidate(request.candidate()), "candidate.created",
                     request.candidate_id());
}

absl::StatusOr<v1::Candidate> Candidates::Update(rpc::Call& call,
                                                 const v1::UpdateCandidateRequest& request) {
  ASSIGN_OR_RETURN(const auto before, call.Load<v1::Candidate>(request.candidate().name()));
  RETURN_IF_ERROR(CheckUsable(*before, call.today()));
  const v1::Candidate merged =
      MergeCandidate(*before, PlainCandidate(request.candidate()), request.update_mask());
  if (call.principal().IsOutside()) {
    const auto relations = rpc::Resource<v1::Candidate>::RelationsOf(*before, call.principal());
    const bool is_self = std::find(relations.begin(), relations.end(), "self") != relations.end();
    RETURN_IF_ERROR(CheckOutsideChange(
        *before, merged, is_self ? OutsideParty::kCandidate : OutsideParty::kSupplier));
  }
  RETURN_IF_ERROR(CheckCandidate(call, merged, before->supplier()));
  ASSIGN_OR_RETURN(const auto after, WithConsent(data_.law, *before, merged, call.today()));
  return call.Commit(before, after, "candidate.updated");
}

absl::StatusOr<v1::Candidate> Candidates::Get(rpc::Call& call,
                                              const v1::GetCandidateRequest& request) {
  ASSIGN_OR_RETURN(const auto candidate, call.Load<v1::Candidate>(request.name()));
  RETURN_IF_ERROR(CheckUsable(*candidate, call.today()));
  return *candidate;
}

absl::StatusOr<v1::ListCandidatesResponse> Candidates::List(
    rpc::Call& call, const v1::ListCandidatesRequest& request) {
  rpc::ListArgs args;
  if (!request.supplier().empty()) args.filters.push_back({"supplier", request.supplier()});
  ASSIGN_OR_RETURN(auto page, call.List<v1::Candidate>(args));
  v1::ListCandidatesResponse response;
  for (v1::Candidate& candidate : page.items) {
    if (CheckUsable(candidate, call.today()).ok())
      *response.add_candidates() = std::move(candidate);
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::Status Candidates::ImportOne(rpc::Call& call, const v1::ImportCandidatesRequest& message,
                                   v1::ImportCandidatesResponse& response) {
  RETURN_IF_ERROR(CheckCandidate(call, message.candidate()));
  const std::string name = absl::StrCat(message.parent(), "/candidates/", message.candidate_id());
  const auto before = call.Load<v1::Candidate>(name);
  const v1::Candidate wanted = PlainCandidate(message.candidate());
  if (absl::IsNotFound(before.status())) {
    RETURN_IF_ERROR(call.Create("", wanted, "candidate.imported", message.candidate_id()).status());
    response.set_created_count(response.created_count() + 1);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(before.status());
  RETURN_IF_ERROR(CheckUsable(**before, call.today()));
  if (google::protobuf::util::MessageDifferencer::Equals(PlainCandidate(**before), wanted)) {
    response.set_unchanged_count(response.unchanged_count() + 1);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto after, WithConsent(data_.law, **before,
                                                 ReplaceCandidate(**before, wanted), call.today()));
  RETURN_IF_ERROR(call.Commit(*before, after, "candidate.imported").status());
  response.set_updated_count(response.updated_count() + 1);
  return absl::OkStatus();
}

absl::StatusOr<v1::ImportCandidatesResponse> Candidates::Import(
    rpc::Call& call, rpc::Inbound<v1::ImportCandidatesRequest>& inbound) {
  v1::ImportCandidatesResponse response;
  v1::ImportCandidatesRequest message;
  for (int number = 1;; ++number) {
    call.ForgetReads();  // each message stands on its own, also one that leads to no commit
    const absl::StatusOr<bool> more = inbound.Next(message);
    if (more.ok() && !*more) return response;
    const absl::Status status = more.ok() ? ImportOne(call, message, response) : more.status();
    if (IsRefusal(status)) {
      AddFailure(number, message.candidate_id(), status, response);
    } else {
      RETURN_IF_ERROR(status);
    }
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
  for (v1::Facet& facet : page.facets) *response.add_facets() = std::move(facet);
  for (v1::WeightStability& row : page.stability) {
    *response.add_weight_stability() = std::move(row);
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
