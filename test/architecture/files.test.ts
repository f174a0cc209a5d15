// What every source file keeps: a first line that says what it is for, a bounded size, no switched-off checks.
import { describe, expect, test } from 'vitest';
import { filesUnder } from './source-files.js';

const sources = filesUnder(['src', 'parsers', 'test', 'bench'], /\.(ts|tsx|mjs|css)$/);
/** Style sheets of one component stand beside it and are named for it. */
const commented = sources.filter((file) => !file.path.endsWith('.module.css'));
const code = sources.filter((file) => /\.(ts|tsx|mjs)$/.test(file.path));

describe('every file', () => {
  test('is seen', () => {
    expect(sources.length).toBeGreaterThan(60);
  });

  test('begins with one sentence on what it is for', () => {
    const opening = /^(#!.*\n)?(\/\/ \S.{10,}|\/\* \S.{10,}\*\/|\/\*\* \S.{10,})\n/;
    expect(commented.filter((file) => !opening.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  test('has at most 500 lines', () => {
    const long = sources.filter((file) => file.text.split('\n').length > 501).map((file) => file.path);
    expect(long).toEqual([]);
  });

  test('is named for what it holds', () => {
    const vague = /(^|\/)(utils?|helpers?|common|manager|misc)(\.|\/|$)/;
    expect(sources.map((file) => file.path).filter((path) => vague.test(path))).toEqual([]);
  });

  test('switches no check off and leaves nothing open', () => {
    const words = [
      '@ts-ignore',
      '@ts-nocheck',
      '@ts-expect-error',
      'oxlint-disable',
      'eslint-disable',
      'TODO',
      'FIXME',
    ];
    const found = code
      .filter((file) => file.path !== 'test/architecture/files.test.ts')
      .flatMap((file) =>
        words.filter((word) => file.text.includes(word)).map((word) => `${file.path}: ${word}`),
      );
    expect(found).toEqual([]);
  });
});

describe('time is an argument', () => {
  test('nothing in model, parsers, detectors and queries reads the clock', () => {
    const timeless = code.filter((file) => /^(parsers|src\/(model|detectors|queries))\//.test(file.path));
    expect(timeless.length).toBeGreaterThan(10);
    const clocks = /\bDate\.now\(|\bnew Date\(\s*\)|performance\.now\(|DateTime\.(now|local|utc)\(\s*\)/;
    expect(timeless.filter((file) => clocks.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});
