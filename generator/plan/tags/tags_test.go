package tags

import (
	"maps"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	const text = header + "module acme v1.0.0\nmodule acmev1 v2.1.0\n"
	v, bad := Parse([]byte(strings.ReplaceAll(text, "\n", "\r\n")))
	if want := (Versions{"acme": "v1.0.0", "acmev1": "v2.1.0"}); bad != nil || !maps.Equal(v, want) {
		t.Errorf("Parse = %v, %v; want %v", v, bad, want)
	}
	if got := string(v.Format()); got != text {
		t.Errorf("Format = %q, want %q", got, text)
	}
}

func TestParseBad(t *testing.T) {
	for line, want := range map[string]string{
		"module acme":               "want module FOLDER VERSION",
		"modul acme v1.0.0":         "want module FOLDER VERSION",
		"module acme v1.0.0 v1.0.1": "want module FOLDER VERSION",
		"module acme 1.0.0":         `"1.0.0" is not a version`,
		"module acme v1.0":          `"v1.0" is not a version`,
		"module acme v1.0.0-rc.1":   `"v1.0.0-rc.1" is not a version`,
		"module acme v1.0.0+x":      `"v1.0.0+x" is not a version`,
		"module other v1.0.0":       "there is another line for module other",
	} {
		_, bad := Parse([]byte("# comment\nmodule other v1.0.0\n" + line + "\n"))
		if len(bad) != 1 || bad[0].Line != 3 || !strings.Contains(bad[0].Text, want) {
			t.Errorf("Parse(%q) gives %v, want %q at line 3", line, bad, want)
		}
	}
}

func TestSuffix(t *testing.T) {
	for version, want := range map[string]string{"": "", "v0.3.1": "", "v1.9.0": "", "v2.0.0": "/v2", "v13.1.0": "/v13"} {
		if got := Suffix(version); got != want {
			t.Errorf("Suffix(%q) = %q, want %q", version, got, want)
		}
	}
}

func TestMajor(t *testing.T) {
	v := Versions{"acme": "v0.3.1", "acmev1": "v1.9.0", "acmev2": "v13.0.0"}
	for folder, want := range map[string]int{"acme": 0, "acmev1": 1, "acmev2": 13, "other": 0} {
		if got := v.Major(folder); got != want {
			t.Errorf("Major(%q) = %d, want %d", folder, got, want)
		}
	}
	if got := Versions(nil).Major("acme"); got != 0 {
		t.Errorf("of nothing released: %d", got)
	}
}
