#include "common/catalogue/catalogue_check.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace interim::catalogue {
namespace {

namespace pb = google::protobuf;

constexpr int kMaxMandateLevel = 4;

std::string CodeOf(const pb::Message& row) {
  const pb::FieldDescriptor* field = row.GetDescriptor()->FindFieldByName("code");
  return row.GetReflection()->GetString(row, field);
}

// Walks over all rows and keeps the place of the row at hand for its problems.
class Checker {
 public:
  Checker(const LocatedCatalogue& catalogue, std::vector<rules::FileProblem>* problems)
      : catalogue_(catalogue), data_(catalogue.file), problems_(*problems) {}

  void Run() {
    const pb::Reflection* reflection = data_.GetReflection();
    const pb::Descriptor* descriptor = data_.GetDescriptor();
    for (int f = 0; f < descriptor->field_count(); ++f) {
      const pb::FieldDescriptor* kind = descriptor->field(f);
      for (int i = 0; i < reflection->FieldSize(data_, kind); ++i) {
        const pb::Message& row = reflection->GetRepeatedMessage(data_, kind, i);
        At(kind->name(), CodeOf(row));
        CheckMessage(row, row);
      }
    }
    CheckSituations();
    CheckRoles();
    CheckKpis();
    CheckMilestones();
    CheckMandates();
    CheckGovernance();
    CheckHolidays();
    CheckOthers();
  }

 private:
  void At(absl::string_view kind, absl::string_view code) {
    kind_ = std::string(kind);
    code_ = std::string(code);
  }

  void Problem(absl::string_view reason) {
    const auto place = catalogue_.places.find({kind_, code_});
    const Place where = place == catalogue_.places.end() ? Place{} : place->second;
    problems_.push_back({where.file, where.line, absl::StrCat(kind_, " ", code_, ": ", reason)});
  }

  bool Exists(const char* kind, const std::string& code) const {
    return catalogue_.places.count({kind, code}) != 0;
  }

  void Require(const char* kind, const std::string& code) {
    if (!Exists(kind, code)) Problem(absl::StrCat("There is no ", kind, " '", code, "'."));
  }

  template <typename Codes>
  void RequireAll(const char* kind, const Codes& codes) {
    for (const std::string& code : codes) Require(kind, code);
  }

