// Messages of the production controller, of pre-pay and post-pay production, of accounts and customer support.
import { entries, type CatalogueEntry } from './entry.js';

export const production: readonly CatalogueEntry[] = entries(
  'production',
  `
PRD1 | production.confirmed | I | payment | 2016-08..now | Order confirm (offline payments, bill is expected to be PENDING)
PRD2 | production.starting | I | prepay | 2016-08..2018-02 | Production starting ...
PRD3 | production.pre-pay | I | prepay | 2016-08..2018-02 | Production Controller : Pre Pay process
PRD4 | production.started | I | prepay | 2016-08..now | Production Controller : Full production starting from {billState} ...
PRD5 | production.post-pay | I | postpay | 2016-08..now | Production Controller : Post Pay process
PRD6 | bill.state-updated | I | state | 2020-05..now | Production Controller : Updating bill state to {billState}
PRD7 | production.completed | S | notify | 2016-08..now | Production Controller : Transaction Complete Operations
PRD8 | notification.customer-sent | S | notify | 2016-12..now | Production Controller : shop Transaction Confirm Notification to Customer
PRD9 | notification.customer-failed | W | notify | 2016-12..now | Production Controller Warning : Failed to notify notification to Customer
PRD10 | notification.customer-missing | W | notify | 2016-12..now | Production Controller Warning : No customer to send notification to.
PRD11 | notification.sales-sent | S | notify | 2016-08..now | Production Controller : shop Transaction Confirm Notification to sales
PRD12 | notification.sales-unassigned | W | notify | 2016-08..now | Production Controller Warning : Seems no sales manager are assigned
PRD13 | notification.sales-role-missing | W | notify | 2016-08..now | Production Controller : No sales role defined
PRD14 | production.command-illegal | E | system | 2017-06..now | Error : Illegal production command {command}.
PRE1 | production.item-preproducing | I | prepay | 2016-08..now | Prepay Production : preproducing for {itemCode}
PRE2 | production.item-handler-disabled | W | prepay | 2016-08..2024-07 | Prepay Production : Handler disabled for {itemCode}
PRE3 | production.item-handler-disabled | W | prepay | 2022-05..now | Prepay Production : Handler disabled or not set for {itemCode}
PRE4 | production.item-empty-response | W | prepay | 2018-12..now | Prepay Production Warning : Empty response {$anitem->itemcode}
PRE4 | production.item-empty-response | W | prepay | 2016-08..2018-10 | Prepay Production Warning : Empty response {itemCode}
PRE5 | production.item-handler-missing | E | prepay | 2016-08..now | Prepay Production Error : No handler for {itemCode}
PRE6 | production.item-failed | E | prepay | 2018-12..now | Prepay Production Error : Failure preproducing {itemCode}. Mark product as aborted.
PRE7 | production.bundle-scanned | I | prepay | 2018-10..now | Prepay Production : Scanning subelements
POS1 | production.item-producing | I | postpay | 2018-12..now | Postpay Production : producing for {itemCode}
POS2 | production.item-handler-disabled | W | postpay | 2019-01..2024-07 | Postpay Production : Handler disabled for {itemCode}
POS2 | production.item-handler-disabled | W | postpay | 2022-05..now | Postpay Production : Handler disabled or not set for {itemCode}
POS3 | production.item-empty-response | E | postpay | 2016-08..2016-11 | Postpay Production Error : empty response fpr {itemCode}
POS3 | production.item-empty-response | E | postpay | 2016-12..now | Postpay Production Error : empty response for {itemCode}
POS4 | production.item-handler-missing | W | postpay | 2016-08..now | Postpay Production Warning : No handler for {itemCode}
POS5 | production.bundle-scanned | I | postpay | 2018-10..now | Postpay Production : Scanning subelements
GEN1 | user.created | I | account | 2016-08..now | GENERIC : New user created {userName:last} with ID {userId:digits}.
GEN2 | support.registering | I | support | 2016-08..now | GENERIC : Registering Customer Support
SUP1 | support.enrolled | S | support | 2016-08..now | Production Process : Customer support enrolled.
SUP2 | support.missing | E | support | 2016-08..now | Production Process Error : Customer support course does not exist.
SUP3 | support.plugin-missing | E | support | 2016-08..now | Production Process Error : Customer support enrol failed // no enrol plugin.
SUP4 | support.enrol-failed | E | support | 2016-08..now | Production Process Error : Customer support enrol failed.
SUP5 | support.extra-enrolled | S | support | 2024-06..now | Production Process : Extra support enrolled.
SUP6 | support.extra-missing | E | support | 2024-06..now | Production Process Error : Extra support course does not exist.
SUP7 | support.extra-plugin-missing | E | support | 2024-06..now | Production Process Error : Extra support enrol failed // no enrol plugin.
SUP8 | support.extra-enrol-failed | E | support | 2024-06..now | Production Process Error : Extra support enrol failed.
COM1 | user.rebound | W | account | 2018-12..now | Prepay Commons : Logged in customer. Udating customer account.
COM2 | user.known | I | account | 2018-12..now | Prepay Commons : Known account {userName} at process entry.
COM3 | user.account-created | I | account | 2018-12..now | Prepay Commons : New user created {userName}.
COM4 | user.data-missing | E | account | 2018-12..now | Prepay Commons Error :  Customer is gone away (no data).
COM5 | user.creation-failed | E | account | 2018-12..now | Prepay Commons Error : User could not be created {userName}.
COM6 | user.known | I | account | 2016-08..2018-10 | STD_ASSIGN_ROLE_ON_CONTEXT Prepay : Known account {userName} at process entry.
COM7 | user.creation-failed | E | account | 2016-08..2018-10 | STD_ASSIGN_ROLE_ON_CONTEXT Prepay Error : User could not be created {userName}.
`,
);
