package runtime

import (
	"net/http"
	"net/mail"
	"strconv"
	"strings"
	"time"
)

// Response is what came back from a call; see WithResponse. After a failure
// without a response only Attempts is set.
type Response struct {
	StatusCode int
	Header     http.Header
	Body       []byte // as received, decompressed; nil for streams
	RequestID  string // as the server named the request; empty: it did not
	RateLimit  RateLimit
	Attempts   int // how often the call was sent
}

func newResponse(res *http.Response, body []byte, attempts int, now time.Time) Response {
	return Response{
		StatusCode: res.StatusCode, Header: res.Header, Body: body,
		RequestID: requestID(res.Header), RateLimit: newRateLimit(res.Header, now), Attempts: attempts,
	}
}

// requestID reads the usual headers.
func requestID(h http.Header) string {
	for _, k := range []string{"X-Request-Id", "Request-Id", "X-Correlation-Id", "X-Amzn-Requestid"} {
		if v := h.Get(k); v != "" {
			return v
		}
	}
	return ""
}

// RateLimit is what a response says about the caller's budget, read from the
// headers X-RateLimit-… or RateLimit-….
type RateLimit struct {
	Stated    bool      // the response says what remains; otherwise the numbers may be zero for lack of words
	Limit     int       // in the current window
	Remaining int       // of Limit
	Consumed  int       // of Limit
	Reset     time.Time // when the window ends; zero: not said
}

func newRateLimit(h http.Header, now time.Time) RateLimit {
	get := func(name string) string {
		v := h.Get("X-RateLimit-" + name)
		if v == "" {
			v = h.Get("RateLimit-" + name)
		}
		return strings.TrimSpace(v)
	}
	count := func(name string) int {
		n, _ := strconv.Atoi(get(name))
		return n
	}
	return RateLimit{
		Stated: get("Remaining") != "",
		Limit:  count("Limit"), Remaining: count("Remaining"), Consumed: count("Consumed"),
		Reset: parseReset(get("Reset"), now),
	}
}

// parseReset reads a date (RFC 5322 or HTTP), seconds since 1970, or, as no
// window begins there, small numbers as seconds from now.
func parseReset(text string, now time.Time) time.Time {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		switch {
		case n < 0:
			return time.Time{}
		case n < 1e9:
			return now.Add(time.Duration(n) * time.Second)
		case n > 1e12:
			return time.UnixMilli(n)
		}
		return time.Unix(n, 0)
	}
	if t, err := mail.ParseDate(text); err == nil {
		return t
	}
	t, _ := http.ParseTime(text)
	return t
}
