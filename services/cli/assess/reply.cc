#include "services/cli/assess/reply.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/core/date.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

struct Command {
  absl::string_view word;
  ReplyKind kind;
};

constexpr std::array<Command, 26> kCommands = {{{"", ReplyKind::kKeep},
                                                {"t", ReplyKind::kBack},
                                                {"b", ReplyKind::kBack},
                                                {"terug", ReplyKind::kBack},
                                                {"back", ReplyKind::kBack},
                                                {"o", ReplyKind::kSkip},
                                                {"s", ReplyKind::kSkip},
                                                {"overslaan", ReplyKind::kSkip},
                                                {"sla over", ReplyKind::kSkip},
                                                {"later", ReplyKind::kSkip},
                                                {"skip", ReplyKind::kSkip},
                                                {"w", ReplyKind::kUnknown},
                                                {"d", ReplyKind::kUnknown},
                                                {"weet niet", ReplyKind::kUnknown},
                                                {"weet ik niet", ReplyKind::kUnknown},
                                                {"don't know", ReplyKind::kUnknown},
                                                {"unknown", ReplyKind::kUnknown},
                                                {"onbekend", ReplyKind::kUnknown},
                                                {"q", ReplyKind::kStop},
                                                {"stop", ReplyKind::kStop},
                                                {"quit", ReplyKind::kStop},
                                                {"exit", ReplyKind::kStop},
                                                {"?", ReplyKind::kHelp},
                                                {"h", ReplyKind::kHelp},
                                                {"help", ReplyKind::kHelp},
                                                {"hulp", ReplyKind::kHelp}}};

constexpr std::size_t kShortestLabelPart = 3;

Reply Unclear(std::string problem) {
  Reply reply;
  reply.problem = std::move(problem);
  return reply;
}

Reply ValueReply(v1::Fact fact) {
  Reply reply;
  reply.kind = ReplyKind::kValue;
  reply.fact = std::move(fact);
  return reply;
}

// Places of the choices whose label is, or else begins with, or else holds the words.
std::vector<int> FindLabels(const v1::FactSpec& spec, const std::string& words) {
  const auto places = [&](const auto& fits) {
    std::vector<int> found;
    for (int i = 0; i < spec.choices_size(); ++i) {
      if (fits(absl::AsciiStrToLower(spec.choices(i).label()))) found.push_back(i);
    }
    return found;
  };
  auto found = places([&](const std::string& label) { return label == words; });
  if (found.empty()) {
    found = places([&](const std::string& label) { return absl::StartsWith(label, words); });
  }
  if (found.empty()) {
    found = places([&](const std::string& label) { return absl::StrContains(label, words); });
  }
  return found;
}

// The place of one choice, or below 0 with the problem.
int PlaceOf(const v1::FactSpec& spec, const std::string& words, const Speech& speech,
            std::string& problem) {
  int number = 0;
  if (absl::SimpleAtoi(words, &number)) {
    if (number >= 1 && number <= spec.choices_size()) return number - 1;
    problem = speech("ask.number_of", {{"most", absl::StrCat(spec.choices_size())}});
    return -1;
  }
  const std::vector<int> found =
      words.size() < kShortestLabelPart ? std::vector<int>() : FindLabels(spec, words);
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    problem = speech("ask.no_choice", {{"typed", words}});
    return -1;
  }
  std::vector<std::string> labels;
  for (int place : found) {
    labels.push_back(absl::StrCat(place + 1, " ", spec.choices(place).label()));
  }
  problem = speech("ask.several", {{"typed", words}, {"choices", absl::StrJoin(labels, "; ")}});
  return -1;
}

Reply ChoiceReply(const v1::FactSpec& spec, const std::string& words, const Speech& speech) {
  std::string problem;
  const int place = PlaceOf(spec, words, speech, problem);
  if (place < 0) return Unclear(problem);
  v1::Fact fact;
  fact.set_choice(spec.choices(place).code());
  return ValueReply(fact);
}

// Pieces of a list: split at commas, and at spaces when all pieces are numbers.
std::vector<std::string> Pieces(const std::string& words) {
  const bool only_numbers = std::all_of(words.begin(), words.end(), [](char c) {
    return absl::ascii_isdigit(c) || c == ' ' || c == ',' || c == ';';
  });
  std::vector<std::string> pieces;
  for (absl::string_view piece :
       absl::StrSplit(words, absl::ByAnyChar(only_numbers ? " ,;" : ",;"))) {
    piece = absl::StripAsciiWhitespace(piece);
    if (!piece.empty()) pieces.emplace_back(piece);
  }
  return pieces;
}

