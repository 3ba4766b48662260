// What a national status code does to a dossier.
#pragma once

#include "lienthong/v1/dossier.pb.h"

namespace lienthong {

// In hand and worked on: 2 and 4.
constexpr bool Opens(v1::Status status) {
  return status == v1::STATUS_ACCEPTED || status == v1::STATUS_PROCESSING;
}

// Waiting for a supplement or a payment: 5 and 6.
constexpr bool Pauses(v1::Status status) {
  return status == v1::STATUS_SUPPLEMENT_REQUESTED || status == v1::STATUS_PAYMENT_REQUESTED;
}

// Decided or handed over: 9 and 10.
constexpr bool Resolves(v1::Status status) {
  return status == v1::STATUS_DECIDED || status == v1::STATUS_RETURNED;
}

// Refused, withdrawn or stopped: 3, 7 and 8.
constexpr bool Cancels(v1::Status status) {
  return status == v1::STATUS_REFUSED || status == v1::STATUS_WITHDRAWN ||
         status == v1::STATUS_STOPPED;
}

}  // namespace lienthong
