#include "services/cli/walk/brief_form.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "services/cli/walk/template.h"
#include "services/cli/walk/texts.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;

// Blocks that the draft has no rows for; merged into it.
constexpr char kSingleBlocks[] = R"req(
  parties {
    formal_client {
      display_name: "${text:case.formal_client}"
      capacity: "${text:case.board_chair}"
      subject: "board.chair"
    }
    formal_client_authority: "${text:case.authority}"
    functional_client {
      display_name: "${text:case.sponsor}"
      capacity: "${text:case.sponsor_role}"
      subject: "operations.director"
    }
    interim_manager { capacity: "${text:case.manager_role}" subject: "interim.manager" }
  }
  context {
    history: "${text:case.history}"
    attempts: "${text:case.attempts}"
    involved: "${text:case.hr}"
    involved: "${text:case.stakeholder}"
  }
  governance {
    steering_body: "${text:case.steering}"
    steering_members: "${text:case.steering_member}"
    steering_members: "${text:case.sponsor}"
    evaluator {
      display_name: "${text:case.formal_client}"
      capacity: "${text:case.board_chair}"
      subject: "board.chair"
    }
  }
  budget {
    maximum { ${eur:340000.00} }
    vat_deductible_percent { value: "100" }
  }
  risks { conflict_statement: "${text:case.conflict}" }
  mandate { register_note: "${text:case.register}" }
  personnel_impact {
    head_count: 214
    works_council_present: ANSWER_YES
    staff_representation_present: ANSWER_NO
    becomes_director: ANSWER_NO
    carries_out_advice_plan: ANSWER_YES
    group_hiring: ANSWER_NO
    jobs_at_risk: 18
    legal_form: LEGAL_FORM_BV
    supervisory_board_present: ANSWER_NO
    wnt_in_scope: ANSWER_NO
    is_top_executive: ANSWER_NO
    certificate_of_conduct_needed: ANSWER_NO
    sector_code: "INDUSTRY"
    impact: "${text:case.impact}"
    working_relation_note: "${text:case.relation}"
  }
  exit { successor: "${text:case.successor}" after_exit_owner: "${text:case.successor}" }
  recontracting { decided_by: "${text:case.formal_client}" }
  expectations { stakeholder: "${text:case.stakeholder}" expectation: "${text:case.expectation}" }
)req";

struct Measure {
  const char* baseline;
  const char* target;
  int month;  // of 2026, last day of that month or the end
};
// In the order of the goals of the template.
constexpr std::array<Measure, 4> kMeasures = {
    {{"10", "100", 10}, {"92", "95", 12}, {"20", "100", 11}, {"0", "60", 12}}};

void SetDay(int month, int day, google::type::Date& date) {
  date.set_year(2026);
  date.set_month(month);
  date.set_day(day);
}

void CompleteGoals(const std::string& owner, v1::BriefResult& result) {
  for (int i = 0; i < result.goals_size(); ++i) {
    v1::Goal& goal = *result.mutable_goals(i);
    const Measure& measure = kMeasures[static_cast<std::size_t>(i) % kMeasures.size()];
    goal.set_owner(owner);
    SetDay(measure.month, 10, *goal.mutable_due_date());
    goal.mutable_kpi()->mutable_baseline()->set_value(measure.baseline);
    SetDay(1, 16, *goal.mutable_kpi()->mutable_baseline_date());
    goal.mutable_kpi()->mutable_target()->set_value(measure.target);
  }
}

void CompleteRows(const std::string& client, const std::string& owner, const std::string& receiver,
                  v1::Brief& brief) {
  for (v1::Deliverable& item : *brief.mutable_deliverables()) item.set_approver(client);
  for (v1::Precondition& item : *brief.mutable_preconditions()) {
    item.set_owner(owner);
    SetDay(1, 26, *item.mutable_due_date());
  }
  for (v1::BriefRisk& risk : *brief.mutable_risks()->mutable_risks()) risk.set_owner(owner);
  for (v1::HandoverItem& item : *brief.mutable_exit()->mutable_handover_items()) {
    item.set_receiver(receiver);
  }
}

void SetLimit(int euro, google::type::Money& money) {
  money.set_currency_code("EUR");
  money.set_units(euro);
}

void CompleteMandate(const std::string& owner, v1::BriefMandate& mandate) {
  constexpr int kPerDecision = 50000;
  constexpr int kPerPeriod = 120000;
  for (v1::MandateDomain& domain : *mandate.mutable_domains()) {
    if (domain.domain_code() != "COMMITMENTS" && domain.domain_code() != "CONTRACTS") continue;
    SetLimit(kPerDecision, *domain.mutable_limit_per_decision());
    SetLimit(kPerPeriod, *domain.mutable_limit_per_period());
    domain.set_period_months(1);
    domain.set_second_signatory(owner);
  }
}

}  // namespace

absl::Status CompleteBrief(const Walk& walk, v1::Brief& brief) {
  const std::string& language = walk.language();
  const std::string owner = Phrase("case.owner_operations", language);
  CompleteGoals(owner, *brief.mutable_result());
  CompleteRows(Phrase("case.formal_client", language), owner, Phrase("case.successor", language),
               brief);
  CompleteMandate(owner, *brief.mutable_mandate());
  ASSIGN_OR_RETURN(const std::string text, FillTemplate(kSingleBlocks, [&](absl::string_view name) {
                     return walk.Get(name);
                   }));
  v1::Brief rest;
  RETURN_IF_ERROR(FromText(text, rest));
  brief.MergeFrom(rest);
  // The supplier signs with an identity of its own; a self-employed person signs for himself.
  v1::PartyPerson& supplier = *brief.mutable_parties()->mutable_contracting_party();
  supplier.set_subject(brief.parties().has_bureau() ? "bureau.director" : "interim.manager");
  return absl::OkStatus();
}

std::string BriefMask() {
  std::string mask = "update_mask {";
  for (const char* block :
       {"parties", "context", "result", "deliverables", "mandate", "governance", "budget",
        "preconditions", "risks", "personnel_impact", "exit", "recontracting", "expectations"}) {
    absl::StrAppend(&mask, " paths: \"", block, "\"");
  }
  return mask + " }";
}

}  // namespace interim::cli
