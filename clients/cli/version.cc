#include "clients/cli/version.h"

#include "clients/cli/json.h"

namespace lienthong::cli {

ExitCode RunVersion(const Context& context) {
  const Json json = {{"version", LIENTHONG_VERSION}};
  switch (context.output) {
    case Output::kJson:
      PrintJson(context.out, json);
      break;
    case Output::kCsv:
      PrintCsv(context.out, json, Json::array({json}));
      break;
    case Output::kTable:
      context.out << "lienthong " << LIENTHONG_VERSION << '\n';
  }
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
