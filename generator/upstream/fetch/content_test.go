package fetch_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stratagen/strata/generator/upstream/fetch"
)

// What a server says with 200 and is no document: the class, the message, one
// request. A file with the same in it is refused in the same words.
func TestContent(t *testing.T) {
	login := "\n<!DOCTYPE html>\n<html><head><title>Sign in to \x1b[31mAcme</title></head><body></body></html>"
	yaml := "openapi: 3.0.3\ninfo:\n  title: \"Acme\n"
	for name, tc := range map[string]struct{ contentType, body, want string }{
		"login page":      {"text/html; charset=utf-8", login, `byte 1: this is HTML, not an OpenAPI document; its title is "Sign in to  [31mAcme", content-type text/html; charset=utf-8`},
		"untitled":        {"text/plain", "<error/>", `8 bytes: this is XML or the like, not an OpenAPI document, content-type text/plain`},
		"empty":           {"application/json", "", "0 bytes: the document is empty, content-type application/json"},
		"white space":     {"application/json", " \n\t", "3 bytes: the document is empty, content-type application/json"},
		"error in JSON":   {"application/json", `{"message":"Not Found"}`, "no openapi key; the keys are message"},
		"no keys":         {"application/json", `{}`, "no openapi key; the keys are none"},
		"many keys":       {"application/json", `{"g":1,"f":1,"e":1,"d":1,"c":1,"b":1,"a":1}`, "no openapi key; the keys are a, b, c, d, e, …"},
		"list":            {"application/json", `[1]`, "no mapping, and so no openapi key"},
		"plain text":      {"text/plain", "Too many people have asked.", "no mapping, and so no openapi key"},
		"truncated JSON":  {"application/json", "\n" + doc[:40], "byte 41: not JSON: unexpected end"},
		"wrong JSON":      {"application/json", doc[:18] + "?" + doc[18:], "byte 18: not JSON: invalid character '?' after object key:value pair"},
		"JSON and more":   {"application/json", doc + "}", fmt.Sprintf("byte %d: not JSON: invalid character '}' after top-level value", len(doc))},
		"truncated YAML":  {"application/yaml", yaml, fmt.Sprintf("byte %d (line 4): not YAML: while scanning a quoted scalar: found unexpected end of stream", len(yaml))},
		"wrong YAML":      {"application/yaml", "openapi: 3.0.3\nübel: [a\nb: c\n", "byte 26 (line 3): not YAML: while parsing a flow sequence: did not find expected ',' or ']'"},
		"not UTF-8":       {"application/yaml", "openapi: 3.0.3\ninfo: \xff", "byte 21: not UTF-8: byte 0xff, content-type application/yaml"},
		"UTF-16":          {"application/yaml", "\xff\xfeo\x00", "4 bytes: this is UTF-16, and must be UTF-8, content-type application/yaml"},
		"swagger 2":       {"application/json", `{"swagger":"2.0","paths":{}}`, "swagger 2.0: only OpenAPI 3 can be read"},
		"swagger 2, YAML": {"", "swagger: '2.0'\n", "swagger 2.0: only OpenAPI 3 can be read"},
		"openapi 4":       {"", "openapi: 4.0.0\n", "openapi 4.0.0: only OpenAPI 3 can be read"},
		"openapi 31":      {"", `{"openapi":31}`, "openapi 31: only OpenAPI 3 can be read"},
		"openapi a list":  {"", `{"openapi":["3.0.0"]}`, `openapi ["3.0.0"]: only OpenAPI 3 can be read`},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tc.contentType)
				send(w, tc.body)
			})
			want := tc.want
			if tc.contentType == "" {
				tc.contentType = "application/octet-stream"
			}
			_, err := get(t, s.URL, quick())
			wantRejected(t, s, err, "URL: "+want)
			wantRequests(t, s, 1)
			err = fetch.Inspect("a.yaml", []byte(tc.body), "")
			wantRejected(t, nil, err, "a.yaml: "+strings.Replace(want, ", content-type "+tc.contentType, "", 1))
		})
	}
}

