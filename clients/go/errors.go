package lienthong

import (
	"errors"
	"fmt"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Error is a call that failed: the code says what the caller does next, the rest is what google.rpc.Status tells.
type Error struct {
	Code codes.Code
	// Message reads "what, which key: why" and names no citizen's data.
	Message string
	// Reason is UPPER_SNAKE_CASE for programs, Domain who defines it; empty where the node gives none.
	Reason, Domain string
	Metadata       map[string]string
	// Violations are the fields at fault.
	Violations []Violation
	// RetryAfter is when the same call may go through; 0 where the node does not say.
	RetryAfter time.Duration
}

// Violation is a field at fault.
type Violation struct{ Field, Description string }

// What errors.Is asks for.
var (
	InvalidArgument    = &Error{Code: codes.InvalidArgument}    // fix the request
	FailedPrecondition = &Error{Code: codes.FailedPrecondition} // somebody must change state first
	OutOfRange         = &Error{Code: codes.OutOfRange}         // ask from another position
	NotFound           = &Error{Code: codes.NotFound}           // accept absence
	PermissionDenied   = &Error{Code: codes.PermissionDenied}   // another identity: this one lacks the right
	Unauthenticated    = &Error{Code: codes.Unauthenticated}    // another identity: this one is not known
	Aborted            = &Error{Code: codes.Aborted}            // read again, start the step again
	Unavailable        = &Error{Code: codes.Unavailable}        // the same call again, later
	ResourceExhausted  = &Error{Code: codes.ResourceExhausted}  // slow down, then the same call again
	DeadlineExceeded   = &Error{Code: codes.DeadlineExceeded}   // no answer; repeating a submit is safe
	Unimplemented      = &Error{Code: codes.Unimplemented}      // the node is older than this client
	DataLoss           = &Error{Code: codes.DataLoss}           // call the node's operator
	Internal           = &Error{Code: codes.Internal}           // a bug, the node's or ours
)

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Code, e.Message) }

// Is compares codes, so that errors.Is(err, NotFound) holds for any message.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code && other.Message == ""
}

// Temporary is true where the same call again may go well without anybody doing anything.
func (e *Error) Temporary() bool {
	switch e.Code {
	case codes.Unavailable, codes.Canceled:
		return true
	case codes.ResourceExhausted:
		return e.Reason != "MESSAGE_TOO_LARGE" // stays so
	}
	return false
}

// asError is the typed form of what gRPC returned; nil stays nil. Details that cannot be read are left out.
func asError(err error) error {
	if err == nil {
		return nil
	}
	var typed *Error
	if errors.As(err, &typed) {
		return err
	}
	state := status.Convert(err)
	typed = &Error{Code: state.Code(), Message: state.Message()}
	for _, detail := range state.Details() {
		switch d := detail.(type) {
		case *errdetails.ErrorInfo:
			typed.Reason, typed.Domain, typed.Metadata = d.Reason, d.Domain, d.Metadata
		case *errdetails.BadRequest:
			for _, v := range d.FieldViolations {
				typed.Violations = append(typed.Violations, Violation{v.Field, v.Description})
			}
		case *errdetails.RetryInfo:
			typed.RetryAfter = d.RetryDelay.AsDuration()
		}
	}
	return typed
}
