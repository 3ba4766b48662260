// lienthong-send takes files of dossier updates from a watched folder and hands them to a node. `lienthong-send --help` says how.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	lienthong "lienthong.example/go"
	"lienthong.example/go/gen/version"
	"lienthong.example/go/send"
)

// Exit statuses, as of the command `lienthong`.
const (
	done = iota
	someRefused
	usage
	unavailable
	refused
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(arguments []string, out, errOut io.Writer) int {
	flags := flag.NewFlagSet("lienthong-send", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	config := flags.String("config", "", "")
	once := flags.Bool("once", false, "")
	tell := flags.Bool("version", false, "")
	if err := flags.Parse(arguments); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, help)
		return done
	} else if err != nil || (*config == "" && !*tell) || flags.NArg() > 0 {
		fmt.Fprint(errOut, help)
		return usage
	}
	if *tell {
		fmt.Fprintln(out, version.Version)
		return done
	}
	settings, err := send.ReadSettings(*config)
	if err != nil {
		fmt.Fprintln(errOut, err)
		return usage
	}
	teller := &teller{out: out, words: wordsOf(settings.Language)}
	sender, err := send.Open(settings, time.Now, teller.tell)
	if err != nil {
		fmt.Fprintln(errOut, err)
		return usage
	}
	defer sender.Close()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if *once {
		return runOnce(ctx, sender, settings, teller)
	}
	return watch(ctx, sender, settings, teller)
}

// watch looks until it is told to end.
func watch(ctx context.Context, sender *send.Sender, settings send.Settings, teller *teller) int {
	for ctx.Err() == nil {
		teller.trouble(sender.Look(ctx), sender.Waiting())
		pause(ctx, settings.Poll)
	}
	return done
}

// runOnce takes what is there now, sends it and ends.
func runOnce(ctx context.Context, sender *send.Sender, settings send.Settings, teller *teller) int {
	err := sender.Look(ctx)
	pause(ctx, settings.Poll)
	err = errors.Join(err, sender.Look(ctx))
	teller.trouble(err, sender.Waiting())
	var typed *lienthong.Error
	switch {
	case err == nil && teller.refused:
		return someRefused
	case err == nil:
		return done
	case errors.As(err, &typed) && !typed.Temporary() && !errors.Is(err, lienthong.DeadlineExceeded):
		return refused
	}
	return unavailable
}

func pause(ctx context.Context, long time.Duration) {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
