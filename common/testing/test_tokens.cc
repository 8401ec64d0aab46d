#include "common/testing/test_tokens.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <utility>

namespace interim::testing {
namespace {

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "test keys: %s\n", status.ToString().c_str());
  std::abort();
}

}  // namespace

TestTokens::TestTokens(const std::string& folder, absl::Time issued_at)
    : folder_(folder), issued_at_(issued_at), key_set_file_(folder + "/keys.json") {
  absl::StatusOr<std::unique_ptr<rpc::Minter>> minter = rpc::Minter::Generate(rpc::KeyKind::kEs256);
  Check(minter.status());
  minter_ = *std::move(minter);
  Check(rpc::WriteKeySet(key_set_file_, {minter_.get()}));
}

std::string TestTokens::For(const Person& person) const {
  rpc::TokenClaims claims;
  claims.issuer = std::string(kTestIssuer);
  claims.audience = std::string(kTestAudience);
  claims.subject = person.subject;
  claims.organization = person.organization;
  claims.roles = person.roles;
  claims.party = person.party;
  claims.issued_at = issued_at_;
  absl::StatusOr<std::string> token = minter_->Mint(claims);
  Check(token.status());
  return *std::move(token);
}

std::string TestTokens::WriteServiceTokens(const std::vector<std::string>& organizations) const {
  const std::string path = folder_ + "/service.token";
  std::ofstream file(path);
  for (const std::string& organization : organizations) {
    file << For({.organization = organization, .subject = "suite", .roles = {"service"}}) << "\n";
  }
  return path;
}

}  // namespace interim::testing
