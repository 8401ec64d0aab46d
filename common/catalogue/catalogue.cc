#include "common/catalogue/catalogue.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/catalogue/catalogue_check.h"
#include "common/core/error.h"
#include "common/core/sha256.h"
#include "common/core/status_macros.h"

namespace interim::catalogue {
namespace {

constexpr char kGeneralGroup[] = "GEN";
constexpr char kEveryAssignment[] = "ALL";

// Rows of one kind by code.
template <typename Row>
class Index {
 public:
  explicit Index(const google::protobuf::RepeatedPtrField<Row>& rows) {
    for (const Row& row : rows) by_code_.emplace(row.code(), &row);
  }
  const Row* Find(absl::string_view code) const {
    const auto found = by_code_.find(code);
    return found == by_code_.end() ? nullptr : found->second;
  }

 private:
  absl::flat_hash_map<std::string, const Row*> by_code_;
};

}  // namespace

struct Catalogue::Impl {
  explicit Impl(CatalogueFile file)
      : data(std::move(file)),
        situations(data.situation()),
        roles(data.role()),
        special_rules(data.special_rule()),
        alternatives(data.alternative()),
        organization_types(data.organization_type()),
        sectors(data.sector()),
        channels(data.channel()),
        styles(data.style()),
        kpi_groups(data.kpi_group()),
        kpis(data.kpi()),
        milestone_templates(data.milestone_template()),
        mandate_levels(data.mandate_level()),
        mandate_domains(data.mandate_domain()),
        reserved_matters(data.reserved_matter()),
        raci_decisions(data.raci_decision()),
        escalation_levels(data.escalation_level()),
        evaluation_moments(data.evaluation_moment()),
        handover_items(data.handover_item()),
        sources(data.source()),
        parameters(data.parameter()),
        calendar(data, data.working_day_policy(0)),
        version(ShortHash(data.SerializeAsString())) {}

