// Where Elasticsearch is and how to get in: the store's address, and secrets from the environment or from files.
import { readFileSync } from 'node:fs';
import { ShoptraceError } from '../../model/errors.js';

export interface ElasticsearchAddress {
  /** Addresses of one or more nodes, without secrets. */
  readonly nodes: readonly string[];
  /** Beginning of all index names. */
  readonly prefix: string;
}

export interface Credentials {
  readonly auth:
    { readonly apiKey: string } | { readonly username: string; readonly password: string } | null;
  /** PEM of the certificate authority to trust. */
  readonly certificate: string | null;
  /** SHA-256 fingerprint of the certificate authority. */
  readonly fingerprint: string | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const DEFAULT_PREFIX = 'shoptrace';
const PREFIX = /^[a-z0-9][a-z0-9_]{0,30}$/;

/**
 * @param url `http(s)://HOST:PORT[,http(s)://HOST:PORT …][?prefix=NAME]`
 * @throws usage
 */
export function parseAddress(url: string): ElasticsearchAddress {
  const [places = '', query = ''] = url.split('?', 2);
  const nodes = places.split(',').map(nodeAddress);
  const prefix = new URLSearchParams(query).get('prefix') ?? DEFAULT_PREFIX;
  if (!PREFIX.test(prefix))
    throw new ShoptraceError(
      'usage',
      `${JSON.stringify(prefix.slice(0, 80))} cannot begin the names of indices`,
      'Use 1 to 31 lower-case letters, digits and "_", beginning with a letter or digit.',
    );
  return { nodes, prefix };
}

function nodeAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new ShoptraceError(
      'usage',
      `${JSON.stringify(text.replace(/\/\/[^/]*@/, '//***@'))} is not the address of an Elasticsearch node`,
      'Give http(s)://HOST:PORT; several nodes separated by commas.',
    );
  if (url.username !== '' || url.password !== '')
    throw new ShoptraceError(
      'usage',
      `The address of ${url.host} holds a user or password, which others on this machine can see`,
      'Leave it out of the address; set SHOPTRACE_ES_API_KEY_FILE, or SHOPTRACE_ES_USER and SHOPTRACE_ES_PASSWORD_FILE.',
    );
  return url.href;
}

/**
 * Read again whenever Elasticsearch refuses them, so that a key may be replaced in its file.
 * @throws usage, path-unreadable
 */
export function readCredentials(environment: Environment): Credentials {
  const certificate = environment['SHOPTRACE_ES_CA'] ?? '';
  const fingerprint = environment['SHOPTRACE_ES_FINGERPRINT'] ?? '';
  return {
    auth: authOf(environment),
    certificate: certificate === '' ? null : readSecretFile(certificate, 'SHOPTRACE_ES_CA'),
    fingerprint: fingerprint === '' ? null : fingerprint,
  };
}

function authOf(environment: Environment): Credentials['auth'] {
  const apiKey = secretOf(environment, 'SHOPTRACE_ES_API_KEY');
  if (apiKey !== null) return { apiKey };
  const username = environment['SHOPTRACE_ES_USER'] ?? '';
  if (username === '') return null;
  const password = secretOf(environment, 'SHOPTRACE_ES_PASSWORD');
  if (password === null)
    throw new ShoptraceError(
      'usage',
      'SHOPTRACE_ES_USER is set without a password',
      'Set SHOPTRACE_ES_PASSWORD_FILE (or SHOPTRACE_ES_PASSWORD).',
    );
  return { username, password };
}

function secretOf(environment: Environment, name: string): string | null {
  const file = environment[`${name}_FILE`] ?? '';
  const secret = file === '' ? (environment[name] ?? '') : readSecretFile(file, `${name}_FILE`).trim();
  return secret === '' ? null : secret;
}

function readSecretFile(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ShoptraceError(
      'path-unreadable',
      `${name} names ${path}, which cannot be read`,
      'Check the path and who may read it.',
      { cause },
    );
  }
}
