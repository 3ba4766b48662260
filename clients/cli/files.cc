#include "clients/cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>

#include "clients/cli/messages.h"

namespace lienthong::cli {
namespace {

std::string LastError() { return std::generic_category().message(errno); }

// Why `path` is not to be read, if anything; on success its size.
std::optional<std::string> CheckFile(Language language, const std::string& path, size_t& size) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return LastError();
  if (!S_ISREG(found.st_mode)) return std::string(Say(language, messages::kFileNotRegular));
  size = static_cast<size_t>(found.st_size);
  if (size > kFileBytesMax) return Say(language, messages::kFileTooLarge, kFileBytesMax >> 20);
  return std::nullopt;
}

bool WriteAndSync(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(file) == 0;
}

bool Replace(const std::string& path, std::string_view bytes) {
  const std::string unfinished = path + ".part";
  const int file = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return false;
  const bool written = WriteAndSync(file, bytes);
  const int write_error = errno;
  close(file);
  if (written && rename(unfinished.c_str(), path.c_str()) == 0) return true;
  const int error = written ? errno : write_error;
  unlink(unfinished.c_str());
  errno = error;
  return false;
}

}  // namespace

std::optional<std::string> ReadWholeFile(const Context& context, const std::string& path) {
  size_t size = 0;
  auto fault = CheckFile(context.language, path, size);
  std::string bytes(fault ? 0 : size, '\0');
  if (!fault) {
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!file) fault = LastError();
  }
  if (!fault) return bytes;
  FailUsage(context, messages::kFileUnreadable, path, *fault);
  return std::nullopt;
}

bool WriteWholeFile(const Context& context, const std::string& path, std::string_view bytes) {
  if (Replace(path, bytes)) return true;
  FailUsage(context, messages::kFileUnwritable, path, LastError());
  return false;
}

}  // namespace lienthong::cli
