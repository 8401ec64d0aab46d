#include "common/rpc/token.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>
#include <utime.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "common/rpc/key_set.h"
#include "common/rpc/mint.h"

namespace interim::rpc {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1795518000);

std::string NewFolder() {
  std::string path = absl::StrCat(testing::TempDir(), "/token_XXXXXX");
  EXPECT_NE(mkdtemp(path.data()), nullptr);
  return path;
}

void WriteText(const std::string& path, const std::string& text) {
  const std::string beside = path + ".part";
  std::ofstream(beside) << text;
  ASSERT_EQ(std::rename(beside.c_str(), path.c_str()), 0);
}

// One key of each kind for the whole binary: making RSA keys is slow.
const Minter& Es() {
  static const Minter& minter = *Minter::Generate(KeyKind::kEs256)->release();
  return minter;
}
const Minter& Rs() {
  static const Minter& minter = *Minter::Generate(KeyKind::kRs256)->release();
  return minter;
}

TokenClaims Claims() {
  return {.issuer = "https://id.example",
          .audience = "interim",
          .subject = "alice",
          .organization = "acme",
          .roles = {"hr_advisor", "sponsor"},
          .issued_at = kNow,
          .lifetime = absl::Hours(1)};
}

class TokenTest : public testing::Test {
 protected:
  TokenTest() : folder_(NewFolder()) {
    WriteText(KeyFile(), KeySetJson({&Es(), &Rs()}));
    verifier_ = Make(Options());
  }
  std::string KeyFile() const { return folder_ + "/keys.json"; }
  std::string RevocationFile() const { return folder_ + "/revoked"; }
  TokenOptions Options() const {
    return {.key_set_file = KeyFile(), .issuer = "https://id.example", .audience = "interim"};
  }
  static std::unique_ptr<TokenVerifier> Make(TokenOptions options) {
    auto verifier = TokenVerifier::Create(std::move(options));
    EXPECT_TRUE(verifier.ok()) << verifier.status();
    return *std::move(verifier);
  }
  // The cause for which a token is refused, or "accepted".
  std::string Cause(absl::string_view token, absl::Time now = kNow) {
    const auto principal = verifier_->Verify(token, now);
    if (principal.ok()) return "accepted";
    EXPECT_EQ(principal.status().code(), absl::StatusCode::kUnauthenticated);
    return TokenCause(principal.status());
  }
  // The same for a payload in which `from` is replaced by `to`.
  std::string CauseWith(absl::string_view from, absl::string_view to) {
    const std::string payload = Minter::PayloadJson(Claims());
    const std::string changed = absl::StrReplaceAll(payload, {{from, to}});
    EXPECT_NE(payload, changed) << from;
    return Cause(*Es().SignRaw(Es().HeaderJson(), changed));
  }
  std::string CauseWithHeader(absl::string_view header) {
    return Cause(*Es().SignRaw(header, Minter::PayloadJson(Claims())));
  }
  static std::string Header(absl::string_view alg, absl::string_view more = "") {
    return absl::StrCat(R"({"alg":")", alg, R"(","typ":"JWT","kid":")", Es().kid(), "\"", more,
                        "}");
  }

  std::string folder_;
  std::unique_ptr<TokenVerifier> verifier_;
};

TEST_F(TokenTest, GoodTokens_OfBothAlgorithms_GiveTheirPrincipal) {
  for (const Minter* minter : {&Es(), &Rs()}) {
    TokenClaims claims = Claims();
    claims.party = "suppliers/s1";
    const auto principal = verifier_->Verify(*minter->Mint(claims), kNow);
    ASSERT_TRUE(principal.ok()) << principal.status();
    EXPECT_EQ(principal->organization.value(), "acme");
    EXPECT_EQ(principal->subject, "alice");
    EXPECT_THAT(principal->roles, testing::ElementsAre("hr_advisor", "sponsor"));
    EXPECT_EQ(principal->party, "suppliers/s1");
    EXPECT_TRUE(principal->IsOutside());
    EXPECT_TRUE(principal->HasRole("sponsor"));
    EXPECT_FALSE(principal->HasRole("admin"));
  }
}

