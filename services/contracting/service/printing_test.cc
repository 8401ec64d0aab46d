// covers: S211, X6
#include "services/contracting/service/printing.h"

#include <string>

#include "common/core/sha256.h"
#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/test_contracts.h"

namespace interim::contracting {
namespace {

using ::interim::testing::IsOk;
using ::interim::testing::StatusIs;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::StartsWith;

absl::StatusOr<Knowledge> LoadWith(const std::string& fonts) {
  const std::string source = INTERIM_SOURCE_DIR;
  return Knowledge::Load({.own = DataFolder(),
                          .catalogue = source + "/common/catalogue/data",
                          .law = source + "/common/law/data",
                          .fonts = fonts});
}

v1::ContractDocument TextOfSubmitted() {
  return MakeDocument(
      TestCatalogs(), TestDraft(), TestBrief(),
      {.language = "nl", .purpose = DocumentPurpose::kSignature, .revision = 1, .day = kTestDay});
}

TEST(PrintDocumentTest, SignedText_SameBytesOnAnyDay_ChangedBySignaturesOnly) {
  const auto knowledge = LoadWith("");
  ASSERT_THAT(knowledge, IsOk());
  const v1::Contract open = TestSubmitted();
  v1::ContractDocument first = TextOfSubmitted();
  v1::ContractDocument later = first;
  v1::ContractDocument signed_by_all = first;
  ASSERT_EQ(first.document_sha256(), open.document().document_sha256());
  ASSERT_THAT(PrintDocument(*knowledge, open, Day(2026, 1, 26), first), IsOk());
  ASSERT_THAT(PrintDocument(*knowledge, open, Day(2027, 6, 1), later), IsOk());
  ASSERT_THAT(PrintDocument(*knowledge, TestSigned(open), kTestDay, signed_by_all), IsOk());
  EXPECT_THAT(first.pdf(), StartsWith("%PDF-"));
  EXPECT_THAT(first.pdf_page_count(), Ge(4));
  EXPECT_EQ(first.pdf(), later.pdf());
  EXPECT_NE(first.pdf(), signed_by_all.pdf());
  EXPECT_EQ(Sha256Hex(signed_by_all.content()), open.document().document_sha256());
}

TEST(PrintDocumentTest, ServerWithoutFonts_SaysSo_AndStartsAllTheSame) {
  const auto knowledge = LoadWith("/nowhere");
  ASSERT_THAT(knowledge, IsOk());
  v1::ContractDocument document = TextOfSubmitted();
  EXPECT_THAT(PrintDocument(*knowledge, TestSubmitted(), kTestDay, document),
              StatusIs(absl::StatusCode::kFailedPrecondition, "PDF_NOT_AVAILABLE"));
  EXPECT_THAT(document.pdf(), IsEmpty());
}

}  // namespace
}  // namespace interim::contracting
