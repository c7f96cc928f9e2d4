// Stand-in of Razorpay's checkout.js: the same constructor, open(), close() and on(); the payment page
// itself runs in a frame served by the simulator.
(() => {
  const origin = new URL(document.currentScript?.src ?? "http://localhost:9100/v1/checkout.js").origin;

  function styled(element, rules) {
    Object.assign(element.style, rules);
    return element;
  }

  class Razorpay {
    constructor(options) {
      if (!options?.key || !options.order_id) throw new Error("key and order_id are needed");
      this.options = options;
      this.listeners = {};
      this.hear = (event) => this.receive(event);
    }

    on(name, callback) {
      (this.listeners[name] ??= []).push(callback);
    }

    open() {
      const query = new URLSearchParams({
        order_id: this.options.order_id,
        key: this.options.key,
        name: this.options.name ?? "",
        description: this.options.description ?? "",
        method: this.options.prefill?.method ?? "",
        retry: String(this.options.retry?.enabled ?? this.options.retry ?? true),
        parent: location.origin,
      });
      this.opener = document.activeElement;
      this.frame = styled(document.createElement("iframe"), {
        position: "fixed", inset: "0", width: "100%", height: "100%", border: "0", zIndex: "2147483647",
      });
      this.frame.title = "Test payment";
      this.frame.src = `${origin}/sim/checkout?${query}`;
      window.addEventListener("message", this.hear);
      document.body.append(this.frame);
      this.frame.addEventListener("load", () => this.frame?.focus());
      const seconds = Number(this.options.timeout);
      if (seconds > 0) this.timer = setTimeout(() => this.dismiss("timeout"), seconds * 1000);
    }

    close() {
      clearTimeout(this.timer);
      window.removeEventListener("message", this.hear);
      this.frame?.remove();
      this.frame = null;
      this.opener?.focus?.();
    }

    dismiss(reason) {
      this.close();
      this.options.modal?.ondismiss?.(reason);
    }

    receive(event) {
      if (event.origin !== origin || event.source !== this.frame?.contentWindow) return;
      const { type, detail } = event.data ?? {};
      if (type === "success") {
        this.close();
        if (this.options.callback_url) this.sendBack(detail);
        else this.options.handler?.(detail);
      } else if (type === "failed") {
        for (const callback of this.listeners["payment.failed"] ?? []) callback({ error: detail });
        const retry = this.options.retry?.enabled ?? this.options.retry ?? true;
        if (!retry) this.dismiss();
      } else if (type === "dismissed" || (type === "escaped" && this.options.modal?.escape !== false)) {
        if (this.options.modal?.confirm_close && !confirm("Leave the payment?")) return;
        this.dismiss();
      }
    }

    // In-app browsers have no frame to come back from: the proof is posted as a form would.
    sendBack(proof) {
      const form = document.createElement("form");
      form.method = "post";
      form.action = this.options.callback_url;
      for (const [name, value] of Object.entries(proof)) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value });
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    }
  }

  window.Razorpay = Razorpay;
})();
