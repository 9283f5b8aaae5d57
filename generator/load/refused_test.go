package load_test

// Inputs too large, or too odd in their bytes, to stand in a file.

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
)

// TestRefusedBytes: an encoding that is not ours, and pages that are no document.
func TestRefusedBytes(t *testing.T) {
	const small = head + "paths: {}\n"
	for _, c := range []struct{ name, doc, want string }{
		{"byte order mark", "\ufeff" + small, ""},
		{"byte order mark before JSON", "\ufeff{\"openapi\": \"3.0.3\", \"paths\": {}}", ""},
		{"byte order mark before a fault", "\ufeffopenapi: 4.0.0\n", `api.yaml:1:10: openapi "4.0.0" is not supported: want 3.0, 3.1 or 3.2`},
		{"UTF-16, little", inUTF16(binary.LittleEndian, "\ufeff"+small), "api.yaml:1:1: this is UTF-16, and must be UTF-8"},
		{"UTF-16, big", inUTF16(binary.BigEndian, "\ufeff"+small), "api.yaml:1:1: this is UTF-16, and must be UTF-8"},
		{"UTF-16 without a mark", inUTF16(binary.LittleEndian, small), "api.yaml:1:1: this is UTF-16, and must be UTF-8"},
		{"Latin-1", head + "x: é \xe9\n", "api.yaml:3:6: not UTF-8: byte 0xe9"},
		{"only a byte order mark", "\ufeff \n", "api.yaml:1:1: the document is empty"},
		{"HTML", "\n <!-- x -->\n<HTML><title>\n Not\n found </title>", `api.yaml:2:2: this is HTML, not an OpenAPI document; its title is "Not found"`},
		{"HTML without title", "<html>", "api.yaml:1:1: this is HTML, not an OpenAPI document"},
		{"XML", "<?xml version=\"1.0\"?><Error/>", "api.yaml:1:1: this is XML or the like, not an OpenAPI document"},
		{"half a JSON document", "{\"openapi\": \"3.0.3\", \"paths\": {\n", "api.yaml:1:32: not JSON: unexpected end"},
		{"wrong JSON", "{\"openapi\": \"3.0.3\",\n \"paths\": {]}", "api.yaml:2:12: not JSON: invalid character ']' looking for beginning of object key string"},
		{"two documents", head + "paths: {}\n--- # the next\n# one\n\nopenapi: 3.0.3\n", "api.yaml:7:1: a second YAML document; one file holds one API"},
		{"a document in its marker", head + "paths: {}\n--- {openapi: 3.0.3}\n", "api.yaml:4:1: a second YAML document; one file holds one API"},
		{"a document behind the end of another", head + "paths: {}\n...\nx: 1\n", "api.yaml:5:1: a second YAML document; one file holds one API"},
		{"YAML 1.2, which says so", "%YAML 1.2\n---\n" + small, ""},
		{"YAML 2", "%YAML 2.0\n---\n" + small, "api.yaml:1:1: not YAML: found incompatible YAML document"},
		{"one document, marked", "\ufeff# first\n%YAML 1.2\n---\n" + head + "paths: {}\nx-text: |\n  ---\n  text\n...\n---\n# nothing\n", ""},
		{"braces of YAML", "{openapi: 3.0.3,\n paths: [}", "api.yaml:2:10: not YAML: did not find expected node content"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := document(t, config.Config{}, c.doc)
			if got := fmt.Sprint(err); got != c.want && (err != nil || c.want != "") {
				t.Errorf("have %s\nwant %s", got, c.want)
			}
		})
	}
}

func inUTF16(order binary.ByteOrder, text string) string {
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune(text)) {
		_ = binary.Write(&b, order, u) // into memory
	}
	return b.String()
}

