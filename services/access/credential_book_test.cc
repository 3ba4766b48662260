#include "services/access/credential_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lienthong::access {
namespace {

using testing::HasSubstr;

constexpr int64_t kNow = 1'790'000'000'000;
constexpr int64_t kDay = 86'400'000;

v1::CreateCredentialRequest Wish(const std::string& name = "igate") {
  v1::CreateCredentialRequest request;
  request.set_name(name);
  request.add_roles(v1::ROLE_SUBMIT);
  request.mutable_scope()->add_units("H44.1");
  request.set_days(30);
  return request;
}

NewCredential Make(const v1::CreateCredentialRequest& request) {
  return *MakeCredential(request, kNow);
}

absl::Status Refusal(const v1::CreateCredentialRequest& request) {
  return MakeCredential(request, kNow).status();
}

TEST(CredentialBookTest, ATokenIsItsOwner) {
  const NewCredential made = Make(Wish());
  const CredentialBook book({made.row});

  const auto caller = book.FindToken(made.token, kNow);

  ASSERT_TRUE(caller.ok());
  EXPECT_EQ(caller->kind, Caller::Kind::kToken);
  EXPECT_EQ(caller->name, "igate");
  EXPECT_EQ(caller->roles, std::vector{v1::ROLE_SUBMIT});
  EXPECT_EQ(caller->scope.ToString(), "H44.1");
}

TEST(CredentialBookTest, TheSecretIsNotAtRest) {
  const NewCredential made = Make(Wish());
  const std::string secret = made.token.substr(made.token.rfind('.') + 1);

  EXPECT_EQ(secret.size(), 43u);
  EXPECT_THAT(made.row.SerializeAsString(), testing::Not(HasSubstr(secret)));
  EXPECT_NE(Make(Wish()).token, made.token);
}

TEST(CredentialBookTest, NothingElseIsAToken) {
  const NewCredential made = Make(Wish());
  const NewCredential other = Make(Wish());
  const CredentialBook book({made.row, other.row});
  const std::string id = made.row.credential().id();
  std::string changed = made.token;
  changed.back() = changed.back() == 'A' ? 'B' : 'A';

  for (const std::string& token :
       {std::string(), std::string("lt1."), "lt1." + id, "lt1." + id + ".", changed,
        made.token + "x", made.token.substr(0, made.token.size() - 1), "lt2" + made.token.substr(3),
        "lt1." + id + other.token.substr(other.token.rfind('.')), std::string(5000, 'x')}) {
    EXPECT_EQ(book.FindToken(token, kNow).status().code(), absl::StatusCode::kUnauthenticated)
        << token;
  }
}

TEST(CredentialBookTest, ATokenEndsWithItsDays) {
  const NewCredential made = Make(Wish());
  const CredentialBook book({made.row});

  EXPECT_TRUE(book.FindToken(made.token, kNow + 30 * kDay - 1).ok());
  EXPECT_THAT(MessageOf(book.FindToken(made.token, kNow + 30 * kDay).status()),
              HasSubstr("expired"));
}

TEST(CredentialBookTest, ATokenEndsWhenItIsRevoked) {
  NewCredential made = Make(Wish());
  CredentialBook book({made.row});
  made.row.mutable_credential()->set_revoked_ms(kNow);

  book.Take(made.row);

  EXPECT_THAT(MessageOf(book.FindToken(made.token, kNow).status()), HasSubstr("revoked"));
  EXPECT_EQ(book.List().size(), 1u);
}

TEST(CredentialBookTest, ACertificateHasTheRightsOfItsName) {
  v1::CreateCredentialRequest request = Wish("onecua-1");
  request.set_certificate(true);
  request.set_days(0);
  NewCredential made = Make(request);
  CredentialBook book({made.row});

  EXPECT_TRUE(made.token.empty());
  EXPECT_TRUE(book.FindCertificate("onecua-1", kNow).Has(v1::ROLE_SUBMIT));
  EXPECT_TRUE(book.FindCertificate("onecua-2", kNow).roles.empty());
  // Its id with an empty secret opens nothing.
  EXPECT_FALSE(book.FindToken("lt1." + made.row.credential().id() + ".", kNow).ok());
  made.row.mutable_credential()->set_revoked_ms(kNow);
  book.Take(made.row);
  EXPECT_TRUE(book.FindCertificate("onecua-1", kNow).roles.empty());
}

TEST(CredentialBookTest, ATokenIsNoCertificate) {
  const CredentialBook book({Make(Wish("igate")).row});

  EXPECT_TRUE(book.FindCertificate("igate", kNow).roles.empty());
}

TEST(MakeCredentialTest, NamesTheFieldAtFault) {
  v1::CreateCredentialRequest no_name = Wish("");
  v1::CreateCredentialRequest no_roles = Wish();
  no_roles.clear_roles();
  v1::CreateCredentialRequest twice = Wish();
  twice.add_roles(v1::ROLE_SUBMIT);
  v1::CreateCredentialRequest no_scope = Wish();
  no_scope.clear_scope();
  v1::CreateCredentialRequest both = Wish();
  both.mutable_scope()->set_every_unit(true);
  v1::CreateCredentialRequest for_ever = Wish();
  for_ever.set_days(0);
  v1::CreateCredentialRequest long_code = Wish();
  long_code.mutable_scope()->add_units(std::string(65, 'H'));

  EXPECT_THAT(MessageOf(Refusal(no_name)), HasSubstr("name:"));
  EXPECT_THAT(MessageOf(Refusal(no_roles)), HasSubstr("roles:"));
  EXPECT_THAT(MessageOf(Refusal(twice)), HasSubstr("roles:"));
  EXPECT_THAT(MessageOf(Refusal(no_scope)), HasSubstr("scope:"));
  EXPECT_THAT(MessageOf(Refusal(both)), HasSubstr("scope:"));
  EXPECT_THAT(MessageOf(Refusal(for_ever)), HasSubstr("days:"));
  EXPECT_THAT(MessageOf(Refusal(long_code)), HasSubstr("scope:"));
}

TEST(MakeCredentialTest, AnAdministratorNeedsNoUnits) {
  v1::CreateCredentialRequest request;
  request.set_name("quan-tri");
  request.add_roles(v1::ROLE_ADMINISTER);
  request.set_days(1);

  EXPECT_EQ(Refusal(request), absl::OkStatus());
}

}  // namespace
}  // namespace lienthong::access
