// A zone as browsers take it: older ones know no fixed offsets (`+02:00`), so those are told as a shifted UTC.

export interface ZonedTime {
  readonly date: Date;
  /** IANA name; undefined for the browser's own zone. */
  readonly timeZone: string | undefined;
}

const OFFSET = /^([+-])(\d{2}):?(\d{2})$/;

/** @param zone IANA name, fixed offset, or null for the browser's own */
export function inZone(ms: number, zone: string | null): ZonedTime {
  const offset = zone === null ? null : OFFSET.exec(zone);
  if (!offset) return { date: new Date(ms), timeZone: zone ?? undefined };
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  const shiftMs = (offset[1] === '-' ? -minutes : minutes) * 60_000;
  return { date: new Date(ms + shiftMs), timeZone: 'UTC' };
}
