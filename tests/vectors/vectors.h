// The contents of the files beside this one, made by the product's own code.
#pragma once

#include <google/protobuf/message.h>

#include <nlohmann/json.hpp>
#include <string>

namespace lienthong::vectors {

// Facts and reference entries with their bytes and hashes.
nlohmann::ordered_json Chains();
// Dossiers and their movements.
nlohmann::ordered_json Timelines();
// Cards of the built-in rulebook.
nlohmann::ordered_json Scorecards();

// `message` as proto JSON.
nlohmann::ordered_json JsonOf(const google::protobuf::Message& message);
// Serialized, in hexadecimal.
std::string HexOf(const google::protobuf::Message& message);
// The message that `bytes` hold; throws when they hold none.
template <typename Message>
Message Parsed(const std::string& bytes) {
  Message message;
  if (!message.ParseFromString(bytes)) throw std::invalid_argument("not a message");
  return message;
}

}  // namespace lienthong::vectors
