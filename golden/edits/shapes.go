package edits

import "go.yaml.in/yaml/v4"

// source are the lanes that an edit of the component SourceV1 reaches.
const source = "v1 ~6, v1beta ~6, v1alpha ~2, default ~6"

// shapes are edits of what is sent and answered.
var shapes = []Edit{
	{"s05", "enum value removed from a request of alpha", "v1alpha ~1", func(d *Document) {
		n := d.schema(d.request("replaceMessagingSubscriptionsInSpaces"), vnd("v1alpha"), "subscriptions", "[]", "status")
		d.drop(d.get(n, "enum"), "UNSUBSCRIBED")
	}},
	{"s06", "enum value respelled in answers of alpha and beta", "v1beta ~1, v1alpha ~1", func(d *Document) {
		n := d.schema(d.answer("deleteTransformation"), vnd("v1alpha"), "data", "status")
		d.set(n, "enum", "[OK]")
	}},
	{"s07", "property required in an input of alpha", "v1alpha ~1", func(d *Document) {
		add(d.get(d.schema(d.request("createSource"), vnd("v1alpha")), "required"), "name")
	}},
	{"s08", "property required in an input of v1 and beta", "v1 ~1, v1beta ~1", func(d *Document) {
		add(d.get(d.schema(d.request("createSource"), vnd("v1")), "required"), "settings")
	}},
	{"s11", "type changed in a component of v1", source, func(d *Document) {
		d.set(d.get(d.component("SourceV1"), "properties", "enabled"), "type", "string")
	}},
	{"s12", "type changed in a component of alpha", "v1alpha ~4", func(d *Document) {
		d.set(d.get(d.component("SourceAlpha"), "properties", "enabled"), "type", "string")
	}},
	{"s16", "schema renamed", "", func(d *Document) {
		schemas := d.get(d.root, "components", "schemas")
		d.put(schemas, "Zebra", d.remove(schemas, "SourceV1"))
		each(d.root, func(n *yaml.Node) {
			if n.Value == "#/components/schemas/SourceV1" {
				n.Value = "#/components/schemas/Zebra"
			}
		})
	}},
	{"s17", "optional to required in answers", source, func(d *Document) { add(d.get(d.component("SourceV1"), "required"), "name") }},
	{"s18", "required to optional in answers", source, func(d *Document) { d.drop(d.get(d.component("SourceV1"), "required"), "slug") }},
	{"s19", "enum value added to an answer", "v1 ~1, v1beta ~1, default ~1", func(d *Document) {
		n := d.schema(d.answer("deleteLabel"), vnd("v1"), "data", "status")
		add(d.get(n, "enum"), "PENDING")
	}},
	{"s20", "optional property added to answers", source, func(d *Document) {
		d.set(d.get(d.component("SourceV1"), "properties"), "color", "{type: string}")
	}},
	{"s26", "required query parameter in alpha", "v1alpha ~1", func(d *Document) { d.parameter("getSpace") }},
	{"s27", "required query parameter", "v1 ~1, v1beta ~1, v1alpha ~1, default ~1", func(d *Document) { d.parameter("getSource") }},
	{"s29", "error envelope", "v1 ~103, v1beta ~108, v1alpha ~121, default ~103", func(d *Document) {
		d.set(d.get(d.component("RequestError"), "properties", "type"), "type", "integer")
	}},
	{"s30", "maxLength in an input of v1 and beta", "v1 ~1, v1beta ~1", func(d *Document) {
		d.set(d.schema(d.request("createSource"), vnd("v1"), "slug"), "maxLength", "20")
	}},
	{"s32", "nullable in answers", source, func(d *Document) {
		d.set(d.get(d.component("SourceV1"), "properties", "slug"), "nullable", "true")
	}},
	{"s33", "format added in answers", source, func(d *Document) {
		d.set(d.get(d.component("SourceV1"), "properties", "id"), "format", "uuid")
	}},
	{"s38", "required property removed from answers", source, func(d *Document) {
		d.remove(d.get(d.component("SourceV1"), "properties"), "slug")
		d.drop(d.get(d.component("SourceV1"), "required"), "slug")
	}},
	{"s39", "optional property removed from answers", source, func(d *Document) {
		d.remove(d.get(d.component("SourceV1"), "properties"), "name")
	}},
}

// parameter adds a required query parameter to an operation.
func (d *Document) parameter(id string) {
	op, _, _ := d.operation(id)
	if index(op, "parameters") < 0 {
		d.set(op, "parameters", "[]")
	}
	var p yaml.Node
	if err := yaml.Unmarshal([]byte("{name: color, in: query, required: true, schema: {type: string}}"), &p); err != nil {
		d.err = err
	}
	list := d.get(op, "parameters")
	list.Content = append(list.Content, p.Content[0])
}
