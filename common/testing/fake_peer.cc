#include "common/testing/fake_peer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/core/error.h"
#include "common/rpc/server.h"

namespace interim::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

const Message& DefaultOf(const Descriptor& type) {
  return *google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type);
}

std::string OpenTable(const ServiceDescriptor& service) {
  std::string table;
  for (int i = 0; i < service.method_count(); ++i) {
    absl::StrAppend(&table, "method { name: \"", service.full_name(), "/",
                    service.method(i)->name(),
                    "\" class: NORMAL allow { roles: \"hr_advisor\" roles: \"formal_client\" "
                    "roles: \"service\" } }\n");
  }
  return table;
}

std::string KeyOf(absl::string_view method, absl::string_view name) {
  return absl::StrCat(method, " ", name);
}

std::string NameIn(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("name");
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

absl::Status NotHere(absl::string_view name) {
  return MakeError({.code = absl::StatusCode::kNotFound,
                    .reason = "RESOURCE_NOT_FOUND",
                    .message = absl::StrCat("the peer was given no answer for ", name)});
}

rpc::MethodSpec SpecOf(const MethodDescriptor& method) {
  rpc::MethodSpec spec;
  spec.name = method.name();
  spec.request = &DefaultOf(*method.input_type());
  spec.response = &DefaultOf(*method.output_type());
  return spec;
}

}  // namespace

FakePeer::FakePeer(const google::protobuf::FileDescriptor& file)
    : clock_(absl::Now()), tokens_(folder_.path(), absl::Now()), service_(*file.service(0)) {
  tokens_.WriteServiceTokens({"acme"});
  ServerSetup setup;
  setup.spec.service = service_.full_name();
  setup.spec.mount = [this](rpc::Server& server) {
    Mount(server);
    return absl::OkStatus();
  };
  setup.access = OpenTable(service_);
  setup.tokens = &tokens_;
  setup.clock = &clock_;
  server_ = std::make_unique<InProcessServer>(std::move(setup));
}

void FakePeer::Answer(absl::string_view method, absl::string_view name, const Message& response) {
  std::unique_ptr<Message> kept(response.New());
  kept->CopyFrom(response);
  MutexLock lock(mutex_);
  answers_[KeyOf(method, name)] = std::move(kept);
}

void FakePeer::Mount(rpc::Server& server) {
  rpc::Mounted& mounted = server.Mount(service_.full_name());
  for (int i = 0; i < service_.method_count(); ++i) {
    rpc::MethodSpec spec = SpecOf(*service_.method(i));
    const std::string method = spec.name;
    if (service_.method(i)->client_streaming()) {
      spec.stream = [method](rpc::Call&, rpc::InboundBase&, std::unique_ptr<Message>&) {
        return NotHere(method);
      };
    } else if (service_.method(i)->server_streaming()) {
      spec.response = nullptr;
      spec.watch = [method](rpc::Call&,
                            const Message&) -> absl::StatusOr<std::unique_ptr<rpc::WatchSource>> {
        return NotHere(method);
      };
    } else {
      spec.unary = [this, method](rpc::Call&, const Message& request,
                                  std::unique_ptr<Message>& response) {
        return Reply(method, request, response);
      };
    }
    mounted.Add(std::move(spec));
  }
}

absl::Status FakePeer::Reply(const std::string& method, const Message& request,
                             std::unique_ptr<Message>& response) {
  const std::string name = NameIn(request);
  MutexLock lock(mutex_);
  for (const std::string& key : {KeyOf(method, name), KeyOf(method, "")}) {
    const auto found = answers_.find(key);
    if (found == answers_.end()) continue;
    response.reset(found->second->New());
    response->CopyFrom(*found->second);
    return absl::OkStatus();
  }
  return NotHere(name);
}

}  // namespace interim::testing
