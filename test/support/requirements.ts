// Tests that need something of the machine (a browser, a server): skipped with one loud line, or a failure where it is required.

export type Requirement = 'browser' | 'elasticsearch';

/** What SHOPTRACE_REQUIRE names (`browser,elasticsearch`): there a missing requirement is a failure. */
export function required(list: string | undefined = process.env['SHOPTRACE_REQUIRE']): ReadonlySet<string> {
  return new Set(
    (list ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
}

const said = new Set<Requirement>();

/**
 * True when the tests can run. For `describe.runIf(requireOrSkip('browser', available, 'apt-get install chromium'))`.
 * @throws when it is missing and SHOPTRACE_REQUIRE names it
 */
export function requireOrSkip(
  requirement: Requirement,
  available: boolean,
  hint: string,
  list: string | undefined = process.env['SHOPTRACE_REQUIRE'],
): boolean {
  if (available) return true;
  if (required(list).has(requirement)) {
    throw new Error(`${requirement} is required by SHOPTRACE_REQUIRE and not available: ${hint}`);
  }
  if (!said.has(requirement)) {
    said.add(requirement);
    process.stderr.write(`\n!!! SKIPPED: tests that need ${requirement} (${hint})\n\n`);
  }
  return false;
}
