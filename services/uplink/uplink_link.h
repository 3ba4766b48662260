// The child's end of the line: keeps a stream to the parent up, drives a Sender,
// resumes after every break with backoff. One thread of its own and one that reads.
#pragma once

#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "lienthong/v1/uplink.grpc.pb.h"
#include "services/uplink/peers.h"
#include "services/uplink/sender.h"
#include "storage/base/clock.h"

namespace lienthong::uplink {

class UplinkLink {
 public:
  // How the line is secured; another generation asks for a new line.
  struct Security {
    std::shared_ptr<grpc::ChannelCredentials> credentials;
    uint64_t generation = 0;
  };

  struct Options {
    std::string address;
    // Asked before each stream. Absent: no TLS.
    std::function<Security()> security;
    // What to say when the line does not come up, for example that the own certificate has
    // expired; empty: nothing.
    std::function<std::string()> trouble;
    std::string software;
    // A stream ends by itself after this long and resumes.
    int64_t stream_ms_max = 3600'000;
    Sender::Options sender;
  };

  // What the line does, for people and metrics.
  struct State {
    bool connected = false;
    std::string last_error;
    // Packed bytes of blocks since the link was made.
    uint64_t sent_bytes = 0;
    uint64_t backlog = 0;
    // Origins that do not go up, because their chain differs from the parent's, and why.
    std::map<OriginId, std::string> stopped;
  };

  // All must outlive the link's threads, that is, live until Stop.
  UplinkLink(const Engine& engine, const Journal& journal, const Clock& clock, ChildNode& node,
             Options options);
  ~UplinkLink() { Stop(); }

  // Ends the stream and joins. Notify and state may still be called afterwards, and the
  // node may answer a reference run even after the link is gone. From one thread.
  void Stop();
  // The journal grew. Never waits for the line.
  void Notify();
  State state() const;
  // Asks the parent for a page of a unit; `done` is called once, from gRPC's thread, also
  // after Stop.
  void FetchUnit(const v1::FetchUnitRequest& request,
                 std::function<void(absl::StatusOr<v1::FetchUnitResponse>)> done);

 private:
  struct Line;
  struct Stream;
  struct Fetch;

  void Run();
  // The line, a new one when the certificate was renewed. On the link's own thread.
  grpc::Channel& Channel();
  std::shared_ptr<v1::UplinkService::Stub> Stub() const;
  // One stream from hello to its end; how it ended.
  absl::Status RunStream();
  // Sends until the stream breaks, ages or the link stops; an error is the sender's.
  absl::Status Write(Stream& stream);
  void Read(Stream& stream);
  absl::Status TakeMessage(v1::ReplicateResponse message, Stream& stream);
  // False when nothing more is to be sent; else the wake-ups seen so far.
  bool GoOn(uint64_t& seen) const;
  // Waits until there was another wake-up than those `seen`.
  void WaitForWork(uint64_t seen);
  std::string Explain(const absl::Status& status) const;
  void Pause(int failures);
  // Takes the next page over, if the node wants one and none is under way.
  void StepFetch(int64_t now_ms);
  // Under the stream's mutex.
  void Note(const Sender& sender);

  const Engine& engine_;
  const Journal& journal_;
  const Clock& clock_;
  ChildNode& node_;
  const Options options_;
  // The link's own thread's.
  std::shared_ptr<grpc::Channel> channel_;
  uint64_t generation_ = 0;

  mutable std::mutex mutex_;  // guards what follows; held for moments only
  // Of the present line; null before there is one.
  std::shared_ptr<v1::UplinkService::Stub> stub_;
  std::condition_variable changed_;
  bool stopping_ = false;
  bool stream_broken_ = false;
  // The stream at hand got something through.
  bool stream_useful_ = false;
  uint64_t wakes_ = 0;
  std::shared_ptr<Line> line_;
  State state_;
  const std::shared_ptr<Fetch> fetch_;
  std::thread thread_;
};

}  // namespace lienthong::uplink
