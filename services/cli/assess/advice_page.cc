#include "services/cli/assess/advice_page.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

// Entries of a list that are shown.
struct Shown {
  int ranked;
  int reasons;
  int points;
  int flips;
};
// The most that fits a screen is shown: the first of these, or the last.
constexpr std::array<Shown, 6> kOnScreen = {
    {{3, 1, 3, 3}, {3, 1, 3, 2}, {3, 1, 2, 2}, {2, 1, 2, 2}, {2, 1, 2, 1}, {2, 1, 1, 1}}};
constexpr Shown kAll = {100, 100, 100, 100};
constexpr int kMostWeighed = 2;  // ways out beside those of the table
// Lines of a screen of 48 that the page may take: the rest is for the lines around it.
constexpr int kScreenLines = 44;

// Up to the first semicolon, or full stop that ends a sentence: one before a space and a capital.
std::string FirstClause(const std::string& text) {
  std::string sentence = text;
  for (std::size_t at = text.find(". "); at != std::string::npos; at = text.find(". ", at + 1)) {
    if (at + 2 >= text.size() || !absl::ascii_isupper(text[at + 2])) continue;
    sentence = text.substr(0, at + 1);
    break;
  }
  const std::size_t semicolon = sentence.find("; ");
  return semicolon == std::string::npos ? sentence
                                        : absl::StrCat(sentence.substr(0, semicolon), ".");
}

int LineCount(const std::string& page) {
  return static_cast<int>(std::count(page.begin(), page.end(), '\n'));
}

// Builds the page part by part.
class AdviceWriter {
 public:
  AdviceWriter(const v1::Advice& advice, AdviceLength length, const Shown& shown,
               const PageStyle& style, const Speech& speech)
      : advice_(advice),
        is_full_(length == AdviceLength::kFull),
        shown_(shown),
        page_(style),
        speech_(speech) {}

  std::string Write() {
    Heading();
    Profile();
    Ranking();
    BenefitsAndRisks();
    Legal();
    Flips();
    Disagreements();
    Ending();
    return page_.text();
  }

 private:
  bool IsKnown() const { return advice_.outcome() != v1::ADVICE_OUTCOME_NOT_ENOUGH_KNOWN; }
  bool IsInterim() const { return advice_.outcome() == v1::ADVICE_OUTCOME_INTERIM; }
  std::string Outcome(v1::AdviceOutcome outcome) const {
    return speech_(absl::StrCat("outcome.", OutcomeCode(outcome)));
  }
  std::string More(int size, int most) const {
    return size <= most ? "" : speech_("advice.more", {{"count", absl::StrCat(size - most)}});
  }

  template <class Statements>
  std::string Joined(const Statements& statements, int most) const {
    std::vector<std::string> texts;
    for (const auto& statement : statements) {
      if (static_cast<int>(texts.size()) < most) texts.push_back(statement.text());
    }
    return absl::StrJoin(texts, "\n");
  }

  // The points, with how many there are beyond those.
  std::string Points(std::vector<std::string> texts, int size) const {
    const std::string more = More(size, static_cast<int>(texts.size()));
    if (!more.empty() && !texts.empty()) absl::StrAppend(&texts.back(), " ", more);
    return Points(texts);
  }
  static std::string Points(const std::vector<std::string>& texts) {
    return texts.empty() ? "" : absl::StrCat("- ", absl::StrJoin(texts, "\n- "));
  }

  void Heading();
  std::vector<const v1::GateResult*> FiredGates() const;
  void Conditions();
  void Gates();
  void Profile();
  std::string Situations() const;
  std::string Role() const;
  std::string Mandate() const;
  std::string Duration() const;
  std::string Urgency() const;
  std::string Channels() const;
  std::string Pilot() const;
  std::string Reasons(const v1::Alternative& way, int most) const;
  void Ranking();
  void OtherWays();
  void BenefitsAndRisks();
  void Legal();
  void Flips();
  void Disagreements();
  void Ending();

  const v1::Advice& advice_;
  const bool is_full_;
  const Shown shown_;
  Page page_;
  const Speech& speech_;
};

void AdviceWriter::Heading() {
  std::string title = speech_("advice.title", {{"outcome", Outcome(advice_.outcome())}});
  if (advice_.strength() == v1::ADVICE_STRENGTH_CONDITIONAL) {
    absl::StrAppend(&title, speech_("advice.conditional"));
  }
  page_.Title(title, speech_("advice.aside",
                             {{"day", DayText(advice_.reference_date(), speech_.language())},
                              {"version", advice_.model_version()}}));
  if (is_full_ || !IsInterim()) page_.Line(advice_.summary());  // the title says it
  page_.Label(speech_("advice.firm"), advice_.confidence().text());
  if (!IsKnown() && advice_.has_next_question()) {
    page_.Label(speech_("advice.next"), advice_.next_question().text());
  }
  Conditions();
  Gates();
}

