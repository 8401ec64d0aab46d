// Names of codes, as they stand inside a sentence.
#include "services/cli/walk/texts.h"

namespace interim::cli {

// long: one table of texts, a line each
const std::vector<WalkText>& WordTexts() {
  static const auto* const texts = new std::vector<WalkText>{
      {"outcome.INTERIM", "een interim-manager", "an interim manager"},
      {"service.assessment", "beoordeling", "assessment"},
      {"service.matching", "selectie", "matching"},
      {"service.contracting", "contracten", "contracting"},
      {"service.governance", "sturing", "governance"},
      {"weight.INFORM", "ter informatie", "for information"},
      {"weight.WARN", "let op", "warning"},
      {"weight.BLOCK", "blokkade", "block"},
      {"weight.INDETERMINATE", "nog niet te zeggen", "cannot be told yet"},
      {"weight.OK", "in orde", "fine"},
      {"channel.INTERIM_BUREAU", "via een interimbureau", "through an interim bureau"},
      {"channel.SECONDMENT_AGENCY", "via een detacheerder", "through a secondment agency"},
      {"channel.DIRECT", "zelfstandig", "self-employed"},
      {"knockout.ROLE", "op rol", "on role"},
      {"knockout.AVAILABILITY", "op beschikbaarheid", "on availability"},
      {"knockout.DAYS", "op dagen per week", "on days a week"},
      {"knockout.RATE", "op tarief", "on rate"},
      {"knockout.CHANNEL", "op kanaal", "on channel"},
      {"knockout.REGION", "op regio", "on region"},
      {"knockout.INTEREST", "op belangen", "on interests"},
      {"knockout.RETENTION", "op bewaartermijn", "on retention"},
      {"knockout.SUPPLIER", "op leverancier", "on supplier"},
      {"criterion.COMPARABLE_RESULT", "vergelijkbaar resultaat", "comparable result"},
      {"criterion.KNOWLEDGE_FIT", "passende kennis", "fitting knowledge"},
      {"criterion.POLITICAL_SKILL", "politieke en sociale vaardigheid",
       "political and social skill"},
      {"criterion.DIAGNOSIS_PLANNING", "diagnose en aanpak", "diagnosis and planning"},
      {"criterion.SECTOR_EXPERIENCE", "ervaring in de sector", "sector experience"},
      {"criterion.LEADERSHIP_STYLE", "leiderschapsstijl", "leadership style"},
      {"criterion.HANDOVER_RECORD", "overdracht", "hand-over"},
      {"form.BUREAU", "opdracht via een bureau (drie partijen)",
       "assignment through a bureau (three parties)"},
      {"form.ZZP", "overeenkomst van opdracht met een zelfstandige",
       "contract for services with the person"},
      {"form.MANAGEMENT_BV", "opdracht aan de management-bv",
       "contract for services with a management bv"},
      {"form.SECONDMENT", "detachering", "secondment"},
      {"form.PAYROLL", "payroll", "payroll"},
      {"form.FIXED_TERM", "dienstverband voor bepaalde tijd", "fixed-term employment"},
      {"form.CONSULTANCY", "adviesopdracht", "consultancy"},
      {"kpi.INT-01", "gereedheid voor dag 1", "day-1 readiness"},
      {"kpi.INT-04", "behoud van sleutelmensen", "key people retained"},
      {"kpi.INT-06", "geharmoniseerde processen", "processes harmonised"},
      {"light.GREEN", "groen", "green"},
      {"light.AMBER", "oranje", "amber"},
      {"light.RED", "rood", "red"},
      {"level.SPONSOR", "de sponsor", "the sponsor"},
      {"level.STEERING", "de stuurgroep", "the steering committee"},
      {"level.BOARD", "de directie", "the board"},
  };
  return *texts;
}

}  // namespace interim::cli
