// Attacks on signatures, over the wire: order, replay, other party, stale version, copied link,
// concurrent signers. A signature is never lost and never doubled.
// covers: S211, S225, S234
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/core/sha256.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "tests/conformance/contracting_calls.h"

namespace interim::conformance {
namespace {

const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerOnDay(2026, 3, 2));

// A contract whose two places have the same turn, so that both may sign at once.
v1::Contract OneTurn() {
  v1::DraftContractRequest request = NewDraft(Approved());
  v1::SignatureSlot& client = *request.mutable_contract()->add_signature_slots();
  client.set_code("client");
  client.set_side(v1::PARTY_SIDE_CLIENT);
  client.set_turn(1);
  client.set_required_count(1);
  client.add_signatories()->set_subject("board");
  v1::SignatureSlot& supplier = *request.mutable_contract()->add_signature_slots();
  supplier.set_code("supplier");
  supplier.set_side(v1::PARTY_SIDE_SUPPLIER);
  supplier.set_turn(1);
  supplier.set_required_count(1);
  supplier.add_signatories()->set_party("suppliers/s1");
  return Must(DoContract("DraftContract", request));
}

// Every signature is one of its own and binds to the text in force.
void CheckSignatures(const v1::Contract& contract, int count) {
  std::set<std::string> bindings;
  std::set<std::string> people;
  for (const v1::Signature& signature : contract.signatures()) {
    EXPECT_EQ(signature.document_sha256(), contract.document().document_sha256());
    bindings.insert(signature.binding_sha256());
    people.insert(signature.subject() + "/" + signature.party());
  }
  EXPECT_EQ(contract.signatures_size(), count);
  EXPECT_EQ(static_cast<int>(bindings.size()), count);
  EXPECT_EQ(static_cast<int>(people.size()), count);
}

TEST(OrderTest, SecondTurn_WaitsForTheFirst) {
  const v1::Contract contract = Submitted();
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Bureau()),
              StatusIs(kPrecondition, "SIGNATURE_OUT_OF_ORDER"));
  CheckSignatures(Read(contract.name()), 0);
}

// One of two may sign for the client: the second comes too late.
TEST(OrderTest, FilledPlace_TakesNoMore) {
  v1::UpdateContractRequest update;
  const v1::Contract draft = OneTurn();
  update.mutable_contract()->set_name(draft.name());
  update.mutable_contract()->set_etag(draft.etag());
  *update.mutable_contract()->mutable_signature_slots() = draft.signature_slots();
  update.mutable_contract()->mutable_signature_slots(0)->add_signatories()->set_subject("second");
  update.mutable_update_mask()->add_paths("signature_slots");
  update.set_request_id(NextRequestId());
  const v1::Contract contract = Submitted(Decided(Must(DoContract("UpdateContract", update))));
  Must(DoContract("SignContract", Signature(contract), Board()));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Someone("second", "formal_client")),
              StatusIs(kPrecondition, "SLOT_FILLED"));
  CheckSignatures(Read(contract.name()), 1);
}

// One person counts once; the supplier waits for the second; the third comes too late.
TEST(OrderTest, NofM_CountsPeople_AndHoldsTheNextTurn) {
  const v1::Contract contract = TwoOfThree(2);
  const Person first = Someone("p1", "formal_client");
  Must(DoContract("SignContract", Signature(contract), first));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), first),
              StatusIs(kPrecondition, "ALREADY_SIGNED"));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Bureau()),
              StatusIs(kPrecondition, "SIGNATURE_OUT_OF_ORDER"));
  EXPECT_EQ(Read(contract.name()).state(), v1::CONTRACT_STATE_IN_SIGNATURE);
  Must(DoContract("SignContract", Signature(contract), Someone("p3", "sponsor")));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Someone("p2", "steering")),
              StatusIs(kPrecondition, "SLOT_FILLED"));
  const v1::Contract done = Must(DoContract("SignContract", Signature(contract), Bureau()));
  EXPECT_EQ(done.state(), v1::CONTRACT_STATE_SIGNED);
  CheckSignatures(done, 3);
}

