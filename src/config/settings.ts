// Flags over environment over file over defaults: everything decided, all paths absolute.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { ShoptraceError } from '../model/errors.js';
import { defaultConfig } from './defaults.js';
import type { Config, Settings } from './schema.js';

/** What was given on the command line; undefined where nothing was. */
export interface SettingFlags {
  readonly config?: string | undefined;
  readonly data?: string | undefined;
  readonly store?: string | undefined;
  readonly dataset?: string | undefined;
  readonly lang?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

const FILE_NAMES = ['shoptrace.yaml', 'shoptrace.yml'];

/** @throws config-invalid, path-missing, path-unreadable, usage */
export async function loadSettings(flags: SettingFlags, around: Surroundings): Promise<Settings> {
  const file = configFile(flags, around);
  const config = file === null ? defaultConfig : await readFrom(file);
  const base = file === null ? around.cwd : dirname(file);
  const data = absolute(flags.data ?? around.env['SHOPTRACE_DATA'], around.cwd);
  const folder = data ?? absolute(config.data, base) ?? dataFolder(around);
  const store = flags.store ?? around.env['SHOPTRACE_STORE'];
  return {
    ...config,
    sources: config.sources.map((source) => ({
      ...source,
      trace: source.trace.map((path) => absolutePath(path, base)),
      mail: source.mail.map((path) => absolutePath(path, base)),
    })),
    serve: serveSettings(config, flags, around),
    data: folder,
    store:
      store === undefined
        ? storeAddress(config.store, base, folder)
        : storeAddress(store, around.cwd, folder),
    dataset: flags.dataset ?? around.env['SHOPTRACE_DATASET'] ?? null,
    lang: language(flags.lang ?? around.env['SHOPTRACE_LANG'] ?? 'en'),
    file,
  };
}

async function readFrom(file: string): Promise<Config> {
  const { readConfig } = await import('./read.js');
  return await readConfig(file);
}

function configFile(flags: SettingFlags, around: Surroundings): string | null {
  const named = flags.config ?? around.env['SHOPTRACE_CONFIG'];
  if (named !== undefined) return resolve(around.cwd, named);
  return FILE_NAMES.map((name) => join(around.cwd, name)).find((path) => existsSync(path)) ?? null;
}

function serveSettings(config: Config, flags: SettingFlags, around: Surroundings): Config['serve'] {
  const port = flags.port ?? portOf(around.env['SHOPTRACE_PORT']);
  const host = flags.host ?? around.env['SHOPTRACE_HOST'];
  return {
    ...config.serve,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  };
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new ShoptraceError(
    'usage',
    `SHOPTRACE_PORT is ${JSON.stringify(text)}`,
    'Give a port number from 0 (any free one) to 65535.',
  );
}

function storeAddress(given: string | undefined, base: string, data: string): string {
  if (given === undefined) return `sqlite:${join(data, 'store')}`;
  if (/^https?:\/\/./.test(given)) return given;
  if (given.startsWith('sqlite:')) {
    const folder = given.slice('sqlite:'.length);
    return `sqlite:${folder === '' ? join(data, 'store') : absolutePath(folder, base)}`;
  }
  throw new ShoptraceError(
    'usage',
    `The store ${JSON.stringify(given)} is of no known kind`,
    'Give sqlite:FOLDER, or the http(s) address of Elasticsearch.',
  );
}

function language(given: string): 'en' {
  if (given === 'en') return given;
  throw new ShoptraceError('usage', `The language ${JSON.stringify(given)} is not there`, 'Languages: en.');
}

/** `./data` of a checkout the person stands in, else the data folder of the user. */
function dataFolder({ env, cwd, home, platform }: Surroundings): string {
  const checkout = checkoutAround(cwd);
  if (checkout !== null) return join(checkout, 'data');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'shoptrace');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'shoptrace');
  const xdg = env['XDG_DATA_HOME'];
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'shoptrace');
}

function checkoutAround(folder: string): string | null {
  for (let here = folder; ; here = dirname(here)) {
    if (isCheckout(here)) return here;
    if (dirname(here) === here) return null;
  }
}

function isCheckout(folder: string): boolean {
  if (!existsSync(join(folder, 'src', 'cli'))) return false;
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown };
    return manifest.name === 'shoptrace';
  } catch {
    return false;
  }
}

function absolute(path: string | undefined, base: string): string | undefined {
  return path === undefined || path === '' ? undefined : absolutePath(path, base);
}

function absolutePath(path: string, base: string): string {
  return resolve(base, path);
}
