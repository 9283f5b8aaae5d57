package main

import "time"

// sample is what one run took.
type sample struct {
	wall   time.Duration
	peak   int64   // bytes of memory; 0: not measured
	allocs float64 // allocations; 0: not measured
}

// side is one of the things compared. A call prepares a run, does it and cleans
// up after it, and gives what the run alone took.
type side func() (sample, error)

// interleave runs all sides n times, there and back again (A B B A A B …), so
// that a machine that slows down or is disturbed treats them alike. The first
// round warms caches and does not count. The result has the samples by side.
func interleave(n int, sides ...side) ([][]sample, error) {
	samples := make([][]sample, len(sides))
	for round := range n + 1 {
		for i := range sides {
			if round%2 == 1 {
				i = len(sides) - 1 - i
			}
			s, err := sides[i]()
			if err != nil {
				return nil, err
			}
			if round > 0 {
				samples[i] = append(samples[i], s)
			}
		}
	}
	return samples, nil
}

// The measures of a sample.
func wall(s sample) float64        { return s.wall.Seconds() }
func micro(s sample) float64       { return wall(s) * 1e6 }
func peak(s sample) float64        { return float64(s.peak) / 1e6 }
func allocations(s sample) float64 { return s.allocs }

// ratios divides a by b, round by round.
func ratios(a, b []sample, measure func(sample) float64) []float64 {
	list := make([]float64, len(a))
	for i := range a {
		list[i] = measure(a[i]) / measure(b[i])
	}
	return list
}

// median of one measure of the samples.
func median(samples []sample, measure func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = measure(s)
	}
	return spreadOf(values).median
}
