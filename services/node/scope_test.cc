// Every rpc that reads a unit asks for the caller's scope, whoever wrote it: a node is asked
// for a unit that is not the token's, through each of them.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "lienthong/v1/admin.grpc.pb.h"
#include "lienthong/v1/reference.grpc.pb.h"
#include "services/access/rules.h"
#include "services/node/config.h"
#include "services/node/console.h"
#include "services/node/node.h"

namespace lienthong::node {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

class ScopeTest : public testing::Test {
 protected:
  ScopeTest() {
    std::string name = testing::TempDir() + "lienthong-scope-XXXXXX";
    folder_ = mkdtemp(name.data());
    const v1::NodeConfig config =
        *ParseConfig("node: root\ndata_dir: " + folder_ +
                         "/data\nlisten: 127.0.0.1:0\nplaintext_on_loopback: true\n"
                         "require_tokens: true\n",
                     "node.yaml");
    administrator_ = *NewAdministrator(config, "test");
    node_ = *Node::Start(config);
    channel_ = grpc::CreateChannel(node_->grpc_address(), grpc::InsecureChannelCredentials());
    ImportUnits({"H99", "H99.1", "H99.2"});
  }
  ~ScopeTest() override {
    node_.reset();
    std::filesystem::remove_all(folder_);
  }

  static void Bear(const std::string& token, grpc::ClientContext& context) {
    context.AddMetadata("authorization", "Bearer " + token);
  }

  void ImportUnits(const std::vector<std::string>& codes) {
    lienthong::v1::ImportReferenceRequest request;
    for (const std::string& code : codes) {
      lienthong::v1::UnitRow& row = *request.add_rows()->mutable_unit();
      row.set_code(code);
      row.set_name("Unit " + code);
      row.set_type(code == "H99" ? "province" : "commune");
      if (code != "H99") row.set_parent("H99");
    }
    grpc::ClientContext context;
    Bear(administrator_, context);
    lienthong::v1::ImportReferenceResponse response;
    const grpc::Status status = lienthong::v1::ReferenceService::NewStub(channel_)->ImportReference(
        &context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  std::string TokenFor(const std::string& unit) {
    lienthong::v1::CreateCredentialRequest request;
    request.set_name("reader");
    request.add_roles(lienthong::v1::ROLE_READ);
    request.mutable_scope()->add_units(unit);
    request.set_days(1);
    grpc::ClientContext context;
    Bear(administrator_, context);
    lienthong::v1::CreateCredentialResponse response;
    const grpc::Status status = lienthong::v1::AdminService::NewStub(channel_)->CreateCredential(
        &context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.token();
  }

  // Whatever the method is.
  grpc::Status Call(const std::string& method, const Message& request, const std::string& token) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    Bear(token, context);
    const std::string bytes = request.SerializeAsString();
    const grpc::Slice slice(bytes.data(), bytes.size());
    const grpc::ByteBuffer sent(&slice, 1);
    grpc::ByteBuffer received;
    grpc::CompletionQueue queue;
    grpc::Status status;
    const auto call = stub.PrepareUnaryCall(&context, method, sent, &queue);
    call->StartCall();
    call->Finish(&received, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return status;
  }

  std::string folder_;
  std::string administrator_;
  std::unique_ptr<Node> node_;
  std::shared_ptr<grpc::Channel> channel_;
};

// The method's descriptor; null for one of gRPC's own.
const MethodDescriptor* Describe(std::string_view path) {
  std::string name(path.substr(1));
  std::replace(name.begin(), name.end(), '/', '.');
  return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
}

void SetText(const char* name, const std::string& value, Message& message) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  if (field != nullptr && field->type() == FieldDescriptor::TYPE_STRING)
    message.GetReflection()->SetString(&message, field, value);
}

TEST_F(ScopeTest, NoRpcReadsAUnitOutsideTheScope) {
  const std::string token = TokenFor("H99.1");
  google::protobuf::DynamicMessageFactory factory;
  int asked = 0;
  for (const access::Rule& rule : access::Rules()) {
    const MethodDescriptor* const method = Describe(rule.method);
    const bool reads = std::find(rule.roles.begin(), rule.roles.end(), lienthong::v1::ROLE_READ) !=
                       rule.roles.end();
    if (!reads || method == nullptr || method->input_type()->FindFieldByName("unit") == nullptr ||
        method->full_name() == "lienthong.v1.ReferenceService.ListUnits") {  // is no secret
      continue;
    }
    const std::unique_ptr<Message> request(factory.GetPrototype(method->input_type())->New());
    SetText("from", "2026-08-01", *request);
    SetText("to", "2026-08-31", *request);
    const auto code = [&](const std::string& unit) {
      SetText("unit", unit, *request);
      return Call(std::string(rule.method), *request, token).error_code();
    };
    if (code("H99.2") == grpc::StatusCode::UNIMPLEMENTED) continue;  // not served yet
    EXPECT_EQ(code("H99.2"), grpc::StatusCode::PERMISSION_DENIED) << rule.method;
    EXPECT_EQ(code("H99"), grpc::StatusCode::PERMISSION_DENIED) << rule.method;
    EXPECT_NE(code("H99.1"), grpc::StatusCode::PERMISSION_DENIED) << rule.method;
    ++asked;
  }

  EXPECT_GE(asked, 4);
}

}  // namespace
}  // namespace lienthong::node
