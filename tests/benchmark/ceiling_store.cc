// Bare RocksDB.
#include <rocksdb/write_batch.h>

#include <filesystem>

#include "tests/benchmark/ceiling.h"

namespace lienthong::benchmark {
namespace {

void Check(const rocksdb::Status& status) {
  if (!status.ok()) Fail("store: " + status.ToString());
}

std::string BigEndian(uint64_t number) {
  std::string bytes(8, '\0');
  for (int i = 7; i >= 0; --i, number >>= 8) bytes[i] = static_cast<char>(number & 0xff);
  return bytes;
}

rocksdb::Slice ToSlice(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

void AppendEvent(std::string_view key, std::string_view value, std::string& message) {
  message.push_back(static_cast<char>(key.size()));
  message.append(key);
  message.push_back(static_cast<char>(value.size() & 0xff));
  message.push_back(static_cast<char>(value.size() >> 8));
  message.append(value);
}

void VisitEvents(std::string_view message,
                 const std::function<void(std::string_view, std::string_view)>& visit) {
  while (!message.empty()) {
    const size_t key = static_cast<uint8_t>(message[0]);
    const size_t value = static_cast<uint8_t>(message[1 + key]) |
                         static_cast<size_t>(static_cast<uint8_t>(message[2 + key])) << 8;
    visit(message.substr(1, key), message.substr(3 + key, value));
    message.remove_prefix(3 + key + value);
  }
}

BareStore::BareStore(const std::string& path) {
  std::filesystem::create_directories(path);
  rocksdb::Options options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.write_buffer_size = 64 << 20;
  options.max_background_jobs = 2;
  rocksdb::DB* db = nullptr;
  Check(rocksdb::DB::Open(options, path,
                          {{rocksdb::kDefaultColumnFamilyName, options}, {"records", options}},
                          &families_, &db));
  db_.reset(db);
}

BareStore::~BareStore() {
  for (rocksdb::ColumnFamilyHandle* family : families_)
    Check(db_->DestroyColumnFamilyHandle(family));
  Check(db_->Close());
}

void BareStore::Write(const std::vector<std::string>& messages) {
  rocksdb::WriteBatch batch;
  for (const std::string& message : messages) {
    Check(batch.Put(families_[0], BigEndian(++position_), message));
    VisitEvents(message, [&](std::string_view key, std::string_view value) {
      Check(batch.Put(families_[1], ToSlice(key), ToSlice(value)));
    });
  }
  Check(batch.Put(families_[0], "counter", BigEndian(position_)));
  rocksdb::WriteOptions synced;
  synced.sync = true;
  Check(db_->Write(synced, &batch));
}

void MeasureStore(const Arguments& arguments) {
  BareStore store(arguments.Text("data"));
  const int64_t batch = arguments.Number("batch");
  const double until = Now() + static_cast<double>(arguments.Number("seconds"));
  const std::string value(140, 'x');
  const Stopwatch watch;
  uint64_t events = 0;
  while (Now() < until) {
    std::string message;
    for (int64_t i = 0; i < batch; ++i)
      AppendEvent("H44.001-230000-" + std::to_string(++events * 7919 % 10'000'000), value, message);
    store.Write({message});
  }
  Print(watch.Summary(events));
}

}  // namespace lienthong::benchmark
