#include <google/protobuf/io/tokenizer.h>

#include <algorithm>

#include "services/score/rulebook_check.h"
#include "services/score/rulebook_places.h"

namespace lienthong::score {
namespace {

using google::protobuf::TextFormat;

// A real rulebook is 8 messages deep; the parser recurses.
constexpr int kDepthMax = 32;

Fault FaultAt(int line, int column, const reasons::Reason& reason, const std::string& detail) {
  return {line, column, "", fmt::format(fmt::runtime(reason.en), detail),
          fmt::format(fmt::runtime(reason.vi), detail)};
}

// Offset of a place that counts from 0.
size_t OffsetOf(std::string_view text, int line, int column) {
  size_t start = 0;
  for (int i = 0; i < line; ++i) {
    const size_t end = text.find('\n', start);
    if (end == std::string_view::npos) return text.size();
    start = end + 1;
  }
  return std::min(start + static_cast<size_t>(column), text.size());
}

// The parser names the token after the one at fault, often on another line. Its message
// quotes the one that is meant: the nearest of the quoted words before `offset`.
size_t OffsetOfQuoted(std::string_view text, size_t offset, std::string_view message) {
  size_t nearest = std::string_view::npos;
  for (size_t open = message.find('"'); open != std::string_view::npos;) {
    const size_t close = message.find('"', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view word = message.substr(open + 1, close - open - 1);
    const size_t found = word.empty() || word.size() > offset
                             ? std::string_view::npos
                             : text.rfind(word, offset - word.size());
    if (found != std::string_view::npos)
      nearest = nearest == std::string_view::npos ? found : std::max(nearest, found);
    open = message.find('"', close + 1);
  }
  return nearest == std::string_view::npos ? offset : nearest;
}

class FaultCollector final : public google::protobuf::io::ErrorCollector {
 public:
  FaultCollector(std::string_view text, std::vector<Fault>& faults)
      : text_(text), faults_(faults) {}

  void AddError(int line, int column, const std::string& message) override {
    const size_t offset = OffsetOfQuoted(text_, OffsetOf(text_, line, column), message);
    const std::string_view before = text_.substr(0, offset);
    const auto lines = static_cast<int>(std::count(before.begin(), before.end(), '\n'));
    const size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
    faults_.push_back(
        FaultAt(lines + 1, static_cast<int>(offset - start) + 1, reasons::kUnreadable, message));
  }

 private:
  const std::string_view text_;
  std::vector<Fault>& faults_;
};

// Bytes that follow the first byte of a character; -1: it cannot begin one.
int FollowersOf(unsigned char first) {
  if (first < 0x80) return 0;
  if (first >= 0xc2 && first <= 0xdf) return 1;
  if (first >= 0xe0 && first <= 0xef) return 2;
  return first >= 0xf0 && first <= 0xf4 ? 3 : -1;
}

// The first line that is not UTF-8, 0 when all are. Overlong and surrogate forms count as
// wrong, as they do for the wire.
int FirstBadLine(std::string_view text) {
  int line = 1;
  for (size_t i = 0; i < text.size();) {
    const auto byte = [&](size_t k) { return static_cast<unsigned char>(text[i + k]); };
    const int followers = FollowersOf(byte(0));
    if (followers < 0 || i + followers >= text.size()) return line;
    for (int k = 1; k <= followers; ++k) {
      if (byte(k) < 0x80 || byte(k) > 0xbf) return line;
    }
    const bool overlong =
        (byte(0) == 0xe0 && byte(1) < 0xa0) || (byte(0) == 0xf0 && byte(1) < 0x90);
    const bool outside = (byte(0) == 0xed && byte(1) > 0x9f) || (byte(0) == 0xf4 && byte(1) > 0x8f);
    if (overlong || outside) return line;
    if (text[i] == '\n') ++line;
    i += static_cast<size_t>(followers) + 1;
  }
  return 0;
}

}  // namespace

RulebookText ReadRulebook(std::string_view text) {
  RulebookText read;
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);  // spreadsheet programs write it
  if (text.size() > kRulebookBytesMax) {
    read.faults = {FaultAt(1, 1, reasons::kTooLarge, std::to_string(kRulebookBytesMax >> 10))};
    return read;
  }
  if (const int line = FirstBadLine(text); line != 0) {
    read.faults = {FaultAt(line, 1, reasons::kNotUtf8, "")};
    return read;
  }
  Place::Tree tree;
  FaultCollector collector(text, read.faults);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(&tree);
  parser.SetRecursionLimit(kDepthMax);
  const bool parsed = parser.ParseFromString(std::string(text), &read.rulebook);
  if (!parsed && read.faults.empty())
    read.faults = {FaultAt(1, 1, reasons::kUnreadable, "not a rulebook")};
  if (read.faults.empty()) read.faults = FindFaultsIn(read.rulebook, tree);
  return read;
}

}  // namespace lienthong::score
