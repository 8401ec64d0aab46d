#include "services/cli/assess/assess.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "services/cli/assess/advice_page.h"
#include "services/cli/assess/interview.h"
#include "services/cli/assess/model_page.h"
#include "services/cli/assess/remote_desk.h"
#include "services/cli/assess/settle.h"
#include "services/cli/assess/texts.h"
#include "services/cli/commands.h"
#include "services/cli/files.h"
#include "services/cli/page/format.h"
#include "services/cli/print.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

constexpr int kStopped = 3;
constexpr std::size_t kMostListed = 9;
constexpr std::size_t kLongestInformant = 63;

// One run of the command: where it prints, in which language.
class AssessRun {
 public:
  AssessRun(const Args& args, Suite& suite, rpc::CallOptions call)
      : args_(args),
        suite_(suite),
        call_(std::move(call)),
        speech_(AssessTexts(), call_.language),
        style_(StyleOfStdout()) {}

  absl::StatusOr<int> ExplainModel();
  absl::StatusOr<int> FromFacts();
  absl::StatusOr<int> Questionnaire();
  absl::StatusOr<int> Settle();

 private:
  // Questions go to stderr when stdout is for the machine.
  std::ostream& Out() const { return args_.Has("json") ? std::cerr : std::cout; }
  AdviceLength Length() const {
    return args_.Has("full") ? AdviceLength::kFull : AdviceLength::kScreen;
  }
  Console MakeConsole() const;
  std::string Informant() const;
  absl::StatusOr<bool> Open(RemoteDesk& desk, const Console& console);
  absl::StatusOr<bool> OpenNew(RemoteDesk& desk, const Console& console);
  absl::StatusOr<bool> OpenListed(RemoteDesk& desk, const Console& console);
  absl::Status Print(const v1::Advice& advice, int question_count, int answer_count,
                     const RemoteDesk& desk) const;
  void TellHowToResume(const RemoteDesk& desk) const;
  std::string ResumeCommand(const std::string& flag, const std::string& name) const;

  const Args& args_;
  Suite& suite_;
  rpc::CallOptions call_;
  Speech speech_;
  PageStyle style_;
};

absl::Status PrintJson(const google::protobuf::Message& message) {
  ASSIGN_OR_RETURN(const std::string text, ToJson(message));
  std::cout << text << (absl::EndsWith(text, "\n") ? "" : "\n");
  return absl::OkStatus();
}

Console AssessRun::MakeConsole() const {
  std::ostream* out = &Out();
  return {.read = []() -> std::optional<std::string> {
            std::string line;
            if (!std::getline(std::cin, line)) return std::nullopt;
            return line;
          },
          .write = [out](const std::string& text) { *out << text << std::flush; },
          .echo = isatty(STDIN_FILENO) == 0,
          .style = style_};
}

// A code for the one who answers: --informant, or made from the subject of the caller.
std::string AssessRun::Informant() const {
  if (args_.Has("informant")) return args_.Get("informant");
  std::string code;
  for (char c : absl::AsciiStrToLower(CallerOf(args_).subject)) {
    code += absl::ascii_isalnum(c) ? c : '-';
  }
  if (code.empty() || !absl::ascii_isalpha(code.front())) code.insert(0, "i");
  return code.substr(0, kLongestInformant);
}

absl::StatusOr<int> AssessRun::ExplainModel() {
  v1::ExplainModelRequest request;
  request.set_parent(suite_.Parent());
  request.set_model_version(args_.Get("model-version"));
  v1::ModelPage model;
  RETURN_IF_ERROR(
      suite_.ClientOf("assessment")
          .Invoke("interim.assessment.v1.AssessmentService/ExplainModel", request, model, call_));
  if (args_.Has("json")) {
    RETURN_IF_ERROR(PrintJson(model));
    return 0;
  }
  const std::string page = ModelMarkdown(model, speech_);
  if (args_.Has("out")) {
    RETURN_IF_ERROR(WriteFile(args_.Get("out"), page));
    std::cout << args_.Get("out") << "\n";
  } else {
    std::cout << page;
  }
  return 0;
}

