// Small helps for the desk. Everything works without this file.
(() => {
  "use strict";
  const $ = (selector) => document.querySelector(selector);

  // Shortcuts, unless the reader turned them off or types.
  const go = { d: "/", r: "/reports", c: "/cases", l: "/caseload", p: "/people", m: "/meetings", t: "/team" };
  let before = "";
  addEventListener("keydown", (e) => {
    const typing = e.target instanceof Element && e.target.closest("input,textarea,select,[contenteditable]");
    if (!("keys" in document.body.dataset) || e.ctrlKey || e.metaKey || e.altKey || typing) return;
    const then = before;
    before = e.key;
    if (then === "g" && go[e.key]) location.href = go[e.key];
    else if (e.key === "/") { e.preventDefault(); location.href = "/search"; }
    else if (e.key === "?") location.href = "/keys";
    else if (e.key === "[" || e.key === "]") {
      const parts = [...document.querySelectorAll(".casenav a")];
      parts[parts.findIndex((a) => a.ariaCurrent) + (e.key === "[" ? -1 : 1)]?.click();
    }
  });

  // What was typed is not lost by a stray click.
  let dirty = false;
  const guarded = (e) => e.target.closest?.("form[data-guard]");
  addEventListener("input", (e) => { if (guarded(e)) dirty = true; });
  addEventListener("submit", (e) => { if (guarded(e)) dirty = false; });
  // A file that is too large is said before it is sent, not after.
  addEventListener("change", (e) => {
    const f = e.target;
    if (!f.matches?.("input[type=file][data-most]")) return;
    const big = [...f.files].find((x) => x.size > Number(f.dataset.most));
    f.setCustomValidity(big ? `${big.name}: ${f.dataset.toobig}` : "");
    f.reportValidity();
  });
  addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });

  // What htmx brings in place of the page's inside.
  addEventListener("htmx:confirm", (e) => {
    if (dirty && e.detail.verb === "get" && !confirm(document.body.dataset.unsaved)) e.preventDefault();
    else if (e.detail.verb === "get") dirty = false;
  });
  const forget = () => sessionStorage.removeItem("htmx-current-path-for-history"); // no address of a case stays
  forget();
  addEventListener("htmx:pushedIntoHistory", forget);
  addEventListener("htmx:sendError", () => { dirty = true; $("#offline").hidden = false; scrollTo(0, 0); });
  addEventListener("htmx:afterRequest", (e) => { if (e.detail.xhr?.status) $("#offline").hidden = true; });
  addEventListener("htmx:afterSettle", (e) => {
    if (e.detail.target?.id !== "main") return;
    if ($("#faults")) { dirty = true; $("#faults").focus(); }
    else if (document.activeElement === document.body) $("#main").focus({ preventScroll: true });
    if (innerWidth < 1024) for (const d of document.querySelectorAll(".casenav[open]")) d.open = false;
  });
  $("#faults")?.focus();

  // After the session's idle time the page hides what it shows.
  let last = Date.now();
  for (const t of ["keydown", "pointerdown", "scroll"]) addEventListener(t, () => { last = Date.now(); }, { passive: true });
  if ($("form[action='/sign-out']")) {
    setInterval(() => {
      if (Date.now() - last < 30 * 60 * 1000) return;
      dirty = false;
      $("#main").replaceChildren();
      location.replace("/locked");
    }, 15000);
    // A page taken out of the browser's memory may be of an ended session.
    addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });
  }
})();
