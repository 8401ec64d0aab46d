#include "common/rpc/testing/slow_proxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>

#include "absl/strings/str_cat.h"

namespace interim::rpctest {
namespace {

constexpr int kLookMs = 10;
constexpr int kReceiveBuffer = 4 * 1024;  // asked for before the connection is made, or it grows
constexpr std::int64_t kBuffer = 16 * 1024;

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Passes on what is there, at most `most` bytes; how much, or nothing at the end of the connection.
std::optional<std::int64_t> Pass(int from, int to, std::int64_t most) {
  char buffer[kBuffer];
  const auto room = static_cast<std::size_t>(std::min(most, kBuffer));
  const ssize_t got = recv(from, buffer, room, 0);
  if (got <= 0) return std::nullopt;
  for (ssize_t done = 0; done < got;) {
    const ssize_t sent =
        send(to, buffer + done, static_cast<std::size_t>(got - done), MSG_NOSIGNAL);
    if (sent <= 0) return std::nullopt;
    done += sent;
  }
  return got;
}

}  // namespace

SlowProxy::SlowProxy(const std::string& target)
    : target_port_(std::atoi(target.substr(target.rfind(':') + 1).c_str())),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, 4) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Run(); });
}

SlowProxy::~SlowProxy() {
  stop_ = true;
  thread_.join();
  close(listener_);
}

std::string SlowProxy::address() const { return absl::StrCat("127.0.0.1:", port_); }

void SlowProxy::Run() {
  while (!stop_) {
    pollfd waits{listener_, POLLIN, 0};
    if (poll(&waits, 1, kLookMs) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = Loopback(target_port_);
    setsockopt(server, SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof(kReceiveBuffer));
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
      Relay(client, server);
    }
    close(client);
    close(server);
  }
}

void SlowProxy::Relay(int client, int server) {
  using Clock = std::chrono::steady_clock;
  std::int64_t left = 0;  // of this look
  Clock::time_point next = Clock::now();
  while (!stop_) {
    if (Clock::now() >= next || allowance_ == kAll) {
      left = allowance_;
      next = Clock::now() + std::chrono::milliseconds(kLookMs);
    }
    pollfd waits[] = {{client, POLLIN, 0}, {left > 0 ? server : -1, POLLIN, 0}};
    if (poll(waits, 2, kLookMs) < 0) return;
    if (waits[0].revents != 0 && !Pass(client, server, kBuffer)) return;
    if (waits[1].revents == 0) continue;
    const std::optional<std::int64_t> passed = Pass(server, client, left);
    if (!passed) return;
    passed_back_ += *passed;
    left -= *passed;
  }
}

}  // namespace interim::rpctest