// An advice on the facts of a file: an AssessNeedRequest in protobuf JSON; nothing is stored.
absl::StatusOr<int> AssessRun::FromFacts() {
  std::string path = args_.Get("facts");
  if (absl::StartsWith(path, "@")) path.erase(0, 1);
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  v1::AssessNeedRequest request;
  RETURN_IF_ERROR(FromJson(text, request));
  if (request.parent().empty()) request.set_parent(suite_.Parent());
  v1::AssessNeedResponse response;
  RETURN_IF_ERROR(
      suite_.ClientOf("assessment")
          .Invoke("interim.assessment.v1.AssessmentService/AssessNeed", request, response, call_));
  if (args_.Has("json")) {
    const bool two = response.has_what_if_advice();
    RETURN_IF_ERROR(two ? PrintJson(response) : PrintJson(response.advice()));
    return 0;
  }
  if (response.has_what_if_advice()) {
    std::cout << ComparisonPage(response.advice(), response.what_if_advice(), style_, speech_);
  } else {
    std::cout << AdvicePage(response.advice(), Length(), style_, speech_);
  }
  return 0;
}

// False when the person stopped before there was an assessment.
absl::StatusOr<bool> AssessRun::Open(RemoteDesk& desk, const Console& console) {
  if (args_.Has("session")) {
    RETURN_IF_ERROR(desk.ResumeSession(args_.Get("session")));
  } else if (args_.Has("assessment")) {
    desk.BeginSession();
    RETURN_IF_ERROR(desk.Resume(args_.Get("assessment")));
  } else if (args_.Has("resume")) {
    return OpenListed(desk, console);
  } else {
    return OpenNew(desk, console);
  }
  return true;
}

absl::StatusOr<bool> AssessRun::OpenNew(RemoteDesk& desk, const Console& console) {
  std::string title = args_.Get("title");
  if (!args_.Has("title")) {
    console.write(absl::StrCat(speech_("ask.topic"), "\n> "));
    const auto line = console.read();
    if (!line || console.echo) console.write(absl::StrCat(line.value_or(""), "\n"));
    if (!line || *line == "q" || *line == "stop") return false;
    title = std::string(absl::StripAsciiWhitespace(*line));
  }
  if (title.empty()) {
    const std::string today = absl::FormatTime("%Y-%m-%d", absl::Now(), absl::LocalTimeZone());
    title = speech_("ask.default_title", {{"day", DayText(today, speech_.language())}});
  }
  const bool has_session = desk.BeginSession();
  RETURN_IF_ERROR(desk.Create(title));
  if (!has_session) {
    console.write(absl::StrCat(speech_("ask.no_session"), "\n  ",
                               ResumeCommand("assessment", desk.assessment()), "\n"));
  }
  return true;
}

absl::StatusOr<bool> AssessRun::OpenListed(RemoteDesk& desk, const Console& console) {
  ASSIGN_OR_RETURN(const std::vector<v1::Assessment> open, desk.Open());
  if (open.empty()) return absl::NotFoundError("there is no open assessment to resume");
  std::size_t chosen = 0;
  if (open.size() > 1) {
    console.write(absl::StrCat(speech_("ask.which"), "\n"));
    const std::size_t most = std::min(open.size(), kMostListed);
    for (std::size_t i = 0; i < most; ++i) {
      console.write(
          absl::StrCat("   ", i + 1, "  ", Cut(open[i].title(), style_.columns - 10), "\n"));
    }
    while (true) {
      console.write("> ");
      const auto line = console.read();
      if (!line || console.echo) console.write(absl::StrCat(line.value_or(""), "\n"));
      if (!line || *line == "q" || *line == "stop") return false;
      if (absl::SimpleAtoi(*line, &chosen) && chosen >= 1 && chosen <= most) break;
      console.write(
          absl::StrCat("  ! ", speech_("ask.number_of", {{"most", absl::StrCat(most)}}), "\n"));
    }
    --chosen;
  }
  desk.BeginSession();
  RETURN_IF_ERROR(desk.Resume(open[chosen].name()));
  return true;
}

std::string AssessRun::ResumeCommand(const std::string& flag, const std::string& name) const {
  const std::string id = name.substr(name.rfind('/') + 1);
  std::string command = absl::StrCat("interim assess --", flag, "=", id);
  for (const char* kept : {"suite", "as", "sub", "lang", "informant", "known-by"}) {
    if (args_.Has(kept)) absl::StrAppend(&command, " --", kept, "=", args_.Get(kept));
  }
  return command;
}

