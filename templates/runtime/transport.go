package runtime

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// transport builds the HTTP client. From the outside in: redirects, middleware,
// the credential, the caller's transport.
func (cfg *config) transport(base *url.URL, creds []credential) *http.Client {
	hc := http.Client{}
	if cfg.http != nil {
		hc = *cfg.http
	}
	rt := hc.Transport
	if rt == nil {
		rt = http.DefaultTransport
	}
	if len(creds) > 0 {
		rt = &authTransport{base: base, creds: creds, next: rt}
	}
	for i := len(cfg.middleware) - 1; i >= 0; i-- {
		rt = cfg.middleware[i](rt)
	}
	hc.Transport = rt
	hc.CheckRedirect = checkRedirect(hc.CheckRedirect)
	return &hc
}

// authTransport adds the credential, beneath the middleware.
type authTransport struct {
	base  *url.URL
	creds []credential
	next  http.RoundTripper
}

// RoundTrip adds the credential to a copy of r, unless a redirect (which
// net/http marks by r.Response) has led to another host.
func (t *authTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Response != nil && !sameOrigin(t.base, r.URL) {
		return t.next.RoundTrip(r)
	}
	own := r.Clone(r.Context())
	for _, c := range t.creds {
		if err := c.apply(own); err != nil {
			if r.Body != nil {
				_ = r.Body.Close()
			}
			return nil, &finalError{err}
		}
	}
	return t.next.RoundTrip(own)
}

// checkRedirect lets next decide and keeps what the caller put into headers from
// other hosts: net/http would pass on all but the best known ones, and those
// too to another port or a subdomain.
func checkRedirect(next func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(r *http.Request, via []*http.Request) error {
		if !sameOrigin(via[0].URL, r.URL) {
			for k := range r.Header {
				switch k {
				case "Accept", "Content-Type", "User-Agent":
				default:
					r.Header.Del(k)
				}
			}
		}
		err := error(nil)
		switch {
		case next != nil:
			err = next(r, via)
		case len(via) >= 10:
			err = errors.New("stopped after 10 redirects")
		}
		if err != nil && !errors.Is(err, http.ErrUseLastResponse) {
			return &finalError{err}
		}
		return err
	}
}

// sameOrigin compares scheme, host and port (RFC 6454, 4).
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "http" {
		return "80"
	}
	return "443"
}

// finalError is a failure that another attempt would only repeat.
type finalError struct{ err error }

func (e *finalError) Error() string { return e.err.Error() }
func (e *finalError) Unwrap() error { return e.err }
