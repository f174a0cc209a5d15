// Lays out a published Elasticsearch server once, from Maven, in a cache; later starts find it there.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findJdk, findZstd, installHint, type Jdk, type ServerVersion } from './machine.js';

export const javaFolder = fileURLToPath(new URL('./java/', import.meta.url));

export interface Installation {
  readonly version: ServerVersion;
  readonly home: string;
  readonly jdk: Jdk;
  readonly security: boolean;
}

/** Where installations and running nodes are kept. */
export function cacheFolder(): string {
  const shared = process.env['XDG_CACHE_HOME'];
  if (shared !== undefined && shared !== '') return join(shared, 'shoptrace-elasticsearch');
  return fileURLToPath(new URL('../../../node_modules/.cache/elasticsearch/', import.meta.url));
}

/**
 * @param security also the modules of users, roles and API keys
 * @throws Error with what is missing on this machine, or what Maven said
 */
export function installServer(version: ServerVersion, security: boolean): Installation {
  const jdk = findJdk(version);
  if (jdk === null) throw new Error(`No JDK for Elasticsearch ${version}: ${installHint}`);
  const cache = cacheFolder();
  const name = `${version}-jdk${jdk.major}${security ? '-security' : ''}-${recipeMark()}`;
  const home = join(cache, name);
  if (!existsSync(home)) build(cache, { version, home, jdk, security });
  return { version, home, jdk, security };
}

/** Another recipe, another installation. */
function recipeMark(): string {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const file of readdirSync(javaFolder)) hash.update(readFileSync(join(javaFolder, file)));
  return hash.digest('hex').slice(0, 8);
}

function build(cache: string, installation: Installation): void {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, '.building-'));
  try {
    fill(folder, installation);
    renameSync(folder, installation.home);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    // Another process may have been quicker.
    if (!existsSync(installation.home)) throw error;
  }
}

function fill(folder: string, { version, jdk, security }: Installation): void {
  const zstd = findZstd();
  if (zstd === null) throw new Error(`libzstd.so.1 is missing: ${installHint}`);
  const server = join(folder, 'server');
  copyJars(version, 'org.elasticsearch', 'elasticsearch', server);
  const present = new Set(readdirSync(server));
  const modules = ['transport-netty4', ...(security ? ['x-pack-core', 'x-pack-security'] : [])];
  for (const module of modules) addModule(folder, version, jdk, module, present);
  mkdirSync(join(folder, 'plugins'));
  mkdirSync(join(folder, 'native'));
  copyFileSync(zstd, join(folder, 'native', 'libzstd.so'));
  compile(jdk, server, join(folder, 'classes'), ['ServerNode.java', 'GreetingEndpoint.java']);
  if (security) addSecurityAnalysis(folder, version, jdk, server);
}

function addModule(
  folder: string,
  version: ServerVersion,
  jdk: Jdk,
  module: string,
  present: Set<string>,
): void {
  const target = join(folder, 'modules', module);
  copyJars(version, 'org.elasticsearch.plugin', module, target);
  for (const jar of readdirSync(target)) if (present.has(jar)) rmSync(join(target, jar));
  const inside = join('META-INF', 'es-plugins', module, 'plugin-descriptor.properties');
  execFileSync(join(jdk.home, 'bin', 'jar'), ['xf', `${module}-${version}.jar`, inside], { cwd: target });
  let descriptor = readFileSync(join(target, inside), 'utf8');
  rmSync(join(target, 'META-INF'), { recursive: true });
  if (module.startsWith('x-pack')) {
    for (const jar of readdirSync(target)) present.add(jar);
    // As a Java module it would ask for the libraries of single sign-on.
    descriptor = descriptor.replace(/^modulename=.*$/m, '');
  }
  writeFileSync(join(target, 'plugin-descriptor.properties'), descriptor);
}

function addSecurityAnalysis(folder: string, version: ServerVersion, jdk: Jdk, server: string): void {
  const classes = join(folder, 'security-analysis');
  const plugin = join(folder, 'plugins', 'security-analysis');
  compile(jdk, server, classes, ['SecurityAnalysis.java']);
  mkdirSync(plugin);
  execFileSync(join(jdk.home, 'bin', 'jar'), [
    'cf',
    join(plugin, 'security-analysis.jar'),
    '-C',
    classes,
    '.',
  ]);
  const descriptor = [
    'name=security-analysis',
    'description=analysis of the security index',
    'classname=SecurityAnalysis',
    'version=1',
    `elasticsearch.version=${version}`,
    'java.version=17',
    '',
  ];
  writeFileSync(join(plugin, 'plugin-descriptor.properties'), descriptor.join('\n'));
}

function compile(jdk: Jdk, server: string, target: string, sources: readonly string[]): void {
  const files = sources.map((source) => join(javaFolder, source));
  const javac = join(jdk.home, 'bin', 'javac');
  execFileSync(javac, ['-nowarn', '-cp', join(server, '*'), '-d', target, ...files], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function copyJars(version: ServerVersion, group: string, artifact: string, folder: string): void {
  const goal = [
    'dependency:copy-dependencies',
    `-Dserver.version=${version}`,
    `-Dwanted.group=${group}`,
    `-Dwanted.artifact=${artifact}`,
    `-DoutputDirectory=${folder}`,
  ];
  try {
    execFileSync('mvn', ['-B', '-q', '-f', join(javaFolder, 'pom.xml'), ...goal], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    throw new Error(`Maven cannot give ${group}:${artifact}:${version}\n${said}`, { cause: error });
  }
}
