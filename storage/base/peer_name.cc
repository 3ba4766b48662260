#include "storage/base/peer_name.h"

namespace lienthong {
namespace {

constexpr std::string_view kPrefix = "spiffe://lienthong/";
constexpr std::string_view kLettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
// As long as a label of a host name, and of what stands on disk beside a node's name.
constexpr size_t kNameBytesMax = 63;

bool IsNameOf(std::string_view name, std::string_view also) {
  if (name.empty() || name.size() > kNameBytesMax) return false;
  for (const char c : name) {
    if (kLettersAndDigits.find(c) == std::string_view::npos &&
        also.find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

// Cuts `text` up to the next '/', and drops that.
std::string_view TakePart(std::string_view& text) {
  const size_t slash = text.find('/');
  const std::string_view part = text.substr(0, slash);
  text.remove_prefix(slash == std::string_view::npos ? text.size() : slash + 1);
  return part;
}

}  // namespace

bool IsNodeName(std::string_view name) { return IsNameOf(name, "-"); }
bool IsClientName(std::string_view name) { return IsNameOf(name, "._-"); }
bool IsTreeName(std::string_view name) { return IsNameOf(name, ".-"); }

std::optional<PeerName> PeerName::FromUri(std::string_view uri) {
  if (!uri.starts_with(kPrefix)) return std::nullopt;
  uri.remove_prefix(kPrefix.size());
  PeerName peer;
  peer.tree = TakePart(uri);
  const std::string_view kind = TakePart(uri);
  peer.name = uri;  // a '/' in it makes it no name
  peer.kind = kind == "node" ? Kind::kNode : Kind::kClient;
  const bool known = kind == "node" || kind == "client";
  const bool named = peer.kind == Kind::kNode ? IsNodeName(peer.name) : IsClientName(peer.name);
  if (!known || !named || !IsTreeName(peer.tree)) return std::nullopt;
  return peer;
}

std::string PeerName::ToUri() const {
  return std::string(kPrefix)
      .append(tree)
      .append(kind == Kind::kNode ? "/node/" : "/client/")
      .append(name);
}

}  // namespace lienthong
