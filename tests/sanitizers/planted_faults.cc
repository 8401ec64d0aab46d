// Two faults on purpose, one per argument: `heap` reads past the end of a vector's memory,
// `integer` overflows a signed number. The sanitizers must stop the program.
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  volatile int step = argc - 1;
  if (std::strcmp(argv[1], "heap") == 0) {
    auto memory = std::make_unique<int[]>(4);
    std::printf("%d\n", memory[3 + step]);
  } else {
    int big = std::numeric_limits<int>::max();
    std::printf("%d\n", big + step);
  }
  return 0;
}
