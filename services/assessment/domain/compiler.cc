// Turns the model data into nodes and slots, and reports every mistake it finds on the way.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "interim/assessment/v1/advice.pb.h"
#include "services/assessment/domain/compiled_model.h"

namespace interim::assessment {
namespace {

constexpr int kMaxValues = 64;  // bits of a slot
constexpr int kFullWeight = 100;

}  // namespace

class Compiler {
 public:
  Compiler(model::Model data, SharedCatalogue shared) : model_(new CompiledModel()) {
    model_->data_ = std::move(data);
    model_->shared_ = std::move(shared);
  }

  absl::StatusOr<std::shared_ptr<const CompiledModel>> Run() {
    IndexFacts();
    for (const auto& named : data().condition()) {
      if (!named_.emplace(named.name(), &named.when()).second) {
        Problem("condition ", named.name(), " is defined twice");
      }
    }
    CollectCuts();
    LayOutSlots();
    if (problems_.empty()) CompileDecision();
    if (problems_.empty()) CompileStatements();
    CheckReferences();
    CheckSettings();
    IndexTexts();
    if (!problems_.empty()) {
      return MakeError({.code = absl::StatusCode::kInvalidArgument,
                        .reason = "MODEL_INVALID",
                        .message = absl::StrJoin(problems_, "; ")});
    }
    return std::shared_ptr<const CompiledModel>(std::move(model_));
  }

 private:
  const model::Model& data() const { return model_->data_; }

  template <typename... Args>
  void Problem(const Args&... args) {
    problems_.push_back(absl::StrCat(args...));
  }

  void IndexFacts() {
    for (int i = 0; i < data().fact_size(); ++i) {
      const model::FactRow& row = data().fact(i);
      if (!model_->fact_index_.emplace(row.key(), i).second) {
        Problem("fact ", row.key(), " is defined twice");
      }
      const bool has_codes = row.kind() == model::CHOICE || row.kind() == model::CODES;
      if (row.kind() == model::KIND_UNSPECIFIED) Problem("fact ", row.key(), " has no kind");
      if (has_codes && row.choice().empty()) Problem("fact ", row.key(), " has no choices");
      if (row.choice_size() > kMaxValues) Problem("fact ", row.key(), " has too many choices");
      if (row.kind() == model::NUMBER && row.min() >= row.max()) {
        Problem("fact ", row.key(), " has no range");
      }
      CheckText(row.label(), "fact ", row.key());
      if (row.derived()) continue;
      for (const auto& choice : row.choice()) CheckText(choice.label(), "choice ", choice.code());
    }
    model_->facts_.resize(data().fact_size());
  }

  template <typename... Args>
  void CheckText(const model::Text& text, const Args&... what) {
    if (text.nl().empty() || text.en().empty()) Problem(what..., " lacks a text");
  }

  // Numbers and days are cut where any condition of the model tests them.
  void CollectCuts() {
    for (const auto& row : data().condition()) Cut(row.when());
    for (const auto& row : data().gate()) Cut(row.when());
    for (const auto& criterion : data().criterion()) {
      for (const auto& row : criterion.row()) Cut(row.when());
    }
    for (const auto& outcome : data().outcome()) {
      Cut(outcome.possible());
      for (const auto& row : outcome.argument()) Cut(row.when());
    }
    for (const auto& channel : data().channel()) {
      Cut(channel.possible());
      for (const auto& row : channel.argument()) Cut(row.when());
    }
    ForEachStatement([this](const model::Condition& when) { Cut(when); });
  }

  void Cut(const model::Condition& when) {
    for (const auto* list : {&when.all(), &when.any(), &when.none()}) {
      for (const auto& child : *list) Cut(child);
    }
    const int fact = when.fact().empty() ? -1 : model_->FindFact(when.fact());
    if (fact < 0) return;
    std::vector<std::int64_t>& cuts = model_->facts_[fact].cuts;
    if (when.has_at_least()) cuts.push_back(when.at_least());
    if (when.has_at_most()) cuts.push_back(when.at_most() + 1);
  }

