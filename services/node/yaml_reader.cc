#include "services/node/yaml_reader.h"

#include <google/protobuf/descriptor.h>
#include <utf8proc.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <sstream>
#include <vector>

namespace lienthong::node {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Longer keys are cut in messages and get no suggestion.
constexpr size_t kKeyBytesMax = 64;

// A key fit for a message: without control characters, of bounded length.
std::string Printable(std::string_view key) {
  std::string text(key.substr(0, kKeyBytesMax));
  if (key.size() > kKeyBytesMax) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0x80)
      text.pop_back();
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xc0) text.pop_back();
    text += "...";
  }
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"'; }, '?');
  return text;
}

std::string Join(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

int LineOf(const YAML::Mark& mark) { return mark.is_null() ? 1 : mark.line + 1; }

// Listens to the parser for what the node tree no longer shows.
class PlainYamlCheck : public YAML::EventHandler {
 public:
  explicit PlainYamlCheck(Faults& faults) : faults_(faults) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2) faults_.AddAt(LineOf(mark), "a second document begins; one is allowed");
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { Check(mark, "?", anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    faults_.AddAt(LineOf(mark), "an alias (*name) is not allowed: write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string&) override {
    Check(mark, tag, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Check(mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Check(mark, tag, anchor);
  }
  void OnDocumentEnd() override {}
  void OnSequenceEnd() override {}
  void OnMapEnd() override {}

  int documents() const { return documents_; }

 private:
  // yaml-cpp calls an untagged value "?", an untagged quoted one "!".
  void Check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) faults_.AddAt(LineOf(mark), "an anchor (&name) is not allowed");
    if (!tag.empty() && tag != "?" && tag != "!") {
      faults_.AddAt(LineOf(mark), "a tag (!name) is not allowed");
    }
  }

  Faults& faults_;
  int documents_ = 0;
};

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string UnknownKey(const std::string& key, const Descriptor& schema) {
  std::vector<std::string> names;
  std::string nearest;
  size_t nearest_distance = 1 + std::max<size_t>(2, key.size() / 3);
  for (int i = 0; i < schema.field_count(); ++i) {
    names.push_back(schema.field(i)->name());
    if (key.size() > kKeyBytesMax) continue;
    const size_t distance = EditDistance(key, names.back());
    if (distance >= nearest_distance) continue;
    nearest = names.back();
    nearest_distance = distance;
  }
  if (!nearest.empty()) return fmt::format("unknown; did you mean \"{}\"?", nearest);
  return fmt::format("unknown; the keys here are {}", fmt::join(names, ", "));
}

// A field of a message to which a value is set, or added when it is a list.
class Slot {
 public:
  Slot(Message& message, const FieldDescriptor* field)
      : message_(message), reflection_(*message.GetReflection()), field_(field) {}

  void Put(std::string value) {
    field_->is_repeated() ? reflection_.AddString(&message_, field_, std::move(value))
                          : reflection_.SetString(&message_, field_, std::move(value));
  }
  void Put(bool value) {
    field_->is_repeated() ? reflection_.AddBool(&message_, field_, value)
                          : reflection_.SetBool(&message_, field_, value);
  }
  void Put(uint32_t value) {
    field_->is_repeated() ? reflection_.AddUInt32(&message_, field_, value)
                          : reflection_.SetUInt32(&message_, field_, value);
  }
  void Put(uint64_t value) {
    field_->is_repeated() ? reflection_.AddUInt64(&message_, field_, value)
                          : reflection_.SetUInt64(&message_, field_, value);
  }
  void Put(int32_t value) {
    field_->is_repeated() ? reflection_.AddInt32(&message_, field_, value)
                          : reflection_.SetInt32(&message_, field_, value);
  }
  void Put(int64_t value) {
    field_->is_repeated() ? reflection_.AddInt64(&message_, field_, value)
                          : reflection_.SetInt64(&message_, field_, value);
  }
  void Put(const google::protobuf::EnumValueDescriptor* value) {
    field_->is_repeated() ? reflection_.AddEnum(&message_, field_, value)
                          : reflection_.SetEnum(&message_, field_, value);
  }
  Message& Child() {
    return field_->is_repeated() ? *reflection_.AddMessage(&message_, field_)
                                 : *reflection_.MutableMessage(&message_, field_);
  }

 private:
  Message& message_;
  const google::protobuf::Reflection& reflection_;
  const FieldDescriptor* field_;
};

Refusal ReadText(const YAML::Node& node, Slot slot) {
  if (node.IsNull()) return "expected text, found nothing";
  if (!node.IsScalar()) return "expected text";
  const std::string& text = node.Scalar();
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), control)) return "control characters are not allowed";
  slot.Put(text);
  return std::nullopt;
}

