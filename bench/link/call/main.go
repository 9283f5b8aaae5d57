// Command call is a program with one v1 call.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	client, err := segment.NewClient(os.Getenv("SEGMENT_TOKEN"))
	if err != nil {
		return err
	}
	out, err := segmentv1.New(client).Sources.Get(context.Background(), os.Args[1])
	if err != nil {
		return err
	}
	fmt.Println(out.Source.Slug)
	return nil
}
