package proof

// What is broken on purpose is found, by the check that has to find it: a proof
// that cannot fail proves nothing.

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/lane"
	"github.com/stratagen/strata/conformance/sample"
)

// mutation breaks the calls of a lane on their way out or the answers on theirs
// back. by are the checks that must find it, in at least one call.
type mutation struct {
	name, lane string
	by         []string
	request    func(*http.Request)
	response   func(*http.Response)
}

var mutations = []mutation{
	{"list with repeated names", "deleteInvites", []string{decoder}, query(`emails\.\d+=`, "emails="), nil},
	{"list with brackets", "deleteInvites", []string{decoder}, query(`emails\.(\d+)=`, "emails[$1]="), nil},
	{"list that starts with one", "deleteInvites", []string{decoder}, query(`emails\.0=`, "emails.2="), nil},
	{"last element of a list lost", "deleteInvites", []string{decoder}, query(`&emails\.1=.*`, ""), nil},
	{"no list, though it is required", "deleteInvites", []string{decoder, validated}, query(`.*`, ""), nil},
	{"object without its name", "listAudiences", []string{decoder}, query(`pagination\.`, ""), nil},
	{"object with brackets", "listAudiences", []string{decoder}, query(`pagination\.(\w+)=`, "pagination%5B$1%5D="), nil},
	{"object without a required member", "listAudiences", []string{decoder, validated}, query(`pagination\.count=\d+&?`, ""), nil},
	{"number beyond its maximum", "listAudiences", []string{decoder, validated}, query(`\.count=\d+`, ".count=201"), nil},
	{"no number", "listAudiences", []string{decoder, validated}, query(`\.count=\d+`, ".count=two"), nil},
	{"value of an enum in small letters", "getAudience", []string{decoder, validated}, query(`=schedules`, "=SCHEDULES"), nil},
	{"list of objects, last member lost", "removeRulesFromTrackingPlan", []string{decoder}, query(`&rules\.\d+\.version=-?\d+$`, ""), nil},
	{"parameter that nobody set", "getAudience", []string{decoder}, query(`$`, "&extra=1"), nil},
	{"plus for an escaped plus", "listAuditEvents", []string{decoder}, query(`%2B`, "+"), nil},

	{"any version asked for", "getSource", []string{decoder}, header("Accept", "application/json"), nil},
	{"two versions asked for", "getSource", []string{decoder}, header("Accept", "application/vnd.segment.v1+json", "application/vnd.segment.v1beta+json"), nil},
	{"no token", "getSource", []string{decoder, validated}, header("Authorization"), nil},
	{"body as plain JSON", "createSource", []string{decoder, validated}, header("Content-Type", "application/json"), nil},
	{"body of another version", "createSource", []string{decoder, validated}, header("Content-Type", "application/vnd.segment.v1beta+json"), nil},

	{"slash in a path", "getSource", []string{decoder}, path(`%2F`, "/"), nil},
	{"escaped twice", "getSource", []string{decoder}, path(`%`, "%25"), nil},
	{"elements swapped", "deleteLabel", []string{decoder}, path(`/labels/([^/]+)/([^/]+)`, "/labels/$2/$1"), nil},
	{"another method", "getSource", []string{decoder, validated}, func(r *http.Request) { r.Method = "PATCH" }, nil},

	{"required property lost", "createWarehouse", []string{decoder, validated}, body(`"metadataId":("[^"]*"),?`, ""), nil},
	{"optional property lost", "createWarehouse", []string{decoder}, body(`"enabled":(true|false),?`, ""), nil},
	{"null for absent", "updateSource", []string{decoder, validated}, body(`^\{\}$`, `{"name":null}`), nil},
	{"absent for null", "updateWarehouse", []string{decoder}, body(`"name":null,`, ""), nil},
	{"digits lost", "createWarehouse", []string{decoder}, body(`9007199254740993`, "9007199254740992"), nil},
	{"string for a boolean", "createWarehouse", []string{decoder, validated}, body(`"enabled":true`, `"enabled":"true"`), nil},
	{"escaped twice in a string", "createWarehouse", []string{decoder}, body(`\\"`, `\\\"`), nil},
	{"no body", "createWarehouse", []string{decoder, validated}, body(`(?s).*`, ""), nil},
	{"body where none belongs", "getSource", []string{decoder, validated}, body(`(?s)^$`, "{}"), nil},

	{"member of the answer lost", "getWarehouse", []string{compared}, nil, answer(`"enabled":(true|false),`, "")},
	{"digits of the answer lost", "getWarehouse", []string{compared}, nil, answer(`12345678901234567890`, "12345678901234567000")},
	{"null of the answer lost", "listSources", []string{compared}, nil, answer(`"next":null,?`, "")},
	{"value of an enum of the answer", "addAudienceScheduleToAudience", []string{compared}, nil, answer(`SPECIFIC_DAYS`, "PERIODIC")},
	{"answer of another version", "getSource", []string{called}, nil, func(r *http.Response) { r.Header.Set("Content-Type", "application/vnd.segment.v1beta+json") }},
	{"answer that says no", "getSource", []string{called}, nil, func(r *http.Response) { r.StatusCode = http.StatusNotFound }},
}

