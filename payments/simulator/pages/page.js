// The test payment page: asks the simulator to pay and tells the page that opened it.
(() => {
  const sheet = document.querySelector("main");
  const status = document.getElementById("status");
  const ways = document.getElementById("ways");
  const bank = document.getElementById("bank");
  const controls = [...document.querySelectorAll("button, input, select")];

  function tell(type, detail) {
    if (parent !== window) parent.postMessage({ type, detail }, sheet.dataset.parent);
  }

  function busy(on) {
    sheet.setAttribute("aria-busy", String(on));
    for (const control of controls) control.disabled = on;
  }

  async function pay(means, silent) {
    const button = document.activeElement;
    busy(true);
    status.textContent = "Talking to the bank…";
    try {
      const answer = await fetch("/sim/pay", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ order_id: sheet.dataset.order, ...means }),
      });
      const body = await answer.json();
      if (body.error) failed(body.error);
      else if (silent) status.textContent = "Paid. This tab tells nobody: close it now.";
      else tell("success", body);
    } catch {
      status.textContent = "The bank does not answer. Try again.";
    }
    busy(false);
    button?.focus?.();
  }

  function failed(error) {
    show(ways, bank);
    const again = sheet.dataset.retry === "false" ? "" : " Try again or another way.";
    status.textContent = error.description + again;
    tell("failed", error);
  }

  function show(one, other) {
    one.hidden = false;
    other.hidden = true;
  }

  document.getElementById("upi").addEventListener("submit", (event) => {
    event.preventDefault();
    pay({ method: "upi", vpa: document.getElementById("vpa").value });
  });
  document.getElementById("card").addEventListener("submit", (event) => {
    event.preventDefault();
    pay({ method: "card", card: document.getElementById("number").value });
  });
  document.getElementById("netbanking").addEventListener("click", () => {
    status.textContent = "";
    show(bank, ways);
    document.getElementById("bank-name").focus();
  });
  document.getElementById("back").addEventListener("click", () => {
    show(ways, bank);
    document.getElementById("netbanking").focus();
  });
  for (const button of document.querySelectorAll("[data-bank]"))
    button.addEventListener("click", () =>
      pay({ method: "netbanking", outcome: button.dataset.bank }));
  document.getElementById("silent").addEventListener("click", () => pay({ method: "upi" }, true));
  document.querySelector("[data-close]").addEventListener("click", () => tell("dismissed"));
  addEventListener("keydown", (event) => event.key === "Escape" && tell("escaped"));
  const first = { card: "number", netbanking: "netbanking" }[sheet.dataset.method] ?? "vpa";
  const begin = () => document.getElementById(first).focus();
  // The frame gets the focus once it has loaded, which takes it from what has it inside.
  addEventListener("focus", () => document.activeElement === document.body && begin());
  begin();
})();
