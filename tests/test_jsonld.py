from __future__ import annotations

import datetime as dt
import json

from shelves import doc, shelf
from vanban.catalogue import Catalogue
from vanban.directives import Claim, Directive, Relation
from vanban.jsonld import CONTEXT, directive_record, directive_script

STATE = doc(
    "34-2007-pl",
    "34/2007/PL-UBTVQH11",
    type="Pháp lệnh",
    issuer="Ủy ban Thường vụ Quốc hội",
    date=dt.date(2007, 4, 20),
    title="thực hiện dân chủ ở xã",
    jurisdiction="trung-uong",
    validity="hết hiệu lực",
    sources=(
        Claim("date", "2007-04-20", "V", "a"),
        Claim("issuer", "Ủy ban Thường vụ Quốc hội", "V", "a"),
        Claim("validity", "hết hiệu lực", "V", "a"),
    ),
)


def record(directive: Directive) -> dict[str, object]:
    return directive_record(Catalogue(shelf([directive])), directive)


def test_a_state_document_is_legislation() -> None:
    assert record(STATE) == {
        "@context": CONTEXT,
        "@type": "Legislation",
        "@id": "34-2007-pl.html",
        "url": "34-2007-pl.html",
        "name": "Pháp lệnh 34/2007/PL-UBTVQH11 thực hiện dân chủ ở xã",
        "inLanguage": "vi",
        "legislationIdentifier": "34/2007/PL-UBTVQH11",
        "legislationType": "Pháp lệnh",
        "legislationDate": "2007-04-20",
        "legislationPassedBy": {"@type": "Organization", "name": "Ủy ban Thường vụ Quốc hội"},
        "legislationJurisdiction": "VN",
        "legislationLegalForce": "https://schema.org/NotInForce",
    }


def test_a_party_document_is_a_work_with_an_identifier_and_tells_nothing_from_memory() -> None:
    memory = Claim("date", "2019-01-07", "K")
    party = doc(
        "43-kl-tw", "43-KL/TW", type="Kết luận", date=dt.date(2019, 1, 7), sources=(memory,), validity="còn hiệu lực"
    )

    found = record(party)

    assert (found["@type"], found["identifier"], found["genre"]) == ("CreativeWork", "43-KL/TW", "Kết luận")
    assert not {"dateCreated", "legislationLegalForce"} & set(found)


def test_relations_lead_to_documents_of_the_registry_but_not_from_memory() -> None:
    known = doc("25-nq-tw", "25-NQ/TW")
    said = Relation("tiếp tục thực hiện", "25-nq-tw", mark="V")
    remembered = Relation("thay thế", "25-nq-tw", mark="K")
    one, two = doc("43-kl-tw", "43-KL/TW", relations=(said,)), doc("44-kl-tw", "44-KL/TW", relations=(remembered,))
    catalogue = Catalogue(shelf([known, one, two]))

    assert directive_record(catalogue, one)["citation"] == [{"@id": "25-nq-tw.html"}]
    assert "citation" not in directive_record(catalogue, two)


def test_no_title_ends_the_script() -> None:
    title = "</script><script>alert(1)</script> & <!--"
    hostile = doc("a-1", "01-NQ/TW", title=title)

    script = directive_script(Catalogue(shelf([hostile])), hostile)

    assert script.count("<") == 2
    body = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(body)["name"] == f"01-NQ/TW {title}"
