package runtime

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"
)

// once sends r one time.
func (r *request) once(ctx context.Context, attempt int) error {
	timed := ctx
	if r.stream == nil && r.watch.timeout > 0 { // a stream lasts as long as its reader wants
		timed = r.watch.begin(ctx, &r.watched)
		defer r.watch.finish(&r.watched)
	}
	start := r.clock.now()
	res, err := r.roundTrip(timed)
	r.logAttempt(ctx, attempt, start, res, err)
	if err != nil {
		r.report(nil, nil, attempt)
		return r.transportFailure(ctx, timed, err)
	}
	r.announce(ctx, res.Header)
	success := res.StatusCode >= 200 && res.StatusCode <= 299
	if success && r.stream != nil {
		return r.handOver(res, attempt)
	}
	defer func() { _ = res.Body.Close() }()
	limit := r.set.maxBytes
	if !success {
		limit = min(limit, maxErrorRead)
	}
	buf := spareBodies.get()
	defer release(buf)
	body, err := r.readBounded(buf, res, limit)
	r.report(res, body, attempt)
	switch {
	case !success:
		return r.refusal(ctx, newError(r.op, res, body, r.clock.now()), err)
	case r.out == nil:
		return checkVendor(r.op, res)
	case err == nil:
		return decodeResult(r.op, res, body, r.out)
	case errors.Is(err, errTooLarge), corrupt(err):
		return &DecodeError{Operation: r.op, StatusCode: res.StatusCode, Err: err}
	}
	return r.transportFailure(ctx, timed, err)
}

// roundTrip makes the HTTP request and strips the URL, which may hold what
// nobody should log, from its error.
func (r *request) roundTrip(ctx context.Context) (*http.Response, error) {
	var body io.Reader
	if r.body != nil {
		body = r.body.open()
	}
	req, err := http.NewRequestWithContext(ctx, r.op.Method, r.url, body)
	if err != nil {
		r.body.discard()
		return nil, &finalError{withoutURL(err)}
	}
	req.Header = r.headers()
	hc := r.http
	if r.stream != nil {
		hc = r.streaming
	}
	res, err := hc.Do(req)
	if err != nil {
		return nil, withoutURL(err)
	}
	return res, nil
}

func withoutURL(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		return ue.Err
	}
	return err
}

// handOver gives the unread body to the caller.
func (r *request) handOver(res *http.Response, attempt int) error {
	r.report(res, nil, attempt)
	if err := checkVendor(r.op, res); err != nil {
		_ = res.Body.Close()
		return err
	}
	*r.stream = res.Body
	return nil
}

// refusal is e, to which the end of the context is added if it came while the
// body was read: then the details may be missing.
func (r *request) refusal(ctx context.Context, e *Error, reading error) error {
	if reading != nil && ctx.Err() != nil {
		return fmt.Errorf("%w (while reading: %w)", r.op.fail(ctx.Err()), e)
	}
	return e
}

// transportFailure says that no usable response came, and whether that is worth
// another attempt. The end of the context is reported as such; where only timed,
// the context of one attempt, has ended, the attempt took too long.
func (r *request) transportFailure(ctx, timed context.Context, err error) error {
	if ctx.Err() != nil {
		return r.op.fail(ctx.Err())
	}
	if timed.Err() != nil {
		err = fmt.Errorf("no answer within %v: %w", r.watch.timeout, context.DeadlineExceeded)
	}
	if !worthRetry(err) {
		return r.op.fail(err)
	}
	return &connectionError{r.op, err}
}

// report fills the caller's Response.
func (r *request) report(res *http.Response, body []byte, attempt int) {
	if r.set.response == nil {
		return
	}
	*r.set.response = Response{Attempts: attempt}
	if res != nil {
		*r.set.response = newResponse(res, bytes.Clone(body), attempt, r.clock.now())
	}
}

var errTooLarge = errors.New("the body is larger than WithMaxResponseBytes allows")

// corrupt reports whether a body arrived whole, but not as what it was
// compressed from: sent again, it would be the same.
func corrupt(err error) bool {
	var bad flate.CorruptInputError
	return errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &bad)
}

// spareBodies are buffers for bodies. Whatever is kept of a body is a copy.
var spareBodies = spare[bytes.Buffer]{make: func() *bytes.Buffer { return new(bytes.Buffer) }}

func release(buf *bytes.Buffer) {
	if buf.Cap() <= maxSpare {
		buf.Reset()
		spareBodies.put(buf)
	}
}

// readBounded reads at most limit bytes into buf and reports what is longer.
func (r *request) readBounded(buf *bytes.Buffer, res *http.Response, limit int64) ([]byte, error) {
	if size := res.ContentLength; size > 0 && size <= min(limit, maxSpare) {
		buf.Grow(int(size) + bytes.MinRead) // so that the end is found without growing
	}
	r.bounded = io.LimitedReader{R: res.Body, N: limit}
	n, err := buf.ReadFrom(&r.bounded)
	if err != nil || n < limit {
		return buf.Bytes(), err
	}
	var more [1]byte
	if n, _ := io.ReadFull(res.Body, more[:]); n > 0 {
		return buf.Bytes(), errTooLarge
	}
	return buf.Bytes(), nil
}

func (r *request) logAttempt(ctx context.Context, attempt int, start time.Time, res *http.Response, err error) {
	if r.log == nil || !r.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	took := r.clock.now().Sub(start)
	attrs := append(r.attrs(), slog.Int("attempt", attempt), slog.Duration("duration", took))
	if res != nil {
		attrs = append(attrs, slog.Int("status", res.StatusCode))
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", printable(err.Error())))
	}
	r.log.LogAttrs(ctx, slog.LevelDebug, apiName+" call", attrs...)
}

// attrs name the operation in logs, by its template and not by its URL.
func (r *request) attrs() []slog.Attr {
	return []slog.Attr{
		slog.String("operation", r.op.ID), slog.String("version", r.op.Version),
		slog.String("method", r.op.Method), slog.String("path", r.op.Path),
	}
}

// announce logs, once for each operation, what the server says about its end:
// Deprecation (RFC 9745), Sunset (RFC 8594) and Warning (RFC 7234, 5.5).
func (r *request) announce(ctx context.Context, h http.Header) {
	if r.log == nil {
		return
	}
	var said []slog.Attr
	for _, k := range []string{"Deprecation", "Sunset", "Warning"} {
		if v := h.Get(k); v != "" {
			said = append(said, slog.String(k, printable(v)))
		}
	}
	if len(said) == 0 {
		return
	}
	if _, logged := r.announced.LoadOrStore(r.op.label(), true); !logged {
		r.log.LogAttrs(ctx, slog.LevelWarn, apiName+" deprecation", append(r.attrs(), said...)...)
	}
}
