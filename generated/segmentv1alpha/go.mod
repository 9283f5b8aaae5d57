module github.com/stratagen/strata/generated/segmentv1alpha

go 1.24

require (
	github.com/stratagen/strata/generated/segment v1.0.0
	github.com/stratagen/strata/generated/segmentv1 v1.0.0
	github.com/stratagen/strata/generated/segmentv1beta v0.1.0
)

replace (
	github.com/stratagen/strata/generated/segment => ../segment
	github.com/stratagen/strata/generated/segmentv1 => ../segmentv1
	github.com/stratagen/strata/generated/segmentv1beta => ../segmentv1beta
)