func TestInspectTakes(t *testing.T) {
	for _, text := range []string{
		doc, "\ufeff" + doc, "\n " + doc, "openapi: 3.0.3\n", "---\n# a\nopenapi: '3.1.0'\npaths: {}\n", "{openapi: 3.0.3, paths: {}}", "openapi: 3.0\n",
		"openapi: 3.2.0\n", `"openapi": "3.1.1"`,
	} {
		if err := fetch.Inspect("a", []byte(text), ""); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A body that ends before the length that it was announced with.
func TestShortBody(t *testing.T) {
	for name, tc := range map[string]struct{ head, want string }{
		"Content-Length": {"Content-Length: 1000\r\n\r\n" + doc, fmt.Sprintf("body ends at byte %d of 1000 (Content-Length), 4 tries in TIME", len(doc))},
		"chunked":        {"Transfer-Encoding: chunked\r\n\r\n14\r\n" + doc[:20] + "\r\n14\r\n" + doc[20:30], "body breaks off at byte 30, 4 tries in TIME"},
	} {
		t.Run(name, func(t *testing.T) {
			l := listen(t, func(c net.Conn) {
				c.Read(make([]byte, 10_000)) //nolint:errcheck // whatever comes
				send(c, "HTTP/1.1 200 OK\r\n"+tc.head)
				c.Close()
			})
			_, err := get(t, "http://"+l, quick())
			wantRejected(t, nil, err, "http://"+l+": "+tc.want)
		})
	}
}

// huge serves 2 GB, or a gzip bomb of 16 GB, and counts what it got rid of.
func huge(t *testing.T, kind string) (*server, *atomic.Int64) {
	var sent atomic.Int64
	const size = 2 << 30
	var member bytes.Buffer // of a gzip file, which may have many (RFC 1952, 2.2)
	z := gzip.NewWriter(&member)
	z.Write(bytes.Repeat([]byte(" "), 1<<20)) //nolint:errcheck // to memory
	z.Close()
	return serve(t, func(w http.ResponseWriter, _ *http.Request) {
		switch kind {
		case "length":
			w.Header().Set("Content-Length", strconv.Itoa(size))
		case "bomb":
			w.Header().Set("Content-Encoding", "gzip")
			for range 16 << 10 { // 16 GB in 16 MB
				n, err := w.Write(member.Bytes())
				sent.Add(int64(n))
				if err != nil {
					return
				}
			}
			return
		}
		chunk := bytes.Repeat([]byte(" "), 64<<10)
		for range size / len(chunk) {
			n, err := w.Write(chunk)
			sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	}), &sent
}

// TestHuge has another process fetch too much, so that its memory can be told.
func TestHuge(t *testing.T) {
	if address := os.Getenv("STRATA_TEST_HUGE"); address != "" {
		_, err := get(t, address, quick())
		fmt.Println(err)
		return
	}
	for kind, most := range map[string]int64{"length": 16 << 20, "chunked": 64 << 20, "bomb": 8 << 20} {
		t.Run(kind, func(t *testing.T) {
			s, sent := huge(t, kind)
			cmd := exec.Command(os.Args[0], "-test.run=^TestHuge$")
			cmd.Env = append(os.Environ(), "STRATA_TEST_HUGE="+s.URL)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if want := s.URL + ": more than 33554432 bytes, which is the limit"; !strings.Contains(string(out), want) {
				t.Errorf("got  %s\nwant %s", out, want)
			}
			wantRequests(t, s, 1)
			s.CloseClientConnections()
			s.Close()
			if n := sent.Load(); n > most {
				t.Errorf("%d bytes were sent, %d are enough", n, most)
			}
			if rss := maxRSS(cmd.ProcessState); rss > 200<<20 && !raceEnabled {
				t.Errorf("%d MB of memory", rss>>20)
			} else {
				t.Logf("%d bytes sent, %d MB of memory on %s", sent.Load(), rss>>20, runtime.GOOS)
			}
		})
	}
}

func TestLimitExactly(t *testing.T) {
	body := doc + strings.Repeat(" ", 1000-len(doc))
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { send(w, body) })
	o := quick()
	o.Limits.Bytes = 1000
	if _, err := get(t, s.URL, o); err != nil {
		t.Error(err)
	}
	o.Limits.Bytes = 999
	_, err := get(t, s.URL, o)
	wantRejected(t, s, err, "URL: more than 999 bytes, which is the limit")
}

func TestEncodings(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	send(z, doc)
	z.Close()
	for name, tc := range map[string]struct {
		encoding string
		body     []byte
		want     string // an error; empty: the document
	}{
		"gzip":      {"gzip", zipped.Bytes(), ""},
		"identity":  {"identity", []byte(doc), ""},
		"no gzip":   {"gzip", []byte(doc), "URL: the body says it is gzip, and is not: gzip: invalid header"},
		"half gzip": {"gzip", zipped.Bytes()[:zipped.Len()/2], "URL: body breaks off at byte "},
		"br":        {"br", []byte(doc), "URL: content-encoding br, which was not asked for"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", tc.encoding)
				w.Write(tc.body) //nolint:errcheck // the client complains
			})
			r, err := get(t, s.URL, quick())
			if tc.want == "" {
				if err != nil || string(r.Data) != doc {
					t.Error(err)
				}
				return
			}
			var e *fetch.Rejected
			if !errors.As(err, &e) || !strings.HasPrefix(strings.ReplaceAll(err.Error(), s.URL, "URL"), tc.want) {
				t.Errorf("%T %v, want %s", err, err, tc.want)
			}
		})
	}
}
