#include "common/rpc/token.h"

#include <openssl/evp.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/mutex.h"
#include "common/core/status_macros.h"
#include "common/rpc/key_set.h"
#include "common/rpc/token_check.h"

namespace interim::rpc {
namespace {

constexpr std::size_t kShards = 16;

absl::Status NotStarted(absl::string_view reason, absl::string_view message) {
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = std::string(reason),
                    .message = std::string(message)});
}

// ---- files ----

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.good() && !in.eof()) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  if (!in.is_open()) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return text;
}

// What tells two versions of a file apart.
struct FileStamp {
  std::int64_t seconds = 0;
  std::int64_t nanos = 0;
  std::int64_t size = -1;
  std::uint64_t inode = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

FileStamp StampOf(const std::string& path) {
  struct stat info {};
  if (path.empty() || ::stat(path.c_str(), &info) != 0) return {};
  return {info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_size, info.st_ino};
}

// ---- cache ----

using Digest = std::array<unsigned char, 32>;

struct DigestHash {
  std::size_t operator()(const Digest& digest) const {
    std::size_t value = 0;
    std::memcpy(&value, digest.data(), sizeof value);
    return value;
  }
};

// Reuses one context per thread: setting one up costs more than hashing a token.
bool HashToken(const EVP_MD* sha256, absl::string_view token, Digest& out) {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  unsigned size = 0;
  return context != nullptr && EVP_DigestInit_ex2(context.get(), sha256, nullptr) == 1 &&
         EVP_DigestUpdate(context.get(), token.data(), token.size()) == 1 &&
         EVP_DigestFinal_ex(context.get(), out.data(), &size) == 1 && size == out.size();
}

struct CacheEntry {
  Principal principal;
  absl::Time from;
  absl::Time until;
  std::uint64_t generation = 0;
};

struct CacheShard {
  Mutex mutex;
  absl::flat_hash_map<Digest, CacheEntry, DigestHash> entries ABSL_GUARDED_BY(mutex);
};

}  // namespace

struct TokenVerifier::Impl {
  explicit Impl(TokenOptions from)
      : options(std::move(from)), sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr)) {}
  ~Impl() { EVP_MD_free(sha256); }

  struct Files {
    std::shared_ptr<const KeySet> keys;
    std::shared_ptr<const Revocations> revoked;
  };

  absl::StatusOr<std::shared_ptr<const KeySet>> ReadKeys() const {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(options.key_set_file));
    return KeySet::Parse(text);
  }
  absl::StatusOr<std::shared_ptr<const Revocations>> ReadRevocations() const {
    if (options.revocation_file.empty()) return std::make_shared<const Revocations>();
    ASSIGN_OR_RETURN(const std::string text, ReadFile(options.revocation_file));
    ASSIGN_OR_RETURN(Revocations revoked, Revocations::Parse(text));
    return std::make_shared<const Revocations>(std::move(revoked));
  }

  // Looks at the files when it is time; only one thread at a time does.
  void MaybeReread(absl::Time now);
  void Reread(const FileStamp& new_key_stamp, const FileStamp& new_revocation_stamp);
  std::optional<Principal> FindCached(const Digest& digest, absl::Time now);
  void Remember(const Digest& digest, const VerifiedToken& verified, std::uint64_t at_generation,
                absl::Time now);
  CacheShard& ShardOf(const Digest& digest) { return shards[digest[31] % kShards]; }

  const TokenOptions options;
  EVP_MD* const sha256;
  std::atomic<std::int64_t> looked_at{0};    // `now` of the latest look, nanoseconds
  std::atomic<std::uint64_t> generation{1};  // +1 with each new file content
  std::atomic<std::size_t> hits{0};
  mutable Mutex mutex;
  Files files ABSL_GUARDED_BY(mutex);
  FileStamp key_stamp ABSL_GUARDED_BY(mutex);
  FileStamp revocation_stamp ABSL_GUARDED_BY(mutex);
  // Of the latest try; a file that could not be used is tried again at each look, whatever its
  // stamp says: what was in the way (rights, descriptors) leaves no mark on it.
  absl::Status keys_read ABSL_GUARDED_BY(mutex);
  absl::Status revocations_read ABSL_GUARDED_BY(mutex);
  std::array<CacheShard, kShards> shards;
};

void TokenVerifier::Impl::MaybeReread(absl::Time now) {
  const std::int64_t nanos = absl::ToUnixNanos(now);
  std::int64_t before = looked_at.load(std::memory_order_relaxed);
  const std::int64_t passed = nanos - before;
  if (passed >= 0 && passed < absl::ToInt64Nanoseconds(options.reread_after)) return;
  if (!looked_at.compare_exchange_strong(before, nanos)) return;
  Reread(StampOf(options.key_set_file), StampOf(options.revocation_file));
}

