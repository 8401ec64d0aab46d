#include "common/observe/operations_server.h"

#include <civetweb.h>

#include <cstring>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"

namespace interim {

struct OperationsServer::Impl {
  const Metrics* metrics = nullptr;
  std::function<Readiness()> readiness;
  mg_context* context = nullptr;
  int port = 0;

  ~Impl() {
    if (context != nullptr) mg_stop(context);
  }
};

namespace {

bool IsRead(mg_connection* connection) {
  const char* method = mg_get_request_info(connection)->request_method;
  return std::strcmp(method, "GET") == 0 || std::strcmp(method, "HEAD") == 0;
}

// Answers and reports the HTTP status to the library.
int Answer(mg_connection* connection, int code, absl::string_view type, absl::string_view body) {
  const absl::string_view phrase = code == 200   ? "OK"
                                   : code == 503 ? "Service Unavailable"
                                                 : "Method Not Allowed";
  const std::string head =
      absl::StrCat("HTTP/1.1 ", code, " ", phrase, "\r\nContent-Type: ", type,
                   "\r\nContent-Length: ", body.size(), "\r\nCache-Control: no-store\r\n\r\n");
  mg_write(connection, head.data(), head.size());
  if (std::strcmp(mg_get_request_info(connection)->request_method, "HEAD") != 0) {
    mg_write(connection, body.data(), body.size());
  }
  return code;
}

constexpr absl::string_view kJson = "application/json";

template <class F>
int Handle(mg_connection* connection, F answer) {
  if (!IsRead(connection)) return Answer(connection, 405, kJson, "{}\n");
  return answer();
}

}  // namespace

OperationsServer::OperationsServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OperationsServer::~OperationsServer() = default;

int OperationsServer::port() const { return impl_->port; }

absl::StatusOr<std::unique_ptr<OperationsServer>> OperationsServer::Start(
    const OperationsOptions& options, const Metrics& metrics,
    std::function<Readiness()> readiness) {
  auto impl = std::make_unique<Impl>();
  impl->metrics = &metrics;
  impl->readiness = std::move(readiness);
  const char* settings[] = {"listening_ports",
                            options.address.c_str(),
                            "num_threads",
                            "2",
                            "request_timeout_ms",
                            "5000",
                            "enable_directory_listing",
                            "no",
                            nullptr};
  mg_init_library(0);
  mg_callbacks callbacks{};
  callbacks.log_message = [](const mg_connection*, const char*) { return 1; };
  impl->context = mg_start(&callbacks, impl.get(), settings);
  if (impl->context == nullptr) {
    return MakeError({.code = absl::StatusCode::kUnavailable,
                      .reason = "OPERATIONS_PORT",
                      .message = absl::StrCat("cannot listen on ", options.address),
                      .metadata = {{"address", options.address}}});
  }
  mg_server_port ports[1];
  if (mg_get_server_ports(impl->context, 1, ports) == 1) impl->port = ports[0].port;
  mg_set_request_handler(
      impl->context, "/metrics$",
      [](mg_connection* connection, void* data) {
        const auto* self = static_cast<Impl*>(data);
        return Handle(connection, [&] {
          return Answer(connection, 200, "text/plain; version=0.0.4", self->metrics->Text());
        });
      },
      impl.get());
  mg_set_request_handler(
      impl->context, "/livez$",
      [](mg_connection* connection, void*) {
        return Handle(connection,
                      [&] { return Answer(connection, 200, kJson, "{\"alive\":true}\n"); });
      },
      impl.get());
  mg_set_request_handler(
      impl->context, "/readyz$",
      [](mg_connection* connection, void* data) {
        const auto* self = static_cast<Impl*>(data);
        return Handle(connection, [&] {
          const Readiness missing = self->readiness ? self->readiness() : Readiness();
          if (missing.empty()) return Answer(connection, 200, kJson, "{\"ready\":true}\n");
          std::string body = "{\"ready\":false,\"reasons\":[";
          for (const std::string& reason : missing) {
            absl::StrAppend(&body, &reason == &missing.front() ? "" : ",", "\"", reason, "\"");
          }
          return Answer(connection, 503, kJson, body + "]}\n");
        });
      },
      impl.get());
  return std::unique_ptr<OperationsServer>(new OperationsServer(std::move(impl)));
}

}  // namespace interim
