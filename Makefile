# Hai lệnh cho máy mới: `make serve` và `make test`. Xem `make help`.
# On Windows, or without make, the same commands are in README.md.

PYTHON ?= python3
export NO_MKDOCS_2_WARNING := 1
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
REPORT ?= dan-van-2019

.DEFAULT_GOAL := help
.PHONY: help serve site test lint browser import check publish eval search-eval bench clean

help:  ## In danh sách lệnh
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(READY): requirements.lock pyproject.toml
	$(PYTHON) tools/install.py

serve: $(READY)  ## Cài những gì còn thiếu rồi mở trang tại http://127.0.0.1:8000
	$(BIN)/mkdocs serve

site: $(READY)  ## Dựng trang vào thư mục site/
	$(BIN)/mkdocs build

test: $(READY) browser  ## Cài những gì còn thiếu rồi chạy mọi kiểm thử
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

browser: $(READY)
	@$(PYTHON) tools/install.py --system

lint: $(READY)  ## Sửa định dạng và xem lỗi kiểu
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

import: $(READY)  ## Nhập một báo cáo: make import FILE=bao-cao.txt REPORT=dan-van-2020
	$(BIN)/vanban import "$(FILE)" --report "$(REPORT)"

check: $(READY)  ## Kiểm tra trang và văn bản
	$(BIN)/vanban check

publish: $(READY)  ## Xuất bản: make publish DEST=/srv/dan-van
	$(BIN)/vanban publish "$(DEST)"

clean:  ## Xóa những gì máy làm ra
	rm -rf site build .cache .pytest_cache .mypy_cache .ruff_cache artifacts
