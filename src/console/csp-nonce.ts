// The nonce of this page's content policy, for the few style elements that libraries write.
function read(): string {
  const meta = document.querySelector('meta[name="csp-nonce"]');
  return meta?.getAttribute('content') ?? '';
}

export const cspNonce: string = read();

/** The scroll lock of modals (`get-nonce`) looks for its nonce under this global name. */
export function shareNonce(): void {
  Reflect.set(globalThis, '__webpack_nonce__', cspNonce);
}
