package main

// gen sync as users call it, on a small API and a server on this machine.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator/upstream/fetch"
)

// acme is a document in two versions, an operation per letter; all are in v1beta.
type acme struct {
	version    string
	operations string   // a letter each
	stable     string   // of these, in v1 too
	prose      string   // the description of the first
	versions   []string // nil: v1 and v1beta
	extra      string   // added to the schema of an answer: "integer" is a property
}

func (a acme) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "openapi: 3.0.3\ninfo: {title: Acme, version: %s}\nservers: [{url: 'https://api.example.org'}]\npaths:\n", a.version)
	for i, letter := range a.operations {
		id := strings.ToUpper(string(letter))
		fmt.Fprintf(&b, "  /%c:\n    get:\n      operationId: get%s\n      tags: [Things]\n      summary: Get %[2]s\n", letter, id)
		if i == 0 && a.prose != "" {
			fmt.Fprintf(&b, "      description: %q\n", a.prose)
		}
		b.WriteString("      responses:\n        '200':\n          description: It.\n          content:\n")
		versions := a.versions
		if versions == nil {
			versions = []string{"v1", "v1beta"}
		}
		for _, v := range versions {
			if v != "v1" || strings.ContainsRune(a.stable, letter) {
				fmt.Fprintf(&b, "            application/vnd.acme.%s+json:\n              schema: {$ref: '#/components/schemas/Thing'}\n", v)
			}
		}
	}
	fmt.Fprintf(&b, "components:\n  schemas:\n    Thing:\n      type: object\n      required: [name]\n      properties:\n        name: {type: string}\n%s", a.extra)
	return b.String()
}

const letters = "abcdefghijklmnopqrst"

func acmeNow() acme { return acme{version: "2.1.0", operations: letters, stable: letters} }

const acmeConfig = `spec: api.yaml
out: generated
surfaces: surface
module: example.org/acme
name: acme
versions:
  from: media-type
  pattern: application/vnd.acme.{version}+json
  known: [v1, v1beta]
`

// repository is a folder that has been synchronized with acmeNow, and is the
// working directory of the test.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, "gen.yaml", acmeConfig)
	if code, out := synced(t, "-from", document(t, acmeNow().String())); code != exitDone {
		t.Fatalf("exit code %d: %s", code, out)
	}
	return dir
}

// document writes a document outside of the repository.
func document(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "upstream.yaml")
	write(t, name, text)
	return name
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// synced runs gen sync in this process. What it says is both streams.
func synced(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), append([]string{"sync"}, args...), streams{&out, &out})
	return code, out.String()
}

// state is everything that can be seen of the files below the working directory:
// names, bytes, times, of folders too.
func state(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		files[name] = fmt.Sprint(info.Mode(), info.ModTime().UnixNano())
		if d.Type().IsRegular() {
			text, err := os.ReadFile(name)
			files[name] += string(text)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// untouched fails unless the files are as they were.
func untouched(t *testing.T, before map[string]string) {
	t.Helper()
	after := state(t)
	for name, was := range before {
		if is, ok := after[name]; !ok || is != was {
			t.Errorf("%s was touched", name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			t.Errorf("%s is new", name)
		}
	}
}

func quickly(t *testing.T) {
	t.Helper()
	fetchLimits = fetch.Limits{Backoff: time.Millisecond, Bytes: 1 << 20}
	t.Cleanup(func() { fetchLimits = fetch.Limits{} })
}

func answer(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body))
	}
}

// then answers one request after the other, the last for good.
func then(list ...http.HandlerFunc) http.HandlerFunc {
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		list[min(n, len(list)-1)](w, r)
		n++
	}
}

