#include <libxml/parser.h>
#include <zip.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <variant>

#include "services/inspect/document_builder.h"
#include "services/inspect/reading.h"

namespace lienthong::inspect {
namespace {

constexpr size_t kReadBytes = size_t{64} << 10;

struct Close {
  // Discards: nothing was changed.
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
  void operator()(xmlParserCtxtPtr parser) const { xmlFreeParserCtxt(parser); }
};

using Archive = std::unique_ptr<zip_t, Close>;

// Opens the bytes in place; `bytes` must outlive the archive.
Archive OpenArchive(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  return Archive(archive);
}

// What a zip holds that is no DOCX.
NoReport Recognise(zip_t* archive) {
  const zip_int64_t entries = zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
    const std::string_view view = name == nullptr ? "" : name;
    if (view.starts_with("xl/")) return NoReport::kSpreadsheet;
    if (view.starts_with("ppt/")) return NoReport::kPresentation;
    if (view == "mimetype") return NoReport::kOpenDocument;
  }
  return NoReport::kOtherZip;
}

// The bytes of an entry, or why not. What is unpacked is counted while it is.
std::variant<std::string, NoReport> Unpack(zip_t* archive, const char* name) {
  const zip_int64_t index = zip_name_locate(archive, name, 0);
  if (index < 0) return Recognise(archive);
  const std::unique_ptr<zip_file_t, Close> file(
      zip_fopen_index(archive, static_cast<zip_uint64_t>(index), 0));
  if (file == nullptr) return NoReport::kDamagedZip;
  std::string bytes;
  while (true) {
    const size_t before = bytes.size();
    bytes.resize(before + kReadBytes);
    const zip_int64_t read = zip_fread(file.get(), bytes.data() + before, kReadBytes);
    if (read < 0) return NoReport::kDamagedZip;
    bytes.resize(before + static_cast<size_t>(read));
    if (read == 0) return bytes;
    if (bytes.size() > kTextBytesMax) return NoReport::kTooMuchText;
  }
}

// Deleted and moved text, and the second copy of a drawing for old programs.
bool IsHidden(std::string_view name) {
  return name == "del" || name == "moveFrom" || name == "Fallback" || name == "instrText" ||
         name == "pict";
}

class Body {
 public:
  Body(Document& document, xmlParserCtxtPtr parser) : builder_(document), parser_(parser) {}

  void Start(std::string_view name, std::string_view value);
  void End(std::string_view name);
  void Text(std::string_view text) {
    if (in_text_ && hidden_ == 0) builder_.AddText(text);
  }
  void RefuseEntities() {
    damaged_ = true;
    xmlStopParser(parser_);
  }
  std::optional<NoReport> Finish();

 private:
  DocumentBuilder builder_;
  xmlParserCtxtPtr parser_;
  size_t depth_ = 0;
  size_t hidden_ = 0;
  bool in_text_ = false;
  bool damaged_ = false;
};

int NumberOf(std::string_view text) {
  int number = 0;
  for (const char c : text.substr(0, 4)) {
    if (c < '0' || c > '9') return number;
    number = number * 10 + (c - '0');
  }
  return number;
}

void Body::Start(std::string_view name, std::string_view value) {
  ++depth_;
  hidden_ += IsHidden(name);
  if (hidden_ > 0) return;
  if (name == "t") {
    in_text_ = true;
  } else if (name == "p") {
    builder_.Break();
  } else if (name == "numPr") {
    builder_.SetItem(1);
  } else if (name == "ilvl") {
    builder_.SetItem(1 + std::min(NumberOf(value), 8));
  } else if (name == "tab") {
    builder_.AddText(" ");
  } else if (name == "br" || name == "cr") {
    builder_.Break();
  } else if (name == "tbl") {
    builder_.StartTable();
  } else if (name == "tr") {
    builder_.StartRow();
  } else if (name == "tc") {
    builder_.StartCell(1, 1, false);
  } else if (name == "gridSpan") {
    builder_.SetColumns(std::clamp(NumberOf(value), 1, kSpanMax));
  } else if (name == "vMerge" && value != "restart") {
    builder_.ContinueAbove();
  }
  if (!builder_.ok()) xmlStopParser(parser_);
}

void Body::End(std::string_view name) {
  depth_ -= depth_ > 0;
  if (hidden_ > 0) {
    hidden_ -= IsHidden(name);
    return;
  }
  if (name == "t") in_text_ = false;
  if (name == "p") builder_.Break();
  if (name == "tc") builder_.EndCell();
  if (name == "tbl") builder_.EndTable();
}

std::optional<NoReport> Body::Finish() {
  if (!builder_.ok()) return NoReport::kTooMuchText;
  if (damaged_ || parser_->wellFormed == 0) {
    return parser_->errNo == XML_ERR_INTERNAL_ERROR || depth_ >= kDepthMax ? NoReport::kTooDeep
                                                                           : NoReport::kDamagedXml;
  }
  builder_.Finish();
  return builder_.ok() ? std::nullopt : std::optional(NoReport::kTooMuchText);
}

Body& BodyOf(void* body) { return *static_cast<Body*>(body); }

std::string_view View(const xmlChar* name) { return reinterpret_cast<const char*>(name); }

// Word's own attributes are all called w:val; each is five pointers here.
std::string_view ValueOf(int count, const xmlChar** attributes) {
  for (int i = 0; i < count; ++i, attributes += 5) {
    if (View(attributes[0]) != "val") continue;
    return {reinterpret_cast<const char*>(attributes[3]),
            static_cast<size_t>(attributes[4] - attributes[3])};
  }
  return "";
}

xmlSAXHandler MakeHandler() {
  xmlSAXHandler handler;
  std::memset(&handler, 0, sizeof(handler));
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = [](void* body, const xmlChar* name, const xmlChar*, const xmlChar*, int,
                              const xmlChar**, int count, int, const xmlChar** attributes) {
    BodyOf(body).Start(View(name), ValueOf(count, attributes));
  };
  handler.endElementNs = [](void* body, const xmlChar* name, const xmlChar*, const xmlChar*) {
    BodyOf(body).End(View(name));
  };
  handler.characters = [](void* body, const xmlChar* text, int size) {
    BodyOf(body).Text({reinterpret_cast<const char*>(text), static_cast<size_t>(size)});
  };
  // The format has no document type; one that is there wants to declare entities.
  handler.internalSubset = [](void* body, const xmlChar*, const xmlChar*, const xmlChar*) {
    BodyOf(body).RefuseEntities();
  };
  return handler;
}

std::optional<NoReport> ReadBody(const std::string& xml, Document& document) {
  const std::unique_ptr<xmlParserCtxt, Close> parser(xmlNewParserCtxt());
  if (parser == nullptr) return NoReport::kTooMuchText;
  Body body(document, parser.get());
  *parser->sax = MakeHandler();
  parser->userData = &body;
  const xmlDocPtr tree =
      xmlCtxtReadMemory(parser.get(), xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (tree != nullptr) xmlFreeDoc(tree);
  return body.Finish();
}

}  // namespace

std::optional<NoReport> ReadDocx(std::string_view bytes, Document& document) {
  const Archive archive = OpenArchive(bytes);
  if (archive == nullptr) return NoReport::kDamagedZip;
  const auto unpacked = Unpack(archive.get(), "word/document.xml");
  if (const auto* refused = std::get_if<NoReport>(&unpacked)) return *refused;
  return ReadBody(std::get<std::string>(unpacked), document);
}

}  // namespace lienthong::inspect
