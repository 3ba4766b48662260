// A check in words: its title, its arithmetic, and why it fails.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/language.h"
#include "services/inspect/inspect.h"

namespace lienthong::cli {

// "379 hồ sơ tiếp nhận không nằm ở phần nào".
std::string TitleOf(Language language, const inspect::Inspection& inspection,
                    const inspect::Check& check);

// "19.933 (tiếp nhận) = 18.057 (đã giải quyết) + 1.497 (đang giải quyết) + 379 (không nêu)".
std::string ArithmeticOf(Language language, const inspect::Inspection& inspection,
                         const inspect::Check& check);

// Why a check that fails, fails; "" for one that holds.
std::string ExplanationOf(Language language, const inspect::Inspection& inspection,
                          const inspect::Check& check);

// The sentences of its figures, shortened around them; each once, at most three.
std::vector<std::string> SentencesOf(const inspect::Inspection& inspection,
                                     const inspect::Check& check);

}  // namespace lienthong::cli
