"""What WeasyPrint leaves out of a tagged PDF, added before it is written (P47; ISO 14289-1, ISO 32000-1 §14.8).

- the PDF/UA identification beside that of PDF/A-3a;
- ``Scope`` of every header cell;
- the box of every picture in points of its page, where WeasyPrint writes pixels from the upper left corner;
- headers and footers as artifacts of pagination, where WeasyPrint tags them and leaves them out of the tree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

Element = dict[str, Any]
POINTS_PER_PIXEL = 0.75
SCOPES = {"/THead": "/Column", "/TBody": "/Row"}
_UA_SCHEMA = b"""<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA ID</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>
</pdfaExtension:schemas></rdf:Description><rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF>"""


def make_accessible(document: Any, pdf: Any) -> None:
    """WeasyPrint's ``finisher``: completes the tags of ``pdf`` in place, before anything is compressed."""
    objects = {item.reference: item for item in pdf.objects}
    elements = {
        reference: item
        for reference, item in objects.items()
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
    }
    _declare(objects[pdf.catalog["Metadata"]])
    for element in elements.values():
        if element["S"] == "/TH":
            element["A"]["Scope"] = SCOPES[_table_part(element, elements)]
        elif element["S"] == "/Figure":
            element["A"]["BBox"] = _on_page(element["A"]["BBox"], objects[element["Pg"]])
    _set_furniture_apart(objects[pdf.catalog["StructTreeRoot"]], objects, elements)


def _declare(metadata: Any) -> None:
    """WeasyPrint writes the identification of one standard at a time."""
    metadata.stream = [part.replace(b"</rdf:RDF>", _UA_SCHEMA) for part in metadata.stream]


def _table_part(element: Element, elements: Mapping[bytes, Element]) -> str:
    """ "/THead" or "/TBody" above a cell. KeyError for a header cell outside both stops the build."""
    above = elements[element["P"]]
    return str(above["S"]) if above["S"] in SCOPES else _table_part(above, elements)


def _on_page(box: list[float], page: Element) -> Any:
    left, top, right, bottom = (side * POINTS_PER_PIXEL for side in box)
    height = page["MediaBox"][3]
    return pydyf.Array([left, height - bottom, right, height - top])


def _set_furniture_apart(
    root: Element, objects: Mapping[bytes, Any], elements: Mapping[bytes, Element]
) -> None:
    told = {reference for kid in root["K"] for reference in _below(kid, elements)}
    numbers: dict[bytes, set[int]] = defaultdict(set)
    for reference in set(elements) - told:
        element: Any = elements[reference]
        numbers[element["Pg"]].update(kid for kid in element["K"] if isinstance(kid, int))
        # Emptied, not freed: pydyf counts free objects as members of its object stream, and every index after one is wrong.
        element.clear()
    parents = objects[root["ParentTree"]]["Nums"]
    for page_number, owners in zip(parents[::2], parents[1::2], strict=True):
        owners[:] = [owner if owner in told else b"null" for owner in owners]
        parents[page_number * 2 + 1] = owners
    for page, furniture in numbers.items():
        _as_artifacts(objects[objects[page]["Contents"]].stream, furniture)


def _below(reference: Any, elements: Mapping[bytes, Element]) -> Iterator[bytes]:
    if reference in elements:
        yield reference
        for kid in elements[reference]["K"]:
            yield from _below(kid, elements)


def _as_artifacts(stream: list[Any], furniture: set[int]) -> None:
    for at, part in enumerate(stream):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in furniture:
            stream[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
