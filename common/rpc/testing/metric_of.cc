#include "common/rpc/testing/metric_of.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace interim::rpctest {

double MetricOf(rpc::RunningServer& server, const std::string& name) {
  const std::string text = server.metrics().Text();
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    double value = 0;
    if (absl::ConsumePrefix(&line, absl::StrCat(name, " ")) && absl::SimpleAtod(line, &value)) {
      return value;
    }
  }
  return -1;
}

}  // namespace interim::rpctest
