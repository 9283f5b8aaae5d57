//go:build race

package golden

import "testing"

// underRace tells which build this is.
const underRace = true

// withoutRace skips t: under the race detector it takes up to ten times as long,
// and what it runs TestCases and others run too. make test runs this package a
// second time, without.
func withoutRace(t testing.TB) {
	t.Helper()
	t.Skip("runs without the race detector")
}
