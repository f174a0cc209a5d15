// How the editions of the shop program differ: printed numbers, what becomes of a reserved number, how long carts live.

export type EditionName = 'magento' | 'openmage' | 'magento2';

export interface Edition {
  readonly name: EditionName;
  /** Digits of a number behind the prefix. */
  readonly width: number;
  readonly prefix: (store: string) => string;
  /** The counter is an AUTO_INCREMENT table, so that the step of a database cluster shows in the numbers. */
  readonly numbersFollowCluster: boolean;
  /** The order's row is written before the gateway is asked, and rolled back on a refusal: each try burns a row id. */
  readonly insertsBeforePayment: boolean;
  /** The quote is saved after a refused card, so that the next try takes the same number. */
  readonly keepsNumberAfterRefusal: boolean;
  /** Days after the last change until the nightly job deletes an active quote; null: never. */
  readonly activeQuoteLifeDays: number | null;
}

/** Facts of the programs: Magento 1.4–1.9, OpenMage since v20.1.0, Magento 2.3 and later. */
export const editions: Readonly<Record<EditionName, Edition>> = {
  magento: {
    name: 'magento',
    width: 8,
    prefix: (store) => store,
    numbersFollowCluster: false,
    insertsBeforePayment: true,
    keepsNumberAfterRefusal: true,
    activeQuoteLifeDays: null,
  },
  openmage: {
    name: 'openmage',
    width: 8,
    prefix: (store) => store,
    numbersFollowCluster: false,
    insertsBeforePayment: true,
    keepsNumberAfterRefusal: true,
    activeQuoteLifeDays: 30,
  },
  magento2: {
    name: 'magento2',
    width: 9,
    prefix: (store) => (store === '1' ? '' : store),
    numbersFollowCluster: true,
    insertsBeforePayment: false,
    keepsNumberAfterRefusal: false,
    activeQuoteLifeDays: 30,
  },
};
