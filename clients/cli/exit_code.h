// What the program tells the shell. Scripts rely on these numbers; they are also in
// `lienthong --help` and never change.
#pragma once

namespace lienthong::cli {

enum class ExitCode {
  // Everything that was asked for is done.
  kDone = 0,
  // Done, but some records were refused; they are listed in FILE.rejects.csv.
  kSomeRefused = 1,
  // Done, and what was checked is not right (check-report, cutover check).
  kSomethingFound = 1,
  // The command line is wrong, or a file cannot be read.
  kUsage = 2,
  // The node cannot be reached, is busy or did not answer in time: the same again.
  kUnavailable = 3,
  // The node refused: an argument, a precondition, or there is no such thing.
  kRefused = 4,
  // A fault of this program or of the node.
  kInternal = 5,
};

}  // namespace lienthong::cli
