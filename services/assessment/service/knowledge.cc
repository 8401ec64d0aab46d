#include "services/assessment/service/knowledge.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/catalogue/catalogue.h"
#include "common/core/status_macros.h"
#include "common/rules/text_proto.h"
#include "services/assessment/domain/errors.h"
#include "services/assessment/domain/shared_catalogue.h"

namespace interim::assessment {
namespace {

constexpr absl::string_view kAccessFile = "/access.textproto";

// All files of the folder, merged in order of name; the access table is another message.
absl::StatusOr<model::Model> LoadModel(const std::string& folder) {
  ASSIGN_OR_RETURN(std::vector<std::string> files, rules::ListFiles(folder, ".textproto"));
  model::Model merged;
  for (const std::string& file : files) {
    if (absl::EndsWith(file, kAccessFile)) continue;
    ASSIGN_OR_RETURN(model::Model part, rules::LoadTextProto<model::Model>(file));
    merged.MergeFrom(part);
  }
  return merged;
}

// Versions of the model as they were, in order of file name, which is the version.
absl::StatusOr<std::vector<std::shared_ptr<const CompiledModel>>> LoadEarlier(
    const std::string& folder, const std::string& present) {
  ASSIGN_OR_RETURN(std::vector<std::string> files, rules::ListFiles(folder, ".textproto"));
  std::vector<std::shared_ptr<const CompiledModel>> models;
  for (const std::string& file : files) {
    if (absl::EndsWith(file, absl::StrCat("/", present, ".textproto"))) continue;
    ASSIGN_OR_RETURN(model::Archive archive, rules::LoadTextProto<model::Archive>(file));
    ASSIGN_OR_RETURN(std::shared_ptr<const CompiledModel> model,
                     CompiledModel::Compile(std::move(*archive.mutable_model()),
                                            TakeShared(archive.catalogue())));
    models.push_back(std::move(model));
  }
  return models;
}

}  // namespace

absl::StatusOr<const CompiledModel*> Knowledge::FindVersion(const std::string& version) const {
  if (version.empty() || version == model_->data().settings().version()) return model_.get();
  for (const auto& model : earlier_) {
    if (model->data().settings().version() == version) return model.get();
  }
  return ModelVersionUnknown(version);
}

std::vector<std::string> Knowledge::Versions() const {
  std::vector<std::string> versions;
  for (const auto& model : earlier_) versions.push_back(model->data().settings().version());
  versions.push_back(model_->data().settings().version());
  return versions;
}

absl::StatusOr<Knowledge> Knowledge::Load(const DataFolders& folders) {
  ASSIGN_OR_RETURN(model::Model data, LoadModel(folders.model));
  ASSIGN_OR_RETURN(catalogue::Catalogue catalogue, catalogue::Catalogue::Load(folders.catalogue));
  ASSIGN_OR_RETURN(law::LawData law, law::LawData::Load(folders.law));
  ASSIGN_OR_RETURN(std::shared_ptr<const CompiledModel> model,
                   CompiledModel::Compile(std::move(data), TakeShared(catalogue.data())));
  ASSIGN_OR_RETURN(auto earlier, LoadEarlier(absl::StrCat(folders.model, "/versions"),
                                             model->data().settings().version()));
  return Knowledge(std::move(model), std::move(earlier), std::move(law));
}

Lang LanguageOf(const rpc::Call& call) {
  return call.language() == rpc::Language::kEnglish ? Lang::kEnglish : Lang::kDutch;
}

}  // namespace interim::assessment
