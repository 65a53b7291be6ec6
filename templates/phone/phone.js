"use strict";
/* Nothing here sends anything anywhere. Text is only ever set as text, so a list can put no markup on the page. */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const t = data.label;
  const key = "meetwell:1:" + data.slug;
  const byId = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] || "");
  /* Another tab may have written since: what is kept is read again before each change. Where nothing can be kept the page says so. */
  let notes = { people: {}, added: [] };
  const read = (text) => {
    try { const kept = JSON.parse(text) || {}; notes = { people: kept.people || {}, added: kept.added || [] }; } catch (problem) { /* as it was */ }
  };
  const load = () => { try { const text = localStorage.getItem(key); if (text) read(text); } catch (problem) { /* blocked: told below */ } };
  const keep = () => {
    try { localStorage.setItem(key, JSON.stringify(notes)); byId("unkept").hidden = true; } catch (problem) { byId("unkept").hidden = false; }
  };
  const change = (how) => { if (byId("unkept").hidden) load(); how(); keep(); };

  const make = (tag, values, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(values || {})) {
      if (name === "text") node.textContent = value;
      else if (name in node && name !== "list") node[name] = value;
      else node.setAttribute(name, value);
    }
    node.append(...children.filter(Boolean));
    return node;
  };
  const everyone = () => data.targets.concat(notes.added);
  const note = (id) => notes.people[id] || (notes.people[id] = {});
  const put = (id, field, value) => change(() => { const item = note(id); item[field] = value; item.at = new Date().toISOString(); });

  const field = (target, name, label, kind) => {
    const id = target.key + "-" + name;
    const values = { id, value: note(target.key)[name] || "", autocomplete: "off" };
    const input = kind === "textarea" ? make("textarea", Object.assign(values, { rows: 2 })) : make("input", Object.assign({ type: kind || "text" }, values));
    input.addEventListener("input", () => put(target.key, name, input.value));
    return make("div", {}, make("label", { htmlFor: id, text: label }), input);
  };
  const tick = (target, name, label, then) => {
    const id = target.key + "-" + name;
    const input = make("input", { type: "checkbox", id, checked: Boolean(note(target.key)[name]) });
    input.addEventListener("change", () => { put(target.key, name, input.checked); if (then) then(input.checked); });
    const row = make("label", { className: "tick", htmlFor: id }, input, make("span", { text: label }));
    return row;
  };
  const choice = (target, name, label, options) => {
    const id = target.key + "-" + name;
    const select = make("select", { id });
    for (const [value, text] of [["", ""], ...options]) select.append(make("option", { value, text }));
    select.value = note(target.key)[name] || "";
    select.addEventListener("change", () => put(target.key, name, select.value));
    return make("div", {}, make("label", { htmlFor: id, text: label }), select);
  };
  const asked = () => [["yes", t.answer_yes], ["no", t.answer_no]];
  const sorts = () => [["pursue", t.sort_pursue], ["thanks", t.sort_thanks], ["let_go", t.sort_let_go]];
  const line = (label, text) => text ? make("p", {}, make("span", { className: "k", text: label + ": " }), text) : null;

  const why = (target) => {
    const box = make("details", {}, make("summary", { text: t.details }));
    for (const text of target.said) box.append(line(t.said, text));
    for (const [side, text] of target.reasons) box.append(line(t[side], text));
    if (target.questions.length) box.append(make("p", { className: "k", text: t.ask }), make("ul", {}, ...target.questions.map((text) => make("li", { text }))));
    box.append(...[line(t.give, target.give), line(t.story, target.story), ...target.facts.map(([label, text]) => line(label, text))].filter(Boolean));
    if (/^https:\/\//.test(target.apply)) box.append(make("p", {}, make("a", { href: target.apply, rel: "noreferrer noopener", text: t.apply })));
    return box;
  };
  const item = (target) => {
    const row = make("li", { id: "t-" + target.key, className: (target.must ? "must" : "") + (note(target.key).talked ? " talked" : ""), tabIndex: -1 });
    row.append(
      make("span", { className: "place", text: [target.booth, target.when, target.id].filter(Boolean).join(" · ") }),
      make("h3", {}, make("bdi", { text: target.name })));
    if (target.sub) row.append(make("p", { className: "sub" }, make("bdi", { text: target.sub })));
    row.append(tick(target, "talked", t.talked, (on) => row.classList.toggle("talked", on)));
    if (target.reasons && (target.reasons.length || target.questions.length || target.facts.length)) row.append(why(target));
    const form = make("details", {}, make("summary", { text: t.notes }));
    form.append(
      field(target, "cares_about", t.note_cares, "textarea"),
      make("div", { className: "two" }, field(target, "i_promised", t.note_mine), field(target, "by", t.due_mine, "date")),
      make("div", { className: "two" }, field(target, "they_promised", t.note_theirs), field(target, "their_by", t.due_theirs, "date")),
      field(target, "channel", t.note_channel),
      make("div", { className: "two" }, choice(target, "may_contact", t.may_contact, asked()), choice(target, "may_keep", t.may_keep, asked())),
      tick(target, "next_step", t.next_step), tick(target, "missed", t.not_met), choice(target, "sort", t.sort, sorts()),
      field(target, "notes", t.notes, "textarea"));
    row.append(form);
    if (target.id) {
      const queue = make("button", { type: "button", text: t.queue });
      queue.addEventListener("click", () => elsewhere(target));
      row.append(queue);
    }
    return row;
  };
  const free = (target) => target && !note(target.key).talked && !note(target.key).missed;
  const elsewhere = (target) => {
    const known = new Map(data.targets.map((other) => [other.id, other]));
    const at = data.targets.indexOf(target);
    const order = target.near.map((id) => known.get(id)).concat(data.targets.slice(at + 1), data.targets.slice(0, at));
    const next = order.find((other) => other !== target && free(other));
    byId("said").textContent = next ? fill(t.queue_to, { name: next.name + (next.booth ? ", " + next.booth : "") }) : t.queue_none;
    if (!next) return;
    if (!byId("t-" + next.key)) show(next.planned ? "plan" : "everyone");
    byId("t-" + next.key).scrollIntoView({ block: "center" });
    byId("t-" + next.key).focus();
  };

  let tab = "plan";
  const list = () => {
    const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = (target) => {
      const text = [target.name, target.sub, target.booth, target.id].join(" ").toLowerCase();
      return words.every((word) => text.includes(word)) && (words.length || tab === "everyone" || target.planned);
    };
    byId("list").replaceChildren(...everyone().filter(wanted).map(item));
  };
  const show = (name) => {
    tab = name;
    for (const button of document.querySelectorAll("nav button")) button.setAttribute("aria-pressed", String(button.dataset.tab === name));
    byId("people").hidden = name === "tonight";
    byId("tonight").hidden = name !== "tonight";
    if (name === "tonight") evening(); else list();
  };

  const brief = (text) => text && text.length > 140 ? text.slice(0, 139).trimEnd() + "\u2026" : text;
  const inWords = (iso) => fill(t.by_day, { day: new Date(iso + "T12:00:00").toLocaleDateString(data.lang === "en" ? "en-GB" : data.lang, { weekday: "short", day: "numeric", month: "short" }).replace(",", "") });
  const day = (name) => data.dates.find((row) => row[0] === name);
  const called = (target) => target.sub && everyone().some((other) => other !== target && other.name === target.name) ? target.name + " (" + target.sub + ")" : target.name;
  const steps = () => {
    const found = [];
    const add = (iso, words, id, text) => found.push({ iso, words, id, text });
    const talked = everyone().filter((target) => note(target.key).talked && note(target.key).sort !== "let_go");
    const bare = talked.filter((target) => !note(target.key).cares_about).map(called);
    if (bare.length) add(day("tonight")[1], day("tonight")[2], "type-back", fill(t.step_type_back, { names: bare.join(", ") }));
    for (const target of talked) {
      const own = note(target.key);
      const values = { name: called(target), detail: brief(own.cares_about) };
      const welcome = own.may_contact !== "no" && own.may_keep !== "no";
      if (welcome) add(day("thanks")[1], day("thanks")[2], target.key + "-thanks", fill(own.cares_about ? t.step_thanks_detail : t.step_thanks, values));
      for (const [text, by, kind, words] of [[own.i_promised, own.by, "mine", t.step_mine], [own.they_promised, own.their_by, "theirs", t.step_theirs]]) {
        if (text) add(by || day("promises")[1], by ? inWords(by) : day("promises")[2], target.key + "-" + kind, fill(words, { name: values.name, text }));
      }
      if (welcome && own.sort !== "thanks") add(day("update")[1], day("update")[2], target.key + "-update", fill(t.step_update, values));
    }
    return found.sort((a, b) => a.iso < b.iso ? -1 : a.iso > b.iso ? 1 : 0);
  };
  const evening = () => {
    const groups = new Map();
    for (const step of steps()) groups.set(step.iso, (groups.get(step.iso) || { words: step.words, texts: [] }));
    for (const step of steps()) groups.get(step.iso).texts.push(step.text);
    const nodes = [...groups.values()].map((group) => make("section", {}, make("h3", { text: group.words }), make("ul", {}, ...group.texts.map((text) => make("li", { text })))));
    byId("steps").replaceChildren(...(nodes.length ? nodes : [make("p", { text: t.nothing })]));
  };

  const save = (name, type, text) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const escaped = (text) => text.replace(/\\/g, "\\\\").replace(/;/g, "\\;").replace(/,/g, "\\,").replace(/\r?\n/g, "\\n");
  const folded = (text) => {
    const lines = []; let part = ""; let size = 0;
    for (const character of text) {
      const bytes = new TextEncoder().encode(character).length;
      if (size + bytes > 74) { lines.push(part); part = " "; size = 1; }
      part += character; size += bytes;
    }
    return lines.concat(part).join("\r\n");
  };
  const calendar = () => {
    const stamp = new Date().toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "");
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//meetwell//phone//EN"];
    for (const step of steps()) {
      const start = step.iso.replace(/-/g, "");
      const next = new Date(step.iso + "T00:00:00Z"); next.setUTCDate(next.getUTCDate() + 1);
      lines.push("BEGIN:VEVENT", "UID:" + data.slug + "-" + step.id + "@phone.meetwell", "DTSTAMP:" + stamp,
        "DTSTART;VALUE=DATE:" + start, "DTEND;VALUE=DATE:" + next.toISOString().slice(0, 10).replace(/-/g, ""),
        folded("SUMMARY:" + escaped(step.text)), "CLASS:PRIVATE", "TRANSP:TRANSPARENT",
        "BEGIN:VALARM", "ACTION:DISPLAY", folded("DESCRIPTION:" + escaped(step.text)), "TRIGGER:PT9H", "END:VALARM", "END:VEVENT");
    }
    return lines.concat("END:VCALENDAR", "").join("\r\n");
  };
  const debrief = () => {
    const fields = ["cares_about", "i_promised", "by", "they_promised", "their_by", "channel", "may_contact", "may_keep", "sort", "notes"];
    const entries = [];
    for (const target of everyone()) {
      const own = notes.people[target.key];
      if (!own || !(own.talked || own.next_step || own.missed || fields.some((name) => own[name]))) continue;
      const entry = target.id ? { id: target.id } : { name: target.name, organization: target.sub, new: true };
      entry.talked = own.talked ? true : own.missed ? "no" : false;
      if (own.next_step) entry.next_step = true;
      for (const name of fields) if (own[name]) entry[name] = own[name];
      if (own.at) entry.at = own.at;
      entries.push(entry);
    }
    return JSON.stringify({ meetwell: 1, event: data.slug, entries }, null, 1);
  };

  data.targets.forEach((target, index) => { target.key = target.id || "n" + index; });
  for (const button of document.querySelectorAll("nav button")) button.addEventListener("click", () => show(button.dataset.tab));
  byId("search").addEventListener("input", list);
  byId("ics").addEventListener("click", () => save("followups-" + data.slug + ".ics", "text/calendar", calendar()));
  byId("export").addEventListener("click", () => save("debrief-" + data.slug + ".json", "application/json", debrief()));
  byId("wipe").addEventListener("click", () => { if (confirm(t.wipe_sure)) { try { localStorage.removeItem(key); } catch (problem) { /* nothing was kept */ } location.reload(); } });
  byId("add").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = byId("add-name").value.trim();
    if (!name) return;
    const target = { key: "x" + Date.now(), id: "", name, sub: byId("add-org").value.trim(), booth: "", when: "", planned: true };
    change(() => notes.added.push(target));
    put(target.key, "talked", true);
    byId("add").reset();
    list();
    byId("t-" + target.key).focus();
  });
  /* What another tab wrote appears here at once, but not under the hands of somebody who is typing. */
  addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return;
    if (event.newValue) read(event.newValue); else notes = { people: {}, added: [] };
    if (!byId("list").contains(document.activeElement)) show(tab);
  });
  load();
  keep();
  list();
})();
