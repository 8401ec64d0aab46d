#include "services/cli/pool/profiles.h"

namespace interim::cli {
namespace {

using List = std::vector<std::string>;

// long: one table, a kind of manager each
std::vector<Kind> Leaders() {
  return {
      {{"TRANS", "PROG", "PLANT"},
       {"TR-MERGER", "TR-REORG", "TR-CLOSE"},
       {"INDUSTRY", "BUSINESS_SERVICES"},
       {"samenvoeging van vestigingen", "productieverhuizing", "verandermanagement",
        "overleg met ondernemingsraad", "integratieplan", "planning", "procesverbetering"},
       {"Twee vestigingen samengevoegd, {n} weken voor de harde datum klaar.",
        "Integratie afgerond met {n}% van de sleutelmensen behouden.",
        "Productie verhuisd met {n} uur stilstand in totaal."},
       112,
       168,
       2,
       3,
       5},
      {{"PLANT", "COO", "TRANS"},
       {"CR-OPS", "TR-MERGER", "TR-REORG"},
       {"INDUSTRY"},
       {"fabrieksleiding", "lean", "kwaliteit", "productieplanning", "samenvoeging van vestigingen",
        "veiligheid"},
       {"Leverbetrouwbaarheid naar {n}% in acht maanden.", "Uitval met {n}% teruggebracht.",
        "Ploegendienst van {n} mensen opnieuw ingericht."},
       98,
       150,
       2,
       3,
       4},
      {{"COO", "CEO"},
       {"ST-GROW", "CR-OPS", "TR-REORG"},
       {"INDUSTRY", "BUSINESS_SERVICES"},
       {"operationele leiding", "groei", "keten", "directievoering"},
       {"Omzet per medewerker met {n}% verhoogd.", "Managementteam van {n} mensen herbouwd."},
       135,
       195,
       3,
       4,
       2},
      {{"CFO", "CRO"},
       {"CR-FIN", "CR-COST", "VA-SUDDEN"},
       {"INDUSTRY", "FINANCIAL_SERVICES", "BUSINESS_SERVICES"},
       {"liquiditeitsplanning", "herfinanciering", "financiële rapportage",
        "onderhandelen met banken"},
       {"Kasprognose van 13 weken ingevoerd, afwijking onder {n}%.",
        "Kosten met {n}% verlaagd in een jaar."},
       125,
       190,
       3,
       4,
       3},
      {{"CHRO", "CHANGE"},
       {"TR-REORG", "SP-CHG", "VA-ILL"},
       {"HEALTHCARE", "INDUSTRY", "BUSINESS_SERVICES"},
       {"reorganisatie", "overleg met ondernemingsraad", "sociaal plan", "verandermanagement"},
       {"Reorganisatie van {n} functies zonder gedwongen vertrek.",
        "Verzuim met {n}% teruggebracht."},
       95,
       145,
       1,
       3,
       3},
  };
}

// long: one table, a kind of manager each
std::vector<Kind> Specialists() {
  return {
      {{"PROG", "PROJ", "CIO"},
       {"PR-ERP", "ST-DIG", "PR-STRAT"},
       {"INDUSTRY", "PUBLIC_ADMIN", "FINANCIAL_SERVICES"},
       {"erp-implementatie", "programmamanagement", "datamigratie", "leveranciersmanagement"},
       {"Systeem live op de geplande datum, {n} openstaande fouten.",
        "Migratie van {n} administraties zonder verschil."},
       100,
       155,
       1,
       2,
       4},
      {{"CIO", "CDO", "PROG"},
       {"ST-DIG", "PR-ERP", "PR-STRAT"},
       {"FINANCIAL_SERVICES", "HEALTHCARE", "BUSINESS_SERVICES"},
       {"digitale strategie", "architectuur", "informatiebeveiliging", "agile"},
       {"Routekaart digitalisering vastgesteld en {n}% uitgevoerd."},
       115,
       175,
       2,
       3,
       2},
      {{"SCM", "PLANT"},
       {"SP-SCM", "CR-OPS"},
       {"INDUSTRY"},
       {"inkoop", "logistiek", "voorraadbeheer", "planning", "keten"},
       {"Voorraad met {n}% verlaagd bij gelijke service."},
       90,
       135,
       1,
       2,
       3},
      {{"COMP", "PRIV", "FG"},
       {"SP-COMP", "SP-PRIV"},
       {"FINANCIAL_SERVICES", "HEALTHCARE", "PUBLIC_ADMIN"},
       {"toezicht", "privacy", "audit", "beleid"},
       {"{n} bevindingen van de toezichthouder afgerond binnen de termijn."},
       92,
       140,
       0,
       1,
       2},
      {{"GS", "CDIR"},
       {"VA-SUDDEN", "CR-GOV", "TR-REORG"},
       {"PUBLIC_ADMIN"},
       {"bestuurlijke verhoudingen", "publieke verantwoording", "organisatieontwikkeling"},
       {"Organisatie van {n} mensen tien maanden geleid, benoeming voorbereid."},
       105,
       150,
       3,
       3,
       2},
      {{"REP", "CHANGE"},
       {"CR-REP", "SP-CHG"},
       {"BUSINESS_SERVICES", "HEALTHCARE"},
       {"crisiscommunicatie", "media", "herstelplan"},
       {"Vertrouwen van klanten terug op {n}% binnen een half jaar."},
       110,
       165,
       1,
       3,
       1},
  };
}

}  // namespace

const std::vector<Kind>& Kinds() {
  static const auto* const kinds = [] {
    auto* all = new std::vector<Kind>(Leaders());
    for (Kind& kind : Specialists()) all->push_back(std::move(kind));
    return all;
  }();
  return *kinds;
}

const List& GivenNames() {
  static const auto* const names =
      new List{"Aafke",   "Bram",    "Carlijn", "Daan",  "Elske",   "Ferhat", "Gijs",   "Hanna",
               "Ibrahim", "Jorinde", "Karim",   "Lotte", "Maarten", "Nadia",  "Otto",   "Petra",
               "Quirine", "Ruben",   "Saskia",  "Teun",  "Umar",    "Vera",   "Wessel", "Yasmin"};
  return *names;
}

const List& FamilyStems() {
  static const auto* const stems =
      new List{"Proef", "Voorbeeld", "Fictie",    "Verzin", "Denkbeeld", "Schijn",  "Model",
               "Oefen", "Droom",     "Sprookjes", "Papier", "Zogenaamd", "Bedacht", "Speel"};
  return *stems;
}

const List& FamilyEndings() {
  static const auto* const endings = new List{"sma",  "stra", "berg",  "hof",    "veld",  "man",
                                              "dijk", "wijk", "horst", "meijer", "gaard", "beek"};
  return *endings;
}

const List& BureauNames() {
  static const auto* const names =
      new List{"Fictief Interim Collectief", "Voorbeeld & Partners",         "Proefhaven Interim",
               "Modelwerk Detachering",      "Bedacht Bureau voor Overgang", "Denkbeeld Directies",
               "Schijnzeker Management",     "Oefenplaats Detachering"};
  return *names;
}

const List& Styles() {
  static const auto* const styles =
      new List{"AUTHORITATIVE", "DEMOCRATIC", "AFFILIATIVE", "COACHING", "PACESETTING", "COERCIVE"};
  return *styles;
}

const List& Provinces() {
  static const auto* const provinces =
      new List{"NL-NB", "NL-GE", "NL-ZH", "NL-NH", "NL-UT", "NL-LI", "NL-OV"};
  return *provinces;
}

}  // namespace interim::cli
