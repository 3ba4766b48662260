// Who a certificate speaks for: the URI name in it.
//
//   spiffe://lienthong/<tree>/node/<name>      a node; <name> is NodeConfig.node
//   spiffe://lienthong/<tree>/client/<name>    one-stop software, a person
//
// <tree> names the network, so that the certificates of two of them never pass for one
// another even where one authority signs both: 1 to 63 of [a-z0-9.-]. <name>: 1 to 63 of
// [a-z0-9-], for a client of [a-z0-9._-]. A certificate of ours holds exactly one such name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lienthong {

struct PeerName {
  enum class Kind { kNode, kClient };

  Kind kind = Kind::kNode;
  std::string tree;
  std::string name;

  bool operator==(const PeerName&) const = default;

  // Nothing when `uri` is of another form.
  static std::optional<PeerName> FromUri(std::string_view uri);
  std::string ToUri() const;
};

// Whether `name` may stand in a certificate or a configuration as that.
bool IsNodeName(std::string_view name);
bool IsClientName(std::string_view name);
bool IsTreeName(std::string_view name);

}  // namespace lienthong
