package drift

// event is what can happen to a place below a parameter or a body, whatever its
// side. Which rule that is, the side decides.
type event uint8

const (
	memberAdded event = iota
	memberAddedRequired
	memberAddedDefault // required, with a default
	memberRemoved
	memberRemovedRequired
	memberRenamed
	memberRecased
	becameRequired
	becameOptional
	typeChanged
	typeWidened
	typeNarrowed
	structureChanged // object <-> array, or a wrapper came or went
	itemsChanged     // the type of items
	extraChanged     // the type of other members
	lostSchema
	bodyAdded // to an answer
	nullGained
	nullLost
	valueAdded
	valueRemoved
	valuesReplaced
	becameEnum
	becameFree
	limitTightened
	limitRelaxed
	itemsTightened // how many items there may be
	itemsRelaxed
	defaultChanged
	pageSizeLowered
	pagingMoved
	formatAdded // one that decides a Go type
	formatChanged
	formatRemoved
	formatPlain // any other format: added or changed
	formatPlainRemoved
	integerGrew
	integerShrank
	becameReadOnly
	leftReadOnly
	leftReadOnlyRequired
	leftReadOnlyDefault // required, with a default
	becameWriteOnly
	leftWriteOnly
	leftWriteOnlyRequired
	alternativeAdded
	alternativeRemoved
	discriminatorChanged
	othersRefused
	othersAccepted
	becameRecursive
	memberDeprecated
	memberRevived
)

// ref names a row of the rules.
type ref struct{ id, which string }

// ruleset says which rule an event is on one side. An event that is not listed
// means nothing there.
type ruleset map[event]ref

// has reports whether an event means anything on that side.
func (r ruleset) has(e event) bool {
	_, ok := r[e]
	return ok
}

var onParameter = ruleset{
	memberAdded: {"P20", ""}, memberAddedRequired: {"P20", "required"}, memberAddedDefault: {"P03", ""},
	memberRemoved: {"P05", ""}, memberRemovedRequired: {"P05", ""}, memberRenamed: {"P05", ""}, memberRecased: {"N08", ""},
	becameRequired: {"P06", ""}, becameOptional: {"P07", ""},
	typeChanged: {"P10", ""}, typeWidened: {"P11", ""}, typeNarrowed: {"P10", ""}, structureChanged: {"P10", ""}, itemsChanged: {"P10", ""},
	extraChanged: {"P10", ""}, lostSchema: {"P11", ""}, nullGained: {"P11", ""}, nullLost: {"P10", ""},
	valueAdded: {"P12", ""}, valueRemoved: {"P13", ""}, becameEnum: {"P14", ""}, becameFree: {"P15", ""},
	limitTightened: {"P16", ""}, itemsTightened: {"P16", ""}, limitRelaxed: {"P17", ""}, itemsRelaxed: {"P17", ""},
	formatAdded: {"P16", ""}, formatChanged: {"P10", ""}, formatRemoved: {"P17", ""}, formatPlain: {"P16", ""}, formatPlainRemoved: {"P17", ""},
	integerGrew: {"P17", ""}, integerShrank: {"P16", ""}, defaultChanged: {"P18", ""}, pageSizeLowered: {"R27", "size"}, pagingMoved: {"R27", ""},
	alternativeAdded: {"P11", ""}, alternativeRemoved: {"P10", ""}, discriminatorChanged: {"P10", ""},
	othersRefused: {"P10", ""}, othersAccepted: {"P20", ""}, becameRecursive: {"R28", ""},
	memberDeprecated: {"L08", "member"}, memberRevived: {"L10", ""},
}

var inBody = ruleset{
	memberAdded: {"Q05", ""}, memberAddedRequired: {"Q06", ""}, memberAddedDefault: {"Q07", ""},
	memberRemoved: {"Q08", ""}, memberRemovedRequired: {"Q08", ""}, memberRenamed: {"Q24", ""}, memberRecased: {"N08", ""},
	becameRequired: {"Q09", ""}, becameOptional: {"Q10", ""},
	typeChanged: {"Q11", ""}, typeWidened: {"Q12", ""}, typeNarrowed: {"Q11", ""}, structureChanged: {"Q11", ""}, itemsChanged: {"Q23", ""},
	extraChanged: {"Q11", ""}, lostSchema: {"Q12", ""}, nullGained: {"Q13", ""}, nullLost: {"Q14", ""},
	valueAdded: {"Q15", "added"}, valueRemoved: {"Q15", "removed"}, becameEnum: {"P14", ""}, becameFree: {"P15", ""},
	limitTightened: {"P16", ""}, itemsTightened: {"Q23", "limits"}, limitRelaxed: {"P17", ""}, itemsRelaxed: {"P17", ""},
	formatAdded: {"P16", ""}, formatChanged: {"Q11", ""}, formatRemoved: {"P17", ""}, formatPlain: {"P16", ""}, formatPlainRemoved: {"P17", ""},
	integerGrew: {"P17", ""}, integerShrank: {"P16", ""}, defaultChanged: {"P18", ""},
	becameReadOnly: {"Q16", ""}, leftReadOnly: {"Q05", ""}, leftReadOnlyRequired: {"Q06", ""}, leftReadOnlyDefault: {"Q07", ""}, becameWriteOnly: {"Q17", ""},
	alternativeAdded: {"Q18", "added"}, alternativeRemoved: {"Q18", "removed"}, discriminatorChanged: {"Q20", ""},
	othersRefused: {"Q21", ""}, othersAccepted: {"Q22", ""}, becameRecursive: {"R28", ""},
	memberDeprecated: {"L08", "member"}, memberRevived: {"L10", ""},
}

