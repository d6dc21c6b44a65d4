// Passkeys: the one thing on the desk that needs a script, because only a
// script can ask the device. Password and one-time code work without.
(() => {
  "use strict";
  // At the document: a form may come in place of the page's inside.
  document.addEventListener("submit", async (e) => {
    const form = e.target.closest("form[data-passkey]");
    const answer = form?.querySelector("[data-answer]");
    if (!form || answer.value) return;
    e.preventDefault();
    try {
      const options = JSON.parse(form.dataset.options);
      const key = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      answer.value = JSON.stringify(key);
      form.submit();
    } catch {
      const say = form.querySelector("[data-none]");
      say.textContent = say.dataset.none;
    }
  });
})();
