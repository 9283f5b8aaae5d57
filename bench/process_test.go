package main

import (
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestTimed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	s, err := timed(exec.Command("sleep", "0.2"))
	if err != nil || s.wall < 200*time.Millisecond {
		t.Errorf("%v, %v", s.wall, err)
	}
	// What is not above the memory of this program was not measured.
	if s.peak != 0 {
		t.Errorf("sleep needs %d bytes, this program %d", s.peak, ownPeak())
	}
	if _, err := timed(exec.Command("sh", "-c", "echo so >&2; exit 3")); err == nil || !strings.Contains(err.Error(), "so") {
		t.Errorf("a program that failed was measured: %v", err)
	}
}
