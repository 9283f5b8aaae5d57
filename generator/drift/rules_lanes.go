package drift

// laneRules: operations come, go and move between versions.
var laneRules = []Rule{
	{"L01", "", "no longer offered in this version", WireBreak, GoBreak, Block, Break, Break, ""},
	{"L02", "", "new operation", WireOK, GoAdded, Add, Add, Add, ""},
	{"L02", "another", "offered in another version too", WireOK, GoAdded, Add, Add, Add, ""},
	{"L03", "", "graduated: offered in a more stable version", WireOK, GoAdded, Add, Add, Add, ""},
	{"L03", "known", "graduated: offered in a more stable version too", WireOK, GoComment, Doc, Doc, Doc, ""},
	{"L04", "", "moved to a more stable version", WireOK, GoAdded, Add, Add, Add, ""},
	{"L04", "left", "moved to a more stable version", WireBreak, GoBreak, Block, Break, Break, ""},
	{"L05", "", "demoted: the more stable version is gone", WireBreak, GoBreak, Block, Break, Break, ""},
	{"L06", "", "operation removed", WireBreak, GoBreak, Block, Break, Break, ""},
	{"L07", "", "operation removed after its announcement (sunset)", WireBreak, GoBreak, Block, Break, Break, ""},
	{"L08", "", "deprecated", WireOK, GoComment, Add, Doc, Doc, ""},
	{"L08", "member", "deprecated", WireOK, GoComment, Doc, Doc, Doc, ""},
	{"L09", "", "arrives already deprecated", WireOK, GoComment, Warn, Warn, Doc, ""},
	{"L10", "", "deprecation withdrawn", WireOK, GoComment, Doc, Doc, Doc, ""},
	{"L11", "", "sunset moved earlier or withdrawn", WireMaybe, GoComment, Warn, Warn, Doc, ""},
	{"L11", "later", "sunset announced or moved later", WireOK, GoComment, Doc, Doc, Doc, ""},
	{"L12", "", "offered here, but not in the less stable version", WireOK, GoSame, Warn, Warn, Nothing, ""},
	{"L13", "", "new version, not listed under versions.known", WireMaybe, GoAdded, Block, Block, Block, ""},
	{"L13", "known", "new version", WireOK, GoAdded, Add, Add, Add, ""},
	{"L14", "", "answers without a version are no longer those of the most stable one", WireMaybe, GoSame, Warn, Warn, Nothing, ""},
	{"L15", "", "versions swapped their shapes", WireBreak, GoBreak, Block, Break, Break, ""},
	{"L16", "", "reordered", WireOK, GoSame, Nothing, Nothing, Nothing, "a surface has no order"},
	{"L17", "", "media type of the version changed", WireMaybe, GoSame, Block, Break, Break, ""},
	{"L18", "", "too much is gone to be meant", WireBreak, GoBreak, Refuse, Refuse, Refuse, ""},
}

// operationRules: what holds for an operation as a whole.
var operationRules = []Rule{
	{"O01", "", "path changed", WireBreak, GoSame, Block, Break, Break, ""},
	{"O02", "", "method changed", WireBreak, GoSame, Block, Break, Break, ""},
	{"O03", "", "operationId renamed", WireOK, GoAdded, Add, Add, Add, ""},
	{"O04", "", "operationId removed", WireOK, GoSame, Warn, Warn, Nothing, "an operation without one is named by method and path, so a removed one shows as O03"},
	{"O05", "", "operationIds collide", WireOK, GoBreak, Refuse, Refuse, Refuse, "reading the document refuses it"},
	{"O06", "", "tags changed; the lock keeps the service", WireOK, GoSame, Nothing, Nothing, Nothing, ""},
	{"O07", "", "prose changed", WireOK, GoComment, Doc, Doc, Doc, "a surface has no prose; diff and sync count it"},
	{"O08", "", "servers changed", WireMaybe, GoComment, Warn, Warn, Warn, ""},
	{"O09", "", "credentials changed", WireBreak, GoSame, Block, Break, Break, ""},
	{"O10", "", "other credentials, or none, are accepted too", WireOK, GoSame, Add, Add, Add, ""},
	{"O11", "", "more scopes required", WireBreak, GoSame, Block, Break, Break, ""},
	{"O12", "", "fewer scopes required", WireOK, GoComment, Doc, Doc, Doc, ""},
}
