# Lianxin: `make run` serves the platform with demonstration data, `make test` proves it.
#
#   PORT=8080 make run            another port
#   LIANXIN_DATA=DIR make run     database and files elsewhere
#   LIANXIN_DEMO=0 make run       no demonstration data, one administrator with a one-time password

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: help run test setup ready locks bench clean
MAKEFLAGS += --no-print-directory

PORT ?= 8000
LIANXIN_HOST ?= 127.0.0.1
LIANXIN_DATA ?= var
LIANXIN_DEMO ?= 1
export PORT LIANXIN_DATA LIANXIN_DEMO
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

BIN := .venv/bin
STEPS := .ci/steps

help:  ## what there is
	@echo "make run     安装所需、准备数据并启动平台（PORT、LIANXIN_DATA、LIANXIN_DEMO=0 可调）"
	echo "make test    安装测试所需并运行全部检查"
	echo "make setup   只安装，不启动"
	echo "make bench   运行性能测量（bench/README.md）"
	echo "make locks   由 pyproject.toml 重新生成 requirements/*.txt"
	echo "make clean   删除虚拟环境（数据不动）"

run: ready  ## set up and serve
	@export LIANXIN_DATA="$$(realpath -m "$$LIANXIN_DATA")"
	# what `lianxin serve` becomes, without loading Django first: a second less to wait
	exec $(BIN)/python -P src/lianxin/foundation/jobs/supervisor.py "$(CURDIR)" $(LIANXIN_HOST) $(PORT)

setup:  ## virtual environment with what running needs
	@$(STEPS)/environment run

ready: setup  ## database, static files, first content
	@$(STEPS)/ready

test:  ## every check
	@$(STEPS)/machine & machine=$$!  # packages of the system come in while those of Python are unpacked
	$(STEPS)/environment test
	wait $$machine
	exec $(STEPS)/test

bench:  ## figures for bench/README.md
	@$(STEPS)/environment bench
	for name in public portal phone desk grouping submit imports membership rosters county province reorganised moving search search_all recall audit elections footprint; do echo "== $$name"; $(BIN)/python "bench/$$name.py" || true; done
	echo "== booth"; node bench/booth.mjs || true

locks:  ## hash-pinned requirement files, without any address of an index
	@$(STEPS)/environment run
	$(STEPS)/locks

clean:
	@rm -rf .venv
