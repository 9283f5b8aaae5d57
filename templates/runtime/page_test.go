package runtime

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
)

type listParams struct {
	Count  int64
	Cursor string
}

type listOutput struct {
	Items []string
	Next  Nullable[string]
}

// pages iterates over a list whose pages follow one another as next says.
func pages(params *listParams, next map[string]Nullable[string], fail string, fetched *[]string) iter.Seq2[*listOutput, error] {
	return Pages(params,
		func(p *listParams) *string { return &p.Cursor },
		func(p *listParams) (*listOutput, error) {
			*fetched = append(*fetched, fmt.Sprint(p.Count, p.Cursor))
			if p.Cursor == fail && fail != "" {
				return nil, errors.New("broken")
			}
			return &listOutput{Items: []string{p.Cursor + "1", p.Cursor + "2"}, Next: next[p.Cursor]}, nil
		},
		func(out *listOutput) string { return Deref(out).Next.OrZero() })
}

func TestPages(t *testing.T) {
	straight := map[string]Nullable[string]{"": Value("b"), "b": Value("c")}
	null := map[string]Nullable[string]{"": Value("b"), "b": Null[string]()}
	empty := map[string]Nullable[string]{"": Value("")}
	loop := map[string]Nullable[string]{"": Value("b"), "b": Value("c"), "c": Value("b")}
	self := map[string]Nullable[string]{"b": Value("b")}
	tests := []struct {
		name          string
		params        *listParams
		next          map[string]Nullable[string]
		fail          string
		fetched, want string
	}{
		{"absent ends", nil, straight, "", "0 0b 0c", "1 2 b1 b2 c1 c2"},
		{"null ends", nil, null, "", "0 0b", "1 2 b1 b2"},
		{"empty ends", nil, empty, "", "0", "1 2"},
		{"from the middle", &listParams{Count: 5, Cursor: "b"}, straight, "", "5b 5c", "b1 b2 c1 c2"},
		{"loop", nil, loop, "", "0 0b 0c", "1 2 b1 b2 c1 c2 " + ErrCursorLoop.Error()},
		{"itself", &listParams{Cursor: "b"}, self, "", "0b", "b1 b2 " + ErrCursorLoop.Error()},
		{"failure", nil, straight, "b", "0 0b", "1 2 broken"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := Deref(tt.params)
			for range 2 { // from the start each time
				var fetched, got []string
				seq := Items(pages(tt.params, tt.next, tt.fail, &fetched), func(o *listOutput) []string { return o.Items })
				for item, err := range seq {
					if err != nil {
						item = err.Error()
					}
					got = append(got, item)
				}
				if f := strings.Join(fetched, " "); f != tt.fetched || strings.Join(got, " ") != tt.want {
					t.Errorf("fetched %q, got %q", f, got)
				}
			}
			if Deref(tt.params) != before {
				t.Error("the caller's params were changed")
			}
		})
	}
}

func TestPagesAreLazy(t *testing.T) {
	var fetched []string
	next := map[string]Nullable[string]{"": Value("b"), "b": Value("c")}
	params := &listParams{}
	all := pages(params, next, "", &fetched)
	params.Cursor = "elsewhere" // too late
	if len(fetched) != 0 {
		t.Error("fetched before it was asked for")
	}
	for page, err := range all {
		if err != nil || page.Items[0] != "1" {
			t.Error(page, err)
		}
		break
	}
	for item, err := range Items(all, func(o *listOutput) []string { return o.Items }) {
		if err != nil {
			t.Error(item, err)
		}
		if item == "2" {
			break
		}
	}
	if len(fetched) != 2 {
		t.Errorf("fetched %q", fetched)
	}
}

func TestNumericCursor(t *testing.T) {
	type params struct{ Offset int64 }
	n := 0
	for page, err := range Pages(nil, func(p *params) *int64 { return &p.Offset },
		func(p *params) (int64, error) { return p.Offset, nil },
		func(at int64) int64 { return (at + 10) % 30 }) {
		if err != nil || page != int64(n*10) {
			t.Error(page, err)
		}
		n++
	}
	if n != 3 {
		t.Error(n)
	}
}
