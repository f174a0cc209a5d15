// The nonce of this page's content policy, for the few style elements that libraries write.
function read(): string {
  const meta = document.querySelector('meta[name="csp-nonce"]');
  return meta?.getAttribute('content') ?? '';
}

export const cspNonce: string = read();

declare global {
  // Read by the scroll lock of modals (`get-nonce`).
  var __webpack_nonce__: string | undefined;
}

globalThis.__webpack_nonce__ = cspNonce;
