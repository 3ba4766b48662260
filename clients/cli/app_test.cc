#include "clients/cli/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/test_support.h"
#include "lienthong/v1/query.grpc.pb.h"
#include "lienthong/v1/reference.grpc.pb.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;

class AppTest : public testing::Test {
 protected:
  ExitCode Run(const std::vector<std::string>& arguments) {
    world_.out.str("");
    world_.err.str("");
    return RunCli(arguments,
                  {.out = world_.out,
                   .err = world_.err,
                   .clock = world_.clock,
                   .sleep = world_.context.sleep,
                   .environment = [this](const char* name) { return environment_[name]; }});
  }

  std::string Out() const { return world_.out.str(); }
  std::string Err() const { return world_.err.str(); }

  TestWorld world_;
  std::map<std::string, std::string> environment_;
};

TEST_F(AppTest, HelpsInBothLanguages) {
  EXPECT_EQ(Run({"--help"}), ExitCode::kDone);
  EXPECT_THAT(Out(), HasSubstr("Exit codes:\n  0  done\n"));
  EXPECT_EQ(Run({"--lang", "vi", "--help"}), ExitCode::kDone);
  EXPECT_THAT(Out(), HasSubstr("Mã thoát:\n  0  xong\n"));
}

TEST_F(AppTest, GivesEachCommandExamplesAndTheScoreItsSource) {
  for (const char* command : {"score", "report", "coverage", "status", "health", "dossier", "units",
                              "import", "procedures", "check-report"}) {
    EXPECT_EQ(Run({command, "--help"}), ExitCode::kDone);
    EXPECT_THAT(Out(), HasSubstr("\n  lienthong " + std::string(command))) << command;
  }
  EXPECT_EQ(Run({"reference", "import", "--help"}), ExitCode::kDone);
  EXPECT_THAT(Out(), HasSubstr("--mappings      source,kind,value,target,valid_from"));
  EXPECT_EQ(Run({"score", "--help"}), ExitCode::kDone);
  for (const char* text : {"766/QĐ-TTg", "dvcqg ", "resolved ", "due ", "not-late "}) {
    EXPECT_THAT(Out(), HasSubstr(text));
  }
}

TEST_F(AppTest, SaysWhatIsWrongWithACommandLine) {
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{}, "command line: a command is missing"},
      {{"reference"}, "command line: a command is missing"},
      {{"reference", "import"}, "give at least one file"},
      {{"reference", "export", "--kind", "dossiers"}, "option, --kind: expected one of units"},
      {{"map"}, "command line: a command is missing"},
      {{"map", "import"}, "command line, FILE: missing"},
      {{"procedures"}, "command line, --unit: missing"},
      {{"procedures", "--unit", "H44", "--on", "1/7/2025"}, "option, --on: expected a day"},
      {{"score", "--period", "2026"}, "command line, --unit: missing"},
      {{"dossier"}, "command line, CODE: missing"},
      {{"import", "--source", "s"}, "command line, FILE: missing"},
      {{"check-report"}, "command line, FILE: missing"},
      {{"status", "--bogus"}, "command line, --bogus: unknown"},
      {{"status", "--timeout", "soon"}, "--timeout"},
      {{"status", "--timeout", "0"}, "option, --timeout: expected seconds"},
      {{"status", "--timeout", "nan"}, "option, --timeout: expected seconds"},
      {{"import", "--source", "s", "f", "--retry-seconds", "-1"}, "--retry-seconds"},
      {{"status", "--output", "xml"}, "option, --output: expected one of table, json, csv"},
      {{"status", "--lang", "fr"}, "option, --lang: expected one of vi, en"},
      {{"units", "--tree-at", "1/7/2025"}, "option, --tree-at: expected a day"},
      {{"coverage", "--unit", "H44", "--through", "x"}, "option, --through"},
  };
  for (const auto& [arguments, message] : cases) {
    EXPECT_EQ(Run(arguments), ExitCode::kUsage) << message;
    EXPECT_TRUE(Err().starts_with("lienthong: ")) << Err();
    EXPECT_THAT(Err(), HasSubstr(message));
    EXPECT_EQ(Out(), "");
  }
}

TEST_F(AppTest, SpeaksTheLanguageOfTheEnvironment) {
  environment_["LANG"] = "vi_VN.UTF-8";

  EXPECT_EQ(Run({"score", "--unit", "H44"}), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("tùy chọn, --period: cần"));
  EXPECT_EQ(Run({"score", "--unit", "H44", "--lang=en"}), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("option, --period: give"));
}

TEST_F(AppTest, PrintsItsVersion) {
  EXPECT_EQ(Run({"version"}), ExitCode::kDone);
  EXPECT_TRUE(Out().starts_with("lienthong ")) << Out();
  EXPECT_EQ(Run({"version", "--output", "csv"}), ExitCode::kDone);
  EXPECT_TRUE(Out().starts_with("version\n")) << Out();
}

TEST_F(AppTest, SaysThatNobodyListens) {
  environment_["LIENTHONG_NODE"] = "127.0.0.1:1";

  EXPECT_EQ(Run({"status"}), ExitCode::kUnavailable);
  EXPECT_TRUE(Err().starts_with("lienthong: node, 127.0.0.1:1: unavailable: ")) << Err();
}