func edited(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("no %q to replace", pairs[i])
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// TestSyncFailures: what can go wrong upstream. Every run ends with its exit code
// and says why, and no file or folder is touched.
func TestSyncFailures(t *testing.T) {
	repository(t)
	quickly(t)
	now := acmeNow().String()
	later := acme{version: "2.2.0", operations: letters, stable: letters}
	cut, _, _ := strings.Cut(later.String(), "components:")
	with := func(change func(*acme)) string {
		a := later
		change(&a)
		return a.String()
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		code   int
		says   string
	}{
		"503 four times":     {answer(503, "sorry"), exitUnavailable, `503.*4 tries.* in `},
		"500 once":           {then(answer(500, ""), answer(200, now)), exitDone, `after 1 retry`},
		"429 for an hour":    {header("Retry-After", "3600", answer(429, "")), exitUnavailable, `asks 3600 s, limit 60 s`},
		"hang":               {hang, exitUnavailable, `header timeout: no answer from HOST`},
		"hang in the body":   {hangLater, exitUnavailable, `idle timeout: no data from HOST`},
		"reset":              {reset, exitUnavailable, `: HOST: connection closed.*4 tries`},
		"401":                {answer(401, ""), exitRejected, `http://HOST/: 401 Unauthorized`},
		"404":                {answer(404, "{}"), exitRejected, `http://HOST/: 404 Not Found`},
		"304, no copy":       {answer(304, ""), exitRejected, `304 to a request without conditions`},
		"login page":         {header("Content-Type", "text/html", answer(200, "<html><title>Sign in</title></html>")), exitRejected, `"Sign in", content-type text/html`},
		"empty":              {answer(200, ""), exitRejected, `0 bytes`},
		"another JSON":       {answer(200, `{"message":"Not Found"}`), exitRejected, `no openapi key`},
		"half a JSON":        {answer(200, `{"openapi":"3.0.3","info":{"ti`), exitRejected, `byte 30`},
		"half a YAML":        {answer(200, now[:500]+"\n  - {"), exitRejected, `byte [0-9]+`},
		"short":              {header("Content-Length", "9999", answer(200, now)), exitRejected, `body ends at byte [0-9]+ of 9999`},
		"2 MiB":              {answer(200, now+strings.Repeat("# fill\n", 300_000)), exitRejected, `limit`},
		"gzip bomb":          {bomb, exitRejected, `limit`},
		"to another host":    {redirect("https://elsewhere.example.org/x"), exitRejected, `HOST.*elsewhere\.example\.org|elsewhere\.example\.org.*HOST`},
		"in a circle":        {redirect("/"), exitRejected, `more than 3 redirects`},
		"swagger 2":          {answer(200, "swagger: '2.0'\n"), exitRejected, `swagger 2\.0`},
		"openapi 4":          {answer(200, "openapi: 4.0.0\n"), exitRejected, `openapi 4\.0\.0`},
		"no paths":           {answer(200, "openapi: 3.0.3\ninfo: {title: Acme, version: 3}\npaths: {}\n"), exitRejected, `no operation in it.*api\.yaml has 20`},
		"v1 gone":            {answer(200, with(func(a *acme) { a.stable = "" })), exitRejected, `operations 20 -> 20 \(v1 20 -> 0, v1beta 20 -> 20\).*-allow-shrink`},
		"30% gone":           {answer(200, with(func(a *acme) { a.operations = letters[:14] })), exitRejected, `operations 20 -> 14 \(v1 20 -> 14, v1beta 20 -> 14\)`},
		"back":               {answer(200, with(func(a *acme) { a.version, a.operations = "2.0.9", letters+"u" })), exitRejected, `info\.version went back 2\.1\.0 -> 2\.0\.9`},
		"key twice":          {answer(200, now+"    Thing: {}\n"), exitRejected, `http://HOST/:[0-9]+:5: .*Thing.*\n.*\|     Thing: `},
		"id twice":           {answer(200, edited(t, later.String(), "getB", "getA")), exitRejected, `http://HOST/:[0-9]+:[0-9]+: .*getA`},
		"reference":          {answer(200, edited(t, later.String(), "    Thing:", "    Thin:")), exitRejected, `http://HOST/:[0-9]+:[0-9]+: .*/schemas/Thing.*\(at /paths/~1a/`},
		"reference outside":  {answer(200, edited(t, later.String(), "'#/components/schemas/Thing'", "'other.yaml#/Thing'")), exitRejected, `http://HOST/:[0-9]+:[0-9]+: .*other\.yaml`},
		"cut after a line":   {answer(200, cut), exitRejected, `http://HOST/:[0-9]+:[0-9]+: .*/schemas/Thing`},
		"new version":        {answer(200, edited(t, later.String(), "vnd.acme.v1+", "vnd.acme.v2+")), exitPolicy, `(?s)L01.*v1, v1beta -> v2, v1beta.*version "v2" is new`},
		"one in v2":          {answer(200, strings.Replace(later.String(), "  /b:", v2+"  /b:", 1)), exitPolicy, `version "v2" is new \(getZ\).*known: \[v1, v1beta, v2\] under versions in gen\.yaml`},
		"unreadable version": {answer(200, strings.Replace(later.String(), "  /b:", strings.ReplaceAll(v2, "v2", "v1rc")+"  /b:", 1)), exitUsage, `v1rc`},
		"a stable break":     {answer(200, edited(t, later.String(), "name: {type: string}", "name: {type: boolean}")), exitPolicy, `(?s)R09.*breaks in Go \(1\):\n  example\.org/acme/acmev1\.Thing\.Name: changed from string to bool.*blocked: nothing was written`},
		"same, new etag":     {header("ETag", `"other"`, answer(200, now)), exitDone, `unchanged \(2\.1\.0\)`},
		"reordered":          {answer(200, reversed(now)), exitDone, `cosmetic: only words or their order changed`},
		"other words":        {answer(200, with(func(a *acme) { a.prose = "@team <!-- ``` */ Deprecated: \r\u2028go:generate rm" })), exitDone, `cosmetic.*2\.1\.0 -> 2\.2\.0`},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(c.answer)
			defer s.Close()
			defer s.CloseClientConnections()
			if strings.HasPrefix(name, "hang") {
				defer func(l fetch.Limits) { fetchLimits = l }(fetchLimits)
				fetchLimits.Header, fetchLimits.Idle = 300*time.Millisecond, 300*time.Millisecond
			}
			before := state(t)
			code, said := synced(t, "-from", s.URL+"/")
			want := strings.ReplaceAll(c.says, "HOST", regexp.QuoteMeta(s.Listener.Addr().String()))
			if code != c.code || !regexp.MustCompile(want).MatchString(said) {
				t.Errorf("exit code %d, want %d and %s; it says:\n%s", code, c.code, want, said)
			}
			untouched(t, before)
		})
	}
}

