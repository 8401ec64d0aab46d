// Errors, names, ids, clocks and locks: the small parts of this folder.

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/core/error.h"
#include "common/core/fake_clock.h"
#include "common/core/ids.h"
#include "common/core/mutex.h"
#include "common/core/resource_name.h"
#include "common/core/sha256.h"
#include "common/core/status_macros.h"
#include "common/core/tenant.h"

namespace interim {
namespace {

ErrorSpec FullSpec() {
  return {.code = absl::StatusCode::kFailedPrecondition,
          .reason = "CONTRACT_NOT_DRAFT",
          .message = "The contract is signed.",
          .metadata = {{"state", "SIGNED"}, {"contract", "a:1,é\n\0"}, {"empty", ""}},
          .fields = {{"brief.goals[2].due_date", "REQUIRED", "Set a day: 3:x"}},
          .preconditions = {{"RULE", "R01", "converts"}, {"GATE", "G-O1", "not asked"}},
          .retry_after = absl::Milliseconds(1500)};
}

TEST(ErrorTest, RoundTrip_KeepsEveryPartAndOrder) {
  const auto found = FindError(MakeError(FullSpec()));
  ASSERT_TRUE(found.has_value());
  const ErrorSpec want = FullSpec();
  EXPECT_EQ(found->code, want.code);
  EXPECT_EQ(found->reason, want.reason);
  EXPECT_EQ(found->message, want.message);
  EXPECT_EQ(found->metadata, want.metadata);
  EXPECT_EQ(found->fields, want.fields);
  EXPECT_EQ(found->preconditions, want.preconditions);
  EXPECT_EQ(found->retry_after, want.retry_after);
}

TEST(ErrorTest, FindError_OtherStatus_IsNothing) {
  EXPECT_FALSE(FindError(absl::OkStatus()).has_value());
  EXPECT_FALSE(FindError(absl::NotFoundError("x")).has_value());
  EXPECT_EQ(ReasonOf(absl::NotFoundError("x")), "");
}

TEST(ErrorTest, FindError_BrokenPayload_IsNothing) {
  for (const char* bytes : {"", "5:ab", "x", "1:a0:9:999999999", "1:A0:1:01:01:0trailing"}) {
    absl::Status status = absl::InternalError("x");
    status.SetPayload("type.interim/error.1", absl::Cord(bytes));
    EXPECT_FALSE(FindError(status).has_value()) << bytes;
  }
}

TEST(ErrorTest, MakeError_WithOk_IsInternal) {
  EXPECT_EQ(MakeError({.code = absl::StatusCode::kOk}).code(), absl::StatusCode::kInternal);
}

TEST(FieldErrorsTest, ToStatus_KeepsTwentyAndTheCount) {
  FieldErrors errors;
  EXPECT_TRUE(errors.ToStatus().ok());
  for (int i = 0; i < 20; ++i) errors.Add(absl::StrCat("f", i), "REQUIRED", "missing");
  EXPECT_EQ(FindError(errors.ToStatus())->fields.size(), 20u);
  errors.Add("f20", "REQUIRED", "missing");
  const auto spec = FindError(errors.ToStatus());
  ASSERT_TRUE(spec.has_value());
  EXPECT_EQ(spec->code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(spec->reason, "FIELDS_INVALID");
  EXPECT_EQ(spec->fields.size(), 20u);
  EXPECT_EQ(spec->fields[19].field, "f19");
  ASSERT_EQ(spec->metadata.size(), 1u);
  EXPECT_EQ(spec->metadata[0].first, "fieldCount");
  EXPECT_EQ(spec->metadata[0].second, "21");
}

absl::StatusOr<int> Half(int value) {
  if (value % 2 != 0) return absl::OutOfRangeError("odd");
  return value / 2;
}

absl::StatusOr<int> Quarter(int value) {
  ASSIGN_OR_RETURN(const int half, Half(value));
  RETURN_IF_ERROR(Half(half).status());
  return Half(half);
}

TEST(StatusMacrosTest, PassErrorsOn) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_EQ(Quarter(6).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Quarter(3).status().message(), "odd");
}

TEST(TenantTest, Parse_FollowsTheIdPattern) {
  for (const std::string& text :
       {std::string("a"), std::string("a1"), std::string("site-merger-2"), std::string(63, 'a')}) {
    EXPECT_TRUE(TenantId::Parse(text).ok()) << text;
  }
  for (const std::string& text :
       {std::string(""), std::string("1a"), std::string("-a"), std::string("a-"), std::string("A"),
        std::string("a_b"), std::string("a/b"), std::string("é"), std::string(64, 'a')}) {
    EXPECT_EQ(ReasonOf(TenantId::Parse(text).status()), "TENANT_INVALID") << text;
  }
}

TEST(ResourceNameTest, Parse_Nested_GivesAllParts) {
  const auto name = ResourceName::Parse("organizations/acme/engagements/e1/decisions/d2");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->organization().value(), "acme");
  EXPECT_EQ(name->collection(), "engagements/decisions");
  EXPECT_EQ(name->id(), "engagements/e1/decisions/d2");
  EXPECT_EQ(name->last_id(), "d2");
  EXPECT_EQ(name->parent(), "organizations/acme/engagements/e1");
  EXPECT_EQ(name->ToString(), "organizations/acme/engagements/e1/decisions/d2");
  EXPECT_EQ(*ResourceName::Make(name->organization(), name->id()), *name);
}

TEST(ResourceNameTest, Parse_TopLevel_HasTheOrganizationAsParent) {
  const auto name = ResourceName::Parse("organizations/acme/contracts/c1");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->collection(), "contracts");
  EXPECT_EQ(name->parent(), "organizations/acme");
  EXPECT_EQ(name->Child("amendments", "a1")->id(), "contracts/c1/amendments/a1");
  EXPECT_FALSE(name->Child("amendments", "A1").ok());
}

