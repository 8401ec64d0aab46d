// What holds for every rule and every case: time moves only what the regime moves, a longer
// contract never helps, nothing is said without a source, and no clock is asked.
// covers: S31, S33, S35, S241, S242, X3, X11

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/law/case_runner.h"
#include "common/law/case_shift.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_catalogue.h"
#include "common/testing/long_run.h"
#include "gtest/gtest.h"

namespace interim::law {
namespace {

constexpr int kFourYears = 4 * 365 + 1;  // days; keeps day, month and leap years in place

std::multiset<std::string> FiguresOf(const Findings& findings) {
  std::multiset<std::string> figures;
  for (const type::Finding& finding : findings) {
    for (const type::UsedFigure& figure : finding.figures()) {
      figures.insert(absl::StrCat(finding.rule_id(), "/", figure.key(), "=", figure.value(), "#",
                                  figure.evidence()));
    }
  }
  return figures;
}

bool IsOpen(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const type::Finding& finding) {
    return finding.outcome() == type::RULE_OUTCOME_INDETERMINATE;
  });
}

// What must stay when the regime stays: outcomes, messages and every value that is not a day. Days
// are given as days since the start of 1970, less the move.
std::vector<std::string> Essence(const Findings& findings, int moved) {
  std::vector<std::string> lines;
  for (const type::Finding& finding : findings) {
    std::string line =
        absl::StrCat(finding.rule_id(), " ", finding.outcome(), " ", finding.message_key());
    for (const type::ComputedValue& value : finding.computed_values()) {
      if (value.value_type() == type::VALUE_TYPE_TEXT) continue;  // may name a period
      std::string text = value.value();
      if (value.value_type() == type::VALUE_TYPE_DATE) {
        const auto day = Date::Parse(text);
        if (day.ok()) text = absl::StrCat(day->epoch_days() - moved);
      }
      absl::StrAppend(&line, " ", value.key(), "=", text);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

// A long run plays ten times as many random rounds.
int Rounds(int usual) {
  constexpr int kLonger = 10;
  return testing::IsLongRun() ? usual * kLonger : usual;
}

// How many times four years the facts are moved.
std::vector<int> Moves(std::mt19937& random) {
  std::vector<int> moves = {-2, -1, 1, 2};
  for (int extra = testing::IsLongRun() ? 4 : 0; extra > 0; --extra) {
    moves.push_back(static_cast<int>(random() % 11u) - 5);
  }
  return moves;
}

TEST(Property, MovingEveryDayByAWholeRegime_ChangesOnlyWhatTheRegimeChanges) {
  int same_regime = 0;
  int other_regime = 0;
  std::mt19937 random(testing::RunSeed());
  for (const NamedCase& named : ReadCases()) {
    const auto here = Evaluate(Law(), named.rule_case);
    ASSERT_TRUE(here.ok()) << named.name;
    for (const int times : Moves(random)) {
      RuleCase moved = named.rule_case;
      const int days = times * kFourYears;
      ShiftDays(moved, days);
      const auto there = Evaluate(Law(), moved);
      ASSERT_TRUE(there.ok()) << named.name << there.status();
      if (IsOpen(*here) || IsOpen(*there)) continue;  // a figure or the law itself is missing
      if (FiguresOf(*here) != FiguresOf(*there)) {
        ++other_regime;
        continue;
      }
      ++same_regime;
      EXPECT_EQ(Essence(*here, 0), Essence(*there, days)) << named.name << " by " << days;
    }
  }
  EXPECT_GT(same_regime, 100);   // or the property says nothing
  EXPECT_GT(other_regime, 100);  // and neither do the figures
}

ChainContract Link(Date start, Date end) {
  ChainContract link;
  *link.mutable_start_date() = ToProto(start);
  *link.mutable_end_date() = ToProto(end);
  link.set_kind(ChainContract::KIND_FIXED_TERM);
  return link;
}

TEST(Property, ALongerContract_NeverConvertsLater) {
  std::mt19937 random(testing::RunSeed());
  const auto pick = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most));
  };
  int converted = 0;
  for (int round = 0; round < Rounds(400); ++round) {
    ChainInput input;
    input.set_history_complete(true);
    input.set_statutory_director(pick(8) == 0);
    Date day = Date::FromYmd(2016 + pick(12), 1 + pick(12), 1 + pick(28)).value();
    for (int i = pick(4); i > 0; --i) {
      const Date end = day.AddDays(20 + pick(500));
      *input.add_earlier_contracts() = Link(day, end);
      day = end.AddDays(1 + pick(250));
    }
    std::optional<Date> earliest;
    bool was_permanent = false;
    for (int length = 10; length < 1500; length += 37) {
      *input.mutable_contract() = Link(day, day.AddDays(length));
      const auto result = EvaluateChain(Law(), input);
      ASSERT_TRUE(result.ok()) << result.status();
      const bool review = result->findings[0].outcome() == type::RULE_OUTCOME_INDETERMINATE;
      if (review) continue;  // the law itself is open there
      if (was_permanent) {
        ASSERT_TRUE(result->permanent_from.has_value()) << input.ShortDebugString();
      }
      if (!result->permanent_from) continue;
      if (earliest) {
        EXPECT_LE(*result->permanent_from, *earliest) << input.ShortDebugString();
      }
      earliest = result->permanent_from;
      was_permanent = true;
      ++converted;
    }
  }
  EXPECT_GT(converted, 1000);
}

