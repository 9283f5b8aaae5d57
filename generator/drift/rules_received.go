package drift

// answerRules: what comes back when all went well.
var answerRules = []Rule{
	{"R01", "", "optional property added", WireOK, GoAdded, Add, Add, Add, ""},
	{"R01", "body", "body added", WireOK, GoHold, Add, Add, Add, ""},
	{"R02", "", "required property added", WireOK, GoAdded, Add, Add, Add, ""},
	{"R03", "", "required property removed", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R04", "", "optional property removed", WireOK, GoHold, Warn, Break, Break, ""},
	{"R05", "", "property became required", WireOK, GoHold, Doc, Break, Break, ""},
	{"R06", "", "property became optional", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R07", "", "may be null now", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R08", "", "is never null now", WireOK, GoHold, Doc, Doc, Doc, ""},
	{"R09", "", "type changed", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R10", "", "type narrowed", WireOK, GoHold, Doc, Break, Break, ""},
	{"R11", "", "type widened", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R12", "", "32-bit integer grew to 64 bits", WireMaybe, GoSame, Warn, Doc, Doc, ""},
	{"R13", "", "format added", WireOK, GoSame, Doc, Doc, Doc, ""},
	{"R13", "changed", "format changed", WireMaybe, GoSame, Warn, Doc, Doc, ""},
	{"R13", "plain", "format that decides no Go type added, changed or removed", WireOK, GoSame, Nothing, Nothing, Nothing, ""},
	{"R14", "", "value added", WireMaybe, GoAdded, Note, Add, Add, ""},
	{"R15", "", "value removed", WireOK, GoHold, Doc, Doc, Doc, ""},
	{"R16", "", "values replaced", WireBreak, GoHold, Block, Break, Break, ""},
	{"R17", "", "only certain values now", WireOK, GoHold, Doc, Doc, Doc, ""},
	{"R17", "free", "any value now", WireOK, GoHold, Doc, Doc, Doc, ""},
	{"R18", "", "limit relaxed", WireMaybe, GoSame, Warn, Nothing, Nothing, ""},
	{"R19", "", "limit tightened", WireOK, GoSame, Nothing, Nothing, Nothing, ""},
	{"R20", "", "type of items changed", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R21", "", "wrapped or unwrapped", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R22", "added", "alternative added", WireMaybe, GoAdded, Add, Add, Add, ""},
	{"R22", "removed", "alternative removed", WireOK, GoHold, Doc, Add, Add, ""},
	{"R23", "", "discriminator changed", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R24", "", "type of other members changed", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R25", "", "became write-only", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R26", "", "body lost its schema", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R27", "", "paging moved", WireBreak, GoBreak, Block, Break, Break, ""},
	{"R27", "size", "default size of a page lowered", WireMaybe, GoSame, Warn, Break, Break, ""},
	{"R28", "", "refers to itself now", WireOK, GoBreak, Block, Break, Break, ""},
}

// statusRules: statuses, headers and errors.
var statusRules = []Rule{
	{"S01", "", "status of success removed or replaced", WireMaybe, GoSame, Warn, Warn, Doc, ""},
	{"S02", "", "status of success added", WireMaybe, GoSame, Warn, Add, Add, ""},
	{"S03", "", "status of failure added", WireOK, GoSame, Doc, Doc, Doc, ""},
	{"S04", "", "status of failure removed", WireOK, GoSame, Doc, Doc, Doc, ""},
	{"S05", "added", "property or value of an error added", WireOK, GoSame, Add, Add, Add, ""},
	{"S05", "removed", "property of an error removed, or not always there", WireBreak, GoSame, Block, Break, Break, ""},
	{"S05", "type", "type in an error changed", WireBreak, GoSame, Block, Break, Break, ""},
	{"S05", "more", "an error promises more", WireOK, GoSame, Doc, Doc, Doc, ""},
	{"S06", "added", "header of an answer, or a value of one, added", WireOK, GoSame, Add, Add, Add, ""},
	{"S06", "removed", "header of an answer removed, or not always there", WireBreak, GoSame, Block, Break, Break, ""},
	{"S06", "type", "type of a header of an answer changed", WireBreak, GoSame, Block, Break, Break, ""},
	{"S06", "more", "a header of an answer promises more", WireOK, GoSame, Doc, Doc, Doc, ""},
	{"S07", "", "header about rate limits added", WireOK, GoSame, Doc, Doc, Doc, ""},
	{"S07", "limit", "rate limit changed", WireMaybe, GoComment, Doc, Doc, Doc, ""},
}

const (
	byPlace = "a surface goes by place, never by component"
	locked  = "the lock keeps Go names; the wire does not show them"
	byGo    = "the comparison of the Go that both documents give"
)

// nameRules: names of components and of Go.
var nameRules = []Rule{
	{"N01", "", "schema renamed", WireOK, GoSame, Nothing, Nothing, Nothing, byPlace},
	{"N02", "", "schemas swapped their names", WireOK, GoSame, Nothing, Nothing, Nothing, byPlace},
	{"N03", "", "schema extracted or put in place", WireOK, GoSame, Nothing, Nothing, Nothing, byPlace},
	{"N04", "", "schema split for versions", WireOK, GoSame, Nothing, Nothing, Nothing, byPlace},
	{"N05", "", "schemas merged", WireOK, GoSame, Nothing, Nothing, Nothing, byPlace},
	{"N06", "", "schema added or removed that nothing uses", WireOK, GoSame, Nothing, Nothing, Nothing, byPlace},
	{"N07", "", "names collide in Go", WireOK, GoSame, Add, Add, Add, locked},
	{"N08", "", "property spelled in another case", WireBreak, GoSame, Block, Break, Break, ""},
	{"N09", "", "values collide in Go", WireOK, GoSame, Add, Add, Add, locked},
	{"N10", "", "name is reserved in Go", WireOK, GoSame, Nothing, Nothing, Nothing, locked},
}

// generatorRules: the document is the same, the generator is not.
var generatorRules = []Rule{
	{"G01", "", "generator changed, its output did not", WireOK, GoSame, Nothing, Nothing, Nothing, byGo},
	{"G02", "", "generator changed comments", WireOK, GoComment, Doc, Doc, Doc, byGo},
	{"G03", "", "generator changed Go without a cause in the document", WireOK, GoBreak, Refuse, Break, Break, byGo},
	{"G04", "", "configuration changed Go", WireOK, GoBreak, Refuse, Break, Break, byGo},
	{"G05", "", "a module is required at a later version", WireOK, GoSame, Add, Doc, Doc, "the release of modules"},
	{"G06", "", "a later Go is required", WireOK, GoSame, Add, Doc, Doc, "the release of modules"},
}
