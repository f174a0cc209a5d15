// Real Elasticsearch nodes on 127.0.0.1 for tests: one or three of them, gone when the tests are.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder, installServer } from './installation.js';
import type { ServerVersion } from './machine.js';
import { ServerNode, type ServerSettings } from './server-node.js';

export interface ClusterOptions {
  readonly version: ServerVersion;
  readonly nodes?: number;
  /** HTTP port of the first node; default: free ones. */
  readonly port?: number;
  readonly heap?: string;
  /** Keeps data here; default: deleted at the end. */
  readonly data?: string;
  /** With users, roles and API keys; anonymous requests are refused. */
  readonly security?: boolean;
  /** For a few tests: begins faster, and is slower in the long run. */
  readonly shortLived?: boolean;
  /** Any setting of elasticsearch.yml, for the node with this index. */
  readonly settings?: (index: number) => ServerSettings;
}

const HEALTH_MS = 180_000;
const MEMORY = '/dev/shm';
const MEMORY_BYTES = 4 * 2 ** 30;

export class Cluster {
  readonly nodes: readonly ServerNode[];
  /** Of the user `elastic`; null without security. */
  readonly password: string | null;
  readonly #folders: readonly string[];

  private constructor(nodes: readonly ServerNode[], password: string | null, folders: readonly string[]) {
    this.nodes = nodes;
    this.password = password;
    this.#folders = folders;
  }

  /** Resolves when it is healthy: green, or with one node yellow (kept data may ask for copies elsewhere). */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const { version, security = false, nodes: count = 1, heap = '512m', port = 0 } = options;
    const installation = installServer(version, security);
    const folder = runFolder(join(cacheFolder(), 'runs'));
    const data =
      options.shortLived === true ? runFolder(memoryFolder() ?? join(folder, 'data')) : join(folder, 'data');
    const password = security ? randomBytes(12).toString('base64url') : null;
    const members = Array.from({ length: count }, (_, index) => `node-${index + 1}`);
    const nodes = members.map(
      (name, index) =>
        new ServerNode({
          installation,
          name,
          members,
          folder: join(folder, name),
          data: join(options.data ?? data, name),
          shortLived: options.shortLived ?? false,
          httpPort: port === 0 ? 0 : port + index,
          heap,
          password,
          settings: options.settings?.(index) ?? {},
        }),
    );
    const cluster = new Cluster(nodes, password, [folder, data]);
    try {
      await Promise.all(nodes.map((node) => cluster.startNode(node)));
      await cluster.healthy(count === 1 ? 'yellow' : 'green');
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  get url(): string {
    return this.nodes[0]?.url ?? '';
  }

  async startNode(node: ServerNode): Promise<void> {
    await node.start();
    const known = this.nodes.flatMap(({ running, transport }) => (running ? (transport ?? []) : []));
    for (const other of this.nodes) other.meet(known);
  }

  async healthy(status: 'green' | 'yellow', count = this.nodes.length): Promise<void> {
    const query = `wait_for_status=${status}&wait_for_nodes=${count}&timeout=1s`;
    const end = Date.now() + HEALTH_MS;
    for (;;) {
      const node = this.nodes.find(({ running }) => running);
      if (node === undefined) throw new Error(`No node is running\n${this.nodes[0]?.lastWords() ?? ''}`);
      if ((await this.#status(`${node.url}/_cluster/health?${query}`)) === 200) return;
      if (Date.now() > end) throw new Error(`The cluster does not become ${status}\n${node.lastWords()}`);
      await sleep(100);
    }
  }

  /** A request as the user `elastic`; JSON in, JSON out. @throws when the answer is not 2xx */
  async request(method: string, path: string, body?: unknown): Promise<unknown> {
    const node = this.nodes.find(({ running }) => running);
    const response = await fetch(`${node?.url ?? this.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...this.#authorization() },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return text === '' ? null : (JSON.parse(text) as unknown);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill('SIGTERM')));
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  #authorization(): Record<string, string> {
    if (this.password === null) return {};
    return { authorization: `Basic ${Buffer.from(`elastic:${this.password}`).toString('base64')}` };
  }

  async #status(url: string): Promise<number> {
    try {
      const response = await fetch(url, { headers: this.#authorization() });
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  }
}

/** A folder named for this process; those of processes that are gone are removed. */
function runFolder(runs: string): string {
  mkdirSync(runs, { recursive: true });
  for (const name of readdirSync(runs))
    if (!isAlive(Number(name.split('-')[0]))) rmSync(join(runs, name), { recursive: true, force: true });
  return mkdtempSync(join(runs, `${process.pid}-`));
}

/** Where a node's data need not wait for a disk; null where there is little room. */
function memoryFolder(): string | null {
  const { bavail, bsize } = existsSync(MEMORY) ? statfsSync(MEMORY) : { bavail: 0, bsize: 0 };
  return bavail * bsize >= MEMORY_BYTES ? join(MEMORY, 'shoptrace-elasticsearch') : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
