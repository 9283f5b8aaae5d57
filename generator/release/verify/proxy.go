package verify

// A file GOPROXY: what the go command downloads, as files (go.dev/ref/mod#goproxy-protocol).

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// proxy writes all releases below dir.
func (c *checker) proxy(dir string) error {
	lists := map[string][]string{} // versions by folder of the proxy
	for _, r := range c.zips {
		if r.zip == nil {
			continue
		}
		at, err := r.publish(dir)
		if err != nil {
			return err
		}
		lists[at] = append(lists[at], r.Version)
	}
	for at, versions := range lists {
		slices.SortFunc(versions, semver.Compare)
		if err := os.WriteFile(filepath.Join(at, "list"), []byte(strings.Join(versions, "\n")+"\n"), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// publish writes one release, and gives the folder of the module's versions.
func (r *release) publish(dir string) (string, error) {
	at, err := module.EscapePath(r.path)
	if err != nil {
		return "", err
	}
	version, err := module.EscapeVersion(r.Version)
	if err != nil {
		return "", err
	}
	folder := filepath.Join(dir, filepath.FromSlash(at), "@v")
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return "", err
	}
	// No date: two checks of the same release are the same.
	info, err := json.Marshal(map[string]string{"Version": r.Version, "Time": "2000-01-01T00:00:00Z"})
	if err != nil {
		return "", err
	}
	for suffix, text := range map[string][]byte{".info": info, ".mod": r.Files["go.mod"], ".zip": r.zip} {
		if err := os.WriteFile(filepath.Join(folder, version+suffix), text, 0o666); err != nil {
			return "", err
		}
	}
	return folder, nil
}

// fileURL is how the go command is told of a folder.
func fileURL(dir string) string {
	name := filepath.ToSlash(dir)
	if !strings.HasPrefix(name, "/") { // C:/…
		name = "/" + name
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}
