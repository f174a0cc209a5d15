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

/** The name as it is usually written: `europe/paris` is Europe/Paris. @param name of a zone that is usable */
export function zoneAsWritten(name: string): string {
  if (/^[+-]/.test(name)) return name;
  const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  const isOtherName = known.toLowerCase() !== name.toLowerCase();
  return isOtherName && /[A-Z]/.test(name) ? name : known;
}

/** Names near a mistyped one, nearest first: by the city, by the whole name. */
export function zoneNames(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
