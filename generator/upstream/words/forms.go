package words

// OpenAPI's objects and their members (OpenAPI 3.0 and 3.1, section 4; JSON
// Schema 2020-12). What is not listed is no fact: upstream's is left out. The
// order is the one in which new members are written.

// kind says what a member is.
type kind int

const (
	prose     kind = iota // words: ours
	fact                  // a value, compared and taken whole
	flag                  // false unless it says true
	set                   // values whose order means nothing
	object                // an object of another form
	list                  // objects of a form, whose order means nothing
	tuple                 // objects of a form, in order
	mapping               // objects of a form, by name
	reference             // a text that names a schema
	scopes                // words by name: the names are facts
	annexed               // handled by code of its own
)

type member struct {
	name string
	kind kind
	of   string // the form of what it holds
}

var forms = map[string][]member{
	"OpenAPI": {
		{"openapi", annexed, ""}, {"info", object, "Info"}, {"jsonSchemaDialect", fact, ""}, {"externalDocs", prose, ""},
		{"servers", list, "Server"}, {"security", set, ""}, {"tags", list, "Tag"}, {"paths", annexed, "Paths"},
		{"webhooks", mapping, "PathItem"}, {"components", annexed, "Components"},
	},
	"Info": {
		{"title", prose, ""}, {"summary", prose, ""}, {"description", prose, ""}, {"termsOfService", prose, ""},
		{"contact", prose, ""}, {"license", prose, ""}, {"version", fact, ""},
	},
	"Server":         {{"url", fact, ""}, {"name", prose, ""}, {"description", prose, ""}, {"variables", mapping, "ServerVariable"}},
	"ServerVariable": {{"default", fact, ""}, {"enum", set, ""}, {"description", prose, ""}},
	"Tag":            {{"name", fact, ""}, {"summary", prose, ""}, {"description", prose, ""}, {"externalDocs", prose, ""}},
	"PathItem": {
		{"summary", prose, ""}, {"description", prose, ""}, {"servers", list, "Server"}, {"parameters", list, "Parameter"},
		{"get", object, "Operation"}, {"put", object, "Operation"}, {"post", object, "Operation"}, {"patch", object, "Operation"},
		{"delete", object, "Operation"}, {"options", object, "Operation"}, {"head", object, "Operation"}, {"trace", object, "Operation"},
	},
	"Operation": {
		{"operationId", fact, ""}, {"summary", prose, ""}, {"description", prose, ""}, {"externalDocs", prose, ""}, {"deprecated", flag, ""},
		{"tags", fact, ""}, {"servers", list, "Server"}, {"security", set, ""}, {"parameters", list, "Parameter"},
		{"requestBody", object, "RequestBody"}, {"responses", mapping, "Response"}, {"callbacks", mapping, "Callback"},
	},
	"Components": {
		{"securitySchemes", mapping, "SecurityScheme"}, {"pathItems", mapping, "PathItem"}, {"parameters", mapping, "Parameter"},
		{"headers", mapping, "Header"}, {"requestBodies", mapping, "RequestBody"}, {"responses", mapping, "Response"},
		{"callbacks", mapping, "Callback"}, {"schemas", mapping, "Schema"}, {"examples", prose, ""}, {"links", prose, ""},
	},
	"Parameter": {
		{"name", fact, ""}, {"in", fact, ""}, {"description", prose, ""}, {"required", flag, ""}, {"deprecated", flag, ""},
		{"allowEmptyValue", flag, ""}, {"style", fact, ""}, {"explode", fact, ""}, {"allowReserved", flag, ""},
		{"schema", object, "Schema"}, {"content", mapping, "MediaType"}, {"example", prose, ""}, {"examples", prose, ""},
	},
	"Header": {
		{"description", prose, ""}, {"required", flag, ""}, {"deprecated", flag, ""}, {"allowEmptyValue", flag, ""},
		{"style", fact, ""}, {"explode", fact, ""}, {"allowReserved", flag, ""},
		{"schema", object, "Schema"}, {"content", mapping, "MediaType"}, {"example", prose, ""}, {"examples", prose, ""},
	},
	"RequestBody": {{"description", prose, ""}, {"required", flag, ""}, {"content", mapping, "MediaType"}},
	"Response": {
		{"description", prose, ""}, {"headers", mapping, "Header"}, {"content", mapping, "MediaType"}, {"links", prose, ""},
	},
	"MediaType": {{"schema", object, "Schema"}, {"example", prose, ""}, {"examples", prose, ""}, {"encoding", mapping, "Encoding"}},
	"Encoding": {
		{"contentType", fact, ""}, {"headers", mapping, "Header"}, {"style", fact, ""}, {"explode", fact, ""}, {"allowReserved", flag, ""},
	},
	"SecurityScheme": {
		{"type", fact, ""}, {"description", prose, ""}, {"name", fact, ""}, {"in", fact, ""}, {"scheme", fact, ""},
		{"bearerFormat", prose, ""}, {"openIdConnectUrl", fact, ""}, {"flows", object, "Flows"},
	},
	"Flows": {{"implicit", object, "Flow"}, {"password", object, "Flow"}, {"clientCredentials", object, "Flow"}, {"authorizationCode", object, "Flow"}},
	"Flow":  {{"authorizationUrl", fact, ""}, {"tokenUrl", fact, ""}, {"refreshUrl", fact, ""}, {"scopes", scopes, ""}},
	"Discriminator": {
		{"propertyName", fact, ""}, {"mapping", mapping, "reference"},
	},
	"Schema": {
		{"$ref", reference, ""}, {"$schema", fact, ""}, {"$anchor", fact, ""}, {"$dynamicAnchor", fact, ""}, {"$dynamicRef", fact, ""}, {"$comment", prose, ""},
		{"type", set, ""}, {"title", prose, ""}, {"description", prose, ""}, {"format", fact, ""}, {"contentEncoding", fact, ""},
		{"contentMediaType", fact, ""}, {"contentSchema", object, "Schema"}, {"externalDocs", prose, ""},
		{"nullable", flag, ""}, {"readOnly", flag, ""}, {"writeOnly", flag, ""}, {"deprecated", flag, ""}, {"const", fact, ""}, {"enum", set, ""},
		{"default", fact, ""}, {"multipleOf", fact, ""}, {"minimum", fact, ""}, {"exclusiveMinimum", fact, ""}, {"maximum", fact, ""},
		{"exclusiveMaximum", fact, ""}, {"minLength", fact, ""}, {"maxLength", fact, ""}, {"pattern", fact, ""}, {"minItems", fact, ""},
		{"maxItems", fact, ""}, {"uniqueItems", flag, ""}, {"minContains", fact, ""}, {"maxContains", fact, ""}, {"minProperties", fact, ""},
		{"maxProperties", fact, ""}, {"items", object, "Schema"}, {"prefixItems", tuple, "Schema"}, {"contains", object, "Schema"},
		{"unevaluatedItems", object, "Schema"}, {"allOf", list, "Schema"}, {"oneOf", list, "Schema"}, {"anyOf", list, "Schema"},
		{"discriminator", object, "Discriminator"}, {"not", object, "Schema"}, {"if", object, "Schema"}, {"then", object, "Schema"},
		{"else", object, "Schema"}, {"properties", mapping, "Schema"}, {"patternProperties", mapping, "Schema"},
		{"additionalProperties", object, "Schema"}, {"propertyNames", object, "Schema"}, {"unevaluatedProperties", object, "Schema"},
		{"dependentRequired", fact, ""}, {"dependentSchemas", mapping, "Schema"}, {"required", set, ""}, {"xml", object, "XML"},
		{"$defs", prose, ""}, {"example", prose, ""}, {"examples", prose, ""},
	},
	"XML": {{"name", fact, ""}, {"namespace", fact, ""}, {"prefix", fact, ""}, {"attribute", flag, ""}, {"wrapped", flag, ""}},
}