var inAnswer = ruleset{
	memberAdded: {"R01", ""}, memberAddedRequired: {"R02", ""}, memberAddedDefault: {"R02", ""},
	memberRemoved: {"R04", ""}, memberRemovedRequired: {"R03", ""}, memberRecased: {"N08", ""},
	becameRequired: {"R05", ""}, becameOptional: {"R06", ""},
	typeChanged: {"R09", ""}, typeWidened: {"R11", ""}, typeNarrowed: {"R10", ""}, structureChanged: {"R21", ""}, itemsChanged: {"R20", ""},
	extraChanged: {"R24", ""}, lostSchema: {"R26", ""}, bodyAdded: {"R01", "body"}, nullGained: {"R07", ""}, nullLost: {"R08", ""},
	valueAdded: {"R14", ""}, valueRemoved: {"R15", ""}, valuesReplaced: {"R16", ""}, becameEnum: {"R17", ""}, becameFree: {"R17", "free"},
	limitTightened: {"R19", ""}, itemsTightened: {"R19", ""}, limitRelaxed: {"R18", ""}, itemsRelaxed: {"R18", ""},
	formatAdded: {"R13", ""}, formatChanged: {"R13", "changed"}, formatRemoved: {"R13", "changed"}, formatPlain: {"R13", "plain"},
	formatPlainRemoved: {"R13", "plain"}, integerGrew: {"R12", ""}, integerShrank: {"R19", ""}, pagingMoved: {"R27", ""},
	leftWriteOnly: {"R01", ""}, leftWriteOnlyRequired: {"R02", ""}, becameWriteOnly: {"R25", ""},
	alternativeAdded: {"R22", "added"}, alternativeRemoved: {"R22", "removed"}, discriminatorChanged: {"R23", ""},
	othersRefused: {"R03", ""}, othersAccepted: {"R01", ""}, becameRecursive: {"R28", ""},
	memberDeprecated: {"L08", "member"}, memberRevived: {"L10", ""},
}

// An error is read by its members' names and their types, whatever else it says.
// Its Go type is of this project, not of the document, so nothing there is held.
var inError = ruleset{
	bodyAdded: {"S05", "added"}, memberAdded: {"S05", "added"}, memberAddedRequired: {"S05", "added"}, memberAddedDefault: {"S05", "added"},
	leftWriteOnly: {"S05", "added"}, leftWriteOnlyRequired: {"S05", "added"}, valueAdded: {"S05", "added"}, alternativeAdded: {"S05", "added"}, othersAccepted: {"S05", "added"},
	memberRemoved: {"S05", "removed"}, memberRemovedRequired: {"S05", "removed"}, becameOptional: {"S05", "removed"},
	nullGained: {"S05", "removed"}, becameWriteOnly: {"S05", "removed"}, othersRefused: {"S05", "removed"}, memberRecased: {"N08", ""},
	typeChanged: {"S05", "type"}, typeWidened: {"S05", "type"}, structureChanged: {"S05", "type"}, itemsChanged: {"S05", "type"},
	extraChanged: {"S05", "type"}, lostSchema: {"S05", "type"}, valuesReplaced: {"S05", "type"}, discriminatorChanged: {"S05", "type"},
	becameRequired: {"S05", "more"}, nullLost: {"S05", "more"}, typeNarrowed: {"S05", "more"}, valueRemoved: {"S05", "more"},
	becameEnum: {"S05", "more"}, becameFree: {"S05", "more"}, alternativeRemoved: {"S05", "more"},
	formatAdded: {"R13", ""}, formatChanged: {"R13", "changed"}, formatRemoved: {"R13", "changed"}, integerGrew: {"R12", ""},
	memberDeprecated: {"L08", "member"}, memberRevived: {"L10", ""},
}

// A header has no members, and no Go type.
var inHeader = ruleset{
	becameRequired: {"S06", "more"}, becameOptional: {"S06", "removed"}, nullGained: {"S06", "removed"}, nullLost: {"S06", "more"},
	typeChanged: {"S06", "type"}, typeWidened: {"S06", "type"}, structureChanged: {"S06", "type"}, itemsChanged: {"S06", "type"},
	extraChanged: {"S06", "type"}, lostSchema: {"S06", "type"}, valuesReplaced: {"S06", "type"}, typeNarrowed: {"S06", "more"},
	valueAdded: {"S06", "added"}, valueRemoved: {"S06", "more"}, becameEnum: {"S06", "more"}, becameFree: {"S06", "more"},
	formatAdded: {"R13", ""}, formatChanged: {"R13", "changed"}, formatRemoved: {"R13", "changed"}, integerGrew: {"R12", ""},
	memberDeprecated: {"L08", "member"}, memberRevived: {"L10", ""},
}
