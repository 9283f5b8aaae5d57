package oapi

import (
	"fmt"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// oapi-codegen keeps its options, its names and its templates' functions in
// package variables.
var one sync.Mutex

// run is the only call of oapi-codegen. It ends in a panic now and then, which
// is an error like any other here.
func run(doc *openapi3.T, c codegen.Configuration) (code string, err error) {
	one.Lock()
	defer one.Unlock()
	defer func() {
		if r := recover(); r != nil {
			code, err = "", fmt.Errorf("oapi-codegen: panic: %v", r)
		}
	}()
	if code, err = codegen.Generate(doc, c); err != nil {
		return "", fmt.Errorf("oapi-codegen: %w", err)
	}
	return code, nil
}
