#include "services/uplink/receiver.h"

#include <gtest/gtest.h>

#include "services/uplink/packing.h"
#include "services/uplink/uplink_testing.h"

namespace lienthong::uplink {
namespace {

const OriginId kChild{"commune", 1};
const OriginId kGrandchild{"desk", 5};

class ReceiverTest : public testing::Test {
 protected:
  static v1::ReplicateRequest Hello(const std::string& node) {
    v1::ReplicateRequest request;
    request.mutable_hello()->mutable_node()->set_node(node);
    request.mutable_hello()->set_protocol(1);
    return request;
  }

  absl::StatusCode CodeOf(const v1::ReplicateRequest& request) {
    return receiver_.TakeHello(request).status().code();
  }

  absl::StatusCode CodeOf(const v1::Block& block) {
    return receiver_.TakeBlock(*Pack(block)).status().code();
  }

  TestStore parent_{"province"};
  Receiver receiver_{parent_.journal()};
};

TEST_F(ReceiverTest, ASecondHelloIsRefused) {
  EXPECT_EQ(CodeOf(Hello("commune")), absl::StatusCode::kOk);
  EXPECT_EQ(CodeOf(Hello("commune")), absl::StatusCode::kInvalidArgument);
}

TEST_F(ReceiverTest, NothingIsTakenBeforeTheHello) {
  v1::ReplicateRequest block;
  *block.mutable_block() = *Pack(v1::Block());

  EXPECT_EQ(receiver_.TakeBlock(block.block()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(block), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(v1::ReplicateRequest()), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(receiver_.hello().has_value());
}

TEST_F(ReceiverTest, AnotherProtocolIsRefused) {
  v1::ReplicateRequest request = Hello("commune");
  request.mutable_hello()->set_protocol(2);

  EXPECT_EQ(CodeOf(request), absl::StatusCode::kFailedPrecondition);
}

TEST_F(ReceiverTest, TwoNodesOfOneNameAreRefused) {
  EXPECT_EQ(CodeOf(Hello("province")), absl::StatusCode::kFailedPrecondition);
}

TEST_F(ReceiverTest, ANameIsNeitherEmptyNorLong) {
  EXPECT_EQ(CodeOf(Hello("")), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(Hello(std::string(64, 'x'))), absl::StatusCode::kInvalidArgument);
}

TEST_F(ReceiverTest, ABlockWithoutFactsOrNamesIsRefused) {
  ASSERT_EQ(CodeOf(Hello("commune")), absl::StatusCode::kOk);
  v1::Block block;
  EXPECT_EQ(CodeOf(block), absl::StatusCode::kInvalidArgument);
  v1::Run& run = *block.add_runs();
  run.mutable_origin()->set_node("commune");
  run.set_first_sequence(1);
  EXPECT_EQ(CodeOf(block), absl::StatusCode::kInvalidArgument);
  run.add_facts("fact");
  EXPECT_EQ(CodeOf(block), absl::StatusCode::kOk);
  run.set_first_sequence(0);
  EXPECT_EQ(CodeOf(block), absl::StatusCode::kInvalidArgument);
  run.set_first_sequence(1);
  run.mutable_origin()->clear_node();
  EXPECT_EQ(CodeOf(block), absl::StatusCode::kInvalidArgument);
}

TEST_F(ReceiverTest, AnswersWithWhatItsOwnStoreHolds) {
  parent_.Admit({{kChild, "one"}, {kChild, "two"}});
  v1::ReplicateRequest hello = Hello("commune");
  for (const OriginId& id : {kChild, kGrandchild}) {
    *hello.mutable_hello()->add_heads()->mutable_origin() = id.ToProto();
  }

  const v1::Resume resume = receiver_.TakeHello(hello)->resume();

  ASSERT_EQ(resume.positions_size(), 2);
  EXPECT_EQ(resume.positions(0).sequence(), 2u);
  EXPECT_EQ(resume.positions(0).hash(), BytesOf(parent_.StateOf(kChild).hash));
  EXPECT_EQ(resume.positions(1).sequence(), 0u);
  EXPECT_EQ(resume.positions(1).hash(),
            BytesOf(FirstHash(kFactChain, kGrandchild.node, kGrandchild.epoch)));
  EXPECT_GT(resume.window_bytes(), 0u);
}

TEST_F(ReceiverTest, ProgressNamesItsOrigin) {
  v1::NodeProgress progress;

  EXPECT_EQ(receiver_.CheckProgress(progress).code(), absl::StatusCode::kInvalidArgument);
  progress.mutable_origin()->set_node("commune");
  EXPECT_TRUE(receiver_.CheckProgress(progress).ok());
}

// Cumulative bytes, then a resume for the gaps alone, then what differs.
TEST_F(ReceiverTest, AnswersACommitWithWhatCameOfIt) {
  BlockResult result;
  result.held.emplace_back().set_sequence(3);
  result.gaps.emplace_back().set_sequence(7);
  result.divergences.emplace_back().set_reason("differs");

  receiver_.Answer(BlockResult(), 100);
  const auto answers = receiver_.Answer(result, 20);

  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(answers[0].ack().consumed_bytes(), 120u);
  EXPECT_EQ(answers[0].ack().positions(0).sequence(), 3u);
  EXPECT_EQ(answers[1].resume().positions(0).sequence(), 7u);
  EXPECT_EQ(answers[1].resume().window_bytes(), 0u);
  EXPECT_EQ(answers[2].divergence().reason(), "differs");
}

}  // namespace
}  // namespace lienthong::uplink
