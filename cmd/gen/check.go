package main

import (
	"context"
	"fmt"
	"io"
	"path"

	"github.com/stratagen/strata/generator/output"
)

func check(ctx context.Context, c *command, args []string, std streams) error {
	in, err := c.input(args, std)
	if err != nil {
		return err
	}
	return in.locked(output.RLock, func(l *output.Locked) error {
		res, err := in.compute(ctx, std)
		if err != nil {
			return err
		}
		report, err := l.Check(in.trees(res)...)
		if err != nil {
			return err
		}
		if report.Clean() {
			printLine(std.out, fmt.Sprintf("%d files are up to date", len(report)))
			return nil
		}
		differences(std.out, report)
		return errDifference
	})
}

// differences prints each file that is not as it should be, and how.
func differences(w io.Writer, report output.Report) {
	for _, f := range report {
		if f.State == output.Unchanged {
			continue
		}
		printLine(w, fmt.Sprintf("%-7s  %s", f.State, path.Join(display(f.Dir), f.Path)))
		if f.Diff != "" {
			_, _ = io.WriteString(w, f.Diff) // see printLine
		}
	}
}
