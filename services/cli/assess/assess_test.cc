#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "gtest/gtest.h"
#include "interim/assessment/v1/model_page.pb.h"
#include "services/cli/assess/advice_page.h"
#include "services/cli/assess/interview.h"
#include "services/cli/assess/model_page.h"
#include "services/cli/assess/reply.h"
#include "services/cli/assess/show.h"
#include "services/cli/assess/texts.h"
#include "services/cli/page/test_pages.h"

// covers: S1, S2

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

Speech Dutch() { return Speech(AssessTexts(), "nl"); }

v1::FactSpec EndSpec() {
  return FromText<v1::FactSpec>(R"(key: "end" kind: FACT_KIND_CHOICE label: "einde"
    choices { code: "date" label: "een einddatum" }
    choices { code: "vague" label: "een vage eindvoorwaarde" }
    choices { code: "never" label: "geen einde" })");
}

v1::FactSpec TriggerSpec() {
  return FromText<v1::FactSpec>(R"(key: "triggers" kind: FACT_KIND_CODES label: "aanleiding"
    choices { code: "merger" label: "fusie" }
    choices { code: "site" label: "samenvoegen" }
    choices { code: "crisis" label: "acute crisis" })");
}

// --- replies
// --------------------------------------------------------------------------------------

TEST(ReplyTest, CommandsOfBothLanguages_AreNeverValues) {
  const Speech speech = Dutch();
  const std::map<std::string, ReplyKind> commands = {{"t", ReplyKind::kBack},
                                                     {"back", ReplyKind::kBack},
                                                     {"Terug ", ReplyKind::kBack},
                                                     {"o", ReplyKind::kSkip},
                                                     {"skip", ReplyKind::kSkip},
                                                     {"w", ReplyKind::kUnknown},
                                                     {"don't know", ReplyKind::kUnknown},
                                                     {"q", ReplyKind::kStop},
                                                     {"STOP", ReplyKind::kStop},
                                                     {"?", ReplyKind::kHelp},
                                                     {"  ", ReplyKind::kKeep}};
  for (const auto& [typed, kind] : commands) {
    EXPECT_EQ(ParseReply(EndSpec(), typed, speech).kind, kind) << typed;
  }
}

TEST(ReplyTest, Choice_ByNumberOrPartOfTheLabel) {
  const Speech speech = Dutch();
  EXPECT_EQ(ParseReply(EndSpec(), "3", speech).fact.choice(), "never");
  EXPECT_EQ(ParseReply(EndSpec(), "geen einde", speech).fact.choice(), "never");
  EXPECT_EQ(ParseReply(EndSpec(), "vage", speech).fact.choice(), "vague");
  EXPECT_EQ(ParseReply(EndSpec(), "3", speech).fact.key(), "end");
}

TEST(ReplyTest, Choice_ThatIsNone_OrSeveral_SaysSo) {
  const Speech speech = Dutch();
  for (const char* typed : {"0", "4", "-1", "ee", "morgen"}) {
    EXPECT_EQ(ParseReply(EndSpec(), typed, speech).kind, ReplyKind::kUnclear) << typed;
  }
  const Reply several = ParseReply(EndSpec(), "eind", speech);
  EXPECT_EQ(several.kind, ReplyKind::kUnclear);
  EXPECT_TRUE(absl::StrContains(several.problem, "1 een einddatum; 2 een vage")) << several.problem;
}

TEST(ReplyTest, Codes_AreASet_AndZeroIsNone) {
  const Speech speech = Dutch();
  const Reply two = ParseReply(TriggerSpec(), "3, 1 3", speech);
  ASSERT_EQ(two.kind, ReplyKind::kValue);
  EXPECT_EQ(two.fact.codes().codes_size(), 2);
  EXPECT_EQ(two.fact.codes().codes(0), "merger");
  EXPECT_EQ(ParseReply(TriggerSpec(), "fusie, crisis", speech).fact.codes().codes_size(), 2);
  const Reply none = ParseReply(TriggerSpec(), "0", speech);
  EXPECT_EQ(none.kind, ReplyKind::kValue);
  EXPECT_TRUE(none.fact.has_codes());
  EXPECT_EQ(ParseReply(TriggerSpec(), "1, 9", speech).kind, ReplyKind::kUnclear);
}

