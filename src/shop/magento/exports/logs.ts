// The shop's log files, the web server's access log and the gateway's own list of payments.
import type { Stamps } from '../../stamps.js';
import type { TraceOutput } from '../../trace-output.js';
import type { Books, GatewayRow, WebHit } from '../books.js';
import type { Gateway, Quote } from '../quote.js';
import { accessTime, amount, row, sqlTime } from './printing.js';

const agent = '"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"';

/** Combined format. */
export function accessLog(output: TraceOutput, stamps: Stamps): Books['hit'] {
  return ({ atMs, client, request, status }: WebHit) => {
    const time = accessTime(atMs, stamps);
    output.write(`${client.address} - - [${time}] "${request} HTTP/1.1" ${status} 512 "-" ${agent}\n`);
  };
}

export function gatewayList(output: TraceOutput): Books['paid'] {
  output.write('Merchant Reference,Transaction ID,Type,Status,Date (UTC),Amount,Currency,Method,Reason\n');
  return ({ atMs, reference, transaction, kind, cents, gateway, reason }: GatewayRow) => {
    const type = kind === 'refunded' ? 'Refund' : 'Sale';
    const status = { captured: 'Captured', refused: 'Refused', error: 'Error', refunded: 'Refunded' }[kind];
    const money = amount(cents).slice(0, -2);
    output.write(row([reference, transaction, type, status, sqlTime(atMs), money, 'EUR', gateway, reason]));
  };
}

type ShopLog = Pick<Books, 'asked' | 'refused' | 'unsaved'>;

/** `var/log` of Magento 1: the exception log, and the debug file of a payment method. */
export function magento1Logs(exceptions: TraceOutput, paypal: TraceOutput): ShopLog {
  const iso = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}+00:00`;
  return {
    asked(atMs, quote, number, gateway) {
      if (gateway !== 'paypal_express') return;
      paypal.write(
        `${iso(atMs)} DEBUG (7): Array\n(\n    [url] => https://api-3t.paypal.com/nvp\n    [SetExpressCheckout] => Array\n        (\n            [INVNUM] => ${number}\n            [AMT] => ${amount(quote.cents).slice(0, -2)}\n            [PWD] => ****\n        )\n\n    [__pid] => ${(quote.id % 30_000) + 300}\n)\n\n`,
      );
    },
    refused(atMs, _quote, _session, reason) {
      exceptions.write(
        `${iso(atMs)} ERR (3): \nexception 'Mage_Core_Exception' with message 'Gateway request error: ${reason}' in /srv/shop/app/Mage.php:595\nStack trace:\n#0 {main}\n`,
      );
    },
    unsaved(atMs, _number, reason) {
      exceptions.write(
        `${iso(atMs)} ERR (3): \nexception 'Zend_Db_Statement_Exception' with message '${reason}' in /srv/shop/lib/Zend/Db/Statement/Pdo.php:234\nStack trace:\n#0 {main}\n`,
      );
    },
  };
}

/** `var/log` of Magento 2: Monolog lines. */
export function magento2Logs(system: TraceOutput, debug: TraceOutput): ShopLog {
  const stamp = (atMs: number): string => `[${new Date(atMs).toISOString().slice(0, 23)}000+00:00]`;
  return {
    asked(atMs, quote: Quote, number: string, gateway: Gateway) {
      debug.write(
        `${stamp(atMs)} main.DEBUG: array (\n  'request' => \n  array (\n    'method' => '${gateway}',\n    'merchantReference' => '${number}',\n    'amount' => '${amount(quote.cents).slice(0, -2)}',\n    'token' => '****',\n  ),\n) [] []\n`,
      );
    },
    refused(atMs, quote, session, reason) {
      const cart = quote.customer === null ? session : String(quote.id);
      system.write(
        `${stamp(atMs)} main.CRITICAL: Placing an order with quote_id ${cart} is failed: ${reason} [] []\n`,
      );
    },
    unsaved(atMs, number, reason) {
      system.write(`${stamp(atMs)} main.CRITICAL: Saving order ${number} failed: ${reason} [] []\n`);
    },
  };
}
