// What PayPal posts to the shop after a payment.
import { totalCents, type Order } from './order.js';
import type { Random } from './random.js';

const letters = '0123456789ABCDEFGHJKLMNPRSTUVWXY';
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function word(random: Random, length: number): string {
  return Array.from({ length }, () => letters.charAt(random.between(0, letters.length - 1))).join('');
}

/** 17 letters and digits. */
export function paypalTransactionId(random: Random): string {
  return word(random, 17);
}

/** Keys and values in the order they are posted. @param timeMs UTC */
export function paypalValues(
  order: Order,
  txn: string,
  timeMs: number,
  random: Random,
): readonly (readonly [string, string])[] {
  const cents = totalCents(order);
  const fee = Math.round(cents * 0.029) + 35;
  return [
    ['mc_gross', (cents / 100).toFixed(2)],
    ['invoice', order.id],
    ['payer_id', word(random, 13)],
    ['payment_date', pacificTime(timeMs)],
    ['payment_status', 'Completed'],
    ['first_name', order.buyer.firstName],
    ['last_name', order.buyer.lastName],
    ['mc_fee', (fee / 100).toFixed(2)],
    ['payer_status', 'verified'],
    ['business', 'sales@shop.example'],
    ['payer_email', order.buyer.email],
    ['txn_id', txn],
    ['receiver_email', 'sales@shop.example'],
    ['txn_type', 'web_accept'],
    ['mc_currency', 'EUR'],
    ['ipn_track_id', word(random, 13).toLowerCase()],
  ];
}

/** PayPal prints the hour of California; summer time is left out. */
function pacificTime(timeMs: number): string {
  const at = new Date(timeMs - 8 * 3_600_000);
  const clock = at.toISOString().slice(11, 19);
  const day = String(at.getUTCDate()).padStart(2, '0');
  return `${clock} ${months[at.getUTCMonth()] ?? ''} ${day}, ${at.getUTCFullYear()} PST`;
}

/** `&key=value…` as posted back for validation. */
export function validationQuery(values: readonly (readonly [string, string])[]): string {
  return values.map(([key, value]) => `&${key}=${encodeURIComponent(value).replaceAll('%20', '+')}`).join('');
}
