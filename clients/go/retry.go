package lienthong

import (
	"context"
	"errors"
	"time"
)

const (
	backoffMin = 100 * time.Millisecond
	backoffMax = 5 * time.Second
)

// retry knows when to try again; progress forgives what was before.
type retry struct {
	limit   time.Duration
	since   time.Time
	backoff time.Duration
}

func newRetry(limit time.Duration) *retry { return &retry{limit: limit, backoff: backoffMin} }

func (r *retry) progress() { r.since, r.backoff = time.Time{}, backoffMin }

// pause says how long to wait before the next attempt, or returns the error when there is to be none.
func (r *retry) pause(err error, now time.Time) (time.Duration, error) {
	var typed *Error
	if !errors.As(err, &typed) || !typed.Temporary() {
		return 0, err
	}
	if r.since.IsZero() {
		r.since = now
	}
	left := r.since.Add(r.limit).Sub(now)
	if left <= 0 {
		return 0, err
	}
	pause := max(r.backoff, typed.RetryAfter)
	r.backoff = min(r.backoff*2, backoffMax)
	return min(pause, left), nil
}

// wait sleeps as pause says; an error ends the attempts.
func (r *retry) wait(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	pause, err := r.pause(err, time.Now())
	if err != nil {
		return err
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
