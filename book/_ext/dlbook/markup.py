"""XML as it stands inside an HTML page: no prefixes and no namespaces.

HTML knows the tags of SVG and MathML by their bare names.
"""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element


def parse(text: str) -> Element:
    """The root of an XML text, with bare names for tags and attributes.

    >>> parse('<a xmlns="u" xmlns:x="v" x:href="#b"><c/></a>').attrib
    {'href': '#b'}
    """
    root = ElementTree.fromstring(text)
    for element in root.iter():
        element.tag = bare(element.tag)
        element.attrib = {
            bare(name): value for name, value in element.attrib.items()
        }
    return root


def bare(name: str) -> str:
    """A name without its namespace.

    >>> bare("{http://www.w3.org/2000/svg}path")
    'path'
    """
    return name.rpartition("}")[2]


def html(root: Element) -> str:
    """The text of an element, ready to stand in a page."""
    return ElementTree.tostring(root, encoding="unicode")


def drop_blanks(root: Element, keep: frozenset[str] = frozenset()) -> None:
    """Remove, in place, the blanks between tags, but not inside `keep`."""
    for element in root.iter():
        if element.tag not in keep and not (element.text or "").strip():
            element.text = None
        if not (element.tail or "").strip():
            element.tail = None