TEST(ResourceNameTest, Parse_Malformed_IsRefused) {
  for (const char* text : {"", "acme/contracts/c1", "organizations/acme", "organizations/acme/",
                           "organizations//contracts/c1", "organizations/acme/contracts",
                           "organizations/acme/contracts/", "organizations/acme/Contracts/c1",
                           "organizations/acme/contracts/C1", "organizations/acme/contracts/c1/",
                           "organizations/acme//c1", "organizations/acme/contracts/c1/decisions",
                           "organizations/acme/contracts/../x/c1"}) {
    EXPECT_EQ(ReasonOf(ResourceName::Parse(text).status()), "RESOURCE_NAME_INVALID") << text;
  }
}

TEST(ResourceNameTest, ParseOrganization_TakesNothingMore) {
  EXPECT_EQ(ResourceName::ParseOrganization("organizations/acme")->value(), "acme");
  EXPECT_FALSE(ResourceName::ParseOrganization("organizations/acme/contracts/c1").ok());
  EXPECT_FALSE(ResourceName::ParseOrganization("acme").ok());
}

TEST(IdsTest, NewIds_HaveTheirShapeAndDiffer) {
  RandomIdGenerator ids;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = ids.NewResourceId('c');
    EXPECT_EQ(id.size(), 20u);
    EXPECT_EQ(id[0], 'c');
    EXPECT_TRUE(IsResourceId(id)) << id;
    const std::string uuid = ids.NewUuid4();
    EXPECT_TRUE(IsUuid4(uuid)) << uuid;
    EXPECT_TRUE(seen.insert(id).second);
    EXPECT_TRUE(seen.insert(uuid).second);
  }
}

TEST(IdsTest, Seeded_RepeatsForTheSameSeedOnly) {
  SeededIdGenerator a(7);
  SeededIdGenerator b(7);
  SeededIdGenerator c(8);
  const std::string first = a.NewUuid4();
  EXPECT_EQ(first, b.NewUuid4());
  EXPECT_NE(first, c.NewUuid4());
  EXPECT_NE(first, a.NewUuid4());
}

TEST(IdsTest, IsUuid4_ChecksVersionAndVariant) {
  EXPECT_TRUE(IsUuid4("f47ac10b-58cc-4372-a567-0e02b2c3d479"));
  EXPECT_TRUE(IsUuid4("F47AC10B-58CC-4372-A567-0E02B2C3D479"));
  EXPECT_FALSE(IsUuid4("f47ac10b-58cc-1372-a567-0e02b2c3d479"));
  EXPECT_FALSE(IsUuid4("f47ac10b-58cc-4372-c567-0e02b2c3d479"));
  EXPECT_FALSE(IsUuid4("f47ac10b58cc4372a5670e02b2c3d479"));
  EXPECT_FALSE(IsUuid4(""));
}

TEST(ClockTest, Today_ChangesAtMidnightInAmsterdam) {
  ASSERT_TRUE(CheckTimeZone().ok());
  FakeClock system;
  BusinessClock business(system);
  // Winter time: midnight is 23:00 UTC; summer time: 22:00 UTC.
  system.Set(absl::FromCivil(absl::CivilSecond(2026, 1, 31, 22, 59, 59), absl::UTCTimeZone()));
  EXPECT_EQ(business.Today().ToString(), "2026-01-31");
  system.Advance(absl::Seconds(1));
  EXPECT_EQ(business.Today().ToString(), "2026-02-01");
  system.Set(absl::FromCivil(absl::CivilSecond(2026, 7, 31, 22, 0, 0), absl::UTCTimeZone()));
  EXPECT_EQ(business.Today().ToString(), "2026-08-01");
  EXPECT_EQ(AmsterdamDate(StartOfAmsterdamDay(business.Today())), business.Today());
  EXPECT_EQ(AmsterdamDate(StartOfAmsterdamDay(business.Today()) - absl::Seconds(1)).ToString(),
            "2026-07-31");
}

TEST(ClockTest, Offset_MovesBusinessTimeOnly) {
  FakeClock system;
  BusinessClock business(system);
  EXPECT_EQ(business.Today().ToString(), "2026-11-24");
  const absl::Time before = system.Now();
  business.SetOffset(absl::Hours(24 * 28));
  EXPECT_EQ(business.Today().ToString(), "2026-12-22");
  EXPECT_EQ(business.Now() - system.Now(), absl::Hours(24 * 28));
  EXPECT_EQ(system.Now(), before);
}

TEST(Sha256Test, KnownVectors_AndPaddingEdges) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // 55, 56 and 64 bytes: the length just fits, just does not, and a whole block.
  EXPECT_EQ(Sha256Hex(std::string(55, 'a')),
            "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  EXPECT_EQ(Sha256Hex(std::string(56, 'a')),
            "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
  EXPECT_EQ(Sha256Hex(std::string(64, 'a')),
            "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
  EXPECT_EQ(ShortHash("abc"), "ba7816bf8f01");
}

TEST(MutexTest, CondVar_HandsOverBetweenThreads) {
  Mutex mutex;
  CondVar changed;
  int turns = 0;
  std::thread worker([&] {
    MutexLock lock(mutex);
    while (turns != 1) changed.Wait(mutex);
    turns = 2;
    changed.SignalAll();
  });
  {
    MutexLock lock(mutex);
    turns = 1;
    changed.SignalAll();
    while (turns != 2) changed.Wait(mutex);
    while (!changed.WaitFor(mutex, absl::Milliseconds(1))) {
    }
  }
  worker.join();
  EXPECT_EQ(turns, 2);
}

}  // namespace
}  // namespace interim
