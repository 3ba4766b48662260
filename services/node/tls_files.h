// The node's certificate, its key and the authorities it trusts: three PEM files, read and
// checked together, and again when one of them changes.
//
//   ASSIGN_OR_RETURN(auto files, TlsFiles::Open(config.tls(), config.node(), clock, on_problem));
//   const auto material = files->Current();
//
// A renewed certificate is in use at the next handshake, without a restart. Files that are
// damaged, half written or do not belong together change nothing: what was held before stays
// in use, and the problem is told once. An expired certificate is taken: the node goes on
// collecting, others refuse it until it is renewed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "lienthong/node/v1/config.pb.h"
#include "storage/base/certificate.h"
#include "storage/base/clock.h"
#include "storage/base/status.h"

namespace lienthong::node {

class TlsFiles {
 public:
  // What the files held when they were read. Never changes.
  struct Material {
    std::string certificate_pem;
    std::string key_pem;
    std::string ca_pem;
    Certificate certificate;
    // Differs for each reading that was taken.
    uint64_t generation = 0;

    const PeerName& name() const { return *certificate.name(); }
  };
  using Problem = std::function<void(const absl::Status&)>;

  // FAILED_PRECONDITION: a file is missing, others may read the key, the certificate names
  // another node than `node`, or the three do not belong together. Names the file. The clock
  // must outlive it; `on_problem` is told of files that cannot be taken later, from any thread.
  static absl::StatusOr<std::unique_ptr<TlsFiles>> Open(const v1::TlsConfig& config,
                                                        const std::string& node, const Clock& clock,
                                                        Problem on_problem);

  // What is in force. Looks whether the files changed, at most every kLookIntervalMs; a look is
  // three stats. Safe from any thread.
  std::shared_ptr<const Material> Current();

 private:
  // Size and times of a file: what changes when it is written or replaced.
  using Print = std::string;

  TlsFiles(const v1::TlsConfig& config, std::string node, const Clock& clock, Problem on_problem);
  Print LookAtFiles() const;
  absl::StatusOr<std::shared_ptr<const Material>> Read(uint64_t generation) const;

  const v1::TlsConfig config_;
  const std::string node_;
  const Clock& clock_;
  const Problem on_problem_;

  std::mutex mutex_;  // guards what follows
  std::shared_ptr<const Material> material_;
  Print print_;
  int64_t looked_ms_ = 0;
};

// A renewed certificate is used this soon; a flood of handshakes costs no more than this many
// looks at the disk.
inline constexpr int64_t kLookIntervalMs = 1000;

}  // namespace lienthong::node
