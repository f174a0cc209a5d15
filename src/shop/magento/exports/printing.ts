// How exports print cells, amounts and times.
import type { Stamps } from '../../stamps.js';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (value: number): string => String(value).padStart(2, '0');

/** One line of a table; cells with commas, quotes or line ends are quoted. */
export function row(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === 'number' || /^[\w .:+-]*$/.test(cell) ? cell : quotedCell(cell))).join(',')}\n`;
}

export function quotedCell(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** `59.9000` @param cents whole cents */
export function amount(cents: number): string {
  return (cents / 100).toFixed(4);
}

/** `2014-09-20 08:12:44` @param timeMs UTC */
export function sqlTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** The grid's time, local: of Magento 2 a 24-hour clock with AM and PM behind it. */
export function gridTime(timeMs: number, stamps: Stamps, magento2: boolean): string {
  const at = new Date(stamps.localMs(timeMs));
  const hour = at.getUTCHours();
  const printed = magento2 ? two(hour) : String(hour % 12 === 0 ? 12 : hour % 12);
  const clock = `${printed}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${months[at.getUTCMonth()]} ${at.getUTCDate()}, ${at.getUTCFullYear()} ${clock}`;
}

/** `21/Sep/2014:18:58:20 +0200` */
export function accessTime(timeMs: number, stamps: Stamps): string {
  const local = stamps.localMs(timeMs);
  const at = new Date(local);
  const offset = Math.round((local - timeMs) / 60_000);
  const size = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
  const day = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${zone}`;
}
