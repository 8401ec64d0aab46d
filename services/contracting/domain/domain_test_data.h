// Real data files and a complete brief for the tests of this folder.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_DOMAIN_TEST_DATA_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_DOMAIN_TEST_DATA_H_

#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>

#include "common/core/date.h"
#include "common/law/law_data.h"
#include "common/rules/text_proto.h"
#include "interim/contracting/v1/brief.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

inline std::string DataFolder() {
  return std::string(INTERIM_SOURCE_DIR) + "/services/contracting/data";
}

template <class T>
T MustLoad(const std::string& path) {
  absl::StatusOr<T> message = rules::LoadTextProto<T>(path);
  if (!message.ok()) {
    std::cerr << message.status().message() << "\n";
    std::abort();
  }
  return *std::move(message);
}

// A few codes of the shared catalogue, so that these tests do not depend on its data.
class FakeShared final : public SharedCatalogue {
 public:
  std::optional<v1::RoleClass> FindRoleClass(absl::string_view code) const override {
    if (code == "TRANS" || code == "CEO") return v1::ROLE_CLASS_LEADING;
    if (code == "COMP") return v1::ROLE_CLASS_SPECIALIST;
    return std::nullopt;
  }
  std::optional<int> FindMinimumMandate(absl::string_view code) const override {
    if (code == "TR-MERGER" || code == "TR-REORG") return 2;
    if (code == "CR-FIN") return 3;
    if (code == "SP-COMP") return 1;
    return std::nullopt;
  }
  std::optional<bool> FindMandateDomain(absl::string_view code) const override {
    if (code == "PEOPLE" || code == "ORGANIZATION_CHANGE" || code == "COMMUNICATION") return false;
    if (code == "DATA_IT") return false;
    if (code == "COMMITMENTS" || code == "CONTRACTS" || code == "PAYMENTS" ||
        code == "SETTLEMENT") {
      return true;
    }
    return std::nullopt;
  }
  bool HasKpi(absl::string_view code) const override {
    constexpr absl::string_view kGroups = "CHG CMP DIG GEN INT OPS PRJ REP PUB SCM SUC TUR";
    constexpr int kLength = 6;  // "INT-01"
    return code.size() == kLength && code[3] == '-' &&
           kGroups.find(code.substr(0, 3)) != absl::string_view::npos;
  }
};

inline const Catalogs& TestCatalogs() {
  static const FakeShared* shared = new FakeShared();
  static const Catalogs* catalogs = [] {
    CatalogFiles files;
    files.brief_form = MustLoad<BriefForm>(DataFolder() + "/brief_form.textproto");
    files.templates = MustLoad<BriefTemplates>(DataFolder() + "/brief_templates.textproto");
    files.clauses = MustLoad<ClauseLibrary>(DataFolder() + "/clauses.textproto");
    files.forms = MustLoad<FormMatrix>(DataFolder() + "/contract_forms.textproto");
    files.gates = MustLoad<GateCatalogue>(DataFolder() + "/gates.textproto");
    files.document = MustLoad<DocumentTexts>(DataFolder() + "/document.textproto");
    files.patterns = MustLoad<ClausePatterns>(DataFolder() + "/clause_patterns.textproto");
    files.employment_notice =
        MustLoad<EmploymentNotice>(DataFolder() + "/employment_notice.textproto");
    return new Catalogs(std::move(files), *shared);
  }();
  return *catalogs;
}

inline const law::LawData& TestLaw() {
  static const law::LawData* law = [] {
    absl::StatusOr<law::LawData> data =
        law::LawData::Load(std::string(INTERIM_SOURCE_DIR) + "/common/law/data");
    if (!data.ok()) {
      std::cerr << data.status().message() << "\n";
      std::abort();
    }
    return new law::LawData(*std::move(data));
  }();
  return *law;
}

inline v1::Brief CompleteBrief() {
  v1::Brief brief = MustLoad<v1::Brief>(DataFolder() + "/cases/brief_site_merger.textproto");
  brief.set_name("organizations/acme/briefs/b1");
  brief.set_state(v1::BRIEF_STATE_DRAFT);
  brief.set_role_class(v1::ROLE_CLASS_LEADING);
  return brief;
}

inline Date Day(int year, int month, int day) { return *Date::FromYmd(year, month, day); }

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_DOMAIN_TEST_DATA_H_
