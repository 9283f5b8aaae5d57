package runtime

import (
	"encoding/json"
	"math"
	"net/http"
	"net/mail"
	"strconv"
	"time"
)

// findDelay returns the first wait that a refusal states. Sources that are
// absent, unreadable or in the past (clocks differ) are passed over.
//
// The API's own sources speak about rate limits, so they count for 429 only;
// for other statuses there is Retry-After (RFC 9110, 10.2.3).
func findDelay(res *http.Response, root any, now time.Time) (time.Duration, bool) {
	standard := retrySource{header: "Retry-After"}
	if res.StatusCode == http.StatusTooManyRequests {
		for _, s := range api.retryAfter {
			if d, ok := s.find(res.Header, root, now); ok {
				return d, true
			}
		}
	}
	return standard.find(res.Header, root, now)
}

func (s retrySource) find(h http.Header, root any, now time.Time) (time.Duration, bool) {
	if s.body != "" {
		switch v := lookup(root, s.body).(type) {
		case json.Number:
			return s.number(v.String())
		case string:
			return s.number(v)
		}
		return 0, false
	}
	text := h.Get(s.header)
	switch s.format {
	case "rfc5322":
		return until(now)(mail.ParseDate(text))
	case "unix":
		return until(now)(parseUnix(text))
	}
	if d, ok := s.number(text); ok {
		return d, true
	}
	return until(now)(http.ParseTime(text))
}

// number reads a count of units.
func (s retrySource) number(text string) (time.Duration, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f < 0 || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, false
	}
	unit := s.unit
	if unit == 0 {
		unit = time.Second
	}
	if f *= float64(unit); f >= math.MaxInt64 {
		return math.MaxInt64, true
	}
	return time.Duration(math.Ceil(f)), true
}

// until turns a parsed time into the wait for it.
func until(now time.Time) func(time.Time, error) (time.Duration, bool) {
	return func(t time.Time, err error) (time.Duration, bool) {
		if err != nil || !t.After(now) {
			return 0, false
		}
		return t.Sub(now), true
	}
}

// parseUnix reads seconds since 1970.
func parseUnix(text string) (time.Time, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	return time.Unix(n, 0), err
}
