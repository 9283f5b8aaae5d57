package golden

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// class says what a text of a document may become.
type class string

const (
	keyword  class = "keyword" // of OpenAPI's own vocabulary, a number or a flag
	ref      class = "ref"     // what it names is a place of its own
	prose    class = "prose"   // a comment, or nothing at all
	verbatim class = "value"   // a string in the code, as it is
	shown    class = "shown"   // a value in an example, or nothing at all
	name     class = "name"    // an identifier is made of it; on the wire it is a string
	goType   class = "go"      // x-go-type and its import: Go, by intent
)

// objects are OpenAPI's objects and their fields (OpenAPI 3.1, 4.8, with what
// only 3.0 has; JSON Schema 2020-12, Core and Validation). A field is of a class,
// another object T, a list []T, or a mapping {class}T, whose keys have the class.
// "x-" stands for every extension, "any" for any value whatever, "shown" for one that
// an example may show.
var objects = map[string]map[string]string{
	"OpenAPI": {
		"openapi": "keyword", "jsonSchemaDialect": "prose", "info": "Info", "servers": "[]Server", "paths": "{name}PathItem",
		"webhooks": "any", "components": "Components", "security": "[]{ref}[]prose", "tags": "[]Tag", "externalDocs": "ExternalDocs", "x-": "any",
	},
	"Info": {
		"title": "prose", "summary": "prose", "description": "prose", "termsOfService": "prose", "version": "value",
		"contact": "Contact", "license": "License", "x-": "any",
	},
	"Contact":        {"name": "prose", "url": "prose", "email": "prose", "x-": "any"},
	"License":        {"name": "prose", "identifier": "prose", "url": "prose", "x-": "any"},
	"ExternalDocs":   {"description": "prose", "url": "prose", "x-": "any"},
	"Tag":            {"name": "name", "summary": "prose", "description": "prose", "externalDocs": "ExternalDocs", "x-": "any"},
	"Server":         {"url": "ref", "name": "prose", "description": "prose", "variables": "{ref}ServerVariable", "x-": "any"},
	"ServerVariable": {"default": "value", "enum": "[]prose", "description": "prose", "x-": "any"},
	"Components": {
		"schemas": "{name}Schema", "responses": "{name}Response", "parameters": "{name}Parameter", "examples": "{prose}Example",
		"requestBodies": "{name}RequestBody", "headers": "{name}Header", "securitySchemes": "{name}SecurityScheme",
		"links": "any", "callbacks": "any", "pathItems": "{name}PathItem", "x-": "any",
	},
	"PathItem": {
		"$ref": "ref", "summary": "prose", "description": "prose", "servers": "any", "parameters": "[]Parameter",
		"get": "Operation", "put": "Operation", "post": "Operation", "delete": "Operation", "options": "Operation",
		"head": "Operation", "patch": "Operation", "trace": "Operation", "x-": "any",
	},
	"Operation": {
		"tags": "[]name", "summary": "prose", "description": "prose", "externalDocs": "ExternalDocs", "operationId": "name",
		"parameters": "[]Parameter", "requestBody": "RequestBody", "responses": "{keyword}Response", "callbacks": "any",
		"deprecated": "keyword", "security": "[]{ref}[]prose", "servers": "any",
		"x-deprecated-reason": "value", "x-rate-limit": "prose", "x-go-name": "name", "x-": "any",
	},
	"Parameter": {
		"$ref": "ref", "summary": "prose", "name": "name", "in": "keyword", "description": "prose", "required": "keyword",
		"deprecated": "keyword", "allowEmptyValue": "keyword", "style": "keyword", "explode": "keyword", "allowReserved": "keyword",
		"schema": "Schema", "example": "shown", "examples": "{prose}Example", "x-go-name": "name", "x-": "any",
	},
	"Header": {
		"$ref": "ref", "summary": "prose", "description": "prose", "required": "keyword", "deprecated": "keyword",
		"allowEmptyValue": "keyword", "style": "keyword", "explode": "keyword", "allowReserved": "keyword", "schema": "Schema",
		"example": "any", "examples": "{prose}Example", "x-": "any",
	},
	"RequestBody": {
		"$ref": "ref", "summary": "prose", "description": "prose", "content": "{media}MediaType", "required": "keyword", "x-": "any",
	},
	"Response": {
		"$ref": "ref", "summary": "prose", "description": "prose", "headers": "{prose}Header", "content": "{media}MediaType",
		"links": "any", "x-": "any",
	},
	"MediaType": {"schema": "Schema", "example": "shown", "examples": "{prose}Example", "encoding": "any", "x-": "any"},
	"Example":   {"summary": "prose", "description": "prose", "value": "shown", "externalValue": "prose", "x-": "any"},
	"SecurityScheme": {
		"type": "keyword", "description": "prose", "name": "value", "in": "keyword", "scheme": "keyword", "bearerFormat": "prose",
		"flows": "Flows", "openIdConnectUrl": "prose", "x-": "any",
	},
	"Flows":         {"clientCredentials": "any", "implicit": "any", "password": "any", "authorizationCode": "any", "x-": "any"},
	"Discriminator": {"propertyName": "ref", "mapping": "{value}ref", "x-": "any"},
	"Schema": {
		"$ref": "ref", "$id": "ref", "$schema": "keyword", "$comment": "prose", "$anchor": "ref", "$dynamicAnchor": "ref", "$dynamicRef": "ref",
		"$vocabulary": "{keyword}keyword", "$defs": "{name}Schema",
		"type": "keyword", "title": "name", "description": "prose", "format": "prose", "pattern": "prose", "default": "shown",
		"enum": "[]name", "const": "name", "example": "shown", "examples": "shown", "required": "[]ref", "properties": "{name}Schema",
		"patternProperties": "{prose}Schema", "additionalProperties": "Schema", "propertyNames": "any", "unevaluatedProperties": "any",
		"dependentRequired": "any", "dependentSchemas": "any", "if": "any", "then": "any", "else": "any", "not": "any",
		"items": "Schema", "prefixItems": "[]any", "contains": "any", "unevaluatedItems": "any",
		"allOf": "[]Schema", "oneOf": "[]Schema", "anyOf": "[]Schema", "discriminator": "Discriminator", "xml": "any", "externalDocs": "ExternalDocs",
		"nullable": "keyword", "readOnly": "keyword", "writeOnly": "keyword", "deprecated": "keyword", "uniqueItems": "keyword",
		"minimum": "keyword", "maximum": "keyword", "exclusiveMinimum": "keyword", "exclusiveMaximum": "keyword", "multipleOf": "keyword",
		"minLength": "keyword", "maxLength": "keyword", "minItems": "keyword", "maxItems": "keyword", "minContains": "keyword",
		"maxContains": "keyword", "minProperties": "keyword", "maxProperties": "keyword",
		"contentEncoding": "prose", "contentMediaType": "prose", "contentSchema": "any",
		"x-go-name": "name", "x-go-type": "go", "x-go-type-import": "go", "x-order": "keyword",
		"x-enum-varnames": "[]name", "x-enum-descriptions": "[]prose", "x-": "any",
	},
}

