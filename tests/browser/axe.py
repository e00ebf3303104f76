"""What axe finds in a page, WCAG 2.2 A and AA and best practice; and names.

Axe calls a control named that has a sign of an icon font for a name; the
accessibility tree shows what a screen reader would say.
"""

import re

from axe_playwright_python.base import AXE_SCRIPT

TAGS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    "best-practice",
]
# The rules that a theme can change: they look at colors, all others do not.
OF_COLORS = ("color-contrast", "link-in-text-block")
OPTIONS = {
    "resultTypes": ["violations"],
    "preload": False,  # no rule of these reads the style sheets' text
}

CONTROLS = {
    *("button", "checkbox", "combobox", "DisclosureTriangle", "link"),
    *("menuitem", "radio", "searchbox", "slider", "spinbutton", "switch"),
    *("tab", "textbox"),
}

# Most of a page's elements are words of code, parts of drawings and of
# formulas, alike by the hundred; axe needs a second for each thousand. Of
# those that look alike one stays; a drawing is one image, whatever it holds.
OPEN = "document.querySelectorAll('details').forEach(each => each.open = true)"
THIN_OUT = """() => {
  const still = document.createElement("style");  // what fades has no color
  still.textContent = "*, ::before, ::after { " +
    "animation: none !important; transition: none !important; }";
  document.head.append(still);
  for (const drawing of document.querySelectorAll("svg[role=img]"))
    drawing.replaceChildren();
  const seen = new Set();
  const isNew = kind => !seen.has(kind) && seen.add(kind);
  const around = (node, ...places) =>
    places.map(place => node.closest(place)?.className).join("|");
  for (const word of document.querySelectorAll(
      ".highlight span, dt.sig :is(span, em):not(a *), " +
      "code .pre:not(a *, summary *, th *)"))
    if (!isNew(word.className + word.parentElement.className + around(
        word, ".highlight", "[class*=highlight-]",
        ".cell_output, .cell_input, .dl-listing, dt, th, h2", "details")))
      word.remove();
  for (const sign of document.querySelectorAll("math :not(:has(*))"))
    if (!isNew(sign.outerHTML.replace(sign.textContent, "") + around(
        sign.parentElement, "[class]", "[style]")))
      sign.remove();
}"""


def prepare(tab):
    """Open what is folded; let nothing fade; leave one of what is alike."""
    tab.evaluate(OPEN)
    tab.evaluate(THIN_OUT)
    tab.evaluate(AXE_SCRIPT)


def violations(tab, rules=None):
    """What axe finds, one line each: the rule, the element, the reason.

    rules: the names of those to try; otherwise all. `prepare` comes first.
    """
    which = {"type": "rule", "values": list(rules or ())}
    if rules is None:
        which = {"type": "tag", "values": TAGS}
    found = tab.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        {**OPTIONS, "runOnly": which},
    )
    return [
        f"{rule['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def without_name(line):
    """The controls in the accessibility tree that no word names.

    A sign of an icon font is no word.
    """
    tree = line.send("Accessibility.getFullAXTree")["nodes"]
    controls = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node["ignored"] and node["role"]["value"] in CONTROLS
    ]
    assert controls
    return [
        f"{role} {name!r}"
        for role, name in controls
        if not re.search(r"\w", name)
    ]
