#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "common/core/error.h"
#include "common/rules/rule_tables.h"
#include "common/rules/rules_check.h"
#include "common/rules/text_catalogue.h"
#include "common/rules/text_proto.h"
#include "interim/rules/text_set.pb.h"
#include "interim/type/localized_text.pb.h"

// covers: S31
namespace interim::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kRuleHeader[] =
    "# proto-file: protos/interim/rules/rule_set.proto\n"
    "# proto-message: interim.rules.RuleSet\n";
constexpr char kTextHeader[] =
    "# proto-file: protos/interim/rules/text_set.proto\n"
    "# proto-message: interim.rules.TextSet\n";
constexpr char kLaw[] =
    " evidence: EVIDENCE_CONFIRMED source { article: \"7:1\" url: \"https://example.org\" }";
constexpr char kHouse[] = " evidence: EVIDENCE_HOUSE source { decision: \"docs/x.md\" }";

// A folder of its own for each test.
class FilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    root_ = ::testing::TempDir() + "interim_rules_" + info->test_suite_name() + "_" + info->name();
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::string Write(const std::string& name, const std::string& content) const {
    const std::filesystem::path path = std::filesystem::path(root_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << content;
    return path.string();
  }
  std::string Folder(const std::string& name) const { return root_ + "/" + name; }

  std::string root_;
};

// A rule file with one parameter whose lines are given; the parameter starts on line 6.
std::string RuleFile(const std::string& id, const std::string& parameter) {
  return std::string(kRuleHeader) + "rule_id: \"" + id + "\"\ntitle: \"Test\"\nlaw: \"BW\"\n" +
         "parameter {\n" + parameter + "\n}\n";
}

// The usual parameter: two periods with a row each, per the given row bodies.
std::string Rows(const std::string& rows, const std::string& extra = "") {
  return "key: \"limit\" unit: \"months\" checked_on: \"2026-11-24\" " + extra + "\n" + rows;
}

Date D(const char* text) { return *Date::Parse(text); }

class RuleLookupTest : public FilesTest {
 protected:
  void SetUp() override {
    FilesTest::SetUp();
    Write("rules/R01_chain.textproto",
          RuleFile("R01",
                   Rows(std::string("row { from: \"2015-07-01\" value { integer: 6 }") + kLaw +
                        " }\nrow { from: \"2020-01-01\" to: \"2022-01-01\" value { integer: 12 }" +
                        kLaw + " }\nrow { from: \"2023-01-01\" value { integer: 36 }" + kLaw +
                        " gap_reason: \"suspended\" }")));
  }
};

