# The one way in. Every target sets up what it needs: packages, configuration, build.
#
#   make demo        two real months in several processes, beside their published figures
#   make test        everything that must pass before a change goes in
#   make test-all    the same and the slow ones
#   make build       build/release/bin/*
#   make format      lays out C++
#   make lint        layout, clang-tidy, layering, protos, scripts (LINT=all: not only what changed)
#   make asan tsan   the tests under sanitizers
#   make simulate    a whole tree under faults, SEEDS=2000 of them
#   make bench       measures, against what one would pick instead (bench-quick: some minutes)
#   make break       plants a mistake (FAULT=AckBeforeCommit) and tells how it is found
#   make clients     generates, builds and tests the clients; packages in build/clients/dist
#   make deb         build/packages/*.deb for a machine without a cluster
#   make image       build/image/*.oci.tar, the container image
#   make bundle      build/bundle/*.bundle.tar, all of it for where there is no network (KEY=release.key signs it)
#   make test-kubernetes   the chart on a real API server and controllers (a quarter of an hour of building once)
#   make test-containers   three levels in containers: rolled, cut, killed (minutes, root)
#   make clean       removes build/
#
# PRESET=debug chooses another preset, JOBS=1 fewer compilers at once,
# ARGS='-R Journal' passes arguments to ctest. CASE=2023-11 runs one case of the demo,
# LANG=vi tells it in Vietnamese.

MAKEFLAGS += --no-print-directory
SHELL := /bin/bash

PRESET ?= release
JOBS ?= $(shell nproc)
TEST_JOBS ?= 2
CASE ?=
LINT := changed
ARGS ?=
SEEDS ?= 2000

BIN := build/$(PRESET)/bin
CTEST = ctest --test-dir build/$(PRESET) --output-on-failure --no-tests=error \
        --parallel $(TEST_JOBS) $(ARGS)
# What an operator installs is packed from the release preset only.
DEPLOY := $(if $(filter release,$(PRESET)),|deploy)
EVERY_CHANGE := --label-regex '^(unit|golden|layering|system-quick|clients$(DEPLOY))$$' --label-exclude '^slow$$'

# CI skips nothing, so it installs what the tests of deploy/ want; elsewhere those that lack a tool say so.
DEPLOY_TOOLS := $(if $(filter true,$(CI)),deploy-tools)

# What `make clients` builds; one folder each in clients/.
CLIENTS ?= python go typescript java cpp

.PHONY: clients bundle deb image test-containers test-kubernetes deploy-tools demo test test-all build format lint asan tsan simulate bench bench-quick clean help packages lint-packages break

help:
	@sed -n '/^#/!q;s/^# \{0,1\}//p' Makefile

packages:
	@deploy/setup/install-packages build

lint-packages: packages
	@deploy/setup/install-packages lint

# Order-only: ninja itself configures again when a CMakeLists.txt changes.
build/%/build.ninja: CMakePresets.json | packages
	@mkdir -p build/$*
	@cmake --preset $* >build/$*/configure.log 2>&1 || { cat build/$*/configure.log; exit 1; }
	@touch $@

build: packages build/$(PRESET)/build.ninja
	@cmake --build build/$(PRESET) --parallel $(JOBS)

test: build $(DEPLOY_TOOLS)
	@$(CTEST) $(EVERY_CHANGE)

test-all: build $(DEPLOY_TOOLS)
	@$(CTEST)

# Only what the demo runs: a third of a whole build.
demo: packages build/$(PRESET)/build.ninja
	@cmake --build build/$(PRESET) --parallel $(JOBS) --target lienthong-node lienthong-cli
	@deploy/demo/demo --bin $(BIN) $(if $(CASE),--case $(CASE))

asan:
	@ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 \
	  $(MAKE) test PRESET=asan

# Address space layout randomisation may be wider than g++ 12's sanitizer can map.
tsan:
	@TSAN_OPTIONS="suppressions=$(CURDIR)/deploy/setup/tsan.supp ignore_noninstrumented_modules=1" \
	  $$(setarch -R true 2>/dev/null && echo setarch -R) $(MAKE) test PRESET=tsan

# A whole tree under faults, one seed after the other; LIENTHONG_SEED=n repeats one.
simulate: packages build/$(PRESET)/build.ninja
	@cmake --build build/$(PRESET) --parallel $(JOBS) --target lienthong_simulation_test
	@LIENTHONG_SEEDS=$(SEEDS) $(BIN)/lienthong_simulation_test --gtest_filter='*Seeds*'

# Configured again, because what the comparison is with may be installed only now.
bench bench-quick: packages
	@deploy/setup/install-packages benchmark
	@mkdir -p build/$(PRESET)
	@cmake --preset $(PRESET) >build/$(PRESET)/configure.log 2>&1 || { cat build/$(PRESET)/configure.log; exit 1; }
	@cmake --build build/$(PRESET) --parallel $(JOBS) --target lienthong_benchmark
	@tests/benchmark/run --bin $(BIN) $(if $(filter bench-quick,$@),--quick)

# Plants a mistake and tells the shortest story in which the simulation sees it.
break: packages build/$(PRESET)/build.ninja
	@cmake --build build/$(PRESET) --parallel $(JOBS) --target lienthong_simulation_test
	@LIENTHONG_STORY=1 $(BIN)/lienthong_simulation_test --gtest_brief=1 \
	  --gtest_filter='*FaultsTest*/$(or $(FAULT),RetractionForgotten)'

format: lint-packages
	@deploy/setup/lint --format

lint: lint-packages build/lint/build.ninja
	@deploy/setup/lint --$(LINT)

deploy-tools:
	@deploy/setup/install-packages deploy
	@deploy/tools/install

clients: build
	@clients/run $(CLIENTS)

deb: build
	@deploy/setup/install-packages deploy
	@deploy/systemd/build-deb --bin $(BIN) --out build/packages

image: build
	@deploy/setup/install-packages deploy container
	@deploy/container/build-image --bin $(BIN) --out build/image

bundle: deb image
	@deploy/tools/install helm
	@deploy/bundle/build-bundle --packages build/packages --image build/image --helm build/tools/helm \
	  --key "$(KEY)" --out build/bundle

test-kubernetes: build
	@deploy/setup/install-packages deploy
	@deploy/tools/install
	@deploy/tools/install etcd strict kube-apiserver kube-controller-manager
	@CI=true LIENTHONG_BIN=$(BIN) /usr/bin/python3 deploy/kubernetes/tests/cluster_test.py

test-containers: build
	@deploy/setup/install-packages deploy container
	@CI=true LIENTHONG_BIN=$(BIN) /usr/bin/python3 deploy/container/containers_test.py

clean:
	@rm -rf build
