package fetch

import (
	"errors"
	"os"
	"strings"
)

// token is the credential for a source on the network; empty: none is wanted.
func (o Options) token(src Source) (string, error) {
	if o.TokenEnv == "" || src.kind != kindURL && src.kind != kindRedoc {
		return "", nil
	}
	token := strings.TrimSpace(os.Getenv(o.TokenEnv))
	if token == "" {
		return "", invalid(src.String(), "the environment variable %s, which is to hold the credential, is not set", o.TokenEnv)
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", invalid(src.String(), "the environment variable %s holds what no credential has: spaces, or characters beyond ASCII", o.TokenEnv)
	}
	return token, nil
}

// conceal takes the credential out of what a server may have sent back of it.
func conceal(res *Result, err error, token string) (*Result, error) {
	if token == "" {
		return res, err
	}
	hide := func(text *string) { *text = concealed(*text, token) }
	if res != nil {
		for i := range res.Notes {
			hide(&res.Notes[i])
		}
		hide(&res.From)
		hide(&res.Stamp.ETag)
		hide(&res.Stamp.LastModified)
	}
	var u *Unavailable
	var r *Rejected
	if errors.As(err, &u) {
		hide(&u.From)
		hide(&u.Text)
	}
	if errors.As(err, &r) {
		hide(&r.From)
		hide(&r.Text)
	}
	return res, err
}

func concealed(text, token string) string {
	if token == "" {
		return text
	}
	return strings.ReplaceAll(text, token, "(credential)")
}
