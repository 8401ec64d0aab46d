// The report of a walk.
#include "services/cli/walk/texts.h"

namespace interim::cli {

// long: one table of texts, a line each
const std::vector<WalkText>& ReportTexts() {
  static const auto* const texts = new std::vector<WalkText>{
      {"report.title", "Samenvoeging van twee vestigingen: van vraag tot overdracht",
       "Merging two sites: from question to hand-over"},
      {"report.intro",
       "{client}, 12 januari tot en met 11 december 2026. Gespeeld over de openbare API van de "
       "vier diensten, met "
       "echte opslag en een echte Redis; de bedrijfsklok laat de dagen verlopen. Alle personen "
       "zijn verzonnen. Dit "
       "is geen juridisch advies.",
       "{client}, 12 January to 11 December 2026. Played over the public API of the four services, "
       "with a real "
       "store and a real Redis; the business clock lets the days pass. All people are made up. "
       "This is not legal "
       "advice."},
      {"report.costs", "Wat het kostte aan tijd", "What it cost in time"},
      {"costs.stage", "fase", "stage"},
      {"costs.days", "bedrijfsdagen", "business days"},
      {"costs.steps", "stappen", "steps"},
      {"costs.millis", "ms", "ms"},
      {"stage.assess", "beoordelen", "assess"},
      {"stage.select", "kiezen", "select"},
      {"stage.contract", "contracteren", "contract"},
      {"stage.govern", "sturen", "govern"},
      {"stage.clock", "klok verzetten", "moving the clock"},
      {"stage.audit", "controleren", "audit"},
      {"stage.assess.head", "1. Is een interim-manager het antwoord?",
       "1. Is an interim manager the answer?"},
      {"assess.answer", "{summary} {sure}", "{summary} {sure}"},
      {"assess.situation", "Situatie: {situations}.", "Situation: {situations}."},
      {"assess.role", "Rol: {role} ({code}); anders {second}.",
       "Role: {role} ({code}); otherwise {second}."},
      {"assess.mandate", "Mandaat: niveau {low} tot {high}; rapporteert aan: {line}.",
       "Mandate: level {low} to {high}; reports to: {line}."},
      {"assess.duration", "Duur: {planned} maanden gepland; gebruikelijk is {low} tot {high}.",
       "Duration: {planned} months planned; {low} to {high} is usual."},
      {"assess.channel", "Kanaal: {channel}; start mogelijk tussen {from} en {to}.",
       "Channel: {channel}; a start is possible between {from} and {to}."},
      {"assess.benefits", "Wat het brengt: {text}", "What it brings: {text}"},
      {"assess.risks", "Waar u op let: {text}", "What to watch: {text}"},
      {"assess.legal", "Vroeg te regelen ({rule}, {weight}{source}): {text}",
       "To settle early ({rule}, {weight}{source}): {text}"},
      {"assess.alternative", "Alternatief {rank}, {label}: {reason}",
       "Alternative {rank}, {label}: {reason}"},
      {"assess.flip", "Wat het advies zou omdraaien: {text}", "What would turn the advice: {text}"},
      {"assess.disagree_matters", "Oneens, en het maakt uit: {text}",
       "Disagreement that matters: {text}"},
      {"assess.disagree_same", "Oneens, maar het advies blijft gelijk: {text}",
       "Disagreement, but the advice stays the same: {text}"},
      {"assess.questions", "De dienst vroeg zelf door: {questions}",
       "The service asked on by itself: {questions}"},
      {"assess.accepted", "De directie koos op {day}: {outcome}.",
       "The board chose on {day}: {outcome}."},
      {"stage.select.head", "2. Wie, en zorgvuldig gekozen", "2. Who, and chosen with care"},
      {"select.importing", "kandidaten inlezen", "importing candidates"},
      {"select.answer", "Gekozen: {name}, {channel}, {rate} per uur exclusief btw.",
       "Chosen: {name}, {channel}, {rate} an hour excluding VAT."},
      {"select.criteria_first",
       "Eerst de criteria, dan de namen: een lijst opvragen voordat de gewichten vastlagen, werd "
       "geweigerd.",
       "Criteria first, then names: asking for a list before the weights were fixed was refused."},
      {"select.searched",
       "Van 500 kandidaten blijven er {passed} over; vooraf afgevallen (wie op meer punten afvalt, "
       "telt bij elk mee): {out}.",
       "Of 500 candidates {passed} remain; knocked out beforehand (whoever fails on more than one "
       "counts under each): {out}."},
      {"select.first", "Bovenaan: {name} met {score}. {reasons}",
       "On top: {name} with {score}. {reasons}"},
      {"select.improve", "Wat die plaats nog sterker zou maken: {text}",
       "What would make that place stronger: {text}"},
      {"select.certificate", "De volgorde is na te rekenen (regelversie {rule}). {tie}",
       "The order can be replayed (rule version {rule}). {tie}"},
      {"select.interest",
       "Van {name} zijn aandelen in {party} gemeld; daarmee viel {name} meteen af (M-I1).",
       "Shares of {name} in {party} were declared, and {name} was out at once (M-I1)."},
      {"select.formula", "Vergelijking: {formula}", "Comparison: {formula}"},
      {"select.finalist", "{rank}. {name}: {points}, {channel}, {rate} per uur.",
       "{rank}. {name}: {points}, {channel}, {rate} an hour."},
      {"select.finalist_talk",
       "{rank}. {name}: {points}, {channel}, {rate} per uur; de beoordelaars bespreken eerst: "
       "{criteria}.",
       "{rank}. {name}: {points}, {channel}, {rate} an hour; the raters talk first about: "
       "{criteria}."},
      {"select.too_early",
       "Beslissen zonder referenties werd geweigerd; met twee beoordelaars, twee verschillende "
       "referenten voor elke finalist en de uitkomst van het gesprek over verschillen kon het.",
       "Deciding without references was refused; with two raters, two different referees for each "
       "finalist and the outcome of the talk about differences it could be "
       "done."},
      {"stage.contract.head", "3. Op welke opdracht, vorm en grond",
       "3. On what brief, form and ground"},
      {"contract.answer",
       "Getekend met {supplier}: {form}, {rate} per uur, ten hoogste {maximum}, van {from} tot en "
       "met {to}.",
       "Signed with {supplier}: {form}, {rate} an hour, at most {maximum}, from {from} to {to}."},
      {"contract.gaps",
       "De eerste opdrachtbrief is geweigerd op {count} punten, in de blokken {blocks}; daarna "
       "compleet en "
       "goedgekeurd.",
       "The first brief was refused on {count} points, in the blocks {blocks}; then complete and "
       "approved."},
      {"contract.gate", "Nog te doen voordat het plan wordt uitgevoerd: {title} ({rule}).",
       "To do before the plan is carried out: {title} ({rule})."},
      {"contract.recommended", "Vorm: {text}", "Form: {text}"},
      {"contract.form", "{rank}. {form}: {low} tot {high}. {point}",
       "{rank}. {form}: {low} to {high}. {point}"},
      {"contract.closed", "Gesloten voor deze feiten: {forms}.",
       "Closed for these facts: {forms}."},
      {"contract.costs",
       "Kosten over {months} maanden: interim {interim}, vaste kracht {permanent}; interim is "
       "{difference} "
       "duurder.",
       "Cost over {months} months: interim {interim}, permanent {permanent}; interim is "
       "{difference} dearer."},
      {"contract.costs_cheaper",
       "Kosten over {months} maanden: interim {interim}, vaste kracht {permanent}; verschil "
       "{difference}.",
       "Cost over {months} months: interim {interim}, permanent {permanent}; difference "
       "{difference}."},
      {"contract.break_even", "Tot {months} maanden is interim niet duurder dan een vaste kracht.",
       "Up to {months} months interim is not dearer than a permanent hire."},
      {"contract.finding", "{rule}, {weight}: {text} [{source}]",
       "{rule}, {weight}: {text} [{source}]"},
      {"contract.finding_plain", "{rule}, {weight}: {text}", "{rule}, {weight}: {text}"},
      {"contract.signed",
       "Eerst tekende de directie, dan de andere partij; andersom is geweigerd. De geplaatste "
       "kandidaat is aan "
       "de selectie gemeld.",
       "The board signed first, then the other party; the other way round was refused. The "
       "selection was told "
       "of the placement."},
      {"stage.govern.head", "4. Wie beslist wat, en hoe het afliep",
       "4. Who decides what, and how it ended"},
      {"govern.answer",
       "De vestigingen zijn samengevoegd binnen de harde datum; de opdracht is overgedragen en "
       "afgesloten.",
       "The sites are merged within the hard date; the assignment is handed over and closed."},
      {"govern.mandate",
       "Mandaat niveau {level}: tot {limit} per besluit en {period} per maand; personeelsbesluiten "
       "met een "
       "tweede handtekening.",
       "Mandate level {level}: up to {limit} per decision and {period} a month; decisions on "
       "people with a "
       "second signature."},
      {"govern.inside", "Binnen het mandaat besloten: {title}, {amount}.",
       "Decided inside the mandate: {title}, {amount}."},
      {"govern.above",
       "Boven de grens van {limit}: {title}, {amount}. Ging naar {from}; die antwoordde niet "
       "binnen twee "
       "werkdagen, dus schoof de klok het door naar {to}, die besloot.",
       "Above the limit of {limit}: {title}, {amount}. Went to {from}, who did not answer within "
       "two working "
       "days, so the clock moved it to {to}, who decided."},
      {"govern.approach", "Plan van aanpak: op dag {day} ({date}) besloten om door te gaan.",
       "Plan of approach: on day {day} ({date}) decided to continue."},
      {"govern.council",
       "De ondernemingsraad adviseerde op {advised} negatief over het samenvoegingsplan (WOR art. "
       "25). De "
       "directie week daar op {decided} van af. Uitvoeren is twee keer geweigerd en kon pas op "
       "{earliest}: "
       "een maand en "
       "een dag na de kennisgeving (R12).",
       "The works council advised against the merger plan on {advised} (WOR art. 25). The board "
       "departed from it "
       "on {decided}. Carrying it out was refused twice and was possible on {earliest} only: one "
       "month and a day "
       "after the notice (R12)."},
      {"govern.slip",
       "Mijlpaal '{title}' schoof {days} dagen en staat op {light}; de harde datum '{hard}' "
       "verschuiven zonder "
       "besluit is geweigerd.",
       "Milestone '{title}' slipped {days} days and shows {light}; moving the hard date '{hard}' "
       "without a "
       "decision was refused."},
      {"govern.handover",
       "Overdracht begonnen op {start}, zes weken voor het einde; {count} punten, elk bevestigd "
       "door de ontvanger "
       "zelf.",
       "Hand-over started on {start}, six weeks before the end; {count} items, each confirmed by "
       "its receiver."},
      {"govern.kpis", "Resultaat: {kpis}.", "Result: {kpis}."},
      {"govern.kpi_one", "{name} van {from} naar {to} (doel {target}, {light})",
       "{name} from {from} to {to} (target {target}, {light})"},
      {"govern.work", "Gewerkt: {hours} uur; gefactureerd {invoiced}, {used}% van het maximum.",
       "Worked: {hours} hours; invoiced {invoiced}, {used}% of the maximum."},
      {"govern.closed",
       "Afgesloten op {day}: mandaat ingetrokken, eindevaluatie vastgelegd, alles bevestigd; "
       "eerder "
       "sluiten is "
       "geweigerd.",
       "Closed on {day}: mandate revoked, final evaluation on file, everything confirmed; closing "
       "earlier was "
       "refused."},
      {"govern.practice",
       "De praktijk telt mee in de arbeidsrelatie: {decisions} besluit binnen het mandaat, "
       "{meetings} besprekingen over de opdracht en {results} aanvaarde resultaten; geen afwijking "
       "van wat is getekend.",
       "Practice counts in the working relation: {decisions} decision within the mandate, "
       "{meetings} "
       "meetings on the assignment and {results} results accepted; no drift from what was signed."},
      {"govern.outcome",
       "De beoordeling uit stap 1 weet nu hoe het afliep: {percent}% van de doelen gehaald.",
       "The assessment of step 1 now knows how it ended: {percent}% of the goals reached."},
      {"audit.verified",
       "De audittrails van alle vier de diensten kloppen, gebeurtenis voor gebeurtenis: {counts}.",
       "The trails of all four services verify, event by event: {counts}."},
  };
  return *texts;
}

}  // namespace interim::cli
