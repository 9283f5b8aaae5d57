package main

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		ratios []float64
		want   spread
	}{
		{[]float64{3}, spread{3, 3, 3, 3, 3}},
		{[]float64{4, 1, 3, 2}, spread{1, 1.75, 2.5, 3.25, 4}},
		{[]float64{5, 1, 2, 4, 3}, spread{1, 2, 3, 4, 5}},
		{[]float64{100, 1, 1, 1, 1}, spread{1, 1, 1, 1, 100}},
	} {
		if got := spreadOf(c.ratios); got != c.want {
			t.Errorf("%v: %v, want %v", c.ratios, got, c.want)
		}
	}
	if got := spreadOf(nil); !math.IsNaN(got.median) {
		t.Errorf("the median of nothing is %v", got.median)
	}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		ratios []float64
		limit  float64
		want   verdict
	}{
		{[]float64{0.5, 0.5, 0.9}, 0.6, within},
		{[]float64{0.6, 0.6, 0.6}, 0.6, within}, // at most, not below
		{[]float64{0.7, 0.7, 0.7}, 0.6, beyond},
		{[]float64{0.9, 1.01, 1.02}, 1, unclear},
		{[]float64{1.01, 1.02, 1.03}, 1, beyond},
		{[]float64{9}, 0, noLimit},
		{nil, 1, beyond},
		{[]float64{math.NaN()}, 1, beyond},
	} {
		if got := spreadOf(c.ratios).judge(c.limit); got != c.want {
			t.Errorf("%v with limit %v: %s, want %s", c.ratios, c.limit, got, c.want)
		}
	}
}

// Ratios are of the runs of one round, so that a machine that halves its speed
// changes none of them.
func TestCompare(t *testing.T) {
	took := func(seconds ...int) []sample {
		var list []sample
		for _, s := range seconds {
			list = append(list, sample{wall: time.Duration(s) * time.Second, peak: 1e6})
		}
		return list
	}
	r := compare("speed", took(1, 2, 4), took(2, 4, 8), inTime(0.6))
	if r.spread != (spread{0.5, 0.5, 0.5, 0.5, 0.5}) || r.ours != "2.00 s" || r.base != "4.00 s" || r.verdict != within {
		t.Errorf("%+v", r)
	}
	r = compare("memory", took(1, 2, 4), took(2, 4, 8), inMemory(0.9))
	if r.median != 1 || r.ours != "1 MB" || r.verdict != beyond {
		t.Errorf("%+v", r)
	}
}

func TestInterleave(t *testing.T) {
	var order strings.Builder
	named := func(name string, took time.Duration) side {
		return func() (sample, error) {
			order.WriteString(name)
			return sample{wall: took}, nil
		}
	}
	samples, err := interleave(3, named("a", 1), named("b", 2))
	if err != nil {
		t.Fatal(err)
	}
	if order.String() != "ab"+"ba"+"ab"+"ba" {
		t.Errorf("order %s", &order)
	}
	if got := ratios(samples[0], samples[1], wall); !slices.Equal(got, []float64{0.5, 0.5, 0.5}) {
		t.Errorf("ratios %v: the warming round must not count", got)
	}
	failed := errors.New("exit status 6")
	if _, err := interleave(3, func() (sample, error) { return sample{}, failed }); !errors.Is(err, failed) {
		t.Errorf("a run that failed was measured: %v", err)
	}
}

func TestReport(t *testing.T) {
	b := &bench{pairs: 2, label: "a document"}
	b.peerVersion = "v1"
	b.add(row{what: "speed", ours: "1 s", base: "2 s", spread: spread{0.4, 0.45, 0.5, 0.55, 0.6}, limit: 0.6, verdict: within})
	b.share("load", []float64{0.25, 0.25})
	if b.beyond() {
		t.Error("beyond, with nothing beyond")
	}
	for _, want := range []string{
		"medians of 2 pairs.",
		"| speed | 1 s | 2 s | **0.50** | 0.45–0.55 | 0.40–0.60 | 0.6 | within |\n",
		"| load | **25 %** | 25–25 % |\n",
	} {
		if !strings.Contains(b.report(), want) {
			t.Errorf("%q is not in\n%s", want, b.report())
		}
	}
	b.calls = append(b.calls, row{what: "a call", spread: spread{1, 1.1, 1.15, 1.2, 1.3}, limit: 1.15, verdict: within})
	b.sizes = append(b.sizes, newSize("a program", 6_500_000, 6_000_000, 0.6))
	for _, want := range []string{
		"| a call |  |  | **1.15** | 1.10–1.20 | 1.00–1.30 | 1.15 | within |\n",
		"| a program | 6.50 MB | 6.00 MB | **0.50 MB** | 0.6 MB | within |\n",
	} {
		if !strings.Contains(b.report(), want) {
			t.Errorf("%q is not in\n%s", want, b.report())
		}
	}
	b.add(row{what: "memory", verdict: unclear})
	if b.beyond() {
		t.Error("beyond, with nothing but unclear")
	}
	for _, where := range []*[]row{&b.rows, &b.calls} {
		*where = append(*where, row{what: "memory", verdict: beyond})
		if !b.beyond() {
			t.Error("not beyond")
		}
		*where = nil
	}
	b.sizes = append(b.sizes, newSize("a program", 7_000_000, 6_000_000, 0.6))
	if !b.beyond() {
		t.Error("not beyond, with a program that is too large")
	}
}
