"""FIELDS: the one definition of a directive file, used by the reader, the writer, the guide and the JSON schema."""

from __future__ import annotations

from typing import Final

from vanban.schema import Field, Shape

UNVERIFIED: Final = "chưa xác minh"
VALIDITIES: Final = (UNVERIFIED, "còn hiệu lực", "được sửa đổi", "được thay thế", "hết hiệu lực")
EVIDENCE: Final = {
    "V": "đã thấy trong nguồn công khai",
    "P": "thấy một phần trong nguồn công khai",
    "K": "theo trí nhớ, chưa xác minh",
    "S": "theo báo cáo in",
    "I": "suy ra từ dữ kiện có dấu",
}
"""Evidence marks and what they tell the reader (source of the marks: the domain reference of the project)."""
VERBS: Final = {
    "thực hiện": "được thực hiện bởi",
    "cụ thể hóa": "được cụ thể hóa bởi",
    "tiếp tục thực hiện": "được tiếp tục thực hiện bởi",
    "sơ kết": "được sơ kết bởi",
    "tổng kết": "được tổng kết bởi",
    "giám sát": "được giám sát bởi",
    "sửa đổi": "được sửa đổi bởi",
    "thay thế": "được thay thế bởi",
    "căn cứ": "là căn cứ của",
    "liên quan": "liên quan",
}
"""Each relation verb with its reverse."""
ORIGINS: Final = ("tự động", "thủ công")
CLAIM_FIELDS: Final = ("code", "type", "issuer", "date", "term", "title", "validity", "plenum")

FIELDS: Final = (
    Field("code", Shape.TEXT, "Số và ký hiệu như trên văn bản", "25-NQ/TW"),
    Field("type", Shape.TEXT, "Tên loại văn bản", "Nghị quyết"),
    Field("issuer", Shape.TEXT, "Cơ quan ban hành, không phải chữ viết tắt", "Ban Chấp hành Trung ương"),
    Field("date", Shape.DATE, "Ngày ban hành, viết năm-tháng-ngày; chưa biết thì bỏ trống", "2013-06-03"),
    Field("term", Shape.TERM, "Khóa, bằng số La Mã", "XI"),
    Field("plenum", Shape.NUMBER, "Hội nghị Trung ương thứ mấy của khóa đã thông qua", "7"),
    Field("title", Shape.TEXT, "Trích yếu, không gồm loại và số", "về công tác dân vận trong tình hình mới"),
    Field("jurisdiction", Shape.TEXT, "Phạm vi: trung-uong, hoặc tên tỉnh viết không dấu", "kien-giang"),
    Field("validity", Shape.TEXT, "Tình trạng hiệu lực; chỉ đổi khi có nguồn", UNVERIFIED, allowed=VALIDITIES),
    Field("aliases", Shape.TEXTS, "Tên gọi khác dùng trong văn bản", "[Luật Tiếp công dân]"),
    Field("topics", Shape.TEXTS, "Chủ đề", "[công tác dân vận]"),
    Field("old_ids", Shape.TEXTS, "Địa chỉ cũ của văn bản, để liên kết đã công bố không gãy", "[25-nq-tw]"),
    Field(
        "relations",
        Shape.RECORDS,
        "Quan hệ với văn bản khác",
        "- {verb: thực hiện, to: 25-nq-tw-2013}",
        fields=(
            Field("verb", Shape.TEXT, "Quan hệ", "tiếp tục thực hiện", required=True, allowed=tuple(VERBS)),
            Field(
                "to",
                Shape.TEXT,
                "Tên tệp của văn bản kia; chưa có tệp thì ghi tên đầy đủ",
                "25-nq-tw-2013",
                required=True,
            ),
            Field(
                "reverse", Shape.TEXT, "Viết «có» khi quan hệ đi từ văn bản kia tới văn bản này", "có", allowed=("có",)
            ),
            Field("origin", Shape.TEXT, "Máy tìm ra hay người nhập", "thủ công", allowed=ORIGINS),
            Field("mark", Shape.TEXT, "Dấu bằng chứng", "V", allowed=tuple(EVIDENCE)),
            Field("source", Shape.TEXT, "Nguồn của quan hệ", "luatvietnam.vn"),
            Field("checked", Shape.DATE, "Ngày kiểm tra nguồn", "2026-11-22"),
        ),
    ),
    Field(
        "printed",
        Shape.RECORDS,
        "Báo cáo in gì về văn bản; máy ghi khi nhập, không sửa",
        "- {report: dan-van-2019, date: 2013-06-03}",
        fields=(
            Field("report", Shape.TEXT, "Mã báo cáo", "dan-van-2019", required=True),
            Field("type", Shape.TEXT, "Tên loại in trong báo cáo", "Nghị quyết"),
            Field("date", Shape.DATE, "Ngày in trong báo cáo", "2013-06-03"),
            Field("issuer", Shape.TEXT, "Cơ quan in trong báo cáo", "Ban Chấp hành Trung ương Đảng"),
            Field("term", Shape.TERM, "Khóa in trong báo cáo", "XI"),
            Field("title", Shape.TEXT, "Trích yếu in trong báo cáo", "về công tác dân tộc"),
        ),
    ),
    Field(
        "sources",
        Shape.RECORDS,
        "Nguồn công khai nói gì, mỗi dữ kiện một mục",
        "- {field: term, value: IX, mark: V, source: …}",
        fields=(
            Field("field", Shape.TEXT, "Dữ kiện nói về khóa nào", "term", required=True, allowed=CLAIM_FIELDS),
            Field("value", Shape.TEXT, "Giá trị theo nguồn", "IX", required=True),
            Field("mark", Shape.TEXT, "Dấu bằng chứng", "V", required=True, allowed=tuple(EVIDENCE)),
            Field("source", Shape.TEXT, "Nguồn", "baocuuchienbinhvietnam.com.vn"),
            Field("checked", Shape.DATE, "Ngày kiểm tra nguồn", "2026-11-22"),
            Field("note", Shape.TEXT, "Ghi chú cho người đọc", "báo cáo in khóa XI"),
        ),
    ),
)
