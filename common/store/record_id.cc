#include "common/store/record_id.h"

#include <cstddef>

namespace interim::store {

std::string CollectionOf(absl::string_view id) {
  std::string collection;
  std::size_t start = 0;
  for (bool is_name = true; start <= id.size(); is_name = !is_name) {
    std::size_t end = id.find('/', start);
    if (end == absl::string_view::npos) end = id.size();
    if (is_name) {
      if (start > 0) collection.push_back('/');
      collection.append(id.data() + start, end - start);
    }
    start = end + 1;
  }
  return collection;
}

std::string ParentOf(absl::string_view id) {
  std::size_t slashes = 0;
  for (const char c : id) slashes += c == '/' ? 1 : 0;
  // A child is named by two parts, a singleton child ("engagements/e1/dashboard") by one.
  std::size_t drop = slashes % 2 == 0 ? 1 : 2;
  if (slashes < drop) return "";
  std::size_t end = id.size();
  while (drop-- > 0) end = id.rfind('/', end - 1);
  return std::string(id.substr(0, end));
}

}  // namespace interim::store