TEST(Property, NoFindingWithoutSource_AndFiguresHaveTheirDay) {
  for (const NamedCase& named : ReadCases()) {
    const auto findings = Evaluate(Law(), named.rule_case);
    ASSERT_TRUE(findings.ok()) << named.name;
    for (const type::Finding& finding : *findings) {
      EXPECT_FALSE(finding.sources().empty()) << named.name << " " << finding.message_key();
      for (const type::Source& source : finding.sources()) {
        EXPECT_FALSE(source.article().empty() && source.url().empty() && source.decision().empty())
            << named.name << " " << finding.message_key();
      }
      for (const type::UsedFigure& figure : finding.figures()) {
        EXPECT_TRUE(figure.has_from_date() && figure.has_on_date()) << figure.key();
        EXPECT_FALSE(figure.value().empty()) << figure.key();
      }
    }
  }
}

TEST(Property, EvaluationAsksNoClockZoneOrLocale) {
  const auto all = [] {
    std::string bytes;
    for (const NamedCase& named : ReadCases()) {
      const auto findings = Evaluate(Law(), named.rule_case);
      for (const type::Finding& finding : *findings) bytes += finding.SerializeAsString();
    }
    return bytes;
  };
  const std::string here = all();
  const char* zone = std::getenv("TZ");
  const std::string before = zone == nullptr ? "" : zone;
  setenv("TZ", "Pacific/Kiritimati", 1);
  const std::string there = all();
  if (before.empty()) {
    unsetenv("TZ");
  } else {
    setenv("TZ", before.c_str(), 1);
  }
  EXPECT_EQ(here, there);
  // And the code has no way to ask.
  const auto files = rules::ListFiles(absl::StrCat(INTERIM_SOURCE_DIR, "/common/law"), ".cc");
  ASSERT_TRUE(files.ok());
  for (const std::string& file : *files) {
    if (absl::EndsWith(file, "_test.cc")) continue;
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (const char* clock : {"core/clock.h", "::now()", "time(nullptr)", "Today()", "getenv"}) {
      EXPECT_EQ(text.find(clock), std::string::npos) << file << " names " << clock;
    }
  }
}

// Texts of a source file between quotes that look like a key: "chain.converts".
std::set<std::string> KeysIn(const std::string& text) {
  std::set<std::string> keys;
  for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos;) {
    const std::size_t end = text.find('"', at + 1);
    if (end == std::string::npos) break;
    const std::string word = text.substr(at + 1, end - at - 1);
    const bool is_key =
        word.find('.') != std::string::npos && word.find('.') > 0 &&
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string::npos &&
        !absl::EndsWith(word, ".") && !absl::EndsWith(word, ".h");
    if (is_key) keys.insert(word);
    at = end + 1;
  }
  return keys;
}

// The loader refuses a text that lacks a language, so a key it knows has both.
TEST(Messages, EveryMessageInCodeHasACase) {
  std::set<std::string> said;
  for (const NamedCase& named : ReadCases()) {
    const auto findings = Evaluate(Law(), named.rule_case);
    ASSERT_TRUE(findings.ok()) << named.name;
    for (const type::Finding& finding : *findings) said.insert(finding.message_key());
  }
  const auto files = rules::ListFiles(absl::StrCat(INTERIM_SOURCE_DIR, "/common/law"), ".cc");
  ASSERT_TRUE(files.ok());
  // Allowed again only when the flag of the law turns; no row says so today.
  said.insert("payroll.clause_fine");
  std::set<std::string> silent;
  for (const std::string& file : *files) {
    if (absl::EndsWith(file, "_test.cc")) continue;
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (const std::string& key : KeysIn(text)) {
      if (!Law().texts().Has(key)) continue;  // a path of a fact, or the start of a key
      // Keys of messages stand in Make(...); cures, phrases and reasons have a part of their own.
      const bool is_message =
          text.find(absl::StrCat("Make(kOk, \"", key)) != std::string::npos ||
          text.find(absl::StrCat("Make(kInform, \"", key)) != std::string::npos ||
          text.find(absl::StrCat("Make(kWarn, \"", key)) != std::string::npos ||
          text.find(absl::StrCat("Make(kBlock, \"", key)) != std::string::npos ||
          text.find(absl::StrCat("Make(kIndeterminate, \"", key)) != std::string::npos;
      if (is_message && said.count(key) == 0) silent.insert(key);
    }
  }
  std::string missing;
  for (const std::string& key : silent) absl::StrAppend(&missing, key, " ");
  EXPECT_EQ(missing, "") << "no case makes these messages";
}

// The catalogue of the domain reference: key and outcomes. A key that goes missing fails here.
TEST(Messages, TheCatalogueIsComplete) {
  for (const char* key : {"chain.converts",    "chain.last",        "chain.review",
                          "notice.due",        "notice.late",       "probation.void",
                          "clause.noncompete", "clause.directhire", "dba.high",
                          "dba.medium",        "dba.low",           "dba.exposure",
                          "presumption.hit",   "vat.wrong",         "vat.cost",
                          "payroll.terms",     "payroll.pension",   "lender.unregistered",
                          "lender.admission",  "liability.open",    "wnt.exceeds",
                          "wnt.near",          "wnt.month13",       "wnt.nofigure",
                          "or.art30",          "or.group",          "or.suspended",
                          "approval.missing",  "procure.eu",        "procure.policy",
                          "data.purge",        "data.human",        "keep.fiscal"}) {
    EXPECT_TRUE(Law().texts().Has(key)) << key;
  }
}

}  // namespace
}  // namespace interim::law
