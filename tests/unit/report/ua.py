"""What PDF/UA-1 asks for, as far as it can be read back from the file."""

import io
from collections import Counter

import pikepdf

STANDARD = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "NonStruct", "Private"),
    *("H", "H1", "H2", "H3", "H4", "H5", "H6", "P", "L", "LI", "Lbl", "LBody"),
    *("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
    *("Span", "Quote", "Note", "Reference", "Code", "Link", "Annot", "Figure", "Formula", "Form"),
}
PAINTS = {"Tj", "TJ", "'", '"', "Do", "sh", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "EI"}
INSIDE = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
    "Lbl": {"LI", "Note"},
}


def faults(data):
    """Return a sentence for everything that is against PDF/UA-1 in this file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        elements = _elements(pdf)
        return [
            *_catalog(pdf),
            *_headings(elements),
            *_parts(pdf, elements),
            *_tables(elements),
            *_pages(pdf),
            *_fonts(pdf),
        ]


def kinds(data):
    """Return how many elements of each kind the tag tree has."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return Counter(kind for kind, _, _ in _elements(pdf))


def row_heads(data):
    """Return how many header cells count for their row."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return sum(1 for kind, element, _ in _elements(pdf) if kind == "TH" and _scope(element) == "Row")


def _elements(pdf):
    """Return kind, element and the kind it stands in, in reading order."""
    root = pdf.Root.StructTreeRoot
    roles = {str(key)[1:]: str(value)[1:] for key, value in root.get("/RoleMap", {}).items()}
    found = []

    def walk(kids, parent):
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                kind = str(kid.S)[1:]
                kind = kind if kind in STANDARD else roles.get(kind, kind)
                found.append((kind, kid, parent))
                if "/K" in kid:
                    walk(kid.K, kind)

    walk(root.K, "")
    return found


def _catalog(pdf):
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "the file is not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the title is not shown"
    if "/Outlines" not in root or "/First" not in root.Outlines:
        yield "no bookmarks"
    with pdf.open_metadata() as about:
        if str(about.get("pdfuaid:part")) != "1":
            yield "does not say that it is PDF/UA-1"
        if not about.get("dc:title"):
            yield "no title"


def _headings(elements):
    last = 0
    for kind, _, _ in elements:
        if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit():
            level = int(kind[1])
            if level > last + 1:
                yield f"{kind} follows level {last}"
            last = level
    if not last:
        yield "no headings"


def _parts(pdf, elements):
    for kind, element, parent in elements:
        if kind not in STANDARD:
            yield f"{kind} is no kind of element"
        if kind in INSIDE and parent not in INSIDE[kind]:
            yield f"{kind} stands in {parent or 'nothing'}"
        if kind in ("Figure", "Formula") and not str(element.get("/Alt", "")).strip():
            yield f"a {kind} says nothing in words"


def _scope(element):
    told = element.get("/A", [])
    for item in told if isinstance(told, pikepdf.Array) else [told]:
        if isinstance(item, pikepdf.Dictionary) and "/Scope" in item:
            return str(item.Scope)[1:]
    return ""


def _tables(elements):
    for kind, element, parent in elements:
        if kind == "TH" and not _scope(element):
            yield "a header cell without scope"
        if kind == "TR" and parent in ("TBody", "Table"):
            cells = [cell for cell in element.K if isinstance(cell, pikepdf.Dictionary)]
            if not any(_scope(cell) == "Row" for cell in cells if str(cell.S) == "/TH"):
                yield "a row without a header"


def _parent_tree(pdf):
    found = {}

    def walk(node):
        numbers = node.get("/Nums", [])
        for at in range(0, len(numbers), 2):
            found[int(numbers[at])] = numbers[at + 1]
        for kid in node.get("/Kids", []):
            walk(kid)

    walk(pdf.Root.StructTreeRoot.ParentTree)
    return found


def _pages(pdf):
    parents = _parent_tree(pdf)
    for number, page in enumerate(pdf.pages, 1):
        if str(page.get("/Tabs", "")) != "/S":
            yield f"page {number}: the order of tabs is not that of the tags"
        if "/StructParents" not in page:
            yield f"page {number}: not in the parent tree"
            continue
        yield from (f"page {number}: {text}" for text in _content(page, parents[int(page.StructParents)]))
        for note in page.get("/Annots", []):
            if str(note.get("/Subtype")) == "/Link" and (
                "/StructParent" not in note or not str(note.get("/Contents", ""))
            ):
                yield f"page {number}: a link without words or tag"


def _content(page, owners):
    """Yield what is painted outside of all tags, and marked content that belongs to no element."""
    stack = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BMC", "BDC"):
            kind = str(operands[0])
            number = (
                operands[1].get("/MCID")
                if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary)
                else None
            )
            if number is not None and "/Artifact" in [item for item, _ in stack]:
                yield "a tag inside of an artifact"
            if number is not None and not _owns(owners[int(number)], int(number)):
                yield f"marked content {number} belongs to nobody"
            stack.append((kind, number))
        elif name == "EMC":
            stack.pop()
        elif name in PAINTS and not any(kind == "/Artifact" or number is not None for kind, number in stack):
            yield f"{name} outside of all tags"


def _owns(element, number):
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            if "/MCID" in kid and int(kid.MCID) == number:
                return True
        elif int(kid) == number:
            return True
    return False


def _fonts(pdf):
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or str(item.get("/Type", "")) != "/Font":
            continue
        if str(item.get("/Subtype")) == "/Type0" and "/ToUnicode" not in item:
            yield f"{item.get('/BaseFont')} does not say which letters it draws"
        told = item.get("/FontDescriptor")
        if told is not None and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(told.keys()):
            yield f"{item.get('/BaseFont')} is not embedded"
