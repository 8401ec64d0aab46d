// What contracting knows by itself, read from data files and checked once.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_CATALOGS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_CATALOGS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/core/decimal.h"
#include "common/core/params.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract_form.pb.h"
#include "interim/type/localized_text.pb.h"
#include "services/contracting/domain/catalogue.pb.h"

namespace interim::contracting {

// What several services know about roles, situations and KPIs, as far as contracting needs it.
class SharedCatalogue {
 public:
  virtual ~SharedCatalogue() = default;
  // Class of a role code; nothing for an unknown role.
  virtual std::optional<v1::RoleClass> FindRoleClass(absl::string_view role_code) const = 0;
  // Lowest mandate level (0 to 4) that fits a situation; nothing for an unknown situation.
  virtual std::optional<int> FindMinimumMandate(absl::string_view situation_code) const = 0;
  // Whether decisions in a mandate domain cost money, so that a limit means something; nothing for
  // an unknown domain.
  virtual std::optional<bool> FindMandateDomain(absl::string_view domain_code) const = 0;
  // Name of a mandate domain; empty for an unknown one.
  virtual type::LocalizedText MandateDomainName(absl::string_view /*domain_code*/) const {
    return {};
  }
  // Whether the KPI code is in the catalogue.
  virtual bool HasKpi(absl::string_view kpi_code) const = 0;
};

// The service's own data files, as parsed.
struct CatalogFiles {
  BriefForm brief_form;
  BriefTemplates templates;
  ClauseLibrary clauses;
  FormMatrix forms;
  GateCatalogue gates;
  DocumentTexts document;
  ClausePatterns patterns;
  EmploymentNotice employment_notice;
};

// Own data and shared catalogue together. Immutable, safe to read from many threads.
class Catalogs {
 public:
  // `shared` must outlive this object. Templates are completed from those they are based on.
  Catalogs(CatalogFiles files, const SharedCatalogue& shared);

  // OK when every block, gap, clause, form row, reason and word that code names is there, in both
  // languages, and figures can be read.
  //   errors  INVALID_ARGUMENT CATALOGUE_INVALID with every problem
  absl::Status Check() const;

  const CatalogFiles& files() const { return files_; }
  const SharedCatalogue& shared() const { return shared_; }
  const HouseFigures& figures() const { return files_.brief_form.figures(); }

  const Block* FindBlock(absl::string_view code) const;
  const GapText* FindGap(absl::string_view code) const;
  // The template of that code; null when there is none.
  const BriefTemplate* FindTemplate(absl::string_view code) const;
  // The template of the first situation that has one, one for this role before one for any role;
  // else the general one.
  const BriefTemplate& TemplateFor(const std::vector<std::string>& situation_codes,
                                   absl::string_view role_code) const;
  const ClauseEntry* FindClause(absl::string_view code) const;
  const FormEntry* FindForm(v1::ContractForm form) const;
  const GateEntry* FindGate(absl::string_view code) const;
  // Text of a reason about a form, both languages, parameters filled in.
  type::LocalizedText Reason(absl::string_view code, const TextParams& params = {}) const;
  // A word or line of the document in a language ("nl", else English).
  std::string Word(absl::string_view key, absl::string_view language,
                   const TextParams& params = {}) const;

 private:
  CatalogFiles files_;
  const SharedCatalogue& shared_;
};

// `{name}` replaced by its value; an unknown name stays as it is.
std::string Fill(absl::string_view text, const TextParams& params);
// Both languages filled with the same parameters.
type::LocalizedText Fill(const type::LocalizedText& text, const TextParams& params);
// The text in one language: "nl" gives Dutch, all else English.
const std::string& In(const type::LocalizedText& text, absl::string_view language);

// A figure of a data file; 0 when it cannot be read (Check refuses such a file).
Decimal Figure(const std::string& text);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_CATALOGS_H_
