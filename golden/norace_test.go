//go:build !race

package golden

import "testing"

func withoutRace(testing.TB) {}

const underRace = false
