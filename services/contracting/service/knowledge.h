// Everything the service judges by, loaded once at start.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_KNOWLEDGE_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_KNOWLEDGE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/law/law_data.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

namespace print {
class Printer;
}  // namespace print

// Folders of data files, by whoever starts the server; overlays are laid over law and catalogue.
struct DataFolders {
  std::string own;        // services/contracting/data
  std::string catalogue;  // common/catalogue/data
  std::string law;        // common/law/data
  std::vector<std::string> catalogue_overlays;
  std::vector<std::string> law_overlays;
  std::string fonts;  // folder of the fonts; empty: that of the package
};

// Immutable, safe to read from many threads.
class Knowledge {
 public:
  // Reads and checks all data.
  //   errors  INVALID_ARGUMENT DATA_FILE_INVALID with file and line, CATALOGUE_INVALID with every
  //           problem; NOT_FOUND DATA_FOLDER_MISSING
  static absl::StatusOr<Knowledge> Load(const DataFolders& folders);

  Knowledge(Knowledge&&) noexcept;
  ~Knowledge();

  const Catalogs& catalogs() const;
  const law::LawData& law() const;
  // Null when this server has no fonts.
  const print::Printer* printer() const;

 private:
  struct Parts;
  explicit Knowledge(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_KNOWLEDGE_H_
