package plan

import (
	"path"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
)

// predeclared are the types of Go that JSON has a form for.
var predeclared = []string{
	"string", "bool", "any", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "float64",
}

// decodable are the types of the standard library that JSON, or text in it, has a
// form for, by import path. x-go-type can name no other: a generated module has no
// dependency, and a text of the document must not become code.
var decodable = map[string][]string{
	"encoding/json": {"Number", "RawMessage"},
	"log/slog":      {"Level"},
	"math/big":      {"Float", "Int", "Rat"},
	"net":           {"IP"},
	"net/netip":     {"Addr", "AddrPort", "Prefix"},
	"regexp":        {"Regexp"},
	"time":          {"Duration", "Month", "Time", "Weekday"},
}

// goType reads x-go-type and x-go-type-import. Nil: they are not there, or name
// nothing a generated module can use.
func goType(s *model.Schema) ir.Expr {
	if s.GoImport == "" {
		if slices.Contains(predeclared, s.GoType) {
			return &ir.Prim{Name: s.GoType}
		}
		return nil
	}
	qualifier, name, _ := strings.Cut(s.GoType, ".")
	if qualifier != path.Base(s.GoImport) || !slices.Contains(decodable[s.GoImport], name) {
		return nil
	}
	return &ir.Prim{Import: s.GoImport, Name: name}
}