func TestMutations(t *testing.T) {
	d := documents(t)[0] // v1
	s := newServer(t, d)
	seen := map[string]bool{}
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			l := laneOf(t, d, m.lane)
			if found := s.all(t, l, s.client(t, plainly)); len(found) > 0 {
				t.Fatalf("red before anything is broken: %v", found)
			}
			found := s.all(t, l, s.client(t, m.wrap))
			by := map[string]string{}
			for _, f := range found {
				by[f.by] = f.line
			}
			for _, who := range m.by {
				if by[who] == "" {
					t.Errorf("the %s finds nothing; found: %v", who, by)
				}
				seen[who] = true
			}
		})
	}
	for _, who := range []string{decoder, validated, compared, called} {
		if !seen[who] {
			t.Errorf("nothing was broken for the %s", who)
		}
	}
}

// A call that never leaves, and one that leaves twice.
func TestRequestsAreCounted(t *testing.T) {
	d := documents(t)[0]
	s := newServer(t, d)
	swallow := func(http.RoundTripper) http.RoundTripper {
		return tripper(func(r *http.Request) (*http.Response, error) {
			h := http.Header{"Content-Type": {d.MediaType}}
			return &http.Response{StatusCode: 200, Header: h, Body: io.NopCloser(strings.NewReader(`{"data":{}}`)), Request: r}, nil
		})
	}
	twice := func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(r *http.Request) (*http.Response, error) {
			if first, err := next.RoundTrip(r.Clone(r.Context())); err == nil {
				_ = first.Body.Close()
			}
			return next.RoundTrip(r)
		})
	}
	for want, wrap := range map[string]func(http.RoundTripper) http.RoundTripper{"0 requests": swallow, "2 requests": twice} {
		found := s.all(t, laneOf(t, d, "getSource"), s.client(t, wrap))
		if !strings.Contains(fmt.Sprint(found), "call: "+want) {
			t.Errorf("not found: %s in %v", want, found)
		}
	}
}

func laneOf(t *testing.T, d *document.Document, id string) lane.Lane {
	t.Helper()
	for _, l := range lanes(t) {
		if l.Version == d.Version && l.ID == id {
			return l
		}
	}
	t.Fatalf("no lane %s", id)
	return lane.Lane{}
}

// all makes every call of a lane and returns what is found.
func (s *server) all(t *testing.T, l lane.Lane, c *lane.Client) []finding {
	t.Helper()
	op := s.doc.Operation(l.ID)
	inputs, answers := sample.Inputs(op), sample.Answers(op)
	var found []finding
	for i := range max(len(inputs), len(answers)) {
		x := &exchange{lane: l, op: op, input: inputs[i%len(inputs)], answer: answers[i%len(answers)], number: i}
		found = append(found, explain(l.String(), s.try(t.Context(), c, x))...)
	}
	return found
}

// wrap is the mutation as a middleware.
func (m mutation) wrap(next http.RoundTripper) http.RoundTripper {
	return tripper(func(r *http.Request) (*http.Response, error) {
		if m.request != nil {
			r = r.Clone(r.Context())
			m.request(r)
		}
		response, err := next.RoundTrip(r)
		if err == nil && m.response != nil {
			m.response(response)
		}
		return response, err
	})
}

func query(pattern, by string) func(*http.Request) {
	re := regexp.MustCompile(pattern)
	return func(r *http.Request) { r.URL.RawQuery = re.ReplaceAllString(r.URL.RawQuery, by) }
}

func header(name string, values ...string) func(*http.Request) {
	return func(r *http.Request) { r.Header[name] = values }
}

// path changes the escaped path, which then goes out as it is.
func path(pattern, by string) func(*http.Request) {
	re := regexp.MustCompile(pattern)
	return func(r *http.Request) {
		escaped := re.ReplaceAllString(r.URL.EscapedPath(), by)
		r.URL.Opaque = "//" + r.URL.Host + escaped
	}
}

func body(pattern, by string) func(*http.Request) {
	re := regexp.MustCompile(pattern)
	return func(r *http.Request) {
		var text []byte
		if r.Body != nil {
			text, _ = io.ReadAll(r.Body)
		}
		text = re.ReplaceAll(text, []byte(by))
		r.Body, r.ContentLength, r.GetBody = io.NopCloser(bytes.NewReader(text)), int64(len(text)), nil
	}
}

func answer(pattern, by string) func(*http.Response) {
	re := regexp.MustCompile(pattern)
	return func(r *http.Response) {
		text, _ := io.ReadAll(r.Body)
		text = re.ReplaceAll(text, []byte(by))
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
		r.Header.Del("Content-Length")
	}
}
