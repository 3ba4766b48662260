#include "clients/cli/connection.h"

#include <grpcpp/support/client_interceptor.h>

#include <chrono>
#include <utility>
#include <vector>

#include "clients/cli/files.h"
#include "clients/cli/messages.h"
#include "storage/base/secret_file.h"

namespace lienthong::cli {

namespace {

// Adds the token to each call of a channel.
class TokenBearer final : public grpc::experimental::Interceptor {
 public:
  explicit TokenBearer(const std::string& token) : token_(token) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    using grpc::experimental::InterceptionHookPoints;
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_INITIAL_METADATA))
      methods->GetSendInitialMetadata()->emplace("authorization", "Bearer " + token_);
    methods->Proceed();
  }

 private:
  const std::string token_;
};

class TokenBearers final : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  explicit TokenBearers(std::string token) : token_(std::move(token)) {}

  grpc::experimental::Interceptor* CreateClientInterceptor(
      grpc::experimental::ClientRpcInfo*) override {
    return new TokenBearer(token_);
  }

 private:
  const std::string token_;
};

std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const Security& security) {
  if (security.ca.empty()) return grpc::InsecureChannelCredentials();
  // gRPC offers TLS 1.2, too; a node answers 1.3 only.
  return grpc::SslCredentials({.pem_root_certs = security.ca,
                               .pem_private_key = security.key,
                               .pem_cert_chain = security.certificate});
}

bool IsOnThisMachine(std::string_view address) {
  return address.starts_with("127.") || address.starts_with("localhost:") ||
         address.starts_with("[::1]:");
}

// The option, else the variable.
void FallBack(std::string& option, const GetEnvironment& environment, const char* variable) {
  if (option.empty()) option = environment(variable);
}

// Into `content`, when there is a `path`; false after saying why not.
bool ReadInto(const Context& context, const std::string& path, std::string& content) {
  if (path.empty()) return true;
  auto read = ReadWholeFile(context, path);
  if (!read.has_value()) return false;
  content = *std::move(read);
  return true;
}

bool ReadSecretInto(const Context& context, const std::string& path, std::string& content) {
  if (path.empty()) return true;
  auto read = ReadSecretFile(path);
  if (!read.ok()) {
    FailUsage(context, messages::kSecretFile, MessageOf(read.status()));
    return false;
  }
  content = *std::move(read);
  return true;
}

// What gRPC and OpenSSL say of a line that does not come up, in words for people; null: nothing
// that is known here.
const Message* ExplainLine(const Context& context, const std::string& why) {
  const auto says = [&](const char* text) { return why.find(text) != std::string::npos; };
  if (says("Hostname Verification") || says("hostname")) return &messages::kTlsWrongHost;
  if (says("CERTIFICATE_VERIFY_FAILED") || says("certificate verify failed"))
    return &messages::kTlsUnknownNode;
  if (says("WRONG_VERSION_NUMBER") || says("wrong version number"))
    return &messages::kTlsNodeIsPlain;
  if (says("Ssl handshake failed") || says("SSL_ERROR")) return &messages::kTlsFailed;
  const bool closed = says("Socket closed") || says("Connection reset");
  if (closed && context.security.ca.empty()) return &messages::kTlsNodeWantsTls;
  if (closed && !context.security.certificate.empty()) return &messages::kTlsOwnRefused;
  return nullptr;
}

}  // namespace

bool ReadSecurity(SecurityOptions options, const GetEnvironment& environment, Context& context) {
  FallBack(options.ca_file, environment, "LIENTHONG_CA");
  FallBack(options.certificate_file, environment, "LIENTHONG_CERT");
  FallBack(options.key_file, environment, "LIENTHONG_KEY");
  // A token of the command line wins over a file of the environment, and the other way round.
  if (options.token.empty() && options.token_file.empty()) {
    FallBack(options.token, environment, "LIENTHONG_TOKEN");
    FallBack(options.token_file, environment, "LIENTHONG_TOKEN_FILE");
  }
  Security& security = context.security;
  security.token = options.token;
  if (!options.token.empty() && !options.token_file.empty()) {
    FailUsage(context, messages::kTwoTokens);
    return false;
  }
  if (options.certificate_file.empty() != options.key_file.empty()) {
    FailUsage(context, messages::kCertificateNeedsKey);
    return false;
  }
  if (options.ca_file.empty() && !options.certificate_file.empty()) {
    FailUsage(context, messages::kCertificateNeedsCa);
    return false;
  }
  const bool read = ReadInto(context, options.ca_file, security.ca) &&
                    ReadInto(context, options.certificate_file, security.certificate) &&
                    ReadSecretInto(context, options.key_file, security.key) &&
                    ReadSecretInto(context, options.token_file, security.token);
  if (!read) return false;
  security.token.erase(security.token.find_last_not_of("\r\n ") + 1);
  return KeepsTokenSecret(context);
}

bool KeepsTokenSecret(const Context& context) {
  const Security& security = context.security;
  if (security.token.empty() || !security.ca.empty() || IsOnThisMachine(context.node)) return true;
  FailUsage(context, messages::kTokenInTheOpen, context.node);
  return false;
}

std::shared_ptr<grpc::Channel> OpenChannel(const Context& context) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kAnswerBytesMax);
  // Nodes are spoken to directly: a proxy of the environment is for the web.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // gRPC's own pause between connection attempts grows to two minutes, longer than
  // anybody waits for a restarting node.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> interceptors;
  if (!context.security.token.empty())
    interceptors.push_back(std::make_unique<TokenBearers>(context.security.token));
  return grpc::experimental::CreateCustomChannelWithInterceptors(
      context.node, CredentialsOf(context.security), arguments, std::move(interceptors));
}

void SetDeadline(const Context& context, grpc::ClientContext& call) {
  call.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(context.timeout));
}

ExitCode ExitCodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return ExitCode::kDone;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::ABORTED:
      return ExitCode::kUnavailable;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::DATA_LOSS:
      return ExitCode::kRefused;
    default:
      return ExitCode::kInternal;
  }
}

ExitCode FailCall(const Context& context, std::string_view what, std::string_view which,
                  const grpc::Status& status) {
  const ExitCode code = ExitCodeOf(status.error_code());
  const std::string why = status.error_message();
  if (code == ExitCode::kUnavailable) {
    const Message* const explained = ExplainLine(context, why);
    Fail(context, code, Say(context.language, messages::kUnavailable, context.node, why));
    if (explained != nullptr) Fail(context, code, Say(context.language, *explained));
    return code;
  }
  Fail(context, code, fmt::format("{}, {}: {}", what, which, why));
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED)
    Fail(context, code, Say(context.language, messages::kUnauthenticated));
  if (status.error_code() == grpc::StatusCode::PERMISSION_DENIED)
    Fail(context, code, Say(context.language, messages::kForbidden));
  return code;
}

}  // namespace lienthong::cli
