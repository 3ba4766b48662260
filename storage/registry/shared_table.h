// A table that copies of its owner share until one of them changes it: copying a
// registry costs nothing, changing one table costs a copy of that table alone, once.
//
// Copying and changing are for one thread; readers may use and drop their copies in
// others meanwhile.
#pragma once

#include <atomic>
#include <memory>

namespace lienthong {

template <typename T>
class SharedTable {
 public:
  SharedTable() : table_(std::make_shared<T>()) {}
  SharedTable(const SharedTable& other) : table_(other.table_), shared_(true) {
    other.shared_ = true;
  }
  SharedTable& operator=(const SharedTable& other) {
    table_ = other.table_;
    shared_ = other.shared_ = true;
    return *this;
  }

  const T& operator*() const { return *table_; }
  const T* operator->() const { return table_.get(); }

  // The table for writing, which no other copy sees.
  T& Change() {
    if (shared_) {
      table_ = std::make_shared<T>(*table_);
      shared_ = false;
    }
    return *table_;
  }

 private:
  std::shared_ptr<T> table_;
  // Some copy may hold the same table. Never goes back by itself: the last copy may be
  // dropped by another thread.
  mutable std::atomic<bool> shared_ = false;
};

}  // namespace lienthong
