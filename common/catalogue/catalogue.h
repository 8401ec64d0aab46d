#ifndef INTERIM_COMMON_CATALOGUE_CATALOGUE_H_
#define INTERIM_COMMON_CATALOGUE_CATALOGUE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/catalogue/catalogue.pb.h"
#include "common/catalogue/working_calendar.h"
#include "common/core/decimal.h"

namespace interim::catalogue {

// How a KPI stands against its thresholds.
enum class Light { kUnknown, kGreen, kAmber, kRed };

// A planning range together with what a reader must know about it.
struct RateLookup {
  const RateRange* range = nullptr;
  bool is_estimate = false;  // the price level is of another year than asked
};

// What several services know about interim management. Loaded once, immutable, safe to read from
// many threads, cheap to move. Pointers into it live as long as it (or what it was moved to) does.
// All(): see data() for every row in the order of the files.
class Catalogue {
 public:
  // Reads every *.textproto file of `folder` (common/catalogue/data), then of each overlay folder;
  // an overlay row replaces the row of the same kind and code, or is added.
  //   errors  INVALID_ARGUMENT DATA_FILE_INVALID with every problem of every file, each with its
  //           line: a code used twice, a reference to nothing, a row without basis, a language
  //           missing NOT_FOUND DATA_FOLDER_MISSING
  static absl::StatusOr<Catalogue> Load(const std::string& folder,
                                        const std::vector<std::string>& overlay_folders = {});

  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  // Every row of every kind, in the order of the files.
  const CatalogueFile& data() const;

  // One row by its code, or null.
  const Situation* FindSituation(absl::string_view code) const;
  const Role* FindRole(absl::string_view code) const;
  const SpecialRule* FindSpecialRule(absl::string_view code) const;
  const Alternative* FindAlternative(absl::string_view code) const;
  const OrganizationType* FindOrganizationType(absl::string_view code) const;
  const Sector* FindSector(absl::string_view code) const;
  const Channel* FindChannel(absl::string_view code) const;
  const LeadershipStyle* FindStyle(absl::string_view code) const;
  const KpiGroup* FindKpiGroup(absl::string_view code) const;
  const Kpi* FindKpi(absl::string_view code) const;
  const MilestoneTemplate* FindMilestoneTemplate(absl::string_view code) const;
  const MandateDomain* FindMandateDomain(absl::string_view code) const;
  const ReservedMatter* FindReservedMatter(absl::string_view code) const;
  const RaciDecision* FindRaciDecision(absl::string_view code) const;
  const EscalationLevel* FindEscalationLevel(absl::string_view code) const;
  const EvaluationMoment* FindEvaluationMoment(absl::string_view code) const;
  const HandoverItem* FindHandoverItem(absl::string_view code) const;
  const type::Source* FindSource(absl::string_view code) const;
  // `level` 0 to 4.
  const MandateLevel* FindMandateLevel(int level) const;

  // KPIs of one group ("INT"), in order; empty for an unknown group.
  std::vector<const Kpi*> Kpis(absl::string_view group) const;
  // KPIs of the groups of a situation, those every assignment has (GEN) last; empty for an unknown
  // situation.
  std::vector<const Kpi*> KpisForSituation(absl::string_view situation_code) const;
  // Milestones of every assignment, then those of the situation.
  std::vector<const Milestone*> MilestonesFor(absl::string_view situation_code) const;
  // Leadership styles that suit a situation, in order.
  std::vector<const LeadershipStyle*> StylesFor(absl::string_view situation_code) const;
  // Hand-over items of one group, in order.
  std::vector<const HandoverItem*> HandoverItems(absl::string_view group) const;
  // Planning range of a role: of `year`, else of the latest year before it, else of the first one.
  // `variant` is empty for the ordinary range. Nothing when the role has no such range.
  std::optional<RateLookup> FindRate(absl::string_view role_code, int year,
                                     absl::string_view variant = "") const;
  // A number that several services use: "HANDOVER_START_DAYS".
  //   errors  INTERNAL CATALOGUE_PARAMETER_UNKNOWN
  absl::StatusOr<Decimal> GetParameter(absl::string_view code) const;
  // Sources of a row, ready for an answer.
  std::vector<type::Source> SourcesOf(const Basis& basis) const;

  // Working days with the default policy of the data.
  const WorkingCalendar& calendar() const;
  // Short content hash of all rows.
  const std::string& version() const;

 private:
  struct Impl;
  explicit Catalogue(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

// How a value stands against the thresholds of a KPI. A value on a threshold is on the better side.
//   target   needed for direction TARGET: the distance to it is what counts
//   returns  kUnknown when the KPI has no thresholds, or no target where it needs one
Light EvaluateKpi(const Kpi& kpi, const Decimal& value,
                  const std::optional<Decimal>& target = std::nullopt);

}  // namespace interim::catalogue

#endif  // INTERIM_COMMON_CATALOGUE_CATALOGUE_H_
