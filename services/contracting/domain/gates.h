// Gates of a brief: which body must be asked or told, computed from the facts; what was done about
// it.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_GATES_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_GATES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/law/law_data.h"
#include "interim/contracting/v1/brief.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// All gates in the order of the catalogue, computed from block B14. What was done about a gate that
// still applies is kept; a gate that no longer applies becomes NOT_APPLICABLE.
//   reference  day the rules are judged on when the brief has no start date
//   errors     INVALID_ARGUMENT for facts that cannot be read
//   source     WOR art. 25, 30 (R12); appointment (R13); practice reference 10.7
absl::StatusOr<std::vector<v1::Gate>> ComputeGates(const law::LawData& law,
                                                   const Catalogs& catalogs, const v1::Brief& brief,
                                                   Date reference);

// Puts fresh gates into the brief.
absl::Status RefreshGates(const law::LawData& law, const Catalogs& catalogs, Date reference,
                          v1::Brief& brief);

// Who acts, and when.
struct Act {
  std::string subject;
  Date today;
};

// Records that the body was asked.
//   errors  FAILED_PRECONDITION GATE_UNKNOWN, GATE_STATE_WRONG; INVALID_ARGUMENT for a future day
struct AdviceRequest {
  std::string gate_code;
  Date day;
  std::vector<std::string> contents;
};
absl::StatusOr<v1::Brief> RequestAdvice(const v1::Brief& brief, const AdviceRequest& request,
                                        const Act& act);

// Records the advice.
//   errors  FAILED_PRECONDITION GATE_UNKNOWN, GATE_STATE_WRONG; INVALID_ARGUMENT for another
//   outcome,
//           a future day or a day before the request
struct Advice {
  std::string gate_code;
  v1::GateState outcome = v1::GATE_STATE_UNSPECIFIED;
  Date day;
  std::string text;
};
absl::StatusOr<v1::Brief> RecordAdvice(const v1::Brief& brief, const Advice& advice,
                                       const Act& act);

// Passes a gate by with a reason.
//   errors  FAILED_PRECONDITION GATE_UNKNOWN, GATE_STATE_WRONG, GATE_NOT_WAIVABLE
absl::StatusOr<v1::Brief> WaiveGate(const Catalogs& catalogs, const v1::Brief& brief,
                                    absl::string_view gate_code, absl::string_view reason,
                                    const Act& act);

// Gates that stop the signature, or the start: those still to do or asked, and, for a body that
// decides, those answered against.
std::vector<v1::Gate> GatesThatStopSignature(const v1::Brief& brief);
std::vector<v1::Gate> GatesThatStopStart(const v1::Brief& brief);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_GATES_H_
