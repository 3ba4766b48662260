#include "services/node/tls_files.h"

#include <sys/stat.h>

#include <fstream>

#include "storage/base/secret_file.h"

namespace lienthong::node {
namespace {

absl::StatusOr<std::string> ReadPublicFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content(kSecretFileBytesMax + 1, '\0');
  if (file) file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file.is_open() || file.bad()) return FailedPrecondition("cannot be read");
  content.resize(static_cast<size_t>(file.gcount()));
  if (content.size() > kSecretFileBytesMax)
    return FailedPrecondition("is larger than {} bytes", kSecretFileBytesMax);
  return content;
}

std::string PrintOf(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return "absent;";
  return fmt::format("{},{},{},{};", found.st_ino, found.st_size, found.st_mtim.tv_sec,
                     found.st_mtim.tv_nsec);
}

absl::Status CheckName(const Certificate& certificate, const std::string& node) {
  const std::optional<PeerName>& name = certificate.name();
  if (!name.has_value() || name->kind != PeerName::Kind::kNode)
    return FailedPrecondition("names no node (URI spiffe://lienthong/TREE/node/NAME)");
  if (name->name != node)
    return FailedPrecondition("names node \"{}\", this is \"{}\"", name->name, node);
  return absl::OkStatus();
}

}  // namespace

TlsFiles::TlsFiles(const v1::TlsConfig& config, std::string node, const Clock& clock,
                   Problem on_problem)
    : config_(config), node_(std::move(node)), clock_(clock), on_problem_(std::move(on_problem)) {}

absl::StatusOr<std::unique_ptr<TlsFiles>> TlsFiles::Open(const v1::TlsConfig& config,
                                                         const std::string& node,
                                                         const Clock& clock, Problem on_problem) {
  std::unique_ptr<TlsFiles> files(new TlsFiles(config, node, clock, std::move(on_problem)));
  files->print_ = files->LookAtFiles();
  files->looked_ms_ = clock.NowMs();
  ASSIGN_OR_RETURN(files->material_, files->Read(1));
  return files;
}

TlsFiles::Print TlsFiles::LookAtFiles() const {
  return PrintOf(config_.certificate()) + PrintOf(config_.key()) + PrintOf(config_.ca());
}

absl::StatusOr<std::shared_ptr<const TlsFiles::Material>> TlsFiles::Read(
    uint64_t generation) const {
  const auto named = [](const char* key, const std::string& path, const absl::Status& status) {
    return Annotate(status, fmt::format("tls.{} {}", key, path));
  };
  const auto certificate_pem = ReadPublicFile(config_.certificate());
  if (!certificate_pem.ok())
    return named("certificate", config_.certificate(), certificate_pem.status());
  const auto certificate = Certificate::FromPem(*certificate_pem);
  if (!certificate.ok()) return named("certificate", config_.certificate(), certificate.status());
  const auto key_pem = ReadSecretFile(config_.key());
  if (!key_pem.ok()) return Annotate(key_pem.status(), "tls.key");
  const auto ca_pem = ReadPublicFile(config_.ca());
  if (!ca_pem.ok()) return named("ca", config_.ca(), ca_pem.status());
  RETURN_IF_ERROR(named("certificate", config_.certificate(), CheckName(*certificate, node_)));
  RETURN_IF_ERROR(named("key", config_.key(), certificate->CheckKey(*key_pem)));
  RETURN_IF_ERROR(named("certificate", config_.certificate(), certificate->CheckIssuer(*ca_pem)));
  return std::make_shared<const Material>(
      Material{*certificate_pem, *key_pem, *ca_pem, *certificate, generation});
}

std::shared_ptr<const TlsFiles::Material> TlsFiles::Current() {
  absl::Status problem;
  {
    const std::lock_guard lock(mutex_);
    const int64_t now_ms = clock_.NowMs();
    // Also when the clock went back.
    if (now_ms >= looked_ms_ && now_ms - looked_ms_ < kLookIntervalMs) return material_;
    looked_ms_ = now_ms;
    Print print = LookAtFiles();
    if (print == print_) return material_;
    print_ = std::move(print);
    auto read = Read(material_->generation + 1);
    if (read.ok()) return material_ = *std::move(read);
    problem = read.status();
  }
  on_problem_(problem);
  const std::lock_guard lock(mutex_);
  return material_;
}

}  // namespace lienthong::node
