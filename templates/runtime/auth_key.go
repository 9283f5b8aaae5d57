package runtime

import (
	"net/http"
	"net/url"
)

// apiKey is a key in a header, a query parameter or a cookie (OpenAPI: Security
// Scheme Object, type apiKey).
func apiKey(in, name, key string) credential {
	c := credential{kind: "key", problem: secretProblem("API key", key), secret: constant(key)}
	switch in {
	case "query":
		c.set = func(r *http.Request, secret string) { r.URL = withQuery(r.URL, name, secret) }
	case "cookie":
		c.set = func(r *http.Request, secret string) { r.AddCookie(&http.Cookie{Name: name, Value: secret}) }
	default:
		c.set = func(r *http.Request, secret string) { r.Header.Set(name, secret) }
	}
	return c
}

// withQuery is a copy of u with one more parameter.
func withQuery(u *url.URL, name, value string) *url.URL {
	own := *u
	pair := url.QueryEscape(name) + "=" + url.QueryEscape(value)
	if own.RawQuery != "" {
		pair = own.RawQuery + "&" + pair
	}
	own.RawQuery = pair
	return &own
}
