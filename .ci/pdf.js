// Put every chapter into one page, ready to print: called by pdf.py, in a page
// of the built site, once for each chapter in the book's order.

// The address of a place in the whole book: its page's name, then its own.
const place = (page, id) => `${page.replaceAll("/", "-")}--${id}`;

// Prefix what a chapter calls its parts, and every reference to one.
function rename(article, page, pages, address) {
  for (const part of article.querySelectorAll("*")) {
    if (part.id) part.id = place(page, part.id);
    for (const { name, value } of [...part.attributes]) {
      if (value.includes("url(#"))
        part.setAttribute(name, value.replace(/url\(#/g, `url(#${place(page, "")}`));
      if (["for", "aria-labelledby", "aria-describedby"].includes(name))
        part.setAttribute(name, place(page, value));
    }
    for (const name of ["href", "xlink:href"]) {
      const value = part.getAttribute(name);
      const target = value && lead(value, page, pages, address);
      if (target) part.setAttribute(name, target);
      else part.removeAttribute(name);
    }
    if (part.hasAttribute("src")) part.src = new URL(part.getAttribute("src"), address);
  }
  article.id = place(page, "");
}

// Where a link leads: into this document, if it holds the page; "" if to a
// file of the site that it does not hold.
function lead(value, page, pages, address) {
  if (value.startsWith("#")) return `#${place(page, value.slice(1))}`;
  const url = new URL(value, address);
  const other = pages.find(name => new URL(`/${name}.html`, address).pathname === url.pathname);
  if (url.origin !== new URL(address).origin) return value;
  return other ? `#${place(other, url.hash.slice(1))}` : "";
}

// Add one chapter. What moves is at rest, what is folded is open, and what
// only a screen can use is gone.
async function addChapter({ page, pages, part }) {
  const address = new URL(`/${page}.html`, location.href).href;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const source = new DOMParser().parseFromString(await answer.text(), "text/html");
  const article = document.importNode(source.querySelector("article.bd-article"), true);
  article.querySelectorAll(
    "script, .headerlink, .copybtn, .dl-draw-live, .dl-frame:not(.dl-rest), .dl-controls :is(input, button)"
  ).forEach(gone => gone.remove());
  article.querySelectorAll("details").forEach(fold => (fold.open = true));
  rename(article, page, pages, address);
  const title = article.querySelector("h1");
  const entry = Object.assign(document.createElement("li"), { innerHTML: "<a></a>" });
  entry.firstChild.textContent = title.textContent.trim();
  entry.firstChild.href = `#${article.id}`;
  const list = document.querySelector("#book-contents");
  if (part) list.append(Object.assign(document.createElement("li"), { className: "part", textContent: part }));
  list.append(entry);
  document.querySelector(".bd-article-container").append(article);
}

// Empty the page but for its styles; put the title page first.
function begin({ title, author, licence, style }) {
  document.documentElement.dataset.theme = "light";
  document.body.innerHTML = `
    <main class="bd-main"><div class="bd-content"><div class="bd-article-container">
      <section id="book-title"><h1></h1><p class="author"></p><p class="licence"></p></section>
      <nav><h2>Contents</h2><ul id="book-contents"></ul></nav>
    </div></div></main>`;
  document.title = title;
  document.querySelector("#book-title h1").textContent = title;
  document.querySelector(".author").textContent = author;
  document.querySelector(".licence").textContent = licence;
  const look = document.createElement("style");
  look.textContent = style;
  document.head.append(look);
  // No link of the document may point at what was the first page's.
  document.querySelectorAll("link[rel=next], link[rel=prev]").forEach(gone => gone.remove());
}
