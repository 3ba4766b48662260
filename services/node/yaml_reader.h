// YAML into protobuf messages, strictly and generically: the keys are the field
// names. What config.h says of the form of a file is done here.
#pragma once

#include <fmt/ranges.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/status.h"

namespace lienthong::node {

// A real file has some dozen lines; more is a mistake in the path.
inline constexpr size_t kConfigBytesMax = 1 << 20;

// More than a screen of faults helps nobody.
inline constexpr size_t kConfigErrorsMax = 20;

// What is wrong with a value; nothing when it is accepted.
using Refusal = std::optional<std::string>;

// Decimal digits only. A leading zero would be octal in YAML 1.1 and decimal in
// 1.2, so it is neither here.
inline bool IsWholeNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The faults of one file.
class Faults {
 public:
  explicit Faults(std::string_view file_name) : file_name_(file_name) {}

  void AddAt(int line, std::string_view what) {
    ++count_;
    if (found_.size() < kConfigErrorsMax) found_.push_back({line, std::string(what)});
  }

  void Add(int line, std::string_view key, std::string_view what) {
    AddAt(line, fmt::format("key \"{}\": {}", key, what));
  }

  bool empty() const { return count_ == 0; }

  absl::Status ToStatus() const {
    if (empty()) return absl::OkStatus();
    std::vector<Fault> sorted = found_;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Fault& a, const Fault& b) { return a.line < b.line; });
    std::vector<std::string> lines;
    lines.reserve(sorted.size() + 1);
    for (const Fault& fault : sorted) {
      lines.push_back(fmt::format("{}:{}: {}", file_name_, fault.line, fault.what));
    }
    if (count_ > found_.size()) {
      lines.push_back(fmt::format("{}: and {} more", file_name_, count_ - found_.size()));
    }
    return InvalidArgument("{}", fmt::join(lines, "\n"));
  }

 private:
  struct Fault {
    int line;
    std::string what;
  };

  std::string file_name_;
  std::vector<Fault> found_;
  size_t count_ = 0;
};

// Which keys a file gives, by path ("parent.address"), and where.
class Keys {
 public:
  struct Place {
    int line = 1;
    bool accepted = false;  // the value has the right type
  };

  // The place of an earlier key of that path, or null after noting this one.
  const Place* Note(const std::string& path, int line) {
    const auto [place, fresh] = places_.try_emplace(path, Place{line});
    return fresh ? nullptr : &place->second;
  }

  void Accept(const std::string& path) { places_[path].accepted = true; }

  const Place* Find(std::string_view path) const {
    const auto place = places_.find(path);
    return place == places_.end() ? nullptr : &place->second;
  }

  bool Accepted(std::string_view path) const {
    const Place* place = Find(path);
    return place != nullptr && place->accepted;
  }

 private:
  std::map<std::string, Place, std::less<>> places_;
};

// Reads YAML into any message of text, booleans, whole numbers, enumerations,
// messages and lists of these. Checks form, not meaning; `message` is undefined
// unless the result is OK.
absl::Status ReadYaml(std::string_view yaml, std::string_view file_name,
                      google::protobuf::Message& message);

// The same for a caller that checks on: it notes every key in `keys` and every
// fault in `faults`, and fails at once only where there is no tree to read.
absl::Status ReadYaml(std::string_view yaml, google::protobuf::Message& message, Keys& keys,
                      Faults& faults);

}  // namespace lienthong::node
