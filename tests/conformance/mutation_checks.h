// What every method that changes something must keep, checked the same way for each: retries, stale
// versions, roles, other organizations, and input that is no request at all.
#ifndef INTERIM_TESTS_CONFORMANCE_MUTATION_CHECKS_H_
#define INTERIM_TESTS_CONFORMANCE_MUTATION_CHECKS_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "common/testing/test_tokens.h"
#include "google/protobuf/message.h"
#include "tests/conformance/server_process.h"

namespace interim::conformance {

// One method with a request that works; each call of `request` makes the records it needs anew.
struct Mutation {
  std::string method;  // full name
  testing::Person person;
  std::function<std::unique_ptr<google::protobuf::Message>()> request;
  // A role that may never call the method.
  std::string wrong_role = "shadow_manager";
};
// Readable in failures.
void PrintTo(const Mutation& row, std::ostream* out);
// The method without its service, for test names.
std::string ShortName(const Mutation& row);

template <class Request>
std::unique_ptr<google::protobuf::Message> Own(Request request) {
  return std::make_unique<Request>(std::move(request));
}

// The same request_id and request: the first answer again, byte for byte, marked as replay; with
// another request: REQUEST_ID_REUSED; a malformed id: a bad field.
void CheckRetry(ServerProcess& server, const Mutation& row);
// A version that is not the record's: ETAG_MISMATCH. Nothing to check where a request has no etag.
void CheckStaleEtag(ServerProcess& server, const Mutation& row);
// A role without grant: PERMISSION_DENIED; no token: UNAUTHENTICATED.
void CheckIdentity(ServerProcess& server, const Mutation& row);
// Another organization's record answers exactly as an absent one.
void CheckOtherTenant(ServerProcess& server, const Mutation& row);
// Bytes that are no message, and a message over the limit.
void CheckInput(ServerProcess& server, const Mutation& row);

}  // namespace interim::conformance

#endif  // INTERIM_TESTS_CONFORMANCE_MUTATION_CHECKS_H_
