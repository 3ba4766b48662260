// Where in a rulebook one is: the path to a message and, of a text, line and column.
#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "services/score/fault_reasons.h"
#include "services/score/rulebook_check.h"

namespace lienthong::score {

// A message inside a rulebook. A value; the parse tree must outlive it.
class Place {
 public:
  using Tree = google::protobuf::TextFormat::ParseInfoTree;

  // The top; `tree` is null when there is no text.
  Place(const google::protobuf::Descriptor& type, const Tree* tree) : type_(&type), tree_(tree) {}

  // The message in a field; `index` -1 and no key when it is not repeated.
  Place Inside(const char* field, int index = -1, std::string_view key = "") const;
  // A fault of a field of this message. An absent field is where the message begins.
  template <typename... Args>
  Fault Of(const char* field, const reasons::Reason& reason, const Args&... args) const {
    return At(field, -1, fmt::format(fmt::runtime(reason.en), args...),
              fmt::format(fmt::runtime(reason.vi), args...));
  }
  // The same of one entry of a repeated field.
  template <typename... Args>
  Fault OfEntry(const char* field, int index, const reasons::Reason& reason,
                const Args&... args) const {
    return At(field, index, fmt::format(fmt::runtime(reason.en), args...),
              fmt::format(fmt::runtime(reason.vi), args...));
  }
  // A fault of the message itself.
  Fault OfWhole(const reasons::Reason& reason) const;

 private:
  Fault At(const char* field, int index, std::string reason, std::string reason_vi) const;

  const google::protobuf::Descriptor* type_;
  const Tree* tree_;
  std::string path_;
  int line_ = 0;
  int column_ = 0;
};

// Everything below `message` that this version does not know: values of enumerations,
// fields of a newer one.
void FindUnknown(const google::protobuf::Message& message, const Place& place,
                 std::vector<Fault>& faults);

// FindFaults of a rulebook that was parsed from a text, in the order of the text.
std::vector<Fault> FindFaultsIn(const v1::Rulebook& rulebook, const Place::Tree& tree);

}  // namespace lienthong::score
