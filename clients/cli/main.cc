#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "clients/cli/app.h"

namespace {

class SystemClock : public lienthong::Clock {
 public:
  int64_t NowMs() const override {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  }
};

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

int main(int argc, char** argv) {
  const SystemClock clock;
  const lienthong::cli::World world{.out = std::cout,
                                    .err = std::cerr,
                                    .err_is_terminal = isatty(STDERR_FILENO) == 1,
                                    .clock = clock,
                                    .sleep = [](absl::Duration wait) { absl::SleepFor(wait); },
                                    .environment = Environment};
  try {
    auto code = lienthong::cli::RunCli(std::vector<std::string>(argv + 1, argv + argc), world);
    // A full disk or a closed pipe behind standard output is no success.
    if (!std::cout.flush() && code == lienthong::cli::ExitCode::kDone) {
      std::cerr << "lienthong: standard output, 1: cannot be written\n";
      code = lienthong::cli::ExitCode::kInternal;
    }
    return static_cast<int>(code);
  } catch (const std::exception& error) {
    std::cerr << "lienthong: program: " << error.what() << '\n';
    return static_cast<int>(lienthong::cli::ExitCode::kInternal);
  }
}
