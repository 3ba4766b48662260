// `lienthong pki`: an authority and certificates for a first installation, in files. Talks
// to no node.
//
//   DIR/ca.pem      the authority's certificate: every node and client gets a copy
//   DIR/ca.key      its key, encrypted under the passphrase; belongs on a machine that is off
//   DIR/NAME.pem    a certificate, DIR/NAME.key its key
//
// Keys are readable by their owner only. Nothing that exists is written over, but for the
// certificate that `renew` renews.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clients/cli/context.h"

namespace lienthong::cli {

struct PkiOptions {
  std::string directory = "pki";
  std::string passphrase_file;
  // init
  std::string tree;
  // issue: one of the two
  std::string node;
  std::string client;
  std::vector<std::string> hosts;
  // renew
  std::string certificate;
  // All three; 0: ten years for the authority, 397 days for a certificate (as long as
  // browsers accept one).
  int64_t days = 0;
  // First day, yyyy-mm-dd; empty: now.
  std::string from;
};

ExitCode RunPkiInit(const Context& context, const PkiOptions& options);
ExitCode RunPkiIssue(const Context& context, const PkiOptions& options);
ExitCode RunPkiRenew(const Context& context, const PkiOptions& options);

}  // namespace lienthong::cli
