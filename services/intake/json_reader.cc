#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "services/intake/json_scanner.h"
#include "services/intake/national_record.h"
#include "services/intake/reader.h"
#include "services/intake/text_encoding.h"
#include "storage/base/status.h"

namespace lienthong::intake {
namespace {

constexpr std::string_view kTruncatedRecord =
    "truncated: the record has no end; send the file again";
constexpr std::string_view kTruncatedList = "truncated: the list has no end; send the file again";
constexpr std::string_view kTrailing = "not read: text behind the end of the list";
constexpr std::string_view kBroken = "not well-formed JSON";

std::string_view ReasonOf(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return "not UTF-8";
    case simdjson::UNESCAPED_CHARS:
      return "has a control character that is not escaped";
    default:
      return kBroken;
  }
}

// Bytes that may be read again in search of the next whole record, beyond four
// times the file: about a tenth of a second.
constexpr size_t kRecoveryBytesMin = size_t{64} << 20;

// Parses one value after the other, in one buffer.
class ValueParser {
 public:
  // `value` lies inside `text`, whose tail serves as simdjson's padding where it
  // is long enough; only at the very end is the value copied. What is found is
  // valid until the next call.
  simdjson::error_code Parse(std::string_view text, std::string_view value,
                             simdjson::dom::element& found) {
    const size_t behind =
        static_cast<size_t>(text.data() + text.size() - value.data()) - value.size();
    const bool copy = behind < simdjson::SIMDJSON_PADDING;
    return parser_.parse(value.data(), value.size(), copy).get(found);
  }

 private:
  simdjson::dom::parser parser_{kRecordBytesMax};
};

// Where the list stands.
enum class Form { kBareList, kEnvelope };

// Whether nothing but the rest of the envelope, if there is one, stands behind the
// list that ends at `at`.
bool IsSoundTail(std::string_view text, size_t at, Form form) {
  at = SkipJsonSpace(text, at);
  while (form == Form::kEnvelope && at < text.size() && text[at] == ',') {
    at = SkipJsonSpace(text, at + 1);
    if (!ReadJsonMember(text, at)) return false;
    at = SkipJsonSpace(text, at);
  }
  if (form == Form::kBareList) return at == text.size();
  return at < text.size() && text[at] == '}' && SkipJsonSpace(text, at + 1) == text.size();
}

// Reads the elements of one list.
class ElementReader {
 public:
  ElementReader(std::string_view text, Form form, std::string_view unit, OnRecord on_record,
                OnReject on_reject, size_t* read)
      : text_(text),
        form_(form),
        unit_(unit),
        on_record_(on_record),
        on_reject_(on_reject),
        read_(read),
        recovery_bytes_left_(4 * text.size() + kRecoveryBytesMin) {}

  // Reads from `at`, just behind the opening bracket, to the closing one.
  absl::Status ReadList(size_t at);

 private:
  absl::Status ReadElement();
  void ReadListEnd();
  bool EndsElement(size_t at) const;
  void SkipBroken(size_t begin, bool truncated);
  absl::Status Deliver(simdjson::dom::object object);
  void RejectElement(std::string_view dossier, std::string_view field, std::string_view reason);
  bool ExplainFault(std::string_view element, simdjson::error_code error);
  bool ExplainSize(std::string_view element);
  std::string PeekDossier(const std::vector<JsonMember>& members);
  std::optional<size_t> FindRecord(size_t from, size_t until);

