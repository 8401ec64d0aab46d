// The real model for tests: data files of this service, the shared catalogue, the Dutch rules.
#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_TEST_MODEL_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_TEST_MODEL_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/catalogue/catalogue.h"
#include "common/law/law_data.h"
#include "common/rules/text_proto.h"
#include "gtest/gtest.h"
#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/fact_text.h"
#include "services/assessment/domain/facts.h"
#include "services/assessment/domain/known.h"
#include "services/assessment/domain/shared_catalogue.h"

namespace interim::assessment {

inline std::string SourcePath(absl::string_view path) {
  return std::string(INTERIM_SOURCE_DIR) + "/" + std::string(path);
}

// The data as written, to be broken by a test.
inline model::Model LoadModelData() {
  model::Model data;
  const auto files = rules::ListFiles(SourcePath("services/assessment/data"), ".textproto");
  EXPECT_TRUE(files.ok()) << files.status();
  for (const std::string& file : *files) {
    if (absl::string_view(file).find("access.textproto") != absl::string_view::npos) continue;
    const auto part = rules::LoadTextProto<model::Model>(file);
    EXPECT_TRUE(part.ok()) << part.status();
    if (part.ok()) data.MergeFrom(*part);
  }
  return data;
}

inline const SharedCatalogue& TestShared() {
  static const SharedCatalogue* shared = [] {
    auto catalogue = catalogue::Catalogue::Load(SourcePath("common/catalogue/data"));
    EXPECT_TRUE(catalogue.ok()) << catalogue.status();
    return new SharedCatalogue(catalogue.ok() ? TakeShared(catalogue->data()) : SharedCatalogue());
  }();
  return *shared;
}

inline const CompiledModel& TestModel() {
  static const auto* model = [] {
    auto compiled = CompiledModel::Compile(LoadModelData(), TestShared());
    EXPECT_TRUE(compiled.ok()) << compiled.status();
    return new std::shared_ptr<const CompiledModel>(compiled.ok() ? *compiled : nullptr);
  }();
  return **model;
}

inline const law::LawData& TestLaw() {
  static const auto* law = [] {
    auto loaded = law::LawData::Load(SourcePath("common/law/data"));
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return new absl::StatusOr<law::LawData>(std::move(loaded));
  }();
  return **law;
}

inline v1::Fact CodesFact(const std::string& key, absl::string_view codes) {
  v1::Fact fact;
  fact.set_key(key);
  fact.mutable_codes();
  for (absl::string_view code : absl::StrSplit(codes, ", ", absl::SkipEmpty())) {
    fact.mutable_codes()->add_codes(std::string(code));
  }
  return fact;
}

// A fact from "key: value" as in the case files.
inline v1::Fact FactFrom(const CompiledModel& model, absl::string_view line) {
  const absl::StatusOr<v1::Fact> fact = ParseFact(model, line);
  EXPECT_TRUE(fact.ok()) << fact.status();
  return fact.ok() ? *fact : v1::Fact();
}

inline Date TestDay() { return *Date::Parse("2026-01-12"); }

// What is known from "key: value" lines.
inline Known KnownOf(const std::vector<std::string>& lines) {
  std::vector<v1::Fact> facts;
  facts.reserve(lines.size());
  for (const std::string& line : lines) facts.push_back(FactFrom(TestModel(), line));
  return MakeKnown(TestModel(), std::move(facts), {}, TestDay());
}

// Every case of every file, with what it takes from the case it is like.
inline std::vector<model::Case> AllCases() {
  std::vector<model::Case> cases;
  const auto files = rules::ListFiles(SourcePath("services/assessment/data/cases"), ".textproto");
  for (const std::string& file : *files) {
    const auto part = rules::LoadTextProto<model::Cases>(file);
    cases.insert(cases.end(), part->case_().begin(), part->case_().end());
  }
  return *CompleteCases(std::move(cases));
}

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_TEST_MODEL_H_
