package lienthong

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	v1 "lienthong.example/go/gen/lienthong/v1"
)

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConfigIsReadFromAFileAndTheEnvironment(t *testing.T) {
	config, err := FromYAML(file(t, "node: 127.0.0.1:1\nwindow: 3\ntimeout: 5s\ntoken_file: "+file(t, "secret\n")))
	if err != nil || config.Node != "127.0.0.1:1" || config.Window != 3 || config.Timeout != 5*time.Second {
		t.Error(config, err)
	}
	if token, err := config.bearer(); err != nil || token != "secret" {
		t.Error(token, err)
	}
	t.Setenv("LIENTHONG_NODE", "127.0.0.1:2")
	if got := FromEnvironment().Node; got != "127.0.0.1:2" {
		t.Error(got)
	}
}

func TestWhatCannotBeUsedIsRefusedByItsKey(t *testing.T) {
	for key, config := range map[string]Config{
		"node": {Node: "7001"}, "window": {Window: -1}, "batch_records": {BatchRecords: 5000}, "cert, key": {Cert: "c"},
		"ca": {Cert: "c", Key: "k"}, "token, token_file": {Token: "t", TokenFile: "f"}, "in the open": {Node: "192.0.2.1:1", Token: "t"},
		"/nowhere": {CA: "/nowhere"}, "timeout": {Timeout: -1},
	} {
		if _, err := Dial(config); err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", key, err)
		}
	}
	if _, err := FromYAML(file(t, "nodes: x")); err == nil || !strings.Contains(err.Error(), "nodes") {
		t.Error(err)
	}
}

func TestErrorsAreTyped(t *testing.T) {
	state, err := status.New(codes.ResourceExhausted, "busy").WithDetails(
		&errdetails.ErrorInfo{Reason: "QUEUE_FULL", Domain: "lienthong", Metadata: map[string]string{"a": "b"}},
		&errdetails.RetryInfo{RetryDelay: durationpb.New(2500 * time.Millisecond)},
		&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{{Field: "source", Description: "is empty"}}})
	if err != nil {
		t.Fatal(err)
	}
	var typed *Error
	if !errors.As(asError(state.Err()), &typed) || !errors.Is(typed, ResourceExhausted) || errors.Is(typed, NotFound) {
		t.Fatal(typed)
	}
	if typed.Reason != "QUEUE_FULL" || typed.Metadata["a"] != "b" || typed.RetryAfter != 2500*time.Millisecond || !typed.Temporary() ||
		!slices.Equal(typed.Violations, []Violation{{"source", "is empty"}}) {
		t.Errorf("%+v", typed)
	}
}

func TestRetriesBackOffHeedTheNodeAndEnd(t *testing.T) {
	now := time.Unix(0, 0)
	gone := &Error{Code: codes.Unavailable, Message: "gone"}
	busy := &Error{Code: codes.ResourceExhausted, Message: "busy", RetryAfter: 3 * time.Second}
	r := newRetry(10 * time.Second)
	for _, step := range []struct {
		err       error
		at, pause time.Duration
	}{{gone, 0, 100 * time.Millisecond}, {gone, time.Second, 200 * time.Millisecond}, {busy, 2 * time.Second, 3 * time.Second}, {gone, 9900 * time.Millisecond, 100 * time.Millisecond}} {
		if pause, err := r.pause(step.err, now.Add(step.at)); err != nil || pause != step.pause {
			t.Error(step, pause, err)
		}
	}
	if _, err := r.pause(gone, now.Add(10*time.Second)); !errors.Is(err, Unavailable) {
		t.Error(err)
	}
	r.progress()
	if pause, err := r.pause(gone, now.Add(10*time.Second)); err != nil || pause != backoffMin {
		t.Error(pause, err)
	}
	if _, err := r.pause(&Error{Code: codes.NotFound, Message: "no"}, now); err == nil {
		t.Error("repeats what will not change")
	}
}

func TestBatchesAreBoundedInRecordsAndBytes(t *testing.T) {
	sizes := func(records []*v1.SourceRecord, s Submission) (sizes []int) {
		for request := range s.batches(slices.Values(records), 2) {
			sizes = append(sizes, len(request.Records))
		}
		return sizes
	}
	small, large := &v1.SourceRecord{Dossier: "a"}, &v1.SourceRecord{Status: strings.Repeat("x", batchBytesMax*2/3)}
	if got := sizes([]*v1.SourceRecord{small, small, small}, Submission{}); !slices.Equal(got, []int{2, 1}) {
		t.Error(got)
	}
	if got := sizes([]*v1.SourceRecord{large, large}, Submission{}); !slices.Equal(got, []int{1, 1}) {
		t.Error(got)
	}
	if got := sizes(nil, Submission{CompleteThrough: time.Unix(7, 0)}); !slices.Equal(got, []int{0}) {
		t.Error(got)
	}
}

func TestTimesAreThoseOfVietnam(t *testing.T) {
	if got := Local(1709600400).Format(time.RFC3339); got != "2024-03-05T08:00:00+07:00" {
		t.Error(got)
	}
	if got := Month(2024, time.February); got != (Period{"2024-02-01", "2024-02-29"}) {
		t.Error(got)
	}
	if Instant(time.Time{}) != 0 || !Local(0).IsZero() {
		t.Error("absent is not absent")
	}
}
