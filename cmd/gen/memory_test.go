package main

import (
	"runtime"
	"runtime/metrics"
	"testing"
	"time"
)

// TestCollectLater: one collection waits, those after it do not.
func TestCollectLater(t *testing.T) {
	if usual := percent(); usual != 100 {
		t.Skipf("GOGC=%d", usual)
	}
	collectLater()
	if got := percent(); got != 800 {
		t.Errorf("%d percent before the first collection", got)
	}
	runtime.GC()
	for end := time.Now().Add(10 * time.Second); percent() != 100; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d percent after the first collection", percent())
		}
	}
}

// percent is what the garbage collector is set to.
func percent() uint64 {
	gogc := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(gogc)
	return gogc[0].Value.Uint64()
}
