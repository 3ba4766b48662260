// What a service asks about the caller of a call that it serves.
//
//   RETURN_IF_ERROR(door.EnterFor(context, request.unit(), request.to()));
//
//   ASSIGN_OR_RETURN(const Caller caller, door.Enter(context));
//   RETURN_IF_ERROR(RequireInScope(caller, registry, unit, day));
//
// That the caller has the rpc's role was checked before the handler began (Rules); what
// remains is what only the handler knows: which unit the request is about.
#pragma once

#include <memory>
#include <string>

#include "services/access/caller.h"
#include "storage/base/status.h"

namespace grpc {
class ServerContextBase;
}

namespace lienthong::access {

class Door {
 public:
  virtual ~Door() = default;
  // Who calls, judged anew each time: while a stream lasts its token may be revoked. Null is
  // the node itself, which calls a handler within the process.
  // UNAUTHENTICATED: no longer valid. RESOURCE_EXHAUSTED, with when to come again: too many
  // calls, or messages of a stream, from this caller. Safe from any thread, never blocks.
  virtual absl::StatusOr<Caller> Enter(const grpc::ServerContextBase* context) = 0;
  // Enter, and the unit of this code lies in the caller's scope on the tree of `date`
  // ("yyyy-mm-dd"; anything else: of today). An unknown unit passes: the handler says so.
  absl::Status EnterFor(const grpc::ServerContextBase* context, const std::string& unit,
                        const std::string& date = "");

 protected:
  // The reference data in force.
  virtual std::shared_ptr<const Registry> registry() const = 0;
  virtual Day today() const = 0;
};

// PERMISSION_DENIED where `unit` is not in the caller's scope; names its code.
absl::Status RequireInScope(const Caller& caller, const Registry& registry, uint32_t unit, Day day);

// A door at which everybody is a program on this machine. For tests.
class OpenDoor final : public Door {
 public:
  absl::StatusOr<Caller> Enter(const grpc::ServerContextBase*) override { return Caller::Local(); }

 protected:
  std::shared_ptr<const Registry> registry() const override { return nullptr; }
  Day today() const override { return 0; }
};

}  // namespace lienthong::access
