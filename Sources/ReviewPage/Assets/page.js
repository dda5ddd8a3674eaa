// The review page's script: it moves the focus, sends edits, puts in what comes back, and draws
// boxes. What a value means, what is wrong with it and what may be decided is the server's matter.
"use strict";

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const main = find("#main");

// Asking -------------------------------------------------------------------------------------

async function ask(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-change-token": find("meta[name=change-token]").content,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  let answer;
  try { answer = JSON.parse(text); } catch { answer = { error: text.trim() }; }
  return { status: response.status, answer };
}

function tell(text, link) {
  const told = find("#told");
  told.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.address;
    anchor.textContent = link.words;
    told.append(" ", anchor);
  }
  told.classList.toggle("shown", text !== "");
}

// The last decision ---------------------------------------------------------------------------

const last = {
  get: () => JSON.parse(sessionStorage.getItem("last") || "null"),
  set: (decision) => sessionStorage.setItem("last", JSON.stringify(decision)),
  clear: () => sessionStorage.removeItem("last"),
};

function tellLast() {
  const decision = last.get();
  const undo = find("#undo");
  if (undo) undo.hidden = !decision;
  if (!decision || decision.isTold) return;
  const alike = decision.group && decision.others > 0
    ? { address: decision.group, words: `${decision.others} alike (Alt G)` } : null;
  tell(`${decision.told}. Undo: Alt U.`, alike);
  last.set({ ...decision, isTold: true });
}

async function undo() {
  const decision = last.get();
  if (!decision) return tell("There is nothing to undo.");
  for (const number of [decision.undo].flat()) {
    const { status, answer } = await ask("/undo", { decision: number });
    if (status !== 200) return tell(answer.error);
  }
  last.clear();
  location.assign(decision.back || "/");
}

// Time ----------------------------------------------------------------------------------------

// How long somebody looked: pauses count as a minute at most, a hidden window does not count.
const watch = (() => {
  let focus = 0;
  let since = performance.now();
  const note = () => {
    const now = performance.now();
    if (!document.hidden) focus += Math.min(now - since, 60000);
    since = now;
  };
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "input"]) {
    document.addEventListener(kind, note, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) focus += Math.min(performance.now() - since, 60000);
    since = performance.now();
  });
  return () => { note(); return Math.round(focus); };
})();

// One letter ----------------------------------------------------------------------------------

