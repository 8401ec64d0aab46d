// Is a brief complete and testable? Everything that is missing, at once, in the order of the form.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_BRIEF_CHECK_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_BRIEF_CHECK_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/core/money.h"
#include "interim/contracting/v1/brief.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// All gaps and weaknesses of a brief: blocks B1 to B17 in order, within a block in the order of its
// fields. Situation and role come with B2. A gap of a block that this role class does not require
// is advice. Pure: the same brief and data give the same list.
std::vector<v1::BriefGap> CheckBrief(const Catalogs& catalogs, const v1::Brief& brief);

// Only those because of which approval is refused.
std::vector<v1::BriefGap> BlockingGaps(const std::vector<v1::BriefGap>& gaps);

// Version of the check: of the form's data.
std::string BriefCheckVersion(const Catalogs& catalogs);

// Helpers of the block checks; not for other files.
namespace brief_check {

// Collects gaps of one brief.
class Gaps {
 public:
  Gaps(const Catalogs& catalogs, bool is_leading) : catalogs_(catalogs), is_leading_(is_leading) {}

  // The block that the next gaps belong to.
  void Enter(absl::string_view block_code);
  // Whether the role class requires the current block.
  bool IsRequired() const { return is_required_; }
  // `amounts` fill the text as `params` do, each language in its own way of writing.
  void Add(absl::string_view gap_code, absl::string_view field_path, const TextParams& params = {},
           const std::vector<std::pair<std::string, Money>>& amounts = {});
  // FIELD_MISSING for an empty text.
  void Need(const std::string& value, absl::string_view field_path);
  // FIELD_MISSING when `present` is false.
  void Need(bool present, absl::string_view field_path);
  std::vector<v1::BriefGap> Take() { return std::move(gaps_); }
  const Catalogs& catalogs() const { return catalogs_; }

 private:
  const Catalogs& catalogs_;
  const bool is_leading_;
  const Block* block_ = nullptr;
  bool is_required_ = true;
  std::vector<v1::BriefGap> gaps_;
};

void CheckParties(const v1::Brief& brief, Gaps& gaps);
void CheckContext(const v1::Brief& brief, Gaps& gaps);
void CheckResult(const v1::Brief& brief, Gaps& gaps);
void CheckScope(const v1::Brief& brief, Gaps& gaps);
void CheckDeliverables(const v1::Brief& brief, Gaps& gaps);
void CheckMilestones(const v1::Brief& brief, Gaps& gaps);
void CheckMandate(const v1::Brief& brief, Gaps& gaps);
void CheckReporting(const v1::Brief& brief, Gaps& gaps);
void CheckGovernance(const v1::Brief& brief, Gaps& gaps);
void CheckDuration(const v1::Brief& brief, Gaps& gaps);
void CheckBudget(const v1::Brief& brief, Gaps& gaps);
void CheckPreconditions(const v1::Brief& brief, Gaps& gaps);
void CheckRisks(const v1::Brief& brief, Gaps& gaps);
void CheckPersonnel(const v1::Brief& brief, Gaps& gaps);
void CheckExit(const v1::Brief& brief, Gaps& gaps);
void CheckRecontracting(const v1::Brief& brief, Gaps& gaps);
void CheckConfidentiality(const v1::Brief& brief, Gaps& gaps);

// The same person: the same subject, else the same resource, else the same name. Empty never
// matches.
bool SamePerson(const v1::PartyPerson& a, const v1::PartyPerson& b);

}  // namespace brief_check
}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_BRIEF_CHECK_H_
