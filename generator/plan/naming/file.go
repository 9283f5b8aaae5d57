package naming

import (
	"go/token"
	"strings"
	"unicode/utf8"
)

// constrained are the endings that make the go command leave a file out: every
// GOOS and GOARCH it knows (go/build keeps the list to itself), and test.
var constrained = set(`test
	aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos
	386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle
	ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm`)

// devices are no file names on Windows, whatever their extension; the go
// command refuses modules that hold one.
var devices = set(`con prn aux nul
	com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		m[word] = true
	}
	return m
}

// maxFile is the length of a file name in bytes, well below every limit.
const maxFile = 100

// File gives the name of a file, without its extension, for a name: Tracking
// Plans gives tracking_plans. It never ends in _test or in a system or
// architecture: such an ending loses its underscore (ab_test: abtest).
func File(name string) string {
	words := spell(name, false)
	for i, w := range words {
		words[i] = strings.ToLower(w)
	}
	file := strings.TrimRight(truncate(strings.Join(words, "_"), maxFile), "_")
	if i := strings.LastIndexByte(file, '_'); i > 0 && constrained[file[i+1:]] {
		file = file[:i] + file[i+1:]
	}
	if devices[file] {
		return file + "_file"
	}
	return file
}

// truncate cuts s to at most n bytes, between runes.
func truncate(s string, n int) string {
	for len(s) > n {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// notPackages are package names or directories with a meaning of their own.
var notPackages = set(`main init internal vendor testdata documentation test std cmd all`)

// Package gives a package name for a name: lower-case ASCII letters and
// digits (Swagger Petstore: swaggerpetstore). A name that is none gets api.
func Package(name string) string {
	var b strings.Builder
	for _, w := range Words(name) {
		for _, r := range strings.ToLower(w) {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				b.WriteRune(r)
			}
		}
	}
	pkg := b.String()
	switch {
	case pkg == "" || pkg[0] <= '9':
		return "api" + pkg
	case token.IsKeyword(pkg), notPackages[pkg], devices[pkg], isMajor(pkg):
		return pkg + "api"
	}
	return pkg
}

// isMajor reports whether a path element reads as a major version (v2).
func isMajor(pkg string) bool {
	return len(pkg) > 1 && pkg[0] == 'v' && strings.Trim(pkg[1:], "0123456789") == ""
}
