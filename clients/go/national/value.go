package national

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Why a value is none. The words stand in rejects.
var (
	errBroken  = errors.New("not well-formed JSON")
	errUTF8    = errors.New("not UTF-8")
	errControl = errors.New("has a control character that is not escaped")
)

type kind int

const (
	kindNull kind = iota
	kindText      // a string, a number or a truth, as text
	kindList
	kindObject
)

// value is a JSON value. Every single one is text: senders write numbers as strings and strings as numbers.
type value struct {
	kind    kind
	text    string
	isText  bool // it was a string
	items   []value
	members []member // in their order, repeated names included
}

type member struct {
	name  string
	value value
}

// single is the value as text without white space around it; false for a list or an object.
func (v value) single() (string, bool) {
	if v.kind == kindList || v.kind == kindObject {
		return "", false
	}
	return trim(v.text), true
}

// first is the first member of that name.
func (v value) first(name string) (value, bool) {
	for _, m := range v.members {
		if m.name == name {
			return m.value, true
		}
	}
	return value{}, false
}

func trim(text string) string { return strings.Trim(text, " \t\r\n") }

// parseJSON reads one value strictly (RFC 8259), nothing behind it.
func parseJSON(text string) (value, error) {
	if hasBareControl(text) {
		return value{}, errControl
	}
	if !utf8.ValidString(text) {
		return value{}, errUTF8
	}
	p := parser{text: text}
	p.skipSpace()
	v, ok := p.value(0)
	p.skipSpace()
	if !ok || p.at != len(text) {
		return value{}, errBroken
	}
	return v, nil
}

func hasBareControl(text string) bool {
	inside := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inside = !inside
		case !inside:
		case c == '\\':
			i++
		case c < 0x20:
			return true
		}
	}
	return false
}

type parser struct {
	text string
	at   int
}

func (p *parser) skipSpace() { p.at = skipSpace(p.text, p.at) }

func (p *parser) take(c byte) bool {
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) value(depth int) (value, bool) {
	if p.at == len(p.text) || depth > depthMax {
		return value{}, false
	}
	switch p.text[p.at] {
	case '{':
		return p.object(depth)
	case '[':
		return p.list(depth)
	case '"':
		text, ok := p.str()
		return value{kind: kindText, text: text, isText: true}, ok
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(p.text[p.at:], word) {
			p.at += len(word)
			if word == "null" {
				return value{}, true
			}
			return value{kind: kindText, text: word}, true
		}
	}
	return p.number()
}

func (p *parser) object(depth int) (value, bool) {
	v := value{kind: kindObject}
	p.at++
	p.skipSpace()
	if p.take('}') {
		return v, true
	}
	for {
		if p.at == len(p.text) || p.text[p.at] != '"' {
			return v, false
		}
		name, ok := p.str()
		p.skipSpace()
		if !ok || !p.take(':') {
			return v, false
		}
		p.skipSpace()
		inner, ok := p.value(depth + 1)
		if !ok {
			return v, false
		}
		v.members = append(v.members, member{name, inner})
		p.skipSpace()
		if p.take('}') {
			return v, true
		}
		if !p.take(',') {
			return v, false
		}
		p.skipSpace()
	}
}

func (p *parser) list(depth int) (value, bool) {
	v := value{kind: kindList}
	p.at++
	p.skipSpace()
	if p.take(']') {
		return v, true
	}
	for {
		inner, ok := p.value(depth + 1)
		if !ok {
			return v, false
		}
		v.items = append(v.items, inner)
		p.skipSpace()
		if p.take(']') {
			return v, true
		}
		if !p.take(',') {
			return v, false
		}
		p.skipSpace()
	}
}

// str reads the string that begins here.
func (p *parser) str() (string, bool) {
	var out strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; c {
		case '"':
			p.at++
			return out.String(), true
		case '\\':
			if !p.escape(&out) {
				return "", false
			}
		default:
			out.WriteByte(c)
		}
	}
	return "", false
}

// escape reads behind a backslash and leaves the place at its last byte.
func (p *parser) escape(out *strings.Builder) bool {
	p.at++
	if p.at == len(p.text) {
		return false
	}
	c := p.text[p.at]
	if c == 'u' {
		return p.codePoint(out)
	}
	place := strings.IndexByte(`"\/bfnrt`, c)
	if place < 0 {
		return false
	}
	out.WriteByte("\"\\/\b\f\n\r\t"[place])
	return true
}

func (p *parser) codePoint(out *strings.Builder) bool {
	r, ok := p.hex4()
	if !ok {
		return false
	}
	if utf16.IsSurrogate(r) {
		if !strings.HasPrefix(p.text[p.at+1:], `\u`) {
			return false
		}
		p.at += 2
		low, ok := p.hex4()
		if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
			return false
		}
	}
	out.WriteRune(r)
	return true
}

// hex4 reads the four digits behind the place and moves to the last of them.
func (p *parser) hex4() (rune, bool) {
	if p.at+5 > len(p.text) {
		return 0, false
	}
	n, err := strconv.ParseUint(p.text[p.at+1:p.at+5], 16, 16)
	p.at += 4
	return rune(n), err == nil
}

// number reads a number and keeps it as the product writes it.
func (p *parser) number() (value, bool) {
	begin := p.at
	p.take('-')
	digits := p.digits()
	if digits == 0 || (digits > 1 && p.text[p.at-digits] == '0') {
		return value{}, false
	}
	whole := true
	if p.take('.') {
		whole = false
		if p.digits() == 0 {
			return value{}, false
		}
	}
	if p.take('e') || p.take('E') {
		whole = false
		if !p.take('-') {
			p.take('+')
		}
		if p.digits() == 0 {
			return value{}, false
		}
	}
	text, ok := numberText(p.text[begin:p.at], whole)
	return value{kind: kindText, text: text}, ok
}

func (p *parser) digits() int {
	begin := p.at
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		p.at++
	}
	return p.at - begin
}

func numberText(text string, whole bool) (string, bool) {
	if whole {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return strconv.FormatInt(n, 10), true
		}
		n, err := strconv.ParseUint(text, 10, 64)
		return strconv.FormatUint(n, 10), err == nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "", false
	}
	// The shortest digits; with an exponent below 1e-4 and from 1e16 on.
	if size := math.Abs(f); size != 0 && (size < 1e-4 || size >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64), true
	}
	return strconv.FormatFloat(f, 'f', -1, 64), true
}
