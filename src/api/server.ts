// Serves API and console on one port, and stops quickly even while pages listen to the live stream.
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { ShoptraceError } from '../model/errors.js';
import { addConsole } from './console-files.js';
import { createApi } from './create-api.js';
import type { ApiDeps } from './dependencies.js';
import { allowedHosts, refuseOpenBind, type Authentication } from './security.js';

export interface ServeOptions {
  readonly deps: ApiDeps;
  /** Default: loopback. Anything else needs authentication. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly consoleFolder: string;
  readonly authentication?: Authentication;
  /** Address that people use when a proxy stands in front. */
  readonly publicUrl?: string | undefined;
}

export interface ServedApi {
  /** `http://127.0.0.1:7733` */
  readonly url: string;
  /** Ends live streams at once, lets answers in work end, and cuts what is still open after half a second. */
  close(): Promise<void>;
}

/** A large file over a slow line may take so long to arrive; every other body is small. */
const UPLOAD_MS = 3_600_000;
const GRACE_MS = 500;
const IDLE_CHECK_MS = 20;

/** @throws bind-refused, port-taken */
export async function serveApi(options: ServeOptions): Promise<ServedApi> {
  const { deps, host = '127.0.0.1', port, authentication = { kind: 'none' } } = options;
  refuseOpenBind(host, authentication);
  const api = createApi(deps, { authentication, hosts: allowedHosts(host, options.publicUrl) });
  await addConsole(api.app, options.consoleFolder);
  const server = createAdaptorServer({
    fetch: api.app.fetch,
    hostname: host,
    serverOptions: { requestTimeout: UPLOAD_MS, headersTimeout: 10_000, maxHeaderSize: 16_384 },
  }) as Server;
  const boundPort = await listen(server, host, port).catch((error: unknown) => {
    api.close();
    throw error;
  });
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shownHost}:${boundPort}`,
    close: async () => {
      api.close();
      await closeServer(server);
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port)));
    server.listen(port, host, resolve);
  });
  server.removeAllListeners('error');
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  if (cause.code === 'EADDRINUSE')
    return new ShoptraceError(
      'port-taken',
      `Port ${port} of ${host} is in use.`,
      'Stop the other program, or choose another port with --port (0 takes any free one).',
      { cause },
    );
  if (cause.code === 'EACCES' || cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND')
    return new ShoptraceError(
      'port-taken',
      `${host}:${port} cannot be listened on (${cause.code}).`,
      'Choose another port with --port, or 127.0.0.1 as host.',
      { cause },
    );
  return cause;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // A connection whose stream has just ended turns idle a moment later; `server.close` looked too early.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
