package runtime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"strings"
	"time"
)

// Option configures a Client. Where two options say the same thing, the later
// one counts.
type Option interface{ applyClient(*config) }

// CallOption configures one call.
type CallOption interface{ applyCall(*settings) }

// Setting is both: given to NewClient it holds for every call, given to a call
// it holds for that one.
type Setting interface {
	Option
	CallOption
}

// settings is what a call may change.
type settings struct {
	attempts int
	maxWait  time.Duration
	maxBytes int64
	header   http.Header
	response *Response
	bad      error // the first wrong option
}

func (s *settings) reject(format string, args ...any) {
	if s.bad == nil {
		s.bad = fmt.Errorf(format, args...)
	}
}

type option func(*config)

func (f option) applyClient(c *config) { f(c) }

type callOption func(*settings)

func (f callOption) applyCall(s *settings) { f(s) }

type setting func(*settings)

func (f setting) applyClient(c *config) { f(&c.settings) }
func (f setting) applyCall(s *settings) { f(s) }

// WithBaseURL sends calls to u, an absolute http or https URL. A path in it is
// put before the path of every operation.
func WithBaseURL(u string) Option { return option(func(c *config) { c.baseURL = u }) }

// WithHTTPClient sends requests through h. It is copied and never changed; its
// Timeout holds for every attempt, streams included. Without this option an
// attempt may take 60 seconds, a stream as long as its context allows.
func WithHTTPClient(h *http.Client) Option { return option(func(c *config) { c.http = h }) }

// WithMiddleware wraps the transport; it runs once for every attempt and every
// redirect. The first one given is the outermost. Middleware does not see the
// credential, which is added beneath it, so a dump of the request is harmless.
func WithMiddleware(wrap ...func(http.RoundTripper) http.RoundTripper) Option {
	return option(func(c *config) { c.middleware = append(c.middleware, wrap...) })
}

// WithLogger logs every attempt (level debug), every retry and, once for each
// operation, what the server says about its end (level warn). Path templates are
// logged, never URLs, bodies or credentials.
func WithLogger(l *slog.Logger) Option { return option(func(c *config) { c.log = l }) }

// WithUserAgent puts product, such as "inventory/2.1", before the client's own
// name in the User-Agent header.
func WithUserAgent(product string) Option {
	return option(func(c *config) {
		if !validValue(product) {
			c.reject("user agent %q: not a header value", product)
			return
		}
		c.userAgent = strings.TrimSpace(product + " " + c.userAgent)
	})
}

// WithTokenSource asks source for the token of every attempt, so that it can be
// renewed. It takes the place of the token given to NewClient, which may then be
// empty. Its context is that of the call; its error ends the call, unrepeated.
// It is called concurrently, and should keep a token until shortly before it
// expires: a 401 is not repeated.
func WithTokenSource(source func(context.Context) (string, error)) Option {
	return option(func(c *config) { c.source = source })
}

// WithPacing keeps the calls of an operation within its documented RateLimit:
// one that would exceed it waits for its turn, a retry too. After a 429 that
// says how long to wait, other calls of that operation wait as well.
//
// A turn that comes later than WithMaxRetryWait or the context's deadline allows
// is an *Error at once, of class ErrRateLimited: nothing is sent, and RetryAfter
// says when to come back. What is counted is what this Client sends, in all
// versions of the operation together; other clients, other processes and earlier
// runs are not known.
func WithPacing() Option { return option(func(c *config) { c.paced = true }) }

// WithMaxAttempts bounds how often a call is sent. The default is 4; 1 or less
// means that nothing is repeated.
func WithMaxAttempts(n int) Setting { return setting(func(s *settings) { s.attempts = n }) }

// WithMaxRetryWait bounds the wait before a single retry and, with WithPacing,
// that for a turn. When the server asks for more, the call fails at once with
// its error. The default is 90 seconds; zero means that a call never waits.
func WithMaxRetryWait(d time.Duration) Setting { return setting(func(s *settings) { s.maxWait = d }) }

// WithMaxResponseBytes bounds the size of a response body after decompression;
// a larger result is an error. The default is 64 MiB. Streams are not bounded.
func WithMaxResponseBytes(n int64) Setting {
	return setting(func(s *settings) {
		if n <= 0 {
			s.reject("WithMaxResponseBytes(%d): not a size", n)
			return
		}
		s.maxBytes = n
	})
}

// WithHeader adds a request header. Accept and Authorization are refused with an
// error: they are the client's. Content-Type is taken only if it adds
// parameters, such as a boundary, to the operation's own.
func WithHeader(name, value string) Setting {
	return setting(func(s *settings) {
		key := http.CanonicalHeaderKey(name)
		switch {
		case !validName(name) || !validValue(value):
			s.reject("header %q: not a valid header", name)
		case key == "Accept" || key == "Authorization":
			s.reject("header %s is set by the client", key)
		default:
			s.header = s.header.Clone() // the client's own is shared
			if s.header == nil {
				s.header = http.Header{}
			}
			s.header.Set(key, value)
		}
	})
}

// WithResponse fills r with what came back, on success and on failure.
func WithResponse(r *Response) CallOption { return callOption(func(s *settings) { s.response = r }) }

// bodyType is the Content-Type of a body: own, or own with the parameters that
// WithHeader added.
func (s *settings) bodyType(own string) (string, error) {
	given := s.header.Get("Content-Type")
	if given == "" {
		return own, nil
	}
	if baseType(given) != baseType(own) {
		return "", errors.New("header Content-Type is set by the client")
	}
	return given, nil
}

// baseType is a media type without its parameters, in lower case.
func baseType(s string) string {
	if !strings.Contains(s, ";") {
		return strings.ToLower(strings.TrimSpace(s))
	}
	if t, _, err := mime.ParseMediaType(s); err == nil {
		return t
	}
	t, _, _ := strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// validName reports whether s is a field name (RFC 9110, 5.1).
func validName(s string) bool {
	for _, r := range s {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) {
			return false
		}
	}
	return s != ""
}

// validValue reports whether s may be a field value (RFC 9110, 5.5).
func validValue(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}
