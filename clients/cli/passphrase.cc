#include "clients/cli/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "clients/cli/messages.h"
#include "storage/base/secret_file.h"

namespace lienthong::cli {
namespace {

// Longest line that is taken for a passphrase.
constexpr size_t kPassphraseBytesMax = 1024;

// The terminal of this process, without echo as long as it lives.
class Terminal {
 public:
  Terminal() : file_(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
    if (file_ < 0 || tcgetattr(file_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent_ = tcsetattr(file_, TCSAFLUSH, &silent) == 0;
  }
  ~Terminal() {
    if (silent_) tcsetattr(file_, TCSAFLUSH, &before_);
    if (file_ >= 0) close(file_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool ok() const { return silent_; }

  std::optional<std::string> Ask(std::string_view question) const {
    if (!Write(question)) return std::nullopt;
    std::string line;
    char c = 0;
    while (line.size() < kPassphraseBytesMax && read(file_, &c, 1) == 1 && c != '\n')
      line.push_back(c);
    return Write("\n") ? std::optional(line) : std::nullopt;
  }

 private:
  bool Write(std::string_view text) const {
    return write(file_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  }

  const int file_;
  termios before_{};
  bool silent_ = false;
};

std::optional<std::string> Ask(const Context& context, bool confirm) {
  const Terminal terminal;
  std::optional<std::string> first;
  if (terminal.ok()) first = terminal.Ask(Say(context.language, messages::kPassphrase));
  if (!first.has_value()) {
    FailUsage(context, messages::kNoTerminal);
    return std::nullopt;
  }
  if (!confirm) return first;
  if (terminal.Ask(Say(context.language, messages::kPassphraseAgain)) == first) return first;
  FailUsage(context, messages::kPassphrasesDiffer);
  return std::nullopt;
}

std::optional<std::string> ReadFirstLine(const Context& context, const std::string& path) {
  const auto content = ReadSecretFile(path);
  if (content.ok()) return content->substr(0, content->find_first_of("\r\n"));
  FailUsage(context, messages::kSecretFile, MessageOf(content.status()));
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ReadPassphrase(const Context& context, const std::string& path,
                                          bool confirm) {
  auto passphrase = path.empty() ? Ask(context, confirm) : ReadFirstLine(context, path);
  if (!passphrase.has_value() || !passphrase->empty()) return passphrase;
  FailUsage(context, messages::kPassphraseEmpty);
  return std::nullopt;
}

}  // namespace lienthong::cli
