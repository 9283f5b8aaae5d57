package redoc

// Finding documents in JSON. A reading of JSON tokens keeps, for each object that
// is open, whether it has the keys of a document; when it closes with both, it is
// one, and what was found inside it is a part of it. Every byte is read once,
// however deep the nesting and wherever the text breaks off.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A document is one that was found.
type document struct {
	where string // for people
	text  []byte // as it stands there
}

// finder collects documents, and what looked like one.
type finder struct {
	found []document
	hints []string
}

// maxHints bounds what a message says about things that are no document.
const maxHints = 3

func (f *finder) hint(format string, args ...any) {
	if len(f.hints) < maxHints {
		f.hints = append(f.hints, fmt.Sprintf(format, args...))
	}
}

// A frame is an object or array that is open.
type frame struct {
	array  bool
	start  int    // of its bracket
	before int    // documents found before it
	key    string // of the member at hand
	index  int    // of the element at hand
	value  bool   // object: a value comes next, not a key

	openapi, paths bool // it has the key, with a value of the right type
}

// text reads a text that may be JSON as a whole. inside counts the strings that
// it stands in.
func (f *finder) text(text []byte, where string, inside int) {
	const deepest = 4
	if !bytes.Contains(text, []byte("openapi")) || inside > deepest {
		return
	}
	hint := func(string, ...any) {}
	if bytes.Contains(text, []byte(`"openapi"`)) {
		hint = f.hint
	}
	before := len(f.found)
	begins := len(text) - len(bytes.TrimLeft(text, " \t\r\n"))
	if begins == len(text) || text[begins] != '{' && text[begins] != '[' {
		hint("the string at %s speaks of openapi and is not JSON", where)
		return
	}
	r := reading{finder: f, src: text, from: begins, where: where, inside: inside}
	if err := r.run(); err != nil {
		f.found = f.found[:before]
		hint("the string at %s is not one whole JSON text (byte %d: %v), such as one of several parts", where, r.end(), err)
	} else if rest := bytes.TrimSpace(text[r.end():]); len(rest) > 0 {
		f.found = f.found[:before]
		hint("the string at %s is JSON up to its byte %d only", where, r.end())
	}
}

// A reading goes through one JSON value of src.
type reading struct {
	*finder
	src    []byte
	from   int
	where  string
	inside int

	tokens *json.Decoder
	open   []frame
}

// end is the offset in src behind the last token that was read.
func (r *reading) end() int { return r.from + int(r.tokens.InputOffset()) }

// run reads the value that begins at from. After an error open has what was not
// closed, and end tells how far the text is JSON.
func (r *reading) run() error {
	r.tokens = json.NewDecoder(bytes.NewReader(r.src[r.from:]))
	r.tokens.UseNumber()
	for {
		token, err := r.tokens.Token()
		if errors.Is(err, io.EOF) {
			return errors.New("it breaks off")
		}
		if err != nil {
			return errors.New(strings.TrimPrefix(err.Error(), "json: "))
		}
		r.token(token)
		if len(r.open) == 0 {
			return nil
		}
	}
}

func (r *reading) token(token json.Token) {
	switch t := token.(type) {
	case json.Delim:
		switch t {
		case '{', '[':
			if t == '{' {
				r.mark("paths")
			}
			r.open = append(r.open, frame{array: t == '[', start: r.end() - 1, before: len(r.found)})
		default:
			r.close()
		}
		return
	case string:
		if top := r.top(); top != nil && !top.array && !top.value {
			top.key, top.value = t, true
			return
		}
		r.mark("openapi")
		if strings.Contains(t, "openapi") {
			r.finder.text([]byte(t), r.place()+", a string", r.inside+1)
		}
	}
	r.next()
}

func (r *reading) top() *frame {
	if len(r.open) == 0 {
		return nil
	}
	return &r.open[len(r.open)-1]
}

// mark notes that the object at hand has a member of the right type, if it is key.
func (r *reading) mark(key string) {
	if top := r.top(); top != nil && !top.array && top.key == key {
		top.mark(key)
	}
}

func (f *frame) mark(key string) {
	f.openapi = f.openapi || key == "openapi"
	f.paths = f.paths || key == "paths"
}

// close ends the object or array at hand.
func (r *reading) close() {
	done := *r.top()
	r.open = r.open[:len(r.open)-1]
	if done.openapi && done.paths {
		r.found = append(r.found[:done.before], document{r.place(), r.src[done.start:r.end()]})
	}
	r.next()
}

// next goes on to the next member or element, behind a value.
func (r *reading) next() {
	if top := r.top(); top != nil {
		top.value = false
		top.index++
	}
}

// place is the path of the value at hand.
func (r *reading) place() string {
	var path []string
	for _, f := range r.open {
		if f.array {
			path = append(path, strconv.Itoa(f.index))
		} else {
			path = append(path, f.key)
		}
	}
	at := fmt.Sprintf("%s, byte %d", r.where, r.from)
	if len(path) > 0 {
		at += ": " + line(strings.Join(path, "."))
	}
	return at
}