// More signatures than there are people can never be given: refused before anybody signs.
TEST(OrderTest, MoreThanCanBeGiven_IsNotSubmitted) {
  v1::UpdateContractRequest update;
  const v1::Contract draft = OneTurn();
  update.mutable_contract()->set_name(draft.name());
  update.mutable_contract()->set_etag(draft.etag());
  *update.mutable_contract()->mutable_signature_slots() = draft.signature_slots();
  update.mutable_contract()->mutable_signature_slots(0)->set_required_count(2);
  update.mutable_update_mask()->add_paths("signature_slots");
  update.set_request_id(NextRequestId());
  const v1::Contract changed = Decided(Must(DoContract("UpdateContract", update)));
  EXPECT_THAT(DoContract("SubmitForSignature", Etagged<v1::SubmitForSignatureRequest>(changed)),
              StatusIs(kPrecondition, "CONTRACT_INCOMPLETE"));
}

// A refusal is told to all who may sign and to who does the work, also to those who signed before;
// nothing can be signed any more.
TEST(DeclineTest, IsSeenByAll_AndClosesTheText) {
  const v1::Contract contract = TwoOfThree(2);
  Must(DoContract("SignContract", Signature(contract), Someone("p1", "formal_client")));
  Must(DoContract("DeclineContract", Declined(contract), Someone("p2", "steering")));
  for (const Person& person :
       {Hr(), Legal(), Board(), Bureau(), Manager(), Someone("p1", "formal_client"),
        Someone("p2", "steering"), Someone("p3", "sponsor")}) {
    const v1::Contract seen = Read(contract.name(), person);
    EXPECT_EQ(seen.state(), v1::CONTRACT_STATE_DECLINED) << person.subject;
    EXPECT_EQ(seen.declination().reason(), "tarief") << person.subject;
    EXPECT_EQ(seen.declination().subject(), "p2") << person.subject;
  }
  for (const Person& person : {Someone("p3", "sponsor"), Bureau()}) {
    EXPECT_THAT(DoContract("SignContract", Signature(contract), person),
                StatusIs(kPrecondition, "CONTRACT_NOT_IN_SIGNATURE"));
  }
  v1::DeclineContractRequest silent = Declined(TwoOfThree(2));
  silent.set_reason("  ");
  EXPECT_THAT(DoContract("DeclineContract", silent, Someone("p1", "formal_client")),
              HasField("reason"));
}

// ---- who is named only in a change ----

// A change in signature that also the holding must sign: it was no party before.
v1::Contract ChangeForTheHolding(const v1::Contract& base, int turn) {
  v1::AmendContractRequest request = Amendment(base);
  *request.mutable_contract()->mutable_signature_slots() = base.signature_slots();
  v1::SignatureSlot& holding = *request.mutable_contract()->add_signature_slots();
  holding.set_code("holding");
  holding.set_side(v1::PARTY_SIDE_SUPPLIER);
  holding.set_turn(turn);
  holding.set_required_count(1);
  holding.add_signatories()->set_party("suppliers/s2");
  return Submitted(Decided(Must(DoContract("AmendContract", request))));
}

