#include "services/contracting/domain/clause_scan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/core/status_macros.h"
#include "common/law/clauses.h"
#include "common/type/convert.h"
#include "services/contracting/domain/clauses.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

constexpr std::size_t kLongestGap = 6;  // words that "*" may stand for
constexpr std::size_t kAround = 4;      // words shown on either side of a match

// Letters with accents as they occur in Dutch and English texts.
const std::vector<std::pair<std::string, std::string>>& Folds() {
  static const auto* folds = new std::vector<std::pair<std::string, std::string>>{
      {"à", "a"}, {"á", "a"}, {"â", "a"}, {"ä", "a"}, {"ç", "c"}, {"è", "e"},
      {"é", "e"}, {"ê", "e"}, {"ë", "e"}, {"ì", "i"}, {"í", "i"}, {"î", "i"},
      {"ï", "i"}, {"ñ", "n"}, {"ò", "o"}, {"ó", "o"}, {"ô", "o"}, {"ö", "o"},
      {"ù", "u"}, {"ú", "u"}, {"û", "u"}, {"ü", "u"}, {"É", "e"}, {"Ë", "e"},
      {"Ï", "i"}, {"Ö", "o"}, {"’", ""},  {"'", ""},  {"‘", ""}};
  return *folds;
}

bool FitsWord(absl::string_view word, absl::string_view wanted) {
  if (absl::EndsWith(wanted, "~")) {
    return absl::StartsWith(word, wanted.substr(0, wanted.size() - 1));
  }
  return word == wanted;
}

// Matches the rest of a phrase from word `at` on; returns one past the last word.
std::optional<std::size_t> MatchFrom(const std::vector<std::string>& words, std::size_t at,
                                     const std::vector<std::string>& parts, std::size_t part) {
  if (part == parts.size()) return at;
  if (parts[part] != "*") {
    if (at >= words.size() || !FitsWord(words[at], parts[part])) return std::nullopt;
    return MatchFrom(words, at + 1, parts, part + 1);
  }
  for (std::size_t skipped = 0; skipped <= kLongestGap && at + skipped <= words.size(); ++skipped) {
    std::optional<std::size_t> end = MatchFrom(words, at + skipped, parts, part + 1);
    if (end) return end;
  }
  return std::nullopt;
}

using Sentence = std::vector<std::string>;

std::vector<Sentence> SentencesOf(absl::string_view text) {
  std::vector<Sentence> sentences;
  for (absl::string_view part : absl::StrSplit(text, absl::ByAnyChar(".;:!?\n"))) {
    Sentence words = WordsOf(part);
    if (!words.empty()) sentences.push_back(std::move(words));
  }
  return sentences;
}

template <class Phrases>
std::optional<WordSpan> FindAny(const Sentence& words, const Phrases& phrases) {
  for (const std::string& phrase : phrases) {
    std::optional<WordSpan> span = FindPhrase(words, phrase);
    if (span) return span;
  }
  return std::nullopt;
}

template <class Phrases>
bool AnyIn(const std::vector<Sentence>& sentences, const Phrases& phrases) {
  return std::any_of(sentences.begin(), sentences.end(), [&](const Sentence& sentence) {
    return FindAny(sentence, phrases).has_value();
  });
}

std::string Excerpt(const Sentence& words, WordSpan span) {
  std::size_t begin = span.begin > kAround ? span.begin - kAround : 0;
  std::size_t end = std::min(words.size(), span.end + kAround);
  std::string text = absl::StrJoin(words.begin() + static_cast<std::ptrdiff_t>(begin),
                                   words.begin() + static_cast<std::ptrdiff_t>(end), " ");
  return absl::StrCat(begin > 0 ? "... " : "", text, end < words.size() ? " ..." : "");
}

// How rule R04 judges the wording; nothing where it cannot be asked.
absl::StatusOr<std::optional<type::Finding>> Judge(const law::LawData& law,
                                                   const ScanQuestion& question,
                                                   const ClausePattern& pattern,
                                                   const std::vector<Sentence>& clause) {
  if (pattern.kind() == v1::RESTRICTIVE_CLAUSE_KIND_UNSPECIFIED || !question.agreed ||
      question.form == v1::CONTRACT_FORM_UNSPECIFIED) {
    return std::optional<type::Finding>();
  }
  law::ClauseInput input;
  input.set_form(ToLaw(question.form));
  input.set_worker_of_age(true);
  *input.mutable_agreed_date() = ToProto(*question.agreed);
  law::RestrictiveClause& fact = *input.add_clauses();
  fact.set_kind(static_cast<law::RestrictiveClause::Kind>(pattern.kind()));
  fact.set_is_written(true);
  fact.set_has_weighty_reasons(AnyIn(clause, pattern.reason_phrase()));
  fact.set_only_reasonable_fee(AnyIn(clause, pattern.fee_phrase()));
  fact.set_is_wide(AnyIn(clause, pattern.wide_phrase()));
  ASSIGN_OR_RETURN(std::vector<type::Finding> findings, law::EvaluateClauses(law, input));
  if (findings.empty()) return std::optional<type::Finding>();
  return std::optional<type::Finding>(std::move(findings.front()));
}

