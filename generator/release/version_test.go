package release

import "testing"

func TestNext(t *testing.T) {
	for _, c := range []struct {
		last   string
		level  Level
		tagged []string
		want   string
	}{
		{"v1.2.3", None, nil, "v1.2.3"},
		{"v1.2.3", Fix, nil, "v1.2.4"},
		{"v1.2.3", Add, nil, "v1.3.0"},
		{"v1.2.3", Break, nil, "v2.0.0"},
		{"v13.2.3", Break, nil, "v14.0.0"},
		{"v0.2.3", Fix, nil, "v0.2.4"},
		{"v0.2.3", Add, nil, "v0.2.4"},
		{"v0.2.3", Break, nil, "v0.3.0"},
		// What is tagged is stepped over, in its own major version only.
		{"v1.2.0", Add, []string{"v1.2.0", "v1.3.0"}, "v1.3.1"},
		{"v1.2.0", Fix, []string{"v1.2.0", "v1.3.0", "v1.3.1"}, "v1.3.2"},
		{"v1.2.0", Fix, []string{"v1.2.0", "v1.10.0", "v1.9.0"}, "v1.10.1"},
		{"v1.2.0", Add, []string{"v1.2.0", "v2.0.0"}, "v1.3.0"},
		{"v1.2.0", Break, []string{"v1.2.0", "v2.0.0"}, "v2.0.1"},
	} {
		if got := next(c.last, c.level, c.tagged); got != c.want {
			t.Errorf("next(%s, %s, %v) = %s, want %s", c.last, c.level, c.tagged, got, c.want)
		}
	}
}

func TestLast(t *testing.T) {
	for _, c := range []struct {
		tagged, retracted []string
		want              string
	}{
		{nil, nil, ""},
		{[]string{"v0.9.0", "v0.10.0"}, []string{"v0.10.0"}, "v0.10.0"},
		{[]string{"v1.9.0", "v1.10.0", "v1.2.0"}, nil, "v1.10.0"},
		{[]string{"v1.2.0", "v1.3.0"}, []string{"v1.3.0"}, "v1.2.0"},
		{[]string{"v1.2.0", "v2.0.0", "v2.0.1"}, []string{"v2.0.0", "v2.0.1"}, "v1.2.0"},
		{[]string{"v0.9.0", "v1.0.0"}, []string{"v1.0.0"}, "v1.0.0"}, // the next one has to be above it
	} {
		var list []Tag
		for _, v := range c.tagged {
			list = append(list, Tag{Folder: "acmev1", Version: v})
		}
		got := ""
		if t := last(list, c.retracted); t != nil {
			got = t.Version
		}
		if got != c.want {
			t.Errorf("last(%v, %v) = %q, want %q", c.tagged, c.retracted, got, c.want)
		}
	}
}

func TestParseTag(t *testing.T) {
	for _, c := range []struct{ output, name, folder, version string }{
		{"generated", "generated/acmev1/v1.2.0", "acmev1", "v1.2.0"},
		{".", "acmev1/v1.2.0", "acmev1", "v1.2.0"},
		{"a/b", "a/b/acmev1/v0.1.0", "acmev1", "v0.1.0"},
		{"generated", "acmev1/v1.2.0", "", ""},
		{"generated", "generated/acmev1/v1.2", "", ""},
		{"generated", "generated/acmev1/v1.2.0-rc.1", "", ""},
		{"generated", "generated/acmev1/v2/v2.0.0", "", ""},
		{"generated", "v1.0.0", "", ""},
	} {
		folder, version, ok := ParseTag(c.output, c.name)
		if ok != (c.folder != "") || ok && (folder != c.folder || version != c.version) {
			t.Errorf("ParseTag(%s, %s) = %s, %s, %t", c.output, c.name, folder, version, ok)
		}
		if ok && TagName(c.output, folder, version) != c.name {
			t.Errorf("TagName gives %s, want %s", TagName(c.output, folder, version), c.name)
		}
	}
}
