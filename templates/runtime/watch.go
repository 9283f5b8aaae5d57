package runtime

import (
	"context"
	"sync"
	"time"
)

// watch ends attempts that last longer than a timeout. All attempts of a client
// share one timer, which is set when there is none and, while attempts are in
// flight, for the one that is due first: to set one for each, as http.Client and
// context.WithTimeout do, wakes the network poller every time.
type watch struct {
	timeout time.Duration // zero: attempts may last

	mu    sync.Mutex
	ring  watched // of the attempts in flight; the one after it is due first
	armed bool    // the timer runs
}

// watched is an attempt in flight.
type watched struct {
	prev, next *watched // nil: not watched
	due        time.Time
	end        context.CancelFunc
}

// begin puts e under watch: the context it returns ends with ctx, with finish,
// or when the timeout is over.
func (w *watch) begin(ctx context.Context, e *watched) context.Context {
	timed, end := context.WithCancel(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ring.next == nil {
		w.ring.prev, w.ring.next = &w.ring, &w.ring
	}
	e.due, e.end = time.Now().Add(w.timeout), end
	e.prev, e.next = w.ring.prev, &w.ring // the timeout is the same for all, so the last to come is due last
	e.prev.next, e.next.prev = e, e
	if !w.armed {
		w.armed = true
		time.AfterFunc(w.timeout, w.endOverdue)
	}
	return timed
}

// finish ends the watch over e, and its context.
func (w *watch) finish(e *watched) {
	w.mu.Lock()
	e.leave()
	w.mu.Unlock()
	e.end()
}

// endOverdue ends what is due and sets the timer for what is next.
func (w *watch) endOverdue() {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	for e := w.ring.next; e != &w.ring; e = w.ring.next {
		if wait := e.due.Sub(now); wait > 0 {
			time.AfterFunc(wait, w.endOverdue)
			return
		}
		e.leave()
		e.end()
	}
	w.armed = false
}

// leave takes e out of the ring, if it is in it.
func (e *watched) leave() {
	if e.next != nil {
		e.prev.next, e.next.prev = e.next, e.prev
		e.prev, e.next = nil, nil
	}
}
