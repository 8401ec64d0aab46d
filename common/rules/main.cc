// rules_check <folder>...: checks rule and text data files; see rules_check.h.

#include <iostream>
#include <string>
#include <vector>

#include "common/rules/rules_check.h"

int main(int argc, char** argv) {
  return interim::rules::RunRulesCheck(std::vector<std::string>(argv + 1, argv + argc), std::cout);
}
