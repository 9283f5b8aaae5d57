package fetch

// One request with its retries. The loop is go-retryablehttp's; what is worth
// another try, how long to wait and when to give up is said here.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// answer is a body that came whole, or the word that it is the old one.
type answer struct {
	notModified bool
	data        []byte
	contentType string
	stamp       Stamp
	final       *url.URL // after redirects
}

func (a *answer) from() string { return redact(a.final) }

// call is one request on its way.
type call struct {
	*getter
	ctx         context.Context
	url         *url.URL
	conditional bool
	start       time.Time
	tries       int
	last        string       // what became of the try before
	connected   atomic.Bool  // the try at hand has a connection
	data        []byte       // the body
	read        atomic.Int64 // bytes of it
}

func (g *getter) fetch(ctx context.Context, u *url.URL, stamp Stamp) (*answer, error) {
	c := &call{getter: g, ctx: ctx, url: u, start: time.Now()}
	req, err := c.request(stamp)
	if err != nil {
		return nil, rejected(redact(u), "no request can be made of it")
	}
	transport := g.transport()
	defer transport.CloseIdleConnections()
	client := &retryablehttp.Client{
		HTTPClient:     &http.Client{Transport: &patient{transport, g.o.Limits.Idle}, CheckRedirect: c.redirect},
		RetryMax:       g.o.Limits.Tries - 1,
		CheckRetry:     c.check,
		Backoff:        c.wait,
		ErrorHandler:   c.giveUp,
		RequestLogHook: func(_ retryablehttp.Logger, _ *http.Request, retry int) { c.tries = retry + 1 },
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, c.final(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	return c.answer(resp)
}

// request asks for the address, and says what we have of it already.
func (c *call) request(stamp Stamp) (*retryablehttp.Request, error) {
	trace := &httptrace.ClientTrace{
		GetConn: func(string) { c.connected.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { c.connected.Store(true) },
	}
	req, err := retryablehttp.NewRequestWithContext(httptrace.WithClientTrace(c.ctx, trace), http.MethodGet, c.url.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "strata")
	if c.token != "" && sameHost(c.url, c.origin) {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if stamp.Of == stampKey(c.url.String()) {
		set := func(name, value string) {
			if value != "" {
				c.conditional = true
				req.Header.Set(name, value)
			}
		}
		set("If-None-Match", stamp.ETag)
		set("If-Modified-Since", stamp.LastModified)
	}
	req.SetResponseHandler(c.body)
	return req, nil
}

// answer judges the last response, whose body has been read.
func (c *call) answer(resp *http.Response) (*answer, error) {
	from := redact(resp.Request.URL)
	if c.tries > 1 {
		c.note("%s: after %s (%s)", from, plural(c.tries-1, "retry", "retries"), c.last)
	}
	switch {
	case resp.StatusCode == http.StatusNotModified && c.conditional:
		return &answer{notModified: true, final: resp.Request.URL}, nil
	case resp.StatusCode == http.StatusNotModified && c.o.HaveCopy:
		return nil, rejected(from, "304 to a request without conditions")
	case resp.StatusCode == http.StatusNotModified:
		return nil, rejected(from, "304 but no local copy")
	case resp.StatusCode != http.StatusOK:
		return nil, rejected(from, "%s", status(resp))
	}
	return &answer{
		data:        c.data,
		contentType: shorten(plain(resp.Header.Get("Content-Type"))),
		stamp:       stampOf(c.url, resp.Header),
		final:       resp.Request.URL,
	}, nil
}

func stampOf(u *url.URL, h http.Header) Stamp {
	s := Stamp{ETag: plain(h.Get("ETag")), LastModified: plain(h.Get("Last-Modified"))}
	if s != (Stamp{}) {
		s.Of = stampKey(u.String())
	}
	return s
}

// status has the code's own text, not the server's.
func status(resp *http.Response) string {
	text := http.StatusText(resp.StatusCode)
	if text == "" {
		text = "(no known status)"
	}
	return fmt.Sprintf("%d %s", resp.StatusCode, text)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// again are the statuses that another request may change (RFC 9110, 15.5.9 and
// 15.6; RFC 6585, 4; RFC 8470, 5.2).
func again(code int) bool {
	return code >= 500 || code == http.StatusTooManyRequests || code == http.StatusRequestTimeout || code == http.StatusTooEarly
}

// check says whether to try again after a response or an error. An error of its
// own ends the call.
func (c *call) check(ctx context.Context, resp *http.Response, err error) (bool, error) {
	switch {
	case ctx.Err() != nil:
		return false, context.Cause(ctx)
	case err != nil:
		err = c.explain(err)
		c.last = reason(err)
		return !isFinal(err), err
	case again(resp.StatusCode):
		c.last = status(resp)
		return c.checkAsked(resp)
	}
	return false, nil
}

// checkAsked gives up at once on a server that asks for more time than there is.
func (c *call) checkAsked(resp *http.Response) (bool, error) {
	asks := asked(resp, time.Now())
	from := redact(resp.Request.URL)
	if limit := c.o.Limits.MaxRetryAfter; asks > limit {
		return false, unavailable(from, "%s: asks %s, limit %s", status(resp), seconds(asks), seconds(limit))
	}
	if deadline, ok := c.ctx.Deadline(); ok && asks > time.Until(deadline) {
		return false, unavailable(from, "%s: asks %s, and %s are left of %s in total", status(resp),
			seconds(asks), seconds(time.Until(deadline)), seconds(c.o.Limits.Total))
	}
	return true, nil
}

// wait is how long to wait before another try: what the server asks for, else
// twice as long each time, give or take a half, so that many do not come at once.
func (c *call) wait(_, _ time.Duration, retry int, resp *http.Response) time.Duration {
	wait := time.Duration(float64(c.o.Limits.Backoff<<min(retry, 20)) * (0.5 + rand.Float64()))
	text := "waiting " + seconds(wait)
	if resp != nil && again(resp.StatusCode) {
		if asks := asked(resp, time.Now()); asks > 0 {
			wait = asks
			text = "waiting " + seconds(wait) + ", as it asks"
			c.note("%s: %s: waited %s, as it asks", redact(c.url), c.last, seconds(wait))
		}
	}
	c.progress("%s: %s; %s before try %d of %d", redact(c.url), c.last, text, c.tries+1, c.o.Limits.Tries)
	return wait
}

// giveUp makes the error of a call whose tries have all failed.
func (c *call) giveUp(resp *http.Response, err error, tries int) (*http.Response, error) {
	if resp != nil {
		resp.Body.Close() //nolint:errcheck,gosec // nothing is wanted of it
	}
	if c.ctx.Err() != nil {
		return nil, context.Cause(c.ctx) // final has the words
	}
	if err != nil && isFinal(err) {
		return nil, err
	}
	var short *shortBody
	if errors.As(err, &short) {
		return nil, rejected(redact(c.url), "%v, %s", short, c.effort(tries))
	}
	return nil, unavailable(redact(c.url), "%s, %s", c.last, c.effort(tries))
}

func (c *call) effort(tries int) string {
	return plural(tries, "try", "tries") + " in " + seconds(time.Since(c.start))
}

// final is the error of a call for the caller of Get: one of ours, always.
func (c *call) final(err error) error {
	switch {
	case isFinal(err):
		return err
	case errors.Is(context.Cause(c.ctx), errTotal):
		last := ""
		if c.last != "" {
			last = "; the last was: " + c.last
		}
		return unavailable(redact(c.url), "total timeout: not done within %s, %s%s", seconds(c.o.Limits.Total), c.effort(max(c.tries, 1)), last)
	}
	return unavailable(redact(c.url), "%s", reason(c.explain(err)))
}

// seconds writes a duration as Retry-After does, with a decimal where it is short.
func seconds(d time.Duration) string {
	if d >= 10*time.Second || d%time.Second == 0 {
		return fmt.Sprintf("%d s", int64(d.Round(time.Second)/time.Second))
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// body reads a document's body within the limits.
func (c *call) body(resp *http.Response) error {
	c.data = nil
	c.read.Store(0)
	if resp.StatusCode != http.StatusOK {
		return nil
	}
	from, limit := redact(resp.Request.URL), c.o.Limits.Bytes
	if e := resp.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return rejected(from, "content-encoding %s, which was not asked for", shorten(e))
	}
	if resp.ContentLength > limit {
		return tooLarge(from, limit)
	}
	data, err := io.ReadAll(&counted{io.LimitReader(resp.Body, limit+1), &c.read})
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &shortBody{int64(len(data)), resp.ContentLength}
	case err != nil:
		return err
	case int64(len(data)) > limit:
		return tooLarge(from, limit)
	}
	c.data = data
	return nil
}

func tooLarge(from string, limit int64) error {
	return rejected(from, "more than %d bytes, which is the limit", limit)
}

// shortBody is a body that ended before it was complete.
type shortBody struct{ read, length int64 }

func (e *shortBody) Error() string {
	if e.length > 0 {
		return fmt.Sprintf("body ends at byte %d of %d (Content-Length)", e.read, e.length)
	}
	return fmt.Sprintf("body breaks off at byte %d", e.read)
}
