// Certificates for tests, made by the machine's openssl: an authority, a valid certificate of this host, and one that has expired.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificates {
  readonly authority: string;
  /** SHA-256 of the authority. */
  readonly fingerprint: string;
  readonly valid: string;
  readonly expired: string;
  readonly key: string;
}

const CONFIGURATION = `[ca]
default_ca = test
[test]
database = index.txt
serial = serial
unique_subject = no
policy = policy
[policy]
commonName = supplied
`;
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const SIGN = ['ca', '-batch', '-notext', '-in', 'node.csr', '-cert', 'ca.crt', '-keyfile', 'ca.key'];

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-tls-'));
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const sign = (out: string, from: string, to: string): void => {
    const files = [
      '-config',
      'ca.conf',
      '-extfile',
      'names.txt',
      '-outdir',
      '.',
      '-md',
      'sha256',
      '-out',
      out,
    ];
    openssl(...SIGN, ...files, '-startdate', from, '-enddate', to);
  };
  try {
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(join(folder, 'serial'), '01\n');
    writeFileSync(join(folder, 'ca.conf'), CONFIGURATION);
    writeFileSync(join(folder, 'names.txt'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
    const authority = ['-subj', '/CN=shoptrace test authority', '-days', '3650', '-keyout', 'ca.key'];
    openssl('req', '-x509', ...NEW_KEY, ...authority, '-out', 'ca.crt');
    openssl('req', ...NEW_KEY, '-subj', '/CN=localhost', '-keyout', 'node.key', '-out', 'node.csr');
    sign('valid.crt', '20200101000000Z', '20491231000000Z');
    sign('expired.crt', '20200101000000Z', '20210101000000Z');
    return {
      authority: read('ca.crt'),
      fingerprint: new X509Certificate(read('ca.crt')).fingerprint256,
      valid: read('valid.crt'),
      expired: read('expired.crt'),
      key: read('node.key'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
