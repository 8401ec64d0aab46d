#include "services/cli/pool/pool.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::matching::v1;

constexpr char kParent[] = "organizations/acme";

std::string Bytes(const Pool& pool) {
  std::string all;
  for (const auto& made : pool.suppliers) all += made.id + made.supplier.SerializeAsString();
  for (const auto& made : pool.candidates) all += made.id + made.candidate.SerializeAsString();
  return all;
}

TEST(MakePoolTest, SameSeed_GivesTheSamePool) {
  const PoolSize size{.candidates = 50, .suppliers = 5, .seed = 7};
  EXPECT_EQ(Bytes(MakePool(size, kParent)), Bytes(MakePool(size, kParent)));
  const PoolSize other{.candidates = 50, .suppliers = 5, .seed = 8};
  EXPECT_NE(Bytes(MakePool(size, kParent)), Bytes(MakePool(other, kParent)));
}

TEST(MakePoolTest, LargerPool_BeginsWithTheSmallerOne) {
  const Pool small = MakePool({.candidates = 10, .suppliers = 5, .seed = 1}, kParent);
  const Pool large = MakePool({.candidates = 500, .suppliers = 5, .seed = 1}, kParent);
  for (std::size_t i = 0; i < small.candidates.size(); ++i) {
    EXPECT_EQ(small.candidates[i].candidate.SerializeAsString(),
              large.candidates[i].candidate.SerializeAsString());
  }
}

TEST(MakePoolTest, Candidates_AreCompleteAndVaried) {
  const Pool pool = MakePool({}, kParent);
  ASSERT_EQ(pool.candidates.size(), 500u);
  ASSERT_EQ(pool.suppliers.size(), 5u);
  std::set<std::string> ids;
  std::map<int, int> channels;
  std::set<std::string> roles;
  for (const auto& [id, candidate] : pool.candidates) {
    ids.insert(id);
    ++channels[candidate.channel()];
    roles.insert(candidate.role_codes().begin(), candidate.role_codes().end());
    EXPECT_FALSE(candidate.given_name().empty());
    EXPECT_GT(candidate.track_records_size(), 0);
    EXPECT_GT(candidate.hourly_rate().units(), 80);
    EXPECT_TRUE(candidate.has_consent_date());
    EXPECT_EQ(candidate.supplier().empty(), candidate.channel() == v1::CHANNEL_DIRECT);
  }
  EXPECT_EQ(ids.size(), pool.candidates.size());
  EXPECT_GT(channels[v1::CHANNEL_DIRECT], 180);
  EXPECT_GT(channels[v1::CHANNEL_INTERIM_BUREAU], 100);
  EXPECT_GT(channels[v1::CHANNEL_SECONDMENT_AGENCY], 20);
  EXPECT_TRUE(roles.contains("TRANS"));
  EXPECT_GT(roles.size(), 10u);
}

TEST(MakePoolTest, WithoutSuppliers_EverybodyIsSelfEmployed) {
  const Pool pool = MakePool({.candidates = 30, .suppliers = 0, .seed = 3}, kParent);
  EXPECT_TRUE(std::all_of(pool.candidates.begin(), pool.candidates.end(), [](const auto& made) {
    return made.candidate.channel() == v1::CHANNEL_DIRECT;
  }));
}

}  // namespace
}  // namespace interim::cli
