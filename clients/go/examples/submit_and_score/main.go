// Submits three dossiers and reads the score of their unit.
//
//	LIENTHONG_NODE=127.0.0.1:7001 go run ./examples/submit_and_score SOURCE UNIT PROCEDURE
package main

import (
	"context"
	"fmt"
	"iter"
	"log"
	"os"
	"time"

	lienthong "lienthong.example/go"
	v1 "lienthong.example/go/gen/lienthong/v1"
)

func records(unit, procedure string) iter.Seq[*v1.SourceRecord] {
	at := func(day, hour, minute int) int64 {
		return time.Date(2024, 3, day, hour, minute, 0, 0, lienthong.Vietnam).Unix()
	}
	return func(yield func(*v1.SourceRecord) bool) {
		for n := 1; n <= 3; n++ {
			if !yield(&v1.SourceRecord{
				Dossier: fmt.Sprintf("%s-240305-%04d", unit, n), Procedure: procedure, Status: "2", Submitted: at(5, 7, 45),
				Accepted: at(5, 8, 0), Promised: &v1.PromisedTime{Instant: at(12, 0, 0), DayOnly: true},
			}) {
				return
			}
		}
	}
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: submit_and_score SOURCE UNIT PROCEDURE")
	}
	source, unit, procedure := os.Args[1], os.Args[2], os.Args[3]
	ctx := context.Background()
	client, err := lienthong.Dial(lienthong.FromEnvironment())
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	for result, err := range client.SubmitStream(ctx, lienthong.Submission{Source: source, Unit: unit}, records(unit, procedure)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(result.Record.Dossier, result.Outcome, result.Field, result.Reason)
	}
	score, err := client.Score(ctx, unit, lienthong.Month(2024, time.March), lienthong.ScoreOptions{})
	if err != nil {
		log.Fatal(err)
	}
	row := score.Rows[0]
	fmt.Printf("%s: %d of %d in time, %s points; %d of %d sources complete\n", row.Unit, row.InTime, row.Base, row.Points,
		row.Coverage.Complete, row.Coverage.Expected)
}
