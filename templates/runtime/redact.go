package runtime

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// redactedError is an error of the transport whose text would have shown a
// secret: a RoundTripper may print the request that failed, a server may answer
// with what it was sent. The cause stands in a function, where no printing finds
// it, and there is no Unwrap, which loggers follow; Is and As still find it.
type redactedError struct {
	text  string
	cause func() error
}

func (e *redactedError) Error() string { return e.text }

// Is is errors.Is for the cause.
func (e *redactedError) Is(target error) bool { return errors.Is(e.cause(), target) }

// As is errors.As for the cause.
func (e *redactedError) As(target any) bool { return errors.As(e.cause(), target) }

// shortestSecret is the length from which a secret is searched for: replacing
// "a" in a message would leave nothing to read.
const shortestSecret = 4

// hideSecrets returns err, or if its text shows one of the secrets that r was
// sent with, one that does not.
func hideSecrets(err error, r *http.Request, secrets []string) error {
	_, encoded, _ := strings.Cut(r.Header.Get("Authorization"), " ") // user and password in base64
	before := err.Error()
	text := hide(before, encoded)
	for _, s := range secrets {
		text = hide(hide(text, s), url.QueryEscape(s))
	}
	if text == before {
		return err
	}
	return &redactedError{text, func() error { return err }}
}

func hide(text, secret string) string {
	if len(secret) < shortestSecret {
		return text
	}
	return strings.ReplaceAll(text, secret, "[redacted]")
}
