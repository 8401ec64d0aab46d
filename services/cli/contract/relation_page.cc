#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/cli/contract/pages.h"
#include "services/cli/contract/texts.h"
#include "services/cli/contract/values.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;

std::string Band(v1::RiskBand band, const Speech& speech) {
  return speech.WordOr("band", CodeOf(v1::RiskBand_Name(band), "RISK_BAND_"), "");
}

// What would prove an answer, without the word that stands above it.
std::string Asked(const v1::ViewpointPoint& point, const Speech& speech) {
  absl::string_view text = In(point.evidence_asked(), speech);
  if (!absl::ConsumePrefix(&text, "Bewijs: ")) absl::ConsumePrefix(&text, "Evidence: ");
  return std::string(text);
}

// Where the point comes from: practice, the contract or a side; then what proves it, or what would.
std::string Basis(const v1::ViewpointPoint& point, PageLength length, const Speech& speech) {
  const std::string side =
      speech.WordOr("side", CodeOf(v1::AnswerSide_Name(point.side()), "ANSWER_SIDE_"), "");
  const std::string origin =
      speech.WordOr("basis", CodeOf(v1::PointOrigin_Name(point.origin()), "POINT_ORIGIN_"), "");
  const std::string strength = speech.WordOr(
      "strength", CodeOf(v1::PointStrength_Name(point.strength()), "POINT_STRENGTH_"), "");
  std::vector<std::string> parts;
  if (!strength.empty()) parts.push_back(strength);
  if (!origin.empty()) parts.push_back(side.empty() ? origin : absl::StrCat(origin, ", ", side));
  if (point.is_disputed()) parts.push_back(speech("relation.disputed"));
  if (point.origin() == v1::POINT_ORIGIN_PRACTICE) {
    // Its facts stand below, with their days.
  } else if (!point.evidence().empty()) {
    parts.push_back(speech("relation.evidence", {{"evidence", point.evidence()}}));
  } else if (length == PageLength::kFull && !Asked(point, speech).empty()) {
    parts.push_back(speech("relation.asked", {{"asked", Asked(point, speech)}}));
  }
  return absl::StrJoin(parts, "; ");
}

std::string PointText(const v1::ViewpointPoint& point, PageLength length, const Speech& speech) {
  std::string text = In(point.observation(), speech);
  if (text.empty()) text = In(point.question(), speech);
  const std::string basis = Basis(point, length, speech);
  return absl::StrCat("- ", text, basis.empty() ? "" : absl::StrCat(" (", basis, ")"));
}

template <class Points>
std::string Column(const Points& points, PageLength length, const Speech& speech) {
  std::vector<std::string> lines;
  for (const v1::ViewpointPoint& point : points) lines.push_back(PointText(point, length, speech));
  return absl::StrJoin(lines, "\n");
}

std::string Basis(const v1::ViewpointWeighing& viewpoint) {
  std::vector<std::string> articles;
  for (const type::Source& source : viewpoint.sources()) {
    const std::string& name = source.article().empty() ? source.title() : source.article();
    if (!name.empty() && std::find(articles.begin(), articles.end(), name) == articles.end()) {
      articles.push_back(name);
    }
  }
  return absl::StrJoin(articles, ", ");
}

// The viewpoint in words: its name, which way it points, and the law behind it.
std::string Heading(const v1::ViewpointWeighing& viewpoint, PageLength length,
                    const Speech& speech) {
  std::vector<std::string> lines = {
      absl::StrCat(viewpoint.viewpoint(), ". ", In(viewpoint.title(), speech)),
      speech.WordOr("points_to",
                    CodeOf(v1::PointDirection_Name(viewpoint.direction()), "POINT_DIRECTION_"),
                    "")};
  if (length == PageLength::kFull) lines.push_back(Basis(viewpoint));
  return absl::StrJoin(lines, "\n");
}

void AddViewpoints(const v1::WorkingRelationWeighing& weighing, PageLength length,
                   const Speech& speech, Page& page) {
  page.Head(speech("relation.viewpoints"));
  Grid grid({{speech("relation.viewpoint"), Align::kLeft, 16},
             {speech("relation.for"), Align::kLeft, 24},
             {speech("relation.against"), Align::kLeft, 24}});
  for (const v1::ViewpointWeighing& viewpoint : weighing.viewpoints()) {
    const bool is_known = viewpoint.points_for_size() + viewpoint.points_against_size() +
                              viewpoint.neutral_points_size() >
                          0;
    if (!is_known && length == PageLength::kShort) continue;
    if (!grid.empty()) grid.Gap();
    grid.Row({Heading(viewpoint, length, speech), Column(viewpoint.points_for(), length, speech),
              Column(viewpoint.points_against(), length, speech)});
    if (length == PageLength::kFull && !viewpoint.neutral_points().empty()) {
      grid.Row(
          {speech("relation.neutral"), Column(viewpoint.neutral_points(), length, speech), ""});
    }
  }
  if (grid.empty()) {
    page.Line(speech("relation.nothing"));
  } else {
    page.Add(grid);
  }
}

// What nobody answered yet, with what would prove an answer.
void AddOpen(const v1::WorkingRelationWeighing& weighing, PageLength length, const Speech& speech,
             Page& page) {
  Grid grid({{speech("relation.viewpoint"), Align::kLeft, 16},
             {speech("relation.question"), Align::kLeft, 24},
             {speech("relation.evidence_asked"), Align::kLeft, 24}});
  int open = 0;
  for (const v1::ViewpointWeighing& viewpoint : weighing.viewpoints()) {
    for (const v1::ViewpointPoint& point : viewpoint.open_points()) {
      ++open;
      grid.Row({In(viewpoint.title(), speech), In(point.question(), speech), Asked(point, speech)});
    }
  }
  if (open == 0) return;
  page.Head(speech("relation.open", {{"count", absl::StrCat(open)}}));
  if (length == PageLength::kFull) {
    page.Add(grid);
  } else {
    page.Line(speech("more.full"));
  }
}

