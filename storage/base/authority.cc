#include "storage/base/authority.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>

#include "storage/base/certificate.h"
#include "storage/base/openssl.h"

namespace lienthong {
namespace {

using openssl::Deleter;

constexpr size_t kHostsMax = 64;
constexpr size_t kHostBytesMax = 253;

openssl::Key MakeKey() { return openssl::Key(EVP_EC_gen("P-256")); }

bool IsAddress(const std::string& host) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, host.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

bool IsHost(const std::string& host) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
  return !host.empty() && host.size() <= kHostBytesMax &&
         (IsAddress(host) || host.find_first_not_of(kAllowed) == std::string::npos);
}

absl::Status CheckValidity(const Validity& validity) {
  if (validity.days < 1 || validity.days > kValidityDaysMax)
    return InvalidArgument("days: expected 1 to {}", kValidityDaysMax);
  return absl::OkStatus();
}

// OpenSSL's own language for extensions.
std::string NamesOf(const CertificateRequest& request) {
  std::string names = "URI:" + request.peer.ToUri();
  for (const std::string& host : request.hosts)
    names += (IsAddress(host) ? ",IP:" : ",DNS:") + host;
  return names;
}

bool AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool SetSerial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] = (bytes[0] & 0x7f) | 0x40;  // positive, and of one length
  const std::unique_ptr<BIGNUM, Deleter<BN_free>> number(BN_bin2bn(bytes, sizeof bytes, nullptr));
  return BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

void SetSubject(X509* certificate, const std::string& common_name) {
  X509_NAME* const name = X509_get_subject_name(certificate);
  const auto add = [&](const char* field, const std::string& value) {
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0);
  };
  add("O", "lienthong");
  add("CN", common_name);
}

std::string CommonNameOf(X509* certificate) {
  char text[256] = {};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text, sizeof text);
  return text;
}

// A certificate without names and signature.
openssl::X509Ptr Begin(EVP_PKEY* key, const Validity& validity) {
  openssl::X509Ptr certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), validity.from - kValidityMarginSeconds);
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), validity.from + 86'400 * validity.days);
  X509_set_pubkey(certificate.get(), key);
  if (!SetSerial(certificate.get())) return nullptr;
  return certificate;
}

std::string ToPem(X509* certificate) {
  const openssl::Bio bio = openssl::EmptyBio();
  PEM_write_bio_X509(bio.get(), certificate);
  return openssl::ContentOf(bio);
}

std::string ToPem(EVP_PKEY* key) {
  const openssl::Bio bio = openssl::EmptyBio();
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return openssl::ContentOf(bio);
}

openssl::X509Ptr ReadCertificate(std::string_view pem) {
  const openssl::Bio bio = openssl::BioOf(pem);
  return openssl::X509Ptr(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

absl::Status CheckRequest(const CertificateRequest& request, const std::string& tree) {
  const PeerName& peer = request.peer;
  const bool is_node = peer.kind == PeerName::Kind::kNode;
  if (peer.tree != tree) return InvalidArgument("tree: this authority serves \"{}\"", tree);
  if (is_node && !IsNodeName(peer.name))
    return InvalidArgument("node: expected 1 to 63 of a-z, 0-9 and -");
  if (!is_node && !IsClientName(peer.name))
    return InvalidArgument("client: expected 1 to 63 of a-z, 0-9, '.', '_' and -");
  if (request.hosts.size() > kHostsMax) return InvalidArgument("host: more than {}", kHostsMax);
  for (const std::string& host : request.hosts) {
    if (!IsHost(host)) return InvalidArgument("host: expected a host name or an IP address");
  }
  return CheckValidity(request.validity);
}

}  // namespace

struct Authority::Keys {
  openssl::Key key;
  openssl::X509Ptr certificate;

  bool Sign(X509* other) const {
    X509_set_issuer_name(other, X509_get_subject_name(certificate.get()));
    return X509_sign(other, key.get(), EVP_sha256()) > 0;
  }
};

Authority::Authority(std::shared_ptr<const Keys> keys, std::string tree)
    : keys_(std::move(keys)), tree_(std::move(tree)) {}

absl::StatusOr<Authority> Authority::Make(const std::string& tree, const Validity& validity) {
  if (!IsTreeName(tree)) return InvalidArgument("tree: expected 1 to 63 of a-z, 0-9, '.' and -");
  RETURN_IF_ERROR(CheckValidity(validity));
  auto keys = std::make_shared<Keys>();
  keys->key = MakeKey();
  keys->certificate = keys->key == nullptr ? nullptr : Begin(keys->key.get(), validity);
  if (keys->certificate == nullptr) return Internal("authority: cannot be made");
  X509* const own = keys->certificate.get();
  SetSubject(own, tree);
  const bool made = AddExtension(own, own, NID_basic_constraints, "critical,CA:TRUE") &&
                    AddExtension(own, own, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                    AddExtension(own, own, NID_subject_key_identifier, "hash") && keys->Sign(own);
  if (!made) return Internal("authority: cannot be made");
  return Authority(std::move(keys), tree);
}

absl::StatusOr<Authority> Authority::FromPem(std::string_view certificate, std::string_view key,
                                             std::string_view passphrase) {
  auto keys = std::make_shared<Keys>();
  keys->certificate = ReadCertificate(certificate);
  std::string secret(passphrase);  // OpenSSL reads to a zero byte
  const openssl::Bio bio = openssl::BioOf(key);
  keys->key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, secret.data()));
  OPENSSL_cleanse(secret.data(), secret.size());
  ERR_clear_error();
  if (keys->certificate == nullptr) return FailedPrecondition("its certificate cannot be read");
  if (keys->key == nullptr)
    return FailedPrecondition("its key cannot be read; is the passphrase right?");
  const bool belong = X509_check_private_key(keys->certificate.get(), keys->key.get()) == 1;
  std::string tree = CommonNameOf(keys->certificate.get());
  if (!belong || X509_check_ca(keys->certificate.get()) == 0 || !IsTreeName(tree))
    return FailedPrecondition("key and certificate are not those of one authority of a tree");
  return Authority(std::move(keys), std::move(tree));
}

