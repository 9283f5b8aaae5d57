package fake

// dialect is what is particular to an API. dialect.go declares the one value of
// it, api, the constant packageName and the function newClient.
type dialect struct {
	envelope string   // member of a success body that holds the result; empty: none
	errors   string   // dotted path of the list in an error body; empty: the body is the error
	object   string   // members of deepObject parameters: "brackets" (and empty) or "dots"
	array    string   // lists in them: "repeat" (and empty), "index", "dots", "comma"
	keys     []string // query parameters that hold credentials
}
