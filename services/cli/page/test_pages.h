// For the tests of pages: messages from text, and what a page must say.
#ifndef INTERIM_SERVICES_CLI_PAGE_TEST_PAGES_H_
#define INTERIM_SERVICES_CLI_PAGE_TEST_PAGES_H_

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/cli/page/layout.h"

namespace interim::cli {

template <class Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// Every part stands on the page, wrapped or not; no line is wider than 100 columns and no place of
// a text is left unfilled.
inline void ExpectParts(const std::string& page, const std::vector<std::string>& parts) {
  const std::string flat =
      absl::StrJoin(absl::StrSplit(page, absl::ByAnyChar(" \n"), absl::SkipEmpty()), " ");
  for (const std::string& part : parts) {
    EXPECT_TRUE(absl::StrContains(flat, part)) << part << " in\n" << page;
  }
  for (absl::string_view line : absl::StrSplit(page, '\n')) EXPECT_LE(Width(line), 100U) << line;
  EXPECT_FALSE(absl::StrContains(page, "[")) << page;
}

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_PAGE_TEST_PAGES_H_
