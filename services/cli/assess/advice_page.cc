#include "services/cli/assess/advice_page.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

// Entries of a list that fit one screen.
struct Shown {
  int ranked;
  int reasons;
  int points;
  int flips;
};
constexpr Shown kOnScreen = {3, 1, 3, 3};
constexpr Shown kAll = {100, 100, 100, 100};

// Up to the first full stop that ends a sentence: one before a space and a capital.
std::string FirstSentence(const std::string& text) {
  for (std::size_t at = text.find(". "); at != std::string::npos; at = text.find(". ", at + 1)) {
    if (at + 2 < text.size() && absl::ascii_isupper(text[at + 2])) return text.substr(0, at + 1);
  }
  return text;
}

// Builds the page part by part.
class AdviceWriter {
 public:
  AdviceWriter(const v1::Advice& advice, AdviceLength length, const PageStyle& style,
               const Speech& speech)
      : advice_(advice),
        is_full_(length == AdviceLength::kFull),
        shown_(is_full_ ? kAll : kOnScreen),
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

  template <class Statements>
  std::string Bulleted(const Statements& statements, int most) const {
    std::vector<std::string> texts;
    for (const auto& statement : statements) {
      if (static_cast<int>(texts.size()) < most) texts.push_back(statement.text());
    }
    return Points(texts);
  }
  static std::string Points(const std::vector<std::string>& texts) {
    return texts.empty() ? "" : absl::StrCat("- ", absl::StrJoin(texts, "\n- "));
  }

  void Heading();
  void Gates();
  void Profile();
  std::string Situations() const;
  std::string Role() const;
  std::string Mandate() const;
  std::string Duration() const;
  std::string Urgency() const;
  std::string Channels() const;
  std::string Pilot() const;
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
  page_.Line(advice_.summary());
  page_.Label(speech_("advice.firm"), advice_.confidence().text());
  if (!IsKnown() && advice_.has_next_question()) {
    page_.Label(speech_("advice.next"), advice_.next_question().text());
  }
  page_.Label(speech_("advice.conditions"), Joined(advice_.conditions(), shown_.points));
  Gates();
}

void AdviceWriter::Gates() {
  std::vector<std::string> lines;
  for (const v1::GateResult& gate : advice_.gates()) {
    if (static_cast<int>(lines.size()) == shown_.ranked) break;
    if (gate.state() == v1::GATE_STATE_FIRED) {
      lines.push_back(absl::StrCat(gate.gate_id(), " ", gate.text(), " ", gate.remedy()));
    }
  }
  std::vector<std::string> open;
  for (const v1::GateResult& gate : advice_.gates()) {
    if (gate.state() == v1::GATE_STATE_OPEN) open.push_back(gate.gate_id());
  }
  if (is_full_) {
    for (const v1::GateResult& gate : advice_.gates()) {
      if (gate.state() != v1::GATE_STATE_OPEN) continue;
      lines.push_back(
          absl::StrCat(gate.gate_id(), " ", speech_("advice.gate_open"), ": ", gate.text()));
    }
  } else if (!open.empty()) {
    lines.push_back(absl::StrCat(speech_("advice.gate_open"), ": ", absl::StrJoin(open, ", ")));
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
    absl::StrAppend(&text, "\n", Joined(pilot.reasons(), shown_.points), "\n", pilot.proves(), "\n",
                    Joined(pilot.stop_criteria(), shown_.points));
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

void AdviceWriter::Ranking() {
  Grid grid({{"", Align::kRight, 1},
             {speech_("advice.ranking"), Align::kLeft, 16},
             {speech_("advice.fit"), Align::kRight},
             {speech_("advice.for"), Align::kLeft, 20},
             {speech_("advice.against"), Align::kLeft, 20}});
  int rows = 0;
  for (const v1::Alternative& way : advice_.alternatives()) {
    if (!is_full_ && (!way.is_possible() || rows == shown_.ranked)) continue;
    const int reasons = rows == 0 ? shown_.reasons + 1 : shown_.reasons;
    grid.Row({absl::StrCat(way.rank()), way.label(),
              HundredthsText(way.fit_hundredths(), speech_.language()),
              Bulleted(way.reasons_for(), reasons), Bulleted(way.reasons_against(), reasons)});
    ++rows;
  }
  page_.Blank();
  page_.Add(grid);
  if (!is_full_) OtherWays();
}

// The ways out that the table left out, in a line each for possible and ruled-out ones.
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
  page_.Label(speech_("advice.others"), absl::StrJoin(weighed, ", "));
  page_.Label(speech_("advice.closed"), absl::StrJoin(closed, ", "));
}

void AdviceWriter::BenefitsAndRisks() {
  const auto points = [&](const auto& statements) {
    std::vector<std::string> texts;
    for (const auto& statement : statements) {
      if (static_cast<int>(texts.size()) < shown_.points) {
        texts.push_back(absl::StrCat("- ", statement.text()));
      }
    }
    const std::string more = More(statements.size(), shown_.points);
    if (!more.empty()) texts.push_back(absl::StrCat("(", more, ")"));
    return texts;
  };
  const std::vector<std::string> risks = points(advice_.risks());
  const std::vector<std::string> benefits = points(advice_.benefits());
  page_.Blank();
  if (benefits.empty()) {
    Grid grid({{speech_("advice.risks")}});
    for (const std::string& risk : risks) grid.Row({risk});
    page_.Add(grid);
    return;
  }
  Grid grid({{speech_("advice.benefits")}, {speech_("advice.risks")}});
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
                     is_full_ ? point.text() : FirstSentence(point.text()));
    if (is_full_ && point.source_urls_size() > 0) {
      absl::StrAppend(&text, " ", absl::StrJoin(point.source_urls(), " "));
    }
    texts.push_back(text);
  }
  const std::string more = More(advice_.legal_points_size(), shown_.points);
  if (!more.empty()) texts.push_back(more);
  page_.Blank();
  page_.Label(speech_("advice.legal"), Points(texts));
}

void AdviceWriter::Flips() {
  if (!IsKnown()) return;
  std::vector<std::string> texts;
  for (int i = 0; i < std::min(advice_.flips_size(), shown_.flips); ++i) {
    texts.push_back(advice_.flips(i).text());
  }
  const std::string more = More(advice_.flips_size(), shown_.flips);
  if (!more.empty()) texts.push_back(more);
  page_.Label(speech_("advice.flips"), texts.empty() ? speech_("advice.no_flips") : Points(texts));
}

void AdviceWriter::Disagreements() {
  std::vector<std::string> texts;
  for (const v1::Disagreement& disagreement : advice_.disagreements()) {
    texts.push_back(disagreement.text());
  }
  page_.Label(speech_("advice.disagreements"), Points(texts));
}

void AdviceWriter::Ending() {
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
  return AdviceWriter(advice, length, style, speech).Write();
}

}  // namespace interim::cli
