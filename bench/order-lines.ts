// Lines of healthy orders for benchmarks that write while the daemon follows.

/**
 * A form C record with this number in it, printed as UTC.
 *
 * @param linesAnOrder - after so many lines the next transaction begins
 */
export function orderLine(serial: number, timeMs: number, linesAnOrder: number): string {
  const time = new Date(timeMs).toISOString();
  const day = `${time.slice(0, 4)}-${Number(time.slice(5, 7))}-${time.slice(8, 10)}`;
  const order = Math.floor(serial / linesAnOrder)
    .toString(36)
    .toUpperCase()
    .replace(/[79]/g, '2')
    .padStart(14, 'A');
  const counter = 1 + (serial % linesAnOrder);
  return `-- ${day} ${time.slice(11, 19)} ${time.slice(20, 23)} -${counter}-  [TU9${order}A==] Bill.recalculate : Bill recalculated to final amount : ${serial}\n`;
}
