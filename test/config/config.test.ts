// The configuration: defaults, mistakes explained where they stand, flags over environment over file.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../src/config/defaults.js';
import { parseConfig, problemText, readConfig } from '../../src/config/read.js';
import { allKeys } from '../../src/config/schema-keys.js';
import { configSchema } from '../../src/config/schema.js';
import { loadSettings } from '../../src/config/settings.js';
import { configTemplate } from '../../src/config/template.js';
import { isZone, zoneAsWritten } from '../../src/config/zone.js';

const problemsOf = (text: string): string[] => parseConfig(text).problems.map(problemText);

describe('a configuration file', () => {
  it('may be empty', () => {
    expect(parseConfig('').config).toEqual(configSchema.parse({}));
  });

  it('has defaults that the command line knows without the schema', () => {
    expect(defaultConfig).toEqual(configSchema.parse({}));
  });

  it('names the line and the nearest right key of a mistyped one', () => {
    const [problem] = problemsOf('serve:\n  host: 127.0.0.1\n  prot: 80\n');
    expect(problem).toBe(
      'line 3: serve.prot is no key of the configuration; did you mean port? (allowed here: host, port, auth, publicUrl, maxUploadBytes)',
    );
  });

  it('says what a value may be', () => {
    expect(problemsOf('serve:\n  auth: tokn\n  port: often\n')).toEqual([
      'line 2: serve.auth must be one of none, token, proxy, not "tokn"; did you mean token?',
      'line 3: serve.port must be a number, not "often"',
    ]);
  });

  it('proposes the right time zone', () => {
    const [problem] = problemsOf('sources:\n  - name: main\n    trace: [a.log]\n    zone: Europe/Pari\n');
    expect(problem).toContain('line 4: sources[0].zone "Europe/Pari" is no time zone');
    expect(problem).toContain('did you mean Europe/Paris?');
  });

  it('wants a file in every source', () => {
    expect(problemsOf('sources:\n  - name: main\n')).toEqual([
      'line 2: sources[0] needs at least one file in trace or mail',
    ]);
  });

  it('says where it is not YAML', () => {
    const [problem] = problemsOf('serve:\n  host: [unclosed\n');
    expect(problem).toMatch(/^line \d: is not YAML: /);
  });

  it('may not refer to an anchor that is not there', () => {
    expect(problemsOf('data: *nowhere')).toEqual([expect.stringContaining('is not YAML: Unresolved alias')]);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80, unit: fc.constantFrom(...Array.from('ab:-*&!?|>{}[]"\'#% \n\t,~0<')) }),
        (text) => {
          const { config, problems } = parseConfig(text);
          expect(config === null).toBe(problems.length > 0);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the commented file of `config init`', () => {
  it('is valid as it stands and changes nothing', () => {
    expect(parseConfig(configTemplate).config).toEqual(configSchema.parse({}));
  });

  it('is valid with its examples switched on', () => {
    const examples = configTemplate
      .replace('sources: []', 'sources:')
      .replace('thresholds: {}', 'thresholds:')
      .replace('orderNumbers: []', 'orderNumbers:')
      .split('\n')
      .map((line) =>
        line
          .replace(/^#(?=  )/, '')
          .replace(/^# (?=(data|store): )/, '')
          .replace(/^ {2}# ?(?=\s*[a-zA-Z-]+: \S)/, '  ')
          .replace(/^ {2}#(?= {2}\w)/, '  '),
      )
      .filter((line) => !/^ {2}(none \||`)/.test(line));
    const { config, problems } = parseConfig(examples.join('\n'));
    expect(problems).toEqual([]);
    expect(config?.sources[0]?.zone).toBe('Europe/Paris');
    expect(config?.retention.datasets).toBe('12mo');
    expect(config?.orderNumbers[0]?.series[0]).toMatchObject({ prefix: '1', width: 8, step: 3 });
  });

  it('names every key', () => {
    const names = allKeys().map(({ path }) => path.split('.').at(-1)?.replace('[]', '') ?? '');
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !new RegExp(`\\b${name}:`).test(configTemplate))).toEqual([]);
  });
});

describe('settings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shoptrace-config-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const around = (env: Record<string, string> = {}) => ({
    env,
    cwd: folder,
    home: '/home/someone',
    platform: 'linux' as const,
  });

  it('fall back to the data folder of the user', async () => {
    const settings = await loadSettings({}, around());
    expect(settings.data).toBe('/home/someone/.local/share/shoptrace');
    expect(settings.store).toBe('sqlite:/home/someone/.local/share/shoptrace/store');
    expect(settings.file).toBeNull();
  });

  it('keep data beside the program in a checkout', async () => {
    const settings = await loadSettings({}, { ...around(), cwd: join(import.meta.dirname, '..') });
    expect(settings.data).toBe(join(import.meta.dirname, '..', '..', 'data'));
  });

  it('take flags before environment before file', async () => {
    writeFileSync(join(folder, 'shoptrace.yaml'), 'data: from-file\nserve: { port: 1 }\n');
    const file = await loadSettings({}, around());
    expect(file.data).toBe(join(folder, 'from-file'));
    expect(file.serve.port).toBe(1);
    const env = await loadSettings({}, around({ SHOPTRACE_DATA: 'from-env', SHOPTRACE_PORT: '2' }));
    expect(env.data).toBe(join(folder, 'from-env'));
    expect(env.serve.port).toBe(2);
    const flags = await loadSettings(
      { data: 'from-flag', port: 3 },
      around({ SHOPTRACE_DATA: 'from-env', SHOPTRACE_PORT: '2' }),
    );
    expect(flags.data).toBe(join(folder, 'from-flag'));
    expect(flags.serve.port).toBe(3);
  });

  it('make the paths of sources absolute, from the file on', async () => {
    writeFileSync(join(folder, 'shoptrace.yaml'), 'sources: [{ name: main, trace: ["logs/*.log"] }]\n');
    const settings = await loadSettings({}, around());
    expect(settings.sources[0]?.trace).toEqual([join(folder, 'logs/*.log')]);
  });

  it.each([
    [{ store: 'mysql:x' }, {}, 'usage', 'mysql:x'],
    [{ lang: 'de' }, {}, 'usage', '"de"'],
    [{}, { SHOPTRACE_PORT: 'http' }, 'usage', 'SHOPTRACE_PORT'],
    [{ config: 'none.yaml' }, {}, 'path-missing', 'none.yaml'],
  ])('refuse %j with environment %j', async (flags, env, code, words) => {
    await expect(loadSettings(flags, around(env as Record<string, string>))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });

  it('list all mistakes of a file at once', async () => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, 'serv: {}\nrules: { mut: [] }\n');
    await expect(readConfig(file)).rejects.toMatchObject({
      code: 'config-invalid',
      exitCode: 2,
      message: expect.stringMatching(/2 mistakes:[^]*line 1: serv [^]*line 2: rules\.mut /),
    });
  });
});

describe('a time zone', () => {
  it.each(['Europe/Paris', 'UTC', '+02:00', '-09:30'])('may be %s', (zone) => {
    expect(isZone(zone)).toBe(true);
  });
  it.each([
    ['europe/paris', 'Europe/Paris'],
    ['utc', 'UTC'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['+02:00', '+02:00'],
  ])('given as %s is written %s', (given, written) => {
    expect(zoneAsWritten(given)).toBe(written);
  });
  it.each(['Paris', '', '+2', '+15:00', 'Europe/Pari', '+02:60'])('is not %j', (zone) => {
    expect(isZone(zone)).toBe(false);
  });
});
