package naming

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Exported gives the exported identifier for a name; it is never empty. A
// leading digit gets an N before it, a letter without an upper case an X; a
// name of symbols is spelled (+1: Plus1, "": Empty).
func Exported(name string) string {
	return exported(join(spell(name, false), shouted(name)))
}

// Spelled is [Exported] with a word for every symbol and capitals as they
// stand: what tells two names apart that are one to Exported (foo_bar:
// FooUnderscoreBar, $ref: DollarRef, ASC: ASC). It is meant as the second
// candidate for a [Scope].
func Spelled(name string) string {
	return exported(join(spell(name, true), false))
}

func exported(ident string) string {
	r, _ := utf8.DecodeRuneInString(ident)
	switch {
	case unicode.IsDigit(r):
		return "N" + ident
	case !unicode.IsUpper(r):
		return "X" + ident
	}
	return ident
}

// imported are the packages generated code may import; a parameter of that
// name would hide one.
var imported = []string{
	"atomic", "base64", "bytes", "context", "cmp", "errors", "fmt", "http", "httptest", "io", "iter", "json",
	"maps", "math", "mime", "multipart", "net", "os", "path", "rand", "reflect", "runtime", "slices", "slog",
	"sort", "strconv", "strings", "sync", "testing", "time", "url", "utf8",
}

// Unexported gives an unexported identifier for a name. It is no keyword, no
// predeclared identifier, no package generated code imports and none of avoid:
// such a name gets a word behind it (type: typeValue).
func Unexported(name string, avoid ...string) string {
	words := spell(name, false)
	ident := unexported(lowerFirst(words[0]) + join(words[1:], shouted(name)))
	if free(ident, avoid) {
		return ident
	}
	for _, suffix := range []string{"Value", "Param", "Argument"} {
		if free(ident+suffix, avoid) {
			return ident + suffix
		}
	}
	for n := 2; ; n++ {
		if s := ident + "Value" + strconv.Itoa(n); free(s, avoid) {
			return s
		}
	}
}

func unexported(ident string) string {
	r, _ := utf8.DecodeRuneInString(ident)
	switch {
	case unicode.IsDigit(r):
		return "n" + ident
	case unicode.IsUpper(r): // has no lower case
		return "x" + ident
	}
	return ident
}

// lowerFirst writes the first word of an unexported identifier.
func lowerFirst(word string) string {
	_, known := initialism(word)
	if known || shouted(word) {
		return strings.ToLower(word)
	}
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToLower(r)) + word[size:]
}

// free reports whether an identifier may name a parameter or variable.
func free(ident string, avoid []string) bool {
	return !token.IsKeyword(ident) && types.Universe.Lookup(ident) == nil &&
		!slices.Contains(imported, ident) && !slices.Contains(avoid, ident)
}
