package surface

import (
	"strconv"
	"strings"
	"unicode"
)

// Path leads from a side to one of its members: "data.sources[].id". "." is the
// whole of a body; the path of a parameter or a header begins with its name.
type Path string

// Whole is the path of a body itself.
const Whole Path = "."

// member is the path of a property.
func (p Path) member(name string) Path {
	if p == Whole {
		return Path(word(name))
	}
	return p + "." + Path(word(name))
}

// step is the path of what is no property: "[]", "{}", "|key".
func (p Path) step(mark string) Path {
	if p == Whole {
		return Path(mark)
	}
	return p + Path(mark)
}

// Within reports whether p is q or stands below it.
func (p Path) Within(q Path) bool {
	if p == q || q == Whole {
		return true
	}
	rest, ok := strings.CutPrefix(string(p), string(q))
	return ok && strings.ContainsRune(".[{|", rune(rest[0]))
}

// Steps takes p apart: names of members as they are written, "[]", "{}", "|key".
// The whole of a body has none.
func (p Path) Steps() []string {
	var list []string
	for rest := string(p); rest != "" && rest != string(Whole); {
		rest = strings.TrimPrefix(rest, ".")
		n := stepLength(rest)
		list = append(list, rest[:n])
		rest = rest[n:]
	}
	return list
}

// stepLength is where the first step of a path ends. In quotes nothing ends it.
func stepLength(path string) int {
	if strings.HasPrefix(path, "[]") || strings.HasPrefix(path, "{}") {
		return len("[]")
	}
	quoted := false
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && i > 0 && strings.IndexByte(".[{|", c) >= 0:
			return i
		}
	}
	return len(path)
}

// word writes a name of the document so that it cannot be taken for anything
// else: as it is where it is a plain word, else quoted.
func word(name string) string {
	plain := name != ""
	for _, r := range name {
		plain = plain && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-$@", r))
	}
	if plain {
		return name
	}
	return strconv.Quote(name)
}

// text writes a value: as it is where it is one word, else quoted.
func text(value string) string {
	plain := value != ""
	for _, r := range value {
		plain = plain && unicode.IsGraphic(r) && !unicode.IsSpace(r) && r != '"' && r != '\\'
	}
	if plain {
		return value
	}
	return strconv.Quote(value)
}
