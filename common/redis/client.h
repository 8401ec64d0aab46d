// Redis over hiredis: a pool of connections, scripts, time-outs and a breaker. hiredis itself is
// seen only in this folder.
#ifndef INTERIM_COMMON_REDIS_CLIENT_H_
#define INTERIM_COMMON_REDIS_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/observe/metrics.h"

struct redisReply;

namespace interim::redis {

// A part of an answer; valid as long as the Reply it came from.
class ReplyView {
 public:
  ReplyView() = default;
  explicit ReplyView(const redisReply* reply) : reply_(reply) {}

  bool IsNil() const;
  bool IsArray() const;
  // Text of a string or status; "" for all else.
  absl::string_view text() const;
  // Value of an integer, or of a text that is one; 0 for all else.
  std::int64_t integer() const;
  // Elements of an array; 0 for all else. `at` gives nil outside.
  std::size_t size() const;
  ReplyView at(std::size_t index) const;
  ReplyView operator[](std::size_t index) const { return at(index); }

 private:
  const redisReply* reply_ = nullptr;
};

// One answer; never an error (those become a status).
class Reply : public ReplyView {
 public:
  explicit Reply(redisReply* owned) : ReplyView(owned), owned_(owned) {}

 private:
  struct Free {
    void operator()(redisReply* reply) const;
  };
  std::unique_ptr<redisReply, Free> owned_;
};

struct Options {
  std::string host = "127.0.0.1";
  int port = 6379;
  std::string user;      // "" for the default user
  std::string password;  // "" for none
  int pool_size = 16;    // connections at most, 1..1024
  absl::Duration connect_timeout = absl::Milliseconds(100);
  absl::Duration command_timeout = absl::Milliseconds(50);
  absl::Duration ping_after = absl::Seconds(30);  // idle time after which a connection is tried
  Metrics* metrics = nullptr;                     // may be null; outlives the client
};

// A Lua script; known to Redis by its SHA-1 after the first call.
class Script {
 public:
  // Takes every key as a key argument and loops over nothing unbounded.
  explicit Script(std::string body);
  const std::string& body() const { return body_; }
  const std::string& sha1() const { return sha1_; }  // 40 hexadecimal digits

 private:
  std::string body_;
  std::string sha1_;
};

// Thread-safe. Every method errors with UNAVAILABLE REDIS_UNAVAILABLE and a retry delay (refused,
// broken or timed-out connection, no free connection, breaker open, Redis loading, read-only or
// without replicas), DEADLINE_EXCEEDED REDIS_NO_TIME (`budget` was used up before the command was
// sent), DATA_LOSS REDIS_DATA (a key of another kind) or INTERNAL REDIS_REFUSED (our mistake).
// Texts of Redis are logged, never returned. A command whose answer was lost may have been carried
// out.
class Client {
 public:
  // Connects lazily: Redis need not be there.
  //   errors  INVALID_ARGUMENT REDIS_OPTIONS_INVALID
  static absl::StatusOr<std::unique_ptr<Client>> Create(Options options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // One command, one round trip. `budget` is what the caller has left; the command time-out holds
  // where it is shorter.
  absl::StatusOr<Reply> Command(absl::Span<const absl::string_view> args, absl::Duration budget);
  // One script call: one round trip, two the first time after a start of Redis.
  absl::StatusOr<Reply> Eval(const Script& script, absl::Span<const absl::string_view> keys,
                             absl::Span<const absl::string_view> args, absl::Duration budget);
  // A command that waits up to `wait` inside Redis by its own argument (XREAD BLOCK).
  absl::StatusOr<Reply> Blocking(absl::Span<const absl::string_view> args, absl::Duration wait);
  // OK when Redis answers.
  absl::Status Ping(absl::Duration budget);

  // Closes idle connections; those in use close when they come back.
  void DropConnections();
  // True while calls fail at once.
  bool breaker_open() const;
  // Connections opened since the start, and open now; for tests.
  std::int64_t connections_opened() const;
  int connections() const;

 private:
  struct Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace interim::redis

#endif  // INTERIM_COMMON_REDIS_CLIENT_H_
