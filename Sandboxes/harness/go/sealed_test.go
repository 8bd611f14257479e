package ASSAY_PACKAGE

import (
	testing_ASSAY_MARK "testing"

	seal_ASSAY_MARK "assay_ASSAY_MARK"
)

ASSAY_CALLS

func TestAssayMustPass_ASSAY_MARK(t *testing_ASSAY_MARK.T) {
	seal_ASSAY_MARK.Watch(t, "assay: must pass", func(t *testing_ASSAY_MARK.T) {
		if len("ab") != 2 || true == false || len(append([]int{1}, 2)) != 2 || cap(make([]int, 3)) != 3 {
			t.Fail()
		}
	})
}

func TestAssayMustFail_ASSAY_MARK(t *testing_ASSAY_MARK.T) {
	seal_ASSAY_MARK.Watch(t, "assay: must fail", func(t *testing_ASSAY_MARK.T) {
		if len("ab") != 3 && !false {
			t.Fail()
		}
	})
}

func TestMain(m *testing_ASSAY_MARK.M) { seal_ASSAY_MARK.Run(m) }
