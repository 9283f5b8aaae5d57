// Package diagnostic shows people what is wrong with a file, as a compiler does:
// a line with place and text, the line of the source it is about, and a caret
// under the column. It is given an error and the file system the positions are
// of, and promises text that is safe on a terminal whatever the source holds. A
// source that cannot be read takes its excerpt with it, never the message.
package diagnostic

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// MaxExcerpts is how many messages of a run come with their source. All messages
// are printed; past the first screens only their places help.
const MaxExcerpts = 20

// maxSource is how much of a source is read for excerpts, in bytes: what is past
// it no loader reads either.
const maxSource = 32 << 20

// Message is one thing that is wrong, and where.
type Message struct {
	Pos  model.Pos // without file: of no file
	Text string
}

// Of gives the messages err is made of, in its order.
func Of(err error) []Message {
	switch e := err.(type) { //nolint:errorlint // walks the tree itself, and must see every branch of it
	case nil:
		return nil
	case *model.Fault:
		return []Message{{e.Pos, e.Text}}
	case *config.Fault:
		return []Message{{model.Pos{File: e.File, Line: e.Line, Column: e.Column}, e.Text}}
	case model.Faults:
		return each(e)
	case config.Faults:
		return each(e)
	case interface{ Unwrap() []error }:
		return each(e.Unwrap())
	case model.UnreadableVersions:
		return each(e.Faults)
	}
	var list []Message
	for line := range strings.Lines(err.Error()) {
		list = append(list, Message{Text: strings.TrimRight(line, "\r\n")})
	}
	return list
}

func each[E error](errs []E) []Message {
	var list []Message
	for _, err := range errs {
		list = append(list, Of(err)...)
	}
	return list
}

// Printer prints messages.
type Printer struct {
	Files  fs.FS  // what positions name, rooted at Folder; nil: no excerpts
	Folder string // put before the files of positions
	Color  bool

	shown   int
	sources map[string][]byte
}

// Print writes one message, and its source while there is room for it. The first
// line is the form editors jump by: file:line:col: text.
func (p *Printer) Print(w io.Writer, m Message) error {
	shown := m.Pos
	if shown.File != "" && p.Folder != "" { // without one it may be no path but an address
		shown.File = path.Join(p.Folder, shown.File)
	}
	place := shown.String()
	if shown.File == "" {
		place = "gen"
	}
	text := p.paint(bold, model.OneLine(place)+":") + " " + model.OneLine(m.Text) + "\n"
	if p.shown < MaxExcerpts {
		if line, ok := p.line(m.Pos); ok {
			p.shown++
			text += p.excerpt(line, m.Pos)
		}
	}
	_, err := io.WriteString(w, text)
	return err
}

// excerpt is the line of the source and the caret below it.
func (p *Printer) excerpt(line []byte, pos model.Pos) string {
	number := fmt.Sprintf("     %d", pos.Line)
	text, before := window(line, pos.Column)
	gutter := func(s string) string { return p.paint(dim, s+" | ") }
	return gutter(number) + text + "\n" +
		gutter(strings.Repeat(" ", len(number))) + strings.Repeat(" ", before) + p.paint(red, "^") + "\n"
}

// line is the line of the source that pos is in; false: there is none to show.
func (p *Printer) line(pos model.Pos) ([]byte, bool) {
	if pos.Line < 1 || pos.Column < 1 || p.Files == nil {
		return nil, false
	}
	source, ok := p.sources[pos.File]
	if !ok {
		if source, ok = p.read(pos.File); !ok {
			return nil, false
		}
	}
	for range pos.Line - 1 {
		i := bytes.IndexByte(source, '\n')
		if i < 0 {
			return nil, false
		}
		source = source[i+1:]
	}
	line, _, _ := bytes.Cut(source, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	return line, len(bytes.TrimSpace(line)) > 0
}

var byteOrderMark = []byte("\ufeff")

// read keeps a source for the messages to come.
func (p *Printer) read(name string) ([]byte, bool) {
	f, err := p.Files.Open(path.Clean(name))
	if err != nil {
		return nil, false
	}
	defer func() { _ = f.Close() }() // opened to read
	source, err := io.ReadAll(io.LimitReader(f, maxSource))
	if err != nil {
		return nil, false
	}
	if p.sources == nil {
		p.sources = map[string][]byte{}
	}
	source = bytes.TrimPrefix(source, byteOrderMark) // no parser counts it as a column
	p.sources[name] = source
	return source, true
}

// ANSI colors (ECMA-48, SGR).
const (
	bold = "1"
	dim  = "2"
	red  = "1;31"
)

func (p *Printer) paint(color, s string) string {
	if !p.Color {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[0m"
}
