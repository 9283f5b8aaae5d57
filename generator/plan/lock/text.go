package lock

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const header = "# names.lock: the Go names this API was given. Written by strata; commit it.\n" +
	"# Deleting a line is a deliberate rename of what it names.\n"

// Format gives the text of l. Equal locks give equal text.
func (l *Lock) Format() []byte {
	var lines []string
	for _, m := range l.Methods {
		lines = append(lines, fmt.Sprintf("method %s %s %s %s.%s(%s)",
			strconv.Quote(m.ID), m.HTTP, strconv.Quote(m.Path), m.Service, m.Name, strings.Join(m.Args, ",")))
	}
	for _, t := range l.Types {
		lines = append(lines, typeLines(t)...)
	}
	slices.Sort(lines)
	return []byte(header + strings.Join(lines, "\n") + "\n")
}

func typeLines(t *Type) []string {
	v := orDash(t.Version)
	places := slices.Sorted(slices.Values(t.Places))
	lines := []string{strings.Join(append([]string{"type", v, t.Name, orDash(t.File)}, places...), " ")}
	for _, f := range t.Fields {
		lines = append(lines, fmt.Sprintf("field %s %s %03d %s %s %s", v, t.Name, f.Index, strconv.Quote(f.Wire), f.GoName, f.GoType))
	}
	for _, c := range t.Consts {
		lines = append(lines, fmt.Sprintf("const %s %s %03d %s %s", v, t.Name, c.Index, strconv.Quote(c.Value), c.GoName))
	}
	return lines
}

func orDash(s string) string { return cmp.Or(s, "-") }

// LineError is a line that is not one of a lock.
type LineError struct {
	Line int // from 1
	Text string
}

// Error gives line and text.
func (e LineError) Error() string { return fmt.Sprintf("%d: %s", e.Line, e.Text) }

// Parse reads the text of a lock and gives every line it cannot read.
func Parse(text []byte) (*Lock, []LineError) {
	r := reader{lock: new(Lock), types: map[[2]string]*Type{}}
	var bad []LineError
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := r.line(line); err != nil {
			bad = append(bad, LineError{i + 1, err.Error()})
		}
	}
	r.sort()
	return r.lock, bad
}

// reader collects lines; members may stand before the line of their type.
type reader struct {
	lock  *Lock
	types map[[2]string]*Type
}

// forms says for each kind of line which words are quoted: "q", or "-" for a
// plain one. The places of a type may be many.
var forms = map[string]string{"method": "-q-q-", "type": "----", "field": "----q--", "const": "----q-"}

func (r *reader) line(line string) error {
	words, form, err := split(line)
	if err != nil {
		return err
	}
	if words[0] == "type" && len(form) > len(forms["type"]) {
		form = strings.Replace(form, strings.Repeat("-", len(form)-len(forms["type"])), "", 1)
	}
	if form != forms[words[0]] {
		return fmt.Errorf("not a line of a lock: %.60q", line)
	}
	switch words[0] {
	case "method":
		return r.method(words)
	case "type":
		t := r.typ(words[1], words[2])
		t.File, t.Places = undash(words[3]), words[4:]
		return nil
	case "field":
		i, err := strconv.Atoi(words[3])
		t := r.typ(words[1], words[2])
		t.Fields = append(t.Fields, &Field{Index: i, Wire: words[4], GoName: words[5], GoType: words[6]})
		return err
	default:
		i, err := strconv.Atoi(words[3])
		t := r.typ(words[1], words[2])
		t.Consts = append(t.Consts, &Const{Index: i, Value: words[4], GoName: words[5]})
		return err
	}
}

func (r *reader) method(words []string) error {
	call, args, ok := strings.Cut(strings.TrimSuffix(words[4], ")"), "(")
	service, name, dot := strings.Cut(call, ".")
	if !ok || !dot {
		return fmt.Errorf("want SERVICE.NAME(ARGUMENT,…), have %q", words[4])
	}
	m := &Method{ID: words[1], HTTP: words[2], Path: words[3], Service: service, Name: name}
	if args != "" {
		m.Args = strings.Split(args, ",")
	}
	r.lock.Methods = append(r.lock.Methods, m)
	return nil
}

func (r *reader) typ(version, name string) *Type {
	key := [2]string{undash(version), name}
	if r.types[key] == nil {
		r.types[key] = &Type{Version: key[0], Name: name}
		r.lock.Types = append(r.lock.Types, r.types[key])
	}
	return r.types[key]
}

func (r *reader) sort() {
	for _, t := range r.lock.Types {
		slices.SortFunc(t.Fields, func(a, b *Field) int { return cmp.Compare(a.Index, b.Index) })
		slices.SortFunc(t.Consts, func(a, b *Const) int { return cmp.Compare(a.Index, b.Index) })
	}
	slices.SortFunc(r.lock.Types, func(a, b *Type) int {
		return cmp.Or(strings.Compare(a.Version, b.Version), strings.Compare(a.Name, b.Name))
	})
}

func undash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// split cuts a line at single spaces; a word in double quotes is unquoted. The
// form has a letter for each word.
func split(line string) (words []string, form string, err error) {
	for rest := line; rest != ""; {
		if rest[0] != '"' {
			word, after, _ := strings.Cut(rest, " ")
			if word == "" || strings.Contains(word, `"`) {
				return nil, "", fmt.Errorf("stray space or quote: %.60q", line)
			}
			words, form, rest = append(words, word), form+"-", after
			continue
		}
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return nil, "", fmt.Errorf("broken quotes: %.60q", rest)
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, "", err
		}
		words, form, rest = append(words, word), form+"q", strings.TrimPrefix(rest[len(quoted):], " ")
	}
	return words, form, nil
}