absl::Status ScanOne(const law::LawData& law, const Catalogs& catalogs,
                     const ScanQuestion& question, const std::string& code,
                     const std::vector<Sentence>& clause, v1::ScanClausesResponse& out) {
  for (const ClausePattern& pattern : catalogs.files().patterns.pattern()) {
    for (const Sentence& sentence : clause) {
      std::optional<WordSpan> span = FindAny(sentence, pattern.phrase());
      if (!span || FindAny(sentence, pattern.unless())) continue;
      v1::ClauseWarning& warning = *out.add_warnings();
      warning.set_code(pattern.code());
      warning.set_clause_code(code);
      warning.set_excerpt(Excerpt(sentence, *span));
      *warning.mutable_text() = pattern.text();
      *warning.mutable_sources() = pattern.source();
      warning.set_evidence(pattern.evidence());
      warning.set_outcome(pattern.outcome());
      ASSIGN_OR_RETURN(std::optional<type::Finding> finding, Judge(law, question, pattern, clause));
      if (finding) {
        // What the rule allows is still told: someone should look how far it goes.
        warning.set_outcome(finding->outcome() == type::RULE_OUTCOME_OK ? type::RULE_OUTCOME_INFORM
                                                                        : finding->outcome());
        *warning.mutable_finding() = *std::move(finding);
      }
      break;  // once per clause
    }
  }
  return absl::OkStatus();
}

void AddMissing(const Catalogs& catalogs, const ScanQuestion& question,
                const std::vector<Sentence>& all, v1::ScanClausesResponse& out) {
  for (const NeededWording& needed : catalogs.files().patterns.needed()) {
    if ((needed.only_leading() && !question.is_leading) || AnyIn(all, needed.phrase())) continue;
    v1::ClauseWarning& warning = *out.add_warnings();
    warning.set_code(needed.code());
    warning.set_outcome(needed.outcome());
    *warning.mutable_text() = needed.text();
    *warning.mutable_sources() = needed.source();
    warning.set_evidence(needed.evidence());
  }
}

// The weight of an outcome; heavier first.
int WeightOf(type::RuleOutcome outcome) {
  constexpr type::RuleOutcome kOrder[] = {type::RULE_OUTCOME_BLOCK,
                                          type::RULE_OUTCOME_INDETERMINATE, type::RULE_OUTCOME_WARN,
                                          type::RULE_OUTCOME_INFORM};
  const auto* at = std::find(std::begin(kOrder), std::end(kOrder), outcome);
  return static_cast<int>(at - std::begin(kOrder));
}

}  // namespace

std::vector<std::string> WordsOf(absl::string_view text) {
  std::string folded = absl::StrReplaceAll(text, Folds());
  absl::AsciiStrToLower(&folded);
  for (char& c : folded) {
    if (absl::ascii_ispunct(static_cast<unsigned char>(c))) c = ' ';
  }
  return absl::StrSplit(folded, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
}

std::optional<WordSpan> FindPhrase(const std::vector<std::string>& words,
                                   absl::string_view phrase) {
  std::vector<std::string> parts = absl::StrSplit(phrase, ' ', absl::SkipEmpty());
  if (parts.empty()) return std::nullopt;
  for (std::size_t begin = 0; begin < words.size(); ++begin) {
    std::optional<std::size_t> end = MatchFrom(words, begin, parts, 0);
    if (end) return WordSpan{begin, *end};
  }
  return std::nullopt;
}

absl::StatusOr<v1::ScanClausesResponse> ScanClauses(const law::LawData& law,
                                                    const Catalogs& catalogs,
                                                    const ScanQuestion& question) {
  v1::ScanClausesResponse response;
  std::vector<Sentence> all;
  int number = 0;
  for (const v1::ScannedClause& clause : question.clauses) {
    ++number;
    std::vector<Sentence> sentences =
        SentencesOf(absl::StrCat(clause.title(), "\n", clause.text()));
    std::string code = clause.code().empty() ? absl::StrCat("#", number) : clause.code();
    RETURN_IF_ERROR(ScanOne(law, catalogs, question, code, sentences, response));
    all.insert(all.end(), sentences.begin(), sentences.end());
  }
  AddMissing(catalogs, question, all, response);
  std::stable_sort(response.mutable_warnings()->begin(), response.mutable_warnings()->end(),
                   [](const v1::ClauseWarning& a, const v1::ClauseWarning& b) {
                     return WeightOf(a.outcome()) < WeightOf(b.outcome());
                   });
  response.set_clause_count(number);
  *response.mutable_limits() = catalogs.files().patterns.limits();
  response.set_pattern_version(catalogs.files().patterns.version());
  return response;
}

ScanQuestion ScanOf(const Catalogs& catalogs, const v1::Contract& contract, const v1::Brief& brief,
                    Date today) {
  ScanQuestion question;
  question.form = contract.form();
  question.is_leading = brief.role_class() != v1::ROLE_CLASS_SPECIALIST;
  question.agreed = today;
  for (const v1::Clause& clause : contract.clauses()) {
    ClauseText text = TextOf(catalogs, clause, contract, brief, contract.language_code());
    v1::ScannedClause scanned;
    scanned.set_code(clause.code());
    scanned.set_title(text.title);
    scanned.set_text(text.text);
    question.clauses.push_back(std::move(scanned));
  }
  return question;
}

}  // namespace interim::contracting
