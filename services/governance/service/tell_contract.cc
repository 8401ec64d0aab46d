#include "services/governance/service/tell_contract.h"

#include "absl/strings/string_view.h"

namespace interim::governance {
namespace {

constexpr absl::string_view kRecordPractice =
    "interim.contracting.v1.ContractingService/RecordPractice";

}  // namespace

void TellPractice(const v1::Engagement& engagement, const Practice& practice, rpc::Commit& commit) {
  if (const auto told = ToTell(engagement, practice)) commit.Relay(kRecordPractice, *told);
}

}  // namespace interim::governance
