// The configuration of a node: YAML read strictly against a protobuf schema.
//
//   ASSIGN_OR_RETURN(const v1::NodeConfig config, LoadConfig("/etc/lienthong/node.yaml"));
//
// The schema is proto/lienthong/node/v1/config.proto; keys are its field names.
// Nothing is guessed: an unknown or repeated key, a wrong type, a number out of
// range, a missing or impossible value is refused. A refusal names file, line and
// key, says what is expected and never repeats the value; all faults of a file are
// reported at once, one a line, the first kConfigErrorsMax of them:
//
//   node.yaml:3: key "parent.addres": unknown; did you mean "address"?
//   node.yaml:7: key "log.level": expected trace, debug, info, warn or error
//
// Of YAML only mappings, lists and scalars are read. Anchors, aliases, tags and
// several documents in one file are refused: they hide what a file says.
// Any bytes are safe to hand in. The functions keep no state.
#pragma once

#include <string>
#include <string_view>

#include "lienthong/node/v1/config.pb.h"
#include "storage/base/status.h"

namespace lienthong::node {

// Reads `path` as by ParseConfig. NOT_FOUND when there is no such file,
// FAILED_PRECONDITION when it cannot be read.
absl::StatusOr<v1::NodeConfig> LoadConfig(const std::string& path);

// Reads and checks a configuration and fills in the defaults. `file_name` stands
// in the messages. INVALID_ARGUMENT lists what is wrong.
absl::StatusOr<v1::NodeConfig> ParseConfig(std::string_view yaml, std::string_view file_name);

// Gives every setting that is zero or empty the default that config.proto states.
// Optional parts (http, parent, runtime_file) stay absent.
void ApplyDefaults(v1::NodeConfig& config);

}  // namespace lienthong::node
