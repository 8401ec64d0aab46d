// A TCP relay in front of a server whose way back can be slowed down or held up: a client that
// reads slowly, or not at all.
//
// What it has not read stays with the server: its receive buffer holds a few kilobytes only, so the
// kernel takes nothing more off the server's hands.
#ifndef INTERIM_COMMON_RPC_TESTING_SLOW_PROXY_H_
#define INTERIM_COMMON_RPC_TESTING_SLOW_PROXY_H_

#include <atomic>
#include <cstdint>
#include <limits>
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
  // From now on at most this much is read of what the server sends, every 10 ms; 0 is nothing.
  void Slow(std::int64_t bytes_a_look) { allowance_ = bytes_a_look; }
  // Reads on as fast as it comes.
  void Release() { allowance_ = kAll; }
  // How much of what the server sent has been passed on to the client.
  std::int64_t passed_back() const { return passed_back_; }

 private:
  static constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();
  void Run();
  void Relay(int client, int server);

  const int target_port_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<std::int64_t> allowance_{kAll};
  std::atomic<std::int64_t> passed_back_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace interim::rpctest

#endif  // INTERIM_COMMON_RPC_TESTING_SLOW_PROXY_H_
