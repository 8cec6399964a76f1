// The host page's side of the widget: buttons that open it with a question written in its box.
const chat = document.querySelector("kuntoutusneuvo-chat");

for (const button of document.querySelectorAll("[data-question]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    chat.open();
    chat.prefill(button.dataset.question);
  });
}