  template <typename F>
  void ForEachStatement(const F& visit) const {
    for (const auto* list :
         {&data().benefit(), &data().risk(), &data().duration_note(), &data().urgency_reason(),
          &data().pilot().reason(), &data().pilot().stop()}) {
      for (const auto& row : *list) visit(row.when());
    }
    for (const auto& row : data().situation()) visit(row.when());
    for (const auto& row : data().role_rule()) visit(row.when());
    for (const auto& row : data().mandate_rule()) visit(row.when());
    for (const auto& row : data().legal()) visit(row.when());
    visit(data().pilot().costs_time());
  }

  std::int64_t FarDays() const { return data().settings().far_days(); }

  void LayOutSlots() {
    for (int i = 0; i < data().fact_size(); ++i) {
      const model::FactRow& row = data().fact(i);
      CompiledFact& fact = model_->facts_[i];
      fact.first_slot = static_cast<int>(model_->full_.size());
      fact.slot_count = row.kind() == model::CODES ? row.choice_size() : 1;
      int values = 2;
      if (row.kind() == model::CHOICE) values = row.choice_size();
      if (row.kind() == model::NUMBER || row.kind() == model::DATE) {
        const bool is_date = row.kind() == model::DATE;
        const std::int64_t lowest = is_date ? -FarDays() : row.min();
        const std::int64_t highest = is_date ? FarDays() : row.max();
        std::set<std::int64_t> cuts{lowest};
        for (std::int64_t cut : fact.cuts) {
          if (cut > lowest && cut <= highest) cuts.insert(cut);
        }
        fact.cuts.assign(cuts.begin(), cuts.end());
        values = static_cast<int>(fact.cuts.size());
      }
      if (values > kMaxValues) {
        Problem("fact ", row.key(), " is tested at too many points");
        values = kMaxValues;
      }
      const std::uint64_t full =
          values == kMaxValues ? ~std::uint64_t{0} : (std::uint64_t{1} << values) - 1;
      for (int s = 0; s < fact.slot_count; ++s) {
        model_->full_.push_back(full);
        model_->fact_of_slot_.push_back(i);
      }
    }
  }

  void CompileDecision() {
    in_decision_ = true;
    for (const auto& gate : data().gate()) {
      model_->gates_.push_back(Compile(gate.when(), gate.id()));
      const bool leads = gate.effect() == model::BLOCK || gate.effect() == model::DEFER ||
                         gate.effect() == model::REDIRECT;
      const int outcome = leads ? model_->FindOutcome(gate.outcome()) : -1;
      if (leads && outcome < 0) Problem("gate ", gate.id(), " leads to no known outcome");
      if (gate.effect() == model::EFFECT_UNSPECIFIED) Problem("gate ", gate.id(), " has no effect");
      model_->gate_outcomes_.push_back(outcome);
      model_->gate_must_know_.push_back(gate.must_know() ? 1 : 0);
    }
    for (const auto& criterion : data().criterion()) {
      CompiledRows rows{.base = criterion.weight()};
      for (const auto& row : criterion.row()) {
        rows.nodes.push_back(Compile(row.when(), criterion.code()));
        rows.values.push_back(row.points());
        if (row.points() < 0 || row.points() > 4)
          Problem(criterion.code(), ": points outside 0..4");
      }
      if (criterion.row().empty() || Tests(criterion.row(criterion.row_size() - 1).when())) {
        Problem(criterion.code(), ": the last row must always hold");
      }
      model_->criteria_.push_back(std::move(rows));
    }
    for (const auto& outcome : data().outcome()) {
      model_->outcomes_.push_back(
          CompileFit(outcome.possible(), outcome.argument(), outcome.code()));
      model_->outcomes_.back().is_fallback = outcome.is_fallback();
      model_->outcome_numbers_.push_back(NumberOf(outcome.code()));
      model_->outcomes_.back().base = outcome.base_fit();
    }
    model_->decision_nodes_ = static_cast<int>(model_->program_.nodes.size());
    for (const Node& node : model_->program_.nodes) {
      if (node.slot >= 0) model_->facts_[model_->FactOfSlot(node.slot)].in_decision = true;
    }
    CollectDependents();
    in_decision_ = false;
    compiled_named_.clear();  // statements may see derived facts through the same names
  }

