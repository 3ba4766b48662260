// Words for the enumerations of the contract: one word for machines and command
// lines, made from the name in the proto, and a label for people.
#pragma once

#include <google/protobuf/generated_enum_reflection.h>

#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/language.h"
#include "lienthong/v1/dossier.pb.h"
#include "lienthong/v1/fact.pb.h"
#include "lienthong/v1/ledger.pb.h"
#include "lienthong/v1/query.pb.h"
#include "lienthong/v1/reference.pb.h"

namespace lienthong::cli {

// ACCOUNT_OPEN_IN_TIME without its prefix, in lower case, `separator` for "_".
std::string WordOf(const google::protobuf::EnumDescriptor& type, int value, char separator);

// "open_in_time" for ACCOUNT_OPEN_IN_TIME; the number for a value that this version
// does not know.
template <typename Enum>
std::string WordOf(Enum value) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), value, '_');
}

// "not-late": words of command lines have dashes.
template <typename Enum>
std::string OptionWordOf(Enum value) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), value, '-');
}

// The words of all values but UNSPECIFIED, with dashes, in the order of the proto.
std::vector<std::string> OptionWords(const google::protobuf::EnumDescriptor& type);

// The value of an option's word; nothing when it is none.
template <typename Enum>
std::optional<Enum> ParseOptionWord(std::string_view word) {
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  for (int i = 1; i < type.value_count(); ++i) {
    const auto value = static_cast<Enum>(type.value(i)->number());
    if (OptionWordOf(value) == word) return value;
  }
  return std::nullopt;
}

// The words of the flags that are set in `flags`.
std::vector<std::string> FlagWords(uint32_t flags);

// Labels for people.
std::string LabelOf(Language language, v1::Account account);
std::string LabelOf(Language language, v1::Status status);
std::string LabelOf(Language language, v1::Channel channel);
std::string LabelOf(Language language, v1::Flag flag);
std::string LabelOf(Language language, v1::UnitRole role);
std::string LabelOf(Language language, v1::UnitType type);
std::string LabelOf(Language language, v1::ReferenceKind kind);
std::string LabelOf(Language language, v1::OnlineLevel level);
std::string LabelOf(Language language, v1::SourceCoverage::State state);

}  // namespace lienthong::cli
