#include "services/contracting/domain/forms.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/employment_cost.h"
#include "common/law/vat.h"
#include "common/rules/rule_tables.h"
#include "common/type/convert.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/wording.h"

namespace interim::contracting {
namespace {

constexpr int kChannelWeight = 3;  // house rule: the chosen person comes in one form already
constexpr int kGoodFit = 6;
constexpr int kPercent = 100;
constexpr char kDirectChannel[] = "DIRECT";

// One form with what decides its place.
struct Rated {
  v1::FormComparison comparison;
  int score = 0;
};

int FitOf(const FormEntry& entry, const Catalogs& catalogs, const FormQuestion& question) {
  if (question.facts.direction_by_client() == v1::ANSWER_YES) return entry.fit_line();
  std::optional<v1::RoleClass> role_class = catalogs.shared().FindRoleClass(question.role_code);
  return role_class == v1::ROLE_CLASS_SPECIALIST ? entry.fit_specialist() : entry.fit_leading();
}

v1::FormReason MakeReason(const Catalogs& catalogs, absl::string_view code) {
  v1::FormReason reason;
  reason.set_code(std::string(code));
  *reason.mutable_text() = catalogs.Reason(code);
  return reason;
}

// A finding as reason: closed by it, or to be settled first.
v1::FormReason ReasonOf(const Catalogs& catalogs, const type::Finding& finding) {
  const char* code = finding.outcome() == type::RULE_OUTCOME_BLOCK ? "RULE_BLOCKS" : "RULE_ASKS";
  v1::FormReason reason;
  reason.set_code(absl::StrCat(code, ":", finding.message_key()));
  reason.set_rule_version(absl::StrCat(finding.rule_id(), "@", finding.rule_version()));
  type::LocalizedText text = catalogs.Reason(code);
  reason.mutable_text()->set_nl(
      Fill(text.nl(), {{"rule", finding.rule_id()}, {"text", finding.text().nl()}}));
  reason.mutable_text()->set_en(
      Fill(text.en(), {{"rule", finding.rule_id()}, {"text", finding.text().en()}}));
  *reason.mutable_sources() = finding.sources();
  return reason;
}

bool Names(const google::protobuf::RepeatedPtrField<std::string>& list, const std::string& code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

// The channel moves a form up or down and says so.
int RateChannel(const Catalogs& catalogs, const FormEntry& entry, const std::string& channel,
                v1::FormComparison& comparison) {
  if (channel.empty()) return 0;
  bool chosen = Names(entry.channel_code(), channel);
  *comparison.add_deciding_points() =
      MakeReason(catalogs, chosen ? "CHANNEL_CHOSEN" : "CHANNEL_OTHER");
  return chosen ? kChannelWeight : -kChannelWeight;
}

// Figures of the law in rows and cells, in one language, on the first day of work. What no row of
// the data covers is left out of the text.
TextParams FiguresOf(const law::LawData& law, const Catalogs& catalogs,
                     const v1::ComplianceFacts& facts, absl::string_view language) {
  TextParams params = {{"vat", ""}, {"chain", ""}, {"admission", ""}};
  std::optional<DatePeriod> period = FindPeriod(facts.has_period(), facts.period());
  if (!period) return params;
  const Date on = period->start();
  const rules::RuleTables& tables = law.tables();
  absl::StatusOr<Decimal> vat = law::GeneralVatRate(law, on);
  if (vat.ok()) params[0].second = absl::StrCat(NumberText(*vat, language), "% ");
  const auto contracts = tables.GetInteger("R01", "max_contracts", on);
  const auto months = tables.GetInteger("R01", "max_period_months", on);
  const auto gap = tables.GetInteger("R01", "max_gap_months", on);
  if (contracts.ok() && months.ok() && gap.ok()) {
    params[1].second = In(catalogs.Reason("CHAIN_FIGURES", {{"contracts", absl::StrCat(*contracts)},
                                                            {"months", absl::StrCat(*months)},
                                                            {"gap", absl::StrCat(*gap)}}),
                          language);
  }
  const auto admission = tables.GetDate("R09", "admission_required_from", on);
  if (admission.ok()) {
    params[2].second =
        In(catalogs.Reason("ADMISSION_FROM", {{"date", DayText(*admission, language)}}), language);
  }
  return params;
}

void FillRows(const law::LawData& law, const Catalogs& catalogs, const FormEntry& entry,
              const v1::ComplianceFacts& facts, v1::FormComparison& comparison) {
  const TextParams nl = FiguresOf(law, catalogs, facts, "nl");
  const TextParams en = FiguresOf(law, catalogs, facts, "en");
  auto fill = [&](const type::LocalizedText& text, type::LocalizedText& out) {
    out.set_nl(Fill(text.nl(), nl));
    out.set_en(Fill(text.en(), en));
  };
  for (const RowTitle& title : catalogs.files().forms.row_title()) {
    for (const FormCell& cell : entry.cell()) {
      if (cell.row_code() != title.code()) continue;
      v1::FormRow& row = *comparison.add_rows();
      row.set_code(title.code());
      fill(title.title(), *row.mutable_title());
      fill(cell.text(), *row.mutable_text());
      row.set_risk_bearer(cell.risk_bearer());
    }
  }
  for (const ClauseEntry& clause : catalogs.files().clauses.clause()) {
    if (clause.condition() != CLAUSE_CONDITION_NONE) continue;
    for (const FormRequirement& need : clause.form()) {
      if (need.form() == entry.form() && need.requirement() == v1::CLAUSE_REQUIREMENT_REQUIRED) {
        comparison.add_required_clause_codes(clause.code());
      }
    }
  }
}

struct CostRange {
  Ratio low;
  Ratio high;
};

// A price plus VAT that cannot be deducted, where VAT is charged; unknown deduction widens the
// range.
std::optional<CostRange> WithVat(const law::LawData& law, const FormEntry& entry,
                                 const v1::ComplianceFacts& facts, const Ratio& price) {
  CostRange range{.low = price, .high = price};
  if (!entry.vat_charged()) return range;
  std::optional<DatePeriod> period = FindPeriod(facts.has_period(), facts.period());
  if (!period) return std::nullopt;
  absl::StatusOr<Decimal> rate = law::GeneralVatRate(law, period->start());
  if (!rate.ok()) return std::nullopt;
  std::optional<Decimal> deductible =
      FindDecimal(facts.has_vat_deductible_percent(), facts.vat_deductible_percent());
  Ratio vat = price * Ratio(*rate) / Ratio(kPercent);
  Ratio lost = deductible ? vat * (Ratio(kPercent) - Ratio(*deductible)) / Ratio(kPercent) : vat;
  range.high = range.high + lost;
  if (deductible) range.low = range.low + lost;
  return range;
}

// Nobody stands between the client and the person (or the own company).
bool IsDirect(const FormEntry& entry) {
  return !entry.is_employment() && Names(entry.channel_code(), kDirectChannel);
}

// Fee over the period; without the margin of a bureau at the least, where none comes in between.
std::optional<CostRange> ServiceCost(const law::LawData& law, const FormEntry& entry,
                                     const FormQuestion& question,
                                     const v1::ComplianceFacts& facts) {
  std::optional<Money> fee = FindMoney(facts.has_total_fee(), facts.total_fee());
  if (!fee) return std::nullopt;
  std::optional<CostRange> range = WithVat(law, entry, facts, Ratio(*fee));
  if (range && question.margin_percent && IsDirect(entry)) {
    range->low = range->low * (Ratio(kPercent) - Ratio(*question.margin_percent)) / Ratio(kPercent);
  }
  return range;
}

// Employer cost of the months worked, year by year; on the invoice of a payroll firm with VAT.
absl::StatusOr<std::optional<CostRange>> EmploymentCost(const law::LawData& law,
                                                        const FormEntry& entry,
                                                        const v1::ComplianceFacts& facts) {
  std::optional<DatePeriod> period = FindPeriod(facts.has_period(), facts.period());
  if (!facts.has_monthly_wage() || !period) return std::optional<CostRange>();
  Ratio total;
  for (const DatePeriod& part : period->SplitByYear()) {
    law::EmploymentCostInput input;
    input.set_year(part.start().year());
    *input.mutable_monthly_wage() = facts.monthly_wage();
    input.set_months(part.CalendarMonthsTouched());
    input.set_with_transition_reserve(true);
    ASSIGN_OR_RETURN(law::EmploymentCostResult result, law::EvaluateEmploymentCost(law, input));
    if (!result.total) return std::optional<CostRange>();
    total = total + Ratio(*result.total);
  }
  return WithVat(law, entry, facts, total);
}

absl::Status FillCost(const law::LawData& law, const Catalogs& catalogs, const FormEntry& entry,
                      const FormQuestion& question, const v1::ComplianceFacts& facts,
                      v1::FormComparison& comparison) {
  bool employment =
      entry.form() == v1::CONTRACT_FORM_FIXED_TERM || entry.form() == v1::CONTRACT_FORM_PAYROLL;
  std::optional<CostRange> range;
  if (employment) {
    ASSIGN_OR_RETURN(range, EmploymentCost(law, entry, facts));
  } else {
    range = ServiceCost(law, entry, question, facts);
  }
  const std::string& percent = catalogs.figures().form_cost_spread_percent();
  if (!range) {
    *comparison.mutable_cost_basis() = catalogs.Reason("COST_UNKNOWN");
    return absl::OkStatus();
  }
  Ratio spread(Figure(percent));
  ASSIGN_OR_RETURN(Money low,
                   (range->low * (Ratio(kPercent) - spread) / Ratio(kPercent)).ToMoney("EUR"));
  ASSIGN_OR_RETURN(Money high,
                   (range->high * (Ratio(kPercent) + spread) / Ratio(kPercent)).ToMoney("EUR"));
  *comparison.mutable_cost_low() = ToProto(low);
  *comparison.mutable_cost_high() = ToProto(high);
  const bool without_margin = !employment && question.margin_percent && IsDirect(entry);
  const char* basis = without_margin        ? "COST_BASIS_DIRECT"
                      : !employment         ? "COST_BASIS"
                      : entry.vat_charged() ? "COST_BASIS_PAYROLL"
                                            : "COST_BASIS_EMPLOYMENT";
  const auto text = [&](absl::string_view language) {
    const std::string margin =
        without_margin ? NumberText(*question.margin_percent, language) : std::string();
    const TextParams params = {{"value", NumberText(Figure(percent), language)},
                               {"margin", margin}};
    return In(catalogs.Reason(basis, params), language);
  };
  comparison.mutable_cost_basis()->set_nl(text("nl"));
  comparison.mutable_cost_basis()->set_en(text("en"));
  return absl::OkStatus();
}

absl::StatusOr<Rated> RateForm(const law::LawData& law, const Catalogs& catalogs,
                               const FormEntry& entry, const FormQuestion& question) {
  v1::ComplianceFacts facts = question.facts;
  facts.set_form(entry.form());
  ASSIGN_OR_RETURN(ComplianceResult check, CheckFacts(law, catalogs, facts));
  Rated rated;
  v1::FormComparison& comparison = rated.comparison;
  comparison.set_form(entry.form());
  *comparison.mutable_title() = entry.title();
  for (const type::Finding& finding : check.findings) {
    if (finding.outcome() == type::RULE_OUTCOME_OK ||
        finding.outcome() == type::RULE_OUTCOME_INFORM) {
      continue;
    }
    if (finding.outcome() == type::RULE_OUTCOME_BLOCK) comparison.set_is_closed(true);
    *comparison.add_reasons() = ReasonOf(catalogs, finding);
  }
  int fit = FitOf(entry, catalogs, question);
  rated.score = fit + RateChannel(catalogs, entry, question.channel_code, comparison);
  *comparison.add_deciding_points() =
      MakeReason(catalogs, fit >= kGoodFit ? "ROLE_FIT" : "ROLE_MISFIT");
  for (const std::string& code : entry.for_reason()) {
    *comparison.add_deciding_points() = MakeReason(catalogs, code);
  }
  for (const std::string& code : entry.against_reason()) {
    *comparison.add_deciding_points() = MakeReason(catalogs, code);
  }
  FillRows(law, catalogs, entry, facts, comparison);
  RETURN_IF_ERROR(FillCost(law, catalogs, entry, question, facts, comparison));
  return rated;
}

void Recommend(const Catalogs& catalogs, v1::CompareFormsResponse& response) {
  if (response.forms().empty() || response.forms(0).is_closed()) {
    *response.mutable_recommendation() = catalogs.Reason("ALL_CLOSED");
    return;
  }
  const v1::FormComparison& best = response.forms(0);
  response.set_recommended_form(best.form());
  type::LocalizedText text = catalogs.Reason("RECOMMENDED");
  const type::LocalizedText& why = best.deciding_points(0).text();
  response.mutable_recommendation()->set_nl(
      Fill(text.nl(), {{"value", best.title().nl()}, {"text", why.nl()}}));
  response.mutable_recommendation()->set_en(
      Fill(text.en(), {{"value", best.title().en()}, {"text", why.en()}}));
}

}  // namespace

absl::StatusOr<v1::CompareFormsResponse> CompareForms(const law::LawData& law,
                                                      const Catalogs& catalogs,
                                                      const FormQuestion& question) {
  std::vector<Rated> rated;
  for (const FormEntry& entry : catalogs.files().forms.form()) {
    ASSIGN_OR_RETURN(Rated form, RateForm(law, catalogs, entry, question));
    rated.push_back(std::move(form));
  }
  std::stable_sort(rated.begin(), rated.end(), [](const Rated& a, const Rated& b) {
    if (a.comparison.is_closed() != b.comparison.is_closed()) return b.comparison.is_closed();
    return a.score > b.score;
  });
  v1::CompareFormsResponse response;
  int rank = 0;
  for (Rated& form : rated) {
    form.comparison.set_rank(++rank);
    *response.add_forms() = std::move(form.comparison);
  }
  Recommend(catalogs, response);
  return response;
}

}  // namespace interim::contracting
