// What a configuration says about TLS.
#include <gtest/gtest.h>

#include "services/node/config.h"

namespace lienthong::node {
namespace {

const std::string kHead = "node: h44-19\ndata_dir: /var/lib/lienthong\n";
const std::string kTls =
    "tls: {certificate: /etc/lt/node.pem, key: /etc/lt/node.key, ca: /etc/lt/ca.pem}\n";

std::string FaultsOf(const std::string& lines) {
  const auto config = ParseConfig(kHead + lines, "node.yaml");
  return config.ok() ? "" : MessageOf(config.status());
}

TEST(TlsConfigTest, WithTlsAnyAddressIsServedAndCalled) {
  const auto config = ParseConfig(kHead + "listen: 0.0.0.0:7000\n" + kTls +
                                      "parent: {address: 'h44.example.vn:7000', node: h44}\n",
                                  "node.yaml");

  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->tls().connection_seconds_max(), 3600u);
}

TEST(TlsConfigTest, AllThreeFilesAreNeeded) {
  EXPECT_EQ(FaultsOf("listen: 0.0.0.0:7000\ntls: {certificate: a}\n"),
            "node.yaml:4: key \"tls.key\": missing\nnode.yaml:4: key \"tls.ca\": missing");
}

TEST(TlsConfigTest, TheParentHasAName) {
  EXPECT_EQ(FaultsOf("listen: 0.0.0.0:7000\n" + kTls + "parent: {address: 'a:1'}\n"),
            "node.yaml:5: key \"parent.node\": with \"tls\" expected the parent's name, which its "
            "certificate names");
  EXPECT_NE(FaultsOf("listen: 0.0.0.0:7000\n" + kTls + "parent: {address: 'a:1', node: H44}\n"),
            "");
}

TEST(TlsConfigTest, PlaintextBesideTlsIsAskedForTwiceAndStaysOnTheMachine) {
  const std::string tls = "listen: 0.0.0.0:7000\n" + kTls;

  EXPECT_EQ(FaultsOf(tls + "plaintext_on_loopback: true\nlisten_plaintext: 127.0.0.1:7001\n"), "");
  EXPECT_EQ(FaultsOf(tls + "listen_plaintext: 127.0.0.1:7001\n"),
            "node.yaml:5: key \"listen_plaintext\": needs \"plaintext_on_loopback: true\"");
  EXPECT_EQ(FaultsOf(tls + "plaintext_on_loopback: true\n"),
            "node.yaml:5: key \"plaintext_on_loopback\": beside \"tls\" it opens nothing without "
            "\"listen_plaintext\"");
  EXPECT_EQ(FaultsOf(tls + "plaintext_on_loopback: true\nlisten_plaintext: 10.0.0.1:7001\n"),
            "node.yaml:6: key \"listen_plaintext\": needs TLS, which it does not have: listen on a "
            "loopback address");
}

TEST(TlsConfigTest, WithoutTlsThereIsOnePort) {
  EXPECT_EQ(FaultsOf("listen: 127.0.0.1:7000\nplaintext_on_loopback: true\n"
                     "listen_plaintext: 127.0.0.1:7001\n"),
            "node.yaml:5: key \"listen_plaintext\": without \"tls\" the address is \"listen\"");
}

}  // namespace
}  // namespace lienthong::node
