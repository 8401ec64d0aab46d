// What the call wrapper must know about one kind of stored resource.
#ifndef INTERIM_COMMON_RPC_RESOURCE_H_
#define INTERIM_COMMON_RPC_RESOURCE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/rpc/principal.h"
#include "common/store/store.h"

namespace interim::rpc {

// How a caller stands to one record: names from the access table of the service, such as "member"
// (of the organization, added by the wrapper for callers without a party), "supplier", "signatory",
// "rater", "engaged". A caller without any relation to a record is told NOT_FOUND.
using Relations = std::vector<std::string>;

// Each service specialises this once per resource, in service/resources.h:
//
//   template <> struct Resource<contracting::v1::Contract> {
//     static constexpr absl::string_view kCollection = "contracts";
//     static constexpr absl::string_view kIdPrefix = "c";            // first letter of ids we
//     choose static constexpr absl::string_view kSessionField = "contract"; // moved in the
//     journey; "" for none static std::vector<store::IndexField> Index(const
//     contracting::v1::Contract&); static Relations RelationsOf(const contracting::v1::Contract&,
//     const Principal&);
//   };
//
// The message must have `string name`; `string etag`, `create_time`, `update_time` and `state` are
// filled or read when present. `name` and `etag` are set by the wrapper, never stored stale.
template <class T>
struct Resource;

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_RESOURCE_H_
