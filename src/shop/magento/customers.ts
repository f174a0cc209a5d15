// Who has an account: customers who are not in the shop at the moment, with the carts that wait for them.
import { newClient, type MagentoFloor } from './floor.js';
import type { Customer } from './quote.js';

const remembered = 400;

export class Customers {
  count = 0;
  private readonly away: Customer[] = [];
  private readonly floor: MagentoFloor;

  constructor(floor: MagentoFloor, before: number) {
    this.floor = floor;
    this.count = before;
  }

  newCustomer(client = newClient(this.floor)): Customer {
    this.count += 1;
    return { id: 400 + this.count, client, quote: null };
  }

  /** Somebody who is away comes; a new account while nobody is. */
  arrives(): Customer {
    const { random } = this.floor.writer;
    if (this.away.length < 20 || random.chance(0.2)) return this.newCustomer();
    const at = random.between(0, this.away.length - 1);
    const [customer] = this.away.splice(at, 1);
    return customer ?? this.newCustomer();
  }

  leaves(customer: Customer): void {
    // Those who wait with a cart are kept; of the others so many as a shop sees again.
    if (this.away.length < remembered) this.away.push(customer);
  }
}
