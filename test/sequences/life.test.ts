// The life of a number and the explanation of its hole tell the same story, over a whole shop with its exports; no verdict is surer than the table allows.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HoleAnswer, NumberLifeAnswer, SeriesAnswer } from '../../src/model/sequence-answers.js';
import { classLimits } from '../../src/model/sequences/classes.js';
import { runShop, shopOptions } from '../../src/shop/index.js';
import { type RealProject, realProject } from '../cli/support/real-project.js';

let project: RealProject;
beforeAll(() => {
  project = realProject();
});
afterAll(() => project.remove());

const ownerOf = (life: NumberLifeAnswer): string | null =>
  life.steps.find(({ step }) => step === 'owner')?.what ?? null;

it.each(['magento', 'magento2'] as const)(
  'a shop of %s: the owner of each missing number is the owner that its explanation names',
  async (platform) => {
    const out = join(project.folder, `${platform}.log`);
    const exports = join(project.folder, `${platform}-exports`);
    const options = { platform, out, exports, seed: 7, orders: 250, ordersPerDay: 60, zone: 'Europe/Paris' };
    await runShop(shopOptions.parse(options), { now: Date.now });
    const dataset = ['--dataset', platform];
    await project.run(['replay', out, '--zone', 'Europe/Paris', ...dataset]);
    const tables = readdirSync(exports).map((name) => join(exports, name));
    await project.run(['gaps', 'import', ...tables, ...dataset]);
    const answers = (await project.run(['gaps', '--json', ...dataset])).json() as (
      SeriesAnswer | HoleAnswer
    )[];
    const missing = answers.filter((answer) => answer.type === 'hole');
    expect(
      missing.filter(({ class: name, confidence }) => confidence > classLimits[name].confidence),
    ).toEqual([]);
    const holes = missing.filter(({ count, series }) => count === 1 && !series.startsWith('invoice-'));
    const numbers = holes.map(({ from }) => from);
    const lives = (
      await project.run(['number', ...numbers, '--json', ...dataset])
    ).json() as NumberLifeAnswer[];
    const told = holes.map(({ from, class: name, text }) => {
      const owner =
        ownerOf(lives.find(({ number }) => number === from) as NumberLifeAnswer) ?? 'nobody known';
      return { from, name, text, owner };
    });
    const owned = told.filter(({ name }) => name.endsWith('_owned'));
    const guests = told.filter(({ name, text }) => name.includes('guest') && text.includes('guest'));
    expect(owned.length).toBeGreaterThan(2);
    expect(guests.length).toBeGreaterThan(2);
    expect(owned.filter(({ owner }) => !owner.startsWith('a customer with an account'))).toEqual([]);
    expect(guests.filter(({ owner }) => !owner.startsWith('a guest'))).toEqual([]);
  },
);
