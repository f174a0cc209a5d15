// Every line of the shop is one that its code of that time could print: compared with the list of all message templates.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recordOf, writeShop } from './run-for-test.js';

interface Template {
  readonly pattern: RegExp;
  readonly text: string;
}

const era = /^(\d{4}-\d{2})\.\.(now|\d{4}-\d{2}) +(W )?([^|]*)\|(.*)\|$/;

/** Templates of the community code that were there in that month. */
function templatesOf(month: string): Template[] {
  const file = readFileSync(new URL('message-templates.txt', import.meta.url), 'utf8');
  const found: Template[] = [];
  for (const line of file.trimEnd().split('\n')) {
    const match = era.exec(line);
    if (match === null) throw new Error(`not a row of the list: ${line}`);
    const [, from = '', to = '', pro, source = '', text = ''] = match;
    if (pro !== undefined || source.startsWith('MAIL')) continue;
    if (from > month || (to !== 'now' && to < month)) continue;
    const pattern = text
      .split(/(\{[a-z]+\})/)
      .map((part) => {
        if (part === '{id}') return 'TU[89][A-Z0-689]{15}==';
        if (/^\{[a-z]+\}$/.test(part)) return '.+';
        return part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      })
      .join('');
    found.push({ pattern: new RegExp(`^${pattern}$`), text });
  }
  return found;
}

describe.each([
  { name: '2017', month: '2017-06', counters: false },
  { name: '2025', month: '2025-06', counters: true },
] as const)('era $name', ({ name, month, counters }) => {
  const templates = templatesOf(month);

  test('the list of templates is there', () => {
    expect(templates.length).toBeGreaterThan(90);
  });

  test('every record has an exact head and a message of its time', async () => {
    const { lines } = await writeShop({
      era: name,
      orders: 400,
      seed: 11,
      faults: 'failingProduct=0.05,reloaded=0.1,abandoned=0.1',
    });
    expect(lines.length).toBeGreaterThan(3000);
    const unknown = new Set<string>();
    for (const line of lines) {
      const record = recordOf(line);
      expect(record.counter === null).toBe(!counters);
      if (!templates.some((template) => template.pattern.test(record.text))) unknown.add(record.text);
    }
    expect([...unknown]).toEqual([]);
  });

  test('a slip of one letter would be seen', () => {
    const id = '[TU90QMLVYXD5UMZYUQ==]';
    const known = (text: string): boolean => templates.some((template) => template.pattern.test(text));
    expect(known(`${id} Order placed : 1 objects`)).toBe(true);
    expect(known(`${id} Order placed: 1 objects`)).toBe(false);
    expect(known(`${id}  Order placed : 1 objects`)).toBe(false);
    expect(known(`${id}  Test Processing : paying`)).toBe(true);
    expect(known(`${id} Test Processing : paying`)).toBe(false);
  });
});
