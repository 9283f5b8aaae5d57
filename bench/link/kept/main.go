// Command kept hands the whole v1 client to text/template as an any, so that
// nothing of it can be left out: no method, no type of a parameter or result.
package main

import (
	"fmt"
	"os"
	"text/template"

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
	var data any = segmentv1.New(client)
	return template.Must(template.New("").Parse("{{.}}\n")).Execute(os.Stdout, data)
}
