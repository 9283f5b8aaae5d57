package calls

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"time"
)

// The ways of a call: over HTTP to a server, or no further than the transport,
// where a [Loop] answers.
const (
	Network = "network"
	Memory  = "memory"
)

// Serve measures what it is asked for: each line of in names a client, an
// operation and a way, and is answered by a line with the nanoseconds and the
// allocations of a sample. Neither the server nor the other clients work while one is
// measured, and the server is another process, so the allocations are those of
// the client and of net/http beneath it.
func Serve(in io.Reader, out io.Writer, base string, makers map[string]Maker) error {
	clients := map[string]Client{}
	ctx, cancel := context.WithCancel(context.Background()) // as callers have it
	defer cancel()
	for lines := bufio.NewScanner(in); lines.Scan(); {
		var name, operation, way string
		if _, err := fmt.Sscan(lines.Text(), &name, &operation, &way); err != nil {
			return err
		}
		op, err := Lookup(operation)
		if err != nil {
			return err
		}
		c := clients[name+way]
		if c == nil {
			if c, err = newClient(makers[name], base, way); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			clients[name+way] = c
		}
		m, err := sample(ctx, c, op)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", name, operation, err)
		}
		if _, err := fmt.Fprintln(out, m.took.Nanoseconds(), m.allocs); err != nil {
			return err
		}
	}
	return nil
}

func newClient(m Maker, base, way string) (Client, error) {
	if m == nil {
		return nil, errors.New("there is no such client")
	}
	switch way {
	case Network:
		return m(base, nil)
	case Memory:
		return m(base, &http.Client{Transport: Loop{}})
	}
	return nil, fmt.Errorf("there is no way %q", way)
}

// measures are what the calls of a sample took together.
type measures struct {
	took   time.Duration
	allocs uint64
}

// sample makes the calls of one sample, after one that does not count: it finds
// the pools empty, and perhaps the connection closed.
func sample(ctx context.Context, c Client, op Operation) (m measures, err error) {
	runtime.GC() // nobody pays for what another left
	if err := op.run(ctx, c); err != nil {
		return m, err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	for range op.N {
		if err := op.run(ctx, c); err != nil {
			return m, err
		}
	}
	m.took = time.Since(start)
	runtime.ReadMemStats(&after)
	m.allocs = after.Mallocs - before.Mallocs
	return m, nil
}
