package runtime

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Classes of API failures, for errors.Is. They follow the HTTP status alone.
var (
	ErrUnauthorized = errors.New(apiName + ": unauthorized")      // 401
	ErrForbidden    = errors.New(apiName + ": forbidden")         // 403
	ErrNotFound     = errors.New(apiName + ": not found")         // 404
	ErrConflict     = errors.New(apiName + ": conflict")          // 409
	ErrValidation   = errors.New(apiName + ": validation failed") // 400, 422
	ErrRateLimited  = errors.New(apiName + ": rate limited")      // 429
	ErrServer       = errors.New(apiName + ": server failure")    // 5xx
)

const (
	maxErrorText    = 300      // bytes of Error()
	maxErrorDetails = 3        // of them in Error()
	maxErrorBody    = 64 << 10 // bytes kept
	maxErrorRead    = 1 << 20  // bytes read
)

// Error is a response outside 2xx, whether the API's description knows it or
// not, or a call that WithPacing did not send. Use errors.As with a *Error, or errors.Is with a class such as
// ErrNotFound. Its text holds no URL, header or raw body and is safe to log.
type Error struct {
	Operation  *Operation
	StatusCode int           // 0: there was no response, since WithPacing kept the call back
	Details    []ErrorDetail // what the API itself says; nil if its body says nothing readable
	RequestID  string        // as the server named the request; empty: it did not
	RetryAfter time.Duration // how long the server asks to wait; 0: unknown, or not at all
	RateLimit  RateLimit
	Header     http.Header // of the response
	Body       []byte      // of the response, at most 64 KiB

	waitKnown bool
	unsent    bool
}

// ErrorDetail is one complaint of the API.
type ErrorDetail struct {
	Type    string          // kind of complaint, in the API's words; not a stable vocabulary
	Message string          // for humans
	Field   string          // the input it is about; empty: none
	Data    json.RawMessage // whatever else; nil: nothing
	Status  int             // HTTP status of this complaint, where the API gives each its own; 0: unknown
}

// newError reads a response outside 2xx. A body of an unknown form only leaves
// the details out.
func newError(op *Operation, res *http.Response, body []byte, now time.Time) *Error {
	e := &Error{
		Operation: op, StatusCode: res.StatusCode, Header: res.Header,
		RequestID: requestID(res.Header), RateLimit: newRateLimit(res.Header, now),
		Body: append([]byte(nil), body[:min(len(body), maxErrorBody)]...),
	}
	var root any
	if Unmarshal(body, &root) != nil {
		root = nil
	}
	e.Details = readDetails(root)
	e.RetryAfter, e.waitKnown = findDelay(res, root, now)
	return e
}

// Error names the operation, the status and at most three details, in at most
// 300 bytes and without control characters.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(apiName + ": " + headline(e.Operation, e.StatusCode))
	sep := ": "
	for i, d := range e.Details {
		if i == maxErrorDetails {
			fmt.Fprintf(&b, " (and %d more)", len(e.Details)-i)
			break
		}
		if text := d.text(); text != "" {
			b.WriteString(sep + text)
			sep = "; "
		}
	}
	return clip(printable(b.String()), maxErrorText)
}

// Format writes Error for every verb, so that none prints headers and body.
func (e Error) Format(f fmt.State, verb rune) {
	switch verb {
	case 's', 'q', 'x', 'X':
		_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), e.Error())
	default:
		_, _ = io.WriteString(f, e.Error())
	}
}

// Is reports whether e belongs to the class target.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrUnauthorized:
		return e.StatusCode == http.StatusUnauthorized
	case ErrForbidden:
		return e.StatusCode == http.StatusForbidden
	case ErrNotFound:
		return e.StatusCode == http.StatusNotFound
	case ErrConflict:
		return e.StatusCode == http.StatusConflict
	case ErrValidation:
		return e.StatusCode == http.StatusBadRequest || e.StatusCode == http.StatusUnprocessableEntity
	case ErrRateLimited:
		return e.StatusCode == http.StatusTooManyRequests || e.unsent
	case ErrServer:
		return e.StatusCode >= 500
	}
	return false
}

// String is "field: message", or as much of it as the API says; control
// characters are escaped.
func (d ErrorDetail) String() string { return printable(d.text()) }

func (d ErrorDetail) text() string {
	text := d.Message
	if text == "" {
		text = d.Type
	}
	switch {
	case d.Field == "":
		return text
	case text == "":
		return d.Field
	}
	return d.Field + ": " + text
}

// headline is "v1 getThing: 404 Not Found"; without a status, "v1 getThing".
func headline(op *Operation, status int) string {
	if op != nil && status == 0 {
		return op.label()
	}
	s := strconv.Itoa(status)
	if text := http.StatusText(status); text != "" {
		s += " " + text
	}
	if op == nil {
		return s
	}
	return op.label() + ": " + s
}

// printable escapes what a terminal or a log could take for more than text:
// control characters, direction marks, bytes that are not UTF-8.
func printable(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			q := strconv.QuoteRune(r)
			b.WriteString(q[1 : len(q)-1])
		}
		i += size
	}
	return b.String()
}

// clip cuts s to at most limit bytes, between two characters.
func clip(s string, limit int) string {
	const mark = "…"
	if len(s) <= limit {
		return s
	}
	cut := limit - len(mark)
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + mark
}
