// Look-ups in tables whose rows hold from a day on.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "storage/base/clock.h"

namespace lienthong::versions {

// The row in force on `day`: the last one that began by then; null: none.
template <typename T>
const T* InForce(const std::map<Day, T>& rows, Day day) {
  const auto later = rows.upper_bound(day);
  return later == rows.begin() ? nullptr : &std::prev(later)->second;
}

template <typename Key, typename T>
const T* InForce(const std::map<Key, std::map<Day, T>>& table, const Key& key, Day day) {
  const auto found = table.find(key);
  return found == table.end() ? nullptr : InForce(found->second, day);
}

// The row that begins on exactly this day; null: none.
template <typename Key, typename T>
const T* From(const std::map<Key, std::map<Day, T>>& table, const Key& key, Day valid_from) {
  const auto found = table.find(key);
  if (found == table.end()) return nullptr;
  const auto row = found->second.find(valid_from);
  return row == found->second.end() ? nullptr : &row->second;
}

// Whether `held` says exactly what `entry` does.
template <typename T>
bool SaysTheSame(const T* held, const T& entry) {
  return held != nullptr && held->SerializeAsString() == entry.SerializeAsString();
}

template <typename Key, typename Value>
const Value* Find(const std::map<Key, Value>& table, const Key& key) {
  const auto found = table.find(key);
  return found == table.end() ? nullptr : &found->second;
}

// Every row of every key, in their order.
template <typename Key, typename T>
std::vector<const T*> All(const std::map<Key, std::map<Day, T>>& table) {
  std::vector<const T*> rows;
  for (const auto& [key, versions] : table) {
    for (const auto& [day, row] : versions) rows.push_back(&row);
  }
  return rows;
}

}  // namespace lienthong::versions
