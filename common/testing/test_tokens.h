// Throw-away keys and tokens of a test, or of a whole suite under test.
#ifndef INTERIM_COMMON_TESTING_TEST_TOKENS_H_
#define INTERIM_COMMON_TESTING_TEST_TOKENS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/mint.h"

namespace interim::testing {

inline constexpr absl::string_view kTestIssuer = "interim-test";
inline constexpr absl::string_view kTestAudience = "interim";

// Whom a token is for.
struct Person {
  std::string organization = "acme";
  std::string subject = "anna";
  std::vector<std::string> roles = {"hr_advisor"};
  std::string party;
};

// Thread-safe once made.
class TestTokens {
 public:
  // A fresh key; its key set is written to `folder`, which must exist. Ends the test on failure.
  TestTokens(const std::string& folder, absl::Time issued_at);

  const std::string& key_set_file() const { return key_set_file_; }
  // A token good for 12 hours from `issued_at`.
  std::string For(const Person& person) const;
  // Writes tokens of role `service`, one line for each organization, and returns the file's path.
  std::string WriteServiceTokens(const std::vector<std::string>& organizations) const;
  const rpc::Minter& minter() const { return *minter_; }

 private:
  const std::string folder_;
  const absl::Time issued_at_;
  std::unique_ptr<rpc::Minter> minter_;
  std::string key_set_file_;
};

}  // namespace interim::testing

#endif  // INTERIM_COMMON_TESTING_TEST_TOKENS_H_
