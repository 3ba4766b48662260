// The looks of a page, as literals.
#pragma once

namespace lienthong::report {

// The margins are those of administrative documents (Nghị định 30/2020/NĐ-CP, phụ lục I:
// 20-25 mm above and below, 30-35 mm left, 15-20 mm right). Wide tables print on a
// landscape sheet. Figures have equal widths, so that columns line up.
inline constexpr char kStyle[] = R"css(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 60rem; color: #111; background: #fff;
  font: 1.05rem/1.55 "Times New Roman", "Liberation Serif", "Noto Serif", serif; }
h1 { font-size: 1.45rem; line-height: 1.3; text-align: center; margin: 0 0 .25rem; }
.en { font-style: italic; font-weight: normal; }
h1 + .en, .frame { text-align: center; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 1.6rem 0 .5rem; break-after: avoid; }
p { margin: .5rem 0; text-align: justify; }
.notice { border: 2px solid #8a1c00; border-left-width: .6rem; padding: .5rem .8rem;
  margin: 1rem 0; color: #6b1600; font-weight: bold; text-align: left; }
.figure { white-space: nowrap; font-variant-numeric: tabular-nums; }
sup { line-height: 0; }
sup a { text-decoration: none; padding: 0 .15em; }
a { color: #0b3d91; }
a:focus-visible { outline: 2px solid #0b3d91; }
.table { overflow-x: auto; margin: 1rem 0 .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; line-height: 1.3; }
caption { font-weight: bold; text-align: left; padding: .25rem 0; caption-side: top; }
th, td { border: 1px solid #555; padding: .25rem .4rem; vertical-align: middle; }
thead th { text-align: center; background: #eef1f6; }
thead .number { font-style: italic; text-align: center; padding: .1rem; }
tbody th { text-align: left; font-weight: normal; min-width: 11rem; }
td.count { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.total th, tr.total td { font-weight: bold; background: #f6f6f6; }
.remarks { margin: .25rem 0 0; padding: 0; list-style: none; font-size: .92rem; }
.notes { border-top: 1px solid #555; margin-top: 2rem; font-size: .88rem; }
.notes ol { padding-left: 1.8rem; }
.made { font-size: .88rem; color: #333; border-top: 1px solid #ccc; padding-top: .5rem; }
@page { size: A4; margin: 20mm 15mm 20mm 30mm; }
@page wide { size: A4 landscape; margin: 20mm 15mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 13pt; line-height: 1.35; }
  .wide { page: wide; }
  .wide table { font-size: 9.5pt; }
  .wide th, .wide td { padding: 1mm; }
  .wide tbody th { min-width: 40mm; }
  .table { overflow: visible; }
  thead { display: table-header-group; }
  tr, .notice, .remarks li { break-inside: avoid; }
  .notes { font-size: 10pt; }
  a { color: inherit; }
}
)css";

}  // namespace lienthong::report