const letter = document.body.classList.contains("letter") ? (() => {
  const id = main.dataset.letter;
  const form = find("#form");
  const pages = find("#pages");
  let version = main.dataset.version;
  let edits = [];
  let pointed = {};
  let asked = 0;
  let isDeciding = false;
  let field = null;
  const seen = new Set();
  const looked = new Set();

  const controlOf = (place) => place && find("input:not([type=checkbox]), select, textarea", place);
  const fieldOf = (element) => element && element.closest("[data-at]");
  const fieldAt = (at) => all("[data-at]", form).find((place) => place.dataset.at === at);
  const keysOf = (place) => (place?.dataset.doubts || "").split(" ").filter(Boolean);
  const stops = () => all("[data-doubts]", form);
  const isOpen = (stop) => keysOf(stop).some((key) => !seen.has(key));
  const isPristine = (control) => control.value === (control.now ?? control.defaultValueNow());

  // What was checked last stands in `now`; before the first check it is what the page came with.
  for (const kind of [HTMLInputElement, HTMLTextAreaElement]) {
    kind.prototype.defaultValueNow = function () { return this.defaultValue; };
  }
  HTMLSelectElement.prototype.defaultValueNow = function () {
    return (find("option[selected]", this) || this.options[0]).value;
  };

  // Boxes ---------------------------------------------------------------------------------------

  function shape(name, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  // A place in the text: its node, and the index in it of what stands at a byte of UTF-8.
  function textPlace(block, offset) {
    const encoder = new TextEncoder();
    let at = Number(block.dataset.start);
    const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const { data } = nodes.currentNode;
      const bytes = encoder.encode(data);
      if (at + bytes.length >= offset) {
        return [nodes.currentNode, new TextDecoder().decode(bytes.slice(0, offset - at)).length];
      }
      at += bytes.length;
    }
    return null;
  }

  // Words of a text that is shown; null where they are not.
  function textRange(start, end) {
    const block = all("#text [data-start]", pages).findLast((one) => Number(one.dataset.start) <= start);
    const places = block && start < end ? [textPlace(block, start), textPlace(block, end)] : [null];
    if (places.includes(null)) return null;
    const range = document.createRange();
    range.setStart(...places[0]);
    range.setEnd(...places[1]);
    return range;
  }

  // A rectangle around words of a page; null where the page is not shown.
  function frame({ page, box: [x0, y0, x1, y1] }) {
    const svg = find(`[data-page="${Number(page)}"] svg`, pages);
    if (!svg) return null;
    const rect = shape("rect", {
      x: x0 - 1.5, y: y0 - 1, width: x1 - x0 + 3, height: y1 - y0 + 2, rx: 1.5,
    });
    svg.append(rect);
    return rect;
  }

  function draw(boxes) {
    for (const svg of all("svg", pages)) svg.replaceChildren();
    for (const box of boxes) {
      const rect = frame(box);
      if (!rect) continue;
      rect.dataset.for = box.at;
      if (fieldAt(box.at)?.classList.contains("wrong")) rect.classList.add("wrong");
    }
    light(field?.dataset.at);
  }

  // The values that a field offers, where they stand: on pages in a frame with its digit, in texts
  // underlined. Returns the first.
  function drawRivals(notes) {
    for (const old of all(".rival, .digit", pages)) old.remove();
    const offered = notes ? all("[data-rival]", notes) : [];
    const words = offered.map((button) => textRange(Number(button.dataset.start), Number(button.dataset.end)))
      .filter(Boolean);
    CSS.highlights?.set("rival", new Highlight(...words));
    for (const button of offered) {
      for (const [index, box] of JSON.parse(button.dataset.boxes).entries()) {
        const rect = frame(box);
        if (!rect) continue;
        rect.classList.add("rival");
        if (index > 0) continue;
        const digit = shape("text", { x: box.box[0] - 1.5, y: box.box[1] - 3, class: "digit" });
        digit.textContent = button.dataset.rival;
        rect.after(digit);
      }
    }
    return find(".rival", pages) ?? words[0];
  }

  // Its box on the page, and beside it the values to choose from.
  function light(at) {
    let here = null;
    for (const note of all("[data-notes]", form)) {
      const isHere = at !== undefined && note.dataset.notes === at;
      note.classList.toggle("here", isHere);
      if (isHere) here = note;
    }
    const rival = drawRivals(here);
    let first = null;
    for (const mark of all("[data-for]", pages)) {
      const isOn = at !== undefined && mark.dataset.for === at;
      mark.classList.toggle("on", isOn);
      if (isOn && !first) first = mark;
    }
    first ??= rival;
    if (!first) return;
    const view = pages.getBoundingClientRect();
    const box = first.getBoundingClientRect();
    if (box.top < view.top + 30 || box.bottom > view.bottom - 30) {
      pages.scrollTop += box.top - view.top - view.height / 3;
    }
    if (box.left < view.left || box.right > view.right) {
      pages.scrollLeft += box.left - view.left - view.width / 3;
    }
  }

  // Zoom ----------------------------------------------------------------------------------------

  const levels = [50, 75, 100, 125, 150, 200, 300];

  function zoom(step) {
    const now = levels.indexOf(Number(sessionStorage.getItem("zoom") || 100));
    const level = levels[Math.min(levels.length - 1, Math.max(0, now + step))];
    sessionStorage.setItem("zoom", level);
    pages.style.setProperty("--zoom", level / 100);
    if (find("#zoom")) find("#zoom").textContent = `${level} %`;
    for (const image of all("img", pages)) {
      const source = image.getAttribute("src").split("?")[0] + (level > 130 ? "?dpi=220" : "");
      if (image.getAttribute("src") !== source) image.src = source;
    }
    light(field?.dataset.at);
  }

  // Checking ------------------------------------------------------------------------------------

  // Puts in a form that the server made, without touching the field that somebody types in.
  function patch(markup) {
    const made = new DOMParser().parseFromString(`<form>${markup}</form>`, "text/html").forms[0];
    const places = (root) => all("[data-at]", root).map((place) => place.dataset.at).join("\n");
    if (places(made) !== places(form)) {
      const at = fieldOf(document.activeElement)?.dataset.at;
      form.replaceChildren(...made.childNodes);
      if (at !== undefined) go(fieldAt(at));
      return;
    }
    const fresh = new Map(all("[data-at]", made).map((place) => [place.dataset.at, place]));
    for (const old of all("[data-at]", form)) {
      const place = fresh.get(old.dataset.at);
      old.className = place.className;
      if (place.dataset.doubts) old.dataset.doubts = place.dataset.doubts;
      else delete old.dataset.doubts;
      const [control, now] = [controlOf(old), controlOf(place)];
      control.now = now.value;
      if (control !== document.activeElement) control.value = now.value;
      old.classList.toggle("edited", control.dataset.was !== now.value);
      const [seenOld, seenNew] = [find(".seen", old), find(".seen", place)];
      seenOld?.remove();
      if (seenNew) find(".value", old)?.append(seenNew);
    }
    const notes = (root) => new Map(all("[data-notes]", root).map((note) => [note.dataset.notes, note]));
    const [olds, news] = [notes(form), notes(made)];
    for (const [at, note] of olds) {
      if (news.has(at)) note.replaceWith(news.get(at));
    }
  }

  async function check() {
    const number = ++asked;
    const { status, answer } = await ask(`/letters/${id}/check`, body());
    if (number !== asked) return;
    const verdict = find("#verdict");
    if (status !== 200) {
      verdict.textContent = answer.error;
      field?.classList.add("wrong");
      return;
    }
    verdict.textContent = answer.refusals[0] || "";
    find("#why-row").hidden = edits.length === 0;
    patch(answer.form);
    if (answer.text !== null) pages.innerHTML = answer.text;
    draw(answer.boxes);
  }

  const body = () => ({
    edits,
    pointed: Object.entries(pointed).map(([at, place]) => ({ at, ...place })),
  });

  const isStructural = (edit) => edit.text === undefined || edit.at.endsWith("/-");

  // Takes what stands in a field for an edit, if it is another than before.
  async function commit(control) {
    const at = fieldOf(control).dataset.at;
    if (isPristine(control)) return;
    const start = edits.findLastIndex(isStructural) + 1;
    edits = edits.filter((edit, index) => index < start || edit.at !== at);
    if (start > 0 || control.value !== control.dataset.was) {
      edits.push({ at, text: control.value });
    }
    delete pointed[at];
    if (control.pointed && control.pointed.value === control.value) {
      pointed[at] = { start: control.pointed.start, end: control.pointed.end };
    }
    control.now = control.value;
    fieldOf(control).classList.toggle("edited", control.value !== control.dataset.was);
    await check();
  }

  async function change(edit, focus) {
    clearTimeout(pause);
    if (field?.isConnected) await commit(controlOf(field));
    edits.push(edit);
    const list = edit.text === undefined ? edit.at.replace(/\/[^/]*$/, "") : null;
    if (list !== null) {
      pointed = Object.fromEntries(
        Object.entries(pointed).filter(([at]) => !at.startsWith(list + "/")));
    }
    await check();
    focus();
  }

  let pause = 0;
  function typed(control) {
    clearTimeout(pause);
    pause = setTimeout(() => commit(control), 250);
  }

  // The walk ------------------------------------------------------------------------------------

  function go(place) {
    if (!place) return;
    const control = controlOf(place);
    const target = control || place;
    target.focus({ preventScroll: true });
    if (control?.select) control.select();
    place.scrollIntoView({ block: "nearest" });
  }

  function nextOpen(after) {
    const open = stops().filter(isOpen);
    const later = open.find((stop) =>
      !after || after.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING);
    return later || open[0];
  }

  // The value that has the focus is right: on to what is doubtful next, else this letter is done.
  async function confirm() {
    const place = document.activeElement?.closest?.("[data-at], [data-doubts]");
    const at = place?.dataset.at;
    const keys = keysOf(place);
    const control = place && controlOf(place);
    clearTimeout(pause);
    if (control) await commit(control);
    for (const key of keys) seen.add(key);
    if (place) looked.add(at ?? place.dataset.notes);
    const here = at === undefined ? place : fieldAt(at) ?? place;
    const next = here && isOpen(here) ? here : nextOpen(here);
    if (next) return go(next);
    // Nothing was read and nothing was filled in: there is nothing to decide with this key.
    if (main.dataset.hasRecord === "false" && edits.length === 0) return location.assign(main.dataset.next || "/");
    await decide("accept");
  }

  function takeRival(digit) {
    const control = controlOf(field);
    const notes = all("[data-notes]", form).find((note) => note.dataset.notes === field.dataset.at);
    const button = notes && find(`[data-rival="${digit}"]`, notes);
    if (!button) return false;
    control.value = button.dataset.value;
    control.pointed = {
      value: control.value, start: Number(button.dataset.start), end: Number(button.dataset.end),
    };
    control.digit = String(digit);
    control.select?.();
    field.classList.add("edited");
    return true;
  }

  // Deciding ------------------------------------------------------------------------------------

  async function decide(kind, more = {}) {
    if (isDeciding) return;
    isDeciding = true;
    try {
      const { status, answer } = await ask(`/letters/${id}/decide${main.dataset.query}`, {
        ...body(), kind, version, seen: [...seen], focus: watch(),
        leaves: Math.max(looked.size, 1), reason: find("#why").value, ...more,
      });
      if (status === 200) {
        last.set({ ...answer, isTold: false });
        location.assign(answer.next);
        return;
      }
      if (status === 409) return conflict(answer, kind, more);
      find("#verdict").textContent = answer.error;
      if (answer.doubts) { await check(); go(nextOpen(null)); }
      else if (answer.at) go(fieldAt(answer.at));
    } finally {
      isDeciding = false;
    }
  }

  async function acceptAll() {
    clearTimeout(pause);
    const control = field && controlOf(field);
    if (control) await commit(control);
    for (const stop of stops()) {
      for (const key of keysOf(stop)) seen.add(key);
      looked.add(stop.dataset.at ?? stop.dataset.notes);
    }
    await decide("accept");
  }

  function conflict(answer, kind, more) {
    const dialog = find("#conflict");
    find("#conflict-text").innerHTML = answer.conflict;
    find("#look").onclick = () => location.reload();
    find("#over").onclick = () => {
      version = answer.version;
      dialog.close();
      for (const stop of stops()) for (const key of keysOf(stop)) seen.add(key);
      decide(kind, more);
    };
    dialog.showModal();
    find("#look").focus();
  }

  // Asks for what a decision needs; `more` makes it of the dialog's controls.
  function askFor(name, kind, more) {
    const dialog = find(name);
    dialog.onclose = () => {
      if (dialog.returnValue === "yes") decide(kind, more());
      dialog.returnValue = "";
    };
    dialog.showModal();
    find("input", dialog).focus();
  }

  const why = () => ({ reason: find("#reason").value });
  const otherwise = () => ({
    retry: {
      rung: find("#rung")?.value, hint: find("#hint").value,
      max_output_tokens: find("#tokens").value === "" ? null : Number(find("#tokens").value),
    },
  });

  // Pointing ------------------------------------------------------------------------------------

  async function point(where) {
    const target = field || fieldOf(find("[data-at]", form));
    if (!target) return;
    const { status, answer } = await ask(`/letters/${id}/words`, { at: target.dataset.at, ...where });
    if (status !== 200) return tell(answer.error);
    const control = controlOf(target);
    control.value = answer.value;
    control.pointed = { value: control.value, start: answer.start, end: answer.end };
    control.now ??= control.defaultValueNow();
    if (isPristine(control)) control.now = null;
    await commit(control);
    go(fieldAt(target.dataset.at));
  }

  // A mouse marks words at once. A finger moves the page, and marks words after it was held still.
  let isMarking = false;

  function press(event) {
    const figure = event.target.closest?.(".page");
    if (!figure || event.button !== 0 || !event.isPrimary) return;
    if (event.pointerType !== "touch") {
      event.preventDefault();
      return drag(figure, event);
    }
    const hold = setTimeout(() => { end(); drag(figure, event); }, 400);
    const moved = (e) => { if (Math.hypot(e.clientX - event.clientX, e.clientY - event.clientY) > 8) end(); };
    const end = () => {
      clearTimeout(hold);
      document.removeEventListener("pointermove", moved);
      for (const kind of ["pointerup", "pointercancel"]) document.removeEventListener(kind, end);
    };
    document.addEventListener("pointermove", moved);
    for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, end);
  }

  function drag(figure, event) {
    isMarking = true;
    const svg = find("svg", figure);
    const frame = svg.getBoundingClientRect();
    const { width, height } = svg.viewBox.baseVal;
    const at = (e) => [
      (e.clientX - frame.left) / frame.width * width, (e.clientY - frame.top) / frame.height * height,
    ];
    const [startX, startY] = at(event);
    const rect = shape("rect", { class: "drag" });
    svg.append(rect);
    const box = (e) => {
      const [x, y] = at(e);
      return [Math.min(startX, x), Math.min(startY, y), Math.max(startX, x), Math.max(startY, y)];
    };
    const move = (e) => {
      const [x0, y0, x1, y1] = box(e);
      const attributes = { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
      for (const [name, value] of Object.entries(attributes)) rect.setAttribute(name, value);
    };
    const up = (e) => {
      isMarking = false;
      document.removeEventListener("pointermove", move);
      for (const kind of ["pointerup", "pointercancel"]) document.removeEventListener(kind, up);
      rect.remove();
      const [x0, y0, x1, y1] = box(e);
      if (e.type === "pointerup" && x1 - x0 > 2 && y1 - y0 > 2) {
        point({ page: Number(figure.dataset.page), box: [x0, y0, x1, y1] });
      }
    };
    move(event);
    document.addEventListener("pointermove", move);
    for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, up);
  }

  // Offsets of a selection are bytes of UTF-8, as everywhere in sluice.
  function pointAtSelection() {
    const selection = getSelection();
    if (selection.isCollapsed || !find("#text")?.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const offset = (node, place) => {
      const block = (node.nodeType === 1 ? node : node.parentElement).closest("[data-start]");
      if (!block) return null;
      const before = document.createRange();
      before.setStart(block, 0);
      before.setEnd(node, place);
      return Number(block.dataset.start) + new TextEncoder().encode(before.toString()).length;
    };
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start !== null && end !== null && end > start) point({ start, end });
  }

  // Events --------------------------------------------------------------------------------------

  form.addEventListener("focusin", (event) => {
    const place = fieldOf(event.target);
    if (!place) return;
    field = place;
    const control = controlOf(place);
    if (event.target === control && control.select) control.select();
    light(place.dataset.at);
  });
  form.addEventListener("input", (event) => {
    event.target.digit = undefined;
    typed(event.target);
  });
  form.addEventListener("change", (event) => commit(event.target));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.add !== undefined) {
      const list = button.dataset.add;
      change({ at: `${list}/-`, text: button.dataset.text }, () => {
        const rows = all("[data-at]", form).filter((place) => place.dataset.at.startsWith(list + "/"));
        const final = rows.at(-1)?.dataset.at.slice(list.length + 1).split("/")[0];
        go(rows.find((place) => place.dataset.at.split("/")[list.split("/").length] === final));
      });
    } else if (button.dataset.remove !== undefined) {
      change({ at: button.dataset.remove }, () => find("[data-add]", form)?.focus());
    } else if (button.dataset.rival !== undefined) {
      const at = button.closest("[data-notes]").dataset.notes;
      go(fieldAt(at));
      if (takeRival(button.dataset.rival)) commit(controlOf(fieldAt(at)));
    }
  });
  pages.addEventListener("pointerdown", press);
  // The field keeps the focus: pages take it by Tab only.
  pages.addEventListener("mousedown", (event) => { if (event.target.closest(".page")) event.preventDefault(); });
  // While a finger marks words the page stands still, and no menu comes up.
  pages.addEventListener("touchmove", (event) => { if (isMarking) event.preventDefault(); }, { passive: false });
  pages.addEventListener("contextmenu", (event) => { if (isMarking) event.preventDefault(); });
  pages.addEventListener("mouseup", () => setTimeout(pointAtSelection));
  pages.addEventListener("scroll", () => {
    const middle = pages.getBoundingClientRect().top + pages.clientHeight / 2;
    const page = all(".page", pages).findLast((page) => page.getBoundingClientRect().top < middle);
    if (page && find("#page-now")) find("#page-now").textContent = page.dataset.page;
  }, { passive: true });
  for (const button of all("[data-zoom]")) {
    button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
  }
  find("#why").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    confirm();
  });
  find("#accept").addEventListener("click", acceptAll);
  find("#discard").addEventListener("click", () => askFor("#discarding", "discard", why));
  find("#retry").addEventListener("click", () => askFor("#retrying", "retry", otherwise));
  find("#undo").addEventListener("click", undo);

  // Typing replaces; a digit takes a rival while nothing else was done to the field, unless more is
  // typed: then it was the first digit of it.
  function keyInField(event, control) {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      confirm();
      return true;
    }
    if (control.digit !== undefined && control.select) {
      const digit = control.digit;
      if (event.key === "Backspace" || event.key.length === 1) {
        control.digit = undefined;
        control.pointed = undefined;
        control.value = digit;
        control.setSelectionRange(digit.length, digit.length);
        if (event.key === "Backspace") event.preventDefault();
        typed(control);
        return true;
      }
    }
    if (/^[1-9]$/.test(event.key) && isPristine(control) && takeRival(event.key)) {
      event.preventDefault();
      return true;
    }
    if (event.key === "Escape") {
      control.blur();
      return true;
    }
    return false;
  }

  function begin() {
    zoom(0);
    draw(JSON.parse(pages.dataset.boxes));
    const at = decodeURIComponent(location.hash.slice(1));
    const linked = at && fieldAt(at);
    if (linked) return go(linked);
    const byHand = find(".byhand[open] [data-at]", form);
    const first = byHand || nextOpen(null);
    if (first) return go(first);
    find("#accept").focus();
  }

  return {
    begin, confirm, acceptAll, keyInField,
    discard: () => find("#discard").click(), retry: () => find("#retry").click(),
    zoom, stop: () => document.activeElement?.closest?.("[data-doubts]"),
    control: () => (fieldOf(document.activeElement) && controlOf(fieldOf(document.activeElement))
      === document.activeElement ? document.activeElement : null),
    next: () => main.dataset.next && location.assign(main.dataset.next),
    previous: () => main.dataset.previous && location.assign(main.dataset.previous),
  };
})() : null;

