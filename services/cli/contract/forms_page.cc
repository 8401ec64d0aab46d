#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/contract/pages.h"
#include "services/cli/contract/texts.h"
#include "services/cli/contract/values.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;

constexpr int kShortPoints = 3;
constexpr std::size_t kFormsBeside = 3;  // forms that fit beside each other

const std::string& RowText(const v1::FormComparison& form, absl::string_view code,
                           const Speech& speech) {
  static const std::string* const none = new std::string();
  for (const v1::FormRow& row : form.rows()) {
    if (row.code() == code) return In(row.text(), speech);
  }
  return *none;
}

std::string Cost(const v1::FormComparison& form, const Speech& speech) {
  if (!form.has_cost_low() || !form.has_cost_high()) return speech("forms.unknown_cost");
  return speech("forms.range", {{"low", MoneyText(form.cost_low(), speech.language())},
                                {"high", MoneyText(form.cost_high(), speech.language())}});
}

// "R05: text" without the words that the heading already says.
std::string ReasonText(const v1::FormReason& reason, const Speech& speech) {
  const std::string& text = In(reason.text(), speech);
  const std::string rule = reason.rule_version().substr(0, reason.rule_version().find('@'));
  const std::size_t at = text.find("): ");
  if (rule.empty() || at == std::string::npos) return text;
  return absl::StrCat(rule, ": ", text.substr(at + 3));
}

template <class Reasons>
std::vector<std::string> Texts(const Reasons& reasons, const Speech& speech) {
  std::vector<std::string> texts;
  for (const v1::FormReason& reason : reasons) texts.push_back(ReasonText(reason, speech));
  return texts;
}

std::string Bulleted(const std::vector<std::string>& texts, int most) {
  std::vector<std::string> lines;
  for (const std::string& text : texts) {
    if (static_cast<int>(lines.size()) < most) lines.push_back(absl::StrCat("- ", text));
  }
  return absl::StrJoin(lines, "\n");
}

std::vector<const v1::FormComparison*> FormsOf(const v1::CompareFormsResponse& response,
                                               bool closed) {
  std::vector<const v1::FormComparison*> forms;
  for (const v1::FormComparison& form : response.forms()) {
    if (form.is_closed() == closed) forms.push_back(&form);
  }
  return forms;
}

// What has to be settled, each reason once with the forms that ask it.
void AddSettle(const std::vector<const v1::FormComparison*>& forms, const Speech& speech,
               Page& page) {
  std::vector<std::pair<std::string, std::vector<std::string>>> by_reason;
  for (const v1::FormComparison* form : forms) {
    for (const std::string& text : Texts(form->reasons(), speech)) {
      auto found = std::find_if(by_reason.begin(), by_reason.end(),
                                [&](const auto& entry) { return entry.first == text; });
      if (found == by_reason.end()) {
        found = by_reason.emplace(by_reason.end(), text, std::vector<std::string>());
      }
      found->second.push_back(absl::StrCat(form->rank()));
    }
  }
  if (by_reason.empty()) return;
  page.Blank();
  Grid grid({{speech("forms.settle"), Align::kLeft, 14}, {""}});
  for (const auto& [text, ranks] : by_reason) {
    grid.Row({ranks.size() == forms.size() && forms.size() > 1
                  ? speech("forms.everywhere")
                  : speech("forms.some", {{"ranks", absl::StrJoin(ranks, ", ")}}),
              text});
  }
  page.Add(grid);
}

void AddOpen(const std::vector<const v1::FormComparison*>& forms, PageLength length,
             const Speech& speech, Page& page) {
  const int most = length == PageLength::kFull ? 100 : kShortPoints;
  Grid grid({{"", Align::kRight, 1},
             {speech("forms.form"), Align::kLeft, 14},
             {speech("forms.party"), Align::kLeft, 14},
             {speech("forms.cost"), Align::kLeft, 13},
             {speech("forms.decides"), Align::kLeft, 20}});
  bool is_first = true;
  for (const v1::FormComparison* form : forms) {
    if (!std::exchange(is_first, false)) grid.Gap();
    grid.Row({absl::StrCat(form->rank()), In(form->title(), speech),
              RowText(*form, "COUNTERPARTY", speech), Cost(*form, speech),
              Bulleted(Texts(form->deciding_points(), speech), most)});
  }
  page.Add(grid);
  if (!In(forms.front()->cost_basis(), speech).empty()) {
    page.Line(speech("forms.basis", {{"basis", In(forms.front()->cost_basis(), speech)}}));
  }
  AddSettle(forms, speech, page);
}

void AddClosed(const std::vector<const v1::FormComparison*>& forms, const Speech& speech,
               Page& page) {
  if (forms.empty()) return;
  page.Blank();
  Grid grid({{speech("forms.closed"), Align::kLeft, 20}, {speech("forms.why")}});
  for (const v1::FormComparison* form : forms) {
    grid.Row({In(form->title(), speech), Bulleted(Texts(form->reasons(), speech), 100)});
  }
  page.Add(grid);
}

// The rows of some forms beside each other.
void AddBeside(const std::vector<const v1::FormComparison*>& forms, const Speech& speech,
               Page& page) {
  std::vector<Column> columns = {{"", Align::kLeft, 12}};
  for (const v1::FormComparison* form : forms) {
    columns.push_back({In(form->title(), speech), Align::kLeft, 16});
  }
  Grid grid(columns);
  for (const v1::FormRow& row : forms.front()->rows()) {
    if (row.code() == "COUNTERPARTY") continue;
    std::vector<std::string> cells = {In(row.title(), speech)};
    for (const v1::FormComparison* form : forms) {
      std::string text = RowText(*form, row.code(), speech);
      for (const v1::FormRow& own : form->rows()) {
        if (own.code() != row.code() || own.risk_bearer().empty()) continue;
        const std::string bearer = speech.WordOr("forms.bearer", own.risk_bearer(), "");
        if (!bearer.empty()) absl::StrAppend(&text, "\n(", bearer, ")");
      }
      cells.push_back(text);
    }
    grid.Row(cells);
  }
  page.Add(grid);
}

}  // namespace

std::string FormsPage(const v1::CompareFormsResponse& response, PageLength length,
                      const PageStyle& style, const Speech& speech) {
  Page page(style);
  page.Title(speech("forms.title"));
  page.Label(speech("forms.recommended"), In(response.recommendation(), speech));
  page.Blank();
  const auto open = FormsOf(response, false);
  const auto closed = FormsOf(response, true);
  if (!open.empty()) AddOpen(open, length, speech, page);
  AddClosed(closed, speech, page);
  std::vector<const v1::FormComparison*> beside = open;
  if (length == PageLength::kFull) {
    beside.insert(beside.end(), closed.begin(), closed.end());
  } else if (beside.size() > kFormsBeside) {
    beside.resize(kFormsBeside);
  }
  if (!beside.empty()) page.Head(speech("forms.side_by_side"));
  for (std::size_t at = 0; at < beside.size(); at += kFormsBeside) {
    const std::size_t end = std::min(at + kFormsBeside, beside.size());
    if (at > 0) page.Blank();
    AddBeside({beside.begin() + static_cast<std::ptrdiff_t>(at),
               beside.begin() + static_cast<std::ptrdiff_t>(end)},
              speech, page);
  }
  if (length == PageLength::kShort) {
    page.Blank();
    page.Line(speech("more.full"));
  }
  return page.text();
}

}  // namespace interim::cli
