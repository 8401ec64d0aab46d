#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/observe/log.h"
#include "common/observe/metrics.h"
#include "common/observe/operations_server.h"
#include "common/observe/trace.h"

namespace interim {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// ---- logs ----

class LogTest : public testing::Test {
 protected:
  LogTest() {
    SetLogSink([this](absl::string_view line) { lines_.emplace_back(line); });
  }
  ~LogTest() override {
    SetLogSink({});
    SetLogLevel(LogLevel::kInfo);
  }
  std::vector<std::string> lines_;
};

TEST_F(LogTest, Line_HasTimeLevelEventAndFieldsInOrder) {
  LOG_INFO(
      "contract_signed",
      {{"contract", "c1"}, {"version", 3}, {"late", false}, {"took_ms", absl::Microseconds(1234)}});
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_THAT(lines_[0],
              testing::MatchesRegex(R"(\{"time":"20..-..-..T..:..:..\....Z","level":"info",)"
                                    R"("event":"contract_signed","contract":"c1","version":3,)"
                                    R"("late":false,"took_ms":1\.234\})"));
}

TEST_F(LogTest, LinesBelowTheLevel_AreDropped) {
  LOG_DEBUG("quiet");
  SetLogLevel(ParseLogLevel("error"));
  LOG_WARNING("quiet");
  LOG_ERROR("loud");
  SetLogLevel(ParseLogLevel("off"));
  LOG_ERROR("quiet");
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_THAT(lines_[0], HasSubstr("\"event\":\"loud\""));
  EXPECT_EQ(ParseLogLevel("nonsense"), LogLevel::kInfo);
}

TEST_F(LogTest, Text_IsEscapedCheckedAndCut) {
  LOG_INFO("e", {{"k", "a\"b\\c\nd\x01"}, {"bad", "x\xFF\xC3y"}, {"good", "é€😀"}});
  EXPECT_THAT(lines_[0], HasSubstr(R"("k":"a\"b\\c\nd\u0001")"));
  EXPECT_THAT(lines_[0], HasSubstr("\"bad\":\"x\xEF\xBF\xBD\xEF\xBF\xBDy\""));
  EXPECT_THAT(lines_[0], HasSubstr("\"good\":\"é€😀\""));
  LOG_INFO("e", {{"long", std::string(5000, 'x')}});
  EXPECT_LT(lines_[1].size(), 1200U);
}

TEST_F(LogTest, Status_IsWrittenWithoutItsMessage) {
  const absl::Status status = MakeError({.code = absl::StatusCode::kNotFound,
                                         .reason = "RESOURCE_NOT_FOUND",
                                         .message = "Jan Jansen is not there"});
  LOG_INFO("e", {{"status", status}});
  EXPECT_THAT(lines_[0], HasSubstr("\"status\":\"NOT_FOUND RESOURCE_NOT_FOUND\""));
  EXPECT_THAT(lines_[0], Not(HasSubstr("Jansen")));
}

TEST_F(LogTest, Context_HoldsForItsScopeAndThread) {
  const LogContext outer{.trace_id = "t1", .tenant = "acme"};
  const LogContext inner{.request_id = "r2"};
  {
    ScopedLogContext a(outer);
    LOG_INFO("one");
    {
      ScopedLogContext b(inner);
      LOG_INFO("two");
    }
    std::thread([] { LOG_INFO("three"); }).join();
    LOG_INFO("four");
  }
  LOG_INFO("five");
  EXPECT_THAT(lines_[0], HasSubstr(R"("event":"one","trace_id":"t1","tenant":"acme")"));
  EXPECT_THAT(lines_[1], HasSubstr(R"("event":"two","request_id":"r2"})"));
  EXPECT_THAT(lines_[2], Not(HasSubstr("acme")));
  EXPECT_THAT(lines_[3], HasSubstr("acme"));
  EXPECT_THAT(lines_[4], Not(HasSubstr("acme")));
}

TEST(LogPseudonymTest, SamePerson_SameStandIn_WithoutTheName) {
  EXPECT_EQ(LogPseudonym("alice@example.org"), LogPseudonym("alice@example.org"));
  EXPECT_NE(LogPseudonym("alice@example.org"), LogPseudonym("bob@example.org"));
  EXPECT_THAT(LogPseudonym("alice@example.org"), Not(HasSubstr("alice")));
}

// ---- traces ----

constexpr char kParent[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceTest, GoodHeader_IsReadAndWrittenBack) {
  const auto context = ParseTraceparent(kParent, "vendor=1");
  ASSERT_TRUE(context.has_value());
  EXPECT_EQ(context->trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(context->span_id, "b7ad6b7169203331");
  EXPECT_TRUE(context->sampled);
  EXPECT_EQ(context->state, "vendor=1");
  EXPECT_EQ(context->ToTraceparent(), kParent);
  // A later version may say more.
  EXPECT_TRUE(ParseTraceparent(absl::StrCat("01", kParent + 2, "-what")).has_value());
}

TEST(TraceTest, MalformedHeaders_AreDropped) {
  const std::string good = kParent;
  for (const std::string& bad :
       std::vector<std::string>{std::string(), good.substr(1), good + "-x", "ff" + good.substr(2),
                                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                good.substr(0, 53) + "zz", "01" + good.substr(2) + "x"}) {
    EXPECT_FALSE(ParseTraceparent(bad).has_value()) << bad;
  }
  EXPECT_EQ(ParseTraceparent(good, "a\nb")->state, "");
  EXPECT_EQ(ParseTraceparent(good, std::string(513, 'a'))->state, "");
}

TEST(TraceTest, Spans_KeepTheTraceAndGetTheirOwnId) {
  const TraceContext span = StartSpan(kParent, "v=1");
  EXPECT_EQ(span.trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_NE(span.span_id, "b7ad6b7169203331");
  EXPECT_TRUE(span.sampled);
  const TraceContext child = ChildSpan(span);
  EXPECT_EQ(child.trace_id, span.trace_id);
  EXPECT_NE(child.span_id, span.span_id);
  const TraceContext fresh = StartSpan("garbage");
  EXPECT_NE(fresh.trace_id, StartSpan("").trace_id);
  EXPECT_TRUE(ParseTraceparent(fresh.ToTraceparent()).has_value());
}

// ---- metrics ----

TEST(MetricsTest, CountersGaugesHistograms_AppearInTheText) {
  Metrics metrics;
  const Counter counter = metrics.AddCounter("jobs_total", "Jobs done.", {{"kind", "a"}});
  counter.Add();
  counter.Add(2);
  metrics.AddCounter("jobs_total", "Jobs done.", {{"kind", "a"}}).Add();  // the same one
  metrics.AddCounter("jobs_total", "Jobs done.", {{"kind", "b"}}).Add();
  const Gauge gauge = metrics.AddGauge("queue", "Waiting.");
  gauge.Set(5);
  gauge.Add(-2);
  metrics.AddHistogram("seconds", "Time.", {0.1, 1}).Observe(absl::Milliseconds(500));
  double level = 1;
  metrics.AddReadGauge("level", "Read on demand.", {{"x", "y"}}, [&level] { return level; });
  level = 7;
  const std::string text = metrics.Text();
  for (const char* line :
       {"jobs_total{kind=\"a\"} 4", "jobs_total{kind=\"b\"} 1", "queue 3",
        "seconds_bucket{le=\"0.1\"} 0", "seconds_bucket{le=\"1\"} 1", "level{x=\"y\"} 7",
        "# HELP jobs_total Jobs done.", "# TYPE seconds histogram"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(MetricsTest, DefaultHandles_DoNothing) {
  Counter().Add();
  Gauge().Set(1);
  Histogram().Observe(1.0);
}

TEST(MetricsTest, Method_CountsStartsAnswersAndTime) {
  Metrics metrics;
  MethodMetrics method(metrics, "interim.session.v1.SessionService", "GetSession");
  method.Started();
  EXPECT_THAT(metrics.Text(), HasSubstr("grpc_server_in_flight 1"));
  method.Finished(absl::StatusCode::kOk, absl::Milliseconds(2));
  method.Started();
  method.Finished(absl::StatusCode::kNotFound, absl::Milliseconds(3));
  const std::string text = metrics.Text();
  EXPECT_THAT(text, HasSubstr("grpc_server_in_flight 0"));
  EXPECT_THAT(text,
              testing::ContainsRegex("grpc_server_started_total\\{[^}]*GetSession[^}]*\\} 2"));
  EXPECT_THAT(text, testing::ContainsRegex(
                        "grpc_server_handled_total\\{[^}]*grpc_code=\"NOT_FOUND\"[^}]*\\} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handling_seconds_count"));
}

// ---- operations port ----

std::string Get(int port, const std::string& path, const std::string& method = "GET") {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    const std::string request =
        absl::StrCat(method, " ", path, " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    send(fd, request.data(), request.size(), MSG_NOSIGNAL);
    char buffer[4096];
    ssize_t got = 0;
    while ((got = recv(fd, buffer, sizeof buffer, 0)) > 0) {
      answer.append(buffer, static_cast<std::size_t>(got));
    }
  }
  close(fd);
  return answer;
}

TEST(OperationsServerTest, Paths_AnswerWhatTheyPromise) {
  Metrics metrics;
  AddProcessMetrics(metrics, "1.2.3");
  Readiness missing = {"store", "draining"};
  auto server = OperationsServer::Start({}, metrics, [&missing] { return missing; });
  ASSERT_TRUE(server.ok()) << server.status();
  const int port = (*server)->port();
  ASSERT_GT(port, 0);
  EXPECT_THAT(Get(port, "/livez"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Get(port, "/readyz"), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(Get(port, "/readyz"), HasSubstr(R"({"ready":false,"reasons":["store","draining"]})"));
  missing.clear();
  EXPECT_THAT(Get(port, "/readyz"), StartsWith("HTTP/1.1 200"));
  const std::string text = Get(port, "/metrics");
  EXPECT_THAT(text, HasSubstr("build_info{version=\"1.2.3\"} 1"));
  EXPECT_THAT(text, testing::ContainsRegex("process_resident_memory_bytes [1-9]"));
  EXPECT_THAT(text, testing::ContainsRegex("process_open_fds [1-9]"));
  EXPECT_THAT(Get(port, "/"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(Get(port, "/../etc/passwd"), Not(StartsWith("HTTP/1.1 200")));
  EXPECT_THAT(Get(port, "/metrics", "POST"), StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(Get(port, "/livez?x=1"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Get(port, "/livez", "HEAD"), testing::EndsWith("\r\n\r\n"));
  EXPECT_EQ(Get(port, "/" + std::string(20000, 'x')), "");
}

TEST(OperationsServerTest, SilentConnections_DoNotKeepOthersWaiting) {
  Metrics metrics;
  const auto server = *OperationsServer::Start({}, metrics, {});
  std::vector<int> silent;
  for (int i = 0; i < 8; ++i) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(server->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    silent.push_back(socket(AF_INET, SOCK_STREAM, 0));
    ASSERT_EQ(connect(silent.back(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  EXPECT_THAT(Get(server->port(), "/livez"), StartsWith("HTTP/1.1 200"));
  for (const int fd : silent) close(fd);
}

TEST(OperationsServerTest, TakenPort_IsRefused) {
  Metrics metrics;
  auto first = OperationsServer::Start({}, metrics, {});
  ASSERT_TRUE(first.ok());
  const auto second = OperationsServer::Start(
      {.address = absl::StrCat("127.0.0.1:", (*first)->port())}, metrics, {});
  EXPECT_EQ(ReasonOf(second.status()), "OPERATIONS_PORT");
}

}  // namespace
}  // namespace interim