// Plain means unquoted: "60" in quotes is text.
bool IsPlain(const YAML::Node& node) { return node.IsScalar() && node.Tag() == "?"; }

Refusal ReadBool(const YAML::Node& node, Slot slot) {
  if (!IsPlain(node) || (node.Scalar() != "true" && node.Scalar() != "false")) {
    return "expected true or false";
  }
  slot.Put(node.Scalar() == "true");
  return std::nullopt;
}

template <typename Number>
Refusal ReadNumber(const YAML::Node& node, Slot slot) {
  if (!IsPlain(node) || !IsWholeNumber(node.Scalar())) return "expected a whole number";
  const std::string& text = node.Scalar();
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return fmt::format("out of range: {} to {}", std::numeric_limits<Number>::min(),
                       std::numeric_limits<Number>::max());
  }
  slot.Put(number);
  return std::nullopt;
}

Refusal ReadEnum(const YAML::Node& node, const FieldDescriptor& field, Slot slot) {
  const auto& type = *field.enum_type();
  const auto* value = node.IsScalar() ? type.FindValueByName(node.Scalar()) : nullptr;
  if (value == nullptr) {
    std::vector<std::string> names;
    names.reserve(type.value_count());
    for (int i = 0; i < type.value_count(); ++i) names.push_back(type.value(i)->name());
    return fmt::format("expected one of {}", fmt::join(names, ", "));
  }
  slot.Put(value);
  return std::nullopt;
}

Refusal ReadScalar(const YAML::Node& node, const FieldDescriptor& field, Slot slot) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING:
      return ReadText(node, slot);
    case FieldDescriptor::TYPE_BOOL:
      return ReadBool(node, slot);
    case FieldDescriptor::TYPE_UINT32:
      return ReadNumber<uint32_t>(node, slot);
    case FieldDescriptor::TYPE_UINT64:
      return ReadNumber<uint64_t>(node, slot);
    case FieldDescriptor::TYPE_INT32:
      return ReadNumber<int32_t>(node, slot);
    case FieldDescriptor::TYPE_INT64:
      return ReadNumber<int64_t>(node, slot);
    case FieldDescriptor::TYPE_ENUM:
      return ReadEnum(node, field, slot);
    default:
      return fmt::format("cannot be given in YAML: it is of type {}", field.type_name());
  }
}

// Walks a YAML tree along the schema of the message it fills. yaml-cpp bounds the
// depth of a tree, which bounds the recursion.
class TreeReader {
 public:
  TreeReader(Keys& keys, Faults& faults) : keys_(keys), faults_(faults) {}

  void ReadMessage(const YAML::Node& node, const std::string& path, Message& message) {
    for (const auto& entry : node) {
      const int line = LineOf(entry.first.Mark());
      if (!entry.first.IsScalar()) {
        faults_.Add(line, Join(path, "?"), "a key must be text");
        continue;
      }
      ReadEntry(entry.first.Scalar(), line, entry.second, path, message);
    }
  }

 private:
  void ReadEntry(const std::string& key, int line, const YAML::Node& value,
                 const std::string& parent_path, Message& message) {
    const std::string path = Join(parent_path, Printable(key));
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(key);
    if (field == nullptr) {
      faults_.Add(line, path, UnknownKey(key, *message.GetDescriptor()));
    } else if (const Keys::Place* earlier = keys_.Note(path, line); earlier != nullptr) {
      faults_.Add(line, path, fmt::format("given twice, first on line {}", earlier->line));
    } else if (const FieldDescriptor* other = RivalOf(*field, message); other != nullptr) {
      faults_.Add(line, path, fmt::format("excludes \"{}\", which is given too", other->name()));
    } else if (field->is_repeated() && !field->is_map()) {
      ReadList(value, line, path, field, message);
    } else {
      ReadValue(value, line, path, field, message);
    }
  }

