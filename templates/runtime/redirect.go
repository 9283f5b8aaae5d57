package runtime

// Redirects as the client follows them: what is meant for one server stays
// there.

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

const maxRedirects = 10 // as net/http

type strayedKey struct{}

// strayed reports whether a redirect on the way to r has led to another host.
// From there on nobody knows whose idea the URL of r was, even if it leads back.
func strayed(r *http.Request) bool { return r.Context().Value(strayedKey{}) != nil }

// checkRedirect lets next decide and keeps what the caller put into headers and
// body from other hosts: net/http would pass on all but the best known headers,
// and those too to another port or a subdomain. A request whose body would have
// to go there as well (307, 308) ends with an error.
//
// A redirect that net/http would follow by GET although the call was none (RFC
// 9110, 15.4.2 and 15.4.3) is the answer: what it leads to would look like the
// success of a call that was never made. 303 says that it was made, and leads to
// its result.
func checkRedirect(next func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(r *http.Request, via []*http.Request) error {
		if r.Method != via[len(via)-1].Method && r.Response.StatusCode != http.StatusSeeOther {
			return http.ErrUseLastResponse
		}
		astray := strayed(via[len(via)-1]) || !sameOrigin(via[0].URL, r.URL)
		if astray {
			*r = *r.WithContext(context.WithValue(r.Context(), strayedKey{}, true))
			dropHeaders(r.Header)
		}
		err := error(nil)
		switch {
		case next != nil:
			err = next(r, via)
		case len(via) >= maxRedirects:
			err = errors.New("stopped after 10 redirects")
		}
		if err == nil && astray && r.Body != nil {
			err = errors.New("the server redirects to another host, where the body does not belong")
		}
		if err != nil && !errors.Is(err, http.ErrUseLastResponse) {
			return &finalError{err}
		}
		return err
	}
}

// dropHeaders leaves those that say nothing about the caller.
func dropHeaders(h http.Header) {
	for k := range h {
		switch k {
		case "Accept", "Content-Type", "User-Agent":
		default:
			h.Del(k)
		}
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