TEST_F(RuleLookupTest, GetRow_DayBeforeStartAndOnTheDay) {
  const auto tables = LoadRuleFolder(Folder("rules"));
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(ReasonOf(tables->GetInteger("R01", "limit", D("2015-06-30")).status()), "NO_RULE_ROW");
  EXPECT_EQ(tables->GetInteger("R01", "limit", D("2015-06-30")).status().code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(*tables->GetInteger("R01", "limit", D("2015-07-01")), 6);
  EXPECT_EQ(*tables->GetInteger("R01", "limit", D("2019-12-31")), 6);
  EXPECT_EQ(*tables->GetInteger("R01", "limit", D("2020-01-01")), 12);
}

TEST_F(RuleLookupTest, GetRow_InAHole_NeverTakesANeighbour) {
  const auto tables = LoadRuleFolder(Folder("rules"));
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(*tables->GetInteger("R01", "limit", D("2021-12-31")), 12);
  EXPECT_FALSE(tables->GetInteger("R01", "limit", D("2022-01-01")).ok());
  EXPECT_FALSE(tables->GetInteger("R01", "limit", D("2022-12-31")).ok());
  EXPECT_EQ(*tables->GetInteger("R01", "limit", D("2023-01-01")), 36);
  EXPECT_EQ(*tables->GetInteger("R01", "limit", D("2099-01-01")), 36);
}

TEST_F(RuleLookupTest, GetRow_ShowsWhereItComesFrom) {
  const auto tables = LoadRuleFolder(Folder("rules"));
  ASSERT_TRUE(tables.ok());
  const auto row = tables->GetRow("R01", "limit", D("2020-06-01"));
  ASSERT_TRUE(row.ok());
  EXPECT_EQ((*row)->from, D("2020-01-01"));
  EXPECT_EQ((*row)->to, D("2022-01-01"));
  EXPECT_EQ((*row)->evidence(), type::EVIDENCE_CONFIRMED);
  EXPECT_EQ((*row)->definition->source(0).article(), "7:1");
  EXPECT_EQ(tables->FindParameter("R01", "limit")->unit, "months");
  EXPECT_EQ(tables->FindParameter("R01", "limit")->rule_version, tables->RuleVersion("R01"));
}

TEST_F(RuleLookupTest, UnknownKeyOrWrongType_IsOurBug) {
  const auto tables = LoadRuleFolder(Folder("rules"));
  ASSERT_TRUE(tables.ok());
  const Date day = D("2020-06-01");
  EXPECT_EQ(ReasonOf(tables->GetInteger("R01", "nothing", day).status()), "RULE_KEY_UNKNOWN");
  EXPECT_EQ(ReasonOf(tables->GetInteger("R99", "limit", day).status()), "RULE_KEY_UNKNOWN");
  EXPECT_EQ(ReasonOf(tables->GetMoney("R01", "limit", day).status()), "RULE_TYPE_MISMATCH");
  EXPECT_EQ(tables->GetDecimal("R01", "limit", day)->ToString(), "12");
}

TEST_F(RuleLookupTest, Version_DependsOnContentNotOnComments) {
  const std::string first = LoadRuleFolder(Folder("rules"))->version();
  EXPECT_EQ(first.size(), 12u);
  std::ifstream in(Folder("rules/R01_chain.textproto"));
  std::stringstream content;
  content << in.rdbuf();
  Write("rules/R01_chain.textproto", content.str() + "\n# a comment\n");
  EXPECT_EQ(LoadRuleFolder(Folder("rules"))->version(), first);
  std::string changed = content.str();
  changed.replace(changed.find("integer: 36"), 11, "integer: 35");
  Write("rules/R01_chain.textproto", changed);
  EXPECT_NE(LoadRuleFolder(Folder("rules"))->version(), first);
}

TEST_F(FilesTest, Values_OfEveryType) {
  std::string parameters;
  const auto add = [&](const std::string& key, const std::string& value) {
    parameters +=
        "parameter { key: \"" + key +
        "\" unit: \"1\" checked_on: \"2026-11-24\" row { from: " + "\"2026-01-01\" value { " +
        value + " }" + kHouse + " } }\n";
  };
  add("a_decimal", "decimal: \"0.0585\"");
  add("a_money", "money: \"32700.00 EUR\"");
  add("a_date", "date: \"2026-12-31\"");
  add("a_flag", "boolean: true");
  add("a_text", "text: \"x\"");
  add("a_list", "texts { item: \"x\" item: \"y\" }");
  Write("r/H01_types.textproto",
        std::string(kRuleHeader) + "rule_id: \"H01\" title: \"Types\"\n" + parameters);
  const auto tables = LoadRuleFolder(Folder("r"));
  ASSERT_TRUE(tables.ok()) << tables.status();
  const Date day = D("2026-01-01");
  EXPECT_EQ(tables->GetDecimal("H01", "a_decimal", day)->ToString(), "0.0585");
  EXPECT_EQ(tables->GetMoney("H01", "a_money", day)->cents(), 3270000);
  EXPECT_EQ(*tables->GetDate("H01", "a_date", day), D("2026-12-31"));
  EXPECT_TRUE(*tables->GetBoolean("H01", "a_flag", day));
  EXPECT_EQ(*tables->GetText("H01", "a_text", day), "x");
  EXPECT_THAT(*tables->GetTexts("H01", "a_list", day), ElementsAre("x", "y"));
  EXPECT_THAT(tables->rule_ids(), ElementsAre("H01"));
}

// One planted mistake per case: what is wrong, the parameter text, and a part of the reason.
struct BadRule {
  const char* name;
  std::string parameter;
  const char* reason;
  int line;
};

class BadRuleTest : public FilesTest, public ::testing::WithParamInterface<BadRule> {};

TEST_P(BadRuleTest, IsRefusedWithFileLineAndReason) {
  const std::string file = Write("bad/R01_x.textproto", RuleFile("R01", GetParam().parameter));
  const auto tables = LoadRuleFolder(Folder("bad"));
  ASSERT_FALSE(tables.ok());
  EXPECT_EQ(ReasonOf(tables.status()), "DATA_FILE_INVALID");
  EXPECT_THAT(std::string(tables.status().message()),
              HasSubstr(file + ":" + std::to_string(GetParam().line) + ": "));
  EXPECT_THAT(std::string(tables.status().message()), HasSubstr(GetParam().reason));
  std::ostringstream out;
  EXPECT_EQ(RunRulesCheck({Folder("bad")}, out), 1);
  EXPECT_THAT(out.str(), HasSubstr(GetParam().reason));
}

std::string OneRow(const std::string& body) { return Rows("row { " + body + " }"); }

// Lines: 2 of header, 3 of rule, 6 "parameter {", 7 key, 8 first row, 9 second row.
const BadRule kBadRules[] = {
    {"WrongField", Rows("ROW { }"), "no field named", 8},
    {"NoUnit", "key: \"limit\" checked_on: \"2026-11-24\" gap_reason: \"x\"", "needs a unit", 6},
    {"BadKey", "key: \"Limit\" unit: \"1\" checked_on: \"2026-11-24\" gap_reason: \"x\"",
     "lower_snake_case", 7},
    {"NoCheckedOn", "key: \"limit\" unit: \"1\"\ngap_reason: \"x\"", "checked_on must be", 6},
    {"NoRowsNoReason", Rows(""), "or a gap_reason", 6},
    {"NoValue", OneRow(std::string("from: \"2020-01-01\"") + kLaw), "needs a value", 8},
    {"BadMoney", OneRow(std::string("from: \"2020-01-01\" value { money: \"1,00 EUR\" }") + kLaw),
     "no separators", 8},
    {"NoEvidence",
     OneRow("from: \"2020-01-01\" value { integer: 1 } source { title: \"x\" url: \"https://x\" }"),
     "needs an evidence mark", 8},
    {"NoSource", OneRow("from: \"2020-01-01\" value { integer: 1 } evidence: EVIDENCE_CONFIRMED"),
     "needs a source", 8},
    {"LawWithoutUrl",
     OneRow("from: \"2020-01-01\" value { integer: 1 } evidence: EVIDENCE_SECONDARY source { "
            "article: \"7:1\" }"),
     "article or title and a url", 8},
    {"HouseWithoutDecision",
     OneRow("from: \"2020-01-01\" value { integer: 1 } evidence: EVIDENCE_HOUSE source { title: "
            "\"x\" url: \"https://x\" }"),
     "decision record", 8},
    {"BadFrom", OneRow(std::string("from: \"2020-02-30\" value { integer: 1 }") + kLaw),
     "from must be a date", 8},
    {"ToNotAfterFrom",
     OneRow(std::string("from: \"2020-01-01\" to: \"2020-01-01\" value { integer: 1 }") + kLaw),
     "to must be a date after from", 8},
    {"Unsorted",
     Rows(std::string("row { from: \"2021-01-01\" value { integer: 1 }") + kLaw +
          " }\nrow { from: \"2020-01-01\" value { integer: 1 }" + kLaw + " }"),
     "sorted by from", 9},
    {"Overlap",
     Rows(std::string("row { from: \"2020-01-01\" to: \"2021-01-02\" value { integer: 1 }") + kLaw +
          " }\nrow { from: \"2021-01-01\" value { integer: 1 }" + kLaw + " }"),
     "overlaps", 9},
    {"HoleWithoutReason",
     Rows(std::string("row { from: \"2020-01-01\" to: \"2021-01-01\" value { integer: 1 }") + kLaw +
          " }\nrow { from: \"2021-01-02\" value { integer: 1 }" + kLaw + " }"),
     "give a gap_reason", 9},
    {"ReasonWithoutHole",
     Rows(std::string("row { from: \"2020-01-01\" to: \"2021-01-01\" value { integer: 1 }") + kLaw +
          " }\nrow { from: \"2021-01-01\" value { integer: 1 } gap_reason: \"x\"" + kLaw + " }"),
     "no hole before this row", 9},
    {"MixedTypes",
     Rows(std::string("row { from: \"2020-01-01\" value { integer: 1 }") + kLaw +
          " }\nrow { from: \"2021-01-01\" value { decimal: \"1\" }" + kLaw + " }"),
     "same type of value", 9},
    {"YearlyWithoutTo",
     Rows(std::string("row { from: \"2020-01-01\" value { integer: 1 }") + kLaw + " }",
          "set_per_year: true"),
     "always has a to", 8},
    {"YearlyTooLong",
     Rows(std::string("row { from: \"2020-01-01\" to: \"2021-01-02\" value { integer: 1 }") + kLaw +
              " }",
          "set_per_year: true"),
     "at most a year", 8},
};

INSTANTIATE_TEST_SUITE_P(Planted, BadRuleTest, ::testing::ValuesIn(kBadRules),
                         [](const auto& bad) { return std::string(bad.param.name); });

TEST_F(FilesTest, AllProblemsOfAllFiles_AreReportedAtOnce) {
  Write("r/R01_a.textproto", RuleFile("R01", "key: \"a\" gap_reason: \"x\""));
  Write("r/R02_b.textproto", RuleFile("R01", Rows("", "gap_reason: \"x\"")));
  Write("r/R03_c.textproto", "rule_id: \"R03\"\n");
  const auto tables = LoadRuleFolder(Folder("r"));
  const std::string message(tables.status().message());
  EXPECT_THAT(message, HasSubstr("a: A parameter needs a unit."));
  EXPECT_THAT(message, HasSubstr("a: checked_on must be"));
  EXPECT_THAT(message, HasSubstr("file name must start with 'R01_'"));
  EXPECT_THAT(message, HasSubstr("Rule R01 is also in"));
  EXPECT_THAT(message, HasSubstr("lack '# proto-message: interim.rules.RuleSet'"));
}

TEST_F(FilesTest, MissingFolder_IsNotFound) {
  EXPECT_EQ(LoadRuleFolder(Folder("none")).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(TextCatalogue::Load({Folder("none")}).status().code(), absl::StatusCode::kNotFound);
}

class OverlayTest : public FilesTest {
 protected:
  void SetUp() override {
    FilesTest::SetUp();
    Write(
        "base/R01_x.textproto",
        RuleFile("R01", Rows(std::string("row { from: \"2025-01-01\" to: \"2026-01-01\" value { "
                                         "integer: 1 }") +
                                 kLaw + " }",
                             "set_per_year: true") +
                            "\n}\nparameter {\n" +
                            "key: \"margin\" unit: \"days\" checked_on: \"2026-11-24\" row { from: "
                            "\"2020-01-01\" value { integer: 60 }" +
                            kHouse + " }"));
  }
  absl::StatusOr<RuleTables> WithOverlay(const std::string& parameter,
                                         const std::string& extra = "") {
    Write("over/R01_x.textproto", RuleFile("R01", parameter) + extra);
    return LoadRuleFolder(Folder("base"), {Folder("over")});
  }
};

TEST_F(OverlayTest, AddsARowWhereTheRuleHasNone) {
  const auto tables = WithOverlay(
      Rows(std::string("row { from: \"2026-01-01\" to: \"2027-01-01\" value { integer: 2 }") +
           kLaw + " }"));
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(*tables->GetInteger("R01", "limit", D("2025-12-31")), 1);
  EXPECT_EQ(*tables->GetInteger("R01", "limit", D("2026-01-01")), 2);
  EXPECT_NE(tables->version(), LoadRuleFolder(Folder("base"))->version());
}

TEST_F(OverlayTest, MayNotChangeALegalRow) {
  const auto tables = WithOverlay(
      Rows(std::string("row { from: \"2025-12-31\" to: \"2027-01-01\" value { integer: 2 }") +
           kLaw + " }"));
  EXPECT_THAT(std::string(tables.status().message()), HasSubstr("already has a figure"));
}

TEST_F(OverlayTest, BadDateInTheRuleBelow_IsReportedWithTheRule) {
  Write("base/R01_x.textproto",
        RuleFile("R01", Rows(std::string("row { from: \"2025-02-30\" value { integer: 1 }") + kLaw +
                             " }")));
  const auto tables = WithOverlay(
      Rows(std::string("row { from: \"2026-01-01\" to: \"2027-01-01\" value { integer: 2 }") +
           kLaw + " }"));
  EXPECT_THAT(std::string(tables.status().message()), HasSubstr("base/R01_x.textproto"));
}

TEST_F(OverlayTest, LeavesNoHoleBehindUnexplained) {
  const auto tables = WithOverlay(
      Rows(std::string("row { from: \"2026-02-01\" to: \"2027-01-01\" value { integer: 2 }") +
           kLaw + " }"));
  EXPECT_THAT(std::string(tables.status().message()), HasSubstr("give a gap_reason"));
}

TEST_F(OverlayTest, SetsAHouseRule) {
  const auto tables = WithOverlay(
      "key: \"margin\" unit: \"days\" checked_on: \"2026-11-24\" row { from: \"2020-01-01\" value "
      "{ "
      "integer: 30 }" +
      std::string(kHouse) + " }");
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(*tables->GetInteger("R01", "margin", D("2026-01-01")), 30);
}

TEST_F(OverlayTest, UnknownFigureOrUnit_IsRefused) {
  EXPECT_THAT(
      std::string(
          WithOverlay("key: \"other\" unit: \"1\" checked_on: \"2026-11-24\" gap_reason: \"x\"")
              .status()
              .message()),
      HasSubstr("no such figure"));
  EXPECT_THAT(std::string(WithOverlay("key: \"margin\" unit: \"weeks\" checked_on: \"2026-11-24\" "
                                      "gap_reason: \"x\"")
                              .status()
                              .message()),
              HasSubstr("has unit 'days'"));
}

TEST_F(OverlayTest, ReplacesTheRule_OnlyWhenItsVersionIsNamed) {
  const std::string version = LoadRuleFolder(Folder("base"))->RuleVersion("R01");
  const std::string rows =
      Rows(std::string("row { from: \"2025-01-01\" value { integer: 9 }") + kLaw + " }");
  const auto wrong = WithOverlay(rows, "replaces_version: \"000000000000\"\n");
  EXPECT_THAT(std::string(wrong.status().message()), HasSubstr("has version " + version));
  const auto right = WithOverlay(rows, "replaces_version: \"" + version + "\"\n");
  ASSERT_TRUE(right.ok()) << right.status();
  EXPECT_EQ(*right->GetInteger("R01", "limit", D("2025-06-01")), 9);
  EXPECT_EQ(right->FindParameter("R01", "margin"), nullptr);
}

TEST_F(FilesTest, Texts_RenderInBothLanguages) {
  Write(
      "t/a.texts.textproto",
      std::string(kTextHeader) +
          "text { key: \"error.X\" nl: \"Vóór {date} kan {{dit}} niet.\" en: \"Not {{this}} before "
          "{date}.\" }\n");
  const auto texts = TextCatalogue::Load({Folder("t")});
  ASSERT_TRUE(texts.ok()) << texts.status();
  const TextParams params = {{"unused", "1"}, {"date", "{1 mei}"}};
  EXPECT_EQ(*texts->Render("error.X", "nl-NL", params), "Vóór {1 mei} kan {dit} niet.");
  EXPECT_EQ(*texts->Render("error.X", "fr", params), "Not {this} before {1 mei}.");
  EXPECT_EQ(texts->RenderAll("error.X", params)->nl(), "Vóór {1 mei} kan {dit} niet.");
  EXPECT_EQ(ReasonOf(texts->Render("error.X", "nl", {}).status()), "TEXT_PARAM_MISSING");
  EXPECT_EQ(ReasonOf(texts->Render("error.Y", "nl", {}).status()), "TEXT_KEY_UNKNOWN");
  EXPECT_THAT(texts->ParamNames("error.X"), ElementsAre("date"));
  EXPECT_TRUE(texts->Has("error.X"));
}

TEST_F(FilesTest, Texts_AllProblemsWithTheirLines) {
  const std::string file =
      Write("t/deep/a.texts.textproto", std::string(kTextHeader) +
                                            "text { key: \"a\" nl: \"{x}\" en: \"{y}\" }\n"
                                            "text { key: \"b\" nl: \"een\" }\n"
                                            "text { key: \"c\" nl: \"{\" en: \"c\" }\n"
                                            "text { key: \"a\" nl: \"n\" en: \"e\" }\n"
                                            "text { key: \"d d\" nl: \"n\" en: \"e\" }\n");
  const auto texts = TextCatalogue::Load({Folder("t")});
  const std::string message(texts.status().message());
  EXPECT_THAT(message, HasSubstr(file + ":3: a: The two languages use different parameters."));
  EXPECT_THAT(message, HasSubstr(file + ":4: b: Both languages are needed."));
  EXPECT_THAT(message, HasSubstr(file + ":5: c: A brace"));
  EXPECT_THAT(message, HasSubstr(file + ":6: a: The key is used twice."));
  EXPECT_THAT(message, HasSubstr(file + ":7: d d: A key has letters"));
}

TEST_F(FilesTest, LoadTextProto_SyntaxError_HasItsLine) {
  const std::string file = Write("x.textproto", std::string(kTextHeader) + "text {\n  key 5\n}\n");
  const auto set = LoadTextProto<TextSet>(file);
  EXPECT_THAT(std::string(set.status().message()), HasSubstr(file + ":4: "));
  EXPECT_FALSE(LoadTextProto<TextSet>(Folder("missing")).ok());
}

TEST_F(FilesTest, RulesCheck_GoodFolders_AreAccepted) {
  Write("d/rules/R01_x.textproto",
        RuleFile("R01", OneRow(std::string("from: \"2020-01-01\" value { integer: 1 }") + kLaw)));
  Write("d/texts/a.texts.textproto",
        std::string(kTextHeader) + "text { key: \"a\" nl: \"n\" en: \"e\" }\n");
  Write("d/other.textproto", "# proto-message: interim.catalogue.RoleFile\n");
  std::ostringstream out;
  EXPECT_EQ(RunRulesCheck({Folder("d")}, out), 0) << out.str();
  EXPECT_THAT(out.str(), HasSubstr("1 rule files, 1 text files, 1 other data files; 0 problems"));
}

// A server loads the shared data and its own; two services may word the same reason each in its
// way.
TEST(RepositoryDataTest, EveryRuleAndTextFileOfEachService_IsWithoutProblems) {
  const std::string root(INTERIM_SOURCE_DIR);
  int services = 0;
  for (const auto& service : std::filesystem::directory_iterator(root + "/services")) {
    if (!std::filesystem::exists(service.path() / "data")) continue;
    ++services;
    std::ostringstream out;
    EXPECT_EQ(RunRulesCheck({root + "/common", service.path().string()}, out), 0) << out.str();
  }
  EXPECT_EQ(services, 4);
}

TEST_F(FilesTest, RulesCheck_FileWithoutHeaderOrMissingFolder_IsAProblem) {
  Write("d/other.textproto", "x: 1\n");
  std::ostringstream out;
  EXPECT_EQ(RunRulesCheck({Folder("d")}, out), 1);
  EXPECT_THAT(out.str(), HasSubstr("proto-message"));
  EXPECT_EQ(RunRulesCheck({Folder("none")}, out), 1);
  EXPECT_EQ(RunRulesCheck({}, out), 2);
}

}  // namespace
}  // namespace interim::rules
