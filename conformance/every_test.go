package conformance

// What holds for every operation of every version, found by reflection. Package
// proof calls them all.

import (
	"encoding/json"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

type roundTripper func(*http.Request) (*http.Response, error)

// RoundTrip calls f.
func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// lanes are the operations that golden/operations.txt lists, one for each of
// their versions: v1 Sources.Get getSource GET /sources/{sourceId}.
func lanes(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../golden/operations.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 4 {
			method, _, _ := strings.Cut(f[0], "(")
			for _, version := range f[4:] {
				all[strings.Join([]string{version, method, f[1], f[2], f[3]}, " ")] = true
			}
		}
	}
	return all
}

// A list or a map that is required and nil goes out empty, wherever it stands.
func TestNoInputSendsNullForAList(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, client := range []any{segmentv1.New(nil), segmentv1beta.New(nil), segmentv1alpha.New(nil)} {
		v := reflect.ValueOf(client).Elem()
		for i := range v.NumField() {
			for j := range v.Field(i).NumMethod() {
				f := v.Field(i).Method(j).Type()
				for k := range f.NumIn() {
					if in := f.In(k); strings.HasSuffix(in.String(), "Input") && !seen[in] {
						seen[in] = true
						checkNulls(t, in)
					}
				}
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d inputs", len(seen))
	}
}

func checkNulls(t *testing.T, in reflect.Type) {
	t.Helper()
	text, err := json.Marshal(hollow(in).Interface())
	if err != nil {
		t.Errorf("%s: %v", in, err)
		return
	}
	for _, path := range nulls(text) {
		if typ := at(in, path); typ == nil || !isNullable(typ) {
			t.Errorf("%s: %s is null, and is a %s", in, strings.Join(path, "."), typ)
		}
	}
}