// elsewhere are fields a document has instead of others, or where nothing stands
// that another field of the same form does not show.
var elsewhere = []string{
	"Parameter.x-order", "Parameter.content", "Header.content", // content: refused
	"Flows.implicit", "Flows.password", "Flows.authorizationCode", "Flows.x-",
}

// place is one text of a document.
type place struct {
	node  *yaml.Node
	class class
	at    string // JSON pointer, for people
}

// placer walks a document by objects.
type placer struct {
	t      *testing.T
	places []place
	filled map[string]bool // "Object.field"
}

func places(t *testing.T, root *yaml.Node) *placer {
	t.Helper()
	p := &placer{t: t, filled: map[string]bool{}}
	p.walk(root.Content[0], "OpenAPI", "")
	return p
}

func (p *placer) add(n *yaml.Node, c class, at string) {
	p.places = append(p.places, place{n, c, at})
}

func (p *placer) walk(n *yaml.Node, form, at string) {
	if n.Kind == yaml.AliasNode {
		return // the anchor was walked
	}
	rest, list := strings.CutPrefix(form, "[]")
	keys, values, mapping := strings.Cut(strings.TrimPrefix(form, "{"), "}")
	switch fields := objects[form]; {
	case list && n.Kind == yaml.SequenceNode:
		for _, c := range n.Content {
			p.walk(c, rest, at+"/-")
		}
	case strings.HasPrefix(form, "{") && mapping && n.Kind == yaml.MappingNode:
		p.mapping(n, keys, values, at)
	case fields != nil && n.Kind == yaml.MappingNode:
		p.object(n, form, at)
	case form == "Schema" && n.Tag == "!!bool":
	case form == "any": // nobody reads what stands there, so it is as good as prose
		p.any(n, prose, at)
	case form == "shown":
		p.any(n, shown, at)
	case form == "go" || form == "keyword":
		p.all(n, class(form), at)
	case n.Kind == yaml.ScalarNode && slices.Contains([]class{ref, prose, verbatim, name}, class(form)):
		p.add(n, class(form), at)
	default:
		p.t.Errorf("%s: no class: not a %s", at, form)
	}
}

