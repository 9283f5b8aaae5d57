package track_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stratagen/strata/examples/client/parcels"
	"github.com/stratagen/strata/examples/client/parcels/parcelstest"
	"github.com/stratagen/strata/examples/client/parcelsv1"
	"github.com/stratagen/strata/examples/client/parcelsv1/parcelsv1test"
	"github.com/stratagen/strata/examples/client/parcelsv1alpha"
	"github.com/stratagen/strata/examples/client/parcelsv1alpha/parcelsv1alphatest"
	"github.com/stratagen/strata/examples/track"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// account fakes both versions: parcels on their way with what was promised, and
// guesses for some.
func account(t *testing.T, due, guesses map[string]time.Time) *track.Tracker {
	t.Helper()
	v1 := &parcelsv1test.Server{Parcels: parcelsv1test.Parcels{
		List: func(_ context.Context, params *parcelsv1.ListParcelsParams) (*parcelsv1.ListParcelsOutput, error) {
			if parcels.Deref(params.Status) != parcelsv1.StatusMoving {
				t.Errorf("asked for parcels that are %q", parcels.Deref(params.Status))
			}
			out := &parcelsv1.ListParcelsOutput{}
			for id, at := range due {
				out.Parcels = append(out.Parcels, parcelsv1.Parcel{ID: id, Status: parcelsv1.StatusMoving, Due: at})
			}
			slices.SortFunc(out.Parcels, func(a, b parcelsv1.Parcel) int { return strings.Compare(a.ID, b.ID) })
			return out, nil
		},
	}}
	alpha := &parcelsv1alphatest.Server{Parcels: parcelsv1alphatest.Parcels{
		Estimate: func(_ context.Context, id string) (*parcelsv1alpha.Estimate, error) {
			at, ok := guesses[id]
			if !ok {
				return nil, parcelsv1alphatest.Fail(http.StatusNotFound, parcels.ErrorDetail{Message: "no estimate"})
			}
			return &parcelsv1alpha.Estimate{Arrives: at}, nil
		},
	}}
	return track.New(parcelstest.NewClient(t, []parcelstest.Fake{v1, alpha}))
}

func TestLate(t *testing.T) {
	tracker := account(t,
		map[string]time.Time{"on-time": noon, "slow": noon, "lost": noon.Add(-time.Hour), "new": noon.Add(time.Hour)},
		map[string]time.Time{"on-time": noon, "slow": noon.Add(2 * time.Hour)})
	got, err := tracker.Late(t.Context(), noon)
	want := []track.Delay{{ID: "lost"}, {ID: "slow", Late: 2 * time.Hour}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Late = %v, %v; want %v", got, err, want)
	}
}

// The stable version says no: nothing is guessed.
func TestRefused(t *testing.T) {
	v1 := &parcelsv1test.Server{Parcels: parcelsv1test.Parcels{
		List: func(context.Context, *parcelsv1.ListParcelsParams) (*parcelsv1.ListParcelsOutput, error) {
			return nil, parcelsv1test.Fail(http.StatusUnauthorized, parcels.ErrorDetail{Message: "who are you"})
		},
	}}
	tracker := track.New(parcelstest.NewClient(t, []parcelstest.Fake{v1, &parcelsv1alphatest.Server{}}))
	if got, err := tracker.Late(t.Context(), noon); !errors.Is(err, parcels.ErrUnauthorized) {
		t.Errorf("Late = %v, %v", got, err)
	}
}
