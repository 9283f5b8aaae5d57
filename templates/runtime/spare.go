package runtime

import (
	"sync"
	"sync/atomic"
)

// spare keeps what is costly to make for its next use: one thing for good, and
// more until the garbage is collected. A sync.Pool alone holds one for each
// processor, so that a goroutine which moves between them, as one does that waits
// for a network, finds another or none.
type spare[T any] struct {
	make func() *T
	one  atomic.Pointer[T]
	more sync.Pool
}

// maxSpare is the size in bytes above which a buffer is not kept: a rare large
// one should not stay.
const maxSpare = 1 << 20

func (s *spare[T]) get() *T {
	if v := s.one.Swap(nil); v != nil {
		return v
	}
	if v, ok := s.more.Get().(*T); ok {
		return v
	}
	return s.make()
}

func (s *spare[T]) put(v *T) {
	if !s.one.CompareAndSwap(nil, v) {
		s.more.Put(v)
	}
}