std::vector<const v1::GateResult*> AdviceWriter::FiredGates() const {
  std::vector<const v1::GateResult*> fired;
  for (const v1::GateResult& gate : advice_.gates()) {
    if (gate.state() == v1::GATE_STATE_FIRED) fired.push_back(&gate);
  }
  return fired;
}

// What has to be done first, without what stands beside the gate that asks it. The remedy of a gate
// that is not shown stands here.
void AdviceWriter::Conditions() {
  std::vector<const v1::GateResult*> gates = FiredGates();
  if (static_cast<int>(gates.size()) > shown_.ranked) {
    gates.resize(static_cast<std::size_t>(shown_.ranked));
  }
  std::vector<std::string> texts;
  for (const v1::Statement& condition : advice_.conditions()) {
    const bool is_beside_gate =
        std::any_of(gates.begin(), gates.end(),
                    [&](const v1::GateResult* gate) { return gate->remedy() == condition.text(); });
    if (!is_beside_gate) texts.push_back(condition.text());
  }
  page_.Label(speech_("advice.conditions"), absl::StrJoin(texts, "\n"));
}

void AdviceWriter::Gates() {
  std::vector<std::string> lines;
  const std::vector<const v1::GateResult*> fired = FiredGates();
  for (const v1::GateResult* gate : fired) {
    if (static_cast<int>(lines.size()) == shown_.ranked) break;
    lines.push_back(absl::StrCat(gate->gate_id(), " ", gate->text(), " ", gate->remedy()));
  }
  const std::string more = More(static_cast<int>(fired.size()), shown_.ranked);
  if (!more.empty()) absl::StrAppend(&lines.back(), " ", more);
  // Gates that are open matter only as far as the firmness says so.
  for (const v1::GateResult& gate : advice_.gates()) {
    if (!is_full_ || gate.state() != v1::GATE_STATE_OPEN) continue;
    lines.push_back(
        absl::StrCat(gate.gate_id(), " ", speech_("advice.gate_open"), ": ", gate.text()));
  }
  page_.Label(speech_("advice.gates"), absl::StrJoin(lines, "\n"));
}

std::string AdviceWriter::Duration() const {
  const v1::DurationProposal& duration = advice_.duration();
  std::string text =
      speech_("advice.duration_text", {{"low", absl::StrCat(duration.min_months())},
                                       {"high", absl::StrCat(duration.max_months())}});
  if (duration.has_planned_months()) {
    absl::StrAppend(
        &text, speech_("advice.planned", {{"months", absl::StrCat(duration.planned_months())}}));
  }
  if (duration.has_decide_again_month()) {
    absl::StrAppend(
        &text, speech_("advice.again", {{"months", absl::StrCat(duration.decide_again_month())}}));
  }
  if (duration.stop_month() > 0) {
    absl::StrAppend(&text,
                    speech_("advice.stop", {{"months", absl::StrCat(duration.stop_month())}}));
  }
  return Whole(text);
}

std::string AdviceWriter::Channels() const {
  if (advice_.channels_size() == 0) return "";
  const v1::ChannelProposal& first = advice_.channels(0);
  std::string text = speech_("advice.channel_text",
                             {{"channel", first.label()},
                              {"from", DayText(first.earliest_start_date(), speech_.language())},
                              {"to", DayText(first.latest_start_date(), speech_.language())}});
  const int most = is_full_ ? advice_.channels_size() : std::min(advice_.channels_size(), 3);
  for (int i = 1; i < most; ++i) {
    const v1::ChannelProposal& other = advice_.channels(i);
    absl::StrAppend(
        &text, speech_("advice.channel_other", {{"channel", Inside(other.label())},
                                                {"low", absl::StrCat(other.min_start_days())},
                                                {"high", absl::StrCat(other.max_start_days())}}));
  }
  return Whole(text);
}

std::string AdviceWriter::Situations() const {
  if (advice_.situations_size() == 0) return "";
  std::vector<std::string> others;
  for (int i = 1; i < advice_.situations_size(); ++i) {
    others.push_back(absl::StrCat(Inside(advice_.situations(i).label()), " (",
                                  advice_.situations(i).situation_code(), ")"));
  }
  const v1::SituationMatch& first = advice_.situations(0);
  if (others.empty()) return absl::StrCat(first.label(), " (", first.situation_code(), ")");
  return speech_("advice.also", {{"first", first.label()},
                                 {"code", first.situation_code()},
                                 {"others", Listed(others, speech_.language())}});
}

