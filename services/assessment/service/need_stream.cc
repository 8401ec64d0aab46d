// Many needs in one stream: all checked first, then answered a few at a time.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/domain/errors.h"
#include "services/assessment/domain/limits.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/service/calculations.h"

namespace interim::assessment {
namespace {

// One need, checked.
struct Checked {
  std::string id;
  Known known;
};

class NeedStream final : public rpc::WatchSource {
 public:
  NeedStream(const Knowledge& knowledge, Lang lang, Depth depth, std::vector<Checked> needs)
      : knowledge_(knowledge), lang_(lang), depth_(depth), needs_(std::move(needs)) {}

  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Poll() override {
    if (next_ == needs_.size()) return StreamComplete();
    auto response = std::make_unique<v1::StreamAssessNeedsResponse>();
    const std::size_t end = std::min(next_ + kNeedsPerMessage, needs_.size());
    for (; next_ < end; ++next_) {
      v1::AssessedNeed* need = response->add_needs();
      need->set_need_index(static_cast<int>(next_));
      need->set_need_id(needs_[next_].id);
      *need->mutable_advice() =
          BuildAdvice(knowledge_.model(), &knowledge_.law(), needs_[next_].known, depth_);
      Localize(knowledge_.model(), lang_, *need->mutable_advice());
    }
    response->set_remaining_count(static_cast<int>(needs_.size() - next_));
    return response;
  }

 private:
  const Knowledge& knowledge_;
  const Lang lang_;
  const Depth depth_;
  const std::vector<Checked> needs_;
  std::size_t next_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::WatchSource>> Calculations::StreamAssessNeeds(
    rpc::Call& call, const v1::StreamAssessNeedsRequest& request) {
  FieldErrors errors;
  std::optional<Date> reference = call.today();
  if (request.has_reference_date()) {
    reference = ReadDate(request.reference_date(), "reference_date", errors);
    RETURN_IF_ERROR(errors.ToStatus());
  }
  std::vector<Checked> needs;
  needs.reserve(request.needs_size());
  for (int i = 0; i < request.needs_size(); ++i) {
    needs.push_back({.id = request.needs(i).need_id(),
                     .known = KnownFromNeed(knowledge_.model(), request.needs(i),
                                            absl::StrCat("needs[", i, "]."), *reference, errors)});
  }
  RETURN_IF_ERROR(errors.ToStatus());
  const Depth depth = request.view() == v1::ADVICE_VIEW_FULL ? Depth::kFull : Depth::kBasic;
  return std::make_unique<NeedStream>(knowledge_, LanguageOf(call), depth, std::move(needs));
}

}  // namespace interim::assessment
