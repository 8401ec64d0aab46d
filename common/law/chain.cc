#include "common/law/chain.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

// One contract that counts, with both ends (inclusive).
struct Link {
  Date start;
  Date end;
};

// Limits for the contract under test.
struct Limits {
  int contracts = 0;
  int months = 0;
  int gap = 0;  // months
  int warn_days = 0;
  int review_days = 0;
};

// What one reading of the gap rule gives.
struct Outcome {
  int position = 0;
  Date limit;
  std::optional<Date> permanent_from;
  bool by_count = false;
  bool needs_review = false;  // at a boundary that is not decided by machine
  Link first, previous;       // first link of the chain; link before the one under test

  // Whether the next contract would be permanent as well, or the end is near the limit.
  bool is_last = false;

  bool SameResult(const Outcome& other) const {
    return permanent_from == other.permanent_from && is_last == other.is_last;
  }
};

bool Counts(const ChainContract& contract, const ChainInput& in) {
  switch (contract.kind()) {
    case ChainContract::KIND_SERVICES:
    case ChainContract::KIND_TRAINING:
    case ChainContract::KIND_MINOR_SMALL_JOB:
      return false;
    default:
      return !contract.other_employer() &&
             !(in.pension_age_reached() && contract.before_pension_age());
  }
}

// Contracts before the one under test that count, in order of start. Nothing when one of them has
// no end: its place in the chain is not known.
absl::StatusOr<std::optional<std::vector<Link>>> ReadEarlier(const ChainInput& in) {
  std::vector<Link> links;
  for (int i = 0; i < in.earlier_contracts_size(); ++i) {
    const ChainContract& contract = in.earlier_contracts(i);
    const std::string path = absl::StrCat("earlier_contracts[", i, "]");
    ASSIGN_OR_RETURN(const Date start, NeedDate(contract.has_start_date(), contract.start_date(),
                                                absl::StrCat(path, ".start_date")));
    ASSIGN_OR_RETURN(const auto end, FindDate(contract.has_end_date(), contract.end_date(),
                                              absl::StrCat(path, ".end_date")));
    if (end && *end < start) {
      return BadFact(absl::StrCat(path, ".end_date"), "PERIOD_INVALID", "ends before it starts");
    }
    if (!Counts(contract, in)) continue;
    if (!end) return std::optional<std::vector<Link>>();
    links.push_back({start, *end});
  }
  std::stable_sort(links.begin(), links.end(),
                   [](const Link& a, const Link& b) { return a.start < b.start; });
  return std::optional<std::vector<Link>>(std::move(links));
}

std::optional<Limits> FindLimits(Evaluation* ev, const ChainInput& in, Date on) {
  const bool pension = in.pension_age_reached();
  const bool collective = in.collective_agreement_limits();
  const auto contracts = ev->FindCount(pension      ? "aow_max_contracts"
                                       : collective ? "cao_max_contracts"
                                                    : "max_contracts",
                                       on);
  const auto months = ev->FindCount(pension      ? "aow_max_months"
                                    : collective ? "cao_max_months"
                                                 : "max_period_months",
                                    on);
  const auto gap =
      ev->FindCount(in.seasonal_gap() ? "cao_seasonal_gap_months" : "max_gap_months", on);
  const auto warn = ev->FindCount("warn_days_before_limit", on);
  const auto review = ev->FindCount("review_days_after_clamp", on);
  if (!contracts || !months || !gap || !warn || !review) return std::nullopt;
  return Limits{*contracts, *months, *gap, *warn, *review};
}

// True when the term is at most `months` long.
bool AtMost(const Link& link, int months) {
  return link.end.AddDays(1) <= link.start.AddMonths(months).date;
}

bool AtLeast(const Link& link, int months) {
  return link.end.AddDays(1) >= link.start.AddMonths(months).date;
}

// A short second contract directly after a long first one does not convert.
bool IsShortTail(Evaluation* ev, const Outcome& o, const Link& test) {
  if (o.position != 2 || test.start != o.first.end.AddDays(1)) return false;
  Evaluation probe = *ev;
  const auto tail = probe.FindCount("short_tail_months", test.start);
  const auto first = probe.FindCount("short_tail_first_contract_months", test.start);
  if (!tail || !first || !AtLeast(o.first, *first) || !AtMost(test, *tail)) return false;
  *ev = std::move(probe);
  return true;
}

// Steps 4 to 6: builds the chain with one value of the gap and tells whether the test converts.
Outcome Walk(const std::vector<Link>& earlier, const Link& test, const Limits& limits, int gap,
             const ChainInput& in) {
  Outcome o;
  Date max_end;
  const auto place = [&](const Link& link) {
    const AddMonthsResult boundary = max_end.AddDays(1).AddMonths(gap);
    if (o.position > 0 && boundary.clamped && link.start > boundary.date &&
        link.start <= boundary.date.AddDays(limits.review_days)) {
      o.needs_review = true;
    }
    if (o.position == 0 || link.start > boundary.date) {
      o.position = 1;
      o.first = link;
      max_end = link.end;
    } else {
      ++o.position;
      max_end = std::max(max_end, link.end);
    }
  };
  for (const Link& link : earlier) {
    if (link.start > test.start) continue;
    place(link);
    o.previous = link;
  }
  place(test);
  const AddMonthsResult limit = o.first.start.AddMonths(limits.months);
  o.limit = limit.date;
  const bool period_set_aside = in.statutory_director() && in.written_period_deviation();
  if (o.position > limits.contracts) {
    o.permanent_from = test.start;
    o.by_count = true;
  } else if (o.position >= 2 && test.end >= o.limit && !period_set_aside) {
    o.permanent_from = std::max(test.start, o.limit);
    if (limit.clamped && test.end < o.limit.AddDays(limits.review_days)) o.needs_review = true;
  }
  const bool near_limit = !period_set_aside && test.end >= o.limit.AddDays(-limits.warn_days);
  o.is_last = o.position == limits.contracts || near_limit;
  return o;
}

