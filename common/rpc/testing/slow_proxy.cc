#include "common/rpc/testing/slow_proxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace interim::rpctest {
namespace {

constexpr int kLookMs = 10;

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Passes on what is there; false at the end of the connection.
bool Pass(int from, int to) {
  char buffer[16 * 1024];
  const ssize_t got = recv(from, buffer, sizeof(buffer), 0);
  if (got <= 0) return false;
  for (ssize_t done = 0; done < got;) {
    const ssize_t sent =
        send(to, buffer + done, static_cast<std::size_t>(got - done), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    done += sent;
  }
  return true;
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
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
      Relay(client, server);
    }
    close(client);
    close(server);
  }
}

void SlowProxy::Relay(int client, int server) {
  while (!stop_) {
    pollfd waits[] = {{client, POLLIN, 0}, {held_ ? -1 : server, POLLIN, 0}};
    if (poll(waits, 2, kLookMs) < 0) return;
    if (waits[0].revents != 0 && !Pass(client, server)) return;
    if (waits[1].revents != 0 && !Pass(server, client)) return;
  }
}

}  // namespace interim::rpctest
