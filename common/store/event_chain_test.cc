#include "common/store/event_chain.h"

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/store/sha256.h"
#include "gtest/gtest.h"

namespace interim::store {
namespace {

constexpr char kTenant[] = "acme";

// A chain of `count` events, each with a payload and every third with another write.
std::vector<FeedEntry> MakeChain(int count) {
  std::vector<FeedEntry> chain;
  std::string previous = GenesisHash();
  for (int i = 1; i <= count; ++i) {
    FeedEntry entry;
    entry.payload = Payload{.salt = std::string(kSaltBytes, static_cast<char>('a' + i % 20)),
                            .bytes = absl::StrCat("state ", i)};
    Event& event = entry.event;
    event.sequence = i;
    event.what = {.type = "contract.changed",
                  .resource = absl::StrCat("contracts/c", i),
                  .actor = "ann",
                  .method = "Change",
                  .reason = "because",
                  .rules = "R12@1",
                  .request_id = absl::StrCat("r", i),
                  .trace_id = "t"};
    event.record_version = i;
    event.time = absl::FromUnixSeconds(1795518000 + i);
    event.payload_hash = ComputePayloadHash(entry.payload->salt, entry.payload->bytes);
    if (i % 3 == 0) {
      entry.other_payloads.push_back({.salt = std::string(kSaltBytes, 's'), .bytes = "other"});
      event.others.push_back(
          {.id = "mandates/m1",
           .version = i,
           .payload_hash = ComputePayloadHash(entry.other_payloads[0].salt, "other")});
    }
    event.previous_hash = previous;
    event.hash = ComputeEventHash(kTenant, event);
    previous = event.hash;
    chain.push_back(std::move(entry));
  }
  return chain;
}

// Reads a chain by place, as a forger's feed would: whatever stands there is what is served.
FeedReader ReaderOf(const std::vector<FeedEntry>& chain) {
  return [&chain, served = std::size_t{0}](
             std::int64_t after, int limit) mutable -> absl::StatusOr<std::vector<FeedEntry>> {
    if (after == 0) served = 0;
    const std::size_t end = std::min(chain.size(), served + static_cast<std::size_t>(limit));
    std::vector<FeedEntry> part(chain.begin() + static_cast<std::ptrdiff_t>(served),
                                chain.begin() + static_cast<std::ptrdiff_t>(end));
    served = end;
    return part;
  };
}

ChainReport Verify(const std::vector<FeedEntry>& chain, absl::string_view tenant = kTenant,
                   const std::optional<FeedHead>& expected = std::nullopt) {
  return *VerifyChain(tenant, ReaderOf(chain), expected);
}

TEST(Sha256Test, KnownVectors_GiveKnownHashes) {
  EXPECT_EQ(Hex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256({"a", "", "bc"}), Sha256("abc"));
  EXPECT_EQ(RandomBytes(16).size(), 16u);
  EXPECT_NE(RandomBytes(16), RandomBytes(16));
}

TEST(EventChainTest, GoodChain_IsIntactWithItsHead) {
  const std::vector<FeedEntry> chain = MakeChain(1200);
  const ChainReport report = Verify(chain);
  EXPECT_TRUE(report.intact) << report.problem;
  EXPECT_EQ(report.event_count, 1200);
  EXPECT_EQ(report.head.sequence, 1200);
  EXPECT_EQ(report.head.hash, chain.back().event.hash);
  EXPECT_TRUE(Verify({}).intact);
}

TEST(EventChainTest, OtherTenant_DoesNotVerify) {
  EXPECT_FALSE(Verify(MakeChain(3), "globex").intact);
}

TEST(EventChainTest, ErasedPayload_VerifiesAndIsCounted) {
  std::vector<FeedEntry> chain = MakeChain(6);
  chain[1].payload = Payload{.erased = true};
  chain[2].other_payloads[0] = Payload{.erased = true};
  const ChainReport report = Verify(chain);
  EXPECT_TRUE(report.intact) << report.problem;
  EXPECT_EQ(report.erased_count, 2);
}

TEST(EventChainTest, CutTail_ShowsAgainstARecordedHead) {
  std::vector<FeedEntry> chain = MakeChain(10);
  const FeedHead head{.sequence = 10, .hash = chain.back().event.hash};
  EXPECT_TRUE(Verify(chain, kTenant, head).intact);
  chain.pop_back();
  EXPECT_TRUE(Verify(chain).intact) << "a chain alone cannot know its length";
  const ChainReport report = Verify(chain, kTenant, head);
  EXPECT_FALSE(report.intact);
  EXPECT_EQ(report.bad_sequence, 10);
}

TEST(EventChainTest, RewrittenTail_ShowsAgainstARecordedHead) {
  const FeedHead head{.sequence = 10, .hash = MakeChain(10).back().event.hash};
  std::vector<FeedEntry> chain = MakeChain(12);
  chain[8].event.what.actor = "mallory";
  for (std::size_t i = 8; i < chain.size(); ++i) {  // a forger who recomputes all hashes after it
    chain[i].event.previous_hash = chain[i - 1].event.hash;
    chain[i].event.hash = ComputeEventHash(kTenant, chain[i].event);
  }
  EXPECT_TRUE(Verify(chain).intact);
  EXPECT_FALSE(Verify(chain, kTenant, head).intact);
}

TEST(EventChainTest, CanonicalBytes_FieldsCannotFlowIntoEachOther) {
  Event one, two;
  one.what.type = "ab";
  one.what.resource = "c";
  two.what.type = "a";
  two.what.resource = "bc";
  EXPECT_NE(EncodeEvent(kTenant, one), EncodeEvent(kTenant, two));
  EXPECT_NE(EncodeEvent("ab", Event()), EncodeEvent("a", Event()));
}

std::string& Flip(std::string& text, std::mt19937& random) {
  if (text.empty()) text = "x";
  text[random() % text.size()] ^= static_cast<char>(1 << random() % 7);
  return text;
}

using Mutation = std::function<void(std::vector<FeedEntry>&, std::size_t, std::mt19937&)>;

// One entry per way to tamper with an entry at a place in the middle of the chain.
std::vector<Mutation> Mutations() {
  using Chain = std::vector<FeedEntry>;
  using Random = std::mt19937;
  return {
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.what.type, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.what.resource, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.what.actor, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.what.method, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.what.reason, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.what.rules, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.what.request_id, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.what.trace_id, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.payload_hash, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.previous_hash, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].event.hash, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].payload->bytes, r); },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i].payload->salt, r); },
      [](Chain& c, std::size_t i, Random&) { c[i].event.record_version += 1; },
      [](Chain& c, std::size_t i, Random&) { c[i].event.time += absl::Microseconds(1); },
      [](Chain& c, std::size_t i, Random&) { c[i].event.sequence += 1; },
      [](Chain& c, std::size_t i, Random&) { c[i].payload.reset(); },
      [](Chain& c, std::size_t i, Random&) { c[i].payload->erased = true; },
      [](Chain& c, std::size_t i, Random&) { c[i].event.others.push_back({.id = "x/y"}); },
      [](Chain& c, std::size_t i, Random&) { c[i].other_payloads.emplace_back(); },
      [](Chain& c, std::size_t i, Random&) { c.erase(c.begin() + static_cast<int>(i)); },
      [](Chain& c, std::size_t i, Random&) { std::swap(c[i], c[i + 1]); },
      [](Chain& c, std::size_t i, Random&) { c.insert(c.begin() + static_cast<int>(i), c[i]); },
      [](Chain& c, std::size_t i, Random&) {  // recomputes its own hash, but nobody follows it
        c[i].event.what.actor = "mallory";
        c[i].event.hash = ComputeEventHash(kTenant, c[i].event);
      },
      [](Chain& c, std::size_t i, Random& r) {  // the other write of every third event
        Event& event = c[i - i % 3 + 2].event;
        Flip(event.others[0].id, r);
      },
      [](Chain& c, std::size_t i, Random& r) { Flip(c[i - i % 3 + 2].other_payloads[0].bytes, r); },
      [](Chain& c, std::size_t i, Random&) { c[i - i % 3 + 2].other_payloads.clear(); },
      [](Chain& c, std::size_t i, Random&) { c[i - i % 3 + 2].event.others[0].version += 1; },
  };
}

TEST(EventChainTest, ThousandRandomMutations_AreAllFound) {
  const std::vector<FeedEntry> good = MakeChain(60);
  const std::vector<Mutation> mutations = Mutations();
  std::mt19937 random(20261124);
  for (int round = 0; round < 1120; ++round) {
    std::vector<FeedEntry> chain = good;
    const std::size_t place = 1 + random() % 54;
    const std::size_t which = static_cast<std::size_t>(round) % mutations.size();
    mutations[which](chain, place, random);
    const ChainReport report = Verify(chain);
    ASSERT_FALSE(report.intact) << "mutation " << which << " at place " << place;
    EXPECT_GT(report.bad_sequence, 0);
    EXPECT_FALSE(report.problem.empty());
  }
}

TEST(EventChainTest, ReaderFails_ErrorIsPassedOn) {
  const auto report =
      VerifyChain(kTenant, [](std::int64_t, int) -> absl::StatusOr<std::vector<FeedEntry>> {
        return absl::UnavailableError("away");
      });
  EXPECT_TRUE(absl::IsUnavailable(report.status()));
}

}  // namespace
}  // namespace interim::store
