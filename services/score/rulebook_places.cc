#include "services/score/rulebook_places.h"

#include <google/protobuf/unknown_field_set.h>

namespace lienthong::score {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Joined(const std::string& path, std::string_view field, std::string_view key) {
  std::string joined = path.empty() ? std::string(field) : fmt::format("{}.{}", path, field);
  return key.empty() ? joined : fmt::format("{}[{}]", joined, key);
}

int SizeOf(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field);
  return reflection.HasField(message, &field) ? 1 : 0;
}

void CheckEnum(const Message& message, const FieldDescriptor& field, int index, const Place& place,
               std::vector<Fault>& faults) {
  const auto& reflection = *message.GetReflection();
  const int value = field.is_repeated() ? reflection.GetRepeatedEnumValue(message, &field, index)
                                        : reflection.GetEnumValue(message, &field);
  if (field.enum_type()->FindValueByNumber(value) != nullptr) return;
  const int entry = field.is_repeated() ? index : -1;
  faults.push_back(place.OfEntry(field.name().c_str(), entry, reasons::kUnknownValue, value));
}

void CheckField(const Message& message, const FieldDescriptor& field, int index, const Place& place,
                std::vector<Fault>& faults) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM)
    return CheckEnum(message, field, index, place, faults);
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return;
  const auto& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  const Message& inner = repeated ? reflection.GetRepeatedMessage(message, &field, index)
                                  : reflection.GetMessage(message, &field);
  const std::string key = repeated ? fmt::format("#{}", index + 1) : "";
  FindUnknown(inner, place.Inside(field.name().c_str(), repeated ? index : -1, key), faults);
}

}  // namespace

Place Place::Inside(const char* field, int index, std::string_view key) const {
  const auto* descriptor = type_->FindFieldByName(field);
  Place inner(*descriptor->message_type(), nullptr);
  inner.path_ = Joined(path_, field, key);
  inner.line_ = line_;
  inner.column_ = column_;
  if (tree_ == nullptr) return inner;
  inner.tree_ = tree_->GetTreeForNested(descriptor, index);
  const auto location = tree_->GetLocation(descriptor, index);
  if (location.line < 0) return inner;
  inner.line_ = location.line + 1;
  inner.column_ = location.column + 1;
  return inner;
}

Fault Place::At(const char* field, int index, std::string reason, std::string reason_vi) const {
  const auto* descriptor = type_->FindFieldByName(field);
  Fault fault{line_, column_, Joined(path_, field, ""), std::move(reason), std::move(reason_vi)};
  if (tree_ == nullptr) return fault;
  const int entry = descriptor->is_repeated() ? std::max(index, 0) : -1;
  const auto location = tree_->GetLocation(descriptor, entry);
  if (location.line < 0) return fault;
  fault.line = location.line + 1;
  fault.column = location.column + 1;
  return fault;
}

Fault Place::OfWhole(const reasons::Reason& reason) const {
  return {line_, column_, path_, reason.en, reason.vi};
}

void FindUnknown(const Message& message, const Place& place, std::vector<Fault>& faults) {
  if (!message.GetReflection()->GetUnknownFields(message).empty())
    faults.push_back(place.OfWhole(reasons::kUnknownField));
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    for (int k = 0; k < SizeOf(message, *type.field(i)); ++k)
      CheckField(message, *type.field(i), k, place, faults);
  }
}

}  // namespace lienthong::score
