// A folder that lives as long as a test.
#ifndef INTERIM_COMMON_STORE_TESTING_TEMP_FOLDER_H_
#define INTERIM_COMMON_STORE_TESTING_TEMP_FOLDER_H_

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace interim::store::testing {

// Creates an empty folder below the system's place for temporary files and removes it with
// everything in it at the end.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "interim-store-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_TESTING_TEMP_FOLDER_H_
