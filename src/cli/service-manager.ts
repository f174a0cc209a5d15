// Tells systemd how far a service is, where it is asked to (`Type=notify`, `NotifyAccess=all`).
import { execFile } from 'node:child_process';
import type { CommandContext } from './context.js';

const told = {
  ready: ['READY=1', 'STATUS=at work'],
  reloading: ['RELOADING=1', 'STATUS=reading the configuration again'],
  stopping: ['STOPPING=1', 'STATUS=ending'],
} as const;

/**
 * By `systemd-notify`: Node opens no datagram sockets. Without systemd, or without that program, nothing happens.
 * sd_notify(3): the socket is named by `NOTIFY_SOCKET`; `--pid` says that the service speaks, not its child.
 */
export function tellServiceManager({ around }: CommandContext, state: keyof typeof told): void {
  const { NOTIFY_SOCKET: socket, PATH: path } = around.env;
  if (socket === undefined || socket === '') return;
  const env = { NOTIFY_SOCKET: socket, ...(path === undefined ? {} : { PATH: path }) };
  execFile(
    'systemd-notify',
    [`--pid=${process.pid}`, '--no-block', ...told[state]],
    { env },
    () => undefined,
  );
}