  // The member of the same oneof that has been given already.
  static const FieldDescriptor* RivalOf(const FieldDescriptor& field, const Message& message) {
    const auto* choice = field.real_containing_oneof();
    if (choice == nullptr) return nullptr;
    return message.GetReflection()->GetOneofFieldDescriptor(message, choice);
  }

  void ReadList(const YAML::Node& list, int line, const std::string& path,
                const FieldDescriptor* field, Message& message) {
    if (!list.IsSequence()) return faults_.Add(line, path, "expected a list");
    keys_.Accept(path);
    size_t index = 0;
    for (const auto& item : list) {
      const std::string item_path = fmt::format("{}[{}]", path, index++);
      ReadValue(item, LineOf(item.Mark()), item_path, field, message);
    }
  }

  void ReadValue(const YAML::Node& value, int line, const std::string& path,
                 const FieldDescriptor* field, Message& message) {
    if (field->type() == FieldDescriptor::TYPE_MESSAGE && !field->is_map()) {
      if (!value.IsMap()) return faults_.Add(line, path, "expected a mapping of keys to values");
      keys_.Accept(path);
      return ReadMessage(value, path, Slot(message, field).Child());
    }
    const Refusal refusal = ReadScalar(value, *field, Slot(message, field));
    refusal ? faults_.Add(line, path, *refusal) : keys_.Accept(path);
  }

  Keys& keys_;
  Faults& faults_;
};

// The number of the first line that is not UTF-8.
std::optional<int> FirstLineNotUtf8(std::string_view text) {
  int line = 1;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (size_t i = 0; i < text.size();) {
    utf8proc_int32_t code_point = 0;
    const auto length = utf8proc_iterate(bytes + i, text.size() - i, &code_point);
    if (length <= 0 || code_point == 0) return line;
    if (code_point == '\n') ++line;
    i += length;
  }
  return std::nullopt;
}

// What yaml-cpp makes of `yaml`, once nothing in it is forbidden.
YAML::Node ParseTree(const std::string& yaml, Faults& faults) try {
  PlainYamlCheck check(faults);
  std::istringstream stream(yaml);
  YAML::Parser parser(stream);
  // One more than allowed is enough; before a stray "," or "}" yaml-cpp 0.7 finds
  // empty documents without end.
  while (check.documents() < 2 && parser.HandleNextDocument(check)) {
  }
  // Only now: the tree follows aliases, which may make it exponentially large.
  return faults.empty() ? YAML::Load(yaml) : YAML::Node();
} catch (const YAML::Exception& error) {
  faults.AddAt(LineOf(error.mark), fmt::format("not YAML: {}", Printable(error.msg)));
  return {};
}

// The tree of `yaml`, a mapping or null; null as well when there are faults.
YAML::Node LoadTree(std::string_view yaml, Faults& faults) {
  if (yaml.size() > kConfigBytesMax) {
    faults.AddAt(1, "the file is larger than 1 MiB");
  } else if (const auto line = FirstLineNotUtf8(yaml)) {
    faults.AddAt(*line, "not UTF-8 text");
  } else if (YAML::Node root = ParseTree(std::string(yaml), faults); faults.empty()) {
    if (root.IsMap() || root.IsNull()) return root;
    faults.AddAt(LineOf(root.Mark()), "expected a mapping of keys to values");
  }
  return {};
}

}  // namespace

absl::Status ReadYaml(std::string_view yaml, Message& message, Keys& keys, Faults& faults) {
  const YAML::Node tree = LoadTree(yaml, faults);
  // Keys that are missing from what is not a tree would only hide the fault.
  RETURN_IF_ERROR(faults.ToStatus());
  TreeReader(keys, faults).ReadMessage(tree, "", message);
  return absl::OkStatus();
}

absl::Status ReadYaml(std::string_view yaml, std::string_view file_name, Message& message) {
  Keys keys;
  Faults faults(file_name);
  RETURN_IF_ERROR(ReadYaml(yaml, message, keys, faults));
  return faults.ToStatus();
}

}  // namespace lienthong::node