TEST(NewSignatoryTest, SignsLast_AndTheChangeHolds) {
  const v1::Contract base = Active();
  EXPECT_THAT(DoContract(
                  "GetContract",
                  [&] {
                    v1::GetContractRequest get;
                    get.set_name(base.name());
                    return get;
                  }(),
                  OtherBureau()),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  const v1::Contract open = ChangeForTheHolding(base, 3);
  // What it changes can be read by who is asked to sign it.
  EXPECT_EQ(Read(base.name(), OtherBureau()).open_amendment(), open.name());
  SignedByBoth(open);
  EXPECT_EQ(Read(base.name()).version(), 1);
  const v1::Contract last = Must(DoContract("SignContract", Signature(open), OtherBureau()));
  EXPECT_EQ(last.state(), v1::CONTRACT_STATE_SIGNED);
  CheckSignatures(last, 3);
  const v1::Contract after = Read(base.name(), OtherBureau());
  EXPECT_EQ(after.version(), 2);
  EXPECT_EQ(after.payment_days(), 14);
  EXPECT_TRUE(after.open_signatories().empty());
}

TEST(NewSignatoryTest, Declines_AndIsAStrangerAgain) {
  const v1::Contract base = Active();
  const v1::Contract open = ChangeForTheHolding(base, 1);
  Must(DoContract("DeclineContract", Declined(open), OtherBureau()));
  const v1::Contract seen = Read(base.name(), Bureau());
  EXPECT_EQ(seen.versions(1).declination().reason(), "tarief");
  EXPECT_TRUE(seen.open_signatories().empty());
  v1::GetContractRequest get;
  get.set_name(base.name());
  EXPECT_THAT(DoContract("GetContract", get, OtherBureau()),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

// A declined text that is drafted anew: what was signed on the old text counts for nothing.
TEST(StaleVersionTest, OldHash_OpensNothing_AndOldSignaturesDoNotCount) {
  const v1::Contract first = Submitted();
  Must(DoContract("SignContract", Signature(first), Board()));
  Must(DoContract("DeclineContract", Declined(first), Bureau()));
  v1::UpdateContractRequest change = ContractUpdate(Read(first.name()));
  const v1::Contract second = Submitted(Decided(Must(DoContract("UpdateContract", change))));
  ASSERT_NE(second.document().document_sha256(), first.document().document_sha256());
  CheckSignatures(second, 0);
  for (const Person& person : {Board(), Bureau()}) {
    v1::SignContractRequest stale = Signature(first);
    EXPECT_THAT(DoContract("SignContract", stale, person),
                StatusIs(kPrecondition, "DOCUMENT_MISMATCH"));
  }
  const v1::Contract signed_anew = SignedByBoth(second);
  CheckSignatures(signed_anew, 2);
  ASSERT_EQ(signed_anew.versions_size(), 2);
  EXPECT_EQ(signed_anew.versions(0).state(), v1::VERSION_STATE_DECLINED);
  EXPECT_EQ(signed_anew.versions(0).signatures_size(), 1);  // kept, and of no force
}

// The same text after a decline gets another hash, because its number stands in it.
TEST(StaleVersionTest, SameTermsAgain_AreAnotherText) {
  const v1::Contract first = Submitted();
  Must(DoContract("DeclineContract", Declined(first), Board()));
  v1::UpdateContractRequest touch = ContractUpdate(Read(first.name()));
  touch.mutable_contract()->set_notice_days(first.notice_days());
  const v1::Contract second = Submitted(Decided(Must(DoContract("UpdateContract", touch))));
  EXPECT_NE(second.document().document_sha256(), first.document().document_sha256());
  EXPECT_EQ(second.document().revision(), 2);
}

// A link is a name and a hash: it helps nobody but the one who is named.
TEST(CopiedLinkTest, OnlyTheNamedIdentitySigns) {
  const v1::Contract contract = Must(DoContract("SignContract", Signature(Submitted()), Board()));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), OtherBureau()),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Hr()),
              StatusIs(absl::StatusCode::kPermissionDenied, "NOT_A_SIGNATORY"));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Manager()).status().code(),
              ::testing::AnyOf(absl::StatusCode::kNotFound, absl::StatusCode::kPermissionDenied));
  // The client's own person with the right role in another organization.
  Person stranger = Board();
  stranger.organization = "globex";
  EXPECT_THAT(DoContract("SignContract", Signature(contract), stranger),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  // The supplier's role without its party, or with somebody else's subject at the client.
  EXPECT_FALSE(DoContract("SignContract", Signature(contract), Someone("kim", "supplier")).ok());
  CheckSignatures(Read(contract.name()), 1);
}

// Someone who signed for the client cannot fill the other side's place as well.
TEST(OtherPartyTest, TheClient_CannotSignForTheSupplier) {
  const v1::Contract contract = Must(DoContract("SignContract", Signature(Submitted()), Board()));
  EXPECT_THAT(DoContract("SignContract", Signature(contract), Board()),
              StatusIs(kPrecondition, "ALREADY_SIGNED"));
  EXPECT_FALSE(DoContract("SignContract", Signature(contract), Someone("board", "supplier")).ok());
  CheckSignatures(Read(contract.name()), 1);
}

