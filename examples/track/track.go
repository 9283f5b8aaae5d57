// Package track tells which parcels will be late. Where they are it asks of the stable
// version of the API, and when they arrive of the alpha one, which may be gone any day.
package track

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stratagen/strata/examples/client/parcels"
	"github.com/stratagen/strata/examples/client/parcelsv1"
	"github.com/stratagen/strata/examples/client/parcelsv1alpha"
)

// Tracker asks for one account.
type Tracker struct {
	v1    *parcelsv1.Client
	alpha *parcelsv1alpha.Client
}

// New makes a tracker; both versions share the token and the connections of client.
func New(client *parcels.Client) *Tracker {
	return &Tracker{v1: parcelsv1.New(client), alpha: parcelsv1alpha.New(client)}
}

// Delay is a parcel that will be late, or may be.
type Delay struct {
	ID   string
	Late time.Duration // beyond what was promised; 0: the API does not say any more
}

// Late lists the parcels on their way that arrive after they are due. Parcels that
// are overdue at now and have no estimate are in the list too.
func (t *Tracker) Late(ctx context.Context, now time.Time) ([]Delay, error) {
	out, err := t.v1.Parcels.List(ctx, &parcelsv1.ListParcelsParams{Status: parcels.Ptr(parcelsv1.StatusMoving)})
	if err != nil {
		return nil, err
	}
	var late []Delay
	for _, p := range out.Parcels {
		estimate, err := t.alpha.Parcels.Estimate(ctx, p.ID)
		switch {
		case errors.Is(err, parcels.ErrNotFound): // of this parcel, or no longer of any
			if now.After(p.Due) {
				late = append(late, Delay{ID: p.ID})
			}
		case err != nil:
			return nil, fmt.Errorf("parcel %s: %w", p.ID, err)
		case estimate.Arrives.After(p.Due):
			late = append(late, Delay{p.ID, estimate.Arrives.Sub(p.Due)})
		}
	}
	return late, nil
}
