#include "storage/base/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace lienthong {
namespace {

// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool ok() const { return number_ >= 0; }

 private:
  const int number_;
};

absl::Status Failed(const std::string& path, const char* what) {
  const int error = errno;
  return FailedPrecondition("{}: {}: {}", path, what, std::strerror(error));
}

bool WriteAll(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

absl::Status WriteDurably(const std::string& path, std::string_view content) {
  unlink(path.c_str());  // what a crash left; O_EXCL then makes sure that it is ours alone
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.ok()) return Failed(path, "cannot be made");
  if (!WriteAll(file.number(), content) || fsync(file.number()) != 0)
    return Failed(path, "cannot be written");
  return absl::OkStatus();
}

absl::Status SyncFolder(const std::string& folder) {
  const Descriptor file(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.ok() || fsync(file.number()) != 0) return Failed(folder, "cannot be synced");
  return absl::OkStatus();
}

// A secret that a cluster mounts belongs to root and is read through the process's own
// group: nobody else is in that group, and the process cannot change it.
bool IsReadByItsGroupAlone(const struct stat& found) {
  return found.st_uid == 0 && geteuid() != 0 && (found.st_mode & 077) == S_IRGRP;
}

absl::Status CheckSecret(const std::string& path, const struct stat& found) {
  if (!S_ISREG(found.st_mode)) return FailedPrecondition("{}: is no regular file", path);
  if ((found.st_mode & 077) != 0 && !IsReadByItsGroupAlone(found)) {
    return FailedPrecondition("{}: others may read or write it; run chmod 600 on it", path);
  }
  if (found.st_size > static_cast<off_t>(kSecretFileBytesMax))
    return FailedPrecondition("{}: is larger than {} bytes", path, kSecretFileBytesMax);
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteSecretFile(const std::string& path, std::string_view content) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  if (!folder.empty() && std::filesystem::create_directories(folder, error)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  }
  if (error) return FailedPrecondition("{}: cannot be made: {}", folder.string(), error.message());
  const std::string beside = path + ".new";
  RETURN_IF_ERROR(WriteDurably(beside, content));
  if (rename(beside.c_str(), path.c_str()) != 0) return Failed(path, "cannot be put in place");
  return SyncFolder(folder.empty() ? "." : folder.string());
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.ok() && errno == ENOENT) return NotFound("{}: there is no such file", path);
  if (!file.ok()) return Failed(path, "cannot be opened");
  struct stat found {};
  if (fstat(file.number(), &found) != 0) return Failed(path, "cannot be looked at");
  RETURN_IF_ERROR(CheckSecret(path, found));
  std::string content(static_cast<size_t>(found.st_size), '\0');
  size_t size = 0;
  while (size < content.size()) {
    const ssize_t got = read(file.number(), content.data() + size, content.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed(path, "cannot be read");
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  content.resize(size);
  return content;
}

}  // namespace lienthong