TEST_F(TokenTest, AlgorithmNone_InAnyCase_IsRefused) {
  const std::string payload = EncodeBase64Url(Minter::PayloadJson(Claims()));
  for (absl::string_view none : {"none", "None", "NONE", "nOnE"}) {
    const std::string head = EncodeBase64Url(Header(none));
    EXPECT_EQ(Cause(absl::StrCat(head, ".", payload, ".")), "ALGORITHM");
    EXPECT_EQ(CauseWithHeader(Header(none)), "ALGORITHM");
  }
}

TEST_F(TokenTest, Hs256_WithThePublicKeyAsSecret_IsRefused) {
  for (const std::string& secret : {Rs().PublicPem(), Rs().PublicJwk(), Es().PublicPem()}) {
    const std::string input =
        absl::StrCat(EncodeBase64Url(absl::StrReplaceAll(Rs().HeaderJson(), {{"RS256", "HS256"}})),
                     ".", EncodeBase64Url(Minter::PayloadJson(Claims())));
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(input.data()), input.size(), mac, &size);
    const absl::string_view raw(reinterpret_cast<char*>(mac), size);
    EXPECT_EQ(Cause(absl::StrCat(input, ".", EncodeBase64Url(raw))), "ALGORITHM");
    // The same signature under an allowed name.
    const std::string renamed = absl::StrCat(EncodeBase64Url(Rs().HeaderJson()), ".",
                                             EncodeBase64Url(Minter::PayloadJson(Claims())));
    EXPECT_EQ(Cause(absl::StrCat(renamed, ".", EncodeBase64Url(raw))), "SIGNATURE");
  }
}

TEST_F(TokenTest, OtherAlgorithms_AreRefused) {
  for (absl::string_view name : {"ES384", "ES512", "PS256", "RS384", "EdDSA", "es256", ""}) {
    EXPECT_EQ(CauseWithHeader(Header(name)), "ALGORITHM") << name;
  }
}

TEST_F(TokenTest, WrongCurve_SignatureOfP384_IsRefused) {
  EVP_PKEY* key = EVP_EC_gen("secp384r1");
  const std::string input = absl::StrCat(EncodeBase64Url(Es().HeaderJson()), ".",
                                         EncodeBase64Url(Minter::PayloadJson(Claims())));
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  unsigned char der[256];
  std::size_t size = sizeof der;
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key);
  ASSERT_EQ(EVP_DigestSign(context, der, &size,
                           reinterpret_cast<const unsigned char*>(input.data()), input.size()),
            1);
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  const absl::string_view raw(reinterpret_cast<char*>(der), size);
  EXPECT_EQ(Cause(absl::StrCat(input, ".", EncodeBase64Url(raw))), "SIGNATURE");
  EXPECT_EQ(Cause(absl::StrCat(input, ".", EncodeBase64Url(raw.substr(0, 64)))), "SIGNATURE");
}

TEST_F(TokenTest, DerSignature_IsRefused) {
  const std::string token = *Es().Mint(Claims());
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const std::string raw = *DecodeBase64Url(parts[2]);
  ASSERT_EQ(raw.size(), 64U);
  const auto integer = [](std::string number) {
    if ((number[0] & 0x80) != 0) number.insert(number.begin(), '\0');
    return absl::StrCat("\x02", std::string(1, static_cast<char>(number.size())), number);
  };
  const std::string body = absl::StrCat(integer(raw.substr(0, 32)), integer(raw.substr(32)));
  const std::string der =
      absl::StrCat("\x30", std::string(1, static_cast<char>(body.size())), body);
  EXPECT_EQ(Cause(absl::StrCat(parts[0], ".", parts[1], ".", EncodeBase64Url(der))), "SIGNATURE");
}

