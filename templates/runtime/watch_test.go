package runtime

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Attempts that begin at different times end when each is due, by one timer.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch{timeout: 10 * time.Second}
		began := time.Now()
		ended := make([]time.Duration, 5)
		var entries [5]watched
		var all sync.WaitGroup
		for i := range entries {
			ctx := w.begin(t.Context(), &entries[i])
			all.Go(func() {
				<-ctx.Done()
				ended[i] = time.Since(began)
			})
			time.Sleep(3 * time.Second)
		}
		w.finish(&entries[4]) // at 15 s; the first two have ended by then
		all.Wait()
		for i, want := range []time.Duration{10, 13, 16, 19, 15} {
			if ended[i] != want*time.Second {
				t.Errorf("attempt %d ended after %v, want %v", i, ended[i], want*time.Second)
			}
			w.finish(&entries[i]) // as it is done however an attempt ends
		}
		time.Sleep(time.Minute)
		if w.armed || w.ring.next != &w.ring {
			t.Error("something is left")
		}
		late := w.begin(t.Context(), &entries[0])
		time.Sleep(10*time.Second + 1)
		if late.Err() == nil {
			t.Error("nothing was watched after a rest")
		}
	})
}

func TestWatchUnderWay(t *testing.T) {
	w := watch{timeout: time.Hour}
	var all sync.WaitGroup
	for range 64 {
		all.Go(func() {
			var e watched
			for range 200 {
				ctx := w.begin(context.Background(), &e)
				if ctx.Err() != nil {
					t.Error("ended at once")
				}
				w.finish(&e)
				if ctx.Err() == nil {
					t.Error("finished, but its context has not ended")
				}
			}
		})
	}
	all.Wait()
	if w.ring.next != &w.ring || w.ring.prev != &w.ring {
		t.Error("something is left")
	}
}
