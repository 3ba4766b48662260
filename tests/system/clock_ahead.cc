// Preloaded into a node by the harness: its wall clock is LIENTHONG_CLOCK_AHEAD_SECONDS ahead, and
// nothing else differs. Asks the kernel itself and allocates nothing, so that it gets along with
// any allocator that is still starting.
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>

namespace {

long AheadSeconds() {
  const char* const text = getenv("LIENTHONG_CLOCK_AHEAD_SECONDS");
  return text == nullptr ? 0 : strtol(text, nullptr, 10);
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock,
                                                         struct timespec* now) noexcept {
  const long status = syscall(SYS_clock_gettime, clock, now);
  const bool wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (status == 0 && wall) now->tv_sec += AheadSeconds();
  return static_cast<int>(status);
}

__attribute__((visibility("default"))) int gettimeofday(struct timeval* now, void*) noexcept {
  struct timespec exact {};
  if (clock_gettime(CLOCK_REALTIME, &exact) != 0) return -1;
  *now = {exact.tv_sec, exact.tv_nsec / 1000};
  return 0;
}

__attribute__((visibility("default"))) time_t time(time_t* result) noexcept {
  struct timespec exact {};
  clock_gettime(CLOCK_REALTIME, &exact);
  if (result != nullptr) *result = exact.tv_sec;
  return exact.tv_sec;
}

}  // extern "C"
