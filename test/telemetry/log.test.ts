// Our own log: readable or JSON, without secrets, and harmless for the terminal it is shown in.
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/telemetry/log.js';

function logInto(format: 'json' | 'text') {
  const written: string[] = [];
  const log = createLog({
    level: 'info',
    format,
    destination: { write: (entry: string) => void written.push(entry) },
  });
  return { log, written };
}

describe('JSON', () => {
  test('is one object a line with a UTC time', () => {
    const { log, written } = logInto('json');
    log.warn({ dataset: 'live', ms: 12 }, 'store is slow');
    log.debug('not shown');
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/\n$/);
    expect(JSON.parse(written[0] ?? '')).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      dataset: 'live',
      ms: 12,
      msg: 'store is slow',
    });
  });

  test('hides secrets two levels deep', () => {
    const { log, written } = logInto('json');
    log.info({
      token: 'abc',
      request: { headers: { authorization: 'Bearer abc' } },
      user: { password: 'abc' },
    });
    expect(written.join('')).not.toContain('abc');
    expect(written.join('').match(/\[hidden\]/g)).toHaveLength(3);
  });
});

describe('text', () => {
  test('is one readable line', () => {
    const { log, written } = logInto('text');
    log.error({ file: '/var/log/merchant_trace.log', why: 'no space left' }, 'could not write');
    expect(written).toEqual([
      expect.stringMatching(
        /^\d\d:\d\d:\d\d\.\d{3} error could not write file=\/var\/log\/merchant_trace\.log why="no space left"\n$/,
      ),
    ]);
  });

  test('shows the stack of an error on the same line', () => {
    const { log, written } = logInto('text');
    log.error({ err: new Error('broken') }, 'failed');
    expect(written.join('').match(/\n/g)).toHaveLength(1);
    expect(written.join('')).toContain('Error: broken\\n');
  });

  test('shows control characters and bidirectional marks instead of obeying them', () => {
    const { log, written } = logInto('text');
    log.info({ line: 'a\u001b[2Jb' }, 'saw \u001b]0;title\u0007 and \u202eevil');
    const line = written.join('').slice(0, -1);
    expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
    expect(line).toContain('\\u001b[2J');
    expect(line).toContain('\\u202eevil');
  });
});
