#include <utf8proc.h>

#include <cstdlib>
#include <memory>

#include "services/inspect/figures.h"

namespace lienthong::inspect {
namespace {

// The five marks of tone; they stand on whichever vowel the writer's school puts them.
bool IsTone(utf8proc_int32_t c) {
  return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

// Eth looks like Đ and is typed for it.
utf8proc_int32_t Lower(utf8proc_int32_t c) {
  if (c == 0xD0 || c == 0xF0) return 0x111;
  return utf8proc_tolower(c);
}

void Append(std::string& text, utf8proc_int32_t c) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t size = utf8proc_encode_char(c, bytes);
  text.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

bool IsVowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

// "ty" and "ti", "quy" and "qui" are two spellings of one sound; "tay" and "tai" are two words.
void UnifyFinalY(std::string& letters) {
  if (letters.size() < 2 || letters.back() != 'y') return;
  const char before = letters[letters.size() - 2];
  const bool after_qu = letters.size() >= 3 && before == 'u' && letters[letters.size() - 3] == 'q';
  if (after_qu || (!IsVowel(before) && static_cast<unsigned char>(before) < 0x80)) {
    letters.back() = 'i';
  }
}

}  // namespace

std::string FoldWord(std::string_view word) {
  std::string letters;
  std::string tones;
  utf8proc_uint8_t* parts = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(word.data()),
                   static_cast<utf8proc_ssize_t>(word.size()), &parts,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(parts, std::free);
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(parts + at, size - at, &c);
    if (length <= 0) break;
    Append(IsTone(c) ? tones : letters, Lower(c));
    at += length;
  }
  UnifyFinalY(letters);
  return letters + tones;
}

}  // namespace lienthong::inspect
