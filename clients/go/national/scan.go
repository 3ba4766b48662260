package national

import "strings"

// depthMax: deeper nesting is no dossier; the national form has four levels.
const depthMax = 64

type end int

const (
	complete end = iota
	truncated
	malformed
)

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func skipSpace(text string, at int) int {
	for at < len(text) && isSpace(text[at]) {
		at++
	}
	return at
}

// endOfString is the place behind the string that opens at `at`; -1 when it has no end.
func endOfString(text string, at int) int {
	for at++; at < len(text); at++ {
		if text[at] == '"' {
			return at + 1
		}
		if text[at] == '\\' {
			at++
		}
	}
	return -1
}

// canEndString tells whether a string that ends at `at` can end there: in a text that lost a quote, strings and what is
// between them change places, and this notices it within a word.
func canEndString(text string, at int) bool {
	at = skipSpace(text, at)
	return at == len(text) || strings.IndexByte(",:]}", text[at]) >= 0
}

// measure finds where the value at the first byte ends, by quotes and brackets only; size counts the bytes looked at where it
// is not complete.
func measure(text string) (end, int) {
	if text == "" {
		return truncated, 0
	}
	switch text[0] {
	case '{', '[':
		return measureContainer(text)
	case '"':
		if size := endOfString(text, 0); size >= 0 {
			return complete, size
		}
		return truncated, len(text)
	}
	at := strings.IndexAny(text, " \t\n\r,:]}[{\"")
	switch {
	case at == 0:
		return malformed, 0
	case at < 0:
		return truncated, len(text)
	}
	return complete, at
}

func measureContainer(text string) (end, int) {
	var closers [depthMax]byte
	depth := 0
	for at := 0; at < len(text); {
		switch c := text[at]; c {
		case '"':
			behind := endOfString(text, at)
			if behind < 0 {
				return truncated, len(text)
			}
			if at = behind; !canEndString(text, at) {
				return malformed, at
			}
			continue
		case '{', '[':
			if depth == depthMax {
				return malformed, at
			}
			closers[depth] = c + 2 // the closing one of ASCII
			depth++
		case '}', ']':
			if closers[depth-1] != c {
				return malformed, at
			}
			if depth--; depth == 0 {
				return complete, at + 1
			}
		}
		at++
	}
	return truncated, len(text)
}

// rawMember is a member as it stands: the name without its quotes.
type rawMember struct{ name, value string }

// readMember reads the member at `at` (an opening quote); the place behind its value, or -1.
func readMember(text string, at int) (rawMember, int) {
	none := rawMember{}
	if at >= len(text) || text[at] != '"' {
		return none, -1
	}
	nameEnd := endOfString(text, at)
	if nameEnd < 0 {
		return none, -1
	}
	colon := skipSpace(text, nameEnd)
	if colon >= len(text) || text[colon] != ':' {
		return none, -1
	}
	begin := skipSpace(text, colon+1)
	how, size := measure(text[begin:])
	if how != complete {
		return none, -1
	}
	return rawMember{text[at+1 : nameEnd-1], text[begin : begin+size]}, begin + size
}

// membersOf gives the members of an object in braces; false when it is not built of them from end to end.
func membersOf(object string) ([]rawMember, bool) {
	last := len(object) - 1
	if last < 1 || object[0] != '{' || object[last] != '}' {
		return nil, false
	}
	var members []rawMember
	at := skipSpace(object, 1)
	if at == last {
		return members, true
	}
	for {
		m, behind := readMember(object, at)
		if behind < 0 {
			return nil, false
		}
		members = append(members, m)
		at = skipSpace(object, behind)
		if at == last {
			return members, true
		}
		if at >= len(object) || object[at] != ',' {
			return nil, false
		}
		at = skipSpace(object, at+1)
	}
}
