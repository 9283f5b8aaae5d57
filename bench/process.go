package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// timed runs a program to its end and gives the time from its start to its end
// and the peak of its memory, as the system has accounted it. The system counts
// the memory of this program, from which a new one starts, as the peak of the new
// one, so what is not above that was not measured.
func timed(cmd *exec.Cmd) (sample, error) {
	s, _, err := timedSaying(cmd)
	return s, err
}

// timedSaying is timed that also gives what the program said on stderr.
func timedSaying(cmd *exec.Cmd) (sample, string, error) {
	var said bytes.Buffer
	cmd.Stderr = &said
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start)}
	if err != nil {
		return s, "", fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, said.Bytes())
	}
	if s.peak = peakOf(cmd.ProcessState); s.peak <= ownPeak() {
		s.peak = 0
	}
	return s, said.String(), nil
}

// quiet runs a program for what it does, not for how long it takes.
func quiet(cmd *exec.Cmd) error {
	_, err := capture(cmd)
	return err
}

// capture runs a program and gives what it prints.
func capture(cmd *exec.Cmd) (string, error) {
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return "", fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, exit.Stderr)
		}
		return "", fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

// command is a program with arguments in a folder, with more environment.
func command(dir string, env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	return cmd
}
