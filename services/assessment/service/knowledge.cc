#include "services/assessment/service/knowledge.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "common/catalogue/catalogue.h"
#include "common/core/status_macros.h"
#include "common/rules/text_proto.h"
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

}  // namespace

absl::StatusOr<Knowledge> Knowledge::Load(const DataFolders& folders) {
  ASSIGN_OR_RETURN(model::Model data, LoadModel(folders.model));
  ASSIGN_OR_RETURN(catalogue::Catalogue catalogue, catalogue::Catalogue::Load(folders.catalogue));
  ASSIGN_OR_RETURN(law::LawData law, law::LawData::Load(folders.law));
  ASSIGN_OR_RETURN(std::shared_ptr<const CompiledModel> model,
                   CompiledModel::Compile(std::move(data), TakeShared(catalogue)));
  return Knowledge(std::move(model), std::move(law));
}

Lang LanguageOf(const rpc::Call& call) {
  return call.language() == rpc::Language::kEnglish ? Lang::kEnglish : Lang::kDutch;
}

}  // namespace interim::assessment
