// What a person types at a question, and what it means.
#ifndef INTERIM_SERVICES_CLI_ASSESS_REPLY_H_
#define INTERIM_SERVICES_CLI_ASSESS_REPLY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "interim/assessment/v1/fact.pb.h"
#include "interim/assessment/v1/question.pb.h"
#include "services/cli/page/page.h"

namespace interim::cli {

enum class ReplyKind {
  kValue,    // `fact` holds the value
  kKeep,     // nothing typed
  kBack,     // to the question before
  kSkip,     // not now
  kUnknown,  // the informant does not know
  kStop,
  kHelp,
  kUnclear,  // `problem` says why, in the reader's language
};

struct Reply {
  ReplyKind kind = ReplyKind::kUnclear;
  assessment::v1::Fact fact;
  std::string problem;
};

// Reads a line as a command or as a value of the fact. Commands are understood in Dutch and
// English; choices by number or by a part of their label, numbers within the range of the fact,
// dates as 2026-12-31 or 31-12-2026.
Reply ParseReply(const assessment::v1::FactSpec& spec, absl::string_view line,
                 const Speech& speech);

// A value as people say it: "ja", "14 maanden", the labels of its choices.
std::string ValueText(const assessment::v1::FactSpec& spec, const assessment::v1::Fact& fact,
                      const Speech& speech);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_REPLY_H_
