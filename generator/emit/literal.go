package emit

import "github.com/dave/jennifer/jen"

// Literals and blocks in the layouts that jennifer has no word for.

// oneLine prints a block on one line: { return x }.
func oneLine(code ...jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: "{", Close: "}", Separator: ";"}, code...)
}

// lines prints the elements of a composite literal, one a line.
func lines(elems []jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, elems...)
}

// rows prints the elements of a composite literal on as few lines as their
// width allows: {A, B}. Each is printed by elem.
func rows(texts []string, elem func(text string) jen.Code) *jen.Statement {
	const width = 80
	var all, row []jen.Code
	n := 0
	for _, text := range texts {
		if n += len(text) + 4; n > width && len(row) > 0 {
			all, row, n = append(all, jen.List(row...)), nil, len(text)+4
		}
		row = append(row, elem(text))
	}
	if len(all) == 0 {
		return jen.Values(row...)
	}
	return lines(append(all, jen.List(row...)))
}

// quoted prints a string literal, and ident an identifier.
func quoted(text string) jen.Code { return jen.Lit(text) }
func ident(text string) jen.Code  { return jen.Id(text) }

// literal collects the fields of a struct literal that are not zero.
type literal []jen.Code

// set appends name: value.
func (l *literal) set(name string, value jen.Code) {
	*l = append(*l, jen.Id(name).Op(":").Add(value))
}

// str appends name: "value" unless value is empty.
func (l *literal) str(name, value string) {
	if value != "" {
		l.set(name, jen.Lit(value))
	}
}

// strs appends name: []string{…} unless values is empty.
func (l *literal) strs(name string, values []string) {
	if len(values) > 0 {
		l.set(name, jen.Index().String().Add(rows(values, quoted)))
	}
}

// flag appends name: true unless value is false.
func (l *literal) flag(name string, value bool) {
	if value {
		l.set(name, jen.True())
	}
}
