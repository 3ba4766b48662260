#include "clients/cli/import_position.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "clients/cli/files.h"
#include "clients/cli/json.h"
#include "storage/base/hash.h"

namespace lienthong::cli {
namespace {

constexpr int kFormat = 1;
constexpr int64_t kWriteEveryMs = 1000;

Json JsonOf(const LoadIdentity& identity, const LoadPosition& position) {
  Json refused = Json::array();
  for (const auto& [number, reject] : position.refused) {
    refused.push_back({{"record", reject.number},
                       {"dossier", reject.dossier},
                       {"field", reject.field},
                       {"reason", reject.reason}});
  }
  return {{"format", kFormat},
          {"size", identity.size},
          {"sha256", identity.sha256},
          {"node", identity.node},
          {"unit", identity.unit},
          {"source", identity.source},
          {"record", position.record},
          {"admitted", position.admitted},
          {"unchanged", position.unchanged},
          {"parked", position.parked},
          {"refused", std::move(refused)}};
}

// Throws what nlohmann throws when a member is missing or of another type.
LoadPosition PositionFrom(const Json& json, const LoadIdentity& identity) {
  const LoadIdentity kept = {json.at("size").get<uint64_t>(), json.at("sha256").get<std::string>(),
                             json.at("node").get<std::string>(), json.at("unit").get<std::string>(),
                             json.at("source").get<std::string>()};
  if (json.at("format").get<int>() != kFormat || kept != identity) return {};
  LoadPosition position = {.record = json.at("record").get<uint64_t>(),
                           .admitted = json.at("admitted").get<uint64_t>(),
                           .unchanged = json.at("unchanged").get<uint64_t>(),
                           .parked = json.at("parked").get<uint64_t>()};
  for (const Json& reject : json.at("refused")) {
    const auto number = reject.at("record").get<uint64_t>();
    position.refused[number] = {number, reject.at("dossier").get<std::string>(),
                                reject.at("field").get<std::string>(),
                                reject.at("reason").get<std::string>()};
  }
  return position;
}

}  // namespace

std::string PositionPath(const std::string& file) { return file + ".position.json"; }

LoadPosition ReadPosition(const std::string& file, const LoadIdentity& identity) {
  std::ifstream stream(PositionPath(file), std::ios::binary);
  if (!stream) return {};
  std::ostringstream text;
  text << stream.rdbuf();
  try {
    return PositionFrom(Json::parse(text.str()), identity);
  } catch (const Json::exception&) {
    return {};
  }
}

bool WritePosition(const Context& context, const std::string& file, const LoadIdentity& identity,
                   const LoadPosition& position) {
  const std::string text =
      JsonOf(identity, position).dump(2, ' ', false, Json::error_handler_t::replace);
  return WriteWholeFile(context, PositionPath(file), text + "\n");
}

bool LoadPositions::Open(size_t file, const std::string& path, std::string_view bytes,
                         FileReport& report) {
  File& opened = open_[file];
  opened.path = path;
  opened.identity = identity_;
  opened.identity.size = bytes.size();
  opened.identity.sha256 = ToHex(BytesOf(Sha256(bytes)));
  opened.position = ReadPosition(path, opened.identity);
  report.admitted = opened.position.admitted;
  report.unchanged = opened.position.unchanged;
  report.parked = opened.position.parked;
  report.before = report.records();
  return Write(opened);
}

bool LoadPositions::IsDone(size_t file, uint64_t record) const {
  const LoadPosition& position = open_.at(file).position;
  return record <= position.record && !position.refused.contains(record);
}

bool LoadPositions::Acknowledge(size_t file, std::span<const uint64_t> records,
                                std::span<const intake::Reject> refused, const FileReport& report) {
  File& open = open_.at(file);
  LoadPosition& position = open.position;
  for (const uint64_t record : records) position.refused.erase(record);
  for (const intake::Reject& reject : refused) position.refused[reject.number] = reject;
  position.record = std::max(position.record, records.back());
  position.admitted = report.admitted;
  position.unchanged = report.unchanged;
  position.parked = report.parked;
  open.written = false;
  return context_.clock.NowMs() - written_ms_ < kWriteEveryMs || Write(open);
}

bool LoadPositions::CloseBefore(size_t end) {
  bool written = true;
  while (!open_.empty() && open_.begin()->first < end) {
    File& first = open_.begin()->second;
    written = (first.written || Write(first)) && written;
    open_.erase(open_.begin());
  }
  return written;
}

bool LoadPositions::Write(File& file) {
  written_ms_ = context_.clock.NowMs();
  file.written = WritePosition(context_, file.path, file.identity, file.position);
  return file.written;
}

}  // namespace lienthong::cli