Reply CodesReply(const v1::FactSpec& spec, const std::string& words, const Speech& speech) {
  v1::Fact fact;
  v1::CodeSet& codes = *fact.mutable_codes();
  if (words == "0" || words == speech("word.none")) return ValueReply(fact);
  std::vector<int> places;
  std::vector<std::string> problems;
  for (const std::string& piece : Pieces(words)) {
    std::string problem;
    const int place = PlaceOf(spec, piece, speech, problem);
    if (place < 0) {
      problems.push_back(problem);
    } else {
      places.push_back(place);
    }
  }
  if (!problems.empty()) return Unclear(absl::StrJoin(problems, "\n"));
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  for (int place : places) codes.add_codes(spec.choices(place).code());
  return ValueReply(fact);
}

Reply FlagReply(const std::string& words, const Speech& speech) {
  static constexpr std::array<absl::string_view, 5> kYes = {"1", "j", "ja", "y", "yes"};
  static constexpr std::array<absl::string_view, 5> kNo = {"2", "n", "nee", "no", "neen"};
  v1::Fact fact;
  if (std::find(kYes.begin(), kYes.end(), words) != kYes.end()) {
    fact.set_flag(true);
  } else if (std::find(kNo.begin(), kNo.end(), words) != kNo.end()) {
    fact.set_flag(false);
  } else {
    return Unclear(speech("ask.yes_or_no"));
  }
  return ValueReply(fact);
}

Reply NumberReply(const v1::FactSpec& spec, const std::string& words, const Speech& speech) {
  const std::vector<std::string> parts = absl::StrSplit(words, ' ', absl::SkipEmpty());
  std::int64_t number = 0;
  if (parts.empty() || !absl::SimpleAtoi(parts.front(), &number) || number < spec.min_value() ||
      number > spec.max_value()) {
    return Unclear(speech("ask.whole_number", {{"least", absl::StrCat(spec.min_value())},
                                               {"most", absl::StrCat(spec.max_value())}}));
  }
  v1::Fact fact;
  fact.set_number(number);
  return ValueReply(fact);
}

Reply DateReply(const std::string& words, const Speech& speech) {
  std::string iso = words;
  const std::vector<std::string> parts = absl::StrSplit(words, absl::ByAnyChar("-/. "));
  int day = 0;
  int month = 0;
  if (parts.size() == 3 && parts[2].size() == 4 && absl::SimpleAtoi(parts[0], &day) &&
      absl::SimpleAtoi(parts[1], &month)) {
    iso = absl::StrCat(parts[2], "-", absl::Dec(month, absl::kZeroPad2), "-",
                       absl::Dec(day, absl::kZeroPad2));
  }
  const auto date = Date::Parse(iso);
  if (!date.ok()) return Unclear(speech("ask.date"));
  v1::Fact fact;
  fact.mutable_date()->set_year(date->year());
  fact.mutable_date()->set_month(static_cast<int>(date->month()));
  fact.mutable_date()->set_day(static_cast<int>(date->day()));
  return ValueReply(fact);
}

std::string LabelOf(const v1::FactSpec& spec, const std::string& code) {
  for (const v1::FactChoice& choice : spec.choices()) {
    if (choice.code() == code) return choice.label();
  }
  return code;
}

Reply ParseValue(const v1::FactSpec& spec, const std::string& words, const Speech& speech) {
  switch (spec.kind()) {
    case v1::FACT_KIND_FLAG:
      return FlagReply(words, speech);
    case v1::FACT_KIND_NUMBER:
      return NumberReply(spec, words, speech);
    case v1::FACT_KIND_CHOICE:
      return ChoiceReply(spec, words, speech);
    case v1::FACT_KIND_DATE:
      return DateReply(words, speech);
    case v1::FACT_KIND_CODES:
      return CodesReply(spec, words, speech);
    default:
      return Unclear(speech("ask.kind_unknown"));
  }
}

}  // namespace

Reply ParseReply(const v1::FactSpec& spec, absl::string_view line, const Speech& speech) {
  const std::string words = absl::AsciiStrToLower(absl::StripAsciiWhitespace(line));
  for (const Command& command : kCommands) {
    if (command.word != words) continue;
    Reply reply;
    reply.kind = command.kind;
    return reply;
  }
  Reply reply = ParseValue(spec, words, speech);
  reply.fact.set_key(spec.key());
  return reply;
}

std::string ValueText(const v1::FactSpec& spec, const v1::Fact& fact, const Speech& speech) {
  switch (fact.value_case()) {
    case v1::Fact::kFlag:
      return speech(fact.flag() ? "word.yes" : "word.no");
    case v1::Fact::kNumber:
      return absl::StrCat(fact.number(), spec.unit().empty() ? "" : " ",
                          speech.WordOr("unit", spec.unit(), spec.unit()));
    case v1::Fact::kChoice:
      return LabelOf(spec, fact.choice());
    case v1::Fact::kDate:
      return DayText(fact.date(), speech.language());
    case v1::Fact::kCodes: {
      std::vector<std::string> labels;
      for (const std::string& code : fact.codes().codes()) labels.push_back(LabelOf(spec, code));
      return labels.empty() ? speech("word.none") : absl::StrJoin(labels, ", ");
    }
    default:
      return "";
  }
}

}  // namespace interim::cli
