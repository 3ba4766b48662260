package national

import (
	"fmt"
	"strings"
)

const (
	truncatedRecord = "truncated: the record has no end; send the file again"
	truncatedList   = "truncated: the list has no end; send the file again"
	trailing        = "not read: text behind the end of the list"
)

// recoveryBytesMin: bytes that may be read again in search of the next whole record, beyond four times the file.
const recoveryBytesMin = 64 << 20

func readJSON(text string, first int, sink Sink) error {
	e := &elements{text: text, sink: sink, enveloped: text[first] == '{', recovery: 4*len(text) + recoveryBytesMin}
	data := first
	if e.enveloped {
		var err error
		if data, e.unit, err = readEnvelope(text, first+1); err != nil {
			return err
		}
		if data < 0 {
			return fmt.Errorf("%w: no list \"data\" of records, or truncated before it", ErrUnreadable)
		}
	}
	return e.readList(data + 1)
}

// readEnvelope looks at every member from `at` on: the place of the list's bracket, or -1, and the unit, which may stand behind
// the list.
func readEnvelope(text string, at int) (data int, unit string, err error) {
	data = -1
	for {
		at = skipSpace(text, at)
		if place := dataAt(text, at); place >= 0 {
			if data >= 0 {
				return 0, "", fmt.Errorf("%w: data stands twice", ErrUnreadable)
			}
			data = place
		}
		// A list that is cut off or broken is no member, but is read as far as it goes.
		m, behind := readMember(text, at)
		if behind < 0 {
			return data, unit, nil
		}
		if m.name == "madonvi" || m.name == "MaDinhDanhDV" {
			found, err := unitOf(m)
			if err != nil {
				return 0, "", err
			}
			if unit == "" {
				unit = found
			}
		}
		at = skipSpace(text, behind)
		if at == len(text) || text[at] != ',' {
			return data, unit, nil
		}
		at++
	}
}

func dataAt(text string, at int) int {
	const name = `"data"`
	if at > len(text) || !strings.HasPrefix(text[at:], name) {
		return -1
	}
	colon := skipSpace(text, at+len(name))
	if colon == len(text) || text[colon] != ':' {
		return -1
	}
	if begin := skipSpace(text, colon+1); begin < len(text) && text[begin] == '[' {
		return begin
	}
	return -1
}

func unitOf(m rawMember) (string, error) {
	v, err := parseJSON(m.value)
	if err != nil {
		return "", fmt.Errorf("%w, %s: %w", ErrUnreadable, m.name, err)
	}
	text, ok := v.single()
	if !ok || len(text) > textBytesMax {
		return "", fmt.Errorf("%w, %s: must be a text of at most %d bytes", ErrUnreadable, m.name, textBytesMax)
	}
	return text, nil
}

// elements reads the elements of one list.
type elements struct {
	text      string
	sink      Sink
	enveloped bool
	unit      string
	number    int
	at        int
	ended     bool
	// A file that is broken on purpose could ask for its own length squared.
	recovery int
}

// readList reads from just behind the opening bracket to the closing one.
func (e *elements) readList(at int) error {
	e.at = at
	for !e.ended {
		e.at = skipSpace(e.text, e.at)
		switch {
		case e.at == len(e.text) || e.text[e.at] == ']':
			e.readListEnd()
		case e.text[e.at] == ',':
			e.at++
		default:
			if err := e.readElement(); err != nil {
				return err
			}
		}
	}
	return nil
}

// readListEnd reads the closing bracket, or finds that there is none. A bracket that is not followed by what may follow the list is a
// stray one while records follow.
func (e *elements) readListEnd() {
	closed := e.at < len(e.text)
	if closed && e.soundTail(e.at+1) {
		e.ended = true
		return
	}
	e.number++
	next := -1
	if closed {
		next = e.findRecord(e.at+1, len(e.text))
	}
	reason := trailing
	if !closed || skipSpace(e.text, e.at+1) == len(e.text) {
		reason = truncatedList
	}
	if next >= 0 {
		reason = errBroken.Error()
	}
	e.reject("", "", reason)
	e.goOnAt(next)
}

func (e *elements) goOnAt(next int) {
	e.ended = next < 0
	e.at = next
	if next < 0 {
		e.at = len(e.text)
	}
}

// soundTail tells whether nothing but the rest of the envelope stands behind the list.
func (e *elements) soundTail(at int) bool {
	at = skipSpace(e.text, at)
	for e.enveloped && at < len(e.text) && e.text[at] == ',' {
		_, behind := readMember(e.text, skipSpace(e.text, at+1))
		if behind < 0 {
			return false
		}
		at = skipSpace(e.text, behind)
	}
	if !e.enveloped {
		return at == len(e.text)
	}
	return at < len(e.text) && e.text[at] == '}' && skipSpace(e.text, at+1) == len(e.text)
}

