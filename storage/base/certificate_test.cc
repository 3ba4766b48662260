#include "storage/base/certificate.h"

#include <gtest/gtest.h>

#include "storage/base/authority.h"

namespace lienthong {
namespace {

constexpr int64_t kFrom = 1'790'000'000;
constexpr char kDomain[] = "lienthong.test.v1";

Authority AuthorityOf(const std::string& tree) {
  return *Authority::Make(tree, {.from = kFrom, .days = 3650});
}

Issued IssueNode(const Authority& authority, const std::string& name = "h44-1") {
  return *authority.IssueWithKey({.peer = {PeerName::Kind::kNode, authority.tree(), name},
                                  .hosts = {"h44-1.example", "10.0.0.7", "::1"},
                                  .validity = {.from = kFrom, .days = 30}});
}

Certificate Read(const std::string& pem) { return *Certificate::FromPem(pem); }

TEST(PeerNameTest, IsWhatItWrites) {
  const PeerName node{PeerName::Kind::kNode, "h44", "h44-1"};
  const PeerName client{PeerName::Kind::kClient, "phu-tho.vn", "igate_2"};

  EXPECT_EQ(node.ToUri(), "spiffe://lienthong/h44/node/h44-1");
  EXPECT_EQ(PeerName::FromUri(node.ToUri()), node);
  EXPECT_EQ(PeerName::FromUri(client.ToUri()), client);
}

TEST(PeerNameTest, AnythingElseIsNoName) {
  for (const char* uri : {"", "h44-1", "spiffe://lienthong/", "spiffe://lienthong/h44",
                          "spiffe://lienthong/h44/node", "spiffe://lienthong/h44/node/",
                          "spiffe://lienthong/h44/node/a/b", "spiffe://lienthong/h44/node/H44",
                          "spiffe://lienthong/h44/node/a_b", "spiffe://lienthong/h44/desk/a",
                          "spiffe://lienthong//node/a", "spiffe://elsewhere/h44/node/a",
                          "https://lienthong/h44/node/a", "spiffe://lienthong/h44/node/a?b"}) {
    EXPECT_FALSE(PeerName::FromUri(uri).has_value()) << uri;
  }
  EXPECT_FALSE(IsNodeName(std::string(64, 'a')));
}

TEST(CertificateTest, TellsWhomItNamesAndHowLongItHolds) {
  const Certificate certificate = Read(IssueNode(AuthorityOf("h44")).certificate);

  EXPECT_EQ(certificate.name(), (PeerName{PeerName::Kind::kNode, "h44", "h44-1"}));
  EXPECT_EQ(certificate.not_before(), kFrom - kValidityMarginSeconds);
  EXPECT_EQ(certificate.not_after(), kFrom + 30 * 86'400);
}

TEST(CertificateTest, AKeyOfAnotherIsNoticed) {
  const Authority authority = AuthorityOf("h44");
  const Issued one = IssueNode(authority, "one");
  const Issued other = IssueNode(authority, "other");

  EXPECT_EQ(Read(one.certificate).CheckKey(one.key), absl::OkStatus());
  EXPECT_FALSE(Read(one.certificate).CheckKey(other.key).ok());
  EXPECT_FALSE(Read(one.certificate).CheckKey("no key").ok());
}

TEST(CertificateTest, AnAuthorityKnowsItsOwnWhateverTheTime) {
  const Authority long_ago = *Authority::Make("h44", {.from = 1'000'000, .days = 1});
  const Certificate expired = Read(IssueNode(long_ago).certificate);

  EXPECT_EQ(expired.CheckIssuer(long_ago.CertificateToPem()), absl::OkStatus());
  EXPECT_FALSE(expired.CheckIssuer(AuthorityOf("h44").CertificateToPem()).ok());
  EXPECT_FALSE(expired.CheckIssuer("no certificate").ok());
}

TEST(CertificateTest, AnIssuedCertificateIssuesNothing) {
  const Authority authority = AuthorityOf("h44");
  const Issued node = IssueNode(authority);

  EXPECT_FALSE(Authority::FromPem(node.certificate, node.key, "").ok());
  EXPECT_FALSE(Read(IssueNode(authority, "other").certificate).CheckIssuer(node.certificate).ok());
}

TEST(CertificateTest, WhatItsKeySignedIsKnown) {
  const Issued node = IssueNode(AuthorityOf("h44"));
  const Certificate certificate = Read(node.certificate);
  const std::string signature = *SignWithKey(node.key, kDomain, "key");

  EXPECT_TRUE(certificate.Verify(kDomain, "key", signature));
  EXPECT_FALSE(certificate.Verify(kDomain, "another", signature));
  EXPECT_FALSE(certificate.Verify("lienthong.other.v1", "key", signature));
  EXPECT_FALSE(certificate.Verify(kDomain, "key", ""));
  EXPECT_FALSE(SignWithKey("no key", kDomain, "key").ok());
}

TEST(CertificateTest, DamagedBytesAreNoCertificate) {
  const std::string pem = IssueNode(AuthorityOf("h44")).certificate;

  EXPECT_FALSE(Certificate::FromPem("").ok());
  for (size_t i = 0; i < pem.size(); i += 7) {
    std::string damaged = pem;
    damaged[i] = '\x01';
    Certificate::FromPem(damaged).status().IgnoreError();  // whatever it says, it lives
  }
}

TEST(AuthorityTest, ComesBackWithItsPassphraseOnly) {
  const Authority authority = AuthorityOf("h44");
  const std::string key = *authority.KeyToPem("quả cam vàng");

  const auto again = Authority::FromPem(authority.CertificateToPem(), key, "quả cam vàng");

  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->tree(), "h44");
  EXPECT_EQ(Read(IssueNode(*again).certificate).CheckIssuer(authority.CertificateToPem()),
            absl::OkStatus());
  EXPECT_FALSE(Authority::FromPem(authority.CertificateToPem(), key, "quả cam").ok());
  EXPECT_FALSE(Authority::FromPem(AuthorityOf("h44").CertificateToPem(), key, "quả cam vàng").ok());
  EXPECT_FALSE(authority.KeyToPem("").ok());
  EXPECT_NE(key.find("ENCRYPTED"), std::string::npos);
}

TEST(AuthorityTest, RenewsForTheSameKeyNameAndHosts) {
  const Authority authority = AuthorityOf("h44");
  const Issued node = IssueNode(authority);

  const auto pem = authority.Renew(node.certificate, {.from = kFrom + 86'400 * 29, .days = 90});

  ASSERT_TRUE(pem.ok());
  const Certificate renewed = Read(*pem);
  EXPECT_EQ(renewed.CheckKey(node.key), absl::OkStatus());
  EXPECT_EQ(renewed.CheckIssuer(authority.CertificateToPem()), absl::OkStatus());
  EXPECT_EQ(renewed.name(), Read(node.certificate).name());
  EXPECT_EQ(renewed.not_after(), kFrom + 86'400 * 119);
  EXPECT_FALSE(AuthorityOf("h44").Renew(node.certificate, {.from = kFrom, .days = 1}).ok());
}

TEST(AuthorityTest, RefusesWhatIsNoName) {
  const Authority authority = AuthorityOf("h44");
  const auto status_of = [&](const CertificateRequest& request) {
    return authority.IssueWithKey(request).status().code();
  };
  const PeerName node{PeerName::Kind::kNode, "h44", "h44-1"};

  EXPECT_EQ(status_of({{PeerName::Kind::kNode, "h45", "a"}, {}, {kFrom, 1}}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status_of({{PeerName::Kind::kNode, "h44", "A"}, {}, {kFrom, 1}}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status_of({node, {"a,URI:spiffe://lienthong/h44/node/b"}, {kFrom, 1}}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status_of({node, {}, {kFrom, 0}}), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(Authority::Make("H 44", {kFrom, 1}).ok());
}

}  // namespace
}  // namespace lienthong
