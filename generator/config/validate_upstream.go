package config

import (
	"net/url"
	"slices"
)

// Whose prose and examples a synchronized document has.
const (
	WordsOurs   = "ours"
	WordsTheirs = "theirs"
)

// upstream holds the rules for where the document comes from.
func (v *validator) upstream() {
	u := v.c.Upstream
	if u.IsZero() {
		return
	}
	sources := 0
	for _, s := range []string{u.Redoc, u.URL, u.File, u.Git} {
		if s != "" {
			sources++
		}
	}
	if sources != 1 {
		v.fault(at("upstream"), "needs exactly one of redoc, url, file and git")
	}
	if u.URL != "" || u.Redoc != "" {
		return
	}
	if u.Hosts != nil {
		v.fault(at("upstream", "hosts"), "needs redoc or url")
	}
	if u.TokenEnv != "" {
		v.fault(at("upstream", "tokenEnv"), "needs redoc or url")
	}
}

// address: what is fetched decides what is generated, so nobody on the way may
// change it; and a file that is committed holds no password.
func (v *validator) address(address string, path []string) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		v.fault(path, "is no URL of a host")
	case u.User != nil:
		v.fault(path, "must be without user and password; name an environment variable in tokenEnv")
	case u.Scheme == "http" && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname()):
	case u.Scheme != "https":
		v.fault(path, "%q must be https", u.Scheme+"://"+u.Host)
	}
}
