// A real redis-server on a free port of this machine, for tests.
#ifndef INTERIM_COMMON_REDIS_TESTING_REAL_REDIS_H_
#define INTERIM_COMMON_REDIS_TESTING_REAL_REDIS_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace interim::redis {

// Ends with the object, and with the process should that crash. Used by one thread.
class RealRedis {
 public:
  // Starts a server in a folder of its own and waits until it answers. `settings` are more
  // arguments of redis-server ("--appendonly", "yes").
  //   errors  UNAVAILABLE with what went wrong
  static absl::StatusOr<std::unique_ptr<RealRedis>> Start(
      const std::vector<std::string>& settings = {});
  ~RealRedis();
  RealRedis(const RealRedis&) = delete;
  RealRedis& operator=(const RealRedis&) = delete;

  int port() const { return port_; }
  // "127.0.0.1:<port>".
  std::string address() const;

  // SIGKILL, and waits for its end. The data in memory is gone.
  void Kill();
  // Starts it again on the same port after Kill, and waits until it answers.
  absl::Status Restart();
  // SIGSTOP: takes connections and answers nothing. SIGCONT.
  void Pause();
  void Resume();
  // Sends one command without arguments in quotes, such as "FLUSHALL" or "SET a b", and returns the
  // raw first line of the answer ("+OK").
  std::string Tell(const std::string& command);

 private:
  RealRedis() = default;
  absl::Status Spawn();
  bool Answers();

  pid_t pid_ = -1;
  int port_ = 0;
  std::string folder_;
  std::vector<std::string> settings_;
};

}  // namespace interim::redis

#endif  // INTERIM_COMMON_REDIS_TESTING_REAL_REDIS_H_
