// Instants as people of the shop read them: `2017-08-21 20:38:55.525` in an IANA zone or at a fixed offset.

const OFFSET = /^([+-])(\d\d):(\d\d)$/;
const formats = new Map<string, Intl.DateTimeFormat>();

/** `2017-08-21 20:38:55.525` @param zone IANA name or `+hh:mm` */
export function localStamp(timeMs: number, zone: string): string {
  const fixed = OFFSET.exec(zone);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
    const shifted = timeMs + (fixed[1] === '-' ? -minutes : minutes) * 60_000;
    return new Date(shifted).toISOString().slice(0, 23).replace('T', ' ');
  }
  const parts: Partial<Record<string, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(timeMs)) parts[type] = value;
  const day = `${parts['year']?.padStart(4, '0')}-${parts['month']}-${parts['day']}`;
  return `${day} ${parts['hour']}:${parts['minute']}:${parts['second']}.${parts['fractionalSecond']}`;
}

/** `20:39:01` */
export function localClock(timeMs: number, zone: string): string {
  return localStamp(timeMs, zone).slice(11, 19);
}

/** `15.6 s`, `26 ms`, `2 min 5 s`, `3 h 20 min`, `4 d 2 h`: never more than two units. */
export function spokenDuration(durationMs: number): string {
  const ms = Math.abs(Math.round(durationMs));
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1).replace(/\.?0+$/, '')} s`;
  const units: readonly [number, string, number, string][] = [
    [3_600_000, 'min', 60_000, 's'],
    [86_400_000, 'h', 3_600_000, 'min'],
    [Infinity, 'd', 86_400_000, 'h'],
  ];
  const smaller = { s: 1000, min: 60_000, h: 3_600_000 };
  for (const [below, unit, size, lesser] of units) {
    if (ms >= below) continue;
    const whole = Math.floor(ms / size);
    const rest = Math.floor((ms - whole * size) / smaller[lesser as keyof typeof smaller]);
    return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${lesser}`;
  }
  return `${ms} ms`;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}