// names are forms that are mappings themselves: of names to what.
var names = map[string]string{"Paths": "PathItem", "Callback": "PathItem"}

// methods are the members of a path item that are operations.
var methods = []string{"get", "put", "post", "patch", "delete", "options", "head", "trace"}

// placeFlags are what a schema says of the place where it is used, as much as of
// its values: a wrapper around a reference adds them (deprecated says it of the
// place only when written there).
var placeFlags = []string{"nullable", "readOnly", "writeOnly", "deprecated", "default"}

// ofType are the keywords that mean something for values of one type only (JSON
// Schema, Validation 6).
var ofType = map[string][]string{
	"multipleOf": {"number", "integer"}, "minimum": {"number", "integer"}, "maximum": {"number", "integer"},
	"exclusiveMinimum": {"number", "integer"}, "exclusiveMaximum": {"number", "integer"},
	"minLength": {"string"}, "maxLength": {"string"}, "pattern": {"string"},
	"minItems": {"array"}, "maxItems": {"array"}, "uniqueItems": {"array"}, "minContains": {"array"}, "maxContains": {"array"},
	"minProperties": {"object"}, "maxProperties": {"object"},
}

// findMember gives the member of a form by name and its rank; nil: there is none.
func findMember(form, name string) (*member, int) {
	for i := range forms[form] {
		if m := &forms[form][i]; m.name == name {
			return m, i
		}
	}
	return nil, len(forms[form])
}
