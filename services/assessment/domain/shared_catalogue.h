#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_SHARED_CATALOGUE_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_SHARED_CATALOGUE_H_

#include "services/assessment/domain/compiled_model.h"

namespace interim::catalogue {
class CatalogueFile;
}  // namespace interim::catalogue

namespace interim::assessment {

// The rows of the shared catalogue that an advice uses. Working days become calendar days, five to
// a week, rounded up.
SharedCatalogue TakeShared(const catalogue::CatalogueFile& catalogue);

// The rows that TakeShared reads and no others, in their order; for an archive of the model.
catalogue::CatalogueFile KeepUsed(const catalogue::CatalogueFile& catalogue);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_SHARED_CATALOGUE_H_
