// Store and forward alone: the same records through NATS JetStream.
// lienthong_bench_nats MODE --node URL [--name value]...
//
//   stream   makes the stream --stream for the subject --subject; with --source it takes what
//            the stream of that name in the domain --domain holds, instead
//   publish  updates [skip, skip + updates) to --subject, --window unacknowledged at most,
//            --seconds
//   await    until --stream holds --messages
#include <nats/nats.h>

#include "fmt/format.h"
#include "tests/benchmark/records.h"
#include "tests/benchmark/updates.h"

namespace lienthong::benchmark {
namespace {

constexpr int64_t kWaitMs = 120'000;

void Check(natsStatus status, const std::string& what) {
  if (status != NATS_OK)
    Fail(fmt::format("nats: {}: {} {}", what, natsStatus_GetText(status),
                     nats_GetLastError(nullptr) == nullptr ? "" : nats_GetLastError(nullptr)));
}

class Client {
 public:
  explicit Client(const Arguments& arguments) {
    Check(natsConnection_ConnectTo(&connection_, arguments.Text("node").c_str()), "connect");
    jsOptions options;
    jsOptions_Init(&options);
    options.PublishAsync.MaxPending = arguments.Number("window", 1);
    options.PublishAsync.StallWait = kWaitMs;
    options.PublishAsync.ErrHandler = [](jsCtx*, jsPubAckErr* error, void*) {
      Fail(std::string("nats: not stored: ") + error->ErrText);
    };
    Check(natsConnection_JetStream(&stream_, connection_, &options), "jetstream");
  }
  ~Client() {
    jsCtx_Destroy(stream_);
    natsConnection_Destroy(connection_);
  }

  // By the server's own interface: the library knows no stream of another domain.
  void MakeStream(const std::string& name, const std::string& subject, const std::string& source,
                  const std::string& domain) {
    Json config = {{"name", name},      {"retention", "limits"}, {"storage", "file"},
                   {"num_replicas", 1}, {"max_consumers", -1},   {"max_msgs", -1},
                   {"max_bytes", -1},   {"max_age", 0},          {"discard", "old"}};
    if (source.empty()) {
      config["subjects"] = {subject};
    } else {
      config["sources"] = {{{"name", source}, {"external", {{"api", "$JS." + domain + ".API"}}}}};
    }
    natsMsg* reply = nullptr;
    Check(
        natsConnection_RequestString(&reply, connection_, ("$JS.API.STREAM.CREATE." + name).c_str(),
                                     config.dump().c_str(), kWaitMs),
        name);
    const std::string answer(natsMsg_GetData(reply), natsMsg_GetDataLength(reply));
    natsMsg_Destroy(reply);
    if (answer.find("\"error\"") != std::string::npos) Fail("nats: " + answer);
  }

  void PublishAsync(const std::string& subject, const std::string& bytes) {
    Check(js_PublishAsync(stream_, subject.c_str(), bytes.data(), static_cast<int>(bytes.size()),
                          nullptr),
          "publish");
  }
  void AwaitAcknowledgements() {
    jsPubOptions options;
    jsPubOptions_Init(&options);
    options.MaxWait = kWaitMs;
    Check(js_PublishAsyncComplete(stream_, &options), "publish");
  }
  uint64_t Messages(const std::string& name) {
    jsStreamInfo* info = nullptr;
    Check(js_GetStreamInfo(&info, stream_, name.c_str(), nullptr, nullptr), name);
    const uint64_t messages = info->State.Msgs;
    jsStreamInfo_Destroy(info);
    return messages;
  }

 private:
  natsConnection* connection_ = nullptr;
  jsCtx* stream_ = nullptr;
};

void Publish(const Arguments& arguments) {
  const std::vector<Update> updates = TakeUpdates(arguments);
  const std::string subject = arguments.Text("subject");
  Client client(arguments);
  const Stopwatch watch;
  const double until = Now() + static_cast<double>(arguments.Number("seconds", 3600));
  uint64_t sent = 0;
  v1::SourceRecord record;
  for (const Update& update : updates) {
    if (Now() >= until) break;
    record.Clear();
    FillRecord(update, record);
    client.PublishAsync(subject, record.SerializeAsString());
    ++sent;
  }
  client.AwaitAcknowledgements();
  Print(watch.Summary(sent));
}

void Await(const Arguments& arguments) {
  Client client(arguments);
  const double start = Now();
  const auto wanted = static_cast<uint64_t>(arguments.Number("messages"));
  while (client.Messages(arguments.Text("stream")) < wanted) {
    if (Now() > start + kWaitMs / 1e3) Fail("nats: not everything has come");
    nats_Sleep(2);
  }
  Print({{"messages", wanted}, {"seconds", Now() - start}});
}

void MakeStream(const Arguments& arguments) {
  Client(arguments).MakeStream(arguments.Text("stream"), arguments.Text("subject", ""),
                               arguments.Text("source", ""), arguments.Text("domain", ""));
  Print({{"stream", arguments.Text("stream")}});
}

using Mode = void (*)(const Arguments&);

const std::map<std::string, Mode> kModes = {
    {"stream", MakeStream}, {"publish", Publish}, {"await", Await}};

}  // namespace
}  // namespace lienthong::benchmark

int main(int argc, char** argv) {
  const lienthong::benchmark::Arguments arguments(argc, argv);
  const auto mode = lienthong::benchmark::kModes.find(arguments.mode());
  if (mode == lienthong::benchmark::kModes.end())
    lienthong::benchmark::Fail("no such mode: " + arguments.mode());
  mode->second(arguments);
  return 0;
}
