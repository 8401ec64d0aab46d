#include "services/cli/contract/texts.h"

namespace interim::cli {

// long: one table of texts, a line each
const std::vector<PageText>& PageTexts() {
  static const auto* const texts = new std::vector<PageText>{
      {"word.yes", "ja", "yes"},
      {"word.no", "nee", "no"},
      {"weight.OK", "in orde", "fine"},
      {"weight.INFORM", "weet", "note"},
      {"weight.WARN", "let op", "warning"},
      {"weight.BLOCK", "blokkeert", "blocks"},
      {"weight.INDETERMINATE", "onbeslist", "undecided"},
      {"more.full", "--full toont alles.", "--full shows all."},
      // Findings.
      {"check.title", "Toets aan de regels: {outcome}", "Check against the rules: {outcome}"},
      {"check.none", "Geen bevindingen.", "No findings."},
      {"check.rule", "Regel", "Rule"},
      {"check.weight", "Weegt", "Weight"},
      {"check.finding", "Bevinding", "Finding"},
      {"check.values", "Berekend: {values}", "Computed: {values}"},
      {"check.figures", "Cijfers: {figures}", "Figures: {figures}"},
      {"check.figure", "{name} {value} (vanaf {day})", "{name} {value} (from {day})"},
      {"check.cures", "Wat helpt: {cures}", "What helps: {cures}"},
      {"check.source", "Bron: {source}", "Source: {source}"},
      {"check.on", "gezien op {day}", "seen on {day}"},
      {"check.version", "versie {version}", "version {version}"},
      {"check.judgement", "Een mens moet dit wegen; de uitkomst is een signaal.",
       "A person has to weigh this; the outcome is a signal."},
      {"check.house", "regel van dit huis, geen wet", "rule of this house, not law"},
      {"check.secondary", "uit een tweede hand", "from a secondary source"},
      {"check.unconfirmed", "niet aan de wettekst getoetst", "not checked against the law"},
      {"check.skipped", "Niet van toepassing", "Does not apply"},
      {"check.count", "{count} {weight}", "{count} {weight}"},
      // Forms.
      {"forms.title", "Contractvormen vergeleken", "Contract forms compared"},
      {"forms.recommended", "Voorstel", "Proposal"},
      {"forms.form", "Vorm", "Form"},
      {"forms.party", "Contractpartij", "Counterparty"},
      {"forms.cost", "Kosten", "Cost"},
      {"forms.decides", "Wat telt", "What counts"},
      {"forms.settle", "Eerst regelen", "Settle first"},
      {"forms.everywhere", "elke vorm", "every form"},
      {"forms.some", "vorm {ranks}", "form {ranks}"},
      {"forms.unknown_cost", "onbekend", "unknown"},
      {"forms.closed", "Gesloten", "Closed"},
      {"forms.why", "Waarom niet", "Why not"},
      {"forms.side_by_side", "Naast elkaar", "Side by side"},
      {"forms.bearer.CLIENT", "risico: opdrachtgever", "risk: client"},
      {"forms.bearer.SUPPLIER", "risico: leverancier", "risk: supplier"},
      {"forms.bearer.PERSON", "risico: de persoon", "risk: the person"},
      {"forms.bearer.SHARED", "risico: gedeeld", "risk: shared"},
      {"forms.basis", "Kosten: {basis}", "Cost: {basis}"},
      {"forms.range", "{low} tot {high}", "{low} to {high}"},
      // Costs.
      {"costs.title", "Vast of interim: {months} maanden", "Permanent or interim: {months} months"},
      {"costs.on", "cijfers van {day}", "figures of {day}"},
      {"costs.dearer", "De interim-manager is {amount} duurder over deze maanden.",
       "The interim manager costs {amount} more over these months."},
      {"costs.cheaper", "De interim-manager is {amount} goedkoper over deze maanden.",
       "The interim manager costs {amount} less over these months."},
      {"costs.equal", "Beide kosten evenveel over deze maanden.",
       "Both cost the same over these months."},
      {"costs.line", "Post", "Item"},
      {"costs.how", "Hoe", "How"},
      {"costs.amount", "Bedrag", "Amount"},
      {"costs.interim", "Interim-manager", "Interim manager"},
      {"costs.permanent", "Vaste aanstelling", "Permanent hire"},
      {"costs.total", "Samen", "Total"},
      {"costs.per_month", "per maand", "per month"},
      {"costs.difference", "Verschil", "Difference"},
      {"costs.break_even", "Omslagpunt: daarna is vast goedkoper",
       "Break-even: after that permanent is cheaper"},
      {"costs.with_exit", "met kans op mislukken", "with the risk of failure"},
      {"costs.without_exit", "zonder kans op mislukken", "without the risk of failure"},
      {"costs.with_vacancy", "Met vacaturekosten", "With vacancy cost"},
      {"costs.without_vacancy", "Zonder vacaturekosten", "Without vacancy cost"},
      {"costs.months", "{months} maanden", "{months} months"},
      {"costs.never", "nooit", "never"},
      {"costs.sensitivity", "Verschil als dit verandert", "Difference when this changes"},
      {"costs.change", "{percent}%", "{percent}%"},
      {"costs.rates", "Tarief omgerekend", "Rate converted"},
      {"costs.rates_text", "{hour} per uur, {day} per dag, {month} per maand ({basis})",
       "{hour} an hour, {day} a day, {month} a month ({basis})"},
      {"costs.margin", "Marge", "Margin"},
      {"costs.margin_text",
       "opdrachtgever {client}, manager {manager}: marge {margin}% van de prijs, opslag {markup}%",
       "client {client}, manager {manager}: margin {margin}% of the price, mark-up {markup}%"},
      {"costs.rules", "Wat de regels erover zeggen", "What the rules say about it"},
      {"origin.input", "opgegeven", "given"},
      {"origin.default", "standaardwaarde", "default"},
      // Render.
      {"render.done", "{file}: {bytes} bytes{pages}", "{file}: {bytes} bytes{pages}"},
      {"render.pages", ", {pages} bladzijden", ", {pages} pages"},
      {"render.hash", "Tekst (SHA-256)   {hash}", "Text (SHA-256)    {hash}"},
      {"render.file_hash", "Bestand (SHA-256) {hash}", "File (SHA-256)    {hash}"},
      {"render.signed", "Dit is de tekst die is of wordt getekend (versie {revision}).",
       "This is the text that is or will be signed (revision {revision})."},
      {"render.draft", "Concept of vertaling: niet de tekst die wordt getekend.",
       "Draft or translation: not the text to be signed."},
      // Recheck.
      {"recheck.title", "Lopende contracten opnieuw getoetst", "Open contracts checked again"},
      {"recheck.as_of", "per {day}", "as of {day}"},
      {"recheck.counts", "Bekeken: {checked}; geraakt: {touched}.",
       "Looked at: {checked}; touched: {touched}."},
      {"recheck.contract", "Contract", "Contract"},
      {"recheck.state", "Stand", "State"},
      {"recheck.outcome", "Uitkomst", "Outcome"},
      {"recheck.changes", "Wat er verandert", "What changes"},
      {"recheck.untouched", "niets", "nothing"},
      {"recheck.rule", "{rule} {title}: andere regel of andere cijfers",
       "{rule} {title}: another rule or other figures"},
      {"recheck.row", "{rule} {name}: {before} wordt {after} vanaf {day}",
       "{rule} {name}: {before} becomes {after} from {day}"},
      {"recheck.none_before", "niets", "nothing"},
      {"recheck.NEW", "nieuw, {weight}: {rule} {text}", "new, {weight}: {rule} {text}"},
      {"recheck.GONE", "vervallen: {rule} {text}", "gone: {rule} {text}"},
      {"recheck.CHANGED", "gewijzigd, {weight}: {rule} {text}", "changed, {weight}: {rule} {text}"},
      {"recheck.lapsed", "opnieuw te beslissen: {rule} ({reason})",
       "to be decided again: {rule} ({reason})"},
      {"state.DRAFT", "concept", "draft"},
      {"state.IN_SIGNATURE", "ter tekening", "in signature"},
      {"state.SIGNED", "getekend", "signed"},
      {"state.ACTIVE", "loopt", "active"},
      {"state.DECLINED", "geweigerd", "declined"},
      {"state.ENDED", "beëindigd", "ended"},
      {"state.WITHDRAWN", "ingetrokken", "withdrawn"}};
  return *texts;
}

const std::vector<PageText>& ContractTexts() {
  static const auto* const texts = [] {
    auto* all = new std::vector<PageText>(PageTexts());
    all->insert(all->end(), MorePageTexts().begin(), MorePageTexts().end());
    all->insert(all->end(), ValueTexts().begin(), ValueTexts().end());
    return all;
  }();
  return *texts;
}

const std::string& In(const type::LocalizedText& text, const Speech& speech) {
  return speech.language() == "nl" ? text.nl() : text.en();
}

}  // namespace interim::cli
