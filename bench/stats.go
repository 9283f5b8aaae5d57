package main

import (
	"math"
	"slices"
)

// spread sums up ratios. Quartiles, because one run that another process
// disturbed must move nothing.
type spread struct {
	min, q1, median, q3, max float64
}

func spreadOf(ratios []float64) spread {
	s := slices.Sorted(slices.Values(ratios))
	return spread{quantile(s, 0), quantile(s, 0.25), quantile(s, 0.5), quantile(s, 0.75), quantile(s, 1)}
}

// quantile interpolates between the two nearest of the sorted values, as most
// programs do (Hyndman and Fan, 1996: type 7). NaN: there are none.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// verdict is how ratios stand to their limit.
type verdict string

const (
	noLimit verdict = "–"
	within  verdict = "within"
	// unclear: the median is above the limit but a quarter of the pairs are not,
	// as where both sides do the same work and the limit is 1.
	unclear verdict = "unclear"
	beyond  verdict = "beyond"
)

// judge compares with a limit, zero for none. What cannot be compared is beyond.
func (s spread) judge(limit float64) verdict {
	switch {
	case limit == 0:
		return noLimit
	case s.median <= limit:
		return within
	case s.q1 <= limit:
		return unclear
	}
	return beyond
}
