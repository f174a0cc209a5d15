// Who buys: new and returning buyers, with names that are unique as the shop needs them.
import type { Random } from './random.js';

const firstNames =
  'alice benoit camille david elise farid gaelle hugo ines jules karim laura marc nadia olivier paula quentin rosa samuel theo ursula victor wanda xavier yasmine zoe'.split(
    ' ',
  );
const lastNames =
  'arnaud bernard caron dupont etienne fabre girard henry imbert jacquet klein lambert martin noel olivier perrin quere renard simon thomas urbain vidal weber xandri yvon zimmer'.split(
    ' ',
  );

export interface Buyer {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** The account's id; null until production has made one. */
  userId: string | null;
  readonly loggedIn: boolean;
}

export interface People {
  newBuyer(): Buyer;
  /** Somebody who has bought before and is logged in; a new buyer while there is nobody. */
  returningBuyer(): Buyer;
  /** Gives the buyer an account. */
  createAccount(buyer: Buyer): string;
  /** How many people have come so far; there are never more accounts than people. */
  readonly count: number;
}

/** Accounts that a new shop begins with: its staff. */
const staffAccounts = 173;

/** @param before how many people had come before */
export function people(random: Random, before: number): People {
  let accounts = staffAccounts + before;
  let names = before;
  const known: Buyer[] = [];
  const remembered = 200;

  const newBuyer = (): Buyer => {
    names += 1;
    const combinations = firstNames.length * lastNames.length;
    const place = (names * 37) % combinations;
    const round = Math.floor((names * 37) / combinations);
    const firstName = firstNames[place % firstNames.length] ?? '';
    const lastName = `${lastNames[Math.floor(place / firstNames.length)] ?? ''}${round === 0 ? '' : round}`;
    const name = `${firstName}.${lastName}`;
    return { name, firstName, lastName, email: `${name}@example.org`, userId: null, loggedIn: false };
  };

  return {
    newBuyer,
    returningBuyer() {
      if (known.length === 0) return newBuyer();
      return { ...random.pick(known), loggedIn: true };
    },
    createAccount(buyer) {
      accounts += 1;
      buyer.userId = String(accounts);
      if (known.length < remembered) known.push(buyer);
      else known[random.between(0, remembered - 1)] = buyer;
      return buyer.userId;
    },
    get count() {
      return names;
    },
  };
}