// What would make the weak viewpoints stronger.
void AddMeasures(const v1::WorkingRelationWeighing& weighing, const Speech& speech, Page& page) {
  Grid grid({{speech("relation.viewpoint"), Align::kLeft, 16},
             {speech("relation.measure"), Align::kLeft, 30}});
  for (const v1::ViewpointWeighing& viewpoint : weighing.viewpoints()) {
    if (viewpoint.direction() == v1::POINT_DIRECTION_EMPLOYMENT &&
        !In(viewpoint.measure(), speech).empty()) {
      grid.Row({In(viewpoint.title(), speech), In(viewpoint.measure(), speech)});
    }
  }
  if (grid.empty()) return;
  page.Head(speech("relation.measures"));
  page.Add(grid);
}

void AddDrift(const v1::WorkingRelation& relation, const Speech& speech, Page& page) {
  page.Head(speech("relation.drift"));
  if (relation.drifts().empty()) {
    page.Line(speech("relation.no_drift"));
    return;
  }
  Grid grid({{speech("check.weight"), Align::kLeft, 7},
             {speech("relation.since"), Align::kLeft, 14},
             {speech("relation.what"), Align::kLeft, 30}});
  for (const v1::WorkingRelationDrift& drift : relation.drifts()) {
    grid.Row({WeightOf(drift.outcome(), speech), DayText(drift.find_date(), speech.language()),
              In(drift.text(), speech)});
  }
  page.Add(grid);
}

// What it was about: the kind of record it comes from, and what that says of itself.
std::string About(const v1::PracticeFact& fact, const Speech& speech) {
  const std::vector<std::string> parts = absl::StrSplit(fact.source(), '/');
  const std::string kind =
      parts.size() > 1 ? speech.WordOr("record", parts[parts.size() - 2], "") : fact.source();
  const std::string text = speech.WordOr("at", fact.description(), fact.description());
  return absl::StrCat(kind, kind.empty() || text.empty() ? "" : ": ", text);
}

// What happened, latest first; a few of them, or all.
void AddPractice(const v1::WorkingRelation& relation, PageLength length, const Speech& speech,
                 Page& page) {
  constexpr int kShortFacts = 8;
  if (relation.practice_facts().empty()) return;
  page.Head(speech("relation.practice"));
  Grid grid({{speech("relation.day"), Align::kLeft, 14},
             {speech("relation.fact"), Align::kLeft, 20},
             {speech("relation.about"), Align::kLeft, 30}});
  int shown = 0;
  for (int i = relation.practice_facts_size() - 1; i >= 0; --i) {
    const v1::PracticeFact& fact = relation.practice_facts(i);
    if (length == PageLength::kShort && ++shown > kShortFacts) break;
    std::string about = About(fact, speech);
    if (fact.has_amount()) {
      absl::StrAppend(&about, ", ", MoneyText(fact.amount(), speech.language()));
    }
    grid.Row({DayText(fact.occur_date(), speech.language()),
              speech.WordOr("practice",
                            CodeOf(v1::PracticeKind_Name(fact.kind()), "PRACTICE_KIND_"), ""),
              about});
  }
  page.Add(grid);
  if (length == PageLength::kShort && shown > kShortFacts) page.Line(speech("more.full"));
}

void AddHead(const v1::WorkingRelation& relation, const v1::WorkingRelationWeighing& last,
             const Speech& speech, Page& page) {
  const std::string moment = speech.WordOr(
      "moment", CodeOf(v1::WeighingMoment_Name(last.moment()), "WEIGHING_MOMENT_"), "");
  page.Label(speech("relation.now"),
             speech("relation.weighed", {{"band", Band(last.band(), speech)},
                                         {"day", DayText(last.weigh_date(), speech.language())},
                                         {"moment", moment}}));
  if (relation.weighings_size() > 1) {
    page.Label(speech("relation.first"), Band(relation.weighings(0).band(), speech));
  }
  if (last.is_form_closed()) page.Label(speech("relation.form"), speech("relation.closed"));
  if (relation.has_next_review_date()) {
    page.Label(speech("relation.review"), DayText(relation.next_review_date(), speech.language()));
  }
  page.Blank();
  page.Line(In(last.conclusion(), speech));
}

}  // namespace

std::string RelationPage(const v1::WorkingRelation& relation, PageLength length,
                         const PageStyle& style, const Speech& speech) {
  Page page(style);
  if (relation.weighings().empty()) {
    page.Title(speech("relation.title"));
    page.Line(speech("relation.hidden"));
    AddDrift(relation, speech, page);
    AddPractice(relation, length, speech, page);
    return page.text();
  }
  const v1::WorkingRelationWeighing& last = relation.weighings(relation.weighings_size() - 1);
  page.Title(speech("relation.title"), Band(last.band(), speech));
  AddHead(relation, last, speech, page);
  AddDrift(relation, speech, page);
  AddViewpoints(last, length, speech, page);
  AddMeasures(last, speech, page);
  AddOpen(last, length, speech, page);
  AddPractice(relation, length, speech, page);
  for (const type::LocalizedText& question : last.open_questions()) {
    page.Blank();
    page.Line(In(question, speech));
  }
  return page.text();
}

}  // namespace interim::cli
