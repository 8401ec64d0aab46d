// The worked cases of data/cases, each as a test of its own.
// covers: S1, S2, S14, S15, S21, S22, S23, S24, S25, S36, S37, S38, S41, S44, S46, S47, S48, S49,
// covers: S59, S60, S63, S64, S65, S66, S67, S68, S71, S73, S74, S80, S81, S83, S84, S85, S88, S99,
// covers: S100, S101, S103, S104, S111, S112, S113, S114, S119, S123, S124, S125, S126, S128, S140,
// covers: S149, S150, S151, S152, S153, S154, S155, S156, S157, S162, S164, S165, S166, S167, S168,
// covers: S169, S170, S171, S172, S173, S176, S177, S178, S187, S188, S190, S191, S192, X8
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "gmock/gmock.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment::model {

// Readable in failures.
void PrintTo(const Case& row, std::ostream* out) { *out << row.about(); }

}  // namespace interim::assessment::model

namespace interim::assessment {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<model::Case> LoadCases() {
  std::vector<model::Case> cases;
  const auto files = rules::ListFiles(SourcePath("services/assessment/data/cases"), ".textproto");
  if (!files.ok()) return cases;
  for (const std::string& file : *files) {
    const auto part = rules::LoadTextProto<model::Cases>(file);
    EXPECT_TRUE(part.ok()) << part.status();
    if (part.ok()) cases.insert(cases.end(), part->case_().begin(), part->case_().end());
  }
  const auto complete = CompleteCases(std::move(cases));
  EXPECT_TRUE(complete.ok()) << complete.status();
  return complete.ok() ? *complete : std::vector<model::Case>();
}

// "ADVICE_STRENGTH_ADVISED" with its prefix taken off, lower case.
std::string Short(const std::string& name, absl::string_view prefix) {
  return absl::AsciiStrToLower(name.substr(prefix.size()));
}

template <typename Rows, typename F>
std::vector<std::string> Codes(const Rows& rows, F code) {
  std::vector<std::string> codes;
  for (const auto& row : rows) codes.push_back(code(row));
  return codes;
}

void ExpectProfile(const model::Expected& expect, const v1::Advice& advice) {
  if (expect.situation_size() > 0) {
    const auto situations =
        Codes(advice.situations(), [](const auto& row) { return row.situation_code(); });
    EXPECT_EQ(situations,
              std::vector<std::string>(expect.situation().begin(), expect.situation().end()));
  }
  if (!expect.role().empty()) {
    EXPECT_EQ(advice.role().role_code(), expect.role());
  }
  if (expect.has_min_mandate()) {
    EXPECT_EQ(advice.mandate().min_level(), expect.min_mandate());
  }
  if (expect.has_max_mandate()) {
    EXPECT_EQ(advice.mandate().max_level(), expect.max_mandate());
  }
  if (expect.has_decide_again_month()) {
    EXPECT_EQ(advice.duration().decide_again_month(), expect.decide_again_month());
  }
  if (!expect.channel().empty()) {
    ASSERT_FALSE(advice.channels().empty());
    EXPECT_EQ(advice.channels(0).channel_code(), expect.channel());
  }
  if (!expect.pilot().empty()) {
    EXPECT_EQ(Short(v1::PilotVerdict_Name(advice.pilot().verdict()), "PILOT_VERDICT_"),
              expect.pilot());
  }
}

void ExpectStatements(const model::Expected& expect, const v1::Advice& advice) {
  std::vector<std::string> fired;
  for (const auto& gate : advice.gates()) {
    if (gate.state() == v1::GATE_STATE_FIRED) fired.push_back(gate.gate_id());
  }
  if (expect.no_gate()) {
    EXPECT_THAT(fired, IsEmpty());
  }
  if (expect.gate_size() > 0) {
    EXPECT_THAT(fired, ::testing::UnorderedElementsAreArray(expect.gate()));
  }
  const auto legal = Codes(advice.legal_points(), [](const auto& row) { return row.code(); });
  const auto risks = Codes(advice.risks(), [](const auto& row) { return row.code(); });
  const auto benefits = Codes(advice.benefits(), [](const auto& row) { return row.code(); });
  for (const std::string& code : expect.legal()) EXPECT_THAT(legal, Contains(code));
  for (const std::string& code : expect.not_legal()) EXPECT_THAT(legal, Not(Contains(code)));
  for (const std::string& code : expect.risk()) EXPECT_THAT(risks, Contains(code));
  for (const std::string& code : expect.benefit()) EXPECT_THAT(benefits, Contains(code));
  EXPECT_THAT(risks, Not(IsEmpty())) << "an advice without risks is a defect";
}

class CaseTest : public ::testing::TestWithParam<model::Case> {};

TEST_P(CaseTest, GivesWhatTheExpertExpects) {
  const model::Expected& expect = GetParam().expect();
  const absl::StatusOr<Known> known = KnownOfCase(TestModel(), GetParam(), TestDay());
  ASSERT_TRUE(known.ok()) << known.status();
  const v1::Advice advice = BuildAdvice(TestModel(), &TestLaw(), *known, Depth::kBasic);
  EXPECT_EQ(OutcomeCode(advice.outcome()), expect.outcome());
  if (!expect.strength().empty()) {
    EXPECT_EQ(Short(v1::AdviceStrength_Name(advice.strength()), "ADVICE_STRENGTH_"),
              expect.strength());
  }
  if (!expect.confidence().empty()) {
    EXPECT_EQ(Short(v1::ConfidenceLevel_Name(advice.confidence().level()), "CONFIDENCE_LEVEL_"),
              expect.confidence())
        << advice.confidence().ShortDebugString();
  }
  if (expect.has_min_score()) {
    EXPECT_GE(advice.score().min_hundredths(), expect.min_score());
  }
  if (expect.has_max_score()) {
    EXPECT_LE(advice.score().max_hundredths(), expect.max_score());
  }
  ExpectProfile(expect, advice);
  ExpectStatements(expect, advice);
}

INSTANTIATE_TEST_SUITE_P(Cases, CaseTest, ::testing::ValuesIn(LoadCases()),
                         [](const auto& row) { return row.param.name(); });

}  // namespace
}  // namespace interim::assessment