  // Of the way out in the public interface.
  int NumberOf(const std::string& code) {
    v1::AdviceOutcome number = v1::ADVICE_OUTCOME_UNSPECIFIED;
    if (!v1::AdviceOutcome_Parse(absl::StrCat("ADVICE_OUTCOME_", absl::AsciiStrToUpper(code)),
                                 &number)) {
      Problem("the interface has no outcome ", code);
    }
    return number;
  }

  // A node follows its children, so one pass in order finds all that depend on a slot.
  void CollectDependents() {
    const Program& program = model_->program_;
    model_->dependents_.resize(model_->full_.size());
    for (int slot = 0; slot < model_->slot_count(); ++slot) {
      std::vector<char> depends(program.nodes.size(), 0);
      for (std::size_t i = 0; i < program.nodes.size(); ++i) {
        const Node& node = program.nodes[i];
        depends[i] = node.slot == slot ? 1 : 0;
        for (int c = node.first; c < node.first + node.count; ++c) {
          depends[i] |= depends[program.children[c]];
        }
        if (depends[i]) model_->dependents_[slot].push_back(static_cast<int>(i));
      }
    }
  }

  template <typename Arguments>
  CompiledRows CompileFit(const model::Condition& possible, const Arguments& arguments,
                          const std::string& where) {
    CompiledRows rows;
    rows.possible = Compile(possible, where);
    for (const auto& row : arguments) {
      rows.nodes.push_back(Compile(row.when(), row.code()));
      rows.values.push_back(row.fit());
      CheckText(row.text(), "argument ", row.code());
    }
    return rows;
  }

  void CompileStatements() {
    for (const auto& channel : data().channel()) {
      model_->channels_.push_back(
          CompileFit(channel.possible(), channel.argument(), channel.code()));
    }
    ForEachStatement([this](const model::Condition& when) {
      model_->node_of_[&when] = Compile(when, "a statement");
    });
  }

  static bool Tests(const model::Condition& when) {
    return !when.fact().empty() || !when.named().empty() || when.all_size() > 0 ||
           when.any_size() > 0 || when.none_size() > 0;
  }

  // The same test of the same slot is one node.
  int Add(Node node) {
    if (node.op != Node::Op::kAll && node.op != Node::Op::kAny && node.op != Node::Op::kNone) {
      const auto known = tests_.emplace(std::make_tuple(node.op, node.slot, node.mask),
                                        static_cast<int>(model_->program_.nodes.size()));
      if (!known.second) return known.first->second;
    }
    model_->program_.nodes.push_back(node);
    return static_cast<int>(model_->program_.nodes.size()) - 1;
  }

  int Compile(const model::Condition& when, const std::string& where) {
    const int forms = !when.fact().empty() + !when.named().empty() + (when.all_size() > 0) +
                      (when.any_size() > 0) + (when.none_size() > 0);
    if (forms > 1) Problem(where, ": a condition has more than one form");
    if (!when.fact().empty()) return CompileTest(when, where);
    if (!when.named().empty()) return CompileNamed(when.named(), where);
    if (when.all_size() > 0) return CompileList(Node::Op::kAll, when.all(), where);
    if (when.any_size() > 0) return CompileList(Node::Op::kAny, when.any(), where);
    if (when.none_size() > 0) return CompileList(Node::Op::kNone, when.none(), where);
    return Add({.op = Node::Op::kTrue});
  }

  template <typename List>
  int CompileList(Node::Op op, const List& list, const std::string& where) {
    std::vector<int> nodes;
    for (const auto& child : list) nodes.push_back(Compile(child, where));
    return AddList(op, nodes);
  }

  int AddList(Node::Op op, const std::vector<int>& nodes) {
    Program& program = model_->program_;
    const int first = static_cast<int>(program.children.size());
    program.children.insert(program.children.end(), nodes.begin(), nodes.end());
    return Add({.op = op, .first = first, .count = static_cast<int>(nodes.size())});
  }

