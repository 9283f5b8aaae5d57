package golden

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain trades memory for time: nearly all that documents become is garbage at
// once, and collecting it as often as a server would is much of the work here.
func TestMain(m *testing.M) {
	if os.Getenv("GOGC") == "" {
		const percent, limit = 200, 3 << 30
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit) // near it, as often as it takes
	}
	os.Exit(m.Run())
}
