// What a running server tells an operator, for tests.
#ifndef INTERIM_COMMON_RPC_TESTING_METRIC_OF_H_
#define INTERIM_COMMON_RPC_TESTING_METRIC_OF_H_

#include <string>

#include "common/rpc/running_server.h"

namespace interim::rpctest {

// Value of a metric by its name with labels, `name{a="b"}`; -1 when there is none.
double MetricOf(rpc::RunningServer& server, const std::string& name);

}  // namespace interim::rpctest

#endif  // INTERIM_COMMON_RPC_TESTING_METRIC_OF_H_
