// Reads the claims of a table.
//
// Two manners are known. Where columns say what is counted (form II.06a: received, resolved,
// open), each row is a unit, and its figures are that unit's; the row "Tổng cộng" is the whole.
// Where rows say it ("Đã giải quyết", "- Đúng hạn", "Tiến độ giải quyết"), columns say in which
// unit: a number, a rate, a score, the greatest score, the country's average.
//
// Cells that hold whole sentences (tables that only lay out a page) are read as paragraphs.
#pragma once

#include <cstddef>

#include "services/inspect/claim_reader.h"
#include "services/inspect/table_columns.h"

namespace lienthong::inspect {

// Adds the claims of `table`, the `number`-th of the document, to `claims`. `block` is its place
// in the document; both count from 1.
void ReadTable(const Grid& table, size_t number, size_t block, const Legend& legend, Claims& claims,
               ClaimReader& reader);

}  // namespace lienthong::inspect
