package runtime

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
)

// transport builds the HTTP client. From the outside in: redirects, middleware,
// the credential, the caller's transport.
func (cfg *config) transport(base *url.URL, creds []credential) (*http.Client, error) {
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
		if wrap := cfg.middleware[i]; wrap != nil {
			rt = wrap(rt)
		}
		if rt == nil { // net/http would take its own, and leave the credential out
			return nil, errors.New("a middleware returned no RoundTripper")
		}
	}
	hc.Transport = rt
	hc.CheckRedirect = checkRedirect(hc.CheckRedirect)
	return &hc, nil
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
	if r.Response != nil && (strayed(r) || !sameOrigin(t.base, r.URL)) {
		return t.next.RoundTrip(r)
	}
	own := r.WithContext(r.Context()) // a copy of all but what it points to
	own.Header = make(http.Header, len(r.Header)+len(t.creds))
	maps.Copy(own.Header, r.Header)
	var room [2]string
	secrets := room[:0]
	for _, c := range t.creds {
		secret, err := c.apply(own)
		if err != nil {
			if r.Body != nil {
				_ = r.Body.Close()
			}
			return nil, &finalError{err}
		}
		secrets = append(secrets, secret)
	}
	res, err := t.next.RoundTrip(own)
	if err != nil {
		return nil, hideSecrets(err, own, secrets)
	}
	if res != nil { // a nil one is net/http's to complain about
		res.Request = r // middleware that prints it finds no credential
	}
	return res, nil
}

// finalError is a failure that another attempt would only repeat.
type finalError struct{ err error }

func (e *finalError) Error() string { return e.err.Error() }
func (e *finalError) Unwrap() error { return e.err }
