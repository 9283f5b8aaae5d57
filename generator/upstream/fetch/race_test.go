//go:build race

package fetch_test

// raceEnabled: memory is a multiple of what it is otherwise.
const raceEnabled = true
