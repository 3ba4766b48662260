// Package national reads files of dossier updates: the national JSON form (DongBoHoSoMC, CapNhatTienDoHoSoMC; with an envelope or a
// bare list) and CSV with the same field names.
//
// What leaves it are SourceRecords: names, numbers of people, addresses, phones, free text and links are never copied
// out of a file. One bad record never sinks the others; it is reported with its number, its field and a reason, never with a value.
// The node's own reader (services/intake) gives the same records and the same rejects; a test holds that.
package national

import (
	"errors"
	"strings"

	v1 "lienthong.example/go/gen/lienthong/v1"
)

// RecordBytesMax bounds a record, with everything in it: a runaway free text or an embedded file stays out.
const RecordBytesMax = 1 << 20

// Reject is a record that does not go in.
type Reject struct {
	// Number is its place in the file, from 1; a CSV header is not counted.
	Number int
	// Dossier is its code where it has a valid one, else "".
	Dossier string
	// Field is the national name of the field at fault, "" for the record as a whole.
	Field  string
	Reason string
}

// Sink takes what a file holds, in its order. An error of Record ends the reading and becomes its result.
type Sink struct {
	Record func(number int, record *v1.SourceRecord) error
	Reject func(Reject)
}

// ErrUnreadable: neither JSON nor CSV of the national form; nothing was delivered then.
var ErrUnreadable = errors.New("the file cannot be read")

// Read reads JSON when the first character is a bracket or a brace, else CSV.
func Read(data []byte, sink Sink) error {
	text := strings.TrimPrefix(string(data), "\xef\xbb\xbf")
	if first := skipSpace(text, 0); first < len(text) && (text[first] == '{' || text[first] == '[') {
		return readJSON(text, first, sink)
	}
	return readCSV(text, sink)
}
