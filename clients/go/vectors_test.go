package lienthong_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"lienthong.example/go/chain"
	v1 "lienthong.example/go/gen/lienthong/v1"
	"lienthong.example/go/internal/testbed"
)

type vector struct {
	Name  string
	Lines []string
	JSON  json.RawMessage
	Bytes string
}

type chainVector struct {
	Domain, Node, Epoch string
	FirstHash           string `json:"first_hash"`
	Entries             []struct {
		JSON        json.RawMessage
		Bytes, Hash string
	}
	Run string
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sameBothWays: binary and proto JSON say the same, and writing either gives the bytes of the vector.
func sameBothWays(t *testing.T, message proto.Message, data []byte, text json.RawMessage) {
	t.Helper()
	fromJSON := message.ProtoReflect().New().Interface()
	if err := errors.Join(proto.Unmarshal(data, message), protojson.Unmarshal(text, fromJSON)); err != nil {
		t.Fatal(err)
	}
	if !proto.Equal(message, fromJSON) {
		t.Errorf("binary and JSON differ: %v, %v", message, fromJSON)
	}
	for _, m := range []proto.Message{message, fromJSON} {
		if written, err := (proto.MarshalOptions{Deterministic: true}).Marshal(m); err != nil || string(written) != string(data) {
			t.Errorf("written otherwise: %x, %v", written, err)
		}
	}
}

func verify(t *testing.T, v chainVector, change func(entries [][]byte)) (*chain.Head, error) {
	t.Helper()
	data := unhex(t, v.Run)
	if v.Domain == chain.Facts {
		run := &v1.Run{}
		if err := proto.Unmarshal(data, run); err != nil {
			t.Fatal(err)
		}
		change(run.Facts)
		return chain.VerifyFacts(run, nil)
	}
	run := &v1.ReferenceRun{}
	if err := proto.Unmarshal(data, run); err != nil {
		t.Fatal(err)
	}
	change(run.Entries)
	return chain.VerifyReference(run, nil)
}

func TestChainsAreVerifiedAndTheirBytesAreCanonical(t *testing.T) {
	for _, v := range testbed.Vectors[chainVector](t, "chains") {
		epoch, err := strconv.ParseUint(v.Epoch, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		hash := chain.FirstHash(v.Domain, v.Node, epoch)
		if got := hex.EncodeToString(hash[:]); got != v.FirstHash {
			t.Errorf("first hash %s, want %s", got, v.FirstHash)
		}
		for _, entry := range v.Entries {
			var message proto.Message = &v1.Fact{}
			if v.Domain == chain.Reference {
				message = &v1.ReferenceEntry{}
			}
			sameBothWays(t, message, unhex(t, entry.Bytes), entry.JSON)
			hash = chain.NextHash(hash, unhex(t, entry.Bytes))
			if got := hex.EncodeToString(hash[:]); got != entry.Hash {
				t.Errorf("hash %s, want %s", got, entry.Hash)
			}
		}
		head, err := verify(t, v, func([][]byte) {})
		if err != nil || head.Hash != hash || head.Sequence != uint64(len(v.Entries)) {
			t.Error(head, err)
		}
		changed, err := verify(t, v, func(entries [][]byte) { entries[0][len(entries[0])-1] ^= 1 })
		if err == nil && changed.Hash == hash {
			t.Error("a changed byte goes unnoticed")
		}
	}
}

func TestWhatDoesNotFollowBreaksTheChain(t *testing.T) {
	run := &v1.Run{}
	if err := proto.Unmarshal(unhex(t, testbed.Vectors[chainVector](t, "chains")[0].Run), run); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*v1.Run){
		"sequence": func(r *v1.Run) { r.FirstSequence++ },
		"origin":   func(r *v1.Run) { r.Origin.Epoch++ },
		"hash":     func(r *v1.Run) { r.PreviousHash[0] ^= 1 },
	} {
		broken := proto.Clone(run).(*v1.Run)
		change(broken)
		if _, err := chain.VerifyFacts(broken, nil); !errors.Is(err, chain.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func word(a v1.Account) string { return strings.TrimPrefix(a.String(), "ACCOUNT_") }

func movementLine(m *v1.Movement) string {
	from, open := word(m.From)+" >", ""
	if m.From == m.To {
		from = "due"
	}
	if m.FinishNotStated {
		open = " ?"
	}
	return fmt.Sprintf("%d @%d %s %s%s", m.Instant, m.Unit, from, word(m.To), open)
}

func orDash(decimal string) string {
	if decimal == "" {
		return "-"
	}
	return decimal
}

func sameLines(t *testing.T, v vector, lines []string) {
	t.Helper()
	if got, want := strings.Join(lines, "\n"), strings.Join(v.Lines, "\n"); got != want {
		t.Errorf("%s:\n%s\nwant\n%s", v.Name, got, want)
	}
}

func TestTimelinesGiveTheirMovements(t *testing.T) {
	for _, v := range testbed.Vectors[vector](t, "timelines") {
		answer := &v1.GetDossierResponse{}
		sameBothWays(t, answer, unhex(t, v.Bytes), v.JSON)
		var lines []string
		for _, m := range answer.Movements {
			lines = append(lines, movementLine(m))
		}
		sameLines(t, v, lines)
	}
}

func TestScorecardsAreReadToTheLastDigit(t *testing.T) {
	for _, v := range testbed.Vectors[vector](t, "scorecards") {
		card := &v1.Scorecard{}
		sameBothWays(t, card, unhex(t, v.Bytes), v.JSON)
		var lines []string
		for _, group := range card.Groups {
			for _, i := range group.Indicators {
				lines = append(lines, fmt.Sprintf("%s %d/%d %s %s %s", i.Id, i.Numerator, i.Denominator, orDash(i.Ratio), orDash(i.Points), i.Rule))
			}
		}
		sameLines(t, v, append(lines, fmt.Sprintf("total %s of %s", orDash(card.Total), orDash(card.TotalOf))))
	}
}
