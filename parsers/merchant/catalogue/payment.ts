// Messages of test payments and of PayPal.
import { entries, type CatalogueEntry } from './entry.js';

export const payment: readonly CatalogueEntry[] = [
  ...entries(
    'test',
    `
TST1 | payment.test.paying | I | payment | 2016-08..now | Test Processing : paying
TST2 | payment.test.paid | S | payment | 2016-08..now | Test Interactive : Payment Success
TST3 | payment.test.pending | I | payment | 2016-08..now | Test Interactive : Payment Success but waiting IPN for processing
TST4 | payment.test.return-failed | E | payment | 2016-08..now | Test Interactive : Transaction ID Error
TST5 | payment.test.notification-called | I | payment | 2016-08..now | Test Autoresponse (IPN) : This simulates an asynchronous
TST6 | payment.test.notification-examining | I | payment | 2016-08..now | Test IPN : examinating
TST7 | payment.test.notification-paid | S | payment | 2016-08..now | Test IPN : Payment Success, transferring to production controller
TST8 | payment.test.notification-failed | E | payment | 2016-08..now | Test IPN : Transaction ID Error
`,
  ),
  ...entries(
    'paypal',
    `
PPL1 | payment.paypal.returned | I | payment | 2016-08..now | Paypal Return Controller
PPL2 | payment.paypal.return-redirecting | I | payment | 2016-08..now | Paypal Return Controller Complete : Redirecting
PPL3 | payment.paypal.cancelled | W | payment | 2016-08..now | Paypal Interactive Cancellation
PPL4 | payment.paypal.notification-called | I | payment | 2016-10..now | Success Controller : IPN Paypal return
PPL5 | payment.paypal.transaction-missing | E | payment | 2016-08..now | Paypal IPN : Empty Transaction ID
PPL6 | payment.paypal.order-missing | E | payment | 2016-08..now | Paypal IPN ERROR : No such order
PPL7 | payment.paypal.shop-mismatch | E | payment | 2016-10..2020-03 | Paypal IPN ERROR : Paypal returned info do not match the bill's shop.
PPL8 | payment.paypal.shop-mismatch | E | payment | 2020-03..now | Paypal IPN ERROR : Paypal returned info ({returnedShop}) do not match the bill's shop ({billShop}).
PPL9 | payment.paypal.txn | I | payment | 2016-08..now | Paypal IPN : paypal txn : {txn}
PPL10 | payment.paypal.trans | I | payment | 2016-08..now | Paypal IPN : paypal trans : {trans}
PPL11 | payment.paypal.value | I+ | payment | 2016-08..now | Paypal IPN : paypal {key} : {value}
PPL12 | payment.paypal.collision | W | payment | 2016-08..now | Paypal IPN : paypal event collision on {txn}
PPL13 | payment.paypal.recording | I | payment | 2016-08..now | Paypal IPN : Recording paypal event
PPL14 | payment.paypal.recording-failed | E+ | payment | 2016-08..2024-05 | Paypal IPN : Recording paypal event error
PPL14 | payment.paypal.recording-failed | E+ | payment | 2020-03..now | Paypal IPN : Recording paypal event error {error}
PPL15 | payment.paypal.verifying | I+ | payment | 2016-08..now | Paypal IPN : sending validation request: {host:host}
PPL16 | payment.paypal.verifying-faked | I+ | payment | 2016-08..2024-05 | Paypal IPN : faking validation request for test: {host:host}
PPL17 | payment.paypal.verification-unanswered | E | payment | 2020-05..now | Paypal IPN ERROR : VERIFICATION RESPONSE ERROR
PPL18 | payment.paypal.answered | I+ | payment | 2020-05..now | Paypal IPN : Raw Response : {response:answer}
PPL19 | payment.paypal.verification-failed | E | payment | 2020-05..now | Paypal IPN ERROR : VERIFICATION ERROR
PPL20 | payment.paypal.verified | S | payment | 2016-08..now | Paypal IPN : Recording VERIFIED STATE on {txn}
PPL21 | payment.paypal.status-bad | E | payment | 2016-08..now | Paypal IPN : Status not completed nor pending. Check transaction with customer.
PPL22 | payment.paypal.pending | W | payment | 2020-05..now | Paypal IPN : Status is pending. Check transaction state in a while.
PPL23 | payment.paypal.simulation-refused | E | payment | 2020-05..now | Paypal IPN : Payment simulation only possible in test mode.
PPL24 | payment.paypal.receiver-mismatch | E | payment | 2016-08..now | Paypal IPN : Business email is {receiver} (not {expected})
PPL25 | payment.paypal.production-started | I | payment | 2016-08..now | Paypal IPN Start Production
PPL26 | payment.paypal.production-ended | S | postpay | 2016-08..now | Paypal IPN End Production
PPL27 | payment.paypal.ended | S | payment | 2016-08..now | Paypal IPN : End of transaction
PPL28 | payment.paypal.answer-empty | E | payment | 2016-08..2024-05 | Paypal IPN : ERROR
PPL29 | payment.paypal.soldout | S | payment | 2016-08..2024-05 | Success Controller : Paypal soldout record
`,
  ),
];
