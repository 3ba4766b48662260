#include "services/report/template_text.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <numeric>

#include "services/report/vietnamese.h"

namespace lienthong::report {
namespace {

// Templates nest six deep.
constexpr int kNestingMax = 20;

// Keeps the first fault.
class FirstFault final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber /*column*/,
                const std::string& message) override {
    if (!text_.empty()) return;
    line_ = line + 1;
    text_ = message;
  }
  void AddWarning(int, google::protobuf::io::ColumnNumber, const std::string&) override {}

  int line() const { return line_; }
  const std::string& text() const { return text_; }

 private:
  int line_ = 0;
  std::string text_;
};

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

bool IsNameLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

int Place::Line(int field, int index) const {
  if (tree_ == nullptr) return 0;
  return tree_->GetLocation(type_->FindFieldByNumber(field), index).line + 1;
}

Place Place::Nested(int field, int index) const {
  const auto* const described = type_->FindFieldByNumber(field);
  const auto* const tree = tree_ == nullptr ? nullptr : tree_->GetTreeForNested(described, index);
  return Place(*described->message_type(), tree);
}

absl::Status ParseTemplateText(std::string_view text, google::protobuf::Message& message,
                               google::protobuf::TextFormat::ParseInfoTree& tree) {
  if (text.size() > kTemplateBytesMax)
    return InvalidArgument("template: larger than {} KiB", kTemplateBytesMax >> 10);
  const std::string composed = ToNfc(text);
  FirstFault fault;
  google::protobuf::TextFormat::Parser parser;
  parser.SetRecursionLimit(kNestingMax);
  parser.RecordErrorsTo(&fault);
  parser.WriteLocationsTo(&tree);
  google::protobuf::io::ArrayInputStream stream(composed.data(), static_cast<int>(composed.size()));
  if (parser.Parse(&stream, &message)) return absl::OkStatus();
  return InvalidArgument("template, line {}: {}", fault.line(), fault.text());
}

absl::Status TemplateFault(std::string_view name, int line, std::string_view what) {
  return InvalidArgument("template {}, line {}: {}", name, line, what);
}

absl::Status CheckTemplateName(const std::string& name, int line) {
  const bool sound =
      !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), IsNameLetter);
  if (sound) return absl::OkStatus();
  return InvalidArgument("template, line {}: name: is not 1 to 32 of [a-z0-9-]", line);
}

std::string Nearest(std::string_view word, const std::vector<std::string>& known) {
  constexpr size_t kWordBytesMax = 128;  // the distance is quadratic
  if (word.size() > kWordBytesMax) return "";
  std::string nearest;
  size_t least = std::max<size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const size_t distance = EditDistance(word, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

absl::StatusOr<std::string_view> FindTemplate(std::string_view name, bool form) {
  std::string known;
  for (const BuiltInTemplate& built_in : BuiltInTemplates()) {
    if (built_in.form != form) continue;
    if (built_in.name == name) return built_in.text;
    known += known.empty() ? "" : ", ";
    known += built_in.name;
  }
  return NotFound("template {}: no such {}; there is: {}", name, form ? "form" : "report", known);
}

}  // namespace lienthong::report
