package naming

import (
	"go/token"
	"unicode"
	"unicode/utf8"
)

// Constant names a value of an enum type: TraitType and SUPPRESS_WITH_DELETE
// give TraitTypeSuppressWithDelete, "" gives TraitTypeEmpty, -1
// TraitTypeMinus1, v1.0 TraitTypeV1Dot0.
func Constant(typeName, value string) string {
	return constant(typeName, join(spell(value, false), shouted(value)))
}

// SpelledConstant is [Constant] with a word for every symbol and capitals as
// they stand, the second candidate for a [Scope]: see [Spelled].
func SpelledConstant(typeName, value string) string {
	return constant(typeName, join(spell(value, true), false))
}

func constant(typeName, value string) string {
	if !token.IsIdentifier(typeName) {
		typeName = Exported(typeName)
	}
	last, _ := utf8.DecodeLastRuneInString(typeName)
	first, _ := utf8.DecodeRuneInString(value)
	if unicode.IsDigit(last) && unicode.IsDigit(first) {
		return typeName + "N" + value // Level1 and 2, not Level12
	}
	return typeName + value
}