  int CompileNamed(const std::string& name, const std::string& where) {
    const auto done = compiled_named_.find(name);
    if (done != compiled_named_.end()) return done->second;
    const auto found = named_.find(name);
    if (found == named_.end() || ++depth_ > 20) {
      Problem(where, ": no condition named ", name, ", or it refers to itself");
      return Add({.op = Node::Op::kTrue});
    }
    const int node = Compile(*found->second, name);
    --depth_;
    compiled_named_[name] = node;
    return node;
  }

  int CompileTest(const model::Condition& when, const std::string& where) {
    const int index = model_->FindFact(when.fact());
    if (index < 0) {
      Problem(where, ": no fact ", when.fact());
      return Add({.op = Node::Op::kTrue});
    }
    const model::FactRow& row = data().fact(index);
    if (in_decision_ && (row.derived() || when.is_open())) {
      Problem(where, ": ", row.key(), " cannot be tested like this in a decision");
    }
    const CompiledFact& fact = model_->facts_[index];
    if (when.is_open()) {
      return Add({.op = Node::Op::kIsOpen, .slot = fact.first_slot});
    }
    switch (row.kind()) {
      case model::FLAG:
      case model::CHOICE:
        return Add(
            {.op = Node::Op::kHas, .slot = fact.first_slot, .mask = MaskOfCodes(row, when, where)});
      case model::CODES:
        return CompileCodes(row, fact, when, where);
      default:
        return Add({.op = Node::Op::kHas,
                    .slot = fact.first_slot,
                    .mask = MaskOfRange(fact, when, where)});
    }
  }

  std::uint64_t MaskOfCodes(const model::FactRow& row, const model::Condition& when,
                            const std::string& where) {
    std::uint64_t mask = 0;
    for (const std::string& code : when.is()) {
      const int value = CodeIndex(row, code);
      if (value < 0) {
        Problem(where, ": ", row.key(), " has no value ", code);
      } else {
        mask |= std::uint64_t{1} << value;
      }
    }
    if (mask == 0) Problem(where, ": nothing is tested of ", row.key());
    return mask;
  }

  int CompileCodes(const model::FactRow& row, const CompiledFact& fact,
                   const model::Condition& when, const std::string& where) {
    std::vector<int> nodes;
    for (const std::string& code : when.is()) {
      const int value = CodeIndex(row, code);
      if (value < 0) {
        Problem(where, ": ", row.key(), " has no value ", code);
        continue;
      }
      nodes.push_back(Add({.op = Node::Op::kHas, .slot = fact.first_slot + value, .mask = 2}));
    }
    return AddList(Node::Op::kAny, nodes);
  }

  std::uint64_t MaskOfRange(const CompiledFact& fact, const model::Condition& when,
                            const std::string& where) {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < fact.cuts.size(); ++i) {
      const bool above = !when.has_at_least() || fact.cuts[i] >= when.at_least();
      const bool below = !when.has_at_most() || fact.cuts[i] <= when.at_most();
      if (above && below) mask |= std::uint64_t{1} << i;
    }
    if (!when.has_at_least() && !when.has_at_most()) Problem(where, ": no limit is tested");
    if (mask == 0) Problem(where, ": the limits of ", when.fact(), " can never hold");
    return mask;
  }

  static int CodeIndex(const model::FactRow& row, const std::string& code) {
    if (row.kind() == model::FLAG) return code == "yes" ? 1 : code == "no" ? 0 : -1;
    for (int i = 0; i < row.choice_size(); ++i) {
      if (row.choice(i).code() == code) return i;
    }
    return -1;
  }

  void CheckReferences() {
    const SharedCatalogue& shared = model_->shared_;
    for (const auto& question : data().question()) {
      if (question.fact().empty()) Problem(question.code(), " settles nothing");
      for (const std::string& code : question.situation()) {
        if (shared.FindSituation(code) == nullptr) {
          Problem(question.code(), ": no situation ", code);
        }
      }
      for (const std::string& key : question.fact()) {
        const int fact = model_->FindFact(key);
        if (fact < 0 || data().fact(fact).derived()) Problem(question.code(), ": no fact ", key);
      }
    }
    for (const auto& row : data().situation()) {
      if (shared.FindSituation(row.code()) == nullptr) Problem("no situation ", row.code());
    }
    for (const auto& row : data().role_rule()) {
      const bool known = row.from_fact().empty() ? shared.FindRole(row.role()) != nullptr
                                                 : model_->FindFact(row.from_fact()) >= 0;
      if (!known) Problem(row.code(), " leads to no role");
    }
    for (const auto& row : data().channel()) {
      if (shared.FindChannel(row.code()) == nullptr) Problem("no channel ", row.code());
    }
  }