// TestLimits: the last input that passes and the first that does not.
func TestLimits(t *testing.T) {
	nested := func(n int) string { // paths is the second level
		return head + "paths: {}\nx-deep: " + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "\n"
	}
	aliases := func(n int) string {
		return head + "paths: {}\nx-one: &one 1\nx-many: [" + strings.Repeat("*one,", n) + "]\n"
	}
	for _, c := range []struct{ name, doc, want string }{
		{"depth", nested(100), ""},
		{"too deep", nested(101), "api.yaml:4:108: nested more than 100 levels deep"},
		{"much too deep", nested(9_000), "api.yaml:4:108: nested more than 100 levels deep"},
		{"too deep for any parser", nested(1_000_000), "not YAML: exceeded max depth"},
		{"too deep in JSON", `{"openapi": "3.0.3", "paths": {}, "x": ` + strings.Repeat(`[`, 100) + strings.Repeat(`]`, 100) + `}`, "api.yaml:1:139: nested more than 100 levels deep"},
		{"deep through aliases", head + "paths: {}\nx-a: &a " + strings.Repeat("[", 60) + strings.Repeat("]", 60) + "\nx-b: " + strings.Repeat("[", 50) + "*a" + strings.Repeat("]", 50) + "\n",
			"api.yaml:5:56: nested more than 100 levels deep"},
		{"aliases", aliases(10_000), ""},
		{"too many aliases", aliases(10_001), "api.yaml:5:50010: more than 10000 aliases, those inside of others counted each time"},
		{"aliases of aliases", bomb(), "more than 10000 aliases"},
		{"aliases of much", head + "paths: {}\nx-a: &a [" + strings.Repeat("1,", 100_000) + "]\nx-b: [" + strings.Repeat("*a,", 30) + "]\n", "aliases repeat more than 2000000 values"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := document(t, config.Config{}, c.doc)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("have %.300v\nwant %s", err, c.want)
			}
		})
	}
}

// bomb is a small file that stands for 10^9 values.
func bomb() string {
	var b strings.Builder
	b.WriteString(head + "paths: {}\nx-0: &a0 lol\n")
	for i := range 9 {
		fmt.Fprintf(&b, "x-%d: &a%[1]d [%s]\n", i+1, strings.Repeat(fmt.Sprintf("*a%d,", i), 10))
	}
	return b.String()
}

// TestBombMemory: the bomb is refused before it goes off, in an overlay too.
func TestBombMemory(t *testing.T) {
	overlay := strings.Replace(bomb(), head, "overlay: 1.0.0\nactions: [{target: $.info, update: {x: 1}}]\n", 1)
	for name, fsys := range map[string]fstest.MapFS{
		"document": {"api.yaml": {Data: []byte(bomb())}, "o.yaml": {Data: []byte("overlay: 1.0.0\nactions: [{target: $, update: {x: 1}}]\n")}},
		"overlay":  {"api.yaml": {Data: []byte(head + "paths: {}\n")}, "o.yaml": {Data: []byte(overlay)}},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := load.Document(&config.Config{Spec: "api.yaml", Overlays: []string{"o.yaml"}}, fsys)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "more than 10000 aliases") {
			t.Errorf("%s: have %v", name, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 4<<20 {
			t.Errorf("%s: %d bytes", name, n)
		} else {
			t.Logf("%s: %d bytes", name, n)
		}
	}
}

// TestTooLarge reads a document without end no further than it must.
func TestTooLarge(t *testing.T) {
	source := &endlessFile{}
	_, err := load.Document(&config.Config{Spec: "api.yaml"}, endlessFS{source})
	if want := "api.yaml:1:1: larger than 32 MiB"; err == nil || err.Error() != want {
		t.Errorf("have %v, want %s", err, want)
	}
	if source.read > load.MaxBytes+1 {
		t.Errorf("%d bytes were read", source.read)
	}
	full := head + "paths: {}\n"
	full += "#" + strings.Repeat("x", load.MaxBytes-len(full)-1)
	if _, err := document(t, config.Config{}, full); err != nil {
		t.Errorf("%d bytes: %v", len(full), err)
	}
}

type endlessFS struct{ f *endlessFile }

func (e endlessFS) Open(string) (fs.File, error) { return e.f, nil }

type endlessFile struct{ read int }

func (f *endlessFile) Read(p []byte) (int, error) {
	if f.read > 1<<30 {
		return 0, io.EOF
	}
	f.read += len(p)
	for i := range p {
		p[i] = '#'
	}
	return len(p), nil
}
func (*endlessFile) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }
func (*endlessFile) Close() error               { return nil }
