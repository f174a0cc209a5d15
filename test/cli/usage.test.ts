// Wrong use: exit code 2, the nearest right word, nothing on standard output, never a stack trace.
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.js';
import { ShoptraceError } from '../../src/model/errors.js';
import { runCommand } from './support/run-command.js';

describe('wrong use', () => {
  it.each([
    [['relpay', 'x.log'], 'replay'],
    [['finding'], 'findings'],
    [['tx', '--jsn'], '--json'],
    [['replay', 'x.log', '--zone', 'Europe/Pari'], 'Europe/Paris'],
    [['replay', 'x.log', '--fail-on', 'hihg'], 'high'],
    [['replay', 'x.log', '--form', 'D'], 'A (12-hour clock), B, C'],
    [['replay', 'x.log', '--kind', 'mial'], 'Did you mean mail?'],
    [['replay', 'x.log', '--speed', 'fast'], 'max'],
    [['replay', 'x.log', '--as-of', 'yesterday'], '2017-08-23T00:00:00Z'],
    [['replay', 'x.log', '--as-of', '2017-02-30'], '2017-08-23T00:00:00Z'],
    [['replay', 'x.log', '--shop', 'My Shop'], 'lower-case'],
    [['replay'], "missing required argument 'path'"],
    [['datasets', 'pruen'], 'prune'],
    [['rules', 'shwo'], 'show'],
    [['config', 'chekc'], 'check'],
    [['config'], 'init, check, print'],
    [['serve', '--port', '70000'], '65535'],
    [['shop'], '--out is needed'],
    [
      ['shop', '--out', '/tmp/never-written.log', '--era', '1999'],
      '--era 1999 is not possible: one of 2017, 2025',
    ],
    [['shop', '--out', '/tmp/never-written.log', '--orders', '1.5'], 'a whole number is needed'],
    [['shop', '--out', '/tmp/never-written.log', '--days', '0'], 'more than 0'],
    [['shop', '--out', '/tmp/never-written.log', '--from', '2020-13-01'], 'a date such as 2017-08-01'],
    [['shop', '--out', '/tmp/never-written.log', '--from', '1 August 2017'], 'a date such as 2017-08-01'],
    [['shop', '--out', '/tmp/never-written.log', '--from', '2017-8-1'], 'a date such as 2017-08-01'],
    [['shop', '--out', '/tmp/never-written.log', '--from', '2020-02-30'], 'a date such as 2017-08-01'],
    [['tx', 'TU90QM', '--store', 'mysql:x'], 'sqlite:DIR'],
  ])('%j says %s', async (args, words) => {
    const run = await runCommand(args);
    expect(run.err.replace('sqlite:FOLDER', 'sqlite:DIR')).toContain(words);
    expect(run.code).toBe(2);
    expect(run.out).toBe('');
    expect(run.err).not.toMatch(/\n\s+at /);
  });
});

describe('help', () => {
  it.each(commands.map(({ name }) => name))('of %s has two examples', async (name) => {
    const run = await runCommand([name, '--help']);
    expect(run.code).toBe(0);
    expect(run.err).toBe('');
    expect(run.out.match(/^ {2}\$ shoptrace /gm)?.length).toBeGreaterThanOrEqual(2);
    expect(run.out).toContain(`$ shoptrace ${name}`);
  });

  it.each([
    ['findings', 'ack'],
    ['findings', 'resolve'],
    ['findings', 'suppress'],
    ['findings', 'reopen'],
    ['datasets', 'list'],
    ['datasets', 'drop'],
    ['datasets', 'prune'],
    ['rules', 'list'],
    ['rules', 'show'],
    ['rules', 'test'],
    ['config', 'init'],
    ['config', 'check'],
    ['config', 'print'],
  ])('of %s %s has two examples', async (name, inner) => {
    const run = await runCommand([name, inner, '--help']);
    expect(run.code).toBe(0);
    expect(run.out.match(/^ {2}\$ shoptrace /gm)?.length).toBe(2);
  });

  it('is what shoptrace alone prints, without the hidden commands', async () => {
    const run = await runCommand([]);
    expect(run.code).toBe(0);
    for (const { name, hidden } of commands)
      expect(run.out.includes(`\n  ${name} `) || run.out.includes(`\n  ${name}|`)).toBe(hidden !== true);
  });

  it('is also asked for by `help tx`', async () => {
    const run = await runCommand(['help', 'tx']);
    expect(run.code).toBe(0);
    expect(run.out).toContain('$ shoptrace tx TU90QMLVYXD5UMZYUQ==');
  });
});

describe('failures', () => {
  it('tell what, where and what to do', async () => {
    const run = await runCommand(['tx', 'TU90QM'], {
      openProject: async () => {
        throw new ShoptraceError('store-damaged', 'The store in \u001b[31m/data is damaged', 'Restore it.');
      },
    });
    expect(run).toMatchObject({
      code: 3,
      out: '',
      err: 'shoptrace: The store in \\x1b[31m/data is damaged [store-damaged]\n  Restore it.\n',
    });
  });

  it('that nobody expected are short, and long only on demand', async () => {
    const openProject = async () => {
      throw new TypeError('cannot read x of undefined');
    };
    const run = await runCommand(['ledger'], { openProject });
    expect(run.code).toBe(3);
    expect(run.err).toContain('unexpected error: cannot read x of undefined');
    expect(run.err).toContain('report it');
    expect(run.err).not.toMatch(/\n\s+at /);
    const debug = await runCommand(['ledger'], { openProject, env: { SHOPTRACE_DEBUG: '1' } });
    expect(debug.err).toMatch(/\n\s+at /);
  });
});

it('prints its version', async () => {
  expect(await runCommand(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n', err: '' });
});
