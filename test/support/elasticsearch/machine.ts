// What the machine offers for running a real Elasticsearch node: a JDK that is new enough, Maven, the compression library.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Jdk {
  readonly home: string;
  readonly major: number;
}

/** Published versions that the tests run on. */
export const serverVersions = ['8.19.21', '9.5.3'] as const;
export type ServerVersion = (typeof serverVersions)[number];

export const installHint =
  'apt-get install maven libzstd1, and a JDK: 17 or newer for Elasticsearch 8, 21 or newer for 9 (or set JAVA_HOME)';

const JVM_FOLDER = '/usr/lib/jvm';

/** The first of JAVA_HOME, javac on PATH and the usual folder that is new enough for a server; null when none is. */
export function findJdk(version: ServerVersion): Jdk | null {
  const needed = version.startsWith('8') ? 17 : 21;
  for (const home of jdkFolders()) {
    const major = jdkMajor(home);
    if (major !== null && major >= needed) return { home, major };
  }
  return null;
}

function jdkFolders(): string[] {
  const folders = [process.env['JAVA_HOME'] ?? ''];
  for (const folder of pathFolders())
    if (existsSync(join(folder, 'javac')))
      folders.push(dirname(dirname(realpathSync(join(folder, 'javac')))));
  if (existsSync(JVM_FOLDER)) folders.push(...readdirSync(JVM_FOLDER).map((name) => join(JVM_FOLDER, name)));
  return [...new Set(folders)].filter((folder) => existsSync(join(folder, 'bin', 'javac')));
}

function jdkMajor(home: string): number | null {
  try {
    const said = execFileSync(join(home, 'bin', 'javac'), ['-version'], { encoding: 'utf8' });
    return Number(/\d+/.exec(said)?.[0] ?? 0);
  } catch {
    return null;
  }
}

const pathFolders = (): string[] => (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');

/** Without it a compressed index loses documents at its next flush; null when it is not installed. */
export function findZstd(): string | null {
  for (const folder of ['/usr/lib', '/lib', '/usr/lib64', '/usr/local/lib']) {
    if (!existsSync(folder)) continue;
    const triples = readdirSync(folder).filter((name) => name.endsWith('-linux-gnu'));
    for (const triple of ['', ...triples]) {
      const file = join(folder, triple, 'libzstd.so.1');
      if (existsSync(file)) return file;
    }
  }
  return null;
}

export function canRunServer(version: ServerVersion): boolean {
  const maven = pathFolders().some((folder) => existsSync(join(folder, 'mvn')));
  return maven && findZstd() !== null && findJdk(version) !== null;
}
