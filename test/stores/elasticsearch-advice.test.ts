// Why an Elasticsearch cannot be reached, on real sockets: each reason in words, and each with its own advice.
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openElasticsearchStore } from '../../src/stores/elasticsearch/elasticsearch-store.js';
import { createLog } from '../../src/telemetry/log.js';
import { makeCertificates } from '../support/elasticsearch/certificates.js';
import { lineDecoder } from '../support/line-format.js';

let servers: Server[] = [];
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  servers = [];
  sockets = [];
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.push(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** What a person is told who asks an address. */
async function told(url: string): Promise<{ readonly message: string; readonly hint: string }> {
  const store = openElasticsearchStore({
    url,
    decoder: lineDecoder,
    environment: {},
    log: createLog({ level: 'silent', format: 'text' }),
    requestTimeoutMs: 1_000,
  });
  try {
    await store.datasets();
  } catch (error) {
    return error as { readonly message: string; readonly hint: string };
  } finally {
    await store.close();
  }
  throw new Error('it could be asked');
}

const page = () =>
  createHttp((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html><title>Please log in</title></html>');
  });

test('nobody listens', async () => {
  const { message, hint } = await told('http://127.0.0.1:1');
  expect(message).toMatch(/^Elasticsearch at 127\.0\.0\.1:1 cannot be reached .*: nobody listens there/);
  expect(hint).toContain('Start Elasticsearch');
});

test('a host of no known name', async () => {
  const { message, hint } = await told('http://elasticsearch.invalid:9200');
  expect(message).toContain('the name of the host is not known');
  expect(hint).toContain('Correct the host');
});

test('https to a server without TLS, and http to one with it', async () => {
  const plain = await told(`https://127.0.0.1:${await portOf(page())}`);
  expect(plain.message).toContain('it does not speak TLS');
  expect(plain.hint).toContain('http://');
  const { valid: cert, key } = makeCertificates();
  const secure = await told(`http://127.0.0.1:${await portOf(createHttps({ cert, key }))}`);
  expect(secure.message).toContain('it closes the connection');
  expect(secure.hint).toContain('https://');
});

test('a certificate that nothing speaks for, and one that has expired', async () => {
  const { valid, expired, key } = makeCertificates();
  const untrusted = await told(`https://127.0.0.1:${await portOf(createHttps({ cert: valid, key }))}`);
  expect(untrusted.message).toContain('its certificate is not trusted');
  expect(untrusted.hint).toContain('SHOPTRACE_ES_CA');
  const old = await told(`https://127.0.0.1:${await portOf(createHttps({ cert: expired, key }))}`);
  expect(old.message).toMatch(/its certificate (has expired|is not trusted)/);
});

test('no answer at all', async () => {
  const { message, hint } = await told(`http://127.0.0.1:${await portOf(createTcp())}`);
  expect(message).toContain('there is no answer');
  expect(hint).toContain('firewall');
});

test('a page for people', async () => {
  const { message, hint } = await told(`http://127.0.0.1:${await portOf(page())}`);
  expect(message).toMatch(/^What answers at .* is not Elasticsearch/);
  expect(hint).toContain('Kibana (5601)');
});
