package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme: what README shows of the command is what it prints.
func TestReadme(t *testing.T) {
	table, _ := printed(t, exitDone, "versions")
	for _, line := range strings.Split(readmeBlock(t, "operation  "), "\n") {
		if line != "  …" && !strings.Contains("\n"+table, "\n"+line+"\n") {
			t.Errorf("gen versions does not print %q", line)
		}
	}
	report, _ := printed(t, exitDone, "versions", "-op", "createAudience")
	if want := readmeBlock(t, "from v1alpha to v1beta"); !strings.Contains(report, want) {
		t.Errorf("gen versions -op prints\n%s\nwithout\n%s", report, want)
	}
	const document = `openapi: 3.0.3
info: {title: Acme, version: '1'}
paths:
  /widgets:
    get:
      operationId: getWidget
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: objekt}}}}
  /gadgets:
    get:
      operationId: getWidget
      responses: {'204': {description: ok}}
`
	want := readmeBlock(t, "$ gen generate")
	t.Chdir(t.TempDir())
	if err := os.WriteFile("api.yaml", []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	_, faults := printed(t, exitFailed, "generate", "api.yaml", "-out", "client")
	if _, want, _ = strings.Cut(want, "\n"); strings.TrimSpace(faults) != strings.TrimSpace(want) {
		t.Errorf("gen generate prints\n%s\nwant\n%s", faults, want)
	}
}

// printed runs the command and gives what it prints.
func printed(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	if got := run(context.Background(), args, streams{&out, &err}); got != code {
		t.Fatalf("gen %v: exit code %d, want %d\n%s", args, got, code, err.String())
	}
	return out.String(), err.String()
}

// readmeBlock is the fenced text of README that starts with prefix.
func readmeBlock(t *testing.T, prefix string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "```\n"+prefix)
	inside, _, closed := strings.Cut(after, "\n```")
	if !found || !closed {
		t.Fatalf("README has no block that starts with %q", prefix)
	}
	return prefix + inside
}
