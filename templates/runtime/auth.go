package runtime

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

type tokenSource = func(context.Context) (string, error)

// credential proves who calls. The secret is only inside of functions, where no
// printing verb finds it.
type credential struct {
	kind    string // "token", "password", "key"; empty: none
	problem string // why it cannot be used; empty: it can
	secret  tokenSource
	set     func(r *http.Request, secret string)
}

// String shows the kind alone.
func (c credential) String() string { return "credential (" + c.kind + ")" }

// GoString is String.
func (c credential) GoString() string { return c.String() }

func constant(secret string) tokenSource {
	return func(context.Context) (string, error) { return secret, nil }
}

// bearer is a token in the Authorization header (RFC 6750, 2.1).
func bearer(token string) credential {
	return credential{
		kind: "token", problem: secretProblem("token", token), secret: constant(token),
		set: func(r *http.Request, secret string) { r.Header.Set("Authorization", "Bearer "+secret) },
	}
}

// secretProblem finds what is wrong with a secret without repeating it. A line
// end read from a file with the token is the usual mistake.
func secretProblem(what, secret string) string {
	switch {
	case secret == "":
		return "empty " + what
	case strings.ContainsFunc(secret, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return "the " + what + " has a space or a control character in it"
	}
	return ""
}

// usableCredentials puts the token source in its place and refuses what cannot
// work before anything is sent.
func (cfg *config) usableCredentials() ([]credential, error) {
	creds := append([]credential(nil), cfg.credentials...)
	if cfg.source != nil {
		if len(creds) == 0 {
			creds = []credential{bearer("")}
		}
		c := &creds[0]
		for i := range creds {
			if creds[i].kind == "token" {
				c = &creds[i]
				break
			}
		}
		if c.kind == "password" {
			return nil, errors.New("WithTokenSource: the credential is a user and a password, not a token")
		}
		c.problem, c.secret = "", cfg.source
	}
	for _, c := range creds {
		if c.problem != "" {
			return nil, errors.New(c.problem)
		}
	}
	return creds, nil
}

// apply adds the credential to r, a request of our own, and returns its secret.
func (c credential) apply(r *http.Request) (string, error) {
	secret, err := c.secret(r.Context())
	if err != nil {
		return "", fmt.Errorf("%s source: %w", c.kind, err)
	}
	if c.kind != "password" {
		if p := secretProblem(c.kind, secret); p != "" {
			return "", errors.New(p)
		}
	}
	c.set(r, secret)
	return secret, nil
}