void TokenVerifier::Impl::Reread(const FileStamp& new_key_stamp,
                                 const FileStamp& new_revocation_stamp) {
  bool new_keys = false;
  bool new_revocations = false;
  absl::Status before;
  {
    MutexLock lock(mutex);
    new_keys = new_key_stamp != key_stamp || !keys_read.ok();
    new_revocations = new_revocation_stamp != revocation_stamp || !revocations_read.ok();
    before = keys_read.ok() ? revocations_read : keys_read;
  }
  if (!new_keys && !new_revocations) return;
  absl::StatusOr<std::shared_ptr<const KeySet>> keys = absl::UnknownError("not read");
  absl::StatusOr<std::shared_ptr<const Revocations>> revoked = absl::UnknownError("not read");
  if (new_keys) keys = ReadKeys();
  if (new_revocations) revoked = ReadRevocations();
  absl::Status after;
  {
    MutexLock lock(mutex);
    if (new_keys) {
      key_stamp = new_key_stamp;
      keys_read = keys.status();
    }
    if (new_revocations) {
      revocation_stamp = new_revocation_stamp;
      revocations_read = revoked.status();
    }
    if (keys.ok()) files.keys = *keys;
    if (revoked.ok()) files.revoked = *revoked;
    after = keys_read.ok() ? revocations_read : keys_read;
  }
  // What the cache holds stands as long as the content does.
  if (keys.ok() || revoked.ok()) generation.fetch_add(1, std::memory_order_release);
  if (options.on_reread && before.ok() != after.ok()) options.on_reread(after);
}

std::optional<Principal> TokenVerifier::Impl::FindCached(const Digest& digest, absl::Time now) {
  CacheShard& shard = ShardOf(digest);
  const std::uint64_t current = generation.load(std::memory_order_acquire);
  MutexLock lock(shard.mutex);
  const auto found = shard.entries.find(digest);
  if (found == shard.entries.end()) return std::nullopt;
  const CacheEntry& entry = found->second;
  if (entry.generation != current || now < entry.from || now >= entry.until) {
    shard.entries.erase(found);
    return std::nullopt;
  }
  return entry.principal;
}

void TokenVerifier::Impl::Remember(const Digest& digest, const VerifiedToken& verified,
                                   std::uint64_t at_generation, absl::Time now) {
  const absl::Time until =
      std::min(now + options.cache_for, absl::FromUnixSeconds(verified.expires_at));
  if (until <= now) return;
  CacheShard& shard = ShardOf(digest);
  MutexLock lock(shard.mutex);
  if (shard.entries.size() >= std::max<std::size_t>(1, options.cache_entries / kShards)) {
    shard.entries.clear();
  }
  shard.entries.insert_or_assign(digest, CacheEntry{verified.principal, now, until, at_generation});
}

TokenVerifier::TokenVerifier(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TokenVerifier::~TokenVerifier() = default;

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Create(TokenOptions options) {
  if (options.issuer.empty() || options.audience.empty() || options.leeway < absl::ZeroDuration() ||
      options.cache_for < absl::ZeroDuration()) {
    return MakeError({.code = absl::StatusCode::kInvalidArgument,
                      .reason = "TOKEN_OPTIONS_INVALID",
                      .message = "issuer and audience are needed; no length may be negative"});
  }
  options.cache_for = std::min(options.cache_for, absl::Seconds(60));
  auto impl = std::make_unique<Impl>(std::move(options));
  const FileStamp key_stamp = StampOf(impl->options.key_set_file);
  const FileStamp revocation_stamp = StampOf(impl->options.revocation_file);
  absl::StatusOr<std::shared_ptr<const KeySet>> keys = impl->ReadKeys();
  if (!keys.ok()) {
    return NotStarted("KEY_SET_INVALID",
                      absl::StrCat(impl->options.key_set_file, ": ", keys.status().message()));
  }
  absl::StatusOr<std::shared_ptr<const Revocations>> revoked = impl->ReadRevocations();
  if (!revoked.ok()) {
    return NotStarted("REVOCATIONS_INVALID", absl::StrCat(impl->options.revocation_file, ": ",
                                                          revoked.status().message()));
  }
  {
    MutexLock lock(impl->mutex);
    impl->files = {*std::move(keys), *std::move(revoked)};
    impl->key_stamp = key_stamp;
    impl->revocation_stamp = revocation_stamp;
  }
  return std::unique_ptr<TokenVerifier>(new TokenVerifier(std::move(impl)));
}

absl::StatusOr<Principal> TokenVerifier::Verify(absl::string_view token, absl::Time now) {
  if (token.empty()) return RefuseToken("MISSING", "a bearer token is needed", "TOKEN_MISSING");
  if (token.size() > kMaxTokenBytes) return RefuseToken("SIZE", "the token is longer than 8 KiB");
  impl_->MaybeReread(now);
  Digest digest;
  const bool hashed = HashToken(impl_->sha256, token, digest);
  if (hashed) {
    std::optional<Principal> cached = impl_->FindCached(digest, now);
    if (cached.has_value()) {
      impl_->hits.fetch_add(1, std::memory_order_relaxed);
      return *std::move(cached);
    }
  }
  const std::uint64_t generation = impl_->generation.load(std::memory_order_acquire);
  Impl::Files files;
  {
    MutexLock lock(impl_->mutex);
    files = impl_->files;
  }
  ASSIGN_OR_RETURN(VerifiedToken verified,
                   CheckToken(token, *files.keys, *files.revoked, impl_->options, now));
  if (hashed) impl_->Remember(digest, verified, generation, now);
  return std::move(verified.principal);
}

absl::Status TokenVerifier::reread_status() const {
  MutexLock lock(impl_->mutex);
  return impl_->keys_read.ok() ? impl_->revocations_read : impl_->keys_read;
}

std::size_t TokenVerifier::cache_hits() const {
  return impl_->hits.load(std::memory_order_relaxed);
}

std::string TokenCause(const absl::Status& status) {
  const std::optional<ErrorSpec> spec = FindError(status);
  if (!spec.has_value()) return "";
  for (const auto& [key, value] : spec->metadata) {
    if (key == "cause") return value;
  }
  return "";
}

}  // namespace interim::rpc
