#include "services/matching/service/candidate_index.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/core/fake_clock.h"
#include "common/rules/text_proto.h"
#include "common/store/memory/memory_store.h"
#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interim/matching/v1/candidate.pb.h"
#include "interim/matching/v1/supplier.pb.h"

namespace interim::matching {
namespace {

using testing::IsOk;

const MatchingModel& Model() {
  static const auto* const model = new MatchingModel(*rules::LoadTextProto<MatchingModel>(
      absl::StrCat(INTERIM_SOURCE_DIR, "/services/matching/data/model.textproto")));
  return *model;
}

void Put(store::Store& store, const TenantId& tenant, const std::string& id,
         const google::protobuf::Message& message) {
  store::Transaction transaction;
  transaction.reads.push_back({.id = id, .version = 0});
  store::Write& write = transaction.writes.emplace_back();
  write.record.id = id;
  write.record.collection = id.substr(0, id.find('/'));
  write.record.bytes = message.SerializeAsString();
  transaction.event.type = "candidate.created";
  transaction.event.resource = id;
  transaction.event.actor = "u-hr";
  transaction.event.method = "test";
  EXPECT_THAT(store.Commit(tenant, transaction).status(), IsOk());
}

v1::Candidate Long() {
  v1::Candidate candidate;
  *candidate.mutable_available_date() = ToProto(*Date::Parse("2026-02-02"));
  *candidate.mutable_hourly_rate() = ToProto(Money::Eur(15000));
  constexpr int kBytes = 40'000;
  candidate.add_track_records()->set_result(std::string(kBytes, 'x'));
  return candidate;
}

class CandidateIndexTest : public ::testing::Test {
 protected:
  FakeClock clock_;
  std::unique_ptr<store::MemoryStore> store_ = store::MemoryStore::Create(clock_);
  CandidateIndex index_{Model(), *store_};
  TenantId tenant_ = *TenantId::Parse("acme");
};

TEST_F(CandidateIndexTest, LargeEvents_AreAllTakenIn) {
  // More bytes than one read of the feed hands out, in fewer events than one read asks for.
  constexpr int kCount = 300;
  for (int i = 0; i < kCount; ++i) Put(*store_, tenant_, absl::StrCat("candidates/c", i), Long());
  const auto look = [&](const IndexView& view) {
    EXPECT_EQ(view.profiles.size(), static_cast<std::size_t>(kCount));
    EXPECT_EQ(view.data_version, kCount);
    return absl::OkStatus();
  };
  EXPECT_THAT(index_.With(tenant_, look), IsOk());
}

TEST_F(CandidateIndexTest, Agency_WithoutRegistration_IsBarred) {
  v1::Supplier supplier;
  supplier.set_channel(v1::CHANNEL_SECONDMENT_AGENCY);
  Put(*store_, tenant_, "suppliers/s1", supplier);
  supplier.set_is_waadi_registered(true);
  Put(*store_, tenant_, "suppliers/s2", supplier);
  supplier.set_is_waadi_registered(false);
  supplier.set_channel(v1::CHANNEL_INTERIM_BUREAU);
  Put(*store_, tenant_, "suppliers/s3", supplier);
  const auto look = [&](const IndexView& view) {
    EXPECT_THAT(
        view.barred_suppliers,
        ::testing::ElementsAre(view.codes.Find(SupplierKey("organizations/acme/suppliers/s1"))));
    return absl::OkStatus();
  };
  EXPECT_THAT(index_.With(tenant_, look), IsOk());
}

}  // namespace
}  // namespace interim::matching
