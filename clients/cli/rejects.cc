#include "clients/cli/rejects.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "clients/cli/csv.h"
#include "clients/cli/files.h"
#include "clients/cli/messages.h"

namespace lienthong::cli {

std::string RejectsPath(const std::string& file) { return file + ".rejects.csv"; }

bool WriteRejects(const Context& context, const std::string& file,
                  std::vector<intake::Reject> rejects) {
  const std::string path = RejectsPath(file);
  if (rejects.empty()) {
    if (unlink(path.c_str()) == 0 || errno == ENOENT) return true;
    FailUsage(context, messages::kFileUnwritable, path, std::generic_category().message(errno));
    return false;
  }
  std::stable_sort(rejects.begin(), rejects.end(),
                   [](const auto& a, const auto& b) { return a.number < b.number; });
  std::string text = CsvLine({"record", "dossier", "field", "reason"});
  for (const intake::Reject& reject : rejects) {
    text += CsvLine({std::to_string(reject.number), reject.dossier, reject.field, reject.reason});
  }
  return WriteWholeFile(context, path, text);
}

}  // namespace lienthong::cli