// Answers with one status, or with nothing in particular.
class TestQuery : public v1::QueryService::Service {
 public:
  grpc::Status GetScore(grpc::ServerContext*, const v1::GetScoreRequest* request,
                        v1::GetScoreResponse* response) override {
    asked = *request;
    response->add_rows()->set_unit(request->unit());
    return answer;
  }

  grpc::Status answer;
  v1::GetScoreRequest asked;
};

TEST_F(AppTest, AsksTheNodeWhereverTheGlobalOptionsStand) {
  TestQuery query;
  const TestNode node(query);

  EXPECT_EQ(Run({"score", "--unit", "H44", "--period", "2026-08", "--node", node.address(),
                 "--output", "csv", "--children"}),
            ExitCode::kDone);

  EXPECT_THAT(Out(), HasSubstr("\nH44,"));
  EXPECT_EQ(query.asked.to(), "2026-08-31");
  EXPECT_TRUE(query.asked.children());
}

TEST_F(AppTest, TurnsTheStatusOfACallIntoAnExitCode) {
  TestQuery query;
  const TestNode node(query);
  const std::pair<grpc::StatusCode, ExitCode> cases[] = {
      {grpc::StatusCode::UNAVAILABLE, ExitCode::kUnavailable},
      {grpc::StatusCode::RESOURCE_EXHAUSTED, ExitCode::kUnavailable},
      {grpc::StatusCode::NOT_FOUND, ExitCode::kRefused},
      {grpc::StatusCode::INVALID_ARGUMENT, ExitCode::kRefused},
      {grpc::StatusCode::OUT_OF_RANGE, ExitCode::kRefused},
      {grpc::StatusCode::FAILED_PRECONDITION, ExitCode::kRefused},
      {grpc::StatusCode::INTERNAL, ExitCode::kInternal},
      {grpc::StatusCode::UNKNOWN, ExitCode::kInternal}};
  for (const auto& [status, code] : cases) {
    query.answer = grpc::Status(status, "because");
    EXPECT_EQ(Run({"score", "--unit", "H99", "--period", "2026", "--node", node.address()}), code);
    EXPECT_THAT(Err(), HasSubstr("because"));
  }
  query.answer = grpc::Status(grpc::StatusCode::NOT_FOUND, "no such unit");
  Run({"score", "--unit", "H99", "--period", "2026", "--node", node.address()});
  EXPECT_EQ(Err(), "lienthong: score, H99: no such unit\n");
}

// Refuses a second row, as a status unless it is a dry run.
class TestReference : public v1::ReferenceService::Service {
 public:
  grpc::Status ImportReferenceStream(grpc::ServerContext*,
                                     grpc::ServerReader<v1::ImportReferenceRequest>* requests,
                                     v1::ImportReferenceResponse* response) override {
    v1::ImportReferenceRequest whole, piece;
    for (pieces = 0; requests->Read(&piece); ++pieces) whole.MergeFrom(piece);
    response->set_added(static_cast<uint64_t>(whole.rows_size()));
    if (whole.rows_size() != 2) return grpc::Status::OK;
    if (!whole.dry_run()) return {grpc::StatusCode::INVALID_ARGUMENT, "row 1: no such unit"};
    response->add_errors()->set_row(1);
    response->mutable_errors(0)->set_field("unit");
    response->mutable_errors(0)->set_reason("no such unit");
    return grpc::Status::OK;
  }

  int pieces = 0;
};

TEST_F(AppTest, ImportsReferenceDataOrNamesTheRow) {
  TestReference reference;
  const TestNode node(reference);
  const TestDirectory directory;
  const std::string header = "unit,node,source,valid_from\n";
  const auto good = directory.Write("good.csv", header + "H44,n,s,\n");
  const auto bad = directory.Write("bad.csv", header + "H44,n,s,\nH99,n,s,\n");
  const auto broken = directory.Write("broken.csv", header + "H44\n");
  const auto import = [&](const std::string& path) {
    return Run({"reference", "import", "--grants", path, "--node", node.address()});
  };

  EXPECT_EQ(import(good), ExitCode::kDone);
  EXPECT_THAT(Out(), HasSubstr("1 rows added"));
  EXPECT_EQ(import(bad), ExitCode::kRefused);
  EXPECT_EQ(Err(), "lienthong: file, " + bad + ":3: column unit: no such unit\n" +
                       "lienthong: reference data: nothing was added\n");
  EXPECT_EQ(import(broken), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("broken.csv:2: column node: has no cell"));
  EXPECT_EQ(import(directory.Path("none.csv")), ExitCode::kUsage);
}

TEST_F(AppTest, ManyRowsGoInSeveralPiecesOfOneImport) {
  TestReference reference;
  const TestNode node(reference);
  const TestDirectory directory;
  std::string rows = "code,name,type,parent,valid_from\n";
  for (int i = 0; i < 3000; ++i)
    rows += "H" + std::to_string(i) + "," + std::string(500, 'x') + ",commune,,\n";

  EXPECT_EQ(Run({"reference", "import", "--units", directory.Write("units.csv", rows), "--node",
                 node.address()}),
            ExitCode::kDone);

  EXPECT_THAT(Out(), HasSubstr("3,000 rows added"));
  EXPECT_EQ(reference.pieces, 2);
}

}  // namespace
}  // namespace lienthong::cli
