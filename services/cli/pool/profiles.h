// What interim managers of one kind have done; the stuff the pool is made of.
#ifndef INTERIM_SERVICES_CLI_POOL_PROFILES_H_
#define INTERIM_SERVICES_CLI_POOL_PROFILES_H_

#include <string>
#include <vector>

namespace interim::cli {

// One kind of manager. Codes are those of the catalogue.
struct Kind {
  std::vector<std::string> roles;       // first the usual one
  std::vector<std::string> situations;  // first the usual one
  std::vector<std::string> sectors;
  std::vector<std::string> skills;
  std::vector<std::string> results;  // sentences; "{n}" is replaced by a number
  int rate_low = 0;                  // euro an hour
  int rate_high = 0;
  int mandate_low = 0;
  int mandate_high = 0;
  int share = 1;  // how often it occurs, against the others
};
const std::vector<Kind>& Kinds();

// Parts of names. Family names are put together so that nobody can take them for real ones.
const std::vector<std::string>& GivenNames();
const std::vector<std::string>& FamilyStems();
const std::vector<std::string>& FamilyEndings();
const std::vector<std::string>& BureauNames();
// Leadership styles and Dutch provinces, codes.
const std::vector<std::string>& Styles();
const std::vector<std::string>& Provinces();

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_POOL_PROFILES_H_
