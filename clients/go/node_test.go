package lienthong_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	lienthong "lienthong.example/go"
	v1 "lienthong.example/go/gen/lienthong/v1"
	"lienthong.example/go/internal/testbed"
)

const unit, source, procedure = "H99.1", "igate", "9.000001"

var march = lienthong.Month(2024, time.March)

func at(day, hour, minute int) int64 {
	return time.Date(2024, 3, day, hour, minute, 0, 0, lienthong.Vietnam).Unix()
}

func submission() lienthong.Submission {
	return lienthong.Submission{Source: source, Unit: unit, Arrival: time.Unix(at(41, 8, 0), 0)}
}

func record(code string) *v1.SourceRecord {
	return &v1.SourceRecord{Dossier: code, Procedure: procedure, Status: "2", Submitted: at(5, 7, 45), Accepted: at(5, 8, 0),
		Promised: &v1.PromisedTime{Instant: at(12, 17, 0)}}
}

func many(prefix string, count int, asked *atomic.Int64) iter.Seq[*v1.SourceRecord] {
	return func(yield func(*v1.SourceRecord) bool) {
		for n := range count {
			asked.Add(1)
			if !yield(record(fmt.Sprintf("%s-%d", prefix, n))) {
				return
			}
		}
	}
}

func dial(t *testing.T, config lienthong.Config) *lienthong.Client {
	t.Helper()
	client, err := lienthong.Dial(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

func TestAgainstANode(t *testing.T) {
	bed := testbed.New(t)
	address := bed.Node("root")
	client := dial(t, lienthong.Config{Node: address, Retry: -1})
	ctx := context.Background()

	t.Run("one bad record never sinks the others and a repeat changes nothing", func(t *testing.T) {
		unknown := record("a-2")
		unknown.Procedure = "9.999"
		records := []*v1.SourceRecord{record("a-1"), unknown, record(""), record("a-4")}
		first, err := client.Submit(ctx, submission(), records...)
		again, err2 := client.Submit(ctx, submission(), records...)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		for i, want := range []lienthong.Outcome{lienthong.Admitted, lienthong.Parked, lienthong.Refused, lienthong.Admitted} {
			if first[i].Outcome != want {
				t.Errorf("%d: %v", i, first[i])
			}
		}
		if first[2].Field != "MaHoSo" || first[2].Reason != "required" || first[2].Number != 3 || again[0].Outcome != lienthong.Unchanged {
			t.Error(first[2], again[0])
		}
	})
	t.Run("refusals have types", func(t *testing.T) {
		_, nobody := client.Dossier(ctx, "nobody")
		_, unknown := client.Score(ctx, "H98", march, lienthong.ScoreOptions{})
		_, late := client.Score(ctx, unit, march, lienthong.ScoreOptions{AsOf: time.Unix(at(33, 0, 0), 0)})
		_, none := client.Scorecard(ctx, unit, march, lienthong.ScorecardOptions{})
		_, bad := client.Submit(ctx, lienthong.Submission{Source: "Not A Name"}, record("c"))
		var streamed error
		for _, err := range client.SubmitStream(ctx, lienthong.Submission{Source: "Not A Name"}, many("c", 1, new(atomic.Int64))) {
			streamed = err
		}
		for want, got := range map[error][]error{lienthong.NotFound: {nobody, unknown}, lienthong.OutOfRange: {late},
			lienthong.FailedPrecondition: {none}, lienthong.InvalidArgument: {bad, streamed}} {
			for _, err := range got {
				if !errors.Is(err, want) {
					t.Errorf("%v, want %v", err, want)
				}
			}
		}
	})
	t.Run("books are read with their types", func(t *testing.T) {
		finished := record("b-2")
		finished.Status, finished.Finished = "9", at(8, 9, 0)
		if _, err := client.Submit(ctx, submission(), finished); err != nil {
			t.Fatal(err)
		}
		score, err := client.Score(ctx, unit, march, lienthong.ScoreOptions{})
		dossier, err2 := client.Dossier(ctx, "b-2")
		coverage, err3 := client.Coverage(ctx, unit, time.Time{})
		units, err4 := client.Units(ctx, "", "")
		status, err5 := client.Status(ctx)
		if err := errors.Join(err, err2, err3, err4, err5); err != nil {
			t.Fatal(err)
		}
		if score.Rows[0].Figures.ResolvedEarly < 1 || score.Rows[0].Coverage.Expected != 1 || coverage.Sources[0].Source != source ||
			dossier.Movements[len(dossier.Movements)-1].Instant < at(8, 9, 0) || len(units) != 4 || status.Node.Node != "root" {
			t.Error(score, dossier, coverage, units, status)
		}
	})
	t.Run("the example runs", func(t *testing.T) {
		example := exec.Command("go", "run", "./examples/submit_and_score", source, "H99.10", procedure)
		example.Env = append(example.Environ(), "LIENTHONG_NODE="+address)
		out, err := example.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "H99.10: 0 of 3 in time") {
			t.Error(string(out), err)
		}
	})
}

func base(t *testing.T, client *lienthong.Client) uint64 {
	t.Helper()
	score, err := client.Score(context.Background(), unit, march, lienthong.ScoreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return score.Rows[0].Base
}

func TestOfANodeThatDiesOrDoesNotAnswer(t *testing.T) {
	bed := testbed.New(t)
	address := bed.Node("root")
	ctx := context.Background()

	t.Run("a stream goes on through kill -9 and counts each record once", func(t *testing.T) {
		client := dial(t, lienthong.Config{Node: address, BatchRecords: 16, Window: 4})
		before := base(t, client)
		restarted := make(chan struct{})
		taken := 0
		for result, err := range client.SubmitStream(ctx, submission(), many("k", 2000, new(atomic.Int64))) {
			if err != nil {
				t.Fatal(err)
			}
			if taken++; result.Number != taken || (result.Outcome != lienthong.Admitted && result.Outcome != lienthong.Unchanged) {
				t.Fatal(taken, result)
			}
			if taken == 500 {
				bed.Named("kill", "root")
				go func() { defer close(restarted); bed.Named("start", "root") }()
			}
		}
		<-restarted
		if got := base(t, client) - before; taken != 2000 || got != 2000 {
			t.Error(taken, got)
		}
	})
	t.Run("nothing is read ahead of a node that does not answer, nor of a caller", func(t *testing.T) {
		var asked atomic.Int64
		client := dial(t, lienthong.Config{Node: address, BatchRecords: 10, Window: 3, Timeout: 500 * time.Millisecond, Retry: -1})
		if _, err := client.Status(ctx); err != nil {
			t.Fatal(err)
		}
		bed.Named("pause", "root")
		for _, err := range client.SubmitStream(ctx, submission(), many("p", 1000, &asked)) {
			if !errors.Is(err, lienthong.Unavailable) || !strings.Contains(err.Error(), "no answer within") {
				t.Error(err)
			}
		}
		_, err := client.Status(ctx)
		bed.Named("go_on", "root")
		// Three batches under way, and the record that showed the third to be full.
		if !errors.Is(err, lienthong.DeadlineExceeded) || asked.Load() != 31 {
			t.Error(err, asked.Load())
		}
		asked.Store(0)
		for range client.SubmitStream(ctx, submission(), many("q", 1000, &asked)) {
			break
		}
		if asked.Load() != 31 {
			t.Error(asked.Load())
		}
	})
	t.Run("a caller that gives up is not kept waiting", func(t *testing.T) {
		client := dial(t, lienthong.Config{Node: "127.0.0.1:9", Retry: time.Hour})
		ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		defer cancel()
		for _, err := range client.SubmitStream(ctx, submission(), many("x", 1, new(atomic.Int64))) {
			if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, lienthong.DeadlineExceeded) {
				t.Error(err)
			}
		}
	})
	t.Run("a node that is not there is unavailable after the retries", func(t *testing.T) {
		client := dial(t, lienthong.Config{Node: "127.0.0.1:9", Retry: 300 * time.Millisecond})
		if _, err := client.Status(ctx); !errors.Is(err, lienthong.Unavailable) {
			t.Error(err)
		}
	})
}
