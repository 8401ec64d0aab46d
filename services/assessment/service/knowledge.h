#ifndef INTERIM_SERVICES_ASSESSMENT_SERVICE_KNOWLEDGE_H_
#define INTERIM_SERVICES_ASSESSMENT_SERVICE_KNOWLEDGE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/law/law_data.h"
#include "common/rpc/call.h"
#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/facts.h"

namespace interim::assessment {

// Folders of data files, by whoever starts the server.
struct DataFolders {
  std::string model;      // services/assessment/data
  std::string catalogue;  // common/catalogue/data
  std::string law;        // common/law/data
};

// Everything the service judges by. Immutable, safe to read from many threads.
class Knowledge {
 public:
  // Reads and checks all data.
  //   errors  INVALID_ARGUMENT DATA_FILE_INVALID with file and line; MODEL_INVALID with every
  //           problem; NOT_FOUND DATA_FOLDER_MISSING
  static absl::StatusOr<Knowledge> Load(const DataFolders& folders);

  // The present version.
  const CompiledModel& model() const { return *model_; }
  // The model of a version, the present one for "".
  //   errors  INVALID_ARGUMENT MODEL_VERSION_UNKNOWN
  absl::StatusOr<const CompiledModel*> FindVersion(const std::string& version) const;
  // All versions, oldest first, the present one last.
  std::vector<std::string> Versions() const;
  const law::LawData& law() const { return law_; }

 private:
  using Models = std::vector<std::shared_ptr<const CompiledModel>>;
  Knowledge(std::shared_ptr<const CompiledModel> model, Models earlier, law::LawData law)
      : model_(std::move(model)), earlier_(std::move(earlier)), law_(std::move(law)) {}
  std::shared_ptr<const CompiledModel> model_;  // shared with nothing else; immutable
  Models earlier_;                              // in order of version
  law::LawData law_;
};

// The language of the caller.
Lang LanguageOf(const rpc::Call& call);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_SERVICE_KNOWLEDGE_H_
