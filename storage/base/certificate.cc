#include "storage/base/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "storage/base/openssl.h"

namespace lienthong {
namespace {

using openssl::Bytes;

// Nobody is asked for a passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

int64_t SecondsOf(const ASN1_TIME* time) {
  int days = 0;
  int seconds = 0;
  const std::unique_ptr<ASN1_TIME, openssl::Deleter<ASN1_STRING_free>> epoch(
      ASN1_TIME_set(nullptr, 0));
  if (ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) return 0;
  return int64_t{86400} * days + seconds;
}

std::optional<PeerName> NameOf(const X509* certificate) {
  auto* const names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  std::optional<PeerName> found;
  int count = 0;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names, i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* const uri = name->d.uniformResourceIdentifier;
    found = PeerName::FromUri({reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                               static_cast<size_t>(ASN1_STRING_length(uri))});
    ++count;
  }
  GENERAL_NAMES_free(names);
  return count == 1 ? found : std::nullopt;
}

openssl::Key ReadKey(std::string_view pem) {
  const openssl::Bio bio = openssl::BioOf(pem);
  openssl::Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  return key;
}

// Ed25519 hashes by itself.
const EVP_MD* DigestFor(EVP_PKEY* key) {
  return EVP_PKEY_get_id(key) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256();
}

std::string Framed(std::string_view domain, std::string_view message) {
  std::string framed(domain);
  framed.push_back('\0');
  return framed.append(message);
}

}  // namespace

struct Certificate::Chain {
  std::vector<openssl::X509Ptr> certificates;  // the first is the one that speaks

  X509* leaf() const { return certificates.front().get(); }
};

Certificate::Certificate(std::shared_ptr<const Chain> chain)
    : chain_(std::move(chain)),
      name_(NameOf(chain_->leaf())),
      not_before_(SecondsOf(X509_get0_notBefore(chain_->leaf()))),
      not_after_(SecondsOf(X509_get0_notAfter(chain_->leaf()))) {}

absl::StatusOr<Certificate> Certificate::FromPem(std::string_view pem) {
  const openssl::Bio bio = openssl::BioOf(pem);
  auto chain = std::make_shared<Chain>();
  while (chain->certificates.size() <= kChainMax) {
    openssl::X509Ptr next(PEM_read_bio_X509(bio.get(), nullptr, NoPassphrase, nullptr));
    if (next == nullptr) break;
    chain->certificates.push_back(std::move(next));
  }
  ERR_clear_error();
  if (chain->certificates.empty()) return InvalidArgument("holds no certificate in PEM");
  return Certificate(std::move(chain));
}

absl::Status Certificate::CheckKey(std::string_view key_pem) const {
  const openssl::Key key = ReadKey(key_pem);
  if (key == nullptr) return FailedPrecondition("holds no private key in PEM without a passphrase");
  const bool fits = X509_check_private_key(chain_->leaf(), key.get()) == 1;
  ERR_clear_error();
  if (!fits) return FailedPrecondition("is not the key of the certificate");
  return absl::OkStatus();
}

absl::Status Certificate::CheckIssuer(std::string_view ca_pem) const {
  const openssl::Store store(X509_STORE_new());
  const openssl::Bio bio = openssl::BioOf(ca_pem);
  int authorities = 0;
  while (const openssl::X509Ptr ca{PEM_read_bio_X509(bio.get(), nullptr, NoPassphrase, nullptr)}) {
    X509_STORE_add_cert(store.get(), ca.get());
    ++authorities;
  }
  if (authorities == 0) return InvalidArgument("holds no certificate of an authority in PEM");
  STACK_OF(X509)* const between = sk_X509_new_null();
  for (size_t i = 1; i < chain_->certificates.size(); ++i)
    sk_X509_push(between, chain_->certificates[i].get());
  const openssl::StoreContext context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), chain_->leaf(), between);
  X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(context.get()), X509_V_FLAG_NO_CHECK_TIME);
  const bool issued = X509_verify_cert(context.get()) == 1;
  const std::string why = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
  sk_X509_free(between);
  ERR_clear_error();
  if (!issued) return FailedPrecondition("is not issued by this authority: {}", why);
  return absl::OkStatus();
}

bool Certificate::Verify(std::string_view domain, std::string_view message,
                         std::string_view signature) const {
  EVP_PKEY* const key = X509_get0_pubkey(chain_->leaf());
  if (key == nullptr) return false;
  const std::string text = Framed(domain, message);
  const std::string_view framed = text;
  const openssl::DigestContext context(EVP_MD_CTX_new());
  const bool holds =
      EVP_DigestVerifyInit(context.get(), nullptr, DigestFor(key), nullptr, key) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(framed),
                       framed.size()) == 1;
  ERR_clear_error();
  return holds;
}

absl::StatusOr<std::string> SignWithKey(std::string_view key_pem, std::string_view domain,
                                        std::string_view message) {
  const openssl::Key key = ReadKey(key_pem);
  if (key == nullptr) return FailedPrecondition("holds no private key in PEM without a passphrase");
  const std::string framed = Framed(domain, message);
  const std::string_view text = framed;
  const openssl::DigestContext context(EVP_MD_CTX_new());
  size_t size = 0;
  std::string signature;
  const bool begun =
      EVP_DigestSignInit(context.get(), nullptr, DigestFor(key.get()), nullptr, key.get()) == 1 &&
      EVP_DigestSign(context.get(), nullptr, &size, Bytes(text), text.size()) == 1;
  signature.resize(size);
  const bool ended = begun && EVP_DigestSign(context.get(), Bytes(signature), &size, Bytes(text),
                                             text.size()) == 1;
  ERR_clear_error();
  if (!ended) return Internal("signature: cannot be made");
  signature.resize(size);
  return signature;
}

}  // namespace lienthong
