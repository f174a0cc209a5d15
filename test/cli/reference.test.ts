// The reference pages are as the code says, and every error code is both used and documented.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorCodes } from '../../src/model/errors.js';
import { httpProblems } from '../../src/model/http-problems.js';
import { checkout } from './support/real-project.js';
import { runCommand } from './support/run-command.js';

const sources = ['src', 'parsers'].flatMap((folder) =>
  readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && name !== join('model', 'errors.ts'))
    .map((name) => readFileSync(join(checkout, folder, name), 'utf8')),
);

it('the pages are fresh (npm run docs writes them)', async () => {
  const run = await runCommand(['docs', '--check'], { cwd: checkout });
  expect(run).toMatchObject({ code: 0, err: '' });
});

it.each(Object.keys(errorCodes))('error code %s is used by the program', (code) => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.some((text) => text.includes(`'${code}'`))).toBe(true);
});

it('every error that is thrown has a documented code, and no code is documented that does not exist', () => {
  const page = readFileSync(join(checkout, 'docs/reference/errors.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
  expect(documented).toEqual([...Object.keys(errorCodes), ...Object.keys(httpProblems)]);
  const thrown = sources.flatMap((text) =>
    [...text.matchAll(/new ShoptraceError\(\s*'([^']+)'/g)].map(([, code]) => code),
  );
  expect(thrown.length).toBeGreaterThan(20);
  const answered = sources.flatMap((text) =>
    [...text.matchAll(/httpProblem\(\s*'([^']+)'/g)].map(([, code]) => code),
  );
  expect(new Set(answered)).toEqual(new Set(Object.keys(httpProblems)));
  expect(thrown.filter((code) => !documented.includes(code))).toEqual([]);
});
