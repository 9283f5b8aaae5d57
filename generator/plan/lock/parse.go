package lock

import (
	"cmp"
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// LineError is a line that is not one of a lock.
type LineError struct {
	Line int // from 1
	Text string
}

// Parse reads the text of a lock and gives every line it cannot read.
func Parse(text []byte) (*Lock, []LineError) {
	r := reader{lock: new(Lock), types: map[[2]string]*Type{}, seen: map[string]bool{}}
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
	seen  map[string]bool // what has a line already
	sent  [][3]string     // version, type, wire name
}

// forms says for each kind of line which words are quoted: "q", or "-" for a
// plain one. The places of a type may be many.
var forms = map[string]string{"method": "-q-q-", "type": "----", "field": "----q--", "const": "----q-", "major": "---", "bare": "--q", "sent": "---q"}

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
	if err := r.once(words); err != nil {
		return err
	}
	switch words[0] {
	case "method":
		return r.method(words)
	case "type":
		return r.typeLine(words)
	case "field":
		return r.field(words)
	case "const":
		return r.constant(words)
	case "major":
		return r.major(words)
	case "sent":
		r.sent = append(r.sent, [3]string{undash(words[1]), words[2], words[3]})
		return nil
	default:
		r.lock.SetBare(undash(words[1]), words[2])
		return nil
	}
}

// once refuses a second line for one thing: what a merge may leave behind.
func (r *reader) once(words []string) error {
	key := words[:2]
	switch words[0] {
	case "type", "bare":
		key = words[:3]
	case "sent":
		key = words
	case "field", "const":
		key = []string{words[0], words[1], words[2], words[4]}
	}
	k := fmt.Sprintf("%q", key)
	if r.seen[k] {
		return fmt.Errorf("there is another line for this %s", words[0])
	}
	r.seen[k] = true
	return nil
}

// exported refuses what Go cannot export: a lock may be edited by hand.
func exported(names ...string) error {
	for _, name := range names {
		if !token.IsIdentifier(name) || !token.IsExported(name) {
			return fmt.Errorf("%q is not an exported Go identifier", name)
		}
	}
	return nil
}

// plainFile is a file of a package, not a test and in no other folder.
var plainFile = regexp.MustCompile(`^([\pL\pN][\pL\pN\pM_]*\.go|-)$`)

func (r *reader) typeLine(words []string) error {
	if !plainFile.MatchString(words[3]) || strings.HasSuffix(words[3], "_test.go") {
		return fmt.Errorf("%q is not a Go file of the package", words[3])
	}
	t := r.typ(words[1], words[2])
	t.File, t.Places = undash(words[3]), words[4:]
	return exported(t.Name)
}

func (r *reader) field(words []string) error {
	i, err := strconv.Atoi(words[3])
	t := r.typ(words[1], words[2])
	t.Fields = append(t.Fields, &Field{Index: i, Wire: words[4], GoName: words[5], GoType: words[6]})
	return cmp.Or(err, exported(t.Name, words[5]))
}

func (r *reader) constant(words []string) error {
	i, err := strconv.Atoi(words[3])
	t := r.typ(words[1], words[2])
	t.Consts = append(t.Consts, &Const{Index: i, Value: words[4], GoName: words[5]})
	return cmp.Or(err, exported(t.Name, words[5]))
}

func (r *reader) major(words []string) error {
	n, err := strconv.Atoi(words[2])
	if err != nil || n < 2 {
		return fmt.Errorf("%.60q is not a major version from 2 on", words[2])
	}
	r.lock.SetMajor(undash(words[1]), n)
	return nil
}

func (r *reader) method(words []string) error {
	call, args, ok := strings.Cut(strings.TrimSuffix(words[4], ")"), "(")
	service, name, dot := strings.Cut(call, ".")
	if !ok || !dot {
		return fmt.Errorf("want SERVICE.NAME(ARGUMENT:GOTYPE,…), have %q", words[4])
	}
	m := &Method{ID: words[1], HTTP: words[2], Path: words[3], Service: service, Name: name}
	for arg := range strings.SplitSeq(args, ",") {
		if args == "" {
			break
		}
		name, typ, _ := strings.Cut(arg, ":")
		m.Args = append(m.Args, Arg{name, typ})
	}
	r.lock.Methods = append(r.lock.Methods, m)
	for _, a := range m.Args {
		if !token.IsIdentifier(a.Name) {
			return fmt.Errorf("%q is not a Go identifier", a.Name)
		}
	}
	return exported(m.Service, m.Name)
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
	for _, s := range r.sent { // of a field whose line somebody deleted it says nothing
		if f := r.types[[2]string{s[0], s[1]}].Field(s[2]); f != nil {
			f.Sent = true
		}
	}
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

// stray reports what no plain word holds.
func stray(r rune) bool { return r == '"' || unicode.IsSpace(r) || unicode.IsControl(r) }

// split cuts a line at single spaces; a word in double quotes is unquoted. The
// form has a letter for each word.
func split(line string) (words []string, form string, err error) {
	for rest := line; rest != ""; {
		if rest[0] != '"' {
			word, after, _ := strings.Cut(rest, " ")
			if word == "" || strings.ContainsFunc(word, stray) {
				return nil, "", fmt.Errorf("stray space, quote or control character: %.60q", line)
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
