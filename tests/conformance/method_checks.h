// What every method must keep, checked the same way for each: retries, stale versions, roles, other
// organizations, page tokens, and input that is no request at all.
#ifndef INTERIM_TESTS_CONFORMANCE_METHOD_CHECKS_H_
#define INTERIM_TESTS_CONFORMANCE_METHOD_CHECKS_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/testing/test_tokens.h"
#include "google/protobuf/message.h"
#include "tests/conformance/server_process.h"

namespace interim::conformance {

// One method with a request that works; each call of `request` makes the records it needs anew.
struct MethodRow {
  std::string method;  // full name
  testing::Person person;
  std::function<std::unique_ptr<google::protobuf::Message>()> request;
  // A role that may never call the method.
  std::string wrong_role = "shadow_manager";
};
// Readable in failures.
void PrintTo(const MethodRow& row, std::ostream* out);
// The method without its service, for test names.
std::string ShortName(const MethodRow& row);

template <class Request>
std::unique_ptr<google::protobuf::Message> Own(Request request) {
  return std::make_unique<Request>(std::move(request));
}

// The same request_id and request: the first answer again, byte for byte, marked as replay; with
// another request: REQUEST_ID_REUSED; a malformed id: a bad field. Methods that change nothing have
// no request_id and are called once.
void CheckRetry(ServerProcess& server, const MethodRow& row);
// A version that is not the record's: ETAG_MISMATCH. Nothing to check where a request has no etag.
void CheckStaleEtag(ServerProcess& server, const MethodRow& row);
// A role without grant: PERMISSION_DENIED; no token: UNAUTHENTICATED.
void CheckIdentity(ServerProcess& server, const MethodRow& row);
// Another organization's record answers exactly as an absent one.
void CheckOtherTenant(ServerProcess& server, const MethodRow& row);
// A page token that was not given out, or was given out for other arguments: PAGE_TOKEN_INVALID;
// a negative page size: a bad field. Nothing to check where a request has no pages.
void CheckPages(ServerProcess& server, const MethodRow& row);
// Bytes that are no message, and a message over the limit.
void CheckInput(ServerProcess& server, const MethodRow& row);

// Each unary method of the service has a row, and each row a method.
void CheckComplete(const std::string& service, const std::vector<MethodRow>& rows);

// The tests of one service over its rows. `rows` is a function; a row stands for one method.
#define INTERIM_TEST_METHODS(service, rows)                                       \
  class MethodTest : public ::testing::TestWithParam<MethodRow> {};               \
  TEST_P(MethodTest, Retry) { CheckRetry(Server(), GetParam()); }                 \
  TEST_P(MethodTest, StaleEtag) { CheckStaleEtag(Server(), GetParam()); }         \
  TEST_P(MethodTest, Identity) { CheckIdentity(Server(), GetParam()); }           \
  TEST_P(MethodTest, OtherTenant) { CheckOtherTenant(Server(), GetParam()); }     \
  TEST_P(MethodTest, Pages) { CheckPages(Server(), GetParam()); }                 \
  TEST_P(MethodTest, Input) { CheckInput(Server(), GetParam()); }                 \
  INSTANTIATE_TEST_SUITE_P(Methods, MethodTest, ::testing::ValuesIn(rows()),      \
                           [](const auto& row) { return ShortName(row.param); }); \
  TEST(MethodsTest, EveryMethodHasARow) { CheckComplete(service, rows()); }

}  // namespace interim::conformance

#endif  // INTERIM_TESTS_CONFORMANCE_METHOD_CHECKS_H_
