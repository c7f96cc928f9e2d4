// Buttons of the simulator's page: each posts what its data says, then shows how things stand.
(() => {
  const status = document.getElementById("status");

  async function act(button) {
    const { act: name, bodyAct, number, id, status: state } = button.dataset;
    const body = { act: bodyAct, number: number && Number(number), id, status: state };
    const answer = await fetch(`/sim/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.ok) return location.reload();
    status.textContent = (await answer.json()).error.description;
  }

  for (const button of document.querySelectorAll("[data-act]"))
    button.addEventListener("click", () => act(button));
})();