const v2 = `  /z:
    get:
      operationId: getZ
      tags: [Things]
      responses:
        '200':
          description: It.
          content:
            application/vnd.acme.v2+json:
              schema: {type: object}
`

// reversed is the document with its paths in another order.
func reversed(text string) string {
	head, rest, _ := strings.Cut(text, "paths:\n")
	paths, tail, _ := strings.Cut(rest, "components:")
	list := strings.SplitAfter(strings.ReplaceAll(paths, "\n  /", "\n\x00  /"), "\x00")
	slices.Reverse(list)
	return head + "paths:\n" + strings.ReplaceAll(strings.Join(list, ""), "\x00", "") + "components:" + tail
}

func header(key, value string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(key, value)
		next(w, r)
	}
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func hangLater(w http.ResponseWriter, r *http.Request) {
	_, _ = w.Write([]byte("openapi: 3.0.3\n"))
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

func reset(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// TestSyncUnavailableHosts: what fails before a server is reached.
func TestSyncUnavailableHosts(t *testing.T) {
	repository(t)
	quickly(t)
	s := httptest.NewServer(answer(200, ""))
	closed := s.URL
	s.Close()
	secure := httptest.NewTLSServer(answer(200, ""))
	defer secure.Close()
	for url, want := range map[string]string{closed: "refused", secure.URL: "certificate"} {
		before := state(t)
		if code, said := synced(t, "-from", url); code != exitUnavailable || !strings.Contains(said, want) || !strings.Contains(said, url[strings.Index(url, "//")+2:]) {
			t.Errorf("%s: exit code %d: %s", url, code, said)
		}
		untouched(t, before)
	}
}

// TestSync: a change is written with all that follows from it, and the next run has
// nothing to do, which it learns without asking for the document.
func TestSync(t *testing.T) {
	repository(t)
	quickly(t)
	newer := acme{version: "2.2.0", operations: letters + "u", stable: letters, extra: "        size: {type: integer}\n"}
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		asked++
		_, _ = w.Write([]byte(newer.String()))
	}))
	defer s.Close()
	write(t, "gen.yaml", acmeConfig+"upstream: {url: '"+s.URL+"'}\n")
	before := state(t)
	if code, said := synced(t, "-dry-run"); code != exitDone || !strings.Contains(said, "dry run: nothing was written") {
		t.Fatalf("exit code %d: %s", code, said)
	}
	untouched(t, before)
	code, said := synced(t, "-report", "../report.md")
	if code != exitDone || !regexp.MustCompile(`(?s)2\.1\.0 -> 2\.2\.0.*R01.*L02.*the document explains each break.*written`).MatchString(said) {
		t.Fatalf("exit code %d: %s", code, said)
	}
	if text := read(t, "api.yaml"); text != newer.String() {
		t.Error("api.yaml is not upstream's")
	}
	for name, want := range map[string]string{
		"spec.lock": `"1"`, "names.lock": "getU", "surface/v1.txt": "size integer", "surface/v1beta.txt": "getU",
		"generated/acmev1beta/things.go": "GetU", "../report.md": "`2.1.0 -> 2.2.0`",
	} {
		if !strings.Contains(read(t, name), want) {
			t.Errorf("%s has no %q:\n%s", name, want, read(t, name))
		}
	}
	if c := run(t.Context(), []string{"check"}, streams{new(bytes.Buffer), new(bytes.Buffer)}); c != exitDone {
		t.Errorf("gen check: exit code %d", c)
	}
	before, asked = state(t), 0
	if code, said := synced(t); code != exitDone || !strings.Contains(said, "unchanged (2.2.0)") || asked != 0 {
		t.Errorf("exit code %d, asked %d times: %s", code, asked, said)
	}
	untouched(t, before)

	// 304 is no answer where there is no copy that it could speak of.
	text := read(t, "api.yaml")
	write(t, "api.yaml", text+"#\n")
	stale := httptest.NewServer(answer(http.StatusNotModified, ""))
	defer stale.Close()
	write(t, "gen.yaml", acmeConfig+"upstream: {url: '"+stale.URL+"'}\n")
	if code, said := synced(t); code != exitRejected || !strings.Contains(said, "304") {
		t.Errorf("exit code %d: %s", code, said)
	}
	write(t, "gen.yaml", acmeConfig+"upstream: {url: '"+s.URL+"'}\n")
	s.Config.Handler = then(answer(http.StatusNotModified, ""), s.Config.Handler.ServeHTTP)
	if code, said := synced(t); code != exitRejected || !strings.Contains(said, "304 but no local copy") {
		t.Errorf("exit code %d: %s", code, said)
	}
	write(t, "api.yaml", text)

	// A copy that somebody changed is not upstream's, whatever the server says.
	write(t, "api.yaml", newer.String()+"        # mine\n")
	if code, said := synced(t); code != exitDone || !strings.Contains(said, "cosmetic") || asked != 1 {
		t.Errorf("exit code %d, asked %d times: %s", code, asked, said)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSyncPolicy: what a break needs.
func TestSyncPolicy(t *testing.T) {
	repository(t)
	broken := document(t, edited(t, acme{version: "2.2.0", operations: letters, stable: letters}.String(), "name: {type: string}", "name: {type: boolean}"))
	before := state(t)
	code, said := synced(t, "-from", broken, "-json")
	fingerprint := regexp.MustCompile(`"fingerprint": "([0-9a-f]{12})"`).FindStringSubmatch(said)
	if code != exitPolicy || fingerprint == nil || !strings.Contains(said, `"blocked": true`) {
		t.Fatalf("exit code %d: %s", code, said)
	}
	untouched(t, before)

	code, said = synced(t, "-from", broken, "-write-blocked")
	if code != exitPolicy || !strings.Contains(said, "written, though blocked") || !strings.Contains(read(t, "api.yaml"), "boolean") {
		t.Errorf("-write-blocked: exit code %d: %s", code, said)
	}
	if code, said := synced(t, "-from", document(t, acmeNow().String())); code != exitRejected || !strings.Contains(said, "went back 2.2.0 -> 2.1.0") {
		t.Errorf("back again: exit code %d: %s", code, said)
	}
	code, said = synced(t, "-from", document(t, acmeNow().String()), "-allow-downgrade", "-write-blocked")
	if code != exitPolicy || !strings.Contains(read(t, "api.yaml"), "2.1.0") {
		t.Errorf("-allow-downgrade: exit code %d: %s", code, said)
	}

	md := t.TempDir() + "/report.md"
	if code, said := synced(t, "-from", broken, "-report", md); code != exitPolicy {
		t.Errorf("exit code %d: %s", code, said)
	}
	entries := regexp.MustCompile(`(?s)` + "```yaml\n(.*)```").FindStringSubmatch(read(t, md))
	if entries == nil {
		t.Fatalf("nothing to accept in the report:\n%s", read(t, md))
	}
	accept := document(t, strings.ReplaceAll(entries[1], `reason: ""`, "reason: announced in May"))
	if code, said := synced(t, "-from", broken, "-accept", accept); code != exitDone || !strings.Contains(said, "announced in May") || !strings.Contains(read(t, "api.yaml"), "boolean") {
		t.Errorf("accepted: exit code %d: %s", code, said)
	}
}

// TestSyncShrink: what is gone may be gone, but a stable version still blocks.
func TestSyncShrink(t *testing.T) {
	repository(t)
	small := document(t, acme{version: "2.2.0", operations: letters[:14], stable: letters[:14]}.String())
	if code, said := synced(t, "-from", small, "-allow-shrink"); code != exitPolicy || !strings.Contains(said, "L18") {
		t.Errorf("exit code %d: %s", code, said)
	}
	all := acme{version: "2.2.0", operations: letters, stable: letters, versions: []string{"v1", "v1beta", "v1alpha"}}
	write(t, "gen.yaml", strings.Replace(acmeConfig, "v1beta]", "v1beta, v1alpha]", 1))
	if code, said := synced(t, "-from", document(t, all.String())); code != exitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	all.version, all.versions = "2.3.0", []string{"v1", "v1alpha"}
	if code, said := synced(t, "-from", document(t, all.String()), "-allow-shrink"); code != exitDone || !strings.Contains(said, "L18") {
		t.Fatalf("exit code %d: %s", code, said)
	}
	for _, name := range []string{"surface/v1beta.txt", "generated/acmev1beta"} {
		if _, err := os.Stat(name); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
}

// TestSyncProse: words are batched, and hostile ones do no harm.
func TestSyncProse(t *testing.T) {
	repository(t)
	a := acmeNow()
	a.version, a.prose = "2.1.1", "@team <!-- x --> ```\n//go:generate rm -rf\rDeprecated: no\u2028*/ func init() {}"
	report := t.TempDir() + "/report.md"
	if code, said := synced(t, "-from", document(t, a.String()), "-prose", "-report", report); code != exitDone || !strings.Contains(said, "written") {
		t.Fatalf("exit code %d: %s", code, said)
	}
	for name, text := range contentsOf(t, "generated") {
		for line := range strings.Lines(text) {
			if strings.HasPrefix(strings.TrimSpace(line), "//go:") || strings.Contains(line, "func init") && !strings.Contains(line, "//") || strings.HasPrefix(strings.TrimSpace(line), "// Deprecated:") {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
	if text := read(t, report); strings.Contains(text, "@team") || strings.Contains(text, "<!--") {
		t.Errorf("the report speaks to somebody:\n%s", text)
	}
}

// TestSyncHostileReport: a change in an operation whose name is as bad as can be.
func TestSyncHostileVersion(t *testing.T) {
	repository(t)
	out, summary := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "summary")
	t.Setenv("GITHUB_ACTIONS", "true")
	t.Setenv("GITHUB_OUTPUT", out)
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	a := acmeNow()
	a.version, a.operations = `"9 @team\nblocked=true\n::error::x <!--"`, letters+"u"
	code, said := synced(t, "-from", document(t, a.String()), "-report", "../r.md")
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	got := outputs(t, read(t, out))
	want := map[string]string{"result": "changed", "changed": "true", "blocked": "false", "report": "../r.md", "from": "2.1.0", "title": "upstream 2.1.0 -> 9teamblockedtrueerrorx--"}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s is %q, want %q", k, got[k], v)
		}
	}
	if len(got) != 7 || !strings.Contains(got["to"], "\n") {
		t.Errorf("outputs: %q", got)
	}
	if regexp.MustCompile(`(?m)^::error`).MatchString(said) || !regexp.MustCompile(`(?m)^::notice .*file=api\.yaml,line=`).MatchString(said) {
		t.Errorf("annotations: %s", said)
	}
	if text := read(t, summary); text != read(t, "../r.md") || regexp.MustCompile("(?m)^[^`]*(@team|<!--)").MatchString(text) {
		t.Errorf("summary:\n%s", text)
	}

	write(t, out, "")
	if code, said := synced(t, "-from", document(t, "nothing: 1\n")); code != exitRejected || !regexp.MustCompile(`(?m)^::error title=gen sync::.*no openapi key`).MatchString(said) {
		t.Errorf("exit code %d: %s", code, said)
	}
	if got := outputs(t, read(t, out)); got["result"] != "rejected" || got["changed"] != "false" {
		t.Errorf("outputs: %q", got)
	}
}

// outputs reads $GITHUB_OUTPUT as GitHub does: name<<DELIMITER, the value, DELIMITER.
func outputs(t *testing.T, text string) map[string]string {
	t.Helper()
	values := map[string]string{}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		name, end, ok := strings.Cut(lines[i], "<<")
		if !ok {
			t.Fatalf("%q begins no output", lines[i])
		}
		from := i + 1
		for i++; i < len(lines) && lines[i] != end; i++ {
		}
		values[name] = strings.Join(lines[from:i], "\n")
	}
	return values
}

// TestSyncWords: facts come from upstream, words stay.
func TestSyncWords(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "gen.yaml", acmeConfig+"upstream: {file: theirs.yaml, words: ours}\n")
	ours := acmeNow()
	ours.prose = "Our words."
	write(t, "theirs.yaml", ours.String())
	if code, said := synced(t); code != exitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	theirs := acme{version: "2.2.0", operations: letters + "u", stable: letters, prose: "Their words."}
	write(t, "theirs.yaml", theirs.String())
	code, said := synced(t)
	if code != exitDone || !strings.Contains(said, "waits for words of ours") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if text := read(t, "api.yaml"); !strings.Contains(text, "Our words.") || strings.Contains(text, "Their words") || !strings.Contains(text, "getU") {
		t.Errorf("api.yaml:\n%s", text)
	}
	before := state(t)
	if code, said := synced(t); code != exitDone || !strings.Contains(said, "unchanged") {
		t.Errorf("exit code %d: %s", code, said)
	}
	untouched(t, before)
	write(t, "theirs.yaml", edited(t, theirs.String(), "    Thing:", "    Thin:"))
	before = state(t)
	if code, said := synced(t); code != exitRejected || !regexp.MustCompile(`theirs\.yaml:[0-9]+:[0-9]+: .*schemas/Thing`).MatchString(said) {
		t.Errorf("exit code %d: %s", code, said)
	}
	untouched(t, before)
}

