package load_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
)

func TestTmp(t *testing.T) {
	for _, glob := range []string{"*.yaml", "public/*.yaml", "public/*.json"} {
		files, _ := filepath.Glob(filepath.Join(os.Getenv("STRATA_SPECS"), glob))
		for _, f := range files {
			for _, lenient := range []bool{false, true} {
				start := time.Now()
				api, err := load.Document(&config.Config{Spec: filepath.Base(f), Lenient: lenient}, os.DirFS(filepath.Dir(f)))
				el := time.Since(start)
				if err != nil {
					if !lenient || os.Getenv("V") != "" {
						fmt.Printf("%-45s FAULTS %v lenient=%v\n", filepath.Base(f), el, lenient)
						s := err.Error()
						if len(s) > 3000 && os.Getenv("V") == "" {
							s = s[:3000]
						}
						fmt.Println(s)
					}
					continue
				}
				fmt.Printf("%-45s %v notes=%d skipped=%d sec=%d", filepath.Base(f), el, len(api.Notes), len(api.Skipped), len(api.Security))
				for _, v := range api.Versions {
					fmt.Printf(" %q=%d", v.Token, len(v.Operations))
				}
				fmt.Println()
				if os.Getenv("N") != "" {
					for _, n := range api.Notes {
						fmt.Println("   ", n)
					}
				}
				break
			}
		}
	}
}
