#ifndef INTERIM_COMMON_CATALOGUE_CATALOGUE_CHECK_H_
#define INTERIM_COMMON_CATALOGUE_CATALOGUE_CHECK_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/catalogue/catalogue.pb.h"
#include "common/rules/text_proto.h"

namespace interim::catalogue {

// Where a row was read: file and line.
struct Place {
  std::string file;
  int line = 0;
};

// All rows of a catalogue, and where each was read: (kind, code) -> place. The kind is the field
// name in CatalogueFile.
struct LocatedCatalogue {
  CatalogueFile file;
  std::map<std::pair<std::string, std::string>, Place> places;
};

// Reads the files of a folder and its overlays into one catalogue; see Catalogue::Load. Syntax
// problems, rows without a code and codes used twice go to `problems`.
LocatedCatalogue ReadCatalogue(const std::string& folder,
                               const std::vector<std::string>& overlay_folders,
                               std::vector<rules::FileProblem>* problems);

// Adds everything that is wrong with the rows: no basis, a language missing, a reference to a code
// that does not exist, numbers out of order.
void CheckCatalogue(const LocatedCatalogue& catalogue, std::vector<rules::FileProblem>* problems);

}  // namespace interim::catalogue

#endif  // INTERIM_COMMON_CATALOGUE_CATALOGUE_CHECK_H_
