// Finds the certificate authority that a fingerprint names in what a node presents, so that everything else about it is verified as usual.
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';

const CONNECT_MS = 10_000;

/**
 * Nothing is sent over the connection that asks; the certificate that is found is then the only authority trusted.
 * @param fingerprint SHA-256, hexadecimal, with or without colons
 * @returns the certificate as PEM
 * @throws Error when no node can be reached, or none presents such a certificate
 */
export async function authorityWith(fingerprint: string, nodes: readonly string[]): Promise<string> {
  let last: unknown = new Error('a fingerprint needs an address that begins with https://');
  for (const node of nodes) {
    const url = new URL(node);
    if (url.protocol !== 'https:') continue;
    try {
      return await authorityAt(url, plain(fingerprint));
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

async function authorityAt({ hostname, port }: URL, wanted: string): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = connect({ host, port: Number(port || 443), rejectUnauthorized: false, ...servername });
  try {
    await connected(socket);
    const chain = chainOf(socket.getPeerCertificate(true));
    const found = chain.find(({ fingerprint256 }) => plain(fingerprint256) === wanted);
    if (found !== undefined) return new X509Certificate(found.raw).toString();
    throw new Error('no certificate it presents has the fingerprint of SHOPTRACE_ES_FINGERPRINT');
  } finally {
    socket.destroy();
  }
}

async function connected(socket: TLSSocket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
    socket.setTimeout(CONNECT_MS, () => reject(new Error('no answer to the TLS greeting')));
  });
}

function chainOf(first: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  let here: DetailedPeerCertificate | undefined = first;
  while (here?.raw !== undefined && !chain.includes(here)) {
    chain.push(here);
    here = here.issuerCertificate;
  }
  return chain;
}

const plain = (fingerprint: string): string => fingerprint.replaceAll(/[^0-9a-f]/gi, '').toUpperCase();
