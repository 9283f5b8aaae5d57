// The track command lists the parcels that will be late. The token comes from the
// environment:
//
//	PARCELS_TOKEN=… track
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/stratagen/strata/examples/client/parcels"
	"github.com/stratagen/strata/examples/track"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "track:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	client, err := parcels.NewClient(os.Getenv("PARCELS_TOKEN"))
	if err != nil {
		return err
	}
	late, err := track.New(client).Late(ctx, time.Now())
	for _, d := range late {
		if d.Late == 0 {
			fmt.Println(d.ID, "is overdue")
		} else {
			fmt.Println(d.ID, "will be", d.Late.Round(time.Minute), "late")
		}
	}
	return err
}
