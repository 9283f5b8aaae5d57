package config

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Whose prose and examples a synchronized document has.
const (
	WordsOurs   = "ours"
	WordsTheirs = "theirs"
)

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
	v.oneOf(u.Words, []string{WordsOurs, WordsTheirs}, "upstream", "words")
	v.address(u.Redoc, "redoc")
	v.address(u.URL, "url")
	v.relative(u.File, "upstream", "file")
	if ref, path, _ := strings.Cut(u.Git, ":"); u.Git != "" && (ref == "" || path == "" || ref[0] == '-') {
		v.fault(at("upstream", "git"), "%q must be REF:PATH", u.Git)
	}
	v.network()
}

// address: what is fetched decides what is generated, so nobody on the way may
// change it; and a file that is committed holds no password.
func (v *validator) address(address, key string) {
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		v.fault(at("upstream", key), "is no URL of a host")
	case u.User != nil:
		v.fault(at("upstream", key), "must be without user and password; name an environment variable in tokenEnv")
	case u.Scheme == "http" && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname()):
	case u.Scheme != "https":
		v.fault(at("upstream", key), "%q must be https", u.Scheme+"://"+u.Host)
	}
}

var (
	hostName    = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)
	environment = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// network holds the rules for what only matters to redoc and url.
func (v *validator) network() {
	u := v.c.Upstream
	for i, host := range u.Hosts {
		n := strconv.Itoa(i)
		v.required(host, "upstream", "hosts", n)
		if host != "" && !hostName.MatchString(host) {
			v.fault(at("upstream", "hosts", n), "%q must be the name of a host in lower case, or a name and a port", host)
		}
		if slices.Contains(u.Hosts[:i], host) {
			v.fault(at("upstream", "hosts", n), "%q is listed twice", host)
		}
	}
	if u.TokenEnv != "" && !environment.MatchString(u.TokenEnv) {
		v.fault(at("upstream", "tokenEnv"), "must be the name of an environment variable") // not shown: it may be the credential
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
