"use strict";
/* All text of documents reaches the page as text nodes and attribute values, never as markup. */
(() => {
  const { documents, facts, golden } = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const form = byId("filters"), text = byId("text"), record = byId("record");
  const FAMILIES = {
    revenue: "revenue", gross_margin: "margin", operating_margin: "margin", net_margin: "margin", tax_rate: "margin",
    operating_cash_flow: "cash", free_cash_flow: "cash", capex: "cash", inventory: "cash",
    supply_commitments: "cash", cash: "cash", dividend_per_share: "holders", share_repurchases: "holders",
    repurchase_authorization: "holders", shareholder_returns: "holders",
  };
  const NONE = "(none)";
  let shown = facts.map((_, number) => number), current = -1, open = -1;

  const element = (name, content, attributes = {}) => {
    const made = document.createElement(name);
    if (content !== undefined) made.textContent = content;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  /* --- filters --- */
  const fields = { entity: "entity", period: "fiscal_period", metric: "metric", kind: "kind", status: "status" };
  const value = (fact, field) => (field === "status" ? fact.status : fact.record[field]) ?? NONE;
  for (const [name, field] of Object.entries(fields)) {
    const counts = new Map();
    for (const fact of facts) counts.set(value(fact, field), (counts.get(value(fact, field)) ?? 0) + 1);
    form[name].append(new Option("all", ""));
    for (const found of [...counts.keys()].sort()) form[name].append(new Option(`${found} (${counts.get(found)})`, found));
  }
  byId("golden").hidden = !golden;

  const filter = () => {
    const wanted = form.search.value.trim().toLowerCase();
    shown = [];
    facts.forEach((fact, number) => {
      const fits = Object.entries(fields).every(([name, field]) => !form[name].value || value(fact, field) === form[name].value);
      if (!fits) return;
      if (wanted) {
        const source = fact.record.source;
        const hay = [documents[fact.doc].title, documents[fact.doc].path, fact.record.raw, source.quote, fact.figure, fact.record.segment, fact.record.product];
        if (!hay.some((part) => part && part.toLowerCase().includes(wanted))) return;
      }
      shown.push(number);
    });
    const counts = new Map();
    for (const number of shown) counts.set(facts[number].doc, (counts.get(facts[number].doc) ?? 0) + 1);
    for (const [number, item] of [...byId("documents").children].entries()) {
      const count = counts.get(number) ?? 0;
      item.querySelector("small").textContent = `${documents[number].path} · ${count}`;
      item.firstChild.classList.toggle("none", !count);
    }
    paint();
    tell();
  };

  /* --- the text --- */
  const openDocument = (number) => {
    if (number === open) return;
    open = number;
    const { title, path, published, text: content, refused } = documents[number];
    byId("title").textContent = title ?? path;
    byId("about").textContent = [path, published].filter(Boolean).join(" · ");
    const spans = facts.map((fact, at) => ({ fact, at })).filter(({ fact }) => fact.doc === number);
    const cuts = new Set([0, content.length]);
    for (const { fact } of spans) {
      for (const [start, end] of [fact.span, ...Object.values(fact.evidence)]) cuts.add(start).add(end);
    }
    for (const one of refused) cuts.add(one.span[0]).add(one.span[1]);
    const places = [...cuts].sort((a, b) => a - b);
    const pieces = places.slice(0, -1).map((start, i) => ({ start, end: places[i + 1], facts: [], refused: null }));
    const index = new Map(places.map((place, i) => [place, i]));
    const within = ([start, end]) => pieces.slice(index.get(start), index.get(end));
    for (const { fact, at } of spans) for (const piece of within(fact.span)) piece.facts.push(at);
    for (const one of refused) for (const piece of within(one.span)) piece.refused = one.reason;
    text.replaceChildren(...pieces.map((piece) => {
      const made = element(piece.facts.length ? "mark" : "span", content.slice(piece.start, piece.end), { "data-start": piece.start, "data-end": piece.end });
      if (piece.facts.length) {
        made.dataset.facts = piece.facts.join(" ");
        made.tabIndex = 0;
        made.setAttribute("role", "button");
      } else if (piece.refused) made.dataset.refused = piece.refused;
      return made;
    }));
    for (const [i, item] of [...byId("documents").children].entries()) item.firstChild.setAttribute("aria-current", i === number);
    document.querySelector("main").scrollTop = 0;
    paint();
  };

  const paint = () => {
    const visible = new Set(shown);
    const chosen = facts[current];
    const evidence = chosen && chosen.doc === open ? Object.values(chosen.evidence) : [];
    for (const piece of text.children) {
      const start = +piece.dataset.start, end = +piece.dataset.end;
      piece.className = "";
      if (piece.dataset.facts) {
        const here = piece.dataset.facts.split(" ").map(Number);
        const first = here.includes(current) ? current : here.find((number) => visible.has(number));
        const fact = facts[first ?? here[0]];
        if (first === undefined) piece.classList.add("filtered");
        else piece.classList.add(FAMILIES[fact.record.metric] ?? "income", fact.record.kind);
        if (fact.status !== "same") piece.classList.add(fact.status);
        if (here.includes(current)) piece.classList.add("current");
        piece.setAttribute("aria-label", here.map((number) => `${facts[number].record.raw}: ${facts[number].figure}`).join("; "));
      } else if (piece.dataset.refused && form.refused.checked) {
        piece.classList.add("refused");
        piece.title = `no record: ${piece.dataset.refused}`;
      } else piece.removeAttribute("title");
      if (evidence.some(([from, to]) => from <= start && end <= to)) piece.classList.add("evidence");
    }
  };

  /* --- the record --- */
  const rows = (caption, pairs) => {
    const table = element("table");
    table.append(element("caption", caption));
    for (const [name, content] of pairs) {
      const row = element("tr");
      row.append(element("th", name, { scope: "row" }), element("td", content));
      table.append(row);
    }
    return table;
  };

  const tell = () => {
    const at = shown.indexOf(current);
    byId("place").textContent = `${at < 0 ? "–" : at + 1} of ${shown.length}`;
  };

  const choose = (number, focus = true) => {
    current = number;
    const fact = facts[number];
    openDocument(fact.doc);
    paint();
    tell();
    const fields = Object.entries(fact.record).filter(([name, content]) => content !== null && !["source", "evidence"].includes(name));
    const parts = [element("h3", fact.figure), rows("Record", fields.map(([name, content]) => [name, String(content)]))];
    if (fact.changes.length) parts.push(rows("Golden → now", fact.changes.map(([name, before, now]) => [name, `${before} → ${now}`])));
    if (fact.because.length) parts.push(rows("Because", fact.because));
    parts.push(rows("Source", [["line", fact.record.source.line], ["sentence", fact.record.source.quote]]));
    record.replaceChildren(...parts);
    const mark = [...text.children].find((piece) => piece.dataset.facts?.split(" ").includes(String(number)));
    if (mark) {
      mark.scrollIntoView({ block: "center" });
      if (focus) mark.focus({ preventScroll: true });
    }
  };

  const step = (by) => {
    if (!shown.length) return;
    let at = shown.indexOf(current);
    if (at < 0) {
      const from = Math.max(open, 0);
      at = by > 0 ? shown.findIndex((number) => facts[number].doc >= from) : shown.findLastIndex((number) => facts[number].doc <= from);
      if (at < 0) at = by > 0 ? 0 : shown.length - 1;
    } else at = (at + by + shown.length) % shown.length;
    choose(shown[at]);
  };

  const close = () => {
    current = -1;
    record.replaceChildren(element("p", "Click a figure, or press → or j.", { class: "hint" }));
    paint();
    tell();
  };

  /* --- events --- */
  documents.forEach((one, number) => {
    const item = element("li"), button = element("button", one.title ?? one.path, { type: "button" });
    button.append(element("small", one.path));
    button.addEventListener("click", () => { close(); openDocument(number); });
    item.append(button);
    byId("documents").append(item);
  });
  for (const changed of ["input", "change"]) form.addEventListener(changed, filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    root.dataset.theme = dark ? "light" : "dark";
  });
  const pick = (target) => {
    const here = target.closest("[data-facts]")?.dataset.facts.split(" ").map(Number);
    if (!here) return false;
    const next = here[(here.indexOf(current) + 1) % here.length];
    choose(here.includes(current) ? next : here.find((number) => shown.includes(number)) ?? here[0]);
    return true;
  };
  text.addEventListener("click", (event) => pick(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input[type=search], select");
    if (event.key === "Escape") { event.target.blur(); close(); return; }
    if (typing) return;
    if (event.key === "ArrowRight" || event.key === "j") step(1);
    else if (event.key === "ArrowLeft" || event.key === "k") step(-1);
    else if (event.key === "/") form.search.focus();
    else if (event.key === "n" || event.key === "N") { close(); openDocument(Math.min(Math.max(open + (event.key === "n" ? 1 : -1), 0), documents.length - 1)); }
    else if ((event.key === "Enter" || event.key === " ") && event.target.dataset.facts) pick(event.target);
    else return;
    event.preventDefault();
  });

  filter();
  if (documents.length) openDocument(0);
})();