// readElement reads the element here and moves behind it.
func (e *elements) readElement() error {
	e.number++
	begin := e.at
	how, size := measure(e.text[begin:])
	object := e.text[begin] == '{'
	// A list inside the list is a stray bracket, with records inside.
	stray := e.text[begin] == '[' || (!object && !e.endsElement(begin+size))
	if how != complete || stray {
		e.skipBroken(begin, how == truncated)
		return nil
	}
	element := e.text[begin : begin+size]
	e.at = begin + size
	if !object {
		e.reject("", "", "must be an object")
		return nil
	}
	var sound bool
	if len(element) > RecordBytesMax {
		sound = e.explainSize(element)
	} else {
		v, err := parseJSON(element)
		if err == nil {
			return e.deliver(v)
		}
		sound = e.explainFault(element, err)
	}
	// What is not built of members may have swallowed its successors.
	if !sound {
		if next := e.findRecord(begin+1, e.at); next >= 0 {
			e.at = next
		}
	}
	return nil
}

func (e *elements) endsElement(at int) bool {
	at = skipSpace(e.text, at)
	return at == len(e.text) || e.text[at] == ',' || e.text[at] == ']'
}

// skipBroken rejects what begins here and goes on at the next whole record.
func (e *elements) skipBroken(begin int, cut bool) {
	next := e.findRecord(begin+1, len(e.text))
	reason := errBroken.Error()
	if cut && next < 0 {
		reason = truncatedRecord
	}
	e.reject("", "", reason)
	e.goOnAt(next)
}

func (e *elements) deliver(v value) error {
	fields := newRecord()
	for _, m := range v.members {
		fields.takeMember(m.name, m.value)
	}
	out, wrong := fields.write()
	if wrong != nil {
		e.reject(fields.dossier(), wrong.field, wrong.reason)
		return nil
	}
	if out.ReportingUnit == "" {
		out.ReportingUnit = e.unit
	}
	return e.sink.Record(e.number, out)
}

func (e *elements) reject(dossier, field, reason string) {
	e.sink.Reject(Reject{e.number, dossier, field, reason})
}

// explainFault rejects an element that does not parse, by the first member that does not; false when it is not even built of
// members.
func (e *elements) explainFault(element string, err error) bool {
	members, ok := membersOf(element)
	if !ok {
		e.reject("", "", err.Error())
		return false
	}
	dossier := peekDossier(members)
	for _, m := range members {
		if _, wrong := parseJSON(m.value); wrong != nil {
			e.reject(dossier, sayable(m.name), wrong.Error())
			return true
		}
	}
	e.reject(dossier, "", err.Error())
	return true
}

// explainSize rejects an element that is too large, by its largest member.
func (e *elements) explainSize(element string) bool {
	reason := fmt.Sprintf("too large: a record has at most %d bytes", RecordBytesMax)
	members, ok := membersOf(element)
	if !ok || len(members) == 0 {
		e.reject("", "", reason)
		return ok
	}
	largest := members[0]
	for _, m := range members {
		if len(m.value) > len(largest.value) {
			largest = m
		}
	}
	e.reject(peekDossier(members), sayable(largest.name), reason)
	return true
}

// peekDossier is the code of an element that does not parse as a whole.
func peekDossier(members []rawMember) string {
	fields := newRecord()
	for _, m := range members {
		if m.name == "MaHoSo" && len(m.value) <= textBytesMax {
			if v, err := parseJSON(m.value); err == nil {
				fields.takeMember(m.name, v)
			}
		}
	}
	return fields.dossier()
}

// findRecord is the place of the next object that is whole and has a MaHoSo of its own; objects of nested lists have none. -1: there
// is none.
func (e *elements) findRecord(from, until int) int {
	text := e.text[:until]
	at := indexFrom(text, '{', from)
	for at >= 0 {
		inside := skipSpace(text, at+1)
		candidate := text[at:min(at+RecordBytesMax, len(text))]
		next := at + 1
		if inside < len(text) && text[inside] == '"' {
			how, size := measure(candidate)
			if size > e.recovery {
				return -1
			}
			e.recovery -= size
			if how == complete {
				if members, ok := membersOf(candidate[:size]); ok {
					for _, m := range members {
						if m.name == "MaHoSo" {
							return at
						}
					}
					next = at + size
				}
			}
		}
		at = indexFrom(text, '{', next)
	}
	return -1
}

func indexFrom(text string, c byte, from int) int {
	if from >= len(text) {
		return -1
	}
	at := strings.IndexByte(text[from:], c)
	if at < 0 {
		return -1
	}
	return from + at
}
