// Mails to customers as they stand in the mail trace.
import type { Order } from './order.js';
import type { Random } from './random.js';

const site = 'Example Academy';
const passwordLetters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Final notification of 2017: begins with a line end, names no item, leaves its place holder. */
export function notification2017(order: Order): string {
  const { firstName, lastName } = order.buyer;
  return `\n<p>Dear ${firstName} ${lastName}</p>\n<p>Thank you for your order. <a href="<%%TICKET%%>">Your invoice</a></p>`;
}

export function notification2025(order: Order): string {
  const { firstName, lastName } = order.buyer;
  const items = order.items.map((item) => `ID:${item.product.code}<br/>`).join('');
  return `\n<p>Dear ${firstName} ${lastName}</p>\n<p>Thank you for your order.</p>\n<p>${items}</p>`;
}

export function passwordMail(order: Order, random: Random): string {
  const { firstName, lastName, name } = order.buyer;
  const password = Array.from({ length: 8 }, () =>
    passwordLetters.charAt(random.between(0, passwordLetters.length - 1)),
  );
  return `${site}: New account registration\n\n\n\n<p>Dear ${firstName} ${lastName}</p>\n<p>Login: ${name}<br/>\nPassword: ${password.join('')}</p>`;
}