// The queue and groups --------------------------------------------------------------------------

if (document.body.classList.contains("queue")) {
  for (const select of all(".filters select")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
}

if (document.body.classList.contains("group")) {
  const boxes = () => all("input[name=chosen]");
  const count = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    find("#chosen").textContent = chosen || "";
    find("#apply").disabled = chosen === 0;
    find("#all").checked = chosen > 0 && chosen === boxes().length;
  };
  find("#all").addEventListener("change", (event) => {
    for (const box of boxes()) box.checked = event.target.checked;
    count();
  });
  find("#group").addEventListener("change", count);
  find("#group").addEventListener("submit", async (event) => {
    event.preventDefault();
    find("#apply").disabled = true;
    const { status, answer } = await ask("/group", {
      do: main.dataset.do, like: main.dataset.like || undefined, reason: find("#reason")?.value,
      chosen: boxes().filter((box) => box.checked)
        .map((box) => ({ id: box.value, version: box.dataset.version })),
    });
    if (status !== 200) {
      find("#verdict").textContent = answer.error;
      return count();
    }
    last.set({ told: answer.told, undo: answer.undo, back: location.pathname + location.search, isTold: false });
    // What was not decided stays where it is; the next letters have moved up behind it.
    const from = Number(main.dataset.from) + boxes().length - answer.decided;
    location.assign(main.dataset.rest ? `${main.dataset.rest}&from=${from}` : "/");
  });
  count();
  (find("#reason") || find("#apply")).focus();
}