std::string AdviceWriter::Role() const {
  const v1::RoleProposal& role = advice_.role();
  std::string text = role.second_label().empty()
                         ? role.label()
                         : speech_("advice.second_role", {{"first", role.label()},
                                                          {"second", Inside(role.second_label())}});
  if (role.split_role_codes_size() > 0) {
    absl::StrAppend(
        &text, speech_("advice.split", {{"roles", absl::StrJoin(role.split_role_codes(), ", ")}}));
  }
  return text;
}

std::string AdviceWriter::Mandate() const {
  const v1::MandateProposal& mandate = advice_.mandate();
  const std::string levels = mandate.min_level() == mandate.max_level()
                                 ? absl::StrCat(mandate.min_level())
                                 : absl::StrCat(mandate.min_level(), "-", mandate.max_level());
  const std::string line = speech_("advice.reports", {{"line", Inside(mandate.reporting_line())}});
  return Whole(speech_("advice.mandate_text", {{"levels", levels}, {"line", line}}));
}

std::string AdviceWriter::Urgency() const {
  const v1::UrgencyProposal& urgency = advice_.urgency();
  if (!urgency.has_start_within_days()) return "";
  const std::string days = absl::StrCat(urgency.start_within_days());
  return absl::StrCat(Capital(speech_("advice.start_within", {{"days", days}})), ". ",
                      Joined(urgency.reasons(), 1));
}

std::string AdviceWriter::Pilot() const {
  const v1::PilotProposal& pilot = advice_.pilot();
  if (pilot.verdict() == v1::PILOT_VERDICT_COSTS_TIME) return Joined(pilot.reasons(), 1);
  if (pilot.verdict() != v1::PILOT_VERDICT_HELPS) return "";
  std::string text = speech_("advice.pilot_helps", {{"weeks", absl::StrCat(pilot.weeks())},
                                                    {"question", pilot.question()}});
  if (is_full_) {
    std::vector<std::string> stops;
    for (const v1::Statement& stop : pilot.stop_criteria()) stops.push_back(stop.text());
    absl::StrAppend(&text, "\n", Joined(pilot.reasons(), shown_.points), "\n",
                    speech_("advice.pilot_proves", {{"text", Inside(pilot.proves())}}), ".\n",
                    speech_("advice.pilot_stop"), "\n", Points(stops));
  }
  return text;
}

void AdviceWriter::Profile() {
  page_.Label(speech_("advice.situation"), Situations());
  if (!IsInterim() && IsKnown()) return;
  if (advice_.has_role()) page_.Label(speech_("advice.role"), Role());
  if (advice_.has_mandate()) page_.Label(speech_("advice.mandate"), Mandate());
  if (advice_.has_duration()) page_.Label(speech_("advice.duration"), Duration());
  page_.Label(speech_("advice.urgency"), Urgency());
  page_.Label(speech_("advice.channel"), Channels());
  page_.Label(speech_("advice.pilot"), Pilot());
}

// What speaks for and against a way out, a line each.
std::string AdviceWriter::Reasons(const v1::Alternative& way, int most) const {
  std::vector<std::string> lines;
  const auto add = [&](const char* sign, const auto& statements, int count) {
    for (const v1::Statement& statement : statements) {
      if (count-- > 0) lines.push_back(absl::StrCat(sign, statement.text()));
    }
  };
  add("+ ", way.reasons_for(), most);
  add("- ", way.reasons_against(), is_full_ ? most : shown_.reasons);
  return absl::StrJoin(lines, "\n");
}

void AdviceWriter::Ranking() {
  Grid grid({{"", Align::kRight, 1},
             {speech_("advice.ranking"), Align::kLeft, 16},
             {speech_("advice.fit"), Align::kRight},
             {speech_("advice.reasons"), Align::kLeft, 40}});
  int rows = 0;
  for (const v1::Alternative& way : advice_.alternatives()) {
    if (!is_full_ && (!way.is_possible() || rows == shown_.ranked)) continue;
    grid.Row({absl::StrCat(way.rank()), way.label(),
              HundredthsText(way.fit_hundredths(), speech_.language()),
              Reasons(way, rows == 0 ? shown_.reasons + 1 : shown_.reasons)});
    ++rows;
  }
  page_.Blank();
  page_.Add(grid);
  if (!is_full_) OtherWays();
}

