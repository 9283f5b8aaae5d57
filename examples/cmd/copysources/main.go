// The copysources command copies the sources of one Segment workspace into
// another. The tokens of both come from the environment:
//
//	SEGMENT_FROM_TOKEN=… SEGMENT_TO_TOKEN=… copysources -dry-run
//
// It exits with 0 when every source was copied or was there, 1 when some failed,
// 2 when it was called wrongly, and 3 when it did not get through all of them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/stratagen/strata/examples/copysources"
	"github.com/stratagen/strata/generated/segment"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx)
	stop()
	os.Exit(code)
}

func run(ctx context.Context) int {
	var opts copysources.Options
	flag.BoolVar(&opts.Update, "update", false, "bring the sources that are there up to date")
	flag.BoolVar(&opts.Alpha, "alpha", false, "create with the alpha version of the API: one call instead of two")
	flag.BoolVar(&opts.DryRun, "dry-run", false, "change nothing, only report")
	fromEU := flag.Bool("from-eu", false, "the workspace to copy from is in the EU")
	toEU := flag.Bool("to-eu", false, "the workspace to copy to is in the EU")
	flag.Parse()

	from, errFrom := client("SEGMENT_FROM_TOKEN", *fromEU)
	to, errTo := client("SEGMENT_TO_TOKEN", *toEU)
	if err := errors.Join(errFrom, errTo); err != nil || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, errors.Join(err, unexpected(flag.Args())))
		return 2
	}
	report, err := copysources.New(from, to, opts).Run(ctx)
	if errPrint := report.Print(os.Stdout); err == nil {
		err = errPrint
	}
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, explain(err))
		return 3
	case report.Count(copysources.Failed) > 0:
		return 1
	default:
		return 0
	}
}

// client is a client of one workspace: that of the token in a variable of the
// environment.
func client(variable string, eu bool) (*segment.Client, error) {
	region := segment.RegionUS
	if eu {
		region = segment.RegionEU
	}
	c, err := segment.NewClient(os.Getenv(variable),
		segment.WithRegion(region),
		segment.WithUserAgent("copysources/1.0"),
		segment.WithLogger(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))),
	)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", variable, err)
	}
	return c, nil
}

func unexpected(args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("unexpected arguments: %q", args)
}

// explain says what a person can do about the end of a run.
func explain(err error) string {
	var refused *segment.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "interrupted; run it again to go on"
	case errors.Is(err, segment.ErrRateLimited) && errors.As(err, &refused) && refused.RetryAfter > 0:
		return fmt.Sprintf("%v\nrun it again in %s", err, refused.RetryAfter.Round(time.Second))
	case errors.Is(err, segment.ErrUnauthorized), errors.Is(err, segment.ErrForbidden):
		return fmt.Sprintf("%v\nis the token of the right workspace, and may it edit sources?", err)
	default:
		return err.Error()
	}
}
