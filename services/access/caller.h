// Who calls, and what they may do.
#pragma once

#include <string>
#include <vector>

#include "lienthong/v1/access.pb.h"
#include "storage/base/clock.h"
#include "storage/registry/registry.h"

namespace lienthong::access {

// Where submit, read and publish hold.
class Scope {
 public:
  // Nowhere.
  Scope() = default;
  explicit Scope(v1::Scope scope) : scope_(std::move(scope)) {}
  static Scope EveryUnit();

  bool every_unit() const { return scope_.every_unit(); }
  // Whether `unit` is one of its units, or below one, on the tree of `day`.
  bool Holds(const Registry& registry, uint32_t unit, Day day) const;
  // "H44.1, H44.2"; "every unit"; "no unit".
  std::string ToString() const;

 private:
  v1::Scope scope_;
};

struct Caller {
  enum class Kind {
    // A program on this machine, on a port without TLS.
    kLocal,
    // Another node of this tree, by its certificate.
    kNode,
    // A client, by its certificate.
    kClient,
    // Whoever has the token.
    kToken,
  };

  Kind kind = Kind::kLocal;
  // Of the node or client, or that of the token; empty for kLocal.
  std::string name;
  // Of the token.
  std::string id;
  std::vector<v1::Role> roles;
  Scope scope;

  // Everything, everywhere.
  static Caller Local();

  bool Has(v1::Role role) const;
  // "token 5f0c000000000000 (igate)": for logs, audit and limits; the same for the same caller.
  std::string ToString() const;
};

// "submit, read".
std::string RolesToString(const std::vector<v1::Role>& roles);

}  // namespace lienthong::access
