package runtime

import (
	"errors"
	"iter"
)

// ErrCursorLoop ends an iteration over pages whose server gave a cursor that it
// had given before.
var ErrCursorLoop = errors.New(apiName + ": the server repeated a paging cursor")

// Pages iterates over the pages of an operation: fetch gets one for params, next
// finds in it the cursor of the following one. A zero cursor, absent or null on
// the wire, is the end; an error is yielded once and ends the iteration.
//
// params, of which nil is the zero value, is copied and never changed. The
// sequence holds nothing open and can be ranged over again from the start.
func Pages[P, O any, C comparable](params *P, cursor func(*P) *C, fetch func(*P) (O, error), next func(O) C) iter.Seq2[O, error] {
	var first P
	if params != nil {
		first = *params
	}
	return func(yield func(O, error) bool) {
		var end C
		p := first
		at := cursor(&p)
		seen := map[C]bool{*at: true}
		for {
			page, err := fetch(&p)
			if !yield(page, err) || err != nil {
				return
			}
			following := next(page)
			if following == end {
				return
			}
			if seen[following] {
				var none O
				yield(none, ErrCursorLoop)
				return
			}
			seen[following] = true
			*at = following
		}
	}
}

// Items iterates over the items of pages, fetching each page when it is reached.
func Items[O, T any](pages iter.Seq2[O, error], items func(O) []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range pages {
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range items(page) {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}
