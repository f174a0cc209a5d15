// Texts of findings: counted words, lists, and log text that must not break a line.
import { describe, expect, it } from 'vitest';
import { renderText, text } from '../../src/model/texts/render.js';
import { counted, countedParts, listed, quoted, times } from '../../src/model/texts/words.js';

describe('words', () => {
  it('count as people do', () => {
    expect([1, 2, 3].map(times)).toEqual(['once', 'twice', '3 times']);
    expect([counted(1, 'line'), counted(4, 'line')]).toEqual(['1 line', '4 lines']);
  });

  it('list a few and count the rest', () => {
    expect(listed(['a'])).toBe('a');
    expect(listed(['a', 'b'])).toBe('a and b');
    expect(listed(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d and 3 more');
  });

  it('keep hostile log text in one line and short', () => {
    expect(quoted('EF\u001b[31mORM\n-- forged\u202e')).toBe('EF [31mORM -- forged');
    expect(quoted('x'.repeat(5_000))).toHaveLength(120);
  });
});

describe('messages', () => {
  it('put log text into sentences', () => {
    const said = renderText(text('product-always-fails.summary', { item: 'A\nB', count: 3, runs: 4 }));
    expect(said).toBe('Product A B fails: 3 of 4 production runs ended in a death or a failed handler.');
  });

  it('show a key of a newer version with what it says', () => {
    expect(renderText({ key: 'later.summary', params: { count: 3 } })).toBe('later.summary, count 3');
    expect(renderText({ key: 'constructor', params: {} })).toBe('constructor');
  });
});

it('counts of nothing are left out', () => {
  const runs = (placements: number, productions: number): string =>
    countedParts([
      [placements, 'placement'],
      [productions, 'production run'],
    ]);
  expect(runs(4, 3)).toBe('4 placements and 3 production runs');
  expect(runs(0, 3)).toBe('3 production runs');
  expect(runs(1, 0)).toBe('1 placement');
  expect(runs(0, 0)).toBe('nothing');
});

it('an altered file is told apart from a copy that was altered', () => {
  const params = { original: 'a.log', line: 100, offset: 6289, onlyHere: 1, onlyThere: 1 };
  expect(renderText({ key: 'source-altered.summary', params: { ...params, path: 'a.log' } })).toContain(
    'a.log was altered after it had been read: it differs from what was read from line 100',
  );
  expect(renderText({ key: 'source-altered.summary', params: { ...params, path: 'b.log' } })).toContain(
    'b.log is an altered version of a.log: they differ from line 100',
  );
});
