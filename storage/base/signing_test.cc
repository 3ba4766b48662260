#include "storage/base/signing.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "storage/base/hash.h"
#include "storage/base/secret_file.h"

namespace lienthong {
namespace {

constexpr char kDomain[] = "lienthong.test.v1";

// A folder of its own, gone with it.
class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "lienthong-signing-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

mode_t ModeOf(const std::string& path) {
  struct stat found {};
  EXPECT_EQ(stat(path.c_str(), &found), 0);
  return found.st_mode & 0777;
}

SigningKey KeyOf(char seed) { return *SigningKey::FromSeed(std::string(32, seed)); }

TEST(SigningTest, SignsForOneMessageOneDomainAndOneKey) {
  const SigningKey key = KeyOf('a');
  const std::string signature = key.Sign(kDomain, "head");

  EXPECT_TRUE(Verify(key.public_key(), kDomain, "head", signature));
  EXPECT_FALSE(Verify(key.public_key(), kDomain, "Head", signature));
  EXPECT_FALSE(Verify(key.public_key(), "lienthong.other.v1", "head", signature));
  EXPECT_FALSE(Verify(KeyOf('b').public_key(), kDomain, "head", signature));
}

// RFC 8032, section 7.1, test 1: the seed and its public key.
TEST(SigningTest, MatchesTheStandardsExample) {
  std::string seed;
  const std::string hex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  for (size_t i = 0; i < hex.size(); i += 2)
    seed.push_back(std::stoi(hex.substr(i, 2), nullptr, 16));

  EXPECT_EQ(ToHex(SigningKey::FromSeed(seed)->public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

// Golden: signatures are on disk and on the wire for good.
TEST(SigningTest, SignaturesAreForGood) {
  EXPECT_EQ(ToHex(KeyOf('a').Sign(kDomain, "head")),
            "7102abe2685e4f059120e9cd18d4f2864fd8b9593f8b694dd76407b1a93e3c50fb05ee781f7915089ce8ac"
            "fc8c527101"
            "dd3acb03eb7f816bbfd8ae6850e07c0d");
}

TEST(SigningTest, NoBytesThatAreNoKeyOrNoSignaturePass) {
  const SigningKey key = KeyOf('a');
  const std::string signature = key.Sign(kDomain, "head");

  EXPECT_FALSE(Verify("", kDomain, "head", signature));
  EXPECT_FALSE(Verify(std::string(32, '\xff'), kDomain, "head", signature));
  EXPECT_FALSE(Verify(key.public_key(), kDomain, "head", ""));
  EXPECT_FALSE(Verify(key.public_key(), kDomain, "head", signature.substr(1) + "x"));
  EXPECT_FALSE(SigningKey::FromSeed("short").ok());
}

TEST(SigningTest, AKeyIsMadeOnceAndForItsOwnerOnly) {
  const Folder folder;
  const std::string path = folder / "keys/signing.pem";

  const std::string made = SigningKey::LoadOrMake(path)->public_key();

  EXPECT_EQ(SigningKey::LoadOrMake(path)->public_key(), made);
  EXPECT_EQ(ModeOf(path), 0600u);
  EXPECT_EQ(ModeOf(folder / "keys"), 0700u);
  EXPECT_NE(SigningKey::Generate()->public_key(), made);
}

TEST(SigningTest, AKeyThatCannotBeReadIsNotReplaced) {
  const Folder folder;
  const std::string path = folder / "signing.pem";
  ASSERT_TRUE(WriteSecretFile(path, "no key at all").ok());

  const absl::Status status = SigningKey::LoadOrMake(path).status();

  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(MessageOf(status).find(path), std::string::npos);
  EXPECT_EQ(*ReadSecretFile(path), "no key at all");
}

TEST(SecretFileTest, WhatOthersMayReadIsRefused) {
  const Folder folder;
  const std::string path = folder / "secret";
  ASSERT_TRUE(WriteSecretFile(path, "one").ok());
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);

  const absl::Status status = ReadSecretFile(path).status();

  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(MessageOf(status).find("chmod 600"), std::string::npos);
}

// As a cluster mounts it: root's, readable by the one group that the process is in.
TEST(SecretFileTest, MayBeReadThroughTheProcessOwnGroupWhereRootOwnsIt) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file to another group";
  constexpr gid_t kSomebody = 10001;
  const Folder folder;
  const std::string path = folder / "secret";
  ASSERT_TRUE(WriteSecretFile(path, "one").ok());
  ASSERT_EQ(chmod((folder / "").c_str(), 0755), 0);
  ASSERT_EQ(chown(path.c_str(), 0, kSomebody), 0);
  ASSERT_EQ(chmod(path.c_str(), 0440), 0);
  ASSERT_FALSE(ReadSecretFile(path).ok()) << "root itself has no such excuse";

  ASSERT_EQ(setegid(kSomebody), 0);
  ASSERT_EQ(seteuid(kSomebody), 0);
  const absl::StatusOr<std::string> read = ReadSecretFile(path);
  ASSERT_EQ(seteuid(0), 0);
  ASSERT_EQ(chmod(path.c_str(), 0444), 0);
  ASSERT_EQ(seteuid(kSomebody), 0);
  const absl::StatusOr<std::string> open_to_all = ReadSecretFile(path);
  ASSERT_EQ(seteuid(0), 0);
  ASSERT_EQ(setegid(0), 0);

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, "one");
  EXPECT_FALSE(open_to_all.ok());
}

TEST(SecretFileTest, ReplacesWholeAndLeavesNothingBeside) {
  const Folder folder;
  ASSERT_TRUE(WriteSecretFile(folder / "secret", "one").ok());
  ASSERT_TRUE(WriteSecretFile(folder / "secret", "another").ok());

  EXPECT_EQ(*ReadSecretFile(folder / "secret"), "another");
  EXPECT_FALSE(std::filesystem::exists(folder / "secret.new"));
}

TEST(SecretFileTest, ReadsRegularFilesOfItsSizeOnly) {
  const Folder folder;
  std::filesystem::create_directory(folder / "d");
  ASSERT_TRUE(WriteSecretFile(folder / "large", std::string(kSecretFileBytesMax + 1, 'x')).ok());

  EXPECT_EQ(ReadSecretFile(folder / "d").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadSecretFile(folder / "large").status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadSecretFile(folder / "absent").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace lienthong