  void CheckSettings() {
    const model::Settings& settings = data().settings();
    int weight = 0;
    for (const auto& criterion : data().criterion()) weight += criterion.weight();
    if (weight != kFullWeight) Problem("the weights add up to ", weight);
    if (settings.far_days() <= 0) Problem("far_days must be above zero");
    if (settings.version().empty()) Problem("the model has no version");
    if (settings.conditional_from() <= 0 || settings.advise_from() < settings.conditional_from()) {
      Problem("the thresholds are not in order");
    }
    if (settings.start_within_days_size() != 5) Problem("start_within_days needs five rows");
    model_->interim_ = model_->FindOutcome("interim");
    if (model_->interim_ < 0) Problem("there is no outcome interim");
    if (data().outcome_size() > 32) Problem("there are too many outcomes");
    bool always = false;
    for (const auto& outcome : data().outcome()) {
      always |= outcome.is_fallback() && !Tests(outcome.possible());
    }
    if (!always) Problem("no way out is always possible");
    bool unconditional = false;
    for (const auto& risk : data().risk()) unconditional |= !Tests(risk.when());
    if (!unconditional) Problem("no risk holds always");
  }

  void AddText(const std::string& code, const model::Text& text) {
    CheckText(text, code);
    if (!model_->texts_.emplace(code, &text).second) Problem("text ", code, " is defined twice");
  }

  void IndexTexts() {
    for (const auto* list :
         {&data().benefit(), &data().risk(), &data().duration_note(), &data().urgency_reason(),
          &data().pilot().reason(), &data().pilot().stop()}) {
      for (const auto& row : *list) AddText(row.code(), row.text());
    }
    for (const auto& gate : data().gate()) {
      AddText(gate.id(), gate.text());
      AddText(absl::StrCat(gate.id(), ".remedy"), gate.remedy());
    }
    for (const auto& criterion : data().criterion()) {
      AddText(criterion.code(), criterion.label());
      AddText(absl::StrCat(criterion.code(), "+"), criterion.when_high());
      AddText(absl::StrCat(criterion.code(), "-"), criterion.when_low());
    }
    for (const auto& outcome : data().outcome()) {
      AddText(absl::StrCat("label.", outcome.code()), outcome.label());
      AddText(absl::StrCat("summary.", outcome.code()), outcome.summary());
      for (const auto& row : outcome.argument()) AddText(row.code(), row.text());
    }
    for (const auto& channel : data().channel()) {
      for (const auto& row : channel.argument()) AddText(row.code(), row.text());
    }
    for (const auto& row : data().role_rule()) AddText(row.code(), row.text());
    for (const auto& row : data().mandate_rule()) AddText(row.code(), row.text());
    for (const auto& row : data().legal()) AddText(row.code(), row.text());
    for (const auto& row : data().phrase()) AddText(row.key(), row.text());
    AddText("pilot.question", data().pilot().question());
    AddText("pilot.proves", data().pilot().proves());
  }

  std::unique_ptr<CompiledModel> model_;
  std::vector<std::string> problems_;
  std::unordered_map<std::string, const model::Condition*> named_;
  std::unordered_map<std::string, int> compiled_named_;
  std::map<std::tuple<Node::Op, int, std::uint64_t>, int> tests_;
  bool in_decision_ = false;
  int depth_ = 0;
};

absl::StatusOr<std::shared_ptr<const CompiledModel>> CompiledModel::Compile(
    model::Model data, SharedCatalogue shared) {
  return Compiler(std::move(data), std::move(shared)).Run();
}

}  // namespace interim::assessment
