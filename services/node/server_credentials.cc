#include "services/node/server_credentials.h"

#include <grpc/grpc_security.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <cstdlib>
#include <deque>

namespace lienthong::node {
namespace {

std::string_view TextOf(const grpc_slice& slice) {
  return {reinterpret_cast<const char*>(GRPC_SLICE_START_PTR(slice)), GRPC_SLICE_LENGTH(slice)};
}

std::string_view PropertyOf(const grpc_auth_context* context, const char* name) {
  grpc_auth_property_iterator found = grpc_auth_context_find_properties_by_name(context, name);
  const grpc_auth_property* const property = grpc_auth_property_iterator_next(&found);
  return property == nullptr ? std::string_view()
                             : std::string_view(property->value, property->value_length);
}

Knock KnockOf(const grpc_auth_context* context, const grpc_metadata* metadata, size_t count) {
  Knock knock;
  for (size_t i = 0; i < count; ++i) {
    const std::string_view key = TextOf(metadata[i].key);
    if (key == ":path") knock.method = TextOf(metadata[i].value);
    if (key == "authorization") knock.authorization = TextOf(metadata[i].value);
  }
  knock.tls = PropertyOf(context, GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME) ==
              GRPC_SSL_TRANSPORT_SECURITY_TYPE;
  // Present only when the certificate holds exactly one URI name.
  knock.peer_uri = PropertyOf(context, GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
  return knock;
}

// gRPC's view of the doorman.
void Process(void* state, grpc_auth_context* context, const grpc_metadata* metadata, size_t count,
             grpc_process_auth_metadata_done_cb done, void* user_data) {
  Doorman& doorman = *static_cast<Doorman*>(state);
  const absl::Status status = doorman.Judge(KnockOf(context, metadata, count));
  done(user_data, nullptr, 0, nullptr, 0, static_cast<grpc_status_code>(status.code()),
       status.ok() ? nullptr : MessageOf(status).c_str());
}

// What gRPC is given: its own object for the port, and the doorman in front.
class PortCredentials final : public grpc::ServerCredentials {
 public:
  PortCredentials(grpc_server_credentials* owned, Doorman& doorman) : credentials_(owned) {
    grpc_server_credentials_set_auth_metadata_processor(
        credentials_, {.process = Process, .destroy = [](void*) {}, .state = &doorman});
  }
  ~PortCredentials() override { grpc_server_credentials_release(credentials_); }

  // The doorman stands there already.
  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  grpc_server_credentials* const credentials_;
};

// What one port last handed to gRPC.
struct Fetcher {
  TlsFiles& files;
  std::mutex mutex;
  uint64_t generation = 0;
};

// Fetchers live as long as the process: gRPC asks them without saying when it last did.
Fetcher& NewFetcher(TlsFiles& files) {
  static std::deque<Fetcher>& all = *new std::deque<Fetcher>;
  static std::mutex& mutex = *new std::mutex;
  const std::lock_guard lock(mutex);
  return all.emplace_back(files);
}

// Called before each handshake.
grpc_ssl_certificate_config_reload_status Fetch(void* user_data,
                                                grpc_ssl_server_certificate_config** config) {
  Fetcher& fetcher = *static_cast<Fetcher*>(user_data);
  const std::shared_ptr<const TlsFiles::Material> material = fetcher.files.Current();
  const std::lock_guard lock(fetcher.mutex);
  if (material->generation == fetcher.generation)
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
  fetcher.generation = material->generation;
  const grpc_ssl_pem_key_cert_pair pair{material->key_pem.c_str(),
                                        material->certificate_pem.c_str()};
  *config = grpc_ssl_server_certificate_config_create(material->ca_pem.c_str(), &pair, 1);
  return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
}

// Lets a server's certificate pass that names the wanted node; the authority was verified.
class NodeVerifier final : public grpc::experimental::ExternalCertificateVerifier {
 public:
  explicit NodeVerifier(std::string uri) : uri_(std::move(uri)) {}

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)>, grpc::Status* status) override {
    const std::vector<grpc::string_ref> names = request->uri_names();
    if (names.size() != 1 || names.front() != uri_) {
      *status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED,
                             fmt::format("the certificate does not name {}", uri_));
    }
    return true;
  }
  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::string uri_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> TlsServerCredentials(TlsFiles& files, Doorman& doorman) {
  grpc_ssl_server_credentials_options* const options =
      grpc_ssl_server_credentials_create_options_using_config_fetcher(
          GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY, Fetch, &NewFetcher(files));
  return std::make_shared<PortCredentials>(grpc_ssl_server_credentials_create_with_options(options),
                                           doorman);
}

std::shared_ptr<grpc::ServerCredentials> LoopbackServerCredentials(Doorman& doorman) {
  return std::make_shared<PortCredentials>(grpc_local_server_credentials_create(LOCAL_TCP),
                                           doorman);
}

// gRPC 1.51 always offers TLS 1.2 and has no setting against it, but its cipher suites can be
// chosen. The one named here wants a key that both sides agreed on beforehand, which nobody has.
// Suites of TLS 1.3 are apart from that list.
void RequireTls13() { setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES256-GCM-SHA384", 1); }

std::shared_ptr<grpc::ChannelCredentials> ParentCredentials(const TlsFiles::Material& material,
                                                            const std::string& parent) {
  namespace tls = grpc::experimental;
  const PeerName wanted{PeerName::Kind::kNode, material.name().tree, parent};
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(std::make_shared<tls::StaticDataCertificateProvider>(
      material.ca_pem,
      std::vector<tls::IdentityKeyCertPair>{{material.key_pem, material.certificate_pem}}));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<NodeVerifier>(wanted.ToUri()));
  options.set_check_call_host(false);
  return tls::TlsCredentials(options);
}

}  // namespace lienthong::node
