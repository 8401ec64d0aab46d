#include "services/contracting/service/knowledge.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/catalogue/catalogue.h"
#include "common/core/status_macros.h"
#include "common/rules/text_proto.h"
#include "services/contracting/service/print/printer.h"

namespace interim::contracting {
namespace {

// The shared catalogue in the words of this service.
class SharedView final : public SharedCatalogue {
 public:
  explicit SharedView(catalogue::Catalogue data) : data_(std::move(data)) {}

  std::optional<v1::RoleClass> FindRoleClass(absl::string_view role_code) const override {
    const catalogue::Role* role = data_.FindRole(role_code);
    if (role == nullptr) return std::nullopt;
    return role->role_class() == catalogue::ROLE_CLASS_SPECIALIST ? v1::ROLE_CLASS_SPECIALIST
                                                                  : v1::ROLE_CLASS_LEADING;
  }
  std::optional<int> FindMinimumMandate(absl::string_view situation_code) const override {
    const catalogue::Situation* situation = data_.FindSituation(situation_code);
    if (situation == nullptr) return std::nullopt;
    return situation->min_mandate_level();
  }
  std::optional<bool> FindMandateDomain(absl::string_view domain_code) const override {
    const catalogue::MandateDomain* domain = data_.FindMandateDomain(domain_code);
    if (domain == nullptr) return std::nullopt;
    return domain->has_amount();
  }
  type::LocalizedText MandateDomainName(absl::string_view domain_code) const override {
    const catalogue::MandateDomain* domain = data_.FindMandateDomain(domain_code);
    return domain == nullptr ? type::LocalizedText() : domain->name();
  }
  bool HasKpi(absl::string_view kpi_code) const override {
    return data_.FindKpi(kpi_code) != nullptr;
  }

 private:
  catalogue::Catalogue data_;
};

absl::StatusOr<CatalogFiles> LoadFiles(const std::string& folder) {
  auto path = [&](const char* file) { return absl::StrCat(folder, "/", file); };
  CatalogFiles files;
  ASSIGN_OR_RETURN(files.brief_form, rules::LoadTextProto<BriefForm>(path("brief_form.textproto")));
  ASSIGN_OR_RETURN(files.templates,
                   rules::LoadTextProto<BriefTemplates>(path("brief_templates.textproto")));
  ASSIGN_OR_RETURN(files.clauses, rules::LoadTextProto<ClauseLibrary>(path("clauses.textproto")));
  ASSIGN_OR_RETURN(files.forms, rules::LoadTextProto<FormMatrix>(path("contract_forms.textproto")));
  ASSIGN_OR_RETURN(files.gates, rules::LoadTextProto<GateCatalogue>(path("gates.textproto")));
  ASSIGN_OR_RETURN(files.document, rules::LoadTextProto<DocumentTexts>(path("document.textproto")));
  ASSIGN_OR_RETURN(files.patterns,
                   rules::LoadTextProto<ClausePatterns>(path("clause_patterns.textproto")));
  ASSIGN_OR_RETURN(files.employment_notice,
                   rules::LoadTextProto<EmploymentNotice>(path("employment_notice.textproto")));
  return files;
}

}  // namespace

struct Knowledge::Parts {
  Parts(law::LawData law_data, catalogue::Catalogue shared_data, CatalogFiles files)
      : law(std::move(law_data)),
        shared(std::move(shared_data)),
        catalogs(std::move(files), shared) {}
  law::LawData law;
  SharedView shared;
  Catalogs catalogs;
  std::unique_ptr<const print::Printer> printer;
};

Knowledge::Knowledge(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Knowledge::Knowledge(Knowledge&&) noexcept = default;
Knowledge::~Knowledge() = default;

absl::StatusOr<Knowledge> Knowledge::Load(const DataFolders& folders) {
  ASSIGN_OR_RETURN(law::LawData law, law::LawData::Load(folders.law, folders.law_overlays));
  ASSIGN_OR_RETURN(catalogue::Catalogue shared,
                   catalogue::Catalogue::Load(folders.catalogue, folders.catalogue_overlays));
  ASSIGN_OR_RETURN(CatalogFiles files, LoadFiles(folders.own));
  auto parts = std::make_unique<Parts>(std::move(law), std::move(shared), std::move(files));
  absl::StatusOr<std::unique_ptr<const print::Printer>> printer =
      print::Printer::Create(folders.fonts.empty() ? print::kFontFolder : folders.fonts);
  if (printer.ok()) parts->printer = *std::move(printer);  // without fonts: no PDF, all else works
  RETURN_IF_ERROR(parts->catalogs.Check());
  return Knowledge(std::move(parts));
}

const Catalogs& Knowledge::catalogs() const { return parts_->catalogs; }
const law::LawData& Knowledge::law() const { return parts_->law; }
const print::Printer* Knowledge::printer() const { return parts_->printer.get(); }

}  // namespace interim::contracting
