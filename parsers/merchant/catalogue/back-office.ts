// Messages of staff at the back office, of shipping, of the mail file, and messages whose text got lost.
import { entries, type CatalogueEntry } from './entry.js';

export const backOffice: readonly CatalogueEntry[] = [
  ...entries(
    'staff',
    `
TRN1 | staff.soldout | I | state | 2016-08..now | Bill Controller : Transaction Soldout Operation on seller behalf by {staffUser}
TRN2 | staff.autocompleted | I | notify | 2016-08..now | Bill Controller : Transaction Autocompletion Operation on seller behalf by {staffUser}
TRN3 | staff.activated | I | state | 2016-08..now | Bill Controller : Delayed Transaction Activating Operations on seller behalf by {staffUser}
TRN4 | staff.completed | S | state | 2016-08..now | Bill Controller : Transaction Complete Operation on seller behalf by {staffUser}
TRN5 | staff.bill-missing | E | state | 2016-08..now | Transition error : Bad bill ID
`,
  ),
  ...entries(
    'shipping',
    `
SHP1 | shipping.calculating | I | shipping | 2016-08..now | shop Shipping Calculation for [{country}][{zip}]
SHP2 | shipping.zones-missing | W | shipping | 2016-08..now | No shipzones
SHP3 | shipping.zone-inapplicable | W | shipping | 2016-08..2016-10 | No shipzone applicable for [{country}][{zip}]
SHP4 | shipping.zone-found | I | shipping | 2016-08..now | shop Shipping : Found applicable zone {zone}
SHP5 | shipping.bill-scope | I | shipping | 2016-08..now | shop Shipping : Using bill scope amount
SHP6 | shipping.examining | I | shipping | 2016-08..now | shop Shipping : Examinating shippings
SHP7 | shipping.unpriced | W | shipping | 2016-08..now | shop Shipping : No shipping solution
`,
  ),
  ...entries(
    'any',
    `
LST1 | message.lost | W | system | 2016-10..now | NAN
`,
  ),
];

/** Records of the mail file; told by the layout of the block, not by a text (see `mail.ts`). */
export const mailEntries = {
  notification: entries(
    'mail',
    `
MAI1 | mail.notification | I+ | notify | 2016-12..now | (mail body)
`,
  )[0] as CatalogueEntry,
  account: entries(
    'mail',
    `
MAI2 | mail.account | I+ | account | 2020-05..now | (mail body)
`,
  )[0] as CatalogueEntry,
  failed: entries(
    'mail',
    `
MAI3 | mail.account-failed | E+ | account | 2020-05..now | ERROR > Password Mail Sending Error
`,
  )[0] as CatalogueEntry,
} as const;

/** A head with nothing behind it: the text was lost in the shop. */
export const emptyMessage: CatalogueEntry = {
  code: 'LST2',
  action: 'message.empty',
  template: '',
  level: 'warning',
  stage: 'system',
  component: 'any',
  era: ['2016-10', null],
  continues: false,
};
