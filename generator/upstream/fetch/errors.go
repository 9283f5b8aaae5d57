package fetch

import (
	"fmt"
	"strings"
	"unicode"
)

// Unavailable says that upstream could not be asked, or did not answer. A later
// run may succeed.
type Unavailable struct {
	From string // the source, without query string
	Text string
}

func (e *Unavailable) Error() string { return e.From + ": " + e.Text }

// Rejected says that upstream's answer cannot be used. Another run will get the
// same, until upstream or the configuration changes.
type Rejected struct {
	From string
	Text string
}

func (e *Rejected) Error() string { return e.From + ": " + e.Text }

// Invalid says that a source is not one, or not without more configuration.
type Invalid struct {
	From string
	Text string
}

func (e *Invalid) Error() string { return e.From + ": " + e.Text }

func unavailable(from, format string, args ...any) error {
	return &Unavailable{from, plain(fmt.Sprintf(format, args...))}
}

func rejected(from, format string, args ...any) error {
	return &Rejected{from, plain(fmt.Sprintf(format, args...))}
}

func invalid(from, format string, args ...any) error {
	return &Invalid{from, plain(fmt.Sprintf(format, args...))}
}

// plain keeps what a server sent from writing on a terminal, or a second line.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.TrimSpace(text))
}
