// A gRPC handler with a race in it, on purpose: two threads call it at once and it counts without a
// lock. The thread sanitizer must report it although reports from inside gRPC are suppressed.
#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include "grpc/health/v1/health.grpc.pb.h"

namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

class RacyHealth final : public Health::Service {
 public:
  grpc::Status Check(grpc::ServerContext*, const HealthCheckRequest*,
                     HealthCheckResponse* response) override {
    ++calls_;  // the planted race
    response->set_status(HealthCheckResponse::SERVING);
    return grpc::Status::OK;
  }
  int calls() const { return calls_; }

 private:
  int calls_ = 0;
};

void CallOften(int port) {
  auto stub = Health::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));
  for (int i = 0; i < 500; ++i) {
    grpc::ClientContext context;
    HealthCheckResponse response;
    if (!stub->Check(&context, HealthCheckRequest(), &response).ok()) std::puts("call failed");
  }
}

}  // namespace

int main() {
  RacyHealth service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(CallOften, port);
  for (std::thread& thread : threads) thread.join();
  server->Shutdown();
  std::printf("%d calls counted\n", service.calls());
  return 0;
}