  const CatalogueFile data;
  const Index<Situation> situations;
  const Index<Role> roles;
  const Index<SpecialRule> special_rules;
  const Index<Alternative> alternatives;
  const Index<OrganizationType> organization_types;
  const Index<Sector> sectors;
  const Index<Channel> channels;
  const Index<LeadershipStyle> styles;
  const Index<KpiGroup> kpi_groups;
  const Index<Kpi> kpis;
  const Index<MilestoneTemplate> milestone_templates;
  const Index<MandateLevel> mandate_levels;
  const Index<MandateDomain> mandate_domains;
  const Index<ReservedMatter> reserved_matters;
  const Index<RaciDecision> raci_decisions;
  const Index<EscalationLevel> escalation_levels;
  const Index<EvaluationMoment> evaluation_moments;
  const Index<HandoverItem> handover_items;
  const Index<SourceRow> sources;
  const Index<Parameter> parameters;
  const WorkingCalendar calendar;
  const std::string version;
};

Catalogue::Catalogue(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

absl::StatusOr<Catalogue> Catalogue::Load(const std::string& folder,
                                          const std::vector<std::string>& overlay_folders) {
  RETURN_IF_ERROR(rules::ListFiles(folder, "").status());
  std::vector<rules::FileProblem> problems;
  LocatedCatalogue catalogue = ReadCatalogue(folder, overlay_folders, &problems);
  CheckCatalogue(catalogue, &problems);
  RETURN_IF_ERROR(rules::ProblemsToStatus(problems));
  return Catalogue(std::make_unique<const Impl>(std::move(catalogue.file)));
}

const CatalogueFile& Catalogue::data() const { return impl_->data; }

const Situation* Catalogue::FindSituation(absl::string_view code) const {
  return impl_->situations.Find(code);
}
const Role* Catalogue::FindRole(absl::string_view code) const { return impl_->roles.Find(code); }
const SpecialRule* Catalogue::FindSpecialRule(absl::string_view code) const {
  return impl_->special_rules.Find(code);
}
const Alternative* Catalogue::FindAlternative(absl::string_view code) const {
  return impl_->alternatives.Find(code);
}
const OrganizationType* Catalogue::FindOrganizationType(absl::string_view code) const {
  return impl_->organization_types.Find(code);
}
const Sector* Catalogue::FindSector(absl::string_view code) const {
  return impl_->sectors.Find(code);
}
const Channel* Catalogue::FindChannel(absl::string_view code) const {
  return impl_->channels.Find(code);
}
const LeadershipStyle* Catalogue::FindStyle(absl::string_view code) const {
  return impl_->styles.Find(code);
}
const KpiGroup* Catalogue::FindKpiGroup(absl::string_view code) const {
  return impl_->kpi_groups.Find(code);
}
const Kpi* Catalogue::FindKpi(absl::string_view code) const { return impl_->kpis.Find(code); }
const MilestoneTemplate* Catalogue::FindMilestoneTemplate(absl::string_view code) const {
  return impl_->milestone_templates.Find(code);
}
const MandateDomain* Catalogue::FindMandateDomain(absl::string_view code) const {
  return impl_->mandate_domains.Find(code);
}
const ReservedMatter* Catalogue::FindReservedMatter(absl::string_view code) const {
  return impl_->reserved_matters.Find(code);
}
const RaciDecision* Catalogue::FindRaciDecision(absl::string_view code) const {
  return impl_->raci_decisions.Find(code);
}
const EscalationLevel* Catalogue::FindEscalationLevel(absl::string_view code) const {
  return impl_->escalation_levels.Find(code);
}
const EvaluationMoment* Catalogue::FindEvaluationMoment(absl::string_view code) const {
  return impl_->evaluation_moments.Find(code);
}
const HandoverItem* Catalogue::FindHandoverItem(absl::string_view code) const {
  return impl_->handover_items.Find(code);
}
const type::Source* Catalogue::FindSource(absl::string_view code) const {
  const SourceRow* row = impl_->sources.Find(code);
  return row == nullptr ? nullptr : &row->source();
}
const MandateLevel* Catalogue::FindMandateLevel(int level) const {
  return impl_->mandate_levels.Find(absl::StrCat(level));
}

std::vector<const Kpi*> Catalogue::Kpis(absl::string_view group) const {
  std::vector<const Kpi*> kpis;
  for (const Kpi& kpi : impl_->data.kpi()) {
    if (kpi.group() == group) kpis.push_back(&kpi);
  }
  return kpis;
}

std::vector<const Kpi*> Catalogue::KpisForSituation(absl::string_view situation_code) const {
  std::vector<const Kpi*> kpis;
  const Situation* situation = FindSituation(situation_code);
  if (situation == nullptr) return kpis;
  std::vector<std::string> groups;
  for (const std::string& group : situation->kpi_group()) {
    if (group != kGeneralGroup) groups.push_back(group);
  }
  groups.emplace_back(kGeneralGroup);
  for (const std::string& group : groups) {
    for (const Kpi* kpi : Kpis(group)) kpis.push_back(kpi);
  }
  return kpis;
}

std::vector<const Milestone*> Catalogue::MilestonesFor(absl::string_view situation_code) const {
  std::vector<const Milestone*> milestones;
  for (const absl::string_view code : {absl::string_view(kEveryAssignment), situation_code}) {
    const MilestoneTemplate* set = FindMilestoneTemplate(code);
    if (set == nullptr) continue;
    for (const Milestone& milestone : set->milestone()) milestones.push_back(&milestone);
  }
  return milestones;
}

std::vector<const LeadershipStyle*> Catalogue::StylesFor(absl::string_view situation_code) const {
  std::vector<const LeadershipStyle*> styles;
  for (const LeadershipStyle& style : impl_->data.style()) {
    for (const std::string& code : style.situation()) {
      if (code == situation_code) styles.push_back(&style);
    }
  }
  return styles;
}

std::vector<const HandoverItem*> Catalogue::HandoverItems(absl::string_view group) const {
  std::vector<const HandoverItem*> items;
  for (const HandoverItem& item : impl_->data.handover_item()) {
    if (item.group() == group) items.push_back(&item);
  }
  return items;
}

std::optional<RateLookup> Catalogue::FindRate(absl::string_view role_code, int year,
                                              absl::string_view variant) const {
  const Role* role = FindRole(role_code);
  if (role == nullptr) return std::nullopt;
  const RateRange* before = nullptr;  // latest not after the year
  const RateRange* after = nullptr;   // first after it
  for (const RateRange& rate : role->rate()) {
    if (rate.variant() != variant) continue;
    if (rate.year() <= year && (before == nullptr || rate.year() > before->year())) before = &rate;
    if (rate.year() > year && (after == nullptr || rate.year() < after->year())) after = &rate;
  }
  const RateRange* found = before != nullptr ? before : after;
  if (found == nullptr) return std::nullopt;
  return RateLookup{found, found->year() != year};
}

absl::StatusOr<Decimal> Catalogue::GetParameter(absl::string_view code) const {
  const Parameter* parameter = impl_->parameters.Find(code);
  if (parameter == nullptr) {
    return MakeError({.code = absl::StatusCode::kInternal,
                      .reason = "CATALOGUE_PARAMETER_UNKNOWN",
                      .message = absl::StrCat("The catalogue has no parameter ", code, "."),
                      .metadata = {{"code", std::string(code)}}});
  }
  return Decimal::Parse(parameter->value());
}

std::vector<type::Source> Catalogue::SourcesOf(const Basis& basis) const {
  std::vector<type::Source> sources;
  for (const std::string& code : basis.source()) {
    if (const type::Source* source = FindSource(code)) sources.push_back(*source);
  }
  return sources;
}

const WorkingCalendar& Catalogue::calendar() const { return impl_->calendar; }

const std::string& Catalogue::version() const { return impl_->version; }

Light EvaluateKpi(const Kpi& kpi, const Decimal& value, const std::optional<Decimal>& target) {
  if (!kpi.has_threshold()) return Light::kUnknown;
  Decimal measured = value;
  if (kpi.direction() == DIRECTION_TARGET) {
    if (!target.has_value()) return Light::kUnknown;
    const auto distance = value > *target ? value.Sub(*target) : target->Sub(value);
    if (!distance.ok()) return Light::kUnknown;
    measured = *distance;
  }
  const auto is_worse = [&](const std::string& text) {
    const auto limit = Decimal::Parse(text);
    if (!limit.ok()) return false;
    return kpi.direction() == DIRECTION_UP ? measured < *limit : measured > *limit;
  };
  if (is_worse(kpi.threshold().red())) return Light::kRed;
  if (is_worse(kpi.threshold().amber())) return Light::kAmber;
  return Light::kGreen;
}

}  // namespace interim::catalogue