  const std::string_view text_;
  const Form form_;
  const std::string_view unit_;
  const OnRecord on_record_;
  const OnReject on_reject_;
  size_t* const read_;
  ValueParser parser_;
  uint64_t number_ = 0;
  size_t at_ = 0;
  bool ended_ = false;
  // A file that is broken on purpose could ask for its own length squared; a real
  // one needs its own length once.
  size_t recovery_bytes_left_;
};

absl::Status ElementReader::ReadList(size_t at) {
  at_ = at;
  while (!ended_) {
    at_ = SkipJsonSpace(text_, at_);
    if (at_ == text_.size() || text_[at_] == ']') {
      ReadListEnd();
    } else if (text_[at_] == ',') {
      ++at_;
    } else {
      RETURN_IF_ERROR(ReadElement());
    }
  }
  return absl::OkStatus();
}

// Reads the closing bracket at at_, or finds that there is none. A bracket that is
// not followed by what may follow the list is a stray one while records follow.
void ElementReader::ReadListEnd() {
  const bool closed = at_ < text_.size();
  if (closed && IsSoundTail(text_, at_ + 1, form_)) ended_ = true;
  if (ended_) return;
  ++number_;
  const auto next = closed ? FindRecord(at_ + 1, text_.size()) : std::nullopt;
  const bool cut = !closed || SkipJsonSpace(text_, at_ + 1) == text_.size();
  RejectElement({}, "", next ? kBroken : cut ? kTruncatedList : kTrailing);
  ended_ = !next;
  at_ = next.value_or(text_.size());
}

// Reads the element at at_ and moves behind it.
absl::Status ElementReader::ReadElement() {
  ++number_;
  const size_t begin = at_;
  const JsonExtent extent = MeasureJson(text_.substr(begin));
  const bool object = text_[begin] == '{';
  // A list inside the list is a stray bracket, with records inside.
  const bool stray = text_[begin] == '[' || (!object && !EndsElement(begin + extent.size));
  if (!extent.complete() || stray) {
    SkipBroken(begin, extent.end == JsonExtent::End::kTruncated);
    return absl::OkStatus();
  }
  const std::string_view element = text_.substr(begin, extent.size);
  at_ = begin + extent.size;
  if (read_ != nullptr) *read_ = at_;
  if (!object) {
    RejectElement({}, "", "must be an object");
    return absl::OkStatus();
  }
  bool sound = true;
  if (element.size() > kRecordBytesMax) {
    sound = ExplainSize(element);
  } else {
    simdjson::dom::element value;
    const simdjson::error_code error = parser_.Parse(text_, element, value);
    if (error == simdjson::SUCCESS) return Deliver(value.get_object().value_unsafe());
    sound = ExplainFault(element, error);
  }
  // What is not built of members may have swallowed its successors.
  if (!sound) at_ = FindRecord(begin + 1, at_).value_or(at_);
  return absl::OkStatus();
}

bool ElementReader::EndsElement(size_t at) const {
  at = SkipJsonSpace(text_, at);
  return at == text_.size() || text_[at] == ',' || text_[at] == ']';
}

// Rejects what begins at `begin` and goes on at the next whole record: once
// brackets or quotes do not match, nothing before it can be told apart.
void ElementReader::SkipBroken(size_t begin, bool truncated) {
  const auto next = FindRecord(begin + 1, text_.size());
  RejectElement({}, "", truncated && !next ? kTruncatedRecord : kBroken);
  ended_ = !next;
  at_ = next.value_or(text_.size());
}

absl::Status ElementReader::Deliver(simdjson::dom::object object) {
  NationalRecord fields;
  for (const auto& [name, value] : object) fields.TakeMember(name, value);
  v1::SourceRecord record;
  if (const auto fault = fields.Write(record)) {
    RejectElement(fields.Dossier(), fault->field, fault->reason);
    return absl::OkStatus();
  }
  if (record.reporting_unit().empty()) record.set_reporting_unit(std::string(unit_));
  return on_record_(number_, std::move(record));
}

void ElementReader::RejectElement(std::string_view dossier, std::string_view field,
                                  std::string_view reason) {
  on_reject_(Reject{.number = number_,
                    .dossier = std::string(dossier),
                    .field = std::string(field),
                    .reason = std::string(reason)});
}

// Rejects an element that does not parse, by the first member that does not. False
// when it is not even built of members.
bool ElementReader::ExplainFault(std::string_view element, simdjson::error_code error) {
  const auto members = JsonMembers(element);
  if (!members) {
    RejectElement({}, "", ReasonOf(error));
    return false;
  }
  const std::string dossier = PeekDossier(*members);
  for (const JsonMember& member : *members) {
    simdjson::dom::element value;
    const simdjson::error_code member_error = parser_.Parse(text_, member.value, value);
    if (member_error == simdjson::SUCCESS) continue;
    RejectElement(dossier, SayableName(member.name), ReasonOf(member_error));
    return true;
  }
  RejectElement(dossier, "", ReasonOf(error));
  return true;
}

// Rejects an element that is too large, by its largest member.
bool ElementReader::ExplainSize(std::string_view element) {
  const std::string reason =
      fmt::format("too large: a record has at most {} bytes", kRecordBytesMax);
  const auto members = JsonMembers(element);
  if (!members || members->empty()) {
    RejectElement({}, "", reason);
    return members.has_value();
  }
  const auto largest = std::max_element(
      members->begin(), members->end(),
      [](const JsonMember& a, const JsonMember& b) { return a.value.size() < b.value.size(); });
  RejectElement(PeekDossier(*members), SayableName(largest->name), reason);
  return true;
}

// The dossier's code of an element that does not parse as a whole.
std::string ElementReader::PeekDossier(const std::vector<JsonMember>& members) {
  NationalRecord fields;
  for (const JsonMember& member : members) {
    simdjson::dom::element value;
    if (member.name == "MaHoSo" && member.value.size() <= kTextBytesMax &&
        parser_.Parse(text_, member.value, value) == simdjson::SUCCESS) {
      fields.TakeMember(member.name, value);
    }
  }
  return fields.Dossier();
}

// The place of the next object in [from, until) that is whole and has a MaHoSo of
// its own; objects of nested lists have none.
std::optional<size_t> ElementReader::FindRecord(size_t from, size_t until) {
  const std::string_view text = text_.substr(0, until);
  size_t at = text.find('{', from);
  while (at != std::string_view::npos) {
    const size_t inside = SkipJsonSpace(text, at + 1);
    const std::string_view candidate = text.substr(at, kRecordBytesMax);
    size_t next = at + 1;
    if (inside < text.size() && text[inside] == '"') {
      const JsonExtent extent = MeasureJson(candidate);
      if (extent.size > recovery_bytes_left_) return std::nullopt;
      recovery_bytes_left_ -= extent.size;
      const auto members =
          extent.complete() ? JsonMembers(candidate.substr(0, extent.size)) : std::nullopt;
      if (members && std::any_of(members->begin(), members->end(),
                                 [](const JsonMember& m) { return m.name == "MaHoSo"; })) {
        return at;
      }
      if (members) next = at + extent.size;
    }
    at = text.find('{', next);
  }
  return std::nullopt;
}

// The envelope around the list: `isUpdating`, `service` and `session` are not read.
class EnvelopeReader {
 public:
  explicit EnvelopeReader(std::string_view text) : text_(text) {}

