// A template as text: parsing it, and the line of everything in it.
//
//   ASSIGN_OR_RETURN(auto parsed, ParseTemplate<v1::FormTemplate>(text));
//   parsed.place().Nested(kColumnsField, 3).Line(kLinesField, 0)   // 1, 2, 3, ...
//
// The text comes from outside: it is bounded in size and depth, and a fault is an
// INVALID_ARGUMENT that names the line.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/status.h"

namespace lienthong::report {

// A template has some hundred lines; the longest sentence a few hundred bytes.
inline constexpr size_t kTemplateBytesMax = 256 << 10;

// Where a message of the template stands in its text. Refers to the tree it is from, which
// must outlive it.
class Place {
 public:
  Place(const google::protobuf::Descriptor& type,
        const google::protobuf::TextFormat::ParseInfoTree* tree)
      : type_(&type), tree_(tree) {}

  // Line of a field by its number in the proto, from 1; `index` for repeated ones. 0 when
  // the field is not written.
  int Line(int field, int index = -1) const;
  // The place of a message within.
  Place Nested(int field, int index = -1) const;

 private:
  const google::protobuf::Descriptor* type_;
  const google::protobuf::TextFormat::ParseInfoTree* tree_;
};

// A message of type T with the place of all its parts.
template <typename T>
struct ParsedTemplate {
  T message;
  std::unique_ptr<google::protobuf::TextFormat::ParseInfoTree> tree;

  Place place() const { return Place(*T::descriptor(), tree.get()); }
};

// Parses `text` into `message`, in NFC. "template, line 12: ..." on a fault.
absl::Status ParseTemplateText(std::string_view text, google::protobuf::Message& message,
                               google::protobuf::TextFormat::ParseInfoTree& tree);

template <typename T>
absl::StatusOr<ParsedTemplate<T>> ParseTemplate(std::string_view text) {
  ParsedTemplate<T> parsed;
  parsed.tree = std::make_unique<google::protobuf::TextFormat::ParseInfoTree>();
  RETURN_IF_ERROR(ParseTemplateText(text, parsed.message, *parsed.tree));
  return parsed;
}

// "template NAME, line 12: what is wrong".
absl::Status TemplateFault(std::string_view name, int line, std::string_view what);

// OK when `name` is 1 to 32 of [a-z0-9-].
absl::Status CheckTemplateName(const std::string& name, int line);

// The name in `known` that is nearest to `word`, for "near: ..."; empty when none is near.
std::string Nearest(std::string_view word, const std::vector<std::string>& known);

// A template that is built in.
struct BuiltInTemplate {
  std::string_view name;
  bool form;
  std::string_view text;
};

// By name.
const std::vector<BuiltInTemplate>& BuiltInTemplates();

// The text of one; NOT_FOUND names those there are.
absl::StatusOr<std::string_view> FindTemplate(std::string_view name, bool form);

}  // namespace lienthong::report
