// Passkeys: the one thing on the desk that needs a script, because only a
// script can ask the device. Password and one-time code work without.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const answer = form.querySelector("[data-answer]");
    const say = form.querySelector("[data-none]");
    form.addEventListener("submit", async (e) => {
      if (answer.value) return;
      e.preventDefault();
      try {
        const options = JSON.parse(form.dataset.options);
        const key = form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        answer.value = JSON.stringify(key);
        form.submit();
      } catch {
        say.textContent = say.dataset.none;
      }
    });
  }
})();
