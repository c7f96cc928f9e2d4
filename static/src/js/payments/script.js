// The gateway's own script, and the window it opens.
const PATIENCE_MS = 20_000;
// Browsers inside other apps lose our page to the bank's: there the gateway comes back to an address, not to the page.
const INSIDE = /\b(FBAN|FBAV|FB_IAB|Instagram|Line|MicroMessenger|Snapchat|LinkedInApp|Twitter)\b|; wv\)/;

export const insideAnApp = () => INSIDE.test(navigator.userAgent);

/** Load the gateway's script once; throws when it cannot be had, or not in time. */
export function loadScript(source) {
  return new Promise((resolve, reject) => {
    if (window.Razorpay) return resolve();
    const script = document.createElement("script");
    const give = () => {
      script.remove();
      reject(new Error("The payment window could not be loaded. Check your connection and try again."));
    };
    const timer = setTimeout(give, PATIENCE_MS);
    script.src = source;
    script.onload = () => {
      clearTimeout(timer);
      resolve();
    };
    script.onerror = give;
    document.head.append(script);
  });
}

/** UPI stands first unless who pays has chosen another way; all other ways follow.
    https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/configure-payment-methods/ */
export function ways(prefill) {
  if (prefill?.method && prefill.method !== "upi") return {};
  const upi = { name: "Pay by UPI", instruments: [{ method: "upi" }] };
  const display = { blocks: { upi }, sequence: ["block.upi"], preferences: { show_default_blocks: true } };
  return { config: { display } };
}

export function openWindow(options, { callback, handler, dismissed, failed }) {
  const { key, order_id, amount, currency, name, description, prefill, timeout } = options;
  const window_ = new window.Razorpay({
    key, order_id, amount, currency, name, description, prefill, timeout,
    ...ways(prefill),
    theme: { color: "#0B5A56" },
    ...(callback ? { callback_url: callback, redirect: true } : {}),
    handler,
    modal: { ondismiss: dismissed, handleback: true },
  });
  window_.on("payment.failed", ({ error }) => failed(error?.description ?? ""));
  window_.open();
}
