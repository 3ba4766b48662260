#include "services/inspect/reading.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

namespace lienthong::inspect {
namespace {

// Where the marks of an HTML page stand, if it is one.
constexpr size_t kHeadBytes = 4'096;

struct Signature {
  std::string_view bytes;
  NoReport what;
};

using namespace std::string_view_literals;

constexpr Signature kSignatures[] = {
    {"\x89PNG"sv, NoReport::kImage},
    {"\xff\xd8\xff"sv, NoReport::kImage},
    {"GIF8"sv, NoReport::kImage},
    {"II*\0"sv, NoReport::kImage},
    {"MM\0*"sv, NoReport::kImage},
    {"%PDF-"sv, NoReport::kPdf},
    {"\xd0\xcf\x11\xe0"sv, NoReport::kOldWord},
    {"{\\rtf"sv, NoReport::kRichText},
    {"\xff\xfe"sv, NoReport::kUtf16},
    {"\xfe\xff"sv, NoReport::kUtf16},
};

std::optional<NoReport> Recognise(std::string_view bytes) {
  for (const Signature& signature : kSignatures) {
    if (bytes.starts_with(signature.bytes)) return signature.what;
  }
  if (bytes.size() < 12) return std::nullopt;
  const bool riff = bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
  const bool heif = bytes.substr(4, 4) == "ftyp";
  const bool bitmap = bytes.starts_with("BM") && bytes.substr(6, 4) == "\0\0\0\0"sv;
  if (riff || heif || bitmap) return NoReport::kImage;
  return std::nullopt;
}

std::string Lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

bool IsHtml(std::string_view bytes) {
  const std::string head = Lowered(bytes.substr(0, kHeadBytes));
  const size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || head[first] != '<') return false;
  for (const char* mark : {"<!doctype html", "<html", "<body", "<table", "<div", "<p>", "<p ",
                           "<h1", "<h2", "<h3", "<meta", "<ul", "<section", "<article"}) {
    if (head.find(mark) != std::string::npos) return true;
  }
  return false;
}

bool DeclaresCharset(std::string_view bytes) {
  return Lowered(bytes.substr(0, kHeadBytes)).find("charset") != std::string::npos;
}

}  // namespace

Reading ReadDocument(std::string_view bytes) {
  Reading reading;
  if (bytes.size() > kFileBytesMax) {
    reading.refused = NoReport::kTooLarge;
    return reading;
  }
  reading.refused = Recognise(bytes);
  if (reading.refused) return reading;
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
    reading.format = Format::kDocx;
    reading.refused = ReadDocx(bytes, reading.document);
    return reading;
  }
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  if (bytes.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) {
    reading.refused = NoReport::kEmpty;
  } else if (bytes.size() > kTextBytesMax) {
    reading.refused = NoReport::kTooMuchText;
  } else if (bytes.find('\0') != std::string_view::npos) {
    reading.refused = NoReport::kBinary;
  } else if (IsHtml(bytes) && (IsUtf8(bytes) || DeclaresCharset(bytes))) {
    reading.format = Format::kHtml;
    reading.refused = ReadHtml(bytes, reading.document);
  } else if (!IsUtf8(bytes)) {
    reading.refused = NoReport::kNotUtf8;
  } else {
    reading.refused = ReadText(bytes, reading.document);
  }
  return reading;
}

}  // namespace lienthong::inspect
