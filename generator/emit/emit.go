// Package emit prints an [ir.API] as the files of its Go modules, in memory.
// It takes every name, type and file from the ir and decides nothing; the only
// input beside it is the text in package templates.
package emit

import (
	"errors"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/stratagen/strata/generator/ir"
)

// API prints all of api: the core and every version, and their fakes. The result maps
// slash-separated paths, relative to the output root, to formatted contents.
// Equal values of api give equal bytes. The error joins the errors of all
// files, in the order of their paths.
func API(api *ir.API) (map[string][]byte, error) {
	var jobs []job
	if !api.Single {
		core, err := coreJobs(api)
		if err != nil {
			return nil, err
		}
		fake, err := fakeCoreJobs(api)
		if err != nil {
			return nil, err
		}
		jobs = append(append(jobs, core...), fake...)
	}
	for _, v := range api.Versions {
		vs, err := versionJobs(api, v)
		if err != nil {
			return nil, err
		}
		fake, err := fakeJobs(api, v)
		if err != nil {
			return nil, err
		}
		jobs = append(append(jobs, vs...), fake...)
	}
	return run(jobs)
}

// job is one file to print.
type job struct {
	path    string
	content func() ([]byte, error)
}

// in makes a job for a file of a package.
func in(p ir.Package, name string, content func() ([]byte, error)) job {
	return job{path.Join(p.Dir, name), content}
}

// run prints the files of jobs, as many at a time as there are processors.
func run(jobs []job) (map[string][]byte, error) {
	slices.SortFunc(jobs, func(a, b job) int { return strings.Compare(a.path, b.path) })
	contents, errs := make([][]byte, len(jobs)), make([]error, len(jobs))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(jobs)) {
		workers.Go(func() {
			for i := range next {
				contents[i], errs[i] = jobs[i].content()
			}
		})
	}
	for i := range jobs {
		next <- i
	}
	close(next)
	workers.Wait()
	return collect(jobs, contents, errs)
}

// collect joins the outcome of jobs, which are sorted by path.
func collect(jobs []job, contents [][]byte, errs []error) (map[string][]byte, error) {
	files := make(map[string][]byte, len(jobs))
	for i, j := range jobs {
		if errs[i] != nil {
			errs[i] = fmt.Errorf("emit %s: %w", j.path, errs[i])
		} else if _, twice := files[j.path]; twice {
			errs[i] = fmt.Errorf("BUG: emit %s: two files have this path", j.path)
		}
		files[j.path] = contents[i]
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return files, nil
}
