#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>

#include "common/observe/metrics.h"

namespace interim {
namespace {

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
}

double ResidentBytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  long total = 0;
  long resident = 0;
  const int read = std::fscanf(file, "%ld %ld", &total, &resident);
  std::fclose(file);
  return read == 2 ? static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) : 0;
}

double OpenFiles() {
  DIR* folder = opendir("/proc/self/fd");
  if (folder == nullptr) return 0;
  int count = -3;  // ".", ".." and the descriptor of this listing
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

}  // namespace

void AddProcessMetrics(Metrics& metrics, absl::string_view version) {
  metrics.AddGauge("build_info", "Version of this program.", {{"version", std::string(version)}})
      .Set(1);
  metrics.AddGauge("process_start_time_seconds", "Start of the process, seconds since 1970.")
      .Set(absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch()));
  metrics.AddReadGauge("process_cpu_seconds_total", "User and system time used.", {}, CpuSeconds);
  metrics.AddReadGauge("process_resident_memory_bytes", "Memory in use.", {}, ResidentBytes);
  metrics.AddReadGauge("process_open_fds", "Open file descriptors.", {}, OpenFiles);
}

}  // namespace interim
