// A TCP relay in front of a server whose way back can be held up: a client that does not read.
#ifndef INTERIM_COMMON_RPC_TESTING_SLOW_PROXY_H_
#define INTERIM_COMMON_RPC_TESTING_SLOW_PROXY_H_

#include <atomic>
#include <string>
#include <thread>

namespace interim::rpctest {

// Takes one connection at a time on a free loopback port.
class SlowProxy {
 public:
  // `target`: "127.0.0.1:port".
  explicit SlowProxy(const std::string& target);
  ~SlowProxy();
  SlowProxy(const SlowProxy&) = delete;
  SlowProxy& operator=(const SlowProxy&) = delete;

  std::string address() const;
  // From now on nothing of what the server sends is read; Release reads on.
  void Hold() { held_ = true; }
  void Release() { held_ = false; }

 private:
  void Run();
  void Relay(int client, int server);

  const int target_port_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> held_{false};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace interim::rpctest

#endif  // INTERIM_COMMON_RPC_TESTING_SLOW_PROXY_H_
