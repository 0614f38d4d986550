"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const reader = byId("reader");
  const narrow = matchMedia("(max-width: 1099px)");
  let articles = null;
  let shown = null;
  let origin = null;

  // Read at first use: a page of a thousand articles comes up without it.
  const articleOf = (number) => {
    articles ??= JSON.parse(byId("data").textContent);
    return articles[number];
  };

  // All text goes in as text, never as markup.
  const make = (name, className, text) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  const markOf = (article, [text, ...rows]) => {
    if (!rows.length) return document.createTextNode(text);
    const kinds = [...new Set(rows.map((row) => article.rows[row][0]))];
    const mark = make("mark", kinds.map((kind) => `kind-${kind}`).join(" "), text);
    mark.dataset.rows = rows.join(" ");
    mark.tabIndex = 0;
    mark.setAttribute("role", "button");
    mark.title = `Rests on it: ${kinds.join(", ")}`;
    return mark;
  };

  const show = (number) => {
    if (shown === number) return;
    const article = articleOf(number);
    shown = number;
    byId("reader-title").textContent = article.title;
    byId("reader-byline").textContent = article.whole
      ? article.byline
      : `${article.byline} — quotations only; the whole text is not in this page`;
    byId("reader-legend").hidden = false;
    byId("reader-rows").replaceChildren();
    const text = make("div", "text");
    text.append(...article.segments.map((segment) => markOf(article, segment)));
    byId("reader-text").replaceChildren(text);
    byId("reader-text").scrollTop = 0;
  };

  const choose = (rows) => {
    let first = null;
    for (const mark of reader.querySelectorAll("mark[data-rows]")) {
      const on = mark.dataset.rows.split(" ").some((row) => rows.includes(Number(row)));
      mark.classList.toggle("chosen", on);
      mark.setAttribute("aria-pressed", on);
      if (on) first ??= mark;
    }
    return first;
  };

  const open = (number, row, from) => {
    origin = from;
    show(number);
    byId("reader-rows").replaceChildren();
    document.body.classList.add("reading");
    const first = row === undefined ? (choose([]), null) : choose([row]);
    if (first) {
      // Only the article moves, not the page beside it.
      const box = byId("reader-text");
      box.scrollTop += first.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    }
    (first ?? reader).focus({ preventScroll: true });
  };

  const close = () => {
    document.body.classList.remove("reading");
    choose([]);
    byId("reader-rows").replaceChildren();
    origin?.focus();
    origin = null;
  };

  const rowsOf = (mark) => {
    const article = articleOf(shown);
    const rows = mark.dataset.rows.split(" ").map(Number);
    choose(rows);
    const list = make("ul");
    for (const row of rows) {
      const [kind, label, target] = article.rows[row];
      const link = make("a", "", label);
      link.href = `#${target}`;
      const item = make("li");
      item.append(make("span", `tag kind-${kind}`, kind), " ", link);
      list.append(item);
    }
    byId("reader-rows").replaceChildren(make("h3", "", "Rows that rest on these words"), list);
  };

  const reach = (target) => {
    if (!target) return;
    for (let box = target; box; box = box.parentElement) {
      if (box.tagName === "DETAILS") box.open = true;
      if (box.hidden) box.hidden = false;
    }
    target.scrollIntoView({ block: "start" });
    for (const old of document.querySelectorAll(".reached")) old.classList.remove("reached");
    target.classList.add("reached");
    const focused = target.tagName === "DETAILS" ? target.firstElementChild : target;
    if (focused.tabIndex < 0) focused.setAttribute("tabindex", "-1");
    focused.focus({ preventScroll: true });
  };

  const byHash = () => reach(byId(decodeURIComponent(location.hash.slice(1))));

  document.addEventListener("click", (event) => {
    const at = event.target.closest("button[data-article], mark[data-rows], a[href^='#'], button[data-open]");
    if (!at) return;
    if (at.dataset.article) {
      const row = at.dataset.row;
      open(Number(at.dataset.article), row === undefined ? undefined : Number(row), at);
    } else if (at.dataset.rows) {
      rowsOf(at);
    } else if (at.dataset.open) {
      const boxes = [...document.querySelectorAll(`${at.dataset.open} details:not(.why)`)];
      const opening = boxes.some((box) => !box.open);
      for (const box of boxes) box.open = opening;
      at.textContent = opening ? "Close all" : "Open all";
    } else {
      if (narrow.matches && reader.contains(at)) close();
      // The same address twice makes no event of its own.
      if (at.getAttribute("href") === location.hash) byHash();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("reading")) close();
    if ((event.key === "Enter" || event.key === " ") && event.target.matches("mark[data-rows]")) {
      event.preventDefault();
      rowsOf(event.target);
    }
  });

  byId("close").addEventListener("click", close);
  addEventListener("hashchange", byHash);
  if (location.hash) byHash();

  // What each item says is looked up once, at the first letter.
  let items = null;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const filter = () => {
    items ??= [...document.querySelectorAll("[data-item]")].map((item) => [item, plain(item.textContent)]);
    const wanted = plain(byId("filter").value).split(/\s+/).filter(Boolean);
    let meetings = 0;
    let lines = 0;
    for (const [item, text] of items) {
      const on = wanted.every((word) => text.includes(word));
      item.hidden = !on;
      if (on && item.classList.contains("meeting")) meetings += 1;
      if (on && item.classList.contains("line")) lines += 1;
    }
    for (const year of document.querySelectorAll(".year")) {
      year.hidden = !year.querySelector("[data-item]:not([hidden])");
    }
    for (const heading of document.querySelectorAll("h3.actor")) {
      let next = heading.nextElementSibling;
      while (next?.matches("details") && next.hidden) next = next.nextElementSibling;
      heading.hidden = !next?.matches("details");
    }
    byId("found").textContent = wanted.length ? `${meetings} meetings, ${lines} lines of positions` : "";
  };
  let waiting = 0;
  byId("filter").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  byId("search").addEventListener("submit", (event) => event.preventDefault());

  // On paper nothing can be opened.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const box of closed) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of closed) box.open = false;
  });
})();
