// One real Elasticsearch node in a JVM of its own: start, crash, start again with the same data and port.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { javaFolder, type Installation } from './installation.js';

export type ServerSettings = Readonly<Record<string, string | number | boolean>>;

export interface NodeOptions {
  readonly installation: Installation;
  readonly name: string;
  /** Names of all nodes that form the cluster. */
  readonly members: readonly string[];
  /** For configuration, logs and temporary files. */
  readonly folder: string;
  readonly data: string;
  /** 0: a free one. */
  readonly httpPort: number;
  readonly heap: string;
  readonly password: string | null;
  readonly settings: ServerSettings;
  /** Lives for a few tests: what the JVM would gain by compiling better it would not earn any more. */
  readonly shortLived: boolean;
}

const START_MS = 180_000;
const STOP_MS = 20_000;

export class ServerNode {
  readonly name: string;
  readonly #options: NodeOptions;
  #child: ChildProcess | null = null;
  #httpPort: number;
  /** host:port of the transport, once it has started. */
  transport: string | null = null;

  constructor(options: NodeOptions) {
    this.name = options.name;
    this.#options = options;
    this.#httpPort = options.httpPort;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#httpPort}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get log(): string {
    return join(this.#options.folder, 'node.log');
  }

  /** Resolves when it answers HTTP; it may not have joined its cluster yet. Port and data stay the same. */
  async start(): Promise<void> {
    if (this.running) throw new Error(`${this.name} is running`);
    this.#writeConfiguration();
    this.#spawn();
    await this.#opened();
  }

  /** Other nodes to look for: written for this node to read, while it runs. */
  meet(transports: readonly string[]): void {
    const config = join(this.#options.folder, 'config');
    if (existsSync(config)) writeFileSync(join(config, 'unicast_hosts.txt'), `${transports.join('\n')}\n`);
  }

  /** Ends the JVM, as a crash does or gracefully; resolves when it is gone. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === null || !this.running) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.ref();
    child.kill(signal);
    const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(hard);
  }

  #writeConfiguration(): void {
    const { folder, data } = this.#options;
    const fresh = !existsSync(data);
    rmSync(join(folder, 'logs'), { recursive: true, force: true });
    for (const name of ['config', 'logs', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
    mkdirSync(data, { recursive: true });
    copyFileSync(join(javaFolder, 'log4j2.properties'), join(folder, 'config', 'log4j2.properties'));
    const lines = Object.entries(this.#settings(fresh)).map(
      ([key, value]) => `${key}: ${JSON.stringify(value)}`,
    );
    writeFileSync(join(folder, 'config', 'elasticsearch.yml'), `${lines.join('\n')}\n`);
  }

  #settings(fresh: boolean): Record<string, unknown> {
    const { name, members, folder, data, password, settings } = this.#options;
    const several = {
      'discovery.seed_providers': 'file',
      'discovery.initial_state_timeout': '0s',
      ...(fresh ? { 'cluster.initial_master_nodes': members } : {}),
    };
    const security = {
      'xpack.security.enabled': true,
      'xpack.security.enrollment.enabled': false,
      'xpack.security.http.ssl.enabled': false,
      'xpack.security.transport.ssl.enabled': false,
    };
    return {
      'cluster.name': 'shoptrace-test',
      'node.name': name,
      'path.data': data,
      'path.logs': join(folder, 'logs'),
      'network.host': '127.0.0.1',
      'http.port': this.#httpPort,
      'transport.port': 0,
      'node.portsfile': true,
      // A full disk of the machine must not fail tests.
      'cluster.routing.allocation.disk.threshold_enabled': false,
      ...(members.length === 1 ? { 'discovery.type': 'single-node' } : several),
      ...(password === null ? {} : security),
      ...settings,
    };
  }

  #spawn(): void {
    const { installation, folder, password } = this.#options;
    const log = openSync(this.log, 'a');
    const secrets = password === null ? {} : { SERVER_NODE_PASSWORD: password };
    const child = spawn(join(installation.jdk.home, 'bin', 'java'), this.#javaArguments(), {
      stdio: ['pipe', log, log],
      cwd: folder,
      env: { ...process.env, ...secrets },
    });
    closeSync(log);
    this.#child = child;
    // The pipe to its standard input keeps the node alive: the node ends when this process does, killed or not.
    child.stdin?.on('error', () => undefined);
    child.unref();
    if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function')
      child.stdin.unref();
  }

  #javaArguments(): string[] {
    const { installation, folder, heap, password, shortLived } = this.#options;
    const { home, jdk, version } = installation;
    const foreign = version.startsWith('8') ? '' : ',org.elasticsearch.foreign';
    const exported = ['interceptor', 'internal'].map(
      (name) => `--add-exports=org.elasticsearch.server/org.elasticsearch.plugins.${name}=ALL-UNNAMED`,
    );
    return [
      `-Xms${heap}`,
      `-Xmx${heap}`,
      ...(shortLived ? ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'] : ['-XX:+UseG1GC']),
      '-XX:+ExitOnOutOfMemoryError',
      '-Dfile.encoding=UTF-8',
      `-Djava.io.tmpdir=${join(folder, 'tmp')}`,
      '-Des.distribution.type=tar',
      `-Des.nativelibs.path=${join(home, 'native')}`,
      `-Djava.library.path=${join(home, 'native')}`,
      // The vector library is not published; asking for it would switch all native access off, compression too.
      '-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false',
      '-Dlog4j.shutdownHookEnabled=false',
      '-Dlog4j2.disable.jmx=true',
      ...(jdk.major >= 20 ? ['--add-modules=jdk.incubator.vector'] : []),
      '--add-modules=ALL-MODULE-PATH,jdk.net,jdk.management',
      '--module-path',
      join(home, 'server'),
      `--enable-native-access=ALL-UNNAMED,org.elasticsearch.nativeaccess,org.apache.lucene.core${foreign}`,
      ...(password === null ? [] : exported),
      '-cp',
      join(home, 'classes'),
      'ServerNode',
      home,
      join(folder, 'config'),
    ];
  }

  async #opened(): Promise<void> {
    const ports = (kind: string): string => join(this.#options.folder, 'logs', `${kind}.ports`);
    const end = Date.now() + START_MS;
    while (!existsSync(ports('http')) || !existsSync(ports('transport'))) {
      if (!this.running) throw new Error(`${this.name} ended while it started\n${this.lastWords()}`);
      if (Date.now() > end) throw new Error(`${this.name} does not open its ports\n${this.lastWords()}`);
      await sleep(50);
    }
    const address = (kind: string): string => readFileSync(ports(kind), 'utf8').trim().split('\n')[0] ?? '';
    this.#httpPort = Number(new URL(`http://${address('http')}`).port);
    this.transport = address('transport');
  }

  lastWords(): string {
    if (!existsSync(this.log)) return '';
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-40).join('\n');
  }
}
