package redoc_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stratagen/strata/generator/upstream/redoc"
)

// acme has what must come out as it went in: the spelling of numbers, the order
// of keys, repeated escapes, and in a description and an example what looks like
// the thing that is searched for.
const acme = `{"paths":{"/b":{"get":{"description":"a {\"openapi\":\"3.0.0\",\"paths\":{}} \\n </b> 'q' ${x} é \u2028"}},` +
	`"/a":{"get":{"x-n":1.50,"x-big":12345678901234567890,"example":{"openapi":"3.0.0","paths":{}}}}},` +
	`"info":{"title":"Acme","version":"1.0"},"openapi":"3.0.3"}`

// js is a string literal of JavaScript in double quotes.
func js(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func single(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}

// forms are the ways in which scripts have held documents, and neighbours that a
// reader must not trip over.
var forms = map[string]string{
	"state, redoc 2":            `const __redoc_state = {"menu":{"activeItemIdx":-1},"spec":{"data":` + acme + `},"searchIndex":{"store":["a"]},"options":{}}; var container = document.getElementById('redoc'); Redoc.hydrate(__redoc_state, container);`,
	"definition, redoc 3":       "import { hydrate } from \"https://cdn.example.org/r.js\";\n const __redoc_definition = " + acme + ";\n hydrate(__redoc_definition, {}, document.getElementById('redoc'));",
	"state as a string":         `const __redoc_state = JSON.parse(` + js(`{"definition":{"data":`+acme+`},"meta":{}}`) + `);`,
	"string in single quotes":   `window.__redoc_state = JSON.parse(` + single(`{"definition":{"data":`+acme+`}}`) + `)`,
	"template":                  "x = JSON.parse(`" + strings.NewReplacer(`\`, `\\`, "`", "\\`", "${", `\${`).Replace(acme) + "`);",
	"string in JSON":            `var s = {"spec":` + js(acme) + `};`,
	"string in JSON in string":  `var s = JSON.parse(` + js(`{"spec":`+js(acme)+`}`) + `);`,
	"in an array":               `x([1, {"a":[null,` + acme + `]}])`,
	"in code":                   `(function(){"use strict";if(a){"x";b={c:` + acme + `,d:function(){return/"{/.test(e)}}}})()`,
	"behind quotes in code":     `var a = /["'{` + "`" + `]/g, b = a / 2 / 1, c = "it's {", d = 'say "{'; // don't {` + "\n" + `if (x) /"/.test(y); e = i++ / 2; f = a.return / "{".length; var z = ` + acme,
	"behind a template":         "var t = `a ${b ? `{${c({d:1})}` : '`}'} \" {`; var z = " + acme,
	"behind a comment":          "/* don't \" ` { */ // ' {\n<!-- it's\n z = " + acme,
	"behind a broken string":    "x = 'abc\n; z = " + acme,
	"behind JSON that is not":   `a = {"b":{"openapi":"3.0.3","paths":undefined}}; z = ` + acme,
	"twice, equal":              `a = ` + acme + `; b = ` + acme,
	"twice, in another order":   `a = ` + acme + `; b = JSON.parse(` + js(reordered) + `)`,
	"hexadecimal escapes":       `z = JSON.parse("` + strings.NewReplacer(`"`, `\x22`, `\`, `\u{5C}`).Replace(acme) + `")`,
	"line continued in string":  "z = JSON.parse('" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(acme[:50]) + "\\\r\n" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(acme[50:]) + "')",
	"code with a like object":   `a = function(){return {openapi:"3.0.0",paths:{}}}; z = ` + acme,
	"a file of JSON":            acme,
	"property that is no key":   `x.openapi = "3"; x ? openapi : "paths"; z = ` + acme,
	"regular expression, late":  `a = b ? /\/"[/"]/ : c; z = ` + acme,
	"while and a regexp":        `while (a) /"/.exec(b); (a) / 1; z = ` + acme,
	"minus minus, regexp":       `a = b - /"/.exec(c); a-- / 2; z = ` + acme,
	"closing brace too many":    `}}} z = ` + acme,
	"byte order, other letters": `wärme = "é"; z = ` + acme,
}

// reordered equals acme.
var reordered = `{"openapi":"3.0.3",` + strings.TrimSuffix(acme[1:], `,"openapi":"3.0.3"}`) + `}`

func page(scripts ...string) []byte {
	return []byte("<!DOCTYPE html><html><head><title>Acme &amp; Co</title></head><body><div>{\"openapi\":\"3.0.3\",\"paths\":{\"no\":{}}}</div>\n<script>" +
		strings.Join(scripts, "</script>\n<script type=\"module\">") + "</script></body></html>")
}

func TestForms(t *testing.T) {
	for name, script := range forms {
		t.Run(name, func(t *testing.T) {
			want := acme
			p, err := redoc.ReadPage(page("var before = {'a':1}", script, "after()"))
			if err != nil {
				t.Fatal(err)
			}
			if string(p.Document) != want {
				t.Errorf("page: got %s\nwant %s", p.Document, want)
			}
			doc, err := redoc.ReadBundles([]string{"b.js"}, [][]byte{[]byte(script)})
			if err != nil || string(doc) != want {
				t.Errorf("bundle: %v: got %s", err, doc)
			}
		})
	}
}

func TestPage(t *testing.T) {
	p, err := redoc.ReadPage([]byte(`<html><title>
 Acme  API </title><base href="/docs/"><link rel="preload" href="redocly-state-1a.js" as="script">
<script>if (a < b) "</scrip"</script>
<script src="redocly-state-1a.js?v=2" defer></script><SCRIPT SRC='redocly-state-1a.js'></SCRIPT>
<script src="https://cdn.example.org/redoc.standalone.js"></script><!-- <script src="redocly-state-2.js"></script> -->`))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%q %q %s", p.Title, p.Bundles, p.Document)
	if want := `"Acme API" ["/docs/redocly-state-1a.js" "/docs/redocly-state-1a.js?v=2"] `; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A page without a document says what it is, and what came near.
func TestErrors(t *testing.T) {
	other := strings.Replace(acme, `"1.0"`, `"2.0"`, 1)
	for name, tc := range map[string]struct{ script, want string }{
		"none":                   {`var x = {"a":1}`, `no OpenAPI document in the page (title "Acme & Co", scripts: 1): nothing in it is an object with openapi and paths`},
		"other types":            {`x = {"openapi":3,"paths":{}}; y = {"openapi":"3.0.3","paths":[]}`, "nothing in it is an object with openapi and paths"},
		"paths elsewhere":        {`x = {"openapi":"3.0.3","a":{"paths":{}}}`, "nothing in it is an object with openapi and paths"},
		"two":                    {`a = ` + acme + `; b = {"versions":[` + other + `]}`, `2 OpenAPI documents where one is wanted: "Acme 1.0" at script 1, byte 4, "Acme 2.0" at script 1, byte `},
		"JavaScript":             {`a = {openapi:"3.0.3",info:{},paths:{"/a":{get:{example:{"openapi":"3.0.3","paths":{}}}}}}`, "the object at script 1, byte 4 is JavaScript, not JSON"},
		"JavaScript in quotes":   {`a = {'openapi':'3.0.3', 'paths':{}}`, "the object at script 1, byte 4 is JavaScript, not JSON"},
		"JavaScript after JSON":  {`a = {"openapi":"3.0.3","paths":{"/a":{"example":{"openapi":"3.0.3","paths":{}},"b":void 0}}}`, "the object at script 1, byte 4 is JavaScript, not JSON"},
		"a value in JavaScript":  {`a = {"openapi":'3.0.3',"paths":{}}`, "the object at script 1, byte 4 is JavaScript, not JSON"},
		"JavaScript escapes":     {`a = {"openapi":"3.0.3","info":{"title":"\x41"},"paths":{}}`, "the object at script 1, byte 4 is JavaScript, not JSON"},
		"breaks off":             {`a = ` + acme[:len(acme)-3], "the object at script 1, byte 4 breaks off"},
		"string in two parts":    {`a = JSON.parse(` + js(reordered[:100]) + `+` + js(reordered[100:]) + `)`, "the string at script 1, byte 15 is not one whole JSON text (byte "},
		"chunks":                 {`self.f.push([1,` + js("7:"+reordered[:50]) + `]); self.f.push([1,` + js(reordered[50:]) + `])`, "speaks of openapi and is not JSON"},
		"string, more behind it": {`a = ` + js(acme+acme), "is JSON up to its byte"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := redoc.ReadPage(page(tc.script))
			if err == nil {
				t.Fatalf("no error; document %s", p.Document)
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestBundles(t *testing.T) {
	a, b := []byte("const s = "+acme), []byte("const s = "+strings.Replace(acme, "Acme", "Other", 1))
	if doc, err := redoc.ReadBundles([]string{"a.js", "b.js"}, [][]byte{a, []byte("x()")}); err != nil || string(doc) != acme {
		t.Errorf("%v: %s", err, doc)
	}
	_, err := redoc.ReadBundles([]string{"a.js", "b.js"}, [][]byte{a, b})
	if err == nil || !strings.Contains(err.Error(), `"Acme 1.0" at a.js, byte 10, "Other 1.0" at b.js, byte 10`) {
		t.Error(err)
	}
	_, err = redoc.ReadBundles([]string{"a.js"}, [][]byte{[]byte("x()")})
	if err == nil || !strings.Contains(err.Error(), "no OpenAPI document in a.js:") {
		t.Error(err)
	}
}

// Reading takes time in proportion to the length, whatever the text. A second
// reading of what is nested here would take hours.
func TestHostile(t *testing.T) {
	const n = 1 << 17
	for name, text := range map[string]string{
		"objects":         strings.Repeat(`{"a":`, n),
		"objects, code":   strings.Repeat(`{"a":{b:`, n/2),
		"braces":          strings.Repeat(`{`, 2*n),
		"arrays":          `{"a":` + strings.Repeat(`[`, 2*n),
		"classes":         strings.Repeat(`/[`, n),
		"slashes":         strings.Repeat(`/`, n) + "\n" + strings.Repeat(`= /a`, n/4),
		"quotes":          strings.Repeat("'\n", n),
		"both quotes":     strings.Repeat("'\"\n", n),
		"templates":       strings.Repeat("`${", n),
		"backslashes":     strings.Repeat(`"\`, n),
		"documents":       strings.Repeat(`{"openapi":"3","paths":{"a":`, n/16),
		"open documents":  strings.Repeat(`{openapi:"3",paths:{`, n/16),
		"comments":        strings.Repeat(`/*`, n),
		"strings in deep": nested(12),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, err := redoc.ReadPage(page("openapi; " + text))
			if err == nil {
				t.Error("no error")
			}
			if took := time.Since(start); took > 20*time.Second { // a second or so, with the race detector
				t.Errorf("took %s", took)
			}
		})
	}
}

// nested is a document as a string in a string in a string.
func nested(depth int) string {
	text := acme
	for range depth {
		text = `{"a":` + js(text) + `}`
	}
	return text
}

// FuzzReadPage: whatever the page, reading it ends; and what comes out is a part
// of it that is JSON with the two keys, or an error on one line.
func FuzzReadPage(f *testing.F) {
	for _, script := range forms {
		f.Add(page(script))
	}
	seeds, err := filepath.Glob("testdata/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range seeds {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`<script src="redocly-state-1.js"></script><base href=":">`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := redoc.ReadPage(data)
		if err != nil {
			if s := err.Error(); s == "" || strings.ContainsAny(s, "\n\r") {
				t.Errorf("error %q", s)
			}
			return
		}
		if p.Document == nil {
			return
		}
		var doc struct {
			OpenAPI any                        `json:"openapi"`
			Paths   map[string]json.RawMessage `json:"paths"`
		}
		if err := json.Unmarshal(p.Document, &doc); err != nil && !bytes.Contains(p.Document, []byte("aths")) {
			t.Errorf("%v: %s", err, strconv.QuoteToASCII(string(p.Document)))
		}
		if !json.Valid(p.Document) {
			t.Errorf("not JSON: %q", p.Document)
		}
	})
}

// A page of documentation of 4 MB, most of which is the document.
func BenchmarkReadPage(b *testing.B) {
	operation := `"/a%d":{"get":{"description":"Lorem {ipsum} \"dolor\" sit amet, consectetur adipiscing elit","responses":{"200":{"description":"ok"}}}},`
	var paths strings.Builder
	for i := range 25_000 {
		fmt.Fprintf(&paths, operation, i)
	}
	data := page(`const s = {"spec":{"data":{"openapi":"3.0.3","paths":{` + strings.TrimSuffix(paths.String(), ",") + `}}}};`)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if p, err := redoc.ReadPage(data); err != nil || p.Document == nil {
			b.Fatal(err)
		}
	}
}
