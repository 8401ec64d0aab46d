// Parts of the acts on an assessment; not for other folders.
#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_ASSESSMENT_PARTS_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_ASSESSMENT_PARTS_H_

#include <set>
#include <string>

#include "absl/time/time.h"
#include "common/core/error.h"
#include "google/protobuf/timestamp.pb.h"
#include "interim/assessment/v1/assessment.pb.h"
#include "services/assessment/domain/compiled_model.h"

namespace interim::assessment {

// Writes a time, to the nanosecond.
void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp);

// Adds KEY_TWICE when the key was seen before.
void CheckOnce(std::set<std::string>& seen, const std::string& key, const std::string& path,
               FieldErrors& errors);

// Makes `facts` say where each answered fact stands, in catalogue order.
void Summarize(const CompiledModel& model, v1::Assessment& assessment);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_ASSESSMENT_PARTS_H_
