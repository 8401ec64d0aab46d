// A made-up pool of suppliers and candidates for rehearsals: no real people, always the same for a
// seed.
#ifndef INTERIM_SERVICES_CLI_POOL_POOL_H_
#define INTERIM_SERVICES_CLI_POOL_POOL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "interim/matching/v1/candidate.pb.h"
#include "interim/matching/v1/supplier.pb.h"

namespace interim::cli {

struct PoolSize {
  int candidates = 500;
  int suppliers = 5;
  std::uint64_t seed = 1;
};

struct PoolSupplier {
  std::string id;  // last part of the name
  matching::v1::Supplier supplier;
};

struct PoolCandidate {
  std::string id;
  matching::v1::Candidate candidate;
};

struct Pool {
  std::vector<PoolSupplier> suppliers;
  std::vector<PoolCandidate> candidates;
};

// Suppliers are bureaus, every fourth a secondment agency. About half of the candidates come
// through a supplier, the others are self-employed. `parent` is "organizations/acme". Without
// suppliers all candidates are self-employed.
Pool MakePool(const PoolSize& size, const std::string& parent);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_POOL_POOL_H_
