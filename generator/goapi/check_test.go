package goapi

import (
	"errors"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	const shared = "type Source struct{ ID string }\n"
	for _, c := range []struct {
		name string
		edit func(files map[string][]byte)
		want []string // parts of the error; none: it compiles
	}{
		{name: "compiles", edit: func(map[string][]byte) {}},
		{"body", func(f map[string][]byte) {
			f["acmev1/more.go"] = []byte("package acmev1\n\nfunc f() int { return \"\" }\n")
		},
			[]string{"acmev1/more.go:3:23: cannot use"}},
		{"syntax", func(f map[string][]byte) {
			f["acmev1/more.go"] = []byte("package acmev1\n\nfunc (\n")
		}, []string{"acmev1/more.go:3:"}},
		{"another module", func(f map[string][]byte) { f["acmev1/acme.go"] = []byte("package acmev1\n") },
			[]string{"acmev1beta/acme.go:5:22: undefined: acmev1.Source"}},
		{"several", func(f map[string][]byte) {
			f["acme/more.go"], f["acmev1/more.go"] = []byte("package acme\n\nvar A B\n"), []byte("package acmev1\n\nvar A B\n")
		}, []string{"acme/more.go:3:7: undefined: B", "acmev1/more.go:3:7: undefined: B"}},
		{"tests", func(f map[string][]byte) {
			f["acmev1/more_test.go"] = []byte("package acmev1_test\n\nimport \"example.com/acmev1\"\n\nvar _ acmev1.Sink\n")
		}, []string{"acmev1/more_test.go:5:14: undefined: acmev1.Sink"}},
		{"language", func(f map[string][]byte) {
			f["acmev1/go.mod"] = []byte("module example.com/acmev1\n\ngo 1.22\n")
			f["acmev1/more.go"] = []byte("package acmev1\n\nfunc f(s func(func() bool)) {\n\tfor range s {\n\t}\n}\n")
		}, []string{"acmev1/more.go:4:12", "go1.23"}},
		{"circle", func(f map[string][]byte) {
			f["acme/more.go"] = []byte("package acme\n\nimport _ \"example.com/acmev1\"\n")
			f["acmev1/more.go"] = []byte("package acmev1\n\nimport _ \"example.com/acme\"\n")
		}, []string{"import cycle: example.com/acme imports example.com/acmev1 imports example.com/acme"}},
		{"unknown package", func(f map[string][]byte) {
			f["acmev1/more.go"] = []byte("package acmev1\n\nimport _ \"example.com/nowhere\"\n")
		},
			[]string{"example.com/nowhere"}},
		{"no module", func(f map[string][]byte) { f["stray/more.go"] = []byte("package stray\n") }, []string{"stray: no go.mod above it"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := modules("", shared, "type Source = acmev1.Source\n")
			c.edit(files)
			err := Check(t.Context(), new(Standard), files)
			if err == nil {
				if c.want != nil {
					t.Fatalf("compiles; want %q", c.want)
				}
				return
			}
			for _, part := range c.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("nothing about %q in: %v", part, err)
				}
			}
			if c.want == nil {
				t.Error(err)
			}
		})
	}
}

// TestBuildErrorIsShort: a message tells what can be read, and how much more there is.
func TestBuildErrorIsShort(t *testing.T) {
	files := modules("", "", "")
	files["acmev1/more.go"] = []byte("package acmev1\n" + strings.Repeat("\nvar _ B", 14))
	err := Check(t.Context(), &std, files)
	var build *BuildError
	if !errors.As(err, &build) || len(build.Errors) != 14 {
		t.Fatalf("have %v", err)
	}
	if n := strings.Count(err.Error(), "undefined"); n != maxErrors || !strings.HasSuffix(err.Error(), "and 4 more") {
		t.Errorf("%d errors are told:\n%v", n, err)
	}
}

// TestWithoutGoCommand: the library is read from GOROOT.
func TestWithoutGoCommand(t *testing.T) {
	t.Setenv("PATH", "")
	files := modules("", "func F(err error) bool { return errors.Is(err, errors.ErrUnsupported) }\n", "")
	files["acmev1/acme.go"] = append([]byte("package acmev1\n\nimport \"errors\"\n\n"), strings.TrimPrefix(string(files["acmev1/acme.go"]), "package acmev1")...)
	own := new(Standard)
	if err := Check(t.Context(), own, files); err != nil {
		t.Fatal(err)
	}
	if !own.sources {
		t.Error("a go command was found on no path")
	}
	if got := func() []Change { c, _ := Compare(t.Context(), own, files, files); return c }(); got != nil {
		t.Errorf("compared with itself: %v", got)
	}
}

// TestGoCommandAlone: what a user's environment says of modules, flags and
// toolchains does not reach the go command.
func TestGoCommandAlone(t *testing.T) {
	for name, value := range map[string]string{"GOFLAGS": "-mod=vendor", "GO111MODULE": "on", "GOWORK": "/nowhere/go.work", "GOTOOLCHAIN": "go9.99.9", "GOOS": "plan9"} {
		t.Setenv(name, value)
	}
	own := new(Standard)
	if err := Check(t.Context(), own, modules("", "func F(t time.Time) time.Time { return t }\n", "")); err != nil {
		t.Fatal(err)
	}
	if own.sources || own.exports["time"] == "" {
		t.Errorf("the go command did not answer: %v", own.exports)
	}
}
