// A small proxy in front of a real node that spoils chosen answers: what a node cannot be made to do by itself.
import {
  request as forward,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Fault =
  /** Takes the request and never answers. */
  | 'silence'
  /** The node does what is asked; its answer is lost. */
  | 'reset-after'
  /** The connection ends before the node sees the request. */
  | 'reset-before'
  | 'truncated-answer'
  | 'html-answer'
  /** A bulk answer that leaves out its last item. */
  | 'fewer-items'
  /** A bulk answer that says of its first item that the failure store has it. */
  | 'failure-store'
  | { readonly answer: unknown; readonly status: number; readonly headers?: Record<string, string> };

export interface Rule {
  readonly when: (method: string, path: string) => boolean;
  readonly fault: Fault;
  /** How often; default: once. */
  times?: number;
}

/** A request that waits between shoptrace and the node. */
export interface HeldRequest {
  readonly arrived: Promise<void>;
  readonly release: () => void;
}

/** PEM. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
}

export class FaultProxy {
  readonly #target: URL;
  readonly #server: Server;
  readonly #scheme: 'http' | 'https';
  readonly #rules: Rule[] = [];
  readonly #holds: {
    readonly when: Rule['when'];
    readonly arrive: () => void;
    readonly until: Promise<void>;
  }[] = [];
  /** Faults that were played. */
  played = 0;
  /** Paths asked for, in order. */
  readonly asked: string[] = [];
  /** What the node answered to bulk requests, in order. */
  readonly bulkStatuses: number[] = [];

  private constructor(target: string, tls: ServerTls | null) {
    this.#target = new URL(target);
    const serve = (request: IncomingMessage, response: ServerResponse): void =>
      this.#serve(request, response);
    this.#scheme = tls === null ? 'http' : 'https';
    this.#server = tls === null ? createServer(serve) : createSecureServer(tls, serve);
  }

  static async start(target: string, tls: ServerTls | null = null): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, tls);
    await new Promise<void>((resolve) => {
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  spoil(rule: Rule): void {
    this.#rules.push(rule);
  }

  /** Keeps the next such request until it is released. */
  hold(when: Rule['when']): HeldRequest {
    let release = (): void => undefined;
    let arrive = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    this.#holds.push({ when, arrive, until });
    return { arrived, release };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const { method = '', url: path = '' } = request;
      this.asked.push(`${method} ${path}`);
      const place = this.#holds.findIndex(({ when }) => when(method, path));
      const [hold] = place < 0 ? [] : this.#holds.splice(place, 1);
      hold?.arrive();
      void (hold?.until ?? Promise.resolve()).then(() =>
        this.#play(request, Buffer.concat(chunks), response),
      );
    });
  }

  #play(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const { method = '', url: path = '' } = request;
    const fault = this.#faultFor(method, path);
    if (fault === 'silence') return;
    if (fault === 'reset-before') request.socket.destroy();
    else if (typeof fault === 'object' && fault !== null) {
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      response.end(JSON.stringify(fault.answer));
    } else this.#forward(request, body, response, fault);
  }

  #faultFor(method: string, path: string): Fault | null {
    const rule = this.#rules.find(({ when, times = 1 }) => times > 0 && when(method, path));
    if (rule === undefined) return null;
    rule.times = (rule.times ?? 1) - 1;
    this.played += 1;
    return rule.fault;
  }

  #forward(request: IncomingMessage, body: Buffer, response: ServerResponse, fault: Fault | null): void {
    const { hostname, port } = this.#target;
    const { method, url: path, headers } = request;
    const upstream = forward({ hostname, port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => this.#answer(request, response, answer, Buffer.concat(chunks), fault));
    });
    upstream.on('error', () => request.socket.destroy());
    upstream.end(body);
  }

  #answer(
    request: IncomingMessage,
    response: ServerResponse,
    answer: IncomingMessage,
    body: Buffer,
    fault: Fault | null,
  ): void {
    if (request.url?.startsWith('/_bulk') === true) this.bulkStatuses.push(answer.statusCode ?? 0);
    if (fault === 'reset-after') {
      request.socket.destroy();
      return;
    }
    if (fault === 'html-answer') {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><body>Please log in</body></html>');
      return;
    }
    const headers = { ...answer.headers };
    delete headers['transfer-encoding'];
    const whole = changedAnswer(body, fault);
    response.writeHead(answer.statusCode ?? 500, { ...headers, 'content-length': String(whole.length) });
    if (fault === 'truncated-answer') {
      response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => request.socket.destroy());
      return;
    }
    response.end(whole);
  }
}

function changedAnswer(body: Buffer, fault: Fault | null): Buffer {
  if (fault !== 'fewer-items' && fault !== 'failure-store') return body;
  const answer = JSON.parse(body.toString()) as { items: { index?: object }[] };
  const [first] = answer.items;
  if (fault === 'fewer-items') answer.items.pop();
  else if (first?.index !== undefined) first.index = { ...first.index, failure_store: 'used' };
  return Buffer.from(JSON.stringify(answer));
}