  // Looks at every member from `at`, just behind the opening brace, on: the unit
  // may stand behind the list.
  absl::Status Read(size_t at);
  // The place of the opening bracket of the list, where there is one.
  std::optional<size_t> data() const { return data_; }
  const Envelope& envelope() const { return envelope_; }

 private:
  std::optional<size_t> DataAt(size_t at) const;
  absl::Status TakeUnit(const JsonMember& member);

  const std::string_view text_;
  Envelope envelope_;
  std::optional<size_t> data_;
};

absl::Status EnvelopeReader::Read(size_t at) {
  while (true) {
    at = SkipJsonSpace(text_, at);
    if (const auto data = DataAt(at)) {
      if (data_) return InvalidArgument("the file: data stands twice");
      data_ = data;
    }
    // A list that is cut off or broken is no member, but is read as far as it goes.
    const auto member = ReadJsonMember(text_, at);
    if (!member) return absl::OkStatus();
    RETURN_IF_ERROR(TakeUnit(*member));
    at = SkipJsonSpace(text_, at);
    if (at == text_.size() || text_[at] != ',') return absl::OkStatus();
    ++at;
  }
}

// The place of the list when the member at `at` is `data` and holds one.
std::optional<size_t> EnvelopeReader::DataAt(size_t at) const {
  constexpr std::string_view kName = "\"data\"";
  if (text_.substr(at, kName.size()) != kName) return std::nullopt;
  const size_t colon = SkipJsonSpace(text_, at + kName.size());
  if (text_.substr(colon, 1) != ":") return std::nullopt;
  const size_t value = SkipJsonSpace(text_, colon + 1);
  if (text_.substr(value, 1) != "[") return std::nullopt;
  return value;
}

absl::Status EnvelopeReader::TakeUnit(const JsonMember& member) {
  if (member.name != "madonvi" && member.name != "MaDinhDanhDV") return absl::OkStatus();
  ValueParser parser;
  simdjson::dom::element value;
  const simdjson::error_code error = parser.Parse(text_, member.value, value);
  if (error != simdjson::SUCCESS) {
    return InvalidArgument("the file, {}: {}", member.name, ReasonOf(error));
  }
  const auto text = JsonText(value);
  if (!text || text->size() > kTextBytesMax) {
    return InvalidArgument("the file, {}: must be a text of at most {} bytes", member.name,
                           kTextBytesMax);
  }
  if (envelope_.unit.empty()) envelope_.unit = *text;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Envelope> ReadNationalJson(std::string_view bytes, OnRecord on_record,
                                          OnReject on_reject, size_t* read) {
  const std::string_view text = WithoutByteOrderMark(bytes);
  const size_t first = SkipJsonSpace(text, 0);
  if (first == text.size() || (text[first] != '{' && text[first] != '[')) {
    return InvalidArgument("the file: neither a JSON object nor a JSON list");
  }
  const Form form = text[first] == '{' ? Form::kEnvelope : Form::kBareList;
  EnvelopeReader envelope(text);
  if (form == Form::kEnvelope) {
    RETURN_IF_ERROR(envelope.Read(first + 1));
    if (!envelope.data()) {
      return InvalidArgument("the file: no list \"data\" of records, or truncated before it");
    }
  }
  ElementReader elements(text, form, envelope.envelope().unit, on_record, on_reject, read);
  RETURN_IF_ERROR(elements.ReadList(envelope.data().value_or(first) + 1));
  return envelope.envelope();
}

}  // namespace lienthong::intake
