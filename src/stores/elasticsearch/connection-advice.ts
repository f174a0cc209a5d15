// Why no connection came about, in words for people, and what to do about it.

interface Advice {
  readonly said: string;
  readonly hint: string;
}

const reasons: readonly (readonly [RegExp, string, string])[] = [
  [
    /ECONNREFUSED/,
    'nobody listens there',
    'Start Elasticsearch, or correct host and port in the address (its port is usually 9200).',
  ],
  [
    /ENOTFOUND|EAI_AGAIN/,
    'the name of the host is not known',
    'Correct the host in the address, or look at the name service of this machine.',
  ],
  [/certificate has expired/i, 'its certificate has expired', 'Renew the certificate of the node.'],
  [
    /self[- ]signed certificate|unable to verify|unable to get (local )?issuer|fingerprint/i,
    'its certificate is not trusted',
    'Set SHOPTRACE_ES_CA to the file of the authority that signed it, or SHOPTRACE_ES_FINGERPRINT.',
  ],
  [
    /does not match certificate|altnames/i,
    'its certificate is for another name',
    'Write a name into the address that the certificate holds.',
  ],
  [/wrong version number|packet length too long/, 'it does not speak TLS', 'Write http:// in the address.'],
  [
    /other side closed|socket hang up|ECONNRESET/,
    'it closes the connection',
    'If it speaks TLS, write https:// in the address; otherwise look at its log and at proxies in between.',
  ],
  [
    /timed out|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/i,
    'there is no answer',
    'Look whether the node is well and whether a firewall stands in between.',
  ],
];

/** @param text what the client said */
export function connectionAdvice(text: string): Advice {
  const found = reasons.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return { said: `${found[1]} (${text})`, hint: found[2] };
  return { said: text, hint: 'Look at the log of Elasticsearch; waiting may help.' };
}
