package national

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// cell is a cell as it stands between the delimiters, or between its outer quotes.
type cell struct {
	raw    string
	quoted bool
}

func (c cell) text() string {
	if !c.quoted {
		return c.raw
	}
	return strings.ReplaceAll(c.raw, `""`, `"`)
}

// row is one row; raw is all of it, without its line end.
type row struct {
	end   end
	cells []cell
	raw   string
}

func (r row) blank() bool { return len(r.cells) == 1 && !r.cells[0].quoted && r.cells[0].raw == "" }

// rows gives one row of RFC 4180 after the other. Behind a row that is not complete, reading goes on at the line after the
// one where it began: its quotes cannot be trusted.
type rows struct {
	text      string
	delimiter byte
	at        int
}

func (r *rows) next() (row, bool) {
	if r.at >= len(r.text) {
		return row{}, false
	}
	begin := r.at
	var out row
	for r.readCell(&out) {
	}
	out.raw = r.text[begin:r.at]
	if out.end != complete {
		if line := strings.IndexAny(r.text[begin:], "\r\n"); line >= 0 {
			r.at = begin + line
		} else {
			r.at = len(r.text)
		}
	}
	r.skip('\r')
	r.skip('\n')
	return out, true
}

func (r *rows) skip(c byte) {
	if r.at < len(r.text) && r.text[r.at] == c {
		r.at++
	}
}

func (r *rows) atLineEnd() bool { return r.text[r.at] == '\n' || r.text[r.at] == '\r' }

// readCell reads the cell here and moves to what ends it; true when another one follows.
func (r *rows) readCell(out *row) bool {
	if r.at < len(r.text) && r.text[r.at] == '"' {
		if !r.readQuoted(out) {
			return false
		}
	} else {
		begin := r.at
		for r.at < len(r.text) && r.text[r.at] != r.delimiter && !r.atLineEnd() {
			r.at++
		}
		out.cells = append(out.cells, cell{raw: r.text[begin:r.at]})
	}
	if r.at == len(r.text) || r.atLineEnd() {
		return false
	}
	if r.text[r.at] == r.delimiter {
		r.at++
		return true
	}
	out.end = malformed
	return false
}

func (r *rows) readQuoted(out *row) bool {
	r.at++
	begin := r.at
	for {
		quote := indexFrom(r.text, '"', r.at)
		if quote < 0 {
			r.at = len(r.text)
			out.end = truncated
			return false
		}
		r.at = quote
		if !strings.HasPrefix(r.text[r.at+1:], `"`) {
			break
		}
		r.at += 2
	}
	out.cells = append(out.cells, cell{raw: r.text[begin:r.at], quoted: true})
	r.at++
	return true
}

func readCSV(text string, sink Sink) error {
	all := &rows{text: text, delimiter: delimiterOf(text)}
	header, ok := all.next()
	if !ok || header.end != complete {
		return fmt.Errorf("%w: neither JSON nor CSV with a header", ErrUnreadable)
	}
	columns, err := columnsOf(header)
	if err != nil {
		return err
	}
	reader := rowReader{columns: columns, sink: sink}
	for {
		next, ok := all.next()
		if !ok {
			return nil
		}
		if next.blank() {
			continue
		}
		if err := reader.read(next); err != nil {
			return err
		}
	}
}

// delimiterOf is the one that makes more columns of the header.
func delimiterOf(text string) byte {
	comma, _ := (&rows{text: text, delimiter: ','}).next()
	semicolon, _ := (&rows{text: text, delimiter: ';'}).next()
	if len(semicolon.cells) > len(comma.cells) {
		return ';'
	}
	return ','
}

// columnsOf names the columns, "" for what is not of the national wire.
func columnsOf(header row) ([]string, error) {
	var columns []string
	count := map[string]int{}
	for _, c := range header.cells {
		name := sayable(strings.Trim(c.text(), " "))
		columns = append(columns, name)
		count[name]++
	}
	var missing []string
	for _, name := range []string{"MaHoSo", "MaTTHC", "TrangThaiHoSo"} {
		if count[name] == 0 {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		return nil, fmt.Errorf("%w: missing column %s", ErrUnreadable, strings.Join(missing, ", "))
	}
	for _, name := range columns {
		if count[name] > 1 && (scalarNames[name] || listNames[name]) {
			return nil, fmt.Errorf("%w: column %s stands twice", ErrUnreadable, name)
		}
	}
	return columns, nil
}

// rowReader turns rows into records.
type rowReader struct {
	columns []string
	sink    Sink
	number  int
}

func (r *rowReader) read(in row) error {
	r.number++
	if wrong := r.checkForm(in); wrong != nil {
		r.sink.Reject(Reject{r.number, r.dossierOf(in), wrong.field, wrong.reason})
		return nil
	}
	fields := newRecord()
	for i, name := range r.columns {
		r.takeCell(name, in.cells[i].text(), fields)
	}
	out, wrong := fields.write()
	if wrong != nil {
		r.sink.Reject(Reject{r.number, fields.dossier(), wrong.field, wrong.reason})
		return nil
	}
	return r.sink.Record(r.number, out)
}

func (r *rowReader) takeCell(name, text string, fields *record) {
	if scalarNames[name] {
		fields.takeText(name, text)
	}
	if !listNames[name] || strings.Trim(text, " ") == "" {
		return
	}
	v, err := parseJSON(text)
	if err != nil {
		fields.fail(name, "must be a JSON list")
		return
	}
	fields.takeList(name, v)
}

func (r *rowReader) fieldOf(place int) string {
	if place < len(r.columns) {
		return r.columns[place]
	}
	return ""
}

func (r *rowReader) checkForm(in row) *fault {
	switch {
	case in.end == truncated:
		return &fault{r.fieldOf(len(in.cells)), "truncated: the quoted cell has no end"}
	case in.end == malformed:
		return &fault{r.fieldOf(len(in.cells) - 1), "text behind the closing quote"}
	case len(in.cells) != len(r.columns):
		return &fault{"", fmt.Sprintf("%d cells where the header has %d", len(in.cells), len(r.columns))}
	case len(in.raw) > RecordBytesMax:
		largest := 0
		for i, c := range in.cells {
			if len(c.raw) > len(in.cells[largest].raw) {
				largest = i
			}
		}
		return &fault{r.fieldOf(largest), fmt.Sprintf("too large: a record has at most %d bytes", RecordBytesMax)}
	}
	// The whole row, not only what is read: elsewhere it would hide a wrong encoding.
	for i, c := range in.cells {
		if !utf8.ValidString(c.raw) {
			return &fault{r.fieldOf(i), errUTF8.Error()}
		}
	}
	return nil
}

// dossierOf is the code of a row whose form is at fault: only where the cells are sure to be those of the header.
func (r *rowReader) dossierOf(in row) string {
	if in.end != complete || len(in.cells) != len(r.columns) {
		return ""
	}
	fields := newRecord()
	for i, name := range r.columns {
		if name == "MaHoSo" {
			fields.takeText(name, in.cells[i].text())
		}
	}
	return fields.dossier()
}
