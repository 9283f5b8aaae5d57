package release

import (
	"go/scanner"
	"go/token"
)

// sameCode reports whether two Go files are the same but for comments and layout.
func sameCode(a, b []byte) bool {
	if (a == nil) != (b == nil) {
		return false
	}
	x, y := newCode(a), newCode(b)
	for {
		t, text := x.next()
		u, other := y.next()
		if t != u || text != other {
			return false
		}
		if t == token.EOF {
			return true
		}
	}
}

type code struct{ scanner.Scanner }

func newCode(text []byte) *code {
	c := new(code)
	set := token.NewFileSet()
	c.Init(set.AddFile("", set.Base(), len(text)), text, nil, 0)
	return c
}

// next is a token; a semicolon is one however it came.
func (c *code) next() (token.Token, string) {
	_, t, text := c.Scan()
	if t == token.SEMICOLON {
		text = ""
	}
	return t, text
}