TEST(ReplayTest, SameRequestManyTimesAtOnce_IsOneSignature) {
  const v1::Contract contract = Submitted();
  const v1::SignContractRequest request = Signature(contract);
  std::atomic<int> ok{0};
  constexpr int kAtOnce = 6;
  std::vector<std::thread> threads;
  threads.reserve(kAtOnce);
  for (int i = 0; i < kAtOnce; ++i) {
    threads.emplace_back([&] { ok += DoContract("SignContract", request, Board()).ok() ? 1 : 0; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(ok, 1);
  CheckSignatures(Read(contract.name()), 1);
  // Another person with the copied request id signs for himself or not at all.
  v1::SignContractRequest copied = request;
  EXPECT_THAT(DoContract("SignContract", copied, Bureau()), IsOk());
  CheckSignatures(Read(contract.name()), 2);
}

TEST(ReplayTest, SignatureOnOneText_FitsNoOther) {
  const v1::Contract one = Submitted();
  const v1::Contract other = Submitted();
  v1::SignContractRequest crossed = Signature(other);
  crossed.set_document_sha256(one.document().document_sha256());
  EXPECT_THAT(DoContract("SignContract", crossed, Board()),
              StatusIs(kPrecondition, "DOCUMENT_MISMATCH"));
  const v1::Signature first =
      Must(DoContract("SignContract", Signature(one), Board())).signatures(0);
  const v1::Signature second =
      Must(DoContract("SignContract", Signature(other), Board())).signatures(0);
  EXPECT_NE(first.binding_sha256(), second.binding_sha256());
}

// A change and the contract it changes: neither text opens the other.
TEST(ReplayTest, ChangeAndContract_AreKeptApart) {
  const v1::Contract base = Active();
  const v1::Contract change =
      Submitted(Decided(Must(DoContract("AmendContract", Amendment(base)))));
  v1::SignContractRequest crossed = Signature(change);
  crossed.set_document_sha256(base.document().document_sha256());
  EXPECT_THAT(DoContract("SignContract", crossed, Board()),
              StatusIs(kPrecondition, "DOCUMENT_MISMATCH"));
  crossed = Signature(base);
  crossed.set_document_sha256(change.document().document_sha256());
  EXPECT_THAT(DoContract("SignContract", crossed, Board()),
              StatusIs(kPrecondition, "CONTRACT_NOT_IN_SIGNATURE"));
  CheckSignatures(Read(base.name()), 2);
}

TEST(ConcurrentTest, TwoSigners_NeitherIsLostNorDoubled) {
  for (int round = 0; round < 4; ++round) {
    const v1::Contract contract = Submitted(Decided(OneTurn()));
    std::vector<std::thread> threads;
    for (const Person& person : {Board(), Bureau(), Board(), Bureau()}) {
      threads.emplace_back(
          [person, sign = Signature(contract)] { (void)DoContract("SignContract", sign, person); });
    }
    for (std::thread& thread : threads) thread.join();
    const v1::Contract after = Read(contract.name());
    EXPECT_EQ(after.state(), v1::CONTRACT_STATE_SIGNED);
    CheckSignatures(after, 2);
    EXPECT_EQ(after.versions_size(), 1);
  }
}

TEST(ConcurrentTest, LastSignersOfAChange_ApplyItOnce) {
  const v1::Contract first = SignedByBoth(Submitted(Decided(OneTurn())));
  const v1::Contract base =
      Must(DoContract("ActivateContract", Etagged<v1::ActivateContractRequest>(first)));
  const v1::Contract change =
      Submitted(Decided(Must(DoContract("AmendContract", Amendment(base)))));
  std::vector<std::thread> threads;
  for (const Person& person : {Board(), Bureau(), Board(), Bureau()}) {
    threads.emplace_back(
        [person, sign = Signature(change)] { (void)DoContract("SignContract", sign, person); });
  }
  for (std::thread& thread : threads) thread.join();
  const v1::Contract after = Read(base.name());
  EXPECT_EQ(after.version(), 2);
  EXPECT_EQ(after.versions_size(), 2);
  EXPECT_EQ(after.payment_days(), 14);
  CheckSignatures(after, 2);
}

// Signing and declining at once: one of the two happened, never both.
TEST(ConcurrentTest, SignAndDecline_OneWins) {
  for (int round = 0; round < 4; ++round) {
    const v1::Contract half = Must(DoContract("SignContract", Signature(Submitted()), Board()));
    std::atomic<bool> signed_ok{false};
    std::atomic<bool> declined_ok{false};
    std::thread signer([&, request = Signature(half)] {
      signed_ok = DoContract("SignContract", request, Bureau()).ok();
    });
    std::thread decliner([&, request = Declined(half)] {
      declined_ok = DoContract("DeclineContract", request, Bureau()).ok();
    });
    signer.join();
    decliner.join();
    const v1::Contract after = Read(half.name());
    EXPECT_NE(signed_ok.load(), declined_ok.load());
    EXPECT_EQ(after.state(), signed_ok ? v1::CONTRACT_STATE_SIGNED : v1::CONTRACT_STATE_DECLINED);
    CheckSignatures(after, signed_ok ? 2 : 1);
  }
}

}  // namespace
}  // namespace interim::conformance
