// Saved dashboards: those we ship are right, and a wrong one is refused with the place of its mistake.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadDashboards, parseDashboard } from '../../src/dashboards/load-dashboards.js';

const shipped = fileURLToPath(new URL('../../dashboards', import.meta.url));

interface Grid {
  x: number;
  y: number;
  width: number;
  height: number;
}

const note = (id: string, grid: Grid) => ({
  id,
  kind: 'note',
  title: { en: 'Note', fr: 'Note' },
  grid,
  text: { en: 'Text', fr: 'Texte' },
});

const small = (panels: unknown[]) =>
  JSON.stringify({
    version: 1,
    slug: 'small',
    title: { en: 'Small', fr: 'Petit' },
    description: { en: 'Small', fr: 'Petit' },
    rangeHours: 24,
    refreshSeconds: 30,
    panels,
  });

const whole = { x: 0, y: 0, width: 48, height: 4 };

describe('those we ship', () => {
  test('load, by slug', async () => {
    const dashboards = await loadDashboards(shipped);
    expect(dashboards.map(({ slug }) => slug)).toEqual(
      expect.arrayContaining(['overview', 'production-runs', 'support-courses']),
    );
  });

  test('show how fresh the data is: no data must not look like no anomalies', async () => {
    for (const { slug, panels } of await loadDashboards(shipped))
      expect({
        slug,
        fresh: panels.some((panel) => panel.kind === 'rows' && panel.question.ask === 'sources'),
      }).toEqual({
        slug,
        fresh: true,
      });
  });

  test('have French titles of their own', async () => {
    const titles = (await loadDashboards(shipped)).flatMap(({ title, panels }) => [
      title,
      ...panels.map((panel) => panel.title),
    ]);
    expect(titles.filter(({ en, fr }) => en === fr).map(({ en }) => en)).toEqual(['Transactions']);
  });
});

describe('mistakes', () => {
  test.each([
    ['no JSON', '{', /at .*JSON/],
    ['a panel over another', small([note('aa', whole), note('bb', { ...whole, y: 3 })]), /bb lies over aa/],
    ['an id twice', small([note('aa', whole), note('aa', { ...whole, y: 4 })]), /aa is used twice/],
    ['a panel over the border', small([note('aa', { ...whole, x: 1 })]), /right border/],
    ['an unknown key', small([{ ...note('aa', whole), colour: 'red' }]), /panels\/0: .*colour/],
    ['an unknown kind', small([{ ...note('aa', whole), kind: 'pie' }]), /panels\/0/],
    [
      'a top list without a field',
      small([
        {
          ...note('aa', whole),
          kind: 'top',
          text: undefined,
          question: { ask: 'findings', filter: {} },
          size: 5,
        },
      ]),
      /a top list needs a field/,
    ],
    [
      'three buckets',
      small([
        {
          ...note('aa', whole),
          kind: 'bars',
          text: undefined,
          question: { ask: 'findings', filter: {}, by: ['rule', 'state'] },
        },
      ]),
      /two buckets/,
    ],
  ])('%s is refused', (_, text, message) => {
    expect(() => parseDashboard('small.dashboard.json', text)).toThrow(message);
  });

  test('a right one is taken, with the defaults', () => {
    const panel = { ...note('aa', whole), kind: 'metric', text: undefined, question: { ask: 'findings' } };
    const dashboard = parseDashboard('small.dashboard.json', small([panel]));
    expect(dashboard.panels[0]).toMatchObject({ kind: 'metric', question: { ask: 'findings', filter: {} } });
  });
});

describe('a folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dashboards-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test('whose file is called otherwise than its dashboard is refused', async () => {
    await writeFile(join(folder, 'other.dashboard.json'), small([note('aa', whole)]));
    await expect(loadDashboards(folder)).rejects.toMatchObject({ code: 'config-invalid' });
  });

  test('with other files in it is read all the same', async () => {
    await writeFile(join(folder, 'small.dashboard.json'), small([note('aa', whole)]));
    await writeFile(join(folder, 'README.md'), 'text');
    expect((await loadDashboards(folder)).map(({ slug }) => slug)).toEqual(['small']);
  });

  test('that is not there is an error with a hint', async () => {
    await expect(loadDashboards(join(folder, 'none'))).rejects.toMatchObject({ code: 'path-missing' });
  });
});
