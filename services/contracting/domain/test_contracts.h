// Contracts in every state for the tests of this folder.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_TEST_CONTRACTS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_TEST_CONTRACTS_H_

#include <string>

#include "absl/time/time.h"
#include "common/type/convert.h"
#include "services/contracting/domain/brief.h"
#include "services/contracting/domain/contract.h"
#include "services/contracting/domain/document.h"
#include "services/contracting/domain/domain_test_data.h"
#include "services/contracting/domain/gates.h"

namespace interim::contracting {

inline const absl::Time kTestNow = absl::FromUnixSeconds(1769425200);  // 2026-01-26
inline const Date kTestDay = Day(2026, 1, 26);
inline const Signer kTestBoard{
    .subject = "board", .party = "", .roles = {"formal_client"}, .display_name = ""};
inline const Signer kTestBureau{
    .subject = "kim", .party = "suppliers/s1", .roles = {"supplier"}, .display_name = "Kim"};

inline v1::Brief TestBrief() {
  v1::Brief brief = CompleteBrief();
  (void)RefreshGates(TestLaw(), TestCatalogs(), kTestDay, brief);
  return *ApproveBrief(TestCatalogs(), brief, "board", kTestNow);
}

inline v1::Contract TestDraft(v1::ContractForm form = v1::CONTRACT_FORM_BUREAU,
                              const v1::Contract& given = {}) {
  v1::Contract contract = *DraftContract(TestCatalogs(), TestBrief(), form, given);
  contract.set_name("organizations/acme/contracts/c1");
  return contract;
}

// `revision` and `day` stand in the bytes.
inline v1::Contract TestSubmitted(const v1::Contract& draft = TestDraft(), int revision = 1) {
  return SubmitForSignature(draft,
                            MakeDocument(TestCatalogs(), draft, TestBrief(),
                                         {.language = draft.language_code(),
                                          .purpose = DocumentPurpose::kSignature,
                                          .revision = revision,
                                          .day = kTestDay}),
                            "hr", kTestNow);
}

inline v1::Contract TestSigned(v1::Contract contract = TestSubmitted()) {
  const std::string hash = contract.document().document_sha256();
  contract = *SignContract(contract, hash, kTestBoard, kTestNow);
  return *SignContract(contract, hash, kTestBureau, kTestNow);
}

inline v1::Contract TestActive(const v1::Contract& contract = TestSigned()) {
  return *ActivateContract(contract, TestBrief(), kTestNow);
}

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_TEST_CONTRACTS_H_