// TestSyncNames: what a document can be called.
func TestSyncNames(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "gen.yaml", strings.Replace(acmeConfig, "api.yaml", "api.json", 1))
	code, said := synced(t, "-from", document(t, acmeNow().String()))
	if code != exitUsage || !strings.Contains(said, "gen.yaml:1:7: ") || !strings.Contains(said, "is YAML, so api.json needs another name") {
		t.Errorf("exit code %d: %s", code, said)
	}
	write(t, "gen.yaml", acmeConfig)
	if code, said := synced(t); code != exitDone || !strings.Contains(said, "no upstream is configured") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if code, said := synced(t, "-from", "https://user:secret@example.org/"); code != exitUsage || strings.Contains(said, "secret") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if names := slices.Sorted(maps.Keys(state(t))); !slices.Equal(names, []string{".", "gen.yaml"}) {
		t.Errorf("files: %v", names)
	}
}

// TestSyncOverlay: an overlay that fits no more is ours to mend, unless what it was
// about is gone with most of the API.
func TestSyncOverlay(t *testing.T) {
	repository(t)
	write(t, "overlay.yaml", "overlay: 1.0.0\ninfo: {title: Ours, version: 1.0.0}\nactions:\n  - target: $.paths['/t'].get\n    update: {deprecated: true}\n")
	write(t, "gen.yaml", acmeConfig+"overlays: [overlay.yaml]\n")
	before := state(t)
	for ops, want := range map[string]struct {
		code int
		says string
	}{
		letters[:19]: {exitFailed, `(?s)overlay\.yaml:4:13: target .* matches nothing.*what overlays correct is not in .*bring them up to date`},
		letters[:10]: {exitRejected, `operations 20 -> 10`},
	} {
		code, said := synced(t, "-from", document(t, acme{version: "2.2.0", operations: ops, stable: ops}.String()))
		if code != want.code || !regexp.MustCompile(want.says).MatchString(said) {
			t.Errorf("exit code %d, want %d and %s: %s", code, want.code, want.says, said)
		}
		untouched(t, before)
	}
}

