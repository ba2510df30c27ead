// Asks the browser for a passkey and sends its answer with the form. Where it cannot, the form stays hidden.
document.querySelectorAll("form[data-passkey]").forEach((form) => {
  const kind = form.dataset.passkey;
  const read = kind === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
  if (!window.PublicKeyCredential || !PublicKeyCredential[read]) return;
  form.hidden = false;
  document.querySelectorAll("[data-passkey-missing]").forEach((words) => { words.hidden = true; });
  form.addEventListener("submit", (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const question = PublicKeyCredential[read](JSON.parse(form.dataset.question));
    navigator.credentials[kind]({ publicKey: question })
      .then((credential) => { form.elements.answer.value = JSON.stringify(credential.toJSON()); })
      .catch(() => { form.elements.answer.value = "null"; })
      .finally(() => form.submit());
  });
});
