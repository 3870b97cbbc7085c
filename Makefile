# Hai lệnh cho máy mới: `make serve` và `make test`. Xem `make help`.
# On Windows, or without make, the same commands are in README.md.

PYTHON ?= python3
export NO_MKDOCS_2_WARNING := 1
VENV := .venv
BIN := $(VENV)/bin
REPORT ?= dan-van-2019

.DEFAULT_GOAL := help
.PHONY: help serve site test lint import check publish eval search-eval bench bench-citations bench-large bench-archive lock clean

help:  ## In danh sách lệnh
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

serve: site-tools  ## Cài những gì còn thiếu rồi mở trang tại http://127.0.0.1:8000
	$(BIN)/mkdocs serve

site: site-tools  ## Dựng trang vào thư mục site/
	$(BIN)/mkdocs build

test: test-tools  ## Cài những gì còn thiếu rồi chạy mọi kiểm thử
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

lint: tools  ## Sửa định dạng và xem lỗi kiểu
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

import: tools  ## Nhập một báo cáo: make import FILE=bao-cao.txt REPORT=dan-van-2020
	$(BIN)/vanban import "$(FILE)" --report "$(REPORT)"

check: site-tools  ## Kiểm tra trang và văn bản
	$(BIN)/vanban check

publish: tools  ## Xuất bản: make publish DEST=/srv/dan-van
	$(BIN)/vanban publish "$(DEST)"

eval: tools  ## Đo độ đúng của bộ nhận số ký hiệu trên tập đã gán nhãn
	PYTHONPATH=hooks:tests $(BIN)/python tests/evaluation/evaluate.py

search-eval: test-tools  ## Đo kết quả tìm kiếm trên các câu hỏi đã gán nhãn
	PYTHONPATH=hooks:tests $(BIN)/python tests/search_eval.py

bench: tools  ## Đo tốc độ dựng trang cạnh công cụ khác, bằng tỉ số
	PYTHONPATH=hooks:tests:benchmarks $(BIN)/python benchmarks/site_speed.py

bench-citations: tools  ## Đo tốc độ nhận số ký hiệu cạnh eyecite (cần thêm: pip install -e .[bench])
	PYTHONPATH=hooks:tests $(BIN)/python benchmarks/citations.py

bench-large: tools  ## Đo nhận số ký hiệu và nhập báo cáo trên văn bản lớn, bằng tỉ số khi gấp đôi
	$(BIN)/python benchmarks/large_text.py

bench-archive: test-tools  ## Đo kho lớn: chỉ mục tĩnh, SQLite, PostgreSQL, máy chủ
	$(BIN)/python benchmarks/archive_scale.py

lock: tools  ## Làm lại các tệp khóa phiên bản từ pyproject.toml
	$(PYTHON) tools/lock.py

.PHONY: site-tools tools test-tools
site-tools:
	@$(PYTHON) tools/install.py
tools:
	@$(PYTHON) tools/install.py --all
test-tools:
	@$(PYTHON) tools/install.py --all --system

clean:  ## Xóa những gì máy làm ra
	rm -rf site build .cache .pytest_cache .mypy_cache .ruff_cache artifacts