TEST(ReplyTest, Numbers_StayInTheirRange) {
  const auto spec = FromText<v1::FactSpec>(
      R"(key: "months" kind: FACT_KIND_NUMBER unit: "months" min_value: 1 max_value: 12)");
  const Speech speech = Dutch();
  EXPECT_EQ(ParseReply(spec, "1", speech).fact.number(), 1);
  EXPECT_EQ(ParseReply(spec, "12 maanden", speech).fact.number(), 12);
  for (const char* typed : {"0", "13", "1.5", "twee"}) {
    EXPECT_EQ(ParseReply(spec, typed, speech).kind, ReplyKind::kUnclear) << typed;
  }
}

TEST(ReplyTest, Dates_InBothOrders_MustExist) {
  const auto spec = FromText<v1::FactSpec>(R"(key: "d" kind: FACT_KIND_DATE)");
  const Speech speech = Dutch();
  EXPECT_EQ(ParseReply(spec, "2026-12-31", speech).fact.date().day(), 31);
  EXPECT_EQ(ParseReply(spec, "3-2-2027", speech).fact.date().month(), 2);
  EXPECT_EQ(ParseReply(spec, "30-2-2027", speech).kind, ReplyKind::kUnclear);
}

// --- the questionnaire
// ----------------------------------------------------------------------------

// A service with three questions; the second is spared when the need never ends.
class FakeDesk : public Desk {
 public:
  FakeDesk() {
    const v1::Question end = FromText<v1::Question>(
        R"(code: "Q-END" text: "Wanneer is het klaar?" why: "Interim eindigt." known_by: "sponsor")");
    questions_ = {end, FromText<v1::Question>(R"(code: "Q-SPONSOR" text: "Wie stuurt?"
                    facts { key: "time" kind: FACT_KIND_FLAG label: "tijd" }
                    facts { key: "owns" kind: FACT_KIND_FLAG label: "eigenaar" })"),
                  FromText<v1::Question>(R"(code: "Q-WHAT" text: "Wat speelt er?")")};
    *questions_[0].add_facts() = EndSpec();
    *questions_[2].add_facts() = TriggerSpec();
  }

