#include <string>
#include <vector>

#include "common/core/error.h"
#include "gtest/gtest.h"
#include "interim/governance/v1/governance_service.pb.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "services/cli/args.h"
#include "services/cli/help.h"
#include "services/cli/json_path.h"
#include "services/cli/print.h"
#include "services/cli/services.h"
#include "services/cli/suite.h"

namespace interim::cli {
namespace {

TEST(ArgsTest, WordsAndFlags_InEveryForm) {
  const auto args = Args::Parse(
      {"govern", "--lang=nl", "get", "--as", "sponsor", "--json", "--", "--x"}, {"json"});
  ASSERT_TRUE(args.ok()) << args.status();
  EXPECT_EQ(args->words(), (std::vector<std::string>{"govern", "get", "--x"}));
  EXPECT_EQ(args->Get("lang"), "nl");
  EXPECT_EQ(args->Get("as"), "sponsor");
  EXPECT_TRUE(args->Has("json"));
  EXPECT_EQ(args->Word(7), "");
}

TEST(ArgsTest, SwitchBeforeAWord_DoesNotTakeIt) {
  const auto args = Args::Parse({"--json", "call"}, {"json"});
  ASSERT_TRUE(args.ok());
  EXPECT_EQ(args->Word(0), "call");
}

TEST(ArgsTest, FlagTwiceOrWithoutName_IsRefused) {
  EXPECT_FALSE(Args::Parse({"--a=1", "--a=2"}, {}).ok());
  EXPECT_FALSE(Args::Parse({"--=1"}, {}).ok());
}

TEST(ArgsTest, Numbers_AreCheckedAndFallBack) {
  const auto args = Args::Parse({"--n=0", "--m=x"}, {});
  ASSERT_TRUE(args.ok());
  EXPECT_EQ(*args->GetInt("absent", 7, 1), 7);
  EXPECT_FALSE(args->GetInt("n", 7, 1).ok());
  EXPECT_FALSE(args->GetInt("m", 7, 1).ok());
}

TEST(ArgsTest, UnknownFlags_AreNamedAllAtOnce_WithTheNearest) {
  const auto args = Args::Parse({"--lnag=nl", "--qqqqqqqqqq=1"}, {});
  ASSERT_TRUE(args.ok());
  const std::string message(args->CheckKnown({"lang", "json"}).message());
  EXPECT_NE(message.find("did you mean --lang?"), std::string::npos) << message;
  EXPECT_NE(message.find("no flag --qqqqqqqqqq"), std::string::npos) << message;
}

TEST(SetPathTest, PlainValues_DatesMoneyAndLists) {
  matching::v1::SearchCandidatesRequest request;
  ASSERT_TRUE(SetPath(request, "need.role-code", "TRANS").ok());
  ASSERT_TRUE(SetPath(request, "need.situation_codes", "TR-MERGER,TR-REORG").ok());
  ASSERT_TRUE(SetPath(request, "need.start_date", "2026-01-26").ok());
  ASSERT_TRUE(SetPath(request, "need.max_hourly_rate", "185.50 EUR").ok());
  ASSERT_TRUE(SetPath(request, "page_size", "5").ok());
  EXPECT_EQ(request.need().role_code(), "TRANS");
  EXPECT_EQ(request.need().situation_codes_size(), 2);
  EXPECT_EQ(request.need().start_date().day(), 26);
  EXPECT_EQ(request.need().max_hourly_rate().units(), 185);
  EXPECT_EQ(request.need().max_hourly_rate().nanos(), 500000000);
  EXPECT_EQ(request.page_size(), 5);
}

TEST(SetPathTest, UnknownField_NamesThoseThatExist) {
  governance::v1::GetDashboardRequest request;
  const absl::Status status = SetPath(request, "nmae", "x");
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_NE(status.message().find("it has: name"), std::string::npos) << status.message();
}

TEST(SetPathTest, BadValue_IsRefused) {
  matching::v1::SearchCandidatesRequest request;
  EXPECT_FALSE(SetPath(request, "need.start_date", "2026-02-30").ok());
  EXPECT_FALSE(SetPath(request, "need.max_hourly_rate", "much").ok());
  EXPECT_FALSE(SetPath(request, "page_size.more", "1").ok());
}

TEST(PrintTest, Table_AlignsByCharacters_AndCuts) {
  Table table({"naam", "n"});
  table.Row({"één", "1"});
  table.Row({"een lange naam", "22"});
  EXPECT_EQ(table.ToString(6), "naam    n\n------  --\néén     1\neen l…  22\n");
}

TEST(PrintTest, List_BecomesATable_RecordAnOutline) {
  matching::v1::ListCandidatesResponse list;
  auto& candidate = *list.add_candidates();
  candidate.set_name("organizations/acme/candidates/c1");
  candidate.set_channel(matching::v1::CHANNEL_DIRECT);
  candidate.mutable_hourly_rate()->set_units(120);
  candidate.mutable_hourly_rate()->set_currency_code("EUR");
  const std::string table = ToReadable(list);
  EXPECT_NE(table.find("DIRECT"), std::string::npos) << table;
  EXPECT_EQ(table.find("CHANNEL_DIRECT"), std::string::npos) << table;
  const std::string outline = ToReadable(candidate);
  EXPECT_NE(outline.find("hourly_rate: 120.00 EUR"), std::string::npos) << outline;
}

TEST(PrintTest, Error_ShowsReasonMetadataFieldsAndPreconditions) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kFailedPrecondition;
  spec.reason = "GATE_OPEN";
  spec.message = "a gate is open";
  spec.metadata = {{"gate", "works-council-1"}};
  spec.fields = {{"brief.title", "REQUIRED", "must be set"}};
  spec.preconditions = {{"GATE", "works-council-1", "ask first"}};
  const std::string text = ErrorText(MakeError(spec));
  for (const char* part : {"GATE_OPEN", "gate = works-council-1", "brief.title", "ask first"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  }
}

TEST(SuiteTest, ServerOfMethod_MountedServicesHaveNone) {
  EXPECT_EQ(ServerOfMethod("interim.governance.v1.GovernanceService/Escalate"), "governance");
  EXPECT_EQ(ServerOfMethod("interim.audit.v1.AuditService/VerifyTrail"), "");
  EXPECT_EQ(ServerOfMethod("nonsense"), "");
}

TEST(HelpTest, EveryCommand_HasUsageFlagsAndAnExampleOfItself) {
  const std::string overview = OverviewHelp();
  for (const CommandHelp& help : CommandHelps()) {
    const std::string page = HelpOf(help.name);
    EXPECT_NE(page.find("Example\n  $ interim "), std::string::npos) << page;
    const std::string command =
        std::string(help.name).substr(0, std::string(help.name).find(" --"));
    EXPECT_NE(page.find("$ interim " + command), std::string::npos) << page;
    EXPECT_NE(page.find("--suite=<folder>"), std::string::npos) << page;
    EXPECT_NE(overview.find(std::string("interim ") + help.name), std::string::npos) << help.name;
  }
  EXPECT_EQ(HelpOf("nonsense"), "");
}

TEST(HelpTest, Method_ShowsFieldsAndAnExampleThatNamesARecord) {
  LinkServices();
  const auto page =
      MethodHelp("govern get-dashboard", "interim.governance.v1.GovernanceService/GetDashboard");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_NE(page->find("$ interim govern get-dashboard organizations/acme/engagements/e1"),
            std::string::npos)
      << *page;
  EXPECT_NE(page->find("needed"), std::string::npos) << *page;
  EXPECT_FALSE(MethodHelp("govern x", "interim.governance.v1.GovernanceService/X").ok());
}

TEST(ServicesTest, EveryService_IsPartOfTheProgram) { EXPECT_EQ(LinkServices(), 7); }

}  // namespace
}  // namespace interim::cli
