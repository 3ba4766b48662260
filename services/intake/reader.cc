#include "services/intake/reader.h"

#include "services/intake/text_encoding.h"

namespace lienthong::intake {

absl::StatusOr<Envelope> ReadFile(std::string_view bytes, OnRecord on_record, OnReject on_reject,
                                  size_t* read) {
  const std::string_view text = WithoutByteOrderMark(bytes);
  const size_t first = text.find_first_not_of(" \t\r\n");
  const bool is_json =
      first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  return is_json ? ReadNationalJson(bytes, on_record, on_reject, read)
                 : ReadCsv(bytes, on_record, on_reject, read);
}

}  // namespace lienthong::intake