TEST_F(TokenTest, EmptyZeroAndChangedSignatures_AreRefused) {
  const std::string token = *Es().Mint(Claims());
  const std::string head = token.substr(0, token.rfind('.') + 1);
  EXPECT_EQ(Cause(head), "SIGNATURE");
  EXPECT_EQ(Cause(head + EncodeBase64Url(std::string(64, '\0'))), "SIGNATURE");
  std::string raw = *DecodeBase64Url(token.substr(head.size()));
  raw[10] = static_cast<char>(raw[10] ^ 1);
  EXPECT_EQ(Cause(head + EncodeBase64Url(raw)), "SIGNATURE");
  raw[10] = static_cast<char>(raw[10] ^ 1);
  EXPECT_EQ(Cause(head + EncodeBase64Url(raw)), "accepted");
  EXPECT_EQ(Cause(head + EncodeBase64Url(raw + '\0')), "SIGNATURE");
}

TEST_F(TokenTest, SwappedKid_IsRefused) {
  const auto other = *Minter::Generate(KeyKind::kEs256);
  WriteText(KeyFile(), KeySetJson({&Es(), &Rs(), other.get()}));
  verifier_ = Make(Options());
  const std::string payload = Minter::PayloadJson(Claims());
  // Signed by one key, names the other of the same kind.
  EXPECT_EQ(Cause(*other->SignRaw(Es().HeaderJson(), payload)), "SIGNATURE");
  // Names a key of the other kind.
  const std::string header = absl::StrReplaceAll(Es().HeaderJson(), {{Es().kid(), Rs().kid()}});
  EXPECT_EQ(Cause(*Es().SignRaw(header, payload)), "ALGORITHM");
  EXPECT_EQ(Cause(*Es().SignRaw(R"({"alg":"ES256","typ":"JWT","kid":"nobody"})", payload)), "KEY");
  EXPECT_EQ(Cause(*Es().SignRaw(R"({"alg":"ES256","typ":"JWT"})", payload)), "KEY");
}

