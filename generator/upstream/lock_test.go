package upstream

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/upstream/fetch"
)

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestLock(t *testing.T) {
	l := &Lock{
		Digest:   digest([]byte("x")),
		Stamp:    fetch.Stamp{Of: "0a1b", ETag: `W/"5 f"`, LastModified: "Mon, 23 Nov 2026 10:00:00 GMT"},
		Revision: "73.2.0 of May",
		Deprecated: map[drift.Lane]time.Time{
			{Version: "v1", Operation: "getPet"}: day("2026-01-02"),
			{Operation: "getPet"}:                day("2026-01-03"),
		},
	}
	text := l.Format()
	const want = `# What gen sync took from upstream. It is compared with at the next run.
deprecated . getPet 2026-01-03
deprecated v1 getPet 2026-01-02
digest sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881
etag W/"5 f"
last-modified Mon, 23 Nov 2026 10:00:00 GMT
revision 73.2.0 of May
source 0a1b
`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	back, err := ReadLock(fstest.MapFS{LockName: {Data: text}}, LockName)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(l, back); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestBrokenLock(t *testing.T) {
	text := "# head\ndigest 1\nrevision 1\nrevision 2\ndeprecated v1 getPet\ndeprecated v1 getPet today\n<<<<<<< ours\n"
	_, err := ReadLock(fstest.MapFS{LockName: {Data: []byte(text)}}, "spec/"+LockName)
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	for i, want := range []string{`spec/spec.lock:2:1: "digest 1" is no line`, "spec/spec.lock:4:1: revision is said twice", "spec/spec.lock:5:1: ", "spec/spec.lock:6:1: ", "spec/spec.lock:7:1: "} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
			t.Errorf("no line %q in:\n%s", want, err)
		}
	}
	if l, err := ReadLock(fstest.MapFS{}, LockName); err != nil || l.Digest != "" {
		t.Errorf("no file: %v, %v", l, err)
	}
}

// A lane keeps the day on which it was first seen, and loses it with its mark.
func TestLockDays(t *testing.T) {
	old := &Lock{Deprecated: map[drift.Lane]time.Time{{Version: "v1", Operation: "a"}: day("2025-11-23"), {Version: "v1", Operation: "b"}: day("2026-01-01")}}
	today := day("2026-11-23")
	next := old.next("", fetch.Stamp{}, "", []drift.Lane{{Version: "v1", Operation: "a"}, {Version: "v1beta", Operation: "a"}}, today)
	want := map[drift.Lane]int{{Version: "v1", Operation: "a"}: 365, {Version: "v1beta", Operation: "a"}: 0}
	if diff := cmp.Diff(want, next.announced(today)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOlder(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"73.2.0", "73.4.0", true},
		{"73.4.0", "73.2.0", false},
		{"73.2.0", "73.2.0", false},
		{"9.0", "10.0", true},
		{"1.9", "1.10", true},
		{"1.2", "1.2.0", false},
		{"1.2.0", "1.2", false},
		{"1.2", "1.2.1", true},
		{"v1.2", "v1.3", true},
		{"2026-01-31", "2026-02-01", true},
		{"2026-02-01", "2026-01-31", false},
		{"1.0.0-beta", "1.0.0", false},
		{"0.9", "1.0", true},
		{"123456789012345678901234567890", "123456789012345678901234567891", true},
		{"latest", "1.0", false},
		{"", "1.0", false},
		{"1.0", "", false},
	} {
		if got := older(c.a, c.b); got != c.want {
			t.Errorf("older(%q, %q) is %t", c.a, c.b, got)
		}
	}
}

func TestWord(t *testing.T) {
	for text, want := range map[string]string{
		"73.2.0": "73.2.0", "": "without a version", "@team\n::x <!--": "teamx--", strings.Repeat("9", 50): strings.Repeat("9", 40), "é1": "1",
	} {
		if got := word(text); got != want {
			t.Errorf("word(%q) is %q, want %q", text, got, want)
		}
	}
}
