#include "clients/cli/pki.h"

#include <filesystem>
#include <optional>

#include "clients/cli/files.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/passphrase.h"
#include "storage/base/authority.h"
#include "storage/base/calendar_date.h"
#include "storage/base/certificate.h"
#include "storage/base/secret_file.h"

namespace lienthong::cli {
namespace {

constexpr int64_t kAuthorityDays = 3650;
constexpr int64_t kCertificateDays = 397;

// Where things are in the directory.
std::string PathOf(const PkiOptions& options, const std::string& name) {
  return options.directory + "/" + name;
}

ExitCode FailStatus(const Context& context, std::string_view which, const absl::Status& status) {
  return Fail(context, ExitCode::kUsage, fmt::format("pki, {}: {}", which, MessageOf(status)));
}

// Nothing after saying what is wrong.
std::optional<Validity> ReadValidity(const Context& context, const PkiOptions& options,
                                     int64_t days) {
  Validity validity{context.clock.Now(), options.days != 0 ? options.days : days};
  if (options.from.empty()) return validity;
  const std::optional<Day> day = ParseDate(options.from);
  if (day.has_value()) {
    validity.from = StartOfDay(*day);
    return validity;
  }
  FailUsage(context, messages::kBadDate, "--from");
  return std::nullopt;
}

bool IsFree(const Context& context, const std::string& path) {
  if (!std::filesystem::exists(path)) return true;
  FailUsage(context, messages::kFileExists, path);
  return false;
}

std::optional<Authority> OpenAuthority(const Context& context, const PkiOptions& options) {
  const auto certificate = ReadWholeFile(context, PathOf(options, "ca.pem"));
  if (!certificate.has_value()) return std::nullopt;
  const auto key = ReadSecretFile(PathOf(options, "ca.key"));
  if (!key.ok()) {
    FailStatus(context, "ca.key", key.status());
    return std::nullopt;
  }
  const auto passphrase = ReadPassphrase(context, options.passphrase_file, false);
  if (!passphrase.has_value()) return std::nullopt;
  auto authority = Authority::FromPem(*certificate, *key, *passphrase);
  if (authority.ok()) return *std::move(authority);
  FailStatus(context, "ca.key", authority.status());
  return std::nullopt;
}

// The key first: a certificate without its key would be in the way of another try.
bool WritePair(const Context& context, const std::string& stem, const Issued& issued) {
  const absl::Status status = WriteSecretFile(stem + ".key", issued.key);
  if (status.ok()) return WriteWholeFile(context, stem + ".pem", issued.certificate);
  FailStatus(context, stem + ".key", status);
  return false;
}

ExitCode Print(const Context& context, const std::string& path, const std::string& certificate) {
  const auto read = Certificate::FromPem(certificate);
  const std::string name =
      read.ok() && read->name().has_value() ? read->name()->ToUri() : std::string();
  const int64_t not_after = read.ok() ? read->not_after() : 0;
  if (context.output != Output::kTable) {
    const Json json = {{"certificate", path}, {"name", name}, {"not_after", not_after}};
    context.output == Output::kJson ? PrintJson(context.out, json)
                                    : PrintCsv(context.out, json, Json::array({json}));
    return ExitCode::kDone;
  }
  context.out << Say(context.language, messages::kCertificateMade, path, name,
                     FormatInstant(not_after))
              << '\n';
  return ExitCode::kDone;
}

PeerName PeerOf(const PkiOptions& options, const std::string& tree) {
  if (!options.node.empty()) return {PeerName::Kind::kNode, tree, options.node};
  return {PeerName::Kind::kClient, tree, options.client};
}

// A node that is told no host is one on this machine.
std::vector<std::string> HostsOf(const PkiOptions& options) {
  if (options.node.empty() || !options.hosts.empty()) return options.hosts;
  return {"localhost", "127.0.0.1", "::1"};
}

}  // namespace

ExitCode RunPkiInit(const Context& context, const PkiOptions& options) {
  const std::string stem = PathOf(options, "ca");
  if (!IsFree(context, stem + ".pem") || !IsFree(context, stem + ".key")) return ExitCode::kUsage;
  const auto validity = ReadValidity(context, options, kAuthorityDays);
  if (!validity.has_value()) return ExitCode::kUsage;
  const auto made = Authority::Make(options.tree, *validity);
  if (!made.ok()) return FailStatus(context, "authority", made.status());
  const auto passphrase = ReadPassphrase(context, options.passphrase_file, true);
  if (!passphrase.has_value()) return ExitCode::kUsage;
  const auto key = made->KeyToPem(*passphrase);
  if (!key.ok()) return FailStatus(context, "authority", key.status());
  const std::string certificate = made->CertificateToPem();
  if (!WritePair(context, stem, {certificate, *key})) return ExitCode::kUsage;
  return Print(context, stem + ".pem", certificate);
}

ExitCode RunPkiIssue(const Context& context, const PkiOptions& options) {
  if (options.node.empty() == options.client.empty())
    return FailUsage(context, messages::kNodeOrClient);
  const std::string& name = options.node.empty() ? options.client : options.node;
  if (name == "ca" || !IsClientName(name)) return FailUsage(context, messages::kBadPeerName);
  const std::string stem = PathOf(options, name);
  if (!IsFree(context, stem + ".pem") || !IsFree(context, stem + ".key")) return ExitCode::kUsage;
  const auto validity = ReadValidity(context, options, kCertificateDays);
  if (!validity.has_value()) return ExitCode::kUsage;
  const auto authority = OpenAuthority(context, options);
  if (!authority.has_value()) return ExitCode::kUsage;
  const auto issued =
      authority->IssueWithKey({PeerOf(options, authority->tree()), HostsOf(options), *validity});
  if (!issued.ok()) return FailStatus(context, name, issued.status());
  if (!WritePair(context, stem, *issued)) return ExitCode::kUsage;
  return Print(context, stem + ".pem", issued->certificate);
}

ExitCode RunPkiRenew(const Context& context, const PkiOptions& options) {
  const auto validity = ReadValidity(context, options, kCertificateDays);
  if (!validity.has_value()) return ExitCode::kUsage;
  const auto old = ReadWholeFile(context, options.certificate);
  if (!old.has_value()) return ExitCode::kUsage;
  const auto authority = OpenAuthority(context, options);
  if (!authority.has_value()) return ExitCode::kUsage;
  const auto renewed = authority->Renew(*old, *validity);
  if (!renewed.ok()) return FailStatus(context, options.certificate, renewed.status());
  if (!WriteWholeFile(context, options.certificate, *renewed)) return ExitCode::kUsage;
  return Print(context, options.certificate, *renewed);
}

}  // namespace lienthong::cli
