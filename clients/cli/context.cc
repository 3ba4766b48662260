#include "clients/cli/context.h"

namespace lienthong::cli {

ExitCode Fail(const Context& context, ExitCode code, std::string_view message) {
  context.err << "lienthong: " << message << '\n';
  return code;
}

}  // namespace lienthong::cli