void AssessRun::TellHowToResume(const RemoteDesk& desk) const {
  if (desk.assessment().empty()) return;
  Out() << "\n" << speech_("ask.stopped") << "\n";
  const std::string lasting = ResumeCommand("assessment", desk.assessment());
  if (desk.session().empty()) {
    Out() << "  " << lasting << "\n";
    return;
  }
  Out() << "  " << ResumeCommand("session", desk.session()) << "\n  "
        << speech_("ask.after", {{"command", lasting}}) << "\n";
}

absl::Status AssessRun::Print(const v1::Advice& advice, int question_count, int answer_count,
                              const RemoteDesk& desk) const {
  if (args_.Has("json")) return PrintJson(advice);
  std::cout << "\n" << AdvicePage(advice, Length(), style_, speech_) << "\n";
  Page page(style_);
  page.Line(absl::StrCat(
      speech_("ask.counts", {{"questions", absl::StrCat(question_count)},
                             {"answers", absl::StrCat(answer_count)},
                             {"spared", absl::StrCat(advice.spared_question_count())}}),
      " ", speech_("ask.kept", {{"name", desk.assessment()}})));
  const auto& disagreements = advice.disagreements();
  const bool differ = std::any_of(disagreements.begin(), disagreements.end(),
                                  [](const auto& one) { return one.settled_informant().empty(); });
  if (differ) {
    const std::string command = ResumeCommand("settle --assessment", desk.assessment());
    page.Line(speech_("settle.offer", {{"command", command}}));
  }
  std::cout << page.text();
  return absl::OkStatus();
}

absl::StatusOr<int> AssessRun::Questionnaire() {
  RemoteDesk desk(suite_,
                  {.call = call_, .informant = Informant(), .known_by = args_.Get("known-by")});
  const Console console = MakeConsole();
  console.write(absl::StrCat(Bold(speech_("ask.title"), style_), "\n"));
  ASSIGN_OR_RETURN(const bool is_open, Open(desk, console));
  if (!is_open) return kStopped;
  Interview interview(desk, console, speech_);
  const auto end = interview.Run();
  if (!end.ok()) {
    TellHowToResume(desk);
    return end.status();
  }
  if (*end == InterviewEnd::kStopped) {
    TellHowToResume(desk);
    return kStopped;
  }
  ASSIGN_OR_RETURN(const v1::Advice advice, desk.Advise());
  ASSIGN_OR_RETURN(const std::vector<v1::Answer> answers, desk.OwnAnswers());
  RETURN_IF_ERROR(
      Print(advice, interview.question_count(), static_cast<int>(answers.size()), desk));
  return 0;
}

// Decides where informants differ, on an assessment that is there.
absl::StatusOr<int> AssessRun::Settle() {
  RemoteDesk desk(suite_, {.call = call_, .informant = Informant(), .known_by = ""});
  const Console console = MakeConsole();
  if (args_.Has("assessment")) {
    RETURN_IF_ERROR(desk.Resume(args_.Get("assessment")));
  } else if (args_.Has("session")) {
    RETURN_IF_ERROR(desk.ResumeSession(args_.Get("session")));
  } else {
    ASSIGN_OR_RETURN(const bool is_open, OpenListed(desk, console));
    if (!is_open) return kStopped;
  }
  ASSIGN_OR_RETURN(const int settled, SettleDisagreements(desk, console, speech_));
  if (settled > 0) {
    Out() << "\n"
          << speech_("settle.next", {{"count", absl::StrCat(settled)}}) << "\n  "
          << ResumeCommand("assessment", desk.assessment()) << "\n";
  }
  return 0;
}

absl::StatusOr<int> RunAssess(const Args& args) {
  RETURN_IF_ERROR(
      CheckFlags(args, {"title", "resume", "assessment", "informant", "known-by", "full", "facts",
                        "settle", "explain-model", "model-version", "out"}));
  ASSIGN_OR_RETURN(const auto suite, OpenSuite(args));
  ASSIGN_OR_RETURN(rpc::CallOptions call, CallOptionsOf(args, *suite));
  call.session.clear();  // --session names the session to go on with
  AssessRun run(args, *suite, std::move(call));
  if (args.Has("explain-model")) return run.ExplainModel();
  if (args.Has("facts")) return run.FromFacts();
  if (args.Has("settle")) return run.Settle();
  return run.Questionnaire();
}

}  // namespace

int AssessCommand(const Args& args) {
  const auto code = RunAssess(args);
  return code.ok() ? *code : Fail(code.status());
}

}  // namespace interim::cli
