package fetch

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// asked is how long a server asks to wait: Retry-After in seconds or as a date
// (RFC 9110, 10.2.3); 0: it does not say, or not in either form.
func asked(resp *http.Response, now time.Time) time.Duration {
	value := strings.TrimSpace(resp.Header.Get("Retry-After"))
	if n, err := strconv.ParseUint(value, 10, 64); err == nil {
		return time.Duration(min(n, math.MaxInt64/uint64(time.Second))) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}