// The ways out that the table left out: those still possible, then those ruled out.
void AdviceWriter::OtherWays() {
  std::vector<std::string> weighed;
  std::vector<std::string> closed;
  int possible = 0;
  for (const v1::Alternative& way : advice_.alternatives()) {
    if (way.is_possible() && possible++ < shown_.ranked) continue;
    if (way.is_possible()) {
      weighed.push_back(absl::StrCat(
          way.label(), " (", HundredthsText(way.fit_hundredths(), speech_.language()), ")"));
    } else {
      closed.push_back(way.label());
    }
  }
  const std::string more = More(static_cast<int>(weighed.size()), kMostWeighed);
  if (static_cast<int>(weighed.size()) > kMostWeighed) weighed.resize(kMostWeighed);
  if (weighed.empty()) {
    page_.Label(speech_("advice.ruled_out"), absl::StrJoin(closed, ", "));
    return;
  }
  std::string text = absl::StrJoin(weighed, ", ");
  if (!more.empty()) absl::StrAppend(&text, " ", more);
  if (!closed.empty()) {
    absl::StrAppend(&text, "; ", speech_("advice.closed", {{"ways", absl::StrJoin(closed, ", ")}}));
  }
  page_.Label(speech_("advice.others"), text);
}

void AdviceWriter::BenefitsAndRisks() {
  const auto points = [&](const auto& statements) {
    std::vector<std::string> texts;
    for (const auto& statement : statements) {
      if (static_cast<int>(texts.size()) < shown_.points) {
        texts.push_back(absl::StrCat("- ", statement.text()));
      }
    }
    return texts;
  };
  const auto head = [&](const char* key, int size) {
    const std::string more = More(size, shown_.points);
    return absl::StrCat(speech_(key), more.empty() ? "" : " ", more);
  };
  const std::vector<std::string> risks = points(advice_.risks());
  const std::vector<std::string> benefits = points(advice_.benefits());
  page_.Blank();
  if (benefits.empty()) {
    Grid grid({{head("advice.risks", advice_.risks_size())}});
    for (const std::string& risk : risks) grid.Row({risk});
    page_.Add(grid);
    return;
  }
  Grid grid(
      {{head(IsInterim() ? "advice.benefits" : "advice.benefits_other", advice_.benefits_size())},
       {head("advice.risks", advice_.risks_size())}});
  grid.Row({absl::StrJoin(benefits, "\n"), absl::StrJoin(risks, "\n")});
  page_.Add(grid);
}

void AdviceWriter::Legal() {
  std::vector<std::string> texts;
  for (const v1::LegalPoint& point : advice_.legal_points()) {
    if (static_cast<int>(texts.size()) == shown_.points) break;
    const std::string moment = std::string(
        absl::StripPrefix(v1::LegalMoment_Name(point.settle_before()), "LEGAL_MOMENT_"));
    std::string text =
        absl::StrCat(point.rule_id(), " ", speech_.WordOr("weight", point.legal_outcome(), ""),
                     ", ", speech_.WordOr("moment", moment, ""), ": ",
                     is_full_ ? point.text() : FirstClause(point.text()));
    if (is_full_ && point.source_urls_size() > 0) {
      absl::StrAppend(&text, " ", absl::StrJoin(point.source_urls(), " "));
    }
    texts.push_back(text);
  }
  page_.Blank();
  page_.Label(speech_("advice.legal"), Points(texts, advice_.legal_points_size()));
}

void AdviceWriter::Flips() {
  if (!IsKnown()) return;
  std::vector<std::string> texts;
  for (int i = 0; i < std::min(advice_.flips_size(), shown_.flips); ++i) {
    texts.push_back(advice_.flips(i).text());
  }
  page_.Label(speech_("advice.flips"),
              texts.empty() ? speech_("advice.no_flips") : Points(texts, advice_.flips_size()));
}

void AdviceWriter::Disagreements() {
  std::vector<std::string> texts;
  for (const v1::Disagreement& disagreement : advice_.disagreements()) {
    if (static_cast<int>(texts.size()) < shown_.points) texts.push_back(disagreement.text());
  }
  page_.Label(speech_("advice.disagreements"), Points(texts, advice_.disagreements_size()));
}

void AdviceWriter::Ending() {
  if (!is_full_) page_.Line(speech_("advice.rest"));
  if (is_full_ && !advice_.problem_statement().empty()) {
    page_.Head(speech_("advice.statement"));
    page_.Line(advice_.problem_statement());
  }
}

}  // namespace

std::string OutcomeCode(v1::AdviceOutcome outcome) {
  return std::string(absl::StripPrefix(v1::AdviceOutcome_Name(outcome), "ADVICE_OUTCOME_"));
}

std::string AdvicePage(const v1::Advice& advice, AdviceLength length, const PageStyle& style,
                       const Speech& speech) {
  if (length == AdviceLength::kFull) {
    return AdviceWriter(advice, length, kAll, style, speech).Write();
  }
  std::string page;
  for (const Shown& shown : kOnScreen) {
    page = AdviceWriter(advice, length, shown, style, speech).Write();
    if (LineCount(page) <= kScreenLines) break;
  }
  return page;
}

}  // namespace interim::cli
