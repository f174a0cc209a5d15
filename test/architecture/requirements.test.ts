// A missing requirement skips with a line, and fails where it is demanded.
import { expect, test, vi } from 'vitest';
import { requireOrSkip, required } from '../support/requirements.js';

test('what is there is used', () => {
  expect(requireOrSkip('browser', true, 'install it', 'browser')).toBe(true);
});

test('what is missing is skipped with one loud line', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    expect(requireOrSkip('elasticsearch', false, 'install Java', '')).toBe(false);
    expect(requireOrSkip('elasticsearch', false, 'install Java', '')).toBe(false);
    expect(write).toHaveBeenCalledTimes(1);
    expect(String(write.mock.calls[0]?.[0])).toContain(
      'SKIPPED: tests that need elasticsearch (install Java)',
    );
  } finally {
    write.mockRestore();
  }
});

test('what is missing and demanded is a failure', () => {
  expect(() => requireOrSkip('browser', false, 'install Chromium', 'elasticsearch, browser')).toThrow(
    'browser is required by SHOPTRACE_REQUIRE and not available: install Chromium',
  );
});

test('the list may be empty or spaced', () => {
  expect([...required('')]).toEqual([]);
  expect([...required(' browser ,elasticsearch,')]).toEqual(['browser', 'elasticsearch']);
});
