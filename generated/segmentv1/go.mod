module github.com/stratagen/strata/generated/segmentv1

go 1.24

require github.com/stratagen/strata/generated/segment v1.0.0

replace github.com/stratagen/strata/generated/segment => ../segment
