// How values are written for a reader of the contract, and how texts of people become safe
// Markdown.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_WORDING_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_WORDING_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/day_text.h"
#include "common/core/decimal.h"
#include "interim/contracting/v1/brief.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

using ::interim::DayText;
// A day in words for an optional field; "-" when it is absent.
std::string DayText(bool has, const google::type::Date& day, absl::string_view language);
// "7,5" in Dutch, "7.5" in English.
std::string NumberText(const Decimal& value, absl::string_view language);
std::string NumberText(bool has, const google::type::Decimal& value, absl::string_view language);
// "€ 1.200,00 per dag"; "-" for an incomplete rate.
std::string RateText(const Catalogs& catalogs, const v1::Rate& rate, absl::string_view language);

// "1 maand", "2 months".
std::string MonthsText(const Catalogs& catalogs, int months, absl::string_view language);

// One line of text as Markdown that shows exactly that text: white space and control characters
// become one space, characters that change direction or are invisible are dropped, Markdown marks
// are escaped. UTF-8 in, UTF-8 out.
std::string Inline(absl::string_view text);
// Text of several lines as paragraphs; every line goes through Inline.
std::string Paragraphs(absl::string_view text);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_WORDING_H_
