package runtime

import (
	"bytes"
	"strconv"
	"strings"
)

// plainIntegers rewrites the numbers of a JSON text that are integers in another
// spelling (3.0, 1e3) as integers, and reports whether there were any.
func plainIntegers(data []byte) ([]byte, bool) {
	var out bytes.Buffer
	changed := false
	for i := 0; i < len(data); {
		end := tokenEnd(data, i)
		token := data[i:end]
		if c := token[0]; c == '-' || c >= '0' && c <= '9' {
			if s, ok := plainInteger(string(token)); ok {
				token, changed = []byte(s), true
			}
		}
		out.Write(token)
		i = end
	}
	return out.Bytes(), changed
}

// tokenEnd returns where the string, number or other byte at i ends.
func tokenEnd(data []byte, i int) int {
	switch c := data[i]; {
	case c == '"':
		for i++; i < len(data) && data[i] != '"'; i++ {
			if data[i] == '\\' {
				i++
			}
		}
		return min(i+1, len(data))
	case c == '-' || c >= '0' && c <= '9':
		rest := bytes.TrimLeft(data[i:], "0123456789+-.eE")
		return len(data) - len(rest)
	}
	return i + 1
}

// plainInteger writes a JSON number without point and exponent. It is false for
// fractions, for what is plain already, and for what no int64 holds.
func plainInteger(s string) (string, bool) {
	if !strings.ContainsAny(s, ".eE") {
		return "", false
	}
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil {
			return "", false
		}
		mantissa, exponent = s[:i], n
	}
	mantissa, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	point := len(digits) - len(fraction) + exponent
	digits = strings.TrimRight(digits, "0")
	switch {
	case digits == "":
		return "0", true
	case point < len(digits) || point > len("9223372036854775807"):
		return "", false
	}
	digits += strings.Repeat("0", point-len(digits))
	if negative {
		digits = "-" + digits
	}
	return digits, true
}
