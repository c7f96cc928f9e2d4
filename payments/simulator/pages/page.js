// The test payment page: asks the simulator to pay and tells the page that opened it.
(() => {
  const sheet = document.querySelector("main");
  const status = document.getElementById("status");
  const buttons = [...document.querySelectorAll("button")];

  function tell(type, detail) {
    parent.postMessage({ type, detail }, sheet.dataset.parent);
  }

  async function pay(outcome, method, silent) {
    for (const button of buttons) button.disabled = true;
    status.textContent = "Talking to the bank…";
    try {
      const answer = await fetch("/sim/pay", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ order_id: sheet.dataset.order, outcome, method }),
      });
      const body = await answer.json();
      if (!answer.ok) failed(body.error);
      else if (body.error) failed(body.error);
      else if (silent) status.textContent = "Paid. This tab tells nobody: close it now.";
      else tell("success", body);
    } catch {
      status.textContent = "The bank does not answer. Try again.";
    }
    for (const button of buttons) button.disabled = false;
  }

  function failed(error) {
    status.textContent = error.description;
    tell("failed", error);
  }

  document.getElementById("upi").addEventListener("submit", (event) => {
    event.preventDefault();
    pay(document.getElementById("vpa").value.startsWith("failure@") ? "failed" : "captured", "upi");
  });
  for (const button of document.querySelectorAll("[data-outcome]"))
    button.addEventListener("click", () =>
      pay(button.dataset.outcome, button.dataset.method, "silent" in button.dataset));
  document.querySelector("[data-close]").addEventListener("click", () => tell("dismissed"));
  addEventListener("keydown", (event) => event.key === "Escape" && tell("dismissed"));
  document.getElementById("vpa").focus();
})();
