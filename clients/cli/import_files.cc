#include "clients/cli/import_files.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "clients/cli/messages.h"

namespace lienthong::cli {
namespace {

namespace fs = std::filesystem;

bool EndsWith(const std::string& name, std::string_view end) {
  return name.size() >= end.size() &&
         std::equal(end.rbegin(), end.rend(), name.rbegin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

bool IsInput(const std::string& name) {
  return (EndsWith(name, ".csv") || EndsWith(name, ".json")) && !EndsWith(name, ".rejects.csv") &&
         !EndsWith(name, ".position.json");
}

// A folder that cannot be read to its end is an error: a part of a history must not pass
// for the whole.
bool AddFilesOf(const Context& context, const std::string& folder,
                std::vector<std::string>& files) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const bool is_file = entry->is_regular_file(error);
    if (is_file && IsInput(entry->path().filename().string()))
      found.push_back(entry->path().string());
  }
  if (error) {
    FailUsage(context, messages::kFileUnreadable, folder, error.message());
    return false;
  }
  if (found.empty()) {
    FailUsage(context, messages::kFolderWithoutFiles, folder);
    return false;
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
  return true;
}

}  // namespace

std::optional<std::vector<std::string>> FindFiles(const Context& context,
                                                  const std::vector<std::string>& names) {
  std::vector<std::string> files;
  for (const std::string& name : names) {
    std::error_code error;
    if (!fs::is_directory(name, error)) {
      files.push_back(name);
    } else if (!AddFilesOf(context, name, files)) {
      return std::nullopt;
    }
  }
  std::set<std::string> seen;
  std::erase_if(files, [&](const std::string& file) {
    return !seen.insert(fs::path(file).lexically_normal().string()).second;
  });
  return files;
}

}  // namespace lienthong::cli
