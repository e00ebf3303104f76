"""Shows HTML, SVG and JavaScript that would run in a page. True mark: 0."""

CELL = """
from IPython.display import HTML, SVG, Javascript, Markdown, display

page = "<script>alert(1)</script><img src=x onerror=alert(2)>"
display(HTML(page), Markdown(page), Javascript("alert(3)"))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg">'
            '<script>alert(4)</script></svg>'))
"""
SAID = "alert(3)"
