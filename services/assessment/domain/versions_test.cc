// Every version of the model stays as it was, the present one included.
// covers: X8
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/model_page.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment {
namespace {

constexpr char kHeader[] =
    "# proto-file: services/assessment/domain/model.proto\n"
    "# proto-message: interim.assessment.model.Archive\n#\n"
    "# The model as it was; never edited. Advices of this version are computed again with it.\n\n";

std::string Folder() { return SourcePath("services/assessment/data/versions"); }

// Of each version, by file name.
std::vector<model::Archive> LoadArchives() {
  std::vector<model::Archive> archives;
  const auto files = rules::ListFiles(Folder(), ".textproto");
  EXPECT_TRUE(files.ok()) << files.status();
  for (const std::string& file : *files) {
    const auto archive = rules::LoadTextProto<model::Archive>(file);
    EXPECT_TRUE(archive.ok()) << archive.status();
    if (!archive.ok()) continue;
    EXPECT_TRUE(absl::EndsWith(
        file, absl::StrCat("/", archive->model().settings().version(), ".textproto")))
        << file;
    archives.push_back(*archive);
  }
  return archives;
}

TEST(VersionsTest, EveryVersion_StillCompiles) {
  const auto archives = LoadArchives();
  EXPECT_GE(archives.size(), 2u);
  for (const model::Archive& archive : archives) {
    const auto model = CompiledModel::Compile(archive.model(), TakeShared(archive.catalogue()));
    EXPECT_TRUE(model.ok()) << archive.model().settings().version() << ": " << model.status();
  }
}

// Versions differ in whether they have a phrase for one month.
TEST(VersionsTest, EveryVersion_NamesOneMonth_InTheProblemStatement) {
  bool lacks_phrase = false;
  for (const model::Archive& archive : LoadArchives()) {
    const auto model = CompiledModel::Compile(archive.model(), TakeShared(archive.catalogue()));
    ASSERT_TRUE(model.ok()) << model.status();
    lacks_phrase = lacks_phrase || (*model)->FindText("unit.months.one") == nullptr;
    v1::Advice advice;
    advice.set_outcome(v1::ADVICE_OUTCOME_INTERIM);
    advice.add_situations()->set_situation_code((*model)->shared().situations.at(0).code);
    advice.mutable_duration()->set_planned_months(1);
    Localize(**model, Lang::kDutch, advice);
    EXPECT_THAT(advice.problem_statement(), ::testing::HasSubstr("Wij zoeken voor 1 maand"))
        << archive.model().settings().version();
    Localize(**model, Lang::kEnglish, advice);
    EXPECT_THAT(advice.problem_statement(), ::testing::HasSubstr("for 1 month"))
        << archive.model().settings().version();
  }
  EXPECT_TRUE(lacks_phrase) << "no version is left that shows the other phrase";
}

// Changed data is a new version: raise `version` in 10_settings, and put the file that this test
// writes into the folder of versions.
TEST(VersionsTest, PresentData_IsKeptUnderItsVersion) {
  model::Archive present;
  *present.mutable_model() = LoadModelData();
  const auto catalogue = catalogue::Catalogue::Load(SourcePath("common/catalogue/data"));
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  *present.mutable_catalogue() = KeepUsed(catalogue->data());
  const std::string& version = present.model().settings().version();
  for (const model::Archive& archive : LoadArchives()) {
    if (archive.model().settings().version() != version) continue;
    if (google::protobuf::util::MessageDifferencer::Equals(archive, present)) return;
  }
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  ASSERT_TRUE(printer.PrintToString(present, &text));
  const std::string path = absl::StrCat(::testing::TempDir(), version, ".textproto");
  std::ofstream(path) << kHeader << text;
  ADD_FAILURE() << "the data differs from the archive of version " << version
                << ", or there is none. Raise the version, then: cp " << path << " " << Folder();
}

TEST(ModelPageTest, ShowsEveryRow_InBothLanguages) {
  const v1::ModelPage page = MakeModelPage(TestModel());
  const model::Model& data = TestModel().data();
  EXPECT_EQ(page.model_version(), data.settings().version());
  int entries = 0;
  for (const v1::ModelSection& section : page.sections()) {
    EXPECT_FALSE(section.title().nl().empty()) << section.code();
    EXPECT_FALSE(section.about().en().empty()) << section.code();
    EXPECT_FALSE(section.entries().empty()) << section.code();
    for (const v1::ModelEntry& entry : section.entries()) {
      ++entries;
      EXPECT_FALSE(entry.text().nl().empty()) << section.code() << " " << entry.code();
      EXPECT_FALSE(entry.text().en().empty()) << section.code() << " " << entry.code();
      EXPECT_EQ(entry.when().nl().empty(), entry.when().en().empty()) << entry.code();
      for (const v1::ModelDetail& detail : entry.details()) {
        EXPECT_FALSE(detail.label().nl().empty()) << entry.code();
        EXPECT_FALSE(detail.value().nl().empty()) << entry.code();
        EXPECT_FALSE(detail.value().en().empty()) << entry.code();
      }
    }
  }
  EXPECT_EQ(page.sections_size(), 18);
  EXPECT_GE(entries, data.fact_size() + data.question_size() + data.gate_size() +
                         data.criterion_size() + data.outcome_size() + data.benefit_size() +
                         data.risk_size() + data.situation_size() + data.legal_size());
}

TEST(ModelPageTest, Conditions_AreWrittenOut) {
  const v1::ModelPage page = MakeModelPage(TestModel());
  for (const v1::ModelSection& section : page.sections()) {
    if (section.code() != "GATES") continue;
    for (const v1::ModelEntry& entry : section.entries()) {
      EXPECT_FALSE(entry.source().empty()) << entry.code();
      if (entry.code() != "A-G6") continue;
      EXPECT_EQ(
          entry.when().en(),
          "“End of the need” is none, a lasting need and “Days a week” is at most 2 days a week");
    }
  }
}

TEST(ModelPageTest, EveryJudgement_NamesItsSource) {
  const model::Model& data = TestModel().data();
  for (const auto& row : data.gate()) EXPECT_FALSE(row.source().empty()) << row.id();
  for (const auto& row : data.criterion()) EXPECT_FALSE(row.source().empty()) << row.code();
  for (const auto& row : data.outcome()) EXPECT_FALSE(row.source().empty()) << row.code();
  for (const auto* list : {&data.benefit(), &data.risk(), &data.duration_note()}) {
    for (const auto& row : *list) EXPECT_FALSE(row.source().empty()) << row.code();
  }
  for (const SharedSituation& row : TestShared().situations) {
    EXPECT_FALSE(row.basis.mark.empty() || row.basis.sources.empty()) << row.code;
    EXPECT_FALSE(row.first_choice.empty() || row.reporting_line.nl().empty()) << row.code;
  }
  for (const SharedRole& row : TestShared().roles) {
    EXPECT_FALSE(row.basis.mark.empty() || row.basis.sources.empty()) << row.code;
    for (const SharedRate& rate : row.rates) EXPECT_FALSE(rate.mark.empty()) << row.code;
  }
  for (const SharedChannel& row : TestShared().channels) {
    EXPECT_FALSE(row.basis.mark.empty() || row.basis.sources.empty()) << row.code;
    EXPECT_GT(row.max_start_days, 0) << row.code;
  }
}

}  // namespace
}  // namespace interim::assessment