  // Basis, texts and enums of a row and of everything in it.
  void CheckMessage(const pb::Message& message, const pb::Message& row) {
    const pb::Reflection* reflection = message.GetReflection();
    const pb::Descriptor* descriptor = message.GetDescriptor();
    for (int f = 0; f < descriptor->field_count(); ++f) {
      const pb::FieldDescriptor* field = descriptor->field(f);
      if (field->cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM && !field->is_repeated() &&
          reflection->GetEnumValue(message, field) == 0) {
        Problem(absl::StrCat(field->name(), " is not set."));
      }
      if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) continue;
      if (field->is_repeated()) {
        for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
          CheckPart(reflection->GetRepeatedMessage(message, field, i), row);
        }
      } else if (reflection->HasField(message, field)) {
        CheckPart(reflection->GetMessage(message, field), row);
      } else if (field->name() == "name" || (field->name() == "basis" && &message == &row)) {
        Problem(absl::StrCat(field->name(), " is missing."));
      }
    }
  }

  void CheckPart(const pb::Message& part, const pb::Message& row) {
    if (const auto* text = dynamic_cast<const type::LocalizedText*>(&part)) {
      if (text->nl().empty() || text->en().empty()) Problem("A text lacks one of the languages.");
    } else if (const auto* basis = dynamic_cast<const Basis*>(&part)) {
      CheckBasis(*basis);
    } else {
      CheckMessage(part, row);
    }
  }

  void CheckBasis(const Basis& basis) {
    if (basis.evidence() == type::EVIDENCE_UNSPECIFIED) Problem("basis has no evidence mark.");
    if (basis.source().empty()) Problem("basis has no source.");
    for (const std::string& code : basis.source()) {
      Require("source", code);
      const bool needs_url = basis.evidence() == type::EVIDENCE_PUBLISHED ||
                             basis.evidence() == type::EVIDENCE_COMMERCIAL ||
                             basis.evidence() == type::EVIDENCE_CONFIRMED ||
                             basis.evidence() == type::EVIDENCE_SECONDARY;
      if (needs_url && !HasUrl(code)) {
        Problem(absl::StrCat("Source '", code, "' has no url, which this evidence mark needs."));
      }
    }
  }

  bool HasUrl(const std::string& code) const {
    return std::any_of(data_.source().begin(), data_.source().end(), [&](const SourceRow& row) {
      return row.code() == code && absl::StartsWith(row.source().url(), "http");
    });
  }

  void CheckRange(int low, int high, absl::string_view what) {
    if (low < 0 || (high != 0 && high < low))
      Problem(absl::StrCat(what, ": highest below lowest."));
  }

  void CheckSituations() {
    for (const Situation& s : data_.situation()) {
      At("situation", s.code());
      if (!absl::StartsWith(s.code(), s.family() + "-"))
        Problem("The code starts with the family.");
      for (const auto* choices : {&s.first_choice(), &s.second_choice()}) {
        if (choices->empty()) Problem("Both choices are needed.");
        for (const std::string& code : *choices) {
          if (!Exists("role", code)) Require("alternative", code);
        }
      }
      if (s.min_mandate_level() > s.max_mandate_level() ||
          s.max_mandate_level() > kMaxMandateLevel) {
        Problem("The mandate levels are out of order.");
      }
      CheckRange(s.min_months(), s.max_months(), "duration");
      if (s.kpi_group().empty()) Problem("A KPI group is needed.");
      RequireAll("kpi_group", s.kpi_group());
    }
  }

  void CheckRoles() {
    for (const Role& role : data_.role()) {
      At("role", role.code());
      if (role.level().empty()) Problem("A level is needed.");
      if (role.contract_form().empty()) Problem("A contract form is needed.");
      CheckRange(role.min_months(), role.max_months(), "duration");
      RequireAll("special_rule", role.special_rule());
      RequireAll("role", role.incompatible_role());
      std::set<std::pair<std::string, int>> seen;
      for (const RateRange& rate : role.rate()) {
        if (rate.min_hourly_cents() <= 0 || rate.max_hourly_cents() < rate.min_hourly_cents()) {
          Problem("The rate range is out of order.");
        }
        if (!rate.has_basis()) Problem("A rate needs a basis.");
        if (!seen.insert({rate.variant(), rate.year()}).second) Problem("Two rates for one year.");
      }
    }
  }

  void CheckKpis() {
    for (const Kpi& kpi : data_.kpi()) {
      At("kpi", kpi.code());
      Require("kpi_group", kpi.group());
      if (!absl::StartsWith(kpi.code(), kpi.group() + "-"))
        Problem("The code starts with the group.");
      if (kpi.unit().empty()) Problem("A unit is needed.");
      CheckDecimal(kpi.default_target(), "default_target");
      if (kpi.has_threshold()) CheckThreshold(kpi);
    }
  }

  void CheckDecimal(const std::string& text, absl::string_view what) {
    if (!text.empty() && !Decimal::Parse(text).ok()) {
      Problem(absl::StrCat(what, " is not a decimal number."));
    }
  }

  void CheckThreshold(const Kpi& kpi) {
    const Threshold& threshold = kpi.threshold();
    CheckDecimal(threshold.amber(), "amber");
    CheckDecimal(threshold.red(), "red");
    if (!threshold.has_basis()) Problem("A threshold needs a basis.");
    if (threshold.amber().empty() && threshold.red().empty()) Problem("The threshold is empty.");
    const auto amber = Decimal::Parse(threshold.amber());
    const auto red = Decimal::Parse(threshold.red());
    if (amber.ok() && red.ok() &&
        (kpi.direction() == DIRECTION_UP ? *red > *amber : *red < *amber)) {
      Problem("Red is reached before amber.");
    }
  }

  void CheckMilestones() {
    for (const MilestoneTemplate& set : data_.milestone_template()) {
      At("milestone_template", set.code());
      if (set.code() != "ALL") Require("situation", set.code());
      std::set<std::string> codes;
      for (const Milestone& milestone : set.milestone()) {
        if (!codes.insert(milestone.code()).second || milestone.code().empty()) {
          Problem(absl::StrCat("Milestone code '", milestone.code(), "' is empty or used twice."));
        }
        const bool free =
            milestone.anchor() == ANCHOR_SEQUENCE || milestone.anchor() == ANCHOR_MIDDLE;
        if (free && (milestone.offset_days() != 0 || milestone.offset_hours() != 0)) {
          Problem(absl::StrCat("Milestone '", milestone.code(), "' has no day to count from."));
        }
      }
    }
  }

  void CheckMandates() {
    std::set<int> levels;
    for (const MandateLevel& level : data_.mandate_level()) {
      At("mandate_level", level.code());
      if (level.code() != absl::StrCat(level.level())) Problem("The code is the level.");
      levels.insert(level.level());
      for (const std::string& domain : level.domain()) {
        Require("mandate_domain", domain);
        for (const MandateDomain& row : data_.mandate_domain()) {
          if (row.code() == domain && row.min_level() > level.level()) {
            Problem(absl::StrCat("Domain ", domain, " needs a higher level."));
          }
        }
      }
    }
    At("mandate_level", "");
    if (levels != std::set<int>{0, 1, 2, 3, 4}) Problem("The levels are 0 to 4.");
  }

  void CheckGovernance() {
    for (const RaciDecision& decision : data_.raci_decision()) {
      At("raci_decision", decision.code());
      int accountable = 0;
      int responsible = 0;
      for (const RaciCell& cell : decision.cell()) {
        Require("party", cell.party());
        accountable += cell.is_accountable() ? 1 : 0;
        responsible += cell.is_responsible() ? 1 : 0;
      }
      if (accountable != 1 || responsible != 1) {
        Problem("Exactly one party is accountable and one responsible.");
      }
    }
    for (const EscalationLevel& level : data_.escalation_level()) {
      At("escalation_level", level.code());
      if (!level.next_level().empty()) Require("escalation_level", level.next_level());
    }
    for (const EvaluationMoment& moment : data_.evaluation_moment()) {
      At("evaluation_moment", moment.code());
      RequireAll("party", moment.evaluator());
      if (moment.evaluator().empty() || HasManager(moment)) {
        Problem("Somebody else than the interim manager evaluates.");
      }
    }
    for (const HandoverItem& item : data_.handover_item()) {
      At("handover_item", item.code());
      Require("handover_group", item.group());
    }
  }

  static bool HasManager(const EvaluationMoment& moment) {
    return std::any_of(moment.evaluator().begin(), moment.evaluator().end(),
                       [](const std::string& party) { return party == "INTERIM_MANAGER"; });
  }

  void CheckHolidays() {
    for (const Holiday& holiday : data_.holiday()) {
      At("holiday", holiday.code());
      if (!Date::Parse(holiday.date()).ok()) Problem("date is not a date.");
      if (!absl::StartsWith(holiday.code(), holiday.date() + "-")) {
        Problem("The code starts with the date.");
      }
    }
    At("working_day_policy", "");
    if (data_.working_day_policy_size() != 1) Problem("Exactly one policy is needed.");
  }

  void CheckOthers() {
    for (const LeadershipStyle& style : data_.style()) {
      At("style", style.code());
      RequireAll("situation", style.situation());
    }
    for (const Sector& sector : data_.sector()) {
      At("sector", sector.code());
      RequireAll("kpi_group", sector.kpi_group());
    }
    for (const Channel& channel : data_.channel()) {
      At("channel", channel.code());
      CheckRange(channel.min_profile_days(), channel.max_profile_days(), "profile days");
      CheckRange(channel.min_start_working_days(), channel.max_start_working_days(), "start days");
    }
    for (const RateModifier& modifier : data_.rate_modifier()) {
      At("rate_modifier", modifier.code());
      CheckDecimal(modifier.min_percent(), "min_percent");
      CheckDecimal(modifier.max_percent(), "max_percent");
    }
    for (const Parameter& parameter : data_.parameter()) {
      At("parameter", parameter.code());
      if (!Decimal::Parse(parameter.value()).ok()) Problem("value is not a decimal number.");
      if (parameter.unit().empty()) Problem("A unit is needed.");
    }
  }

  const LocatedCatalogue& catalogue_;
  const CatalogueFile& data_;
  std::vector<rules::FileProblem>& problems_;
  std::string kind_;
  std::string code_;
};