  absl::StatusOr<v1::NextQuestionsResponse> Next() override {
    v1::NextQuestionsResponse next;
    for (const v1::Question& question : questions_) {
      if (question.code() == "Q-SPONSOR" && NeverEnds()) continue;
      bool open = false;
      for (const auto& spec : question.facts()) {
        open = open || (!values.contains(spec.key()) && !unknown.contains(spec.key()));
      }
      if (open) *next.add_questions() = question;
    }
    next.set_open_question_count(next.questions_size());
    next.set_spared_question_count(NeverEnds() ? 1 : 0);
    return next;
  }
  absl::StatusOr<std::vector<v1::Question>> AllQuestions() override { return questions_; }
  absl::Status Record(const v1::Answer& answer) override {
    if (is_away) return absl::UnavailableError("away");
    history.push_back(answer);
    const std::string& key = answer.fact().key();
    if (answer.is_unknown()) {
      values.erase(key);
      unknown.insert(key);
    } else {
      values[key] = answer.fact();
      unknown.erase(key);
    }
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<v1::Answer>> OwnAnswers() override {
    std::vector<v1::Answer> answers;
    for (const auto& [key, fact] : values) *answers.emplace_back().mutable_fact() = fact;
    return answers;
  }
  absl::StatusOr<v1::Advice> Advise() override { return v1::Advice(); }
  std::vector<v1::FactStatus> Facts() override { return {}; }
  absl::Status Settle(const std::string&, const std::string&, const std::string&) override {
    return absl::UnimplementedError("not asked here");
  }
  std::set<std::string> Skipped() override { return skipped; }
  void SaveSkipped(const std::set<std::string>& codes) override { skipped = codes; }

  std::map<std::string, v1::Fact> values;
  std::set<std::string> unknown;
  std::vector<v1::Answer> history;
  std::set<std::string> skipped;
  bool is_away = false;

 private:
  bool NeverEnds() const {
    const auto end = values.find("end");
    return end != values.end() && end->second.choice() == "never";
  }
  std::vector<v1::Question> questions_;
};

// Types the lines and gives what was shown.
struct Typed {
  absl::StatusOr<InterviewEnd> end = InterviewEnd::kStopped;
  std::string screen;
  std::size_t used = 0;
};

Typed Type(FakeDesk& desk, const std::vector<std::string>& lines) {
  Typed typed;
  const Speech speech = Dutch();
  Console console{.read = [&]() -> std::optional<std::string> {
                    if (typed.used == lines.size()) return std::nullopt;
                    return lines[typed.used++];
                  },
                  .write = [&](const std::string& text) { typed.screen += text; },
                  .echo = true,
                  .style = {}};
  typed.end = Interview(desk, console, speech).Run();
  return typed;
}

TEST(InterviewTest, OneQuestionAtATime_WithWhyAndWho_UntilNothingMatters) {
  FakeDesk desk;
  const Typed typed = Type(desk, {"1", "1", "2", "1 2"});
  ASSERT_TRUE(typed.end.ok());
  EXPECT_EQ(*typed.end, InterviewEnd::kEnough);
  EXPECT_EQ(typed.used, 4U);
  EXPECT_TRUE(absl::StrContains(typed.screen, "Interim eindigt.")) << typed.screen;
  EXPECT_TRUE(absl::StrContains(typed.screen, "de opdrachtgever die dagelijks stuurt"));
  EXPECT_EQ(desk.values["triggers"].codes().codes_size(), 2);
  EXPECT_FALSE(desk.values["owns"].flag());
}

TEST(InterviewTest, AnAnswerThatSettlesAQuestion_SparesIt) {
  FakeDesk desk;
  const Typed typed = Type(desk, {"3", "1"});
  EXPECT_EQ(*typed.end, InterviewEnd::kEnough);
  EXPECT_FALSE(absl::StrContains(typed.screen, "Wie stuurt?"));
  EXPECT_TRUE(absl::StrContains(typed.screen, "1 bespaard")) << typed.screen;
}

TEST(InterviewTest, Back_ShowsTheAnswerAndCorrectsIt_TheFirstStaysInTheHistory) {
  FakeDesk desk;
  const Typed typed = Type(desk, {"3", "t", "1", "1", "1", "0"});
  EXPECT_EQ(*typed.end, InterviewEnd::kEnough);
  EXPECT_TRUE(absl::StrContains(typed.screen, "nu: geen einde")) << typed.screen;
  EXPECT_EQ(desk.values["end"].choice(), "date");
  ASSERT_GE(desk.history.size(), 2U);
  EXPECT_EQ(desk.history[0].fact().choice(), "never");
}

TEST(InterviewTest, BackInsideAQuestion_GoesToItsFactBefore_AndEnterKeeps) {
  FakeDesk desk;
  const Typed typed = Type(desk, {"1", "1", "t", "", "2", "1"});
  EXPECT_EQ(*typed.end, InterviewEnd::kEnough);
  EXPECT_TRUE(desk.values["time"].flag());
  EXPECT_FALSE(desk.values["owns"].flag());
  EXPECT_EQ(desk.history.size(), 4U);  // keeping records nothing
}

TEST(InterviewTest, BackAtTheFirstQuestion_SaysSo) {
  FakeDesk desk;
  const Typed typed = Type(desk, {"t", "3", "1"});
  EXPECT_EQ(*typed.end, InterviewEnd::kEnough);
  EXPECT_TRUE(absl::StrContains(typed.screen, "Dit is de eerste vraag."));
}

TEST(InterviewTest, SkippedQuestions_ComeBackOnce_AtTheEnd) {
  FakeDesk desk;
  const Typed asked = Type(desk, {"o", "1", "1", "1", "1", "2"});
  EXPECT_EQ(*asked.end, InterviewEnd::kEnough);
  EXPECT_TRUE(absl::StrContains(asked.screen, "nog kunnen veranderen: 1.")) << asked.screen;
  EXPECT_EQ(desk.values["end"].choice(), "vague");
  EXPECT_TRUE(desk.skipped.empty());

  FakeDesk other;
  const Typed left = Type(other, {"o", "1", "1", "1", "2"});
  EXPECT_EQ(*left.end, InterviewEnd::kEnough);
  EXPECT_FALSE(other.values.contains("end"));
  EXPECT_EQ(other.skipped, (std::set<std::string>{"Q-END"}));
}

TEST(InterviewTest, WhatNobodyKnows_IsRecordedSo_AndNotAskedAgain) {
  FakeDesk desk;
  const Typed typed = Type(desk, {"w", "1", "1", "1"});
  EXPECT_EQ(*typed.end, InterviewEnd::kEnough);
  ASSERT_FALSE(desk.history.empty());
  EXPECT_TRUE(desk.history[0].is_unknown());
  EXPECT_TRUE(desk.unknown.contains("end"));
}

TEST(InterviewTest, StoppedHalfway_GoesOnElsewhere_WithTheFactsThatAreStillOpen) {
  FakeDesk desk;
  const Typed stopped = Type(desk, {"1", "1", "q"});
  EXPECT_EQ(*stopped.end, InterviewEnd::kStopped);
  EXPECT_TRUE(desk.values.contains("time"));
  EXPECT_FALSE(desk.values.contains("owns"));

  const Typed resumed = Type(desk, {"2", "1"});
  EXPECT_EQ(*resumed.end, InterviewEnd::kEnough);
  EXPECT_TRUE(absl::StrContains(resumed.screen, "2 antwoorden staan er al")) << resumed.screen;
  EXPECT_FALSE(absl::StrContains(resumed.screen, "Wanneer is het klaar?"));
  EXPECT_FALSE(desk.values["owns"].flag());
}

TEST(InterviewTest, AfterResuming_BackReachesEarlierAnswers) {
  FakeDesk desk;
  EXPECT_EQ(*Type(desk, {"1", "q"}).end, InterviewEnd::kStopped);
  const Typed resumed = Type(desk, {"t", "3", "1"});
  EXPECT_EQ(*resumed.end, InterviewEnd::kEnough);
  EXPECT_EQ(desk.values["end"].choice(), "never");
}

TEST(InterviewTest, EndOfInput_IsAStop) {
  FakeDesk desk;
  EXPECT_EQ(*Type(desk, {}).end, InterviewEnd::kStopped);
}

TEST(InterviewTest, UnclearAndEmptyLines_AreAskedAgain) {
  FakeDesk desk;
  const Typed typed = Type(desk, {"", "9", "?", "3", "2"});
  EXPECT_EQ(*typed.end, InterviewEnd::kEnough);
  EXPECT_TRUE(absl::StrContains(typed.screen, "! Hier is nog geen antwoord."));
  EXPECT_TRUE(absl::StrContains(typed.screen, "! Kies een nummer van 1 tot en met 3."));
}

TEST(InterviewTest, ServiceThatIsAway_EndsIt_WithItsError) {
  FakeDesk desk;
  desk.is_away = true;
  EXPECT_TRUE(absl::IsUnavailable(Type(desk, {"1"}).end.status()));
}

// --- pages
// ----------------------------------------------------------------------------------------

v1::Advice SomeAdvice() {
  auto advice = FromText<v1::Advice>(R"(
    outcome: ADVICE_OUTCOME_INTERIM strength: ADVICE_STRENGTH_CONDITIONAL summary: "Ja, mits."
    conditions { text: "Vraag advies aan de ondernemingsraad." }
    alternatives { rank: 1 outcome: ADVICE_OUTCOME_INTERIM label: "interim-manager"
      fit_hundredths: 290 is_possible: true reasons_for { text: "Het eindigt." }
      reasons_against { text: "Bouwt geen cultuur." } }
    alternatives { rank: 2 outcome: ADVICE_OUTCOME_PERMANENT label: "vaste benoeming"
      fit_hundredths: 40 reasons_for { text: "Blijft." } }
    situations { situation_code: "TR-REORG" label: "Reorganisatie" is_leading: true }
    role { role_code: "TRANS" label: "Transitiemanager" second_label: "Verandermanager" }
    mandate { min_level: 2 max_level: 3 reporting_line: "Directie" }
    duration { min_months: 6 max_months: 12 planned_months: 14 decide_again_month: 12
      stop_month: 24 }
    channels { label: "Interimbureau" earliest_start_date { year: 2026 month: 12 day: 1 }
      latest_start_date { year: 2026 month: 12 day: 15 } }
    urgency { start_within_days: 60 reasons { text: "Schade binnen 8 weken." } }
    benefits { text: "Snel." } risks { text: "Het tarief." }
    gates { gate_id: "A-G13" state: GATE_STATE_FIRED text: "Eerst de raad." remedy: "Vraag." }
    gates { gate_id: "A-G14" state: GATE_STATE_OPEN text: "Externen." }
    legal_points { rule_id: "R12" legal_outcome: "WARN" text: "Adviesrecht."
      settle_before: LEGAL_MOMENT_EXECUTION }
    confidence { text: "Niets verandert dit." } problem_statement: "Wij zoeken."
    reference_date { year: 2026 month: 11 day: 24 } model_version: "m1")");
  for (int i = 0; i < 9; ++i) {
    advice.add_risks()->set_text(
        absl::StrCat("Risico ", i, " dat om aandacht en een regel vraagt."));
    advice.add_flips()->set_text(absl::StrCat("Met feit ", i, " anders wordt het anders."));
  }
  return advice;
}

TEST(AdvicePageTest, FitsAScreen_AndNamesEveryPart) {
  const std::string page = AdvicePage(SomeAdvice(), AdviceLength::kScreen, {}, Dutch());
  const std::vector<std::string> lines = absl::StrSplit(page, '\n');
  EXPECT_LE(lines.size(), 45U);  // the last is empty
  for (const std::string& line : lines) EXPECT_LE(Width(line), 100U) << line;
  for (const char* part : {"Advies: interim-manager (onder voorwaarden)",
                           "stand 24 november 2026",
                           "TR-REORG",
                           "tweede keus: verandermanager",
                           "niveau 2-3",
                           "rapporteert aan: directie",
                           "start 1 december 2026 tot 15 december",
                           "binnen 60 dagen",
                           "beslis opnieuw voor maand 12",
                           "gebruikelijk 6-12 maanden, gepland 14",
                           "stop na maand 24",
                           "A-G13 Eerst de raad. Vraag.",
                           "2,9",
                           "Valt af       vaste benoeming",
                           "Snel.",
                           "Het tarief.",
                           "R12 let op, vóór de uitvoering",
                           "Met feit 1",
                           "Waar u op moet letten (nog ",
                           "--full toont alles",
                           "Niets verandert dit."}) {
    EXPECT_TRUE(absl::StrContains(page, part)) << part << " in\n" << page;
  }
  EXPECT_FALSE(absl::StrContains(page, "Wij zoeken."));
  EXPECT_FALSE(absl::StrContains(page, "A-G14")) << "an open gate stands on the full page";
}

TEST(AdvicePageTest, RemedyOfAGateThatIsNotShown_StandsAsACondition) {
  v1::Advice advice = SomeAdvice();
  advice.clear_gates();
  for (int i = 1; i <= 4; ++i) {
    v1::GateResult& gate = *advice.add_gates();
    gate.set_gate_id(absl::StrCat("A-G", i));
    gate.set_state(v1::GATE_STATE_FIRED);
    gate.set_text(absl::StrCat("Drempel ", i, "."));
    gate.set_remedy(absl::StrCat("Doe eerst ", i, "."));
    advice.add_conditions()->set_text(gate.remedy());
  }
  for (const AdviceLength length : {AdviceLength::kScreen, AdviceLength::kFull}) {
    const std::string page = AdvicePage(advice, length, {}, Dutch());
    for (int i = 1; i <= 4; ++i) {  // each once: beside its gate, or else as a condition
      const std::vector<std::string> parts = absl::StrSplit(page, absl::StrCat("Doe eerst ", i));
      EXPECT_EQ(parts.size(), 2U) << i << " in\n" << page;
    }
    EXPECT_EQ(absl::StrContains(page, "Drempel 4."), length == AdviceLength::kFull) << page;
  }
}

TEST(AdvicePageTest, Full_LeavesNothingOut) {
  const std::string page = AdvicePage(SomeAdvice(), AdviceLength::kFull, {}, Dutch());
  for (const char* part :
       {"Met feit 8", "Risico 8", "Wij zoeken.", "Blijft.", "A-G14 nog open: Externen."}) {
    EXPECT_TRUE(absl::StrContains(page, part)) << part << " in\n" << page;
  }
}

TEST(AdvicePageTest, Full_SaysWhenAPilotStops) {
  v1::Advice advice = SomeAdvice();
  v1::PilotProposal& pilot = *advice.mutable_pilot();
  pilot.set_verdict(v1::PILOT_VERDICT_HELPS);
  pilot.set_weeks(4);
  pilot.set_proves("Een diagnose.");
  pilot.add_stop_criteria()->set_text("Er ligt geen plan.");
  const std::string page = AdvicePage(advice, AdviceLength::kFull, {}, Dutch());
  for (const char* part :
       {"Levert op: een diagnose.", "Stop als dit blijkt:", "- Er ligt geen plan."}) {
    EXPECT_TRUE(absl::StrContains(page, part)) << part << " in\n" << page;
  }
}

TEST(AdvicePageTest, AnotherOutcome_ProposesNoRole) {
  v1::Advice advice = SomeAdvice();
  advice.set_outcome(v1::ADVICE_OUTCOME_WAIT);
  const std::string page = AdvicePage(advice, AdviceLength::kScreen, {}, Dutch());
  EXPECT_FALSE(absl::StrContains(page, "Transitiemanager")) << page;
  EXPECT_TRUE(absl::StrContains(page, "Wat een interim-manager zou brengen")) << page;
  EXPECT_FALSE(absl::StrContains(page, "Wat het oplevert")) << page;
}

TEST(AdvicePageTest, NotEnoughKnown_SaysWhatToAskFirst_AndNoFlips) {
  auto advice = FromText<v1::Advice>(R"(outcome: ADVICE_OUTCOME_NOT_ENOUGH_KNOWN
    next_question { text: "Wie mag benoemen?" } risks { text: "Het tarief." })");
  const std::string page = AdvicePage(advice, AdviceLength::kScreen, {}, Dutch());
  EXPECT_TRUE(absl::StrContains(page, "Eerst vragen  Wie mag benoemen?")) << page;
  EXPECT_FALSE(absl::StrContains(page, "Wordt anders"));
}

TEST(ComparisonPageTest, PutsBothAdvicesSideBySide) {
  v1::Advice then = SomeAdvice();
  then.set_outcome(v1::ADVICE_OUTCOME_WAIT);
  const std::string page = ComparisonPage(SomeAdvice(), then, {}, Dutch());
  EXPECT_TRUE(absl::StrContains(page, "De wijziging verandert de uitkomst.")) << page;
  EXPECT_TRUE(absl::StrContains(page, "nog niets doen")) << page;
}

TEST(ModelPageTest, IsMarkdown_WithEveryRowAndCondition) {
  const auto model = FromText<v1::ModelPage>(R"(model_version: "m2" known_versions: "m1"
    known_versions: "m2"
    sections { code: "GATES" title { nl: "Drempels" en: "Gates" } about { nl: "De eerste beslist." }
      entries { code: "A-G1" text { nl: "Geen | opdrachtgever" } when { nl: "niemand mag benoemen" }
        details { label { nl: "doet" } value { nl: "blokkeert" } } source: "practice 5.2" } })");
  const std::string page = ModelMarkdown(model, Dutch());
  for (const char* part : {"# Het model van de beoordeling", "Versie m2. Ook te berekenen met: m1.",
                           "- [Drempels](#gates) (1)", "## Drempels", "De eerste beslist.",
                           R"(- **A-G1** Geen \| opdrachtgever
  - Als: niemand mag benoemen
  - doet: blokkeert
  - Bron: practice 5.2
)"}) {
    EXPECT_TRUE(absl::StrContains(page, part)) << part << " in\n" << page;
  }
}

TEST(AssessTextsTest, EveryKey_StandsOnce_InBothLanguages_WithTheSamePlaces) {
  std::set<std::string> keys;
  for (const PageText& text : AssessTexts()) {
    EXPECT_TRUE(keys.insert(text.key).second) << text.key;
    EXPECT_NE(std::string(text.nl), "") << text.key;
    const auto places = [](absl::string_view shown) {
      std::set<std::string> names;
      for (std::size_t open = shown.find('{'); open != absl::string_view::npos;
           open = shown.find('{', open + 1)) {
        names.emplace(shown.substr(open, shown.find('}', open) - open));
      }
      return names;
    };
    EXPECT_EQ(places(text.nl), places(text.en)) << text.key;
  }
  for (int code = v1::ADVICE_OUTCOME_INTERIM; code <= v1::AdviceOutcome_MAX; ++code) {
    EXPECT_TRUE(
        keys.contains(absl::StrCat("outcome.", OutcomeCode(static_cast<v1::AdviceOutcome>(code)))))
        << code;
  }
}

}  // namespace
}  // namespace interim::cli
