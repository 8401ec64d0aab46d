#include "common/observe/operations_server.h"

#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"

// Three fixed pages for one scraper and one prober do not need a web server: a loop over poll() on
// one thread answers them, and ends at once when told to.
namespace interim {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kMaxConnections = 32;
constexpr std::size_t kMaxRequestBytes = 8 * 1024;
constexpr std::chrono::seconds kConnectionLimit{5};

// Closes what it holds.
class Socket {
 public:
  explicit Socket(int fd = -1) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

struct Connection {
  Socket socket;
  steady_clock::time_point end;
  std::string in;
  std::string out;  // empty until the request is complete
  std::size_t sent = 0;
};

// "host:port", the host perhaps in brackets.
Socket Listen(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return Socket();
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.empty() ? nullptr : host.c_str(), address.substr(colon + 1).c_str(), &hints,
                  &found) != 0) {
    return Socket();
  }
  Socket result;
  for (const addrinfo* at = found; at != nullptr && result.get() < 0; at = at->ai_next) {
    Socket made(socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(made.get(), at->ai_addr, at->ai_addrlen) == 0 &&
        listen(made.get(), static_cast<int>(kMaxConnections)) == 0) {
      result = std::move(made);
    }
  }
  freeaddrinfo(found);
  return result;
}

int PortOf(const Socket& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  char port[8] = "0";
  getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  getnameinfo(reinterpret_cast<sockaddr*>(&address), size, nullptr, 0, port, sizeof port,
              NI_NUMERICSERV);
  return std::atoi(port);
}

std::string Answer(int code, absl::string_view type, absl::string_view body, bool with_body) {
  const absl::string_view phrase = code == 200   ? "OK"
                                   : code == 404 ? "Not Found"
                                   : code == 503 ? "Service Unavailable"
                                                 : "Method Not Allowed";
  return absl::StrCat("HTTP/1.1 ", code, " ", phrase, "\r\nContent-Type: ", type,
                      "\r\nContent-Length: ", body.size(),
                      "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
                      with_body ? body : "");
}

}  // namespace

struct OperationsServer::Impl {
  const Metrics* metrics = nullptr;
  std::function<Readiness()> readiness;
  Socket listener;
  Socket wake;  // eventfd: readable when it is time to stop
  int port = 0;
  std::vector<Connection> connections;
  std::thread thread;

  ~Impl() {
    const std::uint64_t one = 1;
    if (thread.joinable() && write(wake.get(), &one, sizeof one) == sizeof one) thread.join();
  }

  void Run();
  void Accept();
  // False when the connection is done with.
  bool Serve(Connection& connection) const;
  std::string Page(absl::string_view request) const;
};

std::string OperationsServer::Impl::Page(absl::string_view request) const {
  constexpr absl::string_view kJson = "application/json";
  const std::size_t first = request.find(' ');
  const std::size_t second = request.find_first_of(" \r?", first + 1);
  const absl::string_view method = request.substr(0, first);
  const absl::string_view path =
      first == absl::string_view::npos ? "" : request.substr(first + 1, second - first - 1);
  const bool with_body = method == "GET";
  if (!with_body && method != "HEAD") return Answer(405, kJson, "{}\n", true);
  if (path == "/livez") return Answer(200, kJson, "{\"alive\":true}\n", with_body);
  if (path == "/metrics") {
    return Answer(200, "text/plain; version=0.0.4", metrics->Text(), with_body);
  }
  if (path != "/readyz") return Answer(404, kJson, "{}\n", with_body);
  const Readiness missing = readiness ? readiness() : Readiness();
  if (missing.empty()) return Answer(200, kJson, "{\"ready\":true}\n", with_body);
  std::string body = "{\"ready\":false,\"reasons\":[";
  for (const std::string& reason : missing) {
    absl::StrAppend(&body, &reason == &missing.front() ? "" : ",", "\"", reason, "\"");
  }
  return Answer(503, kJson, body + "]}\n", with_body);
}

bool OperationsServer::Impl::Serve(Connection& connection) const {
  const int fd = connection.socket.get();
  if (connection.out.empty()) {
    char buffer[2048];
    const ssize_t got = recv(fd, buffer, sizeof buffer, 0);
    if (got <= 0) return got < 0 && errno == EAGAIN;
    connection.in.append(buffer, static_cast<std::size_t>(got));
    if (connection.in.size() > kMaxRequestBytes) return false;
    if (!absl::StrContains(connection.in, "\r\n\r\n")) return true;
    connection.out = Page(connection.in);
  }
  const ssize_t sent = send(fd, connection.out.data() + connection.sent,
                            connection.out.size() - connection.sent, MSG_NOSIGNAL);
  if (sent < 0) return errno == EAGAIN;
  connection.sent += static_cast<std::size_t>(sent);
  return connection.sent < connection.out.size();
}

void OperationsServer::Impl::Accept() {
  Socket accepted(accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (accepted.get() < 0 || connections.size() >= kMaxConnections) return;
  connections.push_back(
      {.socket = std::move(accepted), .end = steady_clock::now() + kConnectionLimit});
}

void OperationsServer::Impl::Run() {
  std::vector<pollfd> waits;
  while (true) {
    waits = {{wake.get(), POLLIN, 0}, {listener.get(), POLLIN, 0}};
    for (const Connection& connection : connections) {
      const short event = connection.out.empty() ? POLLIN : POLLOUT;
      waits.push_back({connection.socket.get(), event, 0});
    }
    poll(waits.data(), waits.size(), connections.empty() ? -1 : 1000);
    if (waits[0].revents != 0) return;
    const auto now = steady_clock::now();
    std::vector<Connection> kept;
    for (std::size_t i = 0; i < connections.size(); ++i) {
      const bool ready = waits[i + 2].revents != 0;
      if (now < connections[i].end && (!ready || Serve(connections[i]))) {
        kept.push_back(std::move(connections[i]));
      }
    }
    connections = std::move(kept);
    if (waits[1].revents != 0) Accept();
  }
}

OperationsServer::OperationsServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OperationsServer::~OperationsServer() = default;

int OperationsServer::port() const { return impl_->port; }

absl::StatusOr<std::unique_ptr<OperationsServer>> OperationsServer::Start(
    const OperationsOptions& options, const Metrics& metrics,
    std::function<Readiness()> readiness) {
  auto impl = std::make_unique<Impl>();
  impl->metrics = &metrics;
  impl->readiness = std::move(readiness);
  impl->listener = Listen(options.address);
  impl->wake = Socket(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (impl->listener.get() < 0 || impl->wake.get() < 0) {
    return MakeError({.code = absl::StatusCode::kUnavailable,
                      .reason = "OPERATIONS_PORT",
                      .message = absl::StrCat("cannot listen on ", options.address),
                      .metadata = {{"address", options.address}}});
  }
  impl->port = PortOf(impl->listener);
  impl->thread = std::thread([self = impl.get()] { self->Run(); });
  return std::unique_ptr<OperationsServer>(new OperationsServer(std::move(impl)));
}

}  // namespace interim
