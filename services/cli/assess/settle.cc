#include "services/cli/assess/settle.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "services/cli/assess/reply.h"
#include "services/cli/assess/show.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

// The facts on which informants differ, those that matter first.
std::vector<v1::FactStatus> Disputed(std::vector<v1::FactStatus> facts) {
  std::erase_if(facts, [](const v1::FactStatus& fact) { return !fact.has_disagreement(); });
  std::stable_sort(facts.begin(), facts.end(), [](const auto& a, const auto& b) {
    return a.disagreement().matters() && !b.disagreement().matters();
  });
  return facts;
}

// What the model says about a fact; only the key when no question settles it.
v1::FactSpec SpecOf(const std::string& key, const std::vector<v1::Question>& questions) {
  for (const v1::Question& question : questions) {
    for (const v1::FactSpec& spec : question.facts()) {
      if (spec.key() == key) return spec;
    }
  }
  v1::FactSpec unknown;
  unknown.set_key(key);
  unknown.set_label(key);
  return unknown;
}

std::string Verdict(const v1::Disagreement& disagreement, const Speech& speech) {
  if (!disagreement.settled_informant().empty()) {
    return speech("settle.settled", {{"informant", disagreement.settled_informant()}});
  }
  return speech(disagreement.matters() ? "settle.matters" : "settle.harmless");
}

// A choice among the informants, to be answered like any other.
v1::FactSpec Views(const v1::Disagreement& disagreement, const v1::FactSpec& spec,
                   const Speech& speech) {
  v1::FactSpec choice;
  choice.set_kind(v1::FACT_KIND_CHOICE);
  for (const v1::InformantView& view : disagreement.views()) {
    v1::FactChoice* one = choice.add_choices();
    one->set_code(view.informant());
    one->set_label(absl::StrCat(view.informant(), ": ", ValueText(spec, view.fact(), speech)));
  }
  return choice;
}

class Settling {
 public:
  Settling(Desk& desk, const Console& console, const Speech& speech)
      : desk_(desk), console_(console), speech_(speech) {}

  absl::StatusOr<int> Run() {
    ASSIGN_OR_RETURN(questions_, desk_.AllQuestions());
    const std::vector<v1::FactStatus> facts = Disputed(desk_.Facts());
    const std::string page = DisagreementsPage(facts, questions_, console_.style, speech_);
    Write(page.empty() ? absl::StrCat(speech_("settle.none"), "\n") : page);
    for (const v1::FactStatus& fact : facts) {
      if (!fact.disagreement().settled_informant().empty()) continue;
      ASSIGN_OR_RETURN(const bool goes_on, Ask(fact.disagreement()));
      if (!goes_on) break;
    }
    return count_;
  }

 private:
  // False when the person stops.
  absl::StatusOr<bool> Ask(const v1::Disagreement& disagreement) {
    const v1::FactSpec spec = SpecOf(disagreement.fact_key(), questions_);
    const v1::FactSpec views = Views(disagreement, spec, speech_);
    Page page(console_.style);
    page.Head(speech_("settle.whose", {{"fact", Inside(spec.label())}}));
    Write(page.text());
    Write(FactText(v1::Question(), views, nullptr, console_.style, speech_));
    while (true) {
      const std::optional<std::string> line = ReadLine();
      if (!line) return false;
      const Reply reply = ParseReply(views, *line, speech_);
      if (reply.kind == ReplyKind::kStop) return false;
      if (reply.kind == ReplyKind::kSkip) return true;
      if (reply.kind == ReplyKind::kValue) {
        return Decide(disagreement.fact_key(), reply.fact.choice());
      }
      ShowProblem(reply.kind == ReplyKind::kUnclear ? reply.problem : speech_("settle.how"));
    }
  }

  absl::StatusOr<bool> Decide(const std::string& fact_key, const std::string& informant) {
    Write(absl::StrCat("   ", speech_("settle.why"), "\n"));
    while (true) {
      const std::optional<std::string> line = ReadLine();
      if (!line) return false;
      const std::string reason(absl::StripAsciiWhitespace(*line));
      if (ParseReply(v1::FactSpec(), reason, speech_).kind == ReplyKind::kStop) return false;
      if (reason.empty()) {
        ShowProblem(speech_("settle.why_needed"));
        continue;
      }
      RETURN_IF_ERROR(desk_.Settle(fact_key, informant, reason));
      ++count_;
      Write(absl::StrCat("   ", speech_("settle.kept", {{"informant", informant}}), "\n"));
      return true;
    }
  }

  std::optional<std::string> ReadLine() {
    Write("> ");
    std::optional<std::string> line = console_.read();
    if (!line || console_.echo) Write(absl::StrCat(line.value_or(""), "\n"));
    return line;
  }
  void Write(const std::string& text) { console_.write(text); }
  void ShowProblem(const std::string& problem) { Write(absl::StrCat("  ! ", problem, "\n")); }

  Desk& desk_;
  const Console& console_;
  const Speech& speech_;
  std::vector<v1::Question> questions_;
  int count_ = 0;
};

}  // namespace

std::string DisagreementsPage(const std::vector<v1::FactStatus>& facts,
                              const std::vector<v1::Question>& questions, const PageStyle& style,
                              const Speech& speech) {
  const std::vector<v1::FactStatus> disputed = Disputed(facts);
  if (disputed.empty()) return "";
  Page page(style);
  page.Title(speech("settle.title"));
  for (const v1::FactStatus& fact : disputed) {
    const v1::Disagreement& disagreement = fact.disagreement();
    const v1::FactSpec spec = SpecOf(fact.fact_key(), questions);
    page.Head(Capital(spec.label()));
    page.Label("", Verdict(disagreement, speech), 2);
    Grid grid({{"", Align::kLeft, 2}, {""}, {""}});
    for (const v1::InformantView& view : disagreement.views()) {
      const bool counts = view.informant() == disagreement.settled_informant();
      grid.Row({counts ? "✓" : "", view.informant(), ValueText(spec, view.fact(), speech)});
    }
    page.Add(grid, 2);
  }
  return page.text();
}

absl::StatusOr<int> SettleDisagreements(Desk& desk, const Console& console, const Speech& speech) {
  return Settling(desk, console, speech).Run();
}

}  // namespace interim::cli