TEST_F(TokenTest, Header_CritTypAndForeignKeys_AreRefused) {
  EXPECT_EQ(CauseWithHeader(Header("ES256", R"(,"crit":["exp"])")), "CRITICAL");
  EXPECT_EQ(CauseWithHeader(Header("ES256", R"(,"jku":"https://evil.example/keys")")), "HEADER");
  EXPECT_EQ(CauseWithHeader(Header("ES256", absl::StrCat(",\"jwk\":", Es().PublicJwk()))),
            "HEADER");
  EXPECT_EQ(CauseWithHeader(absl::StrReplaceAll(Header("ES256"), {{"JWT", "JWE"}})), "TYPE");
  EXPECT_EQ(CauseWithHeader(absl::StrCat(R"({"alg":"ES256","kid":")", Es().kid(), "\"}")), "TYPE");
  EXPECT_EQ(CauseWithHeader(Header("ES256", R"(,"alg":"none")")), "HEADER");
  EXPECT_EQ(CauseWithHeader("[]"), "HEADER");
  EXPECT_EQ(CauseWithHeader(Header("ES256") + "x"), "HEADER");
}

TEST_F(TokenTest, MissingClaims_AreRefused) {
  EXPECT_EQ(CauseWith("\"iss\"", "\"isx\""), "CLAIMS");
  EXPECT_EQ(CauseWith("\"aud\"", "\"aux\""), "CLAIMS");
  EXPECT_EQ(CauseWith("\"sub\"", "\"sux\""), "CLAIMS");
  EXPECT_EQ(CauseWith("\"org\"", "\"orx\""), "CLAIMS");
  EXPECT_EQ(CauseWith("\"exp\"", "\"exx\""), "CLAIMS");
  EXPECT_EQ(CauseWith("\"iat\"", "\"iax\""), "CLAIMS");
  EXPECT_EQ(CauseWith("\"roles\"", "\"rolex\""), "ROLES");
}

TEST_F(TokenTest, DuplicateClaims_AreRefused) {
  EXPECT_EQ(CauseWith("{\"iss\"", R"({"org":"other","iss")"), "CLAIMS");
  EXPECT_EQ(CauseWith("}", R"(,"sub":"bob"})"), "CLAIMS");
  // An escaped spelling of the same name.
  EXPECT_EQ(CauseWith("{\"iss\"", "{\"\\u006frg\":\"x\",\"iss\""), "CLAIMS");
}

TEST_F(TokenTest, ClaimsOfTheWrongKind_AreRefused) {
  EXPECT_EQ(CauseWith("\"sub\":\"alice\"", "\"sub\":7"), "CLAIMS");
  EXPECT_EQ(CauseWith("\"sub\":\"alice\"", "\"sub\":\"\""), "CLAIMS");
  EXPECT_EQ(CauseWith("\"exp\":1795521600", "\"exp\":\"1795521600\""), "CLAIMS");
  EXPECT_EQ(CauseWith("\"exp\":1795521600", "\"exp\":1.7955216e9"), "CLAIMS");
  EXPECT_EQ(CauseWith("\"exp\":1795521600", "\"exp\":99999999999999"), "CLAIMS");
  EXPECT_EQ(CauseWith("[\"hr_advisor\",\"sponsor\"]", "\"hr_advisor\""), "ROLES");
  EXPECT_EQ(CauseWith("[\"hr_advisor\",\"sponsor\"]", "[]"), "ROLES");
  EXPECT_EQ(CauseWith("\"org\":\"acme\"", "\"org\":\"Acme/../x\""), "ORGANIZATION");
  EXPECT_EQ(CauseWith("}", R"(,"party":"acme"})"), "PARTY");
  EXPECT_EQ(CauseWith("}", R"(,"party":"contracts/c1"})"), "PARTY");
}

TEST_F(TokenTest, IssuerAndAudience_MustBeOurs) {
  EXPECT_EQ(CauseWith("https://id.example", "https://id.example/"), "ISSUER");
  EXPECT_EQ(CauseWith("\"aud\":\"interim\"", "\"aud\":\"other\""), "AUDIENCE");
  EXPECT_EQ(CauseWith("\"aud\":\"interim\"", "\"aud\":[\"other\",\"interim2\"]"), "AUDIENCE");
  EXPECT_EQ(CauseWith("\"aud\":\"interim\"", "\"aud\":[]"), "AUDIENCE");
  EXPECT_EQ(CauseWith("\"aud\":\"interim\"", "\"aud\":[\"other\",\"interim\"]"), "accepted");
}

TEST_F(TokenTest, Expiry_HasExactlyTheLeeway) {
  const absl::Time expires = kNow + absl::Hours(1);
  const std::string token = *Es().Mint(Claims());
  EXPECT_EQ(Cause(token, expires + absl::Seconds(59)), "accepted");
  EXPECT_EQ(Cause(token, expires + absl::Seconds(60)), "EXPIRED");
  EXPECT_EQ(Cause(token, expires + absl::Seconds(61)), "EXPIRED");
  EXPECT_EQ(ReasonOf(verifier_->Verify(token, expires + absl::Seconds(61)).status()),
            "TOKEN_EXPIRED");
}

TEST_F(TokenTest, FutureTimes_HaveExactlyTheLeeway) {
  const std::string token = *Es().Mint(Claims());
  EXPECT_EQ(Cause(token, kNow - absl::Seconds(60)), "accepted");
  EXPECT_EQ(Cause(token, kNow - absl::Seconds(61)), "NOT_YET_VALID");
  const std::string payload =
      absl::StrReplaceAll(Minter::PayloadJson(Claims()), {{"\"nbf\"", "\"nbx\""}});
  const std::string without = *Es().SignRaw(Es().HeaderJson(), payload);
  EXPECT_EQ(Cause(without, kNow - absl::Seconds(60)), "accepted");
  EXPECT_EQ(Cause(without, kNow - absl::Seconds(61)), "ISSUED_IN_FUTURE");
}

TEST_F(TokenTest, Size_EightKibibytesAtMost) {
  TokenClaims claims = Claims();
  const auto of_size = [&](std::size_t pad) {
    const std::string payload = absl::StrReplaceAll(
        Minter::PayloadJson(claims),
        {{"{\"iss\"", absl::StrCat("{\"pad\":\"", std::string(pad, 'x'), "\",\"iss\"")}});
    return *Es().SignRaw(Es().HeaderJson(), payload);
  };
  std::size_t pad = 5000;
  while (of_size(pad).size() < kMaxTokenBytes) ++pad;
  EXPECT_EQ(Cause(of_size(pad - 1)), "accepted");
  while (of_size(pad).size() <= kMaxTokenBytes) ++pad;
  EXPECT_EQ(Cause(of_size(pad)), "SIZE");
  EXPECT_EQ(Cause(std::string(9 * 1024, 'a')), "SIZE");
}

TEST_F(TokenTest, TrailingBytesAndBadEncoding_AreRefused) {
  const std::string token = *Es().Mint(Claims());
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  EXPECT_EQ(Cause(token + "."), "FORMAT");
  EXPECT_EQ(Cause(token + ".x"), "FORMAT");
  EXPECT_EQ(Cause(parts[0] + "." + parts[1]), "FORMAT");
  EXPECT_EQ(Cause("x"), "FORMAT");
  for (absl::string_view tail : {"=", "==", " ", "\n", "A", "+", "/"}) {
    EXPECT_THAT(Cause(absl::StrCat(token, tail)), testing::AnyOf("ENCODING", "SIGNATURE")) << tail;
  }
  EXPECT_EQ(Cause(absl::StrCat(parts[0], "=.", parts[1], ".", parts[2])), "ENCODING");
  // Unused bits of the last character: another spelling of the same signature.
  std::string twin = token;
  const std::size_t at = std::string("AQgw").find(twin.back());
  ASSERT_NE(at, std::string::npos);
  twin.back() = "BRhx"[at];
  EXPECT_EQ(Cause(twin), "ENCODING");
}

TEST_F(TokenTest, NoToken_HasItsOwnReason) {
  EXPECT_EQ(Cause(""), "MISSING");
  EXPECT_EQ(ReasonOf(verifier_->Verify("", kNow).status()), "TOKEN_MISSING");
}

TEST_F(TokenTest, Cache_AnswersTheSameTokenAndNoOther) {
  const std::string token = *Es().Mint(Claims());
  EXPECT_EQ(Cause(token), "accepted");
  EXPECT_EQ(verifier_->cache_hits(), 0U);
  EXPECT_EQ(Cause(token, kNow + absl::Seconds(59)), "accepted");
  EXPECT_EQ(verifier_->cache_hits(), 1U);
  EXPECT_EQ(Cause(token, kNow + absl::Seconds(60)), "accepted");  // checked anew after 60 s
  EXPECT_EQ(verifier_->cache_hits(), 1U);
  std::string changed = token;
  changed[changed.size() - 10] = changed[changed.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(Cause(changed), "SIGNATURE");
}

TEST_F(TokenTest, Cache_EndsWithTheToken) {
  TokenClaims claims = Claims();
  claims.lifetime = absl::Seconds(10);
  const std::string token = *Es().Mint(claims);
  EXPECT_EQ(Cause(token), "accepted");
  EXPECT_EQ(Cause(token, kNow + absl::Seconds(9)), "accepted");
  EXPECT_EQ(verifier_->cache_hits(), 1U);
  EXPECT_EQ(Cause(token, kNow + absl::Seconds(10)), "accepted");  // leeway, but not from the cache
  EXPECT_EQ(verifier_->cache_hits(), 1U);
}

TEST_F(TokenTest, Cache_StaysBelowItsSize) {
  TokenOptions options = Options();
  options.cache_entries = 16;  // one a shard
  verifier_ = Make(options);
  TokenClaims claims = Claims();
  std::vector<std::string> tokens;
  for (int i = 0; i < 64; ++i) {
    claims.subject = absl::StrCat("person-", i);
    tokens.push_back(*Es().Mint(claims));
    EXPECT_EQ(Cause(tokens.back()), "accepted");
  }
  for (const std::string& token : tokens) EXPECT_EQ(Cause(token), "accepted");
  EXPECT_LE(verifier_->cache_hits(), 16U);
}

TEST_F(TokenTest, KeyFile_ReplacedKeys_CountWithinASecond) {
  const std::string old_token = *Es().Mint(Claims());
  EXPECT_EQ(Cause(old_token), "accepted");
  const auto fresh = *Minter::Generate(KeyKind::kEs256);
  ASSERT_TRUE(WriteKeySet(KeyFile(), {fresh.get()}).ok());
  const absl::Time later = kNow + absl::Seconds(1);
  EXPECT_EQ(Cause(*fresh->Mint(Claims()), later), "accepted");
  EXPECT_EQ(Cause(old_token, later), "KEY");
  EXPECT_TRUE(verifier_->reread_status().ok());
}

TEST_F(TokenTest, KeyFile_Broken_LeavesTheOldKeys) {
  const std::string token = *Es().Mint(Claims());
  WriteText(KeyFile(), "{\"keys\":[");
  EXPECT_EQ(Cause(token, kNow + absl::Seconds(2)), "accepted");
  EXPECT_FALSE(verifier_->reread_status().ok());
}

TEST_F(TokenTest, UnusableFile_IsTriedAgainWithTheSameStamp_AndToldOnceEachWay) {
  WriteText(RevocationFile(), "# nothing yet\n");
  std::vector<bool> told;
  TokenOptions options = Options();
  options.revocation_file = RevocationFile();
  options.on_reread = [&](const absl::Status& status) { told.push_back(status.ok()); };
  verifier_ = Make(options);
  TokenClaims claims = Claims();
  claims.token_id = "t-1";
  const std::string token = *Es().Mint(claims);
  EXPECT_EQ(Cause(token), "accepted");
  WriteText(RevocationFile(), "jtx t-1\n");
  struct stat stamp {};
  ASSERT_EQ(stat(RevocationFile().c_str(), &stamp), 0);
  EXPECT_EQ(Cause(token, kNow + absl::Seconds(1)), "accepted") << "the old list still counts";
  EXPECT_EQ(Cause(token, kNow + absl::Seconds(2)), "accepted");
  EXPECT_FALSE(verifier_->reread_status().ok());
  EXPECT_EQ(told, std::vector<bool>{false});
  // Usable from here on, and nothing but a new try can tell.
  std::fstream(RevocationFile(), std::ios::in | std::ios::out) << "jti t-1\n";
  const timespec times[] = {stamp.st_atim, stamp.st_mtim};
  ASSERT_EQ(utimensat(AT_FDCWD, RevocationFile().c_str(), times, 0), 0);
  EXPECT_EQ(Cause(token, kNow + absl::Seconds(3)), "REVOKED");
  EXPECT_TRUE(verifier_->reread_status().ok());
  EXPECT_EQ(told, (std::vector<bool>{false, true}));
}

TEST_F(TokenTest, Revocations_ByTokenAndByPrincipal_AlsoForCachedTokens) {
  WriteText(RevocationFile(), "# nothing yet\n");
  TokenOptions options = Options();
  options.revocation_file = RevocationFile();
  verifier_ = Make(options);
  TokenClaims claims = Claims();
  claims.token_id = "t-1";
  const std::string first = *Es().Mint(claims);
  claims.token_id = "t-2";
  claims.subject = "bob";
  const std::string second = *Es().Mint(claims);
  EXPECT_EQ(Cause(first), "accepted");
  EXPECT_EQ(Cause(second), "accepted");
  WriteText(RevocationFile(), "jti t-1   # lost phone\nprincipal other/bob\n");
  EXPECT_EQ(Cause(first, kNow + absl::Seconds(1)), "REVOKED");
  EXPECT_EQ(Cause(second, kNow + absl::Seconds(1)), "accepted");
  const std::int64_t issued = absl::ToUnixSeconds(kNow);
  WriteText(RevocationFile(), absl::StrCat("principal acme/bob ", issued, "\n"));
  EXPECT_EQ(Cause(second, kNow + absl::Seconds(3)), "accepted");
  WriteText(RevocationFile(), absl::StrCat("principal acme/bob ", issued + 1, " # day after\n"));
  EXPECT_EQ(Cause(second, kNow + absl::Seconds(5)), "REVOKED");
  EXPECT_EQ(ReasonOf(verifier_->Verify(second, kNow + absl::Seconds(5)).status()), "TOKEN_REVOKED");
}

TEST_F(TokenTest, Create_RefusesBadFilesAndOptions) {
  const auto reason = [](TokenOptions options) {
    return ReasonOf(TokenVerifier::Create(std::move(options)).status());
  };
  TokenOptions options = Options();
  options.key_set_file = folder_ + "/absent.json";
  EXPECT_EQ(reason(options), "KEY_SET_INVALID");
  options = Options();
  options.revocation_file = folder_ + "/absent";
  EXPECT_EQ(reason(options), "REVOCATIONS_INVALID");
  WriteText(RevocationFile(), "jti\n");
  options.revocation_file = RevocationFile();
  EXPECT_EQ(reason(options), "REVOCATIONS_INVALID");
  options = Options();
  options.audience = "";
  EXPECT_EQ(reason(options), "TOKEN_OPTIONS_INVALID");
}

TEST(KeySetTest, UnsoundKeys_RefuseTheSet) {
  const std::string good = Es().PublicJwk();
  const auto ok = [](absl::string_view list) {
    return KeySet::Parse(absl::StrCat("{\"keys\":[", list, "]}")).ok();
  };
  EXPECT_TRUE(ok(good));
  EXPECT_FALSE(ok(""));
  EXPECT_FALSE(ok(absl::StrCat(good, ",", good)));  // duplicate kid
  EXPECT_FALSE(ok(absl::StrReplaceAll(good, {{"\"kid\"", "\"kix\""}})));
  EXPECT_FALSE(ok(absl::StrReplaceAll(good, {{"P-256", "P-384"}})));
  // A point that is not on the curve.
  const std::string zeros = EncodeBase64Url(std::string(32, '\x01'));
  EXPECT_FALSE(ok(absl::StrCat(R"({"kty":"EC","crv":"P-256","kid":"k","x":")", zeros, R"(","y":")",
                               zeros, "\"}")));
  // RSA with 1024 bits.
  EXPECT_FALSE(ok(absl::StrCat(R"({"kty":"RSA","kid":"k","e":"AQAB","n":")",
                               EncodeBase64Url(std::string(128, '\xFF')), "\"}")));
  // Keys for another purpose are passed over.
  EXPECT_TRUE(ok(absl::StrCat(R"({"kty":"OKP","crv":"Ed25519","x":"AA"},)"
                              R"({"kty":"RSA","use":"enc","kid":"z"},)",
                              good)));
  EXPECT_FALSE(KeySet::Parse("{\"keys\":[" + good + "]}x").ok());
}

TEST(MinterTest, PrivateKey_IsWrittenForTheOwnerAlone_AndReadBack) {
  const std::string path = NewFolder() + "/key.pem";
  for (const Minter* minter : {&Es(), &Rs()}) {
    ASSERT_TRUE(minter->WritePrivateKey(path).ok());
    struct stat info {};
    ASSERT_EQ(stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0400U);
    const auto again = Minter::ReadFile(path);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ((*again)->kid(), minter->kid());
    EXPECT_EQ((*again)->kind(), minter->kind());
  }
  EXPECT_EQ(ReasonOf(Minter::ReadFile(path + ".absent").status()), "PRIVATE_KEY_INVALID");
  EXPECT_EQ(ReasonOf(Es().WritePrivateKey("/nonexistent/key.pem")), "FILE_NOT_WRITTEN");
}

}  // namespace
}  // namespace interim::rpc
