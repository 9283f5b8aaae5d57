package fetch

import (
	"cmp"
	"time"
)

// Limits bound a run of Get.
type Limits struct {
	Connect       time.Duration // to be connected to a host, and as long for TLS
	Header        time.Duration // from the request to the header of the answer
	Idle          time.Duration // between two reads of a body
	Total         time.Duration // everything, waits included
	Tries         int           // of one request
	Backoff       time.Duration // before the second try; doubled for each one after it
	MaxRetryAfter time.Duration // the longest wait that a server may ask for
	Redirects     int
	Bytes         int64 // of a body after decompression, of a file, of a blob
}

// DefaultLimits are for public servers and documents of any size known today.
func DefaultLimits() Limits {
	return Limits{
		Connect:       10 * time.Second,
		Header:        15 * time.Second,
		Idle:          15 * time.Second,
		Total:         120 * time.Second,
		Tries:         4,
		Backoff:       time.Second,
		MaxRetryAfter: 60 * time.Second,
		Redirects:     3,
		Bytes:         32 << 20,
	}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	return Limits{
		Connect:       cmp.Or(l.Connect, d.Connect),
		Header:        cmp.Or(l.Header, d.Header),
		Idle:          cmp.Or(l.Idle, d.Idle),
		Total:         cmp.Or(l.Total, d.Total),
		Tries:         cmp.Or(l.Tries, d.Tries),
		Backoff:       cmp.Or(l.Backoff, d.Backoff),
		MaxRetryAfter: cmp.Or(l.MaxRetryAfter, d.MaxRetryAfter),
		Redirects:     cmp.Or(l.Redirects, d.Redirects),
		Bytes:         cmp.Or(l.Bytes, d.Bytes),
	}
}
