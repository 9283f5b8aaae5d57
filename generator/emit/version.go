package emit

import (
	"cmp"
	"errors"

	"github.com/stratagen/strata/generator/ir"
)

// versionJobs are the files of a version's module: what belongs to the whole,
// and one for each file that its services and types name.
func versionJobs(api *ir.API, v *ir.Version) ([]job, error) {
	p := printer{api: api, pkg: v.Package, v: v}
	jobs := append(moduleJobs(p, v.Module), in(v.Package, p.containerName(), p.clientFile))
	if api.Single {
		files, err := runtimeJobs(p)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, files...)
	}
	for _, s := range v.Services {
		if e := s.Example; e != nil {
			jobs = append(jobs, in(v.Package, e.File, func() ([]byte, error) { return p.examples(e) }))
		}
	}
	for name, part := range parts(v) {
		jobs = append(jobs, in(v.Package, name, func() ([]byte, error) { return p.part(part) }))
	}
	return jobs, nil
}

// part is the content of one file: service types, operations and types, in the
// order in which they are printed.
type part struct {
	services   []*ir.Service
	operations []serviceOperation
	types      []*ir.Type
}

type serviceOperation struct {
	service *ir.Service
	op      *ir.Operation
}

// parts sorts the content of a version by file.
func parts(v *ir.Version) map[string]*part {
	files := map[string]*part{}
	file := func(name string) *part {
		if files[name] == nil {
			files[name] = new(part)
		}
		return files[name]
	}
	for _, s := range v.Services {
		own := file(s.File)
		own.services = append(own.services, s)
		for _, op := range s.Operations {
			f := file(cmp.Or(op.File, s.File))
			f.operations = append(f.operations, serviceOperation{s, op})
		}
	}
	for _, t := range v.Types {
		f := file(t.File)
		f.types = append(f.types, t)
	}
	return files
}

// part prints one file.
func (p printer) part(content *part) ([]byte, error) {
	f := p.file()
	for _, s := range content.services {
		p.service(f, s)
	}
	for _, o := range content.operations {
		p.operation(f, o.service, o.op)
	}
	var errs []error
	for _, t := range content.types {
		errs = append(errs, p.declare(f, t))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return p.render(f)
}
