module github.com/stratagen/strata/generated/segment

go 1.24
