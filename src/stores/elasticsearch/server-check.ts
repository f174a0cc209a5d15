// Asks the server who it is, before anything is asked of it: only Elasticsearch 8.19 and 9 are spoken to.
import { ShoptraceError } from '../../model/errors.js';
import { unsupported, type Connection, type Reply } from './connection.js';
import { storeError } from './failures.js';

interface Greeting {
  readonly version?: { readonly number?: unknown; readonly distribution?: unknown };
  readonly tagline?: unknown;
}

const OLDEST_MINOR_OF_8 = 19;
const CHECK_MS = 1_000;

/**
 * @returns the version
 * @throws store-unreachable, store-denied, store-unsupported
 */
export async function checkServer(connection: Connection): Promise<string> {
  const what = 'first question';
  const expect = ['missing', 'blocked'] as const;
  const reply = await connection.send({ method: 'GET', path: '/', what, expect, patienceMs: CHECK_MS });
  if (reply.failure !== null) throw refusal(connection.where, reply);
  const greeting = typeof reply.body === 'object' && reply.body !== null ? (reply.body as Greeting) : {};
  const version = greeting.version?.number;
  if (typeof version !== 'string') throw wrongAddress(connection.where, 'it does not tell its version');
  const distribution = greeting.version?.distribution;
  if (distribution !== undefined) {
    const name = typeof distribution === 'string' ? distribution : 'another distribution,';
    throw unsupported(`${name} ${version} at ${connection.where} is not Elasticsearch`);
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 9 || major < 8 || (major === 8 && minor < OLDEST_MINOR_OF_8))
    throw unsupported(`Elasticsearch ${version} at ${connection.where} is not supported`);
  return version;
}

function refusal(where: string, { status, failure }: Reply): ShoptraceError {
  const text = failure?.text ?? '';
  if (/security_exception/.test(text)) return storeError({ kind: 'blocked', text }, where, 'first question');
  // Elasticsearch 7 does not know the media type of version 8.
  if (/media_type_header_exception/.test(text))
    return unsupported(`The server at ${where} is too old: ${text}`);
  return wrongAddress(where, `status ${status}`);
}

function wrongAddress(where: string, reason: string): ShoptraceError {
  return new ShoptraceError(
    'store-unsupported',
    `What answers at ${where} is not Elasticsearch: ${reason}`,
    'Check the address and port (Kibana listens on 5601, Elasticsearch on 9200).',
  );
}