// all gives every scalar of n one class, but not the keys.
func (p *placer) all(n *yaml.Node, c class, at string) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 1; i < len(n.Content); i += 2 {
			p.all(n.Content[i], c, at+"/"+n.Content[i-1].Value)
		}
	case yaml.SequenceNode:
		for _, v := range n.Content {
			p.all(v, c, at+"/-")
		}
	default:
		p.add(n, c, at)
	}
}

// any gives the strings of any value one class; the keys of what is shown say
// where in a type it stands.
func (p *placer) any(n *yaml.Node, c class, at string) {
	for i, e := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			p.any(e, c, at+"/"+n.Content[i-1].Value)
			continue
		}
		if n.Kind != yaml.MappingNode || c != shown {
			p.any(e, c, at+"/-")
		}
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" && n.Value != "$ref" {
		p.add(n, c, at)
	}
}

func (p *placer) mapping(n *yaml.Node, keys, values, at string) {
	for i := 0; i < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if values == "PathItem" && strings.HasPrefix(k.Value, "x-") {
			p.any(v, prose, at+"/"+k.Value)
			continue
		}
		if keys == "media" {
			p.add(k, keyword, at) // texts in its parameters have a test of their own
		} else {
			p.add(k, class(keys), at+"/"+k.Value)
		}
		p.walk(v, values, at+"/"+k.Value)
	}
}

func (p *placer) object(n *yaml.Node, form, at string) {
	for i := 0; i < len(n.Content); i += 2 {
		k, v := n.Content[i].Value, n.Content[i+1]
		field := k
		if objects[form][k] == "" && strings.HasPrefix(k, "x-") {
			field = "x-"
		}
		if objects[form][field] == "" {
			p.t.Errorf("%s/%s: a field of %s without a class", at, k, form)
			continue
		}
		p.filled[form+"."+field] = true
		p.walk(v, objects[form][field], at+"/"+k)
	}
}

// TestEverything: the document fills every place, and every text in it has a class.
func TestEverything(t *testing.T) {
	p := places(t, parse(t, everything(t)))
	for form, fields := range objects {
		for field := range fields {
			if key := form + "." + field; !p.filled[key] && !slices.Contains(elsewhere, key) {
				t.Errorf("%s is nowhere filled", key)
			}
		}
	}
	seen := map[class]int{}
	for _, pl := range p.places {
		seen[pl.class]++
	}
	t.Log(seen)
}
