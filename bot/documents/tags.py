"""What the words of a sheet are, for screen readers: a tree of headings, paragraphs and lists."""

from collections.abc import Iterator
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.structure_tree import StructElem, StructTreeRoot, StructureTreeBuilder
from fpdf.syntax import PDFArray, PDFObject

from bot.documents.layout import Role, Strip


class Tags(StructureTreeBuilder):
    """Fpdf2 tags pictures alone. This tags text: every piece of a page belongs to one element."""

    def __init__(self, pdf: FPDF) -> None:
        super().__init__()
        self._pdf = pdf
        self._list: StructElem | None = None
        self._open: StructElem | None = None
        pdf.struct_builder = self

    @contextmanager
    def words(self, strip: Strip) -> Iterator[None]:
        """Tags what is drawn meanwhile as this strip of text."""
        self._pdf._out(f"/{strip.role} <</MCID {self._next_piece(strip)}>> BDC")
        yield
        self._pdf._out("EMC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """Lets screen readers pass over what is drawn meanwhile."""
        self._pdf._out("/Artifact BMC")
        yield
        self._pdf._out("EMC")

    def _next_piece(self, strip: Strip) -> int:
        """The number of a new piece of this page, which belongs to the strip's element."""
        page = self._pdf.page
        if not strip.goes_on or self._open is None or self._open.page_number() != page:
            self._open = self._new(strip.role, page)
        parents = self.spid_per_page_number.setdefault(page, len(self.spid_per_page_number))
        self._pdf.pages[page].struct_parents = parents
        pieces = self.struct_tree_root.parent_tree.nums[parents]
        pieces.append(self._open)
        self._open.k.append(len(pieces) - 1)
        return len(pieces) - 1

    def __iter__(self) -> Iterator[PDFObject]:
        root: StructTreeRoot = self.struct_tree_root
        yield from (root, self.doc_struct_elem, root.parent_tree)
        yield from _below(self.doc_struct_elem.k)

    def _new(self, role: Role, page: int) -> StructElem:
        if role != "LBody":
            self._list = None
            return self._child(self.doc_struct_elem, role, page)
        if self._list is None:
            self._list = self._child(self.doc_struct_elem, "L", page)
        return self._child(self._child(self._list, "LI", page), role, page)

    def _child(self, parent: StructElem, role: str, page: int) -> StructElem:
        child = StructElem(f"/{role}", parent, [], page_number=page)
        child.pg = self._pdf.pages[page]  # type: ignore[assignment]  # declared as None alone
        parent.k.append(child)
        return child


def _below(kids: PDFArray) -> Iterator[StructElem]:
    for kid in kids:
        if isinstance(kid, StructElem):
            yield kid
            yield from _below(kid.k)