// TestSyncSources: a page of documentation, and a commit. The document of a page
// is kept on lines.
func TestSyncSources(t *testing.T) {
	dir := repository(t)
	var doc any
	a := acme{version: "2.2.0", operations: letters + "u", stable: letters}
	if err := yaml.Unmarshal([]byte(a.String()), &doc); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(answer(200, `<html><script>const __redoc_state = {"spec":{"data":`+string(text)+`}};</script></html>`))
	defer s.Close()
	if code, said := synced(t, "-from", "redoc:"+s.URL); code != exitDone || !strings.Contains(said, "2.1.0 -> 2.2.0") {
		t.Fatalf("exit code %d: %s", code, said)
	}
	if lines := strings.Count(read(t, "api.yaml"), "\n"); lines < 300 {
		t.Errorf("api.yaml has %d lines", lines)
	}
	before := state(t)
	if code, said := synced(t, "-from", "redoc:"+s.URL); code != exitDone || !strings.Contains(said, "unchanged (2.2.0)") {
		t.Errorf("exit code %d: %s", code, said)
	}
	untouched(t, before)

	a.version = "2.3.0"
	write(t, "upstream.yaml", a.String())
	for _, args := range [][]string{
		{"init", "-q"},
		{"add", "upstream.yaml"},
		{"-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "upstream"},
	} {
		if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	write(t, "gen.yaml", acmeConfig+"upstream: {git: 'HEAD:upstream.yaml'}\n")
	if code, said := synced(t, "-prose"); code != exitDone || !strings.Contains(read(t, "spec.lock"), "revision 2.3.0") {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// TestSyncInterrupted: a signal before the writing.
func TestSyncInterrupted(t *testing.T) {
	repository(t)
	before := state(t)
	s := httptest.NewServer(http.HandlerFunc(hang))
	defer s.Close()
	defer s.CloseClientConnections()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	var out bytes.Buffer
	if code := run(ctx, []string{"sync", "-from", s.URL}, streams{&out, &out}); code != exitFailed || !strings.Contains(out.String(), "interrupted; nothing was written") {
		t.Errorf("exit code %d: %s", code, &out)
	}
	untouched(t, before)
}
