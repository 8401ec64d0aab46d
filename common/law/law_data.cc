#include "common/law/law_data.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/inputs.pb.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_catalogue.h"
#include "common/rules/text_proto.h"

namespace interim::law {

struct LawData::Parts {
  rules::RuleTables tables;
  rules::TextCatalogue texts;
  ViewpointQuestionCatalogue questions;
};

absl::StatusOr<LawData> LawData::Load(const std::string& folder,
                                      const std::vector<std::string>& overlays) {
  ASSIGN_OR_RETURN(rules::RuleTables tables,
                   rules::LoadRuleFolder(absl::StrCat(folder, "/rules"), overlays));
  ASSIGN_OR_RETURN(rules::TextCatalogue texts,
                   rules::TextCatalogue::Load({absl::StrCat(folder, "/texts")}));
  ASSIGN_OR_RETURN(ViewpointQuestionCatalogue questions,
                   rules::LoadTextProto<ViewpointQuestionCatalogue>(
                       absl::StrCat(folder, "/questions/R05_viewpoints.textproto")));
  return LawData(std::make_unique<const Parts>(
      Parts{std::move(tables), std::move(texts), std::move(questions)}));
}

LawData::LawData(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
LawData::LawData(LawData&&) noexcept = default;
LawData& LawData::operator=(LawData&&) noexcept = default;
LawData::~LawData() = default;

const rules::RuleTables& LawData::tables() const { return parts_->tables; }
const rules::TextCatalogue& LawData::texts() const { return parts_->texts; }
const ViewpointQuestionCatalogue& LawData::viewpoint_questions() const { return parts_->questions; }

}  // namespace interim::law