// Adds the rows of one file. In an overlay a known code replaces its row.
enum class Layer { kBase, kOverlay };

void AddRows(const std::string& path, Layer layer, LocatedCatalogue* out,
             std::vector<rules::FileProblem>* problems) {
  CatalogueFile file;
  rules::LineIndex lines;
  if (!rules::ReadTextProto(path, &file, &lines, problems)) return;
  const pb::Descriptor* descriptor = file.GetDescriptor();
  const pb::Reflection* reflection = file.GetReflection();
  for (int f = 0; f < descriptor->field_count(); ++f) {
    const pb::FieldDescriptor* kind = descriptor->field(f);
    for (int i = 0; i < reflection->FieldSize(file, kind); ++i) {
      const pb::Message& row = reflection->GetRepeatedMessage(file, kind, i);
      const std::string code = CodeOf(row);
      const Place place{path, lines.LineOf({{kind->name().c_str(), i}})};
      const auto [known, added] = out->places.insert({{kind->name(), code}, place});
      if (code.empty() || (!added && layer == Layer::kBase)) {
        problems->push_back(
            {path, place.line,
             absl::StrCat(kind->name(), " ", code, ": The code is missing or used twice.")});
        continue;
      }
      pb::Message* target = nullptr;
      if (!added) {
        known->second = place;
        for (int n = 0; n < reflection->FieldSize(out->file, kind); ++n) {
          pb::Message* candidate = reflection->MutableRepeatedMessage(&out->file, kind, n);
          if (CodeOf(*candidate) == code) target = candidate;
        }
      }
      if (target == nullptr) target = reflection->AddMessage(&out->file, kind);
      target->CopyFrom(row);
    }
  }
}

void AddFolder(const std::string& folder, Layer layer, LocatedCatalogue* out,
               std::vector<rules::FileProblem>* problems) {
  const auto files = rules::ListFiles(folder, ".textproto");
  if (!files.ok()) {
    problems->push_back({folder, 0, std::string(files.status().message())});
    return;
  }
  for (const std::string& path : *files) AddRows(path, layer, out, problems);
}

}  // namespace

LocatedCatalogue ReadCatalogue(const std::string& folder,
                               const std::vector<std::string>& overlay_folders,
                               std::vector<rules::FileProblem>* problems) {
  LocatedCatalogue catalogue;
  AddFolder(folder, Layer::kBase, &catalogue, problems);
  for (const std::string& overlay : overlay_folders) {
    AddFolder(overlay, Layer::kOverlay, &catalogue, problems);
  }
  return catalogue;
}

void CheckCatalogue(const LocatedCatalogue& catalogue, std::vector<rules::FileProblem>* problems) {
  Checker(catalogue, problems).Run();
}

}  // namespace interim::catalogue
