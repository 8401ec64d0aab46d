// Where the running suite is, and how to speak to it as a person.
#ifndef INTERIM_SERVICES_CLI_SUITE_H_
#define INTERIM_SERVICES_CLI_SUITE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/client.h"
#include "google/protobuf/message.h"

namespace interim::cli {

// A person or machine with a token minted from the suite's throw-away key.
struct Persona {
  std::string subject;
  std::vector<std::string> roles;
  std::string party;  // relative name for outside parties, else empty
};

// The four services of one running suite, found through `<folder>/suite.json`.
class Suite {
 public:
  //   errors  NOT_FOUND when there is no suite.json; INVALID_ARGUMENT when it cannot be read
  static absl::StatusOr<std::unique_ptr<Suite>> Open(const std::string& folder);
  ~Suite();
  Suite(const Suite&) = delete;
  Suite& operator=(const Suite&) = delete;

  const std::string& folder() const { return folder_; }
  const std::string& organization() const { return organization_; }
  // Mints for another organization from now on.
  void SetOrganization(const std::string& organization) { organization_ = organization; }
  // "organizations/acme"
  std::string Parent() const;
  // Names of the services, left to right.
  static const std::vector<std::string>& ServiceNames();
  // The channel to one service ("assessment"), or to the service of a full method name.
  rpc::Client& ClientOf(absl::string_view service);
  rpc::Client& ClientForMethod(absl::string_view method);

  // A token for a persona in the suite's organization, valid for `hours`; the same one again while
  // it lasts.
  //   errors  NOT_FOUND when the suite has no private key (a real deployment has none)
  absl::StatusOr<std::string> TokenFor(const Persona& persona, int hours = 12);

 private:
  Suite() = default;
  std::string folder_;
  std::string organization_;
  std::string issuer_;
  std::string audience_;
  std::string key_file_;
  std::map<std::string, std::string> targets_;
  std::map<std::string, std::unique_ptr<rpc::Client>> clients_;
  std::map<std::string, std::string> tokens_;
};

// "assessment" for "interim.assessment.v1.AssessmentService/Advise"; services that every server
// mounts (session, audit, clock) have no server of their own and give "".
std::string ServerOfMethod(absl::string_view method);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_SUITE_H_
