package versions

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
)

// spell writes a type as Go has it in its own package, without the names of ours.
func spell(e ir.Expr) string {
	switch e := e.(type) {
	case nil:
		return ""
	case *ir.Named:
		return e.GoName
	case *ir.Prim:
		if e.Import == "" {
			return e.Name
		}
		return e.Import[strings.LastIndex(e.Import, "/")+1:] + "." + e.Name
	}
	wrapper, elem := unwrap(e)
	return strings.Replace(wrapper, "%", spell(elem), 1)
}

// arguments, paramsType, bodyType and resultType are the parts of a signature;
// empty: there is none.
func (l *lane) arguments() string {
	var list []string
	for i, p := range l.PathParams {
		arg := p.GoName
		if next := i + 1; next == len(l.PathParams) || spell(l.PathParams[next].Type) != spell(p.Type) {
			arg += " " + spell(p.Type) // a, b string
		}
		list = append(list, arg)
	}
	return strings.Join(list, ", ")
}

func (l *lane) paramsType() string {
	if l.Params == nil {
		return ""
	}
	return "*" + l.Params.GoName
}

func (l *lane) bodyType() string {
	switch {
	case l.Body == nil:
		return ""
	case l.Body.Stream:
		return "io.Reader"
	}
	return spell(l.Body.Type)
}

func (l *lane) resultType() string {
	switch {
	case l.Result == nil:
		return ""
	case l.Result.Stream:
		return "io.ReadCloser"
	case l.Result.Pointer:
		return "*" + spell(l.Result.Type)
	}
	return spell(l.Result.Type)
}

// paging names the methods beside the one for a single page.
func (l *lane) paging() string {
	if l.Paging == nil {
		return ""
	}
	return strings.Join(slices.DeleteFunc([]string{l.Paging.PagesName, l.Paging.AllName}, func(s string) bool { return s == "" }), ", ")
}

// signature is the call as a reader of the generated package sees it, but for the
// context and the options, which every method takes.
func (l *lane) signature() string {
	args := []string{"ctx"}
	if len(l.PathParams) > 0 {
		args = append(args, l.arguments())
	}
	if l.Body != nil {
		args = append(args, l.Body.GoName+" "+l.bodyType())
	}
	if l.Params != nil {
		args = append(args, "params "+l.paramsType())
	}
	result := "error"
	if t := l.resultType(); t != "" {
		result = "(" + t + ", error)"
	}
	return l.method() + "(" + strings.Join(args, ", ") + ") " + result
}