// Keys ------------------------------------------------------------------------------------------

function alike() {
  const address = last.get()?.others > 0 && last.get().group || main.dataset.group;
  if (address) location.assign(address);
}

const commands = {
  KeyD: () => letter?.discard(),
  KeyR: () => letter?.retry(),
  KeyU: undo,
  KeyG: alike,
  KeyN: () => letter?.next(),
  KeyP: () => letter?.previous(),
  KeyA: () => letter?.acceptAll(),
  KeyW: () => { if (find("#why-row")?.hidden === false) find("#why").focus(); },
  KeyQ: () => location.assign("/" + (main.dataset.query || "")),
  Equal: () => letter?.zoom(1),
  NumpadAdd: () => letter?.zoom(1),
  Minus: () => letter?.zoom(-1),
  NumpadSubtract: () => letter?.zoom(-1),
};

const help = () => find("#keys").showModal();
find("#help").addEventListener("click", help);

document.addEventListener("keydown", (event) => {
  if (find("dialog[open]") || event.isComposing) return;
  if (letter && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return letter.acceptAll();
  }
  if (event.ctrlKey || event.metaKey) return;
  if (event.altKey) {
    const command = commands[event.code];
    if (command) { event.preventDefault(); command(); }
    return;
  }
  const control = letter?.control();
  if (control) {
    const isUntouched = control.value === "" || control.selectionEnd - control.selectionStart === control.value.length;
    if (event.key === "?" && isUntouched) { event.preventDefault(); return help(); }
    letter.keyInField(event, control);
    return;
  }
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  if (event.key === "?") return help();
  if (event.key === "Enter" && letter?.stop()) { event.preventDefault(); return letter.confirm(); }
  if (event.key === "Enter" && !letter && main.dataset.first && document.activeElement === document.body) {
    return location.assign(main.dataset.first);
  }
  if (event.key === "/" && find("#q")) { event.preventDefault(); return find("#q").focus(); }
  commands[event.code]?.();
});

tellLast();
letter?.begin();
// For whoever drives the page: from now on keys are heard.
document.documentElement.dataset.ready = "";
