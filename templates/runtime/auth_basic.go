package runtime

import (
	"net/http"
	"strings"
)

// basic is a user and a password (RFC 7617). One of them may be empty: some APIs
// take a key as the user.
func basic(user, password string) credential {
	c := credential{
		kind: "password", secret: constant(password),
		set: func(r *http.Request, secret string) { r.SetBasicAuth(user, secret) },
	}
	switch {
	case user == "" && password == "":
		c.problem = "empty user and password"
	case strings.Contains(user, ":"):
		c.problem = "a colon in the user"
	}
	return c
}
