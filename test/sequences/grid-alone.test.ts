// A grid export and nothing else, as an admin's spreadsheet leaves it; and a second one a month later.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HoleAnswer, LateAnswer, SeriesAnswer } from '../../src/model/sequence-answers.js';
import { type RealProject, realProject } from '../cli/support/real-project.js';

let project: RealProject;
beforeAll(() => {
  project = realProject();
});
afterAll(() => project.remove());

const head =
  '"ID";"Purchase Point";"Purchase Date";"Bill-to Name";"Grand Total (Base)";"Grand Total (Purchased)";"Status"';
const row = (number: string, date: string, name = 'Ann "Annie" Example'): string =>
  `"${number}";"Main Website\n  Main Website Store\n    Default Store View";"${date}";"${name.replaceAll('"', '""')}";"1.045,50";"45,00";"Processing"`;

/** Unsorted, one row twice, two that cannot be read, one number missing, one late. */
const september = [
  row('000000405', 'Sep 20, 2014 11:00:00 AM'),
  row('000000401', 'Sep 20, 2014 08:00:00 AM', 'X; Y'),
  row('000000404', 'Sep 20, 2014 10:00:00 AM'),
  row('', 'Sep 20, 2014 10:30:00 AM'),
  row('000000402', 'Sep 22, 2014 14:05:09 PM'),
  row('000000404', 'Sep 20, 2014 10:00:00 AM'),
  row('000000406', 'the other day'),
  row('000000407', 'Sep 23, 2014 2:00:00 PM'),
];

async function imported(dataset: string, files: Readonly<Record<string, readonly string[]>>) {
  const paths = Object.entries(files).map(([name, rows]) => {
    const path = join(project.folder, name);
    writeFileSync(path, `\ufeff${[head, ...rows].join('\r\n')}\r\n`);
    return path;
  });
  const given = ['--dataset', dataset];
  const run = await project.run(['gaps', 'import', ...paths, '--zone', 'Europe/Paris', ...given]);
  const answers = (await project.run(['gaps', '--json', ...given])).json() as (
    SeriesAnswer | HoleAnswer | LateAnswer
  )[];
  return { run, answers, text: (await project.run(['gaps', ...given])).out };
}

describe('a grid export alone', () => {
  it('is read around what cannot be read, which is named by line and reason', async () => {
    const { run } = await imported('grid', { 'september.csv': september });
    expect(run.code).toBe(0);
    expect(run.out).toContain("the order grid's export; 8 rows, 5 facts");
    expect(run.out).toContain(
      '2 rows could not be read:\n    line 11: no order number\n    line 20: "the other day" is no time',
    );
    expect(run.out).toContain('1 rows stand in the file more than once');
    expect(run.out).toContain('Purchase Date = createdAt');
  });

  it('gives the series, the brackets and the late number, in the zone of the admin', async () => {
    const { answers, text } = await imported('grid', { 'september.csv': september });
    expect(answers).toMatchObject([
      { series: 'xxxxxxxxx', zone: 'Europe/Paris', floor: '000000401', frontier: '000000407', used: 5, holes: 2 },
      { from: '000000403', to: '000000403', class: 'no_data', between: ['2014-09-20T06:00:00.000Z', '2014-09-20T08:00:00.000Z'] },
      { from: '000000406', to: '000000406', class: 'no_data', between: ['2014-09-20T09:00:00.000Z', '2014-09-23T12:00:00.000Z'] },
      { number: '000000402', orderedAt: '2014-09-22T12:05:09.000Z', between: ['2014-09-20T06:00:00.000Z', '2014-09-20T08:00:00.000Z'] },
    ]); // prettier-ignore
    expect(text).toContain('given out between 2014-09-20 08:00:00 and 2014-09-20 10:00:00 Europe/Paris');
    expect(text).toContain('ordered 2014-09-22 14:05:09 Europe/Paris');
    expect(text).toContain('september.csv: 2 rows could not be read.');
  });

  it('and a second one a month later: a snapshot, whose missing order was deleted', async () => {
    const october = [
      ...september.filter((line) => !line.includes('000000404') && !line.includes('the other day')),
      row('000000408', 'Oct 21, 2014 09:00:00 AM'),
    ];
    const files = { 'september.csv': september, 'october.csv': october };
    const { answers, text } = await imported('months', files);
    const holes = answers.filter((answer) => answer.type === 'hole');
    expect(holes.map(({ from, class: name, severity }) => `${from} ${name} ${severity}`)).toEqual([
      '000000403 no_data none',
      '000000404 deleted_order critical',
      '000000406 no_data none',
    ]);
    expect(holes[1]?.evidence).toMatchObject([
      { file: expect.stringMatching(/september\.csv$/) as string, line: 8 },
    ]);
    expect(answers[0]).toMatchObject({ used: 5, duplicates: 0 });
    expect(text).toMatch(/it is gone: the later export \S+october\.csv does not have it/);
    const reversed = await imported('months-reversed', {
      'october.csv': october,
      'september.csv': september,
    });
    expect(reversed.answers).toEqual(answers);
  });
});
