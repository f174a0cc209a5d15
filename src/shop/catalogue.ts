// What is sold: products with their handlers, as somebody configured them (one of them wrongly).
import type { Random } from './random.js';

export interface Product {
  /** The bill names a product by this code … */
  readonly code: string;
  /** … and the cart by this one. */
  readonly shortName: string;
  readonly cents: number;
  /** Short name of the course that buyers are enrolled in. */
  readonly course: string;
  /** `assign-role` dies in its post-pay step, and so does an `enrol` that knows no course. */
  readonly handler: 'enrol' | 'enrol-without-course' | 'assign-role';
  /** False: the shop's default is used, a course number where a short name is needed, so the course is never found. */
  readonly ownSupportCourse: boolean;
}

const sold: readonly Product[] = [
  product('MATHS1', 'maths1', 12_000, 'MATHS-1'),
  product('PHYS2', 'phys2', 9_950, 'PHYSICS-2'),
  product('FRE-B1', 'fre-b1', 24_900, 'FRENCH-B1'),
  product('EXCEL', 'excel', 4_990, 'EXCEL-BASICS'),
  product('SAFETY', 'safety', 3_500, 'SAFETY-AT-WORK'),
  product('PY101', 'py101', 18_000, 'PYTHON-101'),
];

const free: readonly Product[] = [
  product('WELCOME', 'welcome', 0, 'WELCOME-TOUR'),
  product('DEMO1', 'demo1', 0, 'DEMO-LESSON'),
];

function product(code: string, shortName: string, cents: number, course: string): Product {
  return { code, shortName, cents, course, handler: 'enrol', ownSupportCourse: true };
}

/** The product of the documented sample: free in 2017, sold for money later. */
export function failingProduct(era: '2017' | '2025'): Product {
  return era === '2017'
    ? { ...product('EFORM', 'eform', 0, ''), handler: 'assign-role', ownSupportCourse: false }
    : { ...product('EFORM', 'eform', 2_500, ''), handler: 'enrol-without-course', ownSupportCourse: false };
}

export interface CartItem {
  readonly product: Product;
  readonly quantity: number;
}

/** One to three different products for money, at most `most`. */
export function fillCart(random: Random, most: number): CartItem[] {
  const items: CartItem[] = [];
  const wanted = Math.min(most, Number(random.weighted({ '1': 70, '2': 22, '3': 8 })));
  while (items.length < wanted) {
    const one = random.pick(sold);
    if (items.some((item) => item.product === one)) continue;
    items.push({ product: one, quantity: random.chance(0.08) ? random.between(2, 5) : 1 });
  }
  return items;
}

export function freeCart(random: Random): CartItem[] {
  return [{ product: random.pick(free), quantity: 1 }];
}
