package config

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Parse reads a configuration. name is the file as the caller calls it; every
// position starts with it. The error is Faults: all mistakes, sorted.
func Parse(name string, data []byte) (*Config, error) {
	doc, fault := document(name, data)
	if fault != nil {
		return nil, Faults{fault}
	}
	c := &Config{}
	d := decoder{file: name, places: map[string]Place{}}
	d.value(doc, c)
	c.File, c.places = name, d.places
	c.setDefaults(d.firstKey)
	if err := d.faults.and(c.validate()).err(); err != nil {
		return nil, err
	}
	return c, nil
}

// and adds broken rules to mistakes in the form. Rules about what holds such a
// mistake, or is missing beside one, would only repeat it.
func (f Faults) and(rules Faults) Faults {
	all := f
	for _, r := range rules {
		repeats := slices.ContainsFunc(f, func(form *Fault) bool { return r.missing || below(form.path, r.path) })
		if !repeats {
			all = append(all, r)
		}
	}
	return all
}

// below reports whether path is that of outer or of something in it.
func below(path, outer string) bool {
	return path == outer || strings.HasPrefix(path, outer+key([]string{"", ""}))
}

// Default is the configuration of a run that is given only a document: the base
// name of spec, read from its own folder.
func Default(spec string) *Config {
	c := &Config{File: path.Base(spec), Spec: path.Base(spec)}
	c.setDefaults(nil)
	return c
}

// document gives the root node of the one YAML document in data.
func document(name string, data []byte) (*yaml.Node, *Fault) {
	roots, fault := documents(name, data)
	switch {
	case fault != nil:
		return nil, fault
	case len(roots) == 0:
		return nil, &Fault{Place: Place{name, 1, 1}, Text: "the file is empty"}
	}
	return roots[0], nil
}

// documents gives the root node of the YAML document in data, or nothing where it
// is empty.
func documents(name string, data []byte) ([]*yaml.Node, *Fault) {
	// All documents, because a second one must not be ignored in silence.
	var docs []yaml.Node
	if err := yaml.Load(data, &docs, yaml.WithAllDocuments()); err != nil {
		return nil, syntaxFault(name, err)
	}
	switch {
	case len(docs) == 0 || len(docs[0].Content) == 0:
		return nil, nil
	case len(docs) > 1:
		return nil, &Fault{Place: Place{name, docs[1].Line, docs[1].Column}, Text: "a second YAML document; a configuration is one"}
	}
	return docs[0].Content[:1], nil
}

// syntaxFault takes the position out of the YAML library's error, which spells
// it in a way that no editor can follow.
func syntaxFault(name string, err error) *Fault {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		return &Fault{Place: Place{File: name}, Text: fmt.Sprintf("not YAML: %v", err)}
	}
	text := e.Message
	if e.ContextMsg != "" {
		text = e.ContextMsg + ": " + text
	}
	return &Fault{Place: Place{name, e.Mark.Line, max(e.Mark.Column, 1)}, Text: "not YAML: " + text}
}
