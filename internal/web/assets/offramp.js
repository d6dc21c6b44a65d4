// Small helps for the desk. Everything works without this file.
(() => {
  "use strict";
  const go = { d: "/", r: "/reports", c: "/cases", p: "/people", m: "/meetings" };
  let before = "";
  let off = false;
  addEventListener("keydown", (e) => {
    const at = e.target;
    if (e.ctrlKey || e.metaKey || e.altKey || (at instanceof Element && at.closest("input,textarea,select,[contenteditable]"))) return;
    if (e.key === "x") { off = !off; return; }
    if (off) return;
    if (before === "g" && go[e.key]) { location.href = go[e.key]; return; }
    if (e.key === "/") { e.preventDefault(); location.href = "/search"; return; }
    if (e.key === "?") { location.href = "/keys"; return; }
    before = e.key;
  });
  // What was typed is not lost by a stray click.
  let dirty = false;
  for (const f of document.querySelectorAll("form[data-guard]")) {
    f.addEventListener("input", () => { dirty = true; });
    f.addEventListener("submit", () => { dirty = false; });
  }
  // A file that is too large is said before it is sent, not after.
  for (const f of document.querySelectorAll("input[type=file][data-most]")) {
    f.addEventListener("change", () => {
      const big = [...f.files].find((x) => x.size > Number(f.dataset.most));
      f.setCustomValidity(big ? `${big.name}: ${f.dataset.toobig}` : "");
      f.reportValidity();
    });
  }
  addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });
  document.getElementById("faults")?.focus();
  // After the session's idle time the page hides what it shows.
  let last = Date.now();
  for (const t of ["keydown", "pointerdown", "scroll"]) addEventListener(t, () => { last = Date.now(); }, { passive: true });
  if (document.querySelector("form[action='/sign-out']")) {
    setInterval(() => { if (Date.now() - last > 30 * 60 * 1000) { document.querySelector("main").replaceChildren(); location.href = "/sign-in"; } }, 15000);
  }
})();