// Step 8: gap values that may hold for a gap after a contract that ended under older law.
std::vector<int> GapReadings(Evaluation* ev, const std::vector<Link>& earlier, const Link& test,
                             const Limits& limits, const ChainInput& in) {
  std::vector<int> readings = {limits.gap};
  if (in.seasonal_gap()) return readings;
  for (const Link& link : earlier) {
    Evaluation probe = *ev;
    const auto old_gap = probe.FindCount("max_gap_months", link.end);
    if (!old_gap || *old_gap == limits.gap) continue;
    if (std::find(readings.begin(), readings.end(), *old_gap) == readings.end() &&
        test.start > link.end) {
      readings.push_back(*old_gap);
    }
  }
  return readings;
}

// True when a gap is exactly as long as the law allows and that reading is not confirmed.
bool AtUnconfirmedGap(const Evaluation& ev, const std::vector<Link>& earlier, const Link& test,
                      const Limits& limits, const ChainInput& in) {
  if (in.seasonal_gap() || ev.IsConfirmed("max_gap_months", test.start)) return false;
  Date max_end;
  bool any = false;
  for (const Link& link : earlier) {
    if (any && link.start == max_end.AddDays(1).AddMonths(limits.gap).date) return true;
    max_end = any ? std::max(max_end, link.end) : link.end;
    any = true;
  }
  return any && test.start == max_end.AddDays(1).AddMonths(limits.gap).date;
}

type::Finding Report(Evaluation* ev, const Outcome& o, const Limits& limits, const Link& test,
                     bool short_tail, ChainResult* result) {
  result->position = o.position;
  result->limit = o.limit;
  ev->Value("chain_position", o.position);
  ev->Value("limit", o.limit);
  if (o.permanent_from && !short_tail) {
    result->permanent_from = o.permanent_from;
    ev->Value("permanent_from", *o.permanent_from);
    ev->Cure(o.by_count ? "chain.cure.permanent" : "chain.cure.shorten");
    return ev->Make(kBlock, "chain.converts",
                    Params()
                        .Count("n", o.position)
                        .Day("date", *o.permanent_from)
                        .Phrase("reason", o.by_count ? "chain.reason.count" : "chain.reason.period")
                        .Count("contracts", limits.contracts)
                        .Count("months", limits.months));
  }
  if (o.is_last) {
    const Date until = test.end.AddDays(1).AddMonths(limits.gap).date;
    ev->Value("next_permanent_until", until);
    ev->Cure("chain.cure.decide");
    return ev->Make(kWarn, "chain.last", Params().Count("n", o.position).Day("date", until));
  }
  return ev->Make(kOk, "chain.fine", Params().Count("n", o.position).Day("limit", o.limit));
}

type::Finding Judge(Evaluation* ev, const ChainInput& in, const std::vector<Link>& earlier,
                    const Link& test, ChainResult* result) {
  const auto limits = FindLimits(ev, in, test.start);
  if (!limits) return ev->MakeNoFigure();
  const Outcome o = Walk(earlier, test, *limits, limits->gap, in);
  bool unclear = o.needs_review || AtUnconfirmedGap(*ev, earlier, test, *limits, in);
  for (const int gap : GapReadings(ev, earlier, test, *limits, in)) {
    if (!o.SameResult(Walk(earlier, test, *limits, gap, in))) unclear = true;
  }
  if (unclear) {
    ev->NeedsJudgement("chain.judge.boundary");
    ev->Cure("chain.cure.legal");
    ev->Value("chain_position", o.position);
    return ev->Make(kIndeterminate, "chain.review");
  }
  const bool tail = o.permanent_from && !o.by_count && IsShortTail(ev, o, test);
  if (!in.earlier_contracts().empty()) ev->NeedsJudgement("chain.judge.successor");
  return Report(ev, o, *limits, test, tail, result);
}

}  // namespace

absl::StatusOr<ChainResult> EvaluateChain(const LawData& law, const ChainInput& input) {
  const ChainContract& contract = input.contract();
  ASSIGN_OR_RETURN(const Date start, NeedDate(contract.has_start_date(), contract.start_date(),
                                              "contract.start_date"));
  ASSIGN_OR_RETURN(const auto end,
                   FindDate(contract.has_end_date(), contract.end_date(), "contract.end_date"));
  if (end && *end < start) {
    return BadFact("contract.end_date", "PERIOD_INVALID", "the contract ends before it starts");
  }
  Evaluation ev(law, "R01", input);
  ev.SetReference(start);
  ChainResult result;
  if (contract.kind() == ChainContract::KIND_PERMANENT) {
    result.findings.push_back(ev.Make(kOk, "chain.permanent"));
    return result;
  }
  if (!Counts(contract, input)) {
    result.findings.push_back(ev.Make(kOk, "chain.no_link"));
    return result;
  }
  ASSIGN_OR_RETURN(const auto earlier, ReadEarlier(input));
  if (!input.history_complete()) {
    result.findings.push_back(ev.MakeMissingFact("history_complete"));
  } else if (!end || !earlier) {
    result.findings.push_back(
        ev.MakeMissingFact(end ? "earlier_contracts.end_date" : "contract.end_date"));
  } else {
    result.findings.push_back(Judge(&ev, input, *earlier, {start, *end}, &result));
  }
  return result;
}

}  // namespace interim::law
