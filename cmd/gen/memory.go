package main

// How much garbage a command may leave lying.

import (
	"runtime"
	"runtime/debug"
)

// usualHeap is what comparing two documents of a megabyte each holds when both are
// nearly read, in bytes.
const usualHeap = 32 << 20

// collectLater has the first garbage collection wait for usualHeap. Until then
// hardly anything is garbage, and half a dozen collections on the way take a tenth
// of the time of a comparison. All after it come as they always do, so that a large
// document takes no more memory than it would.
func collectLater() {
	const smallest = 4 << 20 // the heap that starts a collection at 100 percent, see runtime/debug.SetGCPercent
	usual := debug.SetGCPercent(usualHeap / smallest * 100)
	if usual != 100 {
		debug.SetGCPercent(usual) // somebody knows better: GOGC
		return
	}
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}
