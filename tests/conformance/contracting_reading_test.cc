// What the calculations and lists of contracting keep, checked as for every method.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/contracting_calls.h"
#include "tests/conformance/method_checks.h"

namespace interim::conformance {
namespace {

class ServerEnd : public ::testing::Environment {
 public:
  void SetUp() override { SetDay(2026, 3, 2); }
  void TearDown() override { delete &Server(); }
};
const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerEnd);

template <class Request>
Request Below() {
  Request request;
  request.set_parent("organizations/acme");
  return request;
}

MethodRow Row(const char* method,
              std::function<std::unique_ptr<google::protobuf::Message>()> request) {
  return {.method = std::string(kService) + method,
          .person = Hr(),
          .request = std::move(request),
          .wrong_role = "rater"};
}

std::vector<MethodRow> Rows() {
  return {Row("CheckCompliance",
              [] {
                auto request = Below<v1::CheckComplianceRequest>();
                request.set_contract(Draft().name());
                return Own(request);
              }),
          Row("CompareForms",
              [] {
                auto request = Below<v1::CompareFormsRequest>();
                request.set_brief(Approved().name());
                return Own(request);
              }),
          Row("CompareCosts", [] { return Own(Costs()); }),
          Row("ListRules", [] { return Own(Below<v1::ListRulesRequest>()); }),
          Row("ScanClauses",
              [] {
                auto request = Below<v1::ScanClausesRequest>();
                request.set_contract(Draft().name());
                return Own(request);
              }),
          Row("ListBriefs",
              [] {
                Create();
                Create();
                return Own(Below<v1::ListBriefsRequest>());
              }),
          Row("ListContracts", [] {
            Draft();
            Draft();
            return Own(Below<v1::ListContractsRequest>());
          })};
}

class ReadingMethodTest : public ::testing::TestWithParam<MethodRow> {};
TEST_P(ReadingMethodTest, GoodCase) { CheckRetry(Server(), GetParam()); }
TEST_P(ReadingMethodTest, Identity) { CheckIdentity(Server(), GetParam()); }
TEST_P(ReadingMethodTest, OtherTenant) { CheckOtherTenant(Server(), GetParam()); }
TEST_P(ReadingMethodTest, Pages) { CheckPages(Server(), GetParam()); }
TEST_P(ReadingMethodTest, Input) { CheckInput(Server(), GetParam()); }
INSTANTIATE_TEST_SUITE_P(Methods, ReadingMethodTest, ::testing::ValuesIn(Rows()),
                         [](const auto& row) { return ShortName(row.param); });

}  // namespace
}  // namespace interim::conformance
