#include <libxml/HTMLparser.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <string>

#include "services/inspect/document_builder.h"
#include "services/inspect/reading.h"

namespace lienthong::inspect {
namespace {

using Names = std::set<std::string_view>;

// What a reader of the page does not read, or reads on every page.
const Names kHidden = {"head", "script", "style",  "noscript", "template", "svg",
                       "nav",  "select", "button", "iframe",   "object"};

// These end the paragraph before them.
const Names kBlocks = {"p",          "div",     "h1",         "h2",      "h3",      "h4",     "h5",
                       "h6",         "br",      "hr",         "ul",      "ol",      "dl",     "dt",
                       "dd",         "section", "article",    "main",    "header",  "footer", "pre",
                       "blockquote", "figure",  "figcaption", "caption", "address", "body"};

class Page {
 public:
  Page(Document& document, htmlParserCtxtPtr parser) : builder_(document), parser_(parser) {}

  void Start(std::string_view name, const xmlChar** attributes);
  void End(std::string_view name);
  void Text(std::string_view text) {
    if (hidden_ == 0) builder_.AddText(text);
  }
  std::optional<NoReport> Finish();

 private:
  static std::string_view Attribute(const xmlChar** attributes, std::string_view name);
  static int Span(std::string_view text);
  void StartShown(std::string_view name, const xmlChar** attributes);
  void StopIfTooMuch();

  DocumentBuilder builder_;
  htmlParserCtxtPtr parser_;
  size_t depth_ = 0;
  size_t hidden_ = 0;
  int lists_ = 0;
  bool too_deep_ = false;
};

std::string_view Page::Attribute(const xmlChar** attributes, std::string_view name) {
  for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
    if (name == reinterpret_cast<const char*>(attributes[0])) {
      return attributes[1] == nullptr ? "" : reinterpret_cast<const char*>(attributes[1]);
    }
  }
  return "";
}

int Page::Span(std::string_view text) {
  int span = 0;
  for (const char c : text.substr(0, 4)) {
    if (c < '0' || c > '9') break;
    span = span * 10 + (c - '0');
  }
  return std::clamp(span, 1, kSpanMax);
}

void Page::Start(std::string_view name, const xmlChar** attributes) {
  ++depth_;
  if (hidden_ > 0 || kHidden.contains(name)) {
    hidden_ += kHidden.contains(name);
    return StopIfTooMuch();
  }
  StartShown(name, attributes);
  StopIfTooMuch();
}

void Page::StartShown(std::string_view name, const xmlChar** attributes) {
  if (name == "table") {
    builder_.StartTable();
  } else if (name == "tr") {
    builder_.StartRow();
  } else if (name == "td" || name == "th") {
    builder_.StartCell(Span(Attribute(attributes, "colspan")),
                       Span(Attribute(attributes, "rowspan")), name == "th");
  } else if (name == "li") {
    builder_.Break();
    builder_.SetItem(std::max(lists_, 1));
  } else if (kBlocks.contains(name)) {
    builder_.Break();
    lists_ += name == "ul" || name == "ol";
  }
}

void Page::End(std::string_view name) {
  depth_ -= depth_ > 0;
  if (hidden_ > 0) {
    hidden_ -= kHidden.contains(name);
    return;
  }
  if (name == "table") {
    builder_.EndTable();
  } else if (name == "td" || name == "th") {
    builder_.EndCell();
  } else if (name == "li" || name == "tr" || kBlocks.contains(name)) {
    builder_.Break();
    if (name == "ul" || name == "ol") lists_ -= lists_ > 0;
  }
}

void Page::StopIfTooMuch() {
  too_deep_ = too_deep_ || depth_ > kDepthMax;
  if (too_deep_ || !builder_.ok()) xmlStopParser(parser_);
}

std::optional<NoReport> Page::Finish() {
  if (too_deep_) return NoReport::kTooDeep;
  builder_.Finish();
  if (!builder_.ok()) return NoReport::kTooMuchText;
  return std::nullopt;
}

Page& PageOf(void* page) { return *static_cast<Page*>(page); }

std::string_view View(const xmlChar* name) { return reinterpret_cast<const char*>(name); }

htmlSAXHandler MakeHandler() {
  htmlSAXHandler handler;
  std::memset(&handler, 0, sizeof(handler));
  handler.startElement = [](void* page, const xmlChar* name, const xmlChar** attributes) {
    PageOf(page).Start(View(name), attributes);
  };
  handler.endElement = [](void* page, const xmlChar* name) { PageOf(page).End(View(name)); };
  handler.characters = [](void* page, const xmlChar* text, int size) {
    PageOf(page).Text({reinterpret_cast<const char*>(text), static_cast<size_t>(size)});
  };
  handler.ignorableWhitespace = handler.characters;
  return handler;
}

struct FreeParser {
  void operator()(htmlParserCtxtPtr parser) const { htmlFreeParserCtxt(parser); }
};

}  // namespace

std::optional<NoReport> ReadHtml(std::string_view bytes, Document& document) {
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(htmlNewParserCtxt());
  if (parser == nullptr) return NoReport::kTooMuchText;
  Page page(document, parser.get());
  *parser->sax = MakeHandler();
  parser->userData = &page;
  // Where the page is UTF-8, its own declaration does not matter; else it must be right.
  const bool utf8 = IsUtf8(bytes);
  const htmlDocPtr tree = htmlCtxtReadMemory(
      parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, utf8 ? "UTF-8" : nullptr,
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  if (tree != nullptr) xmlFreeDoc(tree);
  return page.Finish();
}

}  // namespace lienthong::inspect
