#ifndef INTERIM_COMMON_LAW_LAW_DATA_H_
#define INTERIM_COMMON_LAW_LAW_DATA_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace interim::rules {
class RuleTables;
class TextCatalogue;
}  // namespace interim::rules

namespace interim::law {

class ViewpointQuestionCatalogue;  // common/law/inputs.proto

// The Dutch rules R01..R17 as dated data: figures, questions and texts. Immutable after loading,
// safe to read from many threads, cheap to move.
class LawData {
 public:
  // Reads `folder` (common/law/data: rules/, questions/, texts/) and then the rule files of every
  // overlay folder in order; see rules::LoadRuleFolder for what an overlay may change.
  //   errors  INVALID_ARGUMENT DATA_FILE_INVALID with every problem and its line;
  //           NOT_FOUND DATA_FOLDER_MISSING
  static absl::StatusOr<LawData> Load(const std::string& folder,
                                      const std::vector<std::string>& overlays = {});
  LawData(LawData&&) noexcept;
  LawData& operator=(LawData&&) noexcept;
  ~LawData();

  // Dated rows of all rules.
  const rules::RuleTables& tables() const;
  // Texts of findings, cures and questions in Dutch and English.
  const rules::TextCatalogue& texts() const;
  // Questions of the working-relationship test (R05).
  const ViewpointQuestionCatalogue& viewpoint_questions() const;

 private:
  struct Parts;
  explicit LawData(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_LAW_DATA_H_