std::string Authority::CertificateToPem() const { return ToPem(keys_->certificate.get()); }

absl::StatusOr<std::string> Authority::KeyToPem(std::string_view passphrase) const {
  if (passphrase.empty()) return InvalidArgument("passphrase: must not be empty");
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, Deleter<PKCS8_PRIV_KEY_INFO_free>> plain(
      EVP_PKEY2PKCS8(keys_->key.get()));
  const std::unique_ptr<X509_SIG, Deleter<X509_SIG_free>> sealed(
      PKCS8_encrypt(-1, EVP_aes_256_cbc(), passphrase.data(), static_cast<int>(passphrase.size()),
                    nullptr, 0, kKeyRounds, plain.get()));
  if (sealed == nullptr) return Internal("authority: its key cannot be encrypted");
  const openssl::Bio bio = openssl::EmptyBio();
  PEM_write_bio_PKCS8(bio.get(), sealed.get());
  return openssl::ContentOf(bio);
}

absl::StatusOr<Issued> Authority::IssueWithKey(const CertificateRequest& request) const {
  RETURN_IF_ERROR(CheckRequest(request, tree_));
  const openssl::Key key = MakeKey();
  const openssl::X509Ptr made = key == nullptr ? nullptr : Begin(key.get(), request.validity);
  if (made == nullptr) return Internal("certificate: cannot be made");
  SetSubject(made.get(), request.peer.name);
  X509* const ca = keys_->certificate.get();
  const bool is_node = request.peer.kind == PeerName::Kind::kNode;
  const bool signed_ = AddExtension(made.get(), ca, NID_basic_constraints, "critical,CA:FALSE") &&
                       AddExtension(made.get(), ca, NID_key_usage, "critical,digitalSignature") &&
                       AddExtension(made.get(), ca, NID_ext_key_usage,
                                    is_node ? "serverAuth,clientAuth" : "clientAuth") &&
                       AddExtension(made.get(), ca, NID_subject_key_identifier, "hash") &&
                       AddExtension(made.get(), ca, NID_authority_key_identifier, "keyid") &&
                       AddExtension(made.get(), ca, NID_subject_alt_name, NamesOf(request)) &&
                       keys_->Sign(made.get());
  ERR_clear_error();
  if (!signed_) return Internal("certificate: cannot be made");
  return Issued{ToPem(made.get()), ToPem(key.get())};
}

absl::StatusOr<std::string> Authority::Renew(std::string_view certificate,
                                             const Validity& validity) const {
  RETURN_IF_ERROR(CheckValidity(validity));
  ASSIGN_OR_RETURN(const Certificate old, Certificate::FromPem(certificate));
  RETURN_IF_ERROR(old.CheckIssuer(CertificateToPem()));
  if (!old.name().has_value() || old.name()->tree != tree_)
    return FailedPrecondition("names neither a node nor a client of \"{}\"", tree_);
  // All extensions stay, so do names and hosts; the bytes that are signed are made anew.
  const openssl::X509Ptr again = ReadCertificate(certificate);
  ASN1_TIME_set(X509_getm_notBefore(again.get()), validity.from - kValidityMarginSeconds);
  ASN1_TIME_set(X509_getm_notAfter(again.get()), validity.from + 86'400 * validity.days);
  if (!SetSerial(again.get()) || !keys_->Sign(again.get()))
    return Internal("certificate: cannot be made");
  return ToPem(again.get());
}

}  // namespace lienthong
