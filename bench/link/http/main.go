// Command http is what a program has without a client: one call by net/http and
// its answer decoded by encoding/json.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

type source struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Enabled bool   `json:"enabled"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "https://api.segmentapis.com/sources/"+os.Args[1], nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+os.Getenv("SEGMENT_TOKEN"))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	var s source
	if err := json.NewDecoder(res.Body).Decode(&s); err != nil {
		return err
	}
	fmt.Println(s.Name)
	return nil
}
