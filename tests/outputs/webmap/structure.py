"""What a page is made of besides its texts: elements, attributes, and what of them can act."""

from __future__ import annotations

from playwright.sync_api import Page

_STRUCTURE = """
(root) => {
  const lines = [];
  // How many names there are, and lines of a drawing, depends on the widths of letters: of these
  // only what they should not have is told.
  const loose = ".name, #paper > svg, .hint";
  const usual = ["#text", "BR", "SPAN", "STRONG", "circle", "clipPath", "defs", "g", "path",
    "pattern", "rect", "svg", "text"];
  const acts = (name) => /^(on.*|style|action|formaction|srcdoc|.*href|.*src)$/i.test(name);
  const plain = (value) => value.replace(/blob:\\S+/g, "blob:").replace(/-?[\\d.]+/g, "n");
  const attribute = ({ name, value }) => (acts(name) ? `${name}=${plain(value)}` : name);
  const describe = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return "text";
    if (node.nodeType !== Node.ELEMENT_NODE) return `node of type ${node.nodeType}`;
    return [node.nodeName, ...[...node.attributes].map(attribute).sort()].join(" ");
  };
  const unusual = (node) => {
    const active = [...(node.attributes ?? [])].some(({ name }) => name !== "style" && acts(name));
    if (active || !usual.includes(node.nodeName)) lines.push(describe(node));
    node.childNodes.forEach(unusual);
  };
  const walk = (node, depth) => {
    const told = "\\u00a0".repeat(depth) + describe(node);
    if (!(told.trim() === "text" && lines[lines.length - 1] === told)) lines.push(told);
    if (node.matches?.(loose)) node.childNodes.forEach(unusual);
    else node.childNodes.forEach((child) => walk(child, depth + 1));
  };
  walk(root, 0);
  return lines;
}
"""


def structure(page: Page) -> list[str]:
    """The nodes of the document in their order: elements with the names of their attributes, the
    values of attributes that can act, and that there is a text, but not which."""
    lines: list[str] = page.evaluate(f"({_STRUCTURE})(document.documentElement)")
    return lines
