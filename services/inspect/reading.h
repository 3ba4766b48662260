// From the bytes of a file to a document: plain text, HTML or DOCX. Bytes are not trusted: any
// of them are safe, and what is no report is refused with what it is.
//
// Text and HTML are UTF-8 (an HTML page may declare another encoding). HTML is read with
// libxml2's forgiving parser, DOCX with libzip and libxml2's strict one; neither opens a file or
// the network, and entities of a document's own are refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "services/inspect/document.h"

namespace lienthong::inspect {

// A report with photographs; larger is something else.
inline constexpr size_t kFileBytesMax = size_t{64} << 20;
// Text, HTML, and what a DOCX unpacks to. A zip bomb stops here: what is read counts, not what
// the archive says of itself.
inline constexpr size_t kTextBytesMax = size_t{32} << 20;
// Elements within elements; Word needs about 20, the worst web page some 100.
inline constexpr size_t kDepthMax = 256;

enum class Format { kText, kHtml, kDocx };

// Why a file is no report that can be read.
enum class NoReport {
  kEmpty,
  kTooLarge,  // more than kFileBytesMax
  kImage,
  kPdf,
  kOldWord,  // the binary format of Word and Excel, or a DOCX with a password
  kRichText,
  kSpreadsheet,
  kPresentation,
  kOpenDocument,
  kOtherZip,
  kDamagedZip,
  kTooMuchText,  // more than kTextBytesMax, kBlocksMax or kCellsMax
  kTooDeep,      // more than kDepthMax
  kDamagedXml,
  kUtf16,
  kNotUtf8,
  kBinary,
  kNoFigures,  // a text without a figure of such a report
};

struct Reading {
  Document document;
  Format format = Format::kText;
  std::optional<NoReport> refused;
};

Reading ReadDocument(std::string_view bytes);

// The parts of it. Each returns why not, or nothing.
std::optional<NoReport> ReadText(std::string_view bytes, Document& document);
std::optional<NoReport> ReadHtml(std::string_view bytes, Document& document);
std::optional<NoReport> ReadDocx(std::string_view bytes, Document& document);

}  // namespace lienthong::inspect
