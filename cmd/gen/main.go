// Command gen writes typed Go clients for the versions of an OpenAPI document:
// one module per version and one they share.
//
// Data goes to stdout, messages to stderr in the form that compilers use. See the
// exit codes below and "gen help".
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"text/tabwriter"

	"github.com/stratagen/strata/generator/output"
	"github.com/stratagen/strata/generator/upstream"
	"github.com/stratagen/strata/generator/upstream/fetch"
)

// Exit codes, the same for every command.
const (
	exitDone        = 0
	exitPolicy      = 1 // a change that blocks, and nobody accepted it
	exitUsage       = 2 // also: configuration, unreadable version token
	exitDifference  = 3
	exitUnavailable = 4 // upstream did not answer; try again later
	exitRejected    = 5 // upstream's document cannot be taken
	exitFailed      = 6 // the document is wrong, or generation failed
	exitRefused     = 7 // nothing is released
	exitBusy        = 8 // another run holds the lock
)

// command is one subcommand: flags -> call -> print.
type command struct {
	name, args, short string
	run               func(ctx context.Context, c *command, args []string, std streams) error
}

// streams are where a command prints.
type streams struct{ out, err io.Writer }

var commands = []*command{
	{"init", initArgs, "set up a repository: gen.yaml, the tool, go generate, a workflow", initialize},
	{"generate", runArgs, "write the clients of a document", generate},
	{"check", runArgs, "compare the clients on disk with the document; write nothing", check},
	{"versions", versionsArgs, "show which operation is in which version, now or over time, and where the Go differs", showVersions},
	{"split", splitArgs, "write one valid OpenAPI document per version", split},
	{"diff", diffArgs, "tell what changed between two documents, for which version, and whether it hurts", diff},
	{"sync", syncArgs, "take a newer document from upstream: fetch, check, compare, generate, report", synchronize},
	{"release", releaseArgs, "plan the next version of each module, and tag it", releaseModules},
	{"version", "", "tell what this program was built of", showVersion},
}

func main() {
	// A signal ends the computation. It does not end the writing, which is short
	// and must be whole.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	_ = stop // never: what was written must not end in the exit code of a signal
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// run is main with its surroundings as arguments. It gives the exit code.
func run(ctx context.Context, args []string, std streams) int {
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		if len(args) < 2 {
			help(std.out)
			return exitDone
		}
		args = []string{args[1], "-h"}
	}
	if slices.Contains([]string{"-version", "--version"}, args[0]) {
		args = append([]string{"version"}, args[1:]...)
	}
	for _, c := range commands {
		if c.name == args[0] {
			return finish(c.run(ctx, c, args[1:], std), std)
		}
	}
	return finish(usagef("unknown command %q; see gen help", args[0]), std)
}

// finish prints what is left to say of err and gives the exit code for it.
func finish(err error, std streams) int {
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.Is(err, errPolicy):
		printLine(std.err, "gen: "+err.Error())
		return exitPolicy
	case errors.Is(err, errDifference), errors.Is(err, errChanged), errors.Is(err, errUnwritten):
		printLine(std.err, "gen: "+err.Error())
		return exitDifference
	}
	complain(std.err, err)
	return exitCodeOf(err)
}

// exitCodeOf is the exit code for what a command failed with.
func exitCodeOf(err error) int {
	var busy *output.BusyError
	var unavailable *fetch.Unavailable
	var unusable *fetch.Rejected
	var rejected *upstream.Rejected
	var refused refusedError
	switch {
	case isUsage(err):
		return exitUsage
	case errors.As(err, &refused):
		return exitRefused
	case errors.As(err, &unavailable):
		return exitUnavailable
	case errors.As(err, &unusable), errors.As(err, &rejected):
		return exitRejected
	case errors.As(err, &busy):
		return exitBusy
	}
	return exitFailed
}

func help(w io.Writer) {
	printLine(w, "gen writes typed Go clients for the versions of an OpenAPI document.\n")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range commands {
		printLine(t, fmt.Sprintf("  gen %s\t%s", c.name, c.short))
	}
	_ = t.Flush() // nothing to be done about a closed terminal
	printLine(w, `
"gen help COMMAND" tells of a command and its flags. The configuration is -config, else
./gen.yaml, else ./spec/gen.yaml; names.lock stands beside it.

Exit codes: 0 done; 1 a change blocks and nobody accepted it; 2 usage,
configuration or an unreadable version token; 3 difference found; 4 upstream
did not answer, try later; 5 upstream's document cannot be taken; 6 the document
is wrong or generation failed; 7 nothing is released, for the reason that is given;
8 another run is at work in the same folders.`)
}

// printLine writes one line. A reader that went away is no reason to fail: what the
// command does is on the disk or in its exit code.
func printLine(w io.Writer, line string) { _, _ = fmt.Fprintln(w, line) }
