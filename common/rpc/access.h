// The access table: method x role x relation, and the fields each caller may see. Default deny.
#ifndef INTERIM_COMMON_RPC_ACCESS_H_
#define INTERIM_COMMON_RPC_ACCESS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/access.pb.h"
#include "common/rpc/principal.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

// How a caller stands to a record: "member", "supplier", "signatory", ... The same type as in
// resource.h.
using Relations = std::vector<std::string>;

// All role names a token can usefully hold, sorted.
const std::vector<absl::string_view>& KnownRoles();

// Immutable and thread-safe.
class AccessPolicy {
 public:
  // Checks that every method of the mounted services has exactly one entry with a class and that no
  // entry names an unknown method, role, relation pattern, message or field.
  //   errors  FAILED_PRECONDITION ACCESS_TABLE_INVALID, with every problem in the message
  static absl::StatusOr<std::unique_ptr<AccessPolicy>> Create(
      const AccessTable& table,
      const std::vector<const google::protobuf::ServiceDescriptor*>& mounted);
  ~AccessPolicy();
  AccessPolicy(const AccessPolicy&) = delete;
  AccessPolicy& operator=(const AccessPolicy&) = delete;

  // The entry of a method ("interim.session.v1.SessionService/GetSession"), or null. Look it up
  // once per method, not per call.
  const MethodAccess* FindMethod(absl::string_view method) const;

  // True when some grant of the method fits the caller's roles; asked before anything is read.
  static bool Allowed(const MethodAccess& method, const Principal& principal);
  bool Allowed(absl::string_view method, const Principal& principal) const;
  // True when some grant fits the caller's roles and one of `relations`; no relation at all never
  // fits. False is told to the caller as NOT_FOUND.
  static bool RelationAllowed(const MethodAccess& method, const Principal& principal,
                              const Relations& relations);
  bool RelationAllowed(absl::string_view method, const Principal& principal,
                       const Relations& relations) const;

  // Clears every field of `message`, at any depth, that the caller may not see. `relations` is how
  // the caller stands to the record; it counts for nested messages too.
  void Project(google::protobuf::Message& message, const Principal& principal,
               const Relations& relations) const;
  // The same where nested records have relations of their own (lists, dossiers): `relations_of` is
  // asked for each message that has protected fields.
  using RelationsOf = absl::FunctionRef<Relations(const google::protobuf::Message&)>;
  void ProjectEach(google::protobuf::Message& message, const Principal& principal,
                   RelationsOf relations_of) const;
  // False when no field of the message, at any depth, is protected: Project then does nothing.
  bool HasProtectedFields(const google::protobuf::Descriptor& type) const;

 private:
  struct Impl;
  explicit AccessPolicy(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_ACCESS_H_
