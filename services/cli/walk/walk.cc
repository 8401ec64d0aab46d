#include "services/cli/walk/walk.h"

#include <iostream>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "interim/audit/v1/audit_service.pb.h"
#include "services/cli/commands.h"
#include "services/cli/files.h"
#include "services/cli/walk/case.h"

namespace interim::cli {
namespace {

constexpr char kCase[] = "site_merger";
constexpr int kServerAway = 3;

// "selections/scores" of "organizations/acme/selections/s1/scores/x2".
std::string CollectionOf(absl::string_view resource) {
  const std::vector<std::string> parts = absl::StrSplit(resource, '/');
  std::string collection;
  for (std::size_t i = 2; i + 1 < parts.size(); i += 2) {
    absl::StrAppend(&collection, collection.empty() ? "" : "/", parts[i]);
  }
  return collection;
}

absl::Status CountServer(Suite& suite, const std::string& server, const rpc::CallOptions& options,
                         std::map<std::string, int>& counts) {
  audit::v1::ListEventsRequest request;
  request.set_parent(suite.Parent());
  constexpr int kPage = 500;
  request.set_page_size(kPage);
  std::set<std::string> records;
  do {
    ASSIGN_OR_RETURN(const auto page,
                     suite.ClientOf(server).Call<audit::v1::ListEventsResponse>(
                         "interim.audit.v1.AuditService/ListEvents", request, options));
    for (const audit::v1::Event& event : page.events()) {
      ++counts[absl::StrCat(server, " ", event.event_type())];
      records.insert(event.resource());
      records.insert(event.other_resources().begin(), event.other_resources().end());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  for (const std::string& record : records) {
    ++counts[absl::StrCat(server, " records ", CollectionOf(record))];
  }
  return absl::OkStatus();
}

absl::Status Play(Walk& walk, Report& report) {
  CastPeople(walk);
  report.Title("report.title");
  report.Line("report.intro", {{"client", Phrase("case.client", walk.language())}});
  using Stage = absl::Status (*)(Walk&, Report&);
  const std::vector<std::pair<const char*, Stage>> stages = {{"stage.assess", PlayAssess},
                                                             {"stage.select", PlaySelect},
                                                             {"stage.contract", PlayContract},
                                                             {"stage.govern", PlayGovern},
                                                             {"stage.audit", VerifyTrails}};
  int number = 0;
  for (const auto& [name, play] : stages) {
    walk.Tell(absl::StrCat(++number, "/", stages.size(), " ", Phrase(name, walk.language())));
    walk.KeepSession();
    RETURN_IF_ERROR(play(walk, report));
  }
  report.Costs(walk.costs());
  return absl::OkStatus();
}

absl::Status RunSummary(const Args& args) {
  ASSIGN_OR_RETURN(const auto suite, OpenSuite(args));
  ASSIGN_OR_RETURN(const auto counts, CountEvents(*suite));
  for (const auto& [name, count] : counts) std::cout << name << " " << count << "\n";
  return absl::OkStatus();
}

absl::Status Publish(const Args& args, const Report& report) {
  if (args.Has("report")) RETURN_IF_ERROR(WriteFile(args.Get("report"), report.text()));
  std::cout << (args.Has("json") ? report.Json() : report.text());
  return absl::OkStatus();
}

absl::Status CheckUse(const Args& args) {
  RETURN_IF_ERROR(CheckFlags(args, {"resume", "report", "summary", "quiet", "patience"}));
  const std::string language = args.Get("lang", "en");
  if (language != "nl" && language != "en") {
    return absl::InvalidArgumentError("--lang is nl or en");
  }
  if (!args.Has("summary") && args.Word(1) != kCase) {
    return absl::InvalidArgumentError(absl::StrCat("name the case: interim walk ", kCase));
  }
  return absl::OkStatus();
}

int RunWalk(const Args& args) {
  const auto suite = OpenSuite(args);
  if (!suite.ok()) return Fail(suite.status());
  WalkOptions options;
  options.language = args.Get("lang");
  options.resume = args.Has("resume");
  options.quiet = args.Has("quiet");
  const auto patience =
      args.GetInt("patience", static_cast<int>(absl::ToInt64Seconds(options.patience)), 0);
  if (!patience.ok()) return Fail(patience.status());
  options.patience = absl::Seconds(*patience);
  const auto walk = Walk::Open(**suite, options, kCase);
  if (!walk.ok()) return Fail(walk.status());
  Report report((*walk)->language());
  absl::Status status = Play(**walk, report);
  if (status.ok()) status = Publish(args, report);
  if (status.ok()) return 0;
  const int code = Fail(status);
  if (!(*walk)->server_away()) return code == 2 ? 1 : code;
  std::cerr << "a server did not come back; when it runs again: interim walk " << kCase
            << " --resume\n";
  return kServerAway;
}

}  // namespace

absl::StatusOr<std::map<std::string, int>> CountEvents(Suite& suite) {
  rpc::CallOptions options;
  ASSIGN_OR_RETURN(options.token, suite.TokenFor({"auditor", {"auditor"}, ""}));
  options.timeout = absl::Seconds(30);
  std::map<std::string, int> counts;
  for (const std::string& server : Suite::ServiceNames()) {
    RETURN_IF_ERROR(CountServer(suite, server, options, counts));
  }
  return counts;
}

absl::Status Expect(bool holds, absl::string_view step, absl::string_view what) {
  if (holds) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("step ", step, ": expected that ", what));
}

void CastPeople(Walk& walk) {
  walk.Cast("hr", {"hr.advisor", {"hr_advisor"}, ""});
  walk.Cast("board", {"board.chair", {"formal_client"}, ""});
  walk.Cast("sponsor", {"operations.director", {"sponsor"}, ""});
  walk.Cast("legal", {"legal.counsel", {"legal"}, ""});
  walk.Cast("purchasing", {"purchasing.lead", {"purchasing"}, ""});
  walk.Cast("rater1", {"rater.one", {"rater"}, ""});
  walk.Cast("rater2", {"rater.two", {"rater"}, ""});
  walk.Cast("council", {"works.council", {"works_council"}, ""});
  walk.Cast("steering", {"finance.director", {"steering"}, ""});
  walk.Cast("successor", {"site.manager.south", {"successor"}, ""});
  walk.Cast("supervisor", {"supervisory.chair", {"supervisor"}, ""});
  walk.Cast("auditor", {"auditor", {"auditor"}, ""});
  walk.Cast("admin", {"clock.admin", {"admin"}, ""});
}

int WalkCommand(const Args& args) {
  absl::Status status = CheckUse(args);
  if (!status.ok()) return Fail(status);
  if (!args.Has("summary")) return RunWalk(args);
  status = RunSummary(args);
  return status.ok() ? 0 : Fail(status);
}

}  // namespace interim::cli
