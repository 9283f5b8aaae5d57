package runtime

import (
	"net/url"
	"strconv"
	"strings"
)

// queryPairs writes a parameter as escaped pairs of a query.
func queryPairs(name string, n node, style Style) []string {
	switch kind := n.kind(); {
	case style&DeepObject != 0:
		return deepPairs(name, n)
	case style&Explode != 0 && kind == array:
		var all []string
		for _, item := range n.items() {
			all = append(all, pair(name, item.text()))
		}
		return all
	case style&Explode != 0 && kind == object:
		var all []string
		for _, m := range n.members() {
			all = append(all, pair(m.name, m.value.text()))
		}
		return all
	}
	texts := n.flat(false)
	for i, t := range texts {
		texts[i] = url.QueryEscape(t)
	}
	return []string{url.QueryEscape(name) + "=" + strings.Join(texts, delimiter(style))}
}

func pair(name, text string) string { return url.QueryEscape(name) + "=" + url.QueryEscape(text) }

func delimiter(style Style) string {
	switch {
	case style&SpaceDelimited != 0:
		return "%20"
	case style&PipeDelimited != 0:
		return "%7C"
	}
	return ","
}

// deepPairs writes a value of style deepObject. OpenAPI defines that style for
// flat objects only; the rest is as the API's dialect has it, at every depth.
func deepPairs(name string, n node) []string {
	var all []string
	switch n.kind() {
	case object:
		for _, m := range n.members() {
			all = append(all, deepPairs(memberKey(name, m.name), m.value)...)
		}
	case array:
		if n.hollow() {
			return nil
		}
		if api.query.array == "comma" {
			return queryPairs(name, n, Form)
		}
		for i, item := range n.items() {
			all = append(all, deepPairs(itemKey(name, i), item)...)
		}
	default:
		all = []string{pair(name, n.text())}
	}
	return all
}

func memberKey(name, member string) string {
	if api.query.object == "dots" {
		return name + "." + member
	}
	return name + "[" + member + "]"
}

func itemKey(name string, i int) string {
	switch api.query.array {
	case "index":
		return name + "[" + strconv.Itoa(i) + "]"
	case "dots":
		return name + "." + strconv.Itoa(i)
	}
	return name
}
